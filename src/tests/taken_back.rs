//! "This wasn't me", for every kind of change: the link shows, the button acts once, and everything is as it was.

use crate::actors::{Browser, HOST};
use crate::deeds::{NEW_PASSWORD, SPARE, THIRD};
use crate::world::{PASSWORD, Person, World};
use axum::http::Method;
use rekey::auth::AppSecret;
use rekey::model::{Note, Role, Screen};

/// Somebody with two phones, an app and a recovery code, and a thief who is signed in as them.
struct Stage {
    world: World,
    who: Person,
    thief: Browser,
    app: AppSecret,
    recovery: String,
}

impl Stage {
    async fn set() -> Stage {
        let world = World::new().await;
        let who = world.member().await;
        Stage::set_for(world, who).await
    }

    async fn set_for(world: World, who: Person) -> Stage {
        let recovery = world.recovery_code(&who).await;
        let mut thief = world.browser();
        if who.phone.is_empty() {
            thief.password(&who).await;
            thief.open_settings(&world, &who).await;
        } else {
            thief.in_settings(&world, &who).await;
        }
        thief.add_spare(&world, SPARE).await;
        let app = thief.add_app(&world, "Work phone").await;
        world.drain().await;
        // Those changes are the owner's own and long ago.
        world.meddle("DELETE FROM undo").await;
        world.node.sim.clear();
        world.seconds(30);
        Stage { world, who, thief, app, recovery }
    }

    /// Ids and addresses in force.
    async fn picture(&self) -> Vec<String> {
        let dump = self.world.dump().await;
        let cell = |row: &str, name: &str| -> String {
            let start = format!("{name}=");
            row.split(' ').find_map(|c| c.strip_prefix(&start)).unwrap_or_default().to_owned()
        };
        let mut all = Vec::new();
        for row in dump["phone"].iter().filter(|row| cell(row, "removed_at") == "-") {
            all.push(format!("phone {} main {}", cell(row, "id"), cell(row, "main_since") != "-"));
        }
        for row in dump["app"].iter().filter(|row| cell(row, "removed_at") == "-" && cell(row, "added_at") != "-") {
            all.push(format!("app {} {}", cell(row, "id"), cell(row, "name")));
        }
        for row in dump["recovery_code"].iter().filter(|row| cell(row, "ended_at") == "-") {
            all.push(format!("recovery {}", cell(row, "id")));
        }
        all.extend(dump["address"].iter().map(|row| format!("address {}", cell(row, "email"))));
        all.extend(dump["person"].iter().map(|row| format!("signs in with {}", cell(row, "email"))));
        all
    }

    /// Follows the newest link at `to`, and says what must be so afterwards.
    async fn takes_back(&self, before: &[String], to: &str, note: Note) {
        let world = &self.world;
        world.drain().await;
        let token = world.undo_links(to).await.remove(0);
        let (dump, mut scanner) = (world.dump().await, world.browser());
        for method in [Method::GET, Method::HEAD, Method::GET] {
            let headers = [("accept", "text/html"), ("host", HOST)];
            let answer = scanner.send(method, &format!("/undo?t={token}"), "", &headers).await;
            assert_eq!((answer.status.as_u16(), answer.headers["cache-control"].to_str().unwrap()), (200, "no-store"));
        }
        assert_eq!(dump, world.dump().await, "reading it does nothing");
        let page = world.browser().ask("undo", &[("token", &token)]).await;
        assert_eq!(page.note, Some(note));
        assert_eq!(self.picture().await, before);
        assert_eq!((world.sessions().await, world.trail("phone.undo").await), (0, 1));
        let held = "SELECT COUNT(*) FROM person WHERE frozen_until IS NOT NULL AND new_password_at IS NOT NULL";
        assert_eq!(world.count(held).await, 1);
        let live = "SELECT COUNT(*) FROM challenge WHERE used_at IS NULL AND ended_at IS NULL";
        assert_eq!(world.count(live).await, 0, "no code of the thief's lives on");
        assert_eq!(world.count("SELECT COUNT(*) FROM device WHERE ended_at IS NULL").await, 0);
        let dump = world.dump().await;
        assert_eq!(world.browser().ask("undo", &[("token", &token)]).await.note, Some(Note::LinkOver));
        assert_eq!(dump, world.dump().await, "and works once");
        world.drain().await;
    }

    /// Whether the owner gets in by text and a new password.
    async fn owner_gets_in(&self) {
        let mut owner = self.world.browser();
        owner.password(&self.who).await;
        let code = self.world.code(&self.who.phone).await;
        let page = owner.ask("sign-in/code", &[("code", &code)]).await;
        assert!(matches!(page.screen, Screen::NewPassword), "{page:?}");
        owner.ask("sign-in/new-password", &[("password", NEW_PASSWORD)]).await;
        assert!(owner.session().is_some());
        self.world.drain().await;
    }
}

#[tokio::test]
async fn an_added_phone() {
    let mut stage = Stage::set().await;
    let before = stage.picture().await;
    stage.thief.add_spare(&stage.world, THIRD).await;
    stage.takes_back(&before, SPARE, Note::TakenBack).await;
    stage.owner_gets_in().await;
}

#[tokio::test]
async fn a_changed_phone_with_its_recovery_code() {
    let mut stage = Stage::set().await;
    let before = stage.picture().await;
    stage.world.seconds(1);
    stage.thief.change_phone(&stage.world, THIRD).await;
    assert_ne!(stage.picture().await, before);
    stage.takes_back(&before, &stage.who.phone, Note::Restored).await;
    stage.owner_gets_in().await;
}

#[tokio::test]
async fn a_changed_main_phone() {
    let mut stage = Stage::set().await;
    let before = stage.picture().await;
    let id = stage.thief.factors().await.spares.remove(0).id;
    stage.thief.ask("2fa/phone/main", &[("id", &id)]).await;
    assert_ne!(stage.picture().await, before);
    stage.takes_back(&before, &stage.who.phone, Note::TakenBack).await;
    stage.owner_gets_in().await;
}

#[tokio::test]
async fn a_removed_phone() {
    let mut stage = Stage::set().await;
    let before = stage.picture().await;
    let id = stage.thief.factors().await.phone.unwrap().id;
    stage.thief.ask("2fa/phone/remove", &[("id", &id)]).await;
    assert_ne!(stage.picture().await, before);
    assert!(stage.world.undo_links(&stage.who.phone).await.is_empty(), "a phone that is gone takes nothing back");
    stage.takes_back(&before, SPARE, Note::TakenBack).await;
    stage.owner_gets_in().await;
}

#[tokio::test]
async fn an_added_app() {
    let mut stage = Stage::set().await;
    let before = stage.picture().await;
    let theirs = stage.thief.add_app(&stage.world, "Theirs").await;
    stage.world.seconds(30);
    stage.takes_back(&before, &stage.who.email, Note::TakenBack).await;
    let mut thief = stage.world.browser();
    thief.password(&stage.who).await;
    let page = thief.app_code("sign-in/app", &stage.world, &theirs, &[]).await;
    assert_eq!((page.note, thief.session()), (Some(Note::AppWrong), None));
    stage.owner_gets_in().await;
}

#[tokio::test]
async fn a_removed_app() {
    let mut stage = Stage::set().await;
    let before = stage.picture().await;
    let id = stage.thief.factors().await.apps.remove(0).id;
    stage.thief.ask("2fa/app/remove", &[("id", &id)]).await;
    assert_ne!(stage.picture().await, before);
    stage.takes_back(&before, &stage.who.email, Note::TakenBack).await;
    let mut owner = stage.world.browser();
    owner.password(&stage.who).await;
    let page = owner.app_code("sign-in/app", &stage.world, &stage.app, &[]).await;
    assert!(matches!(page.screen, Screen::NewPassword), "it works again: {page:?}");
    stage.world.drain().await;
}

#[tokio::test]
async fn two_factor_authentication_turned_off() {
    let world = World::new().await;
    let who = world.person("t@trial.example", Some((&world.trial, Role::Member)), Some("+12025550143")).await;
    let mut stage = Stage::set_for(world, who).await;
    let before = stage.picture().await;
    let page = stage.thief.ask("2fa/off", &[("agreed", "on")]).await;
    assert_eq!(page.note, Some(Note::TurnedOff));
    assert_eq!(stage.picture().await.len(), 2, "only the address is left");
    stage.takes_back(&before, &stage.who.phone, Note::TakenBack).await;
    stage.owner_gets_in().await;
}

#[tokio::test]
async fn a_new_recovery_code() {
    let mut stage = Stage::set().await;
    let before = stage.picture().await;
    stage.world.seconds(1);
    stage.thief.ask("2fa/recovery/new", &[]).await;
    assert_ne!(stage.picture().await, before);
    stage.takes_back(&before, &stage.who.phone, Note::TakenBack).await;
    stage.world.hours(25);
    let mut owner = stage.world.browser();
    owner.password(&stage.who).await;
    let page = owner.ask("sign-in/recovery", &[("code", &stage.recovery)]).await;
    assert!(matches!(page.screen, Screen::NewPassword), "the old one works again: {page:?}");
    stage.world.drain().await;
}

#[tokio::test]
async fn a_used_recovery_code_and_the_phone_that_it_brought() {
    let stage = Stage::set().await;
    let before = stage.picture().await;
    let mut thief = stage.world.browser();
    thief.password(&stage.who).await;
    thief.ask("sign-in/recovery", &[("code", &stage.recovery)]).await;
    let first = stage.world.undo_links(&stage.who.email).await.remove(0);
    stage.world.seconds(1);
    thief.verify_number(&stage.world, THIRD).await;
    assert_ne!(stage.picture().await, before);
    let page = stage.world.browser().ask("undo", &[("token", &first)]).await;
    assert!(page.note.is_some());
    assert_eq!(stage.picture().await, before, "the first link takes both back");
    assert_eq!((stage.world.sessions().await, stage.world.trail("phone.undo").await), (0, 1));
    stage.owner_gets_in().await;
    stage.world.hours(25);
    let mut again = stage.world.browser();
    again.ask("sign-in", &[("email", &stage.who.email), ("password", NEW_PASSWORD)]).await;
    let page = again.ask("sign-in/recovery", &[("code", &stage.recovery)]).await;
    assert!(matches!(page.note, Some(Note::RecoveryUsed(_))), "what a thief knows stays spent: {page:?}");
    stage.world.drain().await;
}

#[tokio::test]
async fn a_recovery_code_used_and_nothing_more() {
    let stage = Stage::set().await;
    let before = stage.picture().await;
    let mut thief = stage.world.browser();
    thief.password(&stage.who).await;
    thief.ask("sign-in/recovery", &[("code", &stage.recovery)]).await;
    stage.takes_back(&before, &stage.who.email, Note::TakenBack).await;
    let fields = [("country", "US"), ("number", THIRD), ("channel", "sms")];
    assert_eq!(thief.status("2fa/phone", &fields).await, 401, "the thief stands half-way no more");
    assert_eq!(stage.world.codes(THIRD).await, 0);
    stage.owner_gets_in().await;
}

/// Another address, up to the code that proves it.
async fn new_address(stage: &mut Stage, email: &str, primary: &str) {
    stage.world.hours(25);
    let mut thief = stage.world.browser();
    thief.in_settings(&stage.world, &stage.who).await;
    stage.world.meddle("DELETE FROM undo").await;
    thief.ask("settings/email/add", &[("email", email), ("primary", primary)]).await;
    let code = stage.world.code(email).await;
    let page = thief.ask("settings/email/code", &[("code", &code)]).await;
    assert!(matches!(page.note, Some(Note::EmailChanged | Note::EmailAdded)), "{page:?}");
    stage.thief = thief;
}

#[tokio::test]
async fn a_changed_address() {
    let mut stage = Stage::set().await;
    let before = stage.picture().await;
    new_address(&mut stage, "thief@evil.example", "yes").await;
    assert_ne!(stage.picture().await, before);
    stage.takes_back(&before, &stage.who.email, Note::TakenBack).await;
    stage.owner_gets_in().await;
    let page = stage.world.browser().ask("sign-in", &[("email", "thief@evil.example"), ("password", PASSWORD)]).await;
    assert_eq!(page.note, Some(Note::WrongSignIn));
}

#[tokio::test]
async fn an_added_address() {
    let mut stage = Stage::set().await;
    let before = stage.picture().await;
    new_address(&mut stage, "thief@evil.example", "").await;
    assert_ne!(stage.picture().await, before);
    stage.takes_back(&before, &stage.who.email, Note::TakenBack).await;
    stage.owner_gets_in().await;
    assert!(!stage.world.inbox("thief@evil.example").await[0].subject.contains("password was changed"));
}

#[tokio::test]
async fn a_removed_address() {
    let mut stage = Stage::set().await;
    new_address(&mut stage, "second@home.example", "").await;
    let before = stage.picture().await;
    stage.world.seconds(1);
    stage.world.meddle("DELETE FROM undo").await;
    let page = stage.thief.ask("settings/email/remove", &[("email", "second@home.example")]).await;
    assert_eq!(page.note, Some(Note::EmailRemoved));
    assert!(stage.world.undo_links("second@home.example").await.len() <= 1, "not told how, it may be a thief's");
    stage.takes_back(&before, &stage.who.email, Note::TakenBack).await;
    stage.owner_gets_in().await;
}

#[tokio::test]
async fn a_changed_password_demands_another_one() {
    let mut stage = Stage::set().await;
    let before = stage.picture().await;
    let fields = [("password", PASSWORD), ("new_password", NEW_PASSWORD)];
    assert_eq!(stage.thief.ask("settings/password", &fields).await.note, Some(Note::PasswordSaved));
    stage.takes_back(&before, &stage.who.email, Note::TakenBack).await;
    let mut thief = stage.world.browser();
    let fields = [("email", stage.who.email.as_str()), ("password", NEW_PASSWORD)];
    thief.ask("sign-in", &fields).await;
    assert!(thief.session().is_none(), "the thief has no phone");
    stage.world.drain().await;
}

#[tokio::test]
async fn a_browser_not_seen_before() {
    let stage = Stage::set().await;
    let before = stage.picture().await;
    // The first browser is nobody's surprise.
    stage.world.browser().sign_in(&stage.world, &stage.who).await;
    stage.world.hours(2);
    let mut thief = stage.world.browser();
    thief.sign_in(&stage.world, &stage.who).await;
    stage.takes_back(&before, &stage.who.email, Note::TakenBack).await;
    assert_eq!(thief.status("settings/send", &[]).await, 401);
    stage.owner_gets_in().await;
}

#[tokio::test]
async fn a_request_of_reset_mfa_by_mail_and_by_text() {
    for by_text in [false, true] {
        let stage = Stage::set().await;
        let before = stage.picture().await;
        stage.world.case_of(&stage.who).await;
        let to = if by_text { &stage.who.phone } else { &stage.who.email };
        stage.takes_back(&before, to, Note::TakenBack).await;
        assert_eq!(stage.world.case_state().await, "cancelled");
        stage.owner_gets_in().await;
    }
}

#[tokio::test]
async fn a_reset_that_was_granted_and_used() {
    let stage = Stage::set().await;
    let before = stage.picture().await;
    stage.world.pass_for(&stage.who).await;
    let texted = stage.world.undo_links(&stage.who.phone).await.remove(0);
    let mailed = stage.world.undo_links(&stage.who.email).await.remove(0);
    let mut thief = stage.world.browser();
    thief.password(&stage.who).await;
    let code = stage.world.code(&stage.who.email).await;
    thief.ask("sign-in/code", &[("code", &code)]).await;
    stage.world.seconds(1);
    thief.verify_number(&stage.world, THIRD).await;
    let after = stage.picture().await;
    assert_ne!(after, before);
    assert_eq!(stage.world.browser().ask("undo", &[("token", &texted)]).await.note, Some(Note::LinkOver));
    assert_eq!(stage.picture().await, after, "a phone that counts as lost takes nothing back");
    stage.world.browser().ask("undo", &[("token", &mailed)]).await;
    assert_eq!(stage.picture().await, before);
    assert_eq!(stage.world.sessions().await, 0);
    stage.owner_gets_in().await;
}
