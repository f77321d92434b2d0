/// What an address of an organization's page says after its path: search, filters, order, cursor. All of a list's state
/// is here, so that a link to it is the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrgQuery(Vec<(String, String)>);

/// Most pairs that are read; nobody's filters are more.
const MOST: usize = 40;

impl OrgQuery {
    /// Reads the part after the question mark. Empty values are as good as none: a form sends them for every field that
    /// was left alone.
    pub fn parse(text: &str) -> OrgQuery {
        let pairs = form_urlencoded::parse(text.trim_start_matches('?').as_bytes()).into_owned();
        OrgQuery(pairs.filter(|(_, value)| !value.is_empty()).take(MOST).collect())
    }

    /// The first value of a name; empty if there is none.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// Every value of a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// With this value in place of every other of its name.
    #[must_use]
    pub fn with(&self, name: &str, value: &str) -> OrgQuery {
        let mut query = self.without(name);
        query.0.push((name.to_owned(), value.to_owned()));
        query
    }

    /// With this value beside every other of its name.
    #[must_use]
    pub fn and(&self, name: &str, value: &str) -> OrgQuery {
        let mut query = self.clone();
        query.0.push((name.to_owned(), value.to_owned()));
        query
    }

    /// Without any value of a name.
    #[must_use]
    pub fn without(&self, name: &str) -> OrgQuery {
        OrgQuery(self.0.iter().filter(|(known, _)| known != name).cloned().collect())
    }

    /// Without one pair.
    #[must_use]
    pub fn without_pair(&self, name: &str, value: &str) -> OrgQuery {
        OrgQuery(self.0.iter().filter(|(n, v)| n != name || v != value).cloned().collect())
    }

    /// Every pair, in order.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }

    /// As it stands in an address, with the question mark; empty if nothing is asked.
    pub fn suffix(&self) -> String {
        if self.0.is_empty() {
            return String::new();
        }
        let mut text = form_urlencoded::Serializer::for_suffix("?".to_owned(), 1);
        text.extend_pairs(&self.0);
        text.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_is_written_the_same() {
        let query = OrgQuery::parse("?q=anna+%26+co&role=owner&role=admin&empty=");
        assert_eq!((query.get("q"), query.all("role").count(), query.get("empty")), ("anna & co", 2, ""));
        assert_eq!(OrgQuery::parse(&query.suffix()), query);
        assert_eq!(query.with("q", "b").without_pair("role", "owner").suffix(), "?role=admin&q=b");
        assert_eq!(OrgQuery::parse("").suffix(), "");
    }
}
