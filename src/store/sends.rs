//! The log of messages to phones, from which every sending budget is counted: one row a message, shared by all nodes.

use super::{Db, StoreError};
use crate::flow::Policy;
use crate::model::{Channel, PersonId, Seconds, Timestamp};

/// Who, where to and from where: everything a budget counts by.
#[derive(Clone, Copy)]
pub struct Send<'a> {
    /// Identifier of the row.
    pub id: &'a str,
    /// Whose account.
    pub person: &'a PersonId,
    /// The number, as a keyed digest.
    pub number: &'a str,
    /// The number without its last four digits, as a keyed digest.
    pub prefix: &'a str,
    /// ISO 3166 region of the number.
    pub country: &'a str,
    /// Network address that asked; empty where the network says nothing.
    pub ip: &'a str,
    /// Text or call.
    pub channel: Channel,
    /// Asked for by a browser that the person signed in with before: a few messages are kept for those.
    pub known: bool,
}

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

/// Books a message if every budget has room, or answers when to ask again.
pub async fn book(
    db: &mut Db,
    send: Send<'_>,
    policy: &Policy,
    now: Timestamp,
) -> Result<Result<(), Timestamp>, StoreError> {
    // Everybody who sends queues on these two rows, so two nodes never count the same room.
    const QUEUE: &str = "INSERT INTO daily_count (key, day, count) VALUES ('all', $1, 0), ($2, $1, 0) \
                         ON CONFLICT (key, day) DO UPDATE SET count = daily_count.count RETURNING key, count";
    const COUNT: &str = "UPDATE daily_count SET count = count + 1 WHERE day = $1 AND key IN ('all', $2)";
    const BOOK: &str = "INSERT INTO send_log (id, at, person_id, number_index, prefix_index, country, ip, channel, \
                        known) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let day = now.0.div_euclid(DAY);
    let caps: Vec<(String, i64)> = sqlx::query_as(QUEUE).bind(day).bind(send.country).fetch_all(&mut *db).await?;
    let capped = caps.iter().any(|(key, count)| {
        let most = if key == "all" { policy.sends_all } else { policy.sends_country };
        *count >= most
    });
    if capped {
        return Ok(Err(Timestamp((day + 1) * DAY)));
    }
    if let Some(until) = full_until(&mut *db, send, policy, now).await? {
        return Ok(Err(until));
    }
    sqlx::query(BOOK)
        .bind(send.id)
        .bind(now.0)
        .bind(send.person.as_str())
        .bind(send.number)
        .bind(send.prefix)
        .bind(send.country)
        .bind(send.ip)
        .bind(send.channel.word())
        .bind(i64::from(send.known))
        .execute(&mut *db)
        .await?;
    sqlx::query(COUNT).bind(day).bind(send.country).execute(db).await?;
    Ok(Ok(()))
}

/// Milliseconds of a UTC day: the daily caps count by calendar day.
const DAY: i64 = 86_400_000;

async fn full_until(
    db: &mut Db,
    send: Send<'_>,
    policy: &Policy,
    now: Timestamp,
) -> Result<Option<Timestamp>, StoreError> {
    const SQL: &str = "SELECT \
        (SELECT COUNT(*) FROM send_log WHERE person_id = $1 AND at > $5) AS person_h, \
        (SELECT COUNT(*) FROM send_log WHERE person_id = $1 AND at > $6) AS person_d, \
        (SELECT COUNT(*) FROM send_log WHERE number_index = $2 AND at > $5) AS number_h, \
        (SELECT COUNT(*) FROM send_log WHERE number_index = $2 AND at > $6) AS number_d, \
        (SELECT COUNT(*) FROM send_log WHERE number_index = $2 AND at > $5 AND channel = 'call') AS calls_h, \
        (SELECT COUNT(*) FROM send_log WHERE number_index = $2 AND at > $6 AND channel = 'call') AS calls_d, \
        (SELECT COUNT(*) FROM send_log WHERE ip = $3 AND ip <> '' AND at > $5) AS ip_h, \
        (SELECT COUNT(*) FROM send_log WHERE prefix_index = $4 AND at > $5) AS prefix_h, \
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

/// Forgets rows older than the longest window.
pub async fn tidy(db: &mut Db, before: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "DELETE FROM send_log WHERE at < $1";
    sqlx::query(SQL).bind(before.0).execute(db).await?;
    Ok(())
}
