//! The one place where factors change. Nothing else writes `phone`, `app`, `recovery_code`, `undo`, a password or an
//! address: each function below this module does the whole change (factor, sessions, codes, trail, notices) inside the
//! caller's transaction, or none of it.

mod account;
mod app;
mod phone;
mod recovery;
mod undo;

pub(super) use account::PasswordBy;
pub(super) use phone::{Verified, last_two};

use super::audit::Kind;
use super::notice::{News, Staff};
use super::{Auth, Fault, Visitor};
use crate::model::{Seconds, SessionId};
use crate::store::factor::{self, Before, Phone, Undo};
use crate::store::outbox::What;
use crate::store::person::{self, Person};
use crate::store::{Db, Tx, challenge, enrolment, session, sign_in};
use serde_json::Value;

/// A change, for the trail and for those who are told.
struct Change<'a> {
    /// What the trail calls it.
    kind: Kind,
    /// Small facts for the trail.
    detail: Value,
    /// What the notices say.
    what: What,
    /// Phones that are told, as they were before the change.
    phones: &'a [Phone],
    /// Those phones count as lost.
    phones_lost: bool,
    /// Last digits of the phone concerned.
    last: String,
    /// Another fact for the notices.
    extra: String,
    /// An address that is told besides those on the list now.
    also: Option<&'a str>,
}

impl Change<'_> {
    fn new<'a>(kind: Kind, what: What, detail: Value) -> Change<'a> {
        Change {
            kind,
            detail,
            what,
            phones: &[],
            phones_lost: false,
            last: String::new(),
            extra: String::new(),
            also: None,
        }
    }
}

impl Auth {
    /// How things stand, to be taken before a change.
    async fn picture(&self, db: &mut Db, who: &Person) -> Result<Before, Fault> {
        let phones = factor::phones(db, &who.id).await?;
        Ok(Before {
            main: phones.iter().find(|p| p.main).map(|p| p.id.to_string()),
            phones: phones.into_iter().map(|p| p.id.to_string()).collect(),
            apps: factor::apps(db, &who.id).await?.into_iter().map(|a| a.id.to_string()).collect(),
            recovery: factor::recovery(db, &who.id).await?.map(|r| r.id),
            email: who.email.clone(),
            addresses: person::addresses(db, &who.id).await?,
        })
    }

    /// Writes what every change leaves behind: the way back for 72 hours, the trail's row, and the notices. Answers the id
    /// of the way back.
    async fn changed(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        who: &Person,
        before: Before,
        change: Change<'_>,
    ) -> Result<String, Fault> {
        let now = self.now();
        let undo = Undo {
            id: self.env.id_text(),
            person: who.id.clone(),
            kind: change.kind.word().to_owned(),
            before,
            created: now,
            expires: now + self.policy.undo,
            used: false,
        };
        factor::insert_undo(tx, &undo).await?;
        self.record(tx, who, visitor, change.kind, change.detail).await?;
        let mut news = News::of(change.what)
            .to(change.phones)
            .phones_lost(change.phones_lost)
            .about(change.last)
            .extra(change.extra)
            .staff(Staff::Managers)
            .with_undo(undo.id.clone());
        if let Some(address) = change.also {
            news = news.also(address);
        }
        self.tell(tx, visitor, who, news).await?;
        Ok(undo.id)
    }

    /// Keeps a way back for something that changed no factor itself, such as a request that may lead to one.
    pub(super) async fn keep_way_back(
        &self,
        tx: &mut Tx,
        who: &Person,
        kind: Kind,
        life: Seconds,
    ) -> Result<String, Fault> {
        let now = self.now();
        let undo = Undo {
            id: self.env.id_text(),
            person: who.id.clone(),
            kind: kind.word().to_owned(),
            before: self.picture(tx, who).await?,
            created: now,
            expires: now + life,
            used: false,
        };
        factor::insert_undo(tx, &undo).await?;
        Ok(undo.id)
    }

    /// Ends every other session, known browser, live code and change under way (v5.0.0-7.4.3).
    async fn end_everything(
        &self,
        tx: &mut Tx,
        who: &Person,
        keep: Option<&SessionId>,
        why: &'static str,
    ) -> Result<(), Fault> {
        let now = self.now();
        session::end_others(tx, &who.id, keep, why, now).await?;
        session::forget_devices(tx, &who.id, now).await?;
        challenge::end_all(tx, &who.id, now).await?;
        enrolment::end_open(tx, &who.id).await?;
        factor::forget_pending_apps(tx, &who.id, now).await?;
        // A code of an earlier change that still waits to be shown is no longer the one in force.
        Ok(enrolment::forget_codes(tx, &who.id).await?)
    }

    /// Ends every unfinished sign-in: whoever stands half-way began under other circumstances.
    async fn end_sign_ins(&self, tx: &mut Tx, who: &Person) -> Result<(), Fault> {
        Ok(sign_in::end_all(tx, &who.id).await?)
    }
}
