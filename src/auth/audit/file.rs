//! What leaves as a file and is verified offline: exports as JSON Lines, dossiers as one JSON document. Both end with a
//! signed statement of what they hold, over the digest of everything before it: whatever is cut off, put in or changed
//! is found.

use super::seal::message;
use crate::env::iso;
use crate::model::Timestamp;
use crate::store::audit::Entry;
use crate::store::audit::checkpoint::Checkpoint;
use crate::vault::{PublicKey, Vault};
use serde::{Deserialize, Serialize};

/// One line of an export.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Line {
    /// The first.
    Export(Opening),
    /// A row of the trail.
    Event(Event),
    /// A checkpoint, after the row that it covers.
    Checkpoint(Mark),
    /// The last.
    End(Statement),
}

/// What an export is of.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Opening {
    /// Version of the format: 1.
    pub format: i64,
    /// Name of the organization.
    pub organization: String,
    /// The chain.
    pub chain: String,
    /// The filter in words as typed, empty without one: then the rows are an unbroken run of the chain.
    pub filter: String,
    /// First day, and the day after the last, RFC 3339 in UTC.
    pub from: String,
    /// See `from`.
    pub to: String,
    /// Who signs; compare it with what `rekey audit key` prints.
    pub public_key: String,
}

/// A row. What its hash is made of is exactly as stored; names and `time` are there for readers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named as the columns of the trail, see `store::audit::Entry`")]
pub struct Event {
    pub seq: i64,
    /// `at` in RFC 3339, UTC.
    pub time: String,
    pub kind: String,
    /// Name of whoever did it, as it was when the file was made.
    pub actor: String,
    /// Name of whose account it is, as it was when the file was made.
    pub person: String,
    pub ip: String,
    pub agent: String,
    pub detail: String,
    pub id: String,
    pub at: i64,
    pub actor_id: String,
    pub person_id: String,
    pub previous: String,
    pub hash: String,
}

/// A checkpoint of the chain.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named as the columns, see `store::audit::checkpoint::Checkpoint`")]
pub struct Mark {
    pub number: i64,
    pub seq: i64,
    pub hash: String,
    pub at: i64,
    pub previous: String,
    pub signature: String,
}

/// What a file holds, signed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// "run": every row of the chain between two; "filtered": rows that a filter chose; "dossier": the rows of one reset.
    pub holds: String,
    /// The chain.
    pub chain: String,
    /// The filter as typed; empty without one.
    pub filter: String,
    /// Position of the first row in the file; 0 without rows.
    pub from_seq: i64,
    /// Position of the last.
    pub to_seq: i64,
    /// How many rows there are.
    pub count: i64,
    /// Hash of the row before the first.
    pub before: String,
    /// Hash of the last row.
    pub head: String,
    /// Position of the chain's own last row when the file was made.
    pub chain_seq: i64,
    /// Its hash.
    pub chain_hash: String,
    /// When the file was made, unix milliseconds.
    pub made_at: i64,
    /// SHA-256 of every byte of the file before this statement's line.
    pub digest: String,
    /// Signature over everything else.
    pub signature: String,
}

impl Statement {
    /// Signs it.
    pub fn signed(mut self, vault: &Vault) -> Statement {
        self.signature = vault.sign(&self.message());
        self
    }

    /// Whether it was signed with this key.
    pub fn is_signed(&self, key: &PublicKey) -> bool {
        key.made(&self.message(), &self.signature)
    }

    fn message(&self) -> Vec<u8> {
        let numbers = [self.from_seq, self.to_seq, self.count, self.chain_seq, self.made_at].map(|n| n.to_string());
        let [from, to, count, seq, made] = &numbers;
        message(&[
            "rekey file 1",
            &self.holds,
            &self.chain,
            &self.filter,
            from,
            to,
            count,
            &self.before,
            &self.head,
            seq,
            &self.chain_hash,
            made,
            &self.digest,
        ])
    }
}

impl Event {
    /// A row with the names of its people.
    pub fn of(entry: &Entry, actor: &str, person: &str) -> Event {
        Event {
            seq: entry.seq,
            time: iso(Timestamp(entry.at)),
            kind: entry.kind.clone(),
            actor: actor.to_owned(),
            person: person.to_owned(),
            ip: entry.ip.clone(),
            agent: entry.agent.clone(),
            detail: entry.detail.clone(),
            id: entry.id.clone(),
            at: entry.at,
            actor_id: entry.actor_id.clone(),
            person_id: entry.person_id.clone(),
            previous: entry.previous.clone(),
            hash: entry.hash.clone(),
        }
    }

    /// The row as stored.
    pub fn entry(self, chain: &str) -> Entry {
        Entry {
            id: self.id,
            chain: chain.to_owned(),
            seq: self.seq,
            at: self.at,
            kind: self.kind,
            person_id: self.person_id,
            actor_id: self.actor_id,
            ip: self.ip,
            agent: self.agent,
            detail: self.detail,
            previous: self.previous,
            hash: self.hash,
        }
    }
}

impl From<Checkpoint> for Mark {
    fn from(of: Checkpoint) -> Mark {
        let Checkpoint { number, seq, hash, at, previous, signature, .. } = of;
        Mark { number, seq, hash, at, previous, signature }
    }
}

impl Mark {
    /// The checkpoint as stored.
    pub fn checkpoint(self, chain: &str) -> Checkpoint {
        let Mark { number, seq, hash, at, previous, signature } = self;
        Checkpoint { chain: chain.to_owned(), number, seq, hash, at, previous, signature }
    }
}
