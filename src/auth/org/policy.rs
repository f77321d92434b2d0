//! S19: the policy of an organization. Owners change it, admins read it; nothing is saved that concerns somebody before its
//! owner has seen whom.

mod effect;
mod wish;

use super::Desk;
use crate::auth::audit::Subject;
use crate::auth::notice::{News, Staff};
use crate::auth::{Auth, Fault, Next, Visitor};
use crate::flow::OrgPolicy;
use crate::flow::figures::{Figure, Level, day_of};
use crate::flow::org_policy::{Aspect, CASE_WAIT_MOST};
use crate::model::{
    Kind, Note, OrgAddress, OrgId, OrgNote, OrgPage, OrgQuery, OrgSpot, Plan, PolicyPage, PolicyReview, PolicyWish,
    Role,
};
use crate::store::outbox::What;
use crate::store::{Db, StoreError, org_policy, person, tally};
use serde_json::{Value, json};
use std::collections::BTreeMap;

impl Auth {
    /// The form, with what is in force, or with a wish that was refused.
    pub(super) async fn policy_page(
        &self,
        visitor: &Visitor,
        desk: &Desk,
        query: &OrgQuery,
    ) -> Result<PolicyPage, Fault> {
        let org = &desk.seat.org;
        let mut db = self.store.read().await?;
        let policy = org_policy::get(&mut db, org).await?;
        let changed = org_policy::changed(&mut db, org).await?;
        let levels = self.levels_of(&mut db, org).await?;
        let level = |level: Level| levels.get(level.word()).copied().unwrap_or(0);
        let wish = match query.get("who").is_empty() {
            true => wish::of(&policy),
            false => PolicyWish::read(query),
        };
        let name = |region: &String| (region.clone(), crate::auth::countries::name(region).unwrap_or("").to_owned());
        Ok(PolicyPage {
            org: org.clone(),
            name: desk.seat.name.clone(),
            editable: desk.seat.role == Role::Owner,
            paid: desk.seat.plan == Plan::Paid,
            wish,
            countries: self.numbers.allowed.iter().map(name).collect(),
            voip_possible: self.numbers.voip_allowed,
            waits: ((self.policy.case_wait.0 + 3599) / 3600, CASE_WAIT_MOST.0 / 3600),
            people: (level(Level::Covered), level(Level::Bare)),
            changed: changed.map(|at| visitor.zone.full(at)),
        })
    }

    /// What a wish would change; the form again where it cannot be read, or nobody wished for anything.
    pub(super) async fn policy_review(
        &self,
        visitor: &Visitor,
        desk: &Desk,
        query: &OrgQuery,
    ) -> Result<OrgPage, Fault> {
        let mut db = self.store.read().await?;
        let before = org_policy::get(&mut db, &desk.seat.org).await?;
        let wished = wish::read(&PolicyWish::read(query), &before, self.bound(), self.now());
        let Ok(after) =
            wished.map_err(drop).and_then(|after| if desk.seat.role == Role::Owner { Ok(after) } else { Err(()) })
        else {
            drop(db);
            return Ok(OrgPage::Policy(self.policy_page(visitor, desk, query).await?));
        };
        let effects = self.effects(&mut db, visitor, desk, &before, &after).await?;
        let weaker = after.weaker_than(&before, &self.policy).into_iter().map(Aspect::words).collect();
        Ok(OrgPage::PolicyReview(PolicyReview {
            org: desk.seat.org.clone(),
            query: PolicyWish::read(query).query(),
            effects,
            weaker,
        }))
    }

    /// `Save policy`. Whatever concerns people, or asks for less, is shown first; `confirmed`: it was.
    pub async fn org_policy_save(
        &self,
        visitor: &mut Visitor,
        org: &str,
        wish: PolicyWish,
        confirmed: bool,
    ) -> Result<Next, Fault> {
        let desk = self.desk(visitor, &OrgId::new(org)).await?;
        let (form, query) = (OrgAddress::new(&desk.seat.org, OrgSpot::Policy), wish.query());
        let here = |note| Ok(Next::org(&form).query(&query).say(Note::Org(note)));
        if desk.seat.role != Role::Owner {
            return Ok(Next::org(&form).say(Note::Org(OrgNote::OwnersOnly)));
        }
        let mut db = self.store.read().await?;
        let before = org_policy::get(&mut db, &desk.seat.org).await?;
        let after = match wish::read(&wish, &before, self.bound(), self.now()) {
            Ok(after) => after,
            Err(note) => return here(note),
        };
        let effects = self.effects(&mut db, visitor, &desk, &before, &after).await?;
        drop(db);
        let weaker = after.weaker_than(&before, &self.policy);
        let review = OrgAddress::new(&desk.seat.org, OrgSpot::PolicyReview);
        if !self.is_fresh(&desk.session) {
            return Ok(self.prove_first_to(&[&review.path(), query.suffix().as_str()].concat()));
        }
        let concerns = effects.iter().any(|effect| effect.kind != crate::model::EffectKind::Meet);
        if !confirmed && (concerns || !weaker.is_empty()) {
            return Ok(Next::org(&review).query(&query));
        }
        if after == before {
            return Ok(Next::org(&form).say(Note::Org(OrgNote::PolicySaved)));
        }
        let mut tx = self.store.begin().await?;
        let who = person::hold(&mut tx, &desk.session.person).await?;
        match org_policy::save(&mut tx, &desk.seat.org, &after, self.now()).await {
            Ok(()) => {}
            Err(StoreError::Stale) => return Ok(Next::org(&form).say(Note::Org(OrgNote::Changed))),
            Err(error) => return Err(error.into()),
        }
        let subject = Subject { chain: format!("org:{}", desk.seat.org), person: who.id.as_str() };
        let detail = json!({ "before": told(&before), "after": told(&after) });
        self.record(&mut tx, subject, visitor, Kind::PolicyChanged, detail).await?;
        if !weaker.is_empty() {
            let parts = weaker.into_iter().map(Aspect::words).collect::<Vec<_>>().join("; ");
            let news = News::of(What::PolicyWeaker).staff(Staff::Owners(&desk.seat.org)).extra(parts);
            self.tell(&mut tx, visitor, &who, news).await?;
        }
        self.commit(tx).await?;
        Ok(Next::org(&form).say(Note::Org(OrgNote::PolicySaved)))
    }

    fn bound(&self) -> wish::Bound<'_> {
        wish::Bound { countries: &self.numbers.allowed, voip: self.numbers.voip_allowed, policy: &self.policy }
    }

    async fn levels_of(&self, db: &mut Db, org: &OrgId) -> Result<BTreeMap<String, i64>, Fault> {
        Ok(tally::sums(db, org, Figure::Level, (0, day_of(self.now()))).await?.into_iter().collect())
    }
}

/// A policy as the trail keeps it.
fn told(policy: &OrgPolicy) -> Value {
    json!({
        "who": policy.demand.word(),
        "from": policy.from.0,
        "sms": policy.sms,
        "call": policy.call,
        "app": policy.app,
        "countries": policy.countries,
        "voip_refused": policy.voip_refused,
        "resetters": policy.resetters.word(),
        "second_person": policy.second_person,
        "case_wait_seconds": policy.case_wait.map(|wait| wait.0),
    })
}
