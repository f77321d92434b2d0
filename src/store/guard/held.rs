//! Numbers that were refused by a block, for whoever may vouch for them, and blocks for whoever runs the server.

use super::{Block, Scope};
use crate::flow::guard::Guard;
use crate::model::{MaskedPhone, OrgId, PersonId, Timestamp};
use crate::store::sends::Send;
use crate::store::{Db, StoreError, one, word};

/// Numbers that are kept of one block and person: whoever walks through thousands pushes nobody else off the list.
const KEPT: i64 = 3;

/// A number that got no code, or a block that refused nobody yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The row of the number; empty where there is none.
    pub id: String,
    /// The block.
    pub block: String,
    /// Whose people the block concerns: an organization's, '*' everybody's, empty those whom none manages.
    pub scope: String,
    /// Why.
    pub guard: Guard,
    /// Region of the number, or of what the block is about.
    pub region: String,
    /// The number, as far as it is shown.
    pub masked: MaskedPhone,
    /// Who asked: a name; empty where the block refused nobody.
    pub who: String,
    /// That person.
    pub person: String,
    /// When it was asked for last, or when the block began.
    pub at: Timestamp,
    /// When the block ends by itself.
    pub until: Timestamp,
    /// Numbers that were sent a code before it, and those whose code came back.
    pub counts: (i64, i64),
    /// Somebody vouched for the number.
    pub allowed: bool,
}

/// Notes that a number got no code because of a block.
pub async fn refused_number(
    db: &mut Db,
    id: &str,
    block: &Block,
    (send, masked): (Send<'_>, &MaskedPhone),
    now: Timestamp,
) -> Result<(), StoreError> {
    // Asking for ever more numbers fills nothing.
    const SQL: &str = "INSERT INTO guard_refused (id, block_id, organization_id, number_index, calling_code, dots, last, \
                       region, person_id, at) SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10 \
                       WHERE (SELECT COUNT(*) FROM guard_refused WHERE block_id = $2 AND person_id = $9 \
                       AND number_index <> $4) < $11 \
                       ON CONFLICT (block_id, organization_id, number_index) DO UPDATE SET at = $10, person_id = $9";
    sqlx::query(SQL)
        .bind(id)
        .bind(&block.id)
        .bind(send.organization)
        .bind(send.number)
        .bind(&masked.calling_code)
        .bind(&masked.dots)
        .bind(&masked.last)
        .bind(send.country)
        .bind(send.person.as_str())
        .bind(now.0)
        .bind(KEPT)
        .execute(db)
        .await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    block_id: String,
    scope: String,
    guard: String,
    region: String,
    calling_code: String,
    dots: String,
    last: String,
    who: String,
    person_id: String,
    at: i64,
    until_at: i64,
    numbers: i64,
    answered: i64,
    allowed: i64,
}

impl TryFrom<Row> for Held {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Held {
            guard: word("guard_block", &row.block_id, Guard::parse, &row.guard)?,
            id: row.id,
            block: row.block_id,
            scope: row.scope,
            region: row.region,
            masked: MaskedPhone { calling_code: row.calling_code, dots: row.dots, last: row.last },
            who: row.who,
            person: row.person_id,
            at: Timestamp(row.at),
            until: Timestamp(row.until_at),
            counts: (row.numbers, row.answered),
            allowed: row.allowed > 0,
        })
    }
}

/// Numbers of an organization's people that a standing block refused: each person's last one, the newest first, at most so
/// many.
pub async fn held_of(db: &mut Db, org: &OrgId, now: Timestamp, most: i64) -> Result<Vec<Held>, StoreError> {
    const SQL: &str = "SELECT r.id, r.block_id, b.organization_id AS scope, b.guard, r.region, r.calling_code, r.dots, \
        r.last, p.name AS who, r.person_id, r.at, b.until_at, b.numbers, b.answered, \
        (SELECT COUNT(*) FROM guard_allowed a WHERE a.organization_id = $1 AND a.number_index = r.number_index \
        AND a.until_at > $2) AS allowed FROM guard_refused r JOIN guard_block b ON b.id = r.block_id \
        JOIN person p ON p.id = r.person_id WHERE r.organization_id = $1 AND b.until_at > $2 AND b.lifted_at IS NULL \
        AND NOT EXISTS (SELECT q.id FROM guard_refused q WHERE q.organization_id = $1 AND q.person_id = r.person_id \
        AND (q.at > r.at OR (q.at = r.at AND q.id > r.id))) ORDER BY r.at DESC, r.id DESC LIMIT $3";
    let rows: Vec<Row> = sqlx::query_as(SQL).bind(org.as_str()).bind(now.0).bind(most).fetch_all(db).await?;
    rows.into_iter().map(Held::try_from).collect()
}

/// Every standing block of this server, with the number that it refused last, the newest first.
pub async fn standing(db: &mut Db, now: Timestamp) -> Result<Vec<Held>, StoreError> {
    const SQL: &str = "SELECT COALESCE(r.id, '') AS id, b.id AS block_id, b.organization_id AS scope, b.guard, b.region, \
        COALESCE(r.calling_code, '') AS calling_code, COALESCE(r.dots, '') AS dots, COALESCE(r.last, '') AS last, \
        COALESCE(o.name, '') AS who, COALESCE(r.person_id, '') AS person_id, b.begun_at AS at, b.until_at, b.numbers, \
        b.answered, CAST(0 AS BIGINT) AS allowed FROM guard_block b \
        LEFT JOIN guard_refused r ON r.id = (SELECT q.id FROM guard_refused q WHERE q.block_id = b.id \
        ORDER BY q.at DESC, q.id DESC LIMIT 1) LEFT JOIN organization o ON o.id = b.organization_id \
        WHERE b.until_at > $1 AND b.lifted_at IS NULL ORDER BY b.begun_at DESC, b.id DESC";
    let rows: Vec<Row> = sqlx::query_as(SQL).bind(now.0).fetch_all(db).await?;
    rows.into_iter().map(Held::try_from).collect()
}

/// Who asked for a code to a number that was refused; `None` where an organization has no such row.
pub async fn asked_by(db: &mut Db, org: &OrgId, refused: &str) -> Result<Option<PersonId>, StoreError> {
    const SQL: &str = "SELECT person_id FROM guard_refused WHERE organization_id = $1 AND id = $2";
    let row: Option<(String,)> = sqlx::query_as(SQL).bind(org.as_str()).bind(refused).fetch_optional(db).await?;
    Ok(row.map(|(person,)| PersonId::new(person)))
}

/// Vouches for a number that was refused; what may be shown of it.
///
/// # Errors
/// [`StoreError::Stale`] when the organization has no such row.
pub async fn allow(
    db: &mut Db,
    org: &OrgId,
    refused: &str,
    (by, until): (&PersonId, Timestamp),
    now: Timestamp,
) -> Result<MaskedPhone, StoreError> {
    const FIND: &str = "SELECT number_index, calling_code, dots, last FROM guard_refused \
                        WHERE organization_id = $1 AND id = $2";
    const ALLOW: &str = "INSERT INTO guard_allowed (organization_id, number_index, allowed_by, allowed_at, until_at) \
                         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (organization_id, number_index) \
                         DO UPDATE SET allowed_by = $3, allowed_at = $4, until_at = $5";
    let found: Option<(String, String, String, String)> =
        sqlx::query_as(FIND).bind(org.as_str()).bind(refused).fetch_optional(&mut *db).await?;
    let (number, calling_code, dots, last) = found.ok_or(StoreError::Stale)?;
    sqlx::query(ALLOW).bind(org.as_str()).bind(number).bind(by.as_str()).bind(now.0).bind(until.0).execute(db).await?;
    Ok(MaskedPhone { calling_code, dots, last })
}

/// Whether somebody of the organization vouches for a number.
pub async fn allowed(db: &mut Db, org: &str, number: &str, now: Timestamp) -> Result<bool, StoreError> {
    const SQL: &str = "SELECT number_index FROM guard_allowed WHERE organization_id = $1 AND number_index = $2 \
                       AND until_at > $3";
    let row: Option<(String,)> = sqlx::query_as(SQL).bind(org).bind(number).bind(now.0).fetch_optional(db).await?;
    Ok(row.is_some())
}

/// Ends a block.
///
/// # Errors
/// [`StoreError::Stale`] when none of this id stands.
pub async fn lift(db: &mut Db, block: &str, now: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE guard_block SET lifted_at = $2 WHERE id = $1 AND lifted_at IS NULL AND until_at > $2";
    one(sqlx::query(SQL).bind(block).bind(now.0).execute(db).await?)
}

impl Held {
    /// The block concerns everybody's people on this server.
    pub fn everywhere(&self) -> bool {
        self.scope == Scope::Everywhere.word()
    }
}
