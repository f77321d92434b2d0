//! What a person sees of their own places in organizations, and of invitations.

use crate::model::{Moment, Role};

/// The organizations that one belongs to, and invitations into others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organizations {
    /// Where the person belongs.
    pub places: Vec<Belonging>,
    /// Some organization manages the account.
    pub managed: bool,
    /// Invitations that wait for an answer.
    pub invitations: Vec<OpenInvitation>,
}

/// A place in an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Belonging {
    /// Identifier of the organization.
    pub org: String,
    /// Its name.
    pub name: String,
    /// As what.
    pub role: Role,
    /// It manages the account.
    pub managed: bool,
}

/// An invitation, as the invited person sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenInvitation {
    /// Identifier, or the secret of its link where it was opened by that.
    pub key: String,
    /// Name of the organization.
    pub org: String,
    /// As what.
    pub role: Role,
    /// Who invites.
    pub by: String,
    /// The invited address.
    pub email: String,
    /// Until when it works.
    pub until: Moment,
}

/// The page behind an invitation's link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InvitationPage {
    /// Nobody has this address yet: a name and a password make an account.
    New {
        /// The invitation.
        invitation: OpenInvitation,
        /// Name typed before.
        name: String,
    },
    /// The invited person is signed in: one button joins.
    Join(OpenInvitation),
    /// There is an account, and it is not the one that is signed in.
    SignIn {
        /// The invitation.
        invitation: OpenInvitation,
        /// Somebody else is signed in.
        other: bool,
    },
    /// It was answered; the note says how.
    Answered,
    /// Unknown, used, taken back, or too old.
    Over,
}
