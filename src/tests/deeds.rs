//! What people do besides signing in, each in one call: apps, spare phones, requests, links in messages.

use crate::actors::{ANSWERS, Browser, ORIGIN};
use crate::world::{Mail, PASSWORD, Person, World};
use rekey::auth::{AppSecret, Decision};
use rekey::model::{Note, Page, Place, RecoveryCode, Role, Screen, TwoFactor};
use rekey::store;

/// The number of the first other phone.
pub const SPARE: &str = "+13125550187";
/// The number of the next one.
pub const THIRD: &str = "+14155550111";
/// A password that replaces the usual one.
pub const NEW_PASSWORD: &str = "six herons read old maps";

/// What stands between two marks of a text.
pub fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(start)?;
    rest.split_once(end).map(|(found, _)| found)
}

/// Every secret after this mark of a link, in a message.
pub fn secret(mail: &Mail, mark: &str) -> Option<String> {
    let (_, rest) = mail.text.split_once(&format!("{ORIGIN}{mark}"))?;
    Some(rest.split_whitespace().next()?.trim_end_matches('.').to_owned())
}

impl Browser {
    /// Begins an authenticator app and reads its key off the page.
    pub async fn app_key(&mut self) -> AppSecret {
        let page = self.ask("2fa/app/start", &[]).await;
        assert_eq!((page.place, page.note), (Place::AddApp, None));
        let html = self.see("/settings/2fa/app").await;
        AppSecret::parse(between(&html, "data-code=\"", "\"").expect("a key to type")).expect("base32")
    }

    /// Adds an authenticator app, from the settings.
    pub async fn add_app(&mut self, world: &World, name: &str) -> AppSecret {
        let secret = self.app_key().await;
        let page = self.app_code("2fa/app", world, &secret, &[("name", name)]).await;
        assert_eq!(page.note, Some(Note::AppReady), "{page:?}");
        secret
    }

    /// Gives the code that an app shows now.
    pub async fn app_code(&mut self, door: &str, world: &World, app: &AppSecret, more: &[(&str, &str)]) -> Page {
        let code = app.code(world.now()).unwrap();
        self.ask(door, &[&[("code", code.as_str())], more].concat()).await
    }

    /// Adds a phone beside the main one, from the settings; answers the page after its code.
    pub async fn add_spare(&mut self, world: &World, number: &str) -> Page {
        // Nobody begins two changes within one millisecond.
        world.seconds(1);
        let page = self.ask("2fa/phone/another", &[]).await;
        assert!(matches!(page.screen, Screen::AddPhone(_)), "{page:?}");
        let page = self.number(number).await;
        assert!(matches!(page.screen, Screen::PhoneCode(_)), "{page:?}");
        let code = world.code(number).await;
        self.ask("2fa/phone/code", &[("code", &code)]).await
    }

    /// 2FA as the settings show it.
    pub async fn factors(&mut self) -> TwoFactor {
        match self.look("/settings/2fa/edit").await.screen {
            Screen::Edit(edit) => edit,
            other => panic!("{other:?}"),
        }
    }

    /// Password and code of the main phone once more, inside a session.
    pub async fn prove(&mut self, world: &World, who: &Person) -> Page {
        let page = self.ask("settings/prove", &[("password", PASSWORD)]).await;
        assert_eq!((page.place, page.note), (Place::Prove, None));
        let code = world.code(&who.phone).await;
        self.ask("settings/prove/code", &[("code", &code)]).await
    }

    /// The answers of `Reset MFA` with some of them replaced, and the mailed code: the request is open.
    pub async fn opens_case(&mut self, world: &World, who: &Person, other: &[(&str, &str)]) -> Page {
        self.password(who).await;
        world.drain().await;
        let page = self.ask("case/answers", &answers(other)).await;
        assert_eq!(page.place, Place::CaseCheck, "{page:?}");
        self.ask("case/send", &[]).await;
        let code = world.code(&who.email).await;
        let page = self.ask("case/confirm", &[("code", &code)]).await;
        assert_eq!((page.place, page.note.clone()), (Place::CaseStatus, Some(Note::CaseOpened)));
        world.drain().await;
        page
    }
}

/// Right answers, with some of them replaced.
pub fn answers<'a>(other: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let given = |name: &str| other.iter().find(|(n, _)| *n == name).map(|(_, value)| *value);
    ANSWERS.iter().map(|(name, value)| (*name, given(name).unwrap_or(value))).collect()
}

impl World {
    /// A member with a phone and an app, whose first code is spent; the next step has begun.
    pub async fn with_app(&self) -> (Person, AppSecret) {
        let (who, mut browser) = (self.member().await, self.browser());
        browser.in_settings(self, &who).await;
        let app = browser.add_app(self, "Work phone").await;
        self.drain().await;
        self.seconds(30);
        (who, app)
    }

    /// A member whose only second factor is an app.
    pub async fn only_app(&self) -> (Person, AppSecret) {
        let (who, mut browser) = (self.member().await, self.browser());
        browser.in_settings(self, &who).await;
        let app = browser.add_app(self, "").await;
        let phone = browser.factors().await.phone.unwrap().id;
        let page = browser.ask("2fa/phone/remove", &[("id", &phone)]).await;
        assert_eq!(page.note, Some(Note::PhoneRemoved { last: "143".into() }));
        self.drain().await;
        self.seconds(30);
        (who, app)
    }

    /// Gives somebody a recovery code, as if made with their phone.
    pub async fn recovery_code(&self, who: &Person) -> String {
        let auth = &self.node.auth;
        let code = RecoveryCode::from_bytes(auth.env.bytes());
        let phc = auth.hasher.hash(code.expose()).await.unwrap();
        let mut tx = auth.store.begin().await.unwrap();
        store::factor::replace_recovery(&mut tx, &auth.env.id_text(), &who.id, &phc, self.now()).await.unwrap();
        tx.commit().await.unwrap();
        code.grouped()
    }

    /// Makes somebody an owner of Acme.
    pub async fn make_owner(&self, who: &Person) {
        let mut tx = self.node.auth.store.begin().await.unwrap();
        let sql = "UPDATE membership SET role = 'owner' WHERE person_id = $1";
        sqlx::query(sql).bind(who.id.as_str()).execute(&mut *tx).await.unwrap();
        self.node.auth.enlist(&mut tx, &who.id).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// A `Reset MFA` request of somebody, opened; answers its number.
    pub async fn case_of(&self, who: &Person) -> String {
        let mut browser = self.browser();
        browser.asks_for_reset(self, who).await;
        let code = self.code(&who.email).await;
        let page = browser.ask("case/confirm", &[("code", &code)]).await;
        assert_eq!(page.note, Some(Note::CaseOpened));
        self.drain().await;
        self.case_number(who).await
    }

    /// The number of the open request of somebody.
    pub async fn case_number(&self, who: &Person) -> String {
        let mut db = self.node.auth.store.read().await.unwrap();
        store::case::open_of(&mut db, &who.id).await.unwrap().expect("an open request").number
    }

    /// A `Reset MFA` request of somebody, granted by the operator.
    pub async fn pass_for(&self, who: &Person) {
        let mut db = self.node.auth.store.read().await.unwrap();
        let open = store::case::open_of(&mut db, &who.id).await.unwrap();
        drop(db);
        if open.is_none() {
            let number = self.case_of(who).await;
            self.node.auth.case_decide_by_operator(&number, Decision::Approve).await.unwrap();
            self.drain().await;
        }
    }

    /// An owner of Acme with a phone.
    pub async fn owner(&self) -> Person {
        self.person("owner@acme.example", Some((&self.acme, Role::Owner)), Some("+12025550143")).await
    }

    /// Another owner of Acme, with a phone in another place.
    pub async fn second_owner(&self) -> Person {
        self.person("second.owner@acme.example", Some((&self.acme, Role::Owner)), Some("+17025550119")).await
    }

    /// Another address of somebody's, proved long ago.
    pub async fn address(&self, who: &Person, email: &str) {
        let mut tx = self.node.auth.store.begin().await.unwrap();
        store::person::add_address(&mut tx, &who.id, email, self.now()).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Moves every request on whose time has come, and sends what that says.
    pub async fn tick(&self) {
        self.node.auth.tick_cases().await.unwrap();
        self.drain().await;
    }

    /// Secrets of "This wasn't me" links at a number or address, newest first.
    pub async fn undo_links(&self, to: &str) -> Vec<String> {
        self.inbox(to).await.iter().filter_map(|mail| secret(mail, "/undo?t=")).collect()
    }

    /// The newest status link of a request at an address.
    pub async fn status_link(&self, to: &str) -> String {
        let inbox = self.inbox(to).await;
        inbox.iter().find_map(|mail| secret(mail, "/sign-in/reset-mfa/status?t=")).expect("a status link")
    }

    /// Messages without a code at a number or address.
    pub async fn told(&self, to: &str) -> usize {
        self.inbox(to).await.iter().filter(|mail| mail.code.is_none()).count()
    }

    /// What the trail calls the state of the only request.
    pub async fn case_state(&self) -> String {
        let dump = self.dump().await;
        let row = dump["reset_case"].first().expect("a request");
        between(row, " state=", " ").unwrap().to_owned()
    }
}
