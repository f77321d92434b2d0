use super::phone;
use crate::model::{Field, Note, OrgNote, Place, Tone};

/// What just happened, as one page says it: above its heading, and again at the field concerned.
#[derive(Clone, Default)]
pub struct Said {
    /// The note, if there is one.
    pub note: Option<Note>,
    /// Where it is said: sentences name the ways out that this page has.
    pub place: Option<Place>,
    /// Sentences that documents alone say: the program in the browser has none of them.
    pub office: Option<fn(&OrgNote) -> String>,
}

impl Said {
    /// The words, and how to show them.
    pub fn words(&self) -> Option<(Tone, String)> {
        self.note.as_ref().map(|note| match (note, self.office) {
            (Note::Org(note), Some(words)) => (note.tone(), words(note)),
            _ => (self.tone(note), words(note, self.place)),
        })
    }

    /// The words that belong to this field.
    pub fn at(&self, field: Field) -> Option<String> {
        self.words().filter(|(tone, _)| *tone == Tone::Problem(Some(field))).map(|(_, words)| words)
    }

    /// The tone of a note on this page. Where the current password is asked for as well, the new one has a field of its
    /// own.
    fn tone(&self, note: &Note) -> Tone {
        let new = matches!(
            note,
            Note::PasswordMissing
                | Note::PasswordShort
                | Note::PasswordLong
                | Note::PasswordCommon
                | Note::PasswordSame
        );
        if new && self.place == Some(Place::Password) {
            return Tone::Problem(Some(Field::NewPassword));
        }
        note.tone()
    }
}

fn words(note: &Note, place: Option<Place>) -> String {
    let or_recovery = match place {
        Some(Place::Verify | Place::App) => ", or use your recovery code",
        _ => "",
    };
    let fixed = match note {
        Note::NetworkLocked(until) => {
            return format!("Too many wrong passwords came from your network. You can try again at {}.", until.text);
        }
        Note::Locked(until) => {
            return format!("This account is locked until {} because of too many tries.", until.text);
        }
        Note::CodeMissing { .. } if matches!(place, Some(Place::App | Place::AddApp | Place::Prove)) => {
            "Enter the 6-digit code."
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
        Note::NumberHeld(until) => {
            return format!(
                "No code goes to this number before {}. Use another number, or ask an admin to allow this one.",
                until.text
            );
        }
        Note::CallStarted { last } => {
            return format!("We are calling the number ending in {last}. The voice will read the code twice.");
        }
        Note::Frozen(until) => {
            return format!("After “This wasn't me”, your phone cannot be changed until {}.", until.text);
        }
        Note::EmailHeld(until) => {
            return format!(
                "Your 2FA was changed not long ago, so your email address cannot be changed until {}.",
                until.text
            );
        }
        Note::RecoveryUsed(at) => return format!("That code was already used on {}.", at.text),
        Note::PhoneReady { last } => {
            return format!("Your new phone is set up. Codes now go to the number ending in {last}.");
        }
        Note::PhoneMain { last } => return format!("Saved. Codes now go to the number ending in {last}."),
        Note::SpareReady { last } => {
            return format!("The number ending in {last} is added. You can have codes sent to it when you sign in.");
        }
        Note::PhoneRemoved { last } => return format!("The number ending in {last} is removed."),
        Note::PhoneRefused(refusal) => return phone::words(refusal),
        Note::AnswerMissing(field) => missing(*field, place),

        Note::LineChanged => {
            "The SIM card of that number was changed not long ago, so we send no code there for now. Use your \
             authenticator app or your recovery code."
        }
        Note::WrongSignIn => "Email or password is not right.",
        Note::EmailMissing => missing(Field::Email, place),
        Note::PasswordMissing if place == Some(Place::Password) => missing(Field::NewPassword, place),
        Note::PasswordMissing => missing(Field::Password, place),
        Note::OldPasswordMissing => "Enter your current password.",
        Note::PasswordWrong => "That password is not right.",
        Note::SignedOut => "You were signed out to keep your account safe. Sign in to carry on.",
        Note::Goodbye => "You are signed out.",
        Note::NoCookie => "Your browser did not keep our cookie. Allow cookies for this site, then sign in again.",
        Note::PhoneDisabled => {
            "Too many wrong codes in a row: codes to your phone are off. Use your recovery code to carry on."
        }
        Note::CodeSent => "We sent the code again. It works as long as before.",
        Note::AppNotAllowed => "Your organization does not allow authenticator apps. Ask an admin.",
        Note::AppWrong => "That code is not right. Wait for the next one in your app, then try again.",
        Note::AppUsed => "That code was used already. Wait for the next one in your app: it comes within 30 seconds.",
        Note::StartedAgain => "You started again in another tab. Carry on from here.",
        Note::Proved => "Confirmed. Carry on from here.",
        Note::FlowOver => "That step is over. Start again from here.",
        Note::AlreadyDone => "That step is already done.",
        Note::TickToUnderstand => missing(Field::Box, place),
        Note::ChangeCancelled => "The change is cancelled. Your phone stays as it was.",
        Note::SaveFirst => "Save your code first, then tick the box.",
        Note::RecoveryWrong => "That code is not right. A recovery code has 24 letters and numbers.",
        Note::PasswordShort => "Use 15 characters or more.",
        Note::PasswordLong => "Use 256 characters or fewer.",
        Note::PasswordCommon => "That password is easy to guess. Use a different one.",
        Note::PasswordSame => "That is the password you had before. Use a different one.",
        Note::NameMissing => "Enter your name and the name of your organization.",
        Note::LanguageSaved => "Saved. Messages to you come in this language from now on.",
        Note::MethodSaved => "Saved. Your codes come this way from now on.",
        Note::TooManyPhones => "You have as many phones as an account can have. Remove one first.",
        Note::AppReady => "Your authenticator app is set up. You can use its codes when you sign in.",
        Note::AppRemoved => "The authenticator app is removed.",
        Note::TooManyApps => "You have as many authenticator apps as an account can have. Remove one first.",
        Note::LastFactor => "Without it you could not get a code any more. Add a phone or an authenticator app first.",
        Note::TurnedOff => "2FA is off. Your password alone opens your account now.",
        Note::Restored => "Your old number is back. All devices are signed out.",
        Note::TakenBack => "The change is taken back. All devices are signed out.",
        Note::LinkOver => "That link was used before, or its 72 hours are over.",
        Note::EmailSame => "That address is yours already. Use a different one.",
        Note::EmailInUse => "Somebody else signs in with that address. Use a different one.",
        Note::TooManyEmails => "You have as many addresses as an account can have. Remove one first.",
        Note::EmailChanged => "Your email address is changed. Sign in with the new one from now on.",
        Note::EmailAdded => "The address is added. We tell it when something changes in your account.",
        Note::EmailRemoved => "The address is removed. We do not write to it any more.",
        Note::PasswordSaved => "Your new password is saved.",
        Note::PasswordReset => "Your new password is saved. Sign in with it and with a code, as always.",
        Note::SessionEnded => "That browser is signed out.",
        Note::OthersSignedOut => "All other browsers are signed out.",
        Note::CaseOpened => "Your request is sent.",
        Note::CaseApproved => "The request is approved. We told the person, who can add a new phone now.",
        Note::CaseRefused => "The request is declined. We told the person.",
        Note::CaseCancelled => "The request is cancelled. The phone stays as it was.",
        Note::CaseAnswered => "Your answer is sent. Whoever looks at your request reads it.",
        Note::CodeTold => "Whoever runs this server tells you this code. It is not mailed: ask them for another one.",
        Note::CaseOver => "That request is not open any more.",
        Note::CaseOpen => "You have sent a request already. This is how it stands.",
        Note::CaseOwn => "This is your own request. Somebody else has to decide it.",
        Note::Unlocked => "Unlocked. The person can sign in again.",
        Note::BillingSaved => "Plan and billing details are saved.",
        // Said on documents alone.
        Note::Org(_) => "",
        Note::Busy => "A lot of people are signing in. Nothing was changed. Try again in a minute.",
    };
    fixed.into()
}

/// What to do about a field without an answer, or with one that cannot be.
fn missing(field: Field, place: Option<Place>) -> &'static str {
    match field {
        Field::Email => "Enter your email address, like name@example.com.",
        Field::Password => "Enter your password.",
        Field::NewPassword => "Enter a new password.",
        Field::Code => "Enter the code.",
        Field::Phone => "Enter a phone number.",
        Field::Country => "Choose a country.",
        Field::Box => "Tick the box to show you understand.",
        Field::Name if place == Some(Place::Billing) => "Enter the name on the bill.",
        Field::Name if place == Some(Place::AddApp) => "Enter a name for the app, like Work phone.",
        Field::Name => "Enter the full name on the account.",
        Field::Organization => "Enter the name of your organization.",
        Field::Account => "Enter the last four digits of the card, or the PayPal address.",
        Field::Postal => "Enter the postal code.",
        Field::Month => "Enter the month the account was made, like 2026-11.",
        Field::Reason => "Choose why you ask for a reset.",
        Field::Details => "Enter your answer.",
        Field::Vouched => "Tick the box.",
    }
}
