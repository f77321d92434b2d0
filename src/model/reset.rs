use super::Moment;
use serde::{Deserialize, Serialize};

/// The number of the text of the box that whoever resets somebody ticks. It goes with every reset, so that the trail says
/// what was promised; another text gets another number.
pub const RESET_TEXT: i64 = 1;

/// Every text that the box ever had, the first of them number 1: what was shown stays what was shown.
const RESET_TEXTS: [&str; 1] = ["I have checked that this request really comes from {name}"];

/// The text of the box with this number, as it was shown about somebody of that name; `None` for a number that never was.
pub fn reset_text(number: i64, name: &str) -> Option<String> {
    let place = usize::try_from(number).ok()?.checked_sub(1)?;
    let first = name.split_whitespace().next().unwrap_or("this person");
    Some(RESET_TEXTS.get(place)?.replace("{name}", first))
}

/// Why somebody's 2FA is not reset, each with its own words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ResetRefusal {
    /// Nobody resets their own 2FA here.
    Own,
    /// The person is managed by another organization, or by none.
    NotManaged,
    /// The policy leaves resets to owners.
    OwnersOnly,
    /// The person has a higher role.
    HigherRole,
    /// The person is suspended and could not sign in with a new phone either.
    Suspended,
    /// There is nothing to reset: no phone, no app, no recovery code.
    Nothing,
    /// The person pressed "This wasn't me"; nothing changes until then.
    Frozen(Moment),
    /// The person could not be told: their mailbox refused our last mail, then.
    MailRefused(Moment),
    /// The password was replaced by mail then, and nobody vouched that its owner did it.
    PasswordMailed(Moment),
    /// They were reset as often as anybody can be, until then.
    TooMany(Moment),
    /// It takes a second person, and there is none who may approve it.
    NobodyElse,
    /// One waits for a second person already.
    Waits,
    /// Whoever asked for it may not ask for it any more.
    AskerGone,
    /// Whoever asked cannot approve as well.
    TwoPeople,
    /// It is not open any more.
    Over,
}

impl ResetRefusal {
    /// The word in a file or a row.
    pub fn word(&self) -> &'static str {
        match self {
            ResetRefusal::Own => "own",
            ResetRefusal::NotManaged => "not_managed",
            ResetRefusal::OwnersOnly => "owners_only",
            ResetRefusal::HigherRole => "higher_role",
            ResetRefusal::Suspended => "suspended",
            ResetRefusal::Nothing => "nothing",
            ResetRefusal::Frozen(_) => "frozen",
            ResetRefusal::MailRefused(_) => "mail_refused",
            ResetRefusal::PasswordMailed(_) => "password_mailed",
            ResetRefusal::TooMany(_) => "too_many",
            ResetRefusal::NobodyElse => "nobody_else",
            ResetRefusal::Waits => "waits",
            ResetRefusal::AskerGone => "asker_gone",
            ResetRefusal::TwoPeople => "two_people",
            ResetRefusal::Over => "over",
        }
    }
}
