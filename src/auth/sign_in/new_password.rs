//! A new password at sign-in, where one is demanded before anything else.

use super::Stands;
use super::{place_of, reason_of};
use crate::auth::factor::{Keep, PasswordBy};
use crate::auth::{Auth, Fault, Next, Visitor};
use crate::flow::sign_in::{Event, State};
use crate::model::{Note, Password, Place};
use crate::store::person::Person;
use crate::store::sign_in;

impl Auth {
    /// The new password.
    pub async fn sign_in_password(&self, visitor: &mut Visitor, password: String) -> Result<Next, Fault> {
        let (mut sign_in, who) = match self.running_sign_in(visitor, "", &[State::Password]).await? {
            Ok(running) => running,
            Err(elsewhere) => return Ok(elsewhere),
        };
        let password = Password::new(password);
        let here = |note| Ok(Next::to(Place::NewPassword).say(note));
        if password.is_empty() {
            return here(Note::PasswordMissing);
        }
        if let Some(note) = self.judge(&password, Some(&who)).await? {
            return here(note);
        }
        let phc = self.hasher.hash(password.expose()).await?;
        let mut tx = self.store.begin().await?;
        self.put_password(&mut tx, visitor, &who, &phc, PasswordBy::SignIn, Keep::SignIn(&sign_in.id)).await?;
        visitor.device = None;
        let who = Person { new_password: false, ..who };
        let Stands { standing, .. } = self.standing(&mut tx, &who, sign_in.replaces_phone()).await?;
        sign_in.state = sign_in.state.next(Event::NewPassword, standing).ok_or(Fault::Stale)?;
        sign_in::save(&mut tx, &sign_in).await?;
        match sign_in.state {
            State::Enrol => self.begin_enrolment(&mut tx, &who, sign_in.id.as_str(), reason_of(&sign_in)).await?,
            _ => {
                self.begin_session(&mut tx, visitor, &who, "password, code and new password").await?;
            }
        }
        self.commit(tx).await?;
        Ok(Next::to(place_of(sign_in.state, sign_in.next)))
    }
}
