//! The recovery code: used at sign-in, shown once, renewed, saved.

use super::hash::Checked;
use super::sign_in::Stands;
use super::{Auth, Fault, Next, Query, Typed, Visitor};
use crate::flow::enrolment::{Event, Reason, State};
use crate::flow::sign_in;
use crate::model::{Note, Place, RecoveryCode, RecoveryCodePage, RecoverySheet};
use crate::store::enrolment::{self, Enrolment};
use crate::store::session::Session;
use crate::store::{StoreError, budget, factor, person};
use crate::vault::Token;

impl Auth {
    /// S11: the recovery code in place of the phone. It opens an enrolment and nothing else.
    pub async fn sign_in_recovery(&self, visitor: &mut Visitor, typed: &str) -> Result<Next, Fault> {
        let (mut sign_in, who) = match self.running_sign_in(visitor, "", &[sign_in::State::Code]).await? {
            Ok(running) => running,
            Err(elsewhere) => return Ok(elsewhere),
        };
        let here = |note| Ok(Next::to(Place::Recovery).say(note));
        let Some(code) = RecoveryCode::parse(typed) else { return here(Note::RecoveryWrong) };
        if let Some(frozen) = self.frozen(visitor, &who) {
            return here(frozen);
        }
        let now = self.now();
        let reserved = self.env.id_text();
        let mut tx = self.store.begin().await?;
        let scope = self.known_scope(&mut tx, visitor, &who.id).await?;
        let key = format!("recovery:{}{scope}", who.id);
        let taken = budget::take(&mut tx, &reserved, &key, &self.policy.recovery_tries, now).await?;
        let stored = factor::recovery(&mut tx, &who.id).await?;
        self.commit_silent(tx).await?;
        if let Err(until) = taken {
            return here(Note::TooManyCodes(visitor.zone.until(self.now(), until)));
        }
        let right = self.hasher.check(stored.as_ref().map(|s| s.phc.as_str()), code.expose()).await?;
        let Some(stored) = stored.filter(|_| right != Checked::Wrong) else { return here(Note::RecoveryWrong) };
        if let Some(used) = stored.used_at {
            return here(Note::RecoveryUsed(visitor.zone.full(super::session::at(used))));
        }
        let mut tx = self.store.begin().await?;
        self.spend_recovery(&mut tx, visitor, &who, &stored.id).await?;
        budget::give_back(&reserved).run(&mut tx).await?;
        sign_in.recovered = true;
        let Stands { standing, .. } = self.standing(&mut tx, &who, true).await?;
        sign_in.state = sign_in.state.next(sign_in::Event::RecoveryCode, standing).ok_or(Fault::Stale)?;
        crate::store::sign_in::save(&mut tx, &sign_in).await?;
        if sign_in.state == sign_in::State::Enrol {
            self.begin_enrolment(&mut tx, &who, sign_in.id.as_str(), Reason::Recovered).await?;
        }
        self.commit(tx).await?;
        Ok(Next::to(super::sign_in::place_of(sign_in.state, sign_in.next)))
    }

    /// `Get a new recovery code`: ends the old one, after a fresh full sign-in.
    pub async fn recovery_renew(&self, visitor: &mut Visitor) -> Result<Next, Fault> {
        // Behind the gate like every change: a session's cookie alone never shows a recovery code.
        let session = self.in_settings(visitor).await?;
        let mut db = self.store.read().await?;
        let who = person::get(&mut db, &session.person).await?;
        let second = self.has_second(&mut db, &who).await?;
        let saving = self.saving(&session, &mut db).await?;
        drop(db);
        let page = if saving.is_some() { Place::RecoveryCode } else { Place::Edit };
        if !second {
            return Ok(Next::to(Place::Edit));
        }
        if let Some(frozen) = self.frozen(visitor, &who) {
            return Ok(Next::to(page).say(frozen));
        }
        if !self.is_fresh(&session) {
            return Ok(self.prove_first(page));
        }
        let code = RecoveryCode::from_bytes(self.env.bytes());
        let phc = self.hasher.hash(code.expose()).await?;
        let mut tx = self.store.begin().await?;
        self.put_recovery(&mut tx, visitor, &who, &phc).await?;
        // A new token: a copied cookie cannot be the one that is shown the code.
        self.renew_token(&mut tx, visitor, &session.id).await?;
        enrolment::forget_codes(&mut tx, &who.id).await?;
        let token = visitor.session.as_ref().ok_or(Fault::SignedOut)?;
        let mut new = self.enrolment(&who, session.id.as_str(), Reason::CodeOnly, State::Saving);
        new.recovery_sealed = Some(self.vault.seal_for(&self.env, &[token.expose()], "recovery", code.expose()));
        enrolment::insert(&mut tx, &new).await?;
        self.commit(tx).await?;
        Ok(Next::to(Place::RecoveryCode))
    }

    /// S10: `Finish`. Without the tick the page that was shown, and only it, is shown again.
    pub async fn recovery_finish(
        &self,
        visitor: &mut Visitor,
        flow: &str,
        agreed: bool,
        page: &str,
    ) -> Result<Next, Fault> {
        let session = self.signed_in(visitor).await?;
        let mut db = self.store.read().await?;
        let found = enrolment::newest(&mut db, session.id.as_str()).await?;
        let phone = factor::phone(&mut db, &session.person).await?;
        drop(db);
        let mut enrolment = match found {
            Some(e) if e.state == State::Saving && (flow.is_empty() || flow == e.id.as_str()) => e,
            Some(e) if e.state == State::Saving => return Ok(Next::to(Place::RecoveryCode).say(Note::StartedAgain)),
            _ => return Ok(Next::to(Place::Overview).say(Note::AlreadyDone)),
        };
        if !agreed {
            let typed = Typed { token: page.to_owned(), ..Typed::default() };
            return Ok(Next::to(Place::RecoveryCode).say(Note::SaveFirst).keep(typed));
        }
        enrolment.state = enrolment.state.next(Event::Saved).ok_or(Fault::Stale)?;
        enrolment.recovery_sealed = None;
        let mut tx = self.store.begin().await?;
        enrolment::save(&mut tx, &enrolment, self.now()).await?;
        self.commit(tx).await?;
        let last = phone.map(|p| p.masked.last).unwrap_or_default();
        let ready = match enrolment.reason {
            Reason::CodeOnly => None,
            // Codes go on to the main phone.
            Reason::Spare => {
                let sealed = enrolment.number_sealed.as_deref().ok_or(Fault::Stale)?;
                let e164 = self.vault.open("new phone", sealed).ok_or(Fault::Broken("new phone"))?;
                Some(Note::SpareReady { last: self.read_number(&e164)?.last(3).to_owned() })
            }
            _ => Some(Note::PhoneReady { last }),
        };
        Ok(Next::to(Place::Overview).say_maybe(ready))
    }

    /// S10 as this visitor may see it: the code once, or the words that it was seen. Showing it makes a new secret for
    /// the page; the one before opens nothing any more.
    pub(super) async fn recovery_page(
        &self,
        visitor: &Visitor,
        session: &Session,
        query: &Query,
    ) -> Result<Option<RecoveryCodePage>, Fault> {
        let mut db = self.store.read().await?;
        let Some(mut enrolment) = enrolment::newest(&mut db, session.id.as_str()).await? else { return Ok(None) };
        drop(db);
        match enrolment.state {
            State::Saving => {}
            State::Finished => {
                return Ok(Some(RecoveryCodePage::Seen { finished: true, flow: enrolment.id.to_string() }));
            }
            _ => return Ok(None),
        }
        let seen = RecoveryCodePage::Seen { finished: false, flow: enrolment.id.to_string() };
        let carried = visitor.carried.typed.token.as_str();
        let page = if carried.is_empty() { query.page.as_str() } else { carried };
        let shown_page = enrolment.shown.then_some(page);
        let Some(code) = self.open_code(visitor, &enrolment, shown_page) else { return Ok(Some(seen)) };
        let token = visitor.session.as_ref().ok_or(Fault::SignedOut)?;
        let page = Token::random(&self.env);
        let sealed = self.vault.seal_for(&self.env, &[token.expose(), page.expose()], "recovery", code.expose());
        enrolment.recovery_sealed = Some(sealed);
        enrolment.shown = true;
        let mut tx = self.store.begin().await?;
        if let Err(StoreError::Stale) = enrolment::save(&mut tx, &enrolment, self.now()).await {
            // Another tab asked at the same moment and was first.
            return Ok(Some(seen));
        }
        self.commit_silent(tx).await?;
        Ok(Some(RecoveryCodePage::Shown(self.sheet(visitor, session, &enrolment, &code, page.expose()))))
    }

    /// The sheet to print or download, for the page that holds this secret, until `Finish`.
    pub async fn recovery_sheet(&self, visitor: &Visitor, page: &str) -> Result<Option<RecoverySheet>, Fault> {
        let session = self.signed_in(visitor).await?;
        let mut db = self.store.read().await?;
        let saving = self.saving(&session, &mut db).await?;
        Ok(saving.filter(|e| e.shown).and_then(|enrolment| {
            let code = self.open_code(visitor, &enrolment, Some(page))?;
            Some(self.sheet(visitor, &session, &enrolment, &code, page))
        }))
    }

    async fn saving(&self, session: &Session, db: &mut crate::store::Db) -> Result<Option<Enrolment>, Fault> {
        Ok(enrolment::newest(db, session.id.as_str()).await?.filter(|e| e.state == State::Saving))
    }

    fn open_code(&self, visitor: &Visitor, enrolment: &Enrolment, page: Option<&str>) -> Option<RecoveryCode> {
        if self.now() >= enrolment.expires {
            return None;
        }
        let token = visitor.session.as_ref()?;
        let sealed = enrolment.recovery_sealed.as_deref()?;
        let secrets: Vec<&str> = [Some(token.expose()), page].into_iter().flatten().collect();
        self.vault.open_for(&secrets, "recovery", sealed).and_then(|code| RecoveryCode::parse(&code))
    }

    fn sheet(
        &self,
        visitor: &Visitor,
        session: &Session,
        enrolment: &Enrolment,
        code: &RecoveryCode,
        page: &str,
    ) -> RecoverySheet {
        RecoverySheet {
            flow: enrolment.id.to_string(),
            code: code.grouped(),
            account: session.email.clone(),
            made: visitor.zone.day(enrolment.created),
            page: page.to_owned(),
            with_phone: enrolment.reason != Reason::CodeOnly,
        }
    }
}
