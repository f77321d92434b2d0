//! "This wasn't me": everything as it was before a change.

use crate::auth::audit::Kind;
use crate::auth::notice::News;
use crate::auth::{Auth, Fault, Visitor};
use crate::model::{AppId, Email, PhoneId};
use crate::store::Tx;
use crate::store::factor::{self, Phone, Undo};
use crate::store::outbox::What;
use crate::store::person::{self, Person};
use serde_json::json;

impl Auth {
    /// Takes a change back, and every later one with it: phones, apps, recovery code and addresses return to what they
    /// were, requests of `Reset MFA`, everything under way and every session end, factor changes are frozen, and a new
    /// password is demanded. Answers the main phone that is in force now.
    ///
    /// # Errors
    /// [`Fault::Stale`] when the link was used meanwhile or its time is over.
    pub(in crate::auth) async fn undo_change(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        who: &Person,
        undo: &Undo,
    ) -> Result<Option<Phone>, Fault> {
        let now = self.now();
        factor::use_undo(tx, undo, now).await?;
        let now_in_force = self.picture(tx, who).await?;
        let before = &undo.before;
        if now_in_force.phones != before.phones || now_in_force.main != before.main {
            factor::remove_phones(tx, &who.id, now).await?;
            for id in &before.phones {
                factor::restore_phone(tx, &who.id, &PhoneId::new(id.clone())).await?;
            }
            if let Some(main) = &before.main {
                factor::set_main(tx, &who.id, &PhoneId::new(main.clone()), now).await?;
            }
        }
        if now_in_force.apps != before.apps {
            factor::remove_apps(tx, &who.id, now).await?;
            for id in &before.apps {
                factor::restore_app(tx, &who.id, &AppId::new(id.clone())).await?;
            }
        }
        if now_in_force.recovery != before.recovery {
            factor::end_recovery(tx, &who.id, now).await?;
            if let Some(id) = &before.recovery {
                factor::restore_recovery(tx, id).await?;
            }
        }
        self.restore_addresses(tx, who, undo).await?;
        person::disable_phone(tx, &who.id, None).await?;
        self.end_everything(tx, who, None, "this wasn't me").await?;
        self.end_sign_ins(tx, who).await?;
        self.cancel_open_case(tx, visitor, who, "this wasn't me").await?;
        person::freeze(tx, &who.id, now + self.policy.freeze).await?;
        person::demand_password(tx, &who.id, now).await?;
        let phones = factor::phones(tx, &who.id).await?;
        let detail = json!({ "took_back": undo.kind, "removed": now_in_force.main, "restored": before.main });
        self.record(tx, who, visitor, Kind::ChangeUndone, detail).await?;
        let main = phones.iter().find(|p| p.main).cloned();
        let last = main.as_ref().map(super::last_two).unwrap_or_default();
        self.tell(tx, visitor, who, News::of(What::Restored).to(&phones).about(last)).await?;
        Ok(main)
    }

    async fn restore_addresses(&self, tx: &mut Tx, who: &Person, undo: &Undo) -> Result<(), Fault> {
        if undo.before.email != who.email {
            let old = Email::parse(&undo.before.email).ok_or(Fault::Broken("email"))?;
            if person::by_email(tx, &old).await?.is_some() {
                // Somebody took the old address meanwhile: the account keeps the new one.
                return Ok(());
            }
            person::set_email(tx, &who.id, &undo.before.email).await?;
        }
        for address in person::addresses(tx, &who.id).await? {
            if !undo.before.addresses.contains(&address) {
                person::remove_address(tx, &who.id, &address).await?;
            }
        }
        for address in &undo.before.addresses {
            person::add_address(tx, &who.id, address, self.now()).await?;
        }
        Ok(())
    }
}
