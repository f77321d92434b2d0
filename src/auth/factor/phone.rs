//! Phones: put in force, made the main one, removed; and 2FA turned off.

use super::{Change, Keep};
use crate::auth::audit::Kind;
use crate::auth::number::Number;
use crate::auth::{Auth, Fault, Visitor};
use crate::flow::enrolment::Reason;
use crate::model::{MaskedPhone, Note, PhoneId, SessionId, Timestamp};
use crate::store::factor::{self, Phone};
use crate::store::outbox::What;
use crate::store::person::{self, Person};
use crate::store::{Tx, budget};
use serde_json::json;

/// A number whose code was right, with what comes with it.
pub(in crate::auth) struct Verified<'a> {
    /// The number.
    pub number: &'a Number,
    /// Hash of the new recovery code, PHC text; `None` leaves the one in force.
    pub recovery_phc: Option<&'a str>,
    /// Why it was enrolled.
    pub reason: Reason,
    /// What goes on.
    pub keep: Keep<'a>,
}

impl Auth {
    /// Puts a verified number in force: as the main phone in place of the one before, beside it, or in place of
    /// everything where nothing old could be shown. Other sessions, known browsers and live codes end, everybody is told,
    /// with a way back for 72 hours.
    ///
    /// # Errors
    /// [`Fault::Stale`] when a first phone was to be added and another second factor came to be in force meanwhile.
    pub(in crate::auth) async fn put_phone(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        who: &Person,
        verified: Verified<'_>,
    ) -> Result<(), Fault> {
        let Verified { number, recovery_phc, reason, keep } = verified;
        let now = self.now();
        let mut before = self.picture(tx, who).await?;
        before.lost = reason.lost_all();
        // The password alone enrols where there is nothing yet, and never replaces what is there.
        if reason == Reason::Forced && before.second() {
            return Err(Fault::Stale);
        }
        // After a reset a valid pass alone leads on, which the caller uses up in this transaction.
        if before.reset.is_some() && reason != Reason::Pass {
            return Err(Fault::Stale);
        }
        let old = factor::phones(tx, &who.id).await?;
        let main = old.iter().find(|p| p.main);
        let new = Phone { main: reason != Reason::Spare || main.is_none(), ..self.phone_row(number, now) };
        if reason.lost_all() {
            factor::remove_phones(tx, &who.id, now).await?;
            factor::remove_apps(tx, &who.id, now).await?;
        } else if reason != Reason::Spare
            && let Some(main) = main
        {
            factor::remove_phone(tx, &who.id, &main.id, now).await?;
        }
        factor::insert_phone(tx, &who.id, &new).await?;
        if let Some(phc) = recovery_phc {
            factor::replace_recovery(tx, &self.env.id_text(), &who.id, phc, now).await?;
        }
        person::disable_phone(tx, &who.id, None).await?;
        if before.reset.is_some() {
            person::mark_reset(tx, &who.id, None).await?;
        }
        self.end_everything(tx, who, keep, "phone changed").await?;

        let (kind, what) = match (main, reason) {
            (Some(_), Reason::Spare) => (Kind::PhoneAdded, What::SpareAdded),
            (Some(_), _) => (Kind::PhoneChanged, What::PhoneChanged),
            (None, _) => (Kind::PhoneAdded, What::PhoneAdded),
        };
        let detail = json!({
            "reason": reason.word(),
            "phone": new.id.as_str(),
            "last": new.masked.last,
            "replaced": before.main,
        });
        let (told, lost): (&[Phone], &[Phone]) = if reason.lost_all() { (&[], &old) } else { (&old, &[]) };
        let change = Change { phones: told, lost, last: number.last(2).to_owned(), ..Change::new(kind, what, detail) };
        self.changed(tx, visitor, who, before, change).await?;
        if recovery_phc.is_some() {
            self.record(tx, who, visitor, Kind::RecoveryMade, json!({ "with": "phone" })).await?;
        }
        Ok(())
    }

    /// Makes another phone the main one.
    pub(in crate::auth) async fn put_main(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        who: &Person,
        id: &PhoneId,
    ) -> Result<Phone, Fault> {
        let before = self.picture(tx, who).await?;
        factor::set_main(tx, &who.id, id, self.now()).await?;
        let phones = factor::phones(tx, &who.id).await?;
        let phone = factor::phone_by_id(tx, id).await?;
        let detail = json!({ "phone": id.as_str(), "last": phone.masked.last });
        let change =
            Change { phones: &phones, last: last_two(&phone), ..Change::new(Kind::PhoneMain, What::PhoneMain, detail) };
        self.changed(tx, visitor, who, before, change).await?;
        Ok(phone)
    }

    /// Removes one phone, if another second factor remains; the oldest other phone becomes the main one where it was that.
    pub(in crate::auth) async fn drop_phone(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        who: &Person,
        id: &PhoneId,
        keep: &SessionId,
    ) -> Result<Result<Phone, Note>, Fault> {
        let before = self.picture(tx, who).await?;
        let mut phones = factor::phones(tx, &who.id).await?;
        let Some(at) = phones.iter().position(|p| p.id == *id) else { return Err(Fault::Stale) };
        if phones.len() + before.apps.len() < 2 {
            return Ok(Err(Note::LastFactor));
        }
        let gone = phones.remove(at);
        factor::remove_phone(tx, &who.id, id, self.now()).await?;
        if gone.main
            && let Some(next) = phones.first()
        {
            factor::set_main(tx, &who.id, &next.id, self.now()).await?;
        }
        self.end_everything(tx, who, Keep::Session(keep), "phone removed").await?;
        let detail = json!({ "phone": id.as_str(), "last": gone.masked.last });
        let change = Change {
            phones: &phones,
            lost: std::slice::from_ref(&gone),
            last: last_two(&gone),
            ..Change::new(Kind::PhoneRemoved, What::PhoneRemoved, detail)
        };
        self.changed(tx, visitor, who, before, change).await?;
        Ok(Ok(gone))
    }

    /// Turns 2FA off: every phone, app and recovery code goes. The caller has made sure that nothing requires it.
    pub(in crate::auth) async fn turn_off(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        who: &Person,
        keep: &SessionId,
    ) -> Result<(), Fault> {
        let now = self.now();
        let before = self.picture(tx, who).await?;
        let phones = factor::phones(tx, &who.id).await?;
        factor::remove_phones(tx, &who.id, now).await?;
        factor::remove_apps(tx, &who.id, now).await?;
        factor::end_recovery(tx, &who.id, now).await?;
        self.end_everything(tx, who, Keep::Session(keep), "2FA turned off").await?;
        let change = Change { phones: &phones, ..Change::new(Kind::TurnedOff, What::TurnedOff, json!({})) };
        self.changed(tx, visitor, who, before, change).await?;
        Ok(())
    }

    /// Whether a number has room for one more account; others who verify it at the same moment wait.
    pub(in crate::auth) async fn has_room(&self, tx: &mut Tx, who: &Person, number: &Number) -> Result<bool, Fault> {
        let index = self.vault.index("destination", number.e164());
        budget::queue(tx, &format!("number:{index}"), self.now()).await?;
        Ok(factor::accounts_on(tx, &index, &who.id).await? < self.policy.accounts_per_number)
    }

    pub(in crate::auth) fn phone_row(&self, number: &Number, at: Timestamp) -> Phone {
        Phone {
            id: self.env.id(),
            number_sealed: self.vault.seal(&self.env, "phone", number.e164()),
            number_index: self.vault.index("destination", number.e164()),
            masked: mask(number),
            region: number.region().to_owned(),
            verified: at,
            main: true,
        }
    }
}

/// The last two digits of a phone, as a text or a sign-in page may name it.
pub(in crate::auth) fn last_two(phone: &Phone) -> String {
    let last = &phone.masked.last;
    last[last.len().saturating_sub(2)..].to_owned()
}

/// "+44 •••• •••982": the groups of the number, all but the last three digits hidden.
pub(in crate::auth) fn mask(number: &Number) -> MaskedPhone {
    let calling_code = number.calling_code().to_owned();
    let national = number.international().strip_prefix(&calling_code).unwrap_or_default().trim();
    let hidden = national.chars().filter(char::is_ascii_digit).count().saturating_sub(3);
    let mut seen = 0;
    let mut dots = String::new();
    for c in national.chars() {
        if c.is_ascii_digit() {
            seen += 1;
            if seen <= hidden {
                dots.push('•');
            }
        } else if seen < hidden {
            dots.push(' ');
        }
    }
    MaskedPhone { calling_code, dots, last: number.last(3).to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_masked_number_keeps_its_shape_and_three_digits() {
        let Ok(number) = crate::auth::number::parse("GB", "07700 900982", true) else { panic!("a valid number") };
        assert_eq!(mask(&number).text(), "+44 •••• •••982");
        let Ok(number) = crate::auth::number::parse("US", "(202) 555-0143", true) else { panic!("a valid number") };
        assert_eq!(mask(&number).last, "143");
        assert!(!mask(&number).text().contains("202"));
    }
}
