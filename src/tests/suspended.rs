//! Suspended people get neither a session nor a sign-in, whichever way they or a stranger come; and nothing that anybody sees
//! on the way tells that an account is suspended.

use crate::actors::Browser;
use crate::deeds::{NEW_PASSWORD, SPARE};
use crate::enumeration::bare;
use crate::world::{PASSWORD, Person, World};
use rekey::model::{Note, Place};

async fn suspend(world: &World) {
    world.meddle("UPDATE person SET suspended_at = 1 WHERE email = 'member@acme.example'").await;
}

async fn lift(world: &World) {
    world.meddle("UPDATE person SET suspended_at = NULL").await;
}

#[tokio::test]
async fn a_live_session_is_of_no_use_from_that_moment() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.in_settings(&world, &who).await;
    suspend(&world).await;
    assert_eq!(browser.clone().look("/overview").await.place, Place::SignIn);
    for door in ["settings/sign-out-others", "2fa/recovery/new", "2fa/phone"] {
        assert_eq!(browser.clone().status(door, &[]).await, 401, "{door}");
    }
}

/// Somebody who stands before the last step of one of the ways to a session, and that step.
async fn before_the_last_step(
    world: &World,
    way: &str,
) -> (Person, Browser, &'static str, Vec<(&'static str, String)>) {
    let (who, mut browser) = (world.member().await, world.browser());
    let recovery = world.recovery_code(&who).await;
    if way == "new password" {
        world.meddle("UPDATE person SET new_password_at = 1").await;
    }
    browser.password(&who).await;
    let code = world.code(&who.phone).await;
    match way {
        "code" => (who, browser, "sign-in/code", vec![("code", code)]),
        "recovery" => {
            browser.ask("sign-in/recovery", &[("code", &recovery)]).await;
            browser.number(SPARE).await;
            let code = world.code(SPARE).await;
            (who, browser, "2fa/phone/code", vec![("code", code)])
        }
        _ => {
            browser.ask("sign-in/code", &[("code", &code)]).await;
            (who, browser, "sign-in/new-password", vec![("password", NEW_PASSWORD.to_owned())])
        }
    }
}

#[tokio::test]
async fn no_way_that_was_begun_before_ends_in_a_session() {
    for way in ["code", "recovery", "new password"] {
        for suspended in [true, false] {
            let world = World::new().await;
            let (who, mut browser, door, fields) = before_the_last_step(&world, way).await;
            if suspended {
                suspend(&world).await;
            }
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            browser.ask(door, &fields).await;
            assert_eq!(browser.session().is_none(), suspended, "{way}");
            assert_eq!(world.sessions().await, i64::from(!suspended), "{way}");
            world.drain().await;
            assert_eq!(world.inbox(&who.phone).await.iter().filter(|m| m.code.is_some()).count(), 1, "{way}");
        }
    }
}

#[tokio::test]
async fn the_right_password_is_answered_like_a_wrong_one_and_the_mailbox_learns_whom_to_ask() {
    let world = World::new().await;
    let who = world.member().await;
    let admin = world.person("admin@acme.example", Some((&world.acme, rekey::model::Role::Admin)), None).await;
    suspend(&world).await;
    let seen = async |password: &str| {
        let (mut browser, mut all) = (world.browser(), Vec::new());
        for _ in 0..7 {
            let fields = [("email", who.email.as_str()), ("password", password)];
            all.push(bare(&browser.form("sign-in", &fields).await, &who.email));
            all.push(bare(&browser.get("/sign-in").await, &who.email));
        }
        assert!(browser.flow().is_none() && browser.session().is_none() && browser.device().is_none());
        all
    };
    let right = seen(PASSWORD).await;
    world.meddle("DELETE FROM lockout").await;
    let wrong = seen("nine geese count no trains").await;
    assert!(right == wrong, "an oracle");
    let mails = world.inbox(&who.email).await;
    assert_eq!(mails.len(), 1, "once an hour");
    assert!(mails[0].text.contains("Acme suspended") && mails[0].text.contains("ask Ana Roe"), "{}", mails[0].text);
    assert!(world.inbox(&who.phone).await.is_empty() && world.inbox(&admin.email).await.is_empty());
    assert!(world.trail("member.suspended_sign_in").await > 0);
    lift(&world).await;
    world.meddle("DELETE FROM lockout").await;
    world.browser().sign_in(&world, &who).await;
}

#[tokio::test]
async fn a_forgotten_password_brings_a_mail_in_place_of_the_code_and_looks_the_same() {
    let world = World::new().await;
    let who = world.member().await;
    suspend(&world).await;
    let mut browser = world.browser();
    let page = browser.ask("sign-in/forgot", &[("email", &who.email)]).await;
    assert_eq!((page.place, page.note), (Place::ForgotCode, None));
    let mails = world.inbox(&who.email).await;
    assert_eq!(mails.len(), 1);
    assert!(mails[0].code.is_none() && mails[0].text.contains("Acme suspended"), "{}", mails[0].text);
    let page = browser.ask("sign-in/forgot/code", &[("code", "12345678"), ("password", NEW_PASSWORD)]).await;
    assert_eq!(page.note, Some(Note::CodeWrong { left: 4 }));
    lift(&world).await;
    world.browser().sign_in(&world, &who).await;
}

#[tokio::test]
async fn this_was_not_me_works_for_a_suspended_person_and_signs_nobody_in() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.in_settings(&world, &who).await;
    browser.change_phone(&world, SPARE).await;
    let link = world.undo_links(&who.email).await.remove(0);
    suspend(&world).await;
    let mut anybody = world.browser();
    let page = anybody.ask("undo", &[("token", &link)]).await;
    assert_eq!((page.place, page.note), (Place::SignIn, Some(Note::Restored)));
    assert!(anybody.session().is_none());
    assert_eq!(world.count("SELECT COUNT(*) FROM phone WHERE removed_at IS NULL AND last = '143'").await, 1);
    world.drain().await;
}
