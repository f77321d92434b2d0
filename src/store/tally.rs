//! The figures of organizations, kept as things happen: nothing here ever scans people.
//!
//! What happens is added as a row of its own, in the transaction in which it happens, so that no two transactions wait for
//! each other's count. Housekeeping folds those rows into one a day and key; whoever reads adds both up.

use super::{Db, StoreError, Write, run_all, word};
use crate::flow::figures::{Counted, Figure, Step, bucket, day_of};
use crate::flow::readiness::Held;
use crate::model::{Channel, OrgId, PersonId, Plan, Role, Timestamp};

/// Something to be counted.
#[derive(Clone, Copy, Debug)]
pub struct Count<'a> {
    /// Whose figures.
    pub org: &'a str,
    /// Which of them.
    pub figure: Figure,
    /// UTC day.
    pub day: i64,
    /// What within the figure.
    pub key: &'a str,
    /// By how much.
    pub by: i64,
}

/// Counts things, each under a new id, up to three in a statement: the one function through which every figure changes.
pub fn add(counts: &[(String, Count<'_>)]) -> Vec<Write> {
    const SQL: [&str; 3] = [
        "INSERT INTO tally_event (id, organization_id, kind, day, key, count) VALUES ($1, $2, $3, $4, $5, $6)",
        "INSERT INTO tally_event (id, organization_id, kind, day, key, count) VALUES ($1, $2, $3, $4, $5, $6), \
         ($7, $8, $9, $10, $11, $12)",
        "INSERT INTO tally_event (id, organization_id, kind, day, key, count) VALUES ($1, $2, $3, $4, $5, $6), \
         ($7, $8, $9, $10, $11, $12), ($13, $14, $15, $16, $17, $18)",
    ];
    let write = |some: &[(String, Count<'_>)]| {
        some.iter().fold(Write::new(SQL[some.len() - 1]), |write, (id, Count { org, figure, day, key, by })| {
            write.bind(id).bind(*org).bind(figure.word()).bind(*day).bind(*key).bind(*by)
        })
    };
    counts.chunks(SQL.len()).map(write).collect()
}

/// In whose figures a message counts, as its row says: organization, region, channel and price, parted by spaces.
struct Label<'a> {
    org: &'a str,
    region: &'a str,
    channel: &'a str,
    price: i64,
}

fn label(tally: &str) -> Option<Label<'_>> {
    let mut words = tally.split(' ');
    let (org, region, channel) = (words.next()?, words.next()?, words.next()?);
    Some(Label { org, region, channel, price: words.next().and_then(|price| price.parse().ok()).unwrap_or(0) })
}

/// Counts how a message with a code ended; `tally` is what its row says, `carrier` who had it last, `took` the time until
/// that one took it, or `None` if that never happened, with whether it was the first of its code.
pub(super) fn count_message(
    id: &str,
    (tally, carrier): (&str, Option<&str>),
    (took, first): (Option<i64>, bool),
    now: Timestamp,
) -> Vec<Write> {
    let Some(Label { org, region, channel, price }) = label(tally) else { return Vec::new() };
    let day = day_of(now);
    let code = |step: Step| (Figure::Code, format!("{region} {channel} {}", step.word()), 1);
    let step = if took.is_some() { Step::Delivered } else { Step::Failed };
    let mut counts = vec![code(step)];
    if let Some(seconds) = took {
        counts.push((Figure::Speed, format!("{region} {}", bucket(seconds)), 1));
        counts.extend(first.then(|| code(Step::Reached)));
    }
    if let Some(carrier) = carrier {
        counts.push((Figure::Carrier, format!("{carrier} {channel} {}", step.word()), 1));
        counts.extend(took.map(|_| (Figure::Spend, format!("{region} {carrier}"), price)));
    }
    // Each message ends once, so its own id makes new ones.
    let mut all = Vec::new();
    for (n, (figure, key, by)) in counts.iter().enumerate() {
        all.push((format!("{id}.{n}"), Count { org, figure: *figure, day, key, by: *by }));
    }
    add(&all)
}

/// Counts that a carrier reported a message with a code as delivered: it does once.
pub(super) async fn count_arrival(
    db: &mut Db,
    id: &str,
    (tally, carrier): (&str, &str),
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(Label { org, channel, .. }) = label(tally) else { return Ok(()) };
    let key = format!("{carrier} {channel} {}", Step::Arrived.word());
    let count = Count { org, figure: Figure::Carrier, day: day_of(now), key: &key, by: 1 };
    run_all(db, add(&[(format!("{id}.a"), count)])).await
}

/// Counts anew what became of a message that its carrier had taken: whether it was and is known to be lost, and in how many
/// seconds it was thought to have arrived and did. `sent` is when it was counted first.
pub(super) fn recount(
    id: &str,
    tally: &str,
    (was_lost, is_lost): (bool, bool),
    seconds: Option<(i64, i64)>,
    sent: Timestamp,
) -> Vec<Write> {
    let Some(Label { org, region, channel, .. }) = label(tally) else { return Vec::new() };
    let day = day_of(sent);
    let mut counts = Vec::new();
    if was_lost != is_lost {
        let by = if is_lost { 1 } else { -1 };
        counts.push((Figure::Code, format!("{region} {channel} {}", Step::Delivered.word()), -by));
        counts.push((Figure::Code, format!("{region} {channel} {}", Step::Failed.word()), by));
    }
    if let (Some((before, after)), false) = (seconds, was_lost)
        && bucket(before) != bucket(after)
    {
        counts.push((Figure::Speed, format!("{region} {}", bucket(before)), -1));
        counts.push((Figure::Speed, format!("{region} {}", bucket(after)), 1));
    }
    let mut all = Vec::new();
    for (n, (figure, key, by)) in counts.iter().enumerate() {
        all.push((format!("{id}.{n}"), Count { org, figure: *figure, day, key, by: *by }));
    }
    add(&all)
}

/// A figure's keys on each of its days.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Line {
    /// UTC day.
    pub day: i64,
    /// What within the figure.
    pub key: String,
    /// How much.
    pub count: i64,
}

/// A figure from one day to another, both included, by day and key.
pub async fn days(db: &mut Db, org: &OrgId, figure: Figure, days: (i64, i64)) -> Result<Vec<Line>, StoreError> {
    const SQL: &str = "SELECT day, key, CAST(SUM(count) AS BIGINT) AS count FROM ( \
                       SELECT day, key, count FROM tally WHERE organization_id = $1 AND kind = $2 AND day >= $3 AND day <= $4 \
                       UNION ALL SELECT day, key, count FROM tally_event WHERE organization_id = $1 AND kind = $2 \
                       AND day >= $3 AND day <= $4) both_of_them GROUP BY day, key ORDER BY day, key";
    let query = sqlx::query_as(SQL).bind(org.as_str()).bind(figure.word()).bind(days.0).bind(days.1);
    Ok(query.fetch_all(db).await?)
}

/// A figure's sum from one day to another, both included, by key.
pub async fn sums(
    db: &mut Db,
    org: &OrgId,
    figure: Figure,
    days: (i64, i64),
) -> Result<Vec<(String, i64)>, StoreError> {
    const SQL: &str = "SELECT key, CAST(SUM(count) AS BIGINT) FROM ( \
                       SELECT key, count FROM tally WHERE organization_id = $1 AND kind = $2 AND day >= $3 AND day <= $4 \
                       UNION ALL SELECT key, count FROM tally_event WHERE organization_id = $1 AND kind = $2 \
                       AND day >= $3 AND day <= $4) both_of_them GROUP BY key ORDER BY key";
    let query = sqlx::query_as(SQL).bind(org.as_str()).bind(figure.word()).bind(days.0).bind(days.1);
    Ok(query.fetch_all(db).await?)
}

/// Folds at most this many of the oldest rows; how many there were.
pub async fn fold(db: &mut Db, most: i64) -> Result<usize, StoreError> {
    const TAKE: &str = "DELETE FROM tally_event WHERE id IN (SELECT id FROM tally_event ORDER BY id LIMIT $1) \
                        RETURNING organization_id, kind, day, key, count";
    const FOLD: &str = "INSERT INTO tally (organization_id, kind, day, key, count) VALUES ($1, $2, $3, $4, $5) \
                        ON CONFLICT (organization_id, kind, day, key) DO UPDATE SET count = tally.count + $5";
    let taken: Vec<(String, String, i64, String, i64)> = sqlx::query_as(TAKE).bind(most).fetch_all(&mut *db).await?;
    // In one order everywhere: two nodes that fold at once do not wait for each other in a circle.
    let mut sums = std::collections::BTreeMap::new();
    for (org, kind, day, key, count) in &taken {
        *sums.entry((org, kind, day, key)).or_insert(0) += count;
    }
    for ((org, kind, day, key), count) in sums {
        sqlx::query(FOLD).bind(org).bind(kind).bind(day).bind(key).bind(count).execute(&mut *db).await?;
    }
    Ok(taken.len())
}

/// Forgets the hours before that day: they are asked for a day long.
pub async fn forget_hours(db: &mut Db, before: i64) -> Result<(), StoreError> {
    const SQL: &str = "DELETE FROM tally WHERE kind = 'hour' AND day < $1";
    sqlx::query(SQL).bind(before).execute(db).await?;
    Ok(())
}

/// A membership as the levels see it.
pub struct Membership {
    /// The organization.
    pub org: OrgId,
    /// As what it counts now; empty: not at all yet.
    pub before: String,
    /// As what it should count; `None`: the person left.
    pub now: Option<Counted>,
}

#[derive(sqlx::FromRow)]
struct Row {
    person_id: String,
    organization_id: String,
    role: String,
    plan: String,
    managed_by: Option<String>,
    channel: String,
    phone_disabled_at: Option<i64>,
    suspended_at: Option<i64>,
    phones: i64,
    apps: i64,
    recoveries: i64,
    reachable: i64,
    refused: i64,
    counted: Option<String>,
}

impl Row {
    fn counted(&self) -> Result<Counted, StoreError> {
        let id = &self.organization_id;
        let held = Held {
            phones: self.phones,
            phone_disabled: self.phone_disabled_at.is_some(),
            apps: self.apps,
            recovery: self.recoveries > 0,
            mailbox: self.refused == 0,
            role: word("membership", id, Role::parse, &self.role)?,
            plan: word("organization", id, Plan::parse, &self.plan)?,
            managed: self.managed_by.as_ref() == Some(id),
            other_owners: 0,
            other_admins: 0,
        };
        Ok(Counted {
            held,
            channel: word("person", id, Channel::parse, &self.channel)?,
            active: self.suspended_at.is_none(),
            reachable: self.reachable > 0,
        })
    }
}

impl TryFrom<Row> for Membership {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let now = Some(row.counted()?);
        Ok(Membership { org: OrgId::new(row.organization_id), before: row.counted.unwrap_or_default(), now })
    }
}

/// Memberships with all that the levels look at, of whomever the condition names.
macro_rules! memberships {
    ($whose:literal) => {
        concat!(
            "SELECT m.person_id, m.organization_id, m.role, o.plan, p.managed_by, p.channel, p.phone_disabled_at, \
            p.suspended_at, \
            (SELECT COUNT(*) FROM phone f WHERE f.person_id = p.id AND f.removed_at IS NULL) AS phones, \
            (SELECT COUNT(*) FROM app a WHERE a.person_id = p.id AND a.removed_at IS NULL AND a.added_at IS NOT NULL) \
            AS apps, \
            (SELECT COUNT(*) FROM recovery_code r WHERE r.person_id = p.id AND r.ended_at IS NULL AND r.used_at IS NULL) \
            AS recoveries, \
            (SELECT COUNT(*) FROM address d WHERE d.person_id = p.id AND d.refused_at IS NULL) AS reachable, \
            (SELECT COUNT(*) FROM address d WHERE d.person_id = p.id AND d.email = p.email AND d.refused_at IS NOT NULL) \
            AS refused, t.counted \
            FROM membership m JOIN organization o ON o.id = m.organization_id JOIN person p ON p.id = m.person_id \
            LEFT JOIN tally_member t ON t.person_id = m.person_id AND t.organization_id = m.organization_id WHERE ",
            $whose,
            " ORDER BY m.person_id, m.organization_id"
        )
    };
}

/// Every organization that a person counts in, or should. How many others could help is left at nobody.
pub async fn memberships(db: &mut Db, person: &PersonId) -> Result<Vec<Membership>, StoreError> {
    const SQL: &str = memberships!("m.person_id = $1");
    const LEFT: &str = "SELECT t.organization_id, t.counted FROM tally_member t LEFT JOIN membership m \
                        ON m.person_id = t.person_id AND m.organization_id = t.organization_id \
                        WHERE t.person_id = $1 AND m.person_id IS NULL ORDER BY t.organization_id";
    let rows: Vec<Row> = sqlx::query_as(SQL).bind(person.as_str()).fetch_all(&mut *db).await?;
    let mut all = rows.into_iter().map(Membership::try_from).collect::<Result<Vec<_>, _>>()?;
    let left: Vec<(String, String)> = sqlx::query_as(LEFT).bind(person.as_str()).fetch_all(db).await?;
    all.extend(left.into_iter().map(|(org, before)| Membership { org: OrgId::new(org), before, now: None }));
    Ok(all)
}

/// As what the members of an organization count whose ids lie between two, both included.
pub(super) async fn counted_between(
    db: &mut Db,
    org: &OrgId,
    (first, last): (&str, &str),
) -> Result<Vec<(PersonId, Counted)>, StoreError> {
    const SQL: &str = memberships!("m.organization_id = $1 AND m.person_id BETWEEN $2 AND $3");
    let rows: Vec<Row> = sqlx::query_as(SQL).bind(org.as_str()).bind(first).bind(last).fetch_all(db).await?;
    rows.into_iter().map(|row| Ok((PersonId::new(row.person_id.as_str()), row.counted()?))).collect()
}

/// Keeps as what a member counts from now on; `None`: not at all, they left.
pub async fn set_counted(db: &mut Db, org: &OrgId, person: &PersonId, words: Option<&str>) -> Result<(), StoreError> {
    const KEEP: &str = "INSERT INTO tally_member (person_id, organization_id, counted) VALUES ($1, $2, $3) \
                        ON CONFLICT (person_id, organization_id) DO UPDATE SET counted = $3";
    const DROP: &str = "DELETE FROM tally_member WHERE person_id = $1 AND organization_id = $2";
    match words {
        Some(words) => sqlx::query(KEEP).bind(person.as_str()).bind(org.as_str()).bind(words).execute(db).await?,
        None => sqlx::query(DROP).bind(person.as_str()).bind(org.as_str()).execute(db).await?,
    };
    Ok(())
}

/// The levels have seen this person.
pub async fn seen(db: &mut Db, person: &PersonId) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE membership SET count_due = 0 WHERE person_id = $1 AND count_due = 1";
    sqlx::query(SQL).bind(person.as_str()).execute(db).await?;
    Ok(())
}

/// Something about this person changed that the levels have to look at.
pub async fn look_again(db: &mut Db, person: &str) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE membership SET count_due = 1 WHERE person_id = $1";
    sqlx::query(SQL).bind(person).execute(db).await?;
    Ok(())
}

/// People whom the levels have to look at.
pub async fn due(db: &mut Db, most: i64) -> Result<Vec<PersonId>, StoreError> {
    const SQL: &str = "SELECT DISTINCT person_id FROM membership WHERE count_due = 1 LIMIT $1";
    let rows: Vec<(String,)> = sqlx::query_as(SQL).bind(most).fetch_all(db).await?;
    Ok(rows.into_iter().map(|(id,)| PersonId::new(id)).collect())
}

/// How many owners and admins an organization has besides this person; three stand for all that are more.
pub async fn others(db: &mut Db, org: &OrgId, person: &PersonId) -> Result<(i64, i64), StoreError> {
    const SQL: &str = "SELECT \
        (SELECT COUNT(*) FROM (SELECT m.person_id FROM membership m JOIN person p ON p.id = m.person_id \
         WHERE m.organization_id = $1 AND m.role = 'owner' AND m.person_id <> $2 AND p.suspended_at IS NULL LIMIT 3) o), \
        (SELECT COUNT(*) FROM (SELECT m.person_id FROM membership m JOIN person p ON p.id = m.person_id \
         WHERE m.organization_id = $1 AND m.role = 'admin' AND m.person_id <> $2 AND p.suspended_at IS NULL LIMIT 3) a)";
    Ok(sqlx::query_as(SQL).bind(org.as_str()).bind(person.as_str()).fetch_one(db).await?)
}
