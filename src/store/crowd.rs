//! A million people at once, for `rekey demo`: rows made by the database itself wherever it can, and many in one statement
//! where it cannot. Only for organizations that were made a moment ago.

use super::audit::Entry;
use super::factor::Phone;
use super::{Db, StoreError, tally};
use crate::flow::figures::Counted;
use crate::flow::words::Term;
use crate::model::{OrgId, PersonId, Timestamp};
use std::fmt::Write as _;
use std::sync::LazyLock;

/// A statement for one row, and the same for many.
struct Rows {
    many: usize,
    texts: [String; 2],
}

impl Rows {
    fn new(start: &str, columns: usize, many: usize) -> Rows {
        let text = |rows: usize| {
            let mut text = start.to_owned();
            for n in 0..rows {
                text.push_str(if n == 0 { " VALUES (" } else { ", (" });
                for c in 0..columns {
                    let _ = write!(text, "{}${}", if c == 0 { "" } else { ", " }, n * columns + c + 1);
                }
                text.push(')');
            }
            text
        };
        Rows { many, texts: [text(1), text(many)] }
    }

    fn text(&self, rows: usize) -> &str {
        if rows == self.many { &self.texts[1] } else { &self.texts[0] }
    }

    /// Pieces for one statement each: as many rows as it takes, and what is left one by one.
    fn pieces<'a, T>(&self, all: &'a [T]) -> impl Iterator<Item = &'a [T]> {
        let whole = all.chunks_exact(self.many);
        let rest = whole.remainder();
        whole.chain(rest.chunks(1))
    }
}

static PHONES: LazyLock<Rows> = LazyLock::new(|| {
    let start = "INSERT INTO phone (id, person_id, number_sealed, number_index, calling_code, dots, last, region, verified_at, \
                 main_since)";
    Rows::new(start, 10, 100)
});
static EVENTS: LazyLock<Rows> = LazyLock::new(|| {
    let start = "INSERT INTO audit (id, chain, seq, at, kind, person_id, actor_id, ip, agent, detail, previous, hash)";
    Rows::new(start, 12, 100)
});
static TERMS: LazyLock<Rows> = LazyLock::new(|| {
    let start = "INSERT INTO roster_term (organization_id, person_id, head, tail)";
    Rows::new(start, 4, 400)
});
static COUNTED: LazyLock<Rows> =
    LazyLock::new(|| Rows::new("INSERT INTO tally_member (organization_id, person_id, counted)", 3, 400));

/// Who is made: people of one organization, numbered from `first` up to and with `last`.
pub struct Batch<'a> {
    /// The organization, which manages them.
    pub org: &'a OrgId,
    /// The first 24 characters of their ids; the number follows in twelve digits.
    pub ids: &'a str,
    /// What their addresses end with, "@acme.example".
    pub domain: &'a str,
    /// First names in fields of ten characters, and how many.
    pub first_names: (&'a str, i64),
    /// Last names in fields of twelve characters, and how many.
    pub last_names: (&'a str, i64),
    /// Hash of everybody's password.
    pub phc: &'a str,
    /// An app's secret, sealed.
    pub secret: &'a str,
    /// Answers of a request, sealed.
    pub claims: &'a str,
    /// The first number.
    pub first: i64,
    /// The last number.
    pub last: i64,
    /// Now.
    pub now: Timestamp,
}

impl Batch<'_> {
    /// The id of the person with this number.
    pub fn id(&self, i: i64) -> String {
        format!("{}{i:012}", self.ids)
    }
}

/// Makes people with their addresses, memberships, apps, recovery codes and granted requests.
pub async fn people(db: &mut Db, batch: &Batch<'_>) -> Result<(), StoreError> {
    const PEOPLE: &str = "INSERT INTO person (id, email, name, password_phc, managed_by, channel, phone_disabled_at, \
        suspended_at, created_at) WITH RECURSIVE n(i) AS (SELECT CAST($1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < $2), \
        named(i, a, b) AS (SELECT i, RTRIM(SUBSTR($3, CAST(i * 7 % $4 * 10 + 1 AS INTEGER), 10)), \
        RTRIM(SUBSTR($5, CAST((i / $4 + i * 13) % $6 * 12 + 1 AS INTEGER), 12)) FROM n) \
        SELECT $7 || SUBSTR(CAST(1000000000000 + i AS TEXT), 2), \
        LOWER(a) || '.' || LOWER(b) || CAST(i AS TEXT) || $8, a || ' ' || b, $9, $10, \
        CASE WHEN i % 100 BETWEEN 12 AND 26 THEN 'call' ELSE 'sms' END, \
        CASE WHEN i % 997 = 0 THEN $11 - 86400000 END, CASE WHEN i % 211 = 0 THEN $11 - 86400000 END, \
        $11 - (30 + i % 1000) * 86400000 FROM named";
    const ADDRESSES: &str = "INSERT INTO address (person_id, email, added_at) SELECT id, email, created_at FROM person WHERE id BETWEEN $1 AND $2";
    const MEMBERS: &str = "INSERT INTO membership (organization_id, person_id, role) SELECT managed_by, id, \
        CASE WHEN CAST(SUBSTR(id, 25) AS BIGINT) % 101 = 0 THEN 'admin' ELSE 'member' END FROM person \
        WHERE id BETWEEN $1 AND $2";
    const CODES: &str = "INSERT INTO recovery_code (id, person_id, phc, made_at, used_at) SELECT id, id, password_phc, \
        created_at + 3600000, CASE WHEN CAST(SUBSTR(id, 25) AS BIGINT) % 31 = 0 THEN created_at + 7200000 END FROM person \
        WHERE id BETWEEN $1 AND $2 AND CAST(SUBSTR(id, 25) AS BIGINT) % 100 > 30";
    const APPS: &str = "INSERT INTO app (id, person_id, binding, name, secret_sealed, created_at, added_at) SELECT id, id, '', \
        'Authenticator app', $3, created_at, created_at + 3600000 FROM person \
        WHERE id BETWEEN $1 AND $2 AND CAST(SUBSTR(id, 25) AS BIGINT) % 100 BETWEEN 8 AND 11";
    const CASES: &str = "INSERT INTO reset_case (id, number, person_id, organization_id, binding, state, claimed_sealed, \
        created_at, opened_at, decided_at, decided_by, expires_at) SELECT id, 'R-' || id, id, managed_by, 'operator', 'passed', \
        $3, $4, $4, $4, 'operator', $4 + 604800000 FROM person \
        WHERE id BETWEEN $1 AND $2 AND CAST(SUBSTR(id, 25) AS BIGINT) % 127 = 0";
    sqlx::query(PEOPLE)
        .bind(batch.first)
        .bind(batch.last)
        .bind(batch.first_names.0)
        .bind(batch.first_names.1)
        .bind(batch.last_names.0)
        .bind(batch.last_names.1)
        .bind(batch.ids)
        .bind(batch.domain)
        .bind(batch.phc)
        .bind(batch.org.as_str())
        .bind(batch.now.0)
        .execute(&mut *db)
        .await?;
    let [from, to] = [batch.first, batch.last].map(|i| batch.id(i));
    sqlx::query(ADDRESSES).bind(&from).bind(&to).execute(&mut *db).await?;
    sqlx::query(MEMBERS).bind(&from).bind(&to).execute(&mut *db).await?;
    sqlx::query(CODES).bind(&from).bind(&to).execute(&mut *db).await?;
    sqlx::query(APPS).bind(&from).bind(&to).bind(batch.secret).execute(&mut *db).await?;
    sqlx::query(CASES).bind(&from).bind(&to).bind(batch.claims).bind(batch.now.0).execute(db).await?;
    Ok(())
}

/// Puts phones in force, each the main one of its person.
pub async fn phones(db: &mut Db, all: &[(String, Phone)]) -> Result<(), StoreError> {
    for piece in PHONES.pieces(all) {
        let mut query = sqlx::query(Rows::text(&PHONES, piece.len()));
        for (person, phone) in piece {
            query = query
                .bind(phone.id.as_str())
                .bind(person)
                .bind(&phone.number_sealed)
                .bind(&phone.number_index)
                .bind(&phone.masked.calling_code)
                .bind(&phone.masked.dots)
                .bind(&phone.masked.last)
                .bind(&phone.region)
                .bind(phone.verified.0)
                .bind(phone.verified.0);
        }
        query.execute(&mut *db).await?;
    }
    Ok(())
}

/// Appends to the trail; the chain's end is moved by the caller.
pub async fn events(db: &mut Db, all: &[Entry]) -> Result<(), StoreError> {
    for piece in EVENTS.pieces(all) {
        let mut query = sqlx::query(Rows::text(&EVENTS, piece.len()));
        for entry in piece {
            query = entry.bind(query);
        }
        query.execute(&mut *db).await?;
    }
    Ok(())
}

/// Notes what people can be found by, in the order of the index.
pub async fn terms(db: &mut Db, org: &OrgId, all: &[(Term, String)]) -> Result<(), StoreError> {
    for piece in TERMS.pieces(all) {
        let mut query = sqlx::query(Rows::text(&TERMS, piece.len()));
        for (term, person) in piece {
            query = query.bind(org.as_str()).bind(person).bind(term.head).bind(term.tail);
        }
        query.execute(&mut *db).await?;
    }
    Ok(())
}

/// Makes the list's rows of a batch whose people, phones and events are there.
pub async fn roster(db: &mut Db, batch: &Batch<'_>) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO roster (organization_id, person_id, name, email, name_key, words, role, managed, status, \
        method, phone, region, recovery, recovery_at, enrolled_at, reset_at, signed_in_at, locked_until) \
        SELECT m.organization_id, p.id, p.name, p.email, LOWER(p.name), '', m.role, 1, \
        CASE WHEN p.suspended_at IS NOT NULL THEN 'suspended' WHEN c.id IS NOT NULL THEN 'pending' \
        WHEN f.id IS NOT NULL OR a.id IS NOT NULL THEN 'on' ELSE 'none' END, \
        CASE WHEN f.id IS NOT NULL THEN p.channel WHEN a.id IS NOT NULL THEN 'app' ELSE 'none' END, \
        COALESCE(f.calling_code || '|' || f.dots || '|' || f.last, ''), COALESCE(f.region, ''), \
        CASE WHEN r.id IS NULL THEN 'none' WHEN r.used_at IS NULL THEN 'ready' ELSE 'used' END, \
        COALESCE(r.used_at, r.made_at, 0), COALESCE(f.verified_at, a.added_at, 0), COALESCE(c.decided_at, 0), \
        COALESCE((SELECT MAX(e.at) FROM audit e WHERE e.person_id = p.id AND e.kind = 'session.begin'), 0), \
        CASE WHEN p.phone_disabled_at IS NOT NULL THEN 253402300799000 ELSE 0 END \
        FROM person p JOIN membership m ON m.person_id = p.id \
        LEFT JOIN phone f ON f.person_id = p.id AND f.removed_at IS NULL AND f.main_since IS NOT NULL \
        LEFT JOIN app a ON a.person_id = p.id AND a.removed_at IS NULL AND a.added_at IS NOT NULL \
        LEFT JOIN recovery_code r ON r.person_id = p.id AND r.ended_at IS NULL \
        LEFT JOIN reset_case c ON c.person_id = p.id AND c.state = 'passed' WHERE p.id BETWEEN $1 AND $2";
    sqlx::query(SQL).bind(batch.id(batch.first)).bind(batch.id(batch.last)).execute(db).await?;
    Ok(())
}

/// As what everybody of a batch counts.
pub async fn counted(db: &mut Db, batch: &Batch<'_>) -> Result<Vec<(PersonId, Counted)>, StoreError> {
    let [first, last] = [batch.first, batch.last].map(|i| batch.id(i));
    tally::counted_between(db, batch.org, (&first, &last)).await
}

/// Keeps as what people count, by the words of their levels, so that housekeeping need not look at each of them.
pub async fn keep_counted(db: &mut Db, batch: &Batch<'_>, all: &[(PersonId, String)]) -> Result<(), StoreError> {
    const SEEN: &str = "UPDATE membership SET count_due = 0 WHERE organization_id = $1 AND person_id BETWEEN $2 AND $3";
    for piece in COUNTED.pieces(all) {
        let mut query = sqlx::query(Rows::text(&COUNTED, piece.len()));
        for (person, words) in piece {
            query = query.bind(batch.org.as_str()).bind(person.as_str()).bind(words);
        }
        query.execute(&mut *db).await?;
    }
    let [first, last] = [batch.first, batch.last].map(|i| batch.id(i));
    sqlx::query(SEEN).bind(batch.org.as_str()).bind(first).bind(last).execute(db).await?;
    Ok(())
}

/// Counts an organization's list anew.
pub async fn count(db: &mut Db, org: &OrgId) -> Result<(), StoreError> {
    const CLEAR: &str = "DELETE FROM roster_tally WHERE organization_id = $1";
    const ALL: &str = "INSERT INTO roster_tally (organization_id, facet, word, people) \
        SELECT organization_id, 'all', '', COUNT(*) FROM roster WHERE organization_id = $1 GROUP BY organization_id";
    const STATUS: &str = "INSERT INTO roster_tally (organization_id, facet, word, people) SELECT organization_id, 'status', \
        status, COUNT(*) FROM roster WHERE organization_id = $1 GROUP BY organization_id, status";
    const METHOD: &str = "INSERT INTO roster_tally (organization_id, facet, word, people) SELECT organization_id, 'method', \
        method, COUNT(*) FROM roster WHERE organization_id = $1 GROUP BY organization_id, method";
    const ROLE: &str = "INSERT INTO roster_tally (organization_id, facet, word, people) SELECT organization_id, 'role', \
        role, COUNT(*) FROM roster WHERE organization_id = $1 GROUP BY organization_id, role";
    const REGION: &str = "INSERT INTO roster_tally (organization_id, facet, word, people) SELECT organization_id, 'region', \
        region, COUNT(*) FROM roster WHERE organization_id = $1 GROUP BY organization_id, region";
    sqlx::query(CLEAR).bind(org.as_str()).execute(&mut *db).await?;
    sqlx::query(ALL).bind(org.as_str()).execute(&mut *db).await?;
    sqlx::query(STATUS).bind(org.as_str()).execute(&mut *db).await?;
    sqlx::query(METHOD).bind(org.as_str()).execute(&mut *db).await?;
    sqlx::query(ROLE).bind(org.as_str()).execute(&mut *db).await?;
    sqlx::query(REGION).bind(org.as_str()).execute(db).await?;
    Ok(())
}
