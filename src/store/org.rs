//! Organizations, memberships and the one-time set-up link.

use super::{Db, StoreError, one, word};
use crate::model::{OrgId, PersonId, Plan, Role, Timestamp};

/// Makes an organization.
pub async fn insert(db: &mut Db, id: &OrgId, name: &str, plan: Plan, at: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO organization (id, name, plan, created_at) VALUES ($1, $2, $3, $4)";
    sqlx::query(SQL).bind(id.as_str()).bind(name).bind(plan.word()).bind(at.0).execute(db).await?;
    Ok(())
}

/// Adds a member.
pub async fn join(db: &mut Db, org: &OrgId, person: &PersonId, role: Role) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO membership (organization_id, person_id, role) VALUES ($1, $2, $3)";
    sqlx::query(SQL).bind(org.as_str()).bind(person.as_str()).bind(role.word()).execute(db).await?;
    Ok(())
}

/// Name of an organization that requires 2FA of this person, because it pays or its policy says so.
pub async fn requires(db: &mut Db, person: &PersonId, now: Timestamp) -> Result<Option<String>, StoreError> {
    const SQL: &str = "SELECT o.name FROM membership m JOIN organization o ON o.id = m.organization_id \
                       WHERE m.person_id = $1 AND (o.plan = 'paid' OR o.require_2fa_at <= $2) ORDER BY o.id LIMIT 1";
    let row: Option<(String,)> = sqlx::query_as(SQL).bind(person.as_str()).bind(now.0).fetch_optional(db).await?;
    Ok(row.map(|(name,)| name))
}

/// The organization a person belongs to first of all, with their role: their manager's, else the oldest.
pub async fn home(db: &mut Db, person: &PersonId) -> Result<Option<(String, Role)>, StoreError> {
    const SQL: &str = "SELECT o.name, m.role FROM membership m JOIN organization o ON o.id = m.organization_id \
                       JOIN person p ON p.id = m.person_id WHERE m.person_id = $1 \
                       ORDER BY CASE WHEN p.managed_by = o.id THEN 0 ELSE 1 END, o.id LIMIT 1";
    let row: Option<(String, String)> = sqlx::query_as(SQL).bind(person.as_str()).fetch_optional(db).await?;
    row.map(|(name, role)| Ok((name, word("membership", person.as_str(), Role::parse, &role)?))).transpose()
}

/// Names of the owners and admins of the organization that manages this person, without the person.
pub async fn helpers(db: &mut Db, person: &PersonId) -> Result<Vec<String>, StoreError> {
    const SQL: &str = "SELECT h.name FROM person p JOIN membership m ON m.organization_id = p.managed_by \
                       JOIN person h ON h.id = m.person_id WHERE p.id = $1 AND h.id <> $1 \
                       AND m.role IN ('owner', 'admin') ORDER BY m.role DESC, h.name LIMIT 10";
    let rows: Vec<(String,)> = sqlx::query_as(SQL).bind(person.as_str()).fetch_all(db).await?;
    Ok(rows.into_iter().map(|(name,)| name).collect())
}

/// Keeps the digest of a set-up link; earlier unused links end.
pub async fn offer_setup(db: &mut Db, digest: &str, at: Timestamp) -> Result<(), StoreError> {
    const CLEAR: &str = "DELETE FROM setup WHERE used_at IS NULL";
    const SQL: &str = "INSERT INTO setup (token_digest, created_at) VALUES ($1, $2)";
    sqlx::query(CLEAR).execute(&mut *db).await?;
    sqlx::query(SQL).bind(digest).bind(at.0).execute(db).await?;
    Ok(())
}

/// Whether a set-up link is right and unused.
pub async fn setup_open(db: &mut Db, digest: &str) -> Result<bool, StoreError> {
    const SQL: &str = "SELECT created_at FROM setup WHERE token_digest = $1 AND used_at IS NULL";
    Ok(sqlx::query_as::<_, (i64,)>(SQL).bind(digest).fetch_optional(db).await?.is_some())
}

/// Uses a set-up link up.
///
/// # Errors
/// [`StoreError::Stale`] when it was used meanwhile.
pub async fn use_setup(db: &mut Db, digest: &str, at: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE setup SET used_at = $2 WHERE token_digest = $1 AND used_at IS NULL";
    one(sqlx::query(SQL).bind(digest).bind(at.0).execute(db).await?)
}
