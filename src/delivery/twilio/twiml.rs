//! What a call says, in Twilio's own XML. Digits are spoken one by one with pauses between them: every voice can.

use crate::delivery::text::CallScript;
use crate::model::Language;
use std::fmt::Write;

/// Longest that Twilio takes with the request for a call, in characters.
pub const MOST: usize = 4000;

/// Who speaks, in the language of the words.
#[derive(Clone, Debug, Default)]
pub struct Speaker {
    /// Language, such as "en-GB": for words in that language.
    pub language: String,
    /// Voice; empty: the default one.
    pub voice: String,
}

/// Who speaks the languages that the settings name no voice for: Twilio fails a call whose voice does not speak its language.
const VOICES: [(Language, &str, &str); 6] = [
    (Language::English, "en-GB", "Polly.Amy"),
    (Language::Spanish, "es-US", "Polly.Miguel"),
    (Language::French, "fr-FR", "Polly.Mathieu"),
    (Language::German, "de-DE", "Polly.Vicki"),
    (Language::Portuguese, "pt-BR", "Polly.Camila"),
    (Language::Japanese, "ja-JP", "Polly.Mizuki"),
];

impl Speaker {
    /// Says who calls and waits for a key; what it is goes to `action`.
    pub fn greeting(&self, script: &CallScript, action: &str) -> String {
        let voice = self.in_language(script.language);
        document(&format!("{}{}<Hangup/>", gather(action, &voice.say(&script.greeting)), voice.say(&script.unanswered)))
    }

    /// Reads the code out, and offers to do it again.
    pub fn code(&self, script: &CallScript, action: &str) -> String {
        let voice = self.in_language(script.language);
        let read = format!("{}{}", voice.slowly(&script.code_spoken), voice.say(&script.again));
        document(&format!("{}{}<Hangup/>", gather(action, &read), voice.say(&script.goodbye)))
    }

    /// The end, after this sentence.
    pub fn bye(&self, language: Language, sentence: &str) -> String {
        document(&format!("{}<Hangup/>", self.in_language(language).say(sentence)))
    }

    /// Everything at once, for servers that Twilio cannot reach: nobody can be asked for a key there.
    pub fn everything(&self, script: &CallScript) -> String {
        let voice = self.in_language(script.language);
        let read = voice.slowly(&script.code_spoken);
        document(&format!(
            "{}{read}<Pause length=\"2\"/>{read}{}<Hangup/>",
            voice.say(&script.opening),
            voice.say(&script.goodbye)
        ))
    }

    /// Who speaks this language: the settings' own voice, if it does.
    fn in_language(&self, language: Language) -> Speaker {
        let primary = self.language.split('-').next().unwrap_or_default();
        if self.language.is_empty() && language == Language::English || primary.eq_ignore_ascii_case(language.tag()) {
            return self.clone();
        }
        let found = VOICES.iter().find(|(spoken, ..)| *spoken == language);
        let (_, tag, voice) = found.unwrap_or(&VOICES[0]);
        Speaker { language: (*tag).to_owned(), voice: (*voice).to_owned() }
    }

    fn say(&self, text: &str) -> String {
        if text.is_empty() {
            return String::new();
        }
        let mut voice = String::new();
        for (name, value) in [("language", &self.language), ("voice", &self.voice)] {
            if !value.is_empty() {
                let _ = write!(voice, " {name}=\"{}\"", escape(value));
            }
        }
        format!("<Say{voice}>{}</Say>", escape(text))
    }

    /// Each comma is a pause of a second, each "…" one of two.
    fn slowly(&self, text: &str) -> String {
        let groups = text.split('…').map(|group| {
            let parts = group.split(',').map(|part| self.say(part.trim()));
            parts.collect::<Vec<_>>().join("<Pause length=\"1\"/>")
        });
        groups.collect::<Vec<_>>().join("<Pause length=\"2\"/>")
    }
}

fn gather(action: &str, inside: &str) -> String {
    format!(
        "<Gather input=\"dtmf\" numDigits=\"1\" timeout=\"6\" method=\"POST\" action=\"{}\">{inside}</Gather>",
        escape(action)
    )
}

fn document(inside: &str) -> String {
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response>{inside}</Response>")
}

fn escape(text: &str) -> String {
    let mut safe = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    safe.retain(|c| !c.is_control());
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::text::{CodeFor, Tongue, call_script};

    fn speaker() -> Speaker {
        Speaker { language: "en-GB".into(), voice: "Polly.Amy-Neural".into() }
    }

    fn english(brand: &str) -> Tongue<'_> {
        Tongue { language: Language::English, brand }
    }

    #[test]
    fn nothing_secret_is_said_before_a_key_is_pressed() {
        let script = call_script(CodeFor::SignIn, "493817", 10, english("A & <B>"));
        let asked = speaker().greeting(&script, "https://h.example/hooks/twilio/t/keys?a=1&b=2");
        assert!(!asked.contains(">4<") && !asked.contains("493817"), "{asked}");
        assert!(asked.contains("A &amp; &lt;B&gt;") && asked.contains("keys?a=1&amp;b=2\""), "{asked}");
        let read = speaker().code(&script, "https://h.example/k");
        let at = |digit: &str| read.find(&format!(">{digit}<")).unwrap();
        assert!(at("9") < at("3") && at("3") < at("8") && at("8") < at("1"), "{read}");
        assert!(read.contains("<Pause length=\"1\"/>") && read.ends_with("<Hangup/></Response>"), "{read}");
    }

    #[test]
    fn every_language_has_a_voice_that_speaks_it_and_the_settings_choose_their_own() {
        for language in Language::ALL {
            let tongue = Tongue { language, brand: "SixteenCharacter" };
            let script = call_script(CodeFor::Case, "493817", 10, tongue);
            let all = speaker().everything(&script);
            assert!(all.chars().count() <= MOST, "{language:?}: {} characters", all.chars().count());
            assert_eq!(all.matches(">9<").count(), 4, "{all}");
            let spoken = format!("<Say language=\"{}", language.tag());
            assert_eq!(all.matches("<Say ").count(), all.matches(&spoken).count(), "{all}");
            assert_eq!(all.contains("Polly.Amy-Neural"), language == Language::English, "{all}");
        }
        let german = Speaker { language: "de-AT".into(), voice: String::new() };
        let said = |language| german.bye(language, "x");
        assert!(said(Language::German).contains("<Say language=\"de-AT\">x"));
        assert!(said(Language::English).contains("<Say language=\"en-GB\" voice=\"Polly.Amy\">x"));
    }

    #[test]
    fn a_call_with_everything_in_it_is_short_enough() {
        for purpose in [CodeFor::Proof, CodeFor::Case, CodeFor::SignIn] {
            let all = speaker().everything(&call_script(purpose, "493817", 10, english("SixteenCharacter")));
            assert!(all.len() <= MOST, "{} characters", all.len());
            assert!(!all.contains("press") && all.matches(">9<").count() == 4, "{all}");
        }
    }
}
