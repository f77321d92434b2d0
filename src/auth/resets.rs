//! `Reset 2FA` (S15): an admin or owner leads somebody back who lost the second factor. They start it and choose nothing of
//! it: no number and no code goes through their hands (v5.0.0-6.4.6, T9). What they take away is gone at once; what leads on
//! is the person's own password and the code in the person's own mailbox.

mod ask;
mod decide;
mod operator;
mod page;

pub use ask::ResetForm;
pub(super) use ask::{cut, said};
pub use operator::OperatorReset;

use super::factor::ByWhom;
use super::notice::News;
use super::{Auth, Fault, Visitor};
use crate::flow::reset::{Bar, Pair, State};
use crate::model::{CaseReason, OrgId, PersonId, RESET_TEXT, ResetNote, ResetRefusal, Role, Timestamp};
use crate::store::outbox::{ResetNews, What};
use crate::store::person::{self, Person};
use crate::store::reset::{self, Reset};
use crate::store::{Db, Tx, budget, factor, member, org, org_policy};

/// Whoever has the server, in the trail.
pub(super) const OPERATOR: &str = "operator";

/// Why a reset is asked for, checked.
pub(super) struct Why {
    /// The reason.
    pub reason: CaseReason,
    /// The same in words.
    pub details: String,
    /// Number of a ticket elsewhere, or empty.
    pub ticket: String,
    /// When the password was replaced by mail, where whoever asks vouches that its owner did it: unless it is the very
    /// replacement that is known here, nothing was vouched for.
    pub vouched: Option<Timestamp>,
}

/// What became of a reset.
pub(super) enum Outcome {
    /// The factors are gone, and the person is told.
    Done(Box<Person>),
    /// A second person has to approve it: one of these, by name.
    Waits(Vec<String>),
}

impl Auth {
    /// Resets a person's 2FA in the caller's transaction, or asks for a second person, for an actor whose fresh full sign-in
    /// the caller has seen. Roles are read inside, so that whoever lost theirs a moment ago does nothing.
    ///
    /// # Errors
    /// [`Fault::NotFound`] when either of them does not belong to the organization (T11), [`Fault::NotAllowed`] for an actor
    /// without a part in running it.
    pub(super) async fn reset_in(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        (org, actor): (&OrgId, &PersonId),
        target: &PersonId,
        why: Why,
    ) -> Result<Result<Outcome, ResetRefusal>, Fault> {
        let (who, pair) = self.pair(tx, org, actor, target).await?;
        let policy = org_policy::get(tx, org).await?;
        if let Some(refusal) = pair.bar(&policy).map(refusal) {
            return Ok(Err(refusal));
        }
        if let Err(refusal) = self.resettable(tx, visitor, &who, why.vouched).await? {
            return Ok(Err(refusal));
        }
        if reset::waiting_of(tx, org, &who.id).await?.is_some() {
            return Ok(Err(ResetRefusal::Waits));
        }
        let takes_two = pair.takes_two(&policy);
        if let Err(refusal) = self.often_enough(tx, visitor, &who, !takes_two).await? {
            return Ok(Err(refusal));
        }
        let others = if takes_two { self.approvers(tx, org, actor, &who, pair.target).await? } else { Vec::new() };
        if takes_two && others.is_empty() {
            return Ok(Err(ResetRefusal::NobodyElse));
        }
        let now = self.now();
        let new = Reset {
            id: self.env.id(),
            org: org.clone(),
            person: who.id.clone(),
            state: State::start(takes_two),
            reason: why.reason,
            details: why.details,
            ticket: why.ticket,
            text_version: RESET_TEXT,
            asked_by: actor.to_string(),
            asked: now,
            expires: now + self.policy.reset_approval,
            decided: None,
            takes_two,
            version: 0,
        };
        reset::insert(tx, &new).await?;
        if takes_two {
            self.ask_others(tx, visitor, &who, &new).await?;
            return Ok(Ok(Outcome::Waits(others)));
        }
        let by = self.by_whom(tx, &new).await?;
        self.take_factors(tx, visitor, &who, &new, by).await?;
        Ok(Ok(Outcome::Done(Box::new(who))))
    }

    /// The person, held from here on, and who acts on whom.
    async fn pair(
        &self,
        tx: &mut Tx,
        org: &OrgId,
        actor: &PersonId,
        target: &PersonId,
    ) -> Result<(Person, Pair), Fault> {
        let role = org::role_in(tx, org, target).await?.ok_or(Fault::NotFound)?;
        let who = person::hold(tx, target).await?;
        let own = org::role_in(tx, org, actor).await?.ok_or(Fault::NotFound)?;
        if own < Role::Admin {
            return Err(Fault::NotAllowed);
        }
        let managed = who.managed_by.as_deref() == Some(org.as_str());
        Ok((who, Pair { same: actor == target, actor: own, target: role, managed }))
    }

    /// What stands in the way on the person's side.
    async fn resettable(
        &self,
        db: &mut Db,
        visitor: &Visitor,
        who: &Person,
        vouched: Option<Timestamp>,
    ) -> Result<Result<(), ResetRefusal>, Fault> {
        if who.suspended {
            return Ok(Err(ResetRefusal::Suspended));
        }
        if self.now() < who.frozen_until {
            // Its person, or somebody with their mail, said a moment ago that a change was not theirs.
            return Ok(Err(ResetRefusal::Frozen(visitor.zone.full(who.frozen_until))));
        }
        let recovery = factor::recovery(db, &who.id).await?.is_some();
        if who.reset.is_none() && !recovery && !self.has_second(db, who).await? {
            return Ok(Err(ResetRefusal::Nothing));
        }
        // The code has to reach the address that signs in; whether others are reached does not help anybody back.
        if let Some(at) = person::mail_refused(db, &who.id, &who.email).await? {
            return Ok(Err(ResetRefusal::MailRefused(visitor.zone.full(at))));
        }
        // Password and mailed code would be one proof: whoever reads the mailbox would get through (63B §4.2.2.2).
        if let Some(at) = who.password_mailed.filter(|at| vouched != Some(*at)) {
            return Ok(Err(ResetRefusal::PasswordMailed(visitor.zone.full(at))));
        }
        Ok(Ok(()))
    }

    /// Whether a person was reset as often as anybody can be; `now` counts this one. The caller holds their row.
    async fn often_enough(
        &self,
        tx: &mut Db,
        visitor: &Visitor,
        who: &Person,
        now: bool,
    ) -> Result<Result<(), ResetRefusal>, Fault> {
        let (key, most, at) = (format!("reset:{}", who.id), &self.policy.resets, self.now());
        let until = match now {
            true => budget::take_queued(tx, &self.env.id_text(), &key, most, at).await?.err(),
            false => budget::full_until(tx, &key, most, at).await?,
        };
        Ok(until.map_or(Ok(()), |until| Err(ResetRefusal::TooMany(visitor.zone.until(at, until)))))
    }

    /// Writes that somebody was about to be reset once too often: what was tried is undone, and this stays.
    pub(super) async fn record_too_many(
        &self,
        visitor: &Visitor,
        (org, actor): (&OrgId, &PersonId),
        target: &PersonId,
    ) -> Result<(), Fault> {
        let mut tx = self.store.begin().await?;
        person::queue(&mut tx, target).await?;
        let subject = super::audit::Subject { chain: format!("org:{org}"), person: target.as_str() };
        let kind = super::audit::Kind::ResetLimited;
        self.record_by(&mut tx, subject, visitor, actor.as_str(), kind, serde_json::json!({})).await?;
        self.commit(tx).await
    }

    /// Names of those who could approve a reset that this actor asks for: neither of the two, and not barred themselves.
    async fn approvers(
        &self,
        db: &mut Db,
        org: &OrgId,
        actor: &PersonId,
        who: &Person,
        target: Role,
    ) -> Result<Vec<String>, Fault> {
        let policy = org_policy::get(db, org).await?;
        let mut names = Vec::new();
        for other in org::staff(db, org, [Role::Owner, Role::Admin]).await? {
            if other == *actor || other == who.id {
                continue;
            }
            let role = org::role_in(db, org, &other).await?.unwrap_or(Role::Member);
            let pair = Pair { same: false, actor: role, target, managed: true };
            if pair.bar(&policy).is_none() {
                names.push(person::get(db, &other).await?.name);
            }
        }
        Ok(names)
    }

    /// What is said after a reset: whose, where the code went, and the event that tells of it.
    async fn done_note(&self, db: &mut Db, org: &OrgId, who: &Person) -> Result<ResetNote, Fault> {
        let event = member::last_event(db, org, &who.id, super::audit::Kind::Reset.word()).await?;
        let event = event.map(|entry| entry.id).unwrap_or_default();
        Ok(ResetNote::Done { name: who.name.clone(), email: who.email.clone(), event })
    }

    async fn ask_others(&self, tx: &mut Tx, visitor: &Visitor, who: &Person, new: &Reset) -> Result<(), Fault> {
        self.record_reset(tx, visitor, new, (&new.asked_by, super::audit::Kind::ResetAsked)).await?;
        self.tell_of_reset(tx, visitor, who, new, ResetNews::Asked).await
    }

    /// Tells the person and those who manage the account what became of a reset that takes two.
    async fn tell_of_reset(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        who: &Person,
        reset: &Reset,
        what: ResetNews,
    ) -> Result<(), Fault> {
        let ByWhom { org, names, why, .. } = self.by_whom(tx, reset).await?;
        let news = News::of(What::Reset(what)).staff(super::notice::Staff::Managers);
        self.tell(tx, visitor, who, news.within(org, names).extra(why).due(Some(reset.expires))).await
    }

    async fn record_reset(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        reset: &Reset,
        (actor, kind): (&str, super::audit::Kind),
    ) -> Result<(), Fault> {
        let subject = super::audit::Subject { chain: format!("org:{}", reset.org), person: reset.person.as_str() };
        let detail = serde_json::json!({
            "reset": reset.id.as_str(),
            "reason": reset.reason.word(),
            "details": reset.details,
            "ticket": reset.ticket,
            "text": reset.text_version,
            "asked_by": reset.asked_by,
        });
        self.record_by(tx, subject, visitor, actor, kind, detail).await
    }

    /// Who is behind a reset, and why, in words.
    pub(super) async fn by_whom(&self, db: &mut Db, reset: &Reset) -> Result<ByWhom, Fault> {
        let organization = org::name(db, &reset.org).await?.unwrap_or_default();
        let asked = self.name_of(db, &reset.asked_by).await?;
        let names = match &reset.decided {
            Some((by, _)) if *by != reset.asked_by => {
                format!("{asked} and {} of {organization}", self.name_of(db, by).await?)
            }
            _ if reset.asked_by == OPERATOR => asked,
            _ => format!("{asked} of {organization}"),
        };
        Ok(ByWhom { org: organization, names, why: in_words(reset), tells: false })
    }

    pub(super) async fn name_of(&self, db: &mut Db, id: &str) -> Result<String, Fault> {
        if id == OPERATOR {
            return Ok("Whoever runs this server".to_owned());
        }
        let who = person::find(db, &PersonId::new(id)).await?;
        Ok(who.map_or_else(|| "Somebody".to_owned(), |who| who.name))
    }
}

/// Why, for people: the reason, and what was written about it.
pub(super) fn in_words(reset: &Reset) -> String {
    let reason = match reset.reason {
        CaseReason::Lost => "Lost or stolen phone",
        CaseReason::NewNumber => "New number",
        CaseReason::Broken => "Broken phone",
        CaseReason::Other => "Other",
    };
    if reset.details.is_empty() { reason.to_owned() } else { format!("{reason}: {}", reset.details) }
}

fn refusal(bar: Bar) -> ResetRefusal {
    match bar {
        Bar::Own => ResetRefusal::Own,
        Bar::NotManaged => ResetRefusal::NotManaged,
        Bar::NotAllowed => ResetRefusal::OwnersOnly,
        Bar::HigherRole => ResetRefusal::HigherRole,
    }
}
