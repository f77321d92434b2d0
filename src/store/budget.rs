//! Rolling budgets and growing waits. They live in the database, so they survive a restart and are shared by all nodes.

use super::{Db, StoreError, Write};
use crate::model::{Seconds, Timestamp};

/// Two windows of a budget: the span and the most events in it.
pub type Windows = [(Seconds, i64); 2];

/// A budget of one window alone.
pub const fn only(span: Seconds, most: i64) -> Windows {
    [(span, most); 2]
}

/// Takes one from a budget if both windows have room, or answers when there is room again.
///
/// The key's own row is written first: concurrent transactions queue on it, so two of them never count the same room.
pub async fn take(
    db: &mut Db,
    event: &str,
    key: &str,
    windows: &Windows,
    now: Timestamp,
) -> Result<Result<(), Timestamp>, StoreError> {
    queue(&mut *db, key, now).await?;
    take_queued(db, event, key, windows, now).await
}

/// Like [`take`], for callers whose transaction has written a row of the key's owner already: they queue on that one.
pub async fn take_queued(
    db: &mut Db,
    event: &str,
    key: &str,
    windows: &Windows,
    now: Timestamp,
) -> Result<Result<(), Timestamp>, StoreError> {
    // Where `full_until` would name a moment, nothing is taken.
    const TAKE: &str = "INSERT INTO budget_event (id, key, at) \
        SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS BIGINT) WHERE \
        (SELECT at FROM budget_event WHERE key = $2 AND at > $4 ORDER BY at DESC, id DESC LIMIT 1 OFFSET $5) IS NULL AND \
        (SELECT at FROM budget_event WHERE key = $2 AND at > $6 ORDER BY at DESC, id DESC LIMIT 1 OFFSET $7) IS NULL";
    let [(short, short_most), (long, long_most)] = *windows;
    let taken = sqlx::query(TAKE)
        .bind(event)
        .bind(key)
        .bind(now.0)
        .bind((now - short).0)
        .bind(short_most - 1)
        .bind((now - long).0)
        .bind(long_most - 1)
        .execute(&mut *db)
        .await?;
    if taken.rows_affected() == 1 {
        return Ok(Ok(()));
    }
    Ok(Err(full_until(db, key, windows, now).await?.unwrap_or(now)))
}

/// Until when a budget is used up, without taking from it; `None` if it has room.
pub async fn full_until(
    db: &mut Db,
    key: &str,
    windows: &Windows,
    now: Timestamp,
) -> Result<Option<Timestamp>, StoreError> {
    // The event that has to leave a window is the `most`-th newest in it.
    const SQL: &str = "SELECT \
        (SELECT at FROM budget_event WHERE key = $1 AND at > $2 ORDER BY at DESC, id DESC LIMIT 1 OFFSET $3) AS short, \
        (SELECT at FROM budget_event WHERE key = $1 AND at > $4 ORDER BY at DESC, id DESC LIMIT 1 OFFSET $5) AS long";
    let [(short, short_most), (long, long_most)] = *windows;
    let (in_short, in_long): (Option<i64>, Option<i64>) = sqlx::query_as(SQL)
        .bind(key)
        .bind((now - short).0)
        .bind(short_most - 1)
        .bind((now - long).0)
        .bind(long_most - 1)
        .fetch_one(db)
        .await?;
    let leaves = |at: Option<i64>, window: Seconds| at.map(|at| Timestamp(at) + window);
    Ok(leaves(in_short, short).max(leaves(in_long, long)))
}

/// Gives back what was taken: the try turned out right, so it was no failure.
pub fn give_back(event: &str) -> Write {
    const SQL: &str = "DELETE FROM budget_event WHERE id = $1";
    Write::new(SQL).bind(event)
}

/// Forgets what every budget whose key begins so counted before then.
pub async fn forget(db: &mut Db, key: &str, before: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "DELETE FROM budget_event WHERE key LIKE $1 || '%' AND at <= $2";
    sqlx::query(SQL).bind(key).bind(before.0).execute(db).await?;
    Ok(())
}

/// Makes concurrent transactions queue on a key for as long as this one runs.
pub async fn queue(db: &mut Db, key: &str, now: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO budget_key (key, touched_at) VALUES ($1, $2) \
                       ON CONFLICT (key) DO UPDATE SET touched_at = $2";
    sqlx::query(SQL).bind(key).bind(now.0).execute(db).await?;
    Ok(())
}

/// Forgets everything older than the longest window.
pub async fn tidy(db: &mut Db, before: Timestamp) -> Result<(), StoreError> {
    const EVENTS: &str = "DELETE FROM budget_event WHERE at < $1";
    const KEYS: &str = "DELETE FROM budget_key WHERE touched_at < $1";
    sqlx::query(EVENTS).bind(before.0).execute(&mut *db).await?;
    sqlx::query(KEYS).bind(before.0).execute(db).await?;
    Ok(())
}

/// Counts one more failure of a key before anything is compared: answers the count, or until when it is locked.
pub async fn lock_step(
    db: &mut Db,
    key: &str,
    now: Timestamp,
    wait: impl FnOnce(i64) -> Seconds,
) -> Result<Result<i64, Timestamp>, StoreError> {
    const COUNT: &str = "INSERT INTO lockout (key, failures, until_at) VALUES ($1, 1, 0) ON CONFLICT (key) \
                         DO UPDATE SET failures = lockout.failures + 1 WHERE lockout.until_at <= $2 \
                         RETURNING failures";
    const UNTIL: &str = "SELECT until_at FROM lockout WHERE key = $1";
    const LOCK: &str = "UPDATE lockout SET until_at = $2 WHERE key = $1";
    let row: Option<(i64,)> = sqlx::query_as(COUNT).bind(key).bind(now.0).fetch_optional(&mut *db).await?;
    let Some((failures,)) = row else {
        let (until,): (i64,) = sqlx::query_as(UNTIL).bind(key).fetch_one(db).await?;
        return Ok(Err(Timestamp(until)));
    };
    let wait = wait(failures);
    if wait > Seconds(0) {
        sqlx::query(LOCK).bind(key).bind((now + wait).0).execute(db).await?;
    }
    Ok(Ok(failures))
}

/// Like [`lock_step`] for a failure that brings no wait: one of the first `free` of a key that is not locked. A single
/// statement, so it needs no transaction. `false`: it was none of those, and nothing was counted.
pub async fn count_free(db: &mut Db, key: &str, free: i64, now: Timestamp) -> Result<bool, StoreError> {
    const SQL: &str = "INSERT INTO lockout (key, failures, until_at) SELECT CAST($1 AS TEXT), 1, 0 \
                       WHERE CAST($3 AS BIGINT) >= 1 ON CONFLICT (key) DO UPDATE SET failures = lockout.failures + 1 \
                       WHERE lockout.until_at <= $2 AND lockout.failures < $3";
    let counted = sqlx::query(SQL).bind(key).bind(now.0).bind(free).execute(db).await?;
    Ok(counted.rows_affected() == 1)
}

/// A success: the key's failures are forgotten. Answers whether there had been a wait.
pub async fn unlock(db: &mut Db, key: &str) -> Result<bool, StoreError> {
    const SQL: &str = "DELETE FROM lockout WHERE key = $1 RETURNING until_at";
    let row: Option<(i64,)> = sqlx::query_as(SQL).bind(key).fetch_optional(db).await?;
    Ok(row.is_some_and(|(until,)| until > 0))
}

/// Lifts every wait of an address and forgets a person's wrong codes: for `rekey unlock` and admins.
pub async fn lift(db: &mut Db, address_key: &str, person_key: &str) -> Result<(), StoreError> {
    const LOCKS: &str = "DELETE FROM lockout WHERE key LIKE $1 || '%'";
    const EVENTS: &str = "DELETE FROM budget_event WHERE key LIKE $1 || '%'";
    sqlx::query(LOCKS).bind(address_key).execute(&mut *db).await?;
    sqlx::query(EVENTS).bind(person_key).execute(db).await?;
    Ok(())
}

/// Until when an address is locked for browsers that nobody knows, if it is.
pub async fn locked_until(db: &mut Db, key: &str, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
    const SQL: &str = "SELECT until_at FROM lockout WHERE key = $1 AND until_at > $2";
    let row: Option<(i64,)> = sqlx::query_as(SQL).bind(key).bind(now.0).fetch_optional(db).await?;
    Ok(row.map(|(until,)| Timestamp(until)))
}
