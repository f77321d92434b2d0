//! Password and addresses: what else opens or reaches an account.

use super::{Change, Keep};
use crate::auth::audit::Kind;
use crate::auth::{Auth, Fault, Visitor};
use crate::model::{Purpose, SessionId};
use crate::store::outbox::What;
use crate::store::person::{self, Person};
use crate::store::{Tx, budget, factor};
use serde_json::json;

/// How a new password came about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::auth) enum PasswordBy {
    /// Demanded at sign-in, after the second factor.
    SignIn,
    /// In the settings, after a fresh full sign-in.
    Settings,
    /// Through a mailed code alone.
    Mail,
}

impl Auth {
    /// Puts a new password in force. Whoever knew the old one keeps nothing of it: sessions, known browsers, live codes and
    /// changes under way end (T8). Set through the mailbox, it also ends open requests of `Reset MFA`: otherwise the
    /// mailbox alone would be the password and the code that such a request asks for.
    pub(in crate::auth) async fn put_password(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        who: &Person,
        phc: &str,
        by: PasswordBy,
        keep: Keep<'_>,
    ) -> Result<(), Fault> {
        let now = self.now();
        let who = &person::hold(tx, &who.id).await?;
        let mut before = self.picture(tx, who).await?;
        let phones = factor::phones(tx, &who.id).await?;
        // What is demanded after a mailed code is no better than the password that it replaces: no second factor confirmed it.
        let mailed = match by {
            PasswordBy::Mail => Some(now),
            PasswordBy::SignIn => who.password_mailed,
            PasswordBy::Settings => None,
        };
        person::set_password(tx, &who.id, phc, mailed).await?;
        // The demand is met; what forced it is forgotten, all but the last day.
        budget::forget(tx, &format!("wrong:{}", who.id), now - self.policy.wrong_codes[0].0).await?;
        self.end_everything(tx, who, keep, "password changed").await?;
        let (kind, what) = match by {
            PasswordBy::Mail => (Kind::PasswordReset, What::PasswordReset),
            PasswordBy::SignIn | PasswordBy::Settings => (Kind::PasswordChanged, What::PasswordChanged),
        };
        let mut change = Change::new(kind, what, json!({ "purpose": Purpose::SignIn.word() }));
        if by == PasswordBy::Mail {
            self.cancel_open_case(tx, visitor, who, "password replaced by mail").await?;
            // Whoever reads somebody's mailbox could do this. Its owner may have no mailbox any more, but a phone: it is told
            // as well, and brings the old password back.
            before.password = Some(who.password_phc.clone());
            change.phones = &phones;
        }
        self.changed(tx, visitor, who, before, change).await?;
        Ok(())
    }

    /// Changes the address to sign in with; the old one and every phone are told, with a way back.
    ///
    /// # Errors
    /// [`Fault::Stale`] when somebody else signs in with it.
    pub(in crate::auth) async fn put_email(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        who: &Person,
        email: &str,
        keep: &SessionId,
    ) -> Result<(), Fault> {
        let before = self.picture(tx, who).await?;
        let phones = factor::phones(tx, &who.id).await?;
        person::set_email(tx, &who.id, email).await?;
        person::remove_address(tx, &who.id, &who.email).await?;
        person::add_address(tx, &who.id, email, self.now()).await?;
        self.end_everything(tx, who, Keep::Session(keep), "address changed").await?;
        let change = Change {
            phones: &phones,
            extra: email.to_owned(),
            also: Some(&who.email),
            ..Change::new(Kind::EmailChanged, What::EmailChanged, json!({}))
        };
        self.changed(tx, visitor, who, before, change).await?;
        Ok(())
    }

    /// Adds an address that is told of changes.
    pub(in crate::auth) async fn put_address(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        who: &Person,
        email: &str,
    ) -> Result<(), Fault> {
        let before = self.picture(tx, who).await?;
        person::add_address(tx, &who.id, email, self.now()).await?;
        let change = Change { extra: email.to_owned(), ..Change::new(Kind::EmailAdded, What::EmailAdded, json!({})) };
        self.changed(tx, visitor, who, before, change).await?;
        Ok(())
    }

    /// Takes an address off the list; it is told this last thing.
    pub(in crate::auth) async fn drop_address(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        who: &Person,
        email: &str,
    ) -> Result<(), Fault> {
        let before = self.picture(tx, who).await?;
        person::remove_address(tx, &who.id, email).await?;
        let change = Change {
            extra: email.to_owned(),
            off: Some(email),
            ..Change::new(Kind::EmailRemoved, What::EmailRemoved, json!({}))
        };
        self.changed(tx, visitor, who, before, change).await?;
        Ok(())
    }
}
