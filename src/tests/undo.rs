use crate::actors::{Browser, HOST, ORIGIN};
use crate::world::{PASSWORD, Person, World};
use axum::http::Method;
use rekey::model::{Note, Role, Screen};

const NEW: &str = "+13125550187";

/// A phone changed by a thief, and the link in the owner's mail.
async fn stolen(world: &World) -> (Person, Browser, String, String) {
    let (who, mut thief) = (world.member().await, world.browser());
    let recovery = world.recovery_code(&who).await;
    thief.in_settings(world, &who).await;
    thief.change_phone(world, NEW).await;
    let link = link(world, &who.email).await;
    (who, thief, recovery, link)
}

async fn link(world: &World, to: &str) -> String {
    let inbox = world.inbox(to).await;
    let text = inbox.into_iter().find(|m| m.text.contains("/undo?t=")).expect("a link").text;
    let start = text.find(&format!("{ORIGIN}/undo?t=")).unwrap() + ORIGIN.len() + "/undo?t=".len();
    text[start..].split_whitespace().next().unwrap().trim_end_matches('.').to_owned()
}

#[tokio::test]
async fn reading_the_link_changes_nothing_and_the_button_works_once() {
    let world = World::new().await;
    let (who, _thief, _, token) = stolen(&world).await;
    let before = world.dump().await;
    let path = format!("/undo?t={token}");
    let mut scanner = world.browser();
    for _ in 0..3 {
        for method in [Method::GET, Method::HEAD] {
            let answer = scanner.send(method, &path, "", &[("accept", "text/html"), ("host", HOST)]).await;
            assert_eq!(answer.status, 200);
        }
    }
    assert_eq!(before, world.dump().await);
    let mut owner = world.browser();
    let page = owner.see(&path).await;
    assert!(page.contains("This wasn't me") || page.contains("This wasn’t me"), "{page}");
    assert!(page.contains("m•••@acme.example") && page.contains("43") && !page.contains(&who.email));
    owner.submit("undo", &[("token", &token)]).await;
    let after = world.dump().await;
    assert_eq!(owner.ask("undo", &[("token", &token)]).await.note, Some(Note::LinkOver));
    assert_eq!(after, world.dump().await, "the second press changes nothing");
    assert!(owner.see(&path).await.contains("This link is over"));
    world.drain().await;
}

#[tokio::test]
async fn the_button_restores_number_and_recovery_code_and_ends_sessions() {
    let world = World::new().await;
    let (who, mut thief, recovery, token) = stolen(&world).await;
    let page = world.browser().ask("undo", &[("token", &token)]).await;
    assert_eq!(page.note, Some(Note::Restored));
    assert_eq!(world.sessions().await, 0);
    assert_eq!(thief.status("settings/method", &[("channel", "sms")]).await, 401);
    assert_eq!(world.trail("phone.undo").await, 1);
    assert!(world.inbox(&who.phone).await.iter().any(|m| m.code.is_none()), "the old phone is told");
    let before = world.codes(NEW).await;
    let mut owner = world.browser();
    owner.password(&who).await;
    let code = world.code(&who.phone).await;
    assert_eq!(world.codes(NEW).await, before, "nothing goes to the thief's number");
    let page = owner.ask("sign-in/code", &[("code", &code)]).await;
    assert!(matches!(page.screen, Screen::NewPassword) && owner.session().is_none(), "{page:?}");
    owner.ask("sign-in/new-password", &[("password", "six herons read old maps")]).await;
    assert!(owner.session().is_some());
    world.hours(25);
    let mut later = world.browser();
    later.ask("sign-in", &[("email", &who.email), ("password", "six herons read old maps")]).await;
    let page = later.ask("sign-in/recovery", &[("code", &recovery)]).await;
    assert!(matches!(page.screen, Screen::AddPhone(_)), "the old recovery code is back: {page:?}");
    world.drain().await;
}

#[tokio::test]
async fn factor_changes_are_frozen_for_a_day() {
    let world = World::new().await;
    let (who, _thief, recovery, token) = stolen(&world).await;
    world.browser().ask("undo", &[("token", &token)]).await;
    world.meddle("UPDATE person SET new_password_at = NULL").await;
    let mut owner = world.browser();
    owner.password(&who).await;
    let page = owner.ask("sign-in/recovery", &[("code", &recovery)]).await;
    assert!(matches!(page.note, Some(Note::Frozen(_))), "{:?}", page.note);
    let code = world.code(&who.phone).await;
    owner.ask("sign-in/code", &[("code", &code)]).await;
    owner.open_settings(&world, &who).await;
    for (door, fields) in [("2fa/reset", vec![("agreed", "on")]), ("2fa/recovery/new", vec![])] {
        let page = owner.ask(door, &fields).await;
        assert!(matches!(page.note, Some(Note::Frozen(_))), "{door}: {:?}", page.note);
    }
    let page = owner.number("+14155550111").await;
    assert!(matches!(page.note, Some(Note::Frozen(_))), "{:?}", page.note);
    world.hours(23);
    world.minutes(59);
    let mut again = world.browser();
    again.in_settings(&world, &who).await;
    assert!(matches!(again.ask("2fa/reset", &[("agreed", "on")]).await.note, Some(Note::Frozen(_))));
    world.minutes(1);
    again.reset().await;
}

#[tokio::test]
async fn the_link_is_over_after_seventy_two_hours() {
    for (hours, minutes, note) in [(71, 59, Note::Restored), (72, 0, Note::LinkOver)] {
        let world = World::new().await;
        let (_, _thief, _, token) = stolen(&world).await;
        world.hours(hours);
        world.minutes(minutes);
        let before = world.dump().await;
        let page = world.browser().ask("undo", &[("token", &token)]).await;
        assert_eq!(page.note, Some(note.clone()));
        assert_eq!(note == Note::LinkOver, before == world.dump().await);
        world.drain().await;
    }
}

#[tokio::test]
async fn a_made_up_link_does_nothing() {
    let world = World::new().await;
    let (_, _thief, _, token) = stolen(&world).await;
    let before = world.dump().await;
    let (id, secret) = token.split_once('.').unwrap();
    let swapped = format!("{id}.{}", crate::world::not(secret));
    for bad in ["", "x", id, &format!("{id}."), &swapped, &format!("{}.{secret}", crate::world::not(id))] {
        let mut browser = world.browser();
        assert_eq!(browser.ask("undo", &[("token", bad)]).await.note, Some(Note::LinkOver), "{bad}");
        assert!(browser.see(&format!("/undo?t={bad}")).await.contains("This link is over"), "{bad}");
    }
    assert_eq!(before, world.dump().await);
}

#[tokio::test]
async fn the_first_of_two_changes_takes_both_back() {
    let world = World::new().await;
    let (who, mut thief, _, first) = stolen(&world).await;
    world.seconds(1);
    thief.change_phone(&world, "+14155550111").await;
    let second = link(&world, &who.email).await;
    assert_ne!(first, second);
    world.browser().ask("undo", &[("token", &first)]).await;
    assert_eq!(world.browser().ask("undo", &[("token", &second)]).await.note, Some(Note::LinkOver));
    let before = world.codes(&who.phone).await;
    world.browser().password(&who).await;
    assert_eq!(world.codes(&who.phone).await, before + 1, "the very first number");
    world.drain().await;
}

#[tokio::test]
async fn a_first_phone_taken_back_leaves_a_mailed_code_and_a_new_password() {
    let world = World::new().await;
    let who = world.person("new@acme.example", Some((&world.acme, Role::Member)), None).await;
    let mut thief = world.browser();
    thief.password(&who).await;
    thief.verify_number(&world, NEW).await;
    let token = link(&world, &who.email).await;
    let page = world.browser().ask("undo", &[("token", &token), ("password", PASSWORD)]).await;
    assert_eq!(page.note, Some(Note::TakenBack));
    let mut owner = world.browser();
    let page = owner.password(&who).await;
    let Screen::Verify(verify) = &page.screen else { panic!("{page:?}") };
    assert!(verify.by_mail);
    let code = world.code(&who.email).await;
    assert_eq!(code.len(), 8);
    assert!(matches!(owner.ask("sign-in/code", &[("code", &code)]).await.screen, Screen::NewPassword));
    let page = owner.ask("sign-in/new-password", &[("password", "six herons read old maps")]).await;
    assert!(matches!(page.screen, Screen::AddPhone(_)) && owner.session().is_none(), "{page:?}");
    owner.verify_number(&world, "+14155550111").await;
    assert!(owner.session().is_some());
    world.drain().await;
}

#[tokio::test]
async fn a_sign_in_half_way_ends_with_the_button() {
    let world = World::new().await;
    let (who, _thief, _, token) = stolen(&world).await;
    let mut half = world.browser();
    half.password(&who).await;
    let code = world.code(NEW).await;
    world.browser().ask("undo", &[("token", &token)]).await;
    half.ask("sign-in/code", &[("code", &code)]).await;
    assert!(half.session().is_none());
    world.drain().await;
}

#[tokio::test]
async fn the_simulators_key_nine_is_no_undo() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.password(&who).await;
    world.seconds(30);
    browser.ask("sign-in/send", &[("channel", "call")]).await;
    world.drain().await;
    let before = world.dump().await;
    let page = browser.look("/simulator").await;
    let Screen::Simulator(screen) = page.screen else { panic!("{page:?}") };
    let call = screen.messages.iter().find(|m| m.call.is_some()).unwrap();
    assert!(call.code.is_none() && !call.text.contains(&world.code(&who.phone).await), "not before it was spoken");
    browser.ask("simulator/answer", &[("id", &call.id)]).await;
    browser.ask("simulator/key", &[("id", &call.id), ("key", "9")]).await;
    let after = world.dump().await;
    for table in ["person", "phone", "app", "recovery_code", "session", "sign_in", "challenge", "undo", "reset_case"] {
        assert_eq!(before.get(table), after.get(table), "{table}");
    }
    // But it is written down, and every address is told, once an hour at most.
    assert_eq!(world.trail("call.refused").await, 1);
    let told =
        world.inbox(&who.email).await.into_iter().filter(|m| m.subject == "A call with a code was refused").count();
    assert_eq!(told, 1);
    assert_eq!(browser.status("simulator/key", &[("id", &call.id), ("key", "9")]).await, 404, "the call is over");
    assert_eq!(world.trail("call.refused").await, 1);
}
