use crate::model::Channel;
use std::collections::BTreeMap;

/// What messages cost, in thousandths of the currency: from the operator's contract with a carrier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prices {
    /// Its ISO 4217 code, "USD".
    pub currency: String,
    /// A text, by region.
    pub texts: BTreeMap<String, i64>,
    /// A call, by region.
    pub calls: BTreeMap<String, i64>,
    /// A text, and a call, to every other region.
    pub other: (i64, i64),
}

impl Default for Prices {
    fn default() -> Prices {
        // Dearer than most: whoever sets no prices is warned too early rather than too late.
        Prices { currency: "USD".into(), texts: BTreeMap::new(), calls: BTreeMap::new(), other: (80, 100) }
    }
}

impl Prices {
    /// One message there. Mail costs nothing.
    pub fn of(&self, region: &str, channel: Channel) -> i64 {
        match channel {
            Channel::Sms => self.texts.get(region).copied().unwrap_or(self.other.0),
            Channel::Call => self.calls.get(region).copied().unwrap_or(self.other.1),
            Channel::Email => 0,
        }
    }
}
