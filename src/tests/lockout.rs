//! Wrong passwords: waits that grow, and the owner's own browser that a stranger cannot lock (T20).

use crate::actors::Browser;
use crate::world::{PASSWORD, Person, World};
use rekey::model::{Note, Screen};

async fn wrong(browser: &mut Browser, who: &Person) -> Option<Note> {
    browser.ask("sign-in", &[("email", &who.email), ("password", "not the password at all")]).await.note
}

#[tokio::test]
async fn five_wrong_passwords_lock_for_thirty_seconds_that_double_up_to_an_hour() {
    let world = World::new().await;
    let who = world.member().await;
    for _ in 0..5 {
        assert_eq!(wrong(&mut world.browser(), &who).await, Some(Note::WrongSignIn));
    }
    for wait in [30, 60, 120, 240, 480, 960, 1920, 3600, 3600] {
        let locked = world.browser().password(&who).await;
        assert!(matches!(locked.note, Some(Note::Locked(_))), "even with the right password: {:?}", locked.note);
        world.seconds(wait - 1);
        assert!(matches!(wrong(&mut world.browser(), &who).await, Some(Note::Locked(_))), "{wait}");
        world.seconds(1);
        assert_eq!(wrong(&mut world.browser(), &who).await, Some(Note::WrongSignIn), "after {wait} seconds");
    }
    world.hours(1);
    assert!(matches!(world.browser().password(&who).await.screen, Screen::Verify(_)), "no lock is for ever");
    assert_eq!(wrong(&mut world.browser(), &who).await, Some(Note::WrongSignIn), "and a success forgets them");
    world.drain().await;
}

#[tokio::test]
async fn tries_while_locked_make_the_wait_no_longer() {
    let world = World::new().await;
    let who = world.member().await;
    for _ in 0..5 {
        wrong(&mut world.browser(), &who).await;
    }
    for _ in 0..20 {
        assert!(matches!(wrong(&mut world.browser(), &who).await, Some(Note::Locked(_))));
    }
    world.seconds(30);
    assert!(matches!(world.browser().password(&who).await.screen, Screen::Verify(_)));
    world.drain().await;
}

#[tokio::test]
async fn a_strangers_failures_never_lock_the_owners_known_browser() {
    let world = World::new().await;
    let (who, mut owner) = (world.member().await, world.browser());
    owner.sign_in(&world, &who).await;
    owner.close();
    for n in 0..100u8 {
        let mut stranger = world.browser().from([198, 51, 100, n]);
        wrong(&mut stranger, &who).await;
    }
    assert!(matches!(world.browser().password(&who).await.note, Some(Note::Locked(_))), "a browser nobody knows");
    owner.sign_in(&world, &who).await;
}

#[tokio::test]
async fn the_known_browser_has_its_own_lock() {
    let world = World::new().await;
    let (who, mut owner) = (world.member().await, world.browser());
    owner.sign_in(&world, &who).await;
    owner.close();
    for _ in 0..5 {
        assert_eq!(wrong(&mut owner, &who).await, Some(Note::WrongSignIn));
    }
    assert!(matches!(owner.password(&who).await.note, Some(Note::Locked(_))));
    assert!(matches!(world.browser().password(&who).await.screen, Screen::Verify(_)), "elsewhere is another budget");
    world.drain().await;
}

#[tokio::test]
async fn another_persons_known_browser_is_a_stranger() {
    let world = World::new().await;
    let (who, other, mut browser) = (world.member().await, world.other().await, world.browser());
    browser.sign_in(&world, &other).await;
    browser.close();
    for _ in 0..5 {
        wrong(&mut world.browser(), &who).await;
    }
    assert!(matches!(browser.password(&who).await.note, Some(Note::Locked(_))));
}

#[tokio::test]
async fn a_password_inside_the_settings_is_counted_too() {
    let world = World::new().await;
    let (who, mut thief) = (world.member().await, world.browser());
    thief.sign_in(&world, &who).await;
    world.minutes(15);
    thief.open_settings(&world, &who).await;
    for _ in 0..5 {
        let page = thief.ask("2fa/reset", &[("agreed", "on"), ("password", "not the password at all")]).await;
        assert_eq!(page.note, Some(Note::PasswordWrong));
    }
    let page = thief.ask("2fa/reset", &[("agreed", "on"), ("password", PASSWORD)]).await;
    assert!(matches!(page.note, Some(Note::Locked(_))), "{:?}", page.note);
    let mut owner = world.browser();
    assert!(matches!(owner.password(&who).await.screen, Screen::Verify(_)), "and locks nobody out of signing in");
    assert_eq!(world.trail("password.wrong").await, 5);
    world.drain().await;
}

#[tokio::test]
async fn a_password_longer_than_any_is_refused_without_hashing_or_counting() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    let before = world.dump().await;
    let long = "a".repeat(1025);
    for email in [who.email.as_str(), "nobody@acme.example"] {
        let page = browser.ask("sign-in", &[("email", email), ("password", &long)]).await;
        assert_eq!(page.note, Some(Note::WrongSignIn));
    }
    assert_eq!(before, world.dump().await);
}
