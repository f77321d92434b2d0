//! What the address of the list asks, each value checked; what is none of ours is dropped.

use crate::flow::words::{self, Typed};
use crate::model::{CodeWay, Column, OrgQuery, Role, Seconds, Standing, Timestamp};
use crate::store::roster::{Order, STAFF, Sorted, Wanted};

/// Rows on a page; the first is the usual one.
const SIZES: [i64; 3] = [50, 25, 100];
/// Characters of a search that count.
const SEARCH: usize = 80;

/// The status of those who have no account here yet, in an address.
const INVITED: &str = "invited";

/// What the address asks.
pub(super) struct Asked {
    /// Who is looked for by their name, address or number.
    pub typed: Option<Typed>,
    /// Who is looked for by facts.
    pub wanted: Wanted,
    /// In which order.
    pub sorted: Sorted,
    /// Rows on a page.
    pub size: i64,
    /// Optional columns.
    pub columns: Vec<Column>,
    /// Low rows.
    pub compact: bool,
    /// In place of people, those who are invited and have not answered.
    pub invited: bool,
    /// All of it as an address says it, without a cursor.
    pub query: OrgQuery,
}

impl Asked {
    /// Reads it.
    pub fn read(query: &OrgQuery, now: Timestamp) -> Asked {
        let typed = query.get("q").trim().chars().take(SEARCH).collect::<String>();
        let (standing, method) = (Standing::parse(query.get("status")), CodeWay::parse(query.get("method")));
        let invited = query.get("status") == INVITED;
        let (role, country) = (query.get("role"), query.get("country"));
        let role_fits = role == STAFF || Role::parse(role).is_some();
        let country_fits = country.len() == 2 && country.bytes().all(|b| b.is_ascii_uppercase()) || country == "001";
        let seen = seen(query.get("seen"), now);
        let sort = query.get("sort");
        let order = Order::parse(sort.trim_start_matches('-'));
        let size = query.get("size").parse().ok().filter(|n| SIZES.contains(n));
        let compact = query.get("density") == "compact";
        let columns: Vec<Column> =
            Column::ALL.into_iter().filter(|c| query.all("cols").any(|word| word == c.word())).collect();

        let fits = [
            ("status", standing.is_some() || invited),
            ("method", method.is_some()),
            ("role", role_fits),
            ("country", country_fits),
            ("seen", seen.is_some()),
            ("sort", order.is_some()),
            ("size", size.is_some()),
            ("density", compact),
        ];
        let mut kept = OrgQuery::default();
        if words::typed(&typed).is_some() {
            kept = kept.with("q", &typed);
        }
        for (name, _) in fits.into_iter().filter(|(_, fits)| *fits) {
            kept = kept.with(name, query.get(name));
        }
        let mut wanted = Wanted { standing, method, ..Wanted::everybody(now) };
        wanted.role = if role_fits { role.to_owned() } else { String::new() };
        wanted.region = if country_fits { country.to_owned() } else { String::new() };
        wanted.seen = seen.unwrap_or(wanted.seen);
        Asked {
            typed: words::typed(&typed),
            wanted,
            sorted: Sorted { order: order.unwrap_or(Order::Name), down: order.is_some() && sort.starts_with('-') },
            size: size.unwrap_or(SIZES[0]),
            query: columns.iter().fold(kept, |kept, column| kept.and("cols", column.word())),
            columns,
            compact,
            invited,
        }
    }

    /// Everything that decides which people come in which order: a cursor fits to this alone.
    pub fn view(&self) -> String {
        ["size", "density", "cols"].into_iter().fold(self.query.clone(), |query, name| query.without(name)).suffix()
    }
}

/// Between which moments somebody signed in last: within so many days, longer ago, or never.
fn seen(word: &str, now: Timestamp) -> Option<(Timestamp, Timestamp)> {
    let ago = |days: i64| now - Seconds::days(days);
    let end = Timestamp(i64::MAX);
    Some(match word {
        "7" => (ago(7), end),
        "30" => (ago(30), end),
        "90" => (ago(90), end),
        "over90" => (Timestamp(1), ago(90)),
        "never" => (Timestamp(0), Timestamp(1)),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_asked_stays_in_the_address() {
        let now = Timestamp(1_795_420_800_000);
        let read = |text: &str| Asked::read(&OrgQuery::parse(text), now);
        let all = "?q=Ana&status=locked&method=sms&role=staff&country=FR&seen=30&sort=-seen&size=25&density=compact\
                   &cols=reset&cols=managed";
        assert_eq!(read(all).query.suffix(), all);
        let none =
            read("?status=wild&method=1&role=king&country=france&seen=2&sort=salary&size=7&density=x&cols=y&after=z");
        assert_eq!(none.query.suffix(), "");
        assert_eq!((none.wanted, none.size), (Wanted::everybody(now), 50));
        assert!(read("?status=invited").invited && !read("?status=none").invited);
        assert_eq!(read("?status=invited").query.suffix(), "?status=invited");
        assert_eq!(read("?size=25&cols=reset&role=owner").view(), read("?role=owner&density=compact").view());
        assert_ne!(read("?role=owner").view(), read("?role=admin").view());
    }
}
