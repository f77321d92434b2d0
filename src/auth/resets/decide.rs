//! The second person: approves or declines what another asked for. Three people take part, and the roles of both who act
//! are read again when it is approved.

use super::ask::said;
use super::{OPERATOR, refusal};
use crate::auth::audit::Kind;
use crate::auth::{Auth, Fault, Next, Visitor};
use crate::flow::reset::{Event, Pair, State};
use crate::model::{OrgAddress, OrgId, OrgSpot, PersonId, ResetId, ResetNote, ResetRefusal, Role, Timestamp};
use crate::store::outbox::ResetNews;
use crate::store::reset::{self, Reset};
use crate::store::{Tx, org, org_policy, person};

/// What was decided about a reset that waits.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Decision {
    Approve,
    Decline,
    Withdraw,
}

impl Decision {
    fn parse(word: &str) -> Option<Decision> {
        match word {
            "approve" => Some(Decision::Approve),
            "decline" => Some(Decision::Decline),
            "withdraw" => Some(Decision::Withdraw),
            _ => None,
        }
    }
}

impl Auth {
    /// Decides about a reset that waits for a second person. Approving takes a fresh full sign-in of one's own; declining
    /// opens nothing, so it does not.
    ///
    /// # Errors
    /// [`Fault::NotFound`] when this organization has no such reset.
    pub async fn reset_decide(
        &self,
        visitor: &mut Visitor,
        org: &str,
        id: &str,
        decision: &str,
        vouched: &str,
    ) -> Result<Next, Fault> {
        let (org, id) = (OrgId::new(org), ResetId::new(id));
        let desk = self.desk(visitor, &org).await?;
        let decision = Decision::parse(decision).ok_or(Fault::BadRequest)?;
        let page = OrgAddress::new(&org, OrgSpot::Requests);
        let mut db = self.store.read().await?;
        let found = reset::get(&mut db, &org, &id).await?.ok_or(Fault::NotFound)?;
        drop(db);
        if decision == Decision::Approve && !self.is_fresh(&desk.session) {
            return Ok(self.prove_first_at(&page));
        }
        let mut tx = self.store.begin().await?;
        let vouched = vouched.parse().ok().map(Timestamp);
        let target = found.person.clone();
        let decided = self.decide_reset(&mut tx, visitor, &desk.session.person, found, (decision, vouched)).await;
        let note = match decided {
            Ok(Ok(note)) => {
                self.commit(tx).await?;
                note
            }
            Ok(Err(refusal)) => {
                if let ResetRefusal::TooMany(_) = refusal {
                    drop(tx);
                    self.record_too_many(visitor, (&org, &desk.session.person), &target).await?;
                }
                ResetNote::Refused(refusal)
            }
            // Somebody else was faster.
            Err(Fault::Stale) => ResetNote::Refused(ResetRefusal::Over),
            Err(fault) => return Err(fault),
        };
        Ok(Next::org(&page).say(said(note)))
    }

    async fn decide_reset(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        actor: &PersonId,
        found: Reset,
        (decision, vouched): (Decision, Option<Timestamp>),
    ) -> Result<Result<ResetNote, ResetRefusal>, Fault> {
        // The person's row first, as everywhere; and only then what is to be decided.
        let (who, pair) = self.pair(tx, &found.org, actor, &found.person).await?;
        let mut waits = reset::get(tx, &found.org, &found.id).await?.ok_or(Fault::NotFound)?;
        if waits.state != State::Waiting || self.now() >= waits.expires {
            return Ok(Err(ResetRefusal::Over));
        }
        let asked = waits.asked_by == actor.as_str();
        match decision {
            Decision::Withdraw if asked => {
                let ended = (Event::Withdrawn, Kind::ResetWithdrawn);
                self.drop_reset(tx, visitor, &mut waits, actor.as_str(), ended).await?;
                return Ok(Ok(ResetNote::Dropped));
            }
            _ if asked => return Ok(Err(ResetRefusal::TwoPeople)),
            Decision::Withdraw => return Err(Fault::NotFound),
            Decision::Approve | Decision::Decline => {}
        }
        let policy = org_policy::get(tx, &found.org).await?;
        if let Some(bar) = pair.bar(&policy) {
            return Ok(Err(refusal(bar)));
        }
        if decision == Decision::Decline {
            let ended = (Event::Declined, Kind::ResetDeclined);
            self.drop_reset(tx, visitor, &mut waits, actor.as_str(), ended).await?;
            return Ok(Ok(ResetNote::Dropped));
        }
        // Whoever asked may have lost their role since.
        let asker = org::role_in(tx, &found.org, &PersonId::new(waits.asked_by.clone())).await?;
        let asking = Pair { actor: asker.unwrap_or(Role::Member), ..pair };
        if asking.bar(&policy).is_some() {
            return Ok(Err(ResetRefusal::AskerGone));
        }
        if let Err(refusal) = self.resettable(tx, visitor, &who, vouched).await? {
            return Ok(Err(refusal));
        }
        if let Err(refusal) = self.often_enough(tx, visitor, &who, true).await? {
            return Ok(Err(refusal));
        }
        waits.state = waits.state.next(Event::Approved).ok_or(Fault::Stale)?;
        waits.decided = Some((actor.to_string(), self.now()));
        reset::save(tx, &waits).await?;
        let by = self.by_whom(tx, &waits).await?;
        self.take_factors(tx, visitor, &who, &waits, by).await?;
        Ok(Ok(self.done_note(tx, &waits.org, &who).await?))
    }

    async fn drop_reset(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        waits: &mut Reset,
        by: &str,
        (event, kind): (Event, Kind),
    ) -> Result<(), Fault> {
        waits.state = waits.state.next(event).ok_or(Fault::Stale)?;
        waits.decided = Some((by.to_owned(), self.now()));
        reset::save(tx, waits).await?;
        self.record_reset(tx, visitor, waits, (by, kind)).await?;
        let who = person::get(tx, &waits.person).await?;
        // In the words of whoever asked, whoever ended it.
        let asked = Reset { decided: None, ..waits.clone() };
        self.tell_of_reset(tx, visitor, &who, &asked, ResetNews::Dropped).await
    }

    /// Ends one that the operator did by themself meanwhile.
    pub(super) async fn withdraw_reset(&self, tx: &mut Tx, visitor: &Visitor, waits: Reset) -> Result<(), Fault> {
        let mut waits = waits;
        waits.state = waits.state.next(Event::Withdrawn).ok_or(Fault::Stale)?;
        waits.decided = Some((OPERATOR.to_owned(), self.now()));
        reset::save(tx, &waits).await?;
        self.record_reset(tx, visitor, &waits, (OPERATOR, Kind::ResetWithdrawn)).await
    }

    /// Ends what nobody approved in time.
    pub(in crate::auth) async fn tick_resets(&self) -> Result<(), Fault> {
        let mut db = self.store.read().await?;
        let overdue = reset::overdue(&mut db, self.now()).await?;
        drop(db);
        for mut waits in overdue {
            let nobody = Visitor::nobody();
            let mut tx = self.store.begin().await?;
            person::queue(&mut tx, &waits.person).await?;
            let ended = (Event::Expired, Kind::ResetExpired);
            match self.drop_reset(&mut tx, &nobody, &mut waits, "wait", ended).await {
                Ok(()) => self.commit(tx).await?,
                // Another node, or somebody's decision, was faster.
                Err(Fault::Stale) => {}
                Err(fault) => return Err(fault),
            }
        }
        Ok(())
    }
}
