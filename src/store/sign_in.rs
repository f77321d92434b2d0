//! Sign-ins under way.

use super::{Db, StoreError, one, word};
use crate::flow::sign_in::State;
use crate::model::{CaseId, ChallengeId, PersonId, Place, SignInId, Timestamp};

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
    /// The enrolment pass of this case is used in it.
    pub case: Option<CaseId>,
    /// Where to go afterwards.
    pub next: Place,
    /// Over from then on.
    pub expires: Timestamp,
    /// Guards every save.
    pub version: i64,
}

impl SignIn {
    /// The recovery code or a pass stands in place of the phone: a new phone must follow.
    pub fn replaces_phone(&self) -> bool {
        self.recovered || self.case.is_some()
    }
}

/// What a sign-in branches on, in one read.
pub struct Facts {
    /// Phones in force.
    pub phones: i64,
    /// Authenticator apps in force.
    pub apps: i64,
    /// An organization requires 2FA, because it pays or its policy says so.
    pub required: bool,
    /// An organization will require it, and the person has not put that off.
    pub asked: bool,
    /// The granted `Reset MFA` request that waits to be used.
    pub passed: Option<CaseId>,
    /// A request is open, granted or not.
    pub open: bool,
}

/// Reads what a sign-in branches on.
pub async fn facts(db: &mut Db, person: &PersonId, now: Timestamp) -> Result<Facts, StoreError> {
    const SQL: &str = "SELECT \
        (SELECT COUNT(*) FROM phone WHERE person_id = $1 AND removed_at IS NULL) AS phones, \
        (SELECT COUNT(*) FROM app WHERE person_id = $1 AND removed_at IS NULL AND added_at IS NOT NULL) AS apps, \
        (SELECT COUNT(*) FROM membership m JOIN organization o ON o.id = m.organization_id \
         LEFT JOIN org_policy p ON p.organization_id = o.id WHERE m.person_id = $1 AND (o.plan = 'paid' \
         OR (o.require_2fa_at <= $2 AND (p.staff_only IS NULL OR p.staff_only = 0 OR m.role <> 'member')))) AS required, \
        (SELECT COUNT(*) FROM person WHERE id = $1 AND COALESCE(skipped_2fa_until, 0) < \
         (SELECT MIN(o.require_2fa_at) FROM membership m JOIN organization o ON o.id = m.organization_id \
         LEFT JOIN org_policy p ON p.organization_id = o.id WHERE m.person_id = $1 AND o.require_2fa_at > $2 \
         AND (p.staff_only IS NULL OR p.staff_only = 0 OR m.role <> 'member'))) AS asked, \
        (SELECT id FROM reset_case WHERE person_id = $1 AND state = 'passed' AND expires_at > $2) AS passed, \
        (SELECT COUNT(*) FROM reset_case WHERE person_id = $1 AND state IN ('waiting', 'review', 'passed')) AS opened";
    let (phones, apps, required, asked, passed, open): (i64, i64, i64, i64, Option<String>, i64) =
        sqlx::query_as(SQL).bind(person.as_str()).bind(now.0).fetch_one(db).await?;
    let passed = passed.map(CaseId::new);
    Ok(Facts { phones, apps, required: required > 0, asked: asked > 0, passed, open: open > 0 })
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    person_id: String,
    state: String,
    challenge_id: Option<String>,
    recovered_at: Option<i64>,
    case_id: Option<String>,
    next_place: String,
    expires_at: i64,
    version: i64,
}

/// Begins a sign-in; an earlier one in the same browser is found no more, because the cookie changes.
pub async fn insert(db: &mut Db, new: &SignIn, digest: &str, now: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO sign_in (id, token_digest, person_id, state, challenge_id, next_place, created_at, \
                       expires_at, case_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    sqlx::query(SQL)
        .bind(new.id.as_str())
        .bind(digest)
        .bind(new.person.as_str())
        .bind(new.state.word())
        .bind(new.challenge.as_ref().map(ChallengeId::as_str))
        .bind(new.next.path())
        .bind(now.0)
        .bind(new.expires.0)
        .bind(new.case.as_ref().map(CaseId::as_str))
        .execute(db)
        .await?;
    Ok(())
}

/// Finds a sign-in by the digest of its cookie, finished or not.
pub async fn by_digest(db: &mut Db, digest: &str) -> Result<Option<SignIn>, StoreError> {
    const SQL: &str = "SELECT id, person_id, state, challenge_id, recovered_at, case_id, next_place, expires_at, version \
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
            case: row.case_id.map(CaseId::new),
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
    const SQL: &str = "UPDATE sign_in SET state = $3, challenge_id = $4, recovered_at = $5, case_id = $6, \
                       version = version + 1 \
                       WHERE id = $1 AND version = $2";
    one(sqlx::query(SQL)
        .bind(sign_in.id.as_str())
        .bind(sign_in.version)
        .bind(sign_in.state.word())
        .bind(sign_in.challenge.as_ref().map(ChallengeId::as_str))
        .bind(sign_in.recovered.then_some(0i64))
        .bind(sign_in.case.as_ref().map(CaseId::as_str))
        .execute(db)
        .await?)
}

/// Ends every unfinished sign-in of a person: after "This wasn't me" nobody carries on half-way.
pub async fn end_others(db: &mut Db, person: &PersonId, keep: Option<&SignInId>) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE sign_in SET state = 'ended', version = version + 1 WHERE person_id = $1 \
                       AND id <> $2 AND state IN ('code', 'pass', 'barred', 'password', 'enrol')";
    let keep = keep.map_or("", SignInId::as_str);
    sqlx::query(SQL).bind(person.as_str()).bind(keep).execute(db).await?;
    Ok(())
}
