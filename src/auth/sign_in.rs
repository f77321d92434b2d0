//! Signing in: the password, and where it leads.

mod code;
mod new_password;
mod pass;
mod put_off;

pub(super) use code::{read_code, sent_note, unreadable};

use super::audit::Kind;
use super::hash::Checked;
use super::{Auth, Fault, Next, Typed, Visitor};
use crate::flow::enrolment::Reason;
use crate::flow::sign_in::{Standing, State};
use crate::meters::Step;
use crate::model::{CaseId, Email, Note, Password, Place, Seconds};
use crate::store::person::{self, Person};
use crate::store::sign_in::{self, SignIn};
use crate::store::{Db, budget, roster};
use crate::vault::Token;
use code::Wish;
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
        let refused = |note| {
            self.meters.sign_in(Step::Refused);
            here(note)
        };
        let mut db = self.store.read().await?;
        let who = person::by_email(&mut db, &address).await?;
        let known = match &who {
            Some(who) => self.known_browser(&mut db, visitor, &who.id).await?,
            None => None,
        };
        drop(db);

        // The failure is counted before the password is looked at, under a key that a stranger's failures cannot reach.
        let key = self.lock_key(&address, known.as_deref());
        let reserved = match self.count_password(visitor, who.as_ref(), (&key, known.is_some())).await? {
            Ok(reserved) => reserved,
            Err(note) => return refused(note),
        };
        let checked = self.hasher.check(who.as_ref().map(|p| p.password_phc.as_str()), &password).await?;
        match (who, checked) {
            (Some(who), Checked::Right { renew }) => {
                let renewed = if renew { Some(self.hasher.hash(&password).await?) } else { None };
                let next = Place::parse(next).unwrap_or(Place::Overview);
                match self.start_sign_in(visitor, who, next, (&key, reserved.as_deref()), renewed).await? {
                    Some(next) => Ok(next),
                    // In the very words, and with the very bytes, of a wrong password.
                    None => refused(Note::WrongSignIn),
                }
            }
            (who, _) => {
                self.note_wrong_password(visitor, who.as_ref()).await?;
                refused(Note::WrongSignIn)
            }
        }
    }

    /// Counts a password as wrong before it is looked at. Answers what is reserved of the network's budget, to be given back
    /// when it was right; or the words for a wait.
    async fn count_password(
        &self,
        visitor: &Visitor,
        who: Option<&Person>,
        (key, known): (&str, bool),
    ) -> Result<Result<Option<String>, Note>, Fault> {
        let now = self.now();
        // Whoever tries many accounts from one place runs into the network's; a known browser has its own count alone.
        let network = visitor.counts_ip && !known;
        if !network {
            let mut db = self.store.write().await?;
            if budget::count_free(&mut db, key, self.policy.password_free - 1, now).await? {
                return Ok(Ok(None));
            }
        }
        let mut tx = self.store.begin().await?;
        let counted = budget::lock_step(&mut tx, key, now, |n| self.policy.password_wait(n)).await?;
        if let Ok(n) = counted
            && !known
            && self.policy.password_wait(n) > Seconds(0)
        {
            let person = who.map_or("nobody", |who| who.id.as_str());
            roster::lock(&mut tx, person, now + self.policy.password_wait(n)).await?;
        }
        let reserved = (network && counted.is_ok()).then(|| self.env.id_text());
        let crowd = match &reserved {
            Some(reserved) => {
                let (key, windows) = (format!("network:{}", visitor.ip), &self.policy.network_failures);
                budget::take(&mut tx, reserved, &key, windows, now).await?
            }
            None => Ok(()),
        };
        self.commit_silent(tx).await?;
        Ok(match (counted, crowd) {
            (Err(until), _) => Err(Note::Locked(visitor.zone.until(self.now(), until))),
            (_, Err(until)) => Err(Note::NetworkLocked(visitor.zone.until(self.now(), until))),
            _ => Ok(reserved),
        })
    }

    /// `None`: the password opens nothing after all.
    async fn start_sign_in(
        &self,
        visitor: &mut Visitor,
        who: Person,
        next: Place,
        (lock_key, reserved): (&str, Option<&str>),
        renewed: Option<String>,
    ) -> Result<Option<Next>, Fault> {
        let mut tx = self.store.begin().await?;
        // Checking took its time: a password that was replaced meanwhile opens nothing (T8).
        let checked = who.password_phc;
        let who = person::hold(&mut tx, &who.id).await?;
        if who.password_phc != checked {
            return Ok(None);
        }
        if who.suspended {
            self.refuse_suspended(tx, visitor, &who).await?;
            return Ok(None);
        }
        if budget::unlock(&mut tx, lock_key).await? {
            self.enlist(&mut tx, &who.id).await?;
        }
        if let Some(reserved) = reserved {
            budget::give_back(reserved).run(&mut tx).await?;
        }
        if let Some(phc) = renewed {
            person::rehash(&mut tx, &who.id, &who.password_phc, &phc).await?;
        }
        let Stands { standing, pass: case, .. } = self.standing(&mut tx, &who, false).await?;
        let mut flow = SignIn {
            id: self.env.id(),
            person: who.id.clone(),
            state: State::start(standing),
            challenge: None,
            recovered: false,
            case: case.filter(|_| standing.pass),
            next,
            expires: self.now() + self.policy.sign_in_life,
            version: 0,
        };
        self.meters.sign_in(Step::Begun);
        if flow.state == State::Done {
            self.begin_session(&mut tx, visitor, &who, "password").await?;
            self.commit(tx).await?;
            return Ok(Some(Next::to(next)));
        }
        let mut note = None;
        let mailed = match &flow.case {
            Some(pass) => self.code_of_reset(&mut tx, pass).await?,
            None => None,
        };
        if let Some(code) = mailed {
            // The code came with the mail of the reset, or was told: another one only when it is asked for.
            flow.challenge = code;
        } else if matches!(flow.state, State::Code | State::Pass) {
            match self.ask_sign_in_code(&mut tx, visitor, &who, &flow, Wish::default()).await? {
                Some(Ok(challenge)) => flow.challenge = Some(challenge.id),
                Some(Err(refused)) => note = Some(refused),
                // Only the authenticator app can answer.
                None => {}
            }
        }
        let token = Token::random(&self.env);
        sign_in::insert(&mut tx, &flow, &token.digest(), self.now()).await?;
        if flow.state == State::Enrol {
            self.begin_enrolment(&mut tx, &who, flow.id.as_str(), Reason::Forced).await?;
        }
        self.commit(tx).await?;
        visitor.flow = Some(token);
        Ok(Some(Next::to(place_of(flow.state, flow.next)).say_maybe(note)))
    }

    /// The visitor's sign-in in one of these states, or the calm page for it not being so. `flow` is what the form carried; an
    /// empty one is not compared.
    pub(super) async fn running_sign_in(
        &self,
        visitor: &Visitor,
        flow: &str,
        states: &[State],
    ) -> Result<Result<(SignIn, Person), Next>, Fault> {
        let mut db = self.store.read().await?;
        let Some(sign_in) = self.found_sign_in(&mut db, visitor).await? else {
            drop(db);
            // Somebody signed in already: a double click, or the back button. Nobody: the flow is over.
            return Ok(Err(match self.session(visitor).await? {
                Some(_) => Next::to(Place::Overview).say(Note::AlreadyDone),
                None => Next::to(Place::SignIn).say(Note::FlowOver),
            }));
        };
        if !flow.is_empty() && flow != sign_in.id.as_str() {
            return Ok(Err(Next::to(place_of(sign_in.state, sign_in.next)).say(Note::StartedAgain)));
        }
        if !states.contains(&sign_in.state) {
            return Ok(Err(Next::to(place_of(sign_in.state, sign_in.next)).say(Note::AlreadyDone)));
        }
        let who = person::get(&mut db, &sign_in.person).await?;
        Ok(Ok((sign_in, who)))
    }

    /// The visitor's sign-in, if it is not over, where nothing else is read.
    pub(super) async fn half_signed_in(&self, visitor: &Visitor) -> Result<Option<SignIn>, Fault> {
        // Most visitors have none: they need no connection.
        if visitor.flow.is_none() {
            return Ok(None);
        }
        self.found_sign_in(&mut *self.store.read().await?, visitor).await
    }

    /// The visitor's sign-in, if it is not over.
    pub(super) async fn found_sign_in(&self, db: &mut Db, visitor: &Visitor) -> Result<Option<SignIn>, Fault> {
        let Some(token) = &visitor.flow else { return Ok(None) };
        let found = sign_in::by_digest(db, &token.digest()).await?;
        Ok(found.filter(|s| !matches!(s.state, State::Done | State::Ended) && self.now() < s.expires))
    }

    /// What is known of a person where a sign-in branches.
    pub(super) async fn standing(&self, db: &mut Db, who: &Person, recovered: bool) -> Result<Stands, Fault> {
        let facts = sign_in::facts(db, &who.id, self.now()).await?;
        let standing = Standing {
            second: facts.phones > 0 || facts.apps > 0,
            required: facts.required,
            asked: facts.asked,
            new_password: who.new_password,
            pass: facts.passed.is_some(),
            reset: who.reset.is_some(),
            recovered,
        };
        Ok(Stands { standing, pass: facts.passed, open: facts.open })
    }

    pub(super) fn lock_key(&self, address: &Email, device: Option<&str>) -> String {
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

/// How somebody stands where a sign-in branches.
pub(super) struct Stands {
    /// What the machine needs to know.
    pub(super) standing: Standing,
    /// The granted request that waits to be used.
    pub(super) pass: Option<CaseId>,
    /// A request of theirs is open, granted or not.
    pub(super) open: bool,
}

/// Why a phone must be added in a sign-in.
pub(super) fn reason_of(sign_in: &SignIn) -> Reason {
    match (&sign_in.case, sign_in.recovered) {
        (Some(_), _) => Reason::Pass,
        (None, true) => Reason::Recovered,
        (None, false) => Reason::Forced,
    }
}

/// The page of a sign-in's state.
pub(super) fn place_of(state: State, next: Place) -> Place {
    match state {
        State::Code | State::Pass => Place::Verify,
        State::Barred => Place::ResetMfa,
        State::Password => Place::NewPassword,
        State::Enrol => Place::NewPhone,
        State::Done => next,
        State::Ended => Place::SignIn,
    }
}
