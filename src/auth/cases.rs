//! `Reset MFA`, the web form (S12): an owner of a paid organization who lost phone and recovery code asks for a new start.
//! What they claim is evidence for a reviewer and opens nothing (v5.0.0-6.4.2); what opens is time in which everybody is
//! told, or another owner, and then password and mailed code.

mod decide;
mod evidence;
mod link;
mod pass;
mod question;
mod requests;
mod tick;

pub use decide::Decision;

use super::audit::{Kind, Subject};
use super::code::{Ask, Destination};
use super::notice::{News, Staff};
use super::sign_in::{read_code, sent_note};
use super::{Auth, Fault, Next, Visitor};
use crate::flow::case::{Doubt, Event, State};
use crate::flow::sign_in;
use crate::model::{
    CaseCheck, CaseCode, CaseForm, CaseReason, Channel, Claims, Email, Field, Note, OrgId, Place, Plan, Purpose, Role,
    read_month,
};
use crate::store::case::{self, Case};
use crate::store::outbox::What;
use crate::store::person::{self, Person};
use crate::store::sign_in::SignIn;
use crate::store::{Db, Tx, challenge, factor, org, org_policy};
use serde_json::json;

impl Auth {
    /// S12, page 1: keeps what was typed, whatever is missing of it, and leads to the check.
    pub async fn case_answers(&self, visitor: &mut Visitor, claims: Claims) -> Result<Next, Fault> {
        let (sign_in, who) = match self.case_sign_in(visitor).await? {
            Ok(running) => running,
            Err(elsewhere) => return Ok(elsewhere),
        };
        let claims = cut(claims);
        let mut tx = self.store.begin().await?;
        let Some(org) = self.may_ask(&mut tx, &who).await? else { return Ok(Next::to(Place::ResetMfa)) };
        if case::open_of(&mut tx, &who.id).await?.is_some() {
            return Ok(Next::to(Place::CaseStatus).say(Note::CaseOpen));
        }
        let sealed = self.seal_claims(&claims);
        match case::newest(&mut tx, sign_in.id.as_str()).await?.filter(|c| c.state.draft()) {
            Some(mut draft) => {
                draft.state = draft.state.next(Event::Answered).ok_or(Fault::Stale)?;
                draft.claimed_sealed = sealed;
                case::save(&mut tx, &draft).await?;
            }
            None => case::insert(&mut tx, &self.draft(&who, org, sign_in.id.as_str(), sealed)).await?,
        }
        self.commit(tx).await?;
        Ok(match missing(&claims) {
            Some(field) => Next::to(Place::ResetMfa).say(Note::AnswerMissing(field)),
            None => Next::to(Place::CaseCheck),
        })
    }

    /// S12, page 2: `Send request` mails the code that confirms it.
    pub async fn case_send(&self, visitor: &mut Visitor) -> Result<Next, Fault> {
        let (sign_in, who) = match self.case_sign_in(visitor).await? {
            Ok(running) => running,
            Err(elsewhere) => return Ok(elsewhere),
        };
        let mut tx = self.store.begin().await?;
        let Some(mut draft) = self.own_draft(&mut tx, &sign_in).await? else {
            return Ok(Next::to(Place::ResetMfa));
        };
        if let Some(field) = missing(&self.claims(&draft)?) {
            return Ok(Next::to(Place::ResetMfa).say(Note::AnswerMissing(field)));
        }
        let repeated = match &draft.challenge {
            Some(id) => {
                let old = challenge::get(&mut tx, id).await?;
                self.repeat_code(&mut tx, visitor, &who, &old, Channel::Email).await?
            }
            None => None,
        };
        let note = match repeated {
            Some(note) => note,
            None => {
                let to = Destination::Mail(who.email.clone());
                let binding = draft.id.as_str().to_owned();
                let ask = Ask { purpose: Purpose::Case, binding: &binding, channel: Channel::Email, to: &to };
                match self.ask_code(&mut tx, visitor, &who, ask).await? {
                    Ok(sent) => {
                        let note = sent_note(&sent, &to);
                        draft.challenge = Some(sent.id);
                        note
                    }
                    Err(note) => note,
                }
            }
        };
        let first = draft.state == State::Draft;
        draft.state = draft.state.next(Event::CodeSent).ok_or(Fault::Stale)?;
        case::save(&mut tx, &draft).await?;
        self.commit(tx).await?;
        let fine = first && note == Note::CodeSent;
        Ok(Next::to(Place::CaseCode).say_maybe((!fine).then_some(note)))
    }

    /// S12: the mailed code. Right: the request is open, and everybody who should know is told at once.
    pub async fn case_confirm(&self, visitor: &mut Visitor, typed: &str) -> Result<Next, Fault> {
        let (sign_in, who) = match self.case_sign_in(visitor).await? {
            Ok(running) => running,
            Err(elsewhere) => return Ok(elsewhere),
        };
        let here = |note| Ok(Next::to(Place::CaseCode).say(note));
        let mut db = self.store.read().await?;
        let draft = self.own_draft(&mut db, &sign_in).await?.filter(|c| c.state == State::Confirming);
        let Some(mut opening) = draft else { return Ok(Next::to(Place::ResetMfa)) };
        let Some(id) = &opening.challenge else { return here(Note::CodeMissing { wanted: 8, mailed: true }) };
        let challenge = challenge::get(&mut db, id).await?;
        drop(db);
        let code = match read_code(Channel::Email, typed) {
            Ok(code) => code,
            Err(note) => return here(note),
        };
        if !challenge.facts.takes_tries(self.now(), &self.policy) {
            return self.case_send(visitor).await;
        }
        let right = match self.try_code(visitor, &who, &challenge, &code).await? {
            Ok(right) => right,
            Err(note) => return here(note),
        };
        let claims = self.claims(&opening)?;
        let now = self.now();
        let mut tx = self.begin_with_code(&who, &right).await?;
        // Read again inside: a password that was replaced by mail a moment ago speaks against the case.
        let who = person::get(&mut tx, &who.id).await?;
        let facts = self.compare(&mut tx, &who, &opening.org, &claims).await?;
        opening.wrong = i64::try_from(facts.iter().filter(|f| !f.right).count()).unwrap_or(i64::MAX);
        let doubt = Doubt::of(opening.wrong, who.password_mailed.is_some(), &self.policy);
        opening.state = opening.state.next(Event::Confirmed(doubt)).ok_or(Fault::Stale)?;
        opening.opened = Some(now);
        let wait = org_policy::get(&mut tx, &opening.org).await?.case_wait(&self.policy);
        opening.ready = Some(now + wait);
        opening.expires = now + wait + self.policy.case_life;
        case::save(&mut tx, &opening).await?;
        let detail = json!({ "case": opening.number, "reason": claims.reason, "review": doubt.any() });
        self.record(&mut tx, self.case_subject(&opening), visitor, Kind::CaseOpened, detail).await?;
        self.tell_of_case(&mut tx, visitor, &who, &opening, What::CaseOpened).await?;
        self.commit(tx).await?;
        Ok(Next::to(Place::CaseStatus).say(Note::CaseOpened))
    }

    /// What the pages of S12 show.
    pub(super) async fn case_form(
        &self,
        visitor: &Visitor,
        who: &Person,
        sign_in: &SignIn,
    ) -> Result<Option<CaseForm>, Fault> {
        let mut db = self.store.read().await?;
        let Some(org) = self.may_ask(&mut db, who).await? else { return Ok(None) };
        let wait = org_policy::get(&mut db, &org).await?.case_wait(&self.policy);
        let draft = self.own_draft(&mut db, sign_in).await?;
        let claims = match &draft {
            Some(draft) => self.claims(draft)?,
            None => Claims { method: "card".into(), ..Claims::default() },
        };
        Ok(Some(CaseForm {
            to: masked(who),
            claims,
            wait: in_words(wait.0),
            signed_in: visitor.session.is_some(),
            reset: self.who_reset(visitor, who).await?,
        }))
    }

    pub(super) async fn case_check(&self, who: &Person, sign_in: &SignIn) -> Result<Option<CaseCheck>, Fault> {
        let mut db = self.store.read().await?;
        let Some(draft) = self.own_draft(&mut db, sign_in).await? else { return Ok(None) };
        let claims = self.claims(&draft)?;
        Ok(missing(&claims).is_none().then(|| CaseCheck { claims, to: masked(who) }))
    }

    pub(super) async fn case_code(
        &self,
        visitor: &Visitor,
        who: &Person,
        sign_in: &SignIn,
    ) -> Result<Option<CaseCode>, Fault> {
        let mut db = self.store.read().await?;
        let draft = self.own_draft(&mut db, sign_in).await?.filter(|c| c.state == State::Confirming);
        let Some(draft) = draft else { return Ok(None) };
        let code = match &draft.challenge {
            Some(id) => {
                let sent = challenge::get(&mut db, id).await?;
                Some(self.code_sent(visitor, "", &sent, masked(who)))
            }
            None => None,
        };
        Ok(Some(CaseCode { code, to: masked(who) }))
    }

    /// The paid organization that the person owns: whoever owns none is told who can help.
    pub(super) async fn may_ask(&self, db: &mut Db, who: &Person) -> Result<Option<OrgId>, Fault> {
        let seats = org::seats(db, &who.id).await?;
        Ok(seats.into_iter().find(|s| s.role == Role::Owner && s.plan == Plan::Paid).map(|s| s.org))
    }

    /// The sign-in that a case is begun in: the password was right, and the code is asked for or nothing leads on.
    async fn case_sign_in(&self, visitor: &Visitor) -> Result<Result<(SignIn, Person), Next>, Fault> {
        self.running_sign_in(visitor, "", &[sign_in::State::Code, sign_in::State::Barred]).await
    }

    async fn own_draft(&self, db: &mut Db, sign_in: &SignIn) -> Result<Option<Case>, Fault> {
        let newest = case::newest(db, sign_in.id.as_str()).await?;
        Ok(newest.filter(|c| c.state.draft() && self.now() < c.expires))
    }

    pub(super) fn draft(&self, who: &Person, org: OrgId, binding: &str, claimed_sealed: String) -> Case {
        let bytes = self.env.bytes::<4>();
        let digits = u32::from_be_bytes(bytes) % 100_000_000;
        Case {
            id: self.env.id(),
            number: format!("R-{:04}-{:04}", digits / 10_000, digits % 10_000),
            person: who.id.clone(),
            org,
            binding: binding.to_owned(),
            state: State::Draft,
            claimed_sealed,
            wrong: 0,
            challenge: None,
            created: self.now(),
            opened: None,
            ready: None,
            reminded: 0,
            decided: None,
            expires: self.now() + self.policy.sign_in_life,
            version: 0,
            reset: None,
            told: false,
        }
    }

    pub(super) fn claims(&self, case: &Case) -> Result<Claims, Fault> {
        let json = self.vault.open("claims", &case.claimed_sealed).ok_or(Fault::Broken("claims"))?;
        serde_json::from_str(&json).map_err(|_| Fault::Broken("claims"))
    }

    /// What a request holds that nobody filled in.
    pub(super) fn no_claims(&self) -> String {
        self.seal_claims(&Claims::default())
    }

    fn seal_claims(&self, claims: &Claims) -> String {
        self.vault.seal(&self.env, "claims", &serde_json::to_string(claims).unwrap_or_default())
    }

    /// Cases stand in the chain of the organization that is asked.
    pub(super) fn case_subject<'a>(&self, case: &'a Case) -> Subject<'a> {
        Subject { chain: format!("org:{}", case.org), person: case.person.as_str() }
    }

    /// Tells every address, every phone of the person and every other owner how a case stands, with "This wasn't me".
    async fn tell_of_case(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        who: &Person,
        case: &Case,
        what: What,
    ) -> Result<(), Fault> {
        let phones = factor::phones(tx, &who.id).await?;
        let due = match what {
            What::CasePassed => case.expires,
            _ => case.ready.unwrap_or(case.expires),
        };
        let mut news = News::of(what).to(&phones).staff(Staff::Owners(&case.org));
        if case.state.open() {
            let wait = (case.ready.unwrap_or(case.expires).0 - case.opened.unwrap_or(case.created).0) / 1000;
            let life = crate::model::Seconds(wait.max(self.policy.undo.0) + self.policy.case_life.0);
            news = news.with_undo(self.keep_way_back(tx, who, Kind::CaseOpened, life).await?);
        }
        let news = news.case(case.id.as_str(), &case.number, Some(due));
        self.tell(tx, visitor, who, news).await
    }

    /// Cancels the open or granted case of a person, if there is one, and says so to everybody who was told of it.
    pub(super) async fn cancel_open_case(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        who: &Person,
        why: &'static str,
    ) -> Result<(), Fault> {
        let Some(mut open) = case::open_of(tx, &who.id).await? else { return Ok(()) };
        self.end_case(tx, visitor, who, &mut open, Event::Cancelled, (who.id.as_str(), why)).await
    }

    /// Ends a case without a pass.
    async fn end_case(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        who: &Person,
        open: &mut Case,
        event: Event,
        (by, why): (&str, &str),
    ) -> Result<(), Fault> {
        open.state = open.state.next(event).ok_or(Fault::Stale)?;
        open.decided = Some((by.to_owned(), self.now()));
        case::save(tx, open).await?;
        let (kind, what) = match open.state {
            State::Refused => (Kind::CaseRefused, What::CaseRefused),
            State::Expired => (Kind::CaseExpired, What::CaseCancelled),
            _ => (Kind::CaseCancelled, What::CaseCancelled),
        };
        let detail = json!({ "case": open.number, "why": why });
        self.record_by(tx, self.case_subject(open), visitor, by, kind, detail).await?;
        if open.reset.is_some() {
            return self.tell_of_lost_pass(tx, visitor, who, open).await;
        }
        self.tell_of_case(tx, visitor, who, open, what).await
    }
}

/// What is missing or cannot be among the answers.
fn missing(claims: &Claims) -> Option<Field> {
    let checks = [
        (!claims.organization.is_empty(), Field::Organization),
        (!claims.name.is_empty(), Field::Name),
        (super::billing::account(&claims.method, &claims.account).is_some(), Field::Account),
        (!claims.postal.is_empty(), Field::Postal),
        (read_month(&claims.month).is_some(), Field::Month),
        (CaseReason::parse(&claims.reason).is_some(), Field::Reason),
    ];
    checks.into_iter().find(|(fine, _)| !fine).map(|(_, field)| field)
}

/// What was typed, trimmed and of bounded length.
fn cut(claims: Claims) -> Claims {
    let cut = |text: String, most: usize| -> String {
        text.trim().chars().filter(|c| !c.is_control() || *c == '\n').take(most).collect()
    };
    let month = read_month(&claims.month);
    Claims {
        organization: cut(claims.organization, 80),
        name: cut(claims.name, 80),
        method: cut(claims.method, 10),
        account: cut(claims.account, 80),
        postal: cut(claims.postal, 12),
        month: month.unwrap_or_else(|| cut(claims.month, 20)),
        reason: cut(claims.reason, 20),
        details: cut(claims.details, 500),
    }
}

pub(super) fn masked(who: &Person) -> String {
    Email::parse(&who.email).map(|e| e.masked()).unwrap_or_default()
}

/// A wait in words: "72 hours", "2 minutes".
fn in_words(seconds: i64) -> String {
    match seconds {
        s if s % 3600 == 0 && s > 3600 => format!("{} hours", s / 3600),
        3600 => "1 hour".into(),
        s if s >= 120 => format!("{} minutes", s / 60),
        s => format!("{s} seconds"),
    }
}
