use super::{Notice, Said, line, member, reset, said};
use crate::store::outbox::What;

/// In the words of somebody who manages the account.
pub(super) fn others(notice: &Notice, brand: &str) -> Said {
    let Notice { whose, extra, due, .. } = notice;
    let (whose, extra) = (&line(whose), &line(extra));
    let deed = match notice.what {
        What::PhoneChanged => "changed the 2FA phone",
        What::PhoneAdded => "added a 2FA phone",
        What::SpareAdded => "added another 2FA phone",
        What::PhoneRemoved => "removed a 2FA phone",
        What::PhoneMain => "chose another phone for codes",
        What::AppAdded => "added an authenticator app",
        What::AppRemoved => "removed an authenticator app",
        What::TurnedOff => "turned two-factor authentication off",
        What::RecoveryMade => "made a new recovery code",
        What::RecoveryUsed => "used the recovery code",
        What::PasswordChanged => "changed the password",
        What::PasswordReset => "reset the password by email",
        What::EmailChanged | What::EmailAdded | What::EmailRemoved => "changed the email addresses",
        What::CaseOpened => "asked to reset their 2FA",
        What::CaseHalfway => "is half-way to a reset of their 2FA",
        What::CaseSoon => "can reset their 2FA soon",
        What::CasePassed => "can add a new phone now",
        What::CaseStuck => "waits for a person to look at their request",
        What::CaseRefused => "was declined a reset of their 2FA",
        What::CaseCancelled => "no longer asks for a reset of their 2FA",
        What::CaseUsed => "used the reset and added a new phone",
        What::Member(news) => &member::deed(news, notice),
        What::Reset(news) => &reset::deed(news, notice),
        What::PolicyWeaker => "changed the policy of your organization, which asks for less than before",
        What::WrongCodes
        | What::PasswordDemanded
        | What::NewDevice
        | What::Restored
        | What::LineChanged
        | What::CallRefused
        | What::Unlocked => "had a change to their account",
    };
    let asks = matches!(notice.what, What::CaseOpened | What::CaseHalfway | What::CaseSoon | What::CaseStuck);
    let mut lead = format!("{whose} {deed}.");
    if asks {
        lead = format!(
            "{whose} {deed}: request {extra}. Unless somebody acts, the reset can start after {due}. Talk to them by \
            another way than email before you approve or decline."
        );
    }
    if notice.what == What::PolicyWeaker {
        lead = format!("{whose} {deed}: {extra}.");
    }
    Said {
        otherwise: "If you did not expect this, talk to them by another way than email.",
        otherwise_short: "Talk to them.",
        status: "Approve or decline",
        ..said(&format!("{whose} {}", short(deed)), lead, format!("{whose} {} ({brand})", short(deed)))
    }
}

/// The deed without its reason, for a subject.
fn short(deed: &str) -> &str {
    deed.split_once(". ").map_or(deed, |(deed, _)| deed)
}
