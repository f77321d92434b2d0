use crate::model::{BulkDeed, BulkResult, Moment};

/// A selection of people: what is about to happen to them, or happens, or happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BulkPage {
    /// The selection.
    pub id: String,
    /// What.
    pub deed: BulkDeed,
    /// How far it is.
    pub step: BulkStep,
}

/// How far it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BulkStep {
    /// To be looked at, and confirmed.
    Review {
        /// Who is affected.
        affected: Vec<BulkPerson>,
        /// Who is not, and why.
        skipped: Vec<BulkPerson>,
        /// Why, as typed before.
        reason: String,
        /// Ticket typed before.
        ticket: String,
        /// Kept until then.
        until: Moment,
    },
    /// Confirmed.
    Running {
        /// When it was begun.
        started: Moment,
        /// When it ended.
        finished: Option<Moment>,
        /// People whose turn is over.
        over: i64,
        /// People in all.
        total: i64,
        /// Each of them.
        people: Vec<BulkPerson>,
    },
}

/// One person of a selection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BulkPerson {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: String,
    /// Address.
    pub email: String,
    /// What became of them, or why they are skipped; `None`: their turn comes.
    pub result: Option<BulkResult>,
}
