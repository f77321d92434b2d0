//! `Reset 2FA` by somebody else: every second factor goes at once, and a mark and a pass stay.

use super::{Change, Keep};
use crate::auth::audit::Kind;
use crate::auth::code::Destination;
use crate::auth::{Auth, Fault, Visitor};
use crate::flow::case::{Event, State};
use crate::flow::challenge::Facts;
use crate::model::{Channel, Purpose};
use crate::store::case::{self, Case};
use crate::store::challenge::{self, Challenge};
use crate::store::outbox::{ResetNews, What};
use crate::store::person::{self, Person};
use crate::store::reset::Reset;
use crate::store::{Tx, factor};
use serde_json::json;

/// What the words and the trail need of a reset besides its row.
pub(in crate::auth) struct ByWhom {
    /// Name of the organization.
    pub org: String,
    /// Names of those who did it, for the person.
    pub names: String,
    /// Why, in words.
    pub why: String,
    /// The operator hands the code over: it is not mailed.
    pub tells: bool,
}

impl Auth {
    /// Takes every phone, app and the recovery code away, ends everything, and leaves a mark that only an enrolment with a
    /// valid pass, or "This wasn't me", takes away again. The pass is a granted request whose code goes with the mail to the
    /// address that signs in, for a day (63B §4.2.1.2). Answers that code's challenge.
    ///
    /// The old phones count as lost (63B §4.3): they are told, without a way back.
    pub(in crate::auth) async fn take_factors(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        who: &Person,
        reset: &Reset,
        by: ByWhom,
    ) -> Result<Challenge, Fault> {
        let now = self.now();
        let mut before = self.picture(tx, who).await?;
        before.lost = true;
        let phones = factor::phones(tx, &who.id).await?;
        factor::remove_phones(tx, &who.id, now).await?;
        factor::remove_apps(tx, &who.id, now).await?;
        factor::end_recovery(tx, &who.id, now).await?;
        person::disable_phone(tx, &who.id, None).await?;
        person::mark_reset(tx, &who.id, Some(now)).await?;
        self.end_everything(tx, who, Keep::Nothing, "2FA reset").await?;
        self.close_open_case(tx, visitor, who, "2FA reset").await?;
        let pass = self.pass_of(tx, who, reset, by.tells).await?;
        let code = self.code_of_pass(tx, who, &pass).await?;

        let (asked, approved) = (&reset.asked_by, reset.decided.as_ref().map(|(by, _)| by));
        let actor = approved.unwrap_or(asked).clone();
        let detail = json!({
            "reset": reset.id.as_str(),
            "reason": reset.reason.word(),
            "details": reset.details,
            "ticket": reset.ticket,
            "text": reset.text_version,
            "asked_by": asked,
            "approved_by": approved,
            "phones": before.phones.len(),
            "apps": before.apps.len(),
            "code": if by.tells { "told" } else { "mailed" },
        });
        let change = Change {
            by: Some(actor),
            lost: &phones,
            extra: by.why,
            within: (by.org, by.names),
            due: Some(pass.expires),
            code: (!by.tells).then(|| code.id.to_string()),
            ..Change::new(Kind::Reset, What::Reset(ResetNews::Done), detail)
        };
        self.changed(tx, visitor, who, before, change).await?;
        Ok(code)
    }

    async fn pass_of(&self, tx: &mut Tx, who: &Person, reset: &Reset, told: bool) -> Result<Case, Fault> {
        let sealed = self.no_claims();
        let mut pass = self.draft(who, reset.org.clone(), "reset", sealed);
        (pass.reset, pass.told) = (Some(reset.id.clone()), told);
        case::insert(tx, &pass).await?;
        pass.state = State::Review.next(Event::Approved).ok_or(Fault::Stale)?;
        pass.opened = Some(self.now());
        pass.decided = Some((reset.asked_by.clone(), self.now()));
        pass.expires = self.now() + self.policy.case_life;
        case::save(tx, &pass).await?;
        Ok(pass)
    }

    /// The code of a pass: bound to it, and to nothing that a browser holds.
    async fn code_of_pass(&self, tx: &mut Tx, who: &Person, pass: &Case) -> Result<Challenge, Fault> {
        let (now, to) = (self.now(), Destination::Mail(who.email.clone()));
        let code = Challenge {
            id: self.env.id(),
            person: who.id.clone(),
            purpose: Purpose::Pass,
            binding: pass.id.to_string(),
            channel: Channel::Email,
            destination_sealed: self.vault.seal(&self.env, "destination", to.text()),
            destination_index: self.vault.index("destination", to.text()),
            created: now,
            failed: false,
            taken: None,
            facts: Facts {
                expires: now + self.policy.reset_code,
                tries: 0,
                sends: 1,
                again: now + self.policy.wait_after(1),
                used: false,
                ended: false,
            },
        };
        challenge::insert(tx, &code, now).await?;
        Ok(code)
    }
}
