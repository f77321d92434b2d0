//! What the Delivery page shows besides how codes arrive: what they cost, by whom they went, and who waits.

use crate::model::{Moment, PersonId};

/// What messages to phones cost, in thousandths of the currency.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spent {
    /// ISO 4217 code.
    pub currency: String,
    /// Today, by UTC.
    pub today: i64,
    /// Where codes to new numbers stop for the day, and where all do.
    pub stops: (i64, i64),
}

/// Messages of one carrier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CarrierLine {
    /// "twilio".
    pub name: String,
    /// Messages that it took.
    pub taken: i64,
    /// Messages that it refused, or never answered about.
    pub refused: i64,
    /// Messages that it reported as delivered.
    pub arrived: i64,
    /// Codes that it brought and that were given back right and in time.
    pub used: i64,
    /// What it was paid, in thousandths of the currency.
    pub cost: i64,
}

/// A number that got no code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldNumber {
    /// The row.
    pub id: String,
    /// "+44 •••• •••982".
    pub number: String,
    /// English name of its country.
    pub country: String,
    /// Who wants to add it.
    pub who: String,
    /// That person.
    pub person: PersonId,
    /// Why it waits.
    pub why: HeldWhy,
    /// The block concerns the whole server, not this organization alone.
    pub everywhere: bool,
    /// New numbers that were sent a code before, and those whose code came back.
    pub counts: (i64, i64),
    /// When it can be asked again.
    pub until: Moment,
    /// Somebody vouched for it.
    pub allowed: bool,
}

/// Why codes to a new number are held back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeldWhy {
    /// Many new numbers like it, few answers.
    Range,
    /// Numbers next to it, no answers.
    Sequence,
    /// Few answers from its country.
    Country,
    /// A carrier takes its range for fraud.
    Carrier,
    /// What new numbers may have of the day's messages or money is used up.
    Money,
}
