//! What the account's own plain documents show.

use crate::model::{CodeSent, EventLine, Language, Moment, SessionLine};

/// Password and second factor once more, before something that protects the account changes (v5.0.0-7.5.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prove {
    /// Path of the page to go on to.
    pub next: String,
    /// How far it is.
    pub step: ProveStep,
}

/// How far the proof is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProveStep {
    /// The password is asked for.
    Password,
    /// The password was right; a code is asked for.
    Code {
        /// The text or call under way; `None`: only the app can prove, or nothing could be sent (the note says why).
        code: Option<Box<CodeSent>>,
        /// A code of the authenticator app is right as well.
        app: bool,
        /// A text can be asked for.
        phone: bool,
    },
}

/// An authenticator app being set up.
#[derive(Clone, PartialEq, Eq)]
pub struct AddApp {
    /// QR code as SVG markup, made by the server; empty until the set-up was begun.
    pub qr: String,
    /// The same secret to type, in groups of four.
    pub key: String,
    /// Name typed before.
    pub name: String,
}

impl std::fmt::Debug for AddApp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "AddApp({:?})", self.name)
    }
}

/// Turning 2FA off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Off {
    /// The organization that requires 2FA: it cannot be turned off, and this is why.
    pub required_by: Option<String>,
    /// Its plan is paid, which requires 2FA of everybody; else its policy does.
    pub paid: bool,
}

/// Signed-in browsers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sessions {
    /// This one first. Each line has the id of its session in `id`.
    pub lines: Vec<OpenSession>,
}

/// One signed-in browser that can be signed out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenSession {
    /// Id of the session.
    pub id: String,
    /// Browser, address, when.
    pub line: SessionLine,
    /// When it signed in.
    pub since: Moment,
}

/// A person's own timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activity {
    /// Newest first.
    pub events: Vec<EventLine>,
    /// Resets among them, each with a file that proves it: id of the event, and when.
    pub dossiers: Vec<(String, Moment)>,
    /// Cursor of the page after this one; empty at the end.
    pub older: String,
    /// This is not the newest page.
    pub paged: bool,
}

/// Email addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Emails {
    /// The address to sign in with.
    pub primary: String,
    /// Others that are told of changes.
    pub others: Vec<String>,
    /// Room for another one.
    pub room: bool,
    /// Typed before.
    pub typed: String,
    /// It was typed to become the address to sign in with: what is wrong is said there.
    pub changing: bool,
}

/// The code for a new address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEmailCode {
    /// The code under way; `to` is the new address in full, just typed.
    pub code: CodeSent,
    /// It becomes the address to sign in with.
    pub primary: bool,
}

/// Another password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangePassword {
    /// Address of the account, for password managers.
    pub email: String,
}

/// Plan and billing profile of an owner's organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Billing {
    /// Name of the organization.
    pub organization: String,
    /// The plan is paid.
    pub paid: bool,
    /// "card" or "paypal".
    pub method: String,
    /// Last four digits of the card, or the PayPal address.
    pub account: String,
    /// Name on the bill.
    pub name: String,
    /// Postal code.
    pub postal: String,
    /// ISO 3166 region.
    pub country: String,
    /// Regions to choose from, with their names.
    pub countries: Vec<(String, String)>,
    /// People without 2FA, who will be asked for it at their next sign-in.
    pub without: i64,
}

/// "This wasn't me".
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undo {
    /// What the button will do.
    Offer {
        /// The link's secret, posted back by the button.
        token: String,
        /// What was done.
        what: UndoKind,
        /// The address of the account, masked.
        account: String,
        /// When the change was made.
        changed: Moment,
        /// Last two digits of the number that comes back; empty if none does.
        old_last: String,
        /// The link works until then.
        until: Moment,
        /// No second factor would remain: the password is asked for.
        asks_password: bool,
    },
    /// The link is unknown, used or over.
    Over,
}

/// What "This wasn't me" takes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UndoKind {
    /// The phone was replaced.
    PhoneChanged,
    /// Another phone became the main one.
    PhoneMain,
    /// A phone was added.
    PhoneAdded,
    /// A phone was removed.
    PhoneRemoved,
    /// An authenticator app was added.
    AppAdded,
    /// An authenticator app was removed.
    AppRemoved,
    /// A recovery code was made or used.
    Recovery,
    /// 2FA was turned off.
    TurnedOff,
    /// An email address was changed, added or removed.
    Email,
    /// The password was changed.
    Password,
    /// The password was replaced through the mailbox.
    PasswordMailed,
    /// A reset of the 2FA was asked for.
    Case,
    /// Somebody else reset the 2FA.
    Reset,
    /// Somebody signed in from a browser not seen before.
    NewDevice,
}

/// The language of messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChooseLanguage {
    /// What is chosen; `None`: whichever the browser asks for.
    pub chosen: Option<Language>,
    /// What this browser asks for, or what it gets because that is none of ours.
    pub browser: Language,
}
