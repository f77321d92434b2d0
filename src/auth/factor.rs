//! The one place where factors change. Nothing else writes `phone`, `recovery_code` or `undo`: each function here does
//! the whole change (factor, sessions, codes, trail, notices) inside the caller's transaction, or none of it.

use super::audit::Kind;
use super::notice::News;
use super::number::Number;
use super::{Auth, Fault, Visitor};
use crate::flow::enrolment::Reason;
use crate::model::{MaskedPhone, PhoneId, SessionId, Timestamp};
use crate::store::factor::{self, Phone, Undo};
use crate::store::outbox::What;
use crate::store::person::{self, Person};
use crate::store::{Tx, challenge, enrolment, session, sign_in};
use serde_json::json;

/// A number whose code was right, with what comes with it.
pub(super) struct Verified<'a> {
    /// The number.
    pub number: &'a Number,
    /// Hash of the new recovery code, PHC text.
    pub recovery_phc: &'a str,
    /// Why it was enrolled.
    pub reason: Reason,
    /// The one session that goes on.
    pub keep: Option<&'a SessionId>,
}

impl Auth {
    /// Puts a verified number in force, with a new recovery code: the old number, the old recovery code, every other
    /// session, every known browser and every live code end (v5.0.0-7.4.3), every address and the old phone are told,
    /// with a way back for 72 hours.
    pub(super) async fn put_phone(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        who: &Person,
        verified: Verified<'_>,
    ) -> Result<(), Fault> {
        let Verified { number, recovery_phc, reason, keep } = verified;
        let now = self.now();
        let old = factor::phone(tx, &who.id).await?;
        let old_recovery = factor::recovery(tx, &who.id).await?;
        let new = self.phone_row(number, now);
        factor::remove_phone(tx, &who.id, now).await?;
        factor::insert_phone(tx, &who.id, &new).await?;
        factor::replace_recovery(tx, &self.env.id_text(), &who.id, recovery_phc, now).await?;
        person::disable_phone(tx, &who.id, None).await?;
        self.end_everything(tx, who, keep, "phone changed").await?;

        let undo = Undo {
            id: self.env.id_text(),
            person_id: who.id.to_string(),
            old_phone_id: old.as_ref().map(|p| p.id.to_string()),
            new_phone_id: new.id.to_string(),
            old_recovery_id: old_recovery.map(|r| r.id),
            created_at: now.0,
            expires_at: (now + self.policy.undo).0,
            used_at: None,
        };
        factor::insert_undo(tx, &undo).await?;
        let (kind, what) = match old {
            Some(_) => (Kind::PhoneChanged, What::PhoneChanged),
            None => (Kind::PhoneAdded, What::PhoneAdded),
        };
        let detail = json!({
            "reason": reason.word(),
            "phone": new.id.as_str(),
            "last": new.masked.last,
            "replaced": undo.old_phone_id,
        });
        self.record(tx, who, visitor, kind, detail).await?;
        self.record(tx, who, visitor, Kind::RecoveryMade, json!({ "with": "phone" })).await?;
        let news = News::of(what).to(old.as_ref()).about(number.last(2)).with_undo(undo.id);
        self.tell(tx, visitor, who, news).await
    }

    /// Puts a new recovery code in place of the old one.
    pub(super) async fn put_recovery(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        who: &Person,
        recovery_phc: &str,
    ) -> Result<(), Fault> {
        factor::replace_recovery(tx, &self.env.id_text(), &who.id, recovery_phc, self.now()).await?;
        self.record(tx, who, visitor, Kind::RecoveryMade, json!({ "with": "nothing" })).await?;
        let phone = factor::phone(tx, &who.id).await?;
        self.tell(tx, visitor, who, News::of(What::RecoveryMade).to(phone.as_ref())).await
    }

    /// Uses a recovery code up (63B §4.2.1.1) and tells everybody.
    ///
    /// # Errors
    /// [`Fault::Stale`] when another request used it first.
    pub(super) async fn spend_recovery(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        who: &Person,
        code: &str,
    ) -> Result<(), Fault> {
        factor::use_recovery(tx, code, self.now()).await?;
        self.record(tx, who, visitor, Kind::RecoveryUsed, json!({})).await?;
        let phone = factor::phone(tx, &who.id).await?;
        self.tell(tx, visitor, who, News::of(What::RecoveryUsed).to(phone.as_ref())).await
    }

    /// Takes a change back: the old number and recovery code return, everything under way and every session end, factor
    /// changes are frozen, and a new password is demanded.
    ///
    /// # Errors
    /// [`Fault::Stale`] when the link was used meanwhile or its time is over.
    pub(super) async fn undo_change(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        who: &Person,
        undo: &Undo,
    ) -> Result<Option<Phone>, Fault> {
        let now = self.now();
        factor::use_undo(tx, undo, now).await?;
        factor::remove_phone(tx, &who.id, now).await?;
        factor::end_recovery(tx, &who.id, now).await?;
        let old = match &undo.old_phone_id {
            Some(id) => {
                let id = PhoneId::new(id.clone());
                factor::restore_phone(tx, &id).await?;
                Some(factor::phone_by_id(tx, &id).await?)
            }
            None => None,
        };
        if let Some(id) = &undo.old_recovery_id {
            factor::restore_recovery(tx, id).await?;
        }
        person::disable_phone(tx, &who.id, None).await?;
        self.end_everything(tx, who, None, "this wasn't me").await?;
        sign_in::end_all(tx, &who.id).await?;
        person::freeze(tx, &who.id, now + self.policy.freeze).await?;
        person::demand_password(tx, &who.id, now).await?;
        let detail = json!({ "removed": undo.new_phone_id, "restored": undo.old_phone_id });
        self.record(tx, who, visitor, Kind::ChangeUndone, detail).await?;
        let last = old.as_ref().map(last_two).unwrap_or_default();
        self.tell(tx, visitor, who, News::of(What::Restored).to(old.as_ref()).about(last)).await?;
        Ok(old)
    }

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
        // A code of an earlier change that still waits to be shown is no longer the one in force.
        Ok(enrolment::forget_codes(tx, &who.id).await?)
    }

    pub(super) fn phone_row(&self, number: &Number, at: Timestamp) -> Phone {
        Phone {
            id: self.env.id(),
            number_sealed: self.vault.seal(&self.env, "phone", number.e164()),
            number_index: self.vault.index("destination", number.e164()),
            masked: mask(number),
            region: number.region().to_owned(),
            verified: at,
        }
    }
}

/// The last two digits of a phone, as a text or a sign-in page may name it.
pub(super) fn last_two(phone: &Phone) -> String {
    let last = &phone.masked.last;
    last[last.len().saturating_sub(2)..].to_owned()
}

/// "+44 •••• •••982": the groups of the number, all but the last three digits hidden.
fn mask(number: &Number) -> MaskedPhone {
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
        let Ok(number) = super::super::number::parse("GB", "07700 900982", true) else { panic!("a valid number") };
        assert_eq!(mask(&number).text(), "+44 •••• •••982");
        let Ok(number) = super::super::number::parse("US", "(202) 555-0143", true) else { panic!("a valid number") };
        assert_eq!(mask(&number).last, "143");
        assert!(!mask(&number).text().contains("202"));
    }
}
