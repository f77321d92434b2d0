use crate::actors::{Browser, outside, sheet};
use crate::world::{PASSWORD, Person, World};
use rekey::model::{Forced, Note, Place, RecoveryCodePage, Screen};

const NEW: &str = "+13125550187";

fn shown(screen: &Screen) -> bool {
    matches!(screen, Screen::RecoveryCode(RecoveryCodePage::Shown(_)))
}

/// A code made in the settings, with the browser on the page that shows it.
async fn with_sheet(world: &World) -> (Person, Browser, rekey::model::RecoverySheet) {
    let (who, mut browser) = (world.member().await, world.browser());
    browser.in_settings(world, &who).await;
    browser.reset().await;
    let sheet = browser.verify_number(world, NEW).await;
    world.drain().await;
    (who, browser, sheet)
}

#[tokio::test]
async fn the_recovery_code_opens_an_enrolment_and_nothing_else() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    let code = world.recovery_code(&who).await;
    browser.password(&who).await;
    world.drain().await;
    let page = browser.ask("sign-in/recovery", &[("code", &code.to_lowercase().replace('-', " "))]).await;
    let Screen::AddPhone(form) = &page.screen else { panic!("{page:?}") };
    assert_eq!(form.forced, Some(Forced::Recovered));
    assert!(browser.session().is_none());
    let doors = ["settings/send", "settings/confirm", "settings/method", "settings/sign-out-others", "2fa/reset"];
    for door in doors.into_iter().chain(["2fa/reset/send", "2fa/reset/cancel", "2fa/recovery/new"]) {
        assert_eq!(browser.status(door, &[("agreed", "on")]).await, 401, "{door}");
    }
    for place in [Place::Overview, Place::Settings, Place::Edit, Place::RecoveryCode] {
        assert!(outside(&browser.look(place.path()).await), "{place:?}");
    }
    for to in [&who.email, &who.phone] {
        assert!(world.inbox(to).await.iter().any(|m| m.code.is_none()), "{to} is told of its use");
    }
    let sheet = browser.verify_number(&world, NEW).await;
    assert_ne!(sheet.code, code, "a new one");
    assert!(browser.session().is_some());
    assert!(world.inbox(&who.email).await.iter().any(|m| m.text.contains("/undo?t=")), "told, with a way back");
    let old = world.inbox(&who.phone).await;
    assert!(old.iter().filter(|m| m.code.is_none()).count() >= 2, "the old phone is told");
    assert!(!old.iter().any(|m| m.text.contains("/undo?t=")), "but whoever found it takes nothing back");
    let mut other = world.browser();
    other.password(&who).await;
    assert_eq!(other.ask("sign-in/recovery", &[("code", &code)]).await.note, Some(Note::RecoveryWrong));
    world.drain().await;
}

#[tokio::test]
async fn a_used_recovery_code_is_refused_in_words_even_before_the_new_phone() {
    let world = World::new().await;
    let (who, mut first, mut second) = (world.member().await, world.browser(), world.browser());
    let code = world.recovery_code(&who).await;
    first.password(&who).await;
    second.password(&who).await;
    first.ask("sign-in/recovery", &[("code", &code)]).await;
    let page = second.ask("sign-in/recovery", &[("code", &code)]).await;
    assert!(matches!(page.note, Some(Note::RecoveryUsed(_))), "{:?}", page.note);
    assert!(second.session().is_none());
    world.drain().await;
}

#[tokio::test]
async fn a_recovery_code_without_the_password_opens_nothing() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    let code = world.recovery_code(&who).await;
    let page = browser.ask("sign-in/recovery", &[("code", &code)]).await;
    assert_eq!((page.place, page.note), (Place::SignIn, Some(Note::FlowOver)));
    let mut stranger = world.browser();
    let somebody = world.other().await;
    stranger.password(&somebody).await;
    let page = stranger.ask("sign-in/recovery", &[("code", &code)]).await;
    assert_eq!(page.note, Some(Note::RecoveryWrong), "another person's code");
    assert_eq!(world.count("SELECT COUNT(*) FROM recovery_code WHERE used_at IS NULL").await, 1);
    world.drain().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_at_once_use_a_recovery_code_once() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    let code = world.recovery_code(&who).await;
    browser.password(&who).await;
    let tries = (0..50).map(|_| {
        let (mut browser, code) = (browser.clone(), code.clone());
        tokio::spawn(async move { browser.program("sign-in/recovery", &[("code", &code)]).await })
    });
    let answers = futures_all(tries).await;
    assert!(answers.iter().all(|a| a.as_ref().map_or_else(|(s, _)| s.as_u16() == 503, |_| true)), "{answers:?}");
    assert_eq!(world.trail("recovery.use").await, 1);
    assert_eq!(world.count("SELECT COUNT(*) FROM enrolment").await, 1);
    assert_eq!(world.sessions().await, 0);
    world.drain().await;
}

async fn futures_all<T>(tasks: impl Iterator<Item = tokio::task::JoinHandle<T>>) -> Vec<T> {
    let tasks: Vec<_> = tasks.collect();
    let mut done = Vec::new();
    for task in tasks {
        done.push(task.await.unwrap());
    }
    done
}

#[tokio::test]
async fn tries_with_a_recovery_code_are_five_an_hour() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    let code = world.recovery_code(&who).await;
    let wrong = crate::world::not(&code);
    browser.password(&who).await;
    assert_eq!(browser.ask("sign-in/recovery", &[("code", "short")]).await.note, Some(Note::RecoveryWrong));
    for _ in 0..5 {
        assert_eq!(browser.ask("sign-in/recovery", &[("code", &wrong)]).await.note, Some(Note::RecoveryWrong));
    }
    let page = browser.ask("sign-in/recovery", &[("code", &code)]).await;
    assert!(matches!(page.note, Some(Note::TooManyCodes(_))), "{:?}", page.note);
    world.hours(1);
    browser.password(&who).await;
    assert!(matches!(browser.ask("sign-in/recovery", &[("code", &code)]).await.screen, Screen::AddPhone(_)));
    world.drain().await;
}

#[tokio::test]
async fn the_recovery_code_is_shown_once() {
    let world = World::new().await;
    let (who, mut browser, sheet) = with_sheet(&world).await;
    assert_eq!(sheet.code.len(), 29, "24 characters in groups of four");
    for _ in 0..2 {
        let page = browser.look("/settings/2fa/recovery-code").await;
        assert!(
            matches!(page.screen, Screen::RecoveryCode(RecoveryCodePage::Seen { finished: false, .. })),
            "{page:?}"
        );
        assert!(!browser.see("/settings/2fa/recovery-code").await.contains(&sheet.code));
    }
    let mut other = world.browser();
    let who = Person { phone: NEW.into(), ..who };
    other.sign_in(&world, &who).await;
    for path in ["/settings/2fa/recovery-code", "/settings/2fa/recovery-code/print"] {
        for query in [String::new(), format!("?page={}", sheet.page)] {
            let page = other.look(&format!("{path}{query}")).await;
            assert!(!shown(&page.screen) && !matches!(page.screen, Screen::RecoveryPrint(_)), "{path}{query}");
        }
    }
    let download = "/settings/2fa/recovery-code/download";
    for path in [download.to_owned(), format!("{download}?page={}", "A".repeat(43))] {
        let answer = browser.get(&path).await;
        assert!(answer.status.is_redirection() && !answer.text().contains(&sheet.code), "{path}");
    }
    let answer = other.get(&format!("{download}?page={}", sheet.page)).await;
    assert!(!answer.text().contains(&sheet.code), "another browser's session");
    let answer = browser.get(&format!("{download}?page={}", sheet.page)).await;
    assert!(answer.text().contains(&sheet.code) && answer.headers["cache-control"] == "no-store");
    let page = browser.look(&format!("/settings/2fa/recovery-code/print?page={}", sheet.page)).await;
    assert!(matches!(page.screen, Screen::RecoveryPrint(_)));
    browser.ask("2fa/recovery/finish", &[("flow", &sheet.flow), ("agreed", "on")]).await;
    let answer = browser.get(&format!("{download}?page={}", sheet.page)).await;
    assert!(!answer.text().contains(&sheet.code), "after Finish");
    world.drain().await;
}

#[tokio::test]
async fn finish_needs_the_tick_and_shows_that_very_page_again() {
    let world = World::new().await;
    let (_, mut browser, first) = with_sheet(&world).await;
    let mut stranger = browser.clone();
    let page = browser.ask("2fa/recovery/finish", &[("flow", &first.flow), ("page", &first.page)]).await;
    assert_eq!(page.note, Some(Note::SaveFirst));
    assert_eq!(sheet(page).code, first.code);
    let page = stranger.ask("2fa/recovery/finish", &[("flow", &first.flow), ("page", &first.page)]).await;
    assert!(!shown(&page.screen), "the secret of the page before opens nothing any more");
    let page = stranger.ask("2fa/recovery/finish", &[("flow", &first.flow)]).await;
    assert!(!shown(&page.screen));
}

#[tokio::test]
async fn a_fresh_person_gets_a_new_recovery_code_and_everybody_is_told() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    let old = world.recovery_code(&who).await;
    browser.sign_in(&world, &who).await;
    assert_eq!(browser.status("2fa/recovery/new", &[]).await, 403, "not without the gate");
    browser.open_settings(&world, &who).await;
    let sheet = sheet(browser.ask("2fa/recovery/new", &[]).await);
    assert!(!sheet.with_phone);
    for to in [&who.email, &who.phone] {
        assert!(world.inbox(to).await.iter().any(|m| m.code.is_none()), "{to}");
    }
    let mut other = world.browser();
    other.password(&who).await;
    assert_eq!(other.ask("sign-in/recovery", &[("code", &old)]).await.note, Some(Note::RecoveryWrong));
    assert!(matches!(other.ask("sign-in/recovery", &[("code", &sheet.code)]).await.screen, Screen::AddPhone(_)));
    world.drain().await;
}

#[tokio::test]
async fn a_demanded_password_is_set_before_the_recovered_enrolment() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    let code = world.recovery_code(&who).await;
    world.meddle("UPDATE person SET new_password_at = 1").await;
    browser.password(&who).await;
    let page = browser.ask("sign-in/recovery", &[("code", &code)]).await;
    assert!(matches!(page.screen, Screen::NewPassword), "{page:?}");
    let fields = [("country", "US"), ("number", NEW), ("channel", "sms")];
    assert_eq!(browser.status("2fa/phone", &fields).await, 401, "not before the password");
    let page = browser.ask("sign-in/new-password", &[("password", "six herons read old maps")]).await;
    assert!(matches!(page.screen, Screen::AddPhone(_)) && browser.session().is_none(), "{page:?}");
    browser.verify_number(&world, NEW).await;
    assert!(browser.session().is_some());
    let mut old = world.browser();
    let page = old.ask("sign-in", &[("email", &who.email), ("password", PASSWORD)]).await;
    assert_eq!(page.note, Some(Note::WrongSignIn));
    world.drain().await;
}

#[tokio::test]
async fn burnt_code_budgets_do_not_stand_in_the_way_of_recovery() {
    let world = World::new().await;
    let (who, mut thief, mut owner) = (world.member().await, world.browser(), world.browser());
    let code = world.recovery_code(&who).await;
    for _ in 0..2 {
        thief.password(&who).await;
        let wrong = world.wrong(&who.phone).await;
        for _ in 0..5 {
            thief.ask("sign-in/code", &[("code", &wrong)]).await;
        }
    }
    owner.password(&who).await;
    let page = owner.ask("sign-in/recovery", &[("code", &code)]).await;
    assert!(matches!(page.screen, Screen::AddPhone(_)), "{page:?}");
    let page = owner.number(NEW).await;
    assert!(
        matches!(page.screen, Screen::PhoneCode(_)),
        "the recovery code is used up and leads nowhere: {:?}",
        page.note
    );
    world.drain().await;
}
