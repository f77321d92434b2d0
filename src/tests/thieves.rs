//! One thief, one thing that was stolen: what it does not open.

use crate::deeds::{NEW_PASSWORD, SPARE, THIRD};
use crate::world::{PASSWORD, Person, World};
use rekey::model::{Note, Role, Screen};

const THIEFS: &str = "nine geese count slow trains";

/// Whoever reads the mailbox replaces the password.
async fn mailbox_thief_resets(world: &World, who: &Person, password: &str) {
    let mut thief = world.browser();
    thief.ask("sign-in/forgot", &[("email", &who.email)]).await;
    let code = world.code(&who.email).await;
    let page = thief.ask("sign-in/forgot/code", &[("code", &code), ("password", password)]).await;
    assert_eq!(page.note, Some(Note::PasswordReset));
    world.drain().await;
}

#[tokio::test]
async fn the_mailbox_alone_takes_no_first_phone_away() {
    for org in [Role::Member, Role::Owner] {
        let world = World::new().await;
        let place = if org == Role::Owner { &world.trial } else { &world.acme };
        let who = world.person("new@acme.example", Some((place, org)), None).await;
        let mut owner = world.browser();
        owner.password(&who).await;
        if owner.session().is_some() {
            owner.open_settings(&world, &who).await;
        }
        owner.verify_number(&world, SPARE).await;
        world.drain().await;
        let token = world.undo_links(&who.email).await.remove(0);
        assert!(world.browser().see(&format!("/undo?t={token}")).await.contains("name=\"password\""));

        mailbox_thief_resets(&world, &who, THIEFS).await;
        let mut thief = world.browser();
        let (before, notes) = (world.dump().await["phone"].clone(), [("", Note::PasswordMissing)]);
        for (password, note) in notes.into_iter().chain([(THIEFS, Note::PasswordWrong), ("x", Note::PasswordWrong)]) {
            let page = thief.ask("undo", &[("token", &token), ("password", password)]).await;
            assert_eq!(page.note, Some(note), "{password:?}");
        }
        assert_eq!(world.dump().await["phone"], before);
        let page = thief.ask("sign-in", &[("email", &who.email), ("password", THIEFS)]).await;
        assert!(
            matches!(page.screen, Screen::Verify(_)) && thief.session().is_none(),
            "the phone is asked for: {page:?}"
        );

        let page = world.browser().ask("undo", &[("token", &token), ("password", PASSWORD)]).await;
        assert_eq!(page.note, Some(Note::TakenBack), "the password from before is its owner's");
        world.drain().await;
    }
}

#[tokio::test]
async fn a_sign_in_begun_before_the_first_phone_replaces_nothing() {
    let world = World::new().await;
    let who = world.person("new@acme.example", Some((&world.acme, Role::Member)), None).await;
    let (mut thief, mut waiting, mut owner) = (world.browser(), world.browser(), world.browser());
    thief.password(&who).await;
    waiting.password(&who).await;
    waiting.number(THIRD).await;
    let code = world.code(THIRD).await;
    world.seconds(1);
    owner.password(&who).await;
    owner.verify_number(&world, SPARE).await;
    let before = world.dump().await;
    let fields = [("country", "US"), ("number", THIRD), ("channel", "sms")];
    assert_eq!(thief.status("2fa/phone", &fields).await, 401);
    assert_eq!(waiting.status("2fa/phone/code", &[("code", &code)]).await, 401);
    assert!(thief.session().is_none() && waiting.session().is_none());
    for table in ["phone", "recovery_code", "session"] {
        assert_eq!(world.dump().await[table], before[table], "{table}");
    }
    world.drain().await;
}

#[tokio::test]
async fn an_app_added_first_ends_what_the_password_began() {
    let world = World::new().await;
    let who = world.person("t@trial.example", Some((&world.trial, Role::Member)), None).await;
    let (mut thief, mut owner) = (world.browser(), world.browser());
    thief.password(&who).await;
    thief.open_settings(&world, &who).await;
    thief.number(THIRD).await;
    let code = world.code(THIRD).await;
    owner.password(&who).await;
    owner.open_settings(&world, &who).await;
    owner.add_app(&world, "").await;
    assert_eq!(thief.status("2fa/phone/code", &[("code", &code)]).await, 401);
    assert_eq!(world.count("SELECT COUNT(*) FROM phone").await, 0);
    assert_eq!(world.count("SELECT COUNT(*) FROM challenge WHERE used_at IS NULL AND ended_at IS NULL").await, 0);
    world.drain().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_password_replaced_while_it_was_being_checked_opens_nothing() {
    let world = World::new().await;
    let who = world.person("t@trial.example", Some((&world.trial, Role::Member)), None).await;
    let mut owner = world.browser();
    owner.ask("sign-in/forgot", &[("email", &who.email)]).await;
    let code = world.code(&who.email).await;
    let thieves: Vec<_> = (0..12)
        .map(|_| {
            let (mut thief, email) = (world.browser(), who.email.clone());
            tokio::spawn(async move { thief.status("sign-in", &[("email", &email), ("password", PASSWORD)]).await })
        })
        .collect();
    let page = owner.ask("sign-in/forgot/code", &[("code", &code), ("password", NEW_PASSWORD)]).await;
    assert_eq!(page.note, Some(Note::PasswordReset));
    for thief in thieves {
        thief.await.unwrap();
    }
    assert_eq!(world.sessions().await, 0, "nobody got in by the old one");
    world.drain().await;
}

#[tokio::test]
async fn undoing_a_password_that_was_mailed_freezes_nothing() {
    let world = World::new().await;
    let who = world.member().await;
    let recovery = world.recovery_code(&who).await;
    mailbox_thief_resets(&world, &who, THIEFS).await;
    let token = world.undo_links(&who.email).await.remove(0);
    assert_eq!(world.browser().ask("undo", &[("token", &token)]).await.note, Some(Note::TakenBack));
    world.seconds(60);
    mailbox_thief_resets(&world, &who, NEW_PASSWORD).await;
    let mut owner = world.browser();
    owner.ask("sign-in", &[("email", &who.email), ("password", NEW_PASSWORD)]).await;
    let page = owner.ask("sign-in/recovery", &[("code", &recovery)]).await;
    assert!(matches!(page.screen, Screen::AddPhone(_)), "the recovery code is not held up: {page:?}");
    world.drain().await;
}

#[tokio::test]
async fn whoever_loses_by_the_button_is_told_of_it() {
    let world = World::new().await;
    let who = world.member().await;
    let mut browser = world.browser();
    browser.in_settings(&world, &who).await;
    browser.change_phone(&world, SPARE).await;
    let token = world.undo_links(&who.phone).await.remove(0);
    let before = world.told(SPARE).await;
    world.browser().ask("undo", &[("token", &token)]).await;
    assert_eq!(world.told(SPARE).await, before + 1);
    world.drain().await;
}

#[tokio::test]
async fn a_password_thief_uses_up_no_mail_of_a_session() {
    let world = World::new().await;
    let who = world.owner().await;
    let mut owner = world.browser();
    owner.sign_in(&world, &who).await;
    for _ in 0..8 {
        world.minutes(5);
        let mut thief = world.browser();
        thief.password(&who).await;
        thief.ask("case/answers", &crate::actors::ANSWERS).await;
        thief.ask("case/send", &[]).await;
        world.drain().await;
        owner.look("/overview").await;
    }
    owner.open_settings(&world, &who).await;
    world.drain().await;
}

#[tokio::test]
async fn a_known_browser_sends_no_more_codes_to_numbers_of_others() {
    let world = World::new().await;
    let who = world.member().await;
    let mut browser = world.browser();
    browser.in_settings(&world, &who).await;
    let others: Vec<String> = (0..8).map(|n| format!("+1{}5550111", 312 + n)).collect();
    for other in &others {
        browser.reset().await;
        browser.number(other).await;
        world.drain().await;
        world.seconds(60);
    }
    let mut sent = 0;
    for other in &others {
        sent += world.codes(other).await;
    }
    assert_eq!(sent, 5, "six an hour, the sign-in's among them");
    world.drain().await;
}

#[tokio::test]
async fn one_network_asks_for_thirty_forgotten_passwords_an_hour() {
    let world = World::new().await;
    let mut crowd = world.browser();
    crowd.ip = Some("203.0.113.9".parse().unwrap());
    for n in 0..31 {
        let page = crowd.ask("sign-in/forgot", &[("email", &format!("nobody{n}@acme.example"))]).await;
        assert_eq!(matches!(page.note, Some(Note::SendBudget(_))), n == 30, "{n}: {:?}", page.note);
    }
    crowd.ip = Some("203.0.113.10".parse().unwrap());
    assert_eq!(crowd.ask("sign-in/forgot", &[("email", "nobody@acme.example")]).await.note, None);
}

#[tokio::test]
async fn the_phone_brings_the_password_back_that_a_stolen_mailbox_replaced() {
    let world = World::new().await;
    let who = world.member().await;
    mailbox_thief_resets(&world, &who, THIEFS).await;
    let token = world.undo_links(&who.phone).await.remove(0);
    assert_eq!(world.browser().ask("undo", &[("token", &token)]).await.note, Some(Note::TakenBack));
    let note = world.browser().ask("sign-in", &[("email", &who.email), ("password", THIEFS)]).await.note;
    assert_eq!(note, Some(Note::WrongSignIn));
    let mut owner = world.browser();
    owner.password(&who).await;
    let code = world.code(&who.phone).await;
    owner.ask("sign-in/code", &[("code", &code)]).await;
    owner.ask("sign-in/new-password", &[("password", NEW_PASSWORD)]).await;
    assert!(owner.session().is_some());
    world.drain().await;
}

#[tokio::test]
async fn what_cannot_be_taken_back_any_more_is_forgotten_with_its_password() {
    let world = World::new().await;
    let who = world.member().await;
    mailbox_thief_resets(&world, &who, THIEFS).await;
    for (hours, left) in [(71, 1), (2, 0)] {
        world.hours(hours);
        world.node.auth.sweep().await.unwrap();
        assert_eq!(world.count("SELECT COUNT(*) FROM undo").await, left, "{hours}");
    }
}
