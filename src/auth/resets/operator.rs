//! `rekey reset-2fa`: the way around a second person who does not exist, and around a mailbox that is lost. Whoever has the
//! server is bound by the same conditions on the person's side, and it is written down and told like everybody's reset.

use super::{OPERATOR, Why};
use crate::auth::code::code_of;
use crate::auth::{Auth, Fault, Visitor};
use crate::flow::reset::State;
use crate::model::{Email, RESET_TEXT, ResetRefusal};
use crate::store::reset::{self, Reset};
use crate::store::{org, person};

/// What the operator wants.
pub struct OperatorReset<'a> {
    /// Whose 2FA.
    pub email: &'a Email,
    /// Why, in words.
    pub reason: &'a str,
    /// Number of a ticket elsewhere, or empty.
    pub ticket: &'a str,
    /// The code is told by the operator and not mailed: to somebody whose mailbox is lost, or not theirs alone.
    pub tells: bool,
}

impl Auth {
    /// Resets anybody who belongs to an organization. Answers the code where it is to be told.
    ///
    /// # Errors
    /// [`Fault::NotFound`] when nobody of an organization signs in with this address.
    pub async fn reset_by_operator(
        &self,
        asked: OperatorReset<'_>,
    ) -> Result<Result<Option<String>, ResetRefusal>, Fault> {
        let nobody = Visitor::nobody();
        let mut tx = self.store.begin().await?;
        let who = person::by_email(&mut tx, asked.email).await?.ok_or(Fault::NotFound)?;
        let who = person::hold(&mut tx, &who.id).await?;
        let seats = org::seats(&mut tx, &who.id).await?;
        let own = seats.iter().find(|s| Some(s.org.as_str()) == who.managed_by.as_deref());
        let seat = own.or(seats.first()).ok_or(Fault::NotFound)?;
        let why = Why {
            reason: crate::model::CaseReason::Other,
            details: super::ask::cut(asked.reason, 300),
            ticket: super::ask::cut(asked.ticket, 60),
            vouched: None,
        };
        match self.resettable(&mut tx, &nobody, &who, why.vouched).await? {
            Ok(()) => {}
            // A code that goes by no mailbox is a proof of its own, whoever reads the mailbox or set the password.
            Err(ResetRefusal::MailRefused(_) | ResetRefusal::PasswordMailed(_)) if asked.tells => {}
            Err(refusal) => return Ok(Err(refusal)),
        }
        let now = self.now();
        let new = Reset {
            id: self.env.id(),
            org: seat.org.clone(),
            person: who.id.clone(),
            state: State::start(false),
            reason: why.reason,
            details: why.details,
            ticket: why.ticket,
            text_version: RESET_TEXT,
            asked_by: OPERATOR.to_owned(),
            asked: now,
            expires: now + self.policy.reset_approval,
            decided: None,
            takes_two: false,
            version: 0,
        };
        if let Some(waits) = reset::waiting_of(&mut tx, &seat.org, &who.id).await? {
            self.withdraw_reset(&mut tx, &nobody, waits).await?;
        }
        reset::insert(&mut tx, &new).await?;
        let by = super::ByWhom { tells: asked.tells, ..self.by_whom(&mut tx, &new).await? };
        let challenge = self.take_factors(&mut tx, &nobody, &who, &new, by).await?;
        self.commit(tx).await?;
        Ok(Ok(asked.tells.then(|| self.vault.code(code_of(&challenge)))))
    }
}
