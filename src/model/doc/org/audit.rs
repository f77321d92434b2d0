use crate::model::{Facet, Kind, Moment, OrgQuery};

/// S18: what happened in an organization, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditLog {
    /// What is asked for, as it stands in the address.
    pub query: OrgQuery,
    /// What each field of the form holds.
    pub form: AuditForm,
    /// What the list is narrowed by, each with the address without it.
    pub chips: Vec<AuditChip>,
    /// The range of days.
    pub range: AuditRange,
    /// The rows, by day.
    pub days: Vec<AuditDay>,
    /// The address of what comes before, and whether it is further back in the search rather than the next page.
    pub older: Option<(OrgQuery, bool)>,
    /// This is not the newest page.
    pub paged: bool,
    /// The visitor's own zone, unless it is UTC.
    pub zone: Option<String>,
    /// Times are shown in UTC.
    pub utc: bool,
    /// What to ask for news of: the same, since the newest event that there was; `None` on older pages.
    pub news: Option<OrgQuery>,
    /// The key that signs, for whoever wants to compare.
    pub public_key: String,
}

/// What the fields of the form hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditForm {
    /// The first value of each facet, in their order.
    pub values: Vec<(Facet, String)>,
    /// Values beside those, which a form sent again keeps.
    pub kept: Vec<(Facet, String)>,
    /// First day as given.
    pub from: String,
    /// Last day as given.
    pub to: String,
    /// Words.
    pub words: String,
}

/// One thing that the list is narrowed by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditChip {
    /// What; `None`: a word to search for.
    pub facet: Option<Facet>,
    /// Its value, with a person's name in place of an id.
    pub value: String,
    /// It means nobody and nothing here.
    pub unknown: bool,
    /// The address without it.
    pub without: OrgQuery,
}

/// The range of days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuditRange {
    /// As nobody asked for another.
    LastDays(i64),
    /// From a day to another, both included.
    Days(String, String),
}

/// The rows of one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditDay {
    /// "23 Nov 2026".
    pub day: String,
    /// The rows, newest first.
    pub events: Vec<AuditLine>,
}

/// One row of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditLine {
    /// Identifier.
    pub id: String,
    /// What; `None`: a kind that this version does not know.
    pub kind: Option<Kind>,
    /// The word of the kind, as stored.
    pub word: String,
    /// Who did it.
    pub actor: AuditWho,
    /// Whose account it is.
    pub person: AuditWho,
    /// They are one.
    pub own: bool,
    /// The facts, as name and value.
    pub facts: Vec<(String, String)>,
    /// When.
    pub at: Moment,
    /// Network address; empty where none was.
    pub address: String,
    /// "Firefox on macOS"; empty where none was.
    pub device: String,
}

/// Somebody in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuditWho {
    /// A person, by name.
    Person {
        /// Identifier.
        id: String,
        /// Name.
        name: String,
    },
    /// Somebody who is not known any more.
    Unknown(String),
    /// The operator's command.
    Operator,
    /// Time alone.
    Time,
}

/// One event, with everything that is kept of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEvent {
    /// The row.
    pub line: AuditLine,
    /// When, in UTC.
    pub utc: Moment,
    /// The browser's own description.
    pub agent: String,
    /// Position in the chain.
    pub seq: i64,
    /// How many rows the chain has.
    pub of: i64,
    /// Hash of the row before; empty for the first.
    pub previous: String,
    /// Its hash.
    pub hash: String,
    /// Id of the row before.
    pub before: Option<String>,
    /// Id of the row after.
    pub after: Option<String>,
    /// Whether the chain holds from this row to what signs it.
    pub proof: AuditProof,
    /// The row as JSON.
    pub json: String,
    /// There is a dossier to download.
    pub dossier: bool,
    /// Times are shown in UTC.
    pub in_utc: bool,
}

/// What a row is signed by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuditProof {
    /// A checkpoint, by its number, of then.
    Checkpoint(i64, Moment),
    /// The signed end of the chain: no checkpoint has come since.
    End,
    /// The chain is broken here.
    Broken(String),
}
