//! Circuit breakers: a carrier that fails is left alone for a while, so that messages reach the next one without waiting
//! for it first.
//!
//! ```text
//! closed ──5 failures and half of all in 60 s──▶ open ──30 s──▶ half open ──one that goes──▶ closed
//!                                                 ▲                    └──one that fails──┐
//!                                                 └───────────────────────────────────────┘
//! ```

use crate::meters::Breaker as State;
use crate::model::{Channel, Seconds, Timestamp};
use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};

/// How far back failures count.
const WINDOW: Seconds = Seconds(60);
/// Failures that open it, if they are at least half of all.
const FAILURES: usize = 5;
/// How long it stays open.
const REST: Seconds = Seconds(30);
/// Results kept for one breaker.
const MOST: usize = 200;

/// What one breaker is about: carrier, channel, and country of the number (empty for addresses).
pub type Key = (String, Channel, String);

/// The breakers of one node, kept in memory: each node finds out by itself whom it reaches.
#[derive(Default)]
pub struct Breakers(Mutex<HashMap<Key, Breaker>>);

#[derive(Default)]
struct Breaker {
    /// When, and whether it went.
    results: VecDeque<(Timestamp, bool)>,
    /// Nobody is let through before.
    open_until: Option<Timestamp>,
}

impl Breakers {
    /// Whether a message may be handed over. After the rest a single one is let through, to see.
    pub fn lets_through(&self, key: &Key, now: Timestamp) -> bool {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(breaker) = all.get_mut(key) else { return true };
        match breaker.open_until {
            Some(until) if now < until => false,
            Some(_) => {
                // Whoever comes while that one is on its way waits for its result, or for another rest.
                breaker.open_until = Some(now + REST);
                true
            }
            None => true,
        }
    }

    /// Notes how a hand-over went. `failed`: for a reason that speaks against the carrier.
    pub fn note(&self, key: &Key, failed: bool, now: Timestamp) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let breaker = all.entry(key.clone()).or_default();
        if breaker.open_until.is_some() {
            *breaker = if failed {
                Breaker { open_until: Some(now + REST), ..Breaker::default() }
            } else {
                Breaker::default()
            };
            return;
        }
        breaker.results.push_back((now, failed));
        while breaker.results.len() > MOST || breaker.results.front().is_some_and(|(at, _)| *at <= now - WINDOW) {
            breaker.results.pop_front();
        }
        let failures = breaker.results.iter().filter(|(_, failed)| *failed).count();
        if failures >= FAILURES && failures * 2 >= breaker.results.len() {
            breaker.open_until = Some(now + REST);
        }
    }

    /// How everyone that was ever asked stands now.
    pub fn states(&self, now: Timestamp) -> Vec<(Key, State)> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let state = |breaker: &Breaker| match breaker.open_until {
            None => State::Closed,
            Some(until) if now < until => State::Open,
            Some(_) => State::HalfOpen,
        };
        all.iter().map(|(key, breaker)| (key.clone(), state(breaker))).collect()
    }

    /// When this one lets a message through again; `None`: it does.
    pub fn open_until(&self, key: &Key) -> Option<Timestamp> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(key).and_then(|b| b.open_until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(country: &str) -> Key {
        ("twilio".into(), Channel::Sms, country.into())
    }

    #[test]
    fn five_failures_of_ten_open_it_for_half_a_minute_in_that_country_alone() {
        let (all, start) = (Breakers::default(), Timestamp(1_000_000));
        for n in 0..5 {
            all.note(&key("GB"), false, start + Seconds(n));
        }
        for n in 5..9 {
            all.note(&key("GB"), true, start + Seconds(n));
        }
        assert!(all.lets_through(&key("GB"), start + Seconds(9)), "four failures");
        all.note(&key("GB"), true, start + Seconds(9));
        assert!(!all.lets_through(&key("GB"), start + Seconds(38)));
        assert!(all.lets_through(&key("FR"), start + Seconds(10)));
        assert!(all.lets_through(&key("GB"), start + Seconds(39)), "one is let through");
        assert!(!all.lets_through(&key("GB"), start + Seconds(40)), "and one only");
        all.note(&key("GB"), true, start + Seconds(41));
        assert!(!all.lets_through(&key("GB"), start + Seconds(70)));
        assert!(all.lets_through(&key("GB"), start + Seconds(71)));
        all.note(&key("GB"), false, start + Seconds(72));
        assert!(all.lets_through(&key("GB"), start + Seconds(72)) && all.open_until(&key("GB")).is_none());
    }

    #[test]
    fn failures_among_many_successes_or_long_ago_open_nothing() {
        let (all, start) = (Breakers::default(), Timestamp(1_000_000));
        for n in 0..6 {
            all.note(&key("GB"), false, start + Seconds(n));
        }
        for n in 0..5 {
            all.note(&key("GB"), true, start + Seconds(6 + n));
        }
        assert!(all.lets_through(&key("GB"), start + Seconds(11)), "five of eleven");
        for n in 0..4 {
            all.note(&key("FR"), true, start + Seconds(n));
        }
        all.note(&key("FR"), true, start + Seconds(61));
        assert!(all.lets_through(&key("FR"), start + Seconds(61)), "one of them is over a minute old");
    }
}
