use crate::actors::{Browser, outside, sheet};
use crate::world::{PASSWORD, World};
use rekey::model::{Forced, Note, Place, Role, Screen};
use rekey::web::cookie::{FLOW, SESSION};

#[tokio::test]
async fn a_person_signs_in_with_password_and_code_without_any_script() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    let page = browser.see("/overview").await;
    for label in ["Email", "Password", "Sign in"] {
        assert!(page.contains(label), "{label}");
    }
    let page = browser.submit("sign-in", &[("email", &who.email), ("password", PASSWORD), ("next", "/settings")]).await;
    assert_eq!(browser.at, "/sign-in/verify");
    for label in ["6-digit code", "Verify", "Receive a call", "Send a new code", "Reset MFA", "recovery code"] {
        assert!(page.contains(label), "{label}");
    }
    assert!(browser.session().is_none(), "no session before the code");
    let inbox = world.inbox(&who.phone).await;
    let code = inbox[0].code.clone().unwrap();
    assert_eq!((inbox.len(), inbox[0].channel.as_str(), code.len()), (1, "sms", 6));
    assert!(inbox[0].text.starts_with(&code), "the code comes first");
    assert!(!page.contains(&who.phone[2..]), "at sign-in the number stays hidden");
    browser.submit("sign-in/code", &[("code", &code)]).await;
    assert!(browser.session().is_some() && browser.flow().is_none());
    assert_eq!(browser.at, "/settings/confirm", "on to where the person was going, by way of the gate");
    world.drain().await;
}

#[tokio::test]
async fn a_code_is_read_with_spaces_and_hyphens() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.password(&who).await;
    let code = world.code(&who.phone).await;
    let typed = format!(" {}-{} ", &code[..3], &code[3..]);
    assert_eq!(browser.ask("sign-in/code", &[("code", &typed)]).await.place, Place::Overview);
}

#[tokio::test]
async fn a_call_reads_out_the_same_code() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.password(&who).await;
    let code = world.code(&who.phone).await;
    world.seconds(30);
    let page = browser.ask("sign-in/send", &[("channel", "call")]).await;
    assert_eq!(page.note, Some(Note::CallStarted { last: "43".into() }));
    let inbox = world.inbox(&who.phone).await;
    assert_eq!((inbox[0].channel.as_str(), inbox[0].code.as_deref()), ("call", Some(code.as_str())));
    assert!(!inbox[0].text.contains(&code), "a call's code is heard, not read");
    browser.ask("sign-in/code", &[("code", &code)]).await;
    assert!(browser.session().is_some());
}

#[tokio::test]
async fn a_new_code_is_the_same_code() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.password(&who).await;
    let first = world.code(&who.phone).await;
    world.seconds(30);
    assert_eq!(browser.ask("sign-in/send", &[]).await.note, Some(Note::CodeSent));
    assert_eq!((world.codes(&who.phone).await, world.code(&who.phone).await), (2, first.clone()));
    world.minutes(9);
    world.seconds(29);
    let page = browser.ask("sign-in/code", &[("code", &first)]).await;
    assert_eq!(page.place, Place::Overview, "9:59 after its making");
}

#[tokio::test]
async fn a_code_is_refused_one_second_after_ten_minutes() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.password(&who).await;
    let code = world.code(&who.phone).await;
    world.minutes(10);
    world.seconds(1);
    let page = browser.ask("sign-in/code", &[("code", &code)]).await;
    assert!(matches!(page.note, Some(Note::CodeExpired(_))), "{:?}", page.note);
    assert!(browser.session().is_none());
    let new = world.code(&who.phone).await;
    assert_ne!(new, code, "a new challenge has a new code");
    browser.ask("sign-in/code", &[("code", &new)]).await;
    assert!(browser.session().is_some());
}

#[tokio::test]
async fn a_wrong_code_says_how_many_tries_are_left() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.password(&who).await;
    let wrong = world.wrong(&who.phone).await;
    for left in [4, 3, 2, 1] {
        let page = browser.ask("sign-in/code", &[("code", &wrong)]).await;
        assert_eq!(page.note, Some(Note::CodeWrong { left }));
    }
    let page = browser.ask("sign-in/code", &[("code", "12345")]).await;
    assert_eq!(page.note, Some(Note::CodeLength { entered: 5, wanted: 6 }), "a wrong length costs no try");
    assert_eq!(world.count("SELECT tries FROM challenge").await, 4);
    let code = world.code(&who.phone).await;
    browser.ask("sign-in/code", &[("code", &code)]).await;
    assert!(browser.session().is_some());
    world.drain().await;
}

#[tokio::test]
async fn a_used_code_opens_nothing_again_in_this_or_another_browser() {
    let world = World::new().await;
    let (who, mut first, mut second) = (world.member().await, world.browser(), world.browser());
    first.sign_in(&world, &who).await;
    let code = world.code(&who.phone).await;
    let before = first.clone();
    let page = first.ask("sign-in/code", &[("code", &code)]).await;
    assert_eq!(page.note, Some(Note::AlreadyDone));
    second.password(&who).await;
    second.ask("sign-in/code", &[("code", &code)]).await;
    assert!(second.session().is_none());
    assert_eq!((world.sessions().await, first.session()), (1, before.session()));
    world.drain().await;
}

#[tokio::test]
async fn somebody_without_a_phone_in_a_paid_organization_enrols_before_anything_else() {
    let world = World::new().await;
    let who = world.person("new@acme.example", Some((&world.acme, Role::Member)), None).await;
    let mut browser = world.browser();
    let page = browser.password(&who).await;
    let Screen::AddPhone(form) = &page.screen else { panic!("{page:?}") };
    assert_eq!(form.forced, Some(Forced::Required { organization: "Acme".into() }));
    assert!(browser.session().is_none());
    for path in ["/overview", "/settings", "/settings/2fa/edit", "/settings/confirm"] {
        assert!(outside(&browser.look(path).await), "{path}");
    }
    assert_eq!(browser.status("settings/send", &[]).await, 401);
    browser.number("+12025550143").await;
    assert_eq!(world.count("SELECT COUNT(*) FROM phone").await, 0, "a number that was not verified is no factor");
    let code = world.code("+12025550143").await;
    let shown = sheet(browser.ask("2fa/phone/code", &[("code", &code)]).await);
    assert!(browser.session().is_some() && browser.flow().is_none());
    let page = browser.ask("2fa/recovery/finish", &[("flow", &shown.flow), ("agreed", "on")]).await;
    assert_eq!(page.place, Place::Overview);
    assert!(world.inbox(&who.email).await.iter().any(|m| m.text.contains("/undo?t=")), "told, with a way back");
    browser.ask("sign-out", &[]).await;
    let who = crate::world::Person { phone: "+12025550143".into(), ..who };
    world.browser().sign_in(&world, &who).await;
    world.drain().await;
}

#[tokio::test]
async fn forced_enrolment_works_as_plain_forms() {
    let world = World::new().await;
    let who = world.person("new@acme.example", Some((&world.acme, Role::Owner)), None).await;
    let mut browser = world.browser();
    let page = browser.submit("sign-in", &[("email", &who.email), ("password", PASSWORD)]).await;
    assert_eq!(browser.at, "/sign-in/new-phone");
    for label in ["Country", "Phone number", "Send code via SMS", "Receive a call"] {
        assert!(page.contains(label), "{label}");
    }
    let fields = [("country", "US"), ("number", "(202) 555-0143"), ("channel", "sms")];
    browser.submit("2fa/phone", &fields).await;
    assert_eq!(browser.at, "/sign-in/new-phone/code");
    let code = world.code("+12025550143").await;
    let page = browser.submit("2fa/phone/code", &[("code", &code)]).await;
    assert_eq!(browser.at, "/settings/2fa/recovery-code");
    for label in ["Copy", "Download", "Print", "I have saved my recovery code", "Finish"] {
        assert!(page.contains(label), "{label}");
    }
    browser.submit("2fa/recovery/finish", &[("agreed", "on")]).await;
    assert_eq!(browser.at, "/overview");
    world.drain().await;
}

#[tokio::test]
async fn a_trial_without_2fa_is_signed_in_by_the_password() {
    let world = World::new().await;
    let who = world.person("owner@trial.example", Some((&world.trial, Role::Owner)), None).await;
    let mut browser = world.browser();
    assert_eq!(browser.password(&who).await.place, Place::Overview);
    assert!(browser.session().is_some());
}

#[tokio::test]
async fn a_policy_of_the_organization_asks_a_trial_for_2fa_too() {
    let world = World::new().await;
    let who = world.person("owner@trial.example", Some((&world.trial, Role::Owner)), None).await;
    world.meddle("UPDATE organization SET require_2fa_at = 1").await;
    let mut browser = world.browser();
    assert!(matches!(browser.password(&who).await.screen, Screen::AddPhone(_)));
    assert!(browser.session().is_none());
}

#[tokio::test]
async fn planted_cookies_stay_without_power() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    let planted = "A".repeat(43);
    for name in [SESSION, FLOW] {
        browser.jar.insert(name.into(), planted.clone());
    }
    let attacker = browser.clone();
    browser.sign_in(&world, &who).await;
    assert_ne!(browser.session(), Some(planted.as_str()));
    assert_eq!(attacker.clone().status("settings/send", &[]).await, 401);
    let page = attacker.clone().ask("sign-in/code", &[("code", &world.code(&who.phone).await)]).await;
    assert_eq!(page.note, Some(Note::FlowOver));
}

#[tokio::test]
async fn the_sign_in_under_way_is_over_after_twenty_minutes() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.password(&who).await;
    world.minutes(20);
    let page = browser.ask("sign-in/send", &[]).await;
    assert_eq!(page.note, Some(Note::FlowOver));
    world.drain().await;
}

#[tokio::test]
async fn nobody_is_sent_anywhere_else_after_signing_in() {
    let world = World::new().await;
    let who = world.person("owner@trial.example", Some((&world.trial, Role::Owner)), None).await;
    let hostile = [
        "//evil.test",
        "/\\evil",
        "https:evil",
        "https://evil.test/overview",
        "%2f%2fevil",
        "javascript:alert(1)",
        "/@evil",
        "/overview\r\nSet-Cookie: a=b",
        "/settings/../..//evil.test",
        "",
    ];
    for next in hostile {
        let mut browser = Browser::at(&world.node);
        let fields = [("email", who.email.as_str()), ("password", PASSWORD), ("next", next)];
        let answer = browser.form("sign-in", &fields).await;
        assert!(answer.status.is_redirection());
        assert_eq!(answer.location(), "/overview", "{next:?}");
        let query = crate::actors::encode(&[("next", next)]);
        let page = world.browser().see(&format!("/sign-in?{query}")).await;
        assert!(!page.contains("evil"), "{next:?} is carried on the page");
    }
    let mut browser = world.browser();
    browser.password(&who).await;
    browser.ask("settings/send", &[]).await;
    let code = world.code(&who.email).await;
    let answer = browser.form("settings/confirm", &[("code", &code), ("next", "//evil.test")]).await;
    assert_eq!(answer.location(), "/settings");
}
