//! Codes: waits, sends, tries, and the budgets that no new challenge, sign-in or browser resets (T3, T22).

use crate::world::{Person, World};
use rekey::model::{Note, Role, Screen};
use std::net::IpAddr;

/// Wrong codes until this many were compared or no more are taken; answers how many were.
async fn burn(world: &World, who: &Person, most: i64) -> i64 {
    let begun = world.trail("code.wrong").await;
    let mut browser = world.browser();
    for _ in 0..most {
        if browser.flow().is_none() {
            let page = browser.password(who).await;
            if page.note.is_some() {
                break;
            }
        }
        let wrong = world.wrong(&who.phone).await;
        let page = browser.ask("sign-in/code", &[("code", &wrong)]).await;
        match page.note {
            Some(Note::CodeWrong { .. }) => {}
            Some(Note::CodeTries(_)) => browser.jar.clear(),
            _ => break,
        }
    }
    world.drain().await;
    world.trail("code.wrong").await - begun
}

async fn person(world: &World, n: usize, phone: &str) -> Person {
    world.person(&format!("p{n}@acme.example"), Some((&world.acme, Role::Member)), Some(phone)).await
}

/// Area codes of the United States: each begins prefixes of its own.
const AREAS: [&str; 8] = ["205", "251", "256", "334", "907", "480", "520", "602"];

#[tokio::test]
async fn waits_between_messages_grow_and_the_fifth_is_the_last() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.password(&who).await;
    for (sent, wait) in [(1, 30), (2, 60), (3, 120), (4, 300)] {
        world.seconds(wait - 1);
        assert_eq!(browser.ask("sign-in/send", &[]).await.note, Some(Note::WaitForCode { seconds: 1 }));
        assert_eq!(world.codes(&who.phone).await, sent);
        world.seconds(1);
        assert_eq!(browser.ask("sign-in/send", &[]).await.note, Some(Note::CodeSent), "after {wait} seconds");
        assert_eq!(world.codes(&who.phone).await, sent + 1);
    }
    world.seconds(80);
    for channel in ["", "call"] {
        let page = browser.ask("sign-in/send", &[("channel", channel)]).await;
        assert!(matches!(page.note, Some(Note::SendLimit { sent: 5, .. })), "{:?}", page.note);
    }
    let codes = world.inbox(&who.phone).await;
    assert!(codes.iter().all(|m| m.code == codes[0].code), "one code in all five");
    let code = world.code(&who.phone).await;
    browser.ask("sign-in/code", &[("code", &code)]).await;
    assert!(browser.session().is_some(), "it still lives");
}

#[tokio::test]
async fn a_resend_gives_no_new_tries() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.password(&who).await;
    let wrong = world.wrong(&who.phone).await;
    for _ in 0..4 {
        browser.ask("sign-in/code", &[("code", &wrong)]).await;
    }
    world.seconds(30);
    browser.ask("sign-in/send", &[]).await;
    let code = world.code(&who.phone).await;
    let page = browser.ask("sign-in/code", &[("code", &wrong)]).await;
    assert!(matches!(page.note, Some(Note::CodeTries(_))), "{:?}", page.note);
    let page = browser.ask("sign-in/code", &[("code", &code)]).await;
    assert!(matches!(page.note, Some(Note::CodeTries(_))), "the right one comes too late: {:?}", page.note);
    assert!(browser.session().is_none());
    let page = browser.ask("sign-in/send", &[]).await;
    assert!(matches!(page.note, Some(Note::CodeTries(_))), "no new challenge before the old one's end");
    assert_eq!(world.count("SELECT MAX(tries) FROM challenge").await, 5);
    world.drain().await;
}

#[tokio::test]
async fn the_eleventh_wrong_code_in_a_day_is_refused_over_challenges_sign_ins_and_browsers() {
    let world = World::new().await;
    let (who, mut first, mut second) = (world.member().await, world.browser(), world.browser());
    first.password(&who).await;
    let wrong = world.wrong(&who.phone).await;
    for _ in 0..4 {
        first.ask("sign-in/code", &[("code", &wrong)]).await;
    }
    first.password(&who).await;
    let wrong = world.wrong(&who.phone).await;
    first.ask("sign-in/code", &[("code", &wrong)]).await;
    second.ip = Some(IpAddr::from([203, 0, 113, 7]));
    second.password(&who).await;
    let wrong = world.wrong(&who.phone).await;
    for _ in 0..5 {
        second.ask("sign-in/code", &[("code", &wrong)]).await;
    }
    assert_eq!(world.trail("code.wrong").await, 10);
    let sent = world.codes(&who.phone).await;
    for browser in [&mut first, &mut second, &mut world.browser()] {
        let page = browser.password(&who).await;
        assert!(matches!(page.note, Some(Note::TooManyCodes(_))), "{:?}", page.note);
        let page = browser.ask("sign-in/code", &[("code", "123456")]).await;
        assert!(matches!(page.note, Some(Note::TooManyCodes(_))), "{:?}", page.note);
        let page = browser.ask("sign-in/send", &[]).await;
        assert!(matches!(page.note, Some(Note::TooManyCodes(_))), "{:?}", page.note);
    }
    assert_eq!((world.trail("code.wrong").await, world.codes(&who.phone).await), (10, sent));
    world.hours(24);
    first.sign_in(&world, &who).await;
}

#[tokio::test]
async fn wrong_codes_of_sign_in_gate_and_proof_share_one_budget() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.sign_in(&world, &who).await;
    let mut same = browser.clone();
    same.close();
    same.password(&who).await;
    let wrong = world.wrong(&who.phone).await;
    for _ in 0..5 {
        same.ask("sign-in/code", &[("code", &wrong)]).await;
    }
    browser.ask("settings/send", &[]).await;
    let wrong = world.wrong(&who.email).await;
    for _ in 0..5 {
        browser.ask("settings/confirm", &[("code", &wrong)]).await;
    }
    assert_eq!(world.trail("code.wrong").await, 10);
    assert!(matches!(same.password(&who).await.note, Some(Note::TooManyCodes(_))));
    world.minutes(10);
    assert!(matches!(browser.ask("settings/send", &[]).await.note, Some(Note::TooManyCodes(_))));
    world.drain().await;
}

#[tokio::test]
async fn wrong_codes_of_a_new_phone_count_apart_and_are_ten_a_day_too() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.in_settings(&world, &who).await;
    browser.reset().await;
    for number in ["+13125550187", "+14155550111"] {
        browser.number(number).await;
        let wrong = world.wrong(number).await;
        for _ in 0..5 {
            browser.ask("2fa/phone/code", &[("code", &wrong)]).await;
        }
    }
    assert_eq!(world.trail("code.wrong").await, 10);
    let page = browser.number("+15105550122").await;
    assert!(matches!(page.note, Some(Note::TooManyCodes(_))), "{:?}", page.note);
    assert_eq!(world.codes("+15105550122").await, 0);
    world.browser().sign_in(&world, &who).await;
    world.drain().await;
}

#[tokio::test]
async fn a_success_clears_the_run_and_nothing_else() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    assert_eq!(burn(&world, &who, 4).await, 4);
    assert_eq!(world.count("SELECT wrong_run FROM person").await, 4);
    browser.sign_in(&world, &who).await;
    assert_eq!(world.count("SELECT wrong_run FROM person").await, 0);
    assert_eq!(world.count("SELECT COUNT(*) FROM budget_event").await, 4, "the right code itself is no failure");
    assert_eq!(burn(&world, &who, 20).await, 6, "the day's ten are still counted");
}

#[tokio::test]
async fn three_wrong_codes_after_the_right_password_are_told_by_mail() {
    let world = World::new().await;
    let who = world.member().await;
    burn(&world, &who, 2).await;
    assert_eq!(world.inbox(&who.email).await.len(), 0);
    burn(&world, &who, 3).await;
    assert_eq!(world.inbox(&who.email).await.len(), 1, "once an hour");
}

#[tokio::test]
async fn forty_wrong_codes_in_a_month_force_a_new_password() {
    let world = World::new().await;
    let who = world.member().await;
    for day in 0..4 {
        assert_eq!(world.count("SELECT COUNT(*) FROM person WHERE new_password_at IS NOT NULL").await, 0, "day {day}");
        assert_eq!(burn(&world, &who, 20).await, 10, "day {day}");
        world.hours(24);
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM person WHERE new_password_at IS NOT NULL").await, 1);
    let mut browser = world.browser();
    browser.password(&who).await;
    let code = world.code(&who.phone).await;
    let page = browser.ask("sign-in/code", &[("code", &code)]).await;
    assert!(matches!(page.screen, Screen::NewPassword) && browser.session().is_none(), "{page:?}");
    browser.ask("sign-in/new-password", &[("password", "six herons read old maps")]).await;
    assert!(browser.session().is_some());
    world.drain().await;
}

#[tokio::test]
async fn somebody_whose_password_was_forced_out_is_told_and_gets_in_with_phone_and_new_password() {
    let world = World::new().await;
    let (who, mut owner) = (world.member().await, world.browser());
    for _ in 0..4 {
        burn(&world, &who, 20).await;
        world.hours(24);
    }
    let inbox = world.inbox(&who.email).await;
    assert!(inbox.iter().any(|m| m.text.to_lowercase().contains("new password")), "nobody said so: {inbox:?}");
    let page = owner.password(&who).await;
    assert!(page.note.is_none(), "26 days without a way to use one's own phone: {:?}", page.note);
    let code = world.code(&who.phone).await;
    let page = owner.ask("sign-in/code", &[("code", &code)]).await;
    assert!(matches!(page.screen, Screen::NewPassword), "{page:?}");
    let new = [("email", who.email.as_str()), ("password", "six herons read old maps")];
    owner.ask("sign-in/new-password", &new[1..]).await;
    assert!(owner.session().is_some());
    world.hours(1);
    let page = world.browser().ask("sign-in", &new).await;
    assert!(page.note.is_none(), "and again the next time: {:?}", page.note);
    world.drain().await;
}

#[tokio::test]
async fn fifty_wrong_codes_in_a_row_turn_the_phone_off_and_the_recovery_code_gets_in() {
    let world = World::new().await;
    let (who, mut owner) = (world.member().await, world.browser());
    let recovery = world.recovery_code(&who).await;
    for _ in 0..4 {
        burn(&world, &who, 20).await;
        world.hours(24);
    }
    world.hours(26 * 24);
    assert_eq!(burn(&world, &who, 9).await, 9);
    assert_eq!(world.count("SELECT COUNT(*) FROM person WHERE phone_disabled_at IS NOT NULL").await, 0);
    assert_eq!(burn(&world, &who, 9).await, 1, "the fiftieth");
    assert_eq!(world.count("SELECT COUNT(*) FROM person WHERE phone_disabled_at IS NOT NULL").await, 1);
    assert_eq!(world.trail("phone.disable").await, 1);
    world.hours(24);
    let sent = world.codes(&who.phone).await;
    let page = owner.password(&who).await;
    assert_eq!(page.note, Some(Note::PhoneDisabled));
    assert_eq!(owner.ask("sign-in/send", &[]).await.note, Some(Note::PhoneDisabled));
    assert_eq!(world.codes(&who.phone).await, sent);
    owner.ask("sign-in/recovery", &[("code", &recovery)]).await;
    owner.ask("sign-in/new-password", &[("password", "six herons read old maps")]).await;
    owner.verify_number(&world, "+13125550187").await;
    assert!(owner.session().is_some());
    assert_eq!(world.count("SELECT COUNT(*) FROM person WHERE phone_disabled_at IS NOT NULL").await, 0);
    world.drain().await;
}

#[tokio::test]
async fn a_person_gets_six_messages_an_hour_and_ten_a_day() {
    let world = World::new().await;
    let who = world.member().await;
    for _ in 0..6 {
        assert_eq!(world.browser().password(&who).await.note, None);
        world.drain().await;
        world.minutes(1);
    }
    assert!(matches!(world.browser().password(&who).await.note, Some(Note::SendBudget(_))));
    assert_eq!(world.codes(&who.phone).await, 6);
    world.minutes(60);
    for _ in 0..4 {
        assert_eq!(world.browser().password(&who).await.note, None);
        world.drain().await;
    }
    world.hours(5);
    let page = world.browser().password(&who).await;
    assert!(matches!(page.note, Some(Note::SendBudget(_))), "{:?}", page.note);
    assert_eq!(world.codes(&who.phone).await, 10);
    world.hours(20);
    assert_eq!(world.browser().password(&who).await.note, None);
    world.drain().await;
}

#[tokio::test]
async fn a_number_gets_six_messages_an_hour_over_all_accounts() {
    let world = World::new().await;
    let (a, b) = (person(&world, 1, "+12055550143").await, person(&world, 2, "+12055550143").await);
    for who in [&a, &a, &a, &b, &b, &b] {
        assert_eq!(world.browser().password(who).await.note, None);
        world.drain().await;
    }
    for who in [&a, &b] {
        assert!(matches!(world.browser().password(who).await.note, Some(Note::SendBudget(_))));
    }
    assert_eq!(world.codes("+12055550143").await, 6);
}

#[tokio::test]
async fn a_number_is_called_twice_an_hour_and_four_times_a_day_and_still_gets_texts() {
    let world = World::new().await;
    let who = person(&world, 1, "+12055550143").await;
    for hour in 0..3 {
        for n in 0..3 {
            let mut browser = world.browser();
            if n == 2 && hour == 2 {
                continue;
            }
            world.meddle("DELETE FROM send_log WHERE channel = 'sms'").await;
            browser.password(&who).await;
            world.seconds(30);
            let page = browser.ask("sign-in/send", &[("channel", "call")]).await;
            let fits = n < 2 && hour < 2;
            let called = matches!(page.note, Some(Note::CallStarted { .. }));
            assert_eq!(called, fits, "hour {hour}, call {n}: {:?}", page.note);
            world.drain().await;
        }
        world.hours(1);
    }
    let calls = world.inbox(&who.phone).await.iter().filter(|m| m.channel == "call").count();
    assert_eq!(calls, 4);
}

#[tokio::test]
async fn a_prefix_gets_ten_messages_an_hour_and_another_prefix_is_not_touched() {
    let world = World::new().await;
    for n in 0..10 {
        let who = person(&world, n, &format!("+120555501{n:02}")).await;
        assert_eq!(world.browser().password(&who).await.note, None, "{}", who.phone);
    }
    let eleventh = person(&world, 11, "+12055550199").await;
    assert!(matches!(world.browser().password(&eleventh).await.note, Some(Note::SendBudget(_))));
    let elsewhere = person(&world, 12, "+12515550199").await;
    assert_eq!(world.browser().password(&elsewhere).await.note, None);
    world.drain().await;
}

#[tokio::test]
async fn a_network_address_causes_thirty_messages_an_hour() {
    let world = World::new().await;
    let ask = async |who: &Person, ip: [u8; 4]| world.browser().from(ip).password(who).await.note;
    let mut people = Vec::new();
    for (n, area) in AREAS.iter().enumerate() {
        people.push(person(&world, n, &format!("+1{area}5550143")).await);
    }
    for who in &people[..6] {
        for _ in 0..5 {
            assert_eq!(ask(who, [203, 0, 113, 9]).await, None);
        }
    }
    assert!(matches!(ask(&people[6], [203, 0, 113, 9]).await, Some(Note::SendBudget(_))));
    assert_eq!(ask(&people[6], [203, 0, 113, 10]).await, None, "another address");
    world.minutes(60);
    assert_eq!(ask(&people[7], [203, 0, 113, 9]).await, None, "an hour later");
    world.drain().await;
}

#[tokio::test]
async fn a_country_and_the_whole_server_have_a_cap_a_day() {
    for (key, countries) in [("sends_country_daily", true), ("sends_daily", false)] {
        let world = World::with(&format!("[policy]\n{key} = 10")).await;
        for n in 0..10 {
            let who = person(&world, n, &format!("+1{}5550143", AREAS[n % 8])).await;
            assert_eq!(world.browser().password(&who).await.note, None);
        }
        let american = person(&world, 20, "+16235550143").await;
        assert!(matches!(world.browser().password(&american).await.note, Some(Note::SendBudget(_))), "{key}");
        let british = person(&world, 21, "+447700900982").await;
        let note = world.browser().password(&british).await.note;
        assert_eq!(note.is_none(), countries, "{key}: {note:?}");
        world.hours(16);
        assert_eq!(world.browser().password(&american).await.note, None, "a new UTC day");
        world.drain().await;
    }
}

#[tokio::test]
async fn one_mailbox_gets_six_codes_an_hour() {
    let world = World::new().await;
    let who = world.person("owner@trial.example", Some((&world.trial, Role::Member)), None).await;
    for n in 0..7 {
        let mut browser = world.browser();
        browser.password(&who).await;
        let page = browser.ask("settings/send", &[]).await;
        assert_eq!(matches!(page.note, Some(Note::SendBudget(_))), n == 6, "{n}: {:?}", page.note);
        world.drain().await;
    }
    assert_eq!(world.codes(&who.email).await, 6);
}
