//! The trail: append-only, hash-chained.

use super::{Db, StoreError};
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

/// Takes the chain's end for this transaction: position and hash of its last row. Others wait here, so positions never
/// collide and never leave a gap.
pub async fn take_head(db: &mut Db, chain: &str) -> Result<(i64, String), StoreError> {
    const SQL: &str = "INSERT INTO audit_head (chain, seq, hash) VALUES ($1, 0, '') ON CONFLICT (chain) \
                       DO UPDATE SET seq = audit_head.seq RETURNING seq, hash";
    Ok(sqlx::query_as(SQL).bind(chain).fetch_one(db).await?)
}

/// Appends a row and moves the chain's end to it.
pub async fn append(db: &mut Db, entry: &Entry) -> Result<(), StoreError> {
    const ROW: &str = "INSERT INTO audit (id, chain, seq, at, kind, person_id, actor_id, ip, agent, detail, previous, \
                       hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    const HEAD: &str = "UPDATE audit_head SET seq = $2, hash = $3 WHERE chain = $1";
    sqlx::query(ROW)
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
        .execute(&mut *db)
        .await?;
    sqlx::query(HEAD).bind(&entry.chain).bind(entry.seq).bind(&entry.hash).execute(db).await?;
    Ok(())
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
pub async fn heads(db: &mut Db) -> Result<Vec<(String, i64, String)>, StoreError> {
    const SQL: &str = "SELECT chain, seq, hash FROM audit_head ORDER BY chain";
    Ok(sqlx::query_as(SQL).fetch_all(db).await?)
}

/// Chains that have rows and no recorded end: somebody took the end away.
pub async fn headless(db: &mut Db) -> Result<Vec<String>, StoreError> {
    const SQL: &str = "SELECT DISTINCT a.chain FROM audit a LEFT JOIN audit_head h ON h.chain = a.chain \
                       WHERE h.chain IS NULL ORDER BY a.chain";
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
