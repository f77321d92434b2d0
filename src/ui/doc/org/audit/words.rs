//! The sentences of the audit log: one entry for every kind, whole sentences, `{a}` for whoever acted and `{p}` for whose
//! account it is.

use crate::model::{Facet, Kind};

/// What a kind is called.
pub struct Words {
    /// In lists of kinds.
    pub title: &'static str,
    /// When somebody did it to their own account.
    pub own: &'static str,
    /// When somebody else did it.
    pub by: &'static str,
}

/// The words of a kind.
pub fn words(kind: Kind) -> Words {
    let said = |title, own, by| Words { title, own, by };
    match kind {
        Kind::SignedIn => said("Signed in", "{a} signed in", "{a} signed in as {p}"),
        Kind::SignedOut => said("Signed out", "{a} signed out", "{a} signed {p} out"),
        Kind::WrongPassword => {
            said("Wrong password", "Somebody entered a wrong password for {p}", "{a} entered a wrong password for {p}")
        }
        Kind::WrongCode => {
            said("Wrong code", "Somebody entered a wrong code for {p}", "{a} entered a wrong code for {p}")
        }
        Kind::GateOpened => said("User Settings opened", "{a} opened User Settings", "{a} opened the settings of {p}"),
        Kind::ChangeStarted => {
            said("Phone change started", "{a} started to change their phone", "{a} started to change the phone of {p}")
        }
        Kind::ChangeCancelled => {
            said("Phone change cancelled", "{a} cancelled a phone change", "{a} cancelled a phone change of {p}")
        }
        Kind::PhoneAdded => said("Phone added", "{a} added a phone", "{a} added a phone for {p}"),
        Kind::PhoneChanged => said("Phone changed", "{a} changed their phone", "{a} changed the phone of {p}"),
        Kind::PhoneMain => said(
            "Main phone changed",
            "{a} made another phone the main one",
            "{a} made another phone of {p} the main one",
        ),
        Kind::PhoneRemoved => said("Phone removed", "{a} removed a phone", "{a} removed a phone of {p}"),
        Kind::AppAdded => {
            said("Authenticator app added", "{a} added an authenticator app", "{a} added an authenticator app for {p}")
        }
        Kind::AppRemoved => said(
            "Authenticator app removed",
            "{a} removed an authenticator app",
            "{a} removed an authenticator app of {p}",
        ),
        Kind::TurnedOff => said("2FA turned off", "{a} turned 2FA off", "{a} turned 2FA off for {p}"),
        Kind::ChangeUndone => said(
            "Change taken back",
            "{a} took a change back with “This wasn't me”",
            "{a} took a change of the account of {p} back",
        ),
        Kind::RecoveryMade => {
            said("Recovery code made", "{a} got a new recovery code", "{a} made a new recovery code for {p}")
        }
        Kind::RecoveryUsed => {
            said("Recovery code used", "{a} used their recovery code", "{a} used the recovery code of {p}")
        }
        Kind::PasswordChanged => {
            said("Password changed", "{a} changed their password", "{a} changed the password of {p}")
        }
        Kind::PasswordReset => said(
            "Forgotten password replaced",
            "{a} replaced a forgotten password by email",
            "{a} replaced the password of {p}",
        ),
        Kind::EmailChanged => {
            said("Email address changed", "{a} changed their email address", "{a} changed the email address of {p}")
        }
        Kind::EmailAdded => {
            said("Email address added", "{a} added an email address", "{a} added an email address for {p}")
        }
        Kind::EmailRemoved => {
            said("Email address removed", "{a} removed an email address", "{a} removed an email address of {p}")
        }
        Kind::NewDevice => {
            said("New browser", "{a} signed in from a new browser", "{a} signed in as {p} from a new browser")
        }
        Kind::CaseOpened => {
            said("Reset MFA asked for", "{a} asked for a reset of their 2FA", "{a} asked for a reset of the 2FA of {p}")
        }
        Kind::CasePassed => said(
            "Reset MFA granted",
            "The reset of 2FA that {a} asked for was granted",
            "{a} granted the reset of 2FA that {p} asked for",
        ),
        Kind::CaseStuck => said(
            "Reset MFA needs a decision",
            "The request of {a} for a reset of 2FA needs a decision",
            "The request of {p} for a reset of 2FA needs a decision",
        ),
        Kind::CaseRefused => said(
            "Reset MFA declined",
            "The reset of 2FA that {a} asked for was declined",
            "{a} declined the reset of 2FA that {p} asked for",
        ),
        Kind::CaseCancelled => said(
            "Reset MFA cancelled",
            "{a} cancelled the request for a reset of their 2FA",
            "{a} cancelled the request of {p} for a reset of 2FA",
        ),
        Kind::CaseExpired => said(
            "Reset MFA expired",
            "The request of {a} for a reset of 2FA expired",
            "The request of {p} for a reset of 2FA expired",
        ),
        Kind::CaseAsked => said(
            "Question about Reset MFA",
            "{a} asked a question about a request for a reset of 2FA",
            "{a} asked {p} a question about their request for a reset of 2FA",
        ),
        Kind::CaseAnswered => said(
            "Answer about Reset MFA",
            "{a} answered a question about their request for a reset of 2FA",
            "{a} answered a question about the request of {p} for a reset of 2FA",
        ),
        Kind::Reset => said("2FA reset", "{a} reset their 2FA", "{a} reset 2FA for {p}"),
        Kind::ResetAsked => said(
            "2FA reset asked for",
            "{a} asked for a second person to reset their 2FA",
            "{a} asked for a second person to reset the 2FA of {p}",
        ),
        Kind::ResetDeclined => {
            said("2FA reset declined", "{a} declined a reset of their 2FA", "{a} declined a reset of the 2FA of {p}")
        }
        Kind::ResetWithdrawn => said(
            "2FA reset taken back",
            "{a} took back what they asked for: a reset of their 2FA",
            "{a} took back what they asked for: a reset of the 2FA of {p}",
        ),
        Kind::ResetExpired => said(
            "2FA reset not approved in time",
            "Nobody approved a reset of the 2FA of {p} in time",
            "Nobody approved a reset of the 2FA of {p} in time",
        ),
        Kind::CallRefused => said(
            "Call refused",
            "Whoever answered a call to {p} did not ask for the code",
            "Whoever answered a call to {p} did not ask for the code",
        ),
        Kind::ResetLimited => said(
            "2FA reset refused: too many",
            "{a} tried to reset their 2FA once too often",
            "{a} tried to reset the 2FA of {p} once too often",
        ),
        Kind::LineChanged => said(
            "Code held back",
            "A code for {p} was held back: the SIM of the number was changed",
            "A code for {p} was held back: the SIM of the number was changed",
        ),
        Kind::NumbersHeld => said(
            "Numbers held back",
            "Codes to new numbers like the one of {p} are held back for a while: they look like fraud",
            "Codes to new numbers like the one of {p} are held back for a while: they look like fraud",
        ),
        Kind::NumberAllowed => {
            said("Number allowed", "{a} allowed a number of theirs", "{a} allowed a number that {p} wants to add")
        }
        Kind::HoldLifted => said(
            "Numbers not held back",
            "Codes to new numbers like the one of {p} go out again",
            "{a} let codes go out again to new numbers like the one of {p}",
        ),
        Kind::Unlocked => said("Unlocked", "{a} unlocked their account", "{a} unlocked {p}"),
        Kind::PolicyChanged => {
            said("Policy changed", "{a} changed the 2FA policy", "{a} changed the 2FA policy for {p}")
        }
        Kind::BillingChanged => {
            said("Billing changed", "{a} changed plan or billing", "{a} changed plan or billing for {p}")
        }
        Kind::MethodChanged => {
            said("Code delivery changed", "{a} changed how they get their codes", "{a} changed how {p} gets codes")
        }
        Kind::LanguageChanged => said(
            "Language changed",
            "{a} chose the language of their messages",
            "{a} chose the language of messages to {p}",
        ),
        Kind::OthersSignedOut => {
            said("Other browsers signed out", "{a} signed other browsers out", "{a} signed browsers of {p} out")
        }
        Kind::PhoneDisabled => said(
            "Phone turned off",
            "Codes by phone were turned off for {p} after too many wrong ones",
            "Codes by phone were turned off for {p} after too many wrong ones",
        ),
        Kind::Invited => said("Invited", "{a} invited somebody", "{a} invited {p}"),
        Kind::InvitationEnded => said("Invitation ended", "{a} ended an invitation", "{a} ended the invitation of {p}"),
        Kind::Joined => said("Joined", "{a} joined the organization", "{a} took {p} into the organization"),
        Kind::RoleChanged => said("Role changed", "{a} changed their role", "{a} changed the role of {p}"),
        Kind::Suspended => said("Suspended", "{a} suspended their account", "{a} suspended {p}"),
        Kind::Unsuspended => said("Suspension ended", "{a} ended their suspension", "{a} ended the suspension of {p}"),
        Kind::SuspendedRefused => said(
            "Suspended sign-in refused",
            "Somebody gave the right password of {p}, who is suspended",
            "{a} gave the right password of {p}, who is suspended",
        ),
        Kind::Released => said(
            "No longer managed",
            "{a} manages their own account now",
            "{a} ended the organization's power over the account of {p}",
        ),
        Kind::Managed => said(
            "Managed",
            "{a} let the organization manage their account",
            "{a} put the account of {p} under the organization",
        ),
        Kind::Left => said("Left", "{a} left the organization", "{a} took {p} out of the organization"),
        Kind::Removed => said("Removed", "{a} left the organization", "{a} removed {p} from the organization"),
        Kind::SignedOutByAdmin => {
            said("Signed out everywhere", "{a} signed out everywhere", "{a} signed {p} out everywhere")
        }
        Kind::Reminded => {
            said("Reminded of 2FA", "{a} asked for a reminder to set up 2FA", "{a} reminded {p} to set up 2FA")
        }
        Kind::BulkStarted => said(
            "Bulk action started",
            "{a} started something for many people at once",
            "{a} started something for many people at once, for {p}",
        ),
        Kind::LogExported => {
            said("Audit log exported", "{a} exported the audit log", "{a} exported the audit log for {p}")
        }
        Kind::PeopleExported => said(
            "List of people exported",
            "{a} exported the list of people",
            "{a} exported the list of people for {p}",
        ),
        Kind::AccountMade => said("Account made", "The account of {p} was made", "{a} made the account of {p}"),
    }
}

/// The label of a facet.
pub fn facet(facet: Facet) -> &'static str {
    match facet {
        Facet::Event => "Event",
        Facet::Actor => "Actor",
        Facet::Person => "Person",
        Facet::Result => "Result",
        Facet::Address => "Address",
    }
}

/// A value of a facet in words, where it has some.
pub fn value(facet: Facet, value: &str) -> String {
    match (facet, value) {
        (Facet::Event, word) => Kind::parse(word).map_or(word, |kind| words(kind).title).to_owned(),
        (Facet::Result, "worked") => "Worked".into(),
        (Facet::Result, "failed") => "Failed".into(),
        (_, value) => value.to_owned(),
    }
}

/// One fact of an event in words; nothing for what says nothing to a reader of the list.
pub fn fact(name: &str, value: &str) -> Option<String> {
    Some(match (name, value) {
        ("by", how) => format!("with {how}"),
        ("reason" | "details" | "why", why) => format!("reason: {why}"),
        ("ticket", ticket) => format!("ticket {ticket}"),
        ("case", number) => format!("request {number}"),
        ("last", digits) => format!("number ending in {digits}"),
        ("channel", "sms") => "by text message".into(),
        ("channel", "call") => "by call".into(),
        ("role", role) => format!("role: {role}"),
        ("plan", plan) => format!("plan: {plan}"),
        ("run", run) => format!("{run} wrong codes in a row"),
        ("ended", "1") => "1 session".into(),
        ("ended", sessions) => format!("{sessions} sessions"),
        ("where", place) => format!("in the {place}"),
        ("with", other) => format!("together with the {other}"),
        ("approved_by", who) => format!("approved by {who}"),
        ("asked_by", who) => format!("asked for by {who}"),
        ("rows", "1") => "1 row".into(),
        ("rows", rows) => format!("{rows} rows"),
        ("format", format) => format.to_uppercase(),
        ("filter", filter) => format!("filter: {filter}"),
        // Numbers of rows of ours, and what is in the sentence already.
        ("phone" | "app" | "reset" | "text" | "review" | "restored" | "removed" | "question" | "from" | "to", _) => {
            return None;
        }
        (name, value) => format!("{}: {value}", name.replace('_', " ")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_sentence_that_names_somebody() {
        let mut titles: Vec<&str> = Kind::ALL.iter().map(|kind| words(*kind).title).collect();
        for kind in Kind::ALL {
            let Words { own, by, .. } = words(*kind);
            assert!(own.contains("{a}") || own.contains("{p}"), "{kind:?}: {own}");
            assert!(by.contains("{p}"), "{kind:?}: {by}");
        }
        titles.sort_unstable();
        titles.dedup();
        assert_eq!(titles.len(), Kind::ALL.len(), "two kinds with one title");
    }
}
