//! The outbox's worker: claims, composes, hands over, notes the end. Requests never wait for a carrier, and the time an
//! answer takes does not tell whether a message was sent.

use super::compose::Composer;
use super::{Carrier, Message, NotSent};
use crate::env::Clock;
use crate::model::Seconds;
use crate::store::outbox::{End, Letter, Load};
use crate::store::{Store, StoreError, challenge, outbox};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;

pub use super::compose::Composer as Words;

/// How long a claimed message stays this node's: longer than any carrier may take to answer.
const LEASE: Seconds = Seconds(60);
/// Messages claimed at once.
const BATCH: i64 = 20;
/// How often the outbox is looked at without being told: what another node left behind, and what was put back.
const POLL: Duration = Duration::from_millis(1000);
/// Waits between attempts; the message's own end is the budget, not a count.
const BACKOFF: [Seconds; 5] = [Seconds(2), Seconds(6), Seconds(15), Seconds(30), Seconds(60)];

/// The worker of one node.
pub struct Worker {
    /// The database.
    pub store: Store,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Makes the words.
    pub composer: Composer,
    /// Carries the messages.
    pub carrier: Arc<dyn Carrier>,
    /// Told after a commit that put messages into the outbox.
    pub wake: Arc<Notify>,
}

impl Worker {
    /// Runs until `stop` resolves; the message in hand is finished first.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        tokio::pin!(stop);
        loop {
            let woken = tokio::select! {
                () = self.wake.notified() => true,
                () = tokio::time::sleep(POLL) => false,
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
            let mut tx = self.store.begin().await?;
            let letters = outbox::claim(&mut tx, BATCH, LEASE, now).await?;
            tx.commit().await?;
            let full = i64::try_from(letters.len()).is_ok_and(|n| n == BATCH);
            for letter in letters {
                self.send(letter).await?;
            }
            if !full {
                return Ok(());
            }
        }
    }

    async fn send(&self, letter: Letter) -> Result<(), StoreError> {
        let mut db = self.store.read().await?;
        let composed = self.composer.compose(&mut db, &letter, self.clock.now()).await;
        drop(db);
        let message = match composed {
            Ok(message) => message,
            Err(error @ StoreError::Corrupt { .. }) => {
                tracing::error!(letter = letter.id, %error, "a message could not be composed: {error}");
                return self.finish(&letter, End::Failed, "corrupt").await;
            }
            Err(error) => return Err(error),
        };
        let Some(message) = message else { return self.finish(&letter, End::Expired, "").await };
        match self.hand_over(message).await {
            Ok(()) => self.finish(&letter, End::Sent, "").await,
            Err(NotSent::Refused(class)) => {
                tracing::warn!(letter = letter.id, class, "a message was refused: {class}");
                self.finish(&letter, End::Failed, class).await
            }
            Err(NotSent::Later(wait, class)) => {
                let step = usize::try_from(letter.attempts.max(1) - 1).unwrap_or(0).min(BACKOFF.len() - 1);
                let at = self.clock.now() + wait.max(BACKOFF[step]);
                let mut tx = self.store.begin().await?;
                outbox::retry(&mut tx, &letter.id, at, class).await?;
                Ok(tx.commit().await?)
            }
        }
    }

    async fn hand_over(&self, message: Message) -> Result<(), NotSent> {
        self.carrier.carry(message).await
    }

    async fn finish(&self, letter: &Letter, end: End, failure: &str) -> Result<(), StoreError> {
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        outbox::finish(&mut tx, &letter.id, end, failure, now).await?;
        if let (End::Failed, Load::Code(id)) = (end, &letter.load) {
            challenge::note_failure(&mut tx, id, now).await?;
        }
        Ok(tx.commit().await?)
    }
}
