//! What became of the notices about one event, for its dossier.

use crate::model::Timestamp;
use crate::store::{Db, StoreError};

/// A notice and how it arrived. Where to is not in it: that is erased once a message has gone.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Told {
    /// "sms", "call" or "email".
    pub channel: String,
    notice: String,
    /// Where it stands here: queued, sending, sent, failed or expired.
    pub state: String,
    /// When that ended, unix milliseconds.
    pub finished_at: Option<i64>,
    /// Why it failed.
    pub failure: Option<String>,
    /// What the carrier reported.
    pub reported: Option<String>,
    /// When, unix milliseconds.
    pub reported_at: Option<i64>,
}

impl Told {
    /// What it tells of, in one word or two.
    pub fn what(&self) -> serde_json::Value {
        let notice: serde_json::Value = serde_json::from_str(&self.notice).unwrap_or_default();
        notice["what"].clone()
    }

    /// A code goes along: it is the one to the address that signs in.
    pub fn carries_code(&self) -> bool {
        let notice: serde_json::Value = serde_json::from_str(&self.notice).unwrap_or_default();
        notice["code"].is_string()
    }

    /// It did not arrive, as far as anybody knows, and nobody tries any more.
    pub fn is_lost(&self) -> bool {
        let bad = matches!(self.reported.as_deref(), Some("undelivered" | "failed"));
        bad || matches!(self.state.as_str(), "failed" | "expired")
    }
}

/// Notices about a person's account that were written with an event of that moment.
pub async fn told(db: &mut Db, person: &str, at: Timestamp) -> Result<Vec<Told>, StoreError> {
    const SQL: &str = "SELECT channel, notice, state, finished_at, failure, reported, reported_at FROM outbox \
                       WHERE person_id = $1 AND notice IS NOT NULL AND created_at >= $2 AND created_at <= $3 \
                       ORDER BY created_at, id LIMIT 50";
    // One transaction writes both; its clock is read more than once.
    let (from, to) = (at.0 - 1000, at.0 + 5000);
    Ok(sqlx::query_as(SQL).bind(person).bind(from).bind(to).fetch_all(db).await?)
}
