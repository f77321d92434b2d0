//! A code is good for what it was asked for, by whom and where it was asked for, and for nothing else (T21, A5).

use crate::actors::{Browser, Got};
use crate::world::{PASSWORD, Person, World};
use rekey::model::{Note, Place, Proof, Purpose, Role, Screen};
use rekey::vault::CodeOf;

/// A browser at the point where a code of this purpose is asked for, and the fields that go with the code.
async fn ready(world: &World, who: &Person, purpose: Purpose, new: &str) -> (Browser, Vec<(&'static str, String)>) {
    let mut browser = world.browser();
    let mut fields = Vec::new();
    match purpose {
        Purpose::SignIn => drop(browser.password(who).await),
        Purpose::Gate => {
            browser.sign_in(world, who).await;
            browser.ask("settings/send", &[]).await;
        }
        Purpose::NewPhone => {
            browser.in_settings(world, who).await;
            browser.reset().await;
            browser.number(new).await;
        }
        Purpose::Proof => {
            browser.sign_in(world, who).await;
            world.minutes(15);
            browser.open_settings(world, who).await;
            let page = browser.ask("2fa/reset", &[("agreed", "on"), ("password", PASSWORD)]).await;
            let Screen::Reset(reset) = page.screen else { panic!("{page:?}") };
            let Proof::Code(sent) = reset.proof else { panic!("{reset:?}") };
            fields = vec![("agreed", "on".into()), ("flow", sent.flow)];
        }
        Purpose::Case => browser.asks_for_reset(world, who).await,
        Purpose::Pass => {
            world.pass_for(who).await;
            browser.password(who).await;
        }
        Purpose::Email => {
            browser.in_settings(world, who).await;
            browser.ask("settings/email/add", &[("email", MAILBOX)]).await;
        }
        Purpose::Forgot => {
            browser.ask("sign-in/forgot", &[("email", &who.email)]).await;
            fields = vec![("password", "six herons read old maps".into())];
        }
    }
    // Messages of one millisecond have no order: the next code must be alone among the new ones.
    world.drain().await;
    (browser, fields)
}

async fn give(browser: &mut Browser, purpose: Purpose, fields: &[(&'static str, String)], code: &str) -> Got {
    let door = match purpose {
        Purpose::SignIn => "sign-in/code",
        Purpose::Gate => "settings/confirm",
        Purpose::NewPhone => "2fa/phone/code",
        Purpose::Proof => "2fa/reset",
        Purpose::Case => "case/confirm",
        Purpose::Pass => "sign-in/code",
        Purpose::Email => "settings/email/code",
        Purpose::Forgot => "sign-in/forgot/code",
    };
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).chain([("code", code)]).collect();
    browser.program(door, &fields).await
}

fn done(purpose: Purpose, got: &Got) -> bool {
    let Ok(page) = got else { return false };
    match purpose {
        Purpose::SignIn => matches!(page.screen, Screen::Overview(_)),
        Purpose::Gate => matches!(page.screen, Screen::Settings(_)),
        Purpose::NewPhone => matches!(page.screen, Screen::RecoveryCode(_)),
        Purpose::Proof => page.place == Place::Edit && page.note.is_none(),
        Purpose::Case => page.note == Some(Note::CaseOpened),
        Purpose::Pass => matches!(page.screen, Screen::AddPhone(_)),
        Purpose::Email => page.note == Some(Note::EmailAdded),
        Purpose::Forgot => page.note == Some(Note::PasswordReset),
    }
}

/// The live code of a person and purpose, and what it would be for every other purpose.
async fn live(world: &World, who: &Person, purpose: Purpose) -> (String, Vec<String>) {
    let sql = "SELECT id, destination_index FROM challenge WHERE person_id = $1 AND purpose = $2 \
               AND used_at IS NULL AND ended_at IS NULL";
    let mut db = world.node.auth.store.read().await.unwrap();
    let query = sqlx::query_as(sql).bind(who.id.as_str()).bind(purpose.word());
    let (id, index): (String, String) = query.fetch_one(&mut *db).await.unwrap();
    let by_phone = matches!(purpose, Purpose::SignIn | Purpose::NewPhone | Purpose::Proof);
    let digits = if by_phone { 6 } else { 8 };
    let code = |purpose| {
        let of = CodeOf { challenge: &id, purpose, person: who.id.as_str(), destination: &index, digits };
        world.node.auth.vault.code(of)
    };
    let others = Purpose::ALL.into_iter().filter(|p| *p != purpose).map(code).collect();
    (code(purpose), others)
}

const NUMBERS: [&str; 2] = ["+14155550111", "+15105550122"];
const MAILBOX: &str = "second@elsewhere.example";

#[tokio::test]
async fn only_the_diagonal_of_purposes_succeeds() {
    // Five tries are too few for all wrong codes at once.
    for (asked, part) in Purpose::ALL.into_iter().flat_map(|asked| [(asked, 0), (asked, 4)]) {
        let world = World::new().await;
        let (who, other) = (world.member().await, world.other().await);
        // The proof moves the clock: the person it is about comes last.
        let (_theirs, _) = ready(&world, &other, asked, NUMBERS[1]).await;
        let (mut browser, fields) = ready(&world, &who, asked, NUMBERS[0]).await;
        let (own, mut wrong) = live(&world, &who, asked).await;
        wrong.push(live(&world, &other, asked).await.0);
        assert_eq!(wrong.len(), 8);
        for (n, code) in wrong[part..part + 4].iter().enumerate() {
            let page = give(&mut browser, asked, &fields, code).await;
            let left = 4 - u32::try_from(n).unwrap();
            assert_eq!(page.unwrap().note, Some(Note::CodeWrong { left }), "{asked:?}, code {n}");
        }
        let page = give(&mut browser, asked, &fields, &own).await;
        assert!(done(asked, &page), "{asked:?}: {page:?}");
        world.drain().await;
    }
}

#[tokio::test]
async fn a_code_that_really_came_for_one_thing_is_refused_for_every_other() {
    for came in Purpose::ALL {
        for asked in Purpose::ALL.into_iter().filter(|p| *p != came) {
            let world = World::new().await;
            let who = world.member().await;
            // The proof moves the clock: first, so that the other code is live when it is tried.
            // A granted reset changes every sign-in that follows: last, for the same reason.
            let first = asked == Purpose::Proof || came == Purpose::Pass;
            let order = if first { [asked, came] } else { [came, asked] };
            let mut ready_for = Vec::new();
            let mut code = String::new();
            for purpose in order {
                ready_for.push((purpose, ready(&world, &who, purpose, NUMBERS[0]).await));
                if purpose == came {
                    code = live(&world, &who, came).await.0;
                }
            }
            let (_, (mut browser, fields)) = ready_for.into_iter().find(|(p, _)| *p == asked).unwrap();
            let page = give(&mut browser, asked, &fields, &code).await;
            assert!(!done(asked, &page), "a code for {came:?} at {asked:?}: {page:?}");
            world.drain().await;
        }
    }
}

#[tokio::test]
async fn the_code_of_one_browser_is_of_no_use_in_another() {
    for asked in Purpose::ALL {
        let world = World::new().await;
        let who = world.member().await;
        let (mut first, fields) = ready(&world, &who, asked, NUMBERS[0]).await;
        let early = live(&world, &who, asked).await.0;
        let (mut second, others) = ready(&world, &who, asked, NUMBERS[0]).await;
        let late = live(&world, &who, asked).await.0;
        let page = give(&mut second, asked, &others, &early).await;
        assert!(!done(asked, &page), "{asked:?}: the first browser's code in the second: {page:?}");
        let page = give(&mut first, asked, &fields, &late).await;
        assert!(!done(asked, &page), "{asked:?}: the second browser's code in the first: {page:?}");
        world.drain().await;
    }
}

#[tokio::test]
async fn the_words_of_a_message_tell_what_its_code_does() {
    let world = World::new().await;
    let who = world.person("a@acme.example", Some((&world.acme, Role::Member)), Some("+12055550143")).await;
    let mut texts = Vec::new();
    // A granted reset changes every sign-in that follows.
    let last = |purpose: &Purpose| *purpose == Purpose::Pass;
    let mut order = Purpose::ALL;
    order.sort_by_key(last);
    for purpose in order {
        ready(&world, &who, purpose, NUMBERS[0]).await;
        let to = match purpose {
            Purpose::NewPhone => NUMBERS[0],
            Purpose::Email => MAILBOX,
            Purpose::SignIn | Purpose::Proof => &who.phone,
            _ => &who.email,
        };
        let mail = world.inbox(to).await.into_iter().find(|m| m.code.is_some()).unwrap();
        texts.push(mail.text.replace(mail.code.as_deref().unwrap(), "[code]"));
        world.hours(2);
    }
    texts.sort();
    texts.dedup();
    assert_eq!(texts.len(), Purpose::ALL.len(), "{texts:#?}");
}
