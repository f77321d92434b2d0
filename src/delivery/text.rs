//! Every word Rekey sends by text, call and mail. The sentences are in `locales/`; what is said when, in here. Pure: no
//! I/O, no clock.
//!
//! Each purpose has its own wording, so that a code asked for under a pretext tells its reader what it would really do
//! (CS-TX 1.1, 1.4). Messages with a code carry no link, no name and no amount; the code is never in a subject.

mod notice;
mod sms;
#[cfg(test)]
mod tests;
mod tongue;

pub use notice::{Notice, NoticeWay, notice_words, sentence as one_sentence};
pub use sms::{Encoding, origin_bound_host, segments};
pub use tongue::Tongue;

use crate::model::{Channel, Language};
use std::fmt;
use tongue::{Args, args, say};

/// A message, ready to send.
#[derive(Clone, PartialEq, Eq)]
pub struct Words {
    /// The language they are in.
    pub language: Language,
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
    /// The message that its sentences are found by.
    fn key(self) -> &'static str {
        match self {
            CodeFor::SignIn => "sign-in",
            CodeFor::AddPhone => "add-phone",
            CodeFor::ReplacePhone => "replace-phone",
            CodeFor::Proof => "proof",
            CodeFor::Gate => "gate",
            CodeFor::Enrolment => "enrolment",
            CodeFor::Case => "case",
            CodeFor::Address => "address",
            CodeFor::Password => "password",
        }
    }
}

/// The message that carries `code`. `minutes` is what is left of its life; `hint` is the last digits of the phone
/// concerned, of which two are shown, or ""; `host` is that of [`origin_bound_host`], used by texts only.
pub fn code_words(
    purpose: CodeFor,
    way: CodeWay,
    code: &str,
    minutes: i64,
    tongue: Tongue<'_>,
    hint: &str,
    host: Option<&str>,
) -> Words {
    let Tongue { language, brand } = tongue;
    let last = &hint[hint.char_indices().nth_back(1).map_or(0, |(at, _)| at)..];
    let phone = if last.is_empty() { "unknown" } else { "known" };
    let mut args = args([("code", code), ("brand", brand), ("last", last), ("phone", phone)]);
    add_life(&mut args, minutes);
    args.set("said", say(language, purpose.key(), &args));
    let (subject, text) = match way {
        CodeWay::Text => {
            let said = say(language, "code-text", &args);
            (String::new(), sms::with_origin(&sms::plain(&said), host, code))
        }
        CodeWay::Call => {
            let script = call_script(purpose, code, minutes, tongue);
            (String::new(), [script.greeting, script.code_spoken, script.goodbye].join("\n"))
        }
        CodeWay::Email => {
            (say(language, &format!("{}.subject", purpose.key()), &args), say(language, "code-mail", &args))
        }
    };
    Words { language, subject, text }
}

/// What an automated call says. Nothing secret is said before a key is pressed, so that no voicemail keeps a code.
#[derive(Clone, PartialEq, Eq)]
pub struct CallScript {
    /// The language it is spoken in.
    pub language: Language,
    /// Who calls: a sentence without its full stop.
    pub opening: String,
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
pub fn call_script(purpose: CodeFor, code: &str, minutes: i64, tongue: Tongue<'_>) -> CallScript {
    let language = tongue.language;
    let digits: Vec<String> = code.chars().map(String::from).collect();
    let (first, second) = digits.split_at(digits.len() / 2);
    let spoken = format!("{} … {}", first.join(", "), second.join(", "));
    let mut args = args([("brand", tongue.brand), ("digits", &spoken)]);
    add_life(&mut args, minutes);
    let opening = say(language, "call-opening", &args);
    args.set("opening", opening.clone());
    args.set("keys", say(language, &format!("{}.call", purpose.key()), &args));
    CallScript {
        language,
        opening,
        greeting: say(language, "call-greeting", &args),
        code_spoken: say(language, "call-code", &args),
        again: say(language, "call-again", &args),
        goodbye: say(language, "call-goodbye", &args),
        refused: say(language, "call-refused", &args),
        unanswered: say(language, "call-unanswered", &args),
    }
}

/// What a call says whose code is of no use any more.
pub fn call_over(language: Language) -> String {
    say(language, "call-over", &Args::default())
}

/// The message of `rekey check --send-test`, to whoever runs the server: words, and for a call what it says.
pub fn test_words(channel: Channel, brand: &str) -> (Words, Option<CallScript>) {
    let said = format!("This is a test message of {brand}. It was sent by whoever runs it. There is nothing to do.");
    let subject = if channel == Channel::Email { format!("Test message of {brand}") } else { String::new() };
    let language = Language::English;
    let script = (channel == Channel::Call).then(|| CallScript {
        language,
        opening: said.clone(),
        greeting: said.clone(),
        code_spoken: "There is no code in it.".into(),
        again: String::new(),
        goodbye: "Goodbye.".into(),
        refused: String::new(),
        unanswered: String::new(),
    });
    (Words { language, subject, text: said }, script)
}

/// What is left of a code's life: in minutes, or in hours where it is mailed for later.
fn add_life(args: &mut Args, minutes: i64) {
    args.set("minutes", minutes);
    args.set("hours", if minutes > 120 { (minutes + 59) / 60 } else { 0 });
}
