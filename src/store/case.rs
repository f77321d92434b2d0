//! Requests of `Reset MFA`.

use super::{Db, StoreError, one, word};
use crate::flow::case::State;
use crate::model::{CaseId, ChallengeId, OrgId, PersonId, ResetId, Timestamp};

/// A case as stored.
#[derive(Clone)]
pub struct Case {
    /// Identifier.
    pub id: CaseId,
    /// What people call it.
    pub number: String,
    /// Who asks.
    pub person: PersonId,
    /// The paid organization that they own.
    pub org: OrgId,
    /// The sign-in that it was begun in.
    pub binding: String,
    /// Where it stands.
    pub state: State,
    /// Sealed JSON of the answers.
    pub claimed_sealed: String,
    /// Answers that differ from what is known.
    pub wrong: i64,
    /// The emailed code under way.
    pub challenge: Option<ChallengeId>,
    /// When it was begun.
    pub created: Timestamp,
    /// When it was opened.
    pub opened: Option<Timestamp>,
    /// It may complete from then on.
    pub ready: Option<Timestamp>,
    /// Reminders sent.
    pub reminded: i64,
    /// Who decided, and when.
    pub decided: Option<(String, Timestamp)>,
    /// The draft, the request, or its pass is over from then on.
    pub expires: Timestamp,
    /// Guards every save.
    pub version: i64,
    /// The reset that it is the pass of; `None`: somebody asked for it themself.
    pub reset: Option<ResetId>,
    /// The operator told the person the code: none is ever mailed for it.
    pub told: bool,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    number: String,
    person_id: String,
    organization_id: String,
    binding: String,
    state: String,
    claimed_sealed: String,
    wrong: i64,
    challenge_id: Option<String>,
    created_at: i64,
    opened_at: Option<i64>,
    ready_at: Option<i64>,
    reminded: i64,
    decided_at: Option<i64>,
    decided_by: Option<String>,
    expires_at: i64,
    version: i64,
    reset_id: Option<String>,
    code_told: i64,
}

impl TryFrom<Row> for Case {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Case {
            state: word("reset_case", &row.id, State::parse, &row.state)?,
            id: CaseId::new(row.id),
            number: row.number,
            person: PersonId::new(row.person_id),
            org: OrgId::new(row.organization_id),
            binding: row.binding,
            claimed_sealed: row.claimed_sealed,
            wrong: row.wrong,
            challenge: row.challenge_id.map(ChallengeId::new),
            created: Timestamp(row.created_at),
            opened: row.opened_at.map(Timestamp),
            ready: row.ready_at.map(Timestamp),
            reminded: row.reminded,
            decided: row.decided_by.zip(row.decided_at.map(Timestamp)),
            expires: Timestamp(row.expires_at),
            version: row.version,
            reset: row.reset_id.map(ResetId::new),
            told: row.code_told == 1,
        })
    }
}

/// Begins a draft.
pub async fn insert(db: &mut Db, new: &Case) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO reset_case (id, number, person_id, organization_id, binding, state, claimed_sealed, \
                       wrong, created_at, expires_at, reset_id, code_told) \
                       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    sqlx::query(SQL)
        .bind(new.id.as_str())
        .bind(&new.number)
        .bind(new.person.as_str())
        .bind(new.org.as_str())
        .bind(&new.binding)
        .bind(new.state.word())
        .bind(&new.claimed_sealed)
        .bind(new.wrong)
        .bind(new.created.0)
        .bind(new.expires.0)
        .bind(new.reset.as_ref().map(ResetId::as_str))
        .bind(i64::from(new.told))
        .execute(db)
        .await?;
    Ok(())
}

/// Saves everything that can change, if nobody saved meanwhile.
///
/// # Errors
/// [`StoreError::Stale`] when somebody did; [`StoreError::Taken`] when the person has an open case already.
pub async fn save(db: &mut Db, case: &Case) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE reset_case SET state = $3, claimed_sealed = $4, wrong = $5, challenge_id = $6, \
                       opened_at = $7, ready_at = $8, reminded = $9, decided_at = $10, decided_by = $11, \
                       expires_at = $12, version = version + 1 WHERE id = $1 AND version = $2";
    one(sqlx::query(SQL)
        .bind(case.id.as_str())
        .bind(case.version)
        .bind(case.state.word())
        .bind(&case.claimed_sealed)
        .bind(case.wrong)
        .bind(case.challenge.as_ref().map(ChallengeId::as_str))
        .bind(case.opened.map(|t| t.0))
        .bind(case.ready.map(|t| t.0))
        .bind(case.reminded)
        .bind(case.decided.as_ref().map(|(_, at)| at.0))
        .bind(case.decided.as_ref().map(|(by, _)| by.as_str()))
        .bind(case.expires.0)
        .execute(db)
        .await?)
}

/// The newest case that was begun in a sign-in.
pub async fn newest(db: &mut Db, binding: &str) -> Result<Option<Case>, StoreError> {
    const SQL: &str = "SELECT id, number, person_id, organization_id, binding, state, claimed_sealed, wrong, challenge_id, \
                       created_at, opened_at, ready_at, reminded, decided_at, decided_by, expires_at, version, reset_id, code_told \
                       FROM reset_case WHERE binding = $1 ORDER BY created_at DESC, id DESC LIMIT 1";
    let row: Option<Row> = sqlx::query_as(SQL).bind(binding).fetch_optional(db).await?;
    row.map(Case::try_from).transpose()
}

/// A case by its id.
pub async fn get(db: &mut Db, id: &CaseId) -> Result<Option<Case>, StoreError> {
    const SQL: &str = "SELECT id, number, person_id, organization_id, binding, state, claimed_sealed, wrong, challenge_id, \
                       created_at, opened_at, ready_at, reminded, decided_at, decided_by, expires_at, version, reset_id, code_told \
                       FROM reset_case WHERE id = $1";
    let row: Option<Row> = sqlx::query_as(SQL).bind(id.as_str()).fetch_optional(db).await?;
    row.map(Case::try_from).transpose()
}

/// A case by the number that people call it by.
pub async fn by_number(db: &mut Db, number: &str) -> Result<Option<Case>, StoreError> {
    const SQL: &str = "SELECT id, number, person_id, organization_id, binding, state, claimed_sealed, wrong, challenge_id, \
                       created_at, opened_at, ready_at, reminded, decided_at, decided_by, expires_at, version, reset_id, code_told \
                       FROM reset_case WHERE number = $1";
    let row: Option<Row> = sqlx::query_as(SQL).bind(number).fetch_optional(db).await?;
    row.map(Case::try_from).transpose()
}

/// The open or granted case of a person.
pub async fn open_of(db: &mut Db, person: &PersonId) -> Result<Option<Case>, StoreError> {
    const SQL: &str = "SELECT id, number, person_id, organization_id, binding, state, claimed_sealed, wrong, challenge_id, \
                       created_at, opened_at, ready_at, reminded, decided_at, decided_by, expires_at, version, reset_id, code_told \
                       FROM reset_case WHERE person_id = $1 AND state IN ('waiting', 'review', 'passed')";
    let row: Option<Row> = sqlx::query_as(SQL).bind(person.as_str()).fetch_optional(db).await?;
    row.map(Case::try_from).transpose()
}

/// Open cases of an organization, or of all, oldest first.
pub async fn open(db: &mut Db, org: Option<&OrgId>) -> Result<Vec<Case>, StoreError> {
    const SQL: &str = "SELECT id, number, person_id, organization_id, binding, state, claimed_sealed, wrong, challenge_id, \
                       created_at, opened_at, ready_at, reminded, decided_at, decided_by, expires_at, version, reset_id, code_told \
                       FROM reset_case WHERE state IN ('waiting', 'review', 'passed') \
                       AND (CAST($1 AS TEXT) IS NULL OR organization_id = $1) ORDER BY opened_at, id LIMIT 200";
    let rows: Vec<Row> = sqlx::query_as(SQL).bind(org.map(OrgId::as_str)).fetch_all(db).await?;
    rows.into_iter().map(Case::try_from).collect()
}

/// Decided requests of an organization, newest first: granted and used ones, or declined ones and those that came to nothing.
/// The passes of resets are not among them.
pub async fn decided(db: &mut Db, org: &OrgId, granted: bool) -> Result<Vec<Case>, StoreError> {
    const SQL: &str = "SELECT id, number, person_id, organization_id, binding, state, claimed_sealed, wrong, challenge_id, \
                       created_at, opened_at, ready_at, reminded, decided_at, decided_by, expires_at, version, reset_id, \
                       code_told FROM reset_case WHERE organization_id = $1 AND reset_id IS NULL \
                       AND opened_at IS NOT NULL AND ((state IN ('passed', 'used') AND $2 = 1) \
                       OR (state IN ('refused', 'cancelled', 'expired') AND $2 = 0)) \
                       ORDER BY created_at DESC, id DESC LIMIT 50";
    let rows: Vec<Row> = sqlx::query_as(SQL).bind(org.as_str()).bind(i64::from(granted)).fetch_all(db).await?;
    rows.into_iter().map(Case::try_from).collect()
}

/// Cases that time moves on: those to be reminded of (half-way through their wait, and an hour or a sixth of it before its
/// end), those whose wait is over, and everything whose end has come.
pub async fn timed(db: &mut Db, now: Timestamp) -> Result<Vec<Case>, StoreError> {
    const SQL: &str = "SELECT id, number, person_id, organization_id, binding, state, claimed_sealed, wrong, challenge_id, \
                       created_at, opened_at, ready_at, reminded, decided_at, decided_by, expires_at, version, reset_id, code_told \
                       FROM reset_case WHERE (state IN ('waiting', 'review') AND ready_at > $1 \
                       AND ((reminded < 1 AND opened_at + (ready_at - opened_at) / 2 <= $1) OR (reminded < 2 \
                       AND ready_at - CASE WHEN (ready_at - opened_at) / 6 < 3600000 THEN (ready_at - opened_at) / 6 \
                       ELSE 3600000 END <= $1))) \
                       OR (state = 'waiting' AND ready_at <= $1) \
                       OR (state IN ('draft', 'confirming', 'review', 'passed') AND expires_at <= $1) \
                       ORDER BY created_at, id LIMIT 200";
    let rows: Vec<Row> = sqlx::query_as(SQL).bind(now.0).fetch_all(db).await?;
    rows.into_iter().map(Case::try_from).collect()
}
