//! People's places in an organization: role, whether it manages them, whether it suspended them.

use super::audit::Entry;
use super::{Db, StoreError, one, word};
use crate::model::{OrgId, PersonId, Role, Timestamp};

/// The role of a person in an organization; `None`: not a member of it.
pub async fn role(db: &mut Db, org: &OrgId, person: &PersonId) -> Result<Option<Role>, StoreError> {
    const SQL: &str = "SELECT role FROM membership WHERE organization_id = $1 AND person_id = $2";
    let row: Option<(String,)> =
        sqlx::query_as(SQL).bind(org.as_str()).bind(person.as_str()).fetch_optional(db).await?;
    row.map(|(role,)| word("membership", person.as_str(), Role::parse, &role)).transpose()
}

/// Changes a role.
///
/// # Errors
/// [`StoreError::Stale`] when it was not `from` any more.
pub async fn set_role(db: &mut Db, org: &OrgId, person: &PersonId, (from, to): (Role, Role)) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE membership SET role = $4 WHERE organization_id = $1 AND person_id = $2 AND role = $3";
    let done = sqlx::query(SQL).bind(org.as_str()).bind(person.as_str()).bind(from.word()).bind(to.word());
    one(done.execute(db).await?)
}

/// Ends a membership.
///
/// # Errors
/// [`StoreError::Stale`] when there was none any more.
pub async fn remove(db: &mut Db, org: &OrgId, person: &PersonId) -> Result<(), StoreError> {
    const SQL: &str = "DELETE FROM membership WHERE organization_id = $1 AND person_id = $2";
    one(sqlx::query(SQL).bind(org.as_str()).bind(person.as_str()).execute(db).await?)
}

/// Makes this transaction queue on the organization, after the person's row: whoever counts owners counts alone.
pub async fn queue(db: &mut Db, org: &OrgId) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE organization SET plan = plan WHERE id = $1";
    one(sqlx::query(SQL).bind(org.as_str()).execute(db).await?)
}

/// Owners who can act, without this person.
pub async fn other_owners(db: &mut Db, org: &OrgId, person: &PersonId) -> Result<i64, StoreError> {
    const SQL: &str = "SELECT COUNT(*) FROM membership m JOIN person p ON p.id = m.person_id \
                       WHERE m.organization_id = $1 AND m.role = 'owner' AND m.person_id <> $2 \
                       AND p.suspended_at IS NULL";
    let (count,): (i64,) = sqlx::query_as(SQL).bind(org.as_str()).bind(person.as_str()).fetch_one(db).await?;
    Ok(count)
}

/// Whether somebody who signs in with this address is a member already.
pub async fn has_address(db: &mut Db, org: &OrgId, email: &str) -> Result<bool, StoreError> {
    const SQL: &str = "SELECT m.person_id FROM membership m JOIN person p ON p.id = m.person_id \
                       WHERE m.organization_id = $1 AND p.email = $2";
    let row: Option<(String,)> = sqlx::query_as(SQL).bind(org.as_str()).bind(email).fetch_optional(db).await?;
    Ok(row.is_some())
}

/// Suspends a person that the organization manages.
///
/// # Errors
/// [`StoreError::Stale`] when it does not manage them, or they are suspended already.
pub async fn suspend(db: &mut Db, org: &OrgId, person: &PersonId, at: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE person SET suspended_at = $3 WHERE managed_by = $1 AND id = $2 AND suspended_at IS NULL";
    one(sqlx::query(SQL).bind(org.as_str()).bind(person.as_str()).bind(at.0).execute(db).await?)
}

/// Lets a suspended person in again.
///
/// # Errors
/// [`StoreError::Stale`] when the organization does not manage them, or they are not suspended any more.
pub async fn unsuspend(db: &mut Db, org: &OrgId, person: &PersonId) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE person SET suspended_at = NULL WHERE managed_by = $1 AND id = $2 \
                       AND suspended_at IS NOT NULL";
    one(sqlx::query(SQL).bind(org.as_str()).bind(person.as_str()).execute(db).await?)
}

/// Ends the organization's power over an account, a suspension included.
///
/// # Errors
/// [`StoreError::Stale`] when it has none any more.
pub async fn release(db: &mut Db, org: &OrgId, person: &PersonId) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE person SET managed_by = NULL, suspended_at = NULL WHERE managed_by = $1 AND id = $2";
    one(sqlx::query(SQL).bind(org.as_str()).bind(person.as_str()).execute(db).await?)
}

/// Gives an organization power over the account of one of its members, whom nobody manages.
///
/// # Errors
/// [`StoreError::Stale`] when somebody manages them, or they are no member.
pub async fn manage(db: &mut Db, org: &OrgId, person: &PersonId) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE person SET managed_by = $1 WHERE id = $2 AND managed_by IS NULL \
                       AND id IN (SELECT person_id FROM membership WHERE organization_id = $1)";
    one(sqlx::query(SQL).bind(org.as_str()).bind(person.as_str()).execute(db).await?)
}

/// What happened to a person, as the organization's own chain tells it, newest first and before that moment and id.
pub async fn events(
    db: &mut Db,
    org: &OrgId,
    person: &PersonId,
    before: (i64, &str),
    most: i64,
) -> Result<Vec<Entry>, StoreError> {
    const SQL: &str = "SELECT id, chain, seq, at, kind, person_id, actor_id, ip, agent, detail, previous, hash \
                       FROM audit WHERE chain = 'org:' || $1 AND person_id = $2 AND (at, id) < ($3, $4) \
                       ORDER BY at DESC, id DESC LIMIT $5";
    let query = sqlx::query_as(SQL).bind(org.as_str()).bind(person.as_str()).bind(before.0).bind(before.1).bind(most);
    Ok(query.fetch_all(db).await?)
}

/// The last event of a kind that happened to a person, in the organization's own chain.
pub async fn last_event(db: &mut Db, org: &OrgId, person: &PersonId, kind: &str) -> Result<Option<Entry>, StoreError> {
    const SQL: &str = "SELECT id, chain, seq, at, kind, person_id, actor_id, ip, agent, detail, previous, hash \
                       FROM audit WHERE chain = 'org:' || $1 AND person_id = $2 AND kind = $3 \
                       ORDER BY at DESC, id DESC LIMIT 1";
    Ok(sqlx::query_as(SQL).bind(org.as_str()).bind(person.as_str()).bind(kind).fetch_optional(db).await?)
}
