//! What the pages of an organization show, one file a page.

mod audit;
mod bulk;
mod delivery;
mod invite;
mod overview;
mod people;
mod person;
mod policy;
mod reset;

pub use audit::*;
pub use bulk::*;
pub use delivery::*;
pub use invite::*;
pub use overview::*;
pub use people::*;
pub use person::*;
pub use policy::*;
pub use reset::*;

use super::Requests;
use crate::model::{OrgId, OrgSpot, Role};

/// One page of an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrgDoc {
    /// What is the same on all of them.
    pub head: OrgHead,
    /// The page.
    pub page: OrgPage,
}

/// Whose page it is, and who looks at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrgHead {
    /// The organization.
    pub org: OrgId,
    /// Its name.
    pub name: String,
    /// What the visitor may do in it.
    pub role: Role,
    /// Where it is.
    pub spot: OrgSpot,
    /// Every organization that the visitor helps to run, by name; the switcher is shown for two or more.
    pub others: Vec<(OrgId, String)>,
}

/// The pages of an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OrgPage {
    /// Everybody.
    People(Box<People>),
    /// How the organization stands.
    Overview(Box<OrgOverview>),
    /// What the organization asks.
    Policy(PolicyPage),
    /// What another policy would change.
    PolicyReview(PolicyReview),
    /// How messages arrive.
    Delivery(OrgDelivery),
    /// Requests of others, and locked people.
    Requests(Requests),
    /// Inviting people.
    Invite(Invite),
    /// A selection of people.
    Bulk(BulkPage),
    /// One person.
    Person(Box<PersonPage>),
    /// The audit log.
    Audit(Box<AuditLog>),
    /// One event of it.
    Event(AuditEvent),
    /// `Reset 2FA` for one person.
    Reset(Box<ResetPage>),
}
