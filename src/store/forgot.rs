//! Forgotten passwords under way. An address that nobody has gets a row like any other, so that both take the same way.

use super::{Db, StoreError, one};
use crate::model::{ChallengeId, PersonId, Timestamp};

/// A forgotten password under way.
#[derive(Clone)]
pub struct Forgot {
    /// Identifier.
    pub id: String,
    /// Whose; nobody's address has nobody.
    pub person: Option<PersonId>,
    /// The address as typed, sealed.
    pub typed_sealed: String,
    /// The code under way, if one could be sent.
    pub challenge: Option<ChallengeId>,
    /// Codes tried.
    pub tries: i64,
    /// Codes sent, or as if.
    pub sends: i64,
    /// Not again before then.
    pub again: Timestamp,
    /// Begun.
    pub created: Timestamp,
    /// Over from then on.
    pub expires: Timestamp,
    /// The password was replaced.
    pub used: bool,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    person_id: Option<String>,
    typed_sealed: String,
    challenge_id: Option<String>,
    tries: i64,
    sends: i64,
    again_at: i64,
    created_at: i64,
    expires_at: i64,
    used_at: Option<i64>,
}

/// Begins one.
pub async fn insert(db: &mut Db, new: &Forgot, digest: &str) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO forgot (id, token_digest, person_id, typed_sealed, challenge_id, again_at, created_at, \
                       expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    sqlx::query(SQL)
        .bind(&new.id)
        .bind(digest)
        .bind(new.person.as_ref().map(PersonId::as_str))
        .bind(&new.typed_sealed)
        .bind(new.challenge.as_ref().map(ChallengeId::as_str))
        .bind(new.again.0)
        .bind(new.created.0)
        .bind(new.expires.0)
        .execute(db)
        .await?;
    Ok(())
}

/// Finds one by the digest of its cookie.
pub async fn by_digest(db: &mut Db, digest: &str) -> Result<Option<Forgot>, StoreError> {
    const SQL: &str = "SELECT id, person_id, typed_sealed, challenge_id, tries, sends, again_at, created_at, expires_at, \
                       used_at FROM forgot WHERE token_digest = $1";
    let row: Option<Row> = sqlx::query_as(SQL).bind(digest).fetch_optional(db).await?;
    Ok(row.map(|row| Forgot {
        id: row.id,
        person: row.person_id.map(PersonId::new),
        typed_sealed: row.typed_sealed,
        challenge: row.challenge_id.map(ChallengeId::new),
        tries: row.tries,
        sends: row.sends,
        again: Timestamp(row.again_at),
        created: Timestamp(row.created_at),
        expires: Timestamp(row.expires_at),
        used: row.used_at.is_some(),
    }))
}

/// Spends one try before anything is compared; `false`: there is none left.
pub async fn spend_try(db: &mut Db, id: &str, most: i64, now: Timestamp) -> Result<bool, StoreError> {
    const SQL: &str = "UPDATE forgot SET tries = tries + 1 WHERE id = $1 AND used_at IS NULL AND expires_at > $2 \
                       AND tries < $3";
    Ok(sqlx::query(SQL).bind(id).bind(now.0).bind(most).execute(db).await?.rows_affected() == 1)
}

/// Books another message, or what looks like one.
///
/// # Errors
/// [`StoreError::Stale`] when somebody booked one meanwhile.
pub async fn book_send(db: &mut Db, forgot: &Forgot, again: Timestamp) -> Result<(), StoreError> {
    const SQL: &str =
        "UPDATE forgot SET sends = sends + 1, again_at = $3 WHERE id = $1 AND sends = $2 AND used_at IS NULL";
    one(sqlx::query(SQL).bind(&forgot.id).bind(forgot.sends).bind(again.0).execute(db).await?)
}

/// Uses it up.
///
/// # Errors
/// [`StoreError::Stale`] when it was used meanwhile.
pub async fn finish(db: &mut Db, id: &str, now: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE forgot SET used_at = $2 WHERE id = $1 AND used_at IS NULL";
    one(sqlx::query(SQL).bind(id).bind(now.0).execute(db).await?)
}

/// Forgets those that are over.
pub async fn tidy(db: &mut Db, before: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "DELETE FROM forgot WHERE expires_at < $1";
    sqlx::query(SQL).bind(before.0).execute(db).await?;
    Ok(())
}
