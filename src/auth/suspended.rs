//! Suspended people: what everybody who comes for such an account is answered. An organization suspends only those whom it
//! manages; their factors stay as they are, and "This wasn't me" works for them as for anybody, since it signs nobody in.

use super::audit::Kind;
use super::notice::News;
use super::{Auth, Fault, Visitor};
use crate::model::{OrgId, Seconds};
use crate::store::outbox::{MemberNews, What};
use crate::store::person::Person;
use crate::store::{Tx, budget, org};
use serde_json::json;

impl Auth {
    /// After the right password of a suspended person, which is answered like a wrong one, so that a stranger who tries
    /// passwords learns nothing here either: who suspended them and whom to ask stands in the mail.
    pub(super) async fn refuse_suspended(&self, mut tx: Tx, visitor: &Visitor, who: &Person) -> Result<(), Fault> {
        self.record(&mut tx, who, visitor, Kind::SuspendedRefused, json!({})).await?;
        self.tell_suspended(&mut tx, visitor, who).await?;
        self.commit(tx).await
    }

    /// Tells a suspended person whom to ask, once an hour at most.
    pub(super) async fn tell_suspended(&self, tx: &mut Tx, visitor: &Visitor, who: &Person) -> Result<(), Fault> {
        let (key, hourly) = (format!("suspended:{}", who.id), budget::only(Seconds::hours(1), 1));
        if budget::take(tx, &self.env.id_text(), &key, &hourly, self.now()).await?.is_err() {
            return Ok(());
        }
        let (org, ask) = self.whom_to_ask(tx, who).await?;
        self.tell(tx, visitor, who, News::of(What::Member(MemberNews::Refused)).within(org, ask)).await
    }

    /// Name of the organization that manages a person, and who of it can be asked.
    pub(super) async fn whom_to_ask(&self, tx: &mut Tx, who: &Person) -> Result<(String, String), Fault> {
        let name = match &who.managed_by {
            Some(id) => org::name(tx, &OrgId::new(id.clone())).await?.unwrap_or_default(),
            None => String::new(),
        };
        let mut helpers = org::helpers(tx, &who.id).await?;
        helpers.truncate(3);
        let ask = if helpers.is_empty() { format!("an owner of {name}") } else { helpers.join(" or ") };
        Ok((name, ask))
    }
}
