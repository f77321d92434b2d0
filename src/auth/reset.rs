//! The reset dialog: the box, the fresh full sign-in, the way back.

use super::audit::Kind;
use super::code::{Against, Ask, Destination};
use super::hash::Checked;
use super::sign_in::unreadable;
use super::{Auth, Fault, Next, Typed, Visitor};
use crate::flow::enrolment::{Event, Reason, State};
use crate::model::{Email, Note, Password, PhoneCode, Place, Purpose};
use crate::store::enrolment::{self, Enrolment};
use crate::store::person::{self, Person};
use crate::store::session::{self, Session};
use crate::store::{budget, factor};
use serde_json::json;

impl Auth {
    /// S6: `Reset and continue`. Removes nothing; opens the way to a new number, after a fresh full sign-in.
    pub async fn reset_continue(
        &self,
        visitor: &mut Visitor,
        agreed: bool,
        password: String,
        flow: &str,
        code: &str,
    ) -> Result<Next, Fault> {
        let session = self.in_settings(visitor).await?;
        let here = |note| Ok(Next::to(Place::Reset).say(note).keep(Typed { ticked: agreed, ..Typed::default() }));
        let mut db = self.store.read().await?;
        let who = person::get(&mut db, &session.person).await?;
        let phone = factor::phone(&mut db, &who.id).await?;
        let app = !factor::apps(&mut db, &who.id).await?.is_empty();
        let running = enrolment::newest(&mut db, session.id.as_str()).await?;
        drop(db);
        if let Some(frozen) = self.frozen(visitor, &who) {
            return here(frozen);
        }
        let Some(phone) = phone else { return Ok(Next::to(Place::Edit)) };
        if !agreed {
            return here(Note::TickToUnderstand);
        }
        if self.is_fresh(&session) {
            let mut tx = self.store.begin().await?;
            person::queue(&mut tx, &who.id).await?;
            self.begin_enrolment(&mut tx, &who, session.id.as_str(), Reason::Replace).await?;
            self.record(&mut tx, &who, visitor, Kind::ChangeStarted, json!({})).await?;
            self.commit(tx).await?;
            return Ok(Next::to(Place::Edit));
        }
        let proving = running.filter(|e| e.state == State::Proving && self.now() < e.expires);
        match proving {
            Some(e) if flow == e.id.as_str() => self.prove_in_dialog(visitor, &session, &who, e, code).await,
            Some(_) if !flow.is_empty() => here(Note::StartedAgain),
            _ => {
                if let Err(note) = self.check_own_password(visitor, &who, &password).await? {
                    return here(note);
                }
                let number = self.vault.open("phone", &phone.number_sealed).ok_or(Fault::Broken("phone"))?;
                let to = Destination::Phone(self.read_number(&number)?);
                let mut tx = self.store.begin().await?;
                let mut new = self.enrolment(&who, session.id.as_str(), Reason::Replace, State::Proving);
                let ask = Ask { purpose: Purpose::Proof, binding: new.id.as_str(), channel: who.channel, to: &to };
                if who.phone_disabled && !app {
                    return here(Note::PhoneDisabled);
                }
                if !who.phone_disabled {
                    match self.ask_code(&mut tx, visitor, &who, ask).await? {
                        Ok(sent) => new.challenge = Some(sent.id),
                        Err(note) if !app => {
                            // What was held back is told of all the same.
                            self.commit(tx).await?;
                            return here(note);
                        }
                        // The authenticator app can still prove.
                        Err(_) => {}
                    }
                }
                enrolment::insert(&mut tx, &new).await?;
                self.commit(tx).await?;
                Ok(Next::to(Place::Reset).keep(Typed { ticked: true, ..Typed::default() }))
            }
        }
    }

    /// The second half of the proof: the code from the current phone, or from the authenticator app, makes the sign-in
    /// fresh.
    async fn prove_in_dialog(
        &self,
        visitor: &mut Visitor,
        session: &Session,
        who: &Person,
        mut enrolment: Enrolment,
        typed: &str,
    ) -> Result<Next, Fault> {
        let here = |note| Ok(Next::to(Place::Reset).say(note).keep(Typed { ticked: true, ..Typed::default() }));
        let mut db = self.store.read().await?;
        let apps = !factor::apps(&mut db, &who.id).await?.is_empty();
        drop(db);
        let challenge = match &enrolment.challenge {
            Some(_) => Some(self.challenge_of(&enrolment).await?),
            None => None,
        };
        let code = match PhoneCode::parse(typed) {
            Ok(code) => code.digits().to_owned(),
            Err(error) => return here(unreadable(error, false)),
        };
        let live = challenge.as_ref().filter(|c| c.facts.takes_tries(self.now(), &self.policy));
        if let (None, Some(late), false) = (live, &challenge, apps) {
            return here(self.late_code(visitor, who, &mut enrolment, late).await?);
        }
        let against = Against { purpose: Purpose::Proof, challenge: live, apps };
        let right = match self.try_digits(visitor, who, against, &code).await? {
            Ok(right) => right,
            Err(note) => return here(note),
        };
        let mut tx = self.begin_with_code(who, &right).await?;
        enrolment.state = enrolment.state.next(Event::Proved).ok_or(Fault::Stale)?;
        enrolment::save(&mut tx, &enrolment, self.now()).await?;
        session::set_full(&mut tx, &session.id, self.now()).await?;
        self.second_factor_shown(&mut tx, visitor, who).await?;
        self.renew_token(&mut tx, visitor, &session.id).await?;
        self.record(&mut tx, who, visitor, Kind::ChangeStarted, json!({ "proof": "password and code" })).await?;
        self.commit(tx).await?;
        Ok(Next::to(Place::Edit))
    }

    /// S6: the proof's code again, or by another channel.
    pub async fn reset_send(&self, visitor: &mut Visitor, flow: &str, channel: &str) -> Result<Next, Fault> {
        let session = self.in_settings(visitor).await?;
        let here = |note| Ok(Next::to(Place::Reset).say(note).keep(Typed { ticked: true, ..Typed::default() }));
        let mut db = self.store.read().await?;
        let who = person::get(&mut db, &session.person).await?;
        let running = enrolment::newest(&mut db, session.id.as_str()).await?;
        drop(db);
        match running {
            Some(mut e) if e.state == State::Proving && flow == e.id.as_str() && self.now() < e.expires => {
                if e.challenge.is_none() {
                    return here(Note::PhoneDisabled);
                }
                let note = self.send_again(visitor, &who, &mut e, channel).await?;
                here(note)
            }
            Some(e) if e.state == State::Proving => here(Note::StartedAgain),
            _ => here(Note::FlowOver),
        }
    }

    /// S5: `Cancel the change`.
    pub async fn reset_cancel(&self, visitor: &mut Visitor) -> Result<Next, Fault> {
        let session = self.in_settings(visitor).await?;
        let mut tx = self.store.begin().await?;
        let who = person::hold(&mut tx, &session.person).await?;
        let was_open = enrolment::end_open(&mut tx, &who.id).await?;
        if was_open {
            self.record(&mut tx, &who, visitor, Kind::ChangeCancelled, json!({})).await?;
        }
        self.commit(tx).await?;
        Ok(Next::to(Place::Edit).say_maybe(was_open.then_some(Note::ChangeCancelled)))
    }

    /// The signed-in person's own password, counted like one at sign-in from a known browser of this session.
    pub(super) async fn check_own_password(
        &self,
        visitor: &Visitor,
        who: &Person,
        password: &str,
    ) -> Result<Result<(), Note>, Fault> {
        if password.is_empty() {
            return Ok(Err(Note::PasswordMissing));
        }
        if password.len() > Password::MAX_BYTES {
            return Ok(Err(Note::PasswordWrong));
        }
        let address = Email::parse(&who.email).ok_or(Fault::Broken("email"))?;
        let key = format!("password:{}:inside", self.vault.index("lock", address.as_str()));
        let mut tx = self.store.begin().await?;
        let counted = budget::lock_step(&mut tx, &key, self.now(), |n| self.policy.password_wait(n)).await?;
        self.commit_silent(tx).await?;
        if let Err(until) = counted {
            return Ok(Err(Note::Locked(visitor.zone.until(self.now(), until))));
        }
        let right = self.hasher.check(Some(&who.password_phc), password).await? != Checked::Wrong;
        let mut tx = self.store.begin().await?;
        if right {
            budget::unlock(&mut tx, &key).await?;
        } else {
            self.record(&mut tx, who, visitor, Kind::WrongPassword, json!({ "where": "settings" })).await?;
        }
        self.commit_silent(tx).await?;
        Ok(if right { Ok(()) } else { Err(Note::PasswordWrong) })
    }

    /// Factor changes are frozen after a "This wasn't me".
    pub(super) fn frozen(&self, visitor: &Visitor, who: &Person) -> Option<Note> {
        (self.now() < who.frozen_until).then(|| Note::Frozen(visitor.zone.full(who.frozen_until)))
    }
}
