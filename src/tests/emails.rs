//! Email addresses: proved by a code, told of changes, changed with a way back, held still after a change of factors.

use crate::actors::Browser;
use crate::deeds::{NEW_PASSWORD, SPARE, THIRD};
use crate::world::{PASSWORD, Person, World, not};
use rekey::model::{Note, Place, Role};

const HOME: &str = "ana@home.example";
const NEXT: &str = "ana@next.example";

async fn settled(world: &World) -> (Person, Browser) {
    let (who, mut browser) = (world.member().await, world.browser());
    browser.in_settings(world, &who).await;
    (who, browser)
}

/// Asks for another address and gives the code that came to it.
async fn takes(browser: &mut Browser, world: &World, email: &str, primary: bool) -> Note {
    // Nobody asks for two within one millisecond.
    world.seconds(1);
    let fields = [("email", email), ("primary", if primary { "yes" } else { "" })];
    let page = browser.ask("settings/email/add", &fields).await;
    if page.place != Place::EmailCode {
        return page.note.unwrap();
    }
    let code = world.code(email).await;
    browser.ask("settings/email/code", &[("code", &code)]).await.note.unwrap()
}

async fn signs_in_with(world: &World, email: &str, password: &str) -> bool {
    let page = world.browser().ask("sign-in", &[("email", email), ("password", password)]).await;
    world.drain().await;
    page.place == Place::Verify
}

#[tokio::test]
async fn a_second_address_is_proved_by_a_code_and_told_of_changes_from_then_on() {
    let world = World::new().await;
    let (who, mut browser) = settled(&world).await;
    browser.ask("settings/email/add", &[("email", &format!(" {} ", HOME.to_uppercase()))]).await;
    assert!(browser.see("/settings/email/code").await.contains(HOME));
    let code = world.code(HOME).await;
    assert_eq!(code.len(), 8);
    let page = browser.ask("settings/email/code", &[("code", &not(&code))]).await;
    assert_eq!(page.note, Some(Note::CodeWrong { left: 4 }));
    browser.ask("2fa/recovery/new", &[]).await;
    assert_eq!(world.told(HOME).await, 0, "not yet an address of the account");
    assert_eq!(browser.ask("settings/email/code", &[("code", &code)]).await.note, Some(Note::EmailAdded));
    for to in [who.email.as_str(), HOME] {
        assert!(world.inbox(to).await[0].text.contains("is told of changes"), "{to}");
    }
    assert!(browser.see("/settings/email").await.contains(HOME));
    let before = world.told(HOME).await;
    world.seconds(1);
    browser.ask("2fa/recovery/new", &[]).await;
    assert_eq!(world.told(HOME).await, before + 1);
    assert!(!signs_in_with(&world, HOME, PASSWORD).await, "it signs nobody in");
}

#[tokio::test]
async fn a_changed_address_signs_in_and_the_old_one_is_told_this_last_thing() {
    let world = World::new().await;
    let (who, mut browser) = settled(&world).await;
    let mut elsewhere = world.browser();
    elsewhere.sign_in(&world, &who).await;
    let token = browser.session().unwrap().to_owned();
    assert_eq!(takes(&mut browser, &world, NEXT, true).await, Note::EmailChanged);
    assert_ne!(browser.session().unwrap(), token);
    assert_eq!((world.sessions().await, world.trail("email.change").await), (1, 1));
    for to in [who.email.as_str(), NEXT, &who.phone] {
        let told = world.inbox(to).await.into_iter().find(|m| m.code.is_none()).expect(to);
        assert!(told.text.contains("/undo?t="), "{to}: {}", told.text);
    }
    assert!(!signs_in_with(&world, &who.email, PASSWORD).await);
    assert!(signs_in_with(&world, NEXT, PASSWORD).await);
    let before = world.told(&who.email).await;
    world.seconds(1);
    browser.ask("2fa/recovery/new", &[]).await;
    assert_eq!((world.told(&who.email).await, world.told(NEXT).await), (before, 2), "the new one from now on");
    let mut forgot = world.browser();
    forgot.ask("sign-in/forgot", &[("email", NEXT)]).await;
    let code = world.code(NEXT).await;
    forgot.ask("sign-in/forgot/code", &[("code", &code), ("password", NEW_PASSWORD)]).await;
    assert!(signs_in_with(&world, NEXT, NEW_PASSWORD).await);
}

#[tokio::test]
async fn an_address_for_notices_becomes_the_one_to_sign_in_with_only_by_a_code_of_its_own() {
    let world = World::new().await;
    let (_, mut browser) = settled(&world).await;
    browser.ask("settings/email/add", &[("email", HOME)]).await;
    let notices = world.code(HOME).await;
    world.seconds(1);
    browser.ask("settings/email/add", &[("email", HOME), ("primary", "yes")]).await;
    let page = browser.ask("settings/email/code", &[("code", &notices)]).await;
    assert!(matches!(page.note, Some(Note::CodeWrong { .. })), "{page:?}");
    assert_eq!(takes(&mut browser, &world, HOME, false).await, Note::EmailAdded);
    assert!(!signs_in_with(&world, HOME, PASSWORD).await);
    assert_eq!(takes(&mut browser, &world, HOME, false).await, Note::EmailSame);
    assert_eq!(takes(&mut browser, &world, HOME, true).await, Note::EmailChanged);
    assert!(signs_in_with(&world, HOME, PASSWORD).await);
    assert_eq!(world.count("SELECT COUNT(*) FROM address").await, 1);
}

#[tokio::test]
async fn after_a_change_of_factors_the_address_is_held_for_a_day() {
    for deed in ["spare", "change", "remove", "app", "drop app", "recovery"] {
        let world = World::new().await;
        let (who, mut browser) = settled(&world).await;
        let recovery = world.recovery_code(&who).await;
        let mut phone = who.phone.clone();
        match deed {
            "spare" => drop(browser.add_spare(&world, SPARE).await),
            "change" => {
                browser.change_phone(&world, SPARE).await;
                phone = SPARE.into();
            }
            "app" => {
                browser.add_app(&world, "").await;
            }
            "recovery" => {
                browser = world.browser();
                browser.password(&who).await;
                browser.ask("sign-in/recovery", &[("code", &recovery)]).await;
                browser.verify_number(&world, SPARE).await;
                phone = SPARE.into();
            }
            _ => {
                browser.add_spare(&world, SPARE).await;
                browser.add_app(&world, "").await;
                world.hours(25);
                browser.in_settings(&world, &who).await;
                let (factors, app) = (browser.factors().await, deed == "drop app");
                let (door, id) = match app {
                    true => ("2fa/app/remove", factors.apps[0].id.clone()),
                    false => ("2fa/phone/remove", factors.spares[0].id.clone()),
                };
                browser.ask(door, &[("id", &id)]).await;
            }
        }
        world.drain().await;
        let who = Person { phone, ..who };
        world.seconds(24 * 3600 - 20 * 60);
        browser.in_settings(&world, &who).await;
        let note = takes(&mut browser, &world, NEXT, true).await;
        assert!(matches!(note, Note::EmailHeld(_)), "{deed}: {note:?}");
        assert_eq!(world.inbox(NEXT).await.len(), 0);
        assert_eq!(takes(&mut browser, &world, HOME, false).await, Note::EmailAdded, "{deed}: notices are no danger");
        world.minutes(20);
        browser.in_settings(&world, &who).await;
        assert_eq!(takes(&mut browser, &world, NEXT, true).await, Note::EmailChanged, "{deed}");
        world.drain().await;
    }
}

#[tokio::test]
async fn a_change_of_address_under_way_is_held_by_a_change_of_factors_as_well() {
    let world = World::new().await;
    let (_, mut browser) = settled(&world).await;
    browser.ask("settings/email/add", &[("email", NEXT), ("primary", "yes")]).await;
    let code = world.code(NEXT).await;
    browser.add_app(&world, "").await;
    let page = browser.ask("settings/email/code", &[("code", &code)]).await;
    assert_ne!(page.note, Some(Note::EmailChanged));
    assert!(!signs_in_with(&world, NEXT, PASSWORD).await);
}

#[tokio::test]
async fn an_address_that_somebody_signs_in_with_is_said_to_be_so_only_in_its_own_mailbox() {
    let world = World::new().await;
    let (other, (who, mut browser)) = (world.other().await, settled(&world).await);
    let page = browser.ask("settings/email/add", &[("email", &other.email), ("primary", "yes")]).await;
    assert_eq!((page.place, page.note), (Place::EmailCode, None), "as for any address");
    let code = world.code(&other.email).await;
    let page = browser.ask("settings/email/code", &[("code", &code)]).await;
    assert_eq!((page.place, page.note), (Place::Emails, Some(Note::EmailInUse)));
    assert_eq!(takes(&mut browser, &world, &who.email, true).await, Note::EmailSame);
    // Both want the same one; who proves it second is too late.
    let mut theirs = world.browser();
    theirs.in_settings(&world, &other).await;
    browser.ask("settings/email/add", &[("email", NEXT), ("primary", "yes")]).await;
    let first = world.code(NEXT).await;
    assert_eq!(takes(&mut theirs, &world, NEXT, true).await, Note::EmailChanged);
    let page = browser.ask("settings/email/code", &[("code", &first)]).await;
    assert_eq!(page.note, Some(Note::EmailInUse));
    assert_eq!(world.count("SELECT COUNT(*) FROM person WHERE email = 'ana@next.example'").await, 1);
    world.drain().await;
}

#[tokio::test]
async fn four_addresses_are_the_most_and_one_of_them_may_still_become_the_first() {
    let world = World::new().await;
    let (who, mut browser) = settled(&world).await;
    for n in 1..4 {
        assert_eq!(takes(&mut browser, &world, &format!("a{n}@home.example"), false).await, Note::EmailAdded);
    }
    for primary in [false, true] {
        assert_eq!(takes(&mut browser, &world, "a4@home.example", primary).await, Note::TooManyEmails);
    }
    assert_eq!(world.inbox("a4@home.example").await.len(), 0);
    assert!(browser.see("/settings/email").await.contains("remove one first"));
    assert_eq!(takes(&mut browser, &world, "a1@home.example", true).await, Note::EmailChanged);
    assert!(!browser.see("/settings/email").await.contains(&who.email));
    world.drain().await;
}

#[tokio::test]
async fn a_removed_address_is_told_once_more_and_never_again() {
    let world = World::new().await;
    let (who, mut browser) = settled(&world).await;
    let other = world.person("o@acme.example", Some((&world.acme, Role::Member)), Some(THIRD)).await;
    takes(&mut browser, &world, HOME, false).await;
    for not_mine in [who.email.as_str(), &other.email, "nobody@x.example", ""] {
        let page = browser.ask("settings/email/remove", &[("email", not_mine)]).await;
        assert_eq!(page.note, None, "{not_mine}");
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM address").await, 3);
    let before = world.told(HOME).await;
    let page = browser.ask("settings/email/remove", &[("email", HOME)]).await;
    assert_eq!(page.note, Some(Note::EmailRemoved));
    world.seconds(1);
    browser.ask("2fa/recovery/new", &[]).await;
    assert_eq!(world.told(HOME).await, before + 1);
    assert!(!world.inbox(HOME).await[0].text.contains("/undo?t="), "whoever was taken off takes nothing back");
    assert_eq!(world.undo_links(&who.email).await.len(), 3);
}

#[tokio::test]
async fn guesses_at_the_code_of_an_address_count_apart() {
    let world = World::new().await;
    let (who, mut browser) = settled(&world).await;
    for email in [HOME, NEXT] {
        world.seconds(1);
        browser.ask("settings/email/add", &[("email", email)]).await;
        let wrong = world.wrong(email).await;
        for _ in 0..5 {
            browser.ask("settings/email/code", &[("code", &wrong)]).await;
        }
    }
    let note = takes(&mut browser, &world, "third@home.example", false).await;
    assert!(matches!(note, Note::TooManyCodes(_)), "{note:?}");
    assert_eq!(world.inbox("third@home.example").await.len(), 0);
    world.browser().sign_in(&world, &who).await;
    world.drain().await;
}

#[tokio::test]
async fn what_cannot_be_an_address_is_refused_and_kept() {
    let world = World::new().await;
    let (_, mut browser) = settled(&world).await;
    for bad in ["", "ana", "ana@", "@home.example", "ana@home example"] {
        let html = browser.submit("settings/email/add", &[("email", bad)]).await;
        assert!(html.contains("There is a problem"), "{bad}");
        assert!(bad.is_empty() || html.contains(&format!("value=\"{bad}\"")), "{bad}");
    }
    let page = browser.ask("settings/email/code", &[("code", "12345678")]).await;
    assert_eq!((page.place, page.note), (Place::Emails, Some(Note::FlowOver)));
}

#[tokio::test]
async fn mailbox_and_session_together_change_no_address_password_or_factor() {
    let world = World::new().await;
    let (who, mut browser) = settled(&world).await;
    browser.ask("settings/email/add", &[("email", NEXT), ("primary", "yes")]).await;
    let code = world.code(NEXT).await;
    world.minutes(15);
    let mut thief = browser;
    thief.open_settings(&world, &who).await;
    let before = world.dump().await;
    let fields = [
        ("email", HOME),
        ("primary", "yes"),
        ("code", code.as_str()),
        ("password", PASSWORD),
        ("new_password", NEW_PASSWORD),
        ("agreed", "on"),
    ];
    for door in ["settings/email/add", "settings/email/code", "settings/email/again", "settings/email/remove"] {
        let page = thief.ask(door, &fields).await;
        assert_eq!((page.place, page.note), (Place::Prove, None), "{door}");
    }
    for door in ["settings/password", "2fa/app/start", "2fa/phone/another", "2fa/off", "2fa/recovery/new"] {
        assert_eq!(thief.ask(door, &fields).await.place, Place::Prove, "{door}");
    }
    let after = world.dump().await;
    for table in ["address", "person", "phone", "app", "recovery_code", "undo", "outbox"] {
        assert_eq!(before[table], after[table], "{table}");
    }
}
