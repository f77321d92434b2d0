//! The invited person's side of an invitation. The link shows a page, and its button acts (T24). It makes an account where
//! there is none; an account that is there joins by its own person's doing, and stays their own: nobody gets power over an
//! account by inviting it.

use super::audit::{Kind, Subject};
use super::notice::{News, Staff};
use super::org::role_words;
use super::passwords::judge_own_words;
use super::{Auth, Fault, Next, Typed, Visitor};
use crate::model::{
    Belonging, Email, InvitationPage, Note, OpenInvitation, OrgNote, Organizations, Password, PersonId, Place, Role,
};
use crate::store::invitation::{self, End, Invitation};
use crate::store::outbox::{MemberNews, What};
use crate::store::person::{self, NewPerson, Person};
use crate::store::session::{self, Session};
use crate::store::{Db, Tx, member, org};
use crate::vault::{invitation_link, read_invitation_link};
use serde_json::json;

impl Auth {
    /// What the link shows. Reads only.
    pub(super) async fn invitation_page(
        &self,
        visitor: &Visitor,
        session: Option<&Session>,
        token: &str,
    ) -> Result<InvitationPage, Fault> {
        let typed = &visitor.carried.typed;
        let token = if token.is_empty() { typed.token.as_str() } else { token };
        if token.is_empty() {
            return Ok(InvitationPage::Answered);
        }
        let mut db = self.store.read().await?;
        let Some(found) = self.invited_by_link(&mut db, token).await? else { return Ok(InvitationPage::Over) };
        let key = invitation_link(&self.vault, &found.link_id());
        let invitation = self.show_invitation(&mut db, visitor, &found, key).await?;
        let Some(email) = Email::parse(&found.email) else { return Ok(InvitationPage::Over) };
        Ok(match (person::by_email(&mut db, &email).await?, session) {
            (None, _) => InvitationPage::New { invitation, name: typed.name.clone() },
            (Some(who), Some(session)) if who.id == session.person => InvitationPage::Join(invitation),
            (Some(_), session) => InvitationPage::SignIn { invitation, other: session.is_some() },
        })
    }

    /// Makes an account for an address that has none, managed by the organization. Its person signs in next, like anybody, and
    /// is asked for a phone where 2FA is required.
    pub async fn invitation_accept(
        &self,
        visitor: &mut Visitor,
        token: &str,
        name: &str,
        password: String,
    ) -> Result<Next, Fault> {
        let name: String = name.trim().chars().filter(|c| !c.is_control()).take(80).collect();
        let kept = Typed { token: token.to_owned(), name: name.clone(), ..Typed::default() };
        let here = |note| Ok(Next::to(Place::Invitation).say(note).keep(kept.clone()));
        let mut db = self.store.read().await?;
        let found = self.invited_by_link(&mut db, token).await?;
        let Some(email) = found.as_ref().and_then(|found| Email::parse(&found.email)) else {
            return here(Note::Org(OrgNote::InviteOver));
        };
        // Somebody has the address by now: their own page tells how to join.
        if person::by_email(&mut db, &email).await?.is_some() {
            return Ok(Next::to(Place::Invitation).keep(kept));
        }
        drop(db);
        if name.is_empty() {
            return here(Note::Org(OrgNote::NameMissing));
        }
        let password = Password::new(password);
        if password.is_empty() {
            return here(Note::PasswordMissing);
        }
        let judged = judge_own_words(&password, &[email.as_str(), &name]);
        if let Some(note) = self.judge(&password, None).await?.or(judged) {
            return here(note);
        }
        let phc = self.hasher.hash(password.expose()).await?;
        let mut tx = self.store.begin().await?;
        let Some(found) = self.invited_by_link(&mut tx, token).await? else {
            return here(Note::Org(OrgNote::InviteOver));
        };
        invitation::end(&mut tx, &found, End::Accepted, self.now()).await?;
        let id: PersonId = self.env.id();
        let new = NewPerson {
            id: &id,
            email: &email,
            name: &name,
            password_phc: &phc,
            managed_by: Some(found.org.as_str()),
            at: self.now(),
        };
        person::insert(&mut tx, new).await?;
        org::join(&mut tx, &found.org, &id, found.role).await?;
        let who = person::get(&mut tx, &id).await?;
        self.record(&mut tx, &who, visitor, Kind::AccountMade, json!({ "role": found.role.word() })).await?;
        self.joined(&mut tx, visitor, &who, &found).await?;
        self.commit(tx).await?;
        Ok(Next::to(Place::SignIn).keep(Typed { email: found.email, ..Typed::default() }))
    }

    /// The signed-in person joins, and stays their own. `key` is the secret of the link, or the invitation's id where it was
    /// listed for the person's own address.
    pub async fn invitation_join(&self, visitor: &mut Visitor, key: &str) -> Result<Next, Fault> {
        let (session, mut tx, who, found) = match self.own_invitation(visitor, key).await? {
            Ok(own) => own,
            Err(elsewhere) => return Ok(elsewhere),
        };
        let name = org::name(&mut tx, &found.org).await?.unwrap_or_default();
        invitation::end(&mut tx, &found, End::Accepted, self.now()).await?;
        if member::role(&mut tx, &found.org, &who.id).await?.is_none() {
            org::join(&mut tx, &found.org, &who.id, found.role).await?;
            if found.role >= Role::Admin {
                // Whatever was signed in as less does not become more (v5.0.0-7.2.4).
                session::end_others(&mut tx, &who.id, Some(&session.id), "role raised", self.now()).await?;
            }
            self.renew_token(&mut tx, visitor, &session.id).await?;
            self.joined(&mut tx, visitor, &who, &found).await?;
        }
        self.commit(tx).await?;
        Ok(Next::to(Place::Invitation).say(Note::Org(OrgNote::Joined { org: name })))
    }

    /// The signed-in person says no.
    pub async fn invitation_decline(&self, visitor: &mut Visitor, key: &str) -> Result<Next, Fault> {
        let (_, mut tx, _, found) = match self.own_invitation(visitor, key).await? {
            Ok(own) => own,
            Err(elsewhere) => return Ok(elsewhere),
        };
        invitation::end(&mut tx, &found, End::Declined, self.now()).await?;
        // Not whose account it was: the organization learns no more than that somebody said no.
        let subject = Subject { chain: format!("org:{}", found.org), person: found.by.as_str() };
        let detail = json!({ "to": found.email, "role": found.role.word(), "declined": true });
        self.record_by(&mut tx, subject, visitor, "nobody", Kind::InvitationEnded, detail).await?;
        self.commit(tx).await?;
        Ok(Next::to(Place::Invitation).say(Note::Org(OrgNote::Declined)))
    }

    /// The organizations of the signed-in person.
    pub(super) async fn organizations_page(
        &self,
        visitor: &Visitor,
        session: &Session,
    ) -> Result<Organizations, Fault> {
        let mut db = self.store.read().await?;
        let who = person::get(&mut db, &session.person).await?;
        let places = org::seats(&mut db, &who.id).await?.into_iter().map(|seat| Belonging {
            managed: who.managed_by.as_deref() == Some(seat.org.as_str()),
            org: seat.org.to_string(),
            name: seat.name,
            role: seat.role,
        });
        let places = places.collect();
        let mut invitations = Vec::new();
        for found in invitation::of_address(&mut db, &who.email, self.now()).await? {
            if self.may_still_invite(&mut db, &found).await? {
                let key = found.id.clone();
                invitations.push(self.show_invitation(&mut db, visitor, &found, key).await?);
            }
        }
        Ok(Organizations { places, managed: who.managed_by.is_some(), invitations })
    }

    /// The signed-in person with an invitation to the address that they sign in with, held for an answer.
    async fn own_invitation(
        &self,
        visitor: &mut Visitor,
        key: &str,
    ) -> Result<Result<(Session, Tx, Person, Invitation), Next>, Fault> {
        let session = self.signed_in(visitor).await?;
        let mut tx = self.store.begin().await?;
        let who = person::hold(&mut tx, &session.person).await?;
        let by_link = self.invited_by_link(&mut tx, key).await?;
        let found = match by_link {
            Some(found) => Some(found),
            // Without the link it takes the mailbox as well: the emailed gate stands before the list.
            None if self.now() < session.gate_until => invitation::by_id(&mut tx, key).await?,
            None => None,
        };
        let live = match found {
            Some(found) if self.live(&mut tx, &found).await? => Some(found),
            _ => None,
        };
        Ok(match live {
            Some(found) if found.email == who.email => Ok((session, tx, who, found)),
            // Somebody else's looks like nobody's.
            _ => Err(Next::to(Place::Invitation).say(Note::Org(OrgNote::InviteOver))),
        })
    }

    /// The invitation of a link, if the link is the newest one of it and its time is not over.
    async fn invited_by_link(&self, db: &mut Db, token: &str) -> Result<Option<Invitation>, Fault> {
        let Some(link) = read_invitation_link(&self.vault, token) else { return Ok(None) };
        let Some((id, _)) = link.rsplit_once('-') else { return Ok(None) };
        let Some(found) = invitation::by_id(db, id).await?.filter(|found| found.link_id() == link) else {
            return Ok(None);
        };
        Ok(if self.live(db, &found).await? { Some(found) } else { None })
    }

    async fn live(&self, db: &mut Db, found: &Invitation) -> Result<bool, Fault> {
        Ok(self.now() < found.expires && self.may_still_invite(db, found).await?)
    }

    /// Whoever invited could still do so: nobody keeps a way in open for whom it was closed.
    async fn may_still_invite(&self, db: &mut Db, found: &Invitation) -> Result<bool, Fault> {
        if person::get(db, &found.by).await?.suspended {
            return Ok(false);
        }
        let role = member::role(db, &found.org, &found.by).await?;
        Ok(role.is_some_and(|role| role >= Role::Admin && role >= found.role))
    }

    async fn show_invitation(
        &self,
        db: &mut Db,
        visitor: &Visitor,
        found: &Invitation,
        key: String,
    ) -> Result<OpenInvitation, Fault> {
        Ok(OpenInvitation {
            key,
            org: org::name(db, &found.org).await?.unwrap_or_default(),
            role: found.role,
            by: person::get(db, &found.by).await?.name,
            email: found.email.clone(),
            until: visitor.zone.full(found.expires),
        })
    }

    /// The event in the organization's chain, and everybody told.
    async fn joined(&self, tx: &mut Tx, visitor: &Visitor, who: &Person, found: &Invitation) -> Result<(), Fault> {
        let subject = Subject { chain: format!("org:{}", found.org), person: who.id.as_str() };
        let detail = json!({ "role": found.role.word(), "invited_by": found.by.as_str() });
        self.record(tx, subject, visitor, Kind::Joined, detail).await?;
        let name = org::name(tx, &found.org).await?.unwrap_or_default();
        let news = News::of(What::Member(MemberNews::Joined)).within(name, who.name.clone());
        let news = news.extra(role_words(found.role)).staff(Staff::Owners(&found.org));
        self.tell(tx, visitor, who, news).await
    }
}
