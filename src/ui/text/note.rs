use super::phone;
use crate::model::{Field, Note, Tone};

/// What just happened, as one page says it: above its heading, and again at the field concerned.
#[derive(Clone, Default)]
pub struct Said {
    /// The note, if there is one.
    pub note: Option<Note>,
    /// The recovery code is a way out on this page, so sentences may name it.
    pub recovery: bool,
}

impl Said {
    /// The words, and how to show them.
    pub fn words(&self) -> Option<(Tone, String)> {
        self.note.as_ref().map(|note| (note.tone(), words(note, self.recovery)))
    }

    /// The words that belong to this field.
    pub fn at(&self, field: Field) -> Option<String> {
        self.note
            .as_ref()
            .filter(|note| note.tone() == Tone::Problem(Some(field)))
            .map(|note| words(note, self.recovery))
    }
}

fn words(note: &Note, recovery: bool) -> String {
    let or_recovery = if recovery { ", or use your recovery code" } else { "" };
    let fixed = match note {
        Note::Locked(until) => {
            return format!("This account is locked until {} because of too many tries.", until.text);
        }
        Note::CodeMissing { wanted, mailed: false } => return format!("Enter the {wanted}-digit code we sent."),
        Note::CodeMissing { wanted, mailed: true } => return format!("Enter the {wanted}-digit code we emailed."),
        Note::CodeLength { entered, wanted } => {
            return format!("The code has {wanted} numbers. You entered {entered}.");
        }
        Note::CodeWrong { left: 1 } => "That code is not right. You have 1 try left.",
        Note::CodeWrong { left } => return format!("That code is not right. You have {left} tries left."),
        Note::CodeExpired(at) => return format!("That code has expired. We sent you a new one at {}.", at.text),
        Note::CodeTries(until) | Note::TooManyCodes(until) => {
            return format!("Too many wrong codes. You can try again at {}{or_recovery}.", until.text);
        }
        Note::WaitForCode { seconds: 1 } => "You can ask for another code in 1 second.",
        Note::WaitForCode { seconds } => return format!("You can ask for another code in {seconds} seconds."),
        Note::SendLimit { sent, until } => {
            return format!("We have sent {sent} codes. You can ask again at {}{or_recovery}.", until.text);
        }
        Note::SendBudget(until) => {
            return format!("Too many messages were asked for. You can ask again at {}{or_recovery}.", until.text);
        }
        Note::CallStarted { last } => {
            return format!("We are calling the number ending in {last}. The voice will read the code twice.");
        }
        Note::Frozen(until) => {
            return format!("After “This wasn't me”, your phone cannot be changed until {}.", until.text);
        }
        Note::RecoveryUsed(at) => return format!("That code was already used on {}.", at.text),
        Note::PhoneReady { last } => {
            return format!("Your new phone is set up. Codes now go to the number ending in {last}.");
        }
        Note::PhoneRefused(refusal) => return phone::words(refusal),

        Note::WrongSignIn => "Email or password is not right.",
        Note::EmailMissing => "Enter your email address, like name@example.com.",
        Note::PasswordMissing => "Enter your password.",
        Note::PasswordWrong => "That password is not right.",
        Note::SignedOut => "You were signed out to keep your account safe. Sign in to carry on.",
        Note::Goodbye => "You are signed out.",
        Note::NoCookie => "Your browser did not keep our cookie. Allow cookies for this site, then sign in again.",
        Note::PhoneDisabled => {
            "Too many wrong codes in a row: codes to your phone are off. Use your recovery code to carry on."
        }
        Note::CodeSent => "We sent the code again. It works as long as before.",
        Note::StartedAgain => "You started again in another tab. Carry on from here.",
        Note::SignInAgain => "It is a while since you signed in. Sign out, sign in again, then try once more.",
        Note::FlowOver => "That step is over. Start again from here.",
        Note::AlreadyDone => "That step is already done.",
        Note::TickToUnderstand => "Tick the box to show you understand.",
        Note::ChangeCancelled => "The change is cancelled. Your phone stays as it was.",
        Note::SaveFirst => "Save your code first, then tick the box.",
        Note::RecoveryWrong => "That code is not right. A recovery code has 24 letters and numbers.",
        Note::PasswordShort => "Use 15 characters or more.",
        Note::PasswordLong => "Use 256 characters or fewer.",
        Note::PasswordCommon => "That password is easy to guess. Use a different one.",
        Note::PasswordSame => "That is the password you had before. Use a different one.",
        Note::NameMissing => "Enter your name and the name of your organization.",
        Note::MethodSaved => "Saved. Your codes come this way from now on.",
        Note::Restored => "Your old number is back. All devices are signed out.",
        Note::LinkOver => "That link was used before, or its 72 hours are over.",
        Note::Busy => "A lot of people are signing in. Nothing was changed. Try again in a minute.",
    };
    fixed.into()
}
