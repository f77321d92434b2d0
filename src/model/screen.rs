//! What each page shows: projections made by the server for one person at one moment. Nothing in here is secret to the
//! person it is shown to, and nothing in here is more than the page needs.

mod account;
mod simulator;

pub use account::*;
pub use simulator::*;

use super::{Channel, Digits, Moment, Note, Place, Role};
use serde::{Deserialize, Serialize};

/// One page: the frame around it, what just happened, and the screen itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// Where this page is; the browser's address follows it.
    pub place: Place,
    /// What is the same on every page.
    pub frame: Frame,
    /// What just happened, if anything did.
    pub note: Option<Note>,
    /// The screen.
    pub screen: Screen,
}

/// What is the same on every page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    /// Codes are shown on screen: the bar "Demo mode" must be there.
    pub demo: bool,
    /// Who is fully signed in; `None` before that.
    pub who: Option<Who>,
    /// Somebody is half signed in (password passed): only "Sign out" is offered.
    pub half: bool,
}

/// The signed-in person, as the top bar shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Who {
    /// Name of the person.
    pub name: String,
    /// Address they sign in with.
    pub email: String,
    /// Organization and role, if there is one.
    pub organization: Option<(String, Role)>,
}

/// The screens, S1 to S11 of the UX brief and the few around them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Screen {
    /// Not here, but there: answered by a redirect.
    Go(Place),
    /// A plain document: the browser loads it by itself.
    Document,
    /// S1.
    SignIn(SignIn),
    /// S2.
    Verify(Verify),
    /// The authenticator app's code at sign-in.
    App(AppCode),
    /// S11.
    Recovery,
    /// A new password is demanded.
    NewPassword,
    /// S7 and S9.
    AddPhone(AddPhone),
    /// S8.
    PhoneCode(EnterPhoneCode),
    /// S10.
    RecoveryCode(RecoveryCodePage),
    /// The sheet to print.
    RecoveryPrint(RecoverySheet),
    /// "Leave without saving your code?"; the secret of the page that "Stay" goes back to.
    RecoveryLeave(String),
    /// Home for people.
    Overview(Overview),
    /// S3.
    Settings(Settings),
    /// S4.
    Confirm(Confirm),
    /// The 2FA section to read.
    TwoFactor(TwoFactor),
    /// S5.
    Edit(TwoFactor),
    /// S6, over S5.
    Reset(Reset),
    /// Text or call by default.
    Method(Method),
    /// First owner.
    Setup(Setup),
    /// The embedded phones and mailboxes.
    Simulator(Simulator),
    /// A calm page for a step that is over.
    Calm(Calm),
    /// No such page.
    NotFound,
}

/// S1.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignIn {
    /// What was typed before, so that nothing is lost.
    pub email: String,
    /// Where to go afterwards: the path of a [`Place`], or empty.
    pub next: String,
}

/// A code that was sent, as the page describes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeSent {
    /// The flow this page belongs to: posted back in a hidden field, so an older tab is recognised.
    pub flow: String,
    /// How it was sent.
    pub channel: Channel,
    /// Where to, as far as it may be shown: "82" at sign-in, "+44 7700 900982" while adding, "m•••@acme.example" by mail.
    pub to: String,
    /// How long the field is.
    pub digits: Digits,
    /// Messages sent for this challenge.
    pub sent: u32,
    /// The code works until then.
    pub expires: Moment,
    /// Another may be asked for from then on.
    pub again: Moment,
    /// Seconds until `again`, never negative; 0 means now.
    pub wait: i64,
    /// Seconds until the code expires, never negative.
    pub life: i64,
    /// All sends or all tries are used up: nothing more goes out before `expires`.
    pub burnt: bool,
    /// The carrier refused the last message: "The text could not be delivered to that number. Receive a call instead."
    pub failed: bool,
    /// How far the last message came; `None` on pages that do not say so.
    pub live: Option<Live>,
}

/// How the messages of a code fare.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Live {
    /// How far the last one came.
    pub journey: Journey,
    /// Two texts did not arrive: a call may.
    pub suggest_call: bool,
}

/// How far a message came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Journey {
    /// No carrier has it yet, or none that says so.
    OnItsWay,
    /// A carrier has it.
    Sent,
    /// It is there; for a call: somebody pressed a key.
    Delivered(Moment),
    /// It did not arrive.
    Failed,
}

/// S2.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verify {
    /// The code under way; `None` when none could be sent (the note says why).
    pub code: Option<CodeSent>,
    /// The sign-in this page belongs to.
    pub flow: String,
    /// Last two digits of the phone; empty when the code goes by mail.
    pub last: String,
    /// The code comes by mail: the person has no phone and must set a new password, or an enrolment pass is used.
    pub by_mail: bool,
    /// An enrolment pass is used: a new phone follows.
    pub pass: bool,
    /// Whoever runs the server tells its code; it does not come by mail.
    pub told: bool,
    /// An authenticator app can be used instead.
    pub app: bool,
    /// Other phones a code can go to instead: id and last two digits.
    pub others: Vec<(String, String)>,
}

/// The authenticator app's code at sign-in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppCode {
    /// The sign-in this page belongs to.
    pub flow: String,
    /// A phone can be used instead.
    pub phone: bool,
}

/// A country in the native select.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Country {
    /// ISO 3166 region: "GB".
    pub region: String,
    /// "United Kingdom (+44)".
    pub label: String,
}

/// S7, and S9 when `forced` is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddPhone {
    /// The enrolment this page belongs to.
    pub flow: String,
    /// Countries to choose from.
    pub countries: Vec<Country>,
    /// Region chosen, or the default.
    pub country: String,
    /// The number as typed before.
    pub number: String,
    /// Why enrolment is forced.
    pub forced: Option<Forced>,
    /// The typed number equals the one being replaced: offer "Use it again".
    pub same: bool,
    /// A first phone, and the last sign-in is not fresh: the password is asked for on the same page.
    pub ask_password: bool,
    /// Codes may go by text, as far as the person's organization has a say.
    pub sms: bool,
    /// Codes may go by call.
    pub call: bool,
}

/// Why a person must add a phone before anything else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Forced {
    /// The organization requires 2FA.
    Required {
        /// Its name.
        organization: String,
    },
    /// It will, and until then this can be put off.
    Soon {
        /// Its name.
        organization: String,
        /// From when on: "1 Dec 2026".
        from: String,
        /// The same without its year: "1 Dec".
        until: String,
    },
    /// The recovery code was used.
    Recovered,
    /// A reset of the 2FA was granted.
    Passed,
    /// Somebody reset the 2FA.
    Reset {
        /// Who, in words: "An admin of Acme".
        by: String,
        /// When.
        on: Moment,
    },
}

/// S8.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnterPhoneCode {
    /// The code under way.
    pub code: CodeSent,
    /// Name of the number's country.
    pub country: String,
    /// Inside the sign-in shell (S9).
    pub forced: bool,
}

/// S10.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RecoveryCodePage {
    /// Shown this once.
    Shown(RecoverySheet),
    /// Shown before; `finished` says that `Finish` was pressed as well.
    Seen {
        /// The flow is over.
        finished: bool,
        /// The flow, so that `Finish` can still be pressed.
        flow: String,
    },
}

/// The recovery code with what belongs on the sheet.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoverySheet {
    /// The enrolment it belongs to.
    pub flow: String,
    /// The code, in groups of four.
    pub code: String,
    /// Address of the account.
    pub account: String,
    /// Day it was made, in words.
    pub made: String,
    /// Lets this page, and only this page, download or print the code again until `Finish`.
    pub page: String,
    /// It came with a new phone ("Step 3 of 3"), not alone.
    pub with_phone: bool,
}

impl std::fmt::Debug for RecoverySheet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RecoverySheet({})", self.flow)
    }
}

/// S4.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirm {
    /// "m•••@example.com".
    pub to: String,
    /// The code under way; `None`: press `Send code` first.
    pub code: Option<CodeSent>,
    /// Path of the page to open afterwards.
    pub next: String,
}

/// S6.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reset {
    /// What lies behind the dialog.
    pub edit: TwoFactor,
    /// How far the proof is.
    pub proof: Proof,
    /// A code of the authenticator app is right as well.
    pub app: bool,
    /// The box was ticked before.
    pub ticked: bool,
}

/// How far the fresh full sign-in inside the reset dialog is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Proof {
    /// The last full sign-in is fresh enough: nothing is asked.
    Fresh,
    /// The password is asked for.
    Password,
    /// The password was right; a code from the current phone is asked for.
    Code(CodeSent),
    /// The password was right; codes by phone are off, so the authenticator app's is asked for. The flow's id.
    App(String),
}

/// How codes go out by default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Method {
    /// Text or call.
    pub channel: Channel,
}

/// First owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setup {
    /// The link's secret, posted back.
    pub token: String,
    /// Typed before.
    pub email: String,
    /// Typed before.
    pub name: String,
    /// Typed before.
    pub organization: String,
    /// The link is right and no owner exists yet.
    pub open: bool,
}

/// Calm pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Calm {
    /// The sign-in this page belonged to is over.
    SignInOver,
    /// The change this page belonged to is over, or never began.
    ChangeOver,
    /// The new phone was verified already; the next step is the recovery code.
    PhoneDone,
    /// Another tab began again; this one is old.
    StartedAgain,
}
