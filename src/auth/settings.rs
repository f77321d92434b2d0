//! Another password, from the settings.

use super::factor::{Keep, PasswordBy};
use super::{Auth, Fault, Next, Visitor};
use crate::model::{Note, Password, Place};

impl Auth {
    /// The current password and a new one, after a fresh full sign-in (v5.0.0-6.2.3, 7.5.1).
    pub async fn password_change(&self, visitor: &mut Visitor, current: String, new: String) -> Result<Next, Fault> {
        let (session, who) = match self.may_change(visitor, Place::Password).await? {
            Ok(may) => may,
            Err(elsewhere) => return Ok(elsewhere),
        };
        let here = |note| Ok(Next::to(Place::Password).say(note));
        if current.is_empty() {
            return here(Note::OldPasswordMissing);
        }
        let new = Password::new(new);
        if new.is_empty() {
            return here(Note::PasswordShort);
        }
        if let Err(note) = self.check_own_password(visitor, &who, &current).await? {
            return here(note);
        }
        if let Some(note) = self.judge(&new, Some(&who)).await? {
            return here(note);
        }
        let phc = self.hasher.hash(new.expose()).await?;
        let mut tx = self.store.begin().await?;
        self.put_password(&mut tx, visitor, &who, &phc, PasswordBy::Settings, Keep::Session(&session.id)).await?;
        self.renew_token(&mut tx, visitor, &session.id).await?;
        self.commit(tx).await?;
        Ok(Next::to(Place::Settings).say(Note::PasswordSaved))
    }
}
