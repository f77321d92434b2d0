use serde::{Deserialize, Serialize};

/// Why a number cannot be used, each with its own words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PhoneRefusal {
    /// Nothing was typed.
    Empty,
    /// Cannot be read as a number in that country.
    NotANumber {
        /// Name of the country.
        country: String,
    },
    /// Readable, but no such number exists there.
    NotValid {
        /// Name of the country.
        country: String,
    },
    /// Premium rate.
    Premium,
    /// Shared cost.
    SharedCost,
    /// Toll-free.
    TollFree,
    /// Company-wide number (UAN).
    Uan,
    /// Pager.
    Pager,
    /// Voicemail access.
    Voicemail,
    /// Personal number (+44 70 and the like), which forwards anywhere.
    Personal,
    /// The country is not on the allow list.
    CountryNotAllowed {
        /// Name of the country.
        country: String,
    },
    /// A fixed line cannot take a text.
    LandlineForText,
    /// The organization allows no texts.
    TextsNotAllowed,
    /// The organization allows no calls.
    CallsNotAllowed,
    /// Internet number, by policy.
    Voip,
    /// Hosted by this very platform: lost together with the account.
    Owned,
    /// Policy asks for a number of this platform, and this is none.
    NotOwned,
    /// More than five accounts use it.
    TooManyAccounts,
    /// The person has it on the account already.
    Yours,
    /// The number being replaced; asked again to be sure.
    SameAsBefore,
    /// The carrier answers that it cannot be reached.
    Undeliverable,
}
