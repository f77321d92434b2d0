//! Sign-ins under way.

use super::{Db, StoreError, one, word};
use crate::flow::sign_in::State;
use crate::model::{ChallengeId, PersonId, Place, SignInId, Timestamp};

/// A sign-in as stored.
#[derive(Clone)]
pub struct SignIn {
    /// Identifier.
    pub id: SignInId,
    /// Who claims to sign in; the password was right.
    pub person: PersonId,
    /// Where it stands.
    pub state: State,
    /// The code under way.
    pub challenge: Option<ChallengeId>,
    /// The recovery code was used in it.
    pub recovered: bool,
    /// Where to go afterwards.
    pub next: Place,
    /// Over from then on.
    pub expires: Timestamp,
    /// Guards every save.
    pub version: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    person_id: String,
    state: String,
    challenge_id: Option<String>,
    recovered_at: Option<i64>,
    next_place: String,
    expires_at: i64,
    version: i64,
}

/// Begins a sign-in; an earlier one in the same browser is found no more, because the cookie changes.
pub async fn insert(db: &mut Db, new: &SignIn, digest: &str, now: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO sign_in (id, token_digest, person_id, state, challenge_id, next_place, created_at, \
                       expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    sqlx::query(SQL)
        .bind(new.id.as_str())
        .bind(digest)
        .bind(new.person.as_str())
        .bind(new.state.word())
        .bind(new.challenge.as_ref().map(ChallengeId::as_str))
        .bind(new.next.path())
        .bind(now.0)
        .bind(new.expires.0)
        .execute(db)
        .await?;
    Ok(())
}

/// Finds a sign-in by the digest of its cookie, finished or not.
pub async fn by_digest(db: &mut Db, digest: &str) -> Result<Option<SignIn>, StoreError> {
    const SQL: &str = "SELECT id, person_id, state, challenge_id, recovered_at, next_place, expires_at, version \
                       FROM sign_in WHERE token_digest = $1";
    let row: Option<Row> = sqlx::query_as(SQL).bind(digest).fetch_optional(db).await?;
    row.map(|row| {
        Ok(SignIn {
            state: word("sign_in", &row.id, State::parse, &row.state)?,
            next: Place::parse(&row.next_place).unwrap_or(Place::Overview),
            id: SignInId::new(row.id),
            person: PersonId::new(row.person_id),
            challenge: row.challenge_id.map(ChallengeId::new),
            recovered: row.recovered_at.is_some(),
            expires: Timestamp(row.expires_at),
            version: row.version,
        })
    })
    .transpose()
}

/// Saves state and challenge, if nobody saved meanwhile.
///
/// # Errors
/// [`StoreError::Stale`] when somebody did.
pub async fn save(db: &mut Db, sign_in: &SignIn) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE sign_in SET state = $3, challenge_id = $4, recovered_at = $5, version = version + 1 \
                       WHERE id = $1 AND version = $2";
    one(sqlx::query(SQL)
        .bind(sign_in.id.as_str())
        .bind(sign_in.version)
        .bind(sign_in.state.word())
        .bind(sign_in.challenge.as_ref().map(ChallengeId::as_str))
        .bind(sign_in.recovered.then_some(0i64))
        .execute(db)
        .await?)
}

/// Ends every unfinished sign-in of a person: after "This wasn't me" nobody carries on half-way.
pub async fn end_all(db: &mut Db, person: &PersonId) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE sign_in SET state = 'ended', version = version + 1 WHERE person_id = $1 \
                       AND state IN ('code', 'password', 'enrol')";
    sqlx::query(SQL).bind(person.as_str()).execute(db).await?;
    Ok(())
}
