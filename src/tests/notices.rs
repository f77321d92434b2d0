//! Who is told of what: the matrix of standards 2.6, row by row, with the trail's row in the same transaction.

use crate::actors::Browser;
use crate::deeds::{NEW_PASSWORD, SPARE, THIRD};
use crate::world::{PASSWORD, Person, World};
use rekey::model::{Note, Role};

const HOME: &str = "ana@home.example";
const OWNER: &str = "owner@acme.example";
const ADMIN: &str = "admin@acme.example";

/// A managed member with two addresses and two phones, in the settings.
struct Stage {
    world: World,
    who: Person,
    browser: Browser,
}

/// Who gets a message without a code.
#[derive(Debug, PartialEq, Eq)]
struct Told {
    addresses: bool,
    phones: bool,
    managers: bool,
}

const EVERYBODY: Told = Told { addresses: true, phones: true, managers: true };
const OWN: Told = Told { addresses: true, phones: true, managers: false };
const MAILS: Told = Told { addresses: true, phones: false, managers: false };

impl Stage {
    async fn set() -> Stage {
        let world = World::new().await;
        let (who, mut browser) = (world.member().await, world.browser());
        world.person(OWNER, Some((&world.acme, Role::Owner)), None).await;
        world.person(ADMIN, Some((&world.acme, Role::Admin)), None).await;
        world.person("other@acme.example", Some((&world.acme, Role::Member)), None).await;
        world.recovery_code(&who).await;
        browser.in_settings(&world, &who).await;
        browser.add_spare(&world, SPARE).await;
        browser.add_app(&world, "Old app").await;
        world.address(&who, HOME).await;
        world.meddle("UPDATE audit SET at = at - 90000000 WHERE kind <> 'code.wrong'").await;
        world.meddle("DELETE FROM send_log").await;
        world.drain().await;
        world.node.sim.clear();
        world.seconds(30);
        Stage { world, who, browser }
    }

    /// Both addresses are told alike, both phones as well, and both managers; nobody else ever is.
    async fn told(&self) -> Told {
        let world = &self.world;
        let pair = async |a: &str, b: &str| {
            let (first, second) = (world.told(a).await, world.told(b).await);
            assert_eq!(first, second, "{a} and {b}");
            first > 0
        };
        let told = Told {
            addresses: pair(&self.who.email, HOME).await,
            phones: pair(&self.who.phone, SPARE).await,
            managers: pair(OWNER, ADMIN).await,
        };
        assert_eq!(world.inbox("other@acme.example").await.len(), 0);
        told
    }

    async fn is(&self, kind: &str, expected: Told) {
        assert_eq!(self.told().await, expected, "{kind}");
        assert_eq!(self.world.trail(kind).await, 1, "{kind}");
        for to in [&self.who.phone, SPARE] {
            for mail in self.world.inbox(to).await.into_iter().filter(|m| m.code.is_none()) {
                assert!(!mail.text.contains("undo?t=") || expected != MAILS, "{}", mail.text);
            }
        }
        for manager in [OWNER, ADMIN] {
            for mail in self.world.inbox(manager).await {
                assert!(!mail.text.contains("undo?t="), "what takes it back is for its person alone: {}", mail.text);
            }
        }
    }
}

#[tokio::test]
async fn a_changed_phone() {
    let mut s = Stage::set().await;
    s.world.seconds(1);
    s.browser.reset().await;
    s.browser.number(THIRD).await;
    let code = s.world.code(THIRD).await;
    assert_eq!(s.told().await, Told { addresses: false, phones: false, managers: false }, "nothing happened yet");
    s.browser.ask("2fa/phone/code", &[("code", &code)]).await;
    s.is("phone.change", EVERYBODY).await;
    assert_eq!(s.world.told(THIRD).await, 0, "the new one has its code");
}

#[tokio::test]
async fn an_added_phone() {
    let mut s = Stage::set().await;
    s.world.meddle("DELETE FROM audit WHERE kind = 'phone.add'").await;
    s.browser.add_spare(&s.world, THIRD).await;
    s.is("phone.add", EVERYBODY).await;
}

#[tokio::test]
async fn a_removed_phone() {
    let mut s = Stage::set().await;
    let id = s.browser.factors().await.spares.remove(0).id;
    s.browser.ask("2fa/phone/remove", &[("id", &id)]).await;
    s.is("phone.remove", EVERYBODY).await;
}

#[tokio::test]
async fn another_main_phone() {
    let mut s = Stage::set().await;
    let id = s.browser.factors().await.spares.remove(0).id;
    s.browser.ask("2fa/phone/main", &[("id", &id)]).await;
    s.is("phone.main", EVERYBODY).await;
}

#[tokio::test]
async fn an_added_and_a_removed_app() {
    let mut s = Stage::set().await;
    s.world.meddle("DELETE FROM audit WHERE kind = 'app.add'").await;
    s.browser.add_app(&s.world, "New app").await;
    s.is("app.add", EVERYBODY).await;
    let mut s = Stage::set().await;
    let id = s.browser.factors().await.apps.remove(0).id;
    s.browser.ask("2fa/app/remove", &[("id", &id)]).await;
    s.is("app.remove", EVERYBODY).await;
}

#[tokio::test]
async fn two_factor_authentication_turned_off() {
    let mut s = Stage::set().await;
    s.world.meddle("UPDATE organization SET plan = 'trial'").await;
    assert_eq!(s.browser.ask("2fa/off", &[("agreed", "on")]).await.note, Some(Note::TurnedOff));
    s.is("2fa.off", EVERYBODY).await;
}

#[tokio::test]
async fn a_new_recovery_code() {
    let mut s = Stage::set().await;
    s.world.seconds(1);
    s.browser.ask("2fa/recovery/new", &[]).await;
    s.is("recovery.make", OWN).await;
}

#[tokio::test]
async fn a_used_recovery_code() {
    let s = Stage::set().await;
    let recovery = s.world.recovery_code(&s.who).await;
    let mut other = s.world.browser();
    other.password(&s.who).await;
    other.ask("sign-in/recovery", &[("code", &recovery)]).await;
    s.is("recovery.use", EVERYBODY).await;
}

#[tokio::test]
async fn a_changed_password() {
    let mut s = Stage::set().await;
    let fields = [("password", PASSWORD), ("new_password", NEW_PASSWORD)];
    assert_eq!(s.browser.ask("settings/password", &fields).await.note, Some(Note::PasswordSaved));
    s.is("password.change", MAILS).await;
}

#[tokio::test]
async fn a_password_replaced_by_mail() {
    let s = Stage::set().await;
    let mut other = s.world.browser();
    other.ask("sign-in/forgot", &[("email", &s.who.email)]).await;
    let code = s.world.code(&s.who.email).await;
    other.ask("sign-in/forgot/code", &[("code", &code), ("password", NEW_PASSWORD)]).await;
    s.is("password.reset", OWN).await;
}

#[tokio::test]
async fn a_changed_address() {
    let mut s = Stage::set().await;
    s.browser.ask("settings/email/add", &[("email", "ana@next.example"), ("primary", "yes")]).await;
    let code = s.world.code("ana@next.example").await;
    let page = s.browser.ask("settings/email/code", &[("code", &code)]).await;
    assert_eq!(page.note, Some(Note::EmailChanged));
    s.is("email.change", OWN).await;
    assert_eq!(s.world.told("ana@next.example").await, 1, "the old and the new one");
}

#[tokio::test]
async fn a_browser_not_seen_before_and_three_wrong_codes_once_an_hour() {
    let s = Stage::set().await;
    let mut thief = s.world.browser();
    thief.password(&s.who).await;
    let wrong = s.world.wrong(&s.who.phone).await;
    for _ in 0..4 {
        thief.ask("sign-in/code", &[("code", &wrong)]).await;
    }
    assert_eq!((s.told().await, s.world.told(HOME).await), (MAILS, 1));
    s.world.node.sim.clear();
    for _ in 0..3 {
        s.world.seconds(1);
        s.world.browser().sign_in(&s.world, &s.who).await;
        assert_eq!(s.world.told(HOME).await, 1, "once an hour");
    }
    assert_eq!(s.told().await, MAILS);
}

#[tokio::test]
async fn a_request_of_reset_mfa_is_told_to_its_person_and_to_owners() {
    let s = Stage::set().await;
    s.world.make_owner(&s.who).await;
    s.world.browser().opens_case(&s.world, &s.who, &[]).await;
    for to in [s.who.email.as_str(), HOME, &s.who.phone, SPARE, OWNER] {
        assert_eq!(s.world.told(to).await, 1, "{to}");
    }
    assert_eq!(s.world.inbox(ADMIN).await.len(), 0);
    assert_eq!(s.world.trail("case.open").await, 1);
}

#[tokio::test]
async fn lifted_waits() {
    let s = Stage::set().await;
    s.world.node.auth.unlock_by_operator(&rekey::model::Email::parse(&s.who.email).unwrap()).await.unwrap();
    s.is("account.unlock", MAILS).await;
}
