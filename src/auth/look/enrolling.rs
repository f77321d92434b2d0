//! The pages of adding and replacing a phone, in the settings and inside a sign-in.

use super::Seen;
use crate::auth::sign_in::place_of;
use crate::auth::{Auth, Fault, Visitor, number};
use crate::flow::enrolment::{Reason, State};
use crate::flow::sign_in;
use crate::model::{
    AddPhone, Calm, Channel, Country, EnterPhoneCode, Forced, Note, PersonId, Place, Proof, Reset, Screen,
};
use crate::store::enrolment::{self, Enrolment};
use crate::store::session::Session;
use crate::store::{challenge, factor, org, person};

impl Auth {
    pub(super) async fn see_forced(
        &self,
        visitor: &Visitor,
        session: Option<&Session>,
        place: Place,
    ) -> Result<Seen, Fault> {
        let sign_in = match self.half_signed_in(visitor).await? {
            Some(s) if s.state == sign_in::State::Enrol => s,
            Some(s) => return Ok(Seen::Go(place_of(s.state, s.next), None)),
            None if session.is_some() => return Ok(Seen::Go(Place::RecoveryCode, None)),
            None if visitor.flow.is_some() => return Ok(Seen::here(Screen::Calm(Calm::SignInOver), None)),
            None => return Ok(Seen::Go(Place::SignIn, Some(Note::FlowOver))),
        };
        let mut db = self.store.read().await?;
        let required = org::requires(&mut db, &sign_in.person, self.now()).await?;
        let soon = org::will_require(&mut db, &sign_in.person, self.now()).await?;
        let who = person::get(&mut db, &sign_in.person).await?;
        let forced = match (&sign_in.case, sign_in.recovered, required, soon) {
            (Some(_), _, _, _) => match self.who_reset(visitor, &who).await? {
                Some((by, on)) => Forced::Reset { by, on },
                None => Forced::Passed,
            },
            (None, true, _, _) => Forced::Recovered,
            (None, false, None, Some((organization, from))) => {
                Forced::Soon { organization, from: visitor.zone.day(from), until: visitor.zone.short_day(from) }
            }
            (None, false, required, _) => Forced::Required { organization: required.unwrap_or_default() },
        };
        let running = enrolment::newest(&mut db, sign_in.id.as_str()).await?;
        drop(db);
        self.see_number_or_code(visitor, &sign_in.person, running, Some(forced), place == Place::NewPhoneCode).await
    }

    pub(super) async fn see_enrolment(
        &self,
        visitor: &Visitor,
        session: &Session,
        place: Place,
    ) -> Result<Seen, Fault> {
        let mut db = self.store.read().await?;
        let running = enrolment::newest(&mut db, session.id.as_str()).await?;
        let phone = factor::phone(&mut db, &session.person).await?;
        let app = !factor::apps(&mut db, &session.person).await?.is_empty();
        drop(db);
        let open = running.as_ref().is_some_and(|e| e.state.takes_number() && self.now() < e.expires);
        if !open {
            return Ok(match running {
                Some(e) if e.state == State::Saving && place == Place::PhoneCode => {
                    Seen::here(Screen::Calm(Calm::PhoneDone), None)
                }
                // A first phone may be typed without any ceremony; it is judged when it is sent.
                _ if phone.is_none() && place == Place::Phone => {
                    // Where there is an app, the password alone would not do.
                    let ask_password = !app && !self.is_fresh(session);
                    let page = self.add_phone(visitor, &session.person, None, None, ask_password).await?;
                    Seen::here(Screen::AddPhone(page), None)
                }
                Some(e) if e.state == State::Ended || self.now() >= e.expires => {
                    Seen::here(Screen::Calm(Calm::ChangeOver), None)
                }
                _ => Seen::Go(Place::TwoFactor, Some(Note::FlowOver)),
            });
        }
        self.see_number_or_code(visitor, &session.person, running, None, place == Place::PhoneCode).await
    }

    async fn see_number_or_code(
        &self,
        visitor: &Visitor,
        person: &PersonId,
        running: Option<Enrolment>,
        forced: Option<Forced>,
        at_code: bool,
    ) -> Result<Seen, Fault> {
        let running = running.filter(|e| e.state.takes_number() && self.now() < e.expires);
        let is_forced = forced.is_some();
        let Some(enrolment) = running.as_ref().filter(|e| at_code && e.state == State::Code) else {
            if at_code {
                let page = if is_forced { Place::NewPhone } else { Place::Phone };
                return Ok(Seen::Go(page, Some(Note::FlowOver)));
            }
            let screen = Screen::AddPhone(self.add_phone(visitor, person, running.as_ref(), forced, false).await?);
            return Ok(Seen::here(screen, None));
        };
        let id = enrolment.challenge.as_ref().ok_or(Fault::Stale)?;
        let mut db = self.store.read().await?;
        let challenge = challenge::get(&mut db, id).await?;
        let sealed = enrolment.number_sealed.as_deref().ok_or(Fault::Stale)?;
        let e164 = self.vault.open("new phone", sealed).ok_or(Fault::Broken("new phone"))?;
        let number = self.read_number(&e164)?;
        let mut code = self.code_sent(visitor, enrolment.id.as_str(), &challenge, number.international().to_owned());
        code.live = self.how_it_fares(&mut db, visitor, &challenge).await?;
        let country = number.country_name().to_owned();
        Ok(Seen::here(Screen::PhoneCode(EnterPhoneCode { code, country, forced: is_forced }), None))
    }

    async fn add_phone(
        &self,
        visitor: &Visitor,
        person: &PersonId,
        enrolment: Option<&Enrolment>,
        forced: Option<Forced>,
        ask_password: bool,
    ) -> Result<AddPhone, Fault> {
        let mut db = self.store.read().await?;
        let who = person::get(&mut db, person).await?;
        let bounds = self.bounds(&mut db, &who).await?;
        drop(db);
        let typed = enrolment.and_then(|e| e.typed_sealed.as_deref()).and_then(|s| self.vault.open("typed", s));
        let country = enrolment.map(|e| e.typed_country.clone()).filter(|c| !c.is_empty());
        Ok(AddPhone {
            flow: enrolment.map(|e| e.id.to_string()).unwrap_or_default(),
            countries: countries(),
            country: country.unwrap_or_else(|| self.default_country.clone()),
            number: typed.unwrap_or_default(),
            forced,
            same: visitor.carried.typed.same,
            ask_password,
            sms: bounds.allows(Channel::Sms),
            call: bounds.allows(Channel::Call),
        })
    }

    pub(super) async fn see_reset(&self, visitor: &Visitor, session: &Session) -> Result<Seen, Fault> {
        let mut db = self.store.read().await?;
        let (edit, _) = self.two_factor(&mut db, visitor, session).await?;
        if edit.phone.is_none() {
            return Ok(Seen::Go(Place::Edit, None));
        }
        let running = enrolment::newest(&mut db, session.id.as_str()).await?;
        let proving =
            running.filter(|e| e.state == State::Proving && e.reason == Reason::Replace && self.now() < e.expires);
        let proof = match (self.is_fresh(session), proving) {
            (true, _) => Proof::Fresh,
            (false, None) => Proof::Password,
            (false, Some(e)) => match &e.challenge {
                Some(id) => {
                    let challenge = challenge::get(&mut db, id).await?;
                    let last = factor::phone(&mut db, &session.person).await?;
                    let to = last.as_ref().map(crate::auth::factor::last_two).unwrap_or_default();
                    Proof::Code(self.code_sent(visitor, e.id.as_str(), &challenge, to))
                }
                None => Proof::App(e.id.to_string()),
            },
        };
        let app = !edit.apps.is_empty();
        let ticked = visitor.carried.typed.ticked || matches!(proof, Proof::Code(_) | Proof::App(_));
        Ok(Seen::here(Screen::Reset(Reset { edit, proof, app, ticked }), None))
    }
}

fn countries() -> Vec<Country> {
    let label = |(region, name, code)| Country { region, label: format!("{name} (+{code})") };
    number::countries().into_iter().map(label).collect()
}
