use serde::{Deserialize, Serialize};

/// A language that messages are written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Spanish.
    Spanish,
    /// French.
    French,
    /// German.
    German,
    /// Portuguese, as written in Brazil.
    Portuguese,
    /// Japanese.
    Japanese,
}

impl Language {
    /// All of them, in the order they are offered in.
    pub const ALL: [Language; 6] = [
        Language::English,
        Language::Spanish,
        Language::French,
        Language::German,
        Language::Portuguese,
        Language::Japanese,
    ];

    /// Its tag (BCP 47): in the database, in forms, and as the `lang` of what is written in it.
    pub const fn tag(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Spanish => "es",
            Language::French => "fr",
            Language::German => "de",
            Language::Portuguese => "pt",
            Language::Japanese => "ja",
        }
    }

    /// Its name in itself: whoever cannot read the page finds it.
    pub const fn name(self) -> &'static str {
        match self {
            Language::English => "English",
            Language::Spanish => "Español",
            Language::French => "Français",
            Language::German => "Deutsch",
            Language::Portuguese => "Português (Brasil)",
            Language::Japanese => "日本語",
        }
    }

    /// Reads [`Language::tag`].
    pub fn parse(tag: &str) -> Option<Language> {
        Language::ALL.into_iter().find(|language| language.tag() == tag)
    }

    /// What a browser asks for with `Accept-Language` (RFC 9110 §12.5.4): of ours, the one that it likes best. `None`: it
    /// says nothing, or likes none of them.
    pub fn preferred(header: &str) -> Option<Language> {
        let mut best: Option<(u32, Language)> = None;
        for range in header.split(',').take(32) {
            let mut parts = range.split(';').map(str::trim);
            let primary = parts.next().unwrap_or_default().split('-').next().unwrap_or_default();
            let Some(language) = Language::parse(&primary.to_ascii_lowercase()) else { continue };
            let weight = parts.find_map(|part| part.strip_prefix("q=")).map_or(1000, weight);
            // Of two that are liked as much, the one that is named first.
            if weight > best.map_or(0, |(most, _)| most) {
                best = Some((weight, language));
            }
        }
        best.map(|(_, language)| language)
    }
}

/// Thousandths of a quality value; what is none counts for nothing.
fn weight(text: &str) -> u32 {
    let Ok(value) = text.trim().parse::<f32>() else { return 0 };
    // Between 0 and 1000, so nothing is cut off but fractions.
    if (0.0..=1.0).contains(&value) { (value * 1000.0) as u32 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_gets_the_language_that_it_likes_best() {
        let asked = |header| Language::preferred(header);
        assert_eq!(asked("de-CH,de;q=0.9,en;q=0.8"), Some(Language::German));
        assert_eq!(asked("it-IT, it;q=0.9, en;q=0.2, fr;q=0.7"), Some(Language::French));
        assert_eq!(asked("JA"), Some(Language::Japanese));
        assert_eq!(asked("es-419;q=0.5,pt-BR;q=0.5"), Some(Language::Spanish));
        for nothing in ["", "*", "nl, zh-TW", "de;q=0", "de;q=x", "de;q=7", "espaniol", ";;;,,,q=1", "-", "de;q=NaN"] {
            assert_eq!(asked(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn every_language_is_found_by_its_tag_alone() {
        for language in Language::ALL {
            assert_eq!(Language::parse(language.tag()), Some(language));
        }
        assert_eq!(Language::parse("DE"), None);
    }
}
