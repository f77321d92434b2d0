//! Right and wrong answers of `Reset MFA` look the same to whoever gave them: every page, every mail, every text, until
//! the wait is over (v5.0.0-6.4.2).

use crate::deeds::answers;
use crate::world::World;
use std::fmt::Write;

/// Everything that the person behind a request sees of it before the wait is over.
async fn seen(given: &[(&str, &str)]) -> String {
    let (world, mut all) = (World::new().await, String::new());
    let (who, mut browser) = (world.owner().await, world.browser());
    world.second_owner().await;
    let mut record = |what: &str, text: &str| writeln!(all, "{what}\n{}", plain(text)).unwrap();
    browser.password(&who).await;
    record("form", &browser.see("/sign-in/reset-mfa").await);
    browser.form("case/answers", &answers(given)).await;
    assert_eq!(browser.at, "/sign-in/reset-mfa/check");
    record("code", &browser.submit("case/send", &[]).await);
    let code = world.code(&who.email).await;
    record("sent", &browser.submit("case/confirm", &[("code", &code)]).await);
    assert_eq!(browser.at, "/sign-in/reset-mfa/status");
    let link = world.status_link(&who.email).await;
    for hours in [0, 1, 35, 34, 1] {
        world.hours(hours);
        world.tick().await;
        record("status", &world.browser().see(&format!("/sign-in/reset-mfa/status?t={link}")).await);
        let mut again = world.browser();
        again.password(&who).await;
        record("again", &again.see("/sign-in/reset-mfa").await);
        for to in [&who.email, &who.phone] {
            let inbox = world.inbox(to).await;
            record("messages", &inbox.len().to_string());
            for mail in inbox.into_iter().filter(|m| m.code.is_none()) {
                record(&mail.subject, &mail.text);
            }
        }
    }
    world.minutes(59);
    world.tick().await;
    record("last", &world.browser().see(&format!("/sign-in/reset-mfa/status?t={link}")).await);
    all
}

/// Without what is different every time: long random words, numbers of requests. Their length stays.
fn plain(text: &str) -> String {
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '+' | '/' | '=');
    let mut all = String::new();
    let mut word = String::new();
    for c in text.chars().chain([' ']) {
        if part(c) {
            word.push(c);
            continue;
        }
        let random = word.len() > 20 || word.starts_with("R-");
        all.push_str(&if random { "*".repeat(word.len()) } else { std::mem::take(&mut word) });
        word.clear();
        all.push(c);
    }
    all
}

#[tokio::test]
async fn right_and_wrong_answers_look_the_same_until_the_wait_is_over() {
    let right = seen(&[]).await;
    assert!(right.matches("messages").count() >= 10 && right.contains("half-way"), "{right}");
    let one = [("name", "Bob Poe")];
    let all = [("organization", "EMCA"), one[0], ("account", "9999"), ("postal", "XX9X9XX"), ("month", "2019-03")];
    for wrong in [&one[..], &all[..]] {
        let wrong = seen(wrong).await;
        for (a, b) in right.lines().zip(wrong.lines()) {
            assert_eq!(a, b);
        }
        assert_eq!(right.lines().count(), wrong.lines().count());
    }
}
