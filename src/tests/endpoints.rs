//! Every server function, asked by whoever must not use it. A new function belongs into one of these lists.

use crate::actors::{Browser, OURS, encode, outside};
use crate::world::World;
use leptos::server_fn::axum::server_fn_paths;
use rekey::model::{OrgId, Role};

/// Everything that any function may be asked with, all of it well-formed.
pub const FIELDS: [(&str, &str); 23] = [
    ("flow", ""),
    ("code", "123456"),
    ("password", "six herons read old maps"),
    ("agreed", "on"),
    ("channel", "sms"),
    ("country", "US"),
    ("number", "+13125550187"),
    ("same", "on"),
    ("page", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
    ("token", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
    ("next", "/settings"),
    ("path", "/settings/2fa/edit"),
    ("name", ""),
    ("organization", "Evil"),
    ("org", "evil"),
    ("id", "x"),
    ("key", "1"),
    ("person_id", "x"),
    ("role", "owner"),
    ("decision", "approve"),
    ("new_password", "nine geese count slow trains"),
    ("plan", "paid"),
    ("language", "de"),
];

/// Functions that answer anybody, and why.
const PUBLIC: [(&str, &str); 25] = [
    ("page", "shows to each what they may see; to nobody the sign-in page"),
    ("sign-in", "the way in"),
    ("sign-in/code", "part of a sign-in; without one it leads back to its beginning"),
    ("sign-in/send", "part of a sign-in"),
    ("sign-in/recovery", "part of a sign-in"),
    ("sign-in/new-password", "part of a sign-in"),
    ("sign-in/app", "part of a sign-in"),
    ("sign-in/old-phone", "part of a sign-in"),
    ("sign-in/put-off", "part of a sign-in"),
    ("sign-in/forgot", "the way back in after a forgotten password"),
    ("sign-in/forgot/again", "part of a forgotten password"),
    ("sign-in/forgot/code", "part of a forgotten password"),
    ("case/answers", "part of a sign-in"),
    ("case/send", "part of a sign-in"),
    ("case/confirm", "part of a sign-in"),
    ("case/cancel", "the link's secret is what opens it"),
    ("case/reply", "the link's secret is what opens it"),
    ("sign-out", "ends what there is, and there is nothing"),
    ("setup", "the link's secret is what opens it"),
    ("undo", "the link's secret is what opens it"),
    ("invitation/accept", "the link's secret is what opens it"),
    ("simulator/answer", "demo only"),
    ("simulator/key", "demo only"),
    ("simulator/fault", "demo only"),
    ("simulator/clear", "demo only"),
];

/// Functions that need a session and nothing more.
const SESSION: [&str; 11] = [
    "settings/send",
    "settings/confirm",
    "settings/prove",
    "settings/prove/code",
    "settings/prove/send",
    "2fa/recovery/finish",
    // The link's secret, or the gate, and the person's own address: see `invites`.
    "invitation/join",
    "invitation/decline",
    // Only for owners, or owners and admins: see `only_owners_and_admins_decide_about_others`.
    "billing",
    "case/decide",
    "unlock",
];

/// Functions that need the emailed gate as well.
const GATE: [&str; 25] = [
    "settings/method",
    "settings/language",
    "settings/sign-out-others",
    "2fa/reset",
    "2fa/reset/send",
    "2fa/reset/cancel",
    "2fa/phone",
    "2fa/phone/send",
    "2fa/phone/code",
    "2fa/recovery/new",
    "2fa/app/start",
    "2fa/app",
    "2fa/app/remove",
    "2fa/phone/another",
    "2fa/phone/main",
    "2fa/phone/remove",
    "2fa/off",
    "settings/sessions/end",
    "settings/email/add",
    "settings/email/code",
    "settings/email/again",
    "settings/email/remove",
    "settings/password",
    "settings/organizations/leave",
    "settings/organizations/manage",
];

/// Functions of an organization's pages: a session, a role in it, and mostly a fresh full sign-in. Who gets what is told in
/// `matrix`.
pub const ORG: [&str; 17] = [
    "org/policy",
    "org/test-code",
    "org/number/allow",
    "org/role",
    "org/suspend",
    "org/unsuspend",
    "org/sign-out",
    "org/release",
    "org/remove",
    "org/invite",
    "org/invite/again",
    "org/invite/revoke",
    "org/bulk/select",
    "org/bulk/start",
    "org/reset",
    "org/reset/decide",
    "org/case/ask",
];

/// Every server function, without the prefix.
pub fn doors() -> Vec<String> {
    let mut doors: Vec<String> =
        server_fn_paths().map(|(path, _)| path.trim_start_matches("/api/").to_owned()).collect();
    doors.sort();
    doors.dedup();
    assert!(doors.len() >= 25, "the list of functions is not the whole: {doors:?}");
    doors
}

#[tokio::test]
async fn every_function_is_on_exactly_one_list() {
    let world = World::new().await;
    drop(world.browser());
    for door in doors() {
        let lists = [
            PUBLIC.iter().any(|(d, _)| *d == door),
            SESSION.contains(&&*door),
            GATE.contains(&&*door),
            ORG.contains(&&*door),
        ];
        assert_eq!(lists.iter().filter(|on| **on).count(), 1, "{door} is public, needs a session, or needs the gate?");
    }
}

#[tokio::test]
async fn nobody_gets_anything_from_any_function() {
    let world = World::new().await;
    world.member().await;
    let before = world.dump().await;
    for door in doors() {
        let mut browser = world.browser();
        let status = browser.status(&door, &FIELDS).await;
        let public = PUBLIC.iter().any(|(d, _)| *d == door);
        if public {
            assert!(matches!(status, 200 | 404), "{door}: {status}");
        } else {
            assert_eq!(status, 401, "{door}");
        }
        assert!(browser.session().is_none() && browser.flow().is_none(), "{door}");
        assert_eq!(before, world.dump().await, "{door}");
        let answer = browser.form(&door, &FIELDS).await;
        assert!(matches!(answer.status.as_u16(), 200 | 302 | 303 | 401 | 403 | 404), "{door}: {}", answer.status);
        assert_eq!(before, world.dump().await, "{door} as a form");
    }
}

async fn half_way(world: &World, state: &'static str) -> Browser {
    let (who, mut browser) = (world.member().await, world.browser());
    let recovery = world.recovery_code(&who).await;
    if state == "password" {
        world.meddle("UPDATE person SET new_password_at = 1").await;
    }
    browser.password(&who).await;
    let code = world.code(&who.phone).await;
    match state {
        "password" => drop(browser.ask("sign-in/code", &[("code", &code)]).await),
        "enrol" => drop(browser.ask("sign-in/recovery", &[("code", &recovery)]).await),
        _ => {}
    }
    world.drain().await;
    browser
}

#[tokio::test]
async fn somebody_half_signed_in_gets_nothing_but_the_next_step() {
    for state in ["code", "password", "enrol"] {
        let world = World::new().await;
        let browser = half_way(&world, state).await;
        let before = world.dump().await;
        for door in doors() {
            if PUBLIC.iter().any(|(d, _)| *d == door) {
                continue;
            }
            // The enrolment's own doors are the next step there; what they do is told in `steps`.
            if state == "enrol" && matches!(&*door, "2fa/phone" | "2fa/phone/send" | "2fa/phone/code") {
                continue;
            }
            assert_eq!(browser.clone().status(&door, &FIELDS).await, 401, "{door} in {state}");
            assert_eq!(before, world.dump().await, "{door} in {state}");
        }
        for path in ["/overview", "/settings", "/settings/2fa/edit", "/settings/2fa/recovery-code"] {
            let page = browser.clone().look(path).await;
            assert!(outside(&page), "{path} in {state}: {page:?}");
        }
    }
}

#[tokio::test]
async fn somebody_signed_in_is_refused_behind_the_gate() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.sign_in(&world, &who).await;
    let before = world.dump().await;
    for door in GATE {
        let status = browser.clone().status(door, &FIELDS).await;
        // A code typed twice at the end of a sign-in leads on to the recovery code; it still does nothing.
        assert!(status == 403 || door == "2fa/phone/code", "{door}: {status}");
        assert_eq!(before, world.dump().await, "{door}");
    }
    for place in rekey::model::Place::ALL {
        // The proof asks for more than the gate does, and leads nowhere by itself.
        let inside = place.path().starts_with("/settings") && place != rekey::model::Place::Prove;
        if inside && !place.path().contains("recovery-code") {
            browser.see(place.path()).await;
            assert_eq!(browser.at, "/settings/confirm", "{place:?}");
        }
    }
    world.drain().await;
}

/// The answer as its bytes: two of them are equal if nothing in them tells what was asked for.
async fn raw(browser: &Browser, door: &str, fields: &[(&str, &str)]) -> (u16, Vec<u8>) {
    let headers = [&OURS[..], &[("accept", "application/x-postcard")]].concat();
    let answer = browser.clone().post(door, &encode(fields), &headers).await;
    (answer.status.as_u16(), answer.body)
}

#[tokio::test]
async fn only_owners_and_admins_decide_about_others() {
    let world = World::new().await;
    let (asks, locked) = (world.owner().await, world.member().await);
    world.browser().opens_case(&world, &asks, &[]).await;
    let case = world.dump().await["reset_case"][0].split(' ').next().unwrap().trim_start_matches("id=").to_owned();
    world
        .meddle("INSERT INTO organization (id, name, plan, created_at) VALUES ('other', 'Other Inc', 'paid', 1)")
        .await;
    let other: OrgId = OrgId::new("other");
    // Role, organization, and whether they decide requests, lift waits, and pay.
    let people = [
        ("member@x.example", &world.acme, Role::Member, [false, false, false]),
        ("admin@x.example", &world.acme, Role::Admin, [false, true, false]),
        ("owner@x.example", &world.acme, Role::Owner, [true, true, true]),
        ("trial@x.example", &world.trial, Role::Owner, [false, false, true]),
        ("other@x.example", &other, Role::Owner, [false, false, true]),
    ];
    let random = "01a2076b-4400-772b-93f1-128b8277cf59";
    let profile = [("plan", "paid"), ("method", "card"), ("account", "1111"), ("name", "N"), ("postal", "P")];
    let profile = [&profile[..], &[("country", "GB")]].concat();
    for (n, (email, org, role, [decides, lifts, pays])) in people.into_iter().enumerate() {
        let who = world.person(email, Some((org, role)), Some(&format!("+1{}5550143", 212 + n))).await;
        let mut browser = world.browser();
        browser.sign_in(&world, &who).await;
        for decision in ["refuse", "approve", "dance", ""] {
            if decides && decision == "refuse" {
                continue;
            }
            let mine = raw(&browser, "case/decide", &[("id", &case), ("decision", decision)]).await;
            let theirs = raw(&browser, "case/decide", &[("id", random), ("decision", decision)]).await;
            let readable = matches!(decision, "refuse" | "approve");
            assert_eq!(theirs.0, if readable { 404 } else { 400 }, "{email} {decision}");
            assert_eq!(mine == theirs, !(decides && readable), "{email} {decision}: {}", mine.0);
        }
        assert_eq!(world.case_state().await, if decides { "passed" } else { "waiting" }, "{email}");
        if decides {
            world.meddle("UPDATE reset_case SET state = 'waiting', decided_at = NULL, decided_by = NULL").await;
        }
        let acme = ("org", world.acme.as_str());
        let before = world.trail("account.unlock").await;
        let mine = raw(&browser, "unlock", &[acme, ("id", locked.id.as_str())]).await;
        let theirs = raw(&browser, "unlock", &[acme, ("id", random)]).await;
        let outside = if *org == world.acme && role == Role::Member { 403 } else { 404 };
        assert_eq!((theirs.0, mine == theirs), (outside, !lifts), "{email}");
        assert_eq!(world.trail("account.unlock").await, before + i64::from(lifts), "{email}");
        world.meddle("DELETE FROM budget_event WHERE key LIKE 'unlock:%'").await;
        let profiles = world.dump().await["billing"].clone();
        assert_eq!(browser.clone().status("billing", &profile).await, if pays { 200 } else { 403 }, "{email}");
        let after = world.dump().await["billing"].clone();
        assert_eq!(profiles != after, pays, "{email}");
        assert!(after.iter().filter(|row| !profiles.contains(row)).all(|row| row.contains(org.as_str())), "{email}");
        for (path, allowed) in [("/billing", pays), ("/requests", role >= Role::Admin)] {
            assert_eq!(
                browser.get(path).await.status.as_u16(),
                if !allowed {
                    403
                } else if path == "/billing" {
                    200
                } else {
                    303
                },
                "{email} {path}"
            );
        }
        let path = format!("/org/{}/requests", world.acme);
        let html = browser.get(&path).await.text();
        assert_eq!(html.contains(&case), decides, "{email} sees the request");
    }
    world.drain().await;
}

#[tokio::test]
async fn a_session_that_ended_opens_no_function() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.in_settings(&world, &who).await;
    browser.clone().ask("sign-out", &[]).await;
    let before = world.dump().await;
    for door in SESSION.iter().chain(&GATE).chain(&ORG) {
        assert_eq!(browser.clone().status(door, &FIELDS).await, 401, "{door}");
    }
    assert_eq!(before, world.dump().await);
}

#[tokio::test]
async fn fields_that_do_not_belong_are_ignored() {
    let world = World::new().await;
    let (who, other) = (world.member().await, world.other().await);
    let mut browser = world.browser();
    let extra = [("role", "owner"), ("person_id", other.id.as_str()), ("org_id", world.acme.as_str()), ("phone", "1")];
    let fields = [&[("email", who.email.as_str()), ("password", crate::world::PASSWORD)], &extra[..]].concat();
    browser.ask("sign-in", &fields).await;
    let code = world.code(&who.phone).await;
    let page = browser.ask("sign-in/code", &[&[("code", code.as_str())], &extra[..]].concat()).await;
    let frame = page.frame.who.unwrap();
    assert_eq!((frame.email, frame.organization), (who.email, Some(("Acme".into(), rekey::model::Role::Member))));
}

#[tokio::test]
async fn a_form_that_cannot_be_read_is_the_callers_fault() {
    let world = World::new().await;
    let mut seen = Vec::new();
    for body in ["email=a&email=b", "email[x]=1", "email[]=1", "%ff=%ff", "email=%ff%fe"] {
        for door in ["sign-in", "page", "2fa/phone"] {
            let headers = [&crate::actors::OURS[..], &[("accept", "application/x-postcard")]].concat();
            let got = world.browser().post(door, body, &headers).await.page();
            if got.as_ref().is_err_and(|(status, _)| status.is_server_error()) {
                seen.push(format!("{door} {body}: {got:?}"));
            }
        }
    }
    assert!(seen.is_empty(), "expected 4xx: {seen:#?}");
}
