//! Authenticator apps: set up by one session, sealed, limited, removed.

use crate::actors::sheet;
use crate::world::{World, not};
use rekey::model::{Note, Place, Screen};

#[tokio::test]
async fn an_app_is_set_up_by_a_drawing_or_a_typed_key_and_signs_in() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.in_settings(&world, &who).await;
    browser.ask("2fa/app/start", &[]).await;
    let answer = browser.get("/settings/2fa/app").await;
    assert_eq!(answer.headers["cache-control"], "no-store");
    let html = answer.text();
    for label in ["<svg", "6-digit code", "Work phone"] {
        assert!(html.contains(label), "{label}");
    }
    let app = browser.app_key().await;
    let page = browser.app_code("2fa/app", &world, &app, &[("name", "  Work\u{7} phone ")]).await;
    assert_eq!(page.note, Some(Note::AppReady));
    assert!(!sheet(page).with_phone, "there was no recovery code, so one comes along");
    assert!(!browser.see("/settings/2fa/app").await.contains(&app.text()), "the key is shown no more");
    let line = browser.factors().await.apps.remove(0);
    assert_eq!((line.name.as_str(), line.used), ("Work phone", None));
    world.drain().await;

    world.seconds(30);
    let mut other = world.browser();
    let Screen::Verify(verify) = other.password(&who).await.screen else { panic!("no code page") };
    assert!(verify.app, "offered beside the phone");
    let Screen::App(page) = other.look("/sign-in/app").await.screen else { panic!("no page for the app") };
    assert!(page.phone);
    let page = other.app_code("sign-in/app", &world, &app, &[("flow", &page.flow)]).await;
    assert_eq!((page.place, other.session().is_some()), (Place::Overview, true));
    other.open_settings(&world, &who).await;
    assert!(other.factors().await.apps[0].used.is_some());
    world.drain().await;
}

#[tokio::test]
async fn a_recovery_code_that_is_there_stays_when_an_app_is_added() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    let recovery = world.recovery_code(&who).await;
    browser.in_settings(&world, &who).await;
    browser.add_app(&world, "").await;
    assert_eq!(browser.factors().await.apps[0].name, "Authenticator app");
    let mut other = world.browser();
    other.password(&who).await;
    let page = other.ask("sign-in/recovery", &[("code", &recovery)]).await;
    assert!(matches!(page.screen, Screen::AddPhone(_)), "{page:?}");
    world.drain().await;
}

#[tokio::test]
async fn the_secret_rests_sealed_while_it_is_set_up_and_afterwards() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.in_settings(&world, &who).await;
    let pending = browser.app_key().await;
    let stored = async || world.dump().await.into_values().flatten().collect::<Vec<_>>().join("\n");
    let rows = stored().await;
    assert!(!rows.contains(&pending.text()) && !rows.contains(&pending.grouped()));
    let app = browser.add_app(&world, "").await;
    let rows = stored().await;
    for secret in [app.text(), app.grouped(), app.text().to_lowercase()] {
        assert!(!rows.contains(&secret));
    }
    world.drain().await;
}

#[tokio::test]
async fn adding_an_app_ends_every_other_session_and_tells_everybody() {
    let world = World::new().await;
    let (who, mut thief, mut browser) = (world.member().await, world.browser(), world.browser());
    thief.sign_in(&world, &who).await;
    browser.in_settings(&world, &who).await;
    let old = browser.session().unwrap().to_owned();
    browser.add_app(&world, "Mine").await;
    assert_ne!(browser.session().unwrap(), old, "a new token");
    assert_eq!((world.sessions().await, thief.status("settings/send", &[]).await), (1, 401));
    for to in [&who.email, &who.phone] {
        let told = world.inbox(to).await.remove(0);
        assert!(told.text.contains("authenticator app") && told.text.contains("/undo?t="), "{to}: {}", told.text);
    }
    world.drain().await;
}

#[tokio::test]
async fn a_session_that_is_not_fresh_sets_up_no_app() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.sign_in(&world, &who).await;
    assert_eq!(browser.status("2fa/app/start", &[]).await, 403, "not without the gate");
    world.minutes(14);
    browser.open_settings(&world, &who).await;
    let app = browser.app_key().await;
    world.minutes(1);
    let page = browser.app_code("2fa/app", &world, &app, &[]).await;
    assert_eq!((page.place, page.note), (Place::Prove, None));
    assert_eq!(browser.ask("2fa/app/start", &[]).await.place, Place::Prove);
    assert_eq!(world.count("SELECT COUNT(*) FROM app WHERE added_at IS NOT NULL").await, 0);
    let page = browser.prove(&world, &who).await;
    assert_eq!(page.note, Some(Note::Proved));
    browser.app_code("2fa/app", &world, &app, &[]).await;
    assert_eq!(browser.factors().await.apps.len(), 1);
    world.drain().await;
}

#[tokio::test]
async fn what_one_session_sets_up_no_other_session_confirms() {
    let world = World::new().await;
    let (who, mut thief, mut owner) = (world.member().await, world.browser(), world.browser());
    thief.in_settings(&world, &who).await;
    owner.in_settings(&world, &who).await;
    let app = thief.app_key().await;
    assert!(!owner.see("/settings/2fa/app").await.contains(&app.text()), "nor is it shown there");
    let page = owner.app_code("2fa/app", &world, &app, &[]).await;
    assert_eq!((page.place, page.note), (Place::AddApp, Some(Note::FlowOver)));
    let own = owner.app_key().await;
    let page = thief.app_code("2fa/app", &world, &app, &[]).await;
    assert_eq!(page.note, Some(Note::FlowOver), "the newest set-up ends the one before");
    owner.app_code("2fa/app", &world, &own, &[]).await;
    assert_eq!(owner.factors().await.apps.len(), 1);
    world.drain().await;
}

#[tokio::test]
async fn a_wrong_first_code_keeps_the_secret_and_the_typed_name() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.in_settings(&world, &who).await;
    let app = browser.app_key().await;
    let wrong = not(&app.code(world.now()).unwrap());
    let html = browser.submit("2fa/app", &[("name", "Tablet"), ("code", &wrong)]).await;
    assert!(html.contains("value=\"Tablet\"") && html.contains(&app.text()));
    let page = browser.ask("2fa/app", &[("name", "Tablet"), ("code", "12")]).await;
    assert_eq!(page.note, Some(Note::CodeLength { entered: 2, wanted: 6 }));
    assert_eq!(world.count("SELECT COUNT(*) FROM app WHERE added_at IS NOT NULL").await, 0);
}

#[tokio::test]
async fn nobody_has_more_than_five_apps() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.in_settings(&world, &who).await;
    for n in 0..5 {
        browser.add_app(&world, &format!("App {n}")).await;
    }
    let page = browser.ask("2fa/app/start", &[]).await;
    assert_eq!((page.place, page.note), (Place::Edit, Some(Note::TooManyApps)));
    assert_eq!(browser.factors().await.apps.len(), 5);
    world.drain().await;
}

#[tokio::test]
async fn an_app_is_removed_only_while_another_factor_remains() {
    let world = World::new().await;
    let (who, app) = world.with_app().await;
    let (mut browser, mut elsewhere) = (world.browser(), world.browser());
    elsewhere.sign_in(&world, &who).await;
    browser.in_settings(&world, &who).await;
    let id = browser.factors().await.apps.remove(0).id;
    let page = browser.ask("2fa/app/remove", &[("id", &id)]).await;
    assert_eq!((page.note, world.sessions().await), (Some(Note::AppRemoved), 1));
    for to in [&who.email, &who.phone] {
        assert!(world.inbox(to).await[0].text.contains("authenticator app"), "{to}");
    }
    let mut other = world.browser();
    other.password(&who).await;
    let page = other.app_code("sign-in/app", &world, &app, &[]).await;
    assert!(other.session().is_none(), "{page:?}");
    browser.ask("2fa/app/remove", &[("id", &id)]).await;
    assert_eq!(world.trail("app.remove").await, 1, "once");
    world.drain().await;

    let world = World::new().await;
    let (who, app) = world.only_app().await;
    let mut browser = world.browser();
    browser.password(&who).await;
    browser.app_code("sign-in/app", &world, &app, &[]).await;
    browser.open_settings(&world, &who).await;
    let id = browser.factors().await.apps.remove(0).id;
    assert_eq!(browser.ask("2fa/app/remove", &[("id", &id)]).await.note, Some(Note::LastFactor));
    assert_eq!(browser.factors().await.apps.len(), 1);
    world.drain().await;
}
