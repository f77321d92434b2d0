use crate::actors::HOST;
use crate::world::{World, not};
use axum::http::Method;
use rekey::model::{Note, Place, Screen};

#[tokio::test]
async fn the_emailed_code_opens_settings_for_fifteen_minutes_that_do_not_slide() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.sign_in(&world, &who).await;
    assert!(matches!(browser.look("/settings").await.screen, Screen::Confirm(_)));
    let mail = world.inbox(&who.email).await.remove(0);
    let code = mail.code.unwrap();
    assert_eq!(code.len(), 8);
    assert!(!mail.subject.contains(&code), "never in a subject");
    assert!(matches!(browser.ask("settings/confirm", &[("code", &code)]).await.screen, Screen::Settings(_)));
    for _ in 0..14 {
        world.minutes(1);
        assert!(matches!(browser.look("/settings").await.screen, Screen::Settings(_)));
    }
    world.seconds(59);
    assert_eq!(browser.status("settings/method", &[("channel", "call")]).await, 200);
    world.seconds(1);
    assert_eq!(browser.status("settings/method", &[("channel", "sms")]).await, 403);
    assert!(matches!(browser.look("/settings/2fa/edit").await.screen, Screen::Confirm(_)));
    world.drain().await;
}

#[tokio::test]
async fn the_gate_works_as_plain_forms_and_leads_on() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.sign_in(&world, &who).await;
    let page = browser.see("/settings/2fa").await;
    assert_eq!(browser.at, "/settings/confirm");
    assert!(page.contains("8-digit code") && page.contains("m•••@acme.example"), "{page}");
    let code = world.code(&who.email).await;
    let page = browser.submit("settings/confirm", &[("code", &code), ("next", "/settings/2fa")]).await;
    assert_eq!(browser.at, "/settings/2fa");
    assert!(page.contains("Two-factor authentication (2FA)"));
}

#[tokio::test]
async fn a_page_fetched_ahead_or_from_another_site_sends_no_code() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.sign_in(&world, &who).await;
    let ways: [&[(&str, &str)]; 4] = [
        &[("sec-fetch-site", "none"), ("sec-purpose", "prefetch;prerender")],
        &[("sec-fetch-site", "same-origin"), ("purpose", "prefetch")],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
    ];
    for way in ways {
        let headers = [&[("accept", "text/html"), ("host", HOST)], way].concat();
        browser.send(Method::GET, "/settings/confirm", "", &headers).await;
        assert_eq!(world.codes(&who.email).await, 0, "{way:?}");
    }
    browser.see("/settings/confirm").await;
    browser.see("/settings/confirm").await;
    assert_eq!(world.codes(&who.email).await, 1, "a page read again sends nothing more");
}

#[tokio::test]
async fn the_gate_opens_one_session_alone() {
    let world = World::new().await;
    let (who, mut first, mut second) = (world.member().await, world.browser(), world.browser());
    first.sign_in(&world, &who).await;
    second.sign_in(&world, &who).await;
    first.open_settings(&world, &who).await;
    assert_eq!(second.status("settings/method", &[("channel", "call")]).await, 403);
    assert!(matches!(second.look("/settings").await.screen, Screen::Confirm(_)));
    world.drain().await;
}

#[tokio::test]
async fn the_gate_is_no_second_factor() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.sign_in(&world, &who).await;
    world.minutes(15);
    browser.open_settings(&world, &who).await;
    let page = browser.ask("2fa/reset", &[("agreed", "on")]).await;
    assert_eq!((page.place, page.note), (Place::Reset, Some(Note::PasswordMissing)));
    let page = browser.ask("2fa/recovery/new", &[]).await;
    assert_eq!((page.place, &page.screen), (Place::Prove, &Screen::Document));
    world.drain().await;
}

#[tokio::test]
async fn five_wrong_codes_burn_the_gates_code_and_the_right_one_is_refused() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.sign_in(&world, &who).await;
    browser.ask("settings/send", &[]).await;
    let code = world.code(&who.email).await;
    for _ in 0..5 {
        browser.ask("settings/confirm", &[("code", &not(&code))]).await;
    }
    let page = browser.ask("settings/confirm", &[("code", &code)]).await;
    assert!(matches!(page.note, Some(Note::CodeTries(_))), "{:?}", page.note);
    let page = browser.ask("settings/send", &[]).await;
    assert!(matches!(page.note, Some(Note::CodeTries(_))), "{:?}", page.note);
    assert!(matches!(browser.look("/settings").await.screen, Screen::Confirm(_)));
    world.drain().await;
}
