//! "This wasn't me": takes a change back without signing in, for 72 hours. The page only shows; the button acts (T24).

use super::{Auth, Fault, Next, Visitor};
use crate::model::{Email, Note, PersonId, PhoneId, Place, Undo};
use crate::store::{factor, person};
use crate::vault::read_undo_link;

impl Auth {
    /// What the page shows. Reads only.
    pub(super) async fn undo_page(&self, visitor: &Visitor, token: &str) -> Result<Undo, Fault> {
        let Some(id) = read_undo_link(&self.vault, token) else { return Ok(Undo::Over) };
        let mut db = self.store.read().await?;
        let Some(undo) = factor::undo(&mut db, &id).await? else { return Ok(Undo::Over) };
        if undo.used_at.is_some() || self.now().0 >= undo.expires_at {
            return Ok(Undo::Over);
        }
        let who = person::get(&mut db, &PersonId::new(undo.person_id.clone())).await?;
        let old_last = match &undo.old_phone_id {
            Some(id) => super::factor::last_two(&factor::phone_by_id(&mut db, &PhoneId::new(id.clone())).await?),
            None => String::new(),
        };
        Ok(Undo::Offer {
            token: token.to_owned(),
            account: Email::parse(&who.email).map(|e| e.masked()).unwrap_or_default(),
            changed: visitor.zone.full(super::session::at(undo.created_at)),
            old_last,
            until: visitor.zone.full(super::session::at(undo.expires_at)),
        })
    }

    /// The button.
    pub async fn undo_change_by_link(&self, visitor: &mut Visitor, token: &str) -> Result<Next, Fault> {
        let over = Ok(Next::to(Place::Undo).say(Note::LinkOver));
        let Some(id) = read_undo_link(&self.vault, token) else { return over };
        let mut tx = self.store.begin().await?;
        let Some(undo) = factor::undo(&mut tx, &id).await? else { return over };
        let who = person::get(&mut tx, &PersonId::new(undo.person_id.clone())).await?;
        match self.undo_change(&mut tx, visitor, &who, &undo).await {
            Ok(_) => {}
            Err(Fault::Stale) => return over,
            Err(fault) => return Err(fault),
        }
        self.commit(tx).await?;
        visitor.session = None;
        visitor.flow = None;
        visitor.device = None;
        Ok(Next::to(Place::SignIn).say(Note::Restored))
    }
}
