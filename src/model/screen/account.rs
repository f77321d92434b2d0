//! What the pages of a signed-in person show of their account.

use crate::model::{Channel, MaskedPhone, Moment, Role};
use serde::{Deserialize, Serialize};

/// Home for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overview {
    /// 2FA as it stands.
    pub two_factor: TwoFactor,
    /// Last events of the person's own account, newest first.
    pub events: Vec<EventLine>,
    /// Browsers signed in, this one included.
    pub sessions: i64,
}

/// One event in a person's own timeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventLine {
    /// What happened; the sentence is `ui::text`'s.
    pub what: EventKind,
    /// When.
    pub at: Moment,
    /// Where from: address and browser in words.
    pub from: String,
}

/// What can happen to an account, as its owner reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EventKind {
    /// Signed in.
    SignedIn,
    /// Signed out.
    SignedOut,
    /// A wrong password.
    WrongPassword,
    /// A wrong code.
    WrongCode,
    /// User Settings was opened by the emailed code.
    SettingsOpened,
    /// "Reset and continue" was pressed.
    ChangeStarted,
    /// The change was given up.
    ChangeCancelled,
    /// A first phone was added.
    PhoneAdded,
    /// The phone was replaced.
    PhoneChanged,
    /// A phone was removed.
    PhoneRemoved,
    /// Another phone became the main one.
    PhoneMain,
    /// A change was taken back by "This wasn't me".
    ChangeUndone,
    /// Too many wrong codes: codes by phone are off.
    PhoneDisabled,
    /// An authenticator app was added.
    AppAdded,
    /// An authenticator app was removed.
    AppRemoved,
    /// 2FA was turned off.
    TurnedOff,
    /// A recovery code was made.
    RecoveryMade,
    /// The recovery code was used.
    RecoveryUsed,
    /// The password was changed.
    PasswordChanged,
    /// A forgotten password was replaced through the mailbox.
    PasswordReset,
    /// The address to sign in with was changed.
    EmailChanged,
    /// An address for notices was added.
    EmailAdded,
    /// An address for notices was removed.
    EmailRemoved,
    /// The default way of getting codes was changed.
    MethodChanged,
    /// The language of messages was changed.
    LanguageChanged,
    /// One browser or all others were signed out.
    OthersSignedOut,
    /// `Reset MFA` was asked for.
    CaseOpened,
    /// A `Reset MFA` request was granted.
    CasePassed,
    /// A `Reset MFA` request was refused.
    CaseRefused,
    /// A `Reset MFA` request was cancelled.
    CaseCancelled,
    /// Somebody else reset the 2FA.
    Reset,
    /// Somebody else asked to reset the 2FA.
    ResetAsked,
    /// Waits after wrong tries were lifted.
    Unlocked,
    /// Plan or billing profile was changed.
    BillingChanged,
    /// The account was made.
    AccountMade,
    /// Another event of the trail.
    Other,
}

/// S3.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Name of the person.
    pub name: String,
    /// Address they sign in with.
    pub email: String,
    /// The language that was chosen for messages, in itself; empty: whichever the browser asks for.
    pub language: String,
    /// Organization and role.
    pub organization: Option<(String, Role)>,
    /// 2FA as it stands.
    pub two_factor: TwoFactor,
    /// Open sessions, this one first.
    pub sessions: Vec<SessionLine>,
    /// "You can edit until 14:45."
    pub until: Moment,
}

/// One signed-in browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionLine {
    /// Browser and system in words, "Firefox on macOS".
    pub device: String,
    /// Network address.
    pub ip: String,
    /// Last seen.
    pub seen: Moment,
    /// This very browser.
    pub this: bool,
}

impl TwoFactor {
    /// A second factor is there: a phone or an authenticator app.
    pub fn on(&self) -> bool {
        self.phone.is_some() || !self.apps.is_empty()
    }
}

/// 2FA as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TwoFactor {
    /// The main phone, if there is one.
    pub phone: Option<PhoneLine>,
    /// Other phones that can get a code.
    pub spares: Vec<PhoneLine>,
    /// Authenticator apps.
    pub apps: Vec<AppLine>,
    /// A replacement under way: the old number works until it is verified.
    pub pending: Option<String>,
    /// The recovery code.
    pub recovery: Option<RecoveryLine>,
    /// The organization that requires 2FA, if one does.
    pub required_by: Option<String>,
    /// Until when the section may be edited; empty outside settings.
    pub until: Moment,
}

/// A phone in the settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhoneLine {
    /// Its id.
    pub id: String,
    /// The number, masked to its last three digits.
    pub masked: MaskedPhone,
    /// Day it was verified, "3 May 2026".
    pub verified: String,
    /// How codes go out by default.
    pub channel: Channel,
}

/// An authenticator app in the settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppLine {
    /// Its id.
    pub id: String,
    /// The name its person gave it.
    pub name: String,
    /// Day it was added.
    pub added: String,
    /// Day it was used last, if it was.
    pub used: Option<String>,
}

/// A recovery code in the settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryLine {
    /// Day it was made.
    pub made: String,
    /// Day it was used, if it was.
    pub used: Option<String>,
}
