//! Labels that cannot hold what they must not.

use std::borrow::Cow;

/// A name and its value.
pub type Label = (&'static str, Cow<'static, str>);
/// The labels of one line.
pub type Labels<const N: usize> = [Label; N];

/// A value that stands in the source.
pub fn label(name: &'static str, value: impl Into<Cow<'static, str>>) -> Label {
    (name, value.into())
}

/// The name of something that is set up, such as a carrier: a short word of small letters, else "other".
pub fn word(name: &'static str, value: &str) -> Label {
    let fine = (1..=16).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_lowercase());
    label(name, if fine { value.to_owned() } else { "other".to_owned() })
}

/// An ISO 3166 code; "none" for what has no country.
pub fn country(region: &str) -> Cow<'static, str> {
    let fine = region.len() == 2 && region.bytes().all(|b| b.is_ascii_uppercase());
    if fine { region.to_owned().into() } else { "none".into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_never_holds_a_number_an_address_or_an_id() {
        for value in ["+12025550143", "ana@example.com", "0193a5b2-7c1d", "", "a word", "averyveryverylongword"] {
            assert_eq!(word("carrier", value), label("carrier", "other"), "{value}");
            assert_eq!(country(value), "none", "{value}");
        }
        assert_eq!((word("carrier", "twilio").1, country("GB")), ("twilio".into(), "GB".into()));
    }
}
