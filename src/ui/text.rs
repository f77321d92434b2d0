//! Every sentence that is not part of one screen alone. Total matches: a new variant does not compile without words.

mod note;
mod phone;

pub use note::Said;

use super::{desk::Trouble, wire::Answer};
use crate::{
    api::ApiError,
    model::{Calm, Channel, EventKind, Journey, Note, Role, Screen, Tone},
};

/// The document's title.
pub fn title(answer: &Answer) -> String {
    match answer {
        Ok(page) => titled(screen(&page.screen), page.note.as_ref()),
        Err(error) => titled(fault(*error).0, None),
    }
}

/// A title of this name; a problem is named first.
pub fn titled(name: &str, note: Option<&Note>) -> String {
    let problem = note.is_some_and(|note| matches!(note.tone(), Tone::Problem(_)));
    let mut title = String::from(if problem { "Error: " } else { "" });
    title.push_str(name);
    title.push_str(" · Rekey");
    title
}

/// A screen's name: its heading, where the heading does not depend on data.
pub fn screen(screen: &Screen) -> &'static str {
    match screen {
        Screen::Go(_) | Screen::Document => "One moment",
        Screen::SignIn(_) => "Sign in",
        Screen::Verify(_) => "Enter your code",
        Screen::Recovery => "Use your recovery code",
        Screen::App(_) => "Enter the code from your app",
        Screen::NewPassword => "Choose a new password",
        Screen::AddPhone(page) if page.forced.is_some() => "Add a new phone",
        Screen::AddPhone(_) => "Add a phone",
        Screen::PhoneCode(_) => "Enter the code we sent",
        Screen::RecoveryCode(_) => "Save your recovery code",
        Screen::RecoveryPrint(_) => "Recovery code",
        Screen::RecoveryLeave(_) => "Leave without saving your code?",
        Screen::Overview(page) if page.two_factor.on() => "Your account is protected",
        Screen::Overview(_) => "Add a phone to protect your account",
        Screen::Settings(_) => "User Settings",
        Screen::Confirm(_) => "Confirm it's you",
        Screen::TwoFactor(_) | Screen::Edit(_) => "Two-factor authentication (2FA)",
        Screen::Reset(_) => "Reset your 2FA phone?",
        Screen::Method(_) => "How do you want to receive your 2FA code?",
        Screen::Setup(_) => "Create the owner",
        Screen::Simulator(_) => "Simulator",
        Screen::Calm(what) => calm(*what).0,
        Screen::NotFound => "We cannot find that page",
    }
}

/// Heading and words of a calm page.
pub fn calm(what: Calm) -> (&'static str, &'static str) {
    match what {
        Calm::SignInOver => ("This sign-in is over", "It waited too long, or it was finished. Start again from here."),
        Calm::ChangeOver => (
            "This change is over",
            "It was finished, or it never began. Your account is as you left it. Start again from here.",
        ),
        Calm::PhoneDone => ("Your phone is verified", "This step is done. Save your recovery code next."),
        Calm::StartedAgain => ("You started again in another tab", "Carry on there, or carry on from here."),
    }
}

/// Heading and words when a page could not be loaded at all.
pub fn fault(error: ApiError) -> (&'static str, String) {
    let heading = match error {
        ApiError::SignedOut => "You were signed out",
        ApiError::StepUp => "Confirm it's you",
        ApiError::NotAllowed => "You do not have access to this page",
        ApiError::NotFound => "We cannot find that page",
        ApiError::Busy { .. } => "A lot is going on",
        ApiError::Offline => "You are offline",
        ApiError::BadRequest | ApiError::Outdated | ApiError::Internal { .. } => "Something went wrong on our side",
    };
    (heading, api_error(error))
}

/// What went wrong on the way, while the page stays.
pub fn trouble(trouble: Trouble) -> String {
    match trouble {
        Trouble::Line => "You are offline. We will not lose what you typed.".into(),
        Trouble::Answer(error) => api_error(error),
    }
}

fn api_error(error: ApiError) -> String {
    match error {
        ApiError::SignedOut => "You were signed out to keep your account safe. Sign in to carry on.".into(),
        ApiError::StepUp => "Confirm it's you first. Open User Settings again.".into(),
        ApiError::NotAllowed => "You do not have access to this page. Ask an owner of your organization.".into(),
        ApiError::NotFound => "We cannot find that page.".into(),
        ApiError::Busy { seconds } => {
            format!("A lot is going on. Nothing was changed. Try again in {seconds} seconds.")
        }
        ApiError::BadRequest => "We could not read that. Nothing was changed. Load the page again.".into(),
        ApiError::Offline => "Not sent. Try again.".into(),
        ApiError::Outdated => "Rekey was updated. Load the page again to carry on.".into(),
        ApiError::Internal { report } => format!(
            "Something went wrong on our side. Nothing was changed. Try again in a minute. Reference: {report}."
        ),
    }
}

/// One line of a person's own timeline.
pub fn event(what: EventKind) -> &'static str {
    match what {
        EventKind::SignedIn => "You signed in",
        EventKind::SignedOut => "You signed out",
        EventKind::WrongPassword => "A wrong password was entered",
        EventKind::WrongCode => "A wrong code was entered",
        EventKind::SettingsOpened => "User Settings was opened",
        EventKind::ChangeStarted => "A phone change was started",
        EventKind::ChangeCancelled => "A phone change was cancelled",
        EventKind::PhoneAdded => "A phone was added",
        EventKind::PhoneChanged => "The phone was changed",
        EventKind::PhoneRemoved => "A phone was removed",
        EventKind::PhoneMain => "Another phone was made the default",
        EventKind::ChangeUndone => "A change was taken back by “This wasn't me”",
        EventKind::PhoneDisabled => "Codes to the phone were turned off after too many wrong codes",
        EventKind::AppAdded => "An authenticator app was added",
        EventKind::AppRemoved => "An authenticator app was removed",
        EventKind::TurnedOff => "2FA was turned off",
        EventKind::RecoveryMade => "A recovery code was made",
        EventKind::RecoveryUsed => "The recovery code was used",
        EventKind::PasswordChanged => "The password was changed",
        EventKind::PasswordReset => "A forgotten password was replaced by email",
        EventKind::EmailChanged => "The email address was changed",
        EventKind::EmailAdded => "An email address was added",
        EventKind::EmailRemoved => "An email address was removed",
        EventKind::MethodChanged => "The way you get codes was changed",
        EventKind::LanguageChanged => "The language of messages to you was changed",
        EventKind::OthersSignedOut => "Other browsers were signed out",
        EventKind::CaseOpened => "A reset of your 2FA was asked for",
        EventKind::CasePassed => "A reset of your 2FA was approved",
        EventKind::CaseRefused => "A reset of your 2FA was declined",
        EventKind::CaseCancelled => "A reset of your 2FA was cancelled",
        EventKind::Reset => "Your 2FA was reset by somebody else",
        EventKind::ResetAsked => "Somebody asked to reset your 2FA",
        EventKind::Unlocked => "The account was unlocked after wrong tries",
        EventKind::BillingChanged => "Plan or billing details were changed",
        EventKind::AccountMade => "The account was made",
        EventKind::Other => "Something else changed",
    }
}

/// How far a message with a code came.
pub fn journey(channel: Channel, journey: &Journey) -> String {
    let call = channel == Channel::Call;
    match journey {
        Journey::OnItsWay | Journey::Sent if call => "Calling".into(),
        Journey::OnItsWay => "Sending".into(),
        Journey::Sent => "Sent".into(),
        Journey::Delivered(at) => [if call { "Answered " } else { "Delivered " }, &at.text].concat(),
        Journey::Failed => match channel {
            Channel::Sms => "Could not be delivered: receive a call",
            Channel::Call => "Could not be put through: send a new code",
            Channel::Email => "Could not be delivered: send a new code in a while",
        }
        .into(),
    }
}

/// A role in words.
pub fn role(role: Role) -> &'static str {
    match role {
        Role::Member => "Member",
        Role::Admin => "Admin",
        Role::Owner => "Owner",
    }
}

/// How codes come, in words.
pub fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Sms => "Text message",
        Channel::Call => "Voice call",
        Channel::Email => "Email",
    }
}

/// How codes come, as the answer to "How do you want to receive your 2FA code?".
pub fn through(channel: Channel) -> &'static str {
    match channel {
        Channel::Sms => "Through a text message",
        Channel::Call => "Through a voice call",
        Channel::Email => "Through an email",
    }
}
