//! Stories in plain words.

use super::factors::Factors;
use super::moves::{Act, Event};
use super::rules::Actor;

/// A story as a numbered list.
pub fn told(story: &[Event]) -> String {
    let lines = story.iter().enumerate().map(|(n, event)| format!("{}. {}.\n", n + 1, said(*event)));
    lines.collect()
}

/// One event as a sentence, without its full stop.
fn said(event: Event) -> String {
    match event {
        Event::By(Actor::Owner, act) => format!("The owner {}", does(act)),
        Event::By(Actor::Thief, act) => format!("The thief {}", does(act)),
        Event::HelperApproves => "Another owner approves the open request".into(),
        Event::HelperRefuses => "Another owner refuses the open request".into(),
        Event::HelperGrants => "The operator grants the person a new phone, as they asked".into(),
        Event::HelperRestores => "The operator brings the old password back, as its owner asked".into(),
        Event::HelperResets => "An admin resets the person's 2FA, as they asked".into(),
        Event::HelperTells => "The operator resets the person's 2FA, as they asked, and tells them the code".into(),
        Event::WaitOver(true) => "The wait of the request is over".into(),
        Event::WaitOver(false) => "The wait of the request is over, and none of its notices was delivered".into(),
        Event::CaseOver => "The request, or the pass, runs out".into(),
        Event::Minutes => "Half an hour passes".into(),
        Event::Day => "A day passes".into(),
    }
}

fn does(act: Act) -> String {
    let plain = match act {
        Act::SignIn => "signs in with the password; the second step is next",
        Act::Code => "gives the code of the second step",
        Act::Recovery => "gives the recovery code, which is used up by it",
        Act::Pass => "gives the code that the pass needs",
        Act::OldFactor => "asks for the old phone's code after all",
        Act::NewPassword => "sets the new password that is demanded",
        Act::GiveUp => "leaves the sign-in",
        Act::Answers => "answers the questions of `Reset MFA`",
        Act::SendRequest => "sends the request, which mails a code",
        Act::Confirm(false) => "gives that code: the request is open",
        Act::Confirm(true) => "gives that code: the request is open, with too many wrong answers",
        Act::CancelCase => "takes the request back by a link",
        Act::Forgot => "replaces a forgotten password by a mailed code",
        Act::OldPassword => "presses \"This wasn't me\" in the notice of that: the old password is back",
        Act::WrongCodes => "types wrong codes until a new password is demanded",
        Act::Copy => "copies the cookie of the owner's session",
        Act::Approve => "approves the request with the stolen account",
        Act::Refuse => "refuses the request with the stolen account",
        Act::ResetOther => "resets the person's 2FA with the stolen account",
        Act::OpenSettings => "opens User Settings",
        Act::Prove => "proves once more who they are, with password and code",
        Act::Reset => "presses `Reset and continue`",
        Act::ProveInDialog => "gives the code in the reset dialog",
        Act::AddSpare => "begins to add another phone",
        Act::Number => "types the number of another phone",
        Act::NumberCode => "gives the code that came to it: the phone is in force",
        Act::Look => "looks at the page of the recovery code",
        Act::Finish => "presses `Finish`",
        Act::AddApp => "adds an authenticator app",
        Act::RemoveApp => "removes the authenticator app",
        Act::RemoveMain => "removes the main phone",
        Act::RenewRecovery => "gets a new recovery code",
        Act::ChangePassword => "changes the password",
        Act::ChangeEmail => "changes the email address",
        Act::SignOut => "signs out",
        Act::Undo(back_to) => return format!("presses \"This wasn't me\": {}", in_force(back_to)),
    };
    plain.into()
}

/// What is in force after going back.
fn in_force(factors: Factors) -> String {
    let all = [
        (factors.old_phone, "the first phone"),
        (factors.new_phone, "the new phone"),
        (factors.spare_phone, "the spare phone"),
        (factors.app, "the app"),
    ];
    let names: Vec<&str> = all.into_iter().filter(|(is, _)| *is).map(|(_, name)| name).collect();
    if names.is_empty() { "no second factor is left".into() } else { format!("back to {}", names.join(" and ")) }
}
