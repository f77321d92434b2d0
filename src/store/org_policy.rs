//! What organizations ask beyond the settings.

use super::{Db, StoreError, one, word};
use crate::flow::OrgPolicy;
use crate::flow::org_policy::{Demand, Resetters};
use crate::model::{OrgId, Seconds, Timestamp};

#[derive(sqlx::FromRow)]
struct Row {
    require_2fa_at: Option<i64>,
    staff_only: Option<i64>,
    sms: Option<i64>,
    call: Option<i64>,
    app: Option<i64>,
    countries: Option<String>,
    voip_refused: Option<i64>,
    resetters: Option<String>,
    second_person: Option<i64>,
    case_wait_seconds: Option<i64>,
    version: Option<i64>,
}

/// The policy of an organization; the default where nothing was saved.
///
/// # Errors
/// [`StoreError::Corrupt`] when there is no such organization.
pub async fn get(db: &mut Db, org: &OrgId) -> Result<OrgPolicy, StoreError> {
    const SQL: &str = "SELECT o.require_2fa_at, p.staff_only, p.sms, p.call, p.app, p.countries, p.voip_refused, \
                       p.resetters, p.second_person, p.case_wait_seconds, p.version FROM organization o \
                       LEFT JOIN org_policy p ON p.organization_id = o.id WHERE o.id = $1";
    let row: Option<Row> = sqlx::query_as(SQL).bind(org.as_str()).fetch_optional(db).await?;
    let row = row.ok_or_else(|| StoreError::Corrupt { table: "organization", id: org.to_string() })?;
    let resetters = match &row.resetters {
        Some(text) => word("org_policy", org.as_str(), Resetters::parse, text)?,
        None => Resetters::Admins,
    };
    let set = |column: Option<i64>| column == Some(1);
    Ok(OrgPolicy {
        demand: match (row.require_2fa_at, set(row.staff_only)) {
            (None, _) => Demand::Nobody,
            (Some(_), true) => Demand::Staff,
            (Some(_), false) => Demand::Everyone,
        },
        from: Timestamp(row.require_2fa_at.unwrap_or(0)),
        sms: row.sms != Some(0),
        call: row.call != Some(0),
        app: row.app != Some(0),
        countries: row.countries.map(|list| list.split_whitespace().map(str::to_owned).collect()),
        voip_refused: set(row.voip_refused),
        resetters,
        second_person: set(row.second_person),
        case_wait: row.case_wait_seconds.map(Seconds),
        version: row.version.unwrap_or(0),
    })
}

/// When it was saved last.
pub async fn changed(db: &mut Db, org: &OrgId) -> Result<Option<Timestamp>, StoreError> {
    const SQL: &str = "SELECT changed_at FROM org_policy WHERE organization_id = $1";
    let row: Option<(i64,)> = sqlx::query_as(SQL).bind(org.as_str()).fetch_optional(db).await?;
    Ok(row.map(|(at,)| Timestamp(at)))
}

/// Saves a policy, if nobody saved since it was read.
///
/// # Errors
/// [`StoreError::Stale`] when somebody did.
pub async fn save(db: &mut Db, org: &OrgId, new: &OrgPolicy, at: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO org_policy (organization_id, staff_only, sms, call, app, countries, voip_refused, \
                       resetters, second_person, case_wait_seconds, changed_at, version) \
                       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12 + 1) \
                       ON CONFLICT (organization_id) DO UPDATE SET staff_only = $2, sms = $3, call = $4, app = $5, \
                       countries = $6, voip_refused = $7, resetters = $8, second_person = $9, case_wait_seconds = $10, \
                       changed_at = $11, version = org_policy.version + 1 WHERE org_policy.version = $12";
    const FROM: &str = "UPDATE organization SET require_2fa_at = $2 WHERE id = $1";
    one(sqlx::query(SQL)
        .bind(org.as_str())
        .bind(i64::from(new.demand == Demand::Staff))
        .bind(i64::from(new.sms))
        .bind(i64::from(new.call))
        .bind(i64::from(new.app))
        .bind(new.countries.as_ref().map(|regions| regions.join(" ")))
        .bind(i64::from(new.voip_refused))
        .bind(new.resetters.word())
        .bind(i64::from(new.second_person))
        .bind(new.case_wait.map(|wait| wait.0))
        .bind(at.0)
        .bind(new.version)
        .execute(&mut *db)
        .await?)?;
    let from = (new.demand != Demand::Nobody).then_some(new.from.0);
    one(sqlx::query(FROM).bind(org.as_str()).bind(from).execute(db).await?)
}
