//! The log of messages to phones, from which every sending budget is counted: one row a message, shared by all nodes.

use super::{Db, StoreError, Write, run_all};
use crate::flow::Policy;
use crate::model::{ChallengeId, Channel, OrgId, PersonId, Seconds, Timestamp};

/// Who, where to and from where: everything a budget or a guard counts by.
#[derive(Clone, Copy)]
pub struct Send<'a> {
    /// Identifier of the row.
    pub id: &'a str,
    /// Whose account.
    pub person: &'a PersonId,
    /// Who manages the person; empty: nobody.
    pub organization: &'a str,
    /// The number, as a keyed digest.
    pub number: &'a str,
    /// The number without its last four digits, as a keyed digest.
    pub prefix: &'a str,
    /// Calling code and five digits, as a keyed digest.
    pub range: &'a str,
    /// The number without its last three digits, as a keyed digest.
    pub thousand: &'a str,
    /// Those three.
    pub tail: i64,
    /// ISO 3166 region of the number.
    pub country: &'a str,
    /// Network address that asked; empty where the network says nothing.
    pub ip: &'a str,
    /// Text or call.
    pub channel: Channel,
    /// Asked for by a browser that the person signed in with before: a few messages are kept for those.
    pub known: bool,
    /// The number is not in force yet.
    pub fresh: bool,
    /// The code that it carries.
    pub challenge: &'a ChallengeId,
    /// What it costs, in thousandths of the currency.
    pub price: i64,
}

/// What a day holds already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Day {
    /// Messages of the whole server.
    pub all: i64,
    /// Messages to the country.
    pub country: i64,
    /// Money of the whole server, in thousandths of the currency.
    pub spent: i64,
    /// Money of the organization.
    pub spent_organization: i64,
}

/// Makes everybody who sends queue for as long as this transaction runs, so that two nodes never count the same room; what
/// the day holds so far.
pub async fn queue(db: &mut Db, send: Send<'_>, now: Timestamp) -> Result<Day, StoreError> {
    const QUEUE: &str = "INSERT INTO daily_count (key, day, count) \
                         VALUES ('all', $1, 0), ($2, $1, 0), ('spend', $1, 0), ('spend:' || $3, $1, 0) \
                         ON CONFLICT (key, day) DO UPDATE SET count = daily_count.count RETURNING key, count";
    let rows: Vec<(String, i64)> =
        sqlx::query_as(QUEUE).bind(day_of(now)).bind(send.country).bind(send.organization).fetch_all(db).await?;
    let mut day = Day::default();
    for (key, count) in rows {
        match key.as_str() {
            "all" => day.all = count,
            "spend" => day.spent = count,
            key if key.starts_with("spend:") => day.spent_organization = count,
            _ => day.country = count,
        }
    }
    Ok(day)
}

/// Writes a message down. The caller has queued in this transaction, and every budget has room.
pub async fn write(db: &mut Db, send: Send<'_>, now: Timestamp) -> Result<(), StoreError> {
    const COUNT: &str = "UPDATE daily_count SET count = count + CASE WHEN key IN ('all', $2) THEN 1 \
                         ELSE CAST($4 AS BIGINT) END WHERE day = $1 AND key IN ('all', $2, 'spend', 'spend:' || $3)";
    const BOOK: &str = "INSERT INTO send_log (id, at, person_id, number_index, prefix_index, country, ip, channel, \
                        known, fresh, organization_id, range_index, thousand_index, tail, challenge_id) \
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    let book = Write::new(BOOK)
        .bind(send.id)
        .bind(now.0)
        .bind(send.person.as_str())
        .bind(send.number)
        .bind(send.prefix)
        .bind(send.country)
        .bind(send.ip)
        .bind(send.channel.word())
        .bind(i64::from(send.known))
        .bind(i64::from(send.fresh))
        .bind(send.organization)
        .bind(send.range)
        .bind(send.thousand)
        .bind(send.tail)
        .bind(send.challenge.as_str());
    let count = Write::new(COUNT).bind(day_of(now)).bind(send.country).bind(send.organization).bind(send.price);
    run_all(db, vec![book, count]).await
}

/// What an organization's messages cost today, in thousandths of the currency.
pub async fn spent(db: &mut Db, org: &OrgId, now: Timestamp) -> Result<i64, StoreError> {
    const SQL: &str = "SELECT count FROM daily_count WHERE key = 'spend:' || $1 AND day = $2";
    let row: Option<(i64,)> = sqlx::query_as(SQL).bind(org.as_str()).bind(day_of(now)).fetch_optional(db).await?;
    Ok(row.map_or(0, |(spent,)| spent))
}

/// What the messages of the whole server cost today, in thousandths of the currency.
pub async fn spent_everywhere(db: &mut Db, now: Timestamp) -> Result<i64, StoreError> {
    const SQL: &str = "SELECT count FROM daily_count WHERE key = 'spend' AND day = $1";
    let row: Option<(i64,)> = sqlx::query_as(SQL).bind(day_of(now)).fetch_optional(db).await?;
    Ok(row.map_or(0, |(spent,)| spent))
}

/// Milliseconds of a UTC day: the daily caps count by calendar day.
const DAY: i64 = 86_400_000;

fn day_of(now: Timestamp) -> i64 {
    now.0.div_euclid(DAY)
}

/// When the caps of this day end.
pub fn day_ends(now: Timestamp) -> Timestamp {
    Timestamp((day_of(now) + 1) * DAY)
}

/// What is used up of a number's, person's or network's messages.
#[derive(sqlx::FromRow)]
struct Counts {
    person_h: i64,
    person_d: i64,
    number_h: i64,
    number_d: i64,
    calls_h: i64,
    calls_d: i64,
    ip_h: i64,
    prefix_h: i64,
    known_h: i64,
    known_d: i64,
}

/// Until when a budget of messages is used up; `None` if every one has room. What a day holds in all is not looked at here.
pub async fn full_until(
    db: &mut Db,
    send: Send<'_>,
    policy: &Policy,
    now: Timestamp,
) -> Result<Option<Timestamp>, StoreError> {
    // What strangers ask for to new numbers of a prefix is not what its numbers in force have.
    const SQL: &str = "SELECT \
        (SELECT COUNT(*) FROM send_log WHERE person_id = $1 AND at > $5) AS person_h, \
        (SELECT COUNT(*) FROM send_log WHERE person_id = $1 AND at > $6) AS person_d, \
        (SELECT COUNT(*) FROM send_log WHERE number_index = $2 AND at > $5) AS number_h, \
        (SELECT COUNT(*) FROM send_log WHERE number_index = $2 AND at > $6) AS number_d, \
        (SELECT COUNT(*) FROM send_log WHERE number_index = $2 AND at > $5 AND channel = 'call') AS calls_h, \
        (SELECT COUNT(*) FROM send_log WHERE number_index = $2 AND at > $6 AND channel = 'call') AS calls_d, \
        (SELECT COUNT(*) FROM send_log WHERE ip = $3 AND ip <> '' AND at > $5) AS ip_h, \
        (SELECT COUNT(*) FROM send_log WHERE prefix_index = $4 AND at > $5 AND fresh <= $7) AS prefix_h, \
        (SELECT COUNT(*) FROM send_log WHERE person_id = $1 AND at > $5 AND known = 1) AS known_h, \
        (SELECT COUNT(*) FROM send_log WHERE person_id = $1 AND at > $6 AND known = 1) AS known_d";
    let (hour, day) = (Seconds::hours(1), Seconds::days(1));
    let counts: Counts = sqlx::query_as(SQL)
        .bind(send.person.as_str())
        .bind(send.number)
        .bind(send.ip)
        .bind(send.prefix)
        .bind((now - hour).0)
        .bind((now - day).0)
        .bind(i64::from(send.fresh))
        .fetch_one(&mut *db)
        .await?;
    let calling = send.channel == Channel::Call;
    // Whoever used up the others, a browser that its person signed in with before has these.
    let kept = send.known && counts.known_h < policy.sends_known[0].1 && counts.known_d < policy.sends_known[1].1;
    let hourly = calling && counts.calls_h >= policy.calls_number[0].1
        || !kept
            && (counts.person_h >= policy.sends_person[0].1
                || counts.number_h >= policy.sends_number[0].1
                || counts.ip_h >= policy.sends_ip[0].1
                || counts.prefix_h >= policy.sends_prefix[0].1);
    let daily = calling && counts.calls_d >= policy.calls_number[1].1
        || !kept && (counts.person_d >= policy.sends_person[1].1 || counts.number_d >= policy.sends_number[1].1);
    let window = if daily { day } else { hour };
    if !(hourly || daily) {
        return Ok(None);
    }
    oldest(db, send, window, now).await.map(|at| Some(at + window))
}

/// The oldest message in the window that concerns this one: when it leaves, there is room again. Asking by the person,
/// number, prefix or address at once is at worst a little early.
async fn oldest(db: &mut Db, send: Send<'_>, window: Seconds, now: Timestamp) -> Result<Timestamp, StoreError> {
    const SQL: &str = "SELECT at FROM send_log WHERE at > $1 AND (person_id = $2 OR number_index = $3 \
                       OR prefix_index = $4 OR (ip = $5 AND ip <> '')) ORDER BY at LIMIT 1";
    let row: Option<(i64,)> = sqlx::query_as(SQL)
        .bind((now - window).0)
        .bind(send.person.as_str())
        .bind(send.number)
        .bind(send.prefix)
        .bind(send.ip)
        .fetch_optional(db)
        .await?;
    Ok(row.map_or(now, |(at,)| Timestamp(at)))
}

/// The code that went to a new number was given back right.
pub async fn note_answer(db: &mut Db, challenge: &ChallengeId, now: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE send_log SET used_at = $2 WHERE challenge_id = $1 AND fresh = 1 AND used_at IS NULL";
    sqlx::query(SQL).bind(challenge.as_str()).bind(now.0).execute(db).await?;
    Ok(())
}

/// Forgets rows older than the longest window: those of new numbers are looked at for longer.
pub async fn tidy(db: &mut Db, before: Timestamp, fresh_before: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "DELETE FROM send_log WHERE at < $1 AND (fresh = 0 OR at < $2)";
    sqlx::query(SQL).bind(before.0).bind(fresh_before.0).execute(db).await?;
    Ok(())
}
