//! Lifting the waits of somebody who is locked out: by an admin of the organization that manages them, or by
//! `rekey unlock`. It lifts waits and counts, and proves nothing: the person signs in as always.

use super::audit::Kind;
use super::notice::News;
use super::org::Desk;
use super::{Auth, Fault, Next, Visitor};
use crate::model::{Email, Note, OrgAddress, OrgId, OrgSpot, PersonId};
use crate::store::outbox::What;
use crate::store::person::{self, Person};
use crate::store::{Tx, budget};
use serde_json::json;

impl Auth {
    /// An admin or owner lifts the waits of a person that their organization manages.
    pub async fn unlock_managed(&self, visitor: &mut Visitor, org: &str, id: &str) -> Result<Next, Fault> {
        let Desk { session, seat, .. } = self.desk(visitor, &OrgId::new(org)).await?;
        let page = OrgAddress::new(&seat.org, OrgSpot::Requests);
        let mut tx = self.store.begin().await?;
        let managed = |who: &Person| who.id != session.person && who.managed_by.as_deref() == Some(seat.org.as_str());
        let who = person::find(&mut tx, &PersonId::new(id)).await?.filter(managed).ok_or(Fault::NotFound)?;
        if !self.is_fresh(&session) {
            return Ok(self.prove_first_at(&page));
        }
        let (key, most) = (format!("unlock:{}", who.id), &self.policy.unlocks);
        if let Err(until) = budget::take(&mut tx, &self.env.id_text(), &key, most, self.now()).await? {
            let until = visitor.zone.until(self.now(), until);
            return Ok(Next::org(&page).say(Note::TooManyCodes(until)));
        }
        self.lift(&mut tx, visitor, &who, session.person.as_str()).await?;
        self.commit(tx).await?;
        Ok(Next::org(&page).say(Note::Unlocked))
    }

    /// `rekey unlock`.
    ///
    /// # Errors
    /// [`Fault::NotFound`] when nobody signs in with this address.
    pub async fn unlock_by_operator(&self, email: &Email) -> Result<(), Fault> {
        let mut tx = self.store.begin().await?;
        let who = person::by_email(&mut tx, email).await?.ok_or(Fault::NotFound)?;
        self.lift(&mut tx, &Visitor::nobody(), &who, "operator").await?;
        self.commit(tx).await
    }

    async fn lift(&self, tx: &mut Tx, visitor: &Visitor, who: &Person, by: &str) -> Result<(), Fault> {
        let address = Email::parse(&who.email).ok_or(Fault::Broken("email"))?;
        // The person's row first, as everywhere: whoever signs in at this moment holds it.
        person::queue(tx, &who.id).await?;
        let lock = self.lock_key(&address, None);
        let lock = lock.strip_suffix("elsewhere").unwrap_or(&lock);
        for kind in ["wrong", "recovery", "forgot", "mail", "mail:case"] {
            budget::lift(tx, lock, &format!("{kind}:{}", who.id)).await?;
        }
        person::clear_wrong(&who.id).run(tx).await?;
        person::disable_phone(tx, &who.id, None).await?;
        self.record_by(tx, who, visitor, by, Kind::Unlocked, json!({})).await?;
        self.tell(tx, visitor, who, News::of(What::Unlocked)).await
    }
}
