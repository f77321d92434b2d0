//! Judging new passwords: length, a blocklist, and the person's own words (v5.0.0-6.2.4, 6.2.11, 63B §3.1.1.2).

use super::{Auth, Fault};
use crate::auth::hash::Checked;
use crate::model::{Note, Password, PasswordError};
use crate::store::person::Person;

/// Common long passwords and the stems they are made of. Nearly every password of the usual top lists is shorter than
/// fifteen characters and falls to the length rule; what remains are repetitions, walks over the keyboard and phrases.
const COMMON: &[&str] = &[
    "123456789012345",
    "passwordpassword",
    "password12345678",
    "qwertyuiopasdfgh",
    "qwertyuiop123456",
    "1q2w3e4r5t6y7u8i",
    "iloveyouiloveyou",
    "letmeinletmeinletmein",
    "administrator123",
    "correcthorsebatterystaple",
    "thequickbrownfox",
    "tobeornottobethatisthequestion",
    "maytheforcebewithyou",
    "mypasswordismypassword",
    "trustno1trustno1",
    "welcometothejungle",
];
const STEMS: &[&str] =
    &["password", "passwort", "qwerty", "letmein", "welcome", "iloveyou", "admin", "rekey", "abc123"];

impl Auth {
    /// Judges a new password; the note says what to do about it.
    pub(super) async fn judge(&self, password: &Password, who: Option<&Person>) -> Result<Option<Note>, Fault> {
        match password.check_new() {
            Err(PasswordError::Short) => return Ok(Some(Note::PasswordShort)),
            Err(PasswordError::Long) => return Ok(Some(Note::PasswordLong)),
            Ok(()) => {}
        }
        if let Some(note) = judge_words(password, who) {
            return Ok(Some(note));
        }
        if let Some(who) = who
            && self.hasher.check(Some(&who.password_phc), password.expose()).await? != Checked::Wrong
        {
            return Ok(Some(Note::PasswordSame));
        }
        Ok(None)
    }
}

/// Judges the words alone, and does not tell whether it is the password in force.
pub(super) fn judge_words(password: &Password, who: Option<&Person>) -> Option<Note> {
    let own: Vec<&str> = who.iter().flat_map(|p| [p.email.as_str(), p.name.as_str()]).collect();
    judge_own_words(password, &own)
}

/// The same for somebody who is none yet.
pub(super) fn judge_own_words(password: &Password, own: &[&str]) -> Option<Note> {
    is_common(password.expose(), own).then_some(Note::PasswordCommon)
}

/// The whole password is compared, never a part of it, after dropping what people add to make a common one pass: case,
/// spaces and trailing digits.
fn is_common(password: &str, own: &[&str]) -> bool {
    let plain: String = password.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    let bare = plain.trim_end_matches(|c: char| c.is_ascii_digit());
    let walk = plain.chars().zip(plain.chars().skip(1)).all(|(a, b)| {
        let step = i64::from(u32::from(b)) - i64::from(u32::from(a));
        (-1..=1).contains(&step) || (a, b) == ('9', '0')
    });
    let one_word = |word: &str| {
        let word: String = word.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
        word.len() > 2 && (plain == word || bare == word || repeats(bare, &word))
    };
    walk || few_characters(&plain)
        || COMMON.iter().any(|common| plain == *common || bare == *common)
        || STEMS.iter().any(|stem| one_word(stem))
        || own.iter().any(|text| one_word(text) || text.split(['@', ' ', '.']).any(one_word))
}

fn repeats(text: &str, word: &str) -> bool {
    !word.is_empty()
        && text.len() >= word.len() * 2
        && text.len().is_multiple_of(word.len())
        && text == word.repeat(text.len() / word.len())
}

fn few_characters(plain: &str) -> bool {
    let mut seen: Vec<char> = plain.chars().collect();
    seen.sort_unstable();
    seen.dedup();
    seen.len() <= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_passwords_are_refused_whole() {
        for bad in [
            "Password 12345678",
            "PasswordPassword1",
            "aaaaaaaaaaaaaaaa",
            "abcdefghijklmnopq",
            "correct horse battery staple",
            "ana.roe@acme.example",
            "Ana Roe Ana Roe Ana Roe",
            "welcomewelcome2026",
            "1234567890123456",
        ] {
            assert!(is_common(bad, &["ana.roe@acme.example", "Ana Roe"]), "{bad}");
        }
        for good in ["four otters paint loud doors", "the password is elsewhere", "Tr0ub4dor&3 on a bike"] {
            assert!(!is_common(good, &["ana.roe@acme.example", "Ana Roe"]), "{good}");
        }
    }
}
