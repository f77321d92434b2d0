use super::*;
use crate::delivery::text::Words;
use crate::env::TestClock;
use crate::model::{Channel, Language, Seconds, Timestamp};

fn settings() -> Settings {
    Settings {
        host: "mail.example.com".into(),
        port: 587,
        implicit_tls: false,
        user: String::new(),
        password: None,
        from: "Example <no-reply@example.com>".into(),
        authorities: None,
        dkim: None,
    }
}

fn message(to: &str, subject: &str, text: &str) -> Message {
    Message {
        id: "0190".into(),
        channel: Channel::Email,
        to: to.into(),
        words: Words { language: Language::English, subject: subject.into(), text: text.into() },
        call: None,
        code: None,
        life: Seconds(570),
        ticket: String::new(),
    }
}

fn smtp() -> Smtp {
    Smtp::new(&settings(), Arc::new(TestClock::new(Timestamp(1_795_420_800_000)))).unwrap()
}

#[test]
fn nothing_in_a_message_begins_another_header() {
    for to in
        ["ana@example.com\r\nBcc: x@evil.test", "ana@example.com\nBcc: x@evil.test", "ana", "a b@c.d, x@evil.test"]
    {
        let refused = smtp().mail(&message(to, "s", "t"), "<i@example.com>").unwrap_err();
        assert_eq!(refused.class, Class::BadDestination, "{to:?}");
    }
    for subject in ["a\r\nBcc: x@evil.test", "a\nb", "a\0b"] {
        let refused = smtp().mail(&message("ana@example.com", subject, "t"), "<i@example.com>").unwrap_err();
        assert_eq!(refused.class, Class::Content, "{subject:?}");
    }
}

#[test]
fn a_mail_says_the_same_in_text_and_html_and_asks_for_no_answer() {
    let text = "12345678 is your code.\n\nNot you? Open https://example.com/undo?t=a.b&c=<d>.\nBye";
    let mail = smtp().mail(&message("ana@example.com", "Grüße", text), "<0190@example.com>").unwrap();
    let raw = String::from_utf8(mail.formatted()).unwrap();
    for part in [
        "Message-ID: <0190@example.com>",
        "Auto-Submitted: auto-generated",
        "X-Auto-Response-Suppress: All",
        "Date: Mon, 23 Nov 2026 08:00:00 +0000",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "Subject: =?utf-8?",
    ] {
        assert!(raw.contains(part), "{part} in {raw}");
    }
    let page = html::page(&Words { language: Language::Japanese, subject: "a <b>".into(), text: text.into() });
    assert!(page.contains("<html lang=\"ja\">"), "{page}");
    assert!(page.contains("<title>a &lt;b&gt;</title>"), "{page}");
    let link = "<a href=\"https://example.com/undo?t=a.b&amp;c=&lt;d&gt;\">https://example.com/undo?t=a.b&amp;c=&lt;d&gt;</a>.";
    assert!(page.contains(link), "{page}");
    assert!(page.contains("<p style=\"margin:0 0 1em\">12345678 is your code.</p>"), "{page}");
}

#[test]
fn wrong_settings_are_named_without_their_secrets() {
    let clock: Arc<dyn Clock> = Arc::new(TestClock::new(Timestamp(0)));
    let from = Settings { from: "nobody".into(), ..settings() };
    assert!(Smtp::new(&from, clock.clone()).err().unwrap().starts_with("smtp.from"));
    let ca = Settings {
        authorities: Some("-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----".into()),
        ..settings()
    };
    assert!(Smtp::new(&ca, clock.clone()).err().unwrap().starts_with("smtp.ca_file"));
    let key = Dkim { domain: "example.com".into(), selector: "s".into(), key: Secret::new("sesame") };
    let wrong = Smtp::new(&Settings { dkim: Some(key), ..settings() }, clock).err().unwrap();
    assert!(wrong.starts_with("smtp.dkim_key_file") && !wrong.contains("sesame"), "{wrong}");
}
