//! What the demo's history adds to the figures of an organization: summed up first, since a million people share a few
//! thousand rows.

use crate::auth::{Auth, Fault};
use crate::flow::figures::{Figure, Level, Step, bucket, day_of};
use crate::model::{OrgId, Timestamp};
use crate::store::tally::{self, Count};
use crate::store::{Tx, run_all};
use std::collections::BTreeMap;

/// Sums by figure, day and key.
#[derive(Default)]
pub(super) struct Figures(BTreeMap<(Figure, i64, String), i64>);

impl Figures {
    /// The code of a sign-in: now and then it needed a second message, or came late.
    pub(super) fn code(&mut self, n: i64, at: Timestamp, region: &str, channel: &str) {
        let day = day_of(at);
        let again = i64::from((day + n) % 17 == 0);
        let steps = [
            (Step::Started, 1),
            (Step::Sent, 1 + again),
            (Step::Delivered, 1),
            (Step::Failed, again),
            (Step::Reached, 1),
            (Step::Entered, 1),
            (Step::Used, 1),
        ];
        for (step, by) in steps {
            self.add(Figure::Code, day, format!("{region} {channel} {}", step.word()), by);
        }
        let seconds = [2, 3, 2, 5, 3, 8, 2, 12, 3, 2, 30][usize::try_from((n * 7 + day) % 11).unwrap_or(0)];
        self.add(Figure::Speed, day, format!("{region} {}", bucket(seconds)), 1);
    }

    /// Something that happened on that day.
    pub(super) fn event(&mut self, day: i64, key: &str) {
        self.add(Figure::Event, day, key.to_owned(), 1);
    }

    /// Somebody who counts in these levels since that day.
    pub(super) fn levels(&mut self, day: i64, levels: &[Level]) {
        for level in levels {
            self.add(Figure::Level, day, level.word().to_owned(), 1);
        }
    }

    fn add(&mut self, figure: Figure, day: i64, key: String, by: i64) {
        *self.0.entry((figure, day, key)).or_insert(0) += by;
    }

    /// Counts all of it.
    pub(super) async fn count(self, auth: &Auth, tx: &mut Tx, org: &OrgId) -> Result<(), Fault> {
        for ((figure, day, key), by) in self.0.into_iter().filter(|(_, by)| *by > 0) {
            let count = Count { org: org.as_str(), figure, day, key: &key, by };
            run_all(tx, tally::add(&[(auth.env.id_text(), count)])).await?;
        }
        Ok(())
    }
}
