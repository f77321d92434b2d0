use crate::actors::Browser;
use crate::world::{Person, World};
use rekey::model::{Note, PhoneRefusal as No, Role, Screen};

async fn choosing(world: &World) -> (Person, Browser) {
    let (who, mut browser) = (world.member().await, world.browser());
    browser.in_settings(world, &who).await;
    browser.reset().await;
    (who, browser)
}

async fn refusal(browser: &mut Browser, country: &str, number: &str, channel: &str) -> Option<No> {
    let fields = [("country", country), ("number", number), ("channel", channel)];
    match browser.ask("2fa/phone", &fields).await.note {
        Some(Note::PhoneRefused(refused)) => Some(refused),
        _ => None,
    }
}

#[tokio::test]
async fn every_kind_of_refused_number_has_its_own_words_and_no_message() {
    let world = World::new().await;
    let (_, mut browser) = choosing(&world).await;
    let before = world.count("SELECT COUNT(*) FROM send_log").await;
    let gb = || "United Kingdom".to_owned();
    let table = [
        ("GB", "", No::Empty),
        ("GB", "not a number", No::NotANumber { country: gb() }),
        ("GB", "07", No::NotValid { country: gb() }),
        ("GB", "+44770090098212345", No::NotValid { country: gb() }),
        ("GB", "0906 470 0150", No::Premium),
        ("GB", "0800 123 4567", No::TollFree),
        ("AT", "+43 810 123456", No::SharedCost),
        ("GB", "070 1234 5678", No::Personal),
        ("GB", "055 1234 5678", No::Uan),
        ("GB", "076 4012 3456", No::Pager),
        ("GB", "056 1234 5678", No::Voip),
        ("GB", "020 7946 0958", No::LandlineForText),
        ("RU", "8 912 345-67-89", No::CountryNotAllowed { country: "Russia".into() }),
    ];
    let mut wrong = Vec::new();
    for (country, number, expected) in table {
        let seen = refusal(&mut browser, country, number, "sms").await;
        let shape = |r: &No| std::mem::discriminant(r);
        let not_a_number = [shape(&No::NotANumber { country: gb() }), shape(&No::NotValid { country: gb() })];
        let same = seen.as_ref().is_some_and(|s| {
            // Too short and too long are one or the other: both say that it is no number of the country.
            s == &expected || not_a_number.contains(&shape(s)) && not_a_number.contains(&shape(&expected))
        });
        if !same {
            wrong.push(format!("{country} {number}: expected {expected:?}, seen {seen:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(world.count("SELECT COUNT(*) FROM send_log").await, before);
    assert_eq!(world.count("SELECT COUNT(*) FROM phone").await, 1);
}

#[tokio::test]
async fn a_fixed_line_may_be_called() {
    let world = World::new().await;
    let (_, mut browser) = choosing(&world).await;
    assert_eq!(refusal(&mut browser, "GB", "020 7946 0958", "sms").await, Some(No::LandlineForText));
    assert_eq!(refusal(&mut browser, "GB", "020 7946 0958", "call").await, None);
    assert_eq!(world.inbox("+442079460958").await[0].channel, "call");
    world.seconds(30);
    let page = browser.ask("2fa/phone/send", &[("channel", "sms")]).await;
    assert_eq!(page.note, Some(Note::PhoneRefused(No::LandlineForText)), "not by the other door either");
}

#[tokio::test]
async fn a_number_that_this_platform_hosts_is_refused_required_or_allowed() {
    for (policy, own, foreign) in
        [("refuse", Some(No::Owned), None), ("require", None, Some(No::NotOwned)), ("allow", None, None)]
    {
        let file = format!("[phone]\nowned_numbers = [\"+1 312 555*\"]\nowned_policy = \"{policy}\"");
        let world = World::with(&file).await;
        let (_, mut browser) = choosing(&world).await;
        assert_eq!(refusal(&mut browser, "US", "312 555 0187", "sms").await, own, "{policy}");
        assert_eq!(refusal(&mut browser, "US", "415 555 0111", "sms").await, foreign, "{policy}");
        world.drain().await;
    }
}

#[tokio::test]
async fn five_accounts_share_a_number_and_a_sixth_is_refused() {
    let world = World::new().await;
    for n in 0..5 {
        let email = format!("p{n}@acme.example");
        world.person(&email, Some((&world.acme, Role::Member)), Some("+13125550187")).await;
    }
    let (_, mut browser) = choosing(&world).await;
    assert_eq!(refusal(&mut browser, "US", "312 555 0187", "sms").await, Some(No::TooManyAccounts));
    world
        .meddle(
            "UPDATE phone SET removed_at = 1 WHERE person_id = (SELECT id FROM person WHERE email = 'p0@acme.example')",
        )
        .await;
    assert_eq!(refusal(&mut browser, "US", "312 555 0187", "sms").await, None);
    world.drain().await;
}

#[tokio::test]
async fn a_number_chosen_by_five_at_the_same_time_as_the_sixth_is_still_refused_at_the_end() {
    let world = World::new().await;
    let (_, mut browser) = choosing(&world).await;
    browser.number("+13125550187").await;
    let code = world.code("+13125550187").await;
    for n in 0..5 {
        let email = format!("p{n}@acme.example");
        world.person(&email, Some((&world.acme, Role::Member)), Some("+13125550187")).await;
    }
    let page = browser.ask("2fa/phone/code", &[("code", &code)]).await;
    assert!(!matches!(page.screen, Screen::RecoveryCode(_)), "six accounts on one number");
    assert_eq!(world.count("SELECT COUNT(*) FROM phone WHERE removed_at IS NULL AND last = '187'").await, 5);
    world.drain().await;
}

#[tokio::test]
async fn a_carriers_refusal_is_shown_and_another_way_is_open_at_once() {
    let world = World::new().await;
    let (_, mut browser) = choosing(&world).await;
    browser.ask("2fa/phone", &[("country", "US"), ("number", "+15005550009"), ("channel", "sms")]).await;
    world.drain().await;
    let page = browser.look("/settings/2fa/phone/code").await;
    let Screen::PhoneCode(screen) = page.screen else { panic!("{page:?}") };
    assert!(screen.code.failed && screen.code.wait == 0, "{:?}", screen.code);
}
