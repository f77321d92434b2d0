//! `Reset MFA`, from the form to the end of the wait: who may ask, what nobody learns, who is told, what time does.

use crate::actors::ANSWERS;
use crate::deeds::{SPARE, answers, between};
use crate::world::{Person, World, not};
use rekey::model::{Field, Note, Place, Role};

/// An owner with a second address and a spare phone, beside another owner and an admin.
async fn company(world: &World) -> (Person, Person) {
    let (who, second) = (world.owner().await, world.second_owner().await);
    world.person("admin@acme.example", Some((&world.acme, Role::Admin)), None).await;
    let mut browser = world.browser();
    browser.in_settings(world, &who).await;
    browser.add_spare(world, SPARE).await;
    world.address(&who, "home@ana.example").await;
    world.hours(1);
    world.drain().await;
    world.node.sim.clear();
    (who, second)
}

#[tokio::test]
async fn only_owners_of_paid_organizations_may_ask_and_others_are_told_who_can_help() {
    let world = World::new().await;
    world.owner().await;
    let people = [
        (world.member().await, "Acme"),
        (world.person("admin@acme.example", Some((&world.acme, Role::Admin)), Some(SPARE)).await, "Acme"),
        (
            world.person("boss@trial.example", Some((&world.trial, Role::Owner)), Some("+14155550111")).await,
            "whoever runs this server",
        ),
        (world.person("o@alone.example", None, Some("+15105550122")).await, "whoever runs this server"),
    ];
    for (who, helper) in people {
        let mut browser = world.browser();
        browser.password(&who).await;
        world.drain().await;
        let before = world.dump().await;
        let html = browser.see("/sign-in/reset-mfa").await;
        assert!(html.contains(helper) && !html.contains("Postal code"), "{}", who.email);
        for door in ["case/answers", "case/send", "case/confirm"] {
            let page = browser.ask(door, &[&ANSWERS[..], &[("code", "12345678")]].concat()).await;
            assert_eq!(page.place, Place::ResetMfa, "{door} {}", who.email);
        }
        assert_eq!(before, world.dump().await, "{}", who.email);
    }
}

#[tokio::test]
async fn whatever_is_missing_is_named_and_what_was_typed_stays() {
    let world = World::new().await;
    let (who, mut browser) = (world.owner().await, world.browser());
    browser.password(&who).await;
    for (name, value, field) in [
        ("organization", " ", Field::Organization),
        ("name", "", Field::Name),
        ("method", "cash", Field::Account),
        ("account", "4242 4242 4242 4242", Field::Account),
        ("account", "42a2", Field::Account),
        ("postal", "", Field::Postal),
        ("month", "November", Field::Month),
        ("reason", "because", Field::Reason),
    ] {
        let html = browser.submit("case/answers", &answers(&[(name, value)])).await;
        assert_eq!(browser.at, "/sign-in/reset-mfa", "{name}");
        assert!(html.contains("There is a problem") && html.contains(&format!("href=\"#{}\"", field.id())), "{name}");
        for (kept, typed) in ANSWERS.iter().filter(|(n, _)| *n != name && *n != "method" && *n != "reason") {
            assert!(html.contains(&format!("value=\"{typed}\"")), "{kept} is gone without {name}");
        }
        assert_eq!(browser.ask("case/send", &[]).await.note, Some(Note::AnswerMissing(field)), "{name}");
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM challenge WHERE purpose = 'case'").await, 0);
    let html = browser.submit("case/answers", &ANSWERS).await;
    assert_eq!(browser.at, "/sign-in/reset-mfa/check");
    for shown in ["Check your answers", "ACME", "Ana Roe", "4242", "EC1A1BB", "Send request"] {
        assert!(html.contains(shown), "{shown}");
    }
    let html = browser.see("/sign-in/reset-mfa").await;
    assert!(html.contains("value=\"EC1A1BB\""), "Change leads back to what was typed");
    world.drain().await;
}

#[tokio::test]
async fn right_answers_alone_bring_about_nothing() {
    let world = World::new().await;
    let (who, second) = company(&world).await;
    let mut browser = world.browser();
    browser.password(&who).await;
    browser.ask("case/answers", &ANSWERS).await;
    browser.ask("case/send", &[]).await;
    let code = world.code(&who.email).await;
    for left in [4, 3, 2, 1] {
        let page = browser.ask("case/confirm", &[("code", &not(&code))]).await;
        assert_eq!(page.note, Some(Note::CodeWrong { left }));
    }
    assert!(matches!(browser.ask("case/confirm", &[("code", &not(&code))]).await.note, Some(Note::CodeTries(_))));
    let page = browser.ask("case/confirm", &[("code", &code)]).await;
    assert!(matches!(page.note, Some(Note::CodeTries(_))), "the right one comes too late: {page:?}");
    world.hours(100);
    world.tick().await;
    assert_eq!(world.case_state().await, "expired");
    for to in [who.email.as_str(), "home@ana.example", &who.phone, SPARE, &second.email] {
        assert_eq!(world.told(to).await, 0, "{to}");
    }
    assert_eq!(world.trail("case.open").await, 0);
}

#[tokio::test]
async fn the_code_that_confirms_is_sent_again_as_everywhere_and_good_for_nothing_else() {
    let world = World::new().await;
    let (who, mut browser) = (world.owner().await, world.browser());
    browser.asks_for_reset(&world, &who).await;
    let code = world.code(&who.email).await;
    assert_eq!(code.len(), 8);
    assert_eq!(browser.ask("case/send", &[]).await.note, Some(Note::WaitForCode { seconds: 30 }));
    world.seconds(30);
    assert_eq!(browser.ask("case/send", &[]).await.note, Some(Note::CodeSent));
    assert_eq!((world.code(&who.email).await, world.codes(&who.email).await), (code.clone(), 2));
    let mut other = world.browser();
    other.asks_for_reset(&world, &who).await;
    let page = other.ask("case/confirm", &[("code", &code)]).await;
    assert!(matches!(page.note, Some(Note::CodeWrong { .. })), "of another browser: {page:?}");
    let page = browser.ask("sign-in/code", &[("code", &code)]).await;
    assert!(browser.session().is_none() && page.note.is_some());
    assert_eq!(world.trail("case.open").await, 0);
    world.drain().await;
}

#[tokio::test]
async fn everybody_is_told_at_once_half_way_an_hour_before_and_at_the_end() {
    let world = World::new().await;
    let (who, second) = company(&world).await;
    world.browser().opens_case(&world, &who, &[]).await;
    let everybody = [who.email.as_str(), "home@ana.example", &who.phone, SPARE, &second.email];
    let mut told = 1;
    for (seconds, news) in
        [(0, false), (36 * 3600 - 1, false), (1, true), (35 * 3600 - 1, false), (1, true), (3599, false), (1, true)]
    {
        world.seconds(seconds);
        world.tick().await;
        world.tick().await;
        told += usize::from(news);
        for to in everybody {
            assert_eq!(world.told(to).await, told, "{to} after {seconds} more seconds");
        }
    }
    for to in &everybody[..4] {
        assert!(world.inbox(to).await.iter().filter(|m| m.code.is_none()).all(|m| m.text.contains("/undo?t=")), "{to}");
    }
    for mail in world.inbox(&second.email).await {
        assert!(!mail.text.contains("/undo?t=") && !mail.text.contains("status?t="), "not the owner's own links");
        assert!(mail.text.contains("Ana Roe"));
    }
    assert_eq!(world.inbox("admin@acme.example").await.len(), 0, "admins do not decide it");
}

#[tokio::test]
async fn it_completes_after_seventy_two_hours_and_not_one_second_earlier() {
    let world = World::new().await;
    let (who, mut browser) = (world.owner().await, world.browser());
    browser.opens_case(&world, &who, &[]).await;
    assert!(browser.see("/sign-in/reset-mfa/status").await.contains("26 Nov 2026"));
    world.seconds(72 * 3600 - 1);
    world.tick().await;
    assert_eq!((world.case_state().await.as_str(), world.trail("case.pass").await), ("waiting", 0));
    world.seconds(1);
    world.tick().await;
    world.tick().await;
    assert_eq!((world.case_state().await.as_str(), world.trail("case.pass").await), ("passed", 1));
    assert_eq!((world.sessions().await, world.trail("phone.change").await), (0, 0), "and changes nothing by itself");
    let link = world.status_link(&who.email).await;
    let html = world.browser().see(&format!("/sign-in/reset-mfa/status?t={link}")).await;
    assert!(html.contains("Your 2FA is reset") && html.contains("3 Dec 2026"));
}

#[tokio::test]
async fn one_wrong_answer_is_forgiven_and_two_need_a_person() {
    let wrong = [("name", "Bob Poe"), ("account", "9999")];
    for (wrong, state) in [(&wrong[..1], "passed"), (&wrong[..], "review")] {
        let world = World::new().await;
        let who = world.owner().await;
        world.browser().opens_case(&world, &who, wrong).await;
        let link = world.status_link(&who.email).await;
        world.hours(72);
        world.tick().await;
        assert_eq!(world.case_state().await, state);
        if state == "review" {
            let html = world.browser().see(&format!("/sign-in/reset-mfa/status?t={link}")).await;
            assert!(html.contains("A person looks at your request"));
            world.hours(7 * 24);
            world.tick().await;
            assert_eq!((world.case_state().await.as_str(), world.trail("case.pass").await), ("expired", 0));
        }
    }
}

#[tokio::test]
async fn a_password_set_through_the_mailbox_makes_a_request_wait_for_a_person() {
    let world = World::new().await;
    let (who, mut browser) = (world.owner().await, world.browser());
    browser.ask("sign-in/forgot", &[("email", &who.email)]).await;
    let code = world.code(&who.email).await;
    let new = "nine geese count slow trains";
    browser.ask("sign-in/forgot/code", &[("code", &code), ("password", new)]).await;
    browser.ask("sign-in", &[("email", &who.email), ("password", new)]).await;
    browser.ask("case/answers", &ANSWERS).await;
    browser.ask("case/send", &[]).await;
    let code = world.code(&who.email).await;
    assert_eq!(browser.ask("case/confirm", &[("code", &code)]).await.note, Some(Note::CaseOpened));
    world.drain().await;
    world.hours(73);
    world.tick().await;
    assert_eq!((world.case_state().await.as_str(), world.trail("case.pass").await), ("review", 0));
}

#[tokio::test]
async fn a_reset_that_nobody_could_be_told_of_needs_a_person() {
    let world = World::new().await;
    let who = world.owner().await;
    let mut browser = world.browser();
    browser.asks_for_reset(&world, &who).await;
    let code = world.code(&who.email).await;
    for fault in ["full", "landline"] {
        world.node.sim.set_fault(fault, true);
    }
    browser.ask("case/confirm", &[("code", &code)]).await;
    for hours in [0, 36, 35, 1] {
        world.hours(hours);
        world.tick().await;
    }
    assert_eq!((world.case_state().await.as_str(), world.trail("case.pass").await), ("review", 0));
    assert_eq!(world.trail("case.stuck").await, 1);
    world.hours(24 * 6);
    world.tick().await;
    assert_eq!(world.case_state().await, "review", "and stays so");
}

#[tokio::test]
async fn one_message_that_arrived_is_enough_to_have_been_told() {
    let world = World::new().await;
    let who = world.owner().await;
    world.node.sim.set_fault("landline", true);
    world.browser().opens_case(&world, &who, &[]).await;
    world.node.sim.set_fault("full", true);
    world.hours(72);
    world.tick().await;
    assert_eq!(world.case_state().await, "passed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nodes_that_tick_at_once_remind_once_and_complete_once() {
    let world = World::new().await;
    let who = world.owner().await;
    world.browser().opens_case(&world, &who, &[]).await;
    let other = world.another().await;
    for (hours, told) in [(36, 2), (35, 3), (1, 4)] {
        world.hours(hours);
        let ticks = (0..8).map(|n| {
            let auth = if n % 2 == 0 { world.node.auth.clone() } else { other.auth.clone() };
            tokio::spawn(async move { auth.tick_cases().await })
        });
        for tick in ticks.collect::<Vec<_>>() {
            tick.await.unwrap().unwrap();
        }
        assert_eq!(world.told(&who.email).await, told);
    }
    assert_eq!((world.case_state().await.as_str(), world.trail("case.pass").await), ("passed", 1));
}

#[tokio::test]
async fn there_is_one_open_request_at_a_time() {
    let world = World::new().await;
    let (who, mut first, mut second) = (world.owner().await, world.browser(), world.browser());
    second.password(&who).await;
    second.ask("case/answers", &ANSWERS).await;
    first.opens_case(&world, &who, &[]).await;
    for (door, fields) in
        [("case/answers", &ANSWERS[..]), ("case/send", &[]), ("case/confirm", &[("code", "12345678")])]
    {
        second.ask(door, fields).await;
        second.see("/sign-in/reset-mfa").await;
        assert_eq!(second.at, "/sign-in/reset-mfa/status", "{door}");
    }
    assert_eq!(world.trail("case.open").await, 1);
    world.drain().await;
}

#[tokio::test]
async fn what_is_typed_is_never_markup() {
    let world = World::new().await;
    let (who, second) = (world.owner().await, world.second_owner().await);
    let evil = "\"'><script>alert(1)</script></textarea><img src=x>";
    let claims = [("organization", evil), ("name", evil), ("postal", "\"><b>"), ("details", evil)];
    let (mut browser, mut owner) = (world.browser(), world.browser());
    browser.password(&who).await;
    let mut pages = vec![browser.submit("case/answers", &[&answers(&claims)[..], &[claims[3]]].concat()).await];
    pages.push(browser.see("/sign-in/reset-mfa").await);
    browser.ask("case/send", &[]).await;
    let code = world.code(&who.email).await;
    pages.push(browser.submit("case/confirm", &[("code", &code)]).await);
    owner.sign_in(&world, &second).await;
    pages.push(owner.see("/requests").await);
    assert!(pages.iter().any(|html| html.contains("&lt;script")));
    for html in pages {
        for raw in ["<script>alert", "<img src=x", "\"><b>", "</textarea><img"] {
            assert!(!html.contains(raw), "{raw} in {html}");
        }
    }
    world.drain().await;
}

#[tokio::test]
async fn what_is_claimed_rests_sealed() {
    let world = World::new().await;
    let who = world.owner().await;
    let claims =
        [("method", "paypal"), ("account", "ana@paypal.example"), ("postal", "ZZ98 7YX"), ("details", "blue hat")];
    world.browser().opens_case(&world, &who, &claims[..3]).await;
    let stored = world.dump().await.into_values().flatten().collect::<Vec<_>>().join("\n");
    for secret in ["ana@paypal.example", "ZZ98", "blue hat"] {
        assert!(!stored.contains(secret), "{secret}");
    }
    assert!(between(&stored, "claimed_sealed=", " ").is_some_and(|sealed| sealed.len() > 100));
}
