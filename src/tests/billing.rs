//! Plan and billing profile: for owners, after a fresh full sign-in; from a paid plan on everybody is asked for 2FA.

use crate::actors::Browser;
use crate::world::{PASSWORD, Person, World};
use rekey::model::{Field, Note, Place, Role, Screen};

const PROFILE: [(&str, &str); 6] = [
    ("plan", "paid"),
    ("method", "card"),
    ("account", "4242"),
    ("name", "Trial Ltd"),
    ("postal", "SW1A 1AA"),
    ("country", "GB"),
];

fn with<'a>(name: &str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    PROFILE.iter().map(|(n, v)| (*n, if *n == name { value } else { *v })).collect()
}

async fn owner(world: &World) -> (Person, Browser) {
    let who = world.person("boss@trial.example", Some((&world.trial, Role::Owner)), None).await;
    let mut browser = world.browser();
    browser.password(&who).await;
    assert!(browser.session().is_some(), "on trial the password is enough");
    (who, browser)
}

#[tokio::test]
async fn an_upgrade_asks_everybody_without_a_factor_for_one_at_the_next_sign_in() {
    let world = World::new().await;
    let (who, mut browser) = owner(&world).await;
    let member = world.person("m@trial.example", Some((&world.trial, Role::Member)), None).await;
    let html = browser.see("/billing").await;
    assert!(html.contains("Trial Co") && html.contains("2 people"), "who will be asked");
    let page = browser.ask("billing", &PROFILE).await;
    assert_eq!((page.place, page.note), (Place::Billing, Some(Note::BillingSaved)));
    let html = browser.see("/billing").await;
    for saved in ["Paid", "value=\"4242\"", "value=\"Trial Ltd\"", "value=\"SW1A 1AA\""] {
        assert!(html.contains(saved), "{saved}");
    }
    assert_eq!(world.trail("billing.change").await, 1);
    for person in [&who, &member] {
        let mut next = world.browser();
        let page = next.password(person).await;
        assert!(matches!(page.screen, Screen::AddPhone(_)) && next.session().is_none(), "{page:?}");
        for door in ["settings/send", "billing"] {
            assert_eq!(next.status(door, &PROFILE).await, 401, "{door}");
        }
    }
    browser.open_settings(&world, &who).await;
    assert_eq!(browser.ask("2fa/off", &[("agreed", "on")]).await.note, None, "and off it cannot be turned any more");
    world.drain().await;
}

#[tokio::test]
async fn a_paid_plan_stays_paid_and_its_profile_can_be_changed() {
    let world = World::new().await;
    let (_, mut browser) = owner(&world).await;
    browser.ask("billing", &PROFILE).await;
    let mut paypal = with("plan", "trial");
    paypal[1].1 = "paypal";
    paypal[2].1 = "pay@trial.example";
    assert_eq!(browser.ask("billing", &paypal).await.note, Some(Note::BillingSaved));
    assert_eq!(world.count("SELECT COUNT(*) FROM organization WHERE plan = 'paid'").await, 2);
    assert!(browser.see("/billing").await.contains("value=\"pay@trial.example\""));
}

#[tokio::test]
async fn what_is_missing_is_named_what_was_typed_stays_and_no_whole_card_number_is_taken() {
    let world = World::new().await;
    let (_, mut browser) = owner(&world).await;
    let before = world.dump().await;
    for (name, value, field) in [
        ("method", "cash", Field::Account),
        ("account", "", Field::Account),
        ("account", "4242424242424242", Field::Account),
        ("account", "42x2", Field::Account),
        ("name", " ", Field::Name),
        ("postal", "", Field::Postal),
        ("postal", "SW1A 1AA SW1A 1AA", Field::Postal),
        ("country", "XX", Field::Country),
    ] {
        let html = browser.submit("billing", &with(name, value)).await;
        assert_eq!(browser.at, "/billing");
        assert!(html.contains(&format!("href=\"#{}\"", field.id())), "{name} {value}");
        for (kept, typed) in [("account", "4242"), ("name", "Trial Ltd"), ("postal", "SW1A 1AA")] {
            assert!(kept == name || html.contains(&format!("value=\"{typed}\"")), "{kept} is gone");
        }
    }
    assert_eq!(before, world.dump().await);
}

#[tokio::test]
async fn only_after_a_fresh_full_sign_in() {
    let world = World::new().await;
    let (_, mut browser) = owner(&world).await;
    world.minutes(14);
    browser.see("/overview").await;
    world.minutes(1);
    let page = browser.ask("billing", &PROFILE).await;
    assert_eq!(page.place, Place::Prove);
    assert_eq!(world.count("SELECT COUNT(*) FROM billing").await, 1, "Acme's");
    let page = browser.ask("settings/prove", &[("password", "not the password at all"), ("next", "/billing")]).await;
    assert_eq!(page.note, Some(Note::PasswordWrong));
    let page = browser.ask("settings/prove", &[("password", PASSWORD), ("next", "/billing")]).await;
    assert_eq!((page.place, page.note), (Place::Billing, Some(Note::Proved)), "without a factor that is all");
    assert_eq!(browser.ask("billing", &PROFILE).await.note, Some(Note::BillingSaved));
}

#[tokio::test]
async fn an_owner_with_a_phone_gives_its_code_as_well() {
    let world = World::new().await;
    let (who, mut browser) = (world.owner().await, world.browser());
    browser.sign_in(&world, &who).await;
    world.minutes(14);
    browser.see("/overview").await;
    world.minutes(1);
    assert_eq!(browser.ask("billing", &PROFILE).await.place, Place::Prove);
    let page = browser.ask("settings/prove", &[("password", PASSWORD), ("next", "/billing")]).await;
    assert_eq!((page.place, page.note), (Place::Prove, None));
    assert_eq!(browser.ask("billing", &PROFILE).await.place, Place::Prove, "the password alone is not it");
    let code = world.code(&who.phone).await;
    let page = browser.ask("settings/prove/code", &[("code", &code), ("next", "/billing")]).await;
    assert_eq!((page.place, page.note), (Place::Billing, Some(Note::Proved)));
    assert_eq!(browser.ask("billing", &PROFILE).await.note, Some(Note::BillingSaved));
    assert!(!world.dump().await["audit"].iter().any(|row| row.contains("4242")), "the trail holds no digits of it");
}

#[tokio::test]
async fn a_proof_leads_on_to_pages_of_ours_and_nowhere_else() {
    let world = World::new().await;
    let (_, mut browser) = owner(&world).await;
    for next in ["//evil.test", "https://evil.test/", "/undo", "/sign-in", "/simulator", "javascript:1", ""] {
        let page = browser.ask("settings/prove", &[("password", PASSWORD), ("next", next)]).await;
        assert_eq!(page.place, Place::Confirm, "{next}: to the settings, behind their gate");
    }
    world.drain().await;
}
