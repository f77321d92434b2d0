//! What takes a change back: a picture of how things stood before it.

use crate::model::{PersonId, Timestamp};
use crate::store::{Db, StoreError, one};
use serde::{Deserialize, Serialize};

/// How a person's factors and addresses stood. Ids only, so going back puts the very same rows in force again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Before {
    /// Phones in force.
    pub phones: Vec<String>,
    /// The main one of them.
    pub main: Option<String>,
    /// Authenticator apps in force.
    pub apps: Vec<String>,
    /// The recovery code in force.
    pub recovery: Option<String>,
    /// Address to sign in with.
    pub email: String,
    /// Addresses that are told of changes.
    pub addresses: Vec<String>,
    /// Hash of the password, where there was no second factor: going back to that needs a proof that is not the mailbox. Also
    /// where the mailbox alone replaced it: going back puts it in force again.
    #[serde(default)]
    pub password: Option<String>,
    /// The change replaced phones that count as lost: links that were texted to them before are over.
    #[serde(default)]
    pub lost: bool,
    /// The mark that a reset by somebody else had left, unix milliseconds.
    #[serde(default)]
    pub reset: Option<i64>,
}

impl Before {
    /// There was a second factor.
    pub fn second(&self) -> bool {
        !self.phones.is_empty() || !self.apps.is_empty()
    }
}

/// What takes a change back.
#[derive(Clone)]
pub struct Undo {
    /// Identifier; the link's token is derived from it.
    pub id: String,
    /// Whose change.
    pub person: PersonId,
    /// What was done: the word of the audit trail.
    pub kind: String,
    /// How things stood before.
    pub before: Before,
    /// When the change was made.
    pub created: Timestamp,
    /// The link works until then.
    pub expires: Timestamp,
    /// It was used.
    pub used: bool,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    person_id: String,
    kind: String,
    before: String,
    created_at: i64,
    expires_at: i64,
    used_at: Option<i64>,
}

impl TryFrom<Row> for Undo {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let Ok(before) = serde_json::from_str(&row.before) else {
            return Err(StoreError::Corrupt { table: "undo", id: row.id });
        };
        Ok(Undo {
            before,
            id: row.id,
            person: PersonId::new(row.person_id),
            kind: row.kind,
            created: Timestamp(row.created_at),
            expires: Timestamp(row.expires_at),
            used: row.used_at.is_some(),
        })
    }
}

/// Keeps what takes a change back.
pub async fn insert_undo(db: &mut Db, undo: &Undo) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO undo (id, person_id, kind, before, created_at, expires_at) \
                       VALUES ($1, $2, $3, $4, $5, $6)";
    sqlx::query(SQL)
        .bind(&undo.id)
        .bind(undo.person.as_str())
        .bind(&undo.kind)
        .bind(serde_json::to_string(&undo.before).unwrap_or_default())
        .bind(undo.created.0)
        .bind(undo.expires.0)
        .execute(db)
        .await?;
    Ok(())
}

/// Reads what takes a change back.
pub async fn undo(db: &mut Db, id: &str) -> Result<Option<Undo>, StoreError> {
    const SQL: &str = "SELECT id, person_id, kind, before, created_at, expires_at, used_at FROM undo WHERE id = $1";
    let row: Option<Row> = sqlx::query_as(SQL).bind(id).fetch_optional(db).await?;
    row.map(Undo::try_from).transpose()
}

/// The newest change of a kind that can still be taken back.
pub async fn newest_undo(
    db: &mut Db,
    person: &PersonId,
    kind: &str,
    now: Timestamp,
) -> Result<Option<Undo>, StoreError> {
    const SQL: &str = "SELECT id, person_id, kind, before, created_at, expires_at, used_at FROM undo WHERE person_id = $1 \
                       AND kind = $2 AND used_at IS NULL AND expires_at > $3 ORDER BY created_at DESC, id DESC LIMIT 1";
    let row: Option<Row> = sqlx::query_as(SQL).bind(person.as_str()).bind(kind).bind(now.0).fetch_optional(db).await?;
    row.map(Undo::try_from).transpose()
}

/// Whether phones were given up as lost after this change: whoever holds one takes nothing back with it.
pub async fn lost_since(db: &mut Db, undo: &Undo) -> Result<bool, StoreError> {
    const SQL: &str = "SELECT before FROM undo WHERE person_id = $1 AND created_at >= $2 AND id <> $3";
    let rows: Vec<(String,)> =
        sqlx::query_as(SQL).bind(undo.person.as_str()).bind(undo.created.0).bind(&undo.id).fetch_all(db).await?;
    Ok(rows.iter().filter_map(|(json,)| serde_json::from_str(json).ok()).any(|before: Before| before.lost))
}

/// Forgets what can be taken back no more, with the passwords of that time.
pub async fn tidy_undo(db: &mut Db, before: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "DELETE FROM undo WHERE expires_at < $1";
    sqlx::query(SQL).bind(before.0).execute(db).await?;
    Ok(())
}

/// Uses a link up, together with every later change of the same person: going back past them ends them too.
///
/// # Errors
/// [`StoreError::Stale`] when it was used meanwhile or its time is over.
pub async fn use_undo(db: &mut Db, undo: &Undo, at: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE undo SET used_at = $2 WHERE id = $1 AND used_at IS NULL AND expires_at > $2";
    const LATER: &str = "UPDATE undo SET used_at = $3 WHERE person_id = $1 AND created_at > $2 AND used_at IS NULL";
    one(sqlx::query(SQL).bind(&undo.id).bind(at.0).execute(&mut *db).await?)?;
    sqlx::query(LATER).bind(undo.person.as_str()).bind(undo.created.0).bind(at.0).execute(db).await?;
    Ok(())
}
