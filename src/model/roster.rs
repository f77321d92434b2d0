//! What a list of people says of each of them, in words that the database and the address bar share.

use super::{MaskedPhone, OrgId, PersonId, Role, Timestamp};

/// How somebody stands with 2FA.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// A second factor is in force.
    On,
    /// There is none.
    NotSetUp,
    /// It was reset, and the next sign-in asks for a new one.
    ResetPending,
    /// Cannot sign in for now, after wrong tries.
    Locked,
    /// May not sign in.
    Suspended,
}

impl Standing {
    /// Every one, as filters list them.
    pub const ALL: [Standing; 5] =
        [Standing::On, Standing::NotSetUp, Standing::ResetPending, Standing::Locked, Standing::Suspended];

    /// The word in the database and in addresses. "locked" is never stored: it is a matter of time.
    pub fn word(self) -> &'static str {
        match self {
            Standing::On => "on",
            Standing::NotSetUp => "none",
            Standing::ResetPending => "pending",
            Standing::Locked => "locked",
            Standing::Suspended => "suspended",
        }
    }

    /// Reads [`Standing::word`].
    pub fn parse(word: &str) -> Option<Standing> {
        Standing::ALL.into_iter().find(|s| s.word() == word)
    }
}

/// How somebody gets a code by default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeWay {
    /// Text message.
    Sms,
    /// Automated call.
    Call,
    /// Authenticator app alone.
    App,
    /// Not at all.
    None,
}

impl CodeWay {
    /// Every one, as filters list them.
    pub const ALL: [CodeWay; 4] = [CodeWay::Sms, CodeWay::Call, CodeWay::App, CodeWay::None];

    /// The word in the database and in addresses.
    pub fn word(self) -> &'static str {
        match self {
            CodeWay::Sms => "sms",
            CodeWay::Call => "call",
            CodeWay::App => "app",
            CodeWay::None => "none",
        }
    }

    /// Reads [`CodeWay::word`].
    pub fn parse(word: &str) -> Option<CodeWay> {
        CodeWay::ALL.into_iter().find(|m| m.word() == word)
    }
}

/// Whether an emergency recovery code would work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecoveryState {
    /// None was made, or it ended.
    None,
    /// Made, and not used.
    Ready,
    /// Used.
    Used,
}

impl RecoveryState {
    /// The word in the database.
    pub fn word(self) -> &'static str {
        match self {
            RecoveryState::None => "none",
            RecoveryState::Ready => "ready",
            RecoveryState::Used => "used",
        }
    }

    /// Reads [`RecoveryState::word`].
    pub fn parse(word: &str) -> Option<RecoveryState> {
        [RecoveryState::None, RecoveryState::Ready, RecoveryState::Used].into_iter().find(|r| r.word() == word)
    }
}

/// One person of an organization, as a list has them. A time of 0 means never.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The organization.
    pub org: OrgId,
    /// The person.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// Address to sign in with.
    pub email: String,
    /// Role in the organization.
    pub role: Role,
    /// This organization manages them.
    pub managed: bool,
    /// How they stand, waits after wrong tries aside.
    pub standing: Standing,
    /// How they get a code.
    pub method: CodeWay,
    /// The main phone.
    pub phone: Option<MaskedPhone>,
    /// Its ISO 3166 region; empty without one.
    pub region: String,
    /// The recovery code.
    pub recovery: RecoveryState,
    /// When it was made.
    pub recovery_at: Timestamp,
    /// Since when there has been a second factor.
    pub enrolled: Timestamp,
    /// When their 2FA was reset last: by themselves, on request, or by somebody who may.
    pub reset: Timestamp,
    /// Last full sign-in.
    pub signed_in: Timestamp,
    /// Locked until then.
    pub locked_until: Timestamp,
}

impl Listed {
    /// How they stand now.
    pub fn standing_at(&self, now: Timestamp) -> Standing {
        let suspended = self.standing == Standing::Suspended;
        if self.locked_until > now && !suspended { Standing::Locked } else { self.standing }
    }
}
