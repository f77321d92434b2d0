//! Suspending those whom the organization manages, letting them in again, and signing them out everywhere.

use crate::auth::factor::Keep;
use crate::auth::{Auth, Fault, Next, Visitor};
use crate::model::{Kind, OrgNote};
use crate::store::outbox::MemberNews;
use crate::store::{invitation, member, session, sign_in};
use serde_json::json;

impl Auth {
    /// Suspends a person: every session, sign-in, code and change under way ends, and none begins until that is lifted.
    pub async fn member_suspend(&self, visitor: &mut Visitor, org: &str, person: &str) -> Result<Next, Fault> {
        let mut deed = match self.begin_managed_deed(visitor, org, person).await? {
            Ok(deed) => deed,
            Err(elsewhere) => return Ok(elsewhere),
        };
        if deed.last_owner().await? {
            return deed.stop(OrgNote::LastOwner);
        }
        let said = OrgNote::Suspended { name: deed.who.name.clone() };
        if deed.who.suspended {
            return deed.stop(said);
        }
        let (org, who, now) = (deed.seat.org.clone(), deed.who.clone(), self.now());
        member::suspend(&mut deed.tx, &org, &who.id, now).await?;
        self.end_everything(&mut deed.tx, &who, Keep::Nothing, "suspended").await?;
        invitation::revoke_above(&mut deed.tx, &org, &who.id, None, now).await?;
        self.end_deed(visitor, deed, (Kind::Suspended, json!({})), (MemberNews::Suspended, ""), said).await
    }

    /// Lets a suspended person sign in again.
    pub async fn member_unsuspend(&self, visitor: &mut Visitor, org: &str, person: &str) -> Result<Next, Fault> {
        let mut deed = match self.begin_managed_deed(visitor, org, person).await? {
            Ok(deed) => deed,
            Err(elsewhere) => return Ok(elsewhere),
        };
        let said = OrgNote::Unsuspended { name: deed.who.name.clone() };
        if !deed.who.suspended {
            return deed.stop(said);
        }
        let (org, id) = (deed.seat.org.clone(), deed.who.id.clone());
        member::unsuspend(&mut deed.tx, &org, &id).await?;
        self.end_deed(visitor, deed, (Kind::Unsuspended, json!({})), (MemberNews::Unsuspended, ""), said).await
    }

    /// Ends every session and sign-in under way of a managed person.
    pub async fn member_sign_out(&self, visitor: &mut Visitor, org: &str, person: &str) -> Result<Next, Fault> {
        let mut deed = match self.begin_managed_deed(visitor, org, person).await? {
            Ok(deed) => deed,
            Err(elsewhere) => return Ok(elsewhere),
        };
        let id = deed.who.id.clone();
        let ended = session::end_others(&mut deed.tx, &id, None, "ended by an admin", self.now()).await?;
        sign_in::end_others(&mut deed.tx, &id, None).await?;
        let said = OrgNote::SignedOut { name: deed.who.name.clone() };
        let detail = json!({ "ended": ended });
        self.end_deed(visitor, deed, (Kind::SignedOutByAdmin, detail), (MemberNews::SignedOut, ""), said).await
    }
}
