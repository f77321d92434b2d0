//! Phone numbers: what a person typed, what kind of line it is, and whether it may receive codes.
//!
//! Google's libphonenumber knows the numbering plans (the `rlibphonenumber` port, which gave Google's own answer for
//! every one of 18,186 numbers); this module adds the rules of Rekey on top and hides the library from everybody else.

mod plan;
mod rules;
#[cfg(test)]
mod tests;

pub use plan::countries;
pub use rules::{OwnedPolicy, Rules, Way, accept};

use std::fmt;

/// A number that is valid in its country. It may still be refused: see [`accept`].
#[derive(Clone, PartialEq, Eq)]
pub struct Number {
    e164: String,
    region: String,
    country: &'static str,
    kind: Kind,
    international: String,
}

impl Number {
    /// ITU-T E.164: plus, calling code and national number without separators, "+447700900982". The stored form.
    pub fn e164(&self) -> &str {
        &self.e164
    }

    /// ISO 3166 code of the number's own region, which need not be the one chosen: "GG" for a Guernsey mobile typed
    /// under the United Kingdom, since both share +44. "001" for satellite networks.
    pub fn region(&self) -> &str {
        &self.region
    }

    /// English name of [`Number::region`].
    pub fn country_name(&self) -> &'static str {
        self.country
    }

    /// What kind of line it is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Grouped for reading (ITU-T E.123), "+44 7700 900982".
    pub fn international(&self) -> &str {
        &self.international
    }

    /// The calling code with its plus, "+44".
    pub fn calling_code(&self) -> &str {
        self.international.split(' ').next().unwrap_or_default()
    }

    /// The last `n` digits; the whole number without plus when it has fewer.
    pub fn last(&self, n: usize) -> &str {
        let digits = &self.e164[1..];
        &digits[digits.len().saturating_sub(n)..]
    }

    /// E.164 without the last four digits: the block that number-pumping attacks walk through (product.md 3).
    pub fn prefix(&self) -> &str {
        &self.e164[..self.e164.len().saturating_sub(4)]
    }

    /// The calling code and five more digits: what is sold to whoever pumps messages, as a rule.
    pub fn range(&self) -> &str {
        &self.e164[..self.e164.len().min(self.calling_code().len() + 5)]
    }

    /// E.164 without the last three digits.
    pub fn thousand(&self) -> &str {
        &self.e164[..self.e164.len().saturating_sub(3)]
    }

    /// The last three digits as a number, 0 to 999: where it lies within its [`Number::thousand`].
    pub fn tail(&self) -> i64 {
        self.last(3).parse().unwrap_or(0)
    }
}

/// Never the number: two digits are the most a log may hold (v5.0.0-14.2.6).
impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Number({} {:?} ..{})", self.region, self.kind, self.last(2))
    }
}

/// Reads what was typed, with any separators and in any script's digits. `country` is the ISO region chosen in the
/// select; a number that begins with + or 00 overrides it. `test_numbers` also admits the numbers reserved for
/// examples, which no carrier serves: switch it on only while the simulator delivers. A stored [`Number::e164`] reads
/// back as the same number with an empty country.
///
/// Errors: `Empty`, `NotANumber` or `NotValidInCountry`.
pub fn parse(country: &str, typed: &str, test_numbers: bool) -> Result<Number, Unusable> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(Unusable::Empty);
    }
    let bare = typed.strip_prefix("tel:").unwrap_or(typed);
    // Libphonenumber reads letters as a keypad does: an O typed for a zero would become a stranger's number. The long
    // vowel mark counts as a letter, but on Japanese keyboards it is the dash.
    if bare.chars().any(|c| c.is_alphabetic() && c != 'ー') {
        return Err(Unusable::NotANumber);
    }
    let facts = plan::read(country, bare, test_numbers).ok_or(Unusable::NotANumber)?;
    // A code can be neither sent nor read out to an extension.
    if facts.extension {
        return Err(Unusable::NotANumber);
    }
    match facts.region.filter(|_| facts.valid) {
        Some(region) => Ok(Number {
            country: plan::country_name(&region),
            e164: facts.e164,
            region,
            kind: facts.kind,
            international: facts.international,
        }),
        None => Err(Unusable::NotValidInCountry { country: plan::country_of(facts.calling_code, country) }),
    }
}

/// What kind of line a number is, as far as its digits tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A mobile.
    Mobile,
    /// A landline: takes calls, not texts.
    FixedLine,
    /// Either; North American numbers do not tell.
    FixedOrMobile,
    /// An internet number.
    Voip,
    /// Premium rate: the caller, which is us, pays its owner.
    Premium,
    /// Shared cost.
    SharedCost,
    /// Free for the caller, paid by a company.
    TollFree,
    /// Universal access number of a company.
    Uan,
    /// A pager.
    Pager,
    /// The access number of a voicemail service.
    Voicemail,
    /// A number that follows a person at the caller's expense (+44 70).
    Personal,
    /// None of these; never the kind of a valid number.
    Unknown,
}

/// Why a number cannot receive codes; one variant for each message (product.md 2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unusable {
    /// Nothing was typed.
    Empty,
    /// Not readable as one phone number: letters, an extension, or far too few or many digits.
    NotANumber,
    /// Readable, but no such number exists in its country.
    NotValidInCountry {
        /// English name of the country whose calling code it has.
        country: &'static str,
    },
    /// A premium-rate number.
    Premium,
    /// A shared-cost number.
    SharedCost,
    /// A toll-free number.
    TollFree,
    /// A company's universal access number.
    Uan,
    /// A pager.
    Pager,
    /// A voicemail service.
    Voicemail,
    /// A personal number.
    Personal,
    /// Its country is not on the allow list.
    CountryNotAllowed {
        /// English name of the number's country.
        country: &'static str,
    },
    /// A landline cannot take a text; a call would do.
    LandlineForText,
    /// VoIP, by policy.
    Voip,
    /// This platform hosts the number.
    Owned,
    /// The policy wants a number this platform hosts, and this is none.
    NotOwned,
    /// Too many accounts use the number already. Found by the caller: this module knows no accounts.
    TooManyAccounts,
}
