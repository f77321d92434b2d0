//! Recovery codes: replaced, used up.

use super::Change;
use crate::auth::audit::Kind;
use crate::auth::notice::{News, Staff};
use crate::auth::{Auth, Fault, Visitor};
use crate::store::outbox::What;
use crate::store::person::{self, Person};
use crate::store::{Tx, factor};
use serde_json::json;

impl Auth {
    /// Puts a new recovery code in place of the old one.
    pub(in crate::auth) async fn put_recovery(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        who: &Person,
        recovery_phc: &str,
    ) -> Result<(), Fault> {
        let before = self.picture(tx, who).await?;
        let phones = factor::phones(tx, &who.id).await?;
        factor::replace_recovery(tx, &self.env.id_text(), &who.id, recovery_phc, self.now()).await?;
        let detail = json!({ "with": "nothing" });
        let change = Change { phones: &phones, ..Change::new(Kind::RecoveryMade, What::RecoveryMade, detail) };
        self.changed(tx, visitor, who, before, change).await?;
        Ok(())
    }

    /// Uses a recovery code up (63B §4.2.1.1) and tells everybody, with a way to stop whoever used it.
    ///
    /// # Errors
    /// [`Fault::Stale`] when another request used it first.
    pub(in crate::auth) async fn spend_recovery(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        who: &Person,
        code: &str,
    ) -> Result<(), Fault> {
        person::queue(tx, &who.id).await?;
        factor::use_recovery(tx, code, self.now()).await?;
        self.record(tx, who, visitor, Kind::RecoveryUsed, json!({})).await?;
        let undo = self.keep_way_back(tx, who, Kind::RecoveryUsed, self.policy.undo).await?;
        let phones = factor::phones(tx, &who.id).await?;
        let news = News::of(What::RecoveryUsed).lost(&phones).staff(Staff::Managers).with_undo(undo);
        self.tell(tx, visitor, who, news).await
    }
}
