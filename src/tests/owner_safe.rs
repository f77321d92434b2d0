//! What strangers use up is never what the owner needs (T20); and who lifts waits, how often, for whom.

use crate::actors::Browser;
use crate::deeds::{SPARE, between};
use crate::world::{PASSWORD, Person, World, not};
use rekey::auth::Fault;
use rekey::model::{Email, Note, Place, Role, Screen};

/// Everything that somebody with the password can use up, from a hundred addresses.
async fn attack(world: &World, who: &Person, recovery: bool) {
    for n in 0..100u8 {
        let mut thief = world.browser().from([198, 51, 100, n]);
        let page = thief.password(who).await;
        world.drain().await;
        if matches!(page.note, Some(Note::Locked(_))) {
            break;
        }
        thief.ask("sign-in/send", &[("channel", "call")]).await;
        for _ in 0..5 {
            thief.ask("sign-in/code", &[("code", "000000")]).await;
            thief.ask("sign-in/app", &[("code", "000000")]).await;
            if recovery {
                thief.ask("sign-in/recovery", &[("code", "0000-0000-0000-0000-0000-0000")]).await;
            }
        }
        thief.ask("sign-in/forgot", &[("email", &who.email)]).await;
    }
    for n in 0..100u8 {
        let mut thief = world.browser().from([203, 0, 113, n]);
        thief.ask("sign-in", &[("email", &who.email), ("password", "not the password at all")]).await;
    }
    world.drain().await;
}

#[tokio::test]
async fn the_owners_known_browser_signs_in_at_once_under_a_whole_attack() {
    let world = World::new().await;
    let (who, mut owner) = (world.member().await, world.browser());
    owner.sign_in(&world, &who).await;
    owner.close();
    world.node.sim.clear();
    world.hours(24);
    attack(&world, &who, true).await;
    let texts = world.inbox(&who.phone).await;
    assert!(texts.len() <= 10, "{} messages", texts.len());
    assert!(world.told(&who.email).await <= 1, "one warning an hour");
    assert!(matches!(world.browser().password(&who).await.note, Some(Note::Locked(_))));
    let page = owner.sign_in(&world, &who).await;
    assert_eq!((page.place, page.note), (Place::Overview, None));
    owner.open_settings(&world, &who).await;
}

#[tokio::test]
async fn a_new_browser_of_the_owner_gets_in_by_the_recovery_code() {
    let world = World::new().await;
    let who = world.member().await;
    let recovery = world.recovery_code(&who).await;
    attack(&world, &who, false).await;
    let mut owner = world.browser();
    assert!(matches!(owner.password(&who).await.note, Some(Note::Locked(_))));
    world.seconds(31);
    let page = owner.password(&who).await;
    assert!(matches!(page.note, Some(Note::TooManyCodes(_) | Note::SendBudget(_))), "{page:?}");
    let page = owner.ask("sign-in/recovery", &[("code", &recovery)]).await;
    assert!(matches!(page.screen, Screen::AddPhone(_)), "{page:?}");
    owner.verify_number(&world, SPARE).await;
    assert!(owner.session().is_some());
    world.drain().await;
}

#[tokio::test]
async fn a_known_browser_tries_a_recovery_code_whatever_strangers_tried() {
    let world = World::new().await;
    let (who, mut owner) = (world.member().await, world.browser());
    owner.sign_in(&world, &who).await;
    owner.close();
    let recovery = world.recovery_code(&who).await;
    let mut thief = world.browser();
    thief.password(&who).await;
    for _ in 0..6 {
        thief.ask("sign-in/recovery", &[("code", &not(&recovery))]).await;
    }
    let page = thief.ask("sign-in/recovery", &[("code", &recovery)]).await;
    assert!(matches!(page.note, Some(Note::TooManyCodes(_))), "{page:?}");
    owner.password(&who).await;
    let page = owner.ask("sign-in/recovery", &[("code", &recovery)]).await;
    assert!(matches!(page.screen, Screen::AddPhone(_)), "{page:?}");
    world.drain().await;
}

#[tokio::test]
async fn a_stolen_password_leaves_the_owners_browser_its_own_messages() {
    let world = World::new().await;
    let (who, mut owner) = (world.member().await, world.browser());
    owner.sign_in(&world, &who).await;
    owner.close();
    world.hours(24);
    let mut sent = 0;
    for n in 0..20u8 {
        let page = world.browser().from([198, 51, 100, n]).password(&who).await;
        sent += usize::from(page.note.is_none());
        world.drain().await;
    }
    assert_eq!(sent, 6);
    for n in 0..5 {
        let page = owner.password(&who).await;
        assert_eq!(page.note.is_none(), n < 3, "message {n}: {:?}", page.note);
        world.drain().await;
    }
    world.hours(1);
    for n in 0..3 {
        let page = owner.password(&who).await;
        assert_eq!(page.note.is_none(), n < 2, "five a day are kept: {n} {:?}", page.note);
        world.drain().await;
    }
}

#[tokio::test]
async fn a_known_browser_stays_known_after_the_phone_was_changed_in_it() {
    let world = World::new().await;
    let (who, mut owner) = (world.member().await, world.browser());
    owner.in_settings(&world, &who).await;
    owner.change_phone(&world, SPARE).await;
    owner.ask("sign-out", &[]).await;
    let who = Person { phone: SPARE.into(), ..who };
    owner.sign_in(&world, &who).await;
    owner.close();
    world.hours(24);
    attack(&world, &who, false).await;
    owner.sign_in(&world, &who).await;
    world.drain().await;
}

#[tokio::test]
async fn a_browser_that_ended_with_a_change_is_a_stranger_until_it_signs_in_again() {
    let world = World::new().await;
    let (who, mut thief, mut owner) = (world.member().await, world.browser(), world.browser());
    thief.sign_in(&world, &who).await;
    owner.in_settings(&world, &who).await;
    owner.change_phone(&world, SPARE).await;
    for _ in 0..5 {
        world.browser().ask("sign-in", &[("email", &who.email), ("password", "not the password at all")]).await;
    }
    thief.close();
    assert!(matches!(thief.password(&who).await.note, Some(Note::Locked(_))));
    world.drain().await;
}

/// An admin of Acme, signed in, with the fresh session that lifts waits.
async fn admin(world: &World) -> (Person, Browser) {
    let who = world.person("admin@acme.example", Some((&world.acme, Role::Admin)), Some("+17025550119")).await;
    let mut browser = world.browser();
    browser.sign_in(world, &who).await;
    (who, browser)
}

/// Ten wrong codes: no more are taken for a day.
async fn burn(world: &World, who: &Person) {
    for _ in 0..2 {
        let mut thief = world.browser();
        thief.password(who).await;
        let wrong = world.wrong(&who.phone).await;
        for _ in 0..5 {
            thief.ask("sign-in/code", &[("code", &wrong)]).await;
        }
    }
    assert!(matches!(world.browser().password(who).await.note, Some(Note::TooManyCodes(_))));
}

#[tokio::test]
async fn an_admin_lifts_a_persons_waits_once_an_hour_and_three_times_a_day() {
    let world = World::new().await;
    let (who, (me, mut admin)) = (world.member().await, admin(&world).await);
    for (minutes, fine) in [(0, true), (30, false), (31, true), (61, true), (61, false)] {
        for _ in 0..minutes / 10 {
            world.minutes(10);
            admin.see("/requests").await;
        }
        world.minutes(minutes % 10);
        if minutes > 0 {
            admin.sign_in(&world, &me).await;
        }
        world
            .meddle("UPDATE person SET wrong_run = 7, phone_disabled_at = 1 WHERE email = 'member@acme.example'")
            .await;
        let html = admin.see("/requests").await;
        assert_eq!(between(&html, "name=\"id\" value=\"", "\""), Some(who.id.as_str()));
        let page = admin.ask("unlock", &[("org", world.acme.as_str()), ("id", who.id.as_str())]).await;
        assert_eq!(page.note == Some(Note::Unlocked), fine, "{minutes} {page:?}");
        assert_eq!(matches!(page.note, Some(Note::TooManyCodes(_))), !fine, "{minutes} {page:?}");
    }
    assert_eq!(world.trail("account.unlock").await, 3);
    let row = world.dump().await["audit"].iter().find(|row| row.contains("kind=account.unlock")).cloned().unwrap();
    assert!(row.contains(&format!("actor_id={}", me.id)) && row.contains(&format!("person_id={}", who.id)), "{row}");
    assert!(world.inbox(&who.email).await[0].subject.contains("sign in again"), "they are told");
}

#[tokio::test]
async fn lifted_waits_give_new_tries_and_no_session() {
    for by_operator in [false, true] {
        let world = World::new().await;
        let (who, (_, mut admin)) = (world.member().await, admin(&world).await);
        world.meddle("DELETE FROM send_log").await;
        burn(&world, &who).await;
        for _ in 0..5 {
            world.browser().ask("sign-in", &[("email", &who.email), ("password", "not the password at all")]).await;
        }
        assert!(matches!(world.browser().password(&who).await.note, Some(Note::Locked(_))));
        if by_operator {
            let auth = &world.node.auth;
            auth.unlock_by_operator(&Email::parse(&who.email).unwrap()).await.unwrap();
            let nobody = auth.unlock_by_operator(&Email::parse("nobody@acme.example").unwrap()).await;
            assert!(matches!(nobody, Err(Fault::NotFound)));
        } else {
            assert_eq!(
                admin.ask("unlock", &[("org", world.acme.as_str()), ("id", who.id.as_str())]).await.note,
                Some(Note::Unlocked)
            );
        }
        let before = world.sessions().await;
        assert_eq!(before, 1, "the admin's own");
        world.browser().sign_in(&world, &who).await;
        assert_eq!(world.trail("account.unlock").await, 1);
        world.drain().await;
    }
}

#[tokio::test]
async fn waits_are_lifted_by_a_fresh_admin_of_that_organization_for_others_alone() {
    let world = World::new().await;
    let (who, (me, mut admin)) = (world.member().await, admin(&world).await);
    let alone = world.person("o@alone.example", None, Some("+15105550122")).await;
    let elsewhere = world.person("m@trial.example", Some((&world.trial, Role::Member)), None).await;
    world.drain().await;
    let before = world.dump().await;
    for id in [alone.id.as_str(), elsewhere.id.as_str(), me.id.as_str(), "x", "01a2076b-4400-772b-93f1-128b8277cf59"] {
        assert_eq!(admin.status("unlock", &[("org", world.acme.as_str()), ("id", id)]).await, 404, "{id}");
    }
    assert_eq!(before, world.dump().await);
    world.minutes(14);
    admin.see("/requests").await;
    world.minutes(1);
    let page = admin.ask("unlock", &[("org", world.acme.as_str()), ("id", who.id.as_str())]).await;
    assert_eq!(page.place, Place::Prove, "not fresh");
    assert_eq!(world.trail("account.unlock").await, 0);
    admin.ask("settings/prove", &[("password", PASSWORD), ("next", "/requests")]).await;
    let code = world.code(&me.phone).await;
    let page = admin.ask("settings/prove/code", &[("code", &code), ("next", "/requests")]).await;
    assert_eq!((page.place, page.note), (Place::Requests, Some(Note::Proved)));
    assert_eq!(
        admin.ask("unlock", &[("org", world.acme.as_str()), ("id", who.id.as_str())]).await.note,
        Some(Note::Unlocked)
    );
    world.drain().await;
}

#[tokio::test]
async fn an_admin_sees_who_is_locked_by_passwords_alone_and_nobody_who_is_not() {
    let world = World::new().await;
    let (who, (_, mut admin)) = (world.member().await, admin(&world).await);
    let listed = |html: &str| html.contains(&who.email);
    for n in 1..=5 {
        assert!(!listed(&admin.see("/requests").await), "{n}");
        world.browser().ask("sign-in", &[("email", &who.email), ("password", "not the password at all")]).await;
    }
    let html = admin.see("/requests").await;
    assert!(listed(&html) && html.contains("Locked until"), "{html}");
    assert_eq!(
        admin.ask("unlock", &[("org", world.acme.as_str()), ("id", who.id.as_str())]).await.note,
        Some(Note::Unlocked)
    );
    assert!(!listed(&admin.see("/requests").await));
    world.drain().await;
}
