//! Challenges: one request for one code. The code itself is nowhere in here.

use super::{Db, StoreError, Write, one, run_all, word};
use crate::flow::challenge::Facts;
use crate::model::{ChallengeId, Channel, PersonId, Purpose, Timestamp};

/// A challenge as stored.
#[derive(Clone)]
pub struct Challenge {
    /// Identifier; part of the code's derivation.
    pub id: ChallengeId,
    /// Whom it is asked of.
    pub person: PersonId,
    /// What for.
    pub purpose: Purpose,
    /// The flow or session that asked.
    pub binding: String,
    /// How it was sent last.
    pub channel: Channel,
    /// Where to, sealed.
    pub destination_sealed: String,
    /// Where to, as a keyed digest; part of the code's derivation.
    pub destination_index: String,
    /// When it was made.
    pub created: Timestamp,
    /// The carrier refused the last message.
    pub failed: bool,
    /// When a carrier took the first message.
    pub taken: Option<Timestamp>,
    /// What its rules need.
    pub facts: Facts,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    person_id: String,
    purpose: String,
    binding: String,
    channel: String,
    destination_sealed: String,
    destination_index: String,
    created_at: i64,
    expires_at: i64,
    tries: i64,
    sends: i64,
    again_at: i64,
    failed_at: Option<i64>,
    delivered_at: Option<i64>,
    used_at: Option<i64>,
    ended_at: Option<i64>,
}

impl TryFrom<Row> for Challenge {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Challenge {
            purpose: word("challenge", &row.id, Purpose::parse, &row.purpose)?,
            channel: word("challenge", &row.id, Channel::parse, &row.channel)?,
            id: ChallengeId::new(row.id),
            person: PersonId::new(row.person_id),
            binding: row.binding,
            destination_sealed: row.destination_sealed,
            destination_index: row.destination_index,
            created: Timestamp(row.created_at),
            failed: row.failed_at.is_some(),
            taken: row.delivered_at.map(Timestamp),
            facts: Facts {
                expires: Timestamp(row.expires_at),
                tries: row.tries,
                sends: row.sends,
                again: Timestamp(row.again_at),
                used: row.used_at.is_some(),
                ended: row.ended_at.is_some(),
            },
        })
    }
}

/// Makes a challenge, as [`new`] does.
///
/// # Errors
/// [`StoreError::Taken`] when another node made one at the same moment.
pub async fn insert(db: &mut Db, new: &Challenge, now: Timestamp) -> Result<(), StoreError> {
    run_all(db, self::new(new, now).into()).await
}

/// A new challenge; any live one of the same person and purpose ends first, so one code lives at a time.
pub fn new(new: &Challenge, now: Timestamp) -> [Write; 2] {
    const SUPERSEDE: &str = "UPDATE challenge SET ended_at = $3 WHERE person_id = $1 AND purpose = $2 \
                             AND used_at IS NULL AND ended_at IS NULL";
    const SQL: &str = "INSERT INTO challenge (id, person_id, purpose, binding, channel, destination_sealed, \
                       destination_index, created_at, expires_at, again_at) \
                       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let supersede = Write::new(SUPERSEDE).bind(new.person.as_str()).bind(new.purpose.word()).bind(now.0);
    let insert = Write::new(SQL)
        .bind(new.id.as_str())
        .bind(new.person.as_str())
        .bind(new.purpose.word())
        .bind(&new.binding)
        .bind(new.channel.word())
        .bind(&new.destination_sealed)
        .bind(&new.destination_index)
        .bind(new.created.0)
        .bind(new.facts.expires.0)
        .bind(new.facts.again.0);
    [supersede, insert]
}

/// Reads a challenge.
pub async fn get(db: &mut Db, id: &ChallengeId) -> Result<Challenge, StoreError> {
    const SQL: &str = "SELECT id, person_id, purpose, binding, channel, destination_sealed, destination_index, \
                       created_at, expires_at, tries, sends, again_at, failed_at, delivered_at, used_at, ended_at \
                       FROM challenge WHERE id = $1";
    let row: Option<Row> = sqlx::query_as(SQL).bind(id.as_str()).fetch_optional(db).await?;
    row.ok_or_else(|| StoreError::Corrupt { table: "challenge", id: id.to_string() })?.try_into()
}

/// The newest challenge of a purpose that a flow or session asked for.
pub async fn newest(db: &mut Db, purpose: Purpose, binding: &str) -> Result<Option<Challenge>, StoreError> {
    const SQL: &str = "SELECT id, person_id, purpose, binding, channel, destination_sealed, destination_index, \
                       created_at, expires_at, tries, sends, again_at, failed_at, delivered_at, used_at, ended_at \
                       FROM challenge WHERE purpose = $1 AND binding = $2 ORDER BY created_at DESC, id DESC LIMIT 1";
    let row: Option<Row> = sqlx::query_as(SQL).bind(purpose.word()).bind(binding).fetch_optional(db).await?;
    row.map(Challenge::try_from).transpose()
}

/// Spends one try, before anything is compared (v5.0.0-6.6.3, T5): of many parallel tries exactly as many pass as there
/// are. Answers how many are spent now; `None`: there was none left, and nothing may be compared.
pub async fn spend_try(
    db: &mut Db,
    id: &ChallengeId,
    binding: &str,
    most: i64,
    now: Timestamp,
) -> Result<Option<i64>, StoreError> {
    const SQL: &str = "UPDATE challenge SET tries = tries + 1 WHERE id = $1 AND binding = $2 AND used_at IS NULL \
                       AND ended_at IS NULL AND expires_at > $3 AND tries < $4 RETURNING tries";
    let spent: Option<(i64,)> =
        sqlx::query_as(SQL).bind(id.as_str()).bind(binding).bind(now.0).bind(most).fetch_optional(db).await?;
    Ok(spent.map(|(tries,)| tries))
}

/// Uses a challenge up, in the transaction of its effect (v5.0.0-6.5.1, T6); [`StoreError::Stale`] when it was used or ended
/// meanwhile.
pub fn consume(id: &ChallengeId, now: Timestamp) -> Write {
    const SQL: &str = "UPDATE challenge SET used_at = $2 WHERE id = $1 AND used_at IS NULL AND ended_at IS NULL";
    Write::new(SQL).bind(id.as_str()).bind(now.0).guarded()
}

/// A message of this code was taken by its carrier; whether it was the first.
pub async fn note_delivery(db: &mut Db, id: &str, now: Timestamp) -> Result<bool, StoreError> {
    const SQL: &str = "UPDATE challenge SET delivered_at = $2 WHERE id = $1 AND delivered_at IS NULL";
    Ok(sqlx::query(SQL).bind(id).bind(now.0).execute(db).await?.rows_affected() == 1)
}

/// Books another message of the same code, if nobody booked one meanwhile.
///
/// # Errors
/// [`StoreError::Stale`] when somebody did.
pub async fn book_send(
    db: &mut Db,
    challenge: &Challenge,
    channel: Channel,
    again: Timestamp,
) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE challenge SET sends = sends + 1, again_at = $3, channel = $4, failed_at = NULL \
                       WHERE id = $1 AND sends = $2 AND used_at IS NULL AND ended_at IS NULL";
    one(sqlx::query(SQL)
        .bind(challenge.id.as_str())
        .bind(challenge.facts.sends)
        .bind(again.0)
        .bind(channel.word())
        .execute(db)
        .await?)
}

/// Notes that the carrier refused the message for good; another channel may be asked for at once.
pub async fn note_failure(db: &mut Db, id: &ChallengeId, now: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE challenge SET failed_at = $2, again_at = $2 WHERE id = $1";
    sqlx::query(SQL).bind(id.as_str()).bind(now.0).execute(db).await?;
    Ok(())
}

/// Ends every live challenge of a person: after a factor change none of them may be right any more.
pub async fn end_all(db: &mut Db, person: &PersonId, now: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE challenge SET ended_at = $2 WHERE person_id = $1 AND used_at IS NULL \
                       AND ended_at IS NULL";
    sqlx::query(SQL).bind(person.as_str()).bind(now.0).execute(db).await?;
    Ok(())
}
