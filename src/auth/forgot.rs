//! A forgotten password: replaced through a mailed code. It gives no session and touches no second factor (v5.0.0-6.4.3),
//! and an address that nobody has takes the same way (v5.0.0-6.3.8).

use super::code::{Ask, Destination, code_of};
use super::factor::{Keep, PasswordBy};
use super::passwords::judge_words;
use super::sign_in::read_code;
use super::{Auth, Fault, Next, Typed, Visitor};
use crate::flow::challenge::{Again, Facts};
use crate::model::{Channel, CodeSent, Digits, Email, ForgotCode, Note, Password, PersonId, Place, Purpose};
use crate::store::forgot::{self, Forgot};
use crate::store::person::{self, Person};
use crate::store::{Tx, budget, challenge};
use crate::vault::Token;

impl Auth {
    /// The address. Whoever asks is told the same, and nothing of an account changes.
    pub async fn forgot_send(&self, visitor: &mut Visitor, typed: &str) -> Result<Next, Fault> {
        let email: String = typed.chars().take(Email::MAX).collect();
        let kept = Typed { email: email.clone(), ..Typed::default() };
        let Some(address) = Email::parse(typed) else {
            return Ok(Next::to(Place::Forgot).say(Note::EmailMissing).keep(kept));
        };
        let now = self.now();
        let mut tx = self.store.begin().await?;
        // By the network alone, so the answer tells nothing of the address.
        let (key, [(span, most)]) = (format!("forgot-network:{}", visitor.ip), self.policy.sends_ip);
        if visitor.counts_ip
            && let Err(until) = budget::take(&mut tx, &self.env.id_text(), &key, &budget::only(span, most), now).await?
        {
            let until = visitor.zone.until(now, until);
            return Ok(Next::to(Place::Forgot).say(Note::SendBudget(until)).keep(kept));
        }
        let mut who = person::by_email(&mut tx, &address).await?;
        if let Some(suspended) = who.take_if(|who| who.suspended) {
            // Taken for nobody's address; its mailbox is told why no code comes.
            self.tell_suspended(&mut tx, visitor, &suspended).await?;
        }
        let mut new = Forgot {
            id: self.env.id_text(),
            person: who.as_ref().map(|who| who.id.clone()),
            typed_sealed: self.vault.seal(&self.env, "forgot", &email),
            challenge: None,
            tries: 0,
            sends: 1,
            again: now + self.policy.wait_after(1),
            created: now,
            expires: now + self.policy.code_life,
            used: false,
        };
        self.send_forgot(&mut tx, visitor, &address, who.as_ref(), &mut new).await?;
        let token = Token::random(&self.env);
        forgot::insert(&mut tx, &new, &token.digest()).await?;
        self.commit(tx).await?;
        visitor.flow = Some(token);
        Ok(Next::to(Place::ForgotCode))
    }

    /// The code once more: the same while it lives, as everywhere.
    pub async fn forgot_again(&self, visitor: &mut Visitor) -> Result<Next, Fault> {
        let Some(flow) = self.found_forgot(visitor).await? else { return Ok(over()) };
        let now = self.now();
        let note = match facts(&flow).again(now, &self.policy) {
            Again::NewCode => return Ok(over()),
            Again::Wait(until) => Note::WaitForCode { seconds: now.seconds_until(until) },
            Again::Burnt(until) => {
                Note::SendLimit { sent: u32::try_from(flow.sends).unwrap_or(0), until: visitor.zone.until(now, until) }
            }
            Again::SameCode => {
                let mut tx = self.store.begin().await?;
                forgot::book_send(&mut tx, &flow, now + self.policy.wait_after(flow.sends + 1)).await?;
                if let (Some(id), Some(person)) = (&flow.challenge, &flow.person) {
                    let (old, who) = (challenge::get(&mut tx, id).await?, person::get(&mut tx, person).await?);
                    // What stands in the way of a message is not said: that somebody has this address would be, too.
                    self.repeat_code(&mut tx, visitor, &who, &old, Channel::Email).await?;
                }
                self.commit(tx).await?;
                Note::CodeSent
            }
        };
        Ok(Next::to(Place::ForgotCode).say(note))
    }

    /// The code and the new password. A right code gives no session: the person signs in next, with the second factor.
    pub async fn forgot_code(&self, visitor: &mut Visitor, typed: &str, password: String) -> Result<Next, Fault> {
        let Some(flow) = self.found_forgot(visitor).await? else { return Ok(over()) };
        let here = |note| Ok(Next::to(Place::ForgotCode).say(note));
        let code = match read_code(Channel::Email, typed) {
            Ok(code) => code,
            Err(note) => return here(note),
        };
        let password = Password::new(password);
        if password.is_empty() {
            return here(Note::PasswordMissing);
        }
        // Judged before the code is, by what is no secret: a refused password costs no try, and tells nothing.
        if let Some(note) = self.judge(&password, None).await? {
            return here(note);
        }
        let mut tx = self.store.begin().await?;
        let spent = forgot::spend_try(&mut tx, &flow.id, self.policy.code_tries, self.now()).await?;
        self.commit_silent(tx).await?;
        if !spent {
            return here(Note::CodeTries(visitor.zone.until(self.now(), flow.expires)));
        }
        let left = u32::try_from(self.policy.code_tries - flow.tries - 1).unwrap_or(0);
        let wrong = match left {
            0 => Note::CodeTries(visitor.zone.until(self.now(), flow.expires)),
            left => Note::CodeWrong { left },
        };
        let Some(who) = self.right_forgot(visitor, &flow, &code).await? else { return here(wrong) };
        // Only now may the words be those of a person. Whether it is the password in force is not said: whoever holds the
        // mailbox could go on asking.
        if let Some(note) = judge_words(&password, Some(&who)) {
            return here(note);
        }
        let phc = self.hasher.hash(password.expose()).await?;
        let mut tx = self.store.begin().await?;
        forgot::finish(&mut tx, &flow.id, self.now()).await?;
        self.put_password(&mut tx, visitor, &who, &phc, PasswordBy::Mail, Keep::Nothing).await?;
        // Wrong tries were at another password.
        if let Some(address) = Email::parse(&who.email) {
            budget::unlock(&mut tx, &self.lock_key(&address, None)).await?;
            self.enlist(&mut tx, &who.id).await?;
        }
        self.commit(tx).await?;
        visitor.session = None;
        visitor.flow = None;
        visitor.device = None;
        Ok(Next::to(Place::SignIn).say(Note::PasswordReset).keep(Typed { email: who.email, ..Typed::default() }))
    }

    /// Whose code it was, if it was right: per person not more than the day's budget of tries, over all flows of strangers;
    /// a known browser has its own.
    async fn right_forgot(&self, visitor: &Visitor, flow: &Forgot, code: &str) -> Result<Option<Person>, Fault> {
        // Nobody's tries are counted as well, so that both cost the same.
        let whose = flow.person.clone().unwrap_or_else(|| PersonId::new("nobody"));
        let mut tx = self.store.begin().await?;
        let scope = self.known_scope(&mut tx, visitor, &whose).await?;
        let (key, reserved) = (format!("wrong:{whose}:forgot{scope}"), self.env.id_text());
        // The day's alone: anybody can fill the longer one, and the right code would be called wrong for a month.
        let day = self.policy.wrong_codes[0];
        let room = budget::take(&mut tx, &reserved, &key, &[day, day], self.now()).await?.is_ok();
        let (Some(person), Some(id)) = (&flow.person, &flow.challenge) else {
            self.commit_silent(tx).await?;
            return Ok(None);
        };
        let challenge = challenge::get(&mut tx, id).await?;
        self.commit_silent(tx).await?;
        let live = !challenge.facts.used && !challenge.facts.ended && self.now() < challenge.facts.expires;
        if !room || !live || !self.vault.code_is(code_of(&challenge), code) {
            return Ok(None);
        }
        let mut tx = self.store.begin().await?;
        budget::give_back(&reserved).run(&mut tx).await?;
        self.commit_silent(tx).await?;
        let mut db = self.store.read().await?;
        Ok(Some(person::get(&mut db, person).await?))
    }

    async fn send_forgot(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        address: &Email,
        who: Option<&Person>,
        new: &mut Forgot,
    ) -> Result<(), Fault> {
        let Some(who) = who else {
            // The same budget for nobody, so that an unknown address costs the same.
            let key = format!("forgot:{}", self.vault.index("forgot", address.as_str()));
            let windows = &self.policy.sends_forgot;
            _ = budget::take(tx, &self.env.id_text(), &key, windows, self.now()).await?;
            return Ok(());
        };
        let to = Destination::Mail(who.email.clone());
        let ask = Ask { purpose: Purpose::Forgot, binding: &new.id, channel: Channel::Email, to: &to };
        // A used-up budget is not said either.
        if let Ok(sent) = self.ask_code(tx, visitor, who, ask).await? {
            new.challenge = Some(sent.id);
        }
        Ok(())
    }

    /// The visitor's forgotten password under way.
    async fn found_forgot(&self, visitor: &Visitor) -> Result<Option<Forgot>, Fault> {
        let Some(token) = &visitor.flow else { return Ok(None) };
        let mut db = self.store.read().await?;
        let found = forgot::by_digest(&mut db, &token.digest()).await?;
        Ok(found.filter(|f| !f.used && self.now() < f.expires))
    }

    /// What the page of the code shows: the same for everybody.
    pub(super) async fn forgot_page(&self, visitor: &Visitor) -> Result<Option<ForgotCode>, Fault> {
        let Some(flow) = self.found_forgot(visitor).await? else { return Ok(None) };
        let (now, facts) = (self.now(), facts(&flow));
        let again = facts.again.max(now);
        let code = CodeSent {
            flow: String::new(),
            channel: Channel::Email,
            to: self.vault.open("forgot", &flow.typed_sealed).unwrap_or_default(),
            digits: Digits::Eight,
            sent: u32::try_from(flow.sends).unwrap_or(0),
            expires: visitor.zone.clock(flow.expires),
            again: visitor.zone.clock(again),
            wait: now.seconds_until(again),
            life: now.seconds_until(flow.expires),
            burnt: matches!(facts.again(now, &self.policy), Again::Burnt(_)),
            failed: false,
            live: None,
        };
        Ok(Some(ForgotCode { code }))
    }
}

fn facts(flow: &Forgot) -> Facts {
    Facts {
        expires: flow.expires,
        tries: flow.tries,
        sends: flow.sends,
        again: flow.again,
        used: flow.used,
        ended: false,
    }
}

fn over() -> Next {
    Next::to(Place::Forgot).say(Note::FlowOver)
}
