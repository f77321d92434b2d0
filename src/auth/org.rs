//! The pages of an organization, for its admins and owners, and who may see them. One file a page.

pub mod audit;

mod belong;
mod bulk;
mod deed;
mod delivery;
mod file;
mod invite;
mod overview;
mod people;
mod person;
mod policy;
mod role;
mod suspend;

pub use bulk::{BulkForm, BulkPicks};
pub use people::PeopleFile;
pub(super) use role::role_words;

use super::audit::Subject;
use super::look::Shown;
use super::{Auth, Fault, Visitor};
use crate::model::{
    Doc, DocPage, OrgAddress, OrgDoc, OrgHead, OrgId, OrgPage, OrgQuery, OrgSpot, PersonId, Place, Role, Screen,
};
use crate::store::org::{self, Seat};
use crate::store::session::Session;

/// Somebody at work for an organization: who, and with which role there, as read for this very request.
pub(super) struct Desk {
    /// Who.
    pub session: Session,
    /// Where, and as what.
    pub seat: Seat,
    /// Everywhere else as well.
    pub seats: Vec<Seat>,
}

impl Auth {
    /// The page at an address of an organization, or the way to where its visitor has to be first.
    ///
    /// # Errors
    /// [`Fault::NotFound`] for an organization that the visitor does not belong to, exactly as for one that does not exist
    /// (v5.0.0-8.4.1, T11); [`Fault::NotAllowed`] for its members without a part in running it; else only faults of ours.
    pub async fn org_shown(
        &self,
        visitor: &mut Visitor,
        address: &OrgAddress,
        query: &OrgQuery,
    ) -> Result<Shown, Fault> {
        let Some(session) = self.session(visitor).await? else {
            return self.shown(visitor, Place::Org, &super::Query::default()).await;
        };
        let desk = self.desk_of(session, &address.org).await?;
        let frame = self.frame(Some(&desk.session), &Screen::Document);
        let head = OrgHead {
            org: desk.seat.org.clone(),
            name: desk.seat.name.clone(),
            role: desk.seat.role,
            spot: address.spot.clone(),
            others: runs(&desk.seats).map(|s| (s.org.clone(), s.name.clone())).collect(),
        };
        let page = self.org_page(visitor, &desk, &address.spot, query).await?;
        let doc = Doc::Org(Box::new(OrgDoc { head, page }));
        let note = visitor.carried.note.take();
        Ok(Shown::Document(Box::new(DocPage { place: Place::Org, frame, note, doc })))
    }

    async fn org_page(
        &self,
        visitor: &Visitor,
        desk: &Desk,
        spot: &OrgSpot,
        query: &OrgQuery,
    ) -> Result<OrgPage, Fault> {
        match spot {
            OrgSpot::People => Ok(OrgPage::People(Box::new(self.people_page(visitor, desk, query).await?))),
            OrgSpot::Requests => Ok(OrgPage::Requests(self.requests_page(visitor, desk, query).await?)),
            OrgSpot::Reset(id) => Ok(OrgPage::Reset(Box::new(self.reset_page(visitor, desk, id).await?))),
            OrgSpot::Overview => Ok(OrgPage::Overview(Box::new(self.org_overview(visitor, desk, query).await?))),
            OrgSpot::Policy => Ok(OrgPage::Policy(self.policy_page(visitor, desk, query).await?)),
            OrgSpot::PolicyReview => self.policy_review(visitor, desk, query).await,
            OrgSpot::Delivery => Ok(OrgPage::Delivery(self.delivery_page(visitor, desk, query).await?)),
            OrgSpot::Person(id) => {
                Ok(OrgPage::Person(Box::new(self.person_page(visitor, desk, id, query.get("after")).await?)))
            }
            OrgSpot::Bulk(id) => Ok(OrgPage::Bulk(self.bulk_page(visitor, desk, id, query).await?)),
            OrgSpot::Invite => Ok(OrgPage::Invite(self.invite_page(visitor, desk).await?)),
            OrgSpot::Audit => Ok(OrgPage::Audit(Box::new(self.audit_page(visitor, desk, query).await?))),
            OrgSpot::Event(id) => Ok(OrgPage::Event(self.event_page(visitor, desk, id, query).await?)),
        }
    }

    /// The first organization that somebody helps to run, at this page.
    ///
    /// # Errors
    /// [`Fault::NotAllowed`] when there is none.
    pub(super) async fn own_org(&self, session: &Session, spot: OrgSpot) -> Result<OrgAddress, Fault> {
        let mut db = self.store.read().await?;
        let seats = org::seats(&mut db, &session.person).await?;
        let first = runs(&seats).next().ok_or(Fault::NotAllowed)?;
        Ok(OrgAddress::new(&first.org, spot))
    }

    /// What the signed-in visitor may do in an organization, read anew for every call, so that a role taken away is gone at
    /// once (v5.0.0-8.3.2).
    ///
    /// # Errors
    /// [`Fault::SignedOut`]; [`Fault::NotFound`] and [`Fault::NotAllowed`] as for [`Auth::org_shown`].
    pub(super) async fn desk(&self, visitor: &mut Visitor, org: &OrgId) -> Result<Desk, Fault> {
        let session = self.signed_in(visitor).await?;
        self.desk_of(session, org).await
    }

    pub(super) async fn desk_of(&self, session: Session, org: &OrgId) -> Result<Desk, Fault> {
        let mut db = self.store.read().await?;
        let seats = org::seats(&mut db, &session.person).await?;
        let seat = seats.iter().find(|seat| seat.org == *org).cloned().ok_or(Fault::NotFound)?;
        if seat.role < Role::Admin {
            return Err(Fault::NotAllowed);
        }
        Ok(Desk { session, seat, seats })
    }
}

/// Somebody in an organization's own chain, whoever manages them.
fn in_chain<'a>(org: &OrgId, person: &'a PersonId) -> Subject<'a> {
    Subject { chain: format!("org:{org}"), person: person.as_str() }
}

fn runs(seats: &[Seat]) -> impl Iterator<Item = &Seat> {
    seats.iter().filter(|seat| seat.role >= Role::Admin)
}
