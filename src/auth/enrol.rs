//! Adding and replacing a phone: the reset dialog, the number, the code.

use super::code::{Ask, Destination};
use super::factor::{Keep, Verified};
use super::number::{self, Number};
use super::sign_in::{Stands, read_code, reason_of, sent_note};
use super::stage::Stage;
use super::{Auth, Fault, Next, Typed, Visitor, refusal};
use crate::flow::enrolment::{Event, Reason, State};
use crate::flow::sign_in;
use crate::model::{Channel, Note, PhoneRefusal, Place, Purpose, RecoveryCode, SessionId};
use crate::store::challenge::{self, Challenge};
use crate::store::enrolment::{self, Enrolment};
use crate::store::person::{self, Person};
use crate::store::sign_in::SignIn;
use crate::store::{Tx, factor};

/// A number as typed on S7.
pub struct NewNumber {
    /// Region chosen.
    pub country: String,
    /// Number as typed.
    pub number: String,
    /// "sms" or "call".
    pub channel: String,
    /// The replaced number itself is meant.
    pub same: bool,
    /// Password, where a first phone is added by a session that is not fresh.
    pub password: String,
}

impl Auth {
    /// S7: the number. Every refusal keeps what was typed.
    pub async fn phone_send(&self, visitor: &mut Visitor, flow: &str, asked: NewNumber) -> Result<Next, Fault> {
        let stage = self.stage(visitor).await?;
        let mut db = self.store.read().await?;
        let who = person::get(&mut db, stage.person()).await?;
        let mine = factor::phones(&mut db, &who.id).await?;
        let second = self.has_second(&mut db, &who).await?;
        let running = enrolment::newest(&mut db, stage.binding()).await?;
        drop(db);
        let page = stage.number_page();
        if second && let Some(frozen) = self.frozen(visitor, &who) {
            return Ok(Next::to(page).say(frozen));
        }
        let running = running.filter(|e| e.state.takes_number() && self.now() < e.expires);
        if let Some(e) = &running
            && !flow.is_empty()
            && flow != e.id.as_str()
        {
            return Ok(Next::to(page).say(Note::StartedAgain));
        }
        let (mut enrolment, is_new) = match (running, &stage) {
            (Some(e), _) => (e, false),
            (None, Stage::SignIn(s)) => (self.enrolment(&who, stage.binding(), reason_of(s), State::Choosing), true),
            // A number in force is replaced only through the reset dialog and its proof.
            (None, Stage::Settings(_)) if !mine.is_empty() => return Ok(Next::to(Place::Edit).say(Note::FlowOver)),
            // An authenticator app in force is a second factor as well: the password alone binds no phone beside it.
            (None, Stage::Settings(session)) if second && !self.is_fresh(session) => {
                return Ok(self.prove_first(Place::Edit));
            }
            (None, Stage::Settings(session)) => {
                if !self.is_fresh(session)
                    && let Err(note) = self.check_own_password(visitor, &who, &asked.password).await?
                {
                    return Ok(Next::to(page).say(note));
                }
                (self.enrolment(&who, stage.binding(), Reason::Add, State::Choosing), true)
            }
        };
        let same_kept = Typed { same: true, ..Typed::default() };
        let read = self.judge_number(&who, &asked, enrolment.reason, &mine).await?;
        enrolment.typed_country = asked.country.chars().take(3).collect();
        enrolment.typed_sealed =
            Some(self.vault.seal(&self.env, "typed", &asked.number.chars().take(40).collect::<String>()));

        let mut tx = self.store.begin().await?;
        person::queue(&mut tx, &who.id).await?;
        if is_new {
            enrolment::insert(&mut tx, &enrolment).await?;
        }
        let number = match read {
            Ok(number) => number,
            Err(refused) => {
                enrolment::save(&mut tx, &enrolment, self.now()).await?;
                self.commit(tx).await?;
                let typed = if refused == PhoneRefusal::SameAsBefore { same_kept } else { Typed::default() };
                return Ok(Next::to(page).say(Note::PhoneRefused(refused)).keep(typed));
            }
        };
        let channel = Channel::parse(&asked.channel).unwrap_or(Channel::Sms);
        let note = self.send_to_new(&mut tx, visitor, &who, &mut enrolment, &number, channel).await?;
        enrolment::save(&mut tx, &enrolment, self.now()).await?;
        self.commit(tx).await?;
        Ok(match enrolment.state {
            State::Code => Next::to(stage.code_page()).say_maybe(note),
            _ => Next::to(page).say_maybe(note),
        })
    }

    /// Sends a code to an accepted number. Pressing twice for the same number sends the same code, with the same waits.
    async fn send_to_new(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        who: &Person,
        enrolment: &mut Enrolment,
        number: &Number,
        channel: Channel,
    ) -> Result<Option<Note>, Fault> {
        let to = Destination::Phone(number.clone());
        if let (State::Code, Some(id)) = (enrolment.state, &enrolment.challenge) {
            let old = challenge::get(tx, id).await?;
            let unchanged = old.destination_index == self.vault.index("destination", number.e164());
            if unchanged && let Some(note) = self.repeat_code(tx, visitor, who, &old, channel).await? {
                return Ok(Some(note));
            }
        }
        let ask = Ask { purpose: Purpose::NewPhone, binding: enrolment.id.as_str(), channel, to: &to };
        match self.ask_code(tx, visitor, who, ask).await? {
            Ok(sent) => {
                enrolment.state = enrolment.state.next(Event::NumberAccepted).ok_or(Fault::Stale)?;
                enrolment.number_sealed = Some(self.vault.seal(&self.env, "new phone", number.e164()));
                let note = (sent.channel == Channel::Call).then(|| sent_note(&sent, &to));
                enrolment.challenge = Some(sent.id);
                Ok(note)
            }
            Err(note) => Ok(Some(note)),
        }
    }

    /// S8: `Send a new code`, `Receive a call`.
    pub async fn phone_again(&self, visitor: &mut Visitor, flow: &str, channel: &str) -> Result<Next, Fault> {
        let stage = self.stage(visitor).await?;
        let (mut enrolment, who) = match self.running_code(&stage, flow).await? {
            Ok(running) => running,
            Err(elsewhere) => return Ok(elsewhere),
        };
        let note = self.send_again(visitor, &who, &mut enrolment, channel).await?;
        Ok(Next::to(stage.code_page()).say(note))
    }

    /// S8: the code. Right: everything changes in one transaction.
    pub async fn phone_code(&self, visitor: &mut Visitor, flow: &str, typed: &str) -> Result<Next, Fault> {
        let stage = match self.stage(visitor).await {
            // The second press of a double click at sign-in: the first one made the session.
            Err(Fault::StepUp(_)) => return Ok(Next::to(Place::RecoveryCode)),
            stage => stage?,
        };
        let (mut enrolment, who) = match self.running_code(&stage, flow).await? {
            Ok(running) => running,
            Err(elsewhere) => return Ok(elsewhere),
        };
        let here = |note| Ok(Next::to(stage.code_page()).say(note));
        let challenge = self.challenge_of(&enrolment).await?;
        let code = match read_code(challenge.channel, typed) {
            Ok(code) => code,
            Err(note) => return here(note),
        };
        if !challenge.facts.takes_tries(self.now(), &self.policy) {
            return here(self.late_code(visitor, &who, &mut enrolment, &challenge).await?);
        }
        let right = match self.try_code(visitor, &who, &challenge, &code).await? {
            Ok(right) => right,
            Err(note) => return here(note),
        };
        // The number is the one the code was sent to, whatever a form says now (T23).
        let sealed = enrolment.number_sealed.as_deref().ok_or(Fault::Stale)?;
        let e164 = self.vault.open("new phone", sealed).ok_or(Fault::Broken("new phone"))?;
        let number = self.read_number(&e164)?;
        // A spare phone changes nothing about the recovery code that its person keeps, if there is one.
        let keeps = enrolment.reason == Reason::Spare && self.has_recovery(&who).await?;
        let recovery = RecoveryCode::from_bytes(self.env.bytes());
        let phc = if keeps { None } else { Some(self.hasher.hash(recovery.expose()).await?) };

        let mut tx = self.begin_with_code(&who, &right).await?;
        // Others may have verified the same number since it was typed.
        if !self.has_room(&mut tx, &who, &number).await? {
            let refused = Note::PhoneRefused(PhoneRefusal::TooManyAccounts);
            return Ok(Next::to(stage.number_page()).say(refused));
        }
        if enrolment.reason == Reason::Spare && self.phones_full(&mut tx, &who).await? {
            return Ok(Next::to(Place::Edit).say(Note::TooManyPhones));
        }
        enrolment.state = enrolment.state.next(Event::RightCode).ok_or(Fault::Stale)?;
        // Saved before the factor changes, so that ending every open enrolment does not end this one.
        enrolment::save(&mut tx, &enrolment, self.now()).await?;
        let keep = match &stage {
            Stage::Settings(session) => Keep::Session(&session.id),
            Stage::SignIn(sign_in) => Keep::SignIn(&sign_in.id),
        };
        let verified = Verified { number: &number, recovery_phc: phc.as_deref(), reason: enrolment.reason, keep };
        self.put_phone(&mut tx, visitor, &who, verified).await?;
        let session = match stage {
            Stage::Settings(session) => {
                self.renew_token(&mut tx, visitor, &session.id).await?;
                session.id
            }
            Stage::SignIn(sign_in) => self.finish_sign_in(&mut tx, visitor, &who, sign_in).await?,
        };
        let token = visitor.session.as_ref().ok_or(Fault::Broken("session"))?;
        enrolment.version += 1;
        enrolment.binding = session.to_string();
        enrolment.typed_sealed = None;
        if keeps {
            enrolment.state = enrolment.state.next(Event::Saved).ok_or(Fault::Stale)?;
        } else {
            enrolment.recovery_sealed =
                Some(self.vault.seal_for(&self.env, &[token.expose()], "recovery", recovery.expose()));
        }
        enrolment::save(&mut tx, &enrolment, self.now()).await?;
        self.commit(tx).await?;
        let ready = Note::SpareReady { last: number.last(3).to_owned() };
        Ok(if keeps { Next::to(Place::Edit).say(ready) } else { Next::to(Place::RecoveryCode) })
    }

    /// A recovery code is in force and not used.
    pub(super) async fn has_recovery(&self, who: &Person) -> Result<bool, Fault> {
        let mut db = self.store.read().await?;
        Ok(factor::recovery(&mut db, &who.id).await?.is_some_and(|code| code.used_at.is_none()))
    }

    async fn finish_sign_in(
        &self,
        tx: &mut Tx,
        visitor: &mut Visitor,
        who: &Person,
        mut sign_in: SignIn,
    ) -> Result<SessionId, Fault> {
        let Stands { standing, .. } = self.standing(tx, who, sign_in.replaces_phone()).await?;
        sign_in.state = sign_in.state.next(sign_in::Event::PhoneVerified, standing).ok_or(Fault::Stale)?;
        crate::store::sign_in::save(tx, &sign_in).await?;
        match &sign_in.case {
            // Whoever cancelled or refused it meanwhile was in time.
            Some(case) => self.use_pass(tx, visitor, who, case).await?,
            None => self.cancel_open_case(tx, visitor, who, "signed in with a new phone").await?,
        }
        self.begin_session(tx, visitor, who, "password and new phone").await
    }

    /// Begins an enrolment in its first state.
    pub(super) async fn begin_enrolment(
        &self,
        tx: &mut Tx,
        who: &Person,
        binding: &str,
        reason: Reason,
    ) -> Result<(), Fault> {
        Ok(enrolment::insert(tx, &self.enrolment(who, binding, reason, State::Choosing)).await?)
    }

    pub(super) fn enrolment(&self, who: &Person, binding: &str, reason: Reason, state: State) -> Enrolment {
        let now = self.now();
        Enrolment {
            id: self.env.id(),
            person: who.id.clone(),
            binding: binding.to_owned(),
            reason,
            state,
            challenge: None,
            typed_country: String::new(),
            typed_sealed: None,
            number_sealed: None,
            recovery_sealed: None,
            shown: false,
            created: now,
            expires: now + self.policy.enrolment_life,
            version: 0,
        }
    }

    /// Where the visitor enrols: inside a sign-in that demands it, else in the settings.
    pub(super) async fn stage(&self, visitor: &Visitor) -> Result<Stage, Fault> {
        match self.half_signed_in(visitor).await? {
            Some(sign_in) if sign_in.state == sign_in::State::Enrol => Ok(Stage::SignIn(sign_in)),
            _ => Ok(Stage::Settings(self.in_settings(visitor).await?)),
        }
    }

    async fn running_code(&self, stage: &Stage, flow: &str) -> Result<Result<(Enrolment, Person), Next>, Fault> {
        let mut db = self.store.read().await?;
        let who = person::get(&mut db, stage.person()).await?;
        let over = match stage {
            Stage::Settings(_) => Next::to(Place::TwoFactor).say(Note::FlowOver),
            Stage::SignIn(_) => Next::to(Place::NewPhone).say(Note::FlowOver),
        };
        Ok(match enrolment::newest(&mut db, stage.binding()).await? {
            Some(e) if matches!(e.state, State::Saving | State::Finished) => Err(Next::to(Place::RecoveryCode)),
            Some(e) if !flow.is_empty() && flow != e.id.as_str() => {
                Err(Next::to(if e.state == State::Code { stage.code_page() } else { stage.number_page() })
                    .say(Note::StartedAgain))
            }
            Some(e) if e.state == State::Code && self.now() < e.expires => Ok((e, who)),
            _ => Err(over),
        })
    }

    pub(super) async fn challenge_of(&self, enrolment: &Enrolment) -> Result<Challenge, Fault> {
        let id = enrolment.challenge.as_ref().ok_or(Fault::Stale)?;
        let mut db = self.store.read().await?;
        Ok(challenge::get(&mut db, id).await?)
    }

    /// Sends an enrolment's code again: the same while it lives, a new one when it is dead.
    pub(super) async fn send_again(
        &self,
        visitor: &Visitor,
        who: &Person,
        enrolment: &mut Enrolment,
        channel: &str,
    ) -> Result<Note, Fault> {
        let old = self.challenge_of(enrolment).await?;
        let channel = Channel::parse(channel).filter(|c| *c != Channel::Email).unwrap_or(old.channel);
        let to = self.destination(&old)?;
        let mut tx = self.store.begin().await?;
        if let Destination::Phone(number) = &to
            && old.purpose == Purpose::NewPhone
            && let Err(refused) = self.bounds(&mut tx, who).await?.accept(number, channel)
        {
            return Ok(Note::PhoneRefused(refused));
        }
        let note = match self.repeat_code(&mut tx, visitor, who, &old, channel).await? {
            Some(note) => note,
            None => {
                let binding = enrolment.id.as_str().to_owned();
                let ask = Ask { purpose: old.purpose, binding: &binding, channel, to: &to };
                match self.ask_code(&mut tx, visitor, who, ask).await? {
                    Ok(new) => {
                        let note = sent_note(&new, &to);
                        enrolment.challenge = Some(new.id);
                        enrolment::save(&mut tx, enrolment, self.now()).await?;
                        note
                    }
                    Err(note) => note,
                }
            }
        };
        self.commit(tx).await?;
        Ok(note)
    }

    /// A code typed after its end: says so, and sends a new one if the old one is expired rather than burnt.
    pub(super) async fn late_code(
        &self,
        visitor: &Visitor,
        who: &Person,
        enrolment: &mut Enrolment,
        old: &Challenge,
    ) -> Result<Note, Fault> {
        if self.now() < old.facts.expires && !old.facts.ended && !old.facts.used {
            return Ok(Note::CodeTries(visitor.zone.until(self.now(), old.facts.expires)));
        }
        let at = visitor.zone.clock(self.now());
        Ok(match self.send_again(visitor, who, enrolment, "").await? {
            Note::CodeSent | Note::CallStarted { .. } => Note::CodeExpired(at),
            note => note,
        })
    }

    async fn judge_number(
        &self,
        who: &Person,
        asked: &NewNumber,
        reason: Reason,
        mine: &[factor::Phone],
    ) -> Result<Result<Number, PhoneRefusal>, Fault> {
        let country = crate::auth::countries::name(&asked.country).unwrap_or("that country");
        let number = match number::parse(&asked.country, &asked.number, self.numbers.test_numbers) {
            Ok(number) => number,
            Err(refused) => return Ok(Err(refusal::of(refused, country))),
        };
        let channel = Channel::parse(&asked.channel).unwrap_or(Channel::Sms);
        let mut db = self.store.read().await?;
        if let Err(refused) = self.bounds(&mut db, who).await?.accept(&number, channel) {
            return Ok(Err(refused));
        }
        let index = self.vault.index("destination", number.e164());
        // Where every old phone goes, any of their numbers may come back.
        match mine.iter().find(|phone| phone.number_index == index) {
            Some(phone) if phone.main && reason != Reason::Spare && !asked.same => {
                return Ok(Err(PhoneRefusal::SameAsBefore));
            }
            Some(phone) if !reason.lost_all() && (!phone.main || reason == Reason::Spare) => {
                return Ok(Err(PhoneRefusal::Yours));
            }
            _ => {}
        }
        if factor::accounts_on(&mut db, &index, &who.id).await? >= self.policy.accounts_per_number {
            return Ok(Err(PhoneRefusal::TooManyAccounts));
        }
        Ok(Ok(number))
    }
}
