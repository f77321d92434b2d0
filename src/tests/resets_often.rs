//! How often one person is reset, what the page says after a reset, and when its mail did not arrive.

use crate::deeds::between;
use crate::world::World;
use rekey::model::{ResetNote, ResetRefusal};

#[tokio::test]
async fn a_person_is_reset_three_times_a_day_and_the_fourth_is_written_down() {
    let world = World::new().await;
    let (who, other, (admin, mut browser)) = (world.member().await, world.other().await, world.admin().await);
    for _ in 0..3 {
        browser.resets_well(&world, &who).await;
    }
    let before = world.dump().await;
    let note = browser.resets(&world.acme, &who, &[]).await;
    assert!(matches!(note, ResetNote::Refused(ResetRefusal::TooMany(_))), "{note:?}");
    assert_eq!((world.trail("2fa.reset").await, world.trail("2fa.reset_limit").await), (3, 1));
    let after = world.dump().await;
    for table in ["phone", "admin_reset", "outbox", "reset_case", "challenge"] {
        assert_eq!(before.get(table), after.get(table), "{table}: nothing else happened");
    }
    let page = browser.see(&format!("/org/{}/people/{}/reset-2fa", world.acme, who.id)).await;
    assert!(
        page.contains("cannot be reset again until") && !page.contains("<form action=\"/api/org/reset\""),
        "{page}"
    );
    let log = browser.see(&format!("/org/{}/audit?event=2fa.reset_limit", world.acme)).await;
    assert!(log.contains("once too often"));
    // Others are not held up by it, and a day later neither are they.
    assert!(matches!(browser.resets(&world.acme, &other, &[]).await, ResetNote::Done { .. }));
    world.hours(25);
    browser = world.browser();
    browser.sign_in(&world, &admin).await;
    assert!(matches!(browser.resets(&world.acme, &who, &[]).await, ResetNote::Done { .. }));
    world.drain().await;
}

#[tokio::test]
async fn several_admins_at_once_do_not_get_past_the_limit() {
    let world = World::new().await;
    let (who, (_, browser)) = (world.member().await, world.admin().await);
    let mut tries: Vec<_> = (0..6).map(|_| browser.clone()).collect();
    let notes = futures::future::join_all(tries.iter_mut().map(|one| one.resets(&world.acme, &who, &[]))).await;
    let done = notes.iter().filter(|note| matches!(note, ResetNote::Done { .. })).count();
    assert_eq!(done, 3, "{notes:?}");
    assert_eq!(world.trail("2fa.reset").await, 3);
    world.drain().await;
}

#[tokio::test]
async fn the_page_after_a_reset_leads_to_its_event_and_says_how_the_mail_stands() {
    let world = World::new().await;
    let (who, (_, mut browser)) = (world.member().await, world.admin().await);
    let fields = [&[("org", world.acme.as_str()), ("person", who.id.as_str())], &crate::resets::WHY[..]].concat();
    let done = browser.form("org/reset", &fields).await;
    let page = format!("/org/{}/people/{}", world.acme, who.id);
    assert_eq!(done.location(), page);
    let html = browser.see(&page).await;
    let told = between(&html, "role=\"status\" data-tone=\"success\"", "</div>").unwrap();
    assert!(told.contains("2FA reset for Ana Roe. E-mail sent to member@acme.example.") && told.contains("View event"));
    let event = between(told, "href=\"", "\"").unwrap().to_owned();
    assert!(browser.see(&event).await.contains("2fa.reset"));
    assert!(html.contains("Reset pending") && !html.contains("Not set up"), "as the list says it");
    assert!(html.contains("is on its way to") && html.contains("has to add a new phone at the next sign-in"));
    world.drain().await;
    let html = browser.see(&page).await;
    assert!(html.contains("The e-mail with the code went to") && !html.contains("role=\"status\" data-tone"), "{html}");
}

#[tokio::test]
async fn a_reset_whose_mail_did_not_arrive_says_so_until_it_is_over() {
    let world = World::new().await;
    let (who, (_, mut browser)) = (world.member().await, world.admin().await);
    world.node.sim.set_fault("full", true);
    assert!(matches!(browser.resets(&world.acme, &who, &[]).await, ResetNote::Done { .. }));
    world.drain().await;
    let page = format!("/org/{}/people/{}", world.acme, who.id);
    for _ in 0..2 {
        let html = browser.see(&page).await;
        assert!(html.contains("2FA was reset, but the e-mail could not be sent. Tell Ana Roe yourself."), "{html}");
        assert!(html.contains("The mail did not arrive:") && html.contains("Forgot your password?"), "{html}");
    }
    // Once the mailbox takes mail again, another reset sends another code.
    world.node.sim.set_fault("full", false);
    world.browser().ask("sign-in/forgot", &[("email", &who.email)]).await;
    world.drain().await;
    assert!(matches!(browser.resets(&world.acme, &who, &[]).await, ResetNote::Done { .. }));
    world.drain().await;
    let html = browser.see(&page).await;
    assert!(html.contains("The e-mail with the code went to") && !html.contains("did not arrive"), "{html}");
}
