//! "This wasn't me": everything as it was before a change.

use super::Keep;
use crate::auth::audit::Kind;
use crate::auth::notice::News;
use crate::auth::{Auth, Fault, Visitor};
use crate::model::{AppId, Email, PhoneId, Timestamp};
use crate::store::Tx;
use crate::store::factor::{self, Before, Phone, Undo};
use crate::store::outbox::What;
use crate::store::person::{self, Person};
use serde_json::json;

/// How the button was pressed.
#[derive(Clone, Copy)]
pub(in crate::auth) struct Press {
    /// The link was texted.
    pub by_phone: bool,
    /// The password was given with it.
    pub proved: bool,
}

impl Auth {
    /// Takes a change back, and every later one with it: phones, apps, recovery code and addresses return to what they
    /// were, and the old password after one that was set by mail; requests of `Reset MFA`, everything under way and every session end, factor changes are frozen, and a new
    /// password is demanded. Answers the main phone that is in force now. A request of `Reset MFA` by itself changed
    /// nothing, and whoever holds a lost phone has its links: such a link ends the request and puts nothing back.
    ///
    /// # Errors
    /// [`Fault::Stale`] when the link was used meanwhile or its time is over, and when going back would leave an account
    /// that has a second factor without one and the password was not given: the link reached a mailbox, and whoever holds
    /// that alone could replace the password next.
    pub(in crate::auth) async fn undo_change(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        who: &Person,
        undo: &Undo,
        Press { by_phone, proved }: Press,
    ) -> Result<Option<Phone>, Fault> {
        let now = self.now();
        let now_in_force = self.picture(tx, who).await?;
        factor::use_undo(tx, undo, now).await?;
        let mut told = factor::phones(tx, &who.id).await?;
        let only_ends = by_phone && undo.kind == Kind::CaseOpened.word();
        let before = if only_ends { &now_in_force } else { &undo.before };
        if now_in_force.second() && !before.second() && !proved {
            return Err(Fault::Stale);
        }
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
        if undo.kind == Kind::PasswordReset.word()
            && let Some(phc) = &before.password
        {
            person::set_password(tx, &who.id, phc, None).await?;
        }
        // A second factor that is back in force needs no mark of a reset; without one it stays, or is as it was then.
        let mark = if before.second() { None } else { now_in_force.reset.or(before.reset) };
        if mark != now_in_force.reset {
            person::mark_reset(tx, &who.id, mark.map(Timestamp)).await?;
        }
        let removed = self.restore_addresses(tx, &now_in_force, before, who).await?;
        person::disable_phone(tx, &who.id, None).await?;
        self.end_everything(tx, who, Keep::Nothing, "this wasn't me").await?;
        self.cancel_open_case(tx, visitor, who, "this wasn't me").await?;
        // A password replaced by mail froze nothing for whoever did it: they hold no second factor to change one with. But
        // they could press the button of its own notice day after day, and keep a recovery code from being used.
        if undo.kind != Kind::PasswordReset.word() {
            person::freeze(tx, &who.id, now + self.policy.freeze).await?;
        }
        person::demand_password(tx, &who.id, now).await?;
        let phones = factor::phones(tx, &who.id).await?;
        // Whoever loses by it is told as well: it may be the rightful owner.
        told.retain(|old| phones.iter().all(|p| p.id != old.id));
        told.extend(phones.iter().cloned());
        let detail = json!({ "took_back": undo.kind, "removed": now_in_force.main, "restored": before.main });
        self.record(tx, who, visitor, Kind::ChangeUndone, detail).await?;
        let main = phones.iter().find(|p| p.main).cloned();
        let last = main.as_ref().map(super::last_two).unwrap_or_default();
        let news = removed.iter().fold(News::of(What::Restored), |news, address| news.also(Some(address)));
        self.tell(tx, visitor, who, news.to(&told).about(last)).await?;
        Ok(main)
    }

    /// Answers the addresses that went.
    async fn restore_addresses(
        &self,
        tx: &mut Tx,
        now_in_force: &Before,
        before: &Before,
        who: &Person,
    ) -> Result<Vec<String>, Fault> {
        if before.email != now_in_force.email {
            let old = Email::parse(&before.email).ok_or(Fault::Broken("email"))?;
            if person::by_email(tx, &old).await?.is_some() {
                // Somebody took the old address meanwhile: the account keeps the new one.
                return Ok(Vec::new());
            }
            person::set_email(tx, &who.id, &before.email).await?;
        }
        let gone = now_in_force.addresses.iter().filter(|address| !before.addresses.contains(address));
        let gone: Vec<String> = gone.cloned().collect();
        for address in &gone {
            person::remove_address(tx, &who.id, address).await?;
        }
        for address in &before.addresses {
            person::add_address(tx, &who.id, address, self.now()).await?;
        }
        Ok(gone)
    }
}
