use crate::actors::Browser;
use crate::world::{PASSWORD, Person, World};
use rekey::model::{Note, Role, Screen};

async fn alive(browser: &mut Browser) -> bool {
    matches!(browser.look("/overview").await.screen, Screen::Overview(_))
}

async fn with_role(world: &World, role: Role) -> Person {
    world.person("somebody@acme.example", Some((&world.acme, role)), Some("+12025550143")).await
}

#[tokio::test]
async fn a_session_ends_after_half_an_hour_without_use() {
    let world = World::new().await;
    let (who, mut browser) = (with_role(&world, Role::Member).await, world.browser());
    browser.sign_in(&world, &who).await;
    for _ in 0..3 {
        world.minutes(29);
        assert!(alive(&mut browser).await);
    }
    world.minutes(30);
    assert!(!alive(&mut browser).await);
    assert_eq!(world.sessions().await, 0);
}

#[tokio::test]
async fn an_admins_session_ends_after_a_quarter_of_an_hour_without_use() {
    for role in [Role::Admin, Role::Owner] {
        let world = World::new().await;
        let (who, mut browser) = (with_role(&world, role).await, world.browser());
        browser.sign_in(&world, &who).await;
        for _ in 0..3 {
            world.minutes(14);
            assert!(alive(&mut browser).await);
        }
        world.minutes(15);
        assert!(!alive(&mut browser).await, "{role:?}");
    }
}

#[tokio::test]
async fn a_session_in_use_ends_after_twelve_hours_and_an_admins_after_eight() {
    for (role, hours) in [(Role::Member, 12), (Role::Admin, 8), (Role::Owner, 8)] {
        let world = World::new().await;
        let (who, mut browser) = (with_role(&world, role).await, world.browser());
        browser.sign_in(&world, &who).await;
        for _ in 0..hours * 6 - 1 {
            world.minutes(10);
            assert!(alive(&mut browser).await);
        }
        world.minutes(9);
        world.seconds(59);
        assert!(alive(&mut browser).await, "{role:?}");
        world.seconds(1);
        assert!(!alive(&mut browser).await, "{role:?}");
    }
}

#[tokio::test]
async fn the_token_changes_at_every_rise_and_the_old_one_is_dead() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    let mut held: Vec<Browser> = Vec::new();
    browser.password(&who).await;
    held.push(browser.clone());
    let code = world.code(&who.phone).await;
    browser.ask("sign-in/code", &[("code", &code)]).await;
    held.push(browser.clone());
    browser.open_settings(&world, &who).await;
    held.push(browser.clone());
    world.minutes(14);
    world.seconds(59);
    // A proof inside the settings, then the change itself.
    world.seconds(1);
    browser.open_settings(&world, &who).await;
    held.push(browser.clone());
    let page = browser.ask("2fa/reset", &[("agreed", "on"), ("password", PASSWORD)]).await;
    let Screen::Reset(reset) = page.screen else { panic!("{page:?}") };
    let rekey::model::Proof::Code(sent) = reset.proof else { panic!("{reset:?}") };
    let code = world.code(&who.phone).await;
    browser.ask("2fa/reset", &[("agreed", "on"), ("flow", &sent.flow), ("code", &code)]).await;
    held.push(browser.clone());
    browser.verify_number(&world, "+13125550187").await;
    let mut tokens: Vec<_> = held.iter().chain([&browser]).map(|b| b.session().map(str::to_owned)).collect();
    tokens.sort();
    tokens.dedup();
    assert_eq!(tokens.len(), held.len() + 1, "every step has a token of its own");
    for (step, old) in held.iter_mut().enumerate() {
        assert_eq!(old.status("settings/sign-out-others", &[]).await, 401, "step {step}");
        assert!(!alive(old).await, "step {step}");
    }
    assert!(alive(&mut browser).await);
    assert_eq!(world.sessions().await, 1);
    world.drain().await;
}

#[tokio::test]
async fn signing_out_kills_the_session_and_clears_the_browser() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.sign_in(&world, &who).await;
    let mut thief = browser.clone();
    let answer = browser.form("sign-out", &[]).await;
    assert_eq!(answer.location(), "/sign-in");
    assert!(answer.headers.contains_key("clear-site-data"));
    assert!(browser.session().is_none() && browser.flow().is_none());
    assert!(!alive(&mut thief).await);
    assert_eq!((thief.status("settings/send", &[]).await, world.sessions().await), (401, 0));
}

#[tokio::test]
async fn signing_out_in_the_middle_of_a_sign_in_ends_it() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.password(&who).await;
    let mut thief = browser.clone();
    browser.ask("sign-out", &[]).await;
    let code = world.code(&who.phone).await;
    thief.ask("sign-in/code", &[("code", &code)]).await;
    assert!(thief.session().is_none(), "the sign-in that was left is over for its copied cookie too");
}

#[tokio::test]
async fn other_sessions_end_on_request_from_inside_the_settings() {
    let world = World::new().await;
    let (who, mut first, mut second) = (world.member().await, world.browser(), world.browser());
    first.sign_in(&world, &who).await;
    second.sign_in(&world, &who).await;
    assert_eq!(first.status("settings/sign-out-others", &[]).await, 403, "not without the gate");
    assert!(alive(&mut second).await);
    first.open_settings(&world, &who).await;
    assert_eq!(first.status("settings/sign-out-others", &[]).await, 200);
    assert!(alive(&mut first).await && !alive(&mut second).await);
}

#[tokio::test]
async fn the_eleventh_session_ends_the_oldest() {
    let world = World::new().await;
    let who = world.person("owner@trial.example", Some((&world.trial, Role::Member)), None).await;
    let mut browsers: Vec<Browser> = (0..11).map(|_| world.browser()).collect();
    for browser in &mut browsers {
        browser.password(&who).await;
        world.seconds(1);
    }
    assert_eq!(world.sessions().await, 10);
    assert!(!alive(&mut browsers[0]).await && alive(&mut browsers[1]).await && alive(&mut browsers[10]).await);
    world.drain().await;
}

#[tokio::test]
async fn a_known_browser_is_still_asked_for_the_code() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.sign_in(&world, &who).await;
    browser.close();
    assert!(browser.device().is_some());
    assert!(matches!(browser.password(&who).await.screen, Screen::Verify(_)));
    assert!(browser.session().is_none());
    world.drain().await;
}

#[tokio::test]
async fn a_stolen_digest_is_no_cookie() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.sign_in(&world, &who).await;
    let digest = world.dump().await["session"][0].split("token_digest=").nth(1).unwrap()[..43].to_owned();
    browser.jar.insert(rekey::web::cookie::SESSION.into(), digest);
    assert_eq!(browser.status("settings/send", &[]).await, 401);
}

#[tokio::test]
async fn a_new_password_ends_every_other_session_and_forgets_every_browser() {
    let world = World::new().await;
    let (who, mut first, mut second) = (world.member().await, world.browser(), world.browser());
    first.sign_in(&world, &who).await;
    world.meddle("UPDATE person SET new_password_at = 1").await;
    second.password(&who).await;
    let code = world.code(&who.phone).await;
    let page = second.ask("sign-in/code", &[("code", &code)]).await;
    assert!(matches!(page.screen, Screen::NewPassword) && second.session().is_none());
    for (bad, note) in [
        ("short", Note::PasswordShort),
        (PASSWORD, Note::PasswordSame),
        ("passwordpassword", Note::PasswordCommon),
        ("", Note::PasswordMissing),
    ] {
        assert_eq!(second.ask("sign-in/new-password", &[("password", bad)]).await.note, Some(note));
    }
    second.ask("sign-in/new-password", &[("password", "six herons read old maps")]).await;
    assert!(alive(&mut second).await && !alive(&mut first).await);
    assert_eq!(world.count("SELECT COUNT(*) FROM device WHERE ended_at IS NULL").await, 1);
    assert!(world.inbox(&who.email).await.iter().any(|m| m.subject.contains("password")));
}
