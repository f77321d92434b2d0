//! Plan and billing profile of an owner's organization.

use super::audit::{Kind, Subject};
use super::{Auth, Fault, Next, Typed, Visitor, countries};
use crate::model::{Billing, Email, Field, Note, Place, Plan, Role};
use crate::store::org::{self, Seat};
use crate::store::person;
use crate::store::session::Session;
use serde_json::json;

/// What was typed into the billing page.
pub struct NewBilling {
    /// "trial" or "paid".
    pub plan: String,
    /// "card" or "paypal".
    pub method: String,
    /// Last four digits of the card, or the PayPal address.
    pub account: String,
    /// Name on the bill.
    pub name: String,
    /// Postal code.
    pub postal: String,
    /// ISO 3166 region.
    pub country: String,
}

impl Auth {
    /// Saves plan and profile. From a paid plan on, everybody without 2FA is asked for it at their next sign-in.
    pub async fn billing_save(&self, visitor: &mut Visitor, typed: NewBilling) -> Result<Next, Fault> {
        let session = self.signed_in(visitor).await?;
        let mut db = self.store.read().await?;
        let seat = self.owned(org::seats(&mut db, &session.person).await?)?;
        drop(db);
        let fields = vec![
            typed.plan.clone(),
            typed.method.clone(),
            typed.account.clone(),
            typed.name.clone(),
            typed.postal.clone(),
            typed.country.clone(),
        ];
        let fields = fields.into_iter().map(|f| f.chars().take(Email::MAX).collect()).collect();
        let kept = Typed { fields, ..Typed::default() };
        let here = |note| Ok(Next::to(Place::Billing).say(note).keep(kept.clone()));
        let plan = if seat.plan == Plan::Paid { Plan::Paid } else { Plan::parse(&typed.plan).unwrap_or(Plan::Trial) };
        let new = match read(&typed) {
            Ok(new) => new,
            Err(field) => return here(Note::AnswerMissing(field)),
        };
        if !self.is_fresh(&session) {
            return Ok(self.prove_first(Place::Billing));
        }
        let mut tx = self.store.begin().await?;
        let who = person::get(&mut tx, &session.person).await?;
        org::set_billing(&mut tx, &seat.org, &new, self.now()).await?;
        org::set_plan(&mut tx, &seat.org, plan).await?;
        let subject = Subject { chain: format!("org:{}", seat.org), person: who.id.as_str() };
        let detail = json!({ "plan": plan.word(), "method": new.method });
        self.record(&mut tx, subject, visitor, Kind::BillingChanged, detail).await?;
        self.commit(tx).await?;
        Ok(Next::to(Place::Billing).say(Note::BillingSaved))
    }

    pub(super) async fn billing_page(&self, visitor: &Visitor, session: &Session) -> Result<Billing, Fault> {
        let mut db = self.store.read().await?;
        let seat = self.owned(org::seats(&mut db, &session.person).await?)?;
        let saved = org::billing(&mut db, &seat.org).await?;
        let typed = &visitor.carried.typed.fields;
        let field = |n: usize, saved: Option<&str>| {
            typed.get(n).cloned().unwrap_or_else(|| saved.unwrap_or_default().to_owned())
        };
        let saved = saved.as_ref();
        let country = field(5, saved.map(|b| b.country.as_str()));
        Ok(Billing {
            organization: seat.name.clone(),
            paid: seat.plan == Plan::Paid,
            method: field(1, saved.map(|b| b.method.as_str())),
            account: field(2, saved.map(|b| b.account.as_str())),
            name: field(3, saved.map(|b| b.name.as_str())),
            postal: field(4, saved.map(|b| b.postal_code.as_str())),
            country: if country.is_empty() { self.default_country.clone() } else { country },
            countries: countries::NAMES.iter().map(|(code, name)| ((*code).into(), (*name).into())).collect(),
            without: org::without_second(&mut db, &seat.org).await?,
        })
    }

    /// The first organization that the person owns.
    ///
    /// # Errors
    /// [`Fault::NotAllowed`] when there is none.
    fn owned(&self, seats: Vec<Seat>) -> Result<Seat, Fault> {
        seats.into_iter().find(|s| s.role == Role::Owner).ok_or(Fault::NotAllowed)
    }
}

/// The profile, or the first field that is missing or cannot be.
fn read(typed: &NewBilling) -> Result<org::Billing, Field> {
    let clean = |text: &str| text.trim().chars().filter(|c| !c.is_control()).take(80).collect::<String>();
    let account = account(&typed.method, &typed.account).ok_or(Field::Account)?;
    let (name, postal_code) = (clean(&typed.name), clean(&typed.postal));
    if name.is_empty() {
        return Err(Field::Name);
    }
    if postal_code.is_empty() || postal_code.chars().count() > 12 {
        return Err(Field::Postal);
    }
    if countries::name(&typed.country).is_none() {
        return Err(Field::Country);
    }
    Ok(org::Billing { method: typed.method.clone(), account, name, postal_code, country: typed.country.clone() })
}

/// How somebody pays, read: four digits of a card, or an address. A whole card number is never taken.
pub(super) fn account(method: &str, typed: &str) -> Option<String> {
    match method {
        "card" => {
            let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
            (digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
        }
        "paypal" => Email::parse(typed).map(|email| email.as_str().to_owned()),
        _ => None,
    }
}
