//! Decisions on somebody else's case: by another owner, or by the operator's command.

use crate::auth::audit::Kind;
use crate::auth::{Auth, Fault, Next, Visitor};
use crate::flow::case::{Event, State};
use crate::model::{CaseId, Claims, Email, Note, OrgAddress, OrgSpot, Role};
use crate::store::case::{self, Case};
use crate::store::org::Seat;
use crate::store::outbox::What;
use crate::store::person::{self, Person};
use crate::store::{Tx, org};
use serde_json::json;

/// Whoever has the server, in the trail.
const OPERATOR: &str = "operator";

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The reset may start now.
    Approve,
    /// It may not.
    Refuse,
}

impl Decision {
    /// Reads the word of a form or a command.
    pub fn parse(word: &str) -> Option<Decision> {
        match word {
            "approve" => Some(Decision::Approve),
            "refuse" => Some(Decision::Refuse),
            _ => None,
        }
    }
}

impl Auth {
    /// An owner decides on another's request. Approving opens a way in, so it takes a fresh full sign-in; refusing closes
    /// one, so it does not.
    pub async fn case_decide(&self, visitor: &mut Visitor, id: &str, decision: &str) -> Result<Next, Fault> {
        let session = self.signed_in(visitor).await?;
        let decision = Decision::parse(decision).ok_or(Fault::BadRequest)?;
        let mut db = self.store.read().await?;
        let seats = org::seats(&mut db, &session.person).await?;
        let found = case::get(&mut db, &CaseId::new(id)).await?;
        drop(db);
        // Of another organization, or of none: the answer is the same.
        let Some(found) = found.filter(|c| owns(&seats, c)) else { return Err(Fault::NotFound) };
        let page = OrgAddress::new(&found.org, OrgSpot::Requests);
        let here = |note| Ok(Next::org(&page).say(note));
        if found.person == session.person {
            return here(Note::CaseOwn);
        }
        if decision == Decision::Approve && !self.is_fresh(&session) {
            return Ok(self.prove_first_at(&page));
        }
        match self.decide(visitor, found, decision, session.person.as_str()).await {
            Ok(()) => {}
            Err(Fault::Stale) => return here(Note::CaseOver),
            Err(fault) => return Err(fault),
        }
        here(if decision == Decision::Approve { Note::CaseApproved } else { Note::CaseRefused })
    }

    /// `rekey case approve|refuse`: the operator's word, by the request's number.
    ///
    /// # Errors
    /// [`Fault::NotFound`] when there is no such request, [`Fault::Stale`] when it is not open any more.
    pub async fn case_decide_by_operator(&self, number: &str, decision: Decision) -> Result<(), Fault> {
        let mut db = self.store.read().await?;
        let found = case::by_number(&mut db, number).await?.ok_or(Fault::NotFound)?;
        drop(db);
        self.decide(&Visitor::nobody(), found, decision, OPERATOR).await
    }

    /// `rekey case grant`: leads somebody back who cannot ask, because they own no paid organization. It opens a request in
    /// their name and grants it: everybody is told, and password and mailed code lead to a new phone. What is in force stays
    /// in force until then. Answers its number.
    ///
    /// # Errors
    /// [`Fault::NotFound`] when nobody with this address belongs to an organization, [`Fault::Stale`] when they have an open
    /// request: that one is to be decided. [`Fault::NotAllowed`] when the password was set by mail: then password and mailed
    /// code are one proof, and the mailbox may be a thief's.
    pub async fn case_grant_by_operator(&self, email: &Email) -> Result<String, Fault> {
        let mut tx = self.store.begin().await?;
        let who = person::by_email(&mut tx, email).await?.ok_or(Fault::NotFound)?;
        let who = person::hold(&mut tx, &who.id).await?;
        let seat = org::seats(&mut tx, &who.id).await?.into_iter().next().ok_or(Fault::NotFound)?;
        if who.password_mailed.is_some() {
            return Err(Fault::NotAllowed);
        }
        if case::open_of(&mut tx, &who.id).await?.is_some() {
            return Err(Fault::Stale);
        }
        let sealed = self.seal_claims(&Claims::default());
        let mut granted = self.draft(&who, seat.org, OPERATOR, sealed);
        case::insert(&mut tx, &granted).await?;
        (granted.state, granted.opened) = (State::Review, Some(self.now()));
        self.pass(&mut tx, &Visitor::nobody(), &who, &mut granted, Event::Approved, OPERATOR).await?;
        self.commit(tx).await?;
        Ok(granted.number)
    }

    async fn decide(&self, visitor: &Visitor, found: Case, decision: Decision, by: &str) -> Result<(), Fault> {
        let mut tx = self.store.begin().await?;
        // The person's row first, as everywhere: whoever uses the pass at this moment holds it.
        let who = person::hold(&mut tx, &found.person).await?;
        let mut open = case::get(&mut tx, &found.id).await?.ok_or(Fault::NotFound)?;
        match decision {
            Decision::Approve => self.pass(&mut tx, visitor, &who, &mut open, Event::Approved, by).await?,
            Decision::Refuse => {
                self.end_case(&mut tx, visitor, &who, &mut open, Event::Refused, (by, "refused")).await?;
            }
        }
        self.commit(tx).await
    }

    /// Grants a case: from now on password and mailed code lead to a new phone.
    pub(in crate::auth) async fn pass(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        who: &Person,
        open: &mut Case,
        event: Event,
        by: &str,
    ) -> Result<(), Fault> {
        open.state = open.state.next(event).ok_or(Fault::Stale)?;
        open.decided = Some((by.to_owned(), self.now()));
        open.expires = self.now() + self.policy.case_life;
        case::save(tx, open).await?;
        let detail = json!({ "case": open.number, "by": by });
        self.record_by(tx, self.case_subject(open), visitor, by, Kind::CasePassed, detail).await?;
        self.tell_of_case(tx, visitor, who, open, What::CasePassed).await
    }
}

/// The visitor owns the organization that this case asks.
fn owns(seats: &[Seat], case: &Case) -> bool {
    seats.iter().any(|s| s.role == Role::Owner && s.org == case.org)
}
