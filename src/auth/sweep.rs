//! Housekeeping: what is over is forgotten. Safe to run on several nodes at once, and to stop at any time.

use super::{Auth, Fault};
use crate::model::Seconds;
use crate::store::{budget, enrolment, factor, forgot, guard, invitation, roster, selection, sends};

/// How often it runs.
pub const EVERY: Seconds = Seconds::minutes(5);

impl Auth {
    /// Runs once.
    pub async fn sweep(&self) -> Result<(), Fault> {
        let mut tx = self.store.begin().await?;
        let now = self.now();
        enrolment::tidy(&mut tx, now).await?;
        // A day longer than the longest window of each.
        budget::tidy(&mut tx, now - Seconds::days(31)).await?;
        sends::tidy(&mut tx, now - Seconds::days(2), now - Seconds::days(8)).await?;
        guard::tidy(&mut tx, now - Seconds::days(3)).await?;
        forgot::tidy(&mut tx, now - Seconds::days(1)).await?;
        factor::tidy_undo(&mut tx, now).await?;
        roster::compact(&mut tx).await?;
        invitation::tidy(&mut tx, now, now - Seconds::days(90)).await?;
        selection::tidy(&mut tx, now, now - Seconds::days(90)).await?;
        self.commit(tx).await?;
        self.sweep_figures().await?;
        self.store.learn_sizes().await?;
        self.seal_trail().await
    }
}
