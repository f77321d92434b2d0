use super::Clock;
use crate::model::Timestamp;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// A node's own clock, put right by the database's: all nodes of one database agree on when a code dies, whatever their
/// own clocks say (v5.0.0-16.2.2, T18).
pub struct SharedClock {
    own: Arc<dyn Clock>,
    /// What has to be added to the own clock, in milliseconds.
    correction: AtomicI64,
}

impl SharedClock {
    /// Follows nobody yet.
    pub fn new(own: Arc<dyn Clock>) -> SharedClock {
        SharedClock { own, correction: AtomicI64::new(0) }
    }

    /// The own clock, uncorrected: to be read just before and just after the database is asked for its time.
    pub fn own(&self) -> Timestamp {
        self.own.now()
    }

    /// Takes the database's time, asked for between these two readings of the own clock. Answers by how many milliseconds
    /// the own clock is wrong.
    pub fn follow(&self, before: Timestamp, database: Timestamp, after: Timestamp) -> i64 {
        let wrong = database.0 - (before.0 + after.0) / 2;
        self.correction.store(wrong, Ordering::SeqCst);
        wrong
    }
}

impl Clock for SharedClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.own.now().0 + self.correction.load(Ordering::SeqCst))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::env::TestClock;
    use crate::model::Seconds;

    #[test]
    fn nodes_seven_minutes_apart_tell_the_databases_time() {
        let database = Timestamp(1_795_420_800_000);
        for own in [database + Seconds::minutes(7), database - Seconds::minutes(7), database] {
            let clock = SharedClock::new(Arc::new(TestClock::new(own)));
            let wrong = clock.follow(clock.own(), database, clock.own());
            assert_eq!((clock.now(), wrong), (database, database.0 - own.0));
        }
    }

    #[test]
    fn the_way_to_the_database_and_back_is_shared_out() {
        let clock = SharedClock::new(Arc::new(TestClock::new(Timestamp(10_000))));
        assert_eq!(clock.follow(Timestamp(9_000), Timestamp(9_500), Timestamp(10_000)), 0);
    }
}
