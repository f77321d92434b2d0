//! What becomes of a pass: used up, voided, run out. A pass is a granted request, or what a reset by somebody else left.

use crate::auth::audit::Kind;
use crate::auth::notice::{News, Staff};
use crate::auth::{Auth, Fault, Visitor};
use crate::flow::case::{Event, State};
use crate::model::CaseId;
use crate::store::case::{self, Case};
use crate::store::outbox::{ResetNews, What};
use crate::store::person::{self, Person};
use crate::store::{Tx, org};
use serde_json::json;

impl Auth {
    /// Uses the pass of a case up, in the transaction that puts the new phone in force.
    ///
    /// # Errors
    /// [`Fault::Stale`] when it was cancelled, refused or used meanwhile.
    pub(in crate::auth) async fn use_pass(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        who: &Person,
        id: &CaseId,
    ) -> Result<(), Fault> {
        let mut passed = case::get(tx, id).await?.filter(|c| c.person == who.id).ok_or(Fault::Stale)?;
        if self.now() >= passed.expires {
            return Err(Fault::Stale);
        }
        passed.state = passed.state.next(Event::Enrolled).ok_or(Fault::Stale)?;
        case::save(tx, &passed).await?;
        self.enlist(tx, &who.id).await?;
        if passed.reset.is_some() {
            // The new phone is told of by itself.
            return Ok(());
        }
        self.tell_of_case(tx, visitor, who, &passed, What::CaseUsed).await
    }

    /// Ends the open case of a person for something that everybody is told of anyway.
    pub(in crate::auth) async fn close_open_case(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        who: &Person,
        why: &'static str,
    ) -> Result<(), Fault> {
        let Some(mut open) = case::open_of(tx, &who.id).await? else { return Ok(()) };
        open.state = open.state.next(Event::Cancelled).ok_or(Fault::Stale)?;
        open.decided = Some((who.id.to_string(), self.now()));
        case::save(tx, &open).await?;
        let detail = json!({ "case": open.number, "why": why });
        self.record(tx, self.case_subject(&open), visitor, Kind::CaseCancelled, detail).await
    }

    /// Tells the person and those who manage the account that the pass of a reset is over, while its mark stands: the password
    /// alone opens nothing, and somebody has to reset again.
    pub(super) async fn tell_of_lost_pass(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        who: &Person,
        pass: &Case,
    ) -> Result<(), Fault> {
        if person::get(tx, &who.id).await?.reset.is_none() {
            return Ok(());
        }
        let what = if pass.state == State::Expired { ResetNews::Over } else { ResetNews::Void };
        let organization = org::name(tx, &pass.org).await?.unwrap_or_default();
        let news = News::of(What::Reset(what)).staff(Staff::Managers).within(organization.clone(), organization);
        self.tell(tx, visitor, who, news.due(Some(pass.expires))).await
    }
}
