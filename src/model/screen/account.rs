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
    /// A phone was taken away by "This wasn't me".
    PhoneRestored,
    /// A recovery code was made.
    RecoveryMade,
    /// The recovery code was used.
    RecoveryUsed,
    /// The password was changed.
    PasswordChanged,
    /// The default way of getting codes was changed.
    MethodChanged,
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

/// 2FA as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TwoFactor {
    /// The phone, if there is one.
    pub phone: Option<PhoneLine>,
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
    /// The number, masked to its last three digits.
    pub masked: MaskedPhone,
    /// Day it was verified, "3 May 2026".
    pub verified: String,
    /// How codes go out by default.
    pub channel: Channel,
}

/// A recovery code in the settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryLine {
    /// Day it was made.
    pub made: String,
    /// Day it was used, if it was.
    pub used: Option<String>,
}
