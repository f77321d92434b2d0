//! Keeps the figures of organizations: what the trail records is counted in the same transaction.

use super::code::Destination;
use super::{Auth, Fault};
use crate::flow::enrolment::Reason;
use crate::flow::figures::{Figure, Level, Step, changes, day_of, event_of, hour_key, leaves_levels, levels, words};
use crate::flow::readiness::readiness;
use crate::model::{ChallengeId, Channel, Kind, OrgId, PersonId, Readiness, Timestamp};
use crate::store::person::{self, Person};
use crate::store::tally::{self, Count, Membership};
use crate::store::{Db, Write, org_policy, outbox, run_all};
use serde_json::Value;

/// People whom one round of housekeeping looks at, at most.
const ROUND: i64 = 200;
/// Rows that one round folds, at most.
const FOLD: i64 = 2_000;

impl Auth {
    /// Counts what a row of the trail says.
    pub(super) fn count_event(&self, chain: &str, kind: Kind, detail: &Value, at: Timestamp) -> Vec<Write> {
        let reason = detail.get("reason").and_then(Value::as_str).and_then(Reason::parse);
        let (Some(org), Some(key)) = (chain.strip_prefix("org:"), event_of(kind, reason)) else { return Vec::new() };
        tally::add(&[(self.env.id_text(), Count { org, figure: Figure::Event, day: day_of(at), key, by: 1 })])
    }

    /// Counts how what a row of the trail says changes the levels.
    pub(super) async fn count_levels(&self, db: &mut Db, person: &str, kind: Kind, at: Timestamp) -> Result<(), Fault> {
        if leaves_levels(kind) { Ok(()) } else { self.recount(db, &PersonId::new(person), at).await }
    }

    /// In whose figures a code counts: those of the organization that manages its person. Mailed ones count in nobody's.
    pub(super) fn tally_of(&self, who: &Person, to: &Destination, channel: Channel) -> Option<String> {
        match (&who.managed_by, to) {
            (Some(org), Destination::Phone(number)) => Some(format!("{org} {} {}", number.region(), channel.word())),
            _ => None,
        }
    }

    /// Counts that a code was given back right, for the carrier that brought it.
    pub(super) async fn count_carrier(
        &self,
        db: &mut Db,
        tally: Option<&str>,
        challenge: &ChallengeId,
    ) -> Result<(), Fault> {
        let mut words = tally.unwrap_or_default().split(' ');
        let (Some(org), Some(_), Some(channel)) = (words.next(), words.next(), words.next()) else { return Ok(()) };
        let Some(carrier) = outbox::carrier_of(db, challenge).await? else { return Ok(()) };
        let key = format!("{carrier} {channel} {}", Step::Used.word());
        let count = Count { org, figure: Figure::Carrier, day: day_of(self.now()), key: &key, by: 1 };
        Ok(run_all(db, tally::add(&[(self.env.id_text(), count)])).await?)
    }

    /// Counts what becomes of a code.
    pub(super) fn count_code(&self, tally: Option<&str>, steps: &[Step]) -> Vec<Write> {
        let Some((org, way)) = tally.and_then(|tally| tally.split_once(' ')) else { return Vec::new() };
        let (now, day) = (self.now(), day_of(self.now()));
        let mut keys = Vec::new();
        for step in steps {
            keys.push((Figure::Code, format!("{way} {}", step.word())));
            if matches!(step, Step::Started | Step::Used) {
                keys.push((Figure::Hour, hour_key(now, *step)));
            }
        }
        let count = |(figure, key)| (self.env.id_text(), Count { org, figure, day, key, by: 1 });
        let counts: Vec<_> = keys.iter().map(|(figure, key)| count((*figure, key.as_str()))).collect();
        tally::add(&counts)
    }

    /// Counts a person anew, in every organization of theirs. The caller holds their row.
    pub(super) async fn recount(&self, db: &mut Db, person: &PersonId, at: Timestamp) -> Result<(), Fault> {
        for Membership { org, before, now } in tally::memberships(db, person).await? {
            let now = now.as_ref().map(levels);
            let count = |(level, by): (Level, i64)| {
                let (figure, key) = (Figure::Level, level.word());
                (self.env.id_text(), Count { org: org.as_str(), figure, day: day_of(at), key, by })
            };
            let counts: Vec<_> = changes(&before, now.as_deref().unwrap_or_default()).into_iter().map(count).collect();
            run_all(db, tally::add(&counts)).await?;
            let kept = now.as_deref().map(words);
            if kept.as_deref() != Some(before.as_str()) {
                tally::set_counted(db, &org, person, kept.as_deref()).await?;
            }
        }
        Ok(tally::seen(db, person).await?)
    }

    /// Looks at everybody whom the levels have not seen yet, or not since something changed, and folds what was counted.
    pub async fn sweep_figures(&self) -> Result<(), Fault> {
        loop {
            let mut db = self.store.read().await?;
            let due = tally::due(&mut db, ROUND).await?;
            drop(db);
            for id in &due {
                let mut tx = self.store.begin().await?;
                person::queue(&mut tx, id).await?;
                self.recount(&mut tx, id, self.now()).await?;
                self.commit_silent(tx).await?;
            }
            if due.is_empty() {
                break;
            }
        }
        loop {
            let mut tx = self.store.begin().await?;
            let folded = tally::fold(&mut tx, FOLD).await?;
            self.commit_silent(tx).await?;
            if folded == 0 {
                break;
            }
        }
        let mut tx = self.store.begin().await?;
        tally::forget_hours(&mut tx, day_of(self.now()) - 3).await?;
        self.commit_silent(tx).await
    }

    /// How somebody of an organization gets back who loses the phone today; `None` where they are no member of it.
    pub async fn readiness(&self, db: &mut Db, org: &OrgId, person: &PersonId) -> Result<Option<Readiness>, Fault> {
        let mine = tally::memberships(db, person).await?.into_iter().find(|m| m.org == *org);
        let Some(counted) = mine.and_then(|m| m.now) else { return Ok(None) };
        let mut held = counted.held;
        (held.other_owners, held.other_admins) = tally::others(db, org, person).await?;
        let policy = org_policy::get(db, org).await?;
        Ok(Some(readiness(&held, &policy, &self.policy)))
    }
}
