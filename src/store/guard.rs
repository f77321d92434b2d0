//! Guards against toll fraud: what they count by, what they hold back, and whom somebody vouched for.

mod held;

pub use held::{Held, allow, allowed, asked_by, held_of, lift, refused_number, standing};

use super::sends::Send;
use super::{Db, StoreError, word};
use crate::flow::figures::day_of;
use crate::flow::guard::{Answers, Evidence, Guard, Neighbour, Signs, hold, next_level};
use crate::model::{ChallengeId, Seconds, Timestamp};

/// Whose people a guard looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope<'a> {
    /// Those whom an organization manages; empty: those whom none manages.
    Organization(&'a str),
    /// Everybody's on this server.
    Everywhere,
}

impl<'a> Scope<'a> {
    /// The word in the database.
    pub fn word(self) -> &'a str {
        match self {
            Scope::Organization(org) => org,
            Scope::Everywhere => "*",
        }
    }
}

/// A time during which codes to new numbers are held back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Identifier.
    pub id: String,
    /// Why.
    pub guard: Guard,
    /// Which numbers.
    pub key: String,
    /// When it began.
    pub begun: Timestamp,
    /// When it ends by itself.
    pub until: Timestamp,
    /// How many there were before it in a row.
    pub level: i64,
    /// Somebody ended it.
    pub lifted: bool,
}

impl Block {
    /// It holds codes back at this moment.
    pub fn stands(&self, now: Timestamp) -> bool {
        !self.lifted && now < self.until
    }
}

type BlockRow = (String, String, String, i64, i64, i64, Option<i64>);

fn block((id, guard, key, begun, until, level, lifted): BlockRow) -> Result<Block, StoreError> {
    Ok(Block {
        guard: word("guard_block", &id, Guard::parse, &guard)?,
        id,
        key,
        begun: Timestamp(begun),
        until: Timestamp(until),
        level,
        lifted: lifted.is_some(),
    })
}

/// The last blocks that concern a number, of the last two days, newest first.
pub async fn blocks(db: &mut Db, scope: Scope<'_>, send: Send<'_>, now: Timestamp) -> Result<Vec<Block>, StoreError> {
    const SQL: &str = "SELECT id, guard, key, begun_at, until_at, level, lifted_at FROM guard_block \
                       WHERE organization_id = $1 AND begun_at > $2 AND ((guard IN ('range', 'carrier') AND key = $3) \
                       OR (guard = 'sequence' AND key = $4) OR (guard = 'conversion' AND key = $5) \
                       OR (guard = 'spend' AND key IN ($6, $7))) ORDER BY begun_at DESC, id DESC";
    let rows: Vec<BlockRow> = sqlx::query_as(SQL)
        .bind(scope.word())
        .bind((now - Seconds::days(2)).0)
        .bind(send.range)
        .bind(send.thousand)
        .bind(send.country)
        .bind(day_key(now, ""))
        .bind(day_key(now, send.country))
        .fetch_all(db)
        .await?;
    rows.into_iter().map(block).collect()
}

/// What names a day's allowance in a block: of everything, or of a region alone.
pub fn day_key(now: Timestamp, region: &str) -> String {
    format!("{} {region}", day_of(now))
}

/// What is known of a number that is not in force, of its neighbours and of its country. Nothing counts that was there before
/// the last block of the same guard.
pub async fn evidence(
    db: &mut Db,
    scope: Scope<'_>,
    send: Send<'_>,
    (last, signs): (&[Block], &Signs),
    now: Timestamp,
) -> Result<Evidence, StoreError> {
    const RANGE: &str = "SELECT COUNT(DISTINCT number_index), \
        COUNT(DISTINCT CASE WHEN at > $4 THEN number_index END), \
        COUNT(DISTINCT CASE WHEN at > $5 AND at <= $6 THEN number_index END), \
        COUNT(DISTINCT CASE WHEN at > $5 AND at <= $6 AND used_at IS NOT NULL THEN number_index END) FROM send_log \
        WHERE range_index = $1 AND fresh = 1 AND at > $3 AND (organization_id = $2 OR $2 = '*')";
    const THOUSAND: &str = "SELECT tail, MIN(at), MAX(used_at) FROM send_log WHERE thousand_index = $1 AND fresh = 1 \
        AND at > $3 AND (organization_id = $2 OR $2 = '*') GROUP BY tail ORDER BY MIN(at) DESC LIMIT 20";
    const COUNTRY: &str = "SELECT COUNT(DISTINCT CASE WHEN at <= $4 THEN number_index END), \
        COUNT(DISTINCT CASE WHEN at <= $4 AND used_at IS NOT NULL THEN number_index END) FROM send_log \
        WHERE country = $1 AND fresh = 1 AND at > $3 AND (organization_id = $2 OR $2 = '*')";
    let (hour, ripe) = (Seconds::hours(1), (now - signs.ripe).0);
    let since = |guard: Guard, window: Seconds| {
        let begun = last.iter().find(|b| b.guard == guard).map(|b| b.begun);
        begun.map_or(now - window, |begun| begun.max(now - window)).0
    };
    let (range_week, range_hour, range_ripe, range_answered): (i64, i64, i64, i64) = sqlx::query_as(RANGE)
        .bind(send.range)
        .bind(scope.word())
        .bind((now - Seconds::days(7)).0)
        .bind(since(Guard::Range, hour))
        .bind(since(Guard::Range, Seconds::days(1)))
        .bind(ripe)
        .fetch_one(&mut *db)
        .await?;
    let thousand: Vec<(i64, i64, Option<i64>)> = sqlx::query_as(THOUSAND)
        .bind(send.thousand)
        .bind(scope.word())
        .bind(since(Guard::Sequence, hour))
        .fetch_all(&mut *db)
        .await?;
    let country: (i64, i64) = sqlx::query_as(COUNTRY)
        .bind(send.country)
        .bind(scope.word())
        .bind(since(Guard::Conversion, Seconds::days(1)))
        .bind(ripe)
        .fetch_one(db)
        .await?;
    let level = |guard: Guard| {
        let before = last.iter().find(|block| block.guard == guard).map(|block| (block.level, block.until));
        next_level(before, now)
    };
    let neighbour =
        |(tail, at, used): (i64, i64, Option<i64>)| Neighbour { tail, unanswered: at <= ripe && used.is_none() };
    Ok(Evidence {
        // The number itself is one of them now.
        range_hour: range_hour + 1,
        range_week,
        range: Answers { ripe: range_ripe, answered: range_answered },
        range_level: level(Guard::Range),
        country_level: level(Guard::Conversion),
        thousand: thousand.into_iter().map(neighbour).collect(),
        tail: send.tail,
        country: Answers { ripe: country.0, answered: country.1 },
    })
}

/// What a block is begun for.
#[derive(Clone, Copy, Debug)]
pub struct Found<'a> {
    /// Whose people it concerns.
    pub scope: Scope<'a>,
    /// Why.
    pub guard: Guard,
    /// Which numbers: a digest, a region, or [`day_key`].
    pub key: &'a str,
    /// Region that it is about; empty: all.
    pub region: &'a str,
    /// What was seen.
    pub seen: Answers,
}

/// Begins a block; `last` are those from before. The caller has queued as for a message, so that there is one at a time.
pub async fn begin(
    db: &mut Db,
    id: &str,
    found: Found<'_>,
    (last, signs): (&[Block], &Signs),
    now: Timestamp,
) -> Result<Block, StoreError> {
    const SQL: &str = "INSERT INTO guard_block (id, organization_id, guard, key, region, begun_at, until_at, level, \
                       numbers, answered) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let Found { scope, guard, key, region, seen } = found;
    let before = last.iter().find(|block| block.guard == guard && block.key == key);
    let level = next_level(before.map(|block| (block.level, block.until)), now);
    let until = if guard == Guard::Spend { super::sends::day_ends(now) } else { now + hold(level, signs) };
    sqlx::query(SQL)
        .bind(id)
        .bind(scope.word())
        .bind(guard.word())
        .bind(key)
        .bind(region)
        .bind(now.0)
        .bind(until.0)
        .bind(level)
        .bind(seen.ripe)
        .bind(seen.answered)
        .execute(db)
        .await?;
    Ok(Block { id: id.to_owned(), guard, key: key.to_owned(), begun: now, until, level, lifted: false })
}

/// A carrier took a message for toll fraud: codes to new numbers of its range are held back on this server. Only a message
/// to a number that is not in force says anything about its range.
pub async fn blamed(db: &mut Db, letter: &str, challenge: &ChallengeId, now: Timestamp) -> Result<(), StoreError> {
    const WHERE: &str = "SELECT range_index, country FROM send_log WHERE challenge_id = $1 AND fresh = 1 LIMIT 1";
    const LAST: &str = "SELECT level, until_at FROM guard_block WHERE organization_id = '*' AND guard = 'carrier' \
                        AND key = $1 AND begun_at > $2 ORDER BY begun_at DESC LIMIT 1";
    const SQL: &str = "INSERT INTO guard_block (id, organization_id, guard, key, region, begun_at, until_at, level, \
                       numbers, answered) VALUES ($1, '*', 'carrier', $2, $3, $4, $5, $6, 0, 0) ON CONFLICT DO NOTHING";
    let found: Option<(String, String)> =
        sqlx::query_as(WHERE).bind(challenge.as_str()).fetch_optional(&mut *db).await?;
    let Some((range, country)) = found else { return Ok(()) };
    let last: Option<(i64, i64)> =
        sqlx::query_as(LAST).bind(&range).bind((now - Seconds::days(2)).0).fetch_optional(&mut *db).await?;
    if last.is_some_and(|(_, until)| now.0 < until) {
        return Ok(());
    }
    let level = next_level(last.map(|(level, until)| (level, Timestamp(until))), now);
    sqlx::query(SQL)
        .bind(letter)
        .bind(&range)
        .bind(&country)
        .bind(now.0)
        .bind((now + hold(level, &Signs::default())).0)
        .bind(level)
        .execute(db)
        .await?;
    Ok(())
}

/// Forgets blocks that ended before then, with the numbers they refused, and what nobody vouches for any more.
pub async fn tidy(db: &mut Db, before: Timestamp) -> Result<(), StoreError> {
    const REFUSED: &str =
        "DELETE FROM guard_refused WHERE block_id IN (SELECT id FROM guard_block WHERE until_at < $1)";
    const BLOCKS: &str = "DELETE FROM guard_block WHERE until_at < $1";
    const ALLOWED: &str = "DELETE FROM guard_allowed WHERE until_at < $1";
    sqlx::query(REFUSED).bind(before.0).execute(&mut *db).await?;
    sqlx::query(BLOCKS).bind(before.0).execute(&mut *db).await?;
    sqlx::query(ALLOWED).bind(before.0).execute(db).await?;
    Ok(())
}
