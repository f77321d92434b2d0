//! Signing in: the password, the code, a new password where one is demanded.

use super::audit::Kind;
use super::code::{Ask, Asked, Destination};
use super::hash::Checked;
use super::notice::News;
use super::{Auth, Fault, Next, Typed, Visitor};
use crate::flow::enrolment::Reason;
use crate::flow::sign_in::{Event, Standing, State};
use crate::model::{Channel, CodeError, Email, EmailCode, Note, Password, PhoneCode, Place, Purpose};
use crate::store::outbox::What;
use crate::store::person::{self, Person};
use crate::store::sign_in::{self, SignIn};
use crate::store::{Db, Tx, budget, challenge, factor, org, session};
use crate::vault::Token;
use serde_json::json;

impl Auth {
    /// S1: the password. Unknown addresses take the same way through the same work (v5.0.0-6.3.8).
    pub async fn sign_in(
        &self,
        visitor: &mut Visitor,
        email: &str,
        password: String,
        next: &str,
    ) -> Result<Next, Fault> {
        let typed =
            Typed { email: email.chars().take(Email::MAX).collect(), next: next.to_owned(), ..Typed::default() };
        let here = |note| Ok(Next::to(Place::SignIn).say(note).keep(typed.clone()));
        let Some(address) = Email::parse(email) else { return here(Note::EmailMissing) };
        if password.is_empty() {
            return here(Note::PasswordMissing);
        }
        if password.len() > Password::MAX_BYTES {
            return here(Note::WrongSignIn);
        }
        let mut db = self.store.read().await?;
        let who = person::by_email(&mut db, &address).await?;
        let known = self.known_browser(&mut db, visitor, who.as_ref()).await?;
        drop(db);

        // The failure is counted before the password is looked at, under a key that a stranger's failures cannot reach.
        let key = self.lock_key(&address, known.as_deref());
        let mut tx = self.store.begin().await?;
        let counted = budget::lock_step(&mut tx, &key, self.now(), |n| self.policy.password_wait(n)).await?;
        self.commit_silent(tx).await?;
        if let Err(until) = counted {
            return here(Note::Locked(visitor.zone.until(self.now(), until)));
        }
        let checked = self.hasher.check(who.as_ref().map(|p| p.password_phc.as_str()), &password).await?;
        match (who, checked) {
            (Some(who), Checked::Right { renew }) => {
                let renewed = if renew { Some(self.hasher.hash(&password).await?) } else { None };
                let next = Place::parse(next).unwrap_or(Place::Overview);
                self.start_sign_in(visitor, who, next, &key, renewed).await
            }
            (who, _) => {
                self.note_wrong_password(visitor, who.as_ref()).await?;
                here(Note::WrongSignIn)
            }
        }
    }

    async fn start_sign_in(
        &self,
        visitor: &mut Visitor,
        who: Person,
        next: Place,
        lock_key: &str,
        renewed: Option<String>,
    ) -> Result<Next, Fault> {
        let mut tx = self.store.begin().await?;
        budget::unlock(&mut tx, lock_key).await?;
        if let Some(phc) = renewed {
            person::rehash(&mut tx, &who.id, &who.password_phc, &phc).await?;
        }
        let standing = self.standing(&mut tx, &who, false).await?;
        let mut flow = SignIn {
            id: self.env.id(),
            person: who.id.clone(),
            state: State::start(standing),
            challenge: None,
            recovered: false,
            next,
            expires: self.now() + self.policy.sign_in_life,
            version: 0,
        };
        if flow.state == State::Done {
            self.begin_session(&mut tx, visitor, &who, "password").await?;
            self.commit(tx).await?;
            return Ok(Next::to(next));
        }
        let mut note = None;
        if flow.state == State::Code {
            match self.ask_sign_in_code(&mut tx, visitor, &who, &flow, None).await? {
                Ok(challenge) => flow.challenge = Some(challenge.id),
                Err(refused) => note = Some(refused),
            }
        }
        let token = Token::random(&self.env);
        sign_in::insert(&mut tx, &flow, &token.digest(), self.now()).await?;
        if flow.state == State::Enrol {
            self.begin_enrolment(&mut tx, &who, flow.id.as_str(), Reason::Forced).await?;
        }
        self.commit(tx).await?;
        visitor.flow = Some(token);
        Ok(Next::to(place_of(flow.state, flow.next)).say_maybe(note))
    }

    /// S2: the code.
    pub async fn sign_in_code(&self, visitor: &mut Visitor, flow: &str, typed: &str) -> Result<Next, Fault> {
        let (mut sign_in, who) = match self.running_sign_in(visitor, flow, State::Code).await? {
            Ok(running) => running,
            Err(elsewhere) => return Ok(elsewhere),
        };
        let here = |note| Ok(Next::to(Place::Verify).say(note));
        let mut db = self.store.read().await?;
        let challenge = match &sign_in.challenge {
            Some(id) => challenge::get(&mut db, id).await?,
            None => return here(self.why_no_code(&mut db, visitor, &who).await?),
        };
        drop(db);
        let typed = match read_code(challenge.channel, typed) {
            Ok(code) => code,
            Err(note) => return here(note),
        };
        if !challenge.facts.takes_tries(self.now(), &self.policy) {
            return self.sign_in_again(visitor, sign_in, who, &challenge).await;
        }
        let right = match self.try_code(visitor, &who, &challenge, &typed).await? {
            Ok(right) => right,
            Err(note) => return here(note),
        };
        let mut tx = self.begin_with_code(&who, &right).await?;
        let standing = self.standing(&mut tx, &who, sign_in.recovered).await?;
        sign_in.state = sign_in.state.next(Event::RightCode, standing).ok_or(Fault::Stale)?;
        sign_in::save(&mut tx, &sign_in).await?;
        match sign_in.state {
            State::Done => {
                self.begin_session(&mut tx, visitor, &who, "password and code").await?;
            }
            State::Enrol => self.begin_enrolment(&mut tx, &who, sign_in.id.as_str(), Reason::Forced).await?,
            _ => {}
        }
        self.commit_silent(tx).await?;
        Ok(Next::to(place_of(sign_in.state, sign_in.next)))
    }

    /// S2: `Send a new code`, `Receive a call`.
    pub async fn sign_in_send(&self, visitor: &mut Visitor, flow: &str, channel: &str) -> Result<Next, Fault> {
        let (mut sign_in, who) = match self.running_sign_in(visitor, flow, State::Code).await? {
            Ok(running) => running,
            Err(elsewhere) => return Ok(elsewhere),
        };
        let mut tx = self.store.begin().await?;
        let old = match &sign_in.challenge {
            Some(id) => Some(challenge::get(&mut tx, id).await?),
            None => None,
        };
        let wished = Channel::parse(channel).filter(|c| *c != Channel::Email);
        let repeated = match &old {
            Some(old) => {
                let channel = if old.channel == Channel::Email { old.channel } else { wished.unwrap_or(old.channel) };
                self.repeat_code(&mut tx, visitor, &who, old, channel).await?
            }
            None => None,
        };
        let note = match repeated {
            Some(note) => note,
            None => match self.ask_sign_in_code(&mut tx, visitor, &who, &sign_in, wished).await? {
                Ok(challenge) => {
                    let note = sent_note(&challenge, &self.destination(&challenge)?);
                    sign_in.challenge = Some(challenge.id);
                    sign_in::save(&mut tx, &sign_in).await?;
                    note
                }
                Err(note) => note,
            },
        };
        self.commit(tx).await?;
        Ok(Next::to(Place::Verify).say(note))
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
        if self.now() < old.facts.expires && !old.facts.ended {
            return here(Note::CodeTries(visitor.zone.until(self.now(), old.facts.expires)));
        }
        let mut tx = self.store.begin().await?;
        let asked = self.ask_sign_in_code(&mut tx, visitor, &who, &sign_in, Some(old.channel)).await?;
        let note = match asked {
            Ok(new) => {
                let at = visitor.zone.clock(new.created);
                sign_in.challenge = Some(new.id);
                sign_in::save(&mut tx, &sign_in).await?;
                Note::CodeExpired(at)
            }
            Err(note) => note,
        };
        self.commit(tx).await?;
        here(note)
    }

    /// A new password, where one is demanded.
    pub async fn sign_in_password(&self, visitor: &mut Visitor, password: String) -> Result<Next, Fault> {
        let (mut sign_in, who) = match self.running_sign_in(visitor, "", State::Password).await? {
            Ok(running) => running,
            Err(elsewhere) => return Ok(elsewhere),
        };
        let password = Password::new(password);
        let here = |note| Ok(Next::to(Place::NewPassword).say(note));
        if password.is_empty() {
            return here(Note::PasswordMissing);
        }
        if let Some(note) = self.judge(&password, Some(&who)).await? {
            return here(note);
        }
        let phc = self.hasher.hash(password.expose()).await?;
        let mut tx = self.store.begin().await?;
        person::set_password(&mut tx, &who.id, &phc).await?;
        // The demand is met; what forced it is forgotten, all but the last day.
        let key = super::code::wrong_key(&who, Purpose::SignIn);
        budget::forget(&mut tx, &key, self.now() - self.policy.wrong_codes[0].0).await?;
        let who = Person { new_password: false, ..who };
        let standing = self.standing(&mut tx, &who, sign_in.recovered).await?;
        sign_in.state = sign_in.state.next(Event::NewPassword, standing).ok_or(Fault::Stale)?;
        sign_in::save(&mut tx, &sign_in).await?;
        // Whoever knew the old password keeps nothing of it.
        session::end_others(&mut tx, &who.id, None, "password changed", self.now()).await?;
        session::forget_devices(&mut tx, &who.id, self.now()).await?;
        visitor.device = None;
        self.record(&mut tx, &who, visitor, Kind::PasswordChanged, json!({})).await?;
        self.tell(&mut tx, visitor, &who, News::of(What::PasswordChanged)).await?;
        match sign_in.state {
            State::Enrol => {
                let reason = if sign_in.recovered { Reason::Recovered } else { Reason::Forced };
                self.begin_enrolment(&mut tx, &who, sign_in.id.as_str(), reason).await?;
            }
            _ => {
                self.begin_session(&mut tx, visitor, &who, "password, code and new password").await?;
            }
        }
        self.commit(tx).await?;
        Ok(Next::to(place_of(sign_in.state, sign_in.next)))
    }

    /// The visitor's sign-in in this state, or the calm page for it not being so. `flow` is what the form carried; an
    /// empty one is not compared.
    pub(super) async fn running_sign_in(
        &self,
        visitor: &Visitor,
        flow: &str,
        state: State,
    ) -> Result<Result<(SignIn, Person), Next>, Fault> {
        let found = self.found_sign_in(visitor).await?;
        let Some(sign_in) = found else {
            // Somebody signed in already: a double click, or the back button. Nobody: the flow is over.
            return Ok(Err(match self.session(visitor).await? {
                Some(_) => Next::to(Place::Overview).say(Note::AlreadyDone),
                None => Next::to(Place::SignIn).say(Note::FlowOver),
            }));
        };
        if !flow.is_empty() && flow != sign_in.id.as_str() {
            return Ok(Err(Next::to(place_of(sign_in.state, sign_in.next)).say(Note::StartedAgain)));
        }
        if sign_in.state != state {
            return Ok(Err(Next::to(place_of(sign_in.state, sign_in.next)).say(Note::AlreadyDone)));
        }
        let mut db = self.store.read().await?;
        let who = person::get(&mut db, &sign_in.person).await?;
        Ok(Ok((sign_in, who)))
    }

    /// The visitor's sign-in, if it is not over.
    pub(super) async fn found_sign_in(&self, visitor: &Visitor) -> Result<Option<SignIn>, Fault> {
        let Some(token) = &visitor.flow else { return Ok(None) };
        let mut db = self.store.read().await?;
        let found = sign_in::by_digest(&mut db, &token.digest()).await?;
        Ok(found.filter(|s| !matches!(s.state, State::Done | State::Ended) && self.now() < s.expires))
    }

    /// What is known of a person where a sign-in branches.
    pub(super) async fn standing(&self, db: &mut Db, who: &Person, recovered: bool) -> Result<Standing, Fault> {
        Ok(Standing {
            phone: factor::phone(db, &who.id).await?.is_some(),
            required: org::requires(db, &who.id, self.now()).await?.is_some(),
            new_password: who.new_password,
            recovered,
        })
    }

    /// Asks for a code to the phone in force, or by mail where there is none and a new password is demanded.
    async fn ask_sign_in_code(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        who: &Person,
        flow: &SignIn,
        wished: Option<Channel>,
    ) -> Result<Asked, Fault> {
        if who.phone_disabled {
            return Ok(Err(Note::PhoneDisabled));
        }
        let (channel, to) = match factor::phone(tx, &who.id).await? {
            Some(phone) => {
                let number = self.vault.open("phone", &phone.number_sealed).ok_or(Fault::Broken("phone"))?;
                (wished.unwrap_or(who.channel), Destination::Phone(self.read_number(&number)?))
            }
            None => (Channel::Email, Destination::Mail(who.email.clone())),
        };
        let ask = Ask { purpose: Purpose::SignIn, binding: flow.id.as_str(), channel, to: &to };
        self.ask_code(tx, visitor, who, ask).await
    }

    async fn why_no_code(&self, db: &mut Db, visitor: &Visitor, who: &Person) -> Result<Note, Fault> {
        if who.phone_disabled {
            return Ok(Note::PhoneDisabled);
        }
        Ok(match self.wrong_code_budget(db, who, Purpose::SignIn).await? {
            Some(until) => Note::TooManyCodes(visitor.zone.until(self.now(), until)),
            None => Note::CodeMissing { wanted: 6, mailed: false },
        })
    }

    async fn known_browser(
        &self,
        db: &mut Db,
        visitor: &Visitor,
        who: Option<&Person>,
    ) -> Result<Option<String>, Fault> {
        let (Some(device), Some(who)) = (&visitor.device, who) else { return Ok(None) };
        let digest = device.digest();
        Ok(session::knows_device(db, &who.id, &digest).await?.then_some(digest))
    }

    fn lock_key(&self, address: &Email, device: Option<&str>) -> String {
        let scope = device.map_or("elsewhere", |digest| &digest[..16]);
        format!("password:{}:{scope}", self.vault.index("lock", address.as_str()))
    }

    async fn note_wrong_password(&self, visitor: &Visitor, who: Option<&Person>) -> Result<(), Fault> {
        use super::audit::Subject;
        let subject = match who {
            Some(who) => Subject::from(who),
            // The same row for nobody, so that an unknown address costs the same and leaves a trace.
            None => Subject { chain: "nobody".into(), person: "nobody" },
        };
        let mut tx = self.store.begin().await?;
        self.record(&mut tx, subject, visitor, Kind::WrongPassword, json!({})).await?;
        self.commit_silent(tx).await?;
        Ok(())
    }
}

/// Reads typed text as the code that this channel carries.
pub(super) fn read_code(channel: Channel, typed: &str) -> Result<String, Note> {
    let mailed = channel == Channel::Email;
    let read = if mailed {
        EmailCode::parse(typed).map(|c| c.digits().to_owned())
    } else {
        PhoneCode::parse(typed).map(|c| c.digits().to_owned())
    };
    read.map_err(|error| match error {
        CodeError::Empty => Note::CodeMissing { wanted: if mailed { 8 } else { 6 }, mailed },
        CodeError::Length { entered, wanted } => Note::CodeLength { entered, wanted },
    })
}

/// The page of a sign-in's state.
pub(super) fn place_of(state: State, next: Place) -> Place {
    match state {
        State::Code => Place::Verify,
        State::Password => Place::NewPassword,
        State::Enrol => Place::NewPhone,
        State::Done => next,
        State::Ended => Place::SignIn,
    }
}

/// What to say when a code has just been sent.
pub(super) fn sent_note(challenge: &challenge::Challenge, to: &Destination) -> Note {
    match challenge.channel {
        Channel::Call => Note::CallStarted { last: to.last(2) },
        Channel::Sms | Channel::Email => Note::CodeSent,
    }
}
