//! Sessions and known browsers.

use super::{Db, StoreError, one};
use crate::model::{PersonId, Role, SessionId, Timestamp};

/// A live session with what every request needs to know of its person.
#[derive(Clone)]
pub struct Session {
    /// Identifier.
    pub id: SessionId,
    /// Whose.
    pub person: PersonId,
    /// Made, for the absolute end.
    pub created: Timestamp,
    /// Last seen, for the idle end.
    pub seen: Timestamp,
    /// Last full sign-in.
    pub full: Timestamp,
    /// User Settings is open until then.
    pub gate_until: Timestamp,
    /// The password was given again then, to prove once more who this is.
    pub proving: Timestamp,
    /// Name of the person.
    pub name: String,
    /// Address of the person.
    pub email: String,
    /// Their strongest role anywhere.
    pub role: Option<Role>,
    /// Name of their organization.
    pub organization: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    person_id: String,
    created_at: i64,
    seen_at: i64,
    full_at: i64,
    gate_until: i64,
    proving_at: Option<i64>,
    name: String,
    email: String,
    strength: Option<i64>,
    organization: Option<String>,
}

/// Finds a live session by the digest of its token: the one read of every signed-in page.
pub async fn by_digest(db: &mut Db, digest: &str) -> Result<Option<Session>, StoreError> {
    const SQL: &str = "SELECT s.id, s.person_id, s.created_at, s.seen_at, s.full_at, s.gate_until, s.proving_at, \
         p.name, p.email, \
         (SELECT CAST(MAX(CASE m.role WHEN 'owner' THEN 2 WHEN 'admin' THEN 1 ELSE 0 END) AS BIGINT) \
          FROM membership m WHERE m.person_id = p.id) AS strength, \
         COALESCE((SELECT o.name FROM organization o WHERE o.id = p.managed_by), (SELECT MIN(o.name) FROM membership m \
          JOIN organization o ON o.id = m.organization_id WHERE m.person_id = p.id)) AS organization \
         FROM session s JOIN person p ON p.id = s.person_id WHERE s.token_digest = $1 AND s.ended_at IS NULL \
         AND p.suspended_at IS NULL";
    let row: Option<Row> = sqlx::query_as(SQL).bind(digest).fetch_optional(db).await?;
    Ok(row.map(|row| Session {
        id: SessionId::new(row.id),
        person: PersonId::new(row.person_id),
        created: Timestamp(row.created_at),
        seen: Timestamp(row.seen_at),
        full: Timestamp(row.full_at),
        gate_until: Timestamp(row.gate_until),
        proving: Timestamp(row.proving_at.unwrap_or(0)),
        name: row.name,
        email: row.email,
        role: row.strength.map(|n| match n {
            2 => Role::Owner,
            1 => Role::Admin,
            _ => Role::Member,
        }),
        organization: row.organization,
    }))
}

/// A session to be made.
pub struct NewSession<'a> {
    /// Identifier.
    pub id: &'a SessionId,
    /// SHA-256 of its token, hexadecimal.
    pub digest: &'a str,
    /// Whose.
    pub person: &'a PersonId,
    /// When; also its last full sign-in.
    pub at: Timestamp,
    /// Network address.
    pub ip: &'a str,
    /// Browser's own description.
    pub agent: &'a str,
}

/// Makes a session: the one statement that does, whichever way led here.
///
/// # Errors
/// [`StoreError::Stale`] when the person is suspended.
pub async fn insert(db: &mut Db, new: NewSession<'_>) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO session (id, token_digest, person_id, created_at, seen_at, full_at, ip, agent) \
                       SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), p.id, CAST($4 AS BIGINT), CAST($4 AS BIGINT), \
                       CAST($4 AS BIGINT), CAST($5 AS TEXT), CAST($6 AS TEXT) \
                       FROM person p WHERE p.id = $3 AND p.suspended_at IS NULL";
    let made = sqlx::query(SQL)
        .bind(new.id.as_str())
        .bind(new.digest)
        .bind(new.person.as_str())
        .bind(new.at.0)
        .bind(new.ip)
        .bind(new.agent)
        .execute(db)
        .await?;
    one(made)
}

/// Notes that a session was seen.
pub async fn touch(db: &mut Db, id: &SessionId, at: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE session SET seen_at = $2 WHERE id = $1 AND ended_at IS NULL AND seen_at < $2";
    sqlx::query(SQL).bind(id.as_str()).bind(at.0).execute(db).await?;
    Ok(())
}

/// Gives a live session a new token: the old one is dead at once (v5.0.0-7.2.4).
///
/// # Errors
/// [`StoreError::Stale`] when the session ended meanwhile.
pub async fn rotate(db: &mut Db, id: &SessionId, digest: &str, at: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE session SET token_digest = $2, seen_at = $3 WHERE id = $1 AND ended_at IS NULL";
    one(sqlx::query(SQL).bind(id.as_str()).bind(digest).bind(at.0).execute(db).await?)
}

/// Opens User Settings in this session until then.
pub async fn open_gate(db: &mut Db, id: &SessionId, until: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE session SET gate_until = $2 WHERE id = $1 AND ended_at IS NULL";
    one(sqlx::query(SQL).bind(id.as_str()).bind(until.0).execute(db).await?)
}

/// Notes that the password was given again, as the first half of a proof.
pub async fn set_proving(db: &mut Db, id: &SessionId, at: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE session SET proving_at = $2 WHERE id = $1 AND ended_at IS NULL";
    one(sqlx::query(SQL).bind(id.as_str()).bind(at.0).execute(db).await?)
}

/// Notes a full sign-in inside this session.
pub async fn set_full(db: &mut Db, id: &SessionId, at: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE session SET full_at = $2, proving_at = NULL WHERE id = $1 AND ended_at IS NULL";
    one(sqlx::query(SQL).bind(id.as_str()).bind(at.0).execute(db).await?)
}

/// Ends one session.
pub async fn end(db: &mut Db, id: &SessionId, why: &'static str, at: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE session SET ended_at = $2, ended_why = $3 WHERE id = $1 AND ended_at IS NULL";
    sqlx::query(SQL).bind(id.as_str()).bind(at.0).bind(why).execute(db).await?;
    Ok(())
}

/// Ends the session that this token belongs to, if it is live.
pub async fn end_by_digest(db: &mut Db, digest: &str, why: &'static str, at: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE session SET ended_at = $2, ended_why = $3 WHERE token_digest = $1 AND ended_at IS NULL";
    sqlx::query(SQL).bind(digest).bind(at.0).bind(why).execute(db).await?;
    Ok(())
}

/// Ends one session of a person; answers whether it was live.
pub async fn end_of_person(
    db: &mut Db,
    person: &PersonId,
    id: &SessionId,
    why: &'static str,
    at: Timestamp,
) -> Result<bool, StoreError> {
    const SQL: &str = "UPDATE session SET ended_at = $3, ended_why = $4 WHERE id = $1 AND person_id = $2 \
                       AND ended_at IS NULL";
    let done = sqlx::query(SQL).bind(id.as_str()).bind(person.as_str()).bind(at.0).bind(why).execute(db).await?;
    Ok(done.rows_affected() > 0)
}

/// Ends every session of a person except `keep`; answers how many there were.
pub async fn end_others(
    db: &mut Db,
    person: &PersonId,
    keep: Option<&SessionId>,
    why: &'static str,
    at: Timestamp,
) -> Result<u64, StoreError> {
    const SQL: &str = "UPDATE session SET ended_at = $2, ended_why = $3 \
                       WHERE person_id = $1 AND ended_at IS NULL AND id <> $4";
    let keep = keep.map_or("", SessionId::as_str);
    Ok(sqlx::query(SQL).bind(person.as_str()).bind(at.0).bind(why).bind(keep).execute(db).await?.rows_affected())
}

/// Ends the oldest sessions of a person beyond `most`.
pub async fn trim(db: &mut Db, person: &PersonId, most: i64, at: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE session SET ended_at = $2, ended_why = 'too many' WHERE person_id = $1 \
                       AND ended_at IS NULL AND id NOT IN (SELECT id FROM session WHERE person_id = $1 \
                       AND ended_at IS NULL ORDER BY created_at DESC, id DESC LIMIT $3)";
    sqlx::query(SQL).bind(person.as_str()).bind(at.0).bind(most).execute(db).await?;
    Ok(())
}

/// One line of the list of sessions.
pub struct Line {
    /// Identifier.
    pub id: SessionId,
    /// Network address.
    pub ip: String,
    /// Browser's own description.
    pub agent: String,
    /// Last seen.
    pub seen: Timestamp,
    /// Signed in.
    pub created: Timestamp,
}

/// Live sessions of a person, newest first, made after `since` and seen after `idle`.
pub async fn list(db: &mut Db, person: &PersonId, since: Timestamp, idle: Timestamp) -> Result<Vec<Line>, StoreError> {
    const SQL: &str = "SELECT id, ip, agent, seen_at, created_at FROM session WHERE person_id = $1 AND ended_at IS NULL \
                       AND created_at > $2 AND seen_at > $3 ORDER BY seen_at DESC, id DESC LIMIT 20";
    let rows: Vec<(String, String, String, i64, i64)> =
        sqlx::query_as(SQL).bind(person.as_str()).bind(since.0).bind(idle.0).fetch_all(db).await?;
    let line = |(id, ip, agent, seen, created): (String, _, _, i64, i64)| Line {
        id: SessionId::new(id),
        ip,
        agent,
        seen: Timestamp(seen),
        created: Timestamp(created),
    };
    Ok(rows.into_iter().map(line).collect())
}

/// Whether this browser completed a full sign-in of this person before.
pub async fn knows_device(db: &mut Db, person: &PersonId, digest: &str) -> Result<bool, StoreError> {
    const SQL: &str = "SELECT id FROM device WHERE person_id = $1 AND token_digest = $2 AND ended_at IS NULL";
    Ok(sqlx::query_as::<_, (String,)>(SQL).bind(person.as_str()).bind(digest).fetch_optional(db).await?.is_some())
}

/// How many sessions of a person's are live, and whether they ever signed in with any browser, forgotten ones included:
/// without one, the first is nothing to tell of.
pub async fn before(db: &mut Db, person: &PersonId) -> Result<(i64, bool), StoreError> {
    const SQL: &str = "SELECT (SELECT COUNT(*) FROM session WHERE person_id = $1 AND ended_at IS NULL) AS live, \
                       (SELECT id FROM device WHERE person_id = $1 LIMIT 1) AS device";
    let (live, device): (i64, Option<String>) = sqlx::query_as(SQL).bind(person.as_str()).fetch_one(db).await?;
    Ok((live, device.is_some()))
}

/// A browser after a full sign-in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Device {
    /// Not seen before.
    New,
    /// Seen before.
    Known,
    /// Seen before, and forgotten since: this token is never known again.
    Forgotten,
}

/// Remembers a browser after a full sign-in.
pub async fn remember_device(
    db: &mut Db,
    id: &str,
    person: &PersonId,
    digest: &str,
    at: Timestamp,
) -> Result<Device, StoreError> {
    const SQL: &str = "INSERT INTO device (id, token_digest, person_id, created_at) VALUES ($1, $2, $3, $4) \
                       ON CONFLICT (token_digest, person_id) DO UPDATE SET ended_at = device.ended_at \
                       RETURNING id, ended_at";
    let (kept, ended): (String, Option<i64>) =
        sqlx::query_as(SQL).bind(id).bind(digest).bind(person.as_str()).bind(at.0).fetch_one(db).await?;
    Ok(match ended {
        _ if kept == id => Device::New,
        None => Device::Known,
        Some(_) => Device::Forgotten,
    })
}

/// Forgets every browser of a person.
pub async fn forget_devices(db: &mut Db, person: &PersonId, at: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE device SET ended_at = $2 WHERE person_id = $1 AND ended_at IS NULL";
    sqlx::query(SQL).bind(person.as_str()).bind(at.0).execute(db).await?;
    Ok(())
}
