//! Email addresses: the one to sign in with, and others that are told of changes (63B §4.6 asks for room for two). A new
//! one is proved by a code before it counts.

use super::audit::Kind;
use super::code::{Ask, Destination};
use super::sign_in::{read_code, sent_note};
use super::{Auth, Fault, Next, Typed, Visitor};
use crate::model::{Channel, Email, Emails, NewEmailCode, Note, PersonId, Place, Purpose, Timestamp};
use crate::store::challenge::{self, Challenge};
use crate::store::session::Session;
use crate::store::{Db, audit, person};

impl Auth {
    /// A new address: a code goes to it. `primary`: it shall be the one to sign in with.
    pub async fn email_add(&self, visitor: &mut Visitor, typed: &str, primary: bool) -> Result<Next, Fault> {
        let (session, who) = match self.may_change(visitor, Place::Emails).await? {
            Ok(may) => may,
            Err(elsewhere) => return Ok(elsewhere),
        };
        let email = typed.chars().take(Email::MAX).collect();
        let kept = Typed { email, ticked: primary, ..Typed::default() };
        let here = |note| Ok(Next::to(Place::Emails).say(note).keep(kept.clone()));
        let Some(address) = Email::parse(typed) else { return here(Note::EmailMissing) };
        let mut tx = self.store.begin().await?;
        let mine = person::addresses(&mut tx, &who.id).await?;
        let own = mine.iter().any(|a| a == address.as_str());
        if address.as_str() == who.email || own && !primary {
            return here(Note::EmailSame);
        }
        if !own && i64::try_from(mine.len()).is_ok_and(|n| n >= self.policy.addresses) {
            return here(Note::TooManyEmails);
        }
        if primary && let Some(held) = self.email_held(&mut tx, visitor, &session).await? {
            return here(held);
        }
        let to = Destination::Mail(address.as_str().to_owned());
        let binding = binding(&session, primary);
        let ask = Ask { purpose: Purpose::Email, binding: &binding, channel: Channel::Email, to: &to };
        if let Err(note) = self.ask_code(&mut tx, visitor, &who, ask).await? {
            return here(note);
        }
        self.commit(tx).await?;
        Ok(Next::to(Place::EmailCode))
    }

    /// The code that came to the new address.
    pub async fn email_code(&self, visitor: &mut Visitor, typed: &str) -> Result<Next, Fault> {
        let (session, who) = match self.may_change(visitor, Place::Emails).await? {
            Ok(may) => may,
            Err(elsewhere) => return Ok(elsewhere),
        };
        let here = |note| Ok(Next::to(Place::EmailCode).say(note));
        let mut db = self.store.read().await?;
        let Some((challenge, primary)) = self.new_address(&mut db, &session).await? else {
            return Ok(Next::to(Place::Emails).say(Note::FlowOver));
        };
        // Asked again: a factor may have changed since the code was sent.
        if primary && let Some(held) = self.email_held(&mut db, visitor, &session).await? {
            return Ok(Next::to(Place::Emails).say(held));
        }
        drop(db);
        let code = match read_code(Channel::Email, typed) {
            Ok(code) => code,
            Err(note) => return here(note),
        };
        if !challenge.facts.takes_tries(self.now(), &self.policy) {
            return self.email_again(visitor).await;
        }
        let right = match self.try_code(visitor, &who, &challenge, &code).await? {
            Ok(right) => right,
            Err(note) => return here(note),
        };
        let address = self.destination(&challenge)?.text().to_owned();
        let mut tx = self.begin_with_code(&who, &right).await?;
        if primary {
            let Some(email) = Email::parse(&address) else { return Err(Fault::Broken("address")) };
            // Whoever reads this proved that the mailbox is theirs, so the words tell them nothing new.
            if person::by_email(&mut tx, &email).await?.is_some() {
                self.commit(tx).await?;
                return Ok(Next::to(Place::Emails).say(Note::EmailInUse));
            }
            self.put_email(&mut tx, visitor, &who, &address, &session.id).await?;
            self.renew_token(&mut tx, visitor, &session.id).await?;
        } else {
            self.put_address(&mut tx, visitor, &who, &address).await?;
        }
        self.commit(tx).await?;
        Ok(Next::to(Place::Emails).say(if primary { Note::EmailChanged } else { Note::EmailAdded }))
    }

    /// The code to the new address once more.
    pub async fn email_again(&self, visitor: &mut Visitor) -> Result<Next, Fault> {
        let (session, who) = match self.may_change(visitor, Place::Emails).await? {
            Ok(may) => may,
            Err(elsewhere) => return Ok(elsewhere),
        };
        let mut tx = self.store.begin().await?;
        let Some((old, primary)) = self.new_address(&mut tx, &session).await? else {
            return Ok(Next::to(Place::Emails).say(Note::FlowOver));
        };
        let note = match self.repeat_code(&mut tx, visitor, &who, &old, Channel::Email).await? {
            Some(note) => note,
            None => {
                let (to, binding) = (self.destination(&old)?, binding(&session, primary));
                let ask = Ask { purpose: Purpose::Email, binding: &binding, channel: Channel::Email, to: &to };
                match self.ask_code(&mut tx, visitor, &who, ask).await? {
                    Ok(new) => sent_note(&new, &to),
                    Err(note) => note,
                }
            }
        };
        self.commit(tx).await?;
        Ok(Next::to(Place::EmailCode).say(note))
    }

    /// Takes an address off the list; never the one to sign in with.
    pub async fn email_remove(&self, visitor: &mut Visitor, address: &str) -> Result<Next, Fault> {
        let (session, who) = match self.may_change(visitor, Place::Emails).await? {
            Ok(may) => may,
            Err(elsewhere) => return Ok(elsewhere),
        };
        let mut tx = self.store.begin().await?;
        let known = person::addresses(&mut tx, &who.id).await?.iter().any(|a| a == address);
        if !known || address == who.email {
            return Ok(Next::to(Place::Emails));
        }
        self.drop_address(&mut tx, visitor, &who, address).await?;
        self.renew_token(&mut tx, visitor, &session.id).await?;
        self.commit(tx).await?;
        Ok(Next::to(Place::Emails).say(Note::EmailRemoved))
    }

    /// The code under way to a new address of this session, and whether it shall be the one to sign in with.
    async fn new_address(&self, db: &mut Db, session: &Session) -> Result<Option<(Challenge, bool)>, Fault> {
        let mut found = None;
        for primary in [false, true] {
            let newest = challenge::newest(db, Purpose::Email, &binding(session, primary)).await?;
            let live = newest.filter(|c| !c.facts.used && !c.facts.ended);
            found = live.map(|c| (c, primary)).or(found);
        }
        Ok(found)
    }

    /// After a change of factors the address stays as it is for a day: the owner must still be reached (CS-MFA).
    async fn email_held(&self, db: &mut Db, visitor: &Visitor, session: &Session) -> Result<Option<Note>, Fault> {
        let until = self.held_until(db, &session.person).await?;
        Ok(until.map(|until| Note::EmailHeld(visitor.zone.full(until))))
    }

    /// Until when a change of factors holds up what could give the account away (CS-MFA): another address to sign in with,
    /// another owner.
    pub(super) async fn held_until(&self, db: &mut Db, person: &PersonId) -> Result<Option<Timestamp>, Fault> {
        let kinds = [
            Kind::PhoneAdded,
            Kind::PhoneChanged,
            Kind::PhoneRemoved,
            Kind::AppAdded,
            Kind::AppRemoved,
            Kind::TurnedOff,
            Kind::RecoveryUsed,
            Kind::Reset,
        ];
        let words = kinds.map(Kind::word).join(" ");
        let last = audit::last(db, person, &format!(" {words} ")).await?;
        Ok(last.map(|at| at + self.policy.email_hold).filter(|until| self.now() < *until))
    }

    pub(super) async fn emails_page(&self, visitor: &Visitor, session: &Session) -> Result<Emails, Fault> {
        let mut db = self.store.read().await?;
        let mut others = person::addresses(&mut db, &session.person).await?;
        let room = i64::try_from(others.len()).is_ok_and(|n| n < self.policy.addresses);
        others.retain(|address| *address != session.email);
        let Typed { email, ticked, .. } = visitor.carried.typed.clone();
        Ok(Emails { primary: session.email.clone(), others, room, typed: email, changing: ticked })
    }

    pub(super) async fn email_code_page(
        &self,
        visitor: &Visitor,
        session: &Session,
    ) -> Result<Option<NewEmailCode>, Fault> {
        let mut db = self.store.read().await?;
        let Some((challenge, primary)) = self.new_address(&mut db, session).await? else { return Ok(None) };
        let to = self.destination(&challenge)?.text().to_owned();
        Ok(Some(NewEmailCode { code: self.code_sent(visitor, "", &challenge, to), primary }))
    }
}

/// The session, and what the new address is for: a code asked for one purpose is of no use for the other.
fn binding(session: &Session, primary: bool) -> String {
    if primary { format!("{}:primary", session.id) } else { format!("{}:notices", session.id) }
}
