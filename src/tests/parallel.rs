//! Many at once: the count comes first, and exactly one gets through (T5, T6).

use crate::actors::{Browser, Got};
use crate::world::{Person, World, not};
use rekey::model::{Note, Screen};

/// The same request from many browsers at once.
async fn at_once(browsers: Vec<Browser>, door: &'static str, code: &str) -> Vec<Got> {
    let tasks: Vec<_> = browsers
        .into_iter()
        .map(|mut browser| {
            let code = code.to_owned();
            tokio::spawn(async move { browser.program(door, &[("code", &code)]).await })
        })
        .collect();
    let mut answers = Vec::new();
    for task in tasks {
        answers.push(task.await.unwrap());
    }
    answers
}

fn well(answers: &[Got]) {
    let broken: Vec<_> = answers.iter().filter_map(|a| a.as_ref().err()).collect();
    assert!(broken.is_empty(), "{} of {} answers are faults: {:?}", broken.len(), answers.len(), broken[0]);
}

async fn asked(world: &World) -> (Person, Browser, String) {
    let (who, mut browser) = (world.member().await, world.browser());
    browser.password(&who).await;
    let code = world.code(&who.phone).await;
    (who, browser, code)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_right_codes_at_once_give_exactly_one_session() {
    let world = World::new().await;
    let (_, browser, code) = asked(&world).await;
    let answers = at_once(vec![browser.clone(); 50], "sign-in/code", &code).await;
    well(&answers);
    assert_eq!((world.sessions().await, world.trail("session.begin").await), (1, 1));
    let replay = browser.clone().ask("sign-in/code", &[("code", &code)]).await;
    assert_eq!(replay.note, Some(Note::FlowOver));
    assert_eq!(world.sessions().await, 1);
    world.drain().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn right_codes_pressed_twice_are_no_failures() {
    let world = World::new().await;
    let (_, browser, code) = asked(&world).await;
    at_once(vec![browser; 20], "sign-in/code", &code).await;
    assert_eq!(world.sessions().await, 1);
    let counted = world.count("SELECT COUNT(*) FROM budget_event WHERE key LIKE 'wrong:%'").await;
    assert_eq!((counted, world.trail("code.wrong").await), (0, 0), "a double click costs tries of the day");
    assert_eq!(world.count("SELECT wrong_run FROM person").await, 0);
    world.drain().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_hundred_wrong_codes_against_two_servers_are_compared_five_times() {
    let world = World::new().await;
    let (_, browser, code) = asked(&world).await;
    let second = browser.moved_to(&world.another().await);
    let browsers = (0..200).map(|n| if n % 2 == 0 { browser.clone() } else { second.clone() }).collect();
    let answers = at_once(browsers, "sign-in/code", &not(&code)).await;
    well(&answers);
    assert_eq!((world.trail("code.wrong").await, world.count("SELECT tries FROM challenge").await), (5, 5));
    for mut browser in [browser, second] {
        let page = browser.ask("sign-in/code", &[("code", &code)]).await;
        assert!(matches!(page.note, Some(Note::CodeTries(_))), "the right one comes too late: {page:?}");
        assert!(browser.session().is_none());
    }
    assert_eq!((world.sessions().await, world.trail("code.wrong").await), (0, 5));
    world.drain().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_persons_failures_never_pass_ten_over_many_challenges() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    let other = world.another().await;
    for _ in 0..5 {
        browser.password(&who).await;
        if world.codes(&who.phone).await > 0 {
            let wrong = world.wrong(&who.phone).await;
            let second = browser.moved_to(&other);
            let browsers = (0..40).map(|n| if n % 2 == 0 { browser.clone() } else { second.clone() }).collect();
            well(&at_once(browsers, "sign-in/code", &wrong).await);
        }
    }
    assert_eq!(world.trail("code.wrong").await, 10);
    assert_eq!(world.count("SELECT COUNT(*) FROM budget_event WHERE key LIKE 'wrong:%'").await, 10);
    assert_eq!(world.count("SELECT wrong_run FROM person").await, 10);
    assert!(world.count("SELECT MAX(tries) FROM challenge").await <= 5);
    world.drain().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_right_codes_from_the_new_phone_change_it_once() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.in_settings(&world, &who).await;
    browser.reset().await;
    browser.number("+13125550187").await;
    let code = world.code("+13125550187").await;
    let answers = at_once(vec![browser; 50], "2fa/phone/code", &code).await;
    let shown = answers.iter().flatten().filter(|p| matches!(p.screen, Screen::RecoveryCode(_))).count();
    assert!(shown >= 1);
    assert_eq!(world.trail("phone.change").await, 1);
    assert_eq!(world.count("SELECT COUNT(*) FROM phone").await, 2);
    assert_eq!(world.count("SELECT COUNT(*) FROM phone WHERE removed_at IS NULL").await, 1);
    assert_eq!(world.count("SELECT COUNT(*) FROM recovery_code WHERE ended_at IS NULL").await, 1);
    let faults: Vec<_> = answers.iter().filter_map(|a| a.as_ref().err()).filter(|(s, _)| s.as_u16() != 401).collect();
    assert!(faults.is_empty(), "{faults:?}");
    world.drain().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn messages_asked_for_at_once_are_sent_once() {
    let world = World::new().await;
    let (who, browser, _) = asked(&world).await;
    world.seconds(30);
    let answers = at_once(vec![browser; 20], "sign-in/send", "").await;
    well(&answers);
    assert_eq!(world.count("SELECT sends FROM challenge").await, 2);
    assert_eq!(world.codes(&who.phone).await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn wrong_passwords_at_once_are_counted_one_by_one() {
    let world = World::new().await;
    let who = world.member().await;
    let tasks: Vec<_> = (0..40)
        .map(|_| {
            let (mut browser, email) = (world.browser(), who.email.clone());
            let fields = async move {
                browser.program("sign-in", &[("email", &email), ("password", "not the password at all")]).await
            };
            tokio::spawn(fields)
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    assert_eq!(world.trail("password.wrong").await, 5, "five are looked at, then the lock is on");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_workers_send_each_message_once() {
    let world = World::new().await;
    let who = world.member().await;
    for n in 0..5 {
        world.browser().password(&who).await;
        let mail = world.person(&format!("t{n}@trial.example"), None, None).await;
        let mut browser = world.browser();
        browser.password(&mail).await;
        browser.ask("settings/send", &[]).await;
    }
    let other = world.another().await;
    let (a, b) = tokio::join!(world.node.worker.drain(), other.worker.drain());
    a.unwrap();
    b.unwrap();
    let (first, second) = (world.node.sim.json(None).len(), other.sim.json(None).len());
    // Four of the five texts were superseded before they were sent.
    assert_eq!(first + second, 6, "{first} and {second}");
    assert_eq!(world.count("SELECT COUNT(*) FROM outbox WHERE state = 'sent'").await, 6);
    assert_eq!(world.count("SELECT COUNT(*) FROM outbox WHERE attempts > 1").await, 0);
}
