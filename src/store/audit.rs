//! The trail: append-only, hash-chained.

pub mod checkpoint;
pub mod search;

use super::{Db, StoreError, Write};
use crate::model::{PersonId, Timestamp};

/// One row of the trail.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Entry {
    /// Identifier.
    pub id: String,
    /// Chain it belongs to.
    pub chain: String,
    /// Position in the chain, from 1.
    pub seq: i64,
    /// When, unix milliseconds.
    pub at: i64,
    /// What.
    pub kind: String,
    /// Whose account.
    pub person_id: String,
    /// Who did it: a person, or "operator", or "nobody".
    pub actor_id: String,
    /// From where.
    pub ip: String,
    /// With what.
    pub agent: String,
    /// JSON object of small facts; never a secret, never a full number.
    pub detail: String,
    /// Hash of the row before; empty for the first.
    pub previous: String,
    /// Hash of this row.
    pub hash: String,
}

impl Entry {
    /// Binds the row's columns, in the order in which every statement that appends one names them.
    pub(super) fn bind<'q>(&'q self, query: Bound<'q>) -> Bound<'q> {
        let query = query.bind(&self.id).bind(&self.chain).bind(self.seq).bind(self.at).bind(&self.kind);
        let query = query.bind(&self.person_id).bind(&self.actor_id).bind(&self.ip).bind(&self.agent);
        query.bind(&self.detail).bind(&self.previous).bind(&self.hash)
    }
}

/// A statement on its way to getting its values.
type Bound<'q> = sqlx::query::Query<'q, sqlx::Any, sqlx::any::AnyArguments>;

/// The end of a chain.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Head {
    /// The chain.
    pub chain: String,
    /// Position of its last row; 0 before the first.
    pub seq: i64,
    /// Hash of its last row; empty before the first.
    pub hash: String,
    /// Position that its last checkpoint covers; 0 without one.
    pub checkpoint_seq: i64,
    /// When that was written, unix milliseconds; 0 without one.
    pub checkpoint_at: i64,
    /// Signature over all this but the time; empty where none was made.
    pub signature: String,
}

/// Takes the chain's end for this transaction. Others wait here, so positions never collide and never leave a gap.
pub async fn take_head(db: &mut Db, chain: &str) -> Result<Head, StoreError> {
    const SQL: &str = "INSERT INTO audit_head (chain, seq, hash) VALUES ($1, 0, '') ON CONFLICT (chain) \
                       DO UPDATE SET seq = audit_head.seq \
                       RETURNING chain, seq, hash, checkpoint_seq, checkpoint_at, signature";
    Ok(sqlx::query_as(SQL).bind(chain).fetch_one(db).await?)
}

/// Moves a chain's end, which this transaction has taken.
pub fn set_head(head: &Head) -> Write {
    const SQL: &str = "UPDATE audit_head SET seq = $2, hash = $3, checkpoint_seq = $4, checkpoint_at = $5, \
                       signature = $6 WHERE chain = $1";
    Write::new(SQL)
        .bind(&head.chain)
        .bind(head.seq)
        .bind(&head.hash)
        .bind(head.checkpoint_seq)
        .bind(head.checkpoint_at)
        .bind(&head.signature)
        .guarded()
}

/// Appends a row. [`set_head`] has to move the chain's end to it in the same transaction.
pub fn append(entry: &Entry) -> Write {
    const SQL: &str = "INSERT INTO audit (id, chain, seq, at, kind, person_id, actor_id, ip, agent, detail, previous, \
                       hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    Write::new(SQL)
        .bind(&entry.id)
        .bind(&entry.chain)
        .bind(entry.seq)
        .bind(entry.at)
        .bind(&entry.kind)
        .bind(&entry.person_id)
        .bind(&entry.actor_id)
        .bind(&entry.ip)
        .bind(&entry.agent)
        .bind(&entry.detail)
        .bind(&entry.previous)
        .bind(&entry.hash)
}

/// The last events of a person's own account, newest first.
pub async fn of_person(db: &mut Db, person: &PersonId, most: i64) -> Result<Vec<Entry>, StoreError> {
    const SQL: &str = "SELECT id, chain, seq, at, kind, person_id, actor_id, ip, agent, detail, previous, hash \
                       FROM audit WHERE person_id = $1 ORDER BY at DESC, id DESC LIMIT $2";
    Ok(sqlx::query_as(SQL).bind(person.as_str()).bind(most).fetch_all(db).await?)
}

/// Older events of a person's own account: those before that moment and id.
pub async fn of_person_before(
    db: &mut Db,
    person: &PersonId,
    before: (i64, &str),
    most: i64,
) -> Result<Vec<Entry>, StoreError> {
    const SQL: &str = "SELECT id, chain, seq, at, kind, person_id, actor_id, ip, agent, detail, previous, hash \
                       FROM audit WHERE person_id = $1 AND (at, id) < ($2, $3) ORDER BY at DESC, id DESC LIMIT $4";
    Ok(sqlx::query_as(SQL).bind(person.as_str()).bind(before.0).bind(before.1).bind(most).fetch_all(db).await?)
}

/// When something of a kind happened last to a person.
pub async fn last(db: &mut Db, person: &PersonId, kinds: &str) -> Result<Option<Timestamp>, StoreError> {
    const SQL: &str = "SELECT at FROM audit WHERE person_id = $1 AND $2 LIKE '% ' || kind || ' %' \
                       ORDER BY at DESC, id DESC LIMIT 1";
    let row: Option<(i64,)> = sqlx::query_as(SQL).bind(person.as_str()).bind(kinds).fetch_optional(db).await?;
    Ok(row.map(|(at,)| Timestamp(at)))
}

/// Every chain with its recorded end.
pub async fn heads(db: &mut Db) -> Result<Vec<Head>, StoreError> {
    const SQL: &str =
        "SELECT chain, seq, hash, checkpoint_seq, checkpoint_at, signature FROM audit_head ORDER BY chain";
    Ok(sqlx::query_as(SQL).fetch_all(db).await?)
}

/// The end of one chain, if it has rows.
pub async fn head(db: &mut Db, chain: &str) -> Result<Option<Head>, StoreError> {
    const SQL: &str = "SELECT chain, seq, hash, checkpoint_seq, checkpoint_at, signature FROM audit_head \
                       WHERE chain = $1";
    Ok(sqlx::query_as(SQL).bind(chain).fetch_optional(db).await?)
}

/// Hash of the row at a position.
pub async fn hash_at(db: &mut Db, chain: &str, seq: i64) -> Result<Option<String>, StoreError> {
    const SQL: &str = "SELECT hash FROM audit WHERE chain = $1 AND seq = $2";
    let row: Option<(String,)> = sqlx::query_as(SQL).bind(chain).bind(seq).fetch_optional(db).await?;
    Ok(row.map(|(hash,)| hash))
}

/// Position of the last row of a chain, whatever its recorded end says; 0 without rows.
pub async fn last_seq(db: &mut Db, chain: &str) -> Result<i64, StoreError> {
    const SQL: &str = "SELECT seq FROM audit WHERE chain = $1 ORDER BY seq DESC LIMIT 1";
    let row: Option<(i64,)> = sqlx::query_as(SQL).bind(chain).fetch_optional(db).await?;
    Ok(row.map_or(0, |(seq,)| seq))
}

/// Chains that have rows or checkpoints and no recorded end: somebody took the end away.
pub async fn headless(db: &mut Db) -> Result<Vec<String>, StoreError> {
    const SQL: &str = "SELECT a.chain AS chain FROM audit a LEFT JOIN audit_head h ON h.chain = a.chain \
                       WHERE h.chain IS NULL UNION SELECT c.chain AS chain FROM audit_checkpoint c LEFT JOIN audit_head h \
                       ON h.chain = c.chain WHERE h.chain IS NULL ORDER BY chain";
    let rows: Vec<(String,)> = sqlx::query_as(SQL).fetch_all(db).await?;
    Ok(rows.into_iter().map(|(chain,)| chain).collect())
}

/// A stretch of a chain in order, after position `after`.
pub async fn stretch(db: &mut Db, chain: &str, after: i64, most: i64) -> Result<Vec<Entry>, StoreError> {
    const SQL: &str = "SELECT id, chain, seq, at, kind, person_id, actor_id, ip, agent, detail, previous, hash \
                       FROM audit WHERE chain = $1 AND seq > $2 ORDER BY seq LIMIT $3";
    Ok(sqlx::query_as(SQL).bind(chain).bind(after).bind(most).fetch_all(db).await?)
}

/// How many rows of a kind a person's account has, for tests and for budgets of notices.
pub async fn count(db: &mut Db, person: &PersonId, kind: &str, since: Timestamp) -> Result<i64, StoreError> {
    const SQL: &str = "SELECT COUNT(*) FROM audit WHERE person_id = $1 AND kind = $2 AND at >= $3";
    let (count,): (i64,) = sqlx::query_as(SQL).bind(person.as_str()).bind(kind).bind(since.0).fetch_one(db).await?;
    Ok(count)
}
