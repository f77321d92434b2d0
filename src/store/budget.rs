//! Rolling budgets and growing waits. They live in the database, so they survive a restart and are shared by all nodes.

use super::{Db, StoreError};
use crate::model::{Seconds, Timestamp};

/// Takes one from a budget if every window has room; answers the event's id, or when there is room again.
///
/// The key's own row is written first: concurrent transactions queue on it, so two of them never count the same room.
/// Callers that take from several budgets do it in the order of the keys, so they never wait for each other in a circle.
pub async fn take(
    db: &mut Db,
    event: &str,
    key: &str,
    windows: &[(Seconds, i64)],
    now: Timestamp,
) -> Result<Result<(), Timestamp>, StoreError> {
    const QUEUE: &str = "INSERT INTO budget_key (key, touched_at) VALUES ($1, $2) \
                         ON CONFLICT (key) DO UPDATE SET touched_at = $2";
    const TAKE: &str = "INSERT INTO budget_event (id, key, at) VALUES ($1, $2, $3)";
    sqlx::query(QUEUE).bind(key).bind(now.0).execute(&mut *db).await?;
    for (window, most) in windows {
        if let Some(full) = full_until(&mut *db, key, *window, *most, now).await? {
            return Ok(Err(full));
        }
    }
    sqlx::query(TAKE).bind(event).bind(key).bind(now.0).execute(db).await?;
    Ok(Ok(()))
}

/// When a window that is full has room again; `None` if it has room now.
async fn full_until(
    db: &mut Db,
    key: &str,
    window: Seconds,
    most: i64,
    now: Timestamp,
) -> Result<Option<Timestamp>, StoreError> {
    // The event that has to leave the window is the `most`-th newest.
    const SQL: &str = "SELECT at FROM budget_event WHERE key = $1 AND at > $2 ORDER BY at DESC, id DESC \
                       LIMIT 1 OFFSET $3";
    let row: Option<(i64,)> =
        sqlx::query_as(SQL).bind(key).bind((now - window).0).bind(most - 1).fetch_optional(db).await?;
    Ok(row.map(|(at,)| Timestamp(at) + window))
}

/// Whether a budget has room, without taking from it.
pub async fn room(
    db: &mut Db,
    key: &str,
    windows: &[(Seconds, i64)],
    now: Timestamp,
) -> Result<Option<Timestamp>, StoreError> {
    for (window, most) in windows {
        if let Some(full) = full_until(&mut *db, key, *window, *most, now).await? {
            return Ok(Some(full));
        }
    }
    Ok(None)
}

/// Gives back what was taken: the try turned out right, so it was no failure.
pub async fn give_back(db: &mut Db, event: &str) -> Result<(), StoreError> {
    const SQL: &str = "DELETE FROM budget_event WHERE id = $1";
    sqlx::query(SQL).bind(event).execute(db).await?;
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

/// A success: the key's failures are forgotten.
pub async fn unlock(db: &mut Db, key: &str) -> Result<(), StoreError> {
    const SQL: &str = "DELETE FROM lockout WHERE key = $1";
    sqlx::query(SQL).bind(key).execute(db).await?;
    Ok(())
}
