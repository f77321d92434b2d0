use crate::actors::{Browser, sheet};
use crate::world::{PASSWORD, Person, World, not};
use rekey::model::{Note, PhoneRefusal, Place, Proof, Role, Screen};

const NEW: &str = "+13125550187";

/// The proof's challenge, after the password was given again.
async fn prove_password(browser: &mut Browser) -> String {
    let page = browser.ask("2fa/reset", &[("agreed", "on"), ("password", PASSWORD)]).await;
    match page.screen {
        Screen::Reset(reset) => match reset.proof {
            Proof::Code(sent) => sent.flow,
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

async fn signs_in_with(world: &World, who: &Person, phone: &str) -> bool {
    let mut browser = world.browser();
    let before = world.codes(phone).await;
    browser.password(who).await;
    if world.codes(phone).await == before {
        return false;
    }
    let code = world.code(phone).await;
    browser.ask("sign-in/code", &[("code", &code)]).await;
    browser.session().is_some()
}

#[tokio::test]
async fn the_phone_is_changed_without_any_script() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.in_settings(&world, &who).await;
    assert!(browser.see("/settings").await.contains("Two-factor authentication (2FA)"));
    let page = browser.see("/settings/2fa/edit").await;
    assert!(page.contains("href=\"/settings/2fa/reset\""), "Reset beside the number");
    let page = browser.see("/settings/2fa/reset").await;
    assert!(page.contains("I understand that my current number and recovery code will stop working"));
    assert!(page.contains("Reset and continue"));
    let page = browser.submit("2fa/reset", &[]).await;
    assert!(page.contains("Tick the box to show you understand."));
    let page = browser.submit("2fa/reset", &[("agreed", "on")]).await;
    assert_eq!(browser.at, "/settings/2fa/edit");
    assert!(page.contains("+ Add phone based verification"));
    let page = browser.see("/settings/2fa/phone").await;
    assert!(page.contains("Send code via SMS") && page.contains("Receive a call"));
    let fields = [("country", "US"), ("number", "312 555 0187"), ("channel", "sms")];
    let page = browser.submit("2fa/phone", &fields).await;
    assert_eq!(browser.at, "/settings/2fa/phone/code");
    for label in ["6-digit code", "Verify", "Receive a call", "Send a new code", "Change number"] {
        assert!(page.contains(label), "{label}");
    }
    let code = world.code(NEW).await;
    let page = browser.submit("2fa/phone/code", &[("code", &code)]).await;
    for label in ["Copy", "Download", "Print", "I have saved my recovery code", "Finish"] {
        assert!(page.contains(label), "{label}");
    }
    let page = browser.submit("2fa/recovery/finish", &[("agreed", "on")]).await;
    assert_eq!(browser.at, "/overview");
    assert!(page.contains("Your new phone is set up."));
    world.drain().await;
}

#[tokio::test]
async fn the_old_number_signs_in_until_the_new_one_is_verified() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    let old_code = world.recovery_code(&who).await;
    browser.in_settings(&world, &who).await;
    browser.reset().await;
    assert!(signs_in_with(&world, &who, &who.phone).await, "after the reset");
    browser.number(NEW).await;
    assert!(signs_in_with(&world, &who, &who.phone).await, "after a number was given");
    assert_eq!(world.sessions().await, 3);
    let code = world.code(NEW).await;
    let new_code = sheet(browser.ask("2fa/phone/code", &[("code", &code)]).await).code;
    assert_eq!(world.sessions().await, 1, "every other session ended with the change");
    assert!(!signs_in_with(&world, &who, &who.phone).await, "the old number");
    assert!(signs_in_with(&world, &who, NEW).await, "the new number");
    for (code, right) in [(&old_code, false), (&new_code, true)] {
        let mut other = world.browser();
        other.password(&who).await;
        let page = other.ask("sign-in/recovery", &[("code", code)]).await;
        assert_eq!(matches!(page.screen, Screen::AddPhone(_)), right, "{page:?}");
    }
    world.drain().await;
}

#[tokio::test]
async fn an_abandoned_change_leaves_everything_as_it_was() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    world.recovery_code(&who).await;
    browser.in_settings(&world, &who).await;
    let before = world.dump().await;
    browser.reset().await;
    browser.number(NEW).await;
    let code = world.code(NEW).await;
    browser.ask("2fa/phone/code", &[("code", &not(&code))]).await;
    world.minutes(31);
    assert_ne!(browser.status("2fa/phone/code", &[("code", &code)]).await, 200, "session or gate is over by now");
    let after = world.dump().await;
    for table in ["phone", "recovery_code", "undo", "device"] {
        assert_eq!(before[table], after[table], "{table}");
    }
    assert!(signs_in_with(&world, &who, &who.phone).await);
    world.drain().await;
}

#[tokio::test]
async fn a_cancelled_change_leaves_everything_as_it_was() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.in_settings(&world, &who).await;
    let before = world.dump().await;
    browser.reset().await;
    browser.number(NEW).await;
    let code = world.code(NEW).await;
    let page = browser.ask("2fa/reset/cancel", &[]).await;
    assert_eq!(page.note, Some(Note::ChangeCancelled));
    let page = browser.ask("2fa/phone/code", &[("code", &code)]).await;
    assert_eq!(page.note, Some(Note::FlowOver));
    assert_eq!(before["phone"], world.dump().await["phone"]);
    assert!(signs_in_with(&world, &who, &who.phone).await);
    world.drain().await;
}

#[tokio::test]
async fn without_the_tick_nothing_begins() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.in_settings(&world, &who).await;
    let page = browser.ask("2fa/reset", &[]).await;
    assert_eq!(page.note, Some(Note::TickToUnderstand));
    assert_eq!(world.count("SELECT COUNT(*) FROM enrolment").await, 0);
    let page = browser.number(NEW).await;
    assert_eq!((page.place, page.note), (Place::Edit, Some(Note::FlowOver)));
    assert_eq!(world.codes(NEW).await, 0);
}

#[tokio::test]
async fn after_fifteen_minutes_password_and_code_are_asked_for() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.sign_in(&world, &who).await;
    world.minutes(15);
    browser.open_settings(&world, &who).await;
    for (fields, note) in [
        (vec![("agreed", "on")], Note::PasswordMissing),
        (vec![("agreed", "on"), ("password", "not the password at all")], Note::PasswordWrong),
    ] {
        assert_eq!(browser.ask("2fa/reset", &fields).await.note, Some(note));
        assert_eq!(world.count("SELECT COUNT(*) FROM enrolment").await, 0);
    }
    let before = world.codes(&who.phone).await;
    let flow = prove_password(&mut browser).await;
    assert_eq!(world.codes(&who.phone).await, before + 1, "a code to the current phone");
    let page = browser.number(NEW).await;
    assert_eq!((page.place, page.note), (Place::Edit, Some(Note::FlowOver)), "the password alone opens nothing");
    let code = world.code(&who.phone).await;
    let page = browser.ask("2fa/reset", &[("agreed", "on"), ("flow", &flow), ("code", &not(&code))]).await;
    assert_eq!(page.note, Some(Note::CodeWrong { left: 4 }));
    let page = browser.ask("2fa/reset", &[("agreed", "on"), ("flow", &flow), ("code", &code)]).await;
    assert_eq!(page.place, Place::Edit);
    browser.verify_number(&world, NEW).await;
    world.drain().await;
}

#[tokio::test]
async fn a_sign_in_is_fresh_for_fourteen_minutes_and_fifty_nine_seconds() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.sign_in(&world, &who).await;
    world.minutes(14);
    browser.open_settings(&world, &who).await;
    world.seconds(59);
    browser.reset().await;
    browser.ask("2fa/reset/cancel", &[]).await;
    world.seconds(1);
    let page = browser.ask("2fa/reset", &[("agreed", "on")]).await;
    assert_eq!(page.note, Some(Note::PasswordMissing));
}

#[tokio::test]
async fn there_is_no_way_around_the_proof() {
    let world = World::new().await;
    let (who, mut browser, mut thief) = (world.member().await, world.browser(), world.browser());
    thief.sign_in(&world, &who).await;
    world.minutes(16);
    thief.open_settings(&world, &who).await;
    // Straight to the number; with the enrolment of another session; with one that is over.
    assert_eq!(thief.number(NEW).await.place, Place::Edit);
    browser.in_settings(&world, &who).await;
    let page = browser.reset().await;
    let Screen::Edit(edit) = page.screen else { panic!() };
    let flow = edit.pending.unwrap();
    let fields = [("flow", flow.as_str()), ("country", "US"), ("number", NEW), ("channel", "sms")];
    assert_ne!(thief.ask("2fa/phone", &fields).await.place, Place::PhoneCode);
    browser.number(NEW).await;
    let code = world.code(NEW).await;
    let page = thief.ask("2fa/phone/code", &[("flow", &flow), ("code", &code)]).await;
    assert!(!matches!(page.screen, Screen::RecoveryCode(_)), "{page:?}");
    browser.ask("2fa/reset/cancel", &[]).await;
    for endpoint in ["2fa/phone/code", "2fa/phone/send", "2fa/reset/send"] {
        let page = thief.ask(endpoint, &[("flow", &flow), ("code", &code)]).await;
        assert!(page.note.is_some(), "{endpoint}: {page:?}");
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM phone WHERE removed_at IS NULL").await, 1);
    assert_eq!(world.count("SELECT COUNT(*) FROM phone").await, 1);
    assert_eq!(world.codes(NEW).await, 1, "no message but the owner's own");
}

#[tokio::test]
async fn the_number_that_is_bound_is_the_one_the_code_was_sent_to() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.in_settings(&world, &who).await;
    browser.reset().await;
    browser.number("+14155550111").await;
    let first = world.code("+14155550111").await;
    browser.number(NEW).await;
    let page = browser.ask("2fa/phone/code", &[("code", &first)]).await;
    assert!(matches!(page.note, Some(Note::CodeWrong { .. })), "a code of the number before: {:?}", page.note);
    let code = world.code(NEW).await;
    let fields = [("code", code.as_str()), ("number", "+14155550111"), ("phone", "+14155550111"), ("country", "US")];
    sheet(browser.ask("2fa/phone/code", &fields).await);
    world.drain().await;
    browser.ask("sign-out", &[]).await;
    assert!(signs_in_with(&world, &who, NEW).await);
    assert!(!signs_in_with(&world, &who, "+14155550111").await);
    world.drain().await;
}

#[tokio::test]
async fn change_number_keeps_what_was_typed() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.in_settings(&world, &who).await;
    browser.reset().await;
    browser.ask("2fa/phone", &[("country", "US"), ("number", "(312) 555-0187"), ("channel", "sms")]).await;
    let page = browser.look("/settings/2fa/phone").await;
    let Screen::AddPhone(form) = page.screen else { panic!("{page:?}") };
    assert_eq!((form.country.as_str(), form.number.as_str()), ("US", "(312) 555-0187"));
    let page = browser.ask("2fa/phone", &[("country", "GB"), ("number", "not a number"), ("channel", "sms")]).await;
    let Screen::AddPhone(form) = &page.screen else { panic!("{page:?}") };
    assert_eq!((form.country.as_str(), form.number.as_str()), ("GB", "not a number"), "a refusal keeps it too");
    world.drain().await;
}

#[tokio::test]
async fn every_address_and_the_old_phone_are_told_with_a_way_back() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    world
        .meddle("INSERT INTO address (person_id, email, added_at) SELECT id, 'second@home.example', 1 FROM person")
        .await;
    browser.in_settings(&world, &who).await;
    browser.change_phone(&world, NEW).await;
    for to in [who.email.as_str(), "second@home.example", who.phone.as_str()] {
        let told = world.inbox(to).await.into_iter().find(|m| m.code.is_none()).expect(to);
        assert!(told.text.contains("http://localhost:3000/undo?t="), "{to}: {}", told.text);
        assert!(!told.text.contains(NEW) && !told.text.contains("3125550187"), "never the whole number");
    }
    assert_eq!(world.trail("phone.change").await, 1);
}

#[tokio::test]
async fn the_replaced_number_itself_is_asked_about_and_accepted() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.in_settings(&world, &who).await;
    browser.reset().await;
    let page = browser.number(&who.phone).await;
    assert_eq!(page.note, Some(Note::PhoneRefused(PhoneRefusal::SameAsBefore)));
    let fields = [("country", "US"), ("number", who.phone.as_str()), ("channel", "sms"), ("same", "on")];
    browser.ask("2fa/phone", &fields).await;
    let code = world.code(&who.phone).await;
    sheet(browser.ask("2fa/phone/code", &[("code", &code)]).await);
    world.drain().await;
}

#[tokio::test]
async fn a_first_phone_needs_the_password_once_the_sign_in_is_old() {
    let world = World::new().await;
    let who = world.person("owner@trial.example", Some((&world.trial, Role::Member)), None).await;
    let mut browser = world.browser();
    browser.password(&who).await;
    world.minutes(15);
    browser.open_settings(&world, &who).await;
    let page = browser.number(NEW).await;
    assert_eq!(page.note, Some(Note::PasswordMissing));
    assert_eq!(world.codes(NEW).await, 0);
    let fields = [("country", "US"), ("number", NEW), ("channel", "sms"), ("password", PASSWORD)];
    browser.ask("2fa/phone", &fields).await;
    let code = world.code(NEW).await;
    sheet(browser.ask("2fa/phone/code", &[("code", &code)]).await);
    world.drain().await;
}

#[tokio::test]
async fn somebody_without_the_old_phone_is_led_on_from_the_dialog() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.sign_in(&world, &who).await;
    world.minutes(15);
    browser.open_settings(&world, &who).await;
    let page = browser.see("/settings/2fa/reset").await;
    assert!(page.contains("use your recovery code") && page.contains("Reset MFA"));
    for path in ["/sign-in/recovery", "/sign-in/reset-mfa"] {
        browser.see(path).await;
        assert_ne!(browser.at, "/overview", "{path} leads back home, where nothing helps");
    }
}
