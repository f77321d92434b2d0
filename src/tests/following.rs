//! The line to a page that waits for a code: it says how far the message came, to the browser that asked for it and to
//! nobody else.

use crate::actors::{Browser, HOST};
use crate::deeds::THIRD;
use crate::world::{PASSWORD, Person, World};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use rekey::model::{Journey, Page, Reported, Screen};
use rekey::store::outbox::{self, Report};
use serde_json::Value;
use std::time::Duration;
use tower::ServiceExt;

/// An open line.
struct Line {
    body: Body,
    heard: String,
}

impl Line {
    /// Opens one as a browser does; the status if it is not opened.
    async fn open(world: &World, browser: &Browser, flow: &str) -> Result<Line, StatusCode> {
        Line::open_from(world, browser, flow, "same-origin").await
    }

    async fn open_from(world: &World, browser: &Browser, flow: &str, site: &str) -> Result<Line, StatusCode> {
        let cookies: Vec<String> = browser.jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = Request::get(format!("/code/events?flow={flow}"))
            .header("host", HOST)
            .header("accept", "text/event-stream")
            .header("sec-fetch-site", site)
            .header("cookie", cookies.join("; "))
            .body(Body::empty())
            .unwrap();
        let answer = world.node.router.clone().oneshot(request).await.unwrap();
        match answer.status() {
            StatusCode::OK => {
                assert_eq!(answer.headers()["content-type"], "text/event-stream");
                assert!(answer.headers()["cache-control"].to_str().unwrap().contains("no-"));
                Ok(Line { body: answer.into_body(), heard: String::new() })
            }
            status => Err(status),
        }
    }

    /// The next thing it says; `None` when it ends.
    async fn next(&mut self) -> Option<Value> {
        loop {
            if let Some((event, rest)) = self.heard.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.heard = rest;
                let field = |name: &str| event.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
                match (field("event:"), field("data:")) {
                    (Some("end"), _) => return None,
                    (_, Some(data)) => return Some(serde_json::from_str(data).unwrap()),
                    // A comment that keeps the line open.
                    _ => continue,
                }
            }
            let frame = tokio::time::timeout(Duration::from_secs(20), self.body.frame()).await.expect("nothing said");
            let frame = frame.expect("ended without saying so").unwrap();
            self.heard += std::str::from_utf8(&frame.into_data().unwrap()).unwrap();
        }
    }

    async fn says(&mut self, text: &str, lost: bool, call: bool) {
        let said = self.next().await.expect(text);
        assert_eq!(said, serde_json::json!({ "text": text, "lost": lost, "call": call }));
    }
}

/// The flow of a page that waits for a code, and what it says of the message.
fn waits(page: &Page) -> (String, Option<Journey>) {
    let code = match &page.screen {
        Screen::Verify(verify) => verify.code.clone().unwrap(),
        Screen::PhoneCode(page) => page.code.clone(),
        other => panic!("{other:?}"),
    };
    (code.flow, code.live.map(|live| live.journey))
}

/// The line of a page: where it is followed, and what it says.
fn line_in(html: &str) -> Option<(String, String)> {
    let (_, rest) = html.split_once("data-follow=\"")?;
    let (url, rest) = rest.split_once('"')?;
    let (_, rest) = rest.split_once('>')?;
    Some((url.to_owned(), rest.split('<').next()?.to_owned()))
}

async fn reports(world: &World, means: Reported) {
    let mut tx = world.node.auth.store.begin().await.unwrap();
    let ids: Vec<(String,)> =
        sqlx::query_as("SELECT id FROM outbox WHERE challenge_id IS NOT NULL ORDER BY created_at DESC, id DESC")
            .fetch_all(&mut *tx)
            .await
            .unwrap();
    let report = Report { reference: "r", status: means.word(), code: "", means: Some(means) };
    outbox::report(&mut tx, &ids[0].0, report, world.now()).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn the_page_hears_how_far_its_text_came_and_says_the_same_when_it_is_loaded_again() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    let (flow, journey) = waits(&browser.password(&who).await);
    assert_eq!(journey, Some(Journey::OnItsWay));
    let html = browser.see("/sign-in/verify").await;
    assert_eq!(line_in(&html), Some((format!("/code/events?flow={flow}"), "Sending".into())));
    let mut line = Line::open(&world, &browser, &flow).await.unwrap();
    line.says("Sending", false, false).await;
    world.node.sim.set_fault("lost", true);
    world.drain().await;
    line.says("Sent", false, false).await;
    assert_eq!(line_in(&browser.see("/sign-in/verify").await).unwrap().1, "Sent");
    world.seconds(10);
    reports(&world, Reported::Delivered).await;
    line.says("Delivered 08:00:10 UTC", false, false).await;
    assert_eq!(line.next().await, None, "there is nothing more to say");
    assert_eq!(line_in(&browser.see("/sign-in/verify").await).unwrap().1, "Delivered 08:00:10 UTC");
}

#[tokio::test]
async fn a_text_on_a_simulated_phone_is_delivered() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    let (flow, _) = waits(&browser.password(&who).await);
    world.drain().await;
    Line::open(&world, &browser, &flow).await.unwrap().says("Delivered 08:00:00 UTC", false, false).await;
}

#[tokio::test]
async fn after_two_lost_texts_a_call_is_suggested() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    world.node.sim.set_fault("landline", true);
    let (flow, _) = waits(&browser.password(&who).await);
    let mut line = Line::open(&world, &browser, &flow).await.unwrap();
    line.says("Sending", false, false).await;
    world.drain().await;
    line.says("Could not be delivered: receive a call", true, false).await;
    assert_eq!(line.next().await, None);
    let html = browser.see("/sign-in/verify").await;
    assert!(html.contains("The text could not be delivered to that number. Receive a call instead."));
    let call = |class: &str| format!("name=\"channel\" value=\"call\" class=\"button {class}\"");
    assert!(html.contains(&call("quiet")), "{html}");
    assert_eq!(line_in(&html), None);
    browser.ask("sign-in/send", &[("channel", "")]).await;
    let mut line = Line::open(&world, &browser, &flow).await.unwrap();
    line.says("Sending", false, false).await;
    world.drain().await;
    line.says("Could not be delivered: receive a call", true, true).await;
    let html = browser.see("/sign-in/verify").await;
    assert!(html.contains("Two texts did not arrive. Receive a call: a voice reads the code to you."), "{html}");
    assert!(html.contains(&call("primary")), "{html}");
    browser.ask("sign-in/send", &[("channel", "call")]).await;
    let mut line = Line::open(&world, &browser, &flow).await.unwrap();
    line.says("Calling", false, true).await;
    world.drain().await;
    reports(&world, Reported::Delivered).await;
    line.says("Answered 08:00:00 UTC", false, true).await;
}

#[tokio::test]
async fn a_report_that_a_text_was_lost_reaches_the_page() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    world.node.sim.set_fault("lost", true);
    let (flow, _) = waits(&browser.password(&who).await);
    world.drain().await;
    let mut line = Line::open(&world, &browser, &flow).await.unwrap();
    line.says("Sent", false, false).await;
    reports(&world, Reported::Undelivered).await;
    line.says("Could not be delivered: receive a call", true, false).await;
}

#[tokio::test]
async fn the_code_for_a_new_phone_is_followed_in_the_session_and_in_a_forced_enrolment() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.in_settings(&world, &who).await;
    browser.reset().await;
    let (flow, journey) = waits(&browser.number(THIRD).await);
    assert_eq!(journey, Some(Journey::OnItsWay));
    Line::open(&world, &browser, &flow).await.unwrap().says("Sending", false, false).await;
    let new = world.person("new@acme.example", Some((&world.acme, rekey::model::Role::Member)), None).await;
    let mut forced = world.browser();
    let page = forced.password(&new).await;
    assert!(matches!(page.screen, Screen::AddPhone(_)), "{page:?}");
    let (theirs, _) = waits(&forced.number("+13125550187").await);
    Line::open(&world, &forced, &theirs).await.unwrap().says("Sending", false, false).await;
    for (other, flow) in [(&forced, &flow), (&browser, &theirs)] {
        assert_eq!(Line::open(&world, other, flow).await.err(), Some(StatusCode::NO_CONTENT));
    }
    world.drain().await;
}

#[tokio::test]
async fn nobody_else_hears_anything_and_all_of_them_the_same() {
    let world = World::new().await;
    let (who, other) = (world.member().await, world.other().await);
    let (mut browser, mut thief) = (world.browser(), world.browser());
    let (flow, _) = waits(&browser.password(&who).await);
    thief.sign_in(&world, &other).await;
    let mut second = world.browser();
    second.password(&other).await;
    let unknown = world.browser();
    let (mut wrong, mut missing) = (world.browser(), world.browser());
    wrong.ask("sign-in", &[("email", &who.email), ("password", "not the password at all")]).await;
    missing.ask("sign-in", &[("email", "nobody@acme.example"), ("password", PASSWORD)]).await;
    let refused = |line: Result<Line, StatusCode>| assert_eq!(line.err(), Some(StatusCode::NO_CONTENT));
    for stranger in [&thief, &second, &unknown, &wrong, &missing] {
        for flow in [flow.as_str(), "", "x", "%00", "0190a0c0-0000-7000-8000-000000000000"] {
            refused(Line::open(&world, stranger, flow).await);
        }
    }
    refused(Line::open_from(&world, &browser, &flow, "cross-site").await);
    refused(Line::open(&world, &browser, "").await);
    assert!(Line::open(&world, &browser, &flow).await.is_ok());
    let mut line = Line::open(&world, &browser, &flow).await.unwrap();
    world.drain().await;
    line.says("Delivered 08:00:00 UTC", false, false).await;
    let code = world.code(&who.phone).await;
    let before = browser.clone();
    browser.ask("sign-in/code", &[("code", &code)]).await;
    for over in [&before, &browser] {
        refused(Line::open(&world, over, &flow).await);
    }
}

#[tokio::test]
async fn the_line_ends_with_the_code_or_when_its_person_goes_on() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    world.node.sim.set_fault("lost", true);
    let (flow, _) = waits(&browser.password(&who).await);
    let mut line = Line::open(&world, &browser, &flow).await.unwrap();
    line.says("Sending", false, false).await;
    browser.ask("sign-out", &[]).await;
    assert_eq!(line.next().await, None, "signed out");
    let mut browser = world.browser();
    world.minutes(2);
    let (flow, _) = waits(&browser.password(&who).await);
    world.drain().await;
    let mut line = Line::open(&world, &browser, &flow).await.unwrap();
    line.says("Sent", false, false).await;
    world.minutes(10);
    assert_eq!(line.next().await, None, "the code is over");
    assert_eq!(Line::open(&world, &browser, &flow).await.err(), Some(StatusCode::NO_CONTENT));
}

#[tokio::test]
async fn a_person_has_three_lines_at_once_and_nobody_takes_them_from_another() {
    let world = World::new().await;
    let (who, other) = (world.member().await, world.other().await);
    let (mut browser, mut theirs) = (world.browser(), world.browser());
    let (flow, _) = waits(&browser.password(&who).await);
    let mut lines = Vec::new();
    for _ in 0..3 {
        lines.push(Line::open(&world, &browser, &flow).await.unwrap());
    }
    assert_eq!(Line::open(&world, &browser, &flow).await.err(), Some(StatusCode::TOO_MANY_REQUESTS));
    let (other_flow, _) = waits(&theirs.password(&other).await);
    assert!(Line::open(&world, &theirs, &other_flow).await.is_ok());
    lines.pop();
    assert!(Line::open(&world, &browser, &flow).await.is_ok(), "a closed line gives its place back");
    world.drain().await;
}

#[tokio::test]
async fn a_page_that_is_left_open_keeps_no_session_alive() {
    let world = World::new().await;
    let (who, mut browser): (Person, Browser) = (world.member().await, world.browser());
    browser.in_settings(&world, &who).await;
    browser.reset().await;
    let (flow, _) = waits(&browser.number(THIRD).await);
    world.minutes(5);
    let seen = world.count("SELECT seen_at FROM session WHERE ended_at IS NULL").await;
    Line::open(&world, &browser, &flow).await.unwrap().next().await;
    assert_eq!(world.count("SELECT seen_at FROM session WHERE ended_at IS NULL").await, seen);
    world.drain().await;
}
