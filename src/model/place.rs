use serde::{Deserialize, Serialize};

/// Every page a person can be sent to. Redirects and links name a `Place`, never a typed-in URL, so there is no open
/// redirect to find (v5.0.0-3.7.2, T13).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Place {
    /// Email and password.
    SignIn,
    /// The code at sign-in.
    Verify,
    /// The authenticator app at sign-in.
    App,
    /// The recovery code at sign-in.
    Recovery,
    /// `Reset MFA`: the web form, or who can help.
    ResetMfa,
    /// `Reset MFA`: the answers, to check.
    CaseCheck,
    /// `Reset MFA`: the emailed code.
    CaseCode,
    /// `Reset MFA`: how the request stands.
    CaseStatus,
    /// Forgotten password: the address.
    Forgot,
    /// Forgotten password: the emailed code and the new password.
    ForgotCode,
    /// A new password is demanded before anything else.
    NewPassword,
    /// Forced enrolment: the number.
    NewPhone,
    /// Forced enrolment: the code.
    NewPhoneCode,
    /// Home.
    Overview,
    /// User Settings.
    Settings,
    /// The emailed gate in front of User Settings.
    Confirm,
    /// Two-factor authentication, to read.
    TwoFactor,
    /// Two-factor authentication, to change.
    Edit,
    /// The reset dialog.
    Reset,
    /// The new number.
    Phone,
    /// The code for the new number.
    PhoneCode,
    /// The recovery code, once.
    RecoveryCode,
    /// The recovery code as a sheet to print.
    RecoveryPrint,
    /// Leaving the recovery code unsaved: are you sure?
    RecoveryLeave,
    /// Text or call by default.
    Method,
    /// A full sign-in inside a session: password and second factor once more.
    Prove,
    /// An authenticator app being set up.
    AddApp,
    /// 2FA off, where nothing requires it.
    Off,
    /// Signed-in browsers.
    Sessions,
    /// A person's own audit timeline.
    Activity,
    /// Email addresses.
    Emails,
    /// The code for a new address.
    EmailCode,
    /// Another password.
    Password,
    /// The language of messages.
    Language,
    /// The organizations that one belongs to, and invitations into others.
    Organizations,
    /// Plan and billing profile, for owners.
    Billing,
    /// The organization that one helps to run; leads to its first page.
    Org,
    /// Requests of others, wherever there are any to decide; leads to the organization's own page.
    Requests,
    /// "This wasn't me": reached by a link only.
    Undo,
    /// An invitation into an organization: reached by a link only.
    Invitation,
    /// First start: the first owner.
    Setup,
    /// The embedded phones and mailboxes.
    Simulator,
}

impl Place {
    /// Every place, in the order of the table of pages.
    pub const ALL: [Place; 42] = [
        Place::SignIn,
        Place::Verify,
        Place::App,
        Place::Recovery,
        Place::ResetMfa,
        Place::CaseCheck,
        Place::CaseCode,
        Place::CaseStatus,
        Place::Forgot,
        Place::ForgotCode,
        Place::NewPassword,
        Place::NewPhone,
        Place::NewPhoneCode,
        Place::Overview,
        Place::Settings,
        Place::Confirm,
        Place::TwoFactor,
        Place::Edit,
        Place::Reset,
        Place::Phone,
        Place::PhoneCode,
        Place::RecoveryCode,
        Place::RecoveryPrint,
        Place::RecoveryLeave,
        Place::Method,
        Place::Prove,
        Place::AddApp,
        Place::Off,
        Place::Sessions,
        Place::Activity,
        Place::Emails,
        Place::EmailCode,
        Place::Password,
        Place::Language,
        Place::Organizations,
        Place::Billing,
        Place::Org,
        Place::Requests,
        Place::Undo,
        Place::Invitation,
        Place::Setup,
        Place::Simulator,
    ];

    /// Its path, without query.
    pub const fn path(self) -> &'static str {
        match self {
            Place::SignIn => "/sign-in",
            Place::Verify => "/sign-in/verify",
            Place::Recovery => "/sign-in/recovery",
            Place::ResetMfa => "/sign-in/reset-mfa",
            Place::NewPassword => "/sign-in/new-password",
            Place::NewPhone => "/sign-in/new-phone",
            Place::NewPhoneCode => "/sign-in/new-phone/code",
            Place::Overview => "/overview",
            Place::Settings => "/settings",
            Place::Confirm => "/settings/confirm",
            Place::TwoFactor => "/settings/2fa",
            Place::Edit => "/settings/2fa/edit",
            Place::Reset => "/settings/2fa/reset",
            Place::Phone => "/settings/2fa/phone",
            Place::PhoneCode => "/settings/2fa/phone/code",
            Place::RecoveryCode => "/settings/2fa/recovery-code",
            Place::RecoveryPrint => "/settings/2fa/recovery-code/print",
            Place::RecoveryLeave => "/settings/2fa/recovery-code/leave",
            Place::Method => "/settings/2fa/method",
            Place::Undo => "/undo",
            Place::App => "/sign-in/app",
            Place::CaseCheck => "/sign-in/reset-mfa/check",
            Place::CaseCode => "/sign-in/reset-mfa/code",
            Place::CaseStatus => "/sign-in/reset-mfa/status",
            Place::Forgot => "/sign-in/forgot",
            Place::ForgotCode => "/sign-in/forgot/code",
            Place::Prove => "/settings/prove",
            Place::AddApp => "/settings/2fa/app",
            Place::Off => "/settings/2fa/off",
            Place::Sessions => "/settings/sessions",
            Place::Activity => "/settings/activity",
            Place::Emails => "/settings/email",
            Place::EmailCode => "/settings/email/code",
            Place::Password => "/settings/password",
            Place::Language => "/settings/language",
            Place::Organizations => "/settings/organizations",
            Place::Invitation => "/invitation",
            Place::Billing => "/billing",
            Place::Org => "/org",
            Place::Requests => "/requests",
            Place::Setup => "/setup",
            Place::Simulator => "/simulator",
        }
    }

    /// Whether this page is a plain document: rendered by the server alone, without the program. Pages that people see
    /// a few times a year cost the others no byte this way; each of them is a form at its own address all the same.
    pub const fn is_document(self) -> bool {
        matches!(
            self,
            Place::ResetMfa
                | Place::CaseCheck
                | Place::CaseCode
                | Place::CaseStatus
                | Place::Forgot
                | Place::ForgotCode
                | Place::Prove
                | Place::AddApp
                | Place::Off
                | Place::Sessions
                | Place::Activity
                | Place::Emails
                | Place::EmailCode
                | Place::Password
                | Place::Language
                | Place::Organizations
                | Place::Invitation
                | Place::Billing
                | Place::Org
                | Place::Requests
                | Place::Undo
        )
    }

    /// Reads a path; a trailing slash is forgiven, anything else unknown is `None`.
    pub fn parse(path: &str) -> Option<Place> {
        let path = if path.len() > 1 { path.strip_suffix('/').unwrap_or(path) } else { path };
        Place::ALL.into_iter().find(|place| place.path() == path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_found_by_its_path_and_nothing_else_is() {
        for place in Place::ALL {
            assert_eq!(Place::parse(place.path()), Some(place));
        }
        for hostile in ["//evil.test", "/\\evil", "https:evil", "%2f%2fevil", "javascript:1", "/@evil", "/x\r\ny", ""] {
            assert_eq!(Place::parse(hostile), None, "{hostile}");
        }
    }
}
