use super::*;
use crate::delivery::text::{CodeFor, Tongue, Words, call_script};
use crate::model::{Language, Seconds};

fn twilio(hooks: Option<&str>) -> Twilio {
    let settings = Settings {
        account: "AC00000000000000000000000000000000".into(),
        key: String::new(),
        secret: Secret::new("tok"),
        from: "+15005550006".into(),
        service: String::new(),
        call_from: "+15005550006".into(),
        language: "en-GB".into(),
        voice: String::new(),
        base_url: "https://api.twilio.com".into(),
        authorities: None,
    };
    Twilio::new(settings, hooks.map(str::to_owned)).unwrap()
}

fn message(channel: Channel) -> Message {
    Message {
        id: "0190".into(),
        channel,
        to: "+447400123456".into(),
        words: Words { language: Language::English, subject: String::new(), text: "493817 is your code.".into() },
        call: (channel == Channel::Call).then(|| {
            let tongue = Tongue { language: Language::English, brand: "Rekey" };
            call_script(CodeFor::SignIn, "493817", 10, tongue)
        }),
        code: Some("493817".into()),
        life: Seconds(570),
        ticket: "0190.mac".into(),
    }
}

fn answer(status: u16, body: &str) -> Result<Taken, NotSent> {
    read(&Answer { status, body: body.as_bytes().to_vec(), wait: Seconds(7) })
}

#[test]
fn a_text_is_dropped_by_the_carrier_when_its_code_is_dead() {
    let form = twilio(Some("https://r.example/hooks/twilio")).text(&message(Channel::Sms));
    assert!(form.contains(&("ValidityPeriod", "570".into())));
    assert!(form.contains(&("StatusCallback", "https://r.example/hooks/twilio/0190.mac#rc=2&rp=ct,rt,5xx".into())));
    let mut other = twilio(Some("https://r.example/hooks/twilio"));
    other.settings.base_url = "https://example.signalwire.com/api/laml".into();
    assert!(
        other
            .text(&message(Channel::Sms))
            .contains(&("StatusCallback", "https://r.example/hooks/twilio/0190.mac".into()))
    );
    assert!(!twilio(None).text(&message(Channel::Sms)).iter().any(|(name, _)| *name == "StatusCallback"));
}

#[test]
fn a_call_holds_its_code_only_where_nobody_can_be_asked_for_a_key() {
    let value = |form: &[(&str, String)], name| form.iter().find(|(n, _)| *n == name).unwrap().1.clone();
    let form = twilio(Some("https://r.example/hooks/twilio")).call(&message(Channel::Call)).unwrap();
    assert!(!value(&form, "Twiml").contains(">9<") && value(&form, "Twiml").contains("/0190.mac/keys"));
    assert_eq!(form.iter().filter(|(name, _)| *name == "StatusCallbackEvent").count(), 3);
    assert_eq!((value(&form, "Timeout").as_str(), value(&form, "TimeLimit").as_str()), ("25", "90"));
    let form = twilio(None).call(&message(Channel::Call)).unwrap();
    assert!(value(&form, "Twiml").contains(">9<") && !value(&form, "Twiml").contains("Gather"));
}

#[test]
fn answers_are_read_by_status_and_code() {
    let taken = answer(201, r#"{"sid":"SM1","status":"queued","error_code":null,"price":null}"#).unwrap();
    assert_eq!((taken.reference.as_str(), taken.reported), ("SM1", Some(Reported::Accepted)));
    let table = [
        (400, r#"{"code":21211,"message":"To","status":400}"#, Class::BadDestination, "21211"),
        (400, r#"{"code":21610}"#, Class::OptedOut, "21610"),
        (400, r#"{"code":21408}"#, Class::Settings, "21408"),
        (400, r#"{"code":30450}"#, Class::Fraud, "30450"),
        (400, r#"{"code":77777}"#, Class::Other, "77777"),
        (429, r#"{"code":20429}"#, Class::Throttled, "20429"),
        (429, "busy", Class::Throttled, "http 429"),
        (401, r#"{"code":20003}"#, Class::Settings, "20003"),
        (302, "", Class::Settings, "http 302"),
        (404, "<html>", Class::Settings, "http 404"),
        (422, "{}", Class::Other, "http 422"),
        (500, r#"{"code":20500}"#, Class::Unknown, "20500"),
        (503, "", Class::Unknown, "http 503"),
        (201, "not JSON", Class::Unknown, "http 201"),
        (201, r#"{"sid":"SM1","status":"failed","error_code":30006}"#, Class::Landline, "30006"),
    ];
    for (status, body, class, code) in table {
        let failure = answer(status, body).unwrap_err();
        assert_eq!((failure.class, failure.code.as_str()), (class, code), "{status} {body}");
    }
}

#[test]
fn a_call_that_was_answered_was_not_therefore_heard() {
    assert_eq!(means("completed"), Some(Reported::Sent));
    assert_eq!(means("no-answer"), Some(Reported::Undelivered));
    assert_eq!(means("partially_delivered"), None, "a status that is new says nothing");
}
