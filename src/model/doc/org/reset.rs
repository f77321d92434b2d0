//! `Reset 2FA` for one person (S15).

use crate::model::{Moment, PersonId, ResetRefusal};

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResetPage {
    /// Whose.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// The address that the code goes to.
    pub email: String,
    /// The main phone, masked, if there is one.
    pub phone: Option<String>,
    /// Other phones and authenticator apps that go as well.
    pub others: usize,
    /// A recovery code goes.
    pub recovery: bool,
    /// Browsers that are signed out.
    pub devices: usize,
    /// Somebody reset it before, and nothing was enrolled since: this gives another code.
    pub again: bool,
    /// Whether it can be, and how.
    pub step: ResetStep,
    /// When the password was replaced by mail, if nobody confirmed it since: for the form, and for people.
    pub mailed: Option<(i64, Moment)>,
    /// What was typed before.
    pub typed: ResetTyped,
}

/// Whether a reset can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResetStep {
    /// At once.
    Now,
    /// One of these has to approve it.
    AskFirst(Vec<String>),
    /// One waits already.
    Waits(Box<ResetCard>),
    /// It cannot be.
    Refused(ResetRefusal),
}

/// What was typed into the form before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResetTyped {
    /// A word of [`crate::model::CaseReason`].
    pub reason: String,
    /// The same in words.
    pub details: String,
    /// Number of a ticket elsewhere.
    pub ticket: String,
}

/// A reset that takes a second person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResetCard {
    /// Its id.
    pub id: String,
    /// Whose 2FA.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Why, in words.
    pub why: String,
    /// Number of a ticket elsewhere, or empty.
    pub ticket: String,
    /// Who asked.
    pub asked_by: String,
    /// When.
    pub asked: Moment,
    /// Nobody may approve it from then on.
    pub until: Moment,
    /// Who may approve it, by name, while it waits.
    pub others: Vec<String>,
    /// What the visitor may do.
    pub may: ResetMay,
    /// How it ended, by whom and when.
    pub ended: Option<(ResetEnd, String, Moment)>,
    /// When the password was replaced by mail, if nobody confirmed it since: for the form, and for people.
    pub mailed: Option<(i64, Moment)>,
}

/// What the visitor may do about a reset that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResetMay {
    /// Nothing.
    Look,
    /// Take back what they asked for.
    Withdraw,
    /// Approve or decline what another asked for.
    Decide,
}

/// How a reset ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResetEnd {
    /// Approved.
    Done,
    /// Declined.
    Declined,
    /// Taken back.
    Withdrawn,
    /// Nobody approved it in time.
    Expired,
}
