//! The clock and the dice, handed in so that every wait and every draw can be tested.

mod shared;

pub use shared::SharedClock;

use crate::model::{Id, Timestamp};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Now, in unix milliseconds, UTC.
    fn now(&self) -> Timestamp;
}

/// Gives random bytes.
pub trait Random: Send + Sync {
    /// Fills `bytes` from a cryptographically secure source (v5.0.0-6.5.3, 11.5.1).
    fn fill(&self, bytes: &mut [u8]);
}

/// Knows of phone lines what their digits do not tell. Asked before a code is sent to a number in force (63B §3.1.3.3).
pub trait Lines: Send + Sync {
    /// The SIM or the carrier of this number (E.164) was changed not long ago: whoever has the line now may not be whom the
    /// number was verified with (T1).
    fn changed_hands(&self, e164: &str) -> bool;
}

/// Nobody tells anything of any line.
pub struct UnknownLines;

impl Lines for UnknownLines {
    fn changed_hands(&self, _: &str) -> bool {
        false
    }
}

/// The clock and the dice together.
#[derive(Clone)]
pub struct Env {
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The dice.
    pub random: Arc<dyn Random>,
}

impl Env {
    /// The machine's own clock and random source.
    pub fn system() -> Env {
        Env { clock: Arc::new(SystemClock), random: Arc::new(SystemRandom) }
    }

    /// Now.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// `N` random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.random.fill(&mut bytes);
        bytes
    }

    /// A new identifier: UUIDv7, so it sorts by time of making.
    pub fn id<Kind>(&self) -> Id<Kind> {
        Id::new(self.id_text())
    }

    /// A new identifier as plain text.
    pub fn id_text(&self) -> String {
        let millis = u64::try_from(self.now().0).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &self.bytes()).into_uuid().to_string()
    }
}

/// RFC 3339 in UTC with milliseconds.
pub fn iso(at: Timestamp) -> String {
    stamp(at).strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

/// The instant as the time library has it.
pub fn stamp(at: Timestamp) -> jiff::Timestamp {
    jiff::Timestamp::from_millisecond(at.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
}

/// Measures how long something takes, for figures alone: no rule of the product ever looks at it.
#[derive(Clone, Copy)]
pub struct Stopwatch(std::time::Instant);

impl Stopwatch {
    /// Starts now.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    pub fn start() -> Stopwatch {
        Stopwatch(std::time::Instant::now())
    }

    /// Since then.
    pub fn passed(&self) -> std::time::Duration {
        self.0.elapsed()
    }
}

struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    fn now(&self) -> Timestamp {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

struct SystemRandom;

impl Random for SystemRandom {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's random source")]
    fn fill(&self, bytes: &mut [u8]) {
        if getrandom::fill(bytes).is_err() {
            // Without randomness no token and no nonce is safe: stopping is the only answer that opens nothing.
            std::process::abort();
        }
    }
}

/// A clock for tests: it moves only when told to.
pub struct TestClock(AtomicI64);

impl TestClock {
    /// Starts at `at`.
    pub fn new(at: Timestamp) -> TestClock {
        TestClock(AtomicI64::new(at.0))
    }
    /// Moves forward.
    pub fn advance(&self, span: crate::model::Seconds) {
        self.0.fetch_add(span.0 * 1000, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}

/// Dice for tests: the same seed, the same draws (SplitMix64; not secure, never used by `serve`).
pub struct TestRandom(AtomicU64);

impl TestRandom {
    /// Starts from `seed`.
    pub fn new(seed: u64) -> TestRandom {
        TestRandom(AtomicU64::new(seed))
    }
}

impl Random for TestRandom {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let mut z = self.0.fetch_add(0x9E37_79B9_7F4A_7C15, Ordering::SeqCst);
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            chunk.copy_from_slice(&(z ^ (z >> 31)).to_le_bytes()[..chunk.len()]);
        }
    }
}
