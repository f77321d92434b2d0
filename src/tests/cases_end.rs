//! How a request of `Reset MFA` ends: with a pass that opens one door once, by the word of another owner, or cancelled.

use crate::actors::{Browser, outside, sheet};
use crate::deeds::{NEW_PASSWORD, SPARE, THIRD};
use crate::world::{PASSWORD, Person, World, not};
use axum::http::Method;
use rekey::auth::{Decision, Fault};
use rekey::model::{Forced, Note, Place, Screen};
use std::time::Duration;

/// An owner whose request was granted, with a recovery code.
async fn passed(world: &World) -> (Person, String) {
    let who = world.owner().await;
    let recovery = world.recovery_code(&who).await;
    world.pass_for(&who).await;
    (who, recovery)
}

/// Password and mailed code: the pass leads to the number.
async fn enrols(world: &World, who: &Person) -> Browser {
    let mut browser = world.browser();
    let page = browser.password(who).await;
    assert!(matches!(&page.screen, Screen::Verify(verify) if verify.pass && verify.by_mail && !verify.app), "{page:?}");
    let code = world.code(&who.email).await;
    let page = browser.ask("sign-in/code", &[("code", &code)]).await;
    let Screen::AddPhone(form) = &page.screen else { panic!("{page:?}") };
    assert_eq!(form.forced, Some(Forced::Passed));
    browser
}

#[tokio::test]
async fn a_pass_leads_from_password_and_mailed_code_to_a_new_phone_and_recovery_code() {
    let world = World::new().await;
    let (who, recovery) = passed(&world).await;
    let mut elsewhere = world.browser();
    world.meddle("UPDATE reset_case SET state = 'expired'").await;
    elsewhere.sign_in(&world, &who).await;
    world.meddle("UPDATE reset_case SET state = 'passed'").await;
    let sms = world.codes(&who.phone).await;
    let mut browser = enrols(&world, &who).await;
    assert!(browser.session().is_none());
    assert_eq!(world.codes(&who.phone).await, sms, "nothing goes to the old phone");
    let sheet = browser.verify_number(&world, SPARE).await;
    let page = browser.ask("2fa/recovery/finish", &[("flow", &sheet.flow), ("agreed", "on")]).await;
    assert_eq!((page.place, page.note), (Place::Overview, Some(Note::PhoneReady { last: "187".into() })));
    assert_eq!((world.case_state().await.as_str(), world.sessions().await), ("used", 1), "other sessions end");
    for to in [who.email.as_str(), &who.phone] {
        assert!(world.inbox(to).await[0].code.is_none(), "{to} is told");
    }
    let mut other = world.browser();
    let page = other.password(&who).await;
    assert!(matches!(&page.screen, Screen::Verify(verify) if verify.last == "87" && !verify.pass), "{page:?}");
    assert_eq!(other.ask("sign-in/recovery", &[("code", &recovery)]).await.note, Some(Note::RecoveryWrong));
    world.drain().await;
}

#[tokio::test]
async fn a_pass_opens_nothing_but_the_way_to_a_new_phone() {
    let world = World::new().await;
    let (who, recovery) = passed(&world).await;
    let mut half = world.browser();
    half.password(&who).await;
    let fields = [("country", "US"), ("number", SPARE), ("channel", "sms")];
    assert_eq!(half.status("2fa/phone", &fields).await, 401, "not before the mailed code");
    for door in ["sign-in/recovery", "sign-in/app", "case/answers"] {
        half.ask(door, &[("code", &recovery)]).await;
        assert!(half.session().is_none(), "{door}");
    }
    let code = world.code(&who.email).await;
    let page = half.ask("sign-in/code", &[("code", &not(&code))]).await;
    assert_eq!(page.note, Some(Note::CodeWrong { left: 4 }));
    let mut browser = half.clone();
    browser.ask("sign-in/code", &[("code", &code)]).await;
    let doors =
        ["settings/send", "settings/confirm", "2fa/reset", "2fa/recovery/new", "2fa/app/start", "settings/prove"];
    for door in doors.into_iter().chain(["settings/email/add", "settings/password", "case/decide", "billing", "unlock"])
    {
        let status = browser.status(door, &[("agreed", "on"), ("id", "x"), ("decision", "approve")]).await;
        assert_eq!(status, 401, "{door}");
    }
    for place in [Place::Overview, Place::Settings, Place::Edit, Place::RecoveryCode] {
        assert!(outside(&browser.look(place.path()).await), "{place:?}");
    }
    assert_eq!(world.sessions().await, 0);
    world.drain().await;
}

#[tokio::test]
async fn a_pass_is_used_once_and_dies_after_seven_days() {
    for (seconds, alive) in [(7 * 24 * 3600 - 1, true), (7 * 24 * 3600, false)] {
        let world = World::new().await;
        let (who, _) = passed(&world).await;
        world.seconds(seconds);
        let page = world.browser().password(&who).await;
        assert_eq!(matches!(&page.screen, Screen::Verify(v) if v.pass), alive, "{page:?}");
        world.tick().await;
        assert_eq!(world.case_state().await, if alive { "passed" } else { "expired" });
    }
    let world = World::new().await;
    let (who, _) = passed(&world).await;
    let mut late = enrols(&world, &who).await;
    world.seconds(30);
    let mut browser = enrols(&world, &who).await;
    browser.verify_number(&world, SPARE).await;
    world.seconds(1);
    let fields = [("country", "US"), ("number", THIRD), ("channel", "sms")];
    assert_eq!(late.status("2fa/phone", &fields).await, 401, "whoever stands half-way with it is too late");
    assert_eq!(world.codes(THIRD).await, 0);
    assert!(late.session().is_none());
    assert_eq!(world.count("SELECT COUNT(*) FROM phone WHERE removed_at IS NULL").await, 1);
    assert_eq!(world.trail("phone.change").await, 1);
    world.drain().await;
}

#[tokio::test]
async fn a_pass_that_ends_while_it_is_used_brings_no_phone() {
    let world = World::new().await;
    let (who, _) = passed(&world).await;
    let mut thief = enrols(&world, &who).await;
    thief.number(SPARE).await;
    let code = world.code(SPARE).await;
    let number = world.case_number(&who).await;
    world.node.auth.case_decide_by_operator(&number, Decision::Refuse).await.unwrap();
    let before = world.dump().await["phone"].clone();
    thief.program("2fa/phone/code", &[("code", &code)]).await.ok();
    assert!(thief.session().is_none());
    assert_eq!(before, world.dump().await["phone"]);
    assert_eq!(world.case_state().await, "cancelled");
    world.drain().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_pass_used_and_refused_at_the_same_moment_is_one_of_both() {
    for round in 0..6 {
        let world = World::new().await;
        let (who, _) = passed(&world).await;
        let number = world.case_number(&who).await;
        let mut browser = enrols(&world, &who).await;
        browser.number(SPARE).await;
        let code = world.code(SPARE).await;
        let auth = world.another().await.auth.clone();
        let using = tokio::spawn(async move { browser.program("2fa/phone/code", &[("code", &code)]).await });
        let refusing = tokio::spawn(async move {
            // A new recovery code is hashed before the phone is put in force: about then.
            tokio::time::sleep(Duration::from_millis(30 + 8 * round)).await;
            auth.case_decide_by_operator(&number, Decision::Refuse).await
        });
        let (used, refused) = (using.await.unwrap(), refusing.await.unwrap());
        assert!(used.is_ok(), "{used:?}");
        assert!(matches!(refused, Ok(()) | Err(Fault::Stale)), "{refused:?}");
        let (state, changed) = (world.case_state().await, world.trail("phone.change").await);
        assert!(matches!((state.as_str(), changed), ("used", 1) | ("cancelled", 0)), "{state} {changed}");
        world.drain().await;
    }
}

#[tokio::test]
async fn the_old_phone_that_turns_up_ends_a_granted_request() {
    let world = World::new().await;
    let (who, _) = passed(&world).await;
    let mut browser = world.browser();
    browser.password(&who).await;
    let page = browser.ask("sign-in/old-phone", &[]).await;
    assert!(matches!(&page.screen, Screen::Verify(verify) if !verify.pass && verify.last == "43"), "{page:?}");
    let code = world.code(&who.phone).await;
    browser.ask("sign-in/code", &[("code", &code)]).await;
    assert!(browser.session().is_some());
    assert_eq!(world.case_state().await, "cancelled");
    world.drain().await;
}

#[tokio::test]
async fn another_owner_approves_after_a_fresh_full_sign_in() {
    let world = World::new().await;
    let (who, second) = (world.owner().await, world.second_owner().await);
    world.browser().opens_case(&world, &who, &[("name", "Bob Poe"), ("postal", "XX1")]).await;
    let mut owner = world.browser();
    owner.sign_in(&world, &second).await;
    let html = owner.see("/requests").await;
    for shown in ["Bob Poe", "Ana Roe", "XX1", "EC1A 1BB", "Approve and reset 2FA", "Decline", "R-"] {
        assert!(html.contains(shown), "{shown}");
    }
    let id = crate::deeds::between(&html, "name=\"id\" value=\"", "\"").unwrap().to_owned();
    let decide = [("id", id.as_str()), ("decision", "approve")];
    world.minutes(8);
    owner.see("/overview").await;
    world.minutes(7);
    let page = owner.ask("case/decide", &decide).await;
    assert_eq!((page.place, world.case_state().await.as_str()), (Place::Prove, "review"), "not fresh");
    let page = owner.prove(&world, &second).await;
    assert_eq!(page.note, Some(Note::Proved));
    assert_eq!(owner.ask("case/decide", &decide).await.note, Some(Note::CaseApproved));
    assert_eq!((world.case_state().await.as_str(), world.trail("case.pass").await), ("passed", 1));
    let actor = world.dump().await["audit"].iter().find(|row| row.contains("kind=case.pass")).cloned().unwrap();
    assert!(actor.contains(&format!("actor_id={}", second.id)), "{actor}");
    assert_eq!(owner.ask("case/decide", &decide).await.note, Some(Note::CaseOver));
    world.drain().await;
    enrols(&world, &who).await;
    world.drain().await;
}

#[tokio::test]
async fn nobody_decides_their_own_request() {
    let world = World::new().await;
    let (who, mut browser) = (world.owner().await, world.browser());
    browser.sign_in(&world, &who).await;
    world.browser().opens_case(&world, &who, &[]).await;
    let html = browser.see("/requests").await;
    assert!(!html.contains("Approve and reset 2FA"));
    let id = world.dump().await["reset_case"][0].split(' ').next().unwrap().trim_start_matches("id=").to_owned();
    for decision in ["approve", "refuse"] {
        let page = browser.ask("case/decide", &[("id", &id), ("decision", decision)]).await;
        assert_eq!(page.note, Some(Note::CaseOwn));
    }
    assert_eq!(world.case_state().await, "waiting");
}

#[tokio::test]
async fn any_owner_refuses_at_any_time_even_a_granted_request() {
    for (granted, state) in [(false, "refused"), (true, "cancelled")] {
        let world = World::new().await;
        let (who, second) = (world.owner().await, world.second_owner().await);
        let mut owner = world.browser();
        owner.sign_in(&world, &second).await;
        let number = world.case_of(&who).await;
        if granted {
            world.node.auth.case_decide_by_operator(&number, Decision::Approve).await.unwrap();
        }
        world.minutes(14);
        owner.see("/overview").await;
        world.minutes(2);
        let tab = if granted { "?tab=approved" } else { "" };
        let html = owner.see(&format!("/org/{}/requests{tab}", world.acme)).await;
        let id = crate::deeds::between(&html, "name=\"id\" value=\"", "\"").unwrap().to_owned();
        let page = owner.ask("case/decide", &[("id", &id), ("decision", "refuse")]).await;
        assert_eq!((page.note, world.case_state().await.as_str()), (Some(Note::CaseRefused), state));
        assert!(world.inbox(&who.email).await[0].text.contains(&number), "they are told");
        world.hours(73);
        world.tick().await;
        assert_eq!((world.case_state().await.as_str(), world.trail("case.pass").await), (state, i64::from(granted)));
        let page = world.browser().password(&who).await;
        assert!(matches!(&page.screen, Screen::Verify(verify) if !verify.pass), "{page:?}");
        world.drain().await;
    }
}

#[tokio::test]
async fn the_operator_decides_by_number_and_once() {
    let world = World::new().await;
    let who = world.owner().await;
    let auth = &world.node.auth;
    let number = world.case_of(&who).await;
    assert!(matches!(auth.case_decide_by_operator("R-0000-0000", Decision::Approve).await, Err(Fault::NotFound)));
    let open = auth.open_cases().await.unwrap();
    assert_eq!((open.len(), open[0].number.as_str(), open[0].told), (1, number.as_str(), true));
    auth.case_decide_by_operator(&number, Decision::Approve).await.unwrap();
    assert!(matches!(auth.case_decide_by_operator(&number, Decision::Approve).await, Err(Fault::Stale)));
    let row = world.dump().await["audit"].iter().find(|row| row.contains("kind=case.pass")).cloned().unwrap();
    assert!(row.contains("actor_id=operator") && row.contains(&format!("chain=org:{}", world.acme)), "{row}");
    auth.case_decide_by_operator(&number, Decision::Refuse).await.unwrap();
    assert!(matches!(auth.case_decide_by_operator(&number, Decision::Refuse).await, Err(Fault::Stale)));
    world.drain().await;
}

#[tokio::test]
async fn the_status_link_shows_on_get_and_cancels_on_post() {
    let world = World::new().await;
    let who = world.owner().await;
    let number = world.case_of(&who).await;
    let link = world.status_link(&who.email).await;
    let (path, before) = (format!("/sign-in/reset-mfa/status?t={link}"), world.dump().await);
    let mut browser = world.browser();
    for method in [Method::GET, Method::HEAD, Method::GET] {
        let headers = [("accept", "text/html"), ("host", crate::actors::HOST)];
        let answer = browser.send(method, &path, "", &headers).await;
        assert_eq!((answer.status.as_u16(), &answer.headers["cache-control"]), (200, &"no-store".parse().unwrap()));
    }
    assert_eq!(before, world.dump().await);
    let (id, secret) = link.split_once('.').unwrap();
    for bad in ["", "x", id, &format!("{id}.{}", not(secret)), &format!("{}.{secret}", not(id))] {
        let page = browser.ask("case/cancel", &[("token", bad)]).await;
        assert_eq!(page.note, Some(Note::CaseOver), "{bad}");
        let html = browser.see(&format!("/sign-in/reset-mfa/status?t={bad}")).await;
        assert!(!html.contains(&number), "{bad}");
    }
    assert_eq!(before, world.dump().await);
    let html = browser.see(&path).await;
    assert!(html.contains(&number) && html.contains("Cancel this request") && !html.contains(&who.email));
    assert_eq!(browser.ask("case/cancel", &[("token", &link)]).await.note, Some(Note::CaseCancelled));
    assert_eq!(world.case_state().await, "cancelled");
    assert!(!world.browser().see(&path).await.contains("Cancel this request"));
    assert_eq!(browser.ask("case/cancel", &[("token", &link)]).await.note, Some(Note::CaseOver));
    world.hours(80);
    world.tick().await;
    assert_eq!((world.case_state().await.as_str(), world.trail("case.cancel").await), ("cancelled", 1));
}

#[tokio::test]
async fn the_password_alone_cancels_nothing() {
    let world = World::new().await;
    let (who, mut thief) = (world.owner().await, world.browser());
    world.case_of(&who).await;
    thief.password(&who).await;
    let html = thief.see("/sign-in/reset-mfa").await;
    assert_eq!(thief.at, "/sign-in/reset-mfa/status");
    assert!(!html.contains("Cancel this request") && !html.contains("name=\"token\""));
    assert_eq!(world.case_state().await, "waiting");
    world.drain().await;
}

#[tokio::test]
async fn the_old_phone_the_app_the_recovery_code_and_a_forgotten_password_each_cancel() {
    for way in ["phone", "app", "recovery code", "forgotten password"] {
        let world = World::new().await;
        let (who, mut browser) = (world.owner().await, world.browser());
        let recovery = world.recovery_code(&who).await;
        browser.in_settings(&world, &who).await;
        let app = browser.add_app(&world, "").await;
        browser.ask("sign-out", &[]).await;
        let number = world.case_of(&who).await;
        world.seconds(30);
        let mut owner = world.browser();
        match way {
            "phone" => drop(owner.sign_in(&world, &who).await),
            "app" => {
                owner.password(&who).await;
                owner.app_code("sign-in/app", &world, &app, &[]).await;
            }
            "recovery code" => {
                owner.password(&who).await;
                owner.ask("sign-in/recovery", &[("code", &recovery)]).await;
                assert_eq!(world.case_state().await, "waiting", "the code alone is not a sign-in");
                owner.verify_number(&world, SPARE).await;
            }
            _ => {
                owner.ask("sign-in/forgot", &[("email", &who.email)]).await;
                let code = world.code(&who.email).await;
                owner.ask("sign-in/forgot/code", &[("code", &code), ("password", NEW_PASSWORD)]).await;
            }
        }
        assert_eq!((world.case_state().await.as_str(), world.trail("case.cancel").await), ("cancelled", 1), "{way}");
        let told = world.inbox(&who.email).await;
        assert!(told.iter().any(|m| m.text.contains(&number) && m.text.contains("is over")), "{way}");
        world.hours(73);
        world.tick().await;
        assert_eq!((world.case_state().await.as_str(), world.trail("case.pass").await), ("cancelled", 0), "{way}");
    }
}

#[tokio::test]
async fn a_proof_inside_a_session_cancels_as_a_sign_in_does() {
    let world = World::new().await;
    let (who, mut browser) = (world.owner().await, world.browser());
    browser.sign_in(&world, &who).await;
    world.minutes(14);
    browser.open_settings(&world, &who).await;
    world.browser().opens_case(&world, &who, &[]).await;
    world.minutes(1);
    assert_eq!(browser.ask("2fa/recovery/new", &[]).await.place, Place::Prove);
    browser.ask("settings/prove", &[("password", PASSWORD)]).await;
    assert_eq!(world.case_state().await, "waiting");
    let code = world.code(&who.phone).await;
    browser.ask("settings/prove/code", &[("code", &code)]).await;
    assert_eq!(world.case_state().await, "cancelled");
    sheet(browser.ask("2fa/recovery/new", &[]).await);
    world.drain().await;
}

#[tokio::test]
async fn a_pass_outlives_no_forgotten_password() {
    let world = World::new().await;
    let (who, _) = passed(&world).await;
    let mut thief = world.browser();
    thief.ask("sign-in/forgot", &[("email", &who.email)]).await;
    let code = world.code(&who.email).await;
    thief.ask("sign-in/forgot/code", &[("code", &code), ("password", NEW_PASSWORD)]).await;
    assert_eq!(world.case_state().await, "cancelled");
    let page = thief.ask("sign-in", &[("email", &who.email), ("password", NEW_PASSWORD)]).await;
    assert!(matches!(&page.screen, Screen::Verify(verify) if !verify.pass && !verify.by_mail), "{page:?}");
    world.drain().await;
}
