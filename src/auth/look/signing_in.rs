//! The pages before there is a session.

use super::{Query, Seen};
use crate::auth::code::Destination;
use crate::auth::factor::last_two;
use crate::auth::resets::OPERATOR;
use crate::auth::sign_in::place_of;
use crate::auth::{Auth, Fault, Visitor};
use crate::flow::sign_in::State;
use crate::model::{
    AppCode, Calm, CaseForm, Channel, Doc, Email, Moment, Note, PersonId, Place, Screen, SignIn, Verify, WhoCanHelp,
};
use crate::store::session::Session;
use crate::store::{Db, case, challenge, factor, org, person, reset, sign_in};

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
        let mut db = self.store.read().await?;
        let Some(sign_in) = self.found_sign_in(&mut db, visitor).await? else {
            return match (session, &visitor.flow) {
                (Some(_), _) if place == Place::Recovery => Ok(Seen::Go(Place::ResetMfa, None)),
                (Some(_), _) => Ok(Seen::Go(Place::Overview, None)),
                (None, Some(_)) => Ok(Seen::here(Screen::Calm(Calm::SignInOver), None)),
                (None, None) => Ok(Seen::Go(Place::SignIn, Some(Note::FlowOver))),
            };
        };
        match (sign_in.state, place) {
            (State::Code | State::Pass, Place::Verify) => {
                let (verify, note) = self.verify_page(&mut db, visitor, &sign_in).await?;
                let only_app = verify.app && verify.code.is_none() && verify.last.is_empty();
                // Nothing was sent, and nothing could be: the app is the one way on.
                Ok(if only_app { Seen::Go(Place::App, None) } else { Seen::here(Screen::Verify(verify), note) })
            }
            (State::Code, Place::App) => {
                let apps = factor::apps(&mut db, &sign_in.person).await?;
                let phone = factor::phone(&mut db, &sign_in.person).await?.is_some();
                let page = AppCode { flow: sign_in.id.to_string(), phone };
                Ok(if apps.is_empty() { Seen::Go(Place::Verify, None) } else { Seen::here(Screen::App(page), None) })
            }
            (State::Code, Place::Recovery) => Ok(Seen::here(Screen::Recovery, None)),
            (State::Password, Place::NewPassword) => Ok(Seen::here(Screen::NewPassword, None)),
            (state, _) => Ok(Seen::Go(place_of(state, sign_in.next), None)),
        }
    }

    /// S12: the form for owners of paid organizations, the names of those who can help for everybody else.
    pub(super) async fn see_case(
        &self,
        visitor: &mut Visitor,
        session: Option<&Session>,
        place: Place,
    ) -> Result<Seen, Fault> {
        let Some(sign_in) = self.half_signed_in(visitor).await? else {
            return Ok(match (session, &visitor.flow) {
                (Some(session), _) => Seen::document(Doc::WhoCanHelp(self.who_can_help(&session.person, true).await?)),
                (None, Some(_)) => Seen::Go(Place::Verify, None),
                (None, None) => Seen::Go(Place::SignIn, Some(Note::FlowOver)),
            });
        };
        if !matches!(sign_in.state, State::Code | State::Barred) {
            return Ok(Seen::Go(place_of(sign_in.state, sign_in.next), None));
        }
        let mut db = self.store.read().await?;
        let who = person::get(&mut db, &sign_in.person).await?;
        let open = case::open_of(&mut db, &who.id).await?;
        drop(db);
        if open.is_some() {
            return Ok(Seen::Go(Place::CaseStatus, None));
        }
        let form: Option<CaseForm> = self.case_form(visitor, &who, &sign_in).await?;
        Ok(match (form, place) {
            (None, _) => {
                let reset = self.who_reset(visitor, &who).await?;
                Seen::document(Doc::WhoCanHelp(WhoCanHelp { reset, ..self.who_can_help(&who.id, false).await? }))
            }
            (Some(form), Place::ResetMfa) => Seen::document(Doc::CaseForm(form)),
            (Some(_), Place::CaseCheck) => match self.case_check(&who, &sign_in).await? {
                Some(page) => Seen::document(Doc::CaseCheck(page)),
                None => Seen::Go(Place::ResetMfa, None),
            },
            (Some(_), _) => match self.case_code(visitor, &who, &sign_in).await? {
                Some(page) => Seen::document(Doc::CaseCode(page)),
                None => Seen::Go(Place::ResetMfa, None),
            },
        })
    }

    async fn who_can_help(&self, person: &PersonId, signed_in: bool) -> Result<WhoCanHelp, Fault> {
        let mut db = self.store.read().await?;
        let organization = org::home(&mut db, person).await?.map(|(name, _)| name);
        let helpers = org::helpers(&mut db, person).await?;
        Ok(WhoCanHelp { organization, helpers, signed_in, reset: None })
    }

    /// Who reset somebody's 2FA whose mark still stands, and when.
    pub(in crate::auth) async fn who_reset(
        &self,
        visitor: &Visitor,
        who: &person::Person,
    ) -> Result<Option<(String, Moment)>, Fault> {
        let Some(at) = who.reset else { return Ok(None) };
        let mut db = self.store.read().await?;
        let last = reset::last_of(&mut db, &who.id).await?;
        let by = match last {
            Some(last) if last.asked_by != OPERATOR => {
                let name = org::name(&mut db, &last.org).await?.unwrap_or_default();
                format!("An admin of {name}")
            }
            _ => "Whoever runs this server".to_owned(),
        };
        Ok(Some((by, visitor.zone.full(at))))
    }

    async fn verify_page(
        &self,
        db: &mut Db,
        visitor: &Visitor,
        sign_in: &sign_in::SignIn,
    ) -> Result<(Verify, Option<Note>), Fault> {
        let who = person::get(db, &sign_in.person).await?;
        let phones = factor::phones(db, &who.id).await?;
        let app = !factor::apps(db, &who.id).await?.is_empty();
        let pass = sign_in.state == State::Pass;
        let flow = sign_in.id.to_string();
        let mut last = phones.first().map(last_two).unwrap_or_default();
        let mut at = phones.first().map(|p| p.number_index.clone());
        let code = match &sign_in.challenge {
            Some(id) => {
                let challenge = challenge::get(db, id).await?;
                at = Some(challenge.destination_index.clone());
                let to = match self.destination(&challenge)? {
                    Destination::Mail(_) => Email::parse(&who.email).map(|e| e.masked()).unwrap_or_default(),
                    to @ Destination::Phone(_) => {
                        last = to.last(2);
                        last.clone()
                    }
                };
                let mut sent = self.code_sent(visitor, &flow, &challenge, to);
                sent.live = self.how_it_fares(db, visitor, &challenge).await?;
                if challenge.binding != sign_in.id.as_str() {
                    // A day ahead: the hour alone would be misread.
                    sent.expires = visitor.zone.full(challenge.facts.expires);
                }
                Some(sent)
            }
            None => None,
        };
        let told = self.live_pass(db, sign_in).await?.is_some_and(|pass| pass.told);
        let by_mail = pass || code.as_ref().is_some_and(|c| c.channel == Channel::Email);
        let note = (who.phone_disabled && !pass).then_some(Note::PhoneDisabled);
        // Named by two digits as well: enough for their owner, too little for a stranger.
        let others: Vec<(String, String)> = phones
            .iter()
            .filter(|p| !by_mail && !who.phone_disabled && Some(&p.number_index) != at.as_ref())
            .map(|p| (p.id.to_string(), last_two(p)))
            .collect();
        Ok((Verify { code, flow, last, by_mail, pass, told, app: app && !pass, others }, note))
    }
}
