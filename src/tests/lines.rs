//! What lies around a sign-in: lines that changed hands (T1), crowded networks, clocks that differ (T18).

use crate::world::World;
use rekey::model::{Note, Role, Screen, Seconds};

const NEW: &str = "+13125550187";

#[tokio::test]
async fn no_code_goes_to_a_line_that_changed_hands_and_everybody_but_the_line_is_told() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    let recovery = world.recovery_code(&who).await;
    world.node.sim.set_fault("swapped", true);
    for _ in 0..2 {
        let page = browser.password(&who).await;
        assert_eq!(page.note, Some(Note::LineChanged));
        let Screen::Verify(verify) = &page.screen else { panic!("{page:?}") };
        assert!(verify.code.is_none());
    }
    for channel in ["sms", "call"] {
        assert_eq!(browser.ask("sign-in/send", &[("channel", channel)]).await.note, Some(Note::LineChanged));
    }
    assert!(world.inbox(&who.phone).await.is_empty(), "neither a code nor a word");
    let mails = world.inbox(&who.email).await;
    assert_eq!(mails.iter().filter(|m| m.subject == "We held a code back").count(), 1, "once an hour");
    assert_eq!(world.trail("sms.risk_blocked").await, 1);
    let page = browser.see("/sign-in/verify").await;
    assert!(page.contains("Use your recovery code"), "another way is offered");
    browser.ask("sign-in/recovery", &[("code", &recovery)]).await;
    browser.verify_number(&world, NEW).await;
    assert!(browser.session().is_some(), "a new phone is proved by its own code, whatever its line went through");
    world.drain().await;
}

#[tokio::test]
async fn a_changed_line_proves_nothing_in_the_settings_either() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.sign_in(&world, &who).await;
    world.minutes(15);
    browser.open_settings(&world, &who).await;
    world.node.sim.set_fault("swapped", true);
    let page = browser.ask("2fa/reset", &[("agreed", "on"), ("password", crate::world::PASSWORD)]).await;
    assert_eq!(page.note, Some(Note::LineChanged));
    let page = browser.ask("settings/prove", &[("password", crate::world::PASSWORD), ("next", "/settings")]).await;
    assert_eq!(page.note, Some(Note::LineChanged));
    assert_eq!(world.trail("sms.risk_blocked").await, 1);
    world.drain().await;
}

#[tokio::test]
async fn twenty_wrong_passwords_a_minute_are_all_that_a_network_gets_over_all_accounts() {
    let world = World::new().await;
    let who = world.member().await;
    let mut owner = world.browser().from([203, 0, 113, 9]);
    owner.sign_in(&world, &who).await;
    owner.close();
    let wrong = [("password", "not the password at all")];
    for n in 0..20 {
        let email = format!("p{n}@acme.example");
        let fields = [&[("email", email.as_str())], &wrong[..]].concat();
        let note = world.browser().from([203, 0, 113, 9]).ask("sign-in", &fields).await.note;
        assert_eq!(note, Some(Note::WrongSignIn), "{n}");
    }
    let note = world.browser().from([203, 0, 113, 9]).password(&who).await.note;
    assert!(matches!(note, Some(Note::NetworkLocked(_))), "{note:?}");
    assert!(matches!(owner.password(&who).await.screen, Screen::Verify(_)), "a known browser is asked as always");
    let other = world.browser().from([203, 0, 113, 10]).password(&who).await;
    assert!(matches!(other.screen, Screen::Verify(_)), "and so is another network");
    world.minutes(1);
    let page = world.browser().from([203, 0, 113, 9]).password(&who).await;
    assert!(matches!(page.screen, Screen::Verify(_)), "{:?}", page.note);
    world.drain().await;
}

#[tokio::test]
async fn right_passwords_use_up_nothing_of_a_network() {
    let world = World::new().await;
    let who = world.person("owner@trial.example", Some((&world.trial, Role::Member)), None).await;
    for _ in 0..25 {
        let mut browser = world.browser().from([203, 0, 113, 9]);
        browser.password(&who).await;
        assert!(browser.session().is_some());
    }
    world.drain().await;
}

#[tokio::test]
async fn servers_whose_clocks_differ_agree_on_when_a_code_dies() {
    for (seconds, lives) in [(599, true), (600, false)] {
        let world = World::new().await;
        let who = world.member().await;
        let (fast, slow) =
            (world.another_ahead(Seconds::minutes(7)).await, world.another_ahead(Seconds::minutes(-7)).await);
        let mut browser = crate::actors::Browser::at(&fast);
        browser.password(&who).await;
        let code = world.code(&who.phone).await;
        world.seconds(seconds);
        let mut elsewhere = browser.moved_to(&slow);
        elsewhere.ask("sign-in/code", &[("code", &code)]).await;
        assert_eq!(elsewhere.session().is_some(), lives, "after {seconds} seconds");
        world.drain().await;
    }
}
