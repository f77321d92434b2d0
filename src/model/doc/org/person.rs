use crate::model::{EventLine, Kind, MaskedPhone, Moment, PersonId, Readiness, RecoveryLine, Role, SessionLine};

/// One person, as the organization may see them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonPage {
    /// Identifier.
    pub id: PersonId,
    /// Name.
    pub name: String,
    /// Address they sign in with.
    pub email: String,
    /// Their role.
    pub role: Role,
    /// Whether they can sign in, and with 2FA.
    pub status: PersonStatus,
    /// What only an organization that manages the person may know; `None`: this one does not.
    pub managed: Option<ManagedFacts>,
    /// A reset after which nothing was enrolled yet.
    pub reset: Option<ResetPending>,
    /// What happened to them in this organization, newest first.
    pub events: Vec<PersonEvent>,
    /// Cursor of older events; empty at the end.
    pub older: String,
    /// What the visitor may do here.
    pub may: May,
}

/// Whether somebody can sign in, and with 2FA.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonStatus {
    /// A second factor is there.
    On,
    /// None is.
    NotSetUp,
    /// None is, because it was reset: the next sign-in asks for a new phone.
    ResetPending,
    /// Suspended.
    Suspended,
}

/// What only an organization that manages a person may know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManagedFacts {
    /// The main phone: its mask, its country, the day it was verified, and whether codes are called out to it.
    pub phone: Option<PersonPhone>,
    /// Other phones.
    pub spares: usize,
    /// Authenticator apps.
    pub apps: usize,
    /// The recovery code.
    pub recovery: Option<RecoveryLine>,
    /// The last sign-in, and from which device.
    pub signed_in: Option<(Moment, String)>,
    /// What becomes of them if the phone is lost today.
    pub readiness: Option<Readiness>,
    /// Browsers that are signed in.
    pub sessions: Vec<SessionLine>,
}

/// Somebody's main phone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonPhone {
    /// The number, masked.
    pub masked: MaskedPhone,
    /// Name of its country.
    pub country: String,
    /// Day it was verified.
    pub verified: String,
    /// Codes come by call.
    pub called: bool,
}

/// Something that happened to a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonEvent {
    /// What, by its kind in the trail; `None`: a kind of another version.
    pub kind: Option<Kind>,
    /// When and from where.
    pub line: EventLine,
    /// Who did it, if it was somebody else.
    pub by: String,
}

/// What the visitor may do to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct May {
    /// It is their own page.
    pub own: bool,
    /// The person's role is higher than theirs.
    pub higher: bool,
    /// They change roles.
    pub roles: bool,
    /// The person is the last owner who can act.
    pub last_owner: bool,
}

/// A reset by an admin, an owner or the operator after which nothing was enrolled yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResetPending {
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: String,
    /// Its event in the organization's log; empty if it stands in another one.
    pub event: String,
    /// Where the code went.
    pub email: String,
    /// What became of the mail with the code.
    pub mail: ResetMail,
}

/// What became of the mail with the code of a reset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResetMail {
    /// It has not been handed over yet.
    Waits,
    /// It was, then.
    Sent(Moment),
    /// It could not be, or came back.
    Lost,
    /// There is none: the operator tells the code.
    Told,
    /// So long ago that nothing is kept of it.
    Unknown,
}
