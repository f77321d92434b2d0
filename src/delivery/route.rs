//! Routes: who carries what where, as data.

use crate::model::Channel;
use rlibphonenumber::{PHONE_NUMBER_UTIL as PLANS, Region};

/// One rule. Of several that fit, the one with the longest prefix counts, then one that names the country, then the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// For what goes by this channel.
    pub channel: Channel,
    /// To numbers of these countries (ISO 3166); empty: everywhere.
    pub countries: Vec<String>,
    /// To numbers that begin so, such as "+4477"; empty: all.
    pub prefix: String,
    /// Who carries it, in the order in which they are asked; empty: nobody, which is a refusal.
    pub via: Vec<String>,
}

/// All rules. What none fits is carried by nobody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Routes(pub Vec<Route>);

impl Routes {
    /// Who carries a message to this number or address, in order.
    pub fn find(&self, channel: Channel, to: &str) -> &[String] {
        let country = country(to);
        let fits = |route: &&Route| {
            route.channel == channel
                && to.starts_with(&route.prefix)
                && (route.countries.is_empty() || route.countries.contains(&country))
        };
        // Of equals `max_by_key` takes the last one: walked from the end, that is the first.
        let best = self.0.iter().rev().filter(fits).max_by_key(|r| (r.prefix.len(), !r.countries.is_empty()));
        best.map(|route| route.via.as_slice()).unwrap_or_default()
    }
}

/// ISO 3166 region of a number in E.164; empty for addresses, and for numbers of no country.
pub fn country(to: &str) -> String {
    let number = to.starts_with('+').then(|| PLANS.parse(to, None::<Region>).ok()).flatten();
    number.and_then(|n| n.get_region_code().map(|region| region.to_string())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn route(channel: Channel, countries: &[&str], prefix: &str, via: &[&str]) -> Route {
        let own = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect();
        Route { channel, countries: own(countries), prefix: prefix.into(), via: own(via) }
    }

    #[test]
    fn the_longest_prefix_wins_then_the_country_then_the_first() {
        let routes = Routes(vec![
            route(Channel::Sms, &[], "", &["a", "b"]),
            route(Channel::Sms, &[], "", &["never"]),
            route(Channel::Sms, &["GB"], "", &["b"]),
            route(Channel::Sms, &[], "+4477009", &["c"]),
            route(Channel::Sms, &["US", "CA"], "", &[]),
            route(Channel::Call, &["GB"], "", &["a"]),
        ]);
        let table: [(Channel, &str, &[&str]); 8] = [
            (Channel::Sms, "+33612345678", &["a", "b"]),
            (Channel::Sms, "+447400123456", &["b"]),
            (Channel::Sms, "+447700900982", &["c"]),
            (Channel::Sms, "+12025550143", &[]),
            (Channel::Sms, "+870773111632", &["a", "b"]),
            (Channel::Call, "+447400123456", &["a"]),
            (Channel::Call, "+33612345678", &[]),
            (Channel::Email, "ana@example.com", &[]),
        ];
        for (channel, to, via) in table {
            assert_eq!(routes.find(channel, to), via, "{channel:?} {to}");
        }
    }

    #[test]
    fn caribbean_numbers_are_not_the_united_states() {
        assert_eq!(["+12025550143", "+18765550143", "+447400123456", "x@y.z"].map(country), ["US", "JM", "GB", ""]);
    }
}
