use crate::model::PhoneRefusal;

/// Why a number cannot be used, and what to do about it.
pub fn words(refusal: &PhoneRefusal) -> String {
    let fixed = match refusal {
        PhoneRefusal::NotANumber { country } | PhoneRefusal::NotValid { country } if country.is_empty() => {
            "That does not look like a phone number. Check the digits."
        }
        PhoneRefusal::NotANumber { country } => {
            return format!("That does not look like a phone number in {country}. Check the digits.");
        }
        PhoneRefusal::NotValid { country } => {
            return format!("There is no such phone number in {country}. Check the digits.");
        }
        PhoneRefusal::CountryNotAllowed { country } => {
            return format!("Your organization does not allow numbers from {country}. Ask an admin.");
        }
        PhoneRefusal::Empty => "Enter a phone number.",
        PhoneRefusal::Premium => "That is a premium-rate number. Use a mobile or a landline.",
        PhoneRefusal::SharedCost => "That is a shared-cost number. Use a mobile or a landline.",
        PhoneRefusal::TollFree => "That is a toll-free number. Use a mobile or a landline.",
        PhoneRefusal::Uan => "That is a company-wide number. Use a mobile or a landline of your own.",
        PhoneRefusal::Pager => "That is a pager. Use a mobile or a landline.",
        PhoneRefusal::Voicemail => "That is a voicemail number. Use a mobile or a landline.",
        PhoneRefusal::Personal => {
            "That number forwards calls to other numbers, so we cannot know who answers. Use a mobile or a landline."
        }
        PhoneRefusal::LandlineForText => "That looks like a landline. Choose Receive a call.",
        PhoneRefusal::TextsNotAllowed => "Your organization sends codes by call only. Choose Receive a call.",
        PhoneRefusal::CallsNotAllowed => {
            "Your organization sends codes by text only. Use a number that receives texts."
        }
        PhoneRefusal::Voip => "We cannot use internet numbers. Use a mobile or a landline.",
        PhoneRefusal::Owned => {
            "Use a number that is not from the service that sends the codes. If that service stops, you would be \
             locked out."
        }
        PhoneRefusal::NotOwned => "Your organization asks for a number from its own phone service. Ask an admin.",
        PhoneRefusal::TooManyAccounts => "This number is used by other accounts. Use a different one.",
        PhoneRefusal::SameAsBefore => "That is the number you just reset. Use it again?",
        PhoneRefusal::Yours => "That number is in your account already. Use a different one.",
        PhoneRefusal::Undeliverable => {
            "The text could not be delivered to that number. Receive a call instead, or check the digits."
        }
    };
    fixed.into()
}
