//! A reset that takes two: three people, one of whom is reset; and what the operator does where there is no second person.

use crate::actors::Browser;
use crate::resets::{FRESH, said};
use crate::resets_refused::{decides, waiting};
use crate::world::{KEY, PASSWORD, Person, World, folder};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rekey::auth::OperatorReset;
use rekey::model::{Email, Note, Place, ResetNote, ResetRefusal, Role, Screen};
use std::process::Command;

impl World {
    /// Every reset of Acme takes a second person.
    pub async fn takes_two(&self) {
        self.meddle(
            "INSERT INTO org_policy (organization_id, second_person, changed_at, version) \
             SELECT id, 1, 1, 1 FROM organization WHERE plan = 'paid'",
        )
        .await;
    }
}

/// Another admin of Acme, signed in.
async fn another(world: &World) -> (Person, Browser) {
    let who = world.person("second@acme.example", Some((&world.acme, Role::Admin)), Some(FRESH)).await;
    let mut browser = world.browser();
    browser.sign_in(world, &who).await;
    (who, browser)
}

#[tokio::test]
async fn whoever_asks_whoever_approves_and_whoever_is_reset_are_three_people() {
    let world = World::new().await;
    world.takes_two().await;
    let (who, (_, mut asker)) = (world.member().await, world.admin().await);
    assert_eq!(asker.resets(&world.acme, &who, &[]).await, ResetNote::Refused(ResetRefusal::NobodyElse));
    let (second, mut other) = another(&world).await;
    world.drain().await;
    world.node.sim.clear();
    assert_eq!(asker.resets(&world.acme, &who, &[]).await, ResetNote::Waits("Ana Roe".into()));
    assert_eq!((world.trail("2fa.reset_ask").await, world.trail("2fa.reset").await), (1, 0));
    for (to, subject) in [
        (&who.email, "Somebody wants to reset your 2FA"),
        (&second.email, "Ana Roe (member@acme.example) is to have their 2FA reset, Ana Roe of Acme asked"),
    ] {
        assert_eq!(world.inbox(to).await.remove(0).subject, subject);
    }
    let id = waiting(&world).await;
    let one = asker.resets(&world.acme, &who, &[]).await;
    assert_eq!(one, ResetNote::Refused(ResetRefusal::Waits));
    let before = world.dump().await;
    let own = decides(&mut asker, &world, &id, "approve").await;
    assert_eq!(own, ResetNote::Refused(ResetRefusal::TwoPeople));
    let fields = [("org", world.acme.as_str()), ("id", id.as_str()), ("decision", "withdraw")];
    assert_eq!(other.status("org/reset/decide", &fields).await, 404, "nobody else takes it back");
    assert_eq!(other.status("org/reset/decide", &[fields[0], fields[1], ("decision", "dance")]).await, 400);
    assert_eq!(before, world.dump().await);
    // Nor the person, whatever they are.
    world.meddle("UPDATE membership SET role = 'admin' WHERE person_id IN (SELECT id FROM person WHERE email = 'member@acme.example')").await;
    let mut target = world.browser();
    target.sign_in(&world, &who).await;
    let note = decides(&mut target, &world, &id, "approve").await;
    assert_eq!(note, ResetNote::Refused(ResetRefusal::Own));

    let html = other.see(&format!("/org/{}/requests", world.acme)).await;
    for part in ["Reset 2FA for Ana Roe", "Approve and reset 2FA", "left on a train", "HELP-7"] {
        assert!(html.contains(part), "{part} in {html}");
    }
    let done = decides(&mut other, &world, &id, "approve").await;
    assert!(matches!(done, ResetNote::Done { .. }), "{done:?}");
    assert_eq!(target.status("settings/send", &[]).await, 401, "signed out");
    let row = world.dump().await["audit"].iter().find(|row| row.contains("kind=2fa.reset ")).cloned().unwrap();
    for part in [format!("actor_id={}", second.id), format!("\"approved_by\":\"{}\"", second.id), "\"asked_by\"".into()]
    {
        assert!(row.contains(&part), "{part} in {row}");
    }
    let html = other.see(&format!("/org/{}/requests?tab=approved", world.acme)).await;
    assert!(html.contains("Reset 2FA for Ana Roe") && !html.contains("Approve and reset 2FA"), "{html}");
    let mail = world.inbox(&who.email).await.remove(0);
    assert!(mail.text.contains("Ana Roe and Ana Roe of Acme reset"), "both are named: {}", mail.text);
}

#[tokio::test]
async fn an_owner_is_reset_by_two_other_owners_and_by_nobody_else() {
    let world = World::new().await;
    let (who, (_, mut admin)) = (world.owner().await, world.admin().await);
    let second = world.second_owner().await;
    let mut owner = world.browser();
    owner.sign_in(&world, &second).await;
    assert_eq!(admin.resets(&world.acme, &who, &[]).await, ResetNote::Refused(ResetRefusal::HigherRole));
    assert_eq!(owner.resets(&world.acme, &who, &[]).await, ResetNote::Refused(ResetRefusal::NobodyElse));
    let third = world.person("third@acme.example", Some((&world.acme, Role::Owner)), Some(FRESH)).await;
    assert!(matches!(owner.resets(&world.acme, &who, &[]).await, ResetNote::Waits(_)));
    let id = waiting(&world).await;
    assert_eq!(decides(&mut admin, &world, &id, "approve").await, ResetNote::Refused(ResetRefusal::HigherRole));
    let mut other = world.browser();
    other.sign_in(&world, &third).await;
    assert!(matches!(decides(&mut other, &world, &id, "approve").await, ResetNote::Done { .. }));
    assert_eq!(world.count("SELECT COUNT(*) FROM person WHERE reset_at IS NOT NULL").await, 1);
    world.drain().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_approvals_at_once_are_one() {
    let world = World::new().await;
    world.takes_two().await;
    let (who, (_, mut asker), (_, other)) = (world.member().await, world.admin().await, another(&world).await);
    asker.resets(&world.acme, &who, &[]).await;
    let id = waiting(&world).await;
    let node = world.another().await;
    let presses: Vec<_> = (0..50)
        .map(|n| {
            let mut browser = if n % 2 == 0 { other.clone() } else { other.moved_to(&node) };
            let (org, id) = (world.acme.to_string(), id.clone());
            tokio::spawn(async move {
                let fields = [("org", org.as_str()), ("id", id.as_str()), ("decision", "approve")];
                said(browser.ask("org/reset/decide", &fields).await.note)
            })
        })
        .collect();
    let mut done = 0;
    for press in presses {
        match press.await.unwrap() {
            ResetNote::Done { .. } => done += 1,
            note => assert_eq!(note, ResetNote::Refused(ResetRefusal::Over)),
        }
    }
    assert_eq!((done, world.trail("2fa.reset").await), (1, 1));
    assert_eq!(world.count("SELECT COUNT(*) FROM reset_case").await, 1);
    world.drain().await;
}

#[tokio::test]
async fn roles_are_read_again_when_it_is_approved() {
    let world = World::new().await;
    world.takes_two().await;
    let (who, (_, mut asker), (_, mut other)) = (world.member().await, world.admin().await, another(&world).await);
    asker.resets(&world.acme, &who, &[]).await;
    let id = waiting(&world).await;
    world.meddle("UPDATE membership SET role = 'member' WHERE person_id IN (SELECT id FROM person WHERE email = 'admin@acme.example')").await;
    assert_eq!(decides(&mut other, &world, &id, "approve").await, ResetNote::Refused(ResetRefusal::AskerGone));
    world.meddle("UPDATE membership SET role = 'admin' WHERE person_id IN (SELECT id FROM person WHERE email = 'admin@acme.example')").await;
    world.meddle("UPDATE membership SET role = 'member' WHERE person_id IN (SELECT id FROM person WHERE email = 'second@acme.example')").await;
    let fields = [("org", world.acme.as_str()), ("id", id.as_str()), ("decision", "approve")];
    assert_eq!(other.status("org/reset/decide", &fields).await, 403);
    assert_eq!(world.trail("2fa.reset").await, 0);
    world.drain().await;
}

#[tokio::test]
async fn an_approval_takes_a_fresh_sign_in_and_comes_within_a_day() {
    let world = World::new().await;
    world.takes_two().await;
    let (who, (_, mut asker), (second, mut other)) = (world.member().await, world.admin().await, another(&world).await);
    asker.resets(&world.acme, &who, &[]).await;
    let id = waiting(&world).await;
    let fields = [("org", world.acme.as_str()), ("id", id.as_str()), ("decision", "approve")];
    world.minutes(14);
    other.see(&format!("/org/{}/requests", world.acme)).await;
    world.minutes(1);
    assert_eq!(other.ask("org/reset/decide", &fields).await.place, Place::Prove);
    world.hours(24);
    let mut other = world.browser();
    other.sign_in(&world, &second).await;
    assert_eq!(decides(&mut other, &world, &id, "approve").await, ResetNote::Refused(ResetRefusal::Over));
    world.tick().await;
    assert_eq!((world.trail("2fa.reset_expire").await, world.trail("2fa.reset").await), (1, 0));
    world.tick().await;
    assert_eq!(world.trail("2fa.reset_expire").await, 1);
    assert_eq!(world.inbox(&who.email).await.remove(0).subject, "Your 2FA is not reset");
    let html = other.see(&format!("/org/{}/requests?tab=declined", world.acme)).await;
    assert!(html.contains("Reset 2FA for Ana Roe") && html.contains("Expired"), "{html}");
}

#[tokio::test]
async fn declined_or_taken_back_it_changes_nothing_and_another_can_follow() {
    let world = World::new().await;
    world.takes_two().await;
    let (who, (_, mut asker), (_, mut other)) = (world.member().await, world.admin().await, another(&world).await);
    for (kind, decision, by_asker) in
        [("2fa.reset_decline", "decline", false), ("2fa.reset_withdraw", "withdraw", true)]
    {
        asker.resets(&world.acme, &who, &[]).await;
        let id = waiting(&world).await;
        let browser = if by_asker { &mut asker } else { &mut other };
        assert_eq!(decides(browser, &world, &id, decision).await, ResetNote::Dropped);
        assert_eq!(world.trail(kind).await, 1);
        assert_eq!(decides(&mut other, &world, &id, "approve").await, ResetNote::Refused(ResetRefusal::Over));
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM phone WHERE removed_at IS NULL").await, 3);
    world.drain().await;
}

/// `rekey` with these arguments, on the world's database.
fn rekey(world: &World, arguments: &[&str]) -> (i32, String) {
    let place = folder("operator");
    let mut command = Command::new(env!("CARGO_BIN_EXE_rekey"));
    command.args(arguments).current_dir(&place).env_clear();
    command.env("REKEY_SECRET_KEY", STANDARD.encode(KEY)).env("REKEY_DATABASE_URL", world.url());
    let output = command.output().unwrap();
    std::fs::remove_dir_all(place).unwrap();
    let said = [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat();
    (output.status.code().unwrap(), said)
}

#[tokio::test]
async fn the_operators_command_says_what_it_did_and_why_not() {
    let world = World::new().await;
    let (who, bare) =
        (world.owner().await, world.person("b@acme.example", Some((&world.acme, Role::Member)), None).await);
    let reset = ["reset-2fa", "--email", who.email.as_str(), "--reason", "lost phone"];
    assert_eq!(rekey(&world, &reset[..3]).0, 2, "without a reason");
    assert_eq!(rekey(&world, &["reset-2fa", "--email", &who.email, "--reason", " "]).0, 2);
    assert_eq!(rekey(&world, &["reset-2fa", "--email", "nobody@acme.example", "--reason", "x"]).0, 1);
    let (status, words) = rekey(&world, &["reset-2fa", "--email", &bare.email, "--reason", "x"]);
    assert!(status == 1 && words.contains("no second factor"), "{status} {words}");
    let (status, words) = rekey(&world, &reset);
    assert!(status == 0 && words.contains("mails them the code"), "{status} {words}");
    let (status, words) = rekey(&world, &[&reset[..], &["--tell-code"]].concat());
    let told = |word: &str| word.len() == 8 && word.bytes().all(|b| b.is_ascii_digit());
    assert!(status == 0 && words.split_whitespace().any(told), "{status} {words}");
    world.meddle("UPDATE person SET password_mailed_at = 1").await;
    let (status, words) = rekey(&world, &reset);
    assert!(status == 1 && words.contains("--tell-code"), "{status} {words}");
    assert_eq!(world.trail("2fa.reset").await, 2);
    world.drain().await;
}

/// What the operator's command does, by the world's own clock.
async fn operator(world: &World, who: &Person, tells: bool) -> Result<Option<String>, ResetRefusal> {
    let email = Email::parse(&who.email).unwrap();
    let asked = OperatorReset { email: &email, reason: "sole owner", ticket: "", tells };
    let done = world.node.auth.reset_by_operator(asked).await.unwrap();
    world.drain().await;
    done
}

#[tokio::test]
async fn the_operator_resets_a_sole_owner_and_everybody_is_told() {
    let world = World::new().await;
    let (who, (admin, _)) = (world.owner().await, world.admin().await);
    assert_eq!(operator(&world, &who, false).await, Ok(None));
    let row = world.dump().await["audit"].iter().find(|row| row.contains("kind=2fa.reset ")).cloned().unwrap();
    assert!(row.contains("actor_id=operator") && row.contains("sole owner"), "{row}");
    let mail = world.inbox(&who.email).await.remove(0);
    assert!(mail.text.contains("Whoever runs this server reset"), "{}", mail.text);
    assert!(world.inbox(&admin.email).await.iter().any(|mail| mail.subject.contains("had their 2FA reset")));
    let mut back = world.browser();
    back.password(&who).await;
    back.ask("sign-in/code", &[("code", &mail.code.unwrap())]).await;
    back.verify_number(&world, FRESH).await;
    assert!(back.session().is_some());
    world.drain().await;
}

#[tokio::test]
async fn the_operator_tells_the_code_where_the_mailbox_is_lost_or_a_thiefs() {
    let world = World::new().await;
    let who = world.member().await;
    let mut thief = world.browser();
    thief.ask("sign-in/forgot", &[("email", &who.email)]).await;
    let code = world.code(&who.email).await;
    let theirs = "nine geese count slow trains";
    thief.ask("sign-in/forgot/code", &[("code", &code), ("password", theirs)]).await;
    world.drain().await;
    let refused = operator(&world, &who, false).await;
    assert!(matches!(refused, Err(ResetRefusal::PasswordMailed(_))), "{refused:?}");
    let told = operator(&world, &who, true).await.unwrap().unwrap();
    assert!(world.inbox(&who.email).await.iter().all(|mail| mail.code.as_deref() != Some(&told)), "no mail has it");
    // The thief has password and mailbox, and no code ever goes there.
    let before = world.codes(&who.email).await;
    let page = thief.ask("sign-in", &[("email", &who.email), ("password", theirs)]).await;
    assert!(matches!(&page.screen, Screen::Verify(v) if v.told && v.pass), "{page:?}");
    for fields in [vec![], vec![("channel", "sms")], vec![("phone", "x")]] {
        assert_eq!(thief.ask("sign-in/send", &fields).await.note, Some(Note::CodeTold), "{fields:?}");
    }
    let html = thief.see("/sign-in/verify").await;
    assert!(html.contains("whoever runs this server told you") && !html.contains("Send a new code"), "{html}");
    for _ in 0..5 {
        thief.ask("sign-in/code", &[("code", &crate::world::not(&told))]).await;
    }
    assert_eq!(thief.ask("sign-in/code", &[("code", &told)]).await.note, Some(Note::CodeTold), "too late");
    assert_eq!(world.codes(&who.email).await, before);
    // The owner gets the old password back, and another code.
    let email = Email::parse(&who.email).unwrap();
    world.node.auth.password_back_by_operator(&email).await.unwrap();
    let told = operator(&world, &who, true).await.unwrap().unwrap();
    let mut owner = world.browser();
    owner.ask("sign-in", &[("email", &who.email), ("password", PASSWORD)]).await;
    owner.ask("sign-in/code", &[("code", &told)]).await;
    owner.ask("sign-in/new-password", &[("password", crate::deeds::NEW_PASSWORD)]).await;
    owner.verify_number(&world, FRESH).await;
    assert!(owner.session().is_some());
    world.drain().await;
}
