//! What the operator does for people with the binary itself, beside a server that runs.

use crate::deeds::{NEW_PASSWORD, SPARE};
use crate::world::{KEY, World, folder};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rekey::model::{Note, Screen};
use std::process::{Command, Output};

/// `rekey` with these arguments, on the world's database.
fn rekey(world: &World, arguments: &[&str]) -> (i32, String) {
    let place = folder("operator");
    let mut command = Command::new(env!("CARGO_BIN_EXE_rekey"));
    command.args(arguments).current_dir(&place).env_clear();
    command.env("REKEY_SECRET_KEY", STANDARD.encode(KEY)).env("REKEY_DATABASE_URL", world.url());
    let Output { status, stdout, stderr } = command.output().unwrap();
    std::fs::remove_dir_all(place).unwrap();
    (status.code().unwrap(), format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr)))
}

#[tokio::test]
async fn the_operator_lists_requests_and_decides_each_once() {
    let world = World::new().await;
    let who = world.owner().await;
    assert_eq!(rekey(&world, &["case", "list"]), (0, "No open requests.\n".to_owned()));
    world.browser().opens_case(&world, &who, &[("name", "Bob Poe"), ("postal", "XX1")]).await;
    let number = world.case_number(&who).await;
    let (code, list) = rekey(&world, &["case", "list"]);
    assert_eq!(code, 0, "{list}");
    for shown in [&number, "Ana Roe", &who.email, "needs a decision", "Bob Poe", "DIFFERENT"] {
        assert!(list.contains(shown), "{shown} in {list}");
    }
    let (code, words) = rekey(&world, &["case", "approve", "R-0000-0000"]);
    assert!(code == 1 && words.contains("no request R-0000-0000"), "{code} {words}");
    assert_eq!(rekey(&world, &["case", "approve"]).0, 2);
    assert_eq!(rekey(&world, &["case", "dance", &number]).0, 2);
    let (code, words) = rekey(&world, &["case", "approve", &number]);
    assert!(code == 0 && words.contains("approved"), "{code} {words}");
    let (code, words) = rekey(&world, &["case", "approve", &number]);
    assert!(code == 1 && words.contains("not open any more"), "{code} {words}");
    assert_eq!((world.case_state().await.as_str(), world.trail("case.pass").await), ("passed", 1));
    assert!(rekey(&world, &["case", "list"]).1.contains("granted"));
    assert_eq!(rekey(&world, &["case", "refuse", &number]).0, 0);
    assert_eq!((world.case_state().await.as_str(), world.sessions().await), ("cancelled", 0));
    world.drain().await;
}

#[tokio::test]
async fn the_operator_lifts_somebodys_waits() {
    let world = World::new().await;
    let who = world.member().await;
    for _ in 0..5 {
        world.browser().ask("sign-in", &[("email", &who.email), ("password", "not the password at all")]).await;
    }
    assert!(world.browser().password(&who).await.note.is_some());
    let (code, words) = rekey(&world, &["unlock", "--email", "nobody@acme.example"]);
    assert!(code == 1 && words.contains("nobody signs in"), "{code} {words}");
    assert_eq!(rekey(&world, &["unlock", "--email", "no address"]).0, 2);
    assert_eq!(world.trail("account.unlock").await, 0);
    let (code, words) = rekey(&world, &["unlock", "--email", &who.email]);
    assert_eq!(code, 0, "{words}");
    assert!(matches!(world.browser().password(&who).await.screen, Screen::Verify(_)));
    let row = world.dump().await["audit"].iter().find(|row| row.contains("account.unlock")).cloned().unwrap();
    assert!(row.contains("actor_id=operator"), "{row}");
    world.drain().await;
}

#[tokio::test]
async fn the_operator_leads_a_member_back_who_cannot_ask() {
    let world = World::new().await;
    let who = world.member().await;
    let grant = ["case", "grant", "--email", who.email.as_str()];
    assert_eq!(rekey(&world, &["case", "grant", "--email", "nobody@acme.example"]).0, 1);
    let mut thief = world.browser();
    thief.ask("sign-in/forgot", &[("email", &who.email)]).await;
    let code = world.code(&who.email).await;
    thief.ask("sign-in/forgot/code", &[("code", &code), ("password", "nine geese count slow trains")]).await;
    let (code, words) = rekey(&world, &grant);
    assert!(code == 1 && words.contains("replaced by mail"), "{code} {words}");

    world.drain().await;
    let token = world.undo_links(&who.phone).await.remove(0);
    let page = world.browser().ask("undo", &[("token", &token)]).await;
    assert_eq!(page.note, Some(Note::TakenBack));
    let (code, words) = rekey(&world, &grant);
    assert!(code == 0 && words.contains("is granted"), "{code} {words}");
    assert_eq!((world.case_state().await.as_str(), world.trail("case.pass").await), ("passed", 1));
    assert_eq!(rekey(&world, &grant).0, 1, "it is open already");
    world.drain().await;
    assert!(world.inbox(&who.phone).await.iter().any(|mail| mail.text.contains("/undo?t=")), "the phone is told");
    let mut owner = world.browser();
    let page = owner.password(&who).await;
    assert!(matches!(&page.screen, Screen::Verify(v) if v.pass), "{page:?}");
    let code = world.code(&who.email).await;
    owner.ask("sign-in/code", &[("code", &code)]).await;
    owner.ask("sign-in/new-password", &[("password", NEW_PASSWORD)]).await;
    owner.verify_number(&world, SPARE).await;
    assert!(owner.session().is_some());
    assert_eq!(world.case_state().await, "used");
    world.drain().await;
}

#[tokio::test]
async fn the_operator_brings_a_password_back_that_the_mailbox_replaced() {
    let world = World::new().await;
    let who = world.member().await;
    let restore = ["restore-password", "--email", who.email.as_str()];
    assert_eq!(rekey(&world, &restore).0, 1, "nothing was replaced");
    let mut thief = world.browser();
    thief.ask("sign-in/forgot", &[("email", &who.email)]).await;
    let code = world.code(&who.email).await;
    thief.ask("sign-in/forgot/code", &[("code", &code), ("password", "nine geese count slow trains")]).await;
    let (code, words) = rekey(&world, &restore);
    assert_eq!(code, 0, "{words}");
    assert_eq!((rekey(&world, &restore).0, world.trail("phone.undo").await), (1, 1));
    let page = world.browser().password(&who).await;
    assert!(matches!(page.screen, Screen::Verify(_)), "{page:?}");
    world.drain().await;
}
