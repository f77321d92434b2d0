//! What the overview of an organization asks besides its figures: about the few who run it, and what waits. Every statement is
//! a short range of an index, however many people there are.

use super::audit::Entry;
use super::{Db, StoreError};
use crate::model::{OrgId, PersonId, Role, Timestamp};

/// Somebody who helps to run an organization.
#[derive(Clone, sqlx::FromRow)]
pub struct Staff {
    /// Who.
    pub id: String,
    /// Name.
    pub name: String,
    /// Address to sign in with.
    pub email: String,
    /// "owner" or "admin".
    pub role: String,
    /// The main phone's number as a keyed digest, and sealed; `None` without a phone.
    pub number_index: Option<String>,
    /// See above.
    pub number_sealed: Option<String>,
}

impl Staff {
    /// Who.
    pub fn person(&self) -> PersonId {
        PersonId::new(self.id.clone())
    }

    /// An owner.
    pub fn owns(&self) -> bool {
        self.role == "owner"
    }
}

/// Owners and admins of an organization who can act, owners first, at most so many.
pub async fn staff(db: &mut Db, org: &OrgId, most: i64) -> Result<Vec<Staff>, StoreError> {
    const SQL: &str = "SELECT p.id, p.name, p.email, m.role, f.number_index, f.number_sealed FROM membership m \
                       JOIN person p ON p.id = m.person_id LEFT JOIN phone f ON f.person_id = p.id \
                       AND f.removed_at IS NULL AND f.main_since IS NOT NULL \
                       WHERE m.organization_id = $1 AND m.role = $2 AND p.suspended_at IS NULL \
                       ORDER BY m.person_id LIMIT $3";
    let mut all: Vec<Staff> = Vec::new();
    for role in [Role::Owner, Role::Admin] {
        let left = most - i64::try_from(all.len()).unwrap_or(most);
        let query = sqlx::query_as(SQL).bind(org.as_str()).bind(role.word()).bind(left);
        all.extend(query.fetch_all(&mut *db).await?);
    }
    Ok(all)
}

/// Open `Reset MFA` requests of an organization, and resets by an admin that wait for a second person; a hundred of each at
/// most.
pub async fn requests(db: &mut Db, org: &OrgId) -> Result<(i64, i64), StoreError> {
    const SQL: &str = "SELECT (SELECT COUNT(*) FROM (SELECT id FROM reset_case WHERE organization_id = $1 \
                       AND state IN ('waiting', 'review') LIMIT 100) open_ones), \
                       (SELECT COUNT(*) FROM (SELECT id FROM admin_reset WHERE organization_id = $1 \
                       AND state = 'waiting' AND second_person = 1 LIMIT 100) waiting_ones)";
    Ok(sqlx::query_as(SQL).bind(org.as_str()).fetch_one(db).await?)
}

/// The last events of an organization, newest first.
pub async fn events(db: &mut Db, org: &OrgId, most: i64) -> Result<Vec<Entry>, StoreError> {
    const SQL: &str = "SELECT id, chain, seq, at, kind, person_id, actor_id, ip, agent, detail, previous, hash \
                       FROM audit WHERE chain = 'org:' || $1 ORDER BY seq DESC LIMIT $2";
    Ok(sqlx::query_as(SQL).bind(org.as_str()).bind(most).fetch_all(db).await?)
}

/// The first few people of an organization without 2FA, of all or of admins and owners alone.
pub async fn bare(db: &mut Db, org: &OrgId, staff_only: bool, most: i64) -> Result<Vec<String>, StoreError> {
    const ALL: &str =
        "SELECT name FROM roster WHERE organization_id = $1 AND status = 'none' ORDER BY name_key LIMIT $2";
    const STAFF: &str = "SELECT name FROM roster WHERE organization_id = $1 AND role <> 'member' AND status = 'none' \
                         ORDER BY name_key LIMIT $2";
    let rows: Vec<(String,)> = match staff_only {
        true => sqlx::query_as(STAFF).bind(org.as_str()).bind(most).fetch_all(db).await?,
        false => sqlx::query_as(ALL).bind(org.as_str()).bind(most).fetch_all(db).await?,
    };
    Ok(rows.into_iter().map(|(name,)| name).collect())
}

/// The first few people whose codes go so.
pub async fn by_method(db: &mut Db, org: &OrgId, method: &str, most: i64) -> Result<Vec<String>, StoreError> {
    const SQL: &str = "SELECT name FROM roster WHERE organization_id = $1 AND method = $2 ORDER BY name_key LIMIT $3";
    let rows: Vec<(String,)> = sqlx::query_as(SQL).bind(org.as_str()).bind(method).bind(most).fetch_all(db).await?;
    Ok(rows.into_iter().map(|(name,)| name).collect())
}

/// The first few people with a number of a region.
pub async fn by_region(db: &mut Db, org: &OrgId, region: &str, most: i64) -> Result<Vec<String>, StoreError> {
    const SQL: &str = "SELECT name FROM roster WHERE organization_id = $1 AND region = $2 ORDER BY name_key LIMIT $3";
    let rows: Vec<(String,)> = sqlx::query_as(SQL).bind(org.as_str()).bind(region).bind(most).fetch_all(db).await?;
    Ok(rows.into_iter().map(|(name,)| name).collect())
}

/// Messages with codes of an organization that still wait for their carrier, a thousand at most.
pub async fn waiting(db: &mut Db, org: &OrgId, now: Timestamp) -> Result<i64, StoreError> {
    const SQL: &str = "SELECT COUNT(*) FROM (SELECT id FROM outbox WHERE next_at <= $2 AND state IN ('queued', 'sending') \
                       AND tally LIKE $1 || ' %' LIMIT 1000) waiting_ones";
    let (count,): (i64,) = sqlx::query_as(SQL).bind(org.as_str()).bind(now.0).fetch_one(db).await?;
    Ok(count)
}
