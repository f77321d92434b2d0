use crate::model::OrgQuery;

/// What a list of events is narrowed by. Values of one facet are alternatives; every facet has to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Facet {
    /// What happened: the word of a kind.
    Event,
    /// Who did it: an id, an address, or how a name or address begins.
    Actor,
    /// Whose account: as the actor.
    Person,
    /// "worked" or "failed".
    Result,
    /// Network address.
    Address,
}

impl Facet {
    /// Every facet, in the order of the form.
    pub const ALL: [Facet; 5] = [Facet::Event, Facet::Actor, Facet::Person, Facet::Result, Facet::Address];

    /// The word in addresses, and before the colon of a typed token.
    pub fn word(self) -> &'static str {
        match self {
            Facet::Event => "event",
            Facet::Actor => "actor",
            Facet::Person => "person",
            Facet::Result => "result",
            Facet::Address => "address",
        }
    }

    fn parse(word: &str) -> Option<Facet> {
        Facet::ALL.into_iter().find(|facet| facet.word() == word)
    }
}

/// What somebody asked of the audit log, however they asked: by fields of the form, by tokens such as `actor:dana` in the
/// search box, or by a link.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Values by facet, in the order in which they were given.
    pub picks: Vec<(Facet, String)>,
    /// Words that a row has to contain, in lower case.
    pub words: Vec<String>,
    /// First day, "2026-11-01"; empty: 30 days ago.
    pub from: String,
    /// Last day; empty: today.
    pub to: String,
}

/// Most values and most words that are read.
const MOST: usize = 12;
/// Longest value, in bytes.
const LONGEST: usize = 200;

impl AuditFilter {
    /// Reads an address. Values that mean nothing are kept: they match nothing, and their chip says why.
    pub fn read(query: &OrgQuery) -> AuditFilter {
        let mut filter =
            AuditFilter { from: day(query.get("from")), to: day(query.get("to")), ..AuditFilter::default() };
        for facet in Facet::ALL {
            query.all(facet.word()).for_each(|value| filter.pick(facet, value));
        }
        for token in tokens(query.get("q")) {
            match token.split_once(':').map(|(name, value)| (name.to_lowercase(), value)) {
                Some((name, value)) if name == "from" && !day(value).is_empty() => filter.from = day(value),
                Some((name, value)) if name == "to" && !day(value).is_empty() => filter.to = day(value),
                Some((name, value)) if !value.is_empty() && Facet::parse(&name).is_some() => {
                    Facet::parse(&name).into_iter().for_each(|facet| filter.pick(facet, value));
                }
                _ => filter.words.push(token.to_lowercase()),
            }
        }
        filter.words.truncate(MOST);
        filter
    }

    fn pick(&mut self, facet: Facet, value: &str) {
        let new = (facet, value.trim().to_owned());
        if !new.1.is_empty() && new.1.len() <= LONGEST && self.picks.len() < MOST && !self.picks.contains(&new) {
            self.picks.push(new);
        }
    }

    /// As it stands in an address: every token has become a field of its own.
    pub fn query(&self) -> OrgQuery {
        let mut query = OrgQuery::default();
        for (facet, value) in &self.picks {
            query = query.and(facet.word(), value);
        }
        for (name, value) in [("from", &self.from), ("to", &self.to), ("q", &self.words.join(" "))] {
            if !value.is_empty() {
                query = query.and(name, value);
            }
        }
        query
    }

    /// Values of one facet.
    pub fn of(&self, facet: Facet) -> impl Iterator<Item = &str> {
        self.picks.iter().filter(move |(known, _)| *known == facet).map(|(_, value)| value.as_str())
    }

    /// Without the value at a position.
    #[must_use]
    pub fn without(&self, n: usize) -> AuditFilter {
        let mut filter = self.clone();
        if n < filter.picks.len() {
            filter.picks.remove(n);
        }
        filter
    }

    /// Nothing but a range: then the rows are an unbroken run of the chain.
    pub fn is_run(&self) -> bool {
        self.picks.is_empty() && self.words.is_empty()
    }

    /// As one would type it into the search box, without the range; empty if it is nothing but that.
    pub fn text(&self) -> String {
        let quoted = |value: &str| match value.contains(char::is_whitespace) {
            true => format!("\"{value}\""),
            false => value.to_owned(),
        };
        let picks = self.picks.iter().map(|(facet, value)| format!("{}:{}", facet.word(), quoted(value)));
        picks.chain(self.words.iter().map(|word| quoted(word))).collect::<Vec<_>>().join(" ")
    }
}

/// "2026-11-01" if it looks like a day, else nothing.
fn day(text: &str) -> String {
    let like = |(n, b): (usize, u8)| if n == 4 || n == 7 { b == b'-' } else { b.is_ascii_digit() };
    let text = text.trim();
    let fine = text.len() == 10 && text.bytes().enumerate().all(like);
    if fine { text.to_owned() } else { String::new() }
}

/// Words apart, `"several words"` together, without the quotes.
fn tokens(text: &str) -> Vec<String> {
    let (mut all, mut current, mut quoted) = (Vec::new(), String::new(), false);
    for c in text.chars().take(LONGEST * 2) {
        match c {
            '"' => quoted = !quoted,
            c if c.is_whitespace() && !quoted => all.push(std::mem::take(&mut current)),
            c => current.push(c),
        }
    }
    all.push(current);
    all.retain(|token| !token.trim().is_empty());
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_become_fields_and_stay_in_the_address() {
        let typed =
            OrgQuery::parse("?event=code.wrong&q=actor%3Adana+EVENT:2fa.reset+Lost+person%3A%22Jonas+Weber%22&to=x");
        let filter = AuditFilter::read(&typed);
        let pick = |facet, value: &str| (facet, value.to_owned());
        assert_eq!(
            filter.picks,
            [
                pick(Facet::Event, "code.wrong"),
                pick(Facet::Actor, "dana"),
                pick(Facet::Event, "2fa.reset"),
                pick(Facet::Person, "Jonas Weber"),
            ]
        );
        assert_eq!((filter.words.join(" "), filter.to.as_str()), ("lost".to_owned(), ""));
        assert_eq!(filter.text(), "event:code.wrong actor:dana event:2fa.reset person:\"Jonas Weber\" lost");
        let again = AuditFilter::read(&filter.query());
        assert_eq!((again.picks.len(), &again.words), (4, &filter.words));
        assert_eq!(again.without(0).of(Facet::Event).collect::<Vec<_>>(), ["2fa.reset"]);
    }

    #[test]
    fn a_range_alone_is_an_unbroken_run() {
        let filter = AuditFilter::read(&OrgQuery::parse("?q=from:2026-11-01&to=2026-11-23"));
        assert_eq!((filter.from.as_str(), filter.to.as_str(), filter.is_run()), ("2026-11-01", "2026-11-23", true));
        assert_eq!(filter.text(), "");
        for odd in ["?from=yesterday", "?from=2026/11/01", "?from=2026-11-01T00"] {
            assert_eq!(AuditFilter::read(&OrgQuery::parse(odd)).from, "", "{odd}");
        }
    }

    #[test]
    fn nobody_makes_a_filter_without_end() {
        let many: String = (0..500).map(|n| format!("event:e{n} w{n} ")).collect();
        let filter = AuditFilter::read(&OrgQuery::default().with("q", &many));
        assert!(filter.picks.len() <= MOST && filter.words.len() <= MOST);
        let odd = AuditFilter::read(&OrgQuery::default().with("q", "a: :b \"\" \" ::"));
        assert!(odd.picks.is_empty(), "{odd:?}");
    }
}
