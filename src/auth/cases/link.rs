//! The status page of a case, by the secret of its link or by the sign-in it was begun in: it shows on GET, and its button
//! cancels on POST (T24).

use super::masked;
use crate::auth::{Auth, Fault, Next, Typed, Visitor};
use crate::flow::case::{Event, State};
use crate::model::{CaseId, CaseStatus, CaseStep, Moment, Note, Place};
use crate::store::case::{self, Case};
use crate::store::person;
use crate::store::{Db, StoreError};
use crate::vault::{Vault, case_link, read_case_link};

impl Auth {
    /// Takes a request back.
    pub async fn case_cancel_by_link(&self, visitor: &mut Visitor, token: &str) -> Result<Next, Fault> {
        let kept = Typed { token: token.to_owned(), ..Typed::default() };
        let here = |note| Ok(Next::to(Place::CaseStatus).say(note).keep(kept.clone()));
        let Some(id) = read_case_link(&self.vault, token) else { return here(Note::CaseOver) };
        let mut tx = self.store.begin().await?;
        let Some(mut open) = case::get(&mut tx, &CaseId::new(id)).await? else { return here(Note::CaseOver) };
        let who = person::hold(&mut tx, &open.person).await?;
        let by = (who.id.as_str(), "taken back");
        match self.end_case(&mut tx, visitor, &who, &mut open, Event::Cancelled, by).await {
            Ok(()) => {}
            Err(Fault::Stale) => return here(Note::CaseOver),
            Err(fault) => return Err(fault),
        }
        self.commit(tx).await?;
        here(Note::CaseCancelled)
    }

    /// How a case stands, for whoever has its link, or has just opened it.
    pub(in crate::auth) async fn case_status(&self, visitor: &Visitor, token: &str) -> Result<CaseStatus, Fault> {
        let carried = &visitor.carried.typed.token;
        let token = if token.is_empty() { carried.as_str() } else { token };
        let mut db = self.store.read().await?;
        let by_link = read_case_link(&self.vault, token);
        let found = match by_link.clone() {
            Some(id) => case::get(&mut db, &CaseId::new(id)).await?,
            None => match self.half_signed_in(visitor).await? {
                Some(sign_in) => case::open_of(&mut db, &sign_in.person).await?,
                None => None,
            },
        };
        let Some(case) = found.filter(|c| !c.state.draft()) else {
            return Ok(CaseStatus {
                number: String::new(),
                step: CaseStep::Unknown,
                opened: Moment::default(),
                to: String::new(),
                token: String::new(),
                talk: Vec::new(),
            });
        };
        let who = person::get(&mut db, &case.person).await?;
        // Whoever gave the password alone may see how it stands. Cancelling takes the mailbox as well, or a stolen password
        // could take back every request that its owner makes.
        let cancels = case.state.open() && by_link.is_some();
        // Questions and answers as well: they went to the mailbox, not to the password.
        let talk = if by_link.is_some() { self.case_talk(&mut db, visitor, &case).await? } else { Vec::new() };
        Ok(CaseStatus {
            step: self.case_step(visitor, &case),
            opened: case.opened.map(|at| visitor.zone.full(at)).unwrap_or_default(),
            to: masked(&who),
            token: if cancels { case_link(&self.vault, case.id.as_str()) } else { String::new() },
            talk,
            number: case.number,
        })
    }

    /// The same words whether a reviewer is needed or not, until the wait is over: nobody learns from them what was right.
    fn case_step(&self, visitor: &Visitor, case: &Case) -> CaseStep {
        let ready = case.ready.unwrap_or(case.created);
        match case.state {
            State::Draft | State::Confirming => CaseStep::Unknown,
            State::Review if self.now() >= ready => CaseStep::Reviewing,
            State::Waiting | State::Review => CaseStep::Waiting { ready: visitor.zone.full(ready) },
            State::Passed => CaseStep::Passed { until: visitor.zone.full(case.expires) },
            State::Used => CaseStep::Used,
            State::Refused => CaseStep::Refused,
            State::Cancelled => CaseStep::Cancelled,
            State::Expired => CaseStep::Expired,
        }
    }
}

/// The open case that a link belongs to.
pub(super) async fn open_by_link(vault: &Vault, db: &mut Db, token: &str) -> Result<Option<Case>, StoreError> {
    let Some(id) = read_case_link(vault, token) else { return Ok(None) };
    Ok(case::get(db, &CaseId::new(id)).await?.filter(|c| c.state.open()))
}
