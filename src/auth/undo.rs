//! "This wasn't me": takes a change back without signing in, for 72 hours. The page only shows; the button acts (T24).

use super::audit::Kind;
use super::{Auth, Fault, Next, Visitor};
use crate::model::{Email, Note, PhoneId, Place, Undo, UndoKind};
use crate::store::{factor, person};
use crate::vault::read_undo_link;

impl Auth {
    /// What the page shows. Reads only.
    pub(super) async fn undo_page(&self, visitor: &Visitor, token: &str) -> Result<Undo, Fault> {
        let Some(id) = read_undo_link(&self.vault, token) else { return Ok(Undo::Over) };
        let mut db = self.store.read().await?;
        let Some(undo) = factor::undo(&mut db, &id).await? else { return Ok(Undo::Over) };
        if undo.used || self.now() >= undo.expires {
            return Ok(Undo::Over);
        }
        let who = person::get(&mut db, &undo.person).await?;
        let old_last = match &undo.before.main {
            Some(id) => super::factor::last_two(&factor::phone_by_id(&mut db, &PhoneId::new(id.clone())).await?),
            None => String::new(),
        };
        Ok(Undo::Offer {
            token: token.to_owned(),
            what: kind(&undo.kind),
            account: Email::parse(&who.email).map(|e| e.masked()).unwrap_or_default(),
            changed: visitor.zone.full(undo.created),
            old_last,
            until: visitor.zone.full(undo.expires),
        })
    }

    /// The button.
    pub async fn undo_change_by_link(&self, visitor: &mut Visitor, token: &str) -> Result<Next, Fault> {
        let over = Ok(Next::to(Place::Undo).say(Note::LinkOver));
        let Some(id) = read_undo_link(&self.vault, token) else { return over };
        let mut tx = self.store.begin().await?;
        let Some(undo) = factor::undo(&mut tx, &id).await? else { return over };
        let who = person::get(&mut tx, &undo.person).await?;
        match self.undo_change(&mut tx, visitor, &who, &undo).await {
            Ok(_) => {}
            Err(Fault::Stale) => return over,
            Err(fault) => return Err(fault),
        }
        self.commit(tx).await?;
        visitor.session = None;
        visitor.flow = None;
        visitor.device = None;
        let number = kind(&undo.kind) == UndoKind::PhoneChanged;
        Ok(Next::to(Place::SignIn).say(if number { Note::Restored } else { Note::TakenBack }))
    }
}

/// What a change was, by its word in the trail.
fn kind(word: &str) -> UndoKind {
    let pairs = [
        (Kind::PhoneChanged, UndoKind::PhoneChanged),
        (Kind::PhoneMain, UndoKind::PhoneMain),
        (Kind::PhoneAdded, UndoKind::PhoneAdded),
        (Kind::PhoneRemoved, UndoKind::PhoneRemoved),
        (Kind::AppAdded, UndoKind::AppAdded),
        (Kind::AppRemoved, UndoKind::AppRemoved),
        (Kind::TurnedOff, UndoKind::TurnedOff),
        (Kind::EmailChanged, UndoKind::Email),
        (Kind::EmailAdded, UndoKind::Email),
        (Kind::EmailRemoved, UndoKind::Email),
        (Kind::PasswordChanged, UndoKind::Password),
        (Kind::PasswordReset, UndoKind::Password),
        (Kind::CaseOpened, UndoKind::Case),
        (Kind::NewDevice, UndoKind::NewDevice),
    ];
    pairs.into_iter().find(|(kind, _)| kind.word() == word).map_or(UndoKind::Recovery, |(_, undo)| undo)
}
