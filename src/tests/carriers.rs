//! Real carriers' adapters, from the outbox to the wire and back, against small servers that answer as the carriers'
//! own documents say.

mod fake;
#[cfg(unix)]
mod wire;

use crate::outbox::{failed, post, state};
use crate::world::{Person, World};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use fake::Fake;
use hmac::{Hmac, KeyInit, Mac};
use http_body_util::BodyExt;
use rekey::model::{Channel, Role};
use tower::ServiceExt;

/// Where carriers reach us.
const PUBLIC: &str = "https://rekey.example.com";
/// An account as Twilio writes them.
const ACCOUNT: &str = "AC00000000000000000000000000000000";
/// Its token.
const TOKEN: &str = "twilio_test_auth_token";
/// The bridge's secret.
const SHARED: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

const SECRETS: [(&str, &str); 4] = [
    ("REKEY_DELIVERY", "providers"),
    ("REKEY_PUBLIC_URL", PUBLIC),
    ("REKEY_TWILIO_AUTH_TOKEN", TOKEN),
    ("REKEY_WEBHOOK_SECRET", SHARED),
];

/// A world whose texts and calls go to `twilio`, and whatever it cannot carry to `bridge`.
async fn world(twilio: &Fake, bridge: &Fake) -> (World, Person) {
    let file = format!(
        "[twilio]\naccount = \"{ACCOUNT}\"\nfrom = \"+15551234567\"\ncall_from = \"+15551234567\"\nbase_url = \"{}\"\n\
         [webhook]\nurl = \"{}/send?a=b\"",
        twilio.url, bridge.url
    );
    let world = World::with_env(&file, &SECRETS).await;
    let who = world.person("ana@acme.example", Some((&world.acme, Role::Member)), Some("+447400123456")).await;
    (world, who)
}

/// Asks our own server as a carrier does.
async fn call_us(world: &World, path: &str, headers: &[(&str, &str)], body: String) -> (StatusCode, String) {
    let mut request = Request::post(path).header("host", "rekey.example.com");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answer = world.node.router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
    let status = answer.status();
    (status, String::from_utf8(answer.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap())
}

/// Asks as Twilio does, signed with `token`.
async fn twilio_calls(world: &World, url: &str, fields: &[(&str, &str)], token: &str) -> (StatusCode, String) {
    let bare = url.split('#').next().unwrap();
    let mut sorted = fields.to_vec();
    sorted.sort_unstable();
    let text: String = sorted.iter().map(|(name, value)| format!("{name}{value}")).collect();
    let mut mac = Hmac::<sha1::Sha1>::new_from_slice(token.as_bytes()).unwrap();
    mac.update(format!("{bare}{text}").as_bytes());
    let signature = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, mac.finalize().into_bytes());
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let form = ("content-type", "application/x-www-form-urlencoded");
    call_us(world, bare.strip_prefix(PUBLIC).unwrap(), &[form, ("x-twilio-signature", &signature)], body).await
}

async fn reported(world: &World, id: &str) -> String {
    let mut db = world.node.auth.store.read().await.unwrap();
    let sql = "SELECT COALESCE(reported, '') FROM outbox WHERE id = $1";
    let (word,): (String,) = sqlx::query_as(sql).bind(id).fetch_one(&mut *db).await.unwrap();
    word
}

fn message_answer(status: &str) -> String {
    format!(
        r#"{{"sid":"SM00000000000000000000000000000001","status":"{status}","error_code":null,"error_message":null,
            "num_segments":"1","price":null,"messaging_service_sid":null,"to":"+447400123456","direction":"outbound-api"}}"#
    )
}

#[tokio::test]
async fn a_text_goes_out_signed_in_and_its_receipts_come_back_in_any_order() {
    let (twilio, bridge) = (Fake::start(201, message_answer("queued")).await, Fake::start(500, String::new()).await);
    let (world, who) = world(&twilio, &bridge).await;
    let id = post(&world, &who, Channel::Sms, true).await;
    world.drain().await;
    let heard = twilio.heard().remove(0);
    assert_eq!(heard.path, format!("/2010-04-01/Accounts/{ACCOUNT}/Messages.json"));
    assert_eq!(
        heard.header("authorization"),
        "Basic QUMwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDp0d2lsaW9fdGVzdF9hdXRoX3Rva2Vu"
    );
    assert_eq!(heard.header("content-type"), "application/x-www-form-urlencoded");
    assert_eq!((heard.field("To").as_str(), heard.field("From").as_str()), ("+447400123456", "+15551234567"));
    assert!(heard.field("Body").contains(" is your Rekey sign-in code."), "{}", heard.field("Body"));
    assert_eq!(heard.field("ValidityPeriod"), "570");
    assert_eq!((state(&world, &id).await.0.as_str(), reported(&world, &id).await.as_str()), ("sent", "accepted"));
    let url = heard.field("StatusCallback");
    let status =
        |word| [("MessageSid", "SM1"), ("MessageStatus", word), ("NewField", "a b&c=ü"), ("To", "+447400123456")];
    assert_eq!(twilio_calls(&world, &url, &status("delivered"), "another token").await.0, StatusCode::FORBIDDEN);
    assert_eq!(
        twilio_calls(&world, &url.replace(&id, "other"), &status("delivered"), TOKEN).await.0,
        StatusCode::FORBIDDEN
    );
    assert_eq!(reported(&world, &id).await, "accepted");
    for word in ["delivered", "sent", "delivered", "queued", "a status of tomorrow"] {
        assert_eq!(twilio_calls(&world, &url, &status(word), TOKEN).await, (StatusCode::NO_CONTENT, String::new()));
    }
    assert_eq!(reported(&world, &id).await, "delivered");
    let rows = world.count("SELECT COUNT(*) FROM receipt WHERE reference = 'SM1'").await;
    assert_eq!(rows, 4, "each thing once");
    assert!(bridge.heard().is_empty());
    let huge = "x".repeat(65_537);
    let path = url.strip_prefix(PUBLIC).unwrap().split('#').next().unwrap();
    assert_eq!(call_us(&world, path, &[], huge).await.0, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn a_text_that_did_not_arrive_lets_its_person_ask_again_at_once() {
    let (twilio, bridge) = (Fake::start(201, message_answer("queued")).await, Fake::start(500, String::new()).await);
    let (world, who) = world(&twilio, &bridge).await;
    post(&world, &who, Channel::Sms, true).await;
    world.drain().await;
    let url = twilio.heard()[0].field("StatusCallback");
    let fields = [("MessageSid", "SM1"), ("MessageStatus", "undelivered"), ("ErrorCode", "30003")];
    assert_eq!(twilio_calls(&world, &url, &fields, TOKEN).await.0, StatusCode::NO_CONTENT);
    assert_eq!(failed(&world).await, 1);
    assert!(bridge.heard().is_empty(), "nobody else sends it by himself");
}

#[tokio::test]
async fn a_call_reads_its_code_only_to_somebody_who_presses_a_key() {
    let answer = r#"{"sid":"CA00000000000000000000000000000001","status":"queued"}"#;
    let (twilio, bridge) = (Fake::start(201, answer.into()).await, Fake::start(202, String::new()).await);
    let (world, who) = world(&twilio, &bridge).await;
    let id = post(&world, &who, Channel::Call, true).await;
    world.drain().await;
    let heard = twilio.heard().remove(0);
    assert_eq!(heard.path, format!("/2010-04-01/Accounts/{ACCOUNT}/Calls.json"));
    let (twiml, events) =
        (heard.field("Twiml"), heard.fields().iter().filter(|(n, _)| n == "StatusCallbackEvent").count());
    assert_eq!(events, 3);
    let hook = twiml.split("action=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert!(hook.starts_with(PUBLIC) && hook.ends_with("/keys"), "{hook}");
    let digit = |n: usize| format!("<Say language=\"en-GB\">{n}</Say>");
    assert!((0..10).all(|n| !twiml.contains(&digit(n))), "the code is in nobody's log: {twiml}");
    let key = |key| [("CallSid", "CA1"), ("Digits", key)];
    let (status, said) = twilio_calls(&world, &hook, &key("1"), TOKEN).await;
    assert_eq!(status, StatusCode::OK);
    assert!((0..10).filter(|n| said.contains(&digit(*n))).count() >= 1 && said.contains("press 1"), "{said}");
    assert_eq!(reported(&world, &id).await, "delivered", "a person heard it");
    assert!(twilio_calls(&world, &hook, &key("5"), TOKEN).await.1.contains("To hear your sign-in code, press 1"));
    assert!(twilio_calls(&world, &hook, &key("9"), TOKEN).await.1.contains("The code stays secret"));
    assert_eq!(world.trail("call.refused").await, 1, "whoever answered did not ask for it");
    world.drain().await;
    let told = bridge.heard().iter().filter(|heard| heard.body.contains("A call with a code was refused")).count();
    assert_eq!(told, 1, "its person is told by mail");
    assert_eq!(twilio_calls(&world, &hook, &key("1"), "another token").await, (StatusCode::FORBIDDEN, String::new()));
    world.minutes(11);
    let (_, said) = twilio_calls(&world, &hook, &key("1"), TOKEN).await;
    assert!(said.contains("no longer valid") && !said.contains("Gather"), "{said}");
}

#[tokio::test]
async fn a_call_is_spoken_by_a_voice_of_its_language() {
    let answer = r#"{"sid":"CA00000000000000000000000000000001","status":"queued"}"#;
    let (twilio, bridge) = (Fake::start(201, answer.into()).await, Fake::start(500, String::new()).await);
    let (world, who) = world(&twilio, &bridge).await;
    post(&world, &who, Channel::Call, true).await;
    world.meddle("UPDATE outbox SET language = 'ja'").await;
    world.drain().await;
    let twiml = twilio.heard().remove(0).field("Twiml");
    assert!(twiml.contains("<Say language=\"ja-JP\" voice=\"Polly.Mizuki\">こちらは"), "{twiml}");
    let hook = twiml.split("action=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let (_, said) = twilio_calls(&world, &hook, &[("CallSid", "CA1"), ("Digits", "1")], TOKEN).await;
    assert!(said.contains(">コードは: ") && !said.contains("en-GB"), "{said}");
    world.minutes(11);
    let (_, said) = twilio_calls(&world, &hook, &[("CallSid", "CA1"), ("Digits", "1")], TOKEN).await;
    assert!(said.contains("voice=\"Polly.Mizuki\">このコードはもう使えません"), "{said}");
}

#[tokio::test]
async fn the_bridge_takes_what_the_first_carrier_cannot_and_proves_who_asks() {
    let refused = r#"{"code":20003,"message":"Authenticate","status":401}"#;
    let (twilio, bridge) = (Fake::start(401, refused.into()).await, Fake::start(200, r#"{"id":"b-7"}"#.into()).await);
    let (world, who) = world(&twilio, &bridge).await;
    let id = post(&world, &who, Channel::Sms, true).await;
    world.drain().await;
    assert_eq!((twilio.heard().len(), state(&world, &id).await.0.as_str()), (1, "sent"));
    let heard = bridge.heard().remove(0);
    assert_eq!((heard.path.as_str(), heard.header("webhook-id")), ("/send?a=b", id.as_str()));
    let said: serde_json::Value = serde_json::from_str(&heard.body).unwrap();
    assert_eq!((said["type"].as_str(), said["data"]["to"].as_str()), (Some("message.send"), Some("+447400123456")));
    let signature = |id: &str, at: &str, body: &str| {
        let key = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, &SHARED[6..]).unwrap();
        let mut mac = Hmac::<sha2::Sha256>::new_from_slice(&key).unwrap();
        mac.update(format!("{id}.{at}.{body}").as_bytes());
        format!(
            "v1,{}",
            base64::Engine::encode(&base64::engine::general_purpose::STANDARD, mac.finalize().into_bytes())
        )
    };
    assert_eq!(heard.header("webhook-signature"), signature(&id, heard.header("webhook-timestamp"), &heard.body));
    let url = said["data"]["report_to"].as_str().unwrap().strip_prefix(PUBLIC).unwrap();
    let (at, body) = ((world.now().0 / 1000).to_string(), r#"{"status":"delivered","id":"b-7"}"#);
    let right = signature("r-1", &at, body);
    let report = async |at: &str, signature: &str, body: &str| {
        let headers = [("webhook-id", "r-1"), ("webhook-timestamp", at), ("webhook-signature", signature)];
        call_us(&world, url, &headers, body.into()).await.0
    };
    assert_eq!(report(&at, "v1,AAAA", body).await, StatusCode::FORBIDDEN);
    assert_eq!(report(&at, &right, &body.replace("b-7", "b-8")).await, StatusCode::FORBIDDEN);
    let old = (world.now().0 / 1000 - 301).to_string();
    assert_eq!(report(&old, &signature("r-1", &old, body), body).await, StatusCode::FORBIDDEN, "a replay");
    assert_eq!(report(&at, &right, body).await, StatusCode::NO_CONTENT);
    assert_eq!(reported(&world, &id).await, "delivered");
}

#[tokio::test]
async fn what_a_carrier_answers_decides_and_no_redirect_is_followed() {
    let unknown = r#"{"code":20500,"status":500}"#;
    // Status, body, asked of the bridge, our state, failure.
    let table: [(u16, &str, usize, &str, &str); 6] = [
        (400, r#"{"code":21610}"#, 0, "failed", "21610"),
        (400, r#"{"code":30450}"#, 0, "failed", "30450"),
        (400, r#"{"code":21211}"#, 0, "failed", "21211"),
        (429, r#"{"code":20429}"#, 1, "sent", ""),
        (500, unknown, 0, "failed", "20500"),
        (307, "", 1, "sent", ""),
    ];
    for (status, body, asked, ours, failure) in table {
        let (twilio, bridge) = (Fake::start(status, body.into()).await, Fake::start(200, "{}".into()).await);
        let (world, who) = world(&twilio, &bridge).await;
        let id = post(&world, &who, Channel::Sms, true).await;
        world.drain().await;
        assert_eq!((twilio.heard().len(), bridge.heard().len()), (1, asked), "{status} {body}");
        assert_eq!(state(&world, &id).await, (ours.to_owned(), failure.to_owned()), "{status} {body}");
    }
}

#[tokio::test]
async fn a_carrier_that_is_not_there_leaves_everything_for_later_and_calls_nobody_twice() {
    let nobody = Fake::nobody().await;
    let (world, who) = world(&nobody, &nobody).await;
    let id = post(&world, &who, Channel::Call, true).await;
    world.drain().await;
    assert_eq!(state(&world, &id).await.0, "queued", "it surely went nowhere");
    world.minutes(10);
    world.drain().await;
    assert_eq!(state(&world, &id).await.0, "expired");
    let silent = Fake::silent().await;
    let (world, who) = self::world(&silent, &silent).await;
    let id = post(&world, &who, Channel::Call, true).await;
    world.drain().await;
    assert_eq!(state(&world, &id).await, ("failed".into(), "cut off".into()), "it may be ringing");
    world.minutes(5);
    world.drain().await;
    assert_eq!(silent.heard().len(), 1);
}

#[tokio::test]
async fn without_carriers_nobody_knocks_and_with_them_there_is_no_simulator() {
    let world = World::new().await;
    let request = Request::post("/hooks/twilio/x").header("host", "localhost:3000").body(Body::empty()).unwrap();
    assert_eq!(world.node.router.clone().oneshot(request).await.unwrap().status(), StatusCode::NOT_FOUND);
    let fake = Fake::start(200, String::new()).await;
    let (world, _) = self::world(&fake, &fake).await;
    let request = Request::get("/simulator/messages").header("host", "rekey.example.com").body(Body::empty()).unwrap();
    assert_eq!(world.node.router.clone().oneshot(request).await.unwrap().status(), StatusCode::NOT_FOUND);
}
