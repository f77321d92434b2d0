//! Phones, recovery codes and what takes a change back. Called by `auth::factor` alone for every write.

use super::{Db, StoreError, one};
use crate::model::{MaskedPhone, PersonId, PhoneId, Timestamp};

/// A phone as stored, present or past.
#[derive(Clone)]
pub struct Phone {
    /// Identifier.
    pub id: PhoneId,
    /// The number, sealed.
    pub number_sealed: String,
    /// The number, as a keyed digest.
    pub number_index: String,
    /// What settings may show.
    pub masked: MaskedPhone,
    /// ISO 3166 region.
    pub region: String,
    /// When it was verified.
    pub verified: Timestamp,
}

#[derive(sqlx::FromRow)]
struct PhoneRow {
    id: String,
    number_sealed: String,
    number_index: String,
    calling_code: String,
    dots: String,
    last: String,
    region: String,
    verified_at: i64,
}

impl From<PhoneRow> for Phone {
    fn from(row: PhoneRow) -> Phone {
        Phone {
            id: PhoneId::new(row.id),
            number_sealed: row.number_sealed,
            number_index: row.number_index,
            masked: MaskedPhone { calling_code: row.calling_code, dots: row.dots, last: row.last },
            region: row.region,
            verified: Timestamp(row.verified_at),
        }
    }
}

/// The phone in force.
pub async fn phone(db: &mut Db, person: &PersonId) -> Result<Option<Phone>, StoreError> {
    const SQL: &str = "SELECT id, number_sealed, number_index, calling_code, dots, last, region, verified_at \
                       FROM phone WHERE person_id = $1 AND removed_at IS NULL";
    Ok(sqlx::query_as::<_, PhoneRow>(SQL).bind(person.as_str()).fetch_optional(db).await?.map(Phone::from))
}

/// A phone by its id, present or past.
pub async fn phone_by_id(db: &mut Db, id: &PhoneId) -> Result<Phone, StoreError> {
    const SQL: &str = "SELECT id, number_sealed, number_index, calling_code, dots, last, region, verified_at \
                       FROM phone WHERE id = $1";
    let row: Option<PhoneRow> = sqlx::query_as(SQL).bind(id.as_str()).fetch_optional(db).await?;
    row.map(Phone::from).ok_or_else(|| StoreError::Corrupt { table: "phone", id: id.to_string() })
}

/// How many *other* accounts use a number.
pub async fn accounts_on(db: &mut Db, number_index: &str, except: &PersonId) -> Result<i64, StoreError> {
    const SQL: &str = "SELECT COUNT(*) FROM phone WHERE number_index = $1 AND removed_at IS NULL AND person_id <> $2";
    let (count,): (i64,) = sqlx::query_as(SQL).bind(number_index).bind(except.as_str()).fetch_one(db).await?;
    Ok(count)
}

/// Puts a phone in force.
///
/// # Errors
/// [`StoreError::Taken`] when the person has one in force.
pub async fn insert_phone(db: &mut Db, person: &PersonId, phone: &Phone) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO phone (id, person_id, number_sealed, number_index, calling_code, dots, last, \
                       region, verified_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    sqlx::query(SQL)
        .bind(phone.id.as_str())
        .bind(person.as_str())
        .bind(&phone.number_sealed)
        .bind(&phone.number_index)
        .bind(&phone.masked.calling_code)
        .bind(&phone.masked.dots)
        .bind(&phone.masked.last)
        .bind(&phone.region)
        .bind(phone.verified.0)
        .execute(db)
        .await?;
    Ok(())
}

/// Takes the phone in force out of force, if there is one.
pub async fn remove_phone(db: &mut Db, person: &PersonId, at: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE phone SET removed_at = $2 WHERE person_id = $1 AND removed_at IS NULL";
    sqlx::query(SQL).bind(person.as_str()).bind(at.0).execute(db).await?;
    Ok(())
}

/// Puts a past phone back in force.
pub async fn restore_phone(db: &mut Db, id: &PhoneId) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE phone SET removed_at = NULL WHERE id = $1 AND removed_at IS NOT NULL";
    one(sqlx::query(SQL).bind(id.as_str()).execute(db).await?)
}

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

/// What takes a change back.
#[derive(Clone, sqlx::FromRow)]
pub struct Undo {
    /// Identifier; the link's token is derived from it.
    pub id: String,
    /// Whose change.
    pub person_id: String,
    /// The phone that comes back; none if it was the first.
    pub old_phone_id: Option<String>,
    /// The phone that goes.
    pub new_phone_id: String,
    /// The recovery code that comes back.
    pub old_recovery_id: Option<String>,
    /// When the change was made, unix milliseconds.
    pub created_at: i64,
    /// The link works until then, unix milliseconds.
    pub expires_at: i64,
    /// When it was used, unix milliseconds.
    pub used_at: Option<i64>,
}

/// Keeps what takes a change back.
pub async fn insert_undo(db: &mut Db, undo: &Undo) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO undo (id, person_id, old_phone_id, new_phone_id, old_recovery_id, created_at, \
                       expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    sqlx::query(SQL)
        .bind(&undo.id)
        .bind(&undo.person_id)
        .bind(undo.old_phone_id.as_deref())
        .bind(&undo.new_phone_id)
        .bind(undo.old_recovery_id.as_deref())
        .bind(undo.created_at)
        .bind(undo.expires_at)
        .execute(db)
        .await?;
    Ok(())
}

/// Reads what takes a change back.
pub async fn undo(db: &mut Db, id: &str) -> Result<Option<Undo>, StoreError> {
    const SQL: &str = "SELECT id, person_id, old_phone_id, new_phone_id, old_recovery_id, created_at, expires_at, \
                       used_at FROM undo WHERE id = $1";
    Ok(sqlx::query_as(SQL).bind(id).fetch_optional(db).await?)
}

/// Uses a link up, together with every later change of the same person: going back past them ends them too.
///
/// # Errors
/// [`StoreError::Stale`] when it was used meanwhile or its time is over.
pub async fn use_undo(db: &mut Db, undo: &Undo, at: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE undo SET used_at = $2 WHERE id = $1 AND used_at IS NULL AND expires_at > $2";
    const LATER: &str = "UPDATE undo SET used_at = $3 WHERE person_id = $1 AND created_at > $2 AND used_at IS NULL";
    one(sqlx::query(SQL).bind(&undo.id).bind(at.0).execute(&mut *db).await?)?;
    sqlx::query(LATER).bind(&undo.person_id).bind(undo.created_at).bind(at.0).execute(db).await?;
    Ok(())
}
