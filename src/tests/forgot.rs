//! A forgotten password: the same answer for everybody, no session for anybody, and the second factor as before (T8).

use crate::actors::{Browser, OURS, encode};
use crate::deeds::{NEW_PASSWORD, SPARE};
use crate::enumeration::bare;
use crate::world::{PASSWORD, Person, World, not};
use rekey::model::{Note, Place, Role, Screen};

/// A code for a new password, asked for in a fresh browser.
async fn asked(world: &World, who: &Person) -> (Browser, String) {
    let mut browser = world.browser();
    let page = browser.ask("sign-in/forgot", &[("email", &who.email)]).await;
    assert_eq!((page.place, page.note), (Place::ForgotCode, None));
    let code = world.code(&who.email).await;
    (browser, code)
}

async fn choose(browser: &mut Browser, code: &str, password: &str) -> Option<Note> {
    browser.ask("sign-in/forgot/code", &[("code", code), ("password", password)]).await.note
}

async fn password_is(world: &World, who: &Person, password: &str) -> bool {
    let page = world.browser().ask("sign-in", &[("email", &who.email), ("password", password)]).await;
    world.drain().await;
    page.note != Some(Note::WrongSignIn)
}

#[tokio::test]
async fn known_and_unknown_addresses_see_the_same_at_every_step() {
    let world = World::new().await;
    world.member().await;
    let seen = async |email: &str| {
        let (mut plain, mut program, mut all) = (world.browser(), world.browser(), Vec::new());
        let headers = [&OURS[..], &[("accept", "application/x-postcard")]].concat();
        let steps = [
            ("sign-in/forgot", vec![("email", email)]),
            ("sign-in/forgot/again", vec![]),
            ("sign-in/forgot/code", vec![("code", "12345678"), ("password", NEW_PASSWORD)]),
            ("sign-in/forgot/code", vec![("code", "1234567"), ("password", NEW_PASSWORD)]),
            ("sign-in/forgot/code", vec![("code", "12345678"), ("password", "short")]),
            ("sign-in/forgot/again", vec![]),
        ];
        for (door, fields) in steps {
            all.push(bare(&plain.form(door, &fields).await, email));
            all.push(bare(&plain.get(&plain.at.clone()).await, email));
            all.push(bare(&program.post(door, &encode(&fields), &headers).await, email));
            world.seconds(31);
        }
        for _ in 0..4 {
            let fields = [("code", "12345678"), ("password", NEW_PASSWORD)];
            all.push(bare(&plain.form("sign-in/forgot/code", &fields).await, email));
            all.push(bare(&plain.get("/sign-in/forgot/code").await, email));
        }
        world.drain().await;
        all
    };
    // At the same times of day, or the pages would tell the time.
    let known = seen("member@acme.example").await;
    world.seconds(24 * 3600 - 6 * 31);
    let unknown = seen("nobody@acme.example").await;
    assert_eq!(known.len(), unknown.len());
    for (n, (a, b)) in known.iter().zip(&unknown).enumerate() {
        let later = |text: &[u8]| String::from_utf8_lossy(text).replace("2026-11-24", "2026-11-23");
        assert_eq!((a.0, &a.1), (b.0, &b.1), "status and headers of answer {n}");
        assert_eq!(later(&a.2), later(&b.2), "body of answer {n}");
    }
}

#[tokio::test]
async fn a_new_password_gives_no_session_and_the_code_from_the_phone_is_asked_for_as_before() {
    let world = World::new().await;
    let who = world.member().await;
    let (mut browser, code) = asked(&world, &who).await;
    assert_eq!(code.len(), 8);
    let answer = browser.form("sign-in/forgot/code", &[("code", &code), ("password", NEW_PASSWORD)]).await;
    assert_eq!(answer.location(), "/sign-in");
    assert!(browser.session().is_none() && browser.flow().is_none() && browser.device().is_none());
    assert!(browser.see("/sign-in").await.contains(&who.email));
    let told = world.inbox(&who.email).await.remove(0);
    assert!(told.text.contains("/undo?t=") && told.subject.contains("password"), "{}", told.text);
    assert_eq!(world.count("SELECT COUNT(*) FROM phone WHERE removed_at IS NULL").await, 1);
    assert_eq!(world.trail("password.reset").await, 1);
    let page = browser.ask("sign-in", &[("email", &who.email), ("password", NEW_PASSWORD)]).await;
    assert!(matches!(&page.screen, Screen::Verify(verify) if !verify.by_mail) && browser.session().is_none());
    let code = world.code(&who.phone).await;
    browser.ask("sign-in/code", &[("code", &code)]).await;
    assert!(browser.session().is_some());
    assert!(!password_is(&world, &who, PASSWORD).await);
}

#[tokio::test]
async fn whoever_was_inside_or_half_way_is_outside_afterwards() {
    let world = World::new().await;
    let (who, mut thief, mut half) = (world.member().await, world.browser(), world.browser());
    thief.in_settings(&world, &who).await;
    thief.reset().await;
    thief.number(SPARE).await;
    let theirs = world.code(SPARE).await;
    half.password(&who).await;
    let sms = world.code(&who.phone).await;
    let (mut browser, code) = asked(&world, &who).await;
    assert_eq!(choose(&mut browser, &code, NEW_PASSWORD).await, Some(Note::PasswordReset));
    assert_eq!(world.sessions().await, 0);
    assert_eq!(thief.status("2fa/phone/code", &[("code", &theirs)]).await, 401);
    half.ask("sign-in/code", &[("code", &sms)]).await;
    assert!(half.session().is_none());
    for rows in [
        "SELECT COUNT(*) FROM device WHERE ended_at IS NULL",
        "SELECT COUNT(*) FROM sign_in WHERE state NOT IN ('done', 'ended')",
        "SELECT COUNT(*) FROM challenge WHERE used_at IS NULL AND ended_at IS NULL",
        "SELECT COUNT(*) FROM enrolment WHERE state IN ('proving', 'choosing', 'code')",
    ] {
        assert_eq!(world.count(rows).await, 0, "{rows}");
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM phone").await, 1);
    world.drain().await;
}

#[tokio::test]
async fn five_tries_and_then_the_right_code_comes_too_late() {
    let world = World::new().await;
    let who = world.member().await;
    let (mut browser, code) = asked(&world, &who).await;
    for left in [4, 3, 2, 1] {
        assert_eq!(choose(&mut browser, &not(&code), NEW_PASSWORD).await, Some(Note::CodeWrong { left }));
    }
    for typed in [&not(&code), &code] {
        assert!(matches!(choose(&mut browser, typed, NEW_PASSWORD).await, Some(Note::CodeTries(_))), "{typed}");
    }
    assert!(matches!(browser.ask("sign-in/forgot/again", &[]).await.note, Some(Note::SendLimit { .. })));
    assert!(password_is(&world, &who, PASSWORD).await);
}

#[tokio::test]
async fn a_refused_password_costs_no_try_and_the_code_is_of_one_browser_ten_minutes_and_one_use() {
    let world = World::new().await;
    let who = world.member().await;
    let (mut browser, code) = asked(&world, &who).await;
    for (password, note) in
        [("", Note::PasswordMissing), ("too short", Note::PasswordShort), ("password password", Note::PasswordCommon)]
    {
        assert_eq!(choose(&mut browser, &code, password).await, Some(note), "{password}");
    }
    assert_eq!(world.count("SELECT tries FROM forgot").await, 0);
    let mut other = world.browser();
    let page = other.ask("sign-in/forgot/code", &[("code", &code), ("password", NEW_PASSWORD)]).await;
    assert_eq!((page.place, page.note), (Place::Forgot, Some(Note::FlowOver)));
    let (mut stranger, _) = asked(&world, &who).await;
    let note = choose(&mut stranger, &code, NEW_PASSWORD).await;
    assert!(matches!(note, Some(Note::CodeWrong { .. })), "another's code: {note:?}");
    let (mut browser, code) = asked(&world, &who).await;
    world.seconds(599);
    let mut late = browser.clone();
    assert_eq!(choose(&mut browser, &code, NEW_PASSWORD).await, Some(Note::PasswordReset));
    assert_eq!(choose(&mut late, &code, "nine geese count slow trains").await, Some(Note::FlowOver));
    assert!(password_is(&world, &who, NEW_PASSWORD).await);
    world.hours(1);
    let (mut browser, code) = asked(&world, &who).await;
    world.seconds(600);
    assert_eq!(choose(&mut browser, &code, PASSWORD).await, Some(Note::FlowOver));
    assert!(password_is(&world, &who, NEW_PASSWORD).await);
}

#[tokio::test]
async fn a_password_of_ones_own_words_is_refused_only_once_the_code_was_right() {
    let world = World::new().await;
    let who = world.member().await;
    let (mut browser, code) = asked(&world, &who).await;
    let own = "Ana Roe Ana Roe Ana Roe";
    assert_eq!(choose(&mut browser, &not(&code), own).await, Some(Note::CodeWrong { left: 4 }));
    assert_eq!(choose(&mut browser, &code, own).await, Some(Note::PasswordCommon));
    assert_eq!(choose(&mut browser, &code, PASSWORD).await, Some(Note::PasswordReset), "the one in force is not told");
    world.drain().await;
}

#[tokio::test]
async fn three_mails_an_hour_and_six_a_day_and_none_of_them_is_missed_in_the_settings() {
    let world = World::new().await;
    let who = world.member().await;
    for (hour, sent) in [(0, 3), (1, 6), (2, 6), (22, 6)] {
        for _ in 0..5 {
            let mut browser = world.browser();
            let page = browser.ask("sign-in/forgot", &[("email", &who.email)]).await;
            assert_eq!((page.place, page.note), (Place::ForgotCode, None), "nothing is said of it");
            world.drain().await;
        }
        assert_eq!(world.codes(&who.email).await, sent, "in hour {hour}");
        world.hours(if hour == 2 { 20 } else { 1 });
    }
    world.browser().in_settings(&world, &who).await;
    assert_eq!(world.codes(&who.email).await, 7);
    world.hours(2);
    asked(&world, &who).await;
    assert_eq!(world.codes(&who.email).await, 8, "the day is over");
}

#[tokio::test]
async fn the_same_code_is_sent_again_after_the_same_waits() {
    let world = World::new().await;
    let who = world.member().await;
    let (mut browser, code) = asked(&world, &who).await;
    assert_eq!(browser.ask("sign-in/forgot/again", &[]).await.note, Some(Note::WaitForCode { seconds: 30 }));
    world.seconds(30);
    assert_eq!(browser.ask("sign-in/forgot/again", &[]).await.note, Some(Note::CodeSent));
    assert_eq!((world.codes(&who.email).await, world.code(&who.email).await), (2, code));
    assert_eq!(browser.ask("sign-in/forgot/again", &[]).await.note, Some(Note::WaitForCode { seconds: 60 }));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_right_codes_at_once_change_it_once() {
    let world = World::new().await;
    let who = world.member().await;
    let (browser, code) = asked(&world, &who).await;
    let other = browser.moved_to(&world.another().await);
    let tries = (0..50).map(|n| {
        let (mut browser, code) = (if n % 2 == 0 { browser.clone() } else { other.clone() }, code.clone());
        let password = format!("six herons read {n} old maps");
        tokio::spawn(async move {
            browser.program("sign-in/forgot/code", &[("code", &code), ("password", &password)]).await
        })
    });
    for answer in tries.collect::<Vec<_>>() {
        let answer = answer.await.unwrap();
        let busy = |status: u16| status == 503;
        assert!(answer.as_ref().map_or_else(|(status, _)| busy(status.as_u16()), |_| true), "{answer:?}");
    }
    assert_eq!(world.trail("password.reset").await, 1);
    assert_eq!(world.count("SELECT COUNT(*) FROM undo").await, 1);
    world.drain().await;
}

#[tokio::test]
async fn guesses_here_are_ten_a_day_and_burn_no_budget_of_a_sign_in() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    for _ in 0..2 {
        let (mut thief, code) = asked(&world, &who).await;
        for _ in 0..5 {
            choose(&mut thief, &not(&code), NEW_PASSWORD).await;
        }
    }
    let (mut thief, code) = asked(&world, &who).await;
    let note = choose(&mut thief, &code, NEW_PASSWORD).await;
    assert_eq!(note, Some(Note::CodeWrong { left: 4 }), "the eleventh, though right, and in the same words");
    assert!(password_is(&world, &who, PASSWORD).await);
    browser.in_settings(&world, &who).await;
    assert_eq!(world.count("SELECT wrong_run FROM person").await, 0);
    world.hours(25);
    let (mut later, code) = asked(&world, &who).await;
    assert_eq!(choose(&mut later, &code, NEW_PASSWORD).await, Some(Note::PasswordReset));
    world.drain().await;
}

#[tokio::test]
async fn a_stranger_who_burns_these_budgets_does_not_keep_the_owners_browser_out() {
    let world = World::new().await;
    let (who, mut owner) = (world.member().await, world.browser());
    owner.sign_in(&world, &who).await;
    owner.close();
    let mut thieves = Vec::new();
    for n in 0..4 {
        let (mut thief, sent) = (world.browser(), world.codes(&who.email).await);
        thief.ask("sign-in/forgot", &[("email", &who.email)]).await;
        assert_eq!(world.codes(&who.email).await, sent + usize::from(n < 3));
        thieves.push(thief);
    }
    for thief in &mut thieves {
        for _ in 0..5 {
            choose(thief, "12345678", NEW_PASSWORD).await;
        }
    }
    let before = world.codes(&who.email).await;
    owner.ask("sign-in/forgot", &[("email", &who.email)]).await;
    assert_eq!(world.codes(&who.email).await, before + 1, "a mail of the owner's own");
    let code = world.code(&who.email).await;
    assert_eq!(choose(&mut owner, &code, NEW_PASSWORD).await, Some(Note::PasswordReset), "and tries of their own");
    world.drain().await;
}

#[tokio::test]
async fn a_password_set_by_mail_counts_as_the_mailbox_until_a_full_sign_in() {
    let world = World::new().await;
    let (who, mut app_owner) = (world.member().await, world.browser());
    app_owner.in_settings(&world, &who).await;
    let app = app_owner.add_app(&world, "").await;
    let mailed = "SELECT COUNT(*) FROM person WHERE password_mailed_at IS NOT NULL";
    for (way, password) in [("phone", NEW_PASSWORD), ("app", "nine geese count slow trains")] {
        world.hours(1);
        let (mut browser, code) = asked(&world, &who).await;
        choose(&mut browser, &code, password).await;
        assert_eq!(world.count(mailed).await, 1);
        browser.ask("sign-in", &[("email", &who.email), ("password", password)]).await;
        world.drain().await;
        assert_eq!(world.count(mailed).await, 1, "not by the password alone");
        if way == "phone" {
            let code = world.code(&who.phone).await;
            browser.ask("sign-in/code", &[("code", &code)]).await;
        } else {
            browser.app_code("sign-in/app", &world, &app, &[]).await;
        }
        assert!(browser.session().is_some());
        assert_eq!(world.count(mailed).await, 0, "{way}");
    }
    world.drain().await;
}

#[tokio::test]
async fn the_mailbox_alone_reaches_no_session_where_there_is_a_second_factor() {
    let world = World::new().await;
    let paid = world.member().await;
    let trial = world.person("t@trial.example", Some((&world.trial, Role::Member)), Some(SPARE)).await;
    for who in [paid, trial] {
        let (mut thief, code) = asked(&world, &who).await;
        choose(&mut thief, &code, NEW_PASSWORD).await;
        thief.ask("sign-in", &[("email", &who.email), ("password", NEW_PASSWORD)]).await;
        world.drain().await;
        let mailed: Vec<String> = world.inbox(&who.email).await.into_iter().filter_map(|m| m.code).collect();
        for door in ["sign-in/code", "sign-in/app", "sign-in/recovery", "case/confirm", "2fa/phone/code"] {
            for code in &mailed {
                thief.clone().program(door, &[("code", code)]).await.ok();
            }
        }
        for door in ["settings/send", "2fa/app/start", "2fa/phone/another", "2fa/off", "settings/email/add"] {
            assert_eq!(thief.status(door, &[("agreed", "on"), ("email", "x@evil.example")]).await, 401, "{door}");
        }
        assert_eq!(world.sessions().await, 0);
        world.drain().await;
    }
}
