//! How the messages of a code fare.

use crate::model::{ChallengeId, Channel, Reported, Timestamp};
use crate::store::{Db, StoreError, word};

/// A message of a code, as far as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fared {
    /// How it went.
    pub channel: Channel,
    /// A carrier took it.
    pub taken: bool,
    /// It ended without any carrier taking it for sure.
    pub refused: bool,
    /// What the carrier reported since, and when.
    pub reported: Option<(Reported, Timestamp)>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    channel: String,
    state: String,
    failure: Option<String>,
    reported: Option<String>,
    reported_at: Option<i64>,
}

/// The messages of a code, newest first.
pub async fn journey(db: &mut Db, challenge: &ChallengeId) -> Result<Vec<Fared>, StoreError> {
    const SQL: &str = "SELECT id, channel, state, failure, reported, reported_at FROM outbox WHERE challenge_id = $1 \
                       ORDER BY created_at DESC, id DESC LIMIT 20";
    let rows: Vec<Row> = sqlx::query_as(SQL).bind(challenge.as_str()).fetch_all(db).await?;
    rows.into_iter()
        .map(|row| {
            let reported = row.reported.map(|text| word("outbox", &row.id, Reported::parse, &text)).transpose()?;
            Ok(Fared {
                channel: word("outbox", &row.id, Channel::parse, &row.channel)?,
                taken: row.state == "sent",
                // What nobody knows the end of may still arrive.
                refused: row.state == "failed" && row.failure.as_deref() != Some("unknown"),
                reported: reported.zip(row.reported_at.map(Timestamp)),
            })
        })
        .collect()
}
