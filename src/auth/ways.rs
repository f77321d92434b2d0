//! The other ways to prove who one is: authenticator apps and spare phones, added and removed in the settings; and 2FA
//! turned off where nothing requires it. All of it behind the gate and a fresh full sign-in.

use super::sign_in::unreadable;
use super::totp::AppSecret;
use super::{Auth, Fault, Next, Typed, Visitor};
use crate::flow::enrolment::{Reason, State};
use crate::model::{AddApp, AppId, Note, PhoneCode, PhoneId, Place, RecoveryCode};
use crate::store::person::{self, Person};
use crate::store::session::Session;
use crate::store::{Tx, enrolment, factor, org};

/// Characters of a name that a person gives an app.
const NAME: usize = 40;

impl Auth {
    /// Begins the set-up of an authenticator app: its secret is made, and proves nothing yet.
    pub async fn app_start(&self, visitor: &mut Visitor) -> Result<Next, Fault> {
        let (session, who) = match self.may_change(visitor, Place::AddApp).await? {
            Ok(may) => may,
            Err(elsewhere) => return Ok(elsewhere),
        };
        let mut tx = self.store.begin().await?;
        person::queue(&mut tx, &who.id).await?;
        if !self.bounds(&mut tx, &who).await?.allows_app() {
            return Ok(Next::to(Place::Edit).say(Note::AppNotAllowed));
        }
        if self.apps_full(&mut tx, &who).await? {
            return Ok(Next::to(Place::Edit).say(Note::TooManyApps));
        }
        let secret = self.vault.seal(&self.env, "app", &AppSecret::random(&self.env).text());
        factor::offer_app(&mut tx, &self.env.id(), &who.id, session.id.as_str(), &secret, self.now()).await?;
        self.commit(tx).await?;
        Ok(Next::to(Place::AddApp))
    }

    /// A name and the first code that the app shows: from then on it is a second factor.
    pub async fn app_confirm(&self, visitor: &mut Visitor, name: &str, typed: &str) -> Result<Next, Fault> {
        let (session, who) = match self.may_change(visitor, Place::AddApp).await? {
            Ok(may) => may,
            Err(elsewhere) => return Ok(elsewhere),
        };
        let name: String = name.trim().chars().filter(|c| !c.is_control()).take(NAME).collect();
        let here = |note| Ok(Next::to(Place::AddApp).say(note).keep(Typed { name: name.clone(), ..Typed::default() }));
        let mut db = self.store.read().await?;
        let pending = factor::pending_app(&mut db, &who.id, session.id.as_str()).await?;
        drop(db);
        let Some(app) = pending else { return Ok(Next::to(Place::AddApp).say(Note::FlowOver)) };
        let code = match PhoneCode::parse(typed) {
            Ok(code) => code,
            Err(error) => return here(unreadable(error, false)),
        };
        let secret = self.vault.open("app", &app.secret_sealed).ok_or(Fault::Broken("app"))?;
        let secret = AppSecret::parse(&secret).ok_or(Fault::Broken("app"))?;
        let Some(step) = secret.step_of(code.digits(), self.now()) else { return here(Note::AppWrong) };
        let recovery = RecoveryCode::from_bytes(self.env.bytes());
        let phc = if self.has_recovery(&who).await? { None } else { Some(self.hasher.hash(recovery.expose()).await?) };
        let called = if name.is_empty() { "Authenticator app" } else { &name };

        let mut tx = self.store.begin().await?;
        person::queue(&mut tx, &who.id).await?;
        if !self.bounds(&mut tx, &who).await?.allows_app() {
            return Ok(Next::to(Place::Edit).say(Note::AppNotAllowed));
        }
        if self.apps_full(&mut tx, &who).await? {
            return Ok(Next::to(Place::Edit).say(Note::TooManyApps));
        }
        let app = (&app.id, called, step);
        self.put_app(&mut tx, visitor, &who, app, phc.as_deref(), &session.id).await?;
        self.renew_token(&mut tx, visitor, &session.id).await?;
        if phc.is_some() {
            let token = visitor.session.as_ref().ok_or(Fault::SignedOut)?;
            let mut new = self.enrolment(&who, session.id.as_str(), Reason::CodeOnly, State::Saving);
            new.recovery_sealed =
                Some(self.vault.seal_for(&self.env, &[token.expose()], "recovery", recovery.expose()));
            enrolment::insert(&mut tx, &new).await?;
        }
        self.commit(tx).await?;
        let page = if phc.is_some() { Place::RecoveryCode } else { Place::Edit };
        Ok(Next::to(page).say(Note::AppReady))
    }

    /// Removes an authenticator app.
    pub async fn app_remove(&self, visitor: &mut Visitor, id: &str) -> Result<Next, Fault> {
        let (session, who) = match self.may_change(visitor, Place::Edit).await? {
            Ok(may) => may,
            Err(elsewhere) => return Ok(elsewhere),
        };
        let mut tx = self.store.begin().await?;
        if let Err(note) = self.drop_app(&mut tx, visitor, &who, &AppId::new(id), &session.id).await? {
            return Ok(Next::to(Place::Edit).say(note));
        }
        self.renew_token(&mut tx, visitor, &session.id).await?;
        self.commit(tx).await?;
        Ok(Next::to(Place::Edit).say(Note::AppRemoved))
    }

    /// What the set-up page shows.
    pub(super) async fn app_page(&self, visitor: &Visitor, session: &Session) -> Result<AddApp, Fault> {
        let mut db = self.store.read().await?;
        let pending = factor::pending_app(&mut db, &session.person, session.id.as_str()).await?;
        let name = visitor.carried.typed.name.clone();
        let Some(app) = pending else { return Ok(AddApp { qr: String::new(), key: String::new(), name }) };
        let secret = self.vault.open("app", &app.secret_sealed).ok_or(Fault::Broken("app"))?;
        let secret = AppSecret::parse(&secret).ok_or(Fault::Broken("app"))?;
        Ok(AddApp { qr: secret.qr(&self.brand, &session.email), key: secret.grouped(), name })
    }

    /// Begins to add a phone beside the main one.
    pub async fn phone_another(&self, visitor: &mut Visitor) -> Result<Next, Fault> {
        let (session, who) = match self.may_change(visitor, Place::Edit).await? {
            Ok(may) => may,
            Err(elsewhere) => return Ok(elsewhere),
        };
        let mut tx = self.store.begin().await?;
        person::queue(&mut tx, &who.id).await?;
        if self.phones_full(&mut tx, &who).await? {
            return Ok(Next::to(Place::Edit).say(Note::TooManyPhones));
        }
        let reason = if factor::phone(&mut tx, &who.id).await?.is_some() { Reason::Spare } else { Reason::Add };
        self.begin_enrolment(&mut tx, &who, session.id.as_str(), reason).await?;
        self.commit(tx).await?;
        Ok(Next::to(Place::Phone))
    }

    /// Makes another phone the main one.
    pub async fn phone_main(&self, visitor: &mut Visitor, id: &str) -> Result<Next, Fault> {
        let (session, who) = match self.may_change(visitor, Place::Edit).await? {
            Ok(may) => may,
            Err(elsewhere) => return Ok(elsewhere),
        };
        let mut tx = self.store.begin().await?;
        let phone = self.put_main(&mut tx, visitor, &who, &PhoneId::new(id)).await?;
        self.renew_token(&mut tx, visitor, &session.id).await?;
        self.commit(tx).await?;
        Ok(Next::to(Place::Edit).say(Note::PhoneMain { last: phone.masked.last }))
    }

    /// Removes a phone.
    pub async fn phone_remove(&self, visitor: &mut Visitor, id: &str) -> Result<Next, Fault> {
        let (session, who) = match self.may_change(visitor, Place::Edit).await? {
            Ok(may) => may,
            Err(elsewhere) => return Ok(elsewhere),
        };
        let mut tx = self.store.begin().await?;
        let gone = match self.drop_phone(&mut tx, visitor, &who, &PhoneId::new(id), &session.id).await? {
            Ok(gone) => gone,
            Err(note) => return Ok(Next::to(Place::Edit).say(note)),
        };
        self.renew_token(&mut tx, visitor, &session.id).await?;
        self.commit(tx).await?;
        Ok(Next::to(Place::Edit).say(Note::PhoneRemoved { last: gone.masked.last }))
    }

    /// Turns 2FA off, where nothing requires it.
    pub async fn two_factor_off(&self, visitor: &mut Visitor, agreed: bool) -> Result<Next, Fault> {
        let (session, who) = match self.may_change(visitor, Place::Off).await? {
            Ok(may) => may,
            Err(elsewhere) => return Ok(elsewhere),
        };
        let mut tx = self.store.begin().await?;
        if org::requires(&mut tx, &who.id, self.now()).await?.is_some() {
            return Ok(Next::to(Place::Off));
        }
        if !agreed {
            return Ok(Next::to(Place::Off).say(Note::TickToUnderstand));
        }
        self.turn_off(&mut tx, visitor, &who, &session.id).await?;
        self.renew_token(&mut tx, visitor, &session.id).await?;
        self.commit(tx).await?;
        Ok(Next::to(Place::Edit).say(Note::TurnedOff))
    }

    /// The signed-in person, if they may change a factor now: User Settings open, not frozen, full sign-in fresh. `page` is
    /// where they go on after a proof.
    pub(super) async fn may_change(
        &self,
        visitor: &Visitor,
        page: Place,
    ) -> Result<Result<(Session, Person), Next>, Fault> {
        let session = self.in_settings(visitor).await?;
        let mut db = self.store.read().await?;
        let who = person::get(&mut db, &session.person).await?;
        if let Some(frozen) = self.frozen(visitor, &who) {
            return Ok(Err(Next::to(page).say(frozen)));
        }
        if !self.is_fresh(&session) {
            return Ok(Err(self.prove_first(page)));
        }
        Ok(Ok((session, who)))
    }

    pub(super) async fn phones_full(&self, tx: &mut Tx, who: &Person) -> Result<bool, Fault> {
        let phones = factor::phones(tx, &who.id).await?.len();
        Ok(i64::try_from(phones).is_ok_and(|n| n >= self.policy.factors_per_person))
    }

    async fn apps_full(&self, tx: &mut Tx, who: &Person) -> Result<bool, Fault> {
        let apps = factor::apps(tx, &who.id).await?.len();
        Ok(i64::try_from(apps).is_ok_and(|n| n >= self.policy.factors_per_person))
    }
}
