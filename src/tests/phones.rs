//! Several phones: a spare one added, asked for at sign-in, made the main one, removed.

use crate::actors::{Browser, sheet};
use crate::deeds::{SPARE, THIRD};
use crate::world::{Person, World, not};
use rekey::model::{Note, PhoneRefusal, Place, Role, Screen};

/// A member with a recovery code, in the settings.
async fn settled(world: &World) -> (Person, Browser, String) {
    let (who, mut browser) = (world.member().await, world.browser());
    let recovery = world.recovery_code(&who).await;
    browser.in_settings(world, &who).await;
    (who, browser, recovery)
}

/// The same with a spare phone; answers its id.
async fn with_spare(world: &World, number: &str) -> (Person, Browser, String) {
    let (who, mut browser, _) = settled(world).await;
    let page = browser.add_spare(world, number).await;
    assert!(matches!(page.note, Some(Note::SpareReady { .. })), "{page:?}");
    let id = browser.factors().await.spares.remove(0).id;
    world.drain().await;
    (who, browser, id)
}

#[tokio::test]
async fn a_spare_phone_is_added_beside_the_main_one_and_the_recovery_code_stays() {
    let world = World::new().await;
    let (who, mut browser, recovery) = settled(&world).await;
    let mut elsewhere = world.browser();
    elsewhere.sign_in(&world, &who).await;
    let page = browser.add_spare(&world, SPARE).await;
    assert_eq!((page.place, page.note), (Place::Edit, Some(Note::SpareReady { last: "187".into() })));
    assert_eq!(world.sessions().await, 1, "others end, as after every new factor");
    let factors = browser.factors().await;
    let last = |line: &rekey::model::PhoneLine| line.masked.last.clone();
    assert_eq!(factors.phone.as_ref().map(last), Some("143".into()));
    assert_eq!(factors.spares.iter().map(last).collect::<Vec<_>>(), ["187"]);
    for to in [&who.email, &who.phone] {
        let told = world.inbox(to).await.remove(0);
        assert!(told.text.contains("87") && told.text.contains("/undo?t="), "{to}: {}", told.text);
        assert!(!told.text.contains("3125550187"));
    }
    let mut other = world.browser();
    other.password(&who).await;
    let page = other.ask("sign-in/recovery", &[("code", &recovery)]).await;
    assert!(matches!(page.screen, Screen::AddPhone(_)), "{page:?}");
    world.drain().await;
}

#[tokio::test]
async fn where_there_is_no_recovery_code_one_comes_with_the_spare_phone() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.in_settings(&world, &who).await;
    let page = browser.add_spare(&world, SPARE).await;
    assert_eq!(sheet(page).code.len(), 29);
    assert_eq!(browser.factors().await.spares.len(), 1);
    world.drain().await;
}

#[tokio::test]
async fn the_code_goes_to_the_spare_phone_when_it_is_asked_for() {
    let world = World::new().await;
    let (who, _, id) = with_spare(&world, SPARE).await;
    let (mut browser, before) = (world.browser(), world.codes(SPARE).await);
    let Screen::Verify(verify) = browser.password(&who).await.screen else { panic!("no code page") };
    assert_eq!((verify.last.as_str(), &verify.others), ("43", &vec![(id.clone(), "87".to_owned())]));
    let first = world.code(&who.phone).await;
    assert_eq!(world.codes(SPARE).await, before, "the main one is the default");
    let page = browser.ask("sign-in/send", &[("phone", &id)]).await;
    assert_eq!(page.note, Some(Note::CodeSent));
    let Screen::Verify(verify) = page.screen else { panic!("no code page") };
    assert_eq!(verify.last, "87");
    let page = browser.ask("sign-in/code", &[("code", &first)]).await;
    assert!(matches!(page.note, Some(Note::CodeWrong { .. })), "the one before is dead: {page:?}");
    let code = world.code(SPARE).await;
    browser.ask("sign-in/code", &[("code", &code)]).await;
    assert!(browser.session().is_some());
    world.drain().await;
}

#[tokio::test]
async fn naming_a_phone_is_no_way_around_the_wait() {
    let world = World::new().await;
    let (who, mut browser, _) = with_spare(&world, SPARE).await;
    let main = browser.factors().await.phone.unwrap().id;
    let mut other = world.browser();
    other.password(&who).await;
    let wrong = world.wrong(&who.phone).await;
    other.ask("sign-in/code", &[("code", &wrong)]).await;
    for id in [main.as_str(), "x", "01a2076b-4400-772b-93f1-128b8277cf59"] {
        let page = other.ask("sign-in/send", &[("phone", id)]).await;
        assert_eq!(page.note, Some(Note::WaitForCode { seconds: 30 }), "{id}");
    }
    world.seconds(30);
    assert_eq!(other.ask("sign-in/send", &[("phone", &main)]).await.note, Some(Note::CodeSent));
    let page = other.ask("sign-in/code", &[("code", &wrong)]).await;
    assert_eq!(page.note, Some(Note::CodeWrong { left: 3 }), "the same code with the tries it had");
    world.drain().await;
}

#[tokio::test]
async fn a_late_code_is_sent_again_to_the_phone_that_it_was_asked_for() {
    for late in ["sign-in/code", "sign-in/send"] {
        let world = World::new().await;
        let (who, _, id) = with_spare(&world, SPARE).await;
        let mut browser = world.browser();
        browser.password(&who).await;
        browser.ask("sign-in/send", &[("phone", &id)]).await;
        let code = world.code(SPARE).await;
        world.minutes(10);
        let (main, spare) = (world.codes(&who.phone).await, world.codes(SPARE).await);
        let page = browser.ask(late, &[("code", &code)]).await;
        assert!(matches!(page.note, Some(Note::CodeExpired(_) | Note::CodeSent)), "{page:?}");
        assert_eq!((world.codes(&who.phone).await, world.codes(SPARE).await), (main, spare + 1), "{late}");
        let code = world.code(SPARE).await;
        browser.ask("sign-in/code", &[("code", &code)]).await;
        assert!(browser.session().is_some());
        world.drain().await;
    }
}

#[tokio::test]
async fn a_spare_phone_with_the_same_last_digits_is_offered_too() {
    let world = World::new().await;
    let (who, _, id) = with_spare(&world, "+13125550143").await;
    let mut browser = world.browser();
    let Screen::Verify(verify) = browser.password(&who).await.screen else { panic!("no code page") };
    assert_eq!(verify.others, [(id.clone(), "43".to_owned())]);
    browser.ask("sign-in/send", &[("phone", &id)]).await;
    let code = world.code("+13125550143").await;
    browser.ask("sign-in/code", &[("code", &code)]).await;
    assert!(browser.session().is_some());
    world.drain().await;
}

#[tokio::test]
async fn a_spare_number_is_judged_like_any_other_and_must_be_another() {
    let world = World::new().await;
    let (who, mut browser, _) = with_spare(&world, SPARE).await;
    for n in 0..5 {
        world.person(&format!("p{n}@acme.example"), Some((&world.acme, Role::Member)), Some(THIRD)).await;
    }
    let sent = world.inbox(&who.phone).await.len();
    world.seconds(1);
    browser.ask("2fa/phone/another", &[]).await;
    for (number, refusal) in [
        (who.phone.as_str(), PhoneRefusal::Yours),
        (SPARE, PhoneRefusal::Yours),
        ("+19005550143", PhoneRefusal::Premium),
        ("+18005550143", PhoneRefusal::TollFree),
        ("+447012345678", PhoneRefusal::Personal),
        (THIRD, PhoneRefusal::TooManyAccounts),
        ("", PhoneRefusal::Empty),
    ] {
        for same in ["", "on"] {
            let fields = [("country", "US"), ("number", number), ("channel", "sms"), ("same", same)];
            let page = browser.ask("2fa/phone", &fields).await;
            assert_eq!(page.note, Some(Note::PhoneRefused(refusal.clone())), "{number}");
        }
    }
    assert_eq!(world.inbox(&who.phone).await.len(), sent);
    assert_eq!(browser.factors().await.spares.len(), 1);
}

#[tokio::test]
async fn an_unverified_spare_phone_is_none() {
    let world = World::new().await;
    let (who, mut browser, _) = settled(&world).await;
    let before = world.dump().await;
    browser.ask("2fa/phone/another", &[]).await;
    browser.number(SPARE).await;
    let wrong = world.wrong(SPARE).await;
    browser.ask("2fa/phone/code", &[("code", &wrong)]).await;
    assert_eq!(before["phone"], world.dump().await["phone"]);
    let mut other = world.browser();
    let Screen::Verify(verify) = other.password(&who).await.screen else { panic!("no code page") };
    assert!(verify.others.is_empty());
    let (mut mine, code) = (browser.clone(), world.code(SPARE).await);
    mine.ask("2fa/reset/cancel", &[]).await;
    assert_eq!(browser.ask("2fa/phone/code", &[("code", &code)]).await.note, Some(Note::FlowOver));
    assert_eq!(before["phone"], world.dump().await["phone"]);
    world.drain().await;
}

#[tokio::test]
async fn the_spare_phone_that_is_bound_is_the_one_the_code_was_sent_to() {
    let world = World::new().await;
    let (_, mut browser, _) = settled(&world).await;
    browser.ask("2fa/phone/another", &[]).await;
    browser.number(THIRD).await;
    let first = world.code(THIRD).await;
    browser.number(SPARE).await;
    let page = browser.ask("2fa/phone/code", &[("code", &first), ("number", THIRD)]).await;
    assert!(matches!(page.note, Some(Note::CodeWrong { .. })), "{:?}", page.note);
    let code = world.code(SPARE).await;
    browser.ask("2fa/phone/code", &[("code", &code), ("number", THIRD)]).await;
    assert_eq!(browser.factors().await.spares[0].masked.last, "187");
    world.drain().await;
}

#[tokio::test]
async fn a_session_that_is_not_fresh_touches_no_phone() {
    let world = World::new().await;
    let (who, mut browser, id) = with_spare(&world, SPARE).await;
    world.minutes(16);
    browser.open_settings(&world, &who).await;
    let before = world.dump().await;
    for door in ["2fa/phone/another", "2fa/phone/main", "2fa/phone/remove"] {
        let page = browser.ask(door, &[("id", &id)]).await;
        assert_eq!((page.place, page.note), (Place::Prove, None), "{door}");
    }
    let page = browser.number(THIRD).await;
    assert_eq!((page.place, page.note), (Place::Edit, Some(Note::FlowOver)));
    assert_eq!(before["phone"], world.dump().await["phone"]);
    assert_eq!(browser.prove(&world, &who).await.note, Some(Note::Proved));
    assert!(matches!(browser.ask("2fa/phone/main", &[("id", &id)]).await.note, Some(Note::PhoneMain { .. })));
    world.drain().await;
}

#[tokio::test]
async fn nobody_has_more_than_five_phones() {
    let world = World::new().await;
    let (_, mut browser, _) = settled(&world).await;
    for area in ["212", "312", "415", "510"] {
        browser.add_spare(&world, &format!("+1{area}5550123")).await;
    }
    let page = browser.ask("2fa/phone/another", &[]).await;
    assert_eq!((page.place, page.note), (Place::Edit, Some(Note::TooManyPhones)));
    let page = browser.number(SPARE).await;
    assert_eq!(page.note, Some(Note::FlowOver));
    assert_eq!(world.count("SELECT COUNT(*) FROM phone WHERE removed_at IS NULL").await, 5);
    world.drain().await;
}

#[tokio::test]
async fn another_phone_becomes_the_main_one_and_all_are_told() {
    let world = World::new().await;
    let (who, mut browser, id) = with_spare(&world, SPARE).await;
    let page = browser.ask("2fa/phone/main", &[("id", &id)]).await;
    assert_eq!((page.place, page.note), (Place::Edit, Some(Note::PhoneMain { last: "187".into() })));
    for to in [who.email.as_str(), &who.phone, SPARE] {
        let told = world.inbox(to).await.remove(0);
        assert!(told.text.contains("ending") && told.text.contains("/undo?t="), "{to}: {}", told.text);
    }
    let before = world.codes(&who.phone).await;
    let spare = Person { phone: SPARE.into(), ..who.clone() };
    world.browser().sign_in(&world, &spare).await;
    assert_eq!(world.codes(&who.phone).await, before, "nothing goes to the one before");
    world.drain().await;
}

#[tokio::test]
async fn a_removed_phone_gets_no_code_and_the_main_one_is_followed_by_the_next() {
    let world = World::new().await;
    let (who, mut browser, _) = with_spare(&world, SPARE).await;
    let mut elsewhere = world.browser();
    elsewhere.sign_in(&world, &who).await;
    let main = browser.factors().await.phone.unwrap().id;
    let page = browser.ask("2fa/phone/remove", &[("id", &main)]).await;
    assert_eq!(page.note, Some(Note::PhoneRemoved { last: "143".into() }));
    assert_eq!(world.sessions().await, 1);
    for to in [who.email.as_str(), &who.phone, SPARE] {
        let inbox = world.inbox(to).await;
        let told = inbox.into_iter().find(|mail| mail.text.contains("phone ending")).expect("told of the removal");
        assert_eq!(told.text.contains("/undo?t="), to != who.phone, "{to}: not by the phone that is gone");
    }
    let before = world.codes(&who.phone).await;
    let mut other = world.browser();
    let Screen::Verify(verify) = other.password(&who).await.screen else { panic!("no code page") };
    assert_eq!((verify.last.as_str(), verify.others.len()), ("87", 0));
    let page = other.ask("sign-in/send", &[("phone", &main)]).await;
    assert!(page.note.is_some() && world.codes(&who.phone).await == before, "{page:?}");
    let code = world.code(SPARE).await;
    other.ask("sign-in/code", &[("code", &code)]).await;
    assert!(other.session().is_some());
    let last = browser.factors().await.phone.unwrap().id;
    assert_eq!(browser.ask("2fa/phone/remove", &[("id", &last)]).await.note, Some(Note::LastFactor));
    assert_eq!(world.count("SELECT COUNT(*) FROM phone WHERE removed_at IS NULL").await, 1);
    world.drain().await;
}

#[tokio::test]
async fn another_persons_phone_is_not_ones_own() {
    let world = World::new().await;
    let (who, mut browser, id) = with_spare(&world, SPARE).await;
    let (other, mut thief) = (world.person("o@acme.example", None, Some(THIRD)).await, world.browser());
    thief.in_settings(&world, &other).await;
    let before = world.dump().await;
    for door in ["2fa/phone/main", "2fa/phone/remove"] {
        thief.ask(door, &[("id", &id)]).await;
        assert_eq!(before["phone"], world.dump().await["phone"], "{door}");
    }
    let (mut half, sent) = (world.browser(), world.codes(SPARE).await);
    half.password(&other).await;
    half.ask("sign-in/send", &[("phone", &id)]).await;
    assert_eq!(world.codes(SPARE).await, sent);
    let mine = browser.factors().await;
    assert_eq!((mine.spares.len(), mine.phone.is_some()), (1, true));
    assert_ne!(who.id, other.id);
    world.drain().await;
}

#[tokio::test]
async fn an_unverified_number_is_bound_by_no_guess_and_counts_apart() {
    let world = World::new().await;
    let (who, mut browser, _) = settled(&world).await;
    browser.ask("2fa/phone/another", &[]).await;
    browser.number(SPARE).await;
    let code = world.code(SPARE).await;
    for _ in 0..5 {
        browser.ask("2fa/phone/code", &[("code", &not(&code))]).await;
    }
    let page = browser.ask("2fa/phone/code", &[("code", &code)]).await;
    assert!(matches!(page.note, Some(Note::CodeTries(_))), "{:?}", page.note);
    world.browser().sign_in(&world, &who).await;
    assert_eq!(browser.factors().await.spares.len(), 0);
    world.drain().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn removals_at_once_leave_one_factor() {
    let world = World::new().await;
    let (_, mut browser, id) = with_spare(&world, SPARE).await;
    browser.add_app(&world, "").await;
    let factors = browser.factors().await;
    let doors = [
        ("2fa/phone/remove", id),
        ("2fa/phone/remove", factors.phone.unwrap().id),
        ("2fa/app/remove", factors.apps[0].id.clone()),
    ];
    let removals = doors.into_iter().cycle().take(12).map(|(door, id)| {
        let mut browser = browser.clone();
        tokio::spawn(async move { browser.program(door, &[("id", &id)]).await })
    });
    for answer in removals.collect::<Vec<_>>() {
        let answer = answer.await.unwrap();
        // Whoever comes later finds the token renewed.
        assert!(answer.as_ref().map_or_else(|(status, _)| status.as_u16() == 401, |_| true), "{answer:?}");
    }
    let left = "SELECT (SELECT COUNT(*) FROM phone WHERE removed_at IS NULL) \
                + (SELECT COUNT(*) FROM app WHERE removed_at IS NULL AND added_at IS NOT NULL)";
    assert!(world.count(left).await >= 1);
    world.drain().await;
}

#[tokio::test]
async fn finishing_with_a_spare_phone_names_the_spare_one() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.in_settings(&world, &who).await;
    let page = browser.add_spare(&world, SPARE).await;
    let shown = crate::actors::sheet(page);
    let page = browser.ask("2fa/recovery/finish", &[("flow", &shown.flow), ("agreed", "on")]).await;
    assert_eq!(page.note, Some(Note::SpareReady { last: "187".into() }));
    world.drain().await;
}
