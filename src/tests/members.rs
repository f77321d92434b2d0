//! People's places in an organization: roles, suspension, management, and one person's page.

use crate::actors::Browser;
use crate::deeds::SPARE;
use crate::world::{Person, World};
use rekey::model::{Note, OrgId, OrgNote, Place, Role};

/// Somebody of an organization with a phone of their own, signed in.
pub async fn seated(world: &World, org: &OrgId, role: Role, n: u32) -> (Person, Browser) {
    let phone = format!("+1{}5550143", 212 + n);
    let who = world.person(&format!("p{n}@x.example"), Some((org, role)), Some(&phone)).await;
    let mut browser = world.browser();
    browser.sign_in(world, &who).await;
    (who, browser)
}

async fn does(browser: &mut Browser, door: &str, org: &OrgId, to: &Person, more: &[(&str, &str)]) -> OrgNote {
    let fields = [&[("org", org.as_str()), ("person", to.id.as_str())], more].concat();
    let page = browser.ask(door, &fields).await;
    match page.note {
        Some(Note::Org(note)) => note,
        other => panic!("{door}: {:?} {other:?}", page.place),
    }
}

async fn role_of(world: &World, who: &Person) -> String {
    let rows = world.dump().await["membership"].clone();
    let row = rows.into_iter().find(|row| row.contains(who.id.as_str()));
    row.and_then(|row| crate::deeds::between(&row, " role=", " ").map(str::to_owned)).unwrap_or_default()
}

fn name() -> String {
    "Ana Roe".into()
}

#[tokio::test]
async fn owners_alone_change_roles_and_a_demoted_admins_next_call_is_refused() {
    let world = World::new().await;
    let (owner, mut by_owner) = seated(&world, &world.acme, Role::Owner, 0).await;
    let (admin, mut by_admin) = seated(&world, &world.acme, Role::Admin, 1).await;
    let (member, mut by_member) = seated(&world, &world.acme, Role::Member, 2).await;
    let people = format!("/org/{}/people/{}", world.acme, member.id);
    assert_eq!(does(&mut by_admin, "org/role", &world.acme, &member, &[("role", "admin")]).await, OrgNote::OwnersOnly);
    assert_eq!(by_admin.get(&people).await.status.as_u16(), 200);
    let note = does(&mut by_owner, "org/role", &world.acme, &admin, &[("role", "member")]).await;
    assert_eq!(note, OrgNote::RoleSaved { name: name(), role: Role::Member });
    assert_eq!(by_admin.get(&people).await.status.as_u16(), 403, "at once");
    let fields = [("org", world.acme.as_str()), ("person", member.id.as_str())];
    assert_eq!(by_admin.status("org/suspend", &fields).await, 403);
    assert_eq!(by_admin.look("/overview").await.place, Place::Overview, "still signed in, as a member");
    // A rise of level is signed in for anew: what was copied as a member's cookie stays one.
    does(&mut by_owner, "org/role", &world.acme, &member, &[("role", "admin")]).await;
    assert_eq!(by_member.look("/overview").await.place, Place::SignIn);
    by_member.sign_in(&world, &member).await;
    let own = format!("/org/{}/people/{}", world.acme, owner.id);
    assert_eq!(by_member.get(&own).await.status.as_u16(), 200);
    assert_eq!(by_owner.status("org/role", &[fields[0], fields[1], ("role", "king")]).await, 400);
    assert_eq!(world.trail("member.role").await, 2);
    let told = world.inbox(&member.email).await;
    assert!(told[0].text.contains("made you an admin of Acme"), "{}", told[0].text);
    world.drain().await;
}

#[tokio::test]
async fn every_other_owner_is_told_of_a_new_one_and_the_last_one_stays() {
    let world = World::new().await;
    let (owner, mut browser) = seated(&world, &world.acme, Role::Owner, 0).await;
    let (next, _) = seated(&world, &world.acme, Role::Member, 1).await;
    for door in ["org/role", "org/remove", "org/suspend"] {
        let more = [("role", "member"), ("agreed", "yes")];
        let note = does(&mut browser, door, &world.acme, &owner, &more).await;
        assert!(matches!(note, OrgNote::LastOwner | OrgNote::Own), "{door}: {note:?}");
    }
    assert_eq!(role_of(&world, &owner).await, "owner");
    does(&mut browser, "org/role", &world.acme, &next, &[("role", "owner")]).await;
    assert!(world.inbox(&owner.email).await[0].text.contains("was made an owner of Acme by Ana Roe"));
    let token = browser.session().unwrap().to_owned();
    let page = browser
        .ask("org/role", &[("org", world.acme.as_str()), ("person", owner.id.as_str()), ("role", "member")])
        .await;
    assert_eq!(page.place, Place::Overview);
    assert_ne!(browser.session().unwrap(), token, "another level, another token");
    assert_eq!(role_of(&world, &owner).await, "member");
    world.drain().await;
}

#[tokio::test]
async fn two_owners_who_remove_each_other_at_the_same_moment_leave_one() {
    for door in ["org/role", "org/suspend", "org/remove"] {
        let world = World::new().await;
        let (first, mut by_first) = seated(&world, &world.acme, Role::Owner, 0).await;
        let (second, mut by_second) = seated(&world, &world.acme, Role::Owner, 1).await;
        let fields = |who: &Person| {
            let pairs =
                [("org", world.acme.as_str()), ("person", who.id.as_str()), ("role", "member"), ("agreed", "yes")];
            pairs.map(|(name, value)| (name.to_owned(), value.to_owned()))
        };
        let (a, b) = (fields(&second), fields(&first));
        let a: Vec<_> = a.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let b: Vec<_> = b.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let _ = tokio::join!(by_first.program(door, &a), by_second.program(door, &b));
        let left = world
            .count(
                "SELECT COUNT(*) FROM membership m JOIN person p ON p.id = m.person_id WHERE m.role = 'owner' \
                 AND p.suspended_at IS NULL",
            )
            .await;
        assert_eq!(left, 1, "{door}");
        world.drain().await;
    }
}

#[tokio::test]
async fn a_day_after_a_change_of_their_own_factors_an_owner_makes_no_other_owner() {
    let world = World::new().await;
    let (owner, mut browser) = seated(&world, &world.acme, Role::Owner, 0).await;
    let (next, _) = seated(&world, &world.acme, Role::Member, 1).await;
    browser.open_settings(&world, &owner).await;
    browser.change_phone(&world, SPARE).await;
    let note = does(&mut browser, "org/role", &world.acme, &next, &[("role", "owner")]).await;
    assert!(matches!(note, OrgNote::Held(_)), "{note:?}");
    let fields = [("org", world.acme.as_str()), ("email", "x@home.example"), ("role", "owner")];
    let page = browser.ask("org/invite", &fields).await;
    assert!(matches!(page.note, Some(Note::Org(OrgNote::Held(_)))), "an invitation is no way around it");
    assert_eq!(world.inbox("x@home.example").await.len(), 0);
    let note = does(&mut browser, "org/role", &world.acme, &next, &[("role", "admin")]).await;
    assert!(matches!(note, OrgNote::RoleSaved { .. }), "{note:?}");
    world.hours(25);
    let owner = Person { phone: SPARE.into(), ..owner };
    browser.sign_in(&world, &owner).await;
    let note = does(&mut browser, "org/role", &world.acme, &next, &[("role", "owner")]).await;
    assert!(matches!(note, OrgNote::RoleSaved { .. }), "{note:?}");
    world.drain().await;
}

#[tokio::test]
async fn suspending_ends_everything_and_tells_the_person_whom_to_ask() {
    let world = World::new().await;
    let (owner, mut by_owner) = seated(&world, &world.acme, Role::Owner, 0).await;
    let (_, mut by_admin) = seated(&world, &world.acme, Role::Admin, 1).await;
    let (member, mut by_member) = seated(&world, &world.acme, Role::Member, 2).await;
    let mut half = world.browser();
    half.password(&member).await;
    let code = world.code(&member.phone).await;
    assert_eq!(does(&mut by_admin, "org/suspend", &world.acme, &owner, &[]).await, OrgNote::HigherRole);
    let note = does(&mut by_admin, "org/suspend", &world.acme, &member, &[]).await;
    assert_eq!(note, OrgNote::Suspended { name: name() });
    assert_eq!(by_member.look("/overview").await.place, Place::SignIn);
    half.ask("sign-in/code", &[("code", &code)]).await;
    assert!(half.session().is_none());
    assert_eq!(world.browser().password(&member).await.note, Some(Note::WrongSignIn));
    let told = world.inbox(&member.email).await;
    assert!(told.iter().any(|m| m.text.contains("Acme suspended your") && m.text.contains("ask Ana Roe")), "{told:?}");
    assert!(world.inbox(&owner.email).await[0].text.contains("was suspended by Acme"));
    let html = by_owner.see(&format!("/org/{}/people/{}", world.acme, member.id)).await;
    assert!(html.contains("Suspended") && html.contains("Lift suspension"));
    does(&mut by_owner, "org/unsuspend", &world.acme, &member, &[]).await;
    world.hours(2);
    world.browser().sign_in(&world, &member).await;
    assert_eq!((world.trail("member.suspend").await, world.trail("member.unsuspend").await), (1, 1));
    world.drain().await;
}

#[tokio::test]
async fn an_organization_has_no_power_over_an_account_that_it_does_not_manage() {
    let world = World::new().await;
    let (_, mut by_owner) = seated(&world, &world.acme, Role::Owner, 0).await;
    let (member, mut by_member) = seated(&world, &world.acme, Role::Member, 1).await;
    by_member.open_settings(&world, &member).await;
    let fields = [("org", world.acme.as_str()), ("agreed", "yes")];
    let page = by_member.ask("settings/organizations/leave", &fields).await;
    assert_eq!(page.note, Some(Note::Org(OrgNote::LeaveManaged)));
    let note = does(&mut by_owner, "org/release", &world.acme, &member, &[]).await;
    assert_eq!(note, OrgNote::Released { name: name() });
    for door in ["org/suspend", "org/unsuspend", "org/sign-out", "org/release"] {
        assert_eq!(does(&mut by_owner, door, &world.acme, &member, &[]).await, OrgNote::NotManaged, "{door}");
    }
    assert_eq!(by_member.look("/overview").await.place, Place::Overview);
    let html = by_owner.see(&format!("/org/{}/people/{}", world.acme, member.id)).await;
    assert!(html.contains("Independent") && html.contains("can reset nothing"), "why nothing can be reset");
    let last = &member.phone[member.phone.len() - 3..];
    // As people read it: random ids stand in addresses, and may have these digits.
    let read = |html: &str| {
        html.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text.to_owned()).collect::<String>()
    };
    assert!(!read(&html).contains(last), "digits of the phone");
    for hidden in ["last seen", "Sign out everywhere", "reset-2fa", "Suspend"] {
        assert!(!html.contains(hidden), "{hidden}");
    }
    // Power is given by the person alone, and with a fresh full sign-in.
    let page = by_member.ask("settings/organizations/manage", &[fields[0]]).await;
    assert_eq!(page.note, Some(Note::Org(OrgNote::TickFirst)));
    let page = by_member.ask("settings/organizations/manage", &fields).await;
    assert_eq!(page.note, Some(Note::Org(OrgNote::Managed { org: "Acme".into() })));
    let html = by_owner.see(&format!("/org/{}/people/{}", world.acme, member.id)).await;
    assert!(read(&html).contains(last) && html.contains("reset-2fa") && html.contains("last seen"));
    assert_eq!((world.trail("member.release").await, world.trail("member.manage").await), (1, 1));
    world.drain().await;
}

#[tokio::test]
async fn an_independent_person_leaves_and_a_removed_one_keeps_the_account() {
    let world = World::new().await;
    let (owner, mut by_owner) = seated(&world, &world.acme, Role::Owner, 0).await;
    let (member, mut by_member) = seated(&world, &world.acme, Role::Member, 1).await;
    let (other, _) = seated(&world, &world.acme, Role::Member, 2).await;
    does(&mut by_owner, "org/release", &world.acme, &member, &[]).await;
    by_member.open_settings(&world, &member).await;
    let html = by_member.see("/settings/organizations").await;
    assert!(html.contains("Your account is your own") && html.contains("Leave"));
    let fields = [("org", world.acme.as_str()), ("agreed", "yes")];
    let page = by_member.ask("settings/organizations/leave", &fields).await;
    assert_eq!(page.note, Some(Note::Org(OrgNote::Left { org: "Acme".into() })));
    assert_eq!(by_member.status("settings/organizations/leave", &fields).await, 404);
    assert!(world.inbox(&owner.email).await[0].text.contains("left Acme"));
    assert_eq!(does(&mut by_owner, "org/remove", &world.acme, &other, &[]).await, OrgNote::TickFirst);
    does(&mut by_owner, "org/suspend", &world.acme, &other, &[]).await;
    let note = does(&mut by_owner, "org/remove", &world.acme, &other, &[("agreed", "yes")]).await;
    assert_eq!(note, OrgNote::Removed { name: name() });
    world.hours(2);
    world.browser().sign_in(&world, &other).await;
    assert_eq!(world.count("SELECT COUNT(*) FROM membership").await, 1);
    assert!(world.inbox(&other.email).await.iter().any(|m| m.text.contains("removed you from Acme")));
    assert_eq!((world.trail("member.leave").await, world.trail("member.remove").await), (1, 1));
    world.drain().await;
}

#[tokio::test]
async fn an_admin_signs_a_managed_person_out_everywhere() {
    let world = World::new().await;
    let (_, mut by_admin) = seated(&world, &world.acme, Role::Admin, 0).await;
    let (member, mut by_member) = seated(&world, &world.acme, Role::Member, 1).await;
    let note = does(&mut by_admin, "org/sign-out", &world.acme, &member, &[]).await;
    assert_eq!(note, OrgNote::SignedOut { name: name() });
    assert_eq!(by_member.look("/overview").await.place, Place::SignIn);
    assert!(world.inbox(&member.email).await[0].text.contains("signed you out"));
    by_member.sign_in(&world, &member).await;
    assert_eq!(world.trail("session.end_all").await, 1);
    world.drain().await;
}

#[tokio::test]
async fn nothing_of_this_is_done_on_a_sign_in_that_is_not_fresh() {
    let world = World::new().await;
    let (owner, mut by_owner) = seated(&world, &world.acme, Role::Owner, 0).await;
    let (member, _) = seated(&world, &world.acme, Role::Member, 1).await;
    world.minutes(14);
    by_owner.look("/overview").await;
    world.minutes(2);
    let before = world.dump().await;
    let page = format!("/org/{}/people/{}", world.acme, member.id);
    for door in ["org/role", "org/suspend", "org/unsuspend", "org/sign-out", "org/release", "org/remove"] {
        let fields =
            [("org", world.acme.as_str()), ("person", member.id.as_str()), ("role", "admin"), ("agreed", "yes")];
        let answer = by_owner.form(door, &fields).await;
        assert_eq!(answer.location(), "/settings/prove", "{door}");
    }
    let after = world.dump().await;
    for table in ["person", "membership", "audit", "outbox"] {
        assert_eq!(before[table], after[table], "{table}");
    }
    // The proof leads back to the person.
    let code = {
        by_owner.ask("settings/prove", &[("password", crate::world::PASSWORD), ("next", &page)]).await;
        world.code(&owner.phone).await
    };
    let answer = by_owner.form("settings/prove/code", &[("code", &code), ("next", &page)]).await;
    assert_eq!(answer.location(), page);
    world.drain().await;
}

#[tokio::test]
async fn a_persons_page_shows_what_happened_in_this_organization_alone() {
    let world = World::new().await;
    let (owner, mut by_owner) = seated(&world, &world.acme, Role::Owner, 0).await;
    let (member, mut by_member) = seated(&world, &world.acme, Role::Member, 1).await;
    let (stranger, _) = seated(&world, &world.trial, Role::Owner, 2).await;
    let address = format!("/org/{}/people/{}", world.acme, member.id);
    let html = by_owner.see(&address).await;
    for shown in
        [member.email.as_str(), "On", "Text message", "United States", "Last sign-in", "Signed in", "Danger zone"]
    {
        assert!(html.contains(shown), "{shown}");
    }
    does(&mut by_owner, "org/release", &world.acme, &member, &[]).await;
    by_member.ask("sign-out", &[]).await;
    by_member.sign_in(&world, &member).await;
    let html = by_owner.see(&address).await;
    let events = html.split("What happened").nth(1).unwrap();
    assert!(events.contains("Released: the account is their own") && events.contains("Ana Roe"));
    let signed_in = events.matches("Signed in").count();
    assert_eq!(signed_in, 1, "what an independent person does is no event of the organization's");
    let own = by_owner.see(&format!("/org/{}/people/{}", world.acme, owner.id)).await;
    assert!(own.contains("This is you") && !own.contains("Sign out everywhere"));
    // Somebody else's people look like nobody.
    let random = "01a2076b-4400-772b-93f1-128b8277cf59";
    let nobody = by_owner.get(&format!("/org/{}/people/{random}", world.acme)).await;
    let theirs = by_owner.get(&format!("/org/{}/people/{}", world.acme, stranger.id)).await;
    assert_eq!((nobody.status.as_u16(), theirs.status.as_u16()), (404, 404));
    assert_eq!(nobody.body, theirs.body);
    world.drain().await;
}
