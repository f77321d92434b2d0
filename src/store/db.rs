use super::lane::{self, Lane, LaneTx};
use super::{StoreError, Write};
use crate::model::Timestamp;
use futures::TryStreamExt;
use sqlx::any::AnyPoolOptions;
use sqlx::{AnyConnection, AnyPool, AssertSqlSafe, Connection, Either, Executor};
use std::ops::{Deref, DerefMut};

/// What every store function works on: a connection, or a transaction seen as one.
pub type Db = AnyConnection;

/// A connection, until it is dropped.
pub struct Lease(Held);

enum Held {
    Lane(lane::Lease),
    Pool(sqlx::pool::PoolConnection<sqlx::Any>),
}

/// An open transaction. Dropped without [`Tx::commit`], it leaves nothing behind.
pub struct Tx(Open);

enum Open {
    Lane(LaneTx),
    Pool(sqlx::Transaction<'static, sqlx::Any>),
}

impl Tx {
    /// Makes everything that was written in it last.
    ///
    /// # Errors
    /// [`StoreError::Down`] when nobody can tell whether it does.
    pub async fn commit(self) -> Result<(), StoreError> {
        match self.0 {
            Open::Lane(tx) => tx.commit().await?,
            Open::Pool(tx) => tx.commit().await?,
        }
        Ok(())
    }

    /// Takes back everything that was written in it, as dropping it does, and waits for that.
    ///
    /// # Errors
    /// [`StoreError::Down`] when the database does not answer.
    pub async fn rollback(self) -> Result<(), StoreError> {
        match self.0 {
            Open::Lane(tx) => tx.rollback().await?,
            Open::Pool(tx) => tx.rollback().await?,
        }
        Ok(())
    }
}

impl Deref for Lease {
    type Target = Db;
    fn deref(&self) -> &Db {
        match &self.0 {
            Held::Lane(db) => db,
            Held::Pool(db) => db,
        }
    }
}

impl DerefMut for Lease {
    fn deref_mut(&mut self) -> &mut Db {
        match &mut self.0 {
            Held::Lane(db) => db,
            Held::Pool(db) => db,
        }
    }
}

impl Deref for Tx {
    type Target = Db;
    fn deref(&self) -> &Db {
        match &self.0 {
            Open::Lane(tx) => tx,
            Open::Pool(tx) => tx,
        }
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Db {
        match &mut self.0 {
            Open::Lane(tx) => tx,
            Open::Pool(tx) => tx,
        }
    }
}

/// Which database is underneath. Only this file asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Embedded; one writer, many readers.
    Sqlite,
    /// Shared by several nodes.
    Postgres,
}

/// The database: a pool to read from and one to write through.
///
/// On SQLite the writer is a single connection, so writers queue here instead of failing on its lock.
#[derive(Clone)]
pub struct Store {
    read: Connections,
    write: Connections,
    engine: Engine,
}

#[derive(Clone)]
enum Connections {
    Lane(Lane),
    Pool(AnyPool),
}

impl Connections {
    async fn lease(&self) -> Result<Lease, StoreError> {
        Ok(Lease(match self {
            Connections::Lane(lane) => Held::Lane(lane.lease().await?),
            Connections::Pool(pool) => Held::Pool(pool.acquire().await?),
        }))
    }

    async fn close(&self) {
        match self {
            Connections::Lane(lane) => lane.close().await,
            Connections::Pool(pool) => pool.close().await,
        }
    }
}

/// Connections that read an SQLite file, at most.
const MOST_READERS: usize = 3;

impl Store {
    /// Opens the database named by `url` (`sqlite://…` or `postgres://…`) with at most `connections` connections.
    ///
    /// # Errors
    /// [`StoreError::Down`] when it does not answer.
    pub async fn open(url: &str, connections: u32) -> Result<Store, StoreError> {
        sqlx::any::install_default_drivers();
        if url.starts_with("sqlite:") {
            Self::open_sqlite(url, connections).await
        } else {
            Self::open_postgres(url, connections).await
        }
    }

    async fn open_sqlite(url: &str, connections: u32) -> Result<Store, StoreError> {
        // Switching to WAL needs a lock that the busy timeout cannot wait for, so it is done once, alone.
        let mut first = AnyConnection::connect(url).await?;
        first.execute("PRAGMA journal_mode = WAL").await?;
        first.close().await?;
        let write = Lane::new(vec![embedded(url).await?]);
        // Each reader has a thread, a page cache and prepared statements of its own: a few warm ones beat many cold ones.
        let mut readers = Vec::new();
        while readers.len() < MOST_READERS.min(usize::try_from(connections).unwrap_or(0)).max(2) {
            readers.push(embedded(url).await?);
        }
        let read = Connections::Lane(Lane::new(readers));
        Ok(Store { read, write: Connections::Lane(write), engine: Engine::Sqlite })
    }

    async fn open_postgres(url: &str, connections: u32) -> Result<Store, StoreError> {
        let pool = AnyPoolOptions::new()
            .max_connections(connections.max(2))
            .acquire_timeout(lane::PATIENCE)
            .connect(url)
            .await?;
        let pool = Connections::Pool(pool);
        Ok(Store { read: pool.clone(), write: pool, engine: Engine::Postgres })
    }

    /// Brings the schema to this version. Safe to call from several nodes at once.
    ///
    /// # Errors
    /// [`StoreError::Migrate`] when a migration fails or the database is newer than this program.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        let mut db = self.write.lease().await?;
        Ok(sqlx::migrate!().run(&mut *db).await?)
    }

    /// A connection to read through.
    ///
    /// # Errors
    /// [`StoreError::Down`] when none is free in time.
    pub async fn read(&self) -> Result<Lease, StoreError> {
        self.read.lease().await
    }

    /// A connection for a single statement that writes: one is a transaction by itself.
    ///
    /// # Errors
    /// [`StoreError::Down`] when none is free in time.
    pub async fn write(&self) -> Result<Lease, StoreError> {
        self.write.lease().await
    }

    /// A transaction to write in. SQLite takes its write lock at once, so nobody can slip in between read and write.
    ///
    /// # Errors
    /// [`StoreError::Down`] when no connection is free in time.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        Ok(Tx(match &self.write {
            Connections::Lane(lane) => Open::Lane(lane.begin("BEGIN IMMEDIATE").await?),
            Connections::Pool(pool) => Open::Pool(pool.begin().await?),
        }))
    }

    /// Trades what survives a power cut, and memory, for speed: only to fill a database that holds nothing yet.
    ///
    /// # Errors
    /// [`StoreError::Down`] when it does not answer.
    pub async fn hurry(&self) -> Result<(), StoreError> {
        if self.engine == Engine::Sqlite {
            let mut write = self.write.lease().await?;
            write.execute("PRAGMA synchronous = OFF").await?;
            write.execute("PRAGMA cache_size = -400000").await?;
        }
        Ok(())
    }

    /// Lets the database look at how much of what it holds, where that changed: without, SQLite takes an index for as good as
    /// any other. PostgreSQL does it by itself.
    ///
    /// # Errors
    /// [`StoreError::Down`] when it does not answer.
    pub async fn learn_sizes(&self) -> Result<(), StoreError> {
        if self.engine == Engine::Sqlite {
            let mut write = self.write.lease().await?;
            // A sample of each index is enough to tell one from another, and takes no time that anybody notices.
            write.execute("PRAGMA analysis_limit = 1000").await?;
            // Every table that grew tenfold, or was never looked at.
            write.execute("PRAGMA optimize = 0x10002").await?;
        }
        Ok(())
    }

    /// The same for everything, at once: after a database was filled.
    ///
    /// # Errors
    /// [`StoreError::Down`] when it does not answer.
    pub async fn learn_all_sizes(&self) -> Result<(), StoreError> {
        let mut write = self.write.lease().await?;
        if self.engine == Engine::Sqlite {
            write.execute("PRAGMA analysis_limit = 1000").await?;
        }
        write.execute("ANALYZE").await?;
        Ok(())
    }

    /// Answers, and the schema is this version's: what `/health/ready` reports.
    ///
    /// # Errors
    /// Any error means: not ready.
    pub async fn ready(&self) -> Result<(), StoreError> {
        const APPLIED: &str = "SELECT COUNT(*) FROM _sqlx_migrations";
        let mut db = self.read().await?;
        let (applied,): (i64,) = sqlx::query_as(APPLIED).fetch_one(&mut *db).await?;
        let known = sqlx::migrate!().iter().count();
        if usize::try_from(applied).is_ok_and(|n| n >= known) { Ok(()) } else { Err(StoreError::Stale) }
    }

    /// The database's own time, where it may be another machine's; an embedded one has ours.
    ///
    /// # Errors
    /// [`StoreError::Down`] when it does not answer.
    pub async fn time(&self) -> Result<Option<Timestamp>, StoreError> {
        // PostgreSQL alone is ever asked: the one statement that is not both databases'.
        const CLOCK: &str = "SELECT CAST(EXTRACT(EPOCH FROM CLOCK_TIMESTAMP()) * 1000 AS BIGINT)";
        if self.engine == Engine::Sqlite {
            return Ok(None);
        }
        let mut db = self.read().await?;
        let (millis,): (i64,) = sqlx::query_as(CLOCK).fetch_one(&mut *db).await?;
        Ok(Some(Timestamp(millis)))
    }

    /// Which database this is, for the start-up line.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Waits for running statements and lets nobody begin another.
    pub async fn close(&self) {
        if self.engine == Engine::Sqlite
            && let Ok(mut db) = self.write.lease().await
        {
            // Copies the log into the file, as far as no other process reads it: the next one to come copies the rest.
            let _ = db.execute("PRAGMA wal_checkpoint").await;
        }
        self.read.close().await;
        self.write.close().await;
    }
}

/// A connection to an embedded database.
async fn embedded(url: &str) -> Result<Db, StoreError> {
    let mut db = AnyConnection::connect(url).await?;
    // What was answered must survive a power cut: FULL, not WAL's default.
    db.execute("PRAGMA synchronous = FULL").await?;
    db.execute("PRAGMA foreign_keys = ON").await?;
    // Pages that one sign-in after another writes are copied from the log into the file once, not every fifteen sign-ins:
    // 16 MiB of log instead of 4.
    db.execute("PRAGMA wal_autocheckpoint = 4000").await?;
    Ok(db)
}

/// Runs statements in their order; answers how many rows each changed. An embedded database takes all of them at once, because
/// every visit to its thread costs more than most statements do.
pub(super) async fn execute_all(db: &mut Db, writes: &[Write]) -> Result<Vec<u64>, StoreError> {
    let mut changed = Vec::with_capacity(writes.len());
    if writes.len() > 1 && db.backend_name() == "SQLite" {
        let text = joined(writes.iter().map(|write| (write.sql(), write.count())));
        let query = writes.iter().fold(sqlx::query(AssertSqlSafe(text)), |query, write| write.bound(query));
        let mut results = db.fetch_many(query);
        while let Some(result) = results.try_next().await? {
            if let Either::Left(done) = result {
                changed.push(done.rows_affected());
            }
        }
    } else {
        for write in writes {
            let done = write.bound(sqlx::query(write.sql())).execute(&mut *db).await?;
            changed.push(done.rows_affected());
        }
    }
    Ok(changed)
}

/// One text of several, each with how many values it has: all count their values from `$1`, here they follow one another.
fn joined(texts: impl Iterator<Item = (&'static str, usize)>) -> String {
    let (mut all, mut before) = (String::new(), 0);
    for (text, values) in texts {
        let mut parts = text.split('$');
        all.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let end = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
            let place = part[..end].parse().unwrap_or(0usize) + before;
            all.push_str(&format!("${place}{}", &part[end..]));
        }
        all.push_str("; ");
        before += values;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn values_of_joined_texts_follow_one_another() {
        let texts =
            [("UPDATE a SET b = $2 WHERE c = $1", 2), ("DELETE FROM d", 0), ("INSERT INTO e VALUES ($1, $10)", 10)];
        let all = "UPDATE a SET b = $2 WHERE c = $1; DELETE FROM d; INSERT INTO e VALUES ($3, $12); ";
        assert_eq!(joined(texts.into_iter()), all);
    }
}
