use serde::{Deserialize, Serialize};

/// How a code travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Channel {
    /// Text message.
    Sms,
    /// Automated call.
    Call,
    /// Mail. Address confirmation only, never a second factor (63B §3.1.3.1, v5.0.0-6.3.6).
    Email,
}

impl Channel {
    /// The word in the database, in forms and in the simulator's JSON.
    pub fn word(self) -> &'static str {
        match self {
            Channel::Sms => "sms",
            Channel::Call => "call",
            Channel::Email => "email",
        }
    }

    /// Reads [`Channel::word`].
    pub fn parse(word: &str) -> Option<Channel> {
        [Channel::Sms, Channel::Call, Channel::Email].into_iter().find(|c| c.word() == word)
    }
}

/// What a code is for. Part of every code's derivation, so a code asked for one purpose is never right for another
/// (v5.0.0-6.6.2, T21).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Purpose {
    /// The second step of signing in.
    SignIn,
    /// The emailed code that opens User Settings.
    Gate,
    /// Proof that a new phone is in the person's hands.
    NewPhone,
    /// Proof with the current phone, before anything that protects the account may change.
    Proof,
    /// The emailed code that confirms a `Reset MFA` request.
    Case,
    /// The emailed code that lets an enrolment pass be used.
    Pass,
    /// Proof that a new email address is in the person's hands.
    Email,
    /// The emailed code that replaces a forgotten password.
    Forgot,
}

impl Purpose {
    /// Every purpose, for tests that walk the whole matrix.
    pub const ALL: [Purpose; 8] = [
        Purpose::SignIn,
        Purpose::Gate,
        Purpose::NewPhone,
        Purpose::Proof,
        Purpose::Case,
        Purpose::Pass,
        Purpose::Email,
        Purpose::Forgot,
    ];

    /// The word in the database and in the derivation of codes. Changing one invalidates the codes under way.
    pub fn word(self) -> &'static str {
        match self {
            Purpose::SignIn => "sign_in",
            Purpose::Gate => "gate",
            Purpose::NewPhone => "new_phone",
            Purpose::Proof => "proof",
            Purpose::Case => "case",
            Purpose::Pass => "pass",
            Purpose::Email => "email",
            Purpose::Forgot => "forgot",
        }
    }

    /// Reads [`Purpose::word`].
    pub fn parse(word: &str) -> Option<Purpose> {
        Purpose::ALL.into_iter().find(|p| p.word() == word)
    }
}
