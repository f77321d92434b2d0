//! What an admin or owner does to somebody else's place in the organization: how each of these begins, and who may.

use super::Desk;
use crate::auth::notice::{News, Staff};
use crate::auth::{Auth, Fault, Next, Visitor};
use crate::model::{Kind, Note, OrgAddress, OrgId, OrgNote, OrgSpot, PersonId, Role};
use crate::store::org::{self, Seat};
use crate::store::outbox::{MemberNews, What};
use crate::store::person::{self, Person};
use crate::store::{Tx, member};
use serde_json::Value;

/// Something that is about to be done to somebody: everybody's rights as they are inside of its transaction.
pub(super) struct Deed {
    /// Holds the person's row, then the organization's: nobody else changes either meanwhile.
    pub tx: Tx,
    /// Who does it.
    pub desk: Desk,
    /// Where, and as what.
    pub seat: Seat,
    /// To whom.
    pub who: Person,
    /// Their role.
    pub role: Role,
    /// The person's page.
    page: OrgAddress,
}

impl Deed {
    /// The person's own account.
    pub fn own(&self) -> bool {
        self.who.id == self.desk.session.person
    }

    /// The organization manages the person.
    pub fn managed(&self) -> bool {
        self.who.managed_by.as_deref() == Some(self.seat.org.as_str())
    }

    /// Back to the person's page, with something to say; nothing is written.
    pub fn stop(&self, note: OrgNote) -> Result<Next, Fault> {
        Ok(Next::org(&self.page).say(Note::Org(note)))
    }

    /// Why this seat may not touch this person at all: oneself, or somebody of a higher role.
    pub fn hindrance(&self) -> Option<OrgNote> {
        match () {
            () if self.own() => Some(OrgNote::Own),
            () if self.role > self.seat.role => Some(OrgNote::HigherRole),
            () => None,
        }
    }

    /// The person is an owner, and no other owner could act without them.
    pub async fn last_owner(&mut self) -> Result<bool, Fault> {
        let others = member::other_owners(&mut self.tx, &self.seat.org, &self.who.id).await?;
        Ok(self.role == Role::Owner && others == 0)
    }
}

impl Auth {
    /// Begins something that an admin or owner does to a person of the organization, after a fresh full sign-in.
    ///
    /// # Errors
    /// [`Fault::NotFound`] for people of other organizations exactly as for those who do not exist (T11); else as
    /// [`Auth::desk`].
    pub(super) async fn begin_deed(
        &self,
        visitor: &mut Visitor,
        org: &str,
        person: &str,
    ) -> Result<Result<Deed, Next>, Fault> {
        let (org, id) = (OrgId::new(org), PersonId::new(person));
        let desk = self.desk(visitor, &org).await?;
        let mut db = self.store.read().await?;
        member::role(&mut db, &org, &id).await?.ok_or(Fault::NotFound)?;
        drop(db);
        let page = OrgAddress::new(&org, OrgSpot::Person(id.clone()));
        if !self.is_fresh(&desk.session) {
            return Ok(Err(self.prove_first_at(&page)));
        }
        let mut tx = self.store.begin().await?;
        let who = person::hold(&mut tx, &id).await?;
        member::queue(&mut tx, &org).await?;
        // What was read before may be over: whoever holds both rows is alone from here on.
        let role = member::role(&mut tx, &org, &id).await?.ok_or(Fault::NotFound)?;
        let seat = self.seat_now(&mut tx, &desk).await?;
        Ok(Ok(Deed { tx, desk, seat, who, role, page }))
    }

    /// Begins something that only an organization which manages the person may do, to somebody whom this seat may touch.
    ///
    /// # Errors
    /// As for [`Auth::begin_deed`].
    pub(super) async fn begin_managed_deed(
        &self,
        visitor: &mut Visitor,
        org: &str,
        person: &str,
    ) -> Result<Result<Deed, Next>, Fault> {
        let deed = match self.begin_deed(visitor, org, person).await? {
            Ok(deed) => deed,
            Err(elsewhere) => return Ok(Err(elsewhere)),
        };
        match deed.hindrance().or((!deed.managed()).then_some(OrgNote::NotManaged)) {
            Some(note) => Ok(Err(deed.stop(note)?)),
            None => Ok(Ok(deed)),
        }
    }

    /// The seat of somebody at work, as it is inside of this transaction.
    ///
    /// # Errors
    /// [`Fault::NotAllowed`] when it was taken away meanwhile.
    pub(super) async fn seat_now(&self, tx: &mut Tx, desk: &Desk) -> Result<Seat, Fault> {
        let seats = org::seats(tx, &desk.session.person).await?;
        let suspended = person::get(tx, &desk.session.person).await?.suspended;
        let seat = seats.into_iter().find(|seat| seat.org == desk.seat.org && seat.role >= Role::Admin && !suspended);
        seat.ok_or(Fault::NotAllowed)
    }

    /// Writes the event into the organization's chain, tells the person and every other owner, and commits.
    pub(super) async fn end_deed(
        &self,
        visitor: &Visitor,
        mut deed: Deed,
        (kind, detail): (Kind, Value),
        (news, extra): (MemberNews, &str),
        said: OrgNote,
    ) -> Result<Next, Fault> {
        let actor = deed.desk.session.person.clone();
        let subject = super::in_chain(&deed.seat.org, &deed.who.id);
        self.record_by(&mut deed.tx, subject, visitor, actor.as_str(), kind, detail).await?;
        let by = deed.desk.session.name.clone();
        let news = News::of(What::Member(news)).within(deed.seat.name.clone(), by).extra(extra);
        let news = news.staff(Staff::Owners(&deed.seat.org));
        self.tell(&mut deed.tx, visitor, &deed.who, news).await?;
        let Deed { tx, page, .. } = deed;
        self.commit(tx).await?;
        Ok(Next::org(&page).say(Note::Org(said)))
    }
}
