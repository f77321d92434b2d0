//! Phones being added or replaced.

use super::{Db, StoreError, one, word};
use crate::flow::enrolment::{Reason, State};
use crate::model::{ChallengeId, EnrolmentId, PersonId, Timestamp};

/// An enrolment as stored.
#[derive(Clone)]
pub struct Enrolment {
    /// Identifier; forms carry it, so an older tab is recognised.
    pub id: EnrolmentId,
    /// Whose phone.
    pub person: PersonId,
    /// The session or sign-in it belongs to.
    pub binding: String,
    /// Why.
    pub reason: Reason,
    /// Where it stands.
    pub state: State,
    /// The code under way.
    pub challenge: Option<ChallengeId>,
    /// Country chosen last.
    pub typed_country: String,
    /// Number as typed last, sealed.
    pub typed_sealed: Option<String>,
    /// The accepted number, sealed; the only number a right code can bind (T23).
    pub number_sealed: Option<String>,
    /// The recovery code, sealed so that only this browser's token opens it; erased by `Finish`.
    pub recovery_sealed: Option<String>,
    /// The recovery code was shown.
    pub shown: bool,
    /// When it began.
    pub created: Timestamp,
    /// Over from then on.
    pub expires: Timestamp,
    /// Guards every save.
    pub version: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    person_id: String,
    binding: String,
    reason: String,
    state: String,
    challenge_id: Option<String>,
    typed_country: String,
    typed_sealed: Option<String>,
    number_sealed: Option<String>,
    recovery_sealed: Option<String>,
    shown_at: Option<i64>,
    created_at: i64,
    expires_at: i64,
    version: i64,
}

impl TryFrom<Row> for Enrolment {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Enrolment {
            reason: word("enrolment", &row.id, Reason::parse, &row.reason)?,
            state: word("enrolment", &row.id, State::parse, &row.state)?,
            id: EnrolmentId::new(row.id),
            person: PersonId::new(row.person_id),
            binding: row.binding,
            challenge: row.challenge_id.map(ChallengeId::new),
            typed_country: row.typed_country,
            typed_sealed: row.typed_sealed,
            number_sealed: row.number_sealed,
            recovery_sealed: row.recovery_sealed,
            shown: row.shown_at.is_some(),
            created: Timestamp(row.created_at),
            expires: Timestamp(row.expires_at),
            version: row.version,
        })
    }
}

/// Begins an enrolment; any open one of the same person ends first: the newest wins.
///
/// # Errors
/// [`StoreError::Taken`] when another node began one at the same moment.
pub async fn insert(db: &mut Db, new: &Enrolment) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO enrolment (id, person_id, binding, reason, state, challenge_id, recovery_sealed, \
                       created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    end_open(db, &new.person).await?;
    sqlx::query(SQL)
        .bind(new.id.as_str())
        .bind(new.person.as_str())
        .bind(&new.binding)
        .bind(new.reason.word())
        .bind(new.state.word())
        .bind(new.challenge.as_ref().map(ChallengeId::as_str))
        .bind(new.recovery_sealed.as_deref())
        .bind(new.created.0)
        .bind(new.expires.0)
        .execute(db)
        .await?;
    Ok(())
}

/// The newest enrolment of a session or sign-in, whatever its state.
pub async fn newest(db: &mut Db, binding: &str) -> Result<Option<Enrolment>, StoreError> {
    const SQL: &str = "SELECT id, person_id, binding, reason, state, challenge_id, typed_country, typed_sealed, \
                       number_sealed, recovery_sealed, shown_at, created_at, expires_at, version FROM enrolment \
                       WHERE binding = $1 ORDER BY created_at DESC, id DESC LIMIT 1";
    let row: Option<Row> = sqlx::query_as(SQL).bind(binding).fetch_optional(db).await?;
    row.map(Enrolment::try_from).transpose()
}

/// Saves everything that can change, if nobody saved meanwhile.
///
/// # Errors
/// [`StoreError::Stale`] when somebody did.
pub async fn save(db: &mut Db, enrolment: &Enrolment, now: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE enrolment SET binding = $3, state = $4, challenge_id = $5, typed_country = $6, \
                       typed_sealed = $7, number_sealed = $8, recovery_sealed = $9, shown_at = $10, \
                       version = version + 1 WHERE id = $1 AND version = $2";
    one(sqlx::query(SQL)
        .bind(enrolment.id.as_str())
        .bind(enrolment.version)
        .bind(&enrolment.binding)
        .bind(enrolment.state.word())
        .bind(enrolment.challenge.as_ref().map(ChallengeId::as_str))
        .bind(&enrolment.typed_country)
        .bind(enrolment.typed_sealed.as_deref())
        .bind(enrolment.number_sealed.as_deref())
        .bind(enrolment.recovery_sealed.as_deref())
        .bind(enrolment.shown.then_some(now.0))
        .execute(db)
        .await?)
}

/// Ends the open enrolment of a person, if there is one; answers whether there was.
pub async fn end_open(db: &mut Db, person: &PersonId) -> Result<bool, StoreError> {
    const SQL: &str = "UPDATE enrolment SET state = 'ended', typed_sealed = NULL, version = version + 1 \
                       WHERE person_id = $1 AND state IN ('proving', 'choosing', 'code')";
    Ok(sqlx::query(SQL).bind(person.as_str()).execute(db).await?.rows_affected() > 0)
}

/// Erases every recovery code that still waits to be shown or saved: after "This wasn't me" nobody may see one.
pub async fn forget_codes(db: &mut Db, person: &PersonId) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE enrolment SET recovery_sealed = NULL, version = version + 1 WHERE person_id = $1 \
                       AND recovery_sealed IS NOT NULL";
    sqlx::query(SQL).bind(person.as_str()).execute(db).await?;
    Ok(())
}

/// Erases recovery codes whose page is over; the numbers typed into dead flows go with them.
pub async fn tidy(db: &mut Db, now: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE enrolment SET recovery_sealed = NULL, typed_sealed = NULL, version = version + 1 \
                       WHERE expires_at <= $1 AND (recovery_sealed IS NOT NULL OR typed_sealed IS NOT NULL)";
    sqlx::query(SQL).bind(now.0).execute(db).await?;
    Ok(())
}
