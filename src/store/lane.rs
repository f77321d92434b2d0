//! The connections of an embedded database. sqlx's own pool asks a connection whether it is still there whenever one is given
//! back, in a task of its own: on a network that is wise, for a file it costs as much as a statement and tells nothing.

use super::db::Db;
use sqlx::Executor;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::{Mutex, OwnedMutexGuard, OwnedSemaphorePermit, Semaphore};

/// How long somebody waits for a connection.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

/// Connections that are always there; whoever asks first gets the next free one.
#[derive(Clone)]
pub(super) struct Lane {
    all: Arc<[Arc<Mutex<Slot>>]>,
    free: Arc<Semaphore>,
}

struct Slot {
    db: Db,
    /// A transaction was begun, and nobody knows that it ended.
    open: bool,
}

/// A connection, until it is dropped.
pub(super) struct Lease {
    slot: OwnedMutexGuard<Slot>,
    // Dropped after the slot: where there is room, one of them is free.
    _room: OwnedSemaphorePermit,
}

/// A transaction. Dropped without [`LaneTx::commit`], it leaves nothing behind.
pub(super) struct LaneTx {
    lease: Lease,
    lane: Lane,
}

impl Lane {
    pub(super) fn new(connections: Vec<Db>) -> Lane {
        let free = Arc::new(Semaphore::new(connections.len()));
        let slot = |db| Arc::new(Mutex::new(Slot { db, open: false }));
        Lane { all: connections.into_iter().map(slot).collect(), free }
    }

    /// Waits for a free connection.
    pub(super) async fn lease(&self) -> Result<Lease, sqlx::Error> {
        let room = tokio::time::timeout(PATIENCE, Arc::clone(&self.free).acquire_owned());
        let room = room.await.map_err(|_| sqlx::Error::PoolTimedOut)?.map_err(|_| sqlx::Error::PoolClosed)?;
        let free = self.all.iter().find_map(|slot| Arc::clone(slot).try_lock_owned().ok());
        let mut lease = Lease { slot: free.ok_or(sqlx::Error::PoolTimedOut)?, _room: room };
        if lease.slot.open {
            // Where it never really began there is nothing to take back.
            let _ = lease.slot.db.execute("ROLLBACK").await;
            lease.slot.open = false;
        }
        Ok(lease)
    }

    /// Begins a transaction with this statement.
    pub(super) async fn begin(&self, statement: &'static str) -> Result<LaneTx, sqlx::Error> {
        let mut tx = LaneTx { lease: self.lease().await?, lane: self.clone() };
        tx.lease.slot.open = true;
        tx.lease.slot.db.execute(sqlx::query(statement)).await?;
        Ok(tx)
    }

    /// Waits for what is under way, and lets nobody begin anything else.
    pub(super) async fn close(&self) {
        self.free.close();
        for slot in self.all.iter() {
            drop(slot.lock().await);
        }
    }
}

impl LaneTx {
    pub(super) async fn commit(self) -> Result<(), sqlx::Error> {
        self.end("COMMIT").await
    }

    pub(super) async fn rollback(self) -> Result<(), sqlx::Error> {
        self.end("ROLLBACK").await
    }

    async fn end(mut self, statement: &'static str) -> Result<(), sqlx::Error> {
        self.lease.slot.db.execute(sqlx::query(statement)).await?;
        self.lease.slot.open = false;
        Ok(())
    }
}

impl Drop for LaneTx {
    fn drop(&mut self) {
        // Whoever gets the connection next takes back what was written on it; so that nobody else's process waits for that,
        // somebody gets it at once.
        if self.lease.slot.open
            && let Ok(runtime) = Handle::try_current()
        {
            let lane = self.lane.clone();
            runtime.spawn(async move { lane.lease().await.map(drop) });
        }
    }
}

impl Deref for Lease {
    type Target = Db;
    fn deref(&self) -> &Db {
        &self.slot.db
    }
}

impl DerefMut for Lease {
    fn deref_mut(&mut self) -> &mut Db {
        &mut self.slot.db
    }
}

impl Deref for LaneTx {
    type Target = Db;
    fn deref(&self) -> &Db {
        &self.lease
    }
}

impl DerefMut for LaneTx {
    fn deref_mut(&mut self) -> &mut Db {
        &mut self.lease
    }
}
