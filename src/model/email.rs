use serde::{Deserialize, Serialize};

/// An email address in the form we compare: trimmed and lower-cased.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Email(String);

impl Email {
    /// Longest address accepted, in bytes (RFC 5321 §4.5.3.1: 256 for the path, less its brackets).
    pub const MAX: usize = 254;

    /// Reads what a person typed. The check is deliberately weak: only a mail that arrives proves an address. Control
    /// characters and spaces are refused, so an address can never smuggle a mail header (v5.0.0-1.3.11).
    pub fn parse(typed: &str) -> Option<Email> {
        let text = typed.trim().to_lowercase();
        let (local, domain) = text.rsplit_once('@')?;
        let fine = !local.is_empty()
            && !domain.is_empty()
            && text.len() <= Self::MAX
            && !text.chars().any(|c| c.is_control() || c.is_whitespace() || "<>,;\"\\".contains(c));
        fine.then_some(Email(text))
    }

    /// The address as stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// "m•••@example.com": enough for its owner to recognise, too little for a stranger to learn.
    pub fn masked(&self) -> String {
        match self.0.rsplit_once('@') {
            Some((local, domain)) => format!("{}•••@{domain}", local.chars().next().unwrap_or('•')),
            None => "•••".into(),
        }
    }
}

impl std::fmt::Debug for Email {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.masked())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_normalised_and_header_injection_is_refused() {
        assert_eq!(Email::parse("  Ana@Example.COM ").as_ref().map(Email::as_str), Some("ana@example.com"));
        for bad in ["", "ana", "@x", "ana@", "a b@x.y", "a@x.y\r\nBcc: z@x.y", "a,b@x.y", "<a@x.y>"] {
            assert_eq!(Email::parse(bad), None, "{bad:?}");
        }
        assert_eq!(Email::parse("member@acme.example").map(|e| e.masked()), Some("m•••@acme.example".into()));
    }
}
