//! Things done to many people at once.

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BulkDeed {
    /// `Reset 2FA`.
    Reset,
    /// `Send reminder`: asks to set up 2FA.
    Remind,
}

impl BulkDeed {
    /// The word in the database and in addresses.
    pub fn word(self) -> &'static str {
        match self {
            BulkDeed::Reset => "reset",
            BulkDeed::Remind => "remind",
        }
    }

    /// Reads [`BulkDeed::word`].
    pub fn parse(word: &str) -> Option<BulkDeed> {
        [BulkDeed::Reset, BulkDeed::Remind].into_iter().find(|deed| deed.word() == word)
    }
}

/// What became of one person, or why nothing will.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BulkResult {
    /// Done.
    Done,
    /// It is somebody's own account.
    Own,
    /// An owner: that takes a second owner, one by one.
    Owner,
    /// The role is higher than that of whoever does it.
    HigherRole,
    /// The organization does not manage the account.
    NotManaged,
    /// Suspended.
    Suspended,
    /// A reset is under way already.
    Pending,
    /// There is no 2FA to reset.
    NoTwoFactor,
    /// 2FA is set up already.
    HasTwoFactor,
    /// The mailbox refuses mail: the person could not be told.
    CannotTell,
    /// Something about this account has to be looked at by itself.
    LookAtIt,
    /// They were reset as often as anybody can be.
    TooOften,
    /// A second person has to approve it first.
    SecondPerson,
    /// Not a member any more.
    Gone,
    /// Whoever began it may not do it any more.
    NotAllowed,
}

impl BulkResult {
    /// All of them.
    pub const ALL: [BulkResult; 15] = [
        BulkResult::Done,
        BulkResult::Own,
        BulkResult::Owner,
        BulkResult::HigherRole,
        BulkResult::NotManaged,
        BulkResult::Suspended,
        BulkResult::Pending,
        BulkResult::NoTwoFactor,
        BulkResult::HasTwoFactor,
        BulkResult::CannotTell,
        BulkResult::LookAtIt,
        BulkResult::TooOften,
        BulkResult::SecondPerson,
        BulkResult::Gone,
        BulkResult::NotAllowed,
    ];

    /// The word in the database and in files.
    pub fn word(self) -> &'static str {
        match self {
            BulkResult::Done => "done",
            BulkResult::Own => "own",
            BulkResult::Owner => "owner",
            BulkResult::HigherRole => "higher_role",
            BulkResult::NotManaged => "not_managed",
            BulkResult::Suspended => "suspended",
            BulkResult::Pending => "pending",
            BulkResult::NoTwoFactor => "no_2fa",
            BulkResult::HasTwoFactor => "has_2fa",
            BulkResult::CannotTell => "cannot_tell",
            BulkResult::LookAtIt => "look_at_it",
            BulkResult::TooOften => "too_often",
            BulkResult::SecondPerson => "second_person",
            BulkResult::Gone => "gone",
            BulkResult::NotAllowed => "not_allowed",
        }
    }

    /// Reads [`BulkResult::word`].
    pub fn parse(word: &str) -> Option<BulkResult> {
        BulkResult::ALL.into_iter().find(|result| result.word() == word)
    }
}
