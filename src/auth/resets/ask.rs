//! The form of `Reset 2FA`: what was typed, and what becomes of it.

use super::{Outcome, Why};
use crate::auth::{Auth, Fault, Next, Typed, Visitor};
use crate::model::{
    CaseReason, Note, OrgAddress, OrgId, OrgNote, OrgSpot, PersonId, ResetNote, ResetRefusal, Timestamp,
};

/// What was typed.
#[derive(Clone, Default)]
pub struct ResetForm {
    /// A word of [`CaseReason`].
    pub reason: String,
    /// The reason in words.
    pub details: String,
    /// Number of a ticket elsewhere.
    pub ticket: String,
    /// The box: the request was checked.
    pub checked: bool,
    /// The other box, where the password was replaced by mail: its owner did it. The moment of it, or empty.
    pub vouched: String,
}

impl Auth {
    /// `Reset 2FA`. Every refusal keeps what was typed.
    ///
    /// # Errors
    /// As for every page of the organization; [`Fault::NotFound`] for a person who does not belong to it.
    pub async fn reset_other(
        &self,
        visitor: &mut Visitor,
        org: &str,
        person: &str,
        form: ResetForm,
    ) -> Result<Next, Fault> {
        let (org, person) = (OrgId::new(org), PersonId::new(person));
        let desk = self.desk(visitor, &org).await?;
        let page = OrgAddress::new(&org, OrgSpot::Reset(person.clone()));
        if !self.is_fresh(&desk.session) {
            return Ok(self.prove_first_at(&page));
        }
        let why = match form.read() {
            Ok(why) => why,
            Err(note) => return Ok(Next::org(&page).say(said(note)).keep(form.kept())),
        };
        let mut tx = self.store.begin().await?;
        match self.reset_in(&mut tx, visitor, (&org, &desk.session.person), &person, why).await? {
            Ok(Outcome::Done(who)) => {
                let done = self.done_note(&mut tx, &org, &who).await?;
                self.commit(tx).await?;
                Ok(Next::org(&OrgAddress::new(&org, OrgSpot::Person(person))).say(said(done)))
            }
            Ok(Outcome::Waits(names)) => {
                self.commit(tx).await?;
                Ok(Next::org(&page).say(said(ResetNote::Waits(names.join(" or ")))))
            }
            Err(refusal) => {
                if let ResetRefusal::TooMany(_) = refusal {
                    drop(tx);
                    self.record_too_many(visitor, (&org, &desk.session.person), &person).await?;
                }
                Ok(Next::org(&page).say(said(ResetNote::Refused(refusal))).keep(form.kept()))
            }
        }
    }
}

impl ResetForm {
    fn read(&self) -> Result<Why, ResetNote> {
        let reason = CaseReason::parse(&self.reason).ok_or(ResetNote::ReasonMissing)?;
        let details = cut(&self.details, 300);
        if reason == CaseReason::Other && details.is_empty() {
            return Err(ResetNote::DetailsMissing);
        }
        if !self.checked {
            return Err(ResetNote::Unchecked);
        }
        let vouched = self.vouched.parse().ok().map(Timestamp);
        Ok(Why { reason, details, ticket: cut(&self.ticket, 60), vouched })
    }

    /// For the form to be filled with again: the boxes are ticked anew.
    fn kept(&self) -> Typed {
        let fields = [&self.reason, &self.details, &self.ticket].map(|text| cut(text, 300));
        Typed { fields: fields.to_vec(), ..Typed::default() }
    }
}

/// What was typed, trimmed, on one line and of bounded length.
pub(in crate::auth) fn cut(text: &str, most: usize) -> String {
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).collect();
    words.join(" ").chars().take(most).collect()
}

/// The note on a page of the organization.
pub(in crate::auth) fn said(note: ResetNote) -> Note {
    Note::Org(OrgNote::Reset(note))
}
