//! Numbers that a guard holds back, and vouching for one; what messages cost, and by whom they went.

use crate::auth::org::in_chain;
use crate::auth::{Auth, Fault, Next, Visitor, countries};
use crate::flow::figures::{Figure, Step};
use crate::flow::guard::Guard;
use crate::model::{
    CarrierLine, HeldNumber, HeldWhy, Kind, Note, OrgAddress, OrgId, OrgNote, OrgSpot, PersonId, Spent,
};
use crate::store::guard::{self, Held};
use crate::store::{Db, StoreError, budget, person, sends, tally};
use serde_json::json;
use std::collections::BTreeMap;

/// Numbers that the page shows, at most.
const SHOWN: i64 = 200;

impl Auth {
    /// `Allow this number`: it gets codes as if it were in force, whatever the guards say, within every other limit. That it
    /// is the person's own is proved by its code all the same.
    ///
    /// # Errors
    /// As for [`Auth::desk`]; [`Fault::NotFound`] for a number that was refused to nobody of this organization (T11).
    pub async fn number_allow(&self, visitor: &mut Visitor, org: &str, id: &str) -> Result<Next, Fault> {
        let desk = self.desk(visitor, &OrgId::new(org)).await?;
        let here = OrgAddress::new(&desk.seat.org, OrgSpot::Delivery);
        let mut db = self.store.read().await?;
        let who = guard::asked_by(&mut db, &desk.seat.org, id).await?.ok_or(Fault::NotFound)?;
        drop(db);
        if !self.is_fresh(&desk.session) {
            return Ok(self.prove_first_at(&here));
        }
        let now = self.now();
        let mut tx = self.store.begin().await?;
        person::queue(&mut tx, &who).await?;
        let seat = self.seat_now(&mut tx, &desk).await?;
        let key = format!("allow:{}", seat.org);
        if let Err(until) = budget::take(&mut tx, &self.env.id_text(), &key, &self.policy.allows, now).await? {
            let until = visitor.zone.until(now, until);
            return Ok(Next::org(&here).say(Note::Org(OrgNote::AllowBudget(until))));
        }
        let by = (&desk.session.person, now + self.policy.allowed);
        let masked = match guard::allow(&mut tx, &seat.org, id, by, now).await {
            Ok(masked) => masked,
            Err(StoreError::Stale) => return Err(Fault::NotFound),
            Err(error) => return Err(error.into()),
        };
        let (subject, actor) = (in_chain(&seat.org, &who), desk.session.person.as_str());
        let detail = json!({ "number": masked.text() });
        self.record_by(&mut tx, subject, visitor, actor, Kind::NumberAllowed, detail).await?;
        self.commit(tx).await?;
        Ok(Next::org(&here).say(Note::Org(OrgNote::NumberAllowed { number: masked.text() })))
    }

    /// New numbers of the organization's people that wait.
    pub(super) async fn held_numbers(
        &self,
        db: &mut Db,
        visitor: &Visitor,
        org: &OrgId,
    ) -> Result<Vec<HeldNumber>, Fault> {
        let now = self.now();
        let line = |held: Held| HeldNumber {
            country: countries::name(&held.region).unwrap_or(&held.region).to_owned(),
            number: held.masked.text(),
            why: match held.guard {
                Guard::Range => HeldWhy::Range,
                Guard::Sequence => HeldWhy::Sequence,
                Guard::Conversion => HeldWhy::Country,
                Guard::Carrier => HeldWhy::Carrier,
                Guard::Spend => HeldWhy::Money,
            },
            everywhere: held.everywhere(),
            until: visitor.zone.until(now, held.until),
            person: PersonId::new(held.person),
            id: held.id,
            who: held.who,
            counts: held.counts,
            allowed: held.allowed,
        };
        Ok(guard::held_of(db, org, now, SHOWN).await?.into_iter().map(line).collect())
    }

    /// What the organization's messages cost today, and where that ends.
    pub(super) async fn spent_of(&self, db: &mut Db, org: &OrgId) -> Result<Spent, Fault> {
        let most = self.policy.spend_organization;
        Ok(Spent {
            currency: self.policy.prices.currency.clone(),
            today: sends::spent(db, org, self.now()).await?,
            stops: (most * self.policy.guards.share / 100, most),
        })
    }

    /// What became of messages, carrier by carrier, the most first.
    pub(super) async fn carriers_of(
        &self,
        db: &mut Db,
        org: &OrgId,
        days: (i64, i64),
    ) -> Result<Vec<CarrierLine>, Fault> {
        let mut all: BTreeMap<String, CarrierLine> = BTreeMap::new();
        for (key, count) in tally::sums(db, org, Figure::Carrier, days).await? {
            // "twilio sms delivered": both channels count together.
            let mut words = key.split(' ');
            let (Some(name), Some(step)) = (words.next(), words.nth(1)) else { continue };
            let line = all.entry(name.to_owned()).or_default();
            match Step::parse(step) {
                Some(Step::Delivered) => line.taken += count,
                Some(Step::Failed) => line.refused += count,
                Some(Step::Arrived) => line.arrived += count,
                Some(Step::Used) => line.used += count,
                _ => {}
            }
        }
        for (key, cost) in tally::sums(db, org, Figure::Spend, days).await? {
            if let Some((_, name)) = key.split_once(' ') {
                all.entry(name.to_owned()).or_default().cost += cost;
            }
        }
        let mut lines: Vec<CarrierLine> = all.into_iter().map(|(name, line)| CarrierLine { name, ..line }).collect();
        lines.sort_by(|a, b| (b.taken, &a.name).cmp(&(a.taken, &b.name)));
        Ok(lines)
    }
}
