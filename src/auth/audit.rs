//! Writes the trail inside the caller's transaction: an event without its audit row cannot be committed.

pub mod check;
pub mod dossier;
pub mod file;
pub mod proof;
pub mod seal;
pub mod write;

#[cfg(test)]
mod tests;

pub use crate::model::Kind;

use super::roster::listed;
use super::{Auth, Fault, Visitor};
use crate::model::{Channel, PersonId, Timestamp};
use crate::store::person::Person;
use crate::store::{Db, audit, run_all};
pub(super) use seal::hash_of;
use serde_json::{Value, json};

/// A chain and a person, where there is no [`Person`] to ask.
pub struct Subject<'a> {
    /// Chain of the row.
    pub chain: String,
    /// Whose account.
    pub person: &'a str,
}

impl<'a> From<&'a Person> for Subject<'a> {
    fn from(person: &'a Person) -> Subject<'a> {
        Subject { chain: person.chain(), person: person.id.as_str() }
    }
}

impl Auth {
    /// Appends a row to the chain of `subject` for something that somebody else did: another person's id, "operator", or
    /// "wait" for what time alone brought about.
    pub(super) async fn record_by<'a>(
        &self,
        db: &mut Db,
        subject: impl Into<Subject<'a>>,
        visitor: &Visitor,
        actor: &str,
        kind: Kind,
        detail: Value,
    ) -> Result<(), Fault> {
        self.append(db, (subject.into(), actor), visitor, kind, detail, self.now()).await?;
        self.meters.happened(kind);
        Ok(())
    }

    /// Appends a row to the chain of `subject`; the actor is the person themself.
    pub(super) async fn record<'a>(
        &self,
        db: &mut Db,
        subject: impl Into<Subject<'a>>,
        visitor: &Visitor,
        kind: Kind,
        detail: Value,
    ) -> Result<(), Fault> {
        self.record_at(db, subject.into(), visitor, kind, detail, self.now()).await?;
        self.meters.happened(kind);
        Ok(())
    }

    /// Appends a row as of then: for the demo's history alone.
    pub(super) async fn record_at(
        &self,
        db: &mut Db,
        subject: Subject<'_>,
        visitor: &Visitor,
        kind: Kind,
        detail: Value,
        at: Timestamp,
    ) -> Result<(), Fault> {
        let actor = subject.person;
        self.append(db, (subject, actor), visitor, kind, detail, at).await
    }

    async fn append(
        &self,
        db: &mut Db,
        (subject, actor): (Subject<'_>, &str),
        visitor: &Visitor,
        kind: Kind,
        detail: Value,
        at: Timestamp,
    ) -> Result<(), Fault> {
        // Before the chain's end is taken: everybody of the organization waits for that.
        self.count_levels(db, subject.person, kind, at).await?;
        let mut writes = self.count_event(&subject.chain, kind, &detail, at);
        let head = audit::take_head(db, &subject.chain).await?;
        let mut entry = audit::Entry {
            id: self.env.id_text(),
            chain: subject.chain,
            seq: head.seq + 1,
            at: at.0,
            kind: kind.word().into(),
            person_id: subject.person.into(),
            actor_id: actor.into(),
            ip: visitor.ip.clone(),
            agent: visitor.agent.clone(),
            detail: detail.to_string(),
            previous: head.hash.clone(),
            hash: String::new(),
        };
        entry.hash = hash_of(&entry);
        writes.push(audit::append(&entry));
        writes.push(self.move_head(db, head, &entry, kind.is_witnessed()).await?);
        writes.extend(listed(subject.person, kind, at));
        run_all(db, writes).await?;
        self.enlist_after(db, subject.person, kind, at).await
    }

    /// How often something happened to a person since then.
    pub(super) async fn happened(
        &self,
        db: &mut Db,
        person: &PersonId,
        kind: Kind,
        since: Timestamp,
    ) -> Result<i64, Fault> {
        Ok(audit::count(db, person, kind.word(), since).await?)
    }
}

/// The detail of a code event.
pub fn code_detail(channel: Channel, purpose: crate::model::Purpose) -> Value {
    json!({ "channel": channel.word(), "purpose": purpose.word() })
}
