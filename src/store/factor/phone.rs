//! Phones, present and past. Of those in force one is the main one: codes go there unless another is asked for.

use crate::model::{MaskedPhone, PersonId, PhoneId, Timestamp};
use crate::store::{Db, StoreError, one};

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
    /// Codes go to it by default.
    pub main: bool,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    number_sealed: String,
    number_index: String,
    calling_code: String,
    dots: String,
    last: String,
    region: String,
    verified_at: i64,
    main_since: Option<i64>,
}

impl From<Row> for Phone {
    fn from(row: Row) -> Phone {
        Phone {
            id: PhoneId::new(row.id),
            number_sealed: row.number_sealed,
            number_index: row.number_index,
            masked: MaskedPhone { calling_code: row.calling_code, dots: row.dots, last: row.last },
            region: row.region,
            verified: Timestamp(row.verified_at),
            main: row.main_since.is_some(),
        }
    }
}

/// The main phone.
pub async fn phone(db: &mut Db, person: &PersonId) -> Result<Option<Phone>, StoreError> {
    const SQL: &str = "SELECT id, number_sealed, number_index, calling_code, dots, last, region, verified_at, main_since \
                       FROM phone WHERE person_id = $1 AND removed_at IS NULL AND main_since IS NOT NULL";
    Ok(sqlx::query_as::<_, Row>(SQL).bind(person.as_str()).fetch_optional(db).await?.map(Phone::from))
}

/// Every phone in force, the main one first.
pub async fn phones(db: &mut Db, person: &PersonId) -> Result<Vec<Phone>, StoreError> {
    const SQL: &str = "SELECT id, number_sealed, number_index, calling_code, dots, last, region, verified_at, main_since \
                       FROM phone WHERE person_id = $1 AND removed_at IS NULL \
                       ORDER BY CASE WHEN main_since IS NULL THEN 1 ELSE 0 END, verified_at, id";
    let rows: Vec<Row> = sqlx::query_as(SQL).bind(person.as_str()).fetch_all(db).await?;
    Ok(rows.into_iter().map(Phone::from).collect())
}

/// A phone by its id, present or past.
pub async fn phone_by_id(db: &mut Db, id: &PhoneId) -> Result<Phone, StoreError> {
    const SQL: &str = "SELECT id, number_sealed, number_index, calling_code, dots, last, region, verified_at, main_since \
                       FROM phone WHERE id = $1";
    let row: Option<Row> = sqlx::query_as(SQL).bind(id.as_str()).fetch_optional(db).await?;
    row.map(Phone::from).ok_or_else(|| StoreError::Corrupt { table: "phone", id: id.to_string() })
}

/// How many *other* accounts use a number.
pub async fn accounts_on(db: &mut Db, number_index: &str, except: &PersonId) -> Result<i64, StoreError> {
    const SQL: &str = "SELECT COUNT(DISTINCT person_id) FROM phone WHERE number_index = $1 AND removed_at IS NULL \
                       AND person_id <> $2";
    let (count,): (i64,) = sqlx::query_as(SQL).bind(number_index).bind(except.as_str()).fetch_one(db).await?;
    Ok(count)
}

/// Puts a phone in force.
///
/// # Errors
/// [`StoreError::Taken`] when the person has this number already, or a main phone where this is to be one.
pub async fn insert_phone(db: &mut Db, person: &PersonId, phone: &Phone) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO phone (id, person_id, number_sealed, number_index, calling_code, dots, last, \
                       region, verified_at, main_since) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
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
        .bind(phone.main.then_some(phone.verified.0))
        .execute(db)
        .await?;
    Ok(())
}

/// Takes one phone of a person out of force.
///
/// # Errors
/// [`StoreError::Stale`] when it was not in force.
pub async fn remove_phone(db: &mut Db, person: &PersonId, id: &PhoneId, at: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE phone SET removed_at = $3, main_since = NULL WHERE id = $1 AND person_id = $2 \
                       AND removed_at IS NULL";
    one(sqlx::query(SQL).bind(id.as_str()).bind(person.as_str()).bind(at.0).execute(db).await?)
}

/// Takes every phone of a person out of force.
pub async fn remove_phones(db: &mut Db, person: &PersonId, at: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE phone SET removed_at = $2, main_since = NULL WHERE person_id = $1 AND removed_at IS NULL";
    sqlx::query(SQL).bind(person.as_str()).bind(at.0).execute(db).await?;
    Ok(())
}

/// Makes one phone in force the main one.
///
/// # Errors
/// [`StoreError::Stale`] when it is not in force.
pub async fn set_main(db: &mut Db, person: &PersonId, id: &PhoneId, at: Timestamp) -> Result<(), StoreError> {
    const CLEAR: &str = "UPDATE phone SET main_since = NULL WHERE person_id = $1 AND id <> $2";
    const SQL: &str = "UPDATE phone SET main_since = $3 WHERE id = $1 AND person_id = $2 AND removed_at IS NULL";
    sqlx::query(CLEAR).bind(person.as_str()).bind(id.as_str()).execute(&mut *db).await?;
    one(sqlx::query(SQL).bind(id.as_str()).bind(person.as_str()).bind(at.0).execute(db).await?)
}

/// Puts a past phone back in force; not as the main one.
pub async fn restore_phone(db: &mut Db, person: &PersonId, id: &PhoneId) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE phone SET removed_at = NULL, main_since = NULL WHERE id = $1 AND person_id = $2";
    one(sqlx::query(SQL).bind(id.as_str()).bind(person.as_str()).execute(db).await?)
}
