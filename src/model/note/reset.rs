use super::{Field, Tone};
use crate::model::ResetRefusal;
use serde::{Deserialize, Serialize};

/// What can be said about `Reset 2FA` and requests, to those who decide about them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ResetNote {
    /// No reason was chosen.
    ReasonMissing,
    /// The reason needs words.
    DetailsMissing,
    /// The box was not ticked.
    Unchecked,
    /// It cannot be.
    Refused(ResetRefusal),
    /// The factors are gone, and the mail is on its way.
    Done {
        /// Whose.
        name: String,
        /// Where the code went.
        email: String,
        /// Its event in the organization's log.
        event: String,
    },
    /// One of these has to approve it.
    Waits(String),
    /// It does not happen.
    Dropped,
    /// The question is on its way.
    Asked,
    /// No question was typed.
    QuestionMissing,
    /// There were as many questions as a request can have.
    AskedEnough,
}

impl ResetNote {
    /// How to show it, and at which field.
    pub fn tone(&self) -> Tone {
        match self {
            ResetNote::ReasonMissing => Tone::Problem(Some(Field::Reason)),
            ResetNote::DetailsMissing | ResetNote::QuestionMissing => Tone::Problem(Some(Field::Details)),
            ResetNote::Unchecked => Tone::Problem(Some(Field::Box)),
            ResetNote::Refused(ResetRefusal::PasswordMailed(_)) => Tone::Problem(Some(Field::Vouched)),
            ResetNote::Refused(_) | ResetNote::AskedEnough => Tone::Problem(None),
            ResetNote::Done { .. } | ResetNote::Dropped | ResetNote::Asked => Tone::Done,
            ResetNote::Waits(_) => Tone::Info,
        }
    }
}
