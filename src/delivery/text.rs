//! Every word Rekey sends by text, call and mail, in English. Pure: no I/O, no clock.
//!
//! Each purpose has its own wording, so that a code asked for under a pretext tells its reader what it would really do
//! (CS-TX 1.1, 1.4). Messages with a code carry no link, no name and no amount; the code is never in a subject.

mod notice;
mod sms;
#[cfg(test)]
mod tests;

pub use notice::{Notice, NoticeWay, notice_words, sentence as one_sentence};
pub use sms::{Encoding, origin_bound_host, segments};

use crate::model::Channel;
use std::fmt;

/// A message, ready to send.
#[derive(Clone, PartialEq, Eq)]
pub struct Words {
    /// Subject of a mail; empty for texts and calls.
    pub subject: String,
    /// The body: plain text, or what a call says, one line each.
    pub text: String,
}

/// Without the body, which may hold a code (CS-MFA: never logged).
impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Words({:?}, {} bytes)", self.subject, self.text.len())
    }
}

/// What a code is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeFor {
    /// The second step of signing in.
    SignIn,
    /// A first phone, or one after a reset.
    AddPhone,
    /// A new phone that takes the old one's place once verified.
    ReplacePhone,
    /// Proof with the current phone, before it may be replaced.
    Proof,
    /// The emailed code that opens User Settings.
    Gate,
    /// The emailed code that permits a new phone after a reset.
    Enrolment,
    /// The emailed code that confirms a "Reset MFA" request.
    Case,
    /// The emailed code that proves a new address.
    Address,
    /// The emailed code that replaces a forgotten password.
    Password,
}

/// How a code travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeWay {
    /// Text message.
    Text,
    /// Automated call.
    Call,
    /// Mail.
    Email,
}

impl CodeFor {
    /// Completes "your Example …", naming the phone concerned by its last digits if they are known.
    fn phrase(self, last: &str) -> String {
        match (self, last) {
            (CodeFor::SignIn, _) => "sign-in code".into(),
            (CodeFor::AddPhone, "") => "code to ADD a new phone".into(),
            (CodeFor::AddPhone, last) => format!("code to ADD a new phone ending {last}"),
            (CodeFor::ReplacePhone, "") => "code to SWITCH to a new phone".into(),
            (CodeFor::ReplacePhone, last) => format!("code to SWITCH to phone ending {last}"),
            (CodeFor::Proof, "") => "code to REPLACE your phone".into(),
            (CodeFor::Proof, last) => format!("code to REPLACE phone ending {last}"),
            (CodeFor::Gate, _) => "code to open User Settings".into(),
            (CodeFor::Enrolment, _) => "code to set up a new phone".into(),
            (CodeFor::Case, _) => "code to request an MFA reset".into(),
            (CodeFor::Address, _) => "code to confirm this email address".into(),
            (CodeFor::Password, _) => "code to choose a new password".into(),
        }
    }
}

/// The message that carries `code`. `minutes` is what is left of its life; `brand` is the product's name as people know
/// it (16 characters keep a text in one part); `hint` is the last digits of the phone concerned, of which two are
/// shown, or ""; `host` is that of [`origin_bound_host`], used by texts only.
pub fn code_words(
    purpose: CodeFor,
    way: CodeWay,
    code: &str,
    minutes: i64,
    brand: &str,
    hint: &str,
    host: Option<&str>,
) -> Words {
    let last = &hint[hint.char_indices().nth_back(1).map_or(0, |(at, _)| at)..];
    let phrase = purpose.phrase(last);
    let life = minutes_left(minutes);
    match way {
        CodeWay::Text => {
            // Front-loaded: a lock screen shows the first words only. "Even with us" answers the commonest pretext.
            let said = format!("{code} is your {brand} {phrase}. Expires in {life}. Never share it, even with us.");
            Words { subject: String::new(), text: sms::with_origin(&sms::plain(&said), host, code) }
        }
        CodeWay::Call => {
            let script = call_script(purpose, code, minutes, brand);
            Words { subject: String::new(), text: [script.greeting, script.code_spoken, script.goodbye].join("\n") }
        }
        CodeWay::Email => Words {
            subject: format!("Your {brand} {phrase}"),
            text: format!(
                "{code} is your {brand} {phrase}.\n\n\
                It expires in {life} and works once. Type it on the page that asked for it.\n\n\
                Never share it with anyone: our staff will never ask for it. If you did not ask for this code, \
                somebody else is trying to use your account. Leave the code unused and change your password."
            ),
        },
    }
}

/// What an automated call says. Nothing secret is said before a key is pressed, so that no voicemail keeps a code.
#[derive(Clone, PartialEq, Eq)]
pub struct CallScript {
    /// Who calls and which keys there are: 1 to hear the code, 9 to refuse.
    pub greeting: String,
    /// After 1: the code digit by digit, twice. Each comma is a pause of about a second, "…" one of two.
    pub code_spoken: String,
    /// Between the code and an offer to hear it once more by pressing 1.
    pub again: String,
    /// After the code.
    pub goodbye: String,
    /// After 9.
    pub refused: String,
    /// After no key at all.
    pub unanswered: String,
}

/// Without the code.
impl fmt::Debug for CallScript {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CallScript({:?})", self.greeting)
    }
}

/// The script of a call with `code`; `minutes` is what is left of its life.
pub fn call_script(purpose: CodeFor, code: &str, minutes: i64, brand: &str) -> CallScript {
    let wanted = match purpose {
        CodeFor::SignIn => "sign-in code",
        CodeFor::AddPhone | CodeFor::Enrolment => "code to add a new phone",
        CodeFor::ReplacePhone => "code to change to this phone",
        CodeFor::Proof => "code to replace this phone with another",
        CodeFor::Gate => "code to open User Settings",
        CodeFor::Case => "code to request a reset of your two-factor authentication",
        CodeFor::Address => "code to confirm an email address",
        CodeFor::Password => "code to choose a new password",
    };
    let digits: Vec<String> = code.chars().map(String::from).collect();
    let (first, second) = digits.split_at(digits.len() / 2);
    let spoken = format!("{} … {}", first.join(", "), second.join(", "));
    CallScript {
        greeting: format!(
            "This is an automated call from {brand}. To hear your {wanted}, press 1. \
            If you did not ask for it, press 9."
        ),
        code_spoken: format!("Your code is: {spoken}. Again: {spoken}."),
        again: "To hear it again, press 1.".into(),
        goodbye: format!("It expires in {}. Never tell it to anyone, even our staff. Goodbye.", minutes_left(minutes)),
        refused: "Thank you for telling us. The code stays secret. Goodbye.".into(),
        unanswered: "We did not get an answer. Goodbye.".into(),
    }
}

/// The message of `rekey check --send-test`: words, and for a call what it says.
pub fn test_words(channel: Channel, brand: &str) -> (Words, Option<CallScript>) {
    let said = format!("This is a test message of {brand}. It was sent by whoever runs it. There is nothing to do.");
    let subject = if channel == Channel::Email { format!("Test message of {brand}") } else { String::new() };
    let script = (channel == Channel::Call).then(|| CallScript {
        greeting: said.clone(),
        code_spoken: "There is no code in it.".into(),
        again: String::new(),
        goodbye: "Goodbye.".into(),
        refused: String::new(),
        unanswered: String::new(),
    });
    (Words { subject, text: said }, script)
}

/// "10 minutes", "1 minute"; "24 hours" of a code that is mailed for later.
fn minutes_left(minutes: i64) -> String {
    if minutes > 120 {
        return format!("{} hours", (minutes + 59) / 60);
    }
    format!("{minutes} minute{}", if minutes == 1 { "" } else { "s" })
}
