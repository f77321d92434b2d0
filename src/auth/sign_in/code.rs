//! The second step of signing in: the code from the phone, from the authenticator app, or from the mail of a pass.

use super::{Stands, place_of, reason_of};
use crate::auth::code::{Against, Ask, Asked, Destination, RightCode};
use crate::auth::{Auth, Fault, Next, Visitor};
use crate::flow::sign_in::{Event, State};
use crate::model::{Channel, CodeError, EmailCode, Note, PhoneCode, PhoneId, Place, Purpose};
use crate::store::person::{self, Person};
use crate::store::sign_in::{self, SignIn};
use crate::store::{Db, Tx, challenge, factor};

/// How and where a code is wished for.
#[derive(Clone, Default)]
pub(super) struct Wish {
    /// Text or call; `None`: as the person likes it.
    channel: Option<Channel>,
    /// The number's digest, where it is another phone than the main one.
    to: Option<String>,
}

impl Auth {
    /// S2: the code, by text or call; or the mailed one of an enrolment pass.
    pub async fn sign_in_code(&self, visitor: &mut Visitor, flow: &str, typed: &str) -> Result<Next, Fault> {
        let (sign_in, who) = match self.running_sign_in(visitor, flow, &[State::Code, State::Pass]).await? {
            Ok(running) => running,
            Err(elsewhere) => return Ok(elsewhere),
        };
        let here = |note| Ok(Next::to(Place::Verify).say(note));
        let mut db = self.store.read().await?;
        let pass = self.live_pass(&mut db, &sign_in).await?;
        if sign_in.state == State::Pass && pass.is_none() {
            return Ok(Next::to(Place::SignIn).say(Note::FlowOver));
        }
        let told = pass.is_some_and(|pass| pass.told);
        let challenge = match &sign_in.challenge {
            Some(id) => challenge::get(&mut db, id).await?,
            None if told => return here(Note::CodeTold),
            None => return here(self.why_no_code(&mut db, visitor, &who).await?),
        };
        drop(db);
        let typed = match read_code(challenge.channel, typed) {
            Ok(code) => code,
            Err(note) => return here(note),
        };
        if !challenge.facts.takes_tries(self.now(), &self.policy) {
            if told {
                return here(Note::CodeTold);
            }
            return self.sign_in_again(visitor, sign_in, who, &challenge).await;
        }
        let right = match self.try_code(visitor, &who, &challenge, &typed).await? {
            Ok(right) => right,
            Err(note) => return here(note),
        };
        let second = challenge.channel != Channel::Email;
        self.after_right_code(visitor, sign_in, who, right, second.then_some("password and code")).await
    }

    /// The authenticator app's code in place of the phone's.
    pub async fn sign_in_app(&self, visitor: &mut Visitor, flow: &str, typed: &str) -> Result<Next, Fault> {
        let (sign_in, who) = match self.running_sign_in(visitor, flow, &[State::Code]).await? {
            Ok(running) => running,
            Err(elsewhere) => return Ok(elsewhere),
        };
        let here = |note| Ok(Next::to(Place::App).say(note));
        let typed = match PhoneCode::parse(typed) {
            Ok(code) => code.digits().to_owned(),
            Err(error) => return here(unreadable(error, false)),
        };
        let against = Against { purpose: Purpose::SignIn, challenge: None, apps: true };
        match self.try_digits(visitor, &who, against, &typed).await? {
            Ok(right) => self.after_right_code(visitor, sign_in, who, right, Some("password and app")).await,
            Err(note) => here(note),
        }
    }

    /// Where a right code leads. `second` says how the second factor was shown, if it was one: a mailed code is none.
    async fn after_right_code(
        &self,
        visitor: &mut Visitor,
        mut sign_in: SignIn,
        who: Person,
        right: RightCode,
        second: Option<&str>,
    ) -> Result<Next, Fault> {
        let mut tx = self.begin_with_code(&who, &right).await?;
        let Stands { standing, open, .. } = self.standing(&mut tx, &who, sign_in.replaces_phone()).await?;
        if sign_in.state == State::Pass && self.live_pass(&mut tx, &sign_in).await?.is_none() {
            return Err(Fault::Stale);
        }
        sign_in.state = sign_in.state.next(Event::RightCode, standing).ok_or(Fault::Stale)?;
        sign_in::save(&mut tx, &sign_in).await?;
        if second.is_some() && (open || who.password_mailed.is_some()) {
            self.second_factor_shown(&mut tx, visitor, &who).await?;
        }
        match sign_in.state {
            State::Done => {
                self.begin_session(&mut tx, visitor, &who, second.unwrap_or("password and mailed code")).await?;
            }
            State::Enrol => self.begin_enrolment(&mut tx, &who, sign_in.id.as_str(), reason_of(&sign_in)).await?,
            _ => {}
        }
        self.commit(tx).await?;
        Ok(Next::to(place_of(sign_in.state, sign_in.next)))
    }

    /// Password and second factor were both shown: a password that was set by mail is its owner's, and nobody needs a
    /// reset any more.
    pub(in crate::auth) async fn second_factor_shown(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        who: &Person,
    ) -> Result<(), Fault> {
        if who.password_mailed.is_some() {
            person::confirm_password(tx, &who.id).await?;
        }
        self.cancel_open_case(tx, visitor, who, "signed in with the old factor").await
    }

    /// S2: `Send a new code`, `Receive a call`, or the same to another phone of the person's.
    pub async fn sign_in_send(
        &self,
        visitor: &mut Visitor,
        flow: &str,
        channel: &str,
        phone: &str,
    ) -> Result<Next, Fault> {
        let (mut sign_in, who) = match self.running_sign_in(visitor, flow, &[State::Code, State::Pass]).await? {
            Ok(running) => running,
            Err(elsewhere) => return Ok(elsewhere),
        };
        let mut tx = self.store.begin().await?;
        person::queue(&mut tx, &who.id).await?;
        let old = match &sign_in.challenge {
            Some(id) => Some(challenge::get(&mut tx, id).await?),
            None => None,
        };
        let pass = self.live_pass(&mut tx, &sign_in).await?;
        if sign_in.state == State::Pass && pass.is_none() {
            return Ok(Next::to(Place::SignIn).say(Note::FlowOver));
        }
        if pass.is_some_and(|pass| pass.told) {
            return Ok(Next::to(Place::Verify).say(Note::CodeTold));
        }
        let phones = factor::phones(&mut tx, &who.id).await?;
        let asked = phones.into_iter().find(|p| p.id == PhoneId::new(phone)).map(|p| p.number_index);
        // Naming the phone that has the code already is no way around the wait.
        let moved = asked.is_some() && asked != old.as_ref().map(|old| old.destination_index.clone());
        let wish = Wish {
            channel: Channel::parse(channel).filter(|c| *c != Channel::Email),
            to: asked.or(old.as_ref().map(|old| old.destination_index.clone())),
        };
        let repeated = match &old {
            // A day is too long to wait for a new code after five wrong ones, which anybody who has the password can type.
            Some(old) if outlives(old, &sign_in) && !old.facts.takes_tries(self.now(), &self.policy) => None,
            Some(old) if !moved || old.channel == Channel::Email => {
                let mailed = old.channel == Channel::Email;
                let channel = if mailed { old.channel } else { wish.channel.unwrap_or(old.channel) };
                self.repeat_code(&mut tx, visitor, &who, old, channel).await?
            }
            _ => None,
        };
        let note = match repeated {
            Some(note) => note,
            None => match self.ask_sign_in_code(&mut tx, visitor, &who, &sign_in, wish).await? {
                Some(Ok(challenge)) => {
                    let note = sent_note(&challenge, &self.destination(&challenge)?);
                    sign_in.challenge = Some(challenge.id);
                    sign_in::save(&mut tx, &sign_in).await?;
                    note
                }
                Some(Err(note)) => note,
                None => return Ok(Next::to(Place::App)),
            },
        };
        self.commit(tx).await?;
        Ok(Next::to(Place::Verify).say(note))
    }

    /// The old phone is there after all, though a reset was granted: its code is asked for instead of the mailed one.
    pub async fn sign_in_old_phone(&self, visitor: &mut Visitor, flow: &str) -> Result<Next, Fault> {
        let (mut sign_in, who) = match self.running_sign_in(visitor, flow, &[State::Pass]).await? {
            Ok(running) => running,
            Err(elsewhere) => return Ok(elsewhere),
        };
        let mut tx = self.store.begin().await?;
        person::queue(&mut tx, &who.id).await?;
        let Stands { standing, .. } = self.standing(&mut tx, &who, false).await?;
        let Some(state) = sign_in.state.next(Event::UseOldFactor, standing) else {
            return Ok(Next::to(Place::Verify));
        };
        sign_in = SignIn { state, case: None, challenge: None, ..sign_in };
        let asked = self.ask_sign_in_code(&mut tx, visitor, &who, &sign_in, Wish::default()).await?;
        let mut next = Next::to(Place::Verify);
        match asked {
            Some(Ok(challenge)) => sign_in.challenge = Some(challenge.id),
            Some(Err(note)) => next = next.say(note),
            None => next = Next::to(Place::App),
        }
        sign_in::save(&mut tx, &sign_in).await?;
        self.commit(tx).await?;
        Ok(next)
    }

    /// A code that came too late: a new one goes out at once, and the page says so.
    async fn sign_in_again(
        &self,
        visitor: &mut Visitor,
        mut sign_in: SignIn,
        who: Person,
        old: &challenge::Challenge,
    ) -> Result<Next, Fault> {
        let here = |note| Ok(Next::to(Place::Verify).say(note));
        if self.now() < old.facts.expires && !old.facts.ended && !outlives(old, &sign_in) {
            return here(Note::CodeTries(visitor.zone.until(self.now(), old.facts.expires)));
        }
        let mut tx = self.store.begin().await?;
        person::queue(&mut tx, &who.id).await?;
        let channel = Some(old.channel).filter(|c| *c != Channel::Email);
        let wish = Wish { channel, to: Some(old.destination_index.clone()) };
        let note = match self.ask_sign_in_code(&mut tx, visitor, &who, &sign_in, wish).await? {
            Some(Ok(new)) => {
                let at = visitor.zone.clock(new.created);
                sign_in.challenge = Some(new.id);
                sign_in::save(&mut tx, &sign_in).await?;
                Note::CodeExpired(at)
            }
            Some(Err(note)) => note,
            None => return Ok(Next::to(Place::App)),
        };
        self.commit(tx).await?;
        here(note)
    }

    /// Asks for a code to a phone in force; by mail for an enrolment pass, and where there is no second factor and a new
    /// password is demanded. `None`: there is only the authenticator app, and nothing needs to be sent. The transaction holds
    /// the person's row.
    pub(super) async fn ask_sign_in_code(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        who: &Person,
        flow: &SignIn,
        wish: Wish,
    ) -> Result<Option<Asked>, Fault> {
        let (purpose, binding) = (Purpose::SignIn, flow.id.as_str());
        if flow.state == State::Pass {
            let to = Destination::Mail(who.email.clone());
            let ask = Ask { purpose: Purpose::Pass, binding, channel: Channel::Email, to: &to };
            return Ok(Some(self.ask_code_held(tx, visitor, who, ask).await?));
        }
        let phones = factor::phones(tx, &who.id).await?;
        let wished = wish.to.as_ref().and_then(|index| phones.iter().find(|p| p.number_index == *index));
        let (channel, to) = match wished.or(phones.first()) {
            Some(_) if who.phone_disabled => return Ok(Some(Err(Note::PhoneDisabled))),
            Some(phone) => {
                let number = self.vault.open("phone", &phone.number_sealed).ok_or(Fault::Broken("phone"))?;
                (wish.channel.unwrap_or(who.channel), Destination::Phone(self.read_number(&number)?))
            }
            None if !factor::apps(tx, &who.id).await?.is_empty() => return Ok(None),
            None => (Channel::Email, Destination::Mail(who.email.clone())),
        };
        let ask = Ask { purpose, binding, channel, to: &to };
        Ok(Some(self.ask_code_held(tx, visitor, who, ask).await?))
    }

    async fn why_no_code(&self, db: &mut Db, visitor: &Visitor, who: &Person) -> Result<Note, Fault> {
        if who.phone_disabled {
            return Ok(Note::PhoneDisabled);
        }
        Ok(match self.wrong_code_budget(db, visitor, who, Purpose::SignIn).await? {
            Some(until) => Note::TooManyCodes(visitor.zone.until(self.now(), until)),
            None => Note::CodeMissing { wanted: 6, mailed: false },
        })
    }
}

/// The code came with the mail of a reset: it was not asked for in this sign-in, and lives for a day.
fn outlives(code: &challenge::Challenge, sign_in: &SignIn) -> bool {
    code.binding != sign_in.id.as_str()
}

/// Reads typed text as the code that this channel carries.
pub(in crate::auth) fn read_code(channel: Channel, typed: &str) -> Result<String, Note> {
    let mailed = channel == Channel::Email;
    let read = if mailed {
        EmailCode::parse(typed).map(|c| c.digits().to_owned())
    } else {
        PhoneCode::parse(typed).map(|c| c.digits().to_owned())
    };
    read.map_err(|error| unreadable(error, mailed))
}

/// What to say of text that is no code.
pub(in crate::auth) fn unreadable(error: CodeError, mailed: bool) -> Note {
    match error {
        CodeError::Empty => Note::CodeMissing { wanted: if mailed { 8 } else { 6 }, mailed },
        CodeError::Length { entered, wanted } => Note::CodeLength { entered, wanted },
    }
}

/// What to say when a code has just been sent.
pub(in crate::auth) fn sent_note(challenge: &challenge::Challenge, to: &Destination) -> Note {
    match challenge.channel {
        Channel::Call => Note::CallStarted { last: to.last(2) },
        Channel::Sms | Channel::Email => Note::CodeSent,
    }
}
