//! "This wasn't me": takes a change back without signing in, for 72 hours. The page only shows; the button acts (T24).

use super::audit::Kind;
use super::factor::Press;
use super::hash::Checked;
use super::{Auth, Fault, Next, Typed, Visitor};
use crate::model::{Email, Note, Password, PhoneId, Place, Undo, UndoKind};
use crate::store::factor::{self, Undo as Stored};
use crate::store::person::{self, Person};
use crate::store::{Db, budget, case};
use crate::vault::read_undo_link;

/// A change that a link can still take back.
struct Found {
    undo: Stored,
    /// Whose.
    who: Person,
    /// The link was texted.
    by_phone: bool,
    /// No second factor would remain.
    asks_password: bool,
}

impl Auth {
    /// What the page shows. Reads only.
    pub(super) async fn undo_page(&self, visitor: &Visitor, token: &str) -> Result<Undo, Fault> {
        // After a wrong password the link is not in the address any more.
        let token = if token.is_empty() { visitor.carried.typed.token.as_str() } else { token };
        let mut db = self.store.read().await?;
        let Some(Found { undo, who, asks_password, .. }) = self.found_undo(&mut db, token).await? else {
            return Ok(Undo::Over);
        };
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
            asks_password,
        })
    }

    /// What a link takes back; nothing when it is made up, used or over. A texted link is over as soon as its phone was
    /// given up as lost, and the one of a `Reset MFA` request together with the request.
    async fn found_undo(&self, db: &mut Db, token: &str) -> Result<Option<Found>, Fault> {
        let Some((id, by_phone)) = read_undo_link(&self.vault, token) else { return Ok(None) };
        let Some(undo) = factor::undo(db, &id).await? else { return Ok(None) };
        let over = undo.used
            || self.now() >= undo.expires
            || by_phone && factor::lost_since(db, &undo).await?
            || by_phone && undo.kind == Kind::CaseOpened.word() && case::open_of(db, &undo.person).await?.is_none();
        if over {
            return Ok(None);
        }
        let who = person::get(db, &undo.person).await?;
        let asks_password = !undo.before.second() && self.has_second(db, &who).await?;
        Ok(Some(Found { undo, who, by_phone, asks_password }))
    }

    /// The button.
    pub async fn undo_change_by_link(&self, visitor: &mut Visitor, token: &str, password: &str) -> Result<Next, Fault> {
        let over = Ok(Next::to(Place::Undo).say(Note::LinkOver));
        let mut db = self.store.read().await?;
        let Some(found) = self.found_undo(&mut db, token).await? else { return over };
        drop(db);
        let Found { undo, who, by_phone, asks_password } = found;
        if asks_password && let Err(note) = self.check_password_of(visitor, &who, &undo, password).await? {
            let typed = Typed { token: token.to_owned(), ..Typed::default() };
            return Ok(Next::to(Place::Undo).say(note).keep(typed));
        }
        let mut tx = self.store.begin().await?;
        match self.undo_change(&mut tx, visitor, &who, &undo, Press { by_phone, proved: asks_password }).await {
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

    /// `rekey restore-password`: presses the button in the notice of a mailed password, for an owner whom no notice reached.
    ///
    /// # Errors
    /// [`Fault::NotFound`] when nobody signs in with this address, [`Fault::Stale`] when no password was replaced by mail
    /// within the time that the link works.
    pub async fn password_back_by_operator(&self, email: &Email) -> Result<(), Fault> {
        let mut tx = self.store.begin().await?;
        let who = person::by_email(&mut tx, email).await?.ok_or(Fault::NotFound)?;
        let kind = Kind::PasswordReset.word();
        let undo = factor::newest_undo(&mut tx, &who.id, kind, self.now()).await?.ok_or(Fault::Stale)?;
        let press = Press { by_phone: false, proved: true };
        self.undo_change(&mut tx, &Visitor::nobody(), &who, &undo, press).await?;
        self.commit(tx).await
    }

    /// The password from before the change, which its owner knows whatever happened since; or the one in force, unless it
    /// came out of the mailbox that the link came out of.
    async fn check_password_of(
        &self,
        visitor: &Visitor,
        who: &Person,
        undo: &Stored,
        password: &str,
    ) -> Result<Result<(), Note>, Fault> {
        if password.is_empty() {
            return Ok(Err(Note::PasswordMissing));
        }
        if password.len() > Password::MAX_BYTES {
            return Ok(Err(Note::PasswordWrong));
        }
        let key = format!("password:{}:undo", who.id);
        let mut tx = self.store.begin().await?;
        let counted = budget::lock_step(&mut tx, &key, self.now(), |n| self.policy.password_wait(n)).await?;
        self.commit_silent(tx).await?;
        if let Err(until) = counted {
            return Ok(Err(Note::Locked(visitor.zone.until(self.now(), until))));
        }
        let in_force = who.password_mailed.is_none().then_some(who.password_phc.as_str());
        for phc in [undo.before.password.as_deref(), in_force].into_iter().flatten() {
            if self.hasher.check(Some(phc), password).await? != Checked::Wrong {
                let mut tx = self.store.begin().await?;
                budget::unlock(&mut tx, &key).await?;
                self.commit_silent(tx).await?;
                return Ok(Ok(()));
            }
        }
        Ok(Err(Note::PasswordWrong))
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
        (Kind::PasswordReset, UndoKind::PasswordMailed),
        (Kind::CaseOpened, UndoKind::Case),
        (Kind::Reset, UndoKind::Reset),
        (Kind::NewDevice, UndoKind::NewDevice),
    ];
    pairs.into_iter().find(|(kind, _)| kind.word() == word).map_or(UndoKind::Recovery, |(_, undo)| undo)
}
