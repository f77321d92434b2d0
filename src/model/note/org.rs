use super::{Field, ResetNote, Tone};
use crate::model::{Moment, Role};
use serde::{Deserialize, Serialize};

/// What the pages of an organization can say about what just happened. Their sentences are in no program that a browser
/// loads: whoever never opens these pages pays nothing for them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OrgNote {
    /// Nobody does this to themselves.
    Own,
    /// The other's role is higher.
    HigherRole,
    /// Owners alone do this.
    OwnersOnly,
    /// It would leave the organization without an owner who can act.
    LastOwner,
    /// The organization does not manage this person.
    NotManaged,
    /// Somebody else changed it meanwhile.
    Changed,
    /// `Reset 2FA` and requests.
    Reset(ResetNote),
    /// After a change of factors nobody is made an owner, until then.
    Held(Moment),
    /// Who must use 2FA, or who may reset it, was not chosen.
    PolicyWho,
    /// A number that was held back gets codes from now on.
    NumberAllowed {
        /// As far as it may be shown.
        number: String,
    },
    /// Too many numbers were allowed, until then.
    AllowBudget(Moment),
    /// Neither texts nor calls are allowed.
    PolicyWays,
    /// No such day, or one too far ahead.
    PolicyDate,
    /// Not a country that the settings allow.
    PolicyCountry {
        /// As typed.
        code: String,
    },
    /// The wait is out of bounds.
    PolicyWait {
        /// Hours.
        least: i64,
        /// Hours.
        most: i64,
    },
    /// The policy is in force.
    PolicySaved,
    /// The box that explains what happens was not ticked.
    TickFirst,
    /// No name was typed.
    NameMissing,

    /// Another role is in force.
    RoleSaved {
        /// Whose.
        name: String,
        /// Which.
        role: Role,
    },
    /// Suspended.
    Suspended {
        /// Who.
        name: String,
    },
    /// Not suspended any more.
    Unsuspended {
        /// Who.
        name: String,
    },
    /// Signed out everywhere.
    SignedOut {
        /// Who.
        name: String,
    },
    /// Not managed any more.
    Released {
        /// Who.
        name: String,
    },
    /// Not a member any more.
    Removed {
        /// Who.
        name: String,
    },

    /// Nobody was named.
    InviteNobody,
    /// More addresses than are taken at once.
    InviteMany {
        /// Most.
        most: u32,
    },
    /// Some lines cannot be invited; nobody was.
    InviteLines {
        /// How many lines.
        wrong: u32,
    },
    /// The role is higher than one's own.
    InviteRole,
    /// Too many were invited, until then.
    InviteBudget(Moment),
    /// The mails are on their way.
    InviteSent {
        /// How many.
        people: u32,
    },
    /// The mail is on its way once more.
    InviteAgain,
    /// No more messages for this invitation.
    InviteSends,
    /// Taken back.
    InviteRevoked,
    /// It is over.
    InviteOver,

    /// Nobody was picked, or nobody is affected.
    BulkNobody,
    /// More people than can be picked at once.
    BulkMany {
        /// Most.
        most: u32,
    },
    /// More people match than can be picked at once.
    BulkAll {
        /// Most.
        most: u32,
    },
    /// No reason was given.
    BulkReason,
    /// The number that was typed is not that of the people affected.
    BulkCount {
        /// How many are.
        people: u32,
    },
    /// It is under way.
    BulkBegun,

    /// The person joined.
    Joined {
        /// What.
        org: String,
    },
    /// The person said no.
    Declined,
    /// The person left.
    Left {
        /// What.
        org: String,
    },
    /// Whoever is managed cannot leave by themselves.
    LeaveManaged,
    /// The organization manages the account from now on.
    Managed {
        /// Which.
        org: String,
    },
}

impl OrgNote {
    /// How to show it, and at which field.
    pub fn tone(&self) -> Tone {
        use OrgNote::*;
        match self {
            Reset(note) => note.tone(),
            TickFirst => Tone::Problem(Some(Field::Box)),
            NameMissing => Tone::Problem(Some(Field::Name)),
            BulkReason => Tone::Problem(Some(Field::Reason)),
            BulkCount { .. } => Tone::Problem(Some(Field::Code)),
            InviteNobody | InviteMany { .. } | InviteLines { .. } => Tone::Problem(Some(Field::Email)),
            PolicyWho
            | PolicyWays
            | PolicyDate
            | PolicyCountry { .. }
            | PolicyWait { .. }
            | Own
            | HigherRole
            | OwnersOnly
            | LastOwner
            | NotManaged
            | Changed
            | Held(_)
            | InviteRole
            | InviteBudget(_)
            | AllowBudget(_)
            | InviteSends
            | InviteOver
            | LeaveManaged
            | BulkNobody
            | BulkMany { .. }
            | BulkAll { .. } => Tone::Problem(None),
            PolicySaved
            | NumberAllowed { .. }
            | RoleSaved { .. }
            | Suspended { .. }
            | Unsuspended { .. }
            | SignedOut { .. }
            | Released { .. }
            | Removed { .. }
            | InviteSent { .. }
            | InviteAgain
            | BulkBegun
            | InviteRevoked
            | Joined { .. }
            | Declined
            | Left { .. }
            | Managed { .. } => Tone::Done,
        }
    }
}
