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

/// Name of an organization, if there is such a one.
pub async fn name(db: &mut Db, org: &OrgId) -> Result<Option<String>, StoreError> {
    const SQL: &str = "SELECT name FROM organization WHERE id = $1";
    let row: Option<(String,)> = sqlx::query_as(SQL).bind(org.as_str()).fetch_optional(db).await?;
    Ok(row.map(|(name,)| name))
}

/// Role of a person in an organization, if they belong to it.
pub async fn role_in(db: &mut Db, org: &OrgId, person: &PersonId) -> Result<Option<Role>, StoreError> {
    const SQL: &str = "SELECT role FROM membership WHERE organization_id = $1 AND person_id = $2";
    let row: Option<(String,)> =
        sqlx::query_as(SQL).bind(org.as_str()).bind(person.as_str()).fetch_optional(db).await?;
    row.map(|(role,)| word("membership", person.as_str(), Role::parse, &role)).transpose()
}

/// Name of an organization that requires 2FA of this person, because it pays or its policy says so.
pub async fn requires(db: &mut Db, person: &PersonId, now: Timestamp) -> Result<Option<String>, StoreError> {
    const SQL: &str = "SELECT o.name FROM membership m JOIN organization o ON o.id = m.organization_id \
                       LEFT JOIN org_policy p ON p.organization_id = o.id WHERE m.person_id = $1 \
                       AND (o.plan = 'paid' OR (o.require_2fa_at <= $2 \
                       AND (p.staff_only IS NULL OR p.staff_only = 0 OR m.role <> 'member'))) ORDER BY o.id LIMIT 1";
    let row: Option<(String,)> = sqlx::query_as(SQL).bind(person.as_str()).bind(now.0).fetch_optional(db).await?;
    Ok(row.map(|(name,)| name))
}

/// The organization that will require 2FA of this person next, and from when on.
pub async fn will_require(
    db: &mut Db,
    person: &PersonId,
    now: Timestamp,
) -> Result<Option<(String, Timestamp)>, StoreError> {
    const SQL: &str = "SELECT o.name, o.require_2fa_at FROM membership m JOIN organization o ON o.id = m.organization_id \
                       LEFT JOIN org_policy p ON p.organization_id = o.id WHERE m.person_id = $1 \
                       AND o.require_2fa_at > $2 AND (p.staff_only IS NULL OR p.staff_only = 0 OR m.role <> 'member') \
                       ORDER BY o.require_2fa_at, o.id LIMIT 1";
    let row: Option<(String, i64)> = sqlx::query_as(SQL).bind(person.as_str()).bind(now.0).fetch_optional(db).await?;
    Ok(row.map(|(name, at)| (name, Timestamp(at))))
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
                       AND m.role IN ('owner', 'admin') AND h.suspended_at IS NULL ORDER BY m.role DESC, h.name LIMIT 10";
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

/// How an organization pays.
#[derive(Clone, sqlx::FromRow)]
pub struct Billing {
    /// "card" or "paypal".
    pub method: String,
    /// Last four digits of the card, or the PayPal address.
    pub account: String,
    /// Name on the bill.
    pub name: String,
    /// Postal code.
    pub postal_code: String,
    /// ISO 3166 region.
    pub country: String,
}

/// How an organization pays, if it said so.
pub async fn billing(db: &mut Db, org: &OrgId) -> Result<Option<Billing>, StoreError> {
    const SQL: &str = "SELECT method, account, name, postal_code, country FROM billing WHERE organization_id = $1";
    Ok(sqlx::query_as(SQL).bind(org.as_str()).fetch_optional(db).await?)
}

/// Sets how an organization pays.
pub async fn set_billing(db: &mut Db, org: &OrgId, new: &Billing, at: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO billing (organization_id, method, account, name, postal_code, country, changed_at) \
                       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (organization_id) DO UPDATE SET method = $2, \
                       account = $3, name = $4, postal_code = $5, country = $6, changed_at = $7";
    sqlx::query(SQL)
        .bind(org.as_str())
        .bind(&new.method)
        .bind(&new.account)
        .bind(&new.name)
        .bind(&new.postal_code)
        .bind(&new.country)
        .bind(at.0)
        .execute(db)
        .await?;
    Ok(())
}

/// Sets the plan.
pub async fn set_plan(db: &mut Db, org: &OrgId, plan: Plan) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE organization SET plan = $2 WHERE id = $1";
    one(sqlx::query(SQL).bind(org.as_str()).bind(plan.word()).execute(db).await?)
}

/// An organization that somebody has a role in.
#[derive(Clone)]
pub struct Seat {
    /// Identifier.
    pub org: OrgId,
    /// Its name.
    pub name: String,
    /// Its plan.
    pub plan: Plan,
    /// The person's role.
    pub role: Role,
}

/// Every organization of a person, their strongest role and paid plans first.
pub async fn seats(db: &mut Db, person: &PersonId) -> Result<Vec<Seat>, StoreError> {
    const SQL: &str = "SELECT o.id, o.name, o.plan, m.role FROM membership m JOIN organization o \
                       ON o.id = m.organization_id WHERE m.person_id = $1 \
                       ORDER BY CASE m.role WHEN 'owner' THEN 0 WHEN 'admin' THEN 1 ELSE 2 END, \
                       CASE o.plan WHEN 'paid' THEN 0 ELSE 1 END, o.id";
    let rows: Vec<(String, String, String, String)> = sqlx::query_as(SQL).bind(person.as_str()).fetch_all(db).await?;
    rows.into_iter()
        .map(|(id, name, plan, role)| {
            Ok(Seat {
                plan: word("organization", &id, Plan::parse, &plan)?,
                role: word("membership", &id, Role::parse, &role)?,
                org: OrgId::new(id),
                name,
            })
        })
        .collect()
}

/// Ids of the people with one of two roles in an organization, suspended ones aside: they are told of nothing.
pub async fn staff(db: &mut Db, org: &OrgId, roles: [Role; 2]) -> Result<Vec<PersonId>, StoreError> {
    const SQL: &str = "SELECT m.person_id FROM membership m JOIN person p ON p.id = m.person_id \
                       WHERE m.organization_id = $1 AND m.role IN ($2, $3) AND p.suspended_at IS NULL \
                       ORDER BY m.person_id LIMIT 20";
    let [first, second] = roles.map(Role::word);
    let rows: Vec<(String,)> = sqlx::query_as(SQL).bind(org.as_str()).bind(first).bind(second).fetch_all(db).await?;
    Ok(rows.into_iter().map(|(id,)| PersonId::new(id)).collect())
}

/// People of an organization without a second factor: who will be asked for one when it starts to pay.
pub async fn without_second(db: &mut Db, org: &OrgId) -> Result<i64, StoreError> {
    const SQL: &str = "SELECT COUNT(*) FROM membership m WHERE m.organization_id = $1 \
        AND NOT EXISTS (SELECT 1 FROM phone f WHERE f.person_id = m.person_id AND f.removed_at IS NULL) \
        AND NOT EXISTS (SELECT 1 FROM app a WHERE a.person_id = m.person_id AND a.removed_at IS NULL \
        AND a.added_at IS NOT NULL)";
    let (count,): (i64,) = sqlx::query_as(SQL).bind(org.as_str()).fetch_one(db).await?;
    Ok(count)
}

/// Managed people of an organization who may be locked out: by wrong codes in a row or a phone that was turned off (`true`),
/// or perhaps by wrong passwords since then.
pub async fn troubled(db: &mut Db, org: &OrgId, since: Timestamp) -> Result<Vec<(PersonId, bool)>, StoreError> {
    const SQL: &str = "SELECT p.id, CASE WHEN p.wrong_run >= 5 OR p.phone_disabled_at IS NOT NULL THEN 1 ELSE 0 END \
                       FROM person p WHERE p.managed_by = $1 AND (p.wrong_run >= 5 OR p.phone_disabled_at IS NOT NULL \
                       OR EXISTS (SELECT 1 FROM audit a WHERE a.person_id = p.id AND a.at > $2 \
                       AND a.kind = 'password.wrong')) ORDER BY p.name, p.id LIMIT 100";
    let rows: Vec<(String, i64)> = sqlx::query_as(SQL).bind(org.as_str()).bind(since.0).fetch_all(db).await?;
    Ok(rows.into_iter().map(|(id, codes)| (PersonId::new(id), codes == 1)).collect())
}
