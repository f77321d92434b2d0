//! What is counted and measured, for Prometheus (`docs/observing.md`). One [`Meters`] for everything that runs together;
//! nothing here waits, fails or asks anybody.
//!
//! Labels hold fixed words and country codes alone: never a number, an address, an id or a name, and nothing that a request
//! could make up. What has no fixed word is "other".

mod labels;

use crate::model::{Channel, Kind};
use labels::{Labels, country, label, word};
use prometheus_client::encoding::text;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Metric, Registry};
use std::sync::Arc;
use std::time::Duration;

/// Media type of [`Meters::page`].
pub const MEDIA_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Counts. Cheap to clone; clones count together.
#[derive(Clone)]
pub struct Meters(Arc<Inner>);

type Counts<const N: usize> = Family<Labels<N>, Counter>;
type Levels<const N: usize> = Family<Labels<N>, Gauge>;
type Times<const N: usize> = Family<Labels<N>, Histogram, fn() -> Histogram>;

struct Inner {
    all: All,
    messages: Counts<4>,
    receipts: Counts<3>,
    queue: Times<1>,
    delivery: Times<2>,
    entry: Times<1>,
    breakers: Levels<3>,
    outbox: Levels<1>,
    database: Gauge,
    sign_ins: Counts<1>,
    events: Counts<1>,
    hash_waiting: Gauge,
    hash_refused: Counter,
    hash: Histogram,
    requests: Counts<2>,
    request: Times<1>,
}

/// How far somebody who signs in came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The password was right.
    Begun,
    /// There is a session.
    Finished,
    /// The password was wrong, or is not looked at for a while.
    Refused,
}

/// How a circuit breaker stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Breaker {
    /// Messages go.
    Closed,
    /// The next one goes, to see.
    HalfOpen,
    /// None goes.
    Open,
}

/// What is so at the moment of asking.
#[derive(Clone, Debug, Default)]
pub struct Now {
    /// Circuit breakers by carrier, channel and country.
    pub breakers: Vec<((String, Channel, String), Breaker)>,
    /// Messages in the outbox that are due, wait, and are in a worker's hands; `None`: the database does not answer.
    pub outbox: Option<[i64; 3]>,
    /// Passwords that wait to be hashed.
    pub hash_waiting: usize,
}

impl Meters {
    /// A carrier answered, or did not: `outcome` is "taken" or the class of what went wrong.
    pub fn handed_over(&self, carrier: &str, channel: Channel, region: &str, outcome: &'static str) {
        let labels =
            [word("carrier", carrier), of(channel), label("country", country(region)), label("outcome", outcome)];
        self.0.messages.get_or_create(&labels).inc();
    }

    /// A message was taken, so many milliseconds after it was written.
    pub fn taken(&self, channel: Channel, millis: i64) {
        self.0.queue.get_or_create(&[of(channel)]).observe(seconds(millis));
    }

    /// A carrier reported this of a message.
    pub fn reported(&self, carrier: &str, channel: Channel, state: &'static str) {
        self.0.receipts.get_or_create(&[word("carrier", carrier), of(channel), label("state", state)]).inc();
    }

    /// A message arrived, so many milliseconds after it was taken.
    pub fn delivered(&self, carrier: &str, channel: Channel, millis: i64) {
        self.0.delivery.get_or_create(&[word("carrier", carrier), of(channel)]).observe(seconds(millis));
    }

    /// A code was used, so many milliseconds after the first message with it was taken.
    pub fn entered(&self, channel: Channel, millis: i64) {
        self.0.entry.get_or_create(&[of(channel)]).observe(seconds(millis));
    }

    /// Somebody who signs in came so far.
    pub fn sign_in(&self, step: Step) {
        let step = match step {
            Step::Begun => "begun",
            Step::Finished => "finished",
            Step::Refused => "refused",
        };
        self.0.sign_ins.get_or_create(&[label("step", step)]).inc();
    }

    /// Something that stands in the trail.
    pub fn happened(&self, kind: Kind) {
        self.0.events.get_or_create(&[label("kind", kind.word())]).inc();
    }

    /// A password was hashed; waiting for a thread counts.
    pub fn hashed(&self, took: Duration) {
        self.0.hash.observe(took.as_secs_f64());
    }

    /// No room for another password.
    pub fn hash_refused(&self) {
        self.0.hash_refused.inc();
    }

    /// A request was answered. `route` is the word for its kind.
    pub fn answered(&self, route: &'static str, status: u16, took: Duration) {
        let status = [label("route", route), ("status", status.to_string().into())];
        self.0.requests.get_or_create(&status).inc();
        self.0.request.get_or_create(&[label("route", route)]).observe(took.as_secs_f64());
    }

    /// Everything as text (OpenMetrics 1.0).
    pub fn page(&self, now: &Now) -> String {
        let all = &self.0;
        for ((carrier, channel, region), state) in &now.breakers {
            let labels = [word("carrier", carrier), of(*channel), label("country", country(region))];
            let state = match state {
                Breaker::Closed => 0,
                Breaker::HalfOpen => 1,
                Breaker::Open => 2,
            };
            all.breakers.get_or_create(&labels).set(state);
        }
        all.database.set(now.outbox.is_some().into());
        match now.outbox {
            Some(counts) => {
                for (state, count) in ["due", "waiting", "sending"].into_iter().zip(counts) {
                    all.outbox.get_or_create(&[label("state", state)]).set(count);
                }
            }
            // An old number would say that all is well.
            None => all.outbox.clear(),
        }
        all.hash_waiting.set(i64::try_from(now.hash_waiting).unwrap_or(i64::MAX));
        let mut page = String::new();
        // Writing into memory does not fail.
        let _ = text::encode(&mut page, &all.all.registry);
        page
    }

    /// The name of every metric, what it is, and the labels it has.
    pub fn list(&self) -> &[(String, &'static str, &'static str)] {
        &self.0.all.names
    }
}

fn of(channel: Channel) -> labels::Label {
    label("channel", channel.word())
}

fn seconds(millis: i64) -> f64 {
    Duration::from_millis(u64::try_from(millis).unwrap_or(0)).as_secs_f64()
}

/// Metrics in the order in which they are told of.
#[derive(Default)]
struct All {
    registry: Registry,
    names: Vec<(String, &'static str, &'static str)>,
}

impl All {
    fn add<M: Metric + Clone>(&mut self, (name, labels): (&str, &'static str), help: &'static str, metric: M) -> M {
        let name = format!("rekey_{name}");
        self.registry.register(name.clone(), help, metric.clone());
        self.names.push((name, help, labels));
        metric
    }
}

impl Default for Meters {
    fn default() -> Meters {
        let mut all = All::default();
        let timed = || Times::<1>::new_with_constructor(by_person as fn() -> Histogram);
        Meters(Arc::new(Inner {
            messages: all.add(
                ("messages", "carrier, channel, country, outcome"),
                "Messages handed to a carrier, and how it answered",
                Family::default(),
            ),
            receipts: all.add(
                ("receipts", "carrier, channel, state"),
                "What carriers reported of messages",
                Family::default(),
            ),
            queue: all.add(("queue_seconds", "channel"), "From written to taken by a carrier", timed()),
            delivery: all.add(
                ("delivery_seconds", "carrier, channel"),
                "From taken by a carrier to reported as delivered",
                Times::new_with_constructor(by_person as fn() -> Histogram),
            ),
            entry: all.add(("entry_seconds", "channel"), "From a code's first message being taken to its use", timed()),
            breakers: all.add(
                ("breaker_state", "carrier, channel, country"),
                "Circuit breakers of this node: 0 closed, 1 half open, 2 open",
                Family::default(),
            ),
            outbox: all.add(
                ("outbox_messages", "state"),
                "Messages that have not ended, of all nodes",
                Family::default(),
            ),
            database: all.add(("database_up", ""), "Whether the database answers", Gauge::default()),
            sign_ins: all.add(("sign_ins", "step"), "Sign-ins by how far they came", Family::default()),
            events: all.add(("events", "kind"), "Events of the audit trail that this node wrote", Family::default()),
            hash_waiting: all.add(("hash_waiting", ""), "Passwords that wait to be hashed", Gauge::default()),
            hash_refused: all.add(
                ("hash_refused", ""),
                "Passwords refused because too many waited",
                Counter::default(),
            ),
            hash: all.add(("hash_seconds", ""), "Hashing a password, with the wait for a thread", by_machine()),
            requests: all.add(("http_requests", "route, status"), "Requests answered", Family::default()),
            request: all.add(
                ("http_request_seconds", "route"),
                "From a request to the head of its answer",
                Times::new_with_constructor(by_machine as fn() -> Histogram),
            ),
            all,
        }))
    }
}

/// From a carrier that answers at once to somebody who looks for the phone.
fn by_person() -> Histogram {
    Histogram::new([0.1, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0, 300.0, 600.0])
}

/// From a file in memory to a hash that waited for others.
fn by_machine() -> Histogram {
    Histogram::new([0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0])
}
