//! Resets of somebody's 2FA by admins, owners and the operator.

use super::{Db, StoreError, one, word};
use crate::flow::reset::State;
use crate::model::{CaseReason, OrgId, PersonId, ResetId, Timestamp};

/// A reset as stored.
#[derive(Clone)]
pub struct Reset {
    /// Identifier.
    pub id: ResetId,
    /// The organization that manages the person.
    pub org: OrgId,
    /// Whose 2FA.
    pub person: PersonId,
    /// Where it stands.
    pub state: State,
    /// Why.
    pub reason: CaseReason,
    /// Why, in words.
    pub details: String,
    /// Number of a ticket elsewhere, or empty.
    pub ticket: String,
    /// Which text of the box was ticked.
    pub text_version: i64,
    /// Who asked: a person's id, or "operator".
    pub asked_by: String,
    /// When.
    pub asked: Timestamp,
    /// Nobody may approve it from then on.
    pub expires: Timestamp,
    /// Who approved, declined or took it back, and when.
    pub decided: Option<(String, Timestamp)>,
    /// It takes a second person.
    pub takes_two: bool,
    /// Guards every save.
    pub version: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    organization_id: String,
    person_id: String,
    state: String,
    reason: String,
    details: String,
    ticket: String,
    text_version: i64,
    asked_by: String,
    asked_at: i64,
    expires_at: i64,
    decided_by: Option<String>,
    decided_at: Option<i64>,
    second_person: i64,
    version: i64,
}

impl TryFrom<Row> for Reset {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Reset {
            state: word("admin_reset", &row.id, State::parse, &row.state)?,
            reason: word("admin_reset", &row.id, CaseReason::parse, &row.reason)?,
            id: ResetId::new(row.id),
            org: OrgId::new(row.organization_id),
            person: PersonId::new(row.person_id),
            details: row.details,
            ticket: row.ticket,
            text_version: row.text_version,
            asked_by: row.asked_by,
            asked: Timestamp(row.asked_at),
            expires: Timestamp(row.expires_at),
            decided: row.decided_by.zip(row.decided_at.map(Timestamp)),
            takes_two: row.second_person == 1,
            version: row.version,
        })
    }
}

/// Keeps a reset.
///
/// # Errors
/// [`StoreError::Taken`] when one of the same person waits already.
pub async fn insert(db: &mut Db, new: &Reset) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO admin_reset (id, organization_id, person_id, state, reason, details, ticket, \
                       text_version, asked_by, asked_at, expires_at, second_person) \
                       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    sqlx::query(SQL)
        .bind(new.id.as_str())
        .bind(new.org.as_str())
        .bind(new.person.as_str())
        .bind(new.state.word())
        .bind(new.reason.word())
        .bind(&new.details)
        .bind(&new.ticket)
        .bind(new.text_version)
        .bind(&new.asked_by)
        .bind(new.asked.0)
        .bind(new.expires.0)
        .bind(i64::from(new.takes_two))
        .execute(db)
        .await?;
    Ok(())
}

/// Saves how a reset was decided, if nobody decided it meanwhile.
///
/// # Errors
/// [`StoreError::Stale`] when somebody did.
pub async fn save(db: &mut Db, reset: &Reset) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE admin_reset SET state = $4, decided_by = $5, decided_at = $6, version = version + 1 \
                       WHERE organization_id = $1 AND id = $2 AND version = $3 AND state = 'waiting'";
    one(sqlx::query(SQL)
        .bind(reset.org.as_str())
        .bind(reset.id.as_str())
        .bind(reset.version)
        .bind(reset.state.word())
        .bind(reset.decided.as_ref().map(|(by, _)| by.as_str()))
        .bind(reset.decided.as_ref().map(|(_, at)| at.0))
        .execute(db)
        .await?)
}

/// A reset of an organization by its id.
pub async fn get(db: &mut Db, org: &OrgId, id: &ResetId) -> Result<Option<Reset>, StoreError> {
    const SQL: &str = "SELECT id, organization_id, person_id, state, reason, details, ticket, text_version, asked_by, \
                       asked_at, expires_at, decided_by, decided_at, second_person, version FROM admin_reset \
                       WHERE organization_id = $1 AND id = $2";
    let row: Option<Row> = sqlx::query_as(SQL).bind(org.as_str()).bind(id.as_str()).fetch_optional(db).await?;
    row.map(Reset::try_from).transpose()
}

/// The reset that a pass came from.
pub async fn of_pass(db: &mut Db, id: &ResetId) -> Result<Option<Reset>, StoreError> {
    const SQL: &str = "SELECT id, organization_id, person_id, state, reason, details, ticket, text_version, asked_by, \
                       asked_at, expires_at, decided_by, decided_at, second_person, version FROM admin_reset \
                       WHERE id = $1";
    let row: Option<Row> = sqlx::query_as(SQL).bind(id.as_str()).fetch_optional(db).await?;
    row.map(Reset::try_from).transpose()
}

/// The reset of a person that waits for a second one.
pub async fn waiting_of(db: &mut Db, org: &OrgId, person: &PersonId) -> Result<Option<Reset>, StoreError> {
    const SQL: &str = "SELECT id, organization_id, person_id, state, reason, details, ticket, text_version, asked_by, \
                       asked_at, expires_at, decided_by, decided_at, second_person, version FROM admin_reset \
                       WHERE organization_id = $1 AND person_id = $2 AND state = 'waiting'";
    let row: Option<Row> = sqlx::query_as(SQL).bind(org.as_str()).bind(person.as_str()).fetch_optional(db).await?;
    row.map(Reset::try_from).transpose()
}

/// The newest reset of a person that was done, wherever.
pub async fn last_of(db: &mut Db, person: &PersonId) -> Result<Option<Reset>, StoreError> {
    const SQL: &str = "SELECT id, organization_id, person_id, state, reason, details, ticket, text_version, asked_by, \
                       asked_at, expires_at, decided_by, decided_at, second_person, version FROM admin_reset \
                       WHERE person_id = $1 AND state = 'done' ORDER BY asked_at DESC, id DESC LIMIT 1";
    let row: Option<Row> = sqlx::query_as(SQL).bind(person.as_str()).fetch_optional(db).await?;
    row.map(Reset::try_from).transpose()
}

/// Resets of an organization that took, or take, a second person and stand so; the newest first.
pub async fn listed(db: &mut Db, org: &OrgId, state: State) -> Result<Vec<Reset>, StoreError> {
    const SQL: &str = "SELECT id, organization_id, person_id, state, reason, details, ticket, text_version, asked_by, \
                       asked_at, expires_at, decided_by, decided_at, second_person, version FROM admin_reset \
                       WHERE organization_id = $1 AND state = $2 AND second_person = 1 \
                       ORDER BY asked_at DESC, id DESC LIMIT 50";
    let rows: Vec<Row> = sqlx::query_as(SQL).bind(org.as_str()).bind(state.word()).fetch_all(db).await?;
    rows.into_iter().map(Reset::try_from).collect()
}

/// Resets that nobody approved in time.
pub async fn overdue(db: &mut Db, now: Timestamp) -> Result<Vec<Reset>, StoreError> {
    const SQL: &str = "SELECT id, organization_id, person_id, state, reason, details, ticket, text_version, asked_by, \
                       asked_at, expires_at, decided_by, decided_at, second_person, version FROM admin_reset \
                       WHERE state = 'waiting' AND expires_at <= $1 ORDER BY asked_at, id LIMIT 200";
    let rows: Vec<Row> = sqlx::query_as(SQL).bind(now.0).fetch_all(db).await?;
    rows.into_iter().map(Reset::try_from).collect()
}
