//! `Reset 2FA` for one of many people: the same use case as for one alone, asked anew for each.

use crate::auth::resets::{Outcome, Why};
use crate::auth::{Auth, Fault, Visitor};
use crate::model::{BulkResult, CaseReason, ResetRefusal};
use crate::store::Tx;
use crate::store::person::Person;
use crate::store::selection::Selection;

impl Auth {
    /// Resets one person's 2FA in the transaction that ends their turn.
    pub(super) async fn reset_by_job(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        job: &Selection,
        who: &Person,
    ) -> Result<BulkResult, Fault> {
        let (details, ticket) = (job.reason.clone(), job.ticket.clone());
        // Nobody vouches for a password that was replaced by mail without a look at the person.
        let why = Why { reason: CaseReason::Other, details, ticket, vouched: None };
        match self.reset_in(tx, visitor, (&job.org, &job.by), &who.id, why).await {
            Ok(Ok(Outcome::Done(_))) => Ok(BulkResult::Done),
            Ok(Ok(Outcome::Waits(_))) => Ok(BulkResult::SecondPerson),
            Ok(Err(refusal)) => Ok(result(&refusal)),
            Err(Fault::NotFound) => Ok(BulkResult::Gone),
            Err(Fault::NotAllowed) => Ok(BulkResult::NotAllowed),
            Err(fault) => Err(fault),
        }
    }
}

fn result(refusal: &ResetRefusal) -> BulkResult {
    match refusal {
        ResetRefusal::Own => BulkResult::Own,
        ResetRefusal::NotManaged => BulkResult::NotManaged,
        ResetRefusal::OwnersOnly | ResetRefusal::AskerGone => BulkResult::NotAllowed,
        ResetRefusal::HigherRole => BulkResult::HigherRole,
        ResetRefusal::Suspended => BulkResult::Suspended,
        ResetRefusal::Nothing => BulkResult::NoTwoFactor,
        ResetRefusal::MailRefused(_) => BulkResult::CannotTell,
        ResetRefusal::Waits => BulkResult::Pending,
        ResetRefusal::TooMany(_) => BulkResult::TooOften,
        ResetRefusal::Frozen(_)
        | ResetRefusal::PasswordMailed(_)
        | ResetRefusal::NobodyElse
        | ResetRefusal::TwoPeople
        | ResetRefusal::Over => BulkResult::LookAtIt,
    }
}
