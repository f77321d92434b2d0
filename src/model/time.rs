use serde::{Deserialize, Serialize};
use std::ops::{Add, Sub};

/// An instant: milliseconds since 1970-01-01T00:00:00Z. There is no `now` here: time is handed in by whoever holds the
/// clock, so that expiry can be tested by moving it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// Whole seconds from `self` until `later`, rounded up and never negative: what a countdown shows.
    pub fn seconds_until(self, later: Timestamp) -> i64 {
        ((later.0 - self.0).max(0) + 999) / 1000
    }

    /// Milliseconds from `self` until `later`, never negative.
    pub fn millis_until(self, later: Timestamp) -> i64 {
        (later.0 - self.0).max(0)
    }
}

/// A length of time in whole seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Seconds(pub i64);

impl Seconds {
    /// `n` minutes.
    pub const fn minutes(n: i64) -> Seconds {
        Seconds(n * 60)
    }
    /// `n` hours.
    pub const fn hours(n: i64) -> Seconds {
        Seconds(n * 3600)
    }
    /// `n` days of 24 hours.
    pub const fn days(n: i64) -> Seconds {
        Seconds(n * 86_400)
    }
}

impl Add<Seconds> for Timestamp {
    type Output = Timestamp;
    fn add(self, span: Seconds) -> Timestamp {
        Timestamp(self.0 + span.0 * 1000)
    }
}

impl Sub<Seconds> for Timestamp {
    type Output = Timestamp;
    fn sub(self, span: Seconds) -> Timestamp {
        Timestamp(self.0 - span.0 * 1000)
    }
}

/// An instant as a person reads it. The server writes the words, in the person's own zone, so that server and browser
/// always show the same text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// Machine-readable, RFC 3339 in UTC: for the `datetime` attribute.
    pub iso: String,
    /// For people: "14:32:10 UTC", or "23 Nov 2026, 14:32 UTC" when the day matters.
    pub text: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_countdown_rounds_up_and_stops_at_zero() {
        assert_eq!(Timestamp(0).seconds_until(Timestamp(1)), 1);
        assert_eq!(Timestamp(0).seconds_until(Timestamp(30_000)), 30);
        assert_eq!(Timestamp(5_000).seconds_until(Timestamp(1_000)), 0);
        assert_eq!(Timestamp(0) + Seconds::minutes(10) - Seconds::minutes(10), Timestamp(0));
    }
}
