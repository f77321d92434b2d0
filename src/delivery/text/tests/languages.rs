//! Every message in every language: there, whole, and no longer than it may be.

use super::*;
use crate::delivery::text;
use crate::delivery::text::tongue::{Tongue, sources};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use std::collections::{BTreeMap, BTreeSet};

/// Sixteen characters, as many as a text has room for.
fn tongue(language: Language) -> Tongue<'static> {
    Tongue { language, brand: BRAND }
}

/// Values and messages that a sentence uses.
fn used(pattern: &Pattern<&str>, found: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            used_by(expression, found);
        }
    }
}

fn used_by(expression: &Expression<&str>, found: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => used_inline(inline, found),
        Expression::Select { selector, variants } => {
            used_inline(selector, found);
            variants.iter().for_each(|variant| used(&variant.value, found));
        }
    }
}

fn used_inline(inline: &InlineExpression<&str>, found: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            found.insert(format!("${}", id.name));
        }
        InlineExpression::MessageReference { id, .. } => {
            found.insert(id.name.to_owned());
        }
        InlineExpression::Placeable { expression } => used_by(expression, found),
        InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
        other => panic!("no functions and no terms: {other:?}"),
    }
}

/// Every sentence of a language with what it uses.
fn sentences(language: Language) -> BTreeMap<String, BTreeSet<String>> {
    let mut all = BTreeMap::new();
    for source in sources(language) {
        let file =
            fluent_syntax::parser::parse(source).unwrap_or_else(|(_, errors)| panic!("{language:?}: {errors:?}"));
        for entry in &file.body {
            let Entry::Message(message) = entry else { continue };
            let id = message.id.name;
            let value = message.value.iter().map(|value| (id.to_owned(), value));
            let attributes = message.attributes.iter().map(|a| (format!("{id}.{}", a.id.name), &a.value));
            for (key, pattern) in value.chain(attributes) {
                let mut found = BTreeSet::new();
                used(pattern, &mut found);
                assert!(all.insert(key.clone(), found).is_none(), "{language:?} says {key} twice");
            }
        }
    }
    all
}

#[test]
fn every_language_has_the_same_sentences_with_the_same_arguments() {
    let english = sentences(Language::English);
    assert!(english.len() > 250, "{}", english.len());
    for language in Language::ALL {
        let theirs = sentences(language);
        for (key, uses) in &english {
            assert_eq!(theirs.get(key), Some(uses), "{language:?}: {key}");
        }
        assert_eq!(theirs.len(), english.len(), "{language:?} has more: {:?}", {
            theirs.keys().filter(|key| !english.contains_key(*key)).collect::<Vec<_>>()
        });
    }
}

/// A sentence that lacked something shows it in braces.
fn whole(text: &str) -> &str {
    assert!(!text.contains(['{', '}', '\u{2068}', '\u{2069}']) && !text.trim().is_empty(), "{text:?}");
    text
}

#[test]
fn a_code_by_text_is_as_short_in_every_language_as_its_alphabet_allows() {
    for language in Language::ALL {
        for purpose in PURPOSES.into_iter().filter(|p| *p != CodeFor::Address) {
            for hint in ["", "82"] {
                let text =
                    |host| text::code_words(purpose, CodeWay::Text, "048213", 10, tongue(language), hint, host).text;
                let (bound_to, alone) = (text(Some(HOST)), text(None));
                let most = if language == Language::Japanese { (Encoding::Ucs2, 2) } else { (Encoding::Gsm7, 1) };
                let (encoding, units, parts) = segments(whole(&bound_to));
                assert_eq!((encoding, parts), most, "{units}: {bound_to}");
                assert_eq!(bound(&bound_to), Some((HOST, "048213", None)), "{bound_to}");
                assert_eq!(bound_to, format!("{alone}\n\n@{HOST} #048213"));
                // A lock screen shows the code.
                assert!(alone.find("048213").unwrap() <= 4, "{alone}");
                assert!(alone.contains(BRAND) && alone.contains("10"), "{alone}");
                assert!(purpose == CodeFor::SignIn || hint.is_empty() || !alone.contains("none"), "{alone}");
                assert_eq!(segments(&alone).2, 1, "{alone}");
            }
        }
    }
}

#[test]
fn a_notice_by_text_is_two_parts_or_three_where_the_alphabet_is_wide() {
    for language in Language::ALL {
        for what in every() {
            for linked in [true, false] {
                let notice = Notice { link: notice(what).link.filter(|_| linked), ..notice(what) };
                let text = text::notice_words(&notice, NoticeWay::Text, tongue(language)).text;
                let (encoding, units, parts) = segments(whole(&text));
                let most = if language == Language::Japanese { (Encoding::Ucs2, 3) } else { (Encoding::Gsm7, 2) };
                assert!(encoding == most.0 && parts <= most.1, "{parts} parts, {units}: {text}");
                assert_eq!(text.contains("/undo/AAA"), linked, "{text}");
            }
        }
    }
}

#[test]
fn each_purpose_and_each_event_reads_differently_in_every_language() {
    for language in Language::ALL {
        for way in [CodeWay::Text, CodeWay::Email] {
            let mut all = PURPOSES
                .map(|purpose| text::code_words(purpose, way, "0", 10, tongue(language), "21", None).text)
                .to_vec();
            all.sort();
            all.dedup();
            assert_eq!(all.len(), PURPOSES.len(), "{language:?} {way:?}");
        }
        let leads: BTreeSet<String> = every()
            .map(|what| text::notice_words(&notice(what), NoticeWay::Email, tongue(language)).text)
            .map(|mail| mail.split("\n\n").next().unwrap().to_owned())
            .collect();
        let same = if language == Language::English { 0 } else { 2 };
        assert!(leads.len() + same >= every().count(), "{language:?}: {}", leads.len());
    }
}

#[test]
fn mails_are_whole_in_every_language_for_their_person_and_for_whoever_manages_the_account() {
    for language in Language::ALL {
        for what in every() {
            for whose in ["", "Ana Roe (ana@acme.example)"] {
                for code in [None, Some("04821377".to_owned())] {
                    for (last, extra) in [("82", "an owner"), ("", "Lost or stolen phone: left\non a train")] {
                        let link = notice(what).link.filter(|_| whose.is_empty());
                        let status = Some("https://x.example/status?t=1".to_owned());
                        let (whose, last, extra) = (whose.into(), last.into(), extra.into());
                        let notice = Notice { link, whose, last, extra, status, code: code.clone(), ..notice(what) };
                        let mail = text::notice_words(&notice, NoticeWay::Email, tongue(language));
                        whole(&mail.subject);
                        whole(&mail.text);
                        assert_eq!(mail.language, language);
                        assert!(!mail.subject.contains("0482") && !mail.subject.contains('\n'), "{}", mail.subject);
                        assert!(mail.text.contains("https://x.example/status?t=1\n\n"), "{}", mail.text);
                    }
                }
            }
        }
    }
}

#[test]
fn words_of_ours_among_the_facts_are_said_in_the_readers_language() {
    let german = |notice: &Notice| text::notice_words(notice, NoticeWay::Email, tongue(Language::German)).text;
    let told = |by: &str, extra: &str, what| {
        let device = "Firefox on macOS".into();
        german(&Notice { by: by.into(), extra: extra.into(), device, ..notice(what) })
    };
    let done = What::Reset(ResetNews::Done);
    let mail = told("Dana Ortiz and Kim Lee of Acme", "Lost or stolen phone: on a train", done);
    assert!(mail.starts_with("Dana Ortiz und Kim Lee (Acme) hat "), "{mail}");
    assert!(mail.contains("Grund: Telefon verloren oder gestohlen: on a train."), "{mail}");
    assert!(mail.contains("\nGerät: Firefox unter macOS\n"), "{mail}");
    assert!(told("Whoever runs this server", "Other", done).starts_with("Der Betreiber dieses Servers hat "));
    let mail = told("an owner of Acme", "", What::Member(MemberNews::Suspended));
    assert!(mail.contains("wenden Sie sich an: einen Eigentümer von Acme."), "{mail}");
    assert!(told("Dana Ortiz or Kim Lee", "", What::Member(MemberNews::Refused)).contains("Dana Ortiz oder Kim Lee."));
    let mail = told("Dana Ortiz", "an admin", What::Member(MemberNews::Role));
    assert!(mail.contains("Sie lautet jetzt: Admin."), "{mail}");
    let parts = ASPECTS.join("; ");
    let mail = told("", &parts, What::PolicyWeaker);
    assert!(mail.contains("erlaubte Wege; erlaubte Länder; VoIP-Nummern;"), "{mail}");
}

#[test]
fn a_call_reads_its_digits_slowly_in_every_language() {
    for language in Language::ALL {
        for purpose in PURPOSES {
            let script = text::call_script(purpose, "048213", 10, tongue(language));
            assert_eq!(script.language, language);
            assert_eq!(script.code_spoken.matches("0, 4, 8 … 2, 1, 3").count(), 2, "{}", script.code_spoken);
            // Every other comma or "…" would be heard as a pause.
            assert_eq!(script.code_spoken.matches(',').count(), 8, "{}", script.code_spoken);
            assert!(script.greeting.starts_with(&script.opening) && script.greeting.contains('9'));
            for said in [&script.greeting, &script.again, &script.goodbye, &script.refused, &script.unanswered] {
                assert!(!whole(said).contains("048213") && !said.contains("0, 4"), "{said}");
            }
        }
        whole(&call_over(language));
    }
}

#[test]
fn numbers_of_minutes_and_hours_agree_with_their_nouns() {
    let mail = |language, minutes| {
        text::code_words(CodeFor::Gate, CodeWay::Email, "04821390", minutes, tongue(language), "", None).text
    };
    for (language, one, ten, day) in [
        (Language::Spanish, "1 minuto y", "10 minutos y", "24 horas y"),
        (Language::French, "1 minute et", "10 minutes et", "24 heures et"),
        (Language::German, "1 Minute und", "10 Minuten und", "24 Stunden und"),
        (Language::Portuguese, "1 minuto e", "10 minutos e", "24 horas e"),
        (Language::Japanese, "1分間有効", "10分間有効", "24時間有効"),
    ] {
        for (minutes, said) in [(1, one), (10, ten), (1440, day)] {
            assert!(mail(language, minutes).contains(said), "{said}: {}", mail(language, minutes));
        }
    }
}
