//! The pages before there is a session.

use super::{Query, Seen};
use crate::auth::factor::last_two;
use crate::auth::sign_in::place_of;
use crate::auth::{Auth, Fault, Visitor};
use crate::flow::sign_in::State;
use crate::model::{Calm, Channel, Email, Note, PersonId, Place, ResetMfa, Screen, SignIn, Verify};
use crate::store::session::Session;
use crate::store::{challenge, factor, org, person, sign_in};

impl Auth {
    pub(super) fn see_sign_in(
        &self,
        visitor: &Visitor,
        session: Option<&Session>,
        query: &Query,
    ) -> Result<Seen, Fault> {
        if session.is_some() {
            return Ok(Seen::Go(Place::Overview, None));
        }
        let typed = &visitor.carried.typed;
        let next = if typed.next.is_empty() { &query.next } else { &typed.next };
        // Only the path of a page of ours is ever carried on (T13).
        let next = Place::parse(next).filter(|p| *p != Place::SignIn).map(|p| p.path().to_owned()).unwrap_or_default();
        Ok(Seen::here(Screen::SignIn(SignIn { email: typed.email.clone(), next }), None))
    }

    pub(super) async fn see_half_signed_in(
        &self,
        visitor: &Visitor,
        session: Option<&Session>,
        place: Place,
    ) -> Result<Seen, Fault> {
        let Some(sign_in) = self.found_sign_in(visitor).await? else {
            return match (session, &visitor.flow) {
                (Some(_), _) if place == Place::Recovery => Ok(Seen::Go(Place::ResetMfa, None)),
                (Some(session), _) if place == Place::ResetMfa => {
                    let page = self.who_can_help(&session.person, true).await?;
                    Ok(Seen::here(Screen::ResetMfa(page), None))
                }
                (Some(_), _) => Ok(Seen::Go(Place::Overview, None)),
                (None, Some(_)) => Ok(Seen::here(Screen::Calm(Calm::SignInOver), None)),
                (None, None) => Ok(Seen::Go(Place::SignIn, Some(Note::FlowOver))),
            };
        };
        match (sign_in.state, place) {
            (State::Code, Place::Verify) => {
                let (verify, note) = self.verify_page(visitor, &sign_in).await?;
                Ok(Seen::here(Screen::Verify(verify), note))
            }
            (State::Code, Place::Recovery) => Ok(Seen::here(Screen::Recovery, None)),
            (State::Code, Place::ResetMfa) => {
                let page = self.who_can_help(&sign_in.person, false).await?;
                Ok(Seen::here(Screen::ResetMfa(page), None))
            }
            (State::Password, Place::NewPassword) => Ok(Seen::here(Screen::NewPassword, None)),
            (state, _) => Ok(Seen::Go(place_of(state, sign_in.next), None)),
        }
    }

    async fn who_can_help(&self, person: &PersonId, signed_in: bool) -> Result<ResetMfa, Fault> {
        let mut db = self.store.read().await?;
        let organization = org::home(&mut db, person).await?.map(|(name, _)| name);
        let helpers = org::helpers(&mut db, person).await?;
        Ok(ResetMfa { organization, helpers, signed_in })
    }

    async fn verify_page(&self, visitor: &Visitor, sign_in: &sign_in::SignIn) -> Result<(Verify, Option<Note>), Fault> {
        let mut db = self.store.read().await?;
        let who = person::get(&mut db, &sign_in.person).await?;
        let phone = factor::phone(&mut db, &who.id).await?;
        let last = phone.as_ref().map(last_two).unwrap_or_default();
        let flow = sign_in.id.to_string();
        let code = match &sign_in.challenge {
            Some(id) => {
                let challenge = challenge::get(&mut db, id).await?;
                let to = match challenge.channel {
                    Channel::Email => Email::parse(&who.email).map(|e| e.masked()).unwrap_or_default(),
                    Channel::Sms | Channel::Call => last.clone(),
                };
                Some(self.code_sent(visitor, &flow, &challenge, to))
            }
            None => None,
        };
        let note = who.phone_disabled.then_some(Note::PhoneDisabled);
        Ok((Verify { code, flow, last, by_mail: phone.is_none() }, note))
    }
}
