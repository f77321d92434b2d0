//! Authenticator apps, present and past. A secret rests sealed; a time step is accepted once.

use crate::model::{AppId, PersonId, Timestamp};
use crate::store::{Db, StoreError, Write, one};

/// An authenticator app as stored.
#[derive(Clone)]
pub struct App {
    /// Identifier.
    pub id: AppId,
    /// The name its person gave it.
    pub name: String,
    /// The shared secret, sealed.
    pub secret_sealed: String,
    /// In force since then; `None`: still being set up, and it proves nothing.
    pub added: Option<Timestamp>,
    /// The last accepted time step.
    pub last_step: i64,
    /// Used last then.
    pub used: Option<Timestamp>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    name: String,
    secret_sealed: String,
    added_at: Option<i64>,
    last_step: i64,
    used_at: Option<i64>,
}

impl From<Row> for App {
    fn from(row: Row) -> App {
        App {
            id: AppId::new(row.id),
            name: row.name,
            secret_sealed: row.secret_sealed,
            added: row.added_at.map(Timestamp),
            last_step: row.last_step,
            used: row.used_at.map(Timestamp),
        }
    }
}

/// The apps in force, oldest first.
pub async fn apps(db: &mut Db, person: &PersonId) -> Result<Vec<App>, StoreError> {
    const SQL: &str = "SELECT id, name, secret_sealed, added_at, last_step, used_at FROM app \
                       WHERE person_id = $1 AND removed_at IS NULL AND added_at IS NOT NULL ORDER BY added_at, id";
    let rows: Vec<Row> = sqlx::query_as(SQL).bind(person.as_str()).fetch_all(db).await?;
    Ok(rows.into_iter().map(App::from).collect())
}

/// The app that a session is setting up.
pub async fn pending_app(db: &mut Db, person: &PersonId, binding: &str) -> Result<Option<App>, StoreError> {
    const SQL: &str = "SELECT id, name, secret_sealed, added_at, last_step, used_at FROM app WHERE person_id = $1 \
                       AND binding = $2 AND removed_at IS NULL AND added_at IS NULL ORDER BY created_at DESC, id DESC \
                       LIMIT 1";
    let row: Option<Row> = sqlx::query_as(SQL).bind(person.as_str()).bind(binding).fetch_optional(db).await?;
    Ok(row.map(App::from))
}

/// Keeps a new secret until it is confirmed; an earlier unconfirmed one of the same person ends.
pub async fn offer_app(
    db: &mut Db,
    id: &AppId,
    person: &PersonId,
    binding: &str,
    secret_sealed: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO app (id, person_id, binding, name, secret_sealed, created_at) \
                       VALUES ($1, $2, $3, '', $4, $5)";
    forget_pending_apps(db, person, at).await?;
    sqlx::query(SQL)
        .bind(id.as_str())
        .bind(person.as_str())
        .bind(binding)
        .bind(secret_sealed)
        .bind(at.0)
        .execute(db)
        .await?;
    Ok(())
}

/// Ends what was being set up.
pub async fn forget_pending_apps(db: &mut Db, person: &PersonId, at: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE app SET removed_at = $2 WHERE person_id = $1 AND added_at IS NULL AND removed_at IS NULL";
    sqlx::query(SQL).bind(person.as_str()).bind(at.0).execute(db).await?;
    Ok(())
}

/// Puts an app in force; the step of its first code is spent.
///
/// # Errors
/// [`StoreError::Stale`] when it was put in force or given up meanwhile.
pub async fn confirm_app(db: &mut Db, id: &AppId, name: &str, step: i64, at: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE app SET name = $2, last_step = $3, added_at = $4 WHERE id = $1 AND added_at IS NULL \
                       AND removed_at IS NULL";
    one(sqlx::query(SQL).bind(id.as_str()).bind(name).bind(step).bind(at.0).execute(db).await?)
}

/// Spends a time step: none is accepted twice, and none before one that was (RFC 6238 §5.2).
/// [`StoreError::Stale`] when this step or a later one was spent before, or the app was removed.
pub fn use_app(id: &AppId, step: i64, at: Timestamp) -> Write {
    const SQL: &str = "UPDATE app SET last_step = $2, used_at = $3 WHERE id = $1 AND last_step < $2 \
                       AND removed_at IS NULL AND added_at IS NOT NULL";
    Write::new(SQL).bind(id.as_str()).bind(step).bind(at.0).guarded()
}

/// Takes one app of a person out of force.
///
/// # Errors
/// [`StoreError::Stale`] when it was not in force.
pub async fn remove_app(db: &mut Db, person: &PersonId, id: &AppId, at: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE app SET removed_at = $3 WHERE id = $1 AND person_id = $2 AND removed_at IS NULL \
                       AND added_at IS NOT NULL";
    one(sqlx::query(SQL).bind(id.as_str()).bind(person.as_str()).bind(at.0).execute(db).await?)
}

/// Takes every app of a person out of force, and what is being set up with them.
pub async fn remove_apps(db: &mut Db, person: &PersonId, at: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE app SET removed_at = $2 WHERE person_id = $1 AND removed_at IS NULL";
    sqlx::query(SQL).bind(person.as_str()).bind(at.0).execute(db).await?;
    Ok(())
}

/// Puts a past app back in force.
pub async fn restore_app(db: &mut Db, person: &PersonId, id: &AppId) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE app SET removed_at = NULL WHERE id = $1 AND person_id = $2 AND added_at IS NOT NULL";
    one(sqlx::query(SQL).bind(id.as_str()).bind(person.as_str()).execute(db).await?)
}
