//! What S15 shows, and the cards of resets that wait for a second person.

use super::{in_words, refusal};
use crate::auth::org::Desk;
use crate::auth::{Auth, Fault, Visitor};
use crate::flow::reset::{Pair, State};
use crate::model::{
    PersonId, ResetCard, ResetEnd, ResetMay, ResetPage, ResetRefusal, ResetStep, ResetTyped, Role, Timestamp,
};
use crate::store::person::{self, Person};
use crate::store::reset::{self, Reset};
use crate::store::{Db, factor, org, org_policy, session};

impl Auth {
    /// The page of a person, for whoever runs their organization.
    ///
    /// # Errors
    /// [`Fault::NotFound`] for somebody who does not belong to it, as for nobody (T11).
    pub(in crate::auth) async fn reset_page(
        &self,
        visitor: &Visitor,
        desk: &Desk,
        id: &PersonId,
    ) -> Result<ResetPage, Fault> {
        let mut db = self.store.read().await?;
        let role = org::role_in(&mut db, &desk.seat.org, id).await?.ok_or(Fault::NotFound)?;
        let who = person::get(&mut db, id).await?;
        let phones = factor::phones(&mut db, id).await?;
        let apps = factor::apps(&mut db, id).await?.len();
        let (idle, absolute) = self.policy.session_ends(role >= Role::Admin);
        let open = session::list(&mut db, id, self.now() - absolute, self.now() - idle).await?;
        let mut typed = visitor.carried.typed.fields.iter().cloned();
        let mut next = || typed.next().unwrap_or_default();
        Ok(ResetPage {
            person: id.clone(),
            name: who.name.clone(),
            email: who.email.clone(),
            phone: phones.first().map(|phone| phone.masked.text()),
            others: phones.len().saturating_sub(1) + apps,
            recovery: factor::recovery(&mut db, id).await?.is_some(),
            devices: open.len(),
            again: who.reset.is_some(),
            step: self.reset_step(&mut db, visitor, desk, &who, role).await?,
            mailed: mailed(visitor, &who),
            typed: ResetTyped { reason: next(), details: next(), ticket: next() },
        })
    }

    async fn reset_step(
        &self,
        db: &mut Db,
        visitor: &Visitor,
        desk: &Desk,
        who: &Person,
        target: Role,
    ) -> Result<ResetStep, Fault> {
        let (org, actor) = (&desk.seat.org, &desk.session.person);
        let policy = org_policy::get(db, org).await?;
        let managed = who.managed_by.as_deref() == Some(org.as_str());
        let pair = Pair { same: *actor == who.id, actor: desk.seat.role, target, managed };
        if let Some(bar) = pair.bar(&policy) {
            return Ok(ResetStep::Refused(refusal(bar)));
        }
        if let Some(waits) = reset::waiting_of(db, org, &who.id).await? {
            return Ok(ResetStep::Waits(Box::new(self.reset_card(db, visitor, desk, waits).await?)));
        }
        // A password that was replaced by mail is asked about in the form.
        if let Err(refusal) = self.resettable(db, visitor, who, who.password_mailed).await? {
            return Ok(ResetStep::Refused(refusal));
        }
        if let Err(refusal) = self.often_enough(db, visitor, who, false).await? {
            return Ok(ResetStep::Refused(refusal));
        }
        if !pair.takes_two(&policy) {
            return Ok(ResetStep::Now);
        }
        let others = self.approvers(db, org, actor, who, target).await?;
        Ok(if others.is_empty() { ResetStep::Refused(ResetRefusal::NobodyElse) } else { ResetStep::AskFirst(others) })
    }

    /// A reset that takes a second person, as the visitor may see it.
    pub(in crate::auth) async fn reset_card(
        &self,
        db: &mut Db,
        visitor: &Visitor,
        desk: &Desk,
        reset: Reset,
    ) -> Result<ResetCard, Fault> {
        let who = person::get(db, &reset.person).await?;
        let policy = org_policy::get(db, &reset.org).await?;
        let target = org::role_in(db, &reset.org, &who.id).await?.unwrap_or(Role::Member);
        let managed = who.managed_by.as_deref() == Some(reset.org.as_str());
        let same = desk.session.person == who.id;
        let pair = Pair { same, actor: desk.seat.role, target, managed };
        let waits = reset.state == State::Waiting;
        let own = reset.asked_by == desk.session.person.as_str();
        let may = match (waits && self.now() < reset.expires, own) {
            (true, true) => ResetMay::Withdraw,
            (true, false) if pair.bar(&policy).is_none() => ResetMay::Decide,
            _ => ResetMay::Look,
        };
        let asker = PersonId::new(reset.asked_by.clone());
        let others = if waits { self.approvers(db, &reset.org, &asker, &who, target).await? } else { Vec::new() };
        let ended = match &reset.decided {
            Some((by, at)) => Some((end(reset.state), self.name_of(db, by).await?, visitor.zone.full(*at))),
            None => None,
        };
        Ok(ResetCard {
            id: reset.id.to_string(),
            person: who.id.clone(),
            why: in_words(&reset),
            ticket: reset.ticket.clone(),
            asked_by: self.name_of(db, &reset.asked_by).await?,
            asked: visitor.zone.full(reset.asked),
            until: visitor.zone.full(reset.expires),
            others,
            may,
            ended,
            mailed: mailed(visitor, &who).filter(|_| waits),
            name: who.name,
            email: who.email,
        })
    }
}

fn end(state: State) -> ResetEnd {
    match state {
        State::Waiting | State::Done => ResetEnd::Done,
        State::Declined => ResetEnd::Declined,
        State::Withdrawn => ResetEnd::Withdrawn,
        State::Expired => ResetEnd::Expired,
    }
}

/// When the password was replaced by mail, as the form sends it back and as people read it.
fn mailed(visitor: &Visitor, who: &Person) -> Option<(i64, crate::model::Moment)> {
    who.password_mailed.map(|at: Timestamp| (at.0, visitor.zone.full(at)))
}
