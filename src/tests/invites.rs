//! Inviting people: a link by mail that works once, an account of one's own or a managed new one, and no word to the inviting
//! person on who has an account already.

use crate::actors::Browser;
use crate::deeds::{NEW_PASSWORD, secret};
use crate::enumeration::bare;
use crate::members::seated;
use crate::world::{PASSWORD, Person, World};
use rekey::model::{Note, OrgNote, Place, Role, Screen};

const NEW: &str = "newcomer@home.example";

async fn invites(browser: &mut Browser, world: &World, typed: &str, role: &str) -> OrgNote {
    let page = browser.ask("org/invite", &[("org", world.acme.as_str()), ("email", typed), ("role", role)]).await;
    match page.note {
        Some(Note::Org(note)) => note,
        other => panic!("{:?} {other:?}", page.place),
    }
}

async fn link(world: &World, to: &str) -> String {
    let inbox = world.inbox(to).await;
    inbox.iter().find_map(|mail| secret(mail, "/invitation?t=")).unwrap_or_else(|| panic!("no invitation: {inbox:?}"))
}

async fn accepts(world: &World, token: &str) -> Option<Note> {
    let fields = [("token", token), ("name", "Nia Newman"), ("password", NEW_PASSWORD)];
    world.browser().ask("invitation/accept", &fields).await.note
}

async fn owner(world: &World) -> (Person, Browser) {
    seated(world, &world.acme, Role::Owner, 0).await
}

#[tokio::test]
async fn a_newcomer_makes_an_account_that_the_organization_manages_and_must_add_a_phone() {
    let world = World::new().await;
    let (who, mut by_owner) = owner(&world).await;
    assert_eq!(invites(&mut by_owner, &world, &NEW.to_uppercase(), "admin").await, OrgNote::InviteSent { people: 1 });
    let mail = world.inbox(NEW).await.remove(0);
    assert_eq!(mail.subject, "You are invited to Acme");
    assert!(
        mail.text.contains("Ana Roe invites you to join Acme") && mail.text.contains("as an admin"),
        "{}",
        mail.text
    );
    assert!(!mail.text.contains("Where:") && !mail.text.contains("Device:"), "{}", mail.text);
    let token = link(&world, NEW).await;
    let before = world.dump().await;
    let mut browser = world.browser();
    for _ in 0..3 {
        let html = browser.see(&format!("/invitation?t={token}")).await;
        assert!(html.contains("Create my account") && html.contains(NEW));
    }
    assert_eq!(before, world.dump().await, "a scanner that opens links changes nothing");
    for (name, password, note) in [
        ("", NEW_PASSWORD, Note::Org(OrgNote::NameMissing)),
        ("Nia Newman", "", Note::PasswordMissing),
        ("Nia Newman", "short", Note::PasswordShort),
        ("Nia Newman", "newcomer newcomer", Note::PasswordCommon),
    ] {
        let fields = [("token", token.as_str()), ("name", name), ("password", password)];
        let html = browser.submit("invitation/accept", &fields).await;
        assert!(html.contains("There is a problem") && html.contains("Create my account"), "{note:?}");
        assert!(name.is_empty() || html.contains("value=\"Nia Newman\""));
        assert_eq!(world.browser().ask("invitation/accept", &fields).await.note, Some(note));
    }
    let fields = [("token", token.as_str()), ("name", "Nia Newman"), ("password", NEW_PASSWORD)];
    let page = browser.ask("invitation/accept", &fields).await;
    assert_eq!((page.place, page.note), (Place::SignIn, None));
    assert!(browser.session().is_none(), "whoever joins signs in like anybody");
    assert_eq!(accepts(&world, &token).await, Some(Note::Org(OrgNote::InviteOver)), "once");
    let page = browser.ask("sign-in", &[("email", NEW), ("password", NEW_PASSWORD)]).await;
    assert!(matches!(page.screen, Screen::AddPhone(_)), "{page:?}");
    browser.verify_number(&world, "+13125550187").await;
    assert!(browser.get(&format!("/org/{}/people/{}", world.acme, who.id)).await.status.is_success(), "an admin");
    assert_eq!(world.count("SELECT COUNT(*) FROM person WHERE managed_by IS NOT NULL AND email LIKE 'new%'").await, 1);
    assert_eq!((world.trail("member.invite").await, world.trail("member.join").await), (1, 1));
    assert!(world.inbox(&who.email).await.iter().any(|m| m.text.contains("joined Acme as an admin")));
}

#[tokio::test]
async fn an_account_that_is_there_joins_by_its_own_person_and_stays_their_own() {
    let world = World::new().await;
    let (_, mut by_owner) = owner(&world).await;
    let (theirs, mut by_them) = seated(&world, &world.trial, Role::Owner, 1).await;
    world.meddle("UPDATE person SET managed_by = NULL WHERE email = 'p1@x.example'").await;
    assert_eq!(invites(&mut by_owner, &world, &theirs.email, "member").await, OrgNote::InviteSent { people: 1 });
    let token = link(&world, &theirs.email).await;
    let html = world.browser().see(&format!("/invitation?t={token}")).await;
    assert!(html.contains("There is an account with this address") && !html.contains("Create my account"));
    let html = by_owner.see(&format!("/invitation?t={token}")).await;
    assert!(html.contains("signed in with another account") && !html.contains(">Join<"));
    // Neither a new account nor somebody else's joins with it.
    world.browser().ask("invitation/accept", &[("token", &token), ("name", "X"), ("password", NEW_PASSWORD)]).await;
    assert_eq!(by_owner.ask("invitation/join", &[("token", &token)]).await.note, Some(Note::Org(OrgNote::InviteOver)));
    assert_eq!(world.browser().status("invitation/join", &[("token", &token)]).await, 401);
    assert_eq!(world.count("SELECT COUNT(*) FROM membership").await, 2);
    assert!(by_them.see(&format!("/invitation?t={token}")).await.contains(">Join<"));
    let page = by_them.ask("invitation/join", &[("token", &token)]).await;
    assert_eq!(page.note, Some(Note::Org(OrgNote::Joined { org: "Acme".into() })));
    assert_eq!(world.count("SELECT COUNT(*) FROM membership").await, 3);
    assert_eq!(world.count("SELECT COUNT(*) FROM person WHERE managed_by IS NULL").await, 1, "nobody's but their own");
    let html = by_owner.see(&format!("/org/{}/people/{}", world.acme, theirs.id)).await;
    assert!(html.contains("Independent"));
    world.drain().await;
}

#[tokio::test]
async fn invitations_of_ones_own_address_are_listed_behind_the_gate_and_can_be_declined() {
    let world = World::new().await;
    let (_, mut by_owner) = owner(&world).await;
    let (theirs, mut by_them) = seated(&world, &world.trial, Role::Owner, 1).await;
    invites(&mut by_owner, &world, &theirs.email, "admin").await;
    let id = crate::deeds::between(&world.dump().await["invitation"][0], "id=", " ").unwrap().to_owned();
    let page = by_them.ask("invitation/join", &[("token", &id)]).await;
    assert_eq!(page.note, Some(Note::Org(OrgNote::InviteOver)), "without the link it takes the emailed code");
    by_them.open_settings(&world, &theirs).await;
    assert!(by_them.see("/settings/organizations").await.contains("invites you. Works until"));
    let page = by_them.ask("invitation/decline", &[("token", &id)]).await;
    assert_eq!(page.note, Some(Note::Org(OrgNote::Declined)));
    assert!(!by_them.see("/settings/organizations").await.contains("invites you. Works until"));
    let page = by_them.ask("invitation/join", &[("token", &id)]).await;
    assert_eq!(page.note, Some(Note::Org(OrgNote::InviteOver)));
    world.drain().await;
}

#[tokio::test]
async fn nothing_tells_the_inviting_person_whether_an_address_has_an_account() {
    let seen = async |known: bool| {
        let world = World::new().await;
        let (_, mut by_owner) = owner(&world).await;
        let email = "somebody@home.example";
        if known {
            world.person(email, Some((&world.trial, Role::Owner)), None).await;
        }
        world.minutes(1);
        let before: Vec<(&str, usize)> = world.dump().await.into_iter().map(|(t, rows)| (t, rows.len())).collect();
        let mut all = Vec::new();
        let org = world.acme.to_string();
        let page = format!("/org/{org}/people/invite");
        for _ in 0..2 {
            let fields = [("org", org.as_str()), ("email", email), ("role", "member")];
            all.push(bare(&by_owner.form("org/invite", &fields).await, email));
            all.push(bare(&by_owner.get(&page).await, email));
        }
        let id = crate::deeds::between(&world.dump().await["invitation"][0], "id=", " ").unwrap().to_owned();
        for door in ["org/invite/again", "org/invite/revoke"] {
            all.push(bare(&by_owner.form(door, &[("org", &org), ("id", &id)]).await, email));
            all.push(bare(&by_owner.get(&page).await, email));
        }
        let after: Vec<(&str, usize)> = world.dump().await.into_iter().map(|(t, rows)| (t, rows.len())).collect();
        let mail = world.inbox(email).await;
        // Ids differ from world to world, in places of the same length.
        let all: Vec<String> = all
            .into_iter()
            .map(|(status, headers, body)| {
                let text = format!("{status} {headers:?} {}", String::from_utf8_lossy(&body));
                text.replace(&org, "[org]").replace(&id, "[id]")
            })
            .collect();
        let words: Vec<String> = mail.iter().map(|m| m.text.split("http").next().unwrap().to_owned()).collect();
        let new: Vec<(&str, usize)> = before.iter().zip(&after).map(|((t, b), (_, a))| (*t, a - b)).collect();
        (all, words, new)
    };
    let (known, unknown) = (seen(true).await, seen(false).await);
    assert_eq!(known, unknown);
}

#[tokio::test]
async fn each_wrong_line_has_its_own_words_and_nothing_typed_is_lost() {
    let world = World::new().await;
    let (who, mut by_owner) = owner(&world).await;
    invites(&mut by_owner, &world, "asked@home.example", "member").await;
    let typed = format!("good@home.example\n\n not an address \n{}\nasked@home.example\ngood@home.example", who.email);
    let fields = [("org", world.acme.as_str()), ("email", typed.as_str()), ("role", "admin")];
    let html = by_owner.submit("org/invite", &fields).await;
    assert!(html.contains("4 lines cannot be invited"), "{html}");
    for words in
        ["is no email address", "belongs to the organization already", "is invited already", "stands there twice"]
    {
        assert!(html.contains(words), "{words}");
    }
    for line in typed.lines() {
        assert!(html.contains(line.trim()), "{line}");
    }
    assert_eq!(world.inbox("good@home.example").await.len(), 0, "nobody is invited by halves");
    let html = by_owner.see(&format!("/org/{}/people/invite", world.acme)).await;
    assert!(html.contains("not an address"), "still there after a reload");
    assert_eq!(invites(&mut by_owner, &world, " \n ", "member").await, OrgNote::InviteNobody);
    let many: Vec<String> = (0..51).map(|n| format!("a{n}@home.example")).collect();
    assert_eq!(invites(&mut by_owner, &world, &many.join("\n"), "member").await, OrgNote::InviteMany { most: 50 });
    assert_eq!(
        invites(&mut by_owner, &world, &many[..50].join("\n"), "member").await,
        OrgNote::InviteSent { people: 50 }
    );
    world.drain().await;
}

#[tokio::test]
async fn a_person_invites_a_hundred_an_hour_and_an_organization_two_hundred() {
    let world = World::new().await;
    let mut sent = 0;
    for n in 0..3 {
        let (_, mut browser) = seated(&world, &world.acme, Role::Admin, n).await;
        loop {
            let many: Vec<String> = (0..50).map(|k| format!("a{}@home.example", sent + k)).collect();
            match invites(&mut browser, &world, &many.join("\n"), "member").await {
                OrgNote::InviteSent { people } => sent += people,
                OrgNote::InviteBudget(_) => break,
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(sent, [100, 200, 200][n as usize]);
    }
    world.drain().await;
}

#[tokio::test]
async fn nobody_invites_to_a_higher_role_and_a_demoted_admins_invitations_are_over() {
    let world = World::new().await;
    let (_, mut by_owner) = owner(&world).await;
    let (admin, mut by_admin) = seated(&world, &world.acme, Role::Admin, 1).await;
    assert_eq!(invites(&mut by_admin, &world, NEW, "owner").await, OrgNote::InviteRole);
    assert_eq!(world.inbox(NEW).await.len(), 0);
    assert!(!by_admin.see(&format!("/org/{}/people/invite", world.acme)).await.contains("answers for the plan"));
    invites(&mut by_admin, &world, NEW, "admin").await;
    let token = link(&world, NEW).await;
    let fields = [("org", world.acme.as_str()), ("person", admin.id.as_str()), ("role", "member")];
    by_owner.ask("org/role", &fields).await;
    assert_eq!(accepts(&world, &token).await, Some(Note::Org(OrgNote::InviteOver)));
    assert_eq!(world.count("SELECT COUNT(*) FROM person").await, 2);
    world.drain().await;
}

#[tokio::test]
async fn a_link_works_for_seven_days_until_it_is_sent_again_or_revoked() {
    let world = World::new().await;
    let (who, mut by_owner) = owner(&world).await;
    invites(&mut by_owner, &world, NEW, "member").await;
    let first = link(&world, NEW).await;
    let id = crate::deeds::between(&world.dump().await["invitation"][0], "id=", " ").unwrap().to_owned();
    let fields = [("org", world.acme.as_str()), ("id", id.as_str())];
    world.seconds(1);
    let page = by_owner.ask("org/invite/again", &fields).await;
    assert_eq!(page.note, Some(Note::Org(OrgNote::InviteAgain)));
    let second = link(&world, NEW).await;
    assert_ne!(first, second);
    assert_eq!(accepts(&world, &first).await, Some(Note::Org(OrgNote::InviteOver)));
    for made_up in ["", "x", &second[..second.len() - 1], &second.replace('-', "_")] {
        assert!(accepts(&world, made_up).await.is_some(), "{made_up}");
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM person").await, 1);
    world.hours(7 * 24);
    assert_eq!(accepts(&world, &second).await, Some(Note::Org(OrgNote::InviteOver)));
    by_owner.sign_in(&world, &who).await;
    assert!(by_owner.see(&format!("/org/{}/people/invite", world.acme)).await.contains("Its 7 days are over"));
    by_owner.ask("org/invite/again", &fields).await;
    let third = link(&world, NEW).await;
    let page = by_owner.ask("org/invite/revoke", &fields).await;
    assert_eq!(page.note, Some(Note::Org(OrgNote::InviteRevoked)));
    assert_eq!(accepts(&world, &third).await, Some(Note::Org(OrgNote::InviteOver)));
    assert_eq!(by_owner.status("org/invite/revoke", &fields).await, 404);
    assert_eq!(world.inbox(NEW).await.len(), 3);
}

#[tokio::test]
async fn the_same_link_pressed_twice_at_once_makes_one_account() {
    let world = World::new().await;
    let (_, mut by_owner) = owner(&world).await;
    invites(&mut by_owner, &world, NEW, "member").await;
    let token = link(&world, NEW).await;
    let tries = (0..4).map(|_| accepts(&world, &token));
    futures::future::join_all(tries).await;
    assert_eq!(world.count("SELECT COUNT(*) FROM person WHERE email LIKE 'newcomer%'").await, 1);
    assert_eq!(world.count("SELECT COUNT(*) FROM membership").await, 2);
    let page = world.browser().ask("sign-in", &[("email", NEW), ("password", PASSWORD)]).await;
    assert_eq!(page.note, Some(Note::WrongSignIn));
    world.drain().await;
}
