//! Belonging to an organization and being managed by it. An organization gives its power over an account up, or is given it
//! by the account's own person; it never takes it.

use super::in_chain;
use crate::auth::notice::{News, Staff};
use crate::auth::{Auth, Fault, Next, Visitor};
use crate::model::{Kind, Note, OrgAddress, OrgId, OrgNote, OrgSpot, Place, Role};
use crate::store::outbox::{MemberNews, What};
use crate::store::person::{self, Person};
use crate::store::session::Session;
use crate::store::{Tx, invitation, member, org};
use serde_json::json;

impl Auth {
    /// Managed to independent: the person is their own from now on, and no admin resets their 2FA any more.
    pub async fn member_release(&self, visitor: &mut Visitor, org: &str, person: &str) -> Result<Next, Fault> {
        let mut deed = match self.begin_managed_deed(visitor, org, person).await? {
            Ok(deed) => deed,
            Err(elsewhere) => return Ok(elsewhere),
        };
        let (org, id) = (deed.seat.org.clone(), deed.who.id.clone());
        member::release(&mut deed.tx, &org, &id).await?;
        let said = OrgNote::Released { name: deed.who.name.clone() };
        self.end_deed(visitor, deed, (Kind::Released, json!({})), (MemberNews::Released, ""), said).await
    }

    /// Removes somebody from the organization, which does not manage them any more either.
    pub async fn member_remove(
        &self,
        visitor: &mut Visitor,
        org: &str,
        person: &str,
        agreed: bool,
    ) -> Result<Next, Fault> {
        let mut deed = match self.begin_deed(visitor, org, person).await? {
            Ok(deed) => deed,
            Err(elsewhere) => return Ok(elsewhere),
        };
        if let Some(note) = deed.hindrance() {
            return deed.stop(note);
        }
        if deed.last_owner().await? {
            return deed.stop(OrgNote::LastOwner);
        }
        if !agreed {
            return deed.stop(OrgNote::TickFirst);
        }
        let (org, id, managed) = (deed.seat.org.clone(), deed.who.id.clone(), deed.managed());
        if managed {
            member::release(&mut deed.tx, &org, &id).await?;
        }
        member::remove(&mut deed.tx, &org, &id).await?;
        invitation::revoke_above(&mut deed.tx, &org, &id, None, self.now()).await?;
        let said = OrgNote::Removed { name: deed.who.name.clone() };
        let detail = json!({ "role": deed.role.word(), "managed": managed });
        let news = (MemberNews::Removed, "");
        self.end_deed(visitor, deed, (Kind::Removed, detail), news, said.clone()).await?;
        // The person has no page here any more.
        Ok(Next::org(&OrgAddress::new(&org, OrgSpot::People)).say(Note::Org(said)))
    }

    /// The signed-in person leaves an organization. Whoever is managed asks an admin: the account is the organization's to
    /// answer for.
    pub async fn leave(&self, visitor: &mut Visitor, org: &str, agreed: bool) -> Result<Next, Fault> {
        let here = |note| Ok(Next::to(Place::Organizations).say(Note::Org(note)));
        let (session, mut tx, who, seat) = match self.own_place(visitor, org).await? {
            Ok(own) => own,
            Err(elsewhere) => return Ok(elsewhere),
        };
        if who.managed_by.as_deref() == Some(seat.org.as_str()) {
            return here(OrgNote::LeaveManaged);
        }
        if seat.role == Role::Owner && member::other_owners(&mut tx, &seat.org, &who.id).await? == 0 {
            return here(OrgNote::LastOwner);
        }
        if !agreed {
            return here(OrgNote::TickFirst);
        }
        member::remove(&mut tx, &seat.org, &who.id).await?;
        invitation::revoke_above(&mut tx, &seat.org, &who.id, None, self.now()).await?;
        let own = (Kind::Left, MemberNews::Left);
        self.end_own(visitor, tx, &session, &who, &seat, own).await?;
        here(OrgNote::Left { org: seat.name })
    }

    /// The signed-in person lets an organization manage their account: its admins may reset their 2FA from then on.
    pub async fn let_manage(&self, visitor: &mut Visitor, org: &str, agreed: bool) -> Result<Next, Fault> {
        let here = |note| Ok(Next::to(Place::Organizations).say(Note::Org(note)));
        let (session, mut tx, who, seat) = match self.own_place(visitor, org).await? {
            Ok(own) => own,
            Err(elsewhere) => return Ok(elsewhere),
        };
        let said = OrgNote::Managed { org: seat.name.clone() };
        if let Some(manager) = &who.managed_by {
            return here(if *manager == seat.org.as_str() { said } else { OrgNote::Changed });
        }
        if !agreed {
            return here(OrgNote::TickFirst);
        }
        member::manage(&mut tx, &seat.org, &who.id).await?;
        let own = (Kind::Managed, MemberNews::Managed);
        self.end_own(visitor, tx, &session, &who, &seat, own).await?;
        here(said)
    }

    /// The signed-in person's place in an organization, held for a change of their own.
    ///
    /// # Errors
    /// [`Fault::NotFound`] where they have none, exactly as for no organization at all.
    async fn own_place(
        &self,
        visitor: &mut Visitor,
        org: &str,
    ) -> Result<Result<(Session, Tx, Person, org::Seat), Next>, Fault> {
        let session = self.in_settings(visitor).await?;
        let org = OrgId::new(org);
        let mut db = self.store.read().await?;
        member::role(&mut db, &org, &session.person).await?.ok_or(Fault::NotFound)?;
        drop(db);
        if !self.is_fresh(&session) {
            return Ok(Err(self.prove_first(Place::Organizations)));
        }
        let mut tx = self.store.begin().await?;
        let who = person::hold(&mut tx, &session.person).await?;
        member::queue(&mut tx, &org).await?;
        let seat = org::seats(&mut tx, &who.id).await?.into_iter().find(|seat| seat.org == org);
        Ok(Ok((session, tx, who, seat.ok_or(Fault::NotFound)?)))
    }

    /// The event in the organization's chain, everybody told, a new token, and the commit.
    async fn end_own(
        &self,
        visitor: &mut Visitor,
        mut tx: Tx,
        session: &Session,
        who: &Person,
        seat: &org::Seat,
        (kind, news): (Kind, MemberNews),
    ) -> Result<(), Fault> {
        self.renew_token(&mut tx, visitor, &session.id).await?;
        let subject = in_chain(&seat.org, &who.id);
        self.record(&mut tx, subject, visitor, kind, json!({ "role": seat.role.word() })).await?;
        let news = News::of(What::Member(news)).within(seat.name.clone(), who.name.clone());
        self.tell(&mut tx, visitor, who, news.staff(Staff::Owners(&seat.org))).await?;
        self.commit(tx).await
    }
}
