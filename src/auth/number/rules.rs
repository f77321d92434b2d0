//! Which numbers the operator accepts.

use super::{Kind, Number, Unusable, plan};
use crate::flow::OrgPolicy;

/// Whether the rules let this number receive codes in this way. The first refusal wins: what the line is, then whose it
/// is, then where it is, then whether it can take a text.
pub fn accept(rules: &Rules, number: &Number, by: Way) -> Result<(), Unusable> {
    match number.kind() {
        Kind::Premium => return Err(Unusable::Premium),
        Kind::SharedCost => return Err(Unusable::SharedCost),
        Kind::TollFree => return Err(Unusable::TollFree),
        Kind::Uan => return Err(Unusable::Uan),
        Kind::Pager => return Err(Unusable::Pager),
        Kind::Voicemail => return Err(Unusable::Voicemail),
        Kind::Personal => return Err(Unusable::Personal),
        Kind::Unknown => {
            return Err(Unusable::NotValidInCountry { country: number.country_name() });
        }
        Kind::Mobile | Kind::FixedLine | Kind::FixedOrMobile | Kind::Voip => {}
    }
    // Again here, for numbers stored while the simulator delivered.
    if !rules.test_numbers && plan::reserved(number.e164()).is_some() {
        return Err(Unusable::NotValidInCountry { country: number.country_name() });
    }
    match (rules.owned_policy, rules.owns(number)) {
        (OwnedPolicy::Refuse, true) => return Err(Unusable::Owned),
        (OwnedPolicy::Require, false) => return Err(Unusable::NotOwned),
        _ => {}
    }
    if !rules.allowed.iter().any(|region| region == number.region()) {
        return Err(Unusable::CountryNotAllowed { country: number.country_name() });
    }
    match number.kind() {
        Kind::FixedLine if by == Way::Text => Err(Unusable::LandlineForText),
        // Its holder need not hold a SIM or a wired line (63B §3.1.3.1).
        Kind::Voip if !rules.voip_allowed => Err(Unusable::Voip),
        _ => Ok(()),
    }
}

/// The operator's rules for numbers.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// ISO 3166 regions whose numbers are accepted ("001": satellite networks). Empty refuses every number.
    pub allowed: Vec<String>,
    /// Whether VoIP numbers are accepted; off by default (63B §3.1.3.1).
    pub voip_allowed: bool,
    /// Numbers this platform hosts itself: E.164, or the beginning of one and `*`. Separators do not matter.
    pub owned: Vec<String>,
    /// What to do about them.
    pub owned_policy: OwnedPolicy,
    /// Whether numbers reserved for examples are accepted, see [`parse`](super::parse). Only for the simulator.
    pub test_numbers: bool,
}

impl Rules {
    /// These rules, made stricter by an organization's policy: it can take countries and VoIP away, and allow nothing.
    pub fn within(&self, policy: &OrgPolicy) -> Rules {
        let mut rules = self.clone();
        rules.allowed.retain(|region| policy.allows_country(region));
        rules.voip_allowed &= !policy.voip_refused;
        rules
    }

    /// Whether this platform itself hosts the number.
    pub fn owns(&self, number: &Number) -> bool {
        self.owned.iter().any(|entry| {
            let digits: String = entry.chars().filter(char::is_ascii_digit).collect();
            match entry.trim_end().ends_with('*') {
                true => number.e164()[1..].starts_with(&digits),
                false => number.e164()[1..] == digits,
            }
        })
    }
}

/// What to do about numbers that this platform hosts: if the account is suspended the number is too, and its owner is
/// locked out (product.md 2.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OwnedPolicy {
    /// Refuse them.
    #[default]
    Refuse,
    /// Accept nothing else, for platforms whose people are all given a number.
    Require,
    /// Treat them like any other.
    Allow,
}

/// How a code would reach the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// By text message.
    Text,
    /// By automated call.
    Call,
}
