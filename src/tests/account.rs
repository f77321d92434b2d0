//! The pages of an account: sessions, activity, password, 2FA off.

use crate::actors::Browser;
use crate::deeds::{NEW_PASSWORD, SPARE, THIRD, between};
use crate::world::{PASSWORD, Person, World};
use rekey::model::{Note, Place, Role, Screen};

async fn trial(world: &World) -> (Person, Browser) {
    let who = world.person("t@trial.example", Some((&world.trial, Role::Member)), Some("+12025550143")).await;
    let mut browser = world.browser();
    browser.in_settings(world, &who).await;
    (who, browser)
}

/// Ids of the sessions that the page can end.
fn listed(html: &str) -> Vec<String> {
    let mark = "name=\"id\" value=\"";
    html.match_indices(mark).filter_map(|(at, _)| between(&html[at..], mark, "\"").map(str::to_owned)).collect()
}

#[tokio::test]
async fn sessions_are_listed_and_ended_one_by_one() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    let (mut second, mut third) = (world.browser().from([203, 0, 113, 7]), world.browser().from([198, 51, 100, 9]));
    for other in [&mut second, &mut third] {
        other.sign_in(&world, &who).await;
        world.seconds(1);
    }
    browser.in_settings(&world, &who).await;
    let html = browser.see("/settings/sessions").await;
    for shown in ["203.0.113.7", "198.51.100.9", "This browser", "Sign out everywhere else"] {
        assert!(html.contains(shown), "{shown}");
    }
    let ids = listed(&html);
    assert_eq!(ids.len(), 2, "this one is not among them");
    let page = browser.ask("settings/sessions/end", &[("id", &ids[0])]).await;
    assert_eq!((page.place, page.note), (Place::Sessions, Some(Note::SessionEnded)));
    assert_eq!(third.status("settings/send", &[]).await, 401, "the newest of the others is first");
    assert_eq!(second.status("page", &[("path", "/overview")]).await, 200);
    assert_eq!(browser.ask("settings/sessions/end", &[("id", &ids[0])]).await.note, None, "it is over already");
    let page = browser.ask("settings/sign-out-others", &[]).await;
    assert_eq!((page.note, world.sessions().await), (Some(Note::OthersSignedOut), 1));
    assert_eq!(world.trail("session.end_others").await, 2);
    world.drain().await;
}

#[tokio::test]
async fn somebody_elses_session_is_not_ended() {
    let world = World::new().await;
    let (who, other) = (world.member().await, world.other().await);
    let (mut thief, mut victim) = (world.browser(), world.browser());
    victim.sign_in(&world, &other).await;
    let id = world.dump().await["session"][0].split(' ').next().unwrap().trim_start_matches("id=").to_owned();
    thief.in_settings(&world, &who).await;
    for id in [id.as_str(), "x", ""] {
        let page = thief.ask("settings/sessions/end", &[("id", id)]).await;
        assert_eq!((page.place, page.note), (Place::Sessions, None));
    }
    assert_eq!((world.sessions().await, world.trail("session.end_others").await), (2, 0));
    assert!(!thief.see("/settings/sessions").await.contains(&id));
    world.drain().await;
}

#[tokio::test]
async fn ending_the_session_of_this_browser_is_signing_out() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.in_settings(&world, &who).await;
    let id = world.dump().await["session"][0].split(' ').next().unwrap().trim_start_matches("id=").to_owned();
    let page = browser.ask("settings/sessions/end", &[("id", &id)]).await;
    assert_eq!((page.note, browser.session(), world.sessions().await), (Some(Note::Goodbye), None, 0));
}

#[tokio::test]
async fn a_session_that_is_over_for_an_owner_is_not_listed_as_open() {
    let world = World::new().await;
    let (who, mut old, mut browser) = (world.owner().await, world.browser(), world.browser());
    old.sign_in(&world, &who).await;
    world.minutes(16);
    browser.in_settings(&world, &who).await;
    assert_eq!(listed(&browser.see("/settings/sessions").await).len(), 0, "owners' sessions end after 15 minutes");
    assert!(old.clone().status("settings/send", &[]).await == 401);
    world.drain().await;
}

#[tokio::test]
async fn activity_is_read_page_by_page_and_is_ones_own() {
    let world = World::new().await;
    let (who, other) = (world.member().await, world.other().await);
    let (mut browser, mut theirs) = (world.browser().from([203, 0, 113, 7]), world.browser().from([198, 51, 100, 9]));
    theirs.sign_in(&world, &other).await;
    browser.in_settings(&world, &who).await;
    for n in 0..33 {
        // Some in one millisecond, some not.
        world.seconds(i64::from(n % 3 == 0));
        browser.ask("settings/method", &[("channel", if n % 2 == 0 { "call" } else { "sms" })]).await;
    }
    let events = |html: &str| html.matches("203.0.113.7").count();
    let first = browser.see("/settings/activity").await;
    assert_eq!(events(&first), 30);
    let cursor = between(&first, "/settings/activity?after=", "\"").unwrap();
    let second = browser.see(&format!("/settings/activity?after={cursor}")).await;
    assert_eq!(events(&second), 33 + 2 - 30, "changes, sign-in and gate, each on one page");
    assert!(second.contains("Newest") && !second.contains("?after="));
    for html in [&first, &second] {
        assert!(!html.contains("198.51.100.9"), "another person's");
    }
    for bad in ["x", "1_", "_", "99999999999999999999_x", "'%20OR%201"] {
        let answer = browser.get(&format!("/settings/activity?after={bad}")).await;
        assert_eq!(answer.status, 200, "{bad}");
    }
    world.minutes(16);
    browser.see("/settings/activity").await;
    assert_eq!(browser.at, "/settings/confirm", "behind the gate");
    world.drain().await;
}

#[tokio::test]
async fn another_password_takes_the_current_one_and_ends_everything_else() {
    let world = World::new().await;
    let (who, mut browser, mut elsewhere) = (world.member().await, world.browser(), world.browser());
    elsewhere.sign_in(&world, &who).await;
    browser.in_settings(&world, &who).await;
    let token = browser.session().unwrap().to_owned();
    for (current, new, note) in [
        ("", NEW_PASSWORD, Note::OldPasswordMissing),
        ("not the password at all", NEW_PASSWORD, Note::PasswordWrong),
        (PASSWORD, "", Note::PasswordShort),
        (PASSWORD, "short", Note::PasswordShort),
        (PASSWORD, "Ana Roe Ana Roe Ana Roe", Note::PasswordCommon),
        (PASSWORD, PASSWORD, Note::PasswordSame),
    ] {
        let page = browser.ask("settings/password", &[("password", current), ("new_password", new)]).await;
        assert_eq!((page.place, page.note), (Place::Password, Some(note)), "{current} {new}");
    }
    assert_eq!(world.sessions().await, 2);
    let page = browser.ask("settings/password", &[("password", PASSWORD), ("new_password", NEW_PASSWORD)]).await;
    assert_eq!((page.place, page.note), (Place::Settings, Some(Note::PasswordSaved)));
    assert_ne!(browser.session().unwrap(), token);
    assert_eq!((world.sessions().await, world.trail("password.change").await), (1, 1));
    let told = world.inbox(&who.email).await.remove(0);
    assert!(told.text.contains("password") && told.text.contains("/undo?t="), "{}", told.text);
    for (password, fine) in [(PASSWORD, false), (NEW_PASSWORD, true)] {
        let page = world.browser().ask("sign-in", &[("email", &who.email), ("password", password)]).await;
        assert_eq!(page.note.is_none(), fine, "{page:?}");
    }
    world.drain().await;
}

#[tokio::test]
async fn guesses_at_the_current_password_are_counted_and_lock_nobody_out() {
    let world = World::new().await;
    let (who, mut thief) = (world.member().await, world.browser());
    thief.in_settings(&world, &who).await;
    for _ in 0..5 {
        let fields = [("password", "not the password at all"), ("new_password", NEW_PASSWORD)];
        assert_eq!(thief.ask("settings/password", &fields).await.note, Some(Note::PasswordWrong));
    }
    let page = thief.ask("settings/password", &[("password", PASSWORD), ("new_password", NEW_PASSWORD)]).await;
    assert!(matches!(page.note, Some(Note::Locked(_))), "{page:?}");
    world.browser().sign_in(&world, &who).await;
    world.drain().await;
}

#[tokio::test]
async fn on_trial_two_factor_authentication_is_turned_off_with_a_tick_and_everybody_is_told() {
    let world = World::new().await;
    let (who, mut browser) = trial(&world).await;
    browser.add_spare(&world, SPARE).await;
    let app = browser.add_app(&world, "").await;
    world.drain().await;
    assert!(browser.see("/settings/2fa/off").await.contains("Turn off 2FA?"));
    assert_eq!(browser.ask("2fa/off", &[]).await.note, Some(Note::TickToUnderstand));
    assert!(browser.factors().await.on());
    let token = browser.session().unwrap().to_owned();
    let page = browser.ask("2fa/off", &[("agreed", "on")]).await;
    assert_eq!((page.place, page.note), (Place::Edit, Some(Note::TurnedOff)));
    assert_ne!(browser.session().unwrap(), token);
    let factors = browser.factors().await;
    assert!(!factors.on() && factors.recovery.is_none());
    for to in [who.email.as_str(), &who.phone, SPARE] {
        let told = world.inbox(to).await.remove(0);
        assert!(told.text.contains("/undo?t="), "{to}: {}", told.text);
    }
    let mut other = world.browser();
    let page = other.password(&who).await;
    assert!(other.session().is_some() && page.place == Place::Overview, "the password alone: {page:?}");
    assert!(!app.text().is_empty());
    world.drain().await;
}

#[tokio::test]
async fn where_it_is_required_it_stays_on_and_the_page_says_why() {
    for policy in [false, true] {
        let world = World::new().await;
        let (mut browser, org) = if policy {
            world.meddle("UPDATE organization SET require_2fa_at = 1 WHERE name = 'Trial Co'").await;
            (trial(&world).await.1, "Trial Co")
        } else {
            let (who, mut browser) = (world.member().await, world.browser());
            browser.in_settings(&world, &who).await;
            (browser, "Acme")
        };
        world.drain().await;
        let before = world.dump().await;
        let page = browser.ask("2fa/off", &[("agreed", "on")]).await;
        assert_eq!((page.place, page.note), (Place::Off, None));
        let html = browser.see("/settings/2fa/off").await;
        assert!(html.contains(org) && html.contains("cannot be turned off") && !html.contains("name=\"agreed\""));
        assert_eq!(html.contains("paid plan"), !policy);
        let after = world.dump().await;
        for table in ["phone", "audit", "undo"] {
            assert_eq!(before[table], after[table], "{table}");
        }
    }
}

#[tokio::test]
async fn turned_off_leaves_no_old_way_in_and_can_be_set_up_again() {
    let world = World::new().await;
    let (who, mut browser) = trial(&world).await;
    let recovery = world.recovery_code(&who).await;
    let mut half = world.browser();
    half.password(&who).await;
    let code = world.code(&who.phone).await;
    world.seconds(1);
    browser.ask("2fa/off", &[("agreed", "on")]).await;
    for (door, code) in [("sign-in/code", &code), ("sign-in/recovery", &recovery)] {
        half.program(door, &[("code", code)]).await.ok();
        assert!(half.session().is_none(), "{door}");
    }
    let page = browser.number(THIRD).await;
    assert!(matches!(page.screen, Screen::PhoneCode(_)), "{page:?}");
    let code = world.code(THIRD).await;
    browser.ask("2fa/phone/code", &[("code", &code)]).await;
    assert!(matches!(world.browser().password(&who).await.screen, Screen::Verify(_)));
    world.drain().await;
}
