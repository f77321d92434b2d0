//! What the trail records, one line for each kind of event.

mod filter;

pub use filter::{AuditFilter, Facet};

/// Names every kind once, with the word that is stored, so that no list of them can forget one.
macro_rules! kinds {
    ($($(#[$doc:meta])+ $kind:ident = $word:literal,)+) => {
        /// What the trail records. The word is stored; the facts go with it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Kind {
            $($(#[$doc])+ $kind,)+
        }

        impl Kind {
            /// Every kind, in the order in which they are offered.
            pub const ALL: &[Kind] = &[$(Kind::$kind),+];

            /// The word in the trail; part of the hash, so it never changes.
            pub fn word(self) -> &'static str {
                match self {
                    $(Kind::$kind => $word,)+
                }
            }
        }
    };
}

kinds! {
    /// A full sign-in.
    SignedIn = "session.begin",
    /// A session ended by its person.
    SignedOut = "session.end",
    /// A wrong password for a known person.
    WrongPassword = "password.wrong",
    /// A wrong code.
    WrongCode = "code.wrong",
    /// The emailed gate was passed.
    GateOpened = "settings.open",
    /// "Reset and continue".
    ChangeStarted = "phone.change_begin",
    /// A change was given up.
    ChangeCancelled = "phone.change_cancel",
    /// A first phone.
    PhoneAdded = "phone.add",
    /// A phone in place of another.
    PhoneChanged = "phone.change",
    /// Another phone became the main one.
    PhoneMain = "phone.main",
    /// A phone was removed.
    PhoneRemoved = "phone.remove",
    /// An authenticator app.
    AppAdded = "app.add",
    /// An authenticator app was removed.
    AppRemoved = "app.remove",
    /// 2FA was turned off.
    TurnedOff = "2fa.off",
    /// A change was taken back by "This wasn't me".
    ChangeUndone = "phone.undo",
    /// A recovery code was made.
    RecoveryMade = "recovery.make",
    /// A recovery code was used.
    RecoveryUsed = "recovery.use",
    /// A new password.
    PasswordChanged = "password.change",
    /// A forgotten password was replaced through the mailbox.
    PasswordReset = "password.reset",
    /// Another address to sign in with.
    EmailChanged = "email.change",
    /// An address for notices.
    EmailAdded = "email.add",
    /// An address for notices was removed.
    EmailRemoved = "email.remove",
    /// A browser not seen before signed in.
    NewDevice = "device.new",
    /// A request of `Reset MFA` was opened.
    CaseOpened = "case.open",
    /// It was granted.
    CasePassed = "case.pass",
    /// It needs a person: nobody could be told of it.
    CaseStuck = "case.stuck",
    /// It was refused.
    CaseRefused = "case.refuse",
    /// It was cancelled.
    CaseCancelled = "case.cancel",
    /// Nobody acted on it, or used its pass, in time.
    CaseExpired = "case.expire",
    /// A reviewer asked something about it.
    CaseAsked = "case.ask",
    /// Its person answered.
    CaseAnswered = "case.answer",
    /// An admin, an owner or the operator took every second factor away.
    Reset = "2fa.reset",
    /// An admin or owner asked for that, and it takes a second person.
    ResetAsked = "2fa.reset_ask",
    /// A second person declined.
    ResetDeclined = "2fa.reset_decline",
    /// Whoever asked took it back.
    ResetWithdrawn = "2fa.reset_withdraw",
    /// Nobody approved it in time.
    ResetExpired = "2fa.reset_expire",
    /// It was tried more often than anybody is reset.
    ResetLimited = "2fa.reset_limit",
    /// A code was not sent: the number's SIM was changed not long ago.
    LineChanged = "sms.risk_blocked",
    /// Codes to new numbers of a kind are held back for a while: they look like toll fraud.
    NumbersHeld = "sms.guard_hold",
    /// An admin or owner vouched for a number that was held back.
    NumberAllowed = "sms.number_allow",
    /// The operator let codes go to such numbers again.
    HoldLifted = "sms.guard_lift",
    /// Whoever answered a call with a code pressed the key for "not me".
    CallRefused = "call.refused",
    /// Waits after wrong tries were lifted.
    Unlocked = "account.unlock",
    /// Plan or billing profile.
    BillingChanged = "billing.change",
    /// Another default channel.
    MethodChanged = "method.change",
    /// Another language for messages.
    LanguageChanged = "language.change",
    /// Every other session was ended.
    OthersSignedOut = "session.end_others",
    /// Codes by phone were turned off after too many wrong ones.
    PhoneDisabled = "phone.disable",
    /// A person came to be.
    AccountMade = "account.make",
    /// Somebody was invited into an organization.
    Invited = "member.invite",
    /// An invitation ended without its use.
    InvitationEnded = "member.invite_end",
    /// Somebody joined an organization.
    Joined = "member.join",
    /// Another role in an organization.
    RoleChanged = "member.role",
    /// Suspended by the organization that manages the person.
    Suspended = "member.suspend",
    /// Not suspended any more.
    Unsuspended = "member.unsuspend",
    /// The right password was given for a suspended account.
    SuspendedRefused = "member.suspended_sign_in",
    /// An organization does not manage the person any more.
    Released = "member.release",
    /// An organization manages the person from now on, as they wished.
    Managed = "member.manage",
    /// Somebody left an organization.
    Left = "member.leave",
    /// Somebody was removed from an organization.
    Removed = "member.remove",
    /// Signed out everywhere by an admin.
    SignedOutByAdmin = "session.end_all",
    /// Asked to set up 2FA.
    Reminded = "member.remind",
    /// Something was begun for many people at once.
    BulkStarted = "bulk.start",
    /// The audit log was exported.
    LogExported = "audit.export",
    /// The list of people was taken out as a file.
    PeopleExported = "people.export",
    /// Another policy of the organization.
    PolicyChanged = "policy.change",
}

impl Kind {
    /// Reads [`Kind::word`].
    pub fn parse(word: &str) -> Option<Kind> {
        Kind::ALL.iter().copied().find(|kind| kind.word() == word)
    }

    /// Something did not work that somebody tried: a wrong password or code, a request that was refused.
    pub fn is_failure(self) -> bool {
        matches!(
            self,
            Kind::WrongPassword
                | Kind::WrongCode
                | Kind::PhoneDisabled
                | Kind::LineChanged
                | Kind::NumbersHeld
                | Kind::CallRefused
                | Kind::CaseRefused
                | Kind::ResetDeclined
                | Kind::ResetLimited
                | Kind::SuspendedRefused
        )
    }

    /// A reset is proved to others later, so a signed checkpoint covers its very row.
    pub fn is_witnessed(self) -> bool {
        matches!(self, Kind::CasePassed | Kind::Reset)
    }
}

#[cfg(test)]
mod tests {
    use super::Kind;
    use std::collections::HashSet;

    #[test]
    fn no_two_kinds_share_a_word() {
        let words: HashSet<&str> = Kind::ALL.iter().map(|kind| kind.word()).collect();
        assert_eq!(words.len(), Kind::ALL.len());
        assert!(Kind::ALL.iter().all(|kind| Kind::parse(kind.word()) == Some(*kind)));
        assert_eq!(Kind::parse("2fa.dance"), None);
    }
}
