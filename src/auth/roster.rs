//! When the list of people is renewed. Whatever changes a fact that the list shows writes its event in the same transaction and
//! after the change; the event renews the person's rows, so nobody has to remember to.

use super::{Auth, Fault};
use crate::model::{Email, Kind, PersonId, Timestamp};
use crate::store::roster::{self, Besides, Facts, RESETS};
use crate::store::{Db, Write, budget};

/// Later than anything: a phone that was turned off stays so until somebody does something.
const UNTIL_LIFTED: Timestamp = Timestamp(253_402_300_799_000);
/// People whose rows are made in one transaction when the server starts.
const AT_ONCE: i64 = 200;

/// What an event means for the list.
enum Means {
    /// Nothing.
    Nothing,
    /// Only the last sign-in.
    SignedIn,
    /// Facts may have changed.
    Facts,
}

fn means(kind: Kind) -> Means {
    match kind {
        Kind::SignedIn => Means::SignedIn,
        // Noticed where the wait is set, for nobody's address with the same work (T4); or after all that a wrong code brings
        // about.
        Kind::WrongPassword | Kind::WrongCode => Means::Nothing,
        Kind::SignedOut
        | Kind::OthersSignedOut
        | Kind::GateOpened
        | Kind::ChangeStarted
        | Kind::ChangeCancelled
        | Kind::EmailAdded
        | Kind::EmailRemoved
        | Kind::NewDevice
        | Kind::LineChanged
        | Kind::NumbersHeld
        | Kind::NumberAllowed
        | Kind::HoldLifted
        | Kind::ResetLimited
        | Kind::CallRefused
        | Kind::BillingChanged
        | Kind::LogExported
        | Kind::PeopleExported => Means::Nothing,
        _ => Means::Facts,
    }
}

/// What tells the list of an event that one write is enough for.
pub(super) fn listed(person: &str, kind: Kind, at: Timestamp) -> Option<Write> {
    matches!(means(kind), Means::SignedIn).then(|| roster::signed_in(&PersonId::new(person), at))
}

impl Auth {
    /// Renews what lists show of a person after an event of theirs that [`listed`] does not tell of.
    pub(super) async fn enlist_after(&self, db: &mut Db, person: &str, kind: Kind, at: Timestamp) -> Result<(), Fault> {
        match means(kind) {
            Means::Nothing | Means::SignedIn => Ok(()),
            Means::Facts => self.refresh(db, &PersonId::new(person), RESETS.contains(&kind).then_some(at)).await,
        }
    }

    /// Renews what lists show of a person: for changes without an event of their own.
    ///
    /// # Errors
    /// [`Fault::Store`] when the database does not answer.
    pub async fn enlist(&self, db: &mut Db, person: &PersonId) -> Result<(), Fault> {
        self.refresh(db, person, None).await
    }

    async fn refresh(&self, db: &mut Db, person: &PersonId, reset: Option<Timestamp>) -> Result<(), Fault> {
        let Some(facts) = roster::facts(db, person).await? else { return Ok(()) };
        let besides = Besides {
            digits: self.last_four(&facts)?,
            locked_until: self.locked_until(db, person, &facts).await?,
            reset,
        };
        Ok(roster::refresh(db, person, &facts, &besides).await?)
    }

    /// Makes the rows of everybody who has none: after the update that brought lists. Safe on several nodes at once.
    ///
    /// # Errors
    /// [`Fault::Store`] when the database does not answer.
    pub async fn enlist_everybody(&self) -> Result<(), Fault> {
        loop {
            let mut db = self.store.read().await?;
            let missing = roster::missing(&mut db, AT_ONCE).await?;
            drop(db);
            if missing.is_empty() {
                return Ok(());
            }
            let mut tx = self.store.begin().await?;
            for person in &missing {
                crate::store::person::queue(&mut tx, person).await?;
                self.enlist(&mut tx, person).await?;
            }
            self.commit_silent(tx).await?;
        }
    }

    fn last_four(&self, facts: &Facts) -> Result<String, Fault> {
        let Some(sealed) = &facts.number_sealed else { return Ok(String::new()) };
        let number = self.vault.open("phone", sealed).ok_or(Fault::Broken("phone"))?;
        Ok(number[number.len().saturating_sub(4)..].to_owned())
    }

    /// Until when somebody cannot sign in from a browser that nobody knows: after wrong passwords, after wrong codes, or because
    /// codes by phone were turned off. All of it is a moment, so it ends without anybody writing.
    async fn locked_until(&self, db: &mut Db, person: &PersonId, facts: &Facts) -> Result<Timestamp, Fault> {
        if facts.phone_disabled() {
            return Ok(UNTIL_LIFTED);
        }
        let now = self.now();
        let address = Email::parse(&facts.email).ok_or(Fault::Broken("email"))?;
        let passwords = budget::locked_until(db, &self.lock_key(&address, None), now).await?;
        let windows = self.wrong_windows(facts.new_password());
        let codes = budget::full_until(db, &format!("wrong:{person}"), &windows, now).await?;
        Ok(passwords.max(codes).unwrap_or(Timestamp(0)))
    }
}
