//! A full sign-in once more inside a session (v5.0.0-7.5.1): password, then the code of a phone or of the authenticator
//! app. Whatever protects the account changes only within 15 minutes of one.

use super::code::{Against, Ask, Asked, Destination};
use super::sign_in::{sent_note, unreadable};
use super::{Auth, Fault, Next, Typed, Visitor};
use crate::model::{Channel, Note, OrgAddress, OrgQuery, PhoneCode, Place, Prove, ProveStep, Purpose};
use crate::store::person::{self, Person};
use crate::store::session::{self, Session};
use crate::store::{Db, Tx, challenge, factor};

impl Auth {
    /// To the proof, and on to this page afterwards.
    pub(super) fn prove_first(&self, page: Place) -> Next {
        here(page.path())
    }

    /// To the proof, and on to this page of an organization afterwards.
    pub(super) fn prove_first_at(&self, page: &OrgAddress) -> Next {
        here(&page.path())
    }

    /// To the proof, and on to this address of an organization's page afterwards, with what it holds.
    pub(super) fn prove_first_to(&self, location: &str) -> Next {
        here(location)
    }

    /// The password. Where there is no second factor it is the whole proof.
    pub async fn prove_password(&self, visitor: &mut Visitor, password: String, next: &str) -> Result<Next, Fault> {
        let session = self.signed_in(visitor).await?;
        let here = |note| Ok(here(next).say_maybe(note));
        let mut db = self.store.read().await?;
        let who = person::get(&mut db, &session.person).await?;
        let second = self.has_second(&mut db, &who).await?;
        drop(db);
        if let Err(note) = self.check_own_password(visitor, &who, &password).await? {
            return here(Some(note));
        }
        let mut tx = self.store.begin().await?;
        if !second {
            return self.proved(tx, visitor, &session, next).await;
        }
        let note = match self.ask_proof(&mut tx, visitor, &who, &session, None).await? {
            Some(Err(note)) => Some(note),
            Some(Ok(_)) | None => None,
        };
        session::set_proving(&mut tx, &session.id, self.now()).await?;
        self.commit(tx).await?;
        here(note)
    }

    /// The code.
    pub async fn prove_code(&self, visitor: &mut Visitor, typed: &str, next: &str) -> Result<Next, Fault> {
        let session = self.signed_in(visitor).await?;
        let mut db = self.store.read().await?;
        let who = person::get(&mut db, &session.person).await?;
        let apps = !factor::apps(&mut db, &who.id).await?.is_empty();
        let challenge = challenge::newest(&mut db, Purpose::Proof, session.id.as_str()).await?;
        drop(db);
        if !self.is_proving(&session) {
            return Ok(here(next));
        }
        let typed = match PhoneCode::parse(typed) {
            Ok(code) => code.digits().to_owned(),
            Err(error) => return Ok(here(next).say(unreadable(error, false))),
        };
        let live = challenge.as_ref().filter(|c| c.facts.takes_tries(self.now(), &self.policy));
        if live.is_none() && !apps {
            return self.prove_send(visitor, "", next).await;
        }
        let against = Against { purpose: Purpose::Proof, challenge: live, apps };
        let right = match self.try_digits(visitor, &who, against, &typed).await? {
            Ok(right) => right,
            Err(note) => return Ok(here(next).say(note)),
        };
        let mut tx = self.begin_with_code(&who, &right).await?;
        self.second_factor_shown(&mut tx, visitor, &who).await?;
        self.proved(tx, visitor, &session, next).await
    }

    /// The code again, or by another channel.
    pub async fn prove_send(&self, visitor: &mut Visitor, channel: &str, next: &str) -> Result<Next, Fault> {
        let session = self.signed_in(visitor).await?;
        if !self.is_proving(&session) {
            return Ok(here(next));
        }
        let wished = Channel::parse(channel).filter(|c| *c != Channel::Email);
        let mut tx = self.store.begin().await?;
        let who = person::get(&mut tx, &session.person).await?;
        let old = challenge::newest(&mut tx, Purpose::Proof, session.id.as_str()).await?;
        let repeated = match &old {
            Some(old) => self.repeat_code(&mut tx, visitor, &who, old, wished.unwrap_or(old.channel)).await?,
            None => None,
        };
        let note = match repeated {
            Some(note) => Some(note),
            None => match self.ask_proof(&mut tx, visitor, &who, &session, wished).await? {
                Some(Ok(new)) => Some(sent_note(&new, &self.destination(&new)?)),
                Some(Err(note)) => Some(note),
                None => None,
            },
        };
        self.commit(tx).await?;
        Ok(here(next).say_maybe(note))
    }

    async fn proved(&self, mut tx: Tx, visitor: &mut Visitor, session: &Session, next: &str) -> Result<Next, Fault> {
        session::set_full(&mut tx, &session.id, self.now()).await?;
        self.renew_token(&mut tx, visitor, &session.id).await?;
        self.commit(tx).await?;
        Ok(goal(next).say(Note::Proved))
    }

    /// Sends a code to the main phone. `None`: only the authenticator app can prove.
    async fn ask_proof(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        who: &Person,
        session: &Session,
        wished: Option<Channel>,
    ) -> Result<Option<Asked>, Fault> {
        let Some(phone) = factor::phone(tx, &who.id).await?.filter(|_| !who.phone_disabled) else { return Ok(None) };
        let number = self.vault.open("phone", &phone.number_sealed).ok_or(Fault::Broken("phone"))?;
        let to = Destination::Phone(self.read_number(&number)?);
        let channel = wished.unwrap_or(who.channel);
        let ask = Ask { purpose: Purpose::Proof, binding: session.id.as_str(), channel, to: &to };
        Ok(Some(self.ask_code(tx, visitor, who, ask).await?))
    }

    /// The password was given for a proof a moment ago.
    fn is_proving(&self, session: &Session) -> bool {
        self.now() < session.proving + self.policy.code_life
    }

    /// A phone or an authenticator app is in force.
    pub(super) async fn has_second(&self, db: &mut Db, who: &Person) -> Result<bool, Fault> {
        Ok(factor::phone(db, &who.id).await?.is_some() || !factor::apps(db, &who.id).await?.is_empty())
    }

    /// What the page shows; `None`: the sign-in is fresh, nothing needs to be proved.
    pub(super) async fn prove_page(
        &self,
        visitor: &Visitor,
        session: &Session,
        next: &str,
    ) -> Result<Option<Prove>, Fault> {
        if self.is_fresh(session) {
            return Ok(None);
        }
        let step = match self.is_proving(session) {
            false => ProveStep::Password,
            true => {
                let mut db = self.store.read().await?;
                let who = person::get(&mut db, &session.person).await?;
                let phone = factor::phone(&mut db, &who.id).await?;
                let last = phone.as_ref().map(super::factor::last_two).unwrap_or_default();
                let sent = challenge::newest(&mut db, Purpose::Proof, session.id.as_str()).await?;
                ProveStep::Code {
                    code: sent.map(|c| Box::new(self.code_sent(visitor, "", &c, last))),
                    app: !factor::apps(&mut db, &who.id).await?.is_empty(),
                    phone: phone.is_some() && !who.phone_disabled,
                }
            }
        };
        Ok(Some(Prove { next: goal(next).location().to_owned(), step }))
    }
}

/// The page of the proof, with where it leads.
fn here(next: &str) -> Next {
    Next::to(Place::Prove).keep(Typed { next: next.to_owned(), ..Typed::default() })
}

/// Where a proof leads: a page of a signed-in person, never one of the way there.
pub(super) fn goal(next: &str) -> Next {
    let (path, query) = next.split_once('?').unwrap_or((next, ""));
    if let Some(address) = OrgAddress::parse(path) {
        return Next::org(&address).query(&OrgQuery::parse(query));
    }
    let fine = |place: &Place| {
        matches!(
            place,
            Place::Settings
                | Place::Edit
                | Place::AddApp
                | Place::Off
                | Place::Emails
                | Place::Password
                | Place::Organizations
                | Place::Billing
                | Place::Org
                | Place::Requests
                | Place::RecoveryCode
        )
    };
    Next::to(Place::parse(next).filter(fine).unwrap_or(Place::Settings))
}
