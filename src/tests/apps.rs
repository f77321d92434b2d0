//! Authenticator apps at work: used once per time step, guessed at in vain, proving who one is.

use crate::actors::sheet;
use crate::deeds::SPARE;
use crate::world::{PASSWORD, World, not};
use rekey::model::{Note, Place, Proof, Screen};

#[tokio::test]
async fn a_code_is_accepted_once_in_every_browser_and_on_every_node() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.in_settings(&world, &who).await;
    let app = browser.add_app(&world, "").await;
    world.drain().await;
    let mut first = world.browser();
    first.password(&who).await;
    let page = first.app_code("sign-in/app", &world, &app, &[]).await;
    assert_eq!(page.note, Some(Note::AppUsed), "the code that set it up");
    world.seconds(30);
    let before = app.code(world.now()).unwrap();
    world.seconds(30);
    first.app_code("sign-in/app", &world, &app, &[]).await;
    assert!(first.session().is_some());
    let code = app.code(world.now()).unwrap();
    let (node, late) = (world.another().await, world.another_at(25).await);
    for node in [&world.node, &node, &late] {
        let mut thief = world.browser().moved_to(node);
        thief.password(&who).await;
        for stale in [&code, &before] {
            let page = thief.ask("sign-in/app", &[("code", stale)]).await;
            assert!(matches!(page.note, Some(Note::AppUsed)), "{:?}", page.note);
        }
        assert!(thief.session().is_none());
    }
    world.drain().await;
}

#[tokio::test]
async fn a_code_is_good_for_its_own_step_and_the_one_after() {
    for (late, fine) in [(29, true), (30, true), (59, true), (60, false), (90, false)] {
        let world = World::new().await;
        let (who, app) = world.with_app().await;
        let mut browser = world.browser();
        browser.password(&who).await;
        assert_eq!(world.now().0 % 30_000, 0, "at the beginning of a step");
        let code = app.code(world.now()).unwrap();
        world.seconds(late);
        let page = browser.ask("sign-in/app", &[("code", &code)]).await;
        assert_eq!((browser.session().is_some(), page.note == Some(Note::AppWrong)), (fine, !fine), "{late} s late");
        world.drain().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_uses_at_once_give_one_session() {
    let world = World::new().await;
    let (who, app) = world.with_app().await;
    let (other, before) = (world.another().await, world.sessions().await);
    let code = app.code(world.now()).unwrap();
    let mut flows = Vec::new();
    for n in 0..5 {
        let mut browser = world.browser();
        browser.password(&who).await;
        flows.push(if n % 2 == 0 { browser } else { browser.moved_to(&other) });
    }
    let tries = (0..50).map(|n| {
        let (mut browser, code) = (flows[n % 5].clone(), code.clone());
        tokio::spawn(async move { browser.program("sign-in/app", &[("code", &code)]).await })
    });
    for answer in tries.collect::<Vec<_>>() {
        let answer = answer.await.unwrap();
        assert!(answer.is_ok(), "{answer:?}");
    }
    assert_eq!(world.sessions().await, before + 1);
    world.drain().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_code_pressed_many_times_is_no_failure() {
    let world = World::new().await;
    let (who, app) = world.with_app().await;
    let mut browser = world.browser();
    browser.password(&who).await;
    let code = app.code(world.now()).unwrap();
    let presses = (0..20).map(|_| {
        let (mut browser, code) = (browser.clone(), code.clone());
        tokio::spawn(async move { browser.program("sign-in/app", &[("code", &code)]).await })
    });
    for answer in presses.collect::<Vec<_>>() {
        answer.await.unwrap().unwrap();
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM budget_event WHERE key LIKE 'wrong:%'").await, 0);
    assert_eq!(world.count("SELECT wrong_run FROM person").await, 0);
    world.drain().await;
}

#[tokio::test]
async fn wrong_codes_of_an_app_and_of_a_phone_share_ten_a_day() {
    let world = World::new().await;
    let (who, app) = world.with_app().await;
    let mut browser = world.browser();
    browser.password(&who).await;
    let wrong = not(&app.code(world.now()).unwrap());
    for _ in 0..5 {
        assert_eq!(browser.ask("sign-in/app", &[("code", &wrong)]).await.note, Some(Note::AppWrong));
    }
    let wrong = world.wrong(&who.phone).await;
    for _ in 0..5 {
        browser.ask("sign-in/code", &[("code", &wrong)]).await;
    }
    assert_eq!(world.trail("code.wrong").await, 10);
    let page = browser.app_code("sign-in/app", &world, &app, &[]).await;
    assert!(matches!(page.note, Some(Note::TooManyCodes(_))), "even the right one: {:?}", page.note);
    assert!(browser.session().is_none());
    world.drain().await;
    world.hours(24);
    let mut later = world.browser();
    later.password(&who).await;
    later.app_code("sign-in/app", &world, &app, &[]).await;
    assert!(later.session().is_some());
    world.drain().await;
}

#[tokio::test]
async fn an_app_is_the_current_factor_when_the_phone_is_changed() {
    for phone_off in [false, true] {
        let world = World::new().await;
        let (who, app) = world.with_app().await;
        let mut browser = world.browser();
        browser.sign_in(&world, &who).await;
        world.minutes(16);
        if phone_off {
            world.meddle("UPDATE person SET phone_disabled_at = 1").await;
        }
        browser.open_settings(&world, &who).await;
        let page = browser.ask("2fa/reset", &[("agreed", "on"), ("password", PASSWORD)]).await;
        let Screen::Reset(reset) = page.screen else { panic!("{page:?}") };
        let flow = match reset.proof {
            Proof::Code(sent) if !phone_off => sent.flow,
            Proof::App(flow) if phone_off => flow,
            other => panic!("{other:?}"),
        };
        assert!(reset.app);
        let wrong = not(&app.code(world.now()).unwrap());
        let fields = [("agreed", "on"), ("flow", flow.as_str()), ("code", wrong.as_str())];
        assert!(browser.ask("2fa/reset", &fields).await.note.is_some());
        let fields = [("agreed", "on"), ("flow", flow.as_str())];
        let page = browser.app_code("2fa/reset", &world, &app, &fields).await;
        assert_eq!((page.place, page.note), (Place::Edit, None));
        browser.verify_number(&world, SPARE).await;
        world.drain().await;
    }
}

#[tokio::test]
async fn an_app_proves_once_more_inside_a_session() {
    let world = World::new().await;
    let (who, app) = world.only_app().await;
    let mut browser = world.browser();
    browser.password(&who).await;
    browser.app_code("sign-in/app", &world, &app, &[]).await;
    world.minutes(16);
    browser.open_settings(&world, &who).await;
    assert_eq!(browser.ask("2fa/recovery/new", &[]).await.place, Place::Prove);
    let page = browser.app_code("settings/prove/code", &world, &app, &[]).await;
    assert_eq!(page.place, Place::Prove, "not before the password");
    assert_eq!(browser.ask("2fa/recovery/new", &[]).await.place, Place::Prove);
    browser.ask("settings/prove", &[("password", PASSWORD)]).await;
    let wrong = not(&app.code(world.now()).unwrap());
    assert_eq!(browser.ask("settings/prove/code", &[("code", &wrong)]).await.note, Some(Note::AppWrong));
    let page = browser.app_code("settings/prove/code", &world, &app, &[("next", "/settings/2fa/edit")]).await;
    assert_eq!((page.place, page.note), (Place::Edit, Some(Note::Proved)));
    sheet(browser.ask("2fa/recovery/new", &[]).await);
    world.drain().await;
}

#[tokio::test]
async fn with_an_app_alone_no_text_is_sent_and_the_app_is_asked_for() {
    let world = World::new().await;
    let (who, app) = world.only_app().await;
    let (before, mut browser) = (world.codes(&who.phone).await, world.browser());
    let page = browser.password(&who).await;
    assert!(matches!(&page.screen, Screen::App(page) if !page.phone), "{page:?}");
    world.seconds(30);
    for channel in ["", "sms", "call"] {
        assert_eq!(browser.ask("sign-in/send", &[("channel", channel)]).await.place, Place::App);
    }
    assert!(browser.ask("sign-in/code", &[("code", "123456")]).await.note.is_some());
    assert_eq!(world.codes(&who.phone).await, before);
    browser.app_code("sign-in/app", &world, &app, &[]).await;
    assert!(browser.session().is_some());
    world.drain().await;
}

#[tokio::test]
async fn with_an_app_alone_a_phone_takes_the_apps_code_and_not_the_password_alone() {
    let world = World::new().await;
    let (who, app) = world.only_app().await;
    let mut browser = world.browser();
    browser.password(&who).await;
    browser.app_code("sign-in/app", &world, &app, &[]).await;
    world.minutes(16);
    browser.open_settings(&world, &who).await;
    let fields = [("country", "US"), ("number", SPARE), ("channel", "sms"), ("password", PASSWORD)];
    let page = browser.ask("2fa/phone", &fields).await;
    assert_eq!((page.place, world.codes(SPARE).await), (Place::Prove, 0), "{:?}", page.note);
    world.meddle("UPDATE person SET frozen_until = 4000000000000").await;
    let page = browser.ask("2fa/phone", &fields).await;
    assert!(matches!(page.note, Some(Note::Frozen(_))), "{:?}", page.note);
    world.drain().await;
}
