use crate::model::{ResetNote, ResetRefusal};

/// The sentences about `Reset 2FA` and requests.
pub fn words(note: &ResetNote) -> String {
    let fixed = match note {
        ResetNote::ReasonMissing => "Choose why the 2FA is reset.",
        ResetNote::DetailsMissing => "Say in a few words why. The person reads it.",
        ResetNote::Unchecked => "Check the request, then tick the box.",
        ResetNote::Refused(refusal) => return refused(refusal),
        ResetNote::Done { name, email, .. } => return format!("2FA reset for {name}. E-mail sent to {email}."),
        ResetNote::Waits(names) => return format!("Waiting for {names} to approve."),
        ResetNote::Dropped => "The reset does not happen. Nothing was changed, and we told the person.",
        ResetNote::Asked => "Your question is sent. The answer appears here.",
        ResetNote::QuestionMissing => "Enter your question.",
        ResetNote::AskedEnough => "You asked 5 questions already. Speak to the person, then approve or decline.",
    };
    fixed.into()
}

/// Why somebody's 2FA is not reset, and what to do instead.
pub fn refused(refusal: &ResetRefusal) -> String {
    let fixed = match refusal {
        ResetRefusal::Own => "You cannot reset your own 2FA here. Use User Settings.",
        ResetRefusal::NotManaged => {
            "Your organization does not manage this account, so it cannot reset its 2FA. The person can use the recovery \
             code, or ask whoever manages the account."
        }
        ResetRefusal::OwnersOnly => "Your organization lets owners alone reset 2FA. Ask an owner.",
        ResetRefusal::HigherRole => "This person's role is higher than yours. Ask an owner.",
        ResetRefusal::Suspended => "This person is suspended and could not sign in. Lift the suspension first.",
        ResetRefusal::Nothing => "There is nothing to reset: this person adds a phone at the next sign-in.",
        ResetRefusal::Frozen(until) => {
            return format!(
                "This person pressed “This wasn't me” for an earlier change, so nothing can be changed until {}. Speak to \
                 them first.",
                until.text
            );
        }
        ResetRefusal::MailRefused(at) => {
            return format!(
                "Their mailbox refused our last mail on {}, so they could not be told, and could not get the code. Ask them \
                 to make room and to ask for a code at “Forgot your password?”: once that mail arrives, come back here. If \
                 the mailbox is lost, whoever runs this server can reset the 2FA and tell them the code.",
                at.text
            );
        }
        ResetRefusal::PasswordMailed(at) => {
            return format!(
                "The password was replaced by email on {}. Ask the person whether they did that, and tick the box. If they \
                 did not, somebody reads their mailbox: do not reset. The old password comes back by “This wasn't me” in \
                 the text or mail about it, or by whoever runs this server.",
                at.text
            );
        }
        ResetRefusal::TooMany(until) => {
            return format!(
                "This person's 2FA was reset several times not long ago, so it cannot be reset again until {}. Speak to them first: \
                 somebody may be misusing resets. If it cannot wait, whoever runs this server has a command for it.",
                until.text
            );
        }
        ResetRefusal::NobodyElse => {
            "This takes a second person, and nobody else may approve it. Ask whoever runs this server: there is a command \
             for that."
        }
        ResetRefusal::Waits => "A reset of this person waits for a second person already. See Requests.",
        ResetRefusal::AskerGone => "Whoever asked for this may not ask for it any more. Decline it, or ask anew.",
        ResetRefusal::TwoPeople => "You asked for this reset. Another person has to approve it.",
        ResetRefusal::Over => "That reset is not open any more.",
    };
    fixed.into()
}
