use crate::model::{Moment, Role};

/// The page that invites people, with the invitations that nobody has answered yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invite {
    /// Addresses as typed, one a line.
    pub typed: String,
    /// As what they are invited.
    pub role: Role,
    /// Roles that the visitor may give.
    pub roles: Vec<Role>,
    /// Most addresses at once.
    pub most: usize,
    /// Lines that cannot be invited.
    pub wrong: Vec<InviteLine>,
    /// Open invitations, newest first.
    pub pending: Vec<PendingInvitation>,
}

/// One line of what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InviteLine {
    /// The address as it is read, or the line as typed.
    pub text: String,
    /// What stands in its way.
    pub problem: Option<LineProblem>,
}

/// Why a line cannot be invited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineProblem {
    /// It is no address.
    NoAddress,
    /// It stands there twice.
    Twice,
    /// A member already.
    Member,
    /// Invited already.
    Invited,
}

/// An invitation that nobody has answered yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingInvitation {
    /// Identifier.
    pub id: String,
    /// Whom.
    pub email: String,
    /// As what.
    pub role: Role,
    /// By whom.
    pub by: String,
    /// When it was sent last.
    pub sent: Moment,
    /// Until when it works; `None`: its time is over.
    pub until: Option<Moment>,
    /// It can be sent again.
    pub again: bool,
}
