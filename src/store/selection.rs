//! People picked from a list, kept for their maker; and the job that a confirmed selection is. A person's row is done in the
//! transaction that changes the person, and only while it waits: nobody is done twice, whoever works on it.

use super::{Db, StoreError, one, word};
use crate::model::{BulkDeed, BulkResult, OrgId, PersonId, Role, Seconds, Timestamp};

/// A selection as stored.
#[derive(Clone)]
pub struct Selection {
    /// Identifier.
    pub id: String,
    /// The organization.
    pub org: OrgId,
    /// Its maker.
    pub by: PersonId,
    /// Not confirmed until then, it is forgotten.
    pub expires: Timestamp,
    /// What was confirmed.
    pub deed: Option<BulkDeed>,
    /// Why.
    pub reason: String,
    /// Number of a ticket elsewhere, or empty.
    pub ticket: String,
    /// Network address and browser that it was confirmed with.
    pub from: (String, String),
    /// When it was confirmed.
    pub started: Option<Timestamp>,
    /// When it ended.
    pub finished: Option<Timestamp>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    organization_id: String,
    made_by: String,
    expires_at: i64,
    deed: Option<String>,
    reason: String,
    ticket: String,
    ip: String,
    agent: String,
    started_at: Option<i64>,
    finished_at: Option<i64>,
}

impl TryFrom<Row> for Selection {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let deed = row.deed.map(|deed| word("selection", &row.id, BulkDeed::parse, &deed)).transpose()?;
        Ok(Selection {
            id: row.id,
            org: OrgId::new(row.organization_id),
            by: PersonId::new(row.made_by),
            expires: Timestamp(row.expires_at),
            deed,
            reason: row.reason,
            ticket: row.ticket,
            from: (row.ip, row.agent),
            started: row.started_at.map(Timestamp),
            finished: row.finished_at.map(Timestamp),
        })
    }
}

/// Makes an empty selection.
pub async fn insert(
    db: &mut Db,
    org: &OrgId,
    id: &str,
    by: &PersonId,
    (at, expires): (Timestamp, Timestamp),
) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO selection (organization_id, id, made_by, created_at, expires_at) \
                       VALUES ($1, $2, $3, $4, $5)";
    sqlx::query(SQL).bind(org.as_str()).bind(id).bind(by.as_str()).bind(at.0).bind(expires.0).execute(db).await?;
    Ok(())
}

/// Picks a member. Whoever is none of this organization's is not picked, and nobody twice.
pub async fn pick(db: &mut Db, org: &OrgId, id: &str, person: &PersonId) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO selected (selection_id, person_id, state) \
                       SELECT CAST($2 AS TEXT), m.person_id, 'picked' FROM membership m \
                       WHERE m.organization_id = $1 AND m.person_id = $3 \
                       ON CONFLICT (selection_id, person_id) DO NOTHING";
    sqlx::query(SQL).bind(org.as_str()).bind(id).bind(person.as_str()).execute(db).await?;
    Ok(())
}

/// A selection of this maker.
pub async fn find(db: &mut Db, org: &OrgId, id: &str, by: &PersonId) -> Result<Option<Selection>, StoreError> {
    const SQL: &str = "SELECT id, organization_id, made_by, expires_at, deed, reason, ticket, ip, agent, started_at, \
                       finished_at FROM selection WHERE organization_id = $1 AND id = $2 AND made_by = $3";
    let row: Option<Row> = sqlx::query_as(SQL).bind(org.as_str()).bind(id).bind(by.as_str()).fetch_optional(db).await?;
    row.map(Selection::try_from).transpose()
}

/// A selection that is worked on.
pub async fn running(db: &mut Db, id: &str) -> Result<Option<Selection>, StoreError> {
    const SQL: &str = "SELECT id, organization_id, made_by, expires_at, deed, reason, ticket, ip, agent, started_at, \
                       finished_at FROM selection WHERE id = $1 AND deed IS NOT NULL AND finished_at IS NULL";
    let row: Option<Row> = sqlx::query_as(SQL).bind(id).fetch_optional(db).await?;
    row.map(Selection::try_from).transpose()
}

/// How many people a selection has.
pub async fn size(db: &mut Db, id: &str) -> Result<i64, StoreError> {
    const SQL: &str = "SELECT COUNT(*) FROM selected WHERE selection_id = $1";
    let (count,): (i64,) = sqlx::query_as(SQL).bind(id).fetch_one(db).await?;
    Ok(count)
}

/// A picked person, with what decides whether they are affected.
pub struct Picked {
    /// Who.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// Address.
    pub email: String,
    /// Role; `None`: not a member any more.
    pub role: Option<Role>,
    /// This organization manages them.
    pub managed: bool,
    /// As lists say: "on", "none", "pending", "suspended".
    pub status: String,
    /// The address that signs in refuses mail.
    pub refused: bool,
    /// What became of them, once that is known.
    pub result: String,
    /// Their turn is over.
    pub over: bool,
}

/// Everybody of a selection, by name.
pub async fn people(db: &mut Db, selection: &Selection, most: i64) -> Result<Vec<Picked>, StoreError> {
    const SQL: &str = "SELECT s.person_id, p.name, p.email, m.role, \
                       CASE WHEN p.managed_by = $1 THEN 1 ELSE 0 END, COALESCE(r.status, 'none'), \
                       CASE WHEN a.refused_at IS NULL THEN 0 ELSE 1 END, s.result, \
                       CASE WHEN s.state IN ('picked', 'waiting') THEN 0 ELSE 1 END \
                       FROM selected s JOIN person p ON p.id = s.person_id \
                       LEFT JOIN membership m ON m.organization_id = $1 AND m.person_id = s.person_id \
                       LEFT JOIN roster r ON r.organization_id = $1 AND r.person_id = s.person_id \
                       LEFT JOIN address a ON a.person_id = s.person_id AND a.email = p.email \
                       WHERE s.selection_id = $2 ORDER BY p.name, s.person_id LIMIT $3";
    type Line = (String, String, String, Option<String>, i64, String, i64, String, i64);
    let rows: Vec<Line> =
        sqlx::query_as(SQL).bind(selection.org.as_str()).bind(&selection.id).bind(most).fetch_all(db).await?;
    rows.into_iter()
        .map(|(person, name, email, role, managed, status, refused, result, over)| {
            let role = role.map(|role| word("membership", &person, Role::parse, &role)).transpose()?;
            let (managed, refused, over) = (managed == 1, refused == 1, over == 1);
            Ok(Picked { person: PersonId::new(person), name, email, role, managed, status, refused, result, over })
        })
        .collect()
}

/// Confirms a selection: it is a job from then on.
///
/// # Errors
/// [`StoreError::Stale`] when it was confirmed meanwhile, or its time is over.
pub async fn start(
    db: &mut Db,
    selection: &Selection,
    (deed, reason, ticket): (BulkDeed, &str, &str),
    (ip, agent): (&str, &str),
    now: Timestamp,
) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE selection SET deed = $4, reason = $5, ticket = $6, ip = $7, agent = $8, started_at = $9 \
                       WHERE organization_id = $1 AND id = $2 AND made_by = $3 AND deed IS NULL AND expires_at > $9";
    let query = sqlx::query(SQL).bind(selection.org.as_str()).bind(&selection.id).bind(selection.by.as_str());
    let query = query.bind(deed.word()).bind(reason).bind(ticket).bind(ip).bind(agent).bind(now.0);
    one(query.execute(db).await?)
}

/// Somebody's turn comes, or is over before it came.
pub async fn line_up(
    db: &mut Db,
    id: &str,
    person: &PersonId,
    skipped: Option<BulkResult>,
    now: Timestamp,
) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE selected SET state = $3, result = $4, done_at = $5 \
                       WHERE selection_id = $1 AND person_id = $2 AND state = 'picked'";
    let (state, result) = skipped.map_or(("waiting", ""), |result| ("skipped", result.word()));
    let at = skipped.map(|_| now.0);
    one(sqlx::query(SQL).bind(id).bind(person.as_str()).bind(state).bind(result).bind(at).execute(db).await?)
}

/// Claims people whose turn it is, for a lease. One whose lease ran out was held by a node that died: it is their turn again.
pub async fn claim(
    db: &mut Db,
    most: i64,
    lease: Seconds,
    now: Timestamp,
) -> Result<Vec<(String, PersonId)>, StoreError> {
    // The state is asked for again outside: a node that waited for another's claim finds nothing left to take.
    const SQL: &str = "UPDATE selected SET lease_until = $2 WHERE state = 'waiting' AND lease_until <= $1 \
                       AND (selection_id, person_id) IN (SELECT selection_id, person_id FROM selected \
                       WHERE state = 'waiting' AND lease_until <= $1 ORDER BY selection_id, person_id LIMIT $3) \
                       RETURNING selection_id, person_id";
    let rows: Vec<(String, String)> =
        sqlx::query_as(SQL).bind(now.0).bind((now + lease).0).bind(most).fetch_all(db).await?;
    Ok(rows.into_iter().map(|(id, person)| (id, PersonId::new(person))).collect())
}

/// Whether it is anybody's turn: a read, so an idle worker writes nothing.
pub async fn due(db: &mut Db, now: Timestamp) -> Result<bool, StoreError> {
    const SQL: &str = "SELECT selection_id FROM selected WHERE state = 'waiting' AND lease_until <= $1 LIMIT 1";
    Ok(sqlx::query_as::<_, (String,)>(SQL).bind(now.0).fetch_optional(db).await?.is_some())
}

/// Whether somebody's turn is not over.
pub async fn waits(db: &mut Db, id: &str, person: &PersonId) -> Result<bool, StoreError> {
    const SQL: &str = "SELECT person_id FROM selected WHERE selection_id = $1 AND person_id = $2 AND state = 'waiting'";
    let row: Option<(String,)> = sqlx::query_as(SQL).bind(id).bind(person.as_str()).fetch_optional(db).await?;
    Ok(row.is_some())
}

/// Somebody's turn is over.
///
/// # Errors
/// [`StoreError::Stale`] when it was over already.
pub async fn settle(
    db: &mut Db,
    id: &str,
    person: &PersonId,
    result: BulkResult,
    now: Timestamp,
) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE selected SET state = $3, result = $4, done_at = $5 \
                       WHERE selection_id = $1 AND person_id = $2 AND state = 'waiting'";
    let state = match result {
        BulkResult::Done | BulkResult::SecondPerson => "done",
        BulkResult::NotAllowed => "failed",
        _ => "skipped",
    };
    one(sqlx::query(SQL).bind(id).bind(person.as_str()).bind(state).bind(result.word()).bind(now.0).execute(db).await?)
}

/// Ends jobs with nobody left to wait for.
pub async fn finish(db: &mut Db, now: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE selection SET finished_at = $1 WHERE started_at IS NOT NULL AND finished_at IS NULL \
                       AND NOT EXISTS (SELECT 1 FROM selected s WHERE s.selection_id = selection.id \
                       AND s.state = 'waiting')";
    sqlx::query(SQL).bind(now.0).execute(db).await?;
    Ok(())
}

/// Forgets selections that nobody confirmed, and jobs that ended before then.
pub async fn tidy(db: &mut Db, now: Timestamp, ended: Timestamp) -> Result<(), StoreError> {
    const PEOPLE: &str = "DELETE FROM selected WHERE selection_id IN (SELECT id FROM selection \
                          WHERE (deed IS NULL AND expires_at <= $1) OR finished_at < $2)";
    const SQL: &str = "DELETE FROM selection WHERE (deed IS NULL AND expires_at <= $1) OR finished_at < $2";
    sqlx::query(PEOPLE).bind(now.0).bind(ended.0).execute(&mut *db).await?;
    sqlx::query(SQL).bind(now.0).bind(ended.0).execute(db).await?;
    Ok(())
}
