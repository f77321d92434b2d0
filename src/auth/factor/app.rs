//! Authenticator apps: put in force, removed.

use super::{Change, Keep};
use crate::auth::audit::Kind;
use crate::auth::{Auth, Fault, Visitor};
use crate::model::{AppId, Note, SessionId};
use crate::store::outbox::What;
use crate::store::person::Person;
use crate::store::{Tx, factor};
use serde_json::json;

impl Auth {
    /// Puts an app in force whose first code was right; that code's step is spent. Other sessions end, as after any new
    /// factor (v5.0.0-7.4.3). Where there was no recovery code, one comes along.
    pub(in crate::auth) async fn put_app(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        who: &Person,
        (id, name, step): (&AppId, &str, i64),
        recovery_phc: Option<&str>,
        keep: &SessionId,
    ) -> Result<(), Fault> {
        let now = self.now();
        let before = self.picture(tx, who).await?;
        let phones = factor::phones(tx, &who.id).await?;
        // After a reset a valid pass alone leads on, and that to a phone.
        if before.reset.is_some() {
            return Err(Fault::Stale);
        }
        factor::confirm_app(tx, id, name, step, now).await?;
        if let Some(phc) = recovery_phc {
            factor::replace_recovery(tx, &self.env.id_text(), &who.id, phc, now).await?;
            self.record(tx, who, visitor, Kind::RecoveryMade, json!({ "with": "app" })).await?;
        }
        self.end_everything(tx, who, Keep::Session(keep), "authenticator app added").await?;
        let change = Change {
            phones: &phones,
            extra: name.to_owned(),
            ..Change::new(Kind::AppAdded, What::AppAdded, json!({ "app": id.as_str(), "name": name }))
        };
        self.changed(tx, visitor, who, before, change).await?;
        Ok(())
    }

    /// Removes one app, if another second factor remains.
    pub(in crate::auth) async fn drop_app(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        who: &Person,
        id: &AppId,
        keep: &SessionId,
    ) -> Result<Result<(), Note>, Fault> {
        let before = self.picture(tx, who).await?;
        if before.phones.len() + before.apps.len() < 2 {
            return Ok(Err(Note::LastFactor));
        }
        let phones = factor::phones(tx, &who.id).await?;
        let name = factor::apps(tx, &who.id).await?.into_iter().find(|a| a.id == *id).map(|a| a.name);
        factor::remove_app(tx, &who.id, id, self.now()).await?;
        self.end_everything(tx, who, Keep::Session(keep), "authenticator app removed").await?;
        let name = name.unwrap_or_default();
        let change = Change {
            phones: &phones,
            extra: name.clone(),
            ..Change::new(Kind::AppRemoved, What::AppRemoved, json!({ "app": id.as_str(), "name": name }))
        };
        self.changed(tx, visitor, who, before, change).await?;
        Ok(Ok(()))
    }
}
