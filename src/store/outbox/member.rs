use serde::{Deserialize, Serialize};

/// What happened to somebody's place in an organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MemberNews {
    /// Somebody is invited; the mail carries the link.
    Invited,
    /// Somebody joined.
    Joined,
    /// Another role.
    Role,
    /// Suspended by the organization that manages them.
    Suspended,
    /// Not suspended any more.
    Unsuspended,
    /// The right password was given for a suspended account.
    Refused,
    /// Not managed any more.
    Released,
    /// Managed from now on, as its person wished.
    Managed,
    /// Left.
    Left,
    /// Removed.
    Removed,
    /// Signed out everywhere by an admin.
    SignedOut,
    /// Asked to set up 2FA.
    Reminded,
}

impl MemberNews {
    /// All of them.
    pub const ALL: [MemberNews; 12] = [
        MemberNews::Invited,
        MemberNews::Joined,
        MemberNews::Role,
        MemberNews::Suspended,
        MemberNews::Unsuspended,
        MemberNews::Refused,
        MemberNews::Released,
        MemberNews::Managed,
        MemberNews::Left,
        MemberNews::Removed,
        MemberNews::SignedOut,
        MemberNews::Reminded,
    ];
}
