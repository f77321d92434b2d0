//! What Prometheus reads: it counts what happens, and tells of nobody.

use crate::outbox::{post, worker};
use crate::source::root;
use crate::world::{Node, PASSWORD, World};
use axum::body::{Body, to_bytes};
use axum::http::Request;
use rekey::delivery::{Carrier, Carriers, Class, Message, NotSent, Sending, Taken};
use rekey::meters::{Breaker, Meters, Now};
use rekey::model::{Channel, Reported};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use tower::ServiceExt;

async fn scrape(node: &Node, authorization: &str) -> (u16, String) {
    let mut request = Request::get("/metrics");
    if !authorization.is_empty() {
        request = request.header("authorization", authorization);
    }
    let answer = node.metrics.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let status = answer.status().as_u16();
    (status, String::from_utf8(to_bytes(answer.into_body(), usize::MAX).await.unwrap().to_vec()).unwrap())
}

/// The number of the one line of this metric that has these labels.
fn value(page: &str, name: &str, labels: &[&str]) -> f64 {
    let fits =
        |line: &&str| line.split(['{', ' ']).next() == Some(name) && labels.iter().all(|label| line.contains(label));
    let lines: Vec<&str> = page.lines().filter(fits).collect();
    assert_eq!(lines.len(), 1, "{name} {labels:?} in\n{page}");
    lines[0].rsplit(' ').next().unwrap().parse().unwrap()
}

#[tokio::test]
async fn a_sign_in_is_counted_from_the_password_to_the_code() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.form("sign-in", &[("email", &who.email), ("password", "wrong")]).await;
    browser.password(&who).await;
    let (_, page) = scrape(&world.node, "").await;
    assert_eq!(value(&page, "rekey_outbox_messages", &["due"]), 1.0);
    world.seconds(3);
    let code = world.code(&who.phone).await;
    world.seconds(40);
    browser.ask("sign-in/code", &[("code", &code)]).await;
    assert!(browser.session().is_some());
    let (status, page) = scrape(&world.node, "").await;
    assert_eq!(status, 200);
    let one = |name: &str, labels: &[&str]| assert_eq!(value(&page, name, labels), 1.0, "{name} {labels:?}");
    one("rekey_messages_total", &["simulator", "channel=\"sms\"", "country=\"US\"", "outcome=\"taken\""]);
    one("rekey_queue_seconds_count", &["channel=\"sms\""]);
    assert_eq!(value(&page, "rekey_queue_seconds_sum", &["sms"]), 3.0);
    one("rekey_entry_seconds_count", &["sms"]);
    assert_eq!(value(&page, "rekey_entry_seconds_sum", &["sms"]), 40.0);
    for step in ["begun", "finished", "refused"] {
        one("rekey_sign_ins_total", &[step]);
    }
    one("rekey_events_total", &["kind=\"session.begin\""]);
    one("rekey_events_total", &["kind=\"password.wrong\""]);
    assert_eq!(value(&page, "rekey_breaker_state", &["simulator", "sms", "US"]), 0.0);
    for state in ["due", "waiting", "sending"] {
        assert_eq!(value(&page, "rekey_outbox_messages", &[state]), 0.0, "{state}");
    }
    one("rekey_database_up", &[]);
    assert!(value(&page, "rekey_hash_seconds_count", &[]) >= 2.0);
    assert_eq!(value(&page, "rekey_hash_waiting", &[]) + value(&page, "rekey_hash_refused_total", &[]), 0.0);
    assert!(page.contains("rekey_http_requests_total{route=\"function\",status="), "{page}");
    assert!(value(&page, "rekey_http_request_seconds_count", &["function"]) >= 3.0);

    // Nothing of anybody is in it, and no label could hold anything of anybody.
    for canary in
        [&who.phone[1..], &who.phone[who.phone.len() - 4..], &who.email, "acme", who.id.as_str(), &code, PASSWORD]
    {
        let told = page
            .lines()
            .filter(|line| !line.starts_with('#'))
            .any(|line| line.rsplit_once(' ').is_some_and(|(labels, _)| labels.contains(canary)));
        assert!(!told, "{canary} is in\n{page}");
    }
    let values = page.lines().filter(|l| !l.starts_with('#')).flat_map(|l| l.split('"').skip(1).step_by(2));
    for value in values {
        let number = value.parse::<f64>().is_ok_and(|n| n <= 600.0) || value == "+Inf";
        let word = value.bytes().all(|b| b.is_ascii_alphabetic() || b"._ ".contains(&b)) || value.starts_with("2fa.");
        assert!(number || word, "{value} in\n{page}");
    }
}

#[tokio::test]
async fn whatever_is_asked_for_adds_no_new_label() {
    let world = World::new().await;
    let mut browser = world.browser();
    for n in 0..20 {
        browser.get(&format!("/nowhere/{n}?number=+12025550143")).await;
        browser.get(&format!("/org/{n}/people")).await;
        browser.form(&format!("nowhere-{n}"), &[]).await;
    }
    let (_, page) = scrape(&world.node, "").await;
    let lines = page.lines().filter(|line| line.starts_with("rekey_http_requests_total")).count();
    assert!((2..8).contains(&lines), "{page}");
    assert!(!page.contains("nowhere") && !page.contains("202555"), "{page}");
    assert_eq!(browser.get("/metrics").await.status, 404, "people's listener does not know it");
}

#[tokio::test]
async fn a_token_is_asked_for_where_one_is_set() {
    let token = "KioqKioqKioqKioqKioqKioqKioqKioqKioqKioqKio=";
    let world = World::with_env("", &[("REKEY_METRICS_ADDR", "0.0.0.0:9464"), ("REKEY_METRICS_TOKEN", token)]).await;
    let wrong = [
        String::new(),
        "Bearer".into(),
        "Bearer ".into(),
        format!("Bearer {token}x"),
        format!("Bearer {}", &token[1..]),
    ];
    for given in wrong.iter().chain([&format!("Basic {token}"), &token.to_owned()]) {
        let (status, page) = scrape(&world.node, given).await;
        assert!(status == 401 && !page.contains("rekey"), "{given}: {status} {page}");
    }
    for given in [format!("Bearer {token}"), format!("bearer {token}")] {
        assert_eq!(scrape(&world.node, &given).await.0, 200, "{given}");
    }
}

/// Out of order.
struct Broken;

impl Carrier for Broken {
    fn carry(&self, _: Message) -> Sending<'_> {
        Box::pin(async { Err(NotSent::new(Class::Settings, "+12025550143")) })
    }
}

/// Says at once that it arrived.
struct Prompt;

impl Carrier for Prompt {
    fn carry(&self, _: Message) -> Sending<'_> {
        let taken = Taken { reference: "+12025550143".into(), reported: Some(Reported::Delivered) };
        Box::pin(async { Ok(taken) })
    }
}

#[tokio::test]
async fn what_a_carrier_reports_is_counted() {
    let world = World::new().await;
    let who = world.member().await;
    let meters = Meters::default();
    post(&world, &who, Channel::Sms, true).await;
    worker(&world, Carriers::only("prompt", Arc::new(Prompt)).measured(&meters)).drain().await.unwrap();
    let page = meters.page(&Now::default());
    assert_eq!(value(&page, "rekey_receipts_total", &["prompt", "channel=\"sms\"", "state=\"delivered\""]), 1.0);
    assert_eq!(value(&page, "rekey_delivery_seconds_count", &["prompt", "sms"]), 1.0);
    assert!(!page.contains("202555"), "{page}");
}

#[tokio::test]
async fn a_carrier_that_fails_is_seen_to_rest() {
    let world = World::new().await;
    let who = world.member().await;
    let meters = Meters::default();
    let carriers = Carriers::only("broken", Arc::new(Broken)).measured(&meters);
    let breakers = carriers.breakers();
    let worker = worker(&world, carriers);
    for _ in 0..5 {
        post(&world, &who, Channel::Sms, true).await;
        worker.drain().await.unwrap();
    }
    let page = |after: i64| {
        meters.page(&Now { breakers: breakers.states(world.now() + rekey::model::Seconds(after)), ..Now::default() })
    };
    let labels = ["broken", "channel=\"sms\"", "country=\"US\""];
    assert_eq!(value(&page(0), "rekey_messages_total", &["broken", "US", "outcome=\"settings\""]), 5.0);
    assert_eq!(value(&page(0), "rekey_breaker_state", &labels), 2.0);
    assert_eq!(value(&page(30), "rekey_breaker_state", &labels), 1.0);
    assert!(!page(0).contains("202555"), "a carrier's own words are no label");
    assert_eq!(value(&page(0), "rekey_database_up", &[]), 0.0, "nobody asked it");
}

/// A page with at least one line of everything.
fn full() -> (Meters, String) {
    let meters = Meters::default();
    meters.handed_over("twilio", Channel::Sms, "GB", "taken");
    meters.reported("twilio", Channel::Sms, "delivered");
    meters.taken(Channel::Sms, 1);
    meters.delivered("twilio", Channel::Sms, 1);
    meters.entered(Channel::Sms, 1);
    meters.sign_in(rekey::meters::Step::Begun);
    meters.happened(rekey::model::Kind::SignedIn);
    meters.hashed(Duration::from_millis(20));
    meters.hash_refused();
    meters.answered("page", 200, Duration::from_millis(1));
    let key = ("twilio".into(), Channel::Sms, "GB".into());
    let now = Now { breakers: vec![(key, Breaker::Open)], outbox: Some([0; 3]), hash_waiting: 0 };
    let page = meters.page(&now);
    (meters, page)
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

/// Every word of a text that could be a metric's name, without what Prometheus puts behind it.
fn named(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|w| w.starts_with("rekey_"));
    let ends = ["_total", "_bucket", "_sum", "_count"];
    words.map(|w| ends.iter().find_map(|end| w.strip_suffix(end)).unwrap_or(w).to_owned()).collect()
}

#[test]
fn the_dashboard_and_the_documentation_name_every_metric_and_no_other() {
    let (meters, page) = full();
    let samples: String = page.lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>().join("\n");
    let exported = named(&samples);
    assert_eq!(exported, meters.list().iter().map(|(name, ..)| name.clone()).collect(), "{page}");
    let dashboard: serde_json::Value = serde_json::from_str(&read("docs/grafana.json")).unwrap();
    let mut asked = String::new();
    for panel in dashboard["panels"].as_array().unwrap() {
        for target in panel["targets"].as_array().unwrap_or(&Vec::new()) {
            let expression = target["expr"].as_str().unwrap();
            assert_eq!(target["datasource"]["uid"], "${datasource}", "{expression}");
            let samples_of = |name: &str| page.lines().any(|l| l.split(['{', ' ']).next() == Some(name));
            let names = expression.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            for name in names.filter(|w| w.starts_with("rekey_")) {
                assert!(samples_of(name), "no line is called {name}: {expression}");
            }
            asked += expression;
            asked.push('\n');
        }
    }
    assert_eq!(named(&asked), exported, "docs/grafana.json");
    assert_eq!(dashboard["templating"]["list"][0]["type"], "datasource");
    let told = read("docs/observing.md");
    for (name, help, labels) in meters.list() {
        let row = format!("| {labels} | {help} |");
        assert!(told.lines().any(|l| l.starts_with(&format!("| `{name}")) && l.ends_with(&row)), "{name} {row}");
    }
    assert_eq!(named(&told), exported, "docs/observing.md");
}
