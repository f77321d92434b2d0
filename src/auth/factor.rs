//! The one place where factors change. Nothing else writes `phone`, `app`, `recovery_code`, `undo`, a password or an
//! address: each function below this module does the whole change (factor, sessions, codes, trail, notices) inside the
//! caller's transaction, or none of it.

mod account;
mod app;
mod phone;
mod recovery;
mod reset;
mod undo;

pub(super) use account::PasswordBy;
pub(super) use phone::{Verified, last_two, mask};
pub(super) use reset::ByWhom;
pub(super) use undo::Press;

use super::audit::Kind;
use super::notice::{News, Staff};
use super::{Auth, Fault, Visitor};
use crate::model::{Seconds, SessionId, SignInId, Timestamp};
use crate::store::factor::{self, Before, Phone, Undo};
use crate::store::outbox::What;
use crate::store::person::{self, Person};
use crate::store::{Tx, challenge, enrolment, session, sign_in};
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
    /// Phones that are told without a way back: they count as lost, or were just removed.
    lost: &'a [Phone],
    /// Last digits of the phone concerned.
    last: String,
    /// Another fact for the notices.
    extra: String,
    /// An address that is told besides those on the list now.
    also: Option<&'a str>,
    /// An address that is told without a way back: it was just taken off the list.
    off: Option<&'a str>,
    /// Who did it, where it was not the person: another person's id, or "operator".
    by: Option<String>,
    /// The organization that it was done in, and by whom, in words.
    within: (String, String),
    /// The moment that matters next, in words.
    due: Option<Timestamp>,
    /// The challenge whose code goes with the mail to the address that signs in.
    code: Option<String>,
}

/// What goes on when everything else of a person ends.
#[derive(Clone, Copy)]
pub(super) enum Keep<'a> {
    /// Nothing.
    Nothing,
    /// The session in which the change was made.
    Session(&'a SessionId),
    /// The sign-in in which the change was made.
    SignIn(&'a SignInId),
}

impl Change<'_> {
    fn new<'a>(kind: Kind, what: What, detail: Value) -> Change<'a> {
        Change {
            kind,
            detail,
            what,
            phones: &[],
            lost: &[],
            last: String::new(),
            extra: String::new(),
            also: None,
            off: None,
            by: None,
            within: Default::default(),
            due: None,
            code: None,
        }
    }
}

impl Auth {
    /// How things stand, to be taken before a change. Whoever changes something of the same person at the same moment
    /// waits from here on, so that no picture shows what is just being replaced.
    async fn picture(&self, tx: &mut Tx, who: &Person) -> Result<Before, Fault> {
        let who = person::hold(tx, &who.id).await?;
        let phones = factor::phones(tx, &who.id).await?;
        let apps = factor::apps(tx, &who.id).await?;
        Ok(Before {
            main: phones.iter().find(|p| p.main).map(|p| p.id.to_string()),
            password: (phones.is_empty() && apps.is_empty()).then_some(who.password_phc),
            phones: phones.into_iter().map(|p| p.id.to_string()).collect(),
            apps: apps.into_iter().map(|a| a.id.to_string()).collect(),
            recovery: factor::recovery(tx, &who.id).await?.map(|r| r.id),
            email: who.email,
            addresses: person::addresses(tx, &who.id).await?,
            lost: false,
            reset: who.reset.map(|at| at.0),
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
        let actor = change.by.as_deref().unwrap_or(who.id.as_str());
        self.record_by(tx, who, visitor, actor, change.kind, change.detail).await?;
        let (org, by) = change.within;
        let mut news = News::of(change.what)
            .to(change.phones)
            .lost(change.lost)
            .about(change.last)
            .extra(change.extra)
            .within(org, by)
            .due(change.due)
            .code(change.code)
            .with_undo(undo.id.clone());
        if concerns_managers(change.kind) {
            news = news.staff(Staff::Managers);
        }
        news = news.also(change.also).off(change.off);
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

    /// Ends every other session, sign-in under way, known browser, live code and change under way (v5.0.0-7.4.3):
    /// whatever began under other circumstances.
    pub(super) async fn end_everything(
        &self,
        tx: &mut Tx,
        who: &Person,
        keep: Keep<'_>,
        why: &'static str,
    ) -> Result<(), Fault> {
        let now = self.now();
        let (session, sign_in) = match keep {
            Keep::Nothing => (None, None),
            Keep::Session(id) => (Some(id), None),
            Keep::SignIn(id) => (None, Some(id)),
        };
        session::end_others(tx, &who.id, session, why, now).await?;
        sign_in::end_others(tx, &who.id, sign_in).await?;
        session::forget_devices(tx, &who.id, now).await?;
        challenge::end_all(tx, &who.id, now).await?;
        enrolment::end_open(tx, &who.id).await?;
        factor::forget_pending_apps(tx, &who.id, now).await?;
        // A code of an earlier change that still waits to be shown is no longer the one in force.
        Ok(enrolment::forget_codes(tx, &who.id).await?)
    }
}

/// Whether the people who manage the account are told as well (standards 2.6): of factors, not of what is the person's own.
fn concerns_managers(kind: Kind) -> bool {
    let own = [
        Kind::RecoveryMade,
        Kind::PasswordChanged,
        Kind::PasswordReset,
        Kind::EmailChanged,
        Kind::EmailAdded,
        Kind::EmailRemoved,
    ];
    !own.contains(&kind)
}
