//! How much the outbox holds, for whoever watches the server.

use crate::model::Timestamp;
use crate::store::{Db, StoreError};

/// Messages that have not ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Depth {
    /// To be sent now; those of a node that died count, too.
    pub due: i64,
    /// To be sent later.
    pub waiting: i64,
    /// In a worker's hands.
    pub sending: i64,
}

/// How much the outbox holds. Reads what has not ended alone, however many messages there ever were.
pub async fn depth(db: &mut Db, now: Timestamp) -> Result<Depth, StoreError> {
    const SQL: &str = "SELECT COUNT(CASE WHEN next_at <= $1 AND (state = 'queued' OR lease_until <= $1) THEN 1 END) \
                       AS due, COUNT(CASE WHEN next_at > $1 AND state = 'queued' THEN 1 END) AS waiting, \
                       COUNT(CASE WHEN state = 'sending' AND lease_until > $1 THEN 1 END) AS sending \
                       FROM outbox WHERE state IN ('queued', 'sending')";
    Ok(sqlx::query_as(SQL).bind(now.0).fetch_one(db).await?)
}
