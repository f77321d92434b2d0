//! `Reset 2FA` by an admin: what goes, who is told, how its person comes back, and who else does not.

use crate::actors::{Answer, Browser};
use crate::deeds::{NEW_PASSWORD, THIRD, between};
use crate::world::{PASSWORD, Person, World, not};
use rekey::model::{Forced, Note, OrgId, OrgNote, Place, ResetNote, ResetRefusal, Role, Screen};

/// The number that people add after a reset.
pub const FRESH: &str = "+16175550133";
/// A password that a thief chose.
const THIEFS: &str = "nine geese count slow trains";

/// What an admin fills in.
pub const WHY: [(&str, &str); 4] =
    [("reason", "lost"), ("details", "left on a train"), ("ticket", "HELP-7"), ("agreed", "on")];

/// The note about a reset that a page shows.
pub fn said(note: Option<Note>) -> ResetNote {
    match note {
        Some(Note::Org(OrgNote::Reset(note))) => note,
        other => panic!("{other:?}"),
    }
}

impl World {
    /// An admin of Acme who has just signed in, and their browser.
    pub async fn admin(&self) -> (Person, Browser) {
        let who = self.person("admin@acme.example", Some((&self.acme, Role::Admin)), Some(THIRD)).await;
        let mut browser = self.browser();
        browser.sign_in(self, &who).await;
        self.drain().await;
        (who, browser)
    }

    /// The code in the newest mail that has one, at an address.
    pub async fn mailed_code(&self, email: &str) -> String {
        let mail = self.inbox(email).await.into_iter().find(|m| m.code.is_some()).expect("a code");
        mail.code.unwrap()
    }
}

impl Browser {
    /// `Reset 2FA` with these fields besides the usual ones.
    pub async fn resets(&mut self, org: &OrgId, who: &Person, more: &[(&str, &str)]) -> ResetNote {
        let given = |name: &str| more.iter().any(|(n, _)| *n == name);
        let usual = WHY.into_iter().filter(|(name, _)| !given(name));
        let mut fields: Vec<(&str, &str)> = vec![("org", org.as_str()), ("person", who.id.as_str())];
        fields.extend(usual.chain(more.iter().copied()).filter(|(_, value)| !value.is_empty()));
        said(self.ask("org/reset", &fields).await.note)
    }

    /// The same, which has to work.
    pub async fn resets_well(&mut self, world: &World, who: &Person) {
        let done = self.resets(&world.acme, who, &[]).await;
        let ResetNote::Done { name, email, event } = done else { panic!("{done:?}") };
        assert_eq!((name.as_str(), &email, event.len()), ("Ana Roe", &who.email, 36));
        world.drain().await;
    }
}

/// Whoever reads the mailbox replaces the password.
async fn forgets(world: &World, who: &Person, password: &str) {
    let mut browser = world.browser();
    browser.ask("sign-in/forgot", &[("email", &who.email)]).await;
    let code = world.code(&who.email).await;
    let page = browser.ask("sign-in/forgot/code", &[("code", &code), ("password", password)]).await;
    assert_eq!(page.note, Some(Note::PasswordReset));
    world.drain().await;
}

async fn gives(browser: &mut Browser, who: &Person, password: &str) -> Screen {
    browser.ask("sign-in", &[("email", &who.email), ("password", password)]).await.screen
}

async fn mark(world: &World) -> i64 {
    world.count("SELECT COUNT(*) FROM person WHERE reset_at IS NOT NULL").await
}

#[tokio::test]
async fn a_reset_takes_everything_tells_everybody_and_leads_back_with_password_and_mailed_code() {
    let world = World::new().await;
    let (who, (_, mut admin)) = (world.member().await, world.admin().await);
    let recovery = world.recovery_code(&who).await;
    world.address(&who, "home@ana.example").await;
    let mut there = world.browser();
    there.in_settings(&world, &who).await;
    world.node.sim.clear();

    admin.resets_well(&world, &who).await;
    assert_eq!(there.status("settings/send", &[]).await, 401, "signed out");
    for (sql, left) in [
        ("SELECT COUNT(*) FROM phone WHERE removed_at IS NULL", 1),
        ("SELECT COUNT(*) FROM recovery_code WHERE ended_at IS NULL", 0),
        ("SELECT COUNT(*) FROM device WHERE ended_at IS NULL", 1),
        ("SELECT COUNT(*) FROM session WHERE ended_at IS NULL", 1),
        ("SELECT COUNT(*) FROM person WHERE reset_at IS NOT NULL", 1),
    ] {
        assert_eq!(world.count(sql).await, left, "{sql}: the admin's alone");
    }
    let mail = world.inbox(&who.email).await.remove(0);
    assert_eq!(mail.subject, "Your 2FA was reset by Acme");
    for part in ["Ana Roe of Acme reset", "Why: Lost or stolen phone: left on a train.", "This wasn't me: http"] {
        assert!(mail.text.contains(part), "{part} in {}", mail.text);
    }
    let code = mail.code.expect("the code for the way back");
    assert!(code.len() == 8 && mail.text.contains(&code) && !mail.text.contains("/sign-in"), "{}", mail.text);
    let home = world.inbox("home@ana.example").await.remove(0);
    assert!(home.code.is_none() && !home.text.contains(&code), "the code goes to one address: {}", home.text);
    let text = world.inbox(&who.phone).await.remove(0);
    assert!(text.text.contains("Acme reset your 2FA") && !text.text.contains("http"), "{}", text.text);
    let row = world.dump().await["audit"].iter().find(|row| row.contains("kind=2fa.reset ")).cloned().unwrap();
    for part in ["\"reason\":\"lost\"", "left on a train", "HELP-7", "\"text\":1", &format!("chain=org:{}", world.acme)]
    {
        assert!(row.contains(part), "{part} in {row}");
    }
    assert!(!row.contains(&format!("actor_id={}", who.id)), "{row}");
    let stored = world.dump().await.into_values().flatten().collect::<Vec<_>>().join("\n");
    assert!(!stored.contains(&code), "the code is derived and stands nowhere");

    let mut back = world.browser();
    let page = back.password(&who).await;
    let Screen::Verify(verify) = &page.screen else { panic!("{page:?}") };
    assert!(verify.pass && verify.by_mail && !verify.told && verify.last.is_empty());
    assert_eq!(world.codes(&who.email).await, 1, "the code of the mail is the one that is asked for");
    assert_eq!(back.ask("sign-in/recovery", &[("code", &recovery)]).await.place, Place::Verify, "it is gone");
    let page = back.ask("sign-in/code", &[("code", &code)]).await;
    let Screen::AddPhone(add) = &page.screen else { panic!("{page:?}") };
    assert!(matches!(&add.forced, Some(Forced::Reset { by, .. }) if by == "An admin of Acme"), "{:?}", add.forced);
    assert!(back.session().is_none());
    back.verify_number(&world, FRESH).await;
    assert!(back.session().is_some());
    assert_eq!((mark(&world).await, world.case_state().await.as_str()), (0, "used"));
    world.drain().await;
    world.seconds(60);
    world.browser().sign_in(&world, &Person { phone: FRESH.into(), ..who }).await;
    world.drain().await;
}

#[tokio::test]
async fn a_stolen_password_adds_no_phone_after_a_reset_whenever_it_is_tried() {
    let world = World::new().await;
    let (who, (_, mut admin)) = (world.member().await, world.admin().await);
    admin.resets_well(&world, &who).await;
    let code = world.mailed_code(&who.email).await;
    let mut thief = world.browser();
    assert!(matches!(gives(&mut thief, &who, PASSWORD).await, Screen::Verify(v) if v.pass));
    for left in [4, 3, 2, 1] {
        let page = thief.ask("sign-in/code", &[("code", &not(&code))]).await;
        assert_eq!(page.note, Some(Note::CodeWrong { left }));
    }
    thief.ask("sign-in/code", &[("code", &not(&code))]).await;
    for door in ["2fa/phone", "2fa/phone/code", "settings/send"] {
        assert_eq!(
            thief.status(door, &[("country", "US"), ("number", FRESH), ("code", "123456")]).await,
            401,
            "{door}"
        );
    }
    // Five wrong codes do not keep the owner waiting for a day.
    let mut owner = world.browser();
    gives(&mut owner, &who, PASSWORD).await;
    let new = world.mailed_code(&who.email).await;
    assert_ne!(new, code);
    assert!(matches!(owner.ask("sign-in/code", &[("code", &new)]).await.screen, Screen::AddPhone(_)));

    world.hours(24 * 7);
    world.tick().await;
    assert_eq!(world.case_state().await, "expired");
    let html = { thief.submit("sign-in", &[("email", &who.email), ("password", PASSWORD)]).await };
    assert_eq!(thief.at, "/sign-in/reset-mfa");
    assert!(html.contains("reset your 2FA on") && html.contains("A person has to reset your 2FA once more"), "{html}");
    for door in ["sign-in/code", "sign-in/send", "sign-in/old-phone", "sign-in/new-password", "sign-in/recovery"] {
        let page = thief.ask(door, &[("code", &code), ("password", NEW_PASSWORD)]).await;
        assert_eq!(page.place, Place::ResetMfa, "{door}: {page:?}");
    }
    assert!(thief.session().is_none() && mark(&world).await == 1);
    let over = world.inbox(&who.email).await.remove(0);
    assert_eq!(over.subject, "Your way back has run out");
}

#[tokio::test]
async fn the_mailed_code_lives_a_day_and_another_one_is_mailed_when_it_is_asked_for() {
    for (seconds, lives) in [(24 * 3600 - 1, true), (24 * 3600, false)] {
        let world = World::new().await;
        let (who, (_, mut admin)) = (world.member().await, world.admin().await);
        admin.resets_well(&world, &who).await;
        let code = world.mailed_code(&who.email).await;
        world.seconds(seconds);
        let mut back = world.browser();
        back.password(&who).await;
        assert_eq!(world.codes(&who.email).await, if lives { 1 } else { 2 });
        let page = back.ask("sign-in/code", &[("code", &code)]).await;
        assert_eq!(matches!(page.screen, Screen::AddPhone(_)), lives, "{seconds}: {page:?}");
        world.drain().await;
    }
    let world = World::new().await;
    let (who, (_, mut admin)) = (world.member().await, world.admin().await);
    admin.resets_well(&world, &who).await;
    let code = world.mailed_code(&who.email).await;
    let mut back = world.browser();
    back.password(&who).await;
    world.minutes(5);
    assert_eq!(back.ask("sign-in/send", &[]).await.note, Some(Note::CodeSent));
    assert_eq!(world.mailed_code(&who.email).await, code, "a resend repeats the code while it lives");
    let other = world.browser().ask("sign-in/code", &[("code", &code)]).await;
    assert_eq!(other.place, Place::SignIn, "without the password it is nothing");
}

#[tokio::test]
async fn a_password_replaced_by_mail_voids_the_way_back_and_the_mailbox_alone_gets_nowhere() {
    let world = World::new().await;
    let (who, (_, mut admin)) = (world.member().await, world.admin().await);
    admin.resets_well(&world, &who).await;
    let code = world.mailed_code(&who.email).await;
    world.minutes(1);
    forgets(&world, &who, THIEFS).await;
    assert_eq!((world.case_state().await.as_str(), mark(&world).await), ("cancelled", 1));
    let told = world.inbox(&who.email).await;
    assert!(told.iter().any(|mail| mail.subject == "You need a new code to come back"), "{told:?}");
    let mut thief = world.browser();
    let html = thief.submit("sign-in", &[("email", &who.email), ("password", THIEFS)]).await;
    assert!(thief.at == "/sign-in/reset-mfa" && html.contains("Your password alone opens nothing now"), "{html}");
    assert_eq!(thief.ask("sign-in/code", &[("code", &code)]).await.place, Place::ResetMfa);

    // A new one only where somebody vouches for this very replacement.
    let page = format!("/org/{}/people/{}/reset-2fa", world.acme, who.id);
    let html = admin.see(&page).await;
    assert!(html.contains("The password was replaced by email on"), "{html}");
    let at = between(&html, "name=\"vouched\" value=\"", "\"").unwrap().to_owned();
    for wrong in ["", "1", "on"] {
        let note = admin.resets(&world.acme, &who, &[("vouched", wrong)]).await;
        assert!(matches!(note, ResetNote::Refused(ResetRefusal::PasswordMailed(_))), "{wrong:?}: {note:?}");
    }
    world.minutes(1);
    forgets(&world, &who, NEW_PASSWORD).await;
    let note = admin.resets(&world.acme, &who, &[("vouched", &at)]).await;
    assert!(matches!(note, ResetNote::Refused(ResetRefusal::PasswordMailed(_))), "replaced once more: {note:?}");
    let html = admin.see(&page).await;
    let at = between(&html, "name=\"vouched\" value=\"", "\"").unwrap().to_owned();
    assert!(matches!(admin.resets(&world.acme, &who, &[("vouched", &at)]).await, ResetNote::Done { .. }));
    let code = world.mailed_code(&who.email).await;
    let mut owner = world.browser();
    gives(&mut owner, &who, NEW_PASSWORD).await;
    assert!(matches!(owner.ask("sign-in/code", &[("code", &code)]).await.screen, Screen::AddPhone(_)));
    world.drain().await;
}

#[tokio::test]
async fn a_way_back_that_was_voided_while_somebody_stood_in_it_mails_no_more_codes() {
    let world = World::new().await;
    let (who, (_, mut admin)) = (world.member().await, world.admin().await);
    admin.resets_well(&world, &who).await;
    let code = world.mailed_code(&who.email).await;
    let mut thief = world.browser();
    gives(&mut thief, &who, PASSWORD).await;
    world.meddle("UPDATE reset_case SET state = 'cancelled'").await;
    let before = world.codes(&who.email).await;
    for (door, fields) in [("sign-in/send", vec![]), ("sign-in/code", vec![("code", code.as_str())])] {
        let page = thief.ask(door, &fields).await;
        assert_eq!((page.place, page.note), (Place::SignIn, Some(Note::FlowOver)), "{door}");
    }
    assert_eq!(world.codes(&who.email).await, before);
}

#[tokio::test]
async fn this_wasnt_me_brings_phone_and_recovery_code_back_and_holds_the_next_reset() {
    let world = World::new().await;
    let (who, (_, mut admin)) = (world.member().await, world.admin().await);
    world.recovery_code(&who).await;
    admin.resets_well(&world, &who).await;
    let code = world.mailed_code(&who.email).await;
    assert!(world.undo_links(&who.phone).await.is_empty(), "whoever holds the phone takes nothing back");
    let token = world.undo_links(&who.email).await.remove(0);
    let html = world.browser().see(&format!("/undo?t={token}")).await;
    assert!(html.contains("Somebody reset the 2FA of"), "{html}");
    let page = world.browser().ask("undo", &[("token", &token)]).await;
    assert_eq!(page.note, Some(Note::TakenBack));
    assert_eq!((mark(&world).await, world.case_state().await.as_str()), (0, "cancelled"));
    assert_eq!(world.count("SELECT COUNT(*) FROM recovery_code WHERE ended_at IS NULL").await, 1);
    let mut owner = world.browser();
    owner.password(&who).await;
    assert_ne!(owner.ask("sign-in/code", &[("code", &code)]).await.place, Place::NewPhone, "the mailed code is dead");
    let note = admin.resets(&world.acme, &who, &[]).await;
    assert!(matches!(note, ResetNote::Refused(ResetRefusal::Frozen(_))), "{note:?}");
    let code = world.code(&who.phone).await;
    owner.ask("sign-in/code", &[("code", &code)]).await;
    owner.ask("sign-in/new-password", &[("password", NEW_PASSWORD)]).await;
    assert!(owner.session().is_some());
    world.drain().await;
}

#[tokio::test]
async fn taking_the_phone_back_that_followed_a_reset_leaves_its_mark() {
    let world = World::new().await;
    let (who, (_, mut admin)) = (world.member().await, world.admin().await);
    admin.resets_well(&world, &who).await;
    let code = world.mailed_code(&who.email).await;
    let mut back = world.browser();
    back.password(&who).await;
    back.ask("sign-in/code", &[("code", &code)]).await;
    world.seconds(60);
    back.verify_number(&world, FRESH).await;
    world.drain().await;
    let mails = world.inbox(&who.email).await;
    let added = mails.iter().find(|mail| mail.subject == "A phone was added to your account").unwrap();
    let token = crate::deeds::secret(added, "/undo?t=").unwrap();
    assert_eq!(world.browser().ask("undo", &[("token", &token)]).await.note, Some(Note::PasswordMissing));
    let page = world.browser().ask("undo", &[("token", &token), ("password", PASSWORD)]).await;
    assert_eq!(page.note, Some(Note::TakenBack));
    assert_eq!(mark(&world).await, 1, "the password alone enrols nothing");
    let mut thief = world.browser();
    gives(&mut thief, &who, PASSWORD).await;
    assert_eq!(thief.look("/sign-in/new-phone").await.place, Place::ResetMfa);
    world.drain().await;
}

/// A form of the program, as its bytes.
async fn raw(browser: &Browser, door: &str, fields: &[(&str, &str)]) -> (u16, Vec<u8>) {
    let headers = [&crate::actors::OURS[..], &[("accept", "application/x-postcard")]].concat();
    let Answer { status, body, .. } = browser.clone().post(door, &crate::actors::encode(fields), &headers).await;
    (status.as_u16(), body)
}

#[tokio::test]
async fn people_and_resets_of_others_are_answered_like_nobodys() {
    let world = World::new().await;
    let (who, (me, mut admin)) = (world.member().await, world.admin().await);
    let stranger = world.person("s@trial.example", Some((&world.trial, Role::Member)), Some(FRESH)).await;
    let random = "01a2076b-4400-772b-93f1-128b8277cf59";
    let (acme, trial) = (world.acme.as_str(), world.trial.as_str());
    let before = world.dump().await;
    let ask = |org, person| [&WHY[..], &[("org", org), ("person", person)]].concat();
    let nobody = raw(&admin, "org/reset", &ask(acme, random)).await;
    assert_eq!(nobody.0, 404);
    for (org, person) in [
        (acme, stranger.id.as_str()),
        (trial, stranger.id.as_str()),
        (trial, who.id.as_str()),
        (random, who.id.as_str()),
    ] {
        assert_eq!(raw(&admin, "org/reset", &ask(org, person)).await, nobody, "{org} {person}");
        let status = admin.get(&format!("/org/{org}/people/{person}/reset-2fa")).await.status;
        assert_eq!(status.as_u16(), 404, "{org} {person}");
    }
    let decide = |org, id| [("org", org), ("id", id), ("decision", "approve")];
    for org in [acme, trial, random] {
        assert_eq!(raw(&admin, "org/reset/decide", &decide(org, me.id.as_str())).await, nobody, "{org}");
    }
    assert_eq!(before, world.dump().await);
    let mut member = world.browser();
    member.sign_in(&world, &who).await;
    let before = world.dump().await;
    for door in ["org/reset", "org/reset/decide", "org/case/ask"] {
        let fields = [&ask(acme, me.id.as_str())[..], &[("id", "x"), ("decision", "approve")]].concat();
        assert_eq!(member.status(door, &fields).await, 403, "{door}: a member runs nothing");
    }
    assert_eq!(before, world.dump().await);
}
