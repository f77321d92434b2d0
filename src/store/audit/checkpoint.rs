//! Signed checkpoints: append-only, as the trail itself.

use super::{Db, StoreError};
use crate::model::Timestamp;

/// One checkpoint of a chain.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Checkpoint {
    /// The chain.
    pub chain: String,
    /// Which of the chain's checkpoints, from 1.
    pub number: i64,
    /// Position of the row it covers, and with it of every row before.
    pub seq: i64,
    /// Hash of that row.
    pub hash: String,
    /// When it was written, unix milliseconds.
    pub at: i64,
    /// Signature of the checkpoint before; empty for the first.
    pub previous: String,
    /// Signature over everything else.
    pub signature: String,
}

/// Appends a checkpoint.
pub async fn append(db: &mut Db, new: &Checkpoint) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO audit_checkpoint (chain, number, seq, hash, at, previous, signature) \
                       VALUES ($1, $2, $3, $4, $5, $6, $7)";
    sqlx::query(SQL)
        .bind(&new.chain)
        .bind(new.number)
        .bind(new.seq)
        .bind(&new.hash)
        .bind(new.at)
        .bind(&new.previous)
        .bind(&new.signature)
        .execute(db)
        .await?;
    Ok(())
}

/// The last checkpoint of a chain.
pub async fn last(db: &mut Db, chain: &str) -> Result<Option<Checkpoint>, StoreError> {
    const SQL: &str = "SELECT chain, number, seq, hash, at, previous, signature FROM audit_checkpoint \
                       WHERE chain = $1 ORDER BY number DESC LIMIT 1";
    Ok(sqlx::query_as(SQL).bind(chain).fetch_optional(db).await?)
}

/// The first checkpoint of a chain that covers a row.
pub async fn covering(db: &mut Db, chain: &str, seq: i64) -> Result<Option<Checkpoint>, StoreError> {
    const SQL: &str = "SELECT chain, number, seq, hash, at, previous, signature FROM audit_checkpoint \
                       WHERE chain = $1 AND seq >= $2 ORDER BY seq LIMIT 1";
    Ok(sqlx::query_as(SQL).bind(chain).bind(seq).fetch_optional(db).await?)
}

/// Checkpoints of a chain in order, after the one with this number.
pub async fn stretch(db: &mut Db, chain: &str, after: i64, most: i64) -> Result<Vec<Checkpoint>, StoreError> {
    const SQL: &str = "SELECT chain, number, seq, hash, at, previous, signature FROM audit_checkpoint \
                       WHERE chain = $1 AND number > $2 ORDER BY number LIMIT $3";
    Ok(sqlx::query_as(SQL).bind(chain).bind(after).bind(most).fetch_all(db).await?)
}

/// Whether there is any checkpoint at all.
pub async fn any(db: &mut Db) -> Result<bool, StoreError> {
    const SQL: &str = "SELECT chain FROM audit_checkpoint LIMIT 1";
    Ok(sqlx::query_as::<_, (String,)>(SQL).fetch_optional(db).await?.is_some())
}

/// Chains with rows that no checkpoint covers, whose last checkpoint was written before then; the longest wait first.
pub async fn due(db: &mut Db, before: Timestamp, most: i64) -> Result<Vec<String>, StoreError> {
    const SQL: &str = "SELECT chain FROM audit_head WHERE seq > checkpoint_seq AND checkpoint_at <= $1 \
                       ORDER BY checkpoint_at LIMIT $2";
    let rows: Vec<(String,)> = sqlx::query_as(SQL).bind(before.0).bind(most).fetch_all(db).await?;
    Ok(rows.into_iter().map(|(chain,)| chain).collect())
}
