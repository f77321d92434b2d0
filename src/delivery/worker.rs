//! The outbox's worker: claims, composes, hands over, notes the end. Requests never wait for a carrier, and the time an
//! answer takes does not tell whether a message was sent.
//!
//! ```text
//! queued ──claim──▶ sending ──begin──▶ handed over ──end──▶ sent | failed
//!    ▲                 │ │                  │ no other carrier, time left
//!    │                 │ └─too late─▶ expired
//!    └──lease runs out─┴────────────────────┘
//! ```
//!
//! A node may die anywhere. Nothing is lost: what it held is due again when the lease runs out. Nothing is doubled: the
//! hand-over is noted before it is made, so whoever claims the message next knows that it may be on its way. Then only
//! what does no harm twice goes again: anything by a carrier that knows repeats, the text of a code, and a mail, which
//! has the same Message-ID. A call is never repeated, nor is any other text.

use super::compose::Composer;
use super::hook;
use super::{Carriers, Class, Message, NotSent, Then};
use crate::env::Clock;
use crate::model::{Channel, PersonId, Seconds, Timestamp};
use crate::store::outbox::{Attempt, End, Letter, Load, Outcome, Report, Reports};
use crate::store::{Store, StoreError, challenge, guard, outbox, person};
use futures::FutureExt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;

pub use super::compose::Composer as Words;

/// How long a claimed message stays this node's: longer than any carrier may take to answer.
const LEASE: Seconds = Seconds(60);
/// How often the outbox is looked at without being told: what another node left behind, and what was put back.
const POLL: Duration = Duration::from_millis(1000);
/// Waits between attempts, each shortened by up to half so that messages do not come back all at once. The message's own
/// end is the budget, not a count.
const BACKOFF: [Seconds; 5] = [Seconds(2), Seconds(6), Seconds(15), Seconds(30), Seconds(60)];

/// Longest wait of a code, and of a notice, which may be tried for days.
const LONGEST_CODE: Seconds = Seconds(60);
const LONGEST_NOTICE: Seconds = Seconds::minutes(15);

/// The worker of one node.
pub struct Worker {
    /// The database.
    pub store: Store,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Makes the words.
    pub composer: Composer,
    /// Carry the messages.
    pub carriers: Carriers,
    /// Told after a commit that put messages into the outbox.
    pub wake: Arc<Notify>,
    /// How it shares its time.
    pub pace: Pace,
    /// Told of every step, by tests that kill it there.
    pub steps: Option<Arc<dyn Steps>>,
}

/// How a worker shares its time.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Messages under way at once: one slow carrier does not hold up the others.
    pub lanes: usize,
    /// Messages claimed at once in a lane; they go one after the other.
    pub batch: i64,
}

impl Pace {
    /// For a carrier that answers at once: in the order in which messages were written.
    pub const IN_ORDER: Pace = Pace { lanes: 1, batch: 20 };
    /// For carriers far away.
    pub const SIDE_BY_SIDE: Pace = Pace { lanes: 8, batch: 1 };
}

/// Moments between which a node may die.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The message is claimed.
    Claimed,
    /// The hand-over is noted.
    Noted,
    /// The carrier answered.
    Answered,
    /// The end is noted.
    Ended,
}

impl Step {
    /// All of them, in order.
    pub const ALL: [Step; 4] = [Step::Claimed, Step::Noted, Step::Answered, Step::Ended];
}

/// Hears of every step of a worker, and may never let it go on.
pub trait Steps: Send + Sync {
    /// A step was reached.
    fn reached(&self, step: Step) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;
}

impl Worker {
    /// Runs until `stop` resolves; messages in hand are finished first.
    pub async fn run(self, stop: impl Future<Output = ()> + Send) {
        let stop = stop.shared();
        let lanes = (0..self.pace.lanes.max(1)).map(|n| self.lane(n == 0, stop.clone()));
        futures::future::join_all(lanes).await;
    }

    /// One lane; the first looks by itself whether something is due, and wakes the others when there is more.
    async fn lane(&self, first: bool, mut stop: impl Future<Output = ()> + Unpin) {
        loop {
            let woken = tokio::select! {
                () = self.wake.notified() => true,
                () = tokio::time::sleep(POLL), if first => false,
                () = &mut stop => return,
            };
            // An idle worker only reads; being woken means that there is something to claim.
            let worked = match woken || self.something_is_due().await {
                true => self.drain().await,
                false => Ok(()),
            };
            if let Err(error) = worked {
                tracing::error!(%error, "the outbox could not be worked on: {error}");
            }
        }
    }

    async fn something_is_due(&self) -> bool {
        let Ok(mut db) = self.store.read().await else { return false };
        outbox::due(&mut db, self.clock.now()).await.unwrap_or(false)
    }

    /// Sends everything that is due.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer; what was claimed becomes due again when its lease ends.
    pub async fn drain(&self) -> Result<(), StoreError> {
        loop {
            let now = self.clock.now();
            let letters = outbox::claim(&mut *self.store.write().await?, self.pace.batch, LEASE, now).await?;
            let full = i64::try_from(letters.len()).is_ok_and(|n| n == self.pace.batch);
            if full {
                // There may be more: another lane can begin while this one waits for its carrier.
                self.wake.notify_one();
            }
            for letter in letters {
                match self.send(&letter).await {
                    // Its lease ran out, and another node has it.
                    Err(StoreError::Stale) => {}
                    sent => sent?,
                }
            }
            if !full {
                return Ok(());
            }
        }
    }

    async fn send(&self, letter: &Letter) -> Result<(), StoreError> {
        self.reached(Step::Claimed).await;
        let mut db = self.store.read().await?;
        // Nobody can have begun to hand over what was never claimed before.
        let left = if letter.attempts > 1 { outbox::unfinished(&mut db, letter).await? } else { None };
        if let Some(attempt) = &left {
            if attempt.reported.is_some() {
                return self.finish(letter, End::Sent, Outcome { word: "taken", ..SILENT }).await;
            }
            if !self.may_repeat(letter, attempt) {
                tracing::warn!(letter = letter.id, "a message was in the air when its node died; it is not repeated");
                return self.finish(letter, End::Failed, Outcome { word: Class::Unknown.word(), ..SILENT }).await;
            }
        }
        let composed = self.composer.compose(&mut db, letter, self.clock.now()).await;
        drop(db);
        let message = match composed {
            Ok(message) => message,
            Err(error @ StoreError::Corrupt { .. }) => {
                tracing::error!(letter = letter.id, %error, "a message could not be composed: {error}");
                return self.finish(letter, End::Failed, Outcome { word: "corrupt", ..SILENT }).await;
            }
            Err(error) => return Err(error),
        };
        let Some(message) = message else {
            return self.finish(letter, End::Expired, Outcome { word: Class::TooLate.word(), ..SILENT }).await;
        };
        self.try_carriers(letter, message, left).await
    }

    /// Asks the carriers of the route one after the other, until one takes the message or refuses it for good.
    async fn try_carriers(&self, letter: &Letter, message: Message, left: Option<Attempt>) -> Result<(), StoreError> {
        let mut names = self.carriers.route(message.channel, &message.to);
        if let Some(Attempt { carrier, .. }) = &left {
            // Whoever may have it already is asked first; where a repeat would be noticed, nobody else is.
            names.sort_by_key(|name| name != carrier);
            names.retain(|name| name == carrier || repeats_quietly(letter));
        }
        let mut last = NotSent::new(Class::NoRoute, "");
        let mut later = None;
        let alone = names.len() == 1;
        for name in names {
            // Whoever is the only one is asked all the same: leaving it alone would bring the message nowhere sooner.
            if !alone && !self.carriers.is_up(name, &message, self.clock.now()) {
                later.get_or_insert(Seconds(0));
                last = NotSent::new(Class::Transport, "resting");
                continue;
            }
            let mut tx = self.store.begin().await?;
            if left.is_some() {
                let lost = Outcome { word: Class::Unknown.word(), ..SILENT };
                outbox::end_attempt(letter, lost, self.clock.now()).run(&mut tx).await?;
            }
            outbox::begin(&mut tx, letter, name, LEASE, self.clock.now()).await?;
            tx.commit().await?;
            self.reached(Step::Noted).await;
            let answer = self.carriers.hand_over(name, message.clone(), || self.clock.now()).await;
            self.reached(Step::Answered).await;
            let failure = match answer {
                Ok(taken) => {
                    let outcome = Outcome { word: "taken", code: "", reference: &taken.reference };
                    let reported = taken.reported.map(|means| Report {
                        reference: &taken.reference,
                        status: means.word(),
                        code: "",
                        means: Some(means),
                    });
                    self.note_mailbox(&message, false).await?;
                    return self.finish_with(letter, End::Sent, outcome, reported).await;
                }
                Err(failure) => failure,
            };
            let (class, code) = (failure.class, &failure.code);
            tracing::warn!(letter = letter.id, carrier = name, class = class.word(), code, "a message did not go");
            let outcome = Outcome { word: class.word(), code, reference: "" };
            match class.then() {
                Then::Stop => {
                    if class == Class::BadDestination {
                        self.note_mailbox(&message, true).await?;
                    }
                    return self.finish(letter, End::Failed, outcome).await;
                }
                Then::NextOrLater => later = Some(later.unwrap_or_default().max(failure.wait)),
                // A code is of no use by the time somebody put the settings right; a notice is.
                Then::Next if matches!(letter.load, Load::Notice(_)) => later = later.or(Some(Seconds(0))),
                Then::Next => {}
            }
            let mut tx = self.store.begin().await?;
            outbox::hold(&mut tx, letter).await?;
            outbox::end_attempt(letter, outcome, self.clock.now()).run(&mut tx).await?;
            tx.commit().await?;
            last = failure;
        }
        let outcome = Outcome { word: last.class.word(), code: &last.code, reference: "" };
        match later.map(|wait| self.next_at(letter, wait)) {
            Some(at) if at < letter.not_after => {
                let mut tx = self.store.begin().await?;
                outbox::hold(&mut tx, letter).await?;
                outbox::retry(&mut tx, &letter.id, at, outcome.said()).await?;
                Ok(tx.commit().await?)
            }
            // The code would be dead before the next attempt: its person had better know now.
            _ => self.finish(letter, End::Failed, outcome).await,
        }
    }

    fn next_at(&self, letter: &Letter, wait: Seconds) -> Timestamp {
        let tried = usize::try_from(letter.attempts.max(1) - 1).unwrap_or(0);
        let base = match (BACKOFF.get(tried), &letter.load) {
            (Some(wait), _) => wait.0,
            (None, Load::Code(_)) => LONGEST_CODE.0,
            (None, Load::Notice(_)) => LONGEST_NOTICE.0.min(60 << (tried - BACKOFF.len() + 1).min(10)),
        };
        // The end of an id is random: as good as dice, and the same on every node.
        let spread = letter.id.bytes().next_back().map_or(0, |b| i64::from(b) * 37 % 100);
        let millis = base * 1000 * (200 - spread) / 200;
        Timestamp(self.clock.now().0 + millis.max(wait.0 * 1000))
    }

    fn may_repeat(&self, letter: &Letter, left: &Attempt) -> bool {
        repeats_quietly(letter) || self.carriers.get(&left.carrier).is_some_and(|carrier| carrier.knows_repeats())
    }

    async fn finish(&self, letter: &Letter, end: End, outcome: Outcome<'_>) -> Result<(), StoreError> {
        self.finish_with(letter, end, outcome, None).await
    }

    async fn finish_with(
        &self,
        letter: &Letter,
        end: End,
        outcome: Outcome<'_>,
        reported: Option<Report<'_>>,
    ) -> Result<(), StoreError> {
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        let written = outbox::finish(&mut tx, letter, end, outcome, now).await?;
        if letter.channel == Channel::Email && (end == End::Sent || Class::REFUSED_THERE.contains(&outcome.word)) {
            // Whether this mailbox takes mail decides whether its person can be told of a reset.
            let refused = (end == End::Failed).then_some(now);
            if let Some(address) = self.composer.vault.open("destination", &letter.destination_sealed) {
                person::note_mail(&mut tx, &PersonId::new(letter.person.clone()), &address, refused).await?;
            }
        }
        let heard = match reported {
            Some(report) => outbox::report(&mut tx, &letter.id, report, now).await?,
            None => Reports::Nobody,
        };
        if let (Load::Code(id), true) = (&letter.load, outcome.word == Class::Fraud.word()) {
            guard::blamed(&mut tx, &letter.id, id, now).await?;
        }
        // What may still arrive is not called lost: its person can ask again when the wait is over.
        if let (End::Failed, Load::Code(id), true) = (end, &letter.load, outcome.word != Class::Unknown.word()) {
            challenge::note_failure(&mut tx, id, now).await?;
        }
        tx.commit().await?;
        if end == End::Sent {
            self.carriers.meters().taken(letter.channel, written.millis_until(now));
        }
        if let Some(report) = reported {
            hook::count(&self.store, self.carriers.meters(), (&letter.id, report, heard), now).await;
        }
        self.reached(Step::Ended).await;
        Ok(())
    }

    /// Notes whether a mailbox takes what is sent to it; written only where that changed.
    async fn note_mailbox(&self, message: &Message, refused: bool) -> Result<(), StoreError> {
        if message.channel != Channel::Email {
            return Ok(());
        }
        let mut db = self.store.read().await?;
        let changed = person::mailbox_differs(&mut db, &message.to, refused).await?;
        drop(db);
        if changed {
            let mut tx = self.store.begin().await?;
            person::note_mailbox(&mut tx, &message.to, refused.then(|| self.clock.now())).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    async fn reached(&self, step: Step) {
        if let Some(steps) = &self.steps {
            steps.reached(step).await;
        }
    }
}

const SILENT: Outcome<'static> = Outcome { word: "", code: "", reference: "" };

/// What may come twice: the same code once more, and a mail that a mailbox knows by its Message-ID.
fn repeats_quietly(letter: &Letter) -> bool {
    match letter.channel {
        Channel::Sms => matches!(letter.load, Load::Code(_)),
        Channel::Call => false,
        Channel::Email => true,
    }
}
