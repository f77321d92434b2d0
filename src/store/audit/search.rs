//! A chain newest first, whole or one kind, actor, person or address of it: each a short range of an index of its own.

use super::{Db, Entry, StoreError};
use crate::model::PersonId;

/// Whatever rows are read in the order of one index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// Every row.
    All,
    /// Rows of a kind, by its word.
    Kind(String),
    /// Rows of what somebody did.
    Actor(String),
    /// Rows of somebody's account.
    Person(String),
    /// Rows from a network address.
    Address(String),
}

/// Rows of a chain before a time and position, back to a time, newest first.
pub async fn older(
    db: &mut Db,
    chain: &str,
    source: &Source,
    before: (i64, i64),
    since: i64,
    most: i64,
) -> Result<Vec<Entry>, StoreError> {
    const ALL: &str = "SELECT id, chain, seq, at, kind, person_id, actor_id, ip, agent, detail, previous, hash \
                       FROM audit WHERE chain = $1 AND $2 = '' AND (at, seq) < ($3, $4) AND at >= $5 \
                       ORDER BY at DESC, seq DESC LIMIT $6";
    const KIND: &str = "SELECT id, chain, seq, at, kind, person_id, actor_id, ip, agent, detail, previous, hash \
                        FROM audit WHERE chain = $1 AND kind = $2 AND (at, seq) < ($3, $4) AND at >= $5 \
                        ORDER BY at DESC, seq DESC LIMIT $6";
    const ACTOR: &str = "SELECT id, chain, seq, at, kind, person_id, actor_id, ip, agent, detail, previous, hash \
                         FROM audit WHERE chain = $1 AND actor_id = $2 AND (at, seq) < ($3, $4) AND at >= $5 \
                         ORDER BY at DESC, seq DESC LIMIT $6";
    const PERSON: &str = "SELECT id, chain, seq, at, kind, person_id, actor_id, ip, agent, detail, previous, hash \
                          FROM audit WHERE chain = $1 AND person_id = $2 AND (at, seq) < ($3, $4) AND at >= $5 \
                          ORDER BY at DESC, seq DESC LIMIT $6";
    const ADDRESS: &str = "SELECT id, chain, seq, at, kind, person_id, actor_id, ip, agent, detail, previous, hash \
                           FROM audit WHERE chain = $1 AND ip = $2 AND (at, seq) < ($3, $4) AND at >= $5 \
                           ORDER BY at DESC, seq DESC LIMIT $6";
    let (query, value) = match source {
        Source::All => (sqlx::query_as(ALL), ""),
        Source::Kind(value) => (sqlx::query_as(KIND), value.as_str()),
        Source::Actor(value) => (sqlx::query_as(ACTOR), value.as_str()),
        Source::Person(value) => (sqlx::query_as(PERSON), value.as_str()),
        Source::Address(value) => (sqlx::query_as(ADDRESS), value.as_str()),
    };
    Ok(query.bind(chain).bind(value).bind(before.0).bind(before.1).bind(since).bind(most).fetch_all(db).await?)
}

/// A row of a chain by its id.
pub async fn by_id(db: &mut Db, chain: &str, id: &str) -> Result<Option<Entry>, StoreError> {
    const SQL: &str = "SELECT id, chain, seq, at, kind, person_id, actor_id, ip, agent, detail, previous, hash \
                       FROM audit WHERE id = $2 AND chain = $1";
    Ok(sqlx::query_as(SQL).bind(chain).bind(id).fetch_optional(db).await?)
}

/// A row of a person's own account by its id, whatever chain it is in.
pub async fn of_person_by_id(db: &mut Db, person: &PersonId, id: &str) -> Result<Option<Entry>, StoreError> {
    const SQL: &str = "SELECT id, chain, seq, at, kind, person_id, actor_id, ip, agent, detail, previous, hash \
                       FROM audit WHERE id = $2 AND person_id = $1";
    Ok(sqlx::query_as(SQL).bind(person.as_str()).bind(id).fetch_optional(db).await?)
}

/// Id of the row at a position of a chain.
pub async fn id_at(db: &mut Db, chain: &str, seq: i64) -> Result<Option<String>, StoreError> {
    const SQL: &str = "SELECT id FROM audit WHERE chain = $1 AND seq = $2";
    let row: Option<(String,)> = sqlx::query_as(SQL).bind(chain).bind(seq).fetch_optional(db).await?;
    Ok(row.map(|(id,)| id))
}

/// Positions of the first and the last row of a chain in a range of time. Clocks of several servers differ a little: where
/// nothing lies before or after the range, the chain's own first or last row is meant.
pub async fn run(db: &mut Db, chain: &str, since: i64, before: i64) -> Result<Option<(i64, i64)>, StoreError> {
    const FIRST: &str = "SELECT seq FROM audit WHERE chain = $1 AND at >= $2 AND at < $3 ORDER BY at, seq LIMIT 1";
    const LAST: &str = "SELECT seq FROM audit WHERE chain = $1 AND at >= $2 AND at < $3 \
                        ORDER BY at DESC, seq DESC LIMIT 1";
    const OUTSIDE: &str = "SELECT seq FROM audit WHERE chain = $1 AND at >= $2 AND at < $3 LIMIT 1";
    let mut ends = Vec::new();
    for (query, since, before) in [
        (sqlx::query_as(FIRST), since, before),
        (sqlx::query_as(LAST), since, before),
        (sqlx::query_as(OUTSIDE), i64::MIN, since),
        (sqlx::query_as(OUTSIDE), before, i64::MAX),
    ] {
        let row: Option<(i64,)> = query.bind(chain).bind(since).bind(before).fetch_optional(&mut *db).await?;
        ends.push(row.map(|(seq,)| seq));
    }
    let [Some(first), Some(last), earlier, later] = ends[..] else { return Ok(None) };
    let end = if later.is_none() { super::last_seq(db, chain).await? } else { first.max(last) };
    Ok(Some((if earlier.is_none() { 1 } else { first.min(last) }, end)))
}

/// Name and address of people by their ids, at most fifty at once.
pub async fn names(db: &mut Db, ids: &[&str]) -> Result<Vec<(String, String, String)>, StoreError> {
    const SQL: &str = "SELECT id, name, email FROM person WHERE id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, \
                       $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, \
                       $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, \
                       $50)";
    let mut query = sqlx::query_as(SQL);
    for n in 0..50 {
        query = query.bind(ids.get(n).copied().unwrap_or_default().to_owned());
    }
    Ok(query.fetch_all(db).await?)
}
