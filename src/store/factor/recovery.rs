//! Recovery codes.

use crate::model::{PersonId, Timestamp};
use crate::store::{Db, StoreError, one};

/// A recovery code as stored.
#[derive(Clone, sqlx::FromRow)]
pub struct RecoveryCode {
    /// Identifier.
    pub id: String,
    /// Its hash, PHC text.
    pub phc: String,
    /// When it was made, unix milliseconds.
    pub made_at: i64,
    /// When it was used, unix milliseconds.
    pub used_at: Option<i64>,
}

/// The newest recovery code of a person that was not replaced.
pub async fn recovery(db: &mut Db, person: &PersonId) -> Result<Option<RecoveryCode>, StoreError> {
    const SQL: &str = "SELECT id, phc, made_at, used_at FROM recovery_code WHERE person_id = $1 AND ended_at IS NULL";
    Ok(sqlx::query_as(SQL).bind(person.as_str()).fetch_optional(db).await?)
}

/// Makes a recovery code in place of the one before.
pub async fn replace_recovery(
    db: &mut Db,
    id: &str,
    person: &PersonId,
    phc: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO recovery_code (id, person_id, phc, made_at) VALUES ($1, $2, $3, $4)";
    end_recovery(db, person, at).await?;
    sqlx::query(SQL).bind(id).bind(person.as_str()).bind(phc).bind(at.0).execute(db).await?;
    Ok(())
}

/// Ends the recovery code of a person.
pub async fn end_recovery(db: &mut Db, person: &PersonId, at: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE recovery_code SET ended_at = $2 WHERE person_id = $1 AND ended_at IS NULL";
    sqlx::query(SQL).bind(person.as_str()).bind(at.0).execute(db).await?;
    Ok(())
}

/// Uses a recovery code up (63B §4.2.1.1).
///
/// # Errors
/// [`StoreError::Stale`] when it was used or replaced meanwhile.
pub async fn use_recovery(db: &mut Db, id: &str, at: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE recovery_code SET used_at = $2 WHERE id = $1 AND used_at IS NULL AND ended_at IS NULL";
    one(sqlx::query(SQL).bind(id).bind(at.0).execute(db).await?)
}

/// Puts an earlier recovery code back in force.
pub async fn restore_recovery(db: &mut Db, id: &str) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE recovery_code SET ended_at = NULL WHERE id = $1";
    one(sqlx::query(SQL).bind(id).execute(db).await?)
}
