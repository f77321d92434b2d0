//! What a list of people shows: one row per organization and person, a copy of facts that are the truth elsewhere, renewed in
//! the transaction that changes them (`auth::roster` decides when).

mod list;
mod scan;
mod search;
mod tally;

pub use list::{Cursor, Order, Page, STAFF, Sorted, Total, Wanted, page, total};
pub use search::{Mark, Matches, search};
pub use tally::{compact, counts};

use super::{Db, StoreError, Write, audit, one, word};
use crate::flow::words::{fold, terms};
use crate::model::{
    Channel, CodeWay, Kind, Listed, MaskedPhone, OrgId, PersonId, RecoveryState, Role, Standing, Timestamp,
};

/// Everything of a person that a list shows and that their own rows say.
#[derive(Clone, sqlx::FromRow)]
pub struct Facts {
    /// Name.
    pub name: String,
    /// Address to sign in with.
    pub email: String,
    /// How codes go out by default.
    channel: String,
    managed_by: Option<String>,
    /// Codes by phone are off.
    phone_disabled_at: Option<i64>,
    new_password_at: Option<i64>,
    suspended_at: Option<i64>,
    phones: i64,
    apps: i64,
    first_phone_at: Option<i64>,
    first_app_at: Option<i64>,
    /// The main phone's number, sealed.
    pub number_sealed: Option<String>,
    calling_code: Option<String>,
    dots: Option<String>,
    last: Option<String>,
    region: Option<String>,
    made_at: Option<i64>,
    used_at: Option<i64>,
    passed: i64,
}

impl Facts {
    /// Codes by phone were turned off after too many wrong ones.
    pub fn phone_disabled(&self) -> bool {
        self.phone_disabled_at.is_some()
    }

    /// A new password is demanded.
    pub fn new_password(&self) -> bool {
        self.new_password_at.is_some()
    }

    fn standing(&self) -> Standing {
        match (self.passed, self.phones + self.apps) {
            _ if self.suspended_at.is_some() => Standing::Suspended,
            (1.., _) => Standing::ResetPending,
            (_, 1..) => Standing::On,
            _ => Standing::NotSetUp,
        }
    }

    fn method(&self) -> CodeWay {
        match (self.phones, self.apps) {
            (1.., _) if self.channel == Channel::Call.word() => CodeWay::Call,
            (1.., _) => CodeWay::Sms,
            (_, 1..) => CodeWay::App,
            _ => CodeWay::None,
        }
    }

    fn recovery(&self) -> (RecoveryState, i64) {
        match (self.made_at, self.used_at) {
            (Some(_), Some(used)) => (RecoveryState::Used, used),
            (Some(made), None) => (RecoveryState::Ready, made),
            (None, _) => (RecoveryState::None, 0),
        }
    }

    fn phone(&self) -> String {
        let part = |text: &Option<String>| text.clone().unwrap_or_default();
        let parts = [part(&self.calling_code), part(&self.dots), part(&self.last)];
        if self.last.is_some() { parts.join("|") } else { String::new() }
    }
}

/// Reads what a list shows of a person; `None` when there is no such person.
pub async fn facts(db: &mut Db, person: &PersonId) -> Result<Option<Facts>, StoreError> {
    const SQL: &str = "SELECT p.name, p.email, p.channel, p.managed_by, p.phone_disabled_at, p.new_password_at, p.suspended_at, \
        (SELECT COUNT(*) FROM phone f WHERE f.person_id = p.id AND f.removed_at IS NULL) AS phones, \
        (SELECT COUNT(*) FROM app a WHERE a.person_id = p.id AND a.removed_at IS NULL AND a.added_at IS NOT NULL) AS apps, \
        (SELECT MIN(f.verified_at) FROM phone f WHERE f.person_id = p.id AND f.removed_at IS NULL) AS first_phone_at, \
        (SELECT MIN(a.added_at) FROM app a WHERE a.person_id = p.id AND a.removed_at IS NULL) AS first_app_at, \
        m.number_sealed, m.calling_code, m.dots, m.last, m.region, r.made_at, r.used_at, \
        (SELECT COUNT(*) FROM reset_case c WHERE c.person_id = p.id AND c.state = 'passed') \
        + CASE WHEN p.reset_at IS NULL THEN 0 ELSE 1 END AS passed \
        FROM person p \
        LEFT JOIN phone m ON m.person_id = p.id AND m.removed_at IS NULL AND m.main_since IS NOT NULL \
        LEFT JOIN recovery_code r ON r.person_id = p.id AND r.ended_at IS NULL WHERE p.id = $1";
    Ok(sqlx::query_as(SQL).bind(person.as_str()).fetch_optional(db).await?)
}

/// What [`refresh`] cannot read from the person's own rows.
#[derive(Clone, Debug, Default)]
pub struct Besides {
    /// Last four digits of the main phone.
    pub digits: String,
    /// Locked until then; 0 if not.
    pub locked_until: Timestamp,
    /// Their 2FA was reset just now.
    pub reset: Option<Timestamp>,
}

/// A row as it was before.
#[derive(Clone, sqlx::FromRow)]
struct Old {
    organization_id: String,
    words: String,
    role: String,
    status: String,
    method: String,
    region: String,
    reset_at: i64,
    signed_in_at: i64,
}

/// Makes the rows of a person say what the facts say, one for each membership.
pub async fn refresh(db: &mut Db, person: &PersonId, facts: &Facts, besides: &Besides) -> Result<(), StoreError> {
    const OLD: &str = "SELECT organization_id, words, role, status, method, region, reset_at, signed_in_at FROM roster \
                       WHERE person_id = $1 ORDER BY organization_id";
    const SEATS: &str = "SELECT organization_id, role FROM membership WHERE person_id = $1 ORDER BY organization_id";
    let old: Vec<Old> = sqlx::query_as(OLD).bind(person.as_str()).fetch_all(&mut *db).await?;
    let seats: Vec<(String, String)> = sqlx::query_as(SEATS).bind(person.as_str()).fetch_all(&mut *db).await?;
    for gone in old.iter().filter(|o| seats.iter().all(|(org, _)| *org != o.organization_id)) {
        remove(db, person, gone).await?;
    }
    if seats.is_empty() {
        return Ok(());
    }
    let (reset_at, signed_in_at) = match old.first() {
        Some(_) => (old.iter().map(|o| o.reset_at).max(), old.iter().map(|o| o.signed_in_at).max()),
        // The first row of somebody who has been here longer: from the trail.
        None => {
            let last = async |db: &mut Db, kinds: String| audit::last(db, person, &kinds).await;
            let reset = last(db, format!(" {} ", RESETS.map(Kind::word).join(" "))).await?;
            (reset.map(|t| t.0), last(db, format!(" {} ", Kind::SignedIn.word())).await?.map(|t| t.0))
        }
    };
    let reset_at = reset_at.unwrap_or(0).max(besides.reset.map_or(0, |t| t.0));
    for (org, role) in seats {
        let old = old.iter().find(|o| o.organization_id == org);
        let seat = Seat { org: &org, role: &role, reset_at, signed_in_at: signed_in_at.unwrap_or(0) };
        write(db, person, facts, besides, seat, old).await?;
    }
    Ok(())
}

/// Kinds of events after which "last reset" is now: each of them makes the factors end that were there, by whatever way. What
/// follows a used recovery code or a granted request is told by that event already.
pub const RESETS: [Kind; 4] = [Kind::PhoneChanged, Kind::RecoveryUsed, Kind::CasePassed, Kind::Reset];

struct Seat<'a> {
    org: &'a str,
    role: &'a str,
    reset_at: i64,
    signed_in_at: i64,
}

async fn write(
    db: &mut Db,
    person: &PersonId,
    facts: &Facts,
    besides: &Besides,
    seat: Seat<'_>,
    old: Option<&Old>,
) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO roster (organization_id, person_id, name, email, name_key, words, role, managed, status, \
        method, phone, region, recovery, recovery_at, enrolled_at, reset_at, signed_in_at, locked_until) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) \
        ON CONFLICT (organization_id, person_id) DO UPDATE SET name = $3, email = $4, name_key = $5, words = $6, role = $7, \
        managed = $8, status = $9, method = $10, phone = $11, region = $12, recovery = $13, recovery_at = $14, \
        enrolled_at = $15, reset_at = $16, locked_until = $18";
    let words = words(&facts.name, &facts.email, &besides.digits);
    let (recovery, recovery_at) = facts.recovery();
    let region = facts.region.clone().unwrap_or_default();
    let enrolled = [facts.first_phone_at, facts.first_app_at].into_iter().flatten().min().unwrap_or(0);
    let new = [facts.standing().word(), facts.method().word(), seat.role, region.as_str()];
    sqlx::query(SQL)
        .bind(seat.org)
        .bind(person.as_str())
        .bind(&facts.name)
        .bind(&facts.email)
        .bind(fold(&facts.name))
        .bind(&words)
        .bind(seat.role)
        .bind(i64::from(facts.managed_by.as_deref() == Some(seat.org)))
        .bind(new[0])
        .bind(new[1])
        .bind(facts.phone())
        .bind(&region)
        .bind(recovery.word())
        .bind(recovery_at)
        .bind(enrolled)
        .bind(seat.reset_at)
        .bind(seat.signed_in_at)
        .bind(besides.locked_until.0)
        .execute(&mut *db)
        .await?;
    let was = old.map(|o| [o.status.as_str(), o.method.as_str(), o.role.as_str(), o.region.as_str()]);
    tally::change(db, seat.org, was, Some(new)).await?;
    if old.is_none_or(|o| o.words != words) {
        forget_terms(db, seat.org, person).await?;
        add_terms(db, seat.org, person, facts, &besides.digits).await?;
    }
    Ok(())
}

fn words(name: &str, email: &str, digits: &str) -> String {
    [name, email, digits].join("\n")
}

async fn remove(db: &mut Db, person: &PersonId, old: &Old) -> Result<(), StoreError> {
    const SQL: &str = "DELETE FROM roster WHERE organization_id = $1 AND person_id = $2";
    one(sqlx::query(SQL).bind(&old.organization_id).bind(person.as_str()).execute(&mut *db).await?)?;
    let was = [old.status.as_str(), old.method.as_str(), old.role.as_str(), old.region.as_str()];
    tally::change(db, &old.organization_id, Some(was), None).await?;
    forget_terms(db, &old.organization_id, person).await
}

async fn forget_terms(db: &mut Db, org: &str, person: &PersonId) -> Result<(), StoreError> {
    const SQL: &str = "DELETE FROM roster_term WHERE organization_id = $1 AND person_id = $2";
    sqlx::query(SQL).bind(org).bind(person.as_str()).execute(db).await?;
    Ok(())
}

async fn add_terms(db: &mut Db, org: &str, person: &PersonId, facts: &Facts, digits: &str) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO roster_term (organization_id, person_id, head, tail) VALUES ($1, $2, $3, $4)";
    for term in terms(&facts.name, &facts.email, digits) {
        sqlx::query(SQL).bind(org).bind(person.as_str()).bind(term.head).bind(term.tail).execute(&mut *db).await?;
    }
    Ok(())
}

/// Notes a full sign-in: the one fact that changes every day.
pub fn signed_in(person: &PersonId, at: Timestamp) -> Write {
    const SQL: &str = "UPDATE roster SET signed_in_at = $2 WHERE person_id = $1 AND signed_in_at < $2";
    Write::new(SQL).bind(person.as_str()).bind(at.0)
}

/// Notes until when wrong passwords lock somebody; an id of nobody's costs the same.
pub async fn lock(db: &mut Db, person: &str, until: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE roster SET locked_until = $2 WHERE person_id = $1 AND locked_until < $2";
    sqlx::query(SQL).bind(person).bind(until.0).execute(db).await?;
    Ok(())
}

/// Members without a row, some of them: right after the update that brought lists, all of them.
pub async fn missing(db: &mut Db, most: i64) -> Result<Vec<PersonId>, StoreError> {
    const SQL: &str = "SELECT m.person_id FROM membership m WHERE NOT EXISTS (SELECT 1 FROM roster r \
                       WHERE r.organization_id = m.organization_id AND r.person_id = m.person_id) \
                       ORDER BY m.organization_id, m.person_id LIMIT $1";
    let rows: Vec<(String,)> = sqlx::query_as(SQL).bind(most).fetch_all(db).await?;
    Ok(rows.into_iter().map(|(id,)| PersonId::new(id)).collect())
}

/// One person of an organization.
pub async fn get(db: &mut Db, org: &OrgId, person: &PersonId) -> Result<Option<Listed>, StoreError> {
    const SQL: &str = "SELECT organization_id, person_id, name, email, name_key, role, managed, status, method, phone, region, \
                       recovery, recovery_at, enrolled_at, reset_at, signed_in_at, locked_until FROM roster \
                       WHERE organization_id = $1 AND person_id = $2";
    let row: Option<Row> = sqlx::query_as(SQL).bind(org.as_str()).bind(person.as_str()).fetch_optional(db).await?;
    row.map(Listed::try_from).transpose()
}

#[derive(sqlx::FromRow)]
struct Row {
    organization_id: String,
    person_id: String,
    name: String,
    email: String,
    name_key: String,
    role: String,
    managed: i64,
    status: String,
    method: String,
    phone: String,
    region: String,
    recovery: String,
    recovery_at: i64,
    enrolled_at: i64,
    reset_at: i64,
    signed_in_at: i64,
    locked_until: i64,
}

impl TryFrom<Row> for Listed {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Listed, StoreError> {
        let id = &row.person_id;
        let mut parts = row.phone.splitn(3, '|').map(str::to_owned);
        let phone = match (parts.next(), parts.next(), parts.next()) {
            (Some(calling_code), Some(dots), Some(last)) => Some(MaskedPhone { calling_code, dots, last }),
            _ => None,
        };
        Ok(Listed {
            role: word("roster", id, Role::parse, &row.role)?,
            standing: word("roster", id, Standing::parse, &row.status)?,
            method: word("roster", id, CodeWay::parse, &row.method)?,
            recovery: word("roster", id, RecoveryState::parse, &row.recovery)?,
            org: OrgId::new(row.organization_id),
            person: PersonId::new(row.person_id),
            name: row.name,
            email: row.email,
            managed: row.managed == 1,
            phone,
            region: row.region,
            recovery_at: Timestamp(row.recovery_at),
            enrolled: Timestamp(row.enrolled_at),
            reset: Timestamp(row.reset_at),
            signed_in: Timestamp(row.signed_in_at),
            locked_until: Timestamp(row.locked_until),
        })
    }
}
