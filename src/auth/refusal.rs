//! Says a number's refusal in the words of the screens.

use super::number::Unusable;
use crate::model::PhoneRefusal;

/// The refusal as a page shows it; `country` fills in where the rule itself names none.
pub fn of(refused: Unusable, country: &str) -> PhoneRefusal {
    match refused {
        Unusable::Empty => PhoneRefusal::Empty,
        Unusable::NotANumber => PhoneRefusal::NotANumber { country: country.into() },
        Unusable::NotValidInCountry { country } => PhoneRefusal::NotValid { country: country.into() },
        Unusable::Premium => PhoneRefusal::Premium,
        Unusable::SharedCost => PhoneRefusal::SharedCost,
        Unusable::TollFree => PhoneRefusal::TollFree,
        Unusable::Uan => PhoneRefusal::Uan,
        Unusable::Pager => PhoneRefusal::Pager,
        Unusable::Voicemail => PhoneRefusal::Voicemail,
        Unusable::Personal => PhoneRefusal::Personal,
        Unusable::CountryNotAllowed { country } => PhoneRefusal::CountryNotAllowed { country: country.into() },
        Unusable::LandlineForText => PhoneRefusal::LandlineForText,
        Unusable::Voip => PhoneRefusal::Voip,
        Unusable::Owned => PhoneRefusal::Owned,
        Unusable::NotOwned => PhoneRefusal::NotOwned,
        Unusable::TooManyAccounts => PhoneRefusal::TooManyAccounts,
    }
}
