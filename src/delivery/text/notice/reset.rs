//! Notices around `Reset 2FA` and the questions of a reviewer.

use super::{Notice, Said, case, line, said, sentence};
use crate::store::outbox::ResetNews;

/// In the words of the person.
pub(super) fn own(news: ResetNews, notice: &Notice, brand: &str) -> Said {
    let Notice { extra, due, org, by, code, .. } = notice;
    let (why, extra, org, by) = (&sentence(extra), &line(extra), &line(org), &line(by));
    match news {
        ResetNews::Done => Said {
            otherwise: "If you did not ask for this, tell your organization by another way than email.",
            otherwise_short: "Not you? Tell your organization.",
            ..said(
                &format!("Your 2FA was reset by {org}"),
                format!(
                    "{by} reset the two-factor authentication of your {brand} account. Why: {why}. Your phone, your \
                    authenticator app and your recovery code no longer work, and every device was signed out.\n\n{}",
                    way_back(code.as_deref(), due)
                ),
                format!("{org} reset your 2FA, this phone gets no codes any more"),
            )
        },
        ResetNews::Asked => Said {
            otherwise: "Nothing is changed yet. If you did not ask for this, tell your organization now, by another way \
                        than email: whoever approves it has to ask you first.",
            ..said(
                "Somebody wants to reset your 2FA",
                format!(
                    "{by} asked to reset the two-factor authentication of your {brand} account. Why: {why}. Another person \
                    of {org} has to approve it until {due}."
                ),
                format!("{org} wants to reset your 2FA"),
            )
        },
        ResetNews::Dropped => Said {
            otherwise: "Your phone works as before.",
            ..said(
                "Your 2FA is not reset",
                format!("The reset of your {brand} 2FA that {by} asked for does not happen. Nothing was changed."),
                "your 2FA is not reset".into(),
            )
        },
        ResetNews::Void => Said {
            otherwise: "Ask an admin for a new reset. They ask you whether you replaced the password yourself.",
            ..said(
                "You need a new code to come back",
                format!(
                    "Your {brand} 2FA was reset, and then your password was replaced by email. The code that we mailed you \
                    does not work any more: password and code would both have come out of this mailbox."
                ),
                "your way back after the 2FA reset is void".into(),
            )
        },
        ResetNews::Over => Said {
            otherwise: "Ask an admin for a new reset. Until then your password alone opens nothing.",
            ..said(
                "Your way back has run out",
                format!("Your {brand} 2FA was reset, and nobody added a new phone until {due}."),
                "your way back after the 2FA reset has run out".into(),
            )
        },
        ResetNews::Question => case(
            "A question about your request",
            format!(
                "{by} looks at request {extra} to reset your {brand} 2FA, and wants to know:\n\n\"{}\"\n\nAnswer on the page \
                of your request. Nobody needs your password or a code for that.",
                notice.question
            ),
            format!("there is a question about request {extra}"),
        ),
        ResetNews::Answer => case(
            "Your answer was sent",
            format!("Your answer about request {extra} to reset your {brand} 2FA was sent to {by}."),
            format!("your answer about request {extra} was sent"),
        ),
    }
}

/// How to come back; no link that signs in. The code stands in the mail to the address that signs in alone.
fn way_back(code: Option<&str>, due: &str) -> String {
    let steps = "open the sign-in page as you always do, give your password, then this code, and add a phone";
    match code {
        Some(code) => format!(
            "To come back, {steps}:\n\n{code}\n\nThe code works once, for 24 hours; \"Send a new code\" on that page mails \
            another. You can come back so until {due}. Never share the code: nobody of your organization needs it."
        ),
        None => format!(
            "To come back, sign in with your password and the code that was sent to the address you sign in with, and add a \
            phone. This works until {due}."
        ),
    }
}

/// What the person did, or what was done to them, in the words of somebody who manages the account.
pub(super) fn deed(news: ResetNews, notice: &Notice) -> String {
    let (extra, by, due) = (line(&notice.extra), line(&notice.by), &notice.due);
    match news {
        ResetNews::Done => format!("had their 2FA reset by {by}. Why: {}", sentence(&notice.extra)),
        ResetNews::Asked => format!(
            "is to have their 2FA reset, {by} asked. Why: {}. Another person has to approve it until {due}",
            sentence(&notice.extra)
        ),
        ResetNews::Dropped => format!("does not have their 2FA reset, for which {by} asked"),
        ResetNews::Void => "replaced the password by email after their 2FA was reset, and needs a new reset".into(),
        ResetNews::Over => "did not add a new phone in time after their 2FA was reset, and needs a new reset".into(),
        ResetNews::Question => format!("was asked a question about request {extra} by {by}"),
        ResetNews::Answer => format!("answered a question about request {extra}"),
    }
}
