//! The page of requests: what waits for a decision, what was decided, and who is locked out.

use crate::auth::org::Desk;
use crate::auth::{Auth, Fault, Visitor};
use crate::flow::case::State;
use crate::flow::reset;
use crate::model::{
    CaseCard, CaseClosed, CaseReason, CaseStep, LockedPerson, Moment, OrgQuery, PersonId, Requests, RequestsTab,
    ResetCard, Role, Timestamp,
};
use crate::store::case::{self, Case};
use crate::store::org::Seat;
use crate::store::{Db, budget, org, outbox, person, reset as resets};

impl Auth {
    /// What owners and admins see of others: requests for owners, who decide about them; resets that take a second person, and
    /// locked people, for admins as well.
    pub(in crate::auth) async fn requests_page(
        &self,
        visitor: &Visitor,
        desk: &Desk,
        query: &OrgQuery,
    ) -> Result<Requests, Fault> {
        let mut db = self.store.read().await?;
        let (seat, session) = (&desk.seat, &desk.session);
        let (tab, decides) = (RequestsTab::parse(query.get("tab")), seat.role == Role::Owner);
        let mut cases = Vec::new();
        if decides {
            let found = match tab {
                RequestsTab::Waiting => case::open(&mut db, Some(&seat.org)).await?,
                RequestsTab::Approved => case::decided(&mut db, &seat.org, true).await?,
                RequestsTab::Declined => case::decided(&mut db, &seat.org, false).await?,
            };
            // A granted one is decided; the pass of a reset is none.
            let waits = |c: &Case| c.reset.is_none() && (tab != RequestsTab::Waiting || c.state != State::Passed);
            for found in found.into_iter().filter(waits) {
                cases.push(self.case_card(&mut db, visitor, Some(&session.person), found).await?);
            }
        }
        let resets = self.reset_cards(&mut db, visitor, desk, tab).await?;
        let locked = if tab == RequestsTab::Waiting { self.locked(&mut db, visitor, seat).await? } else { Vec::new() };
        Ok(Requests { organization: seat.name.clone(), tab, cases, resets, decides, locked })
    }

    async fn reset_cards(
        &self,
        db: &mut Db,
        visitor: &Visitor,
        desk: &Desk,
        tab: RequestsTab,
    ) -> Result<Vec<ResetCard>, Fault> {
        let states: &[reset::State] = match tab {
            RequestsTab::Waiting => &[reset::State::Waiting],
            RequestsTab::Approved => &[reset::State::Done],
            RequestsTab::Declined => &[reset::State::Declined, reset::State::Withdrawn, reset::State::Expired],
        };
        let mut cards = Vec::new();
        for state in states {
            for found in resets::listed(db, &desk.seat.org, *state).await? {
                cards.push(self.reset_card(db, visitor, desk, found).await?);
            }
        }
        Ok(cards)
    }

    /// Every open case, for the operator.
    pub async fn open_cases(&self) -> Result<Vec<CaseCard>, Fault> {
        let mut db = self.store.read().await?;
        let mut cards = Vec::new();
        for found in case::open(&mut db, None).await?.into_iter().filter(|c| c.reset.is_none()) {
            cards.push(self.case_card(&mut db, &Visitor::nobody(), None, found).await?);
        }
        Ok(cards)
    }

    async fn case_card(
        &self,
        db: &mut Db,
        visitor: &Visitor,
        reader: Option<&PersonId>,
        found: Case,
    ) -> Result<CaseCard, Fault> {
        let who = person::get(db, &found.person).await?;
        let claims = self.claims(&found)?;
        let moment = |at: Option<Timestamp>| at.map(|at| visitor.zone.full(at)).unwrap_or_default();
        Ok(CaseCard {
            id: found.id.to_string(),
            own: reader == Some(&found.person),
            facts: self.compare(db, &who, &found.org, &claims).await?,
            opened: moment(found.opened),
            ready: (found.state == State::Waiting).then(|| moment(found.ready)),
            passed: found.state == State::Passed,
            talk: self.case_talk(db, visitor, &found).await?,
            closed: self.case_closed(db, visitor, &found).await?,
            told: outbox::delivered(db, found.id.as_str()).await?,
            mailed_password: who.password_mailed.is_some(),
            reason: CaseReason::parse(&claims.reason),
            details: claims.details,
            number: found.number,
            name: who.name,
            email: who.email,
        })
    }

    /// How a request was decided, by whom and when; nothing while it waits.
    async fn case_closed(&self, db: &mut Db, visitor: &Visitor, case: &Case) -> Result<Option<CaseClosed>, Fault> {
        let (Some((by, at)), false) = (&case.decided, matches!(case.state, State::Waiting | State::Review)) else {
            return Ok(None);
        };
        let by = match by.as_str() {
            "wait" => "the wait was over".to_owned(),
            by if by == case.person.as_str() => "its person".to_owned(),
            by => self.name_of(db, by).await?,
        };
        let how = match case.state {
            State::Refused => CaseStep::Refused,
            State::Expired => CaseStep::Expired,
            State::Used => CaseStep::Used,
            State::Passed => CaseStep::Passed { until: visitor.zone.full(case.expires) },
            _ => CaseStep::Cancelled,
        };
        Ok(Some(CaseClosed { how, by, at: visitor.zone.full(*at) }))
    }

    /// Managed people who cannot sign in right now.
    async fn locked(&self, db: &mut Db, visitor: &Visitor, seat: &Seat) -> Result<Vec<LockedPerson>, Fault> {
        let mut locked = Vec::new();
        let since = self.now() - self.policy.password_wait_most;
        for (id, by_codes) in org::troubled(db, &seat.org, since).await? {
            let who = person::get(db, &id).await?;
            let until = match crate::model::Email::parse(&who.email) {
                Some(address) => budget::locked_until(db, &self.lock_key(&address, None), self.now()).await?,
                None => None,
            };
            if until.is_none() && !by_codes {
                continue;
            }
            let until = until.map(|at| visitor.zone.full(at)).unwrap_or_else(Moment::default);
            locked.push(LockedPerson { id: id.to_string(), name: who.name, email: who.email, until });
        }
        Ok(locked)
    }
}
