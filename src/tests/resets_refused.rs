//! `Reset 2FA` by an admin: whom it does not touch, and when.

use crate::actors::Browser;
use crate::resets::{FRESH, said};
use crate::world::World;
use rekey::model::{Note, OrgNote, Place, ResetNote, ResetRefusal, Role};

#[tokio::test]
async fn nobody_resets_themself_or_a_higher_role_or_somebody_whom_others_manage_or_who_has_nothing() {
    let world = World::new().await;
    let (me, mut admin) = world.admin().await;
    let owner = world.owner().await;
    let bare = world.person("bare@acme.example", Some((&world.acme, Role::Member)), None).await;
    let free = world.person("free@else.example", Some((&world.acme, Role::Member)), Some(FRESH)).await;
    let theirs = world.person("theirs@else.example", Some((&world.acme, Role::Member)), Some(FRESH)).await;
    world.meddle("UPDATE person SET managed_by = NULL WHERE email = 'free@else.example'").await;
    world
        .meddle(
            "UPDATE person SET managed_by = (SELECT id FROM organization WHERE plan = 'trial') \
             WHERE email = 'theirs@else.example'",
        )
        .await;
    let before = world.dump().await;
    for (who, why) in [
        (&me, ResetRefusal::Own),
        (&owner, ResetRefusal::HigherRole),
        (&free, ResetRefusal::NotManaged),
        (&theirs, ResetRefusal::NotManaged),
        (&bare, ResetRefusal::Nothing),
    ] {
        assert_eq!(admin.resets(&world.acme, who, &[]).await, ResetNote::Refused(why), "{}", who.email);
        let html = admin.see(&format!("/org/{}/people/{}/reset-2fa", world.acme, who.id)).await;
        assert!(!html.contains("class=\"button danger\""), "nothing to press for {}", who.email);
    }
    assert_eq!(before, world.dump().await);
}

#[tokio::test]
async fn a_reset_takes_a_reason_the_box_and_a_fresh_full_sign_in_and_loses_nothing_that_was_typed() {
    let world = World::new().await;
    let (who, (me, mut admin)) = (world.member().await, world.admin().await);
    let page = format!("/org/{}/people/{}/reset-2fa", world.acme, who.id);
    let html = admin.see(&page).await;
    for part in [
        "Reset 2FA for Ana Roe?",
        "I have checked that this request really comes from Ana",
        "Ticket (optional)",
        "They are not signed in anywhere.",
        "143 stops working now.",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    let before = world.dump().await;
    for (fields, note, kept) in [
        (&[("reason", "")][..], ResetNote::ReasonMissing, "HELP-7"),
        (&[("reason", "dance")], ResetNote::ReasonMissing, "left on a train"),
        (&[("reason", "other"), ("details", "")], ResetNote::DetailsMissing, "HELP-7"),
        (&[("agreed", "")], ResetNote::Unchecked, "left on a train"),
    ] {
        assert_eq!(admin.resets(&world.acme, &who, fields).await, note, "{fields:?}");
        let form = [
            ("org", world.acme.as_str()),
            ("person", who.id.as_str()),
            ("details", "left on a train"),
            ("ticket", "HELP-7"),
        ];
        let html = admin.submit("org/reset", &form).await;
        assert!(html.contains("There is a problem") && html.contains(kept), "{html}");
    }
    assert_eq!(before, world.dump().await);
    world.minutes(14);
    admin.see(&page).await;
    world.minutes(1);
    let fields = [("org", world.acme.as_str()), ("person", who.id.as_str()), ("reason", "lost"), ("agreed", "on")];
    let asked = admin.ask("org/reset", &fields).await;
    assert_eq!(asked.place, Place::Prove, "not fresh");
    assert_eq!(world.trail("2fa.reset").await, 0);
    admin.prove(&world, &me).await;
    admin.resets_well(&world, &who).await;
}

#[tokio::test]
async fn whoever_cannot_be_told_is_not_reset_until_a_mail_arrives_again() {
    let world = World::new().await;
    let (who, (_, mut admin)) = (world.member().await, world.admin().await);
    world.address(&who, "home@ana.example").await;
    let forgot = [("email", who.email.as_str())];
    world.node.sim.set_fault("full", true);
    world.browser().ask("sign-in/forgot", &forgot).await;
    world.drain().await;
    let note = admin.resets(&world.acme, &who, &[]).await;
    assert!(matches!(note, ResetNote::Refused(ResetRefusal::MailRefused(_))), "{note:?}");
    let html = admin.see(&format!("/org/{}/people/{}/reset-2fa", world.acme, who.id)).await;
    assert!(html.contains("mailbox refused our last mail"), "{html}");
    assert_eq!(world.trail("2fa.reset").await, 0);
    world.node.sim.set_fault("full", false);
    world.minutes(5);
    world.browser().ask("sign-in/forgot", &forgot).await;
    world.drain().await;
    admin.resets_well(&world, &who).await;
}

#[tokio::test]
async fn an_admin_who_was_demoted_a_moment_ago_does_nothing_more() {
    let world = World::new().await;
    let (who, (me, mut admin)) = (world.member().await, world.admin().await);
    for (role, status) in [("member", 403), ("gone", 404)] {
        match role {
            "member" => world.meddle("UPDATE membership SET role = 'member' WHERE role = 'admin'").await,
            _ => world.meddle("DELETE FROM membership WHERE person_id IN (SELECT id FROM person WHERE email = 'admin@acme.example')").await,
        }
        let before = world.dump().await;
        let fields = [("org", world.acme.as_str()), ("person", who.id.as_str()), ("reason", "lost"), ("agreed", "on")];
        assert_eq!(admin.status("org/reset", &fields).await, status, "{role} {}", me.email);
        let page = admin.get(&format!("/org/{}/people/{}/reset-2fa", world.acme, who.id)).await;
        assert_eq!(page.status.as_u16(), status, "{role}");
        assert_eq!(before, world.dump().await);
    }
}

#[tokio::test]
async fn a_suspended_person_is_not_reset_and_neither_is_anybody_where_owners_alone_may() {
    let world = World::new().await;
    let (who, (_, mut admin)) = (world.member().await, world.admin().await);
    world.meddle("UPDATE person SET suspended_at = 1 WHERE email = 'member@acme.example'").await;
    assert_eq!(admin.resets(&world.acme, &who, &[]).await, ResetNote::Refused(ResetRefusal::Suspended));
    world.meddle("UPDATE person SET suspended_at = NULL").await;
    world
        .meddle(
            "INSERT INTO org_policy (organization_id, resetters, changed_at, version) \
             SELECT id, 'owners', 1, 1 FROM organization WHERE plan = 'paid'",
        )
        .await;
    assert_eq!(admin.resets(&world.acme, &who, &[]).await, ResetNote::Refused(ResetRefusal::OwnersOnly));
    let owner = world.owner().await;
    let mut browser = world.browser();
    browser.sign_in(&world, &owner).await;
    browser.resets_well(&world, &who).await;
}

#[tokio::test]
async fn a_request_of_reset_mfa_that_was_open_ends_with_the_reset() {
    let world = World::new().await;
    let (mine, second, third) = (world.owner().await, world.second_owner().await, FRESH);
    let third = world.person("third@acme.example", Some((&world.acme, Role::Owner)), Some(third)).await;
    world.browser().opens_case(&world, &mine, &[]).await;
    let (mut one, mut two) = (world.browser(), world.browser());
    one.sign_in(&world, &second).await;
    two.sign_in(&world, &third).await;
    assert_eq!(one.resets(&world.acme, &mine, &[]).await, ResetNote::Waits("Ana Roe".into()));
    let id = waiting(&world).await;
    let done = decides(&mut two, &world, &id, "approve").await;
    assert!(matches!(done, ResetNote::Done { .. }), "{done:?}");
    world.drain().await;
    let states = world.count("SELECT COUNT(*) FROM reset_case WHERE state = 'cancelled'").await;
    assert_eq!((states, world.trail("case.cancel").await), (1, 1));
    let subjects: Vec<String> = world.inbox(&mine.email).await.into_iter().map(|mail| mail.subject).collect();
    assert!(!subjects.contains(&"Your request is over".to_owned()), "told once, in the right words: {subjects:?}");
}

/// The id of the reset that waits for a second person.
pub async fn waiting(world: &World) -> String {
    let dump = world.dump().await;
    let row = dump["admin_reset"].iter().find(|row| row.contains(" state=waiting")).expect("a reset that waits");
    crate::deeds::between(&format!(" {row}"), " id=", " ").unwrap().to_owned()
}

/// The second person's word.
pub async fn decides(browser: &mut Browser, world: &World, id: &str, decision: &str) -> ResetNote {
    let fields = [("org", world.acme.as_str()), ("id", id), ("decision", decision)];
    let page = browser.ask("org/reset/decide", &fields).await;
    assert!(matches!(page.note, Some(Note::Org(OrgNote::Reset(_)))), "{page:?}");
    said(page.note)
}
