mod languages;

use super::sms::tests::bound;
use super::*;
use crate::model::Language;
use crate::store::outbox::{MemberNews, ResetNews, What};

const PURPOSES: [CodeFor; 9] = [
    CodeFor::SignIn,
    CodeFor::AddPhone,
    CodeFor::ReplacePhone,
    CodeFor::Proof,
    CodeFor::Gate,
    CodeFor::Enrolment,
    CodeFor::Case,
    CodeFor::Address,
    CodeFor::Password,
];
const BRAND: &str = "Example Console!";
const HOST: &str = "accounts-console.example-a.com";

const ENGLISH: Language = Language::English;

fn code_words(
    purpose: CodeFor,
    way: CodeWay,
    code: &str,
    minutes: i64,
    brand: &str,
    hint: &str,
    host: Option<&str>,
) -> Words {
    super::code_words(purpose, way, code, minutes, Tongue { language: ENGLISH, brand }, hint, host)
}

fn call_script(purpose: CodeFor, code: &str, minutes: i64, brand: &str) -> CallScript {
    super::call_script(purpose, code, minutes, Tongue { language: ENGLISH, brand })
}

fn notice_words(notice: &Notice, way: NoticeWay, brand: &str) -> Words {
    super::notice_words(notice, way, Tongue { language: ENGLISH, brand })
}

#[test]
fn a_code_by_text_fits_one_part_and_fills_in_by_itself() {
    assert_eq!((BRAND.len(), HOST.len()), (16, 30));
    // An address is proved by mail alone.
    for purpose in PURPOSES.into_iter().filter(|p| *p != CodeFor::Address) {
        for hint in ["", "21", "982"] {
            let words = code_words(purpose, CodeWay::Text, "048213", 10, BRAND, hint, Some(HOST));
            assert_eq!(words.subject, "");
            let (encoding, units, parts) = segments(&words.text);
            assert_eq!((encoding, parts), (Encoding::Gsm7, 1), "{units}: {}", words.text);
            assert!(words.text.starts_with("048213 is your Example Console! "), "{}", words.text);
            assert_eq!(bound(&words.text), Some((HOST, "048213", None)), "{}", words.text);
            assert!(!words.text.contains("http") && !words.text.contains("982"), "{}", words.text);
            let unbound = code_words(purpose, CodeWay::Text, "048213", 10, BRAND, hint, None);
            assert_eq!(words.text, format!("{}\n\n@{HOST} #048213", unbound.text));
        }
    }
    let words =
        |purpose, minutes, hint| code_words(purpose, CodeWay::Text, "048213", minutes, "Rekey", hint, None).text;
    assert_eq!(
        words(CodeFor::AddPhone, 10, "921"),
        "048213 is your Rekey code to ADD a new phone ending 21. Expires in 10 minutes. Never share it, even with us."
    );
    assert!(words(CodeFor::SignIn, 1, "").contains("Expires in 1 minute."));
}

#[test]
fn each_purpose_reads_differently_in_every_way() {
    for way in [CodeWay::Text, CodeWay::Call, CodeWay::Email] {
        let mut all: Vec<_> =
            PURPOSES.map(|purpose| code_words(purpose, way, "0", 10, "Rekey", "21", None).text).into();
        // Heard on the new phone itself, adding it and enrolling it are one and the same thing.
        let expected = if way == CodeWay::Call { PURPOSES.len() - 1 } else { PURPOSES.len() };
        all.sort();
        all.dedup();
        assert_eq!(all.len(), expected, "{way:?}");
    }
}

#[test]
fn typography_in_a_brand_does_not_double_the_price() {
    let text = |brand: &str| code_words(CodeFor::SignIn, CodeWay::Text, "048213", 10, brand, "", Some(HOST)).text;
    assert_eq!(segments(&text("Joe’s\u{a0}“A–B”…")).0, Encoding::Gsm7);
    assert!(text("Joe’s\u{a0}“A–B”…").contains("your Joe's \"A-B\"... sign-in"));
    assert!(text("Café Zoë").contains("Café Zoë"));
}

#[test]
fn a_mailed_code_stands_in_the_body_only_and_first() {
    for purpose in PURPOSES {
        let words = code_words(purpose, CodeWay::Email, "04821390", 10, "Rekey", "21", Some("example.com"));
        assert!(words.text.starts_with("04821390 is your Rekey "), "{}", words.text);
        assert!(!words.subject.is_empty() && !words.subject.contains("04821390"));
        assert!(!words.text.contains("http") && !words.text.contains('@'));
    }
}

#[test]
fn a_call_says_nothing_secret_before_a_key_is_pressed() {
    let script = call_script(CodeFor::SignIn, "048213", 10, "Rekey");
    assert_eq!(
        script.greeting,
        "This is an automated call from Rekey. To hear your sign-in code, press 1. If you did not ask for it, press 9."
    );
    assert_eq!(script.code_spoken, "Your code is: 0, 4, 8 … 2, 1, 3. Again: 0, 4, 8 … 2, 1, 3.");
    assert_eq!(script.goodbye, "It expires in 10 minutes. Never tell it to anyone, even our staff. Goodbye.");
    for said in [&script.greeting, &script.goodbye, &script.refused, &script.unanswered] {
        assert!(!said.contains("0, 4") && !said.contains("048213"));
    }
    let words = code_words(CodeFor::SignIn, CodeWay::Call, "048213", 10, "Rekey", "", Some(HOST));
    assert_eq!(words.text, [script.greeting, script.code_spoken, script.goodbye].join("\n"));
}

/// What the policy's notices name, as `flow::org_policy` says it.
const ASPECTS: [&str; 7] = [
    "who must use 2FA, and from when on",
    "allowed ways",
    "allowed countries",
    "VoIP numbers",
    "who may reset 2FA",
    "the second person for resets",
    "the wait of Reset MFA",
];

const EVERY: [What; 31] = [
    What::PhoneChanged,
    What::PhoneAdded,
    What::SpareAdded,
    What::PhoneRemoved,
    What::PhoneMain,
    What::AppAdded,
    What::AppRemoved,
    What::TurnedOff,
    What::RecoveryMade,
    What::RecoveryUsed,
    What::WrongCodes,
    What::PasswordDemanded,
    What::PolicyWeaker,
    What::PasswordChanged,
    What::PasswordReset,
    What::EmailChanged,
    What::EmailAdded,
    What::EmailRemoved,
    What::NewDevice,
    What::Restored,
    What::LineChanged,
    What::CallRefused,
    What::Unlocked,
    What::CaseOpened,
    What::CaseHalfway,
    What::CaseSoon,
    What::CasePassed,
    What::CaseStuck,
    What::CaseRefused,
    What::CaseCancelled,
    What::CaseUsed,
];

fn notice(what: What) -> Notice {
    let link = "https://accounts-console.example-a.com/undo/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    Notice {
        what,
        when: "23 Nov 2026, 14:05 UTC".into(),
        place: "Lisbon".into(),
        device: "Firefox\n on macOS".into(),
        last: "82".into(),
        link: Some(link.into()),
        extra: "R-4821-7730".into(),
        due: "26 Nov 2026, 14:05 UTC".into(),
        whose: String::new(),
        status: None,
        org: "Acme".into(),
        by: "Dana Ortiz".into(),
        code: None,
        question: "Which phone\ndid you lose?".into(),
    }
}

fn every() -> impl Iterator<Item = What> {
    EVERY.into_iter().chain(MemberNews::ALL.map(What::Member)).chain(ResetNews::ALL.map(What::Reset))
}

#[test]
fn a_log_sees_neither_codes_nor_links() {
    for way in [CodeWay::Text, CodeWay::Call, CodeWay::Email] {
        let words = code_words(CodeFor::SignIn, way, "048213", 10, "Rekey", "", Some(HOST));
        assert!(!format!("{words:?}").contains("048213") && !format!("{words:?}").contains("0, 4"));
    }
    assert!(!format!("{:?}", call_script(CodeFor::SignIn, "048213", 10, "Rekey")).contains("0, 4"));
    assert_eq!(format!("{:?}", notice(What::PhoneChanged)), r#"Notice("Your 2FA phone was changed")"#);
}

#[test]
fn notices_say_what_when_where_and_the_way_back() {
    for what in every() {
        for linked in [true, false] {
            let notice = Notice { link: notice(what).link.filter(|_| linked), ..notice(what) };
            let text = notice_words(&notice, NoticeWay::Text, BRAND);
            let (encoding, _, parts) = segments(&text.text);
            assert!(encoding == Encoding::Gsm7 && parts <= 2 && text.subject.is_empty(), "{parts}: {}", text.text);
            let mail = notice_words(&notice, NoticeWay::Email, BRAND);
            assert!(mail.text.contains("When: 23 Nov 2026, 14:05 UTC\n") && !mail.subject.is_empty(), "{}", mail.text);
            assert!(!mail.text.contains(": \n") && !mail.text.contains("  "), "{}", mail.text);
            for message in [&text.text, &mail.text] {
                assert_eq!(message.contains("/undo/AAA"), linked, "{message}");
            }
        }
    }
    let mail = notice_words(&notice(What::PhoneChanged), NoticeWay::Email, "Rekey");
    assert_eq!(mail.subject, "Your 2FA phone was changed");
    assert!(
        mail.text.contains("\nWhere: Lisbon\nDevice: Firefox on macOS\n\nThis wasn't me: https://"),
        "{}",
        mail.text
    );
    assert!(mail.text.contains("72 hours") && mail.text.contains("ending in 82"));
}

#[test]
fn a_reset_says_who_why_and_how_to_come_back_and_links_to_no_way_in() {
    let what = What::Reset(ResetNews::Done);
    let told = Notice { extra: "Lost or stolen phone: left on\n a train".into(), ..notice(what) };
    let mail = notice_words(&Notice { code: Some("04821377".into()), ..told.clone() }, NoticeWay::Email, "Rekey");
    assert_eq!(mail.subject, "Your 2FA was reset by Acme");
    for said in ["Dana Ortiz reset", "Why: Lost or stolen phone: left on a train.", "\n\n04821377\n\n", "until 26 Nov"]
    {
        assert!(mail.text.contains(said), "{said} in {}", mail.text);
    }
    assert_eq!(mail.text.matches("https://").count(), 1, "\"This wasn't me\" alone: {}", mail.text);
    let text = notice_words(&Notice { link: None, ..told }, NoticeWay::Text, "Rekey").text;
    assert!(text.contains("Acme reset your 2FA") && !text.contains("https://") && !text.contains("0482"), "{text}");
}

#[test]
fn whoever_manages_an_account_is_told_whose_it_is_and_cannot_take_anything_back() {
    for what in every() {
        let whose = "Ana Roe (ana@acme.example)\nBcc: x".to_owned();
        let mail = notice_words(&Notice { whose, link: None, ..notice(what) }, NoticeWay::Email, "Rekey");
        assert!(mail.subject.starts_with("Ana Roe (ana@acme.example) Bcc: x "), "one line: {}", mail.subject);
        assert!(!mail.text.contains("/undo/"), "{}", mail.text);
        assert!(mail.text.contains("because you manage this Rekey account"), "{}", mail.text);
    }
}
