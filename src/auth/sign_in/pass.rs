//! The pass of a reset, at sign-in: its code came with the mail of the reset, a day ago at most.

use crate::auth::{Auth, Fault};
use crate::model::{CaseId, ChallengeId, Purpose};
use crate::store::case::{self, Case};
use crate::store::sign_in::SignIn;
use crate::store::{Db, challenge};

impl Auth {
    /// The live code of a pass that a reset left, if it has one: mailed with the reset, or told, and then none is ever mailed.
    /// `None` where the pass is another one, or a new code is to be mailed.
    pub(super) async fn code_of_reset(&self, db: &mut Db, pass: &CaseId) -> Result<Option<Option<ChallengeId>>, Fault> {
        let Some(pass) = case::get(db, pass).await?.filter(|pass| pass.reset.is_some()) else { return Ok(None) };
        let newest = challenge::newest(db, Purpose::Pass, pass.id.as_str()).await?;
        let live = newest.filter(|code| code.facts.takes_tries(self.now(), &self.policy));
        let code = live.map(|code| code.id);
        Ok((code.is_some() || pass.told).then_some(code))
    }

    /// The pass that a sign-in uses, while it can still be used: whoever voided it meanwhile was in time.
    pub(in crate::auth) async fn live_pass(&self, db: &mut Db, sign_in: &SignIn) -> Result<Option<Case>, Fault> {
        let Some(id) = &sign_in.case else { return Ok(None) };
        let found = case::get(db, id).await?;
        let now = self.now();
        Ok(found.filter(|pass| {
            pass.person == sign_in.person && pass.state == crate::flow::case::State::Passed && now < pass.expires
        }))
    }
}
