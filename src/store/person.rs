//! People, their addresses and what the password step needs to know of them.

use super::{Db, StoreError, Write, one, word};
use crate::model::{Channel, Email, Language, PersonId, Timestamp};

/// A person as the decisions need them.
#[derive(Clone)]
pub struct Person {
    /// Identifier.
    pub id: PersonId,
    /// Address they sign in with.
    pub email: String,
    /// Name.
    pub name: String,
    /// Password hash, PHC text.
    pub password_phc: String,
    /// Organization that manages them.
    pub managed_by: Option<String>,
    /// How codes go out by default.
    pub channel: Channel,
    /// The language they chose for messages; `None`: whichever their browser asks for.
    pub language: Option<Language>,
    /// Wrong codes in a row.
    pub wrong_run: i64,
    /// Codes by phone are off since then (63B §3.2.2).
    pub phone_disabled: bool,
    /// Factor changes are frozen until then.
    pub frozen_until: Timestamp,
    /// A new password is demanded.
    pub new_password: bool,
    /// The password was set through a mailed code then, and no second factor has confirmed its owner since.
    pub password_mailed: Option<Timestamp>,
    /// The 2FA was reset by somebody else then, and nothing was enrolled with a valid pass since.
    pub reset: Option<Timestamp>,
    /// Suspended by the organization that manages them: no session and no sign-in.
    pub suspended: bool,
    /// When the account was made.
    pub created: Timestamp,
}

impl Person {
    /// The audit chain their events belong to: their organization's, or their own.
    pub fn chain(&self) -> String {
        self.managed_by.clone().map_or_else(|| format!("person:{}", self.id), |org| format!("org:{org}"))
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    email: String,
    name: String,
    password_phc: String,
    managed_by: Option<String>,
    channel: String,
    language: Option<String>,
    wrong_run: i64,
    phone_disabled_at: Option<i64>,
    frozen_until: Option<i64>,
    new_password_at: Option<i64>,
    password_mailed_at: Option<i64>,
    suspended_at: Option<i64>,
    reset_at: Option<i64>,
    created_at: i64,
}

impl TryFrom<Row> for Person {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Person {
            channel: word("person", &row.id, Channel::parse, &row.channel)?,
            language: row.language.map(|tag| word("person", &row.id, Language::parse, &tag)).transpose()?,
            id: PersonId::new(row.id),
            email: row.email,
            name: row.name,
            password_phc: row.password_phc,
            managed_by: row.managed_by,
            wrong_run: row.wrong_run,
            phone_disabled: row.phone_disabled_at.is_some(),
            frozen_until: Timestamp(row.frozen_until.unwrap_or(0)),
            new_password: row.new_password_at.is_some(),
            password_mailed: row.password_mailed_at.map(Timestamp),
            reset: row.reset_at.map(Timestamp),
            suspended: row.suspended_at.is_some(),
            created: Timestamp(row.created_at),
        })
    }
}

/// Finds a person by the address they sign in with.
pub async fn by_email(db: &mut Db, email: &Email) -> Result<Option<Person>, StoreError> {
    const SQL: &str = "SELECT id, email, name, password_phc, managed_by, channel, language, wrong_run, phone_disabled_at, \
                       frozen_until, new_password_at, password_mailed_at, suspended_at, reset_at, created_at \
                       FROM person WHERE email = $1";
    let row: Option<Row> = sqlx::query_as(SQL).bind(email.as_str()).fetch_optional(db).await?;
    row.map(Person::try_from).transpose()
}

/// Reads a person.
pub async fn get(db: &mut Db, id: &PersonId) -> Result<Person, StoreError> {
    const SQL: &str = "SELECT id, email, name, password_phc, managed_by, channel, language, wrong_run, phone_disabled_at, \
                       frozen_until, new_password_at, password_mailed_at, suspended_at, reset_at, created_at \
                       FROM person WHERE id = $1";
    let row: Option<Row> = sqlx::query_as(SQL).bind(id.as_str()).fetch_optional(db).await?;
    row.ok_or_else(|| StoreError::Corrupt { table: "person", id: id.to_string() })?.try_into()
}

/// Looks for a person by an id that somebody sent.
pub async fn find(db: &mut Db, id: &PersonId) -> Result<Option<Person>, StoreError> {
    match get(db, id).await {
        Ok(person) => Ok(Some(person)),
        Err(StoreError::Corrupt { table: "person", id: missing }) if missing == id.as_str() => Ok(None),
        Err(error) => Err(error),
    }
}

/// A person to be made.
pub struct NewPerson<'a> {
    /// Identifier.
    pub id: &'a PersonId,
    /// Address, not yet in use.
    pub email: &'a Email,
    /// Name.
    pub name: &'a str,
    /// Password hash, PHC text.
    pub password_phc: &'a str,
    /// Organization that manages them.
    pub managed_by: Option<&'a str>,
    /// When.
    pub at: Timestamp,
}

/// Makes a person and their first address for notices.
///
/// # Errors
/// [`StoreError::Taken`] when the address is in use.
pub async fn insert(db: &mut Db, new: NewPerson<'_>) -> Result<(), StoreError> {
    const PERSON: &str = "INSERT INTO person (id, email, name, password_phc, managed_by, created_at) \
                          VALUES ($1, $2, $3, $4, $5, $6)";
    const ADDRESS: &str = "INSERT INTO address (person_id, email, added_at) VALUES ($1, $2, $3)";
    sqlx::query(PERSON)
        .bind(new.id.as_str())
        .bind(new.email.as_str())
        .bind(new.name)
        .bind(new.password_phc)
        .bind(new.managed_by)
        .bind(new.at.0)
        .execute(&mut *db)
        .await?;
    sqlx::query(ADDRESS).bind(new.id.as_str()).bind(new.email.as_str()).bind(new.at.0).execute(db).await?;
    Ok(())
}

/// Every address that is told of changes.
pub async fn addresses(db: &mut Db, id: &PersonId) -> Result<Vec<String>, StoreError> {
    const SQL: &str = "SELECT email FROM address WHERE person_id = $1 ORDER BY added_at, email";
    let rows: Vec<(String,)> = sqlx::query_as(SQL).bind(id.as_str()).fetch_all(db).await?;
    Ok(rows.into_iter().map(|(email,)| email).collect())
}

/// Whether there is anybody at all.
pub async fn any(db: &mut Db) -> Result<bool, StoreError> {
    const SQL: &str = "SELECT id FROM person LIMIT 1";
    Ok(sqlx::query_as::<_, (String,)>(SQL).fetch_optional(db).await?.is_some())
}

/// Sets a password; a demand for a new one is met by it. `mailed`: it was set through the mailbox, then.
pub async fn set_password(db: &mut Db, id: &PersonId, phc: &str, mailed: Option<Timestamp>) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE person SET password_phc = $2, new_password_at = NULL, password_mailed_at = $3 \
                       WHERE id = $1";
    one(sqlx::query(SQL).bind(id.as_str()).bind(phc).bind(mailed.map(|t| t.0)).execute(db).await?)
}

/// A second factor confirmed the owner of a password that was set through the mailbox.
pub async fn confirm_password(db: &mut Db, id: &PersonId) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE person SET password_mailed_at = NULL WHERE id = $1";
    one(sqlx::query(SQL).bind(id.as_str()).execute(db).await?)
}

/// Changes the address to sign in with.
///
/// # Errors
/// [`StoreError::Taken`] when somebody else signs in with it.
pub async fn set_email(db: &mut Db, id: &PersonId, email: &str) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE person SET email = $2 WHERE id = $1";
    one(sqlx::query(SQL).bind(id.as_str()).bind(email).execute(db).await?)
}

/// Adds an address that is told of changes.
pub async fn add_address(db: &mut Db, id: &PersonId, email: &str, at: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO address (person_id, email, added_at) VALUES ($1, $2, $3) \
                       ON CONFLICT (person_id, email) DO NOTHING";
    sqlx::query(SQL).bind(id.as_str()).bind(email).bind(at.0).execute(db).await?;
    Ok(())
}

/// Takes an address off the list of those that are told.
pub async fn remove_address(db: &mut Db, id: &PersonId, email: &str) -> Result<(), StoreError> {
    const SQL: &str = "DELETE FROM address WHERE person_id = $1 AND email = $2";
    sqlx::query(SQL).bind(id.as_str()).bind(email).execute(db).await?;
    Ok(())
}

/// Whether it is news that this mailbox refuses, or takes, what is sent to it.
pub async fn mailbox_differs(db: &mut Db, email: &str, refused: bool) -> Result<bool, StoreError> {
    const SQL: &str = "SELECT person_id FROM address WHERE email = $1 \
                       AND CASE WHEN refused_at IS NULL THEN 0 ELSE 1 END <> $2 LIMIT 1";
    let row: Option<(String,)> = sqlx::query_as(SQL).bind(email).bind(i64::from(refused)).fetch_optional(db).await?;
    Ok(row.is_some())
}

/// A mailbox refused a message for good, or took one; everybody who is told there is looked at again by the figures.
pub async fn note_mailbox(db: &mut Db, email: &str, refused: Option<Timestamp>) -> Result<(), StoreError> {
    const REFUSED: &str =
        "UPDATE address SET refused_at = $2 WHERE email = $1 AND refused_at IS NULL RETURNING person_id";
    const TAKEN: &str = "UPDATE address SET refused_at = NULL WHERE email = $1 AND refused_at IS NOT NULL \
                         RETURNING person_id";
    let people: Vec<(String,)> = match refused {
        Some(at) => sqlx::query_as(REFUSED).bind(email).bind(at.0).fetch_all(&mut *db).await?,
        None => sqlx::query_as(TAKEN).bind(email).fetch_all(&mut *db).await?,
    };
    for (person,) in people {
        super::tally::look_again(db, &person).await?;
    }
    Ok(())
}

/// Renews a hash whose parameters are out of date, only if the password is still the one it was made from.
pub async fn rehash(db: &mut Db, id: &PersonId, old: &str, new: &str) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE person SET password_phc = $3 WHERE id = $1 AND password_phc = $2";
    sqlx::query(SQL).bind(id.as_str()).bind(old).bind(new).execute(db).await?;
    Ok(())
}

/// Demands a new password at the next sign-in.
pub async fn demand_password(db: &mut Db, id: &PersonId, at: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE person SET new_password_at = $2 WHERE id = $1";
    one(sqlx::query(SQL).bind(id.as_str()).bind(at.0).execute(db).await?)
}

/// Freezes factor changes until then.
pub async fn freeze(db: &mut Db, id: &PersonId, until: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE person SET frozen_until = $2 WHERE id = $1";
    one(sqlx::query(SQL).bind(id.as_str()).bind(until.0).execute(db).await?)
}

/// Makes this transaction queue on the person's row before it takes anything that others take after it.
pub async fn queue(db: &mut Db, id: &PersonId) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE person SET wrong_run = wrong_run WHERE id = $1";
    one(sqlx::query(SQL).bind(id.as_str()).execute(db).await?)
}

/// Like [`queue`], and reads the person as they are from then on.
pub async fn hold(db: &mut Db, id: &PersonId) -> Result<Person, StoreError> {
    const SQL: &str = "UPDATE person SET wrong_run = wrong_run WHERE id = $1 RETURNING id, email, name, password_phc, \
                       managed_by, channel, language, wrong_run, phone_disabled_at, frozen_until, new_password_at, \
                       password_mailed_at, suspended_at, reset_at, created_at";
    let row: Option<Row> = sqlx::query_as(SQL).bind(id.as_str()).fetch_optional(db).await?;
    row.ok_or_else(|| StoreError::Corrupt { table: "person", id: id.to_string() })?.try_into()
}

/// Counts one more wrong code in a row, before it is compared; answers the new count.
pub async fn count_wrong(db: &mut Db, id: &PersonId) -> Result<i64, StoreError> {
    const SQL: &str = "UPDATE person SET wrong_run = wrong_run + 1 WHERE id = $1 RETURNING wrong_run";
    let (run,): (i64,) = sqlx::query_as(SQL).bind(id.as_str()).fetch_one(db).await?;
    Ok(run)
}

/// Takes one count of the run back: the code was right, but another press of the same button was first.
pub async fn uncount_wrong(db: &mut Db, id: &PersonId) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE person SET wrong_run = wrong_run - 1 WHERE id = $1 AND wrong_run > 0";
    sqlx::query(SQL).bind(id.as_str()).execute(db).await?;
    Ok(())
}

/// A right code: the run is over. Rolling budgets are not touched.
pub fn clear_wrong(id: &PersonId) -> Write {
    const SQL: &str = "UPDATE person SET wrong_run = 0 WHERE id = $1";
    Write::new(SQL).bind(id.as_str()).guarded()
}

/// Puts off until then what an organization will require.
pub async fn put_off(db: &mut Db, id: &PersonId, until: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE person SET skipped_2fa_until = $2 WHERE id = $1";
    one(sqlx::query(SQL).bind(id.as_str()).bind(until.0).execute(db).await?)
}

/// Turns codes by phone off (63B §3.2.2), or on again with a new phone.
pub async fn disable_phone(db: &mut Db, id: &PersonId, at: Option<Timestamp>) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE person SET phone_disabled_at = $2 WHERE id = $1";
    one(sqlx::query(SQL).bind(id.as_str()).bind(at.map(|t| t.0)).execute(db).await?)
}

/// Leaves the mark of a reset, or takes it away.
pub async fn mark_reset(db: &mut Db, id: &PersonId, at: Option<Timestamp>) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE person SET reset_at = $2 WHERE id = $1";
    one(sqlx::query(SQL).bind(id.as_str()).bind(at.map(|t| t.0)).execute(db).await?)
}

/// Since when an address of the person's takes no mail: its mailbox refused the last message for good.
pub async fn mail_refused(db: &mut Db, id: &PersonId, email: &str) -> Result<Option<Timestamp>, StoreError> {
    const SQL: &str = "SELECT refused_at FROM address WHERE person_id = $1 AND email = $2";
    let row: Option<(Option<i64>,)> = sqlx::query_as(SQL).bind(id.as_str()).bind(email).fetch_optional(db).await?;
    Ok(row.and_then(|(at,)| at).map(Timestamp))
}

/// Notes that a mailbox refused a message for good, or took one again (`None`).
pub async fn note_mail(db: &mut Db, id: &PersonId, email: &str, refused: Option<Timestamp>) -> Result<(), StoreError> {
    const REFUSED: &str = "UPDATE address SET refused_at = $3 WHERE person_id = $1 AND email = $2";
    const TAKEN: &str = "UPDATE address SET refused_at = NULL WHERE person_id = $1 AND email = $2 \
                         AND refused_at IS NOT NULL";
    match refused {
        Some(at) => sqlx::query(REFUSED).bind(id.as_str()).bind(email).bind(at.0).execute(db).await?,
        None => sqlx::query(TAKEN).bind(id.as_str()).bind(email).execute(db).await?,
    };
    Ok(())
}

/// Sets how codes go out by default.
pub async fn set_channel(db: &mut Db, id: &PersonId, channel: Channel) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE person SET channel = $2 WHERE id = $1";
    one(sqlx::query(SQL).bind(id.as_str()).bind(channel.word()).execute(db).await?)
}

/// Sets the language of messages; `None`: whichever the browser asks for.
pub async fn set_language(db: &mut Db, id: &PersonId, language: Option<Language>) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE person SET language = $2 WHERE id = $1";
    one(sqlx::query(SQL).bind(id.as_str()).bind(language.map(Language::tag)).execute(db).await?)
}
