//! No secret in what is logged, and none in what is stored (T16, T17).

use crate::actors::{ANSWERS, Browser};
use crate::deeds::{NEW_PASSWORD, THIRD, answers, secret};
use crate::world::{KEY, PASSWORD, Person, World, not};
use rekey::auth::Decision;
use rekey::model::Role;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Record};
use tracing::{Event, Id, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::{Context, SubscriberExt};

/// Everything that anybody in this process logs while it is switched on, at TRACE.
struct Ear;

static LISTENING: AtomicBool = AtomicBool::new(false);
static HEARD: Mutex<String> = Mutex::new(String::new());
static PLACED: OnceLock<()> = OnceLock::new();
/// One journey at a time.
static TURN: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

struct Writer(String);

impl Visit for Writer {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        let _ = write!(self.0, " {field}={value:?}");
    }
    fn record_str(&mut self, field: &Field, value: &str) {
        let _ = write!(self.0, " {field}={value}");
    }
}

fn hear(target: &str, record: impl FnOnce(&mut Writer)) {
    if LISTENING.load(Ordering::SeqCst) {
        let mut writer = Writer(target.to_owned());
        record(&mut writer);
        let mut heard = HEARD.lock().unwrap();
        heard.push_str(&writer.0);
        heard.push('\n');
    }
}

impl<S: Subscriber> Layer<S> for Ear {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        hear(event.metadata().target(), |w| event.record(w));
    }
    fn on_new_span(&self, span: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
        hear(span.metadata().name(), |w| span.record(w));
    }
    fn on_record(&self, _: &Id, values: &Record<'_>, _: Context<'_, S>) {
        hear("record", |w| values.record(w));
    }
}

fn listen() {
    PLACED.get_or_init(|| {
        let subscriber = tracing_subscriber::registry().with(Ear);
        tracing::subscriber::set_global_default(subscriber).unwrap();
    });
    LISTENING.store(true, Ordering::SeqCst);
}

fn stop() -> String {
    LISTENING.store(false, Ordering::SeqCst);
    std::mem::take(&mut *HEARD.lock().unwrap())
}

/// Secrets that came up on the way, with what each is.
#[derive(Default)]
struct Secrets(Vec<(&'static str, String)>);

impl Secrets {
    fn add(&mut self, what: &'static str, secret: &str) {
        if !secret.is_empty() {
            self.0.push((what, secret.to_owned()));
        }
    }

    fn cookies(&mut self, browser: &Browser) {
        for value in browser.jar.values() {
            self.add("cookie", value);
        }
    }

    async fn messages(&mut self, world: &World, to: &[&str]) {
        for to in to {
            for mail in world.inbox(to).await {
                self.add("code", mail.code.as_deref().unwrap_or_default());
                for mark in ["/undo?t=", "/sign-in/reset-mfa/status?t="] {
                    self.add("link", &secret(&mail, mark).unwrap_or_default());
                }
            }
        }
    }

    fn in_text(&self, text: &str) -> Vec<String> {
        // A code is digits, and digits are everywhere: it counts where it stands alone.
        let alone = |at: usize, length: usize| {
            let part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | '_');
            !text[..at].chars().next_back().is_some_and(part) && !text[at + length..].chars().next().is_some_and(part)
        };
        let found = |(what, secret): &&(&'static str, String)| {
            text.match_indices(secret.as_str()).any(|(at, s)| *what != "code" || alone(at, s.len()))
        };
        self.0.iter().filter(found).map(|(what, secret)| format!("{what}: {secret}")).collect()
    }
}

const NEW: &str = "+13125550187";

/// Wrong and right codes, a carrier that is down, the change of a phone, and "This wasn't me".
async fn journey(world: &World, secrets: &mut Secrets) -> (Person, Browser) {
    let (who, mut browser) = (world.member().await, world.browser());
    secrets.add("recovery code", &world.recovery_code(&who).await);
    browser.ask("sign-in", &[("email", &who.email), ("password", "a wrong password, typed in")]).await;
    browser.ask("sign-in", &[("email", "nobody@acme.example"), ("password", PASSWORD)]).await;
    browser.password(&who).await;
    secrets.cookies(&browser);
    world.node.sim.set_fault("down", true);
    world.drain().await;
    world.node.sim.set_fault("down", false);
    world.seconds(5);
    let code = world.code(&who.phone).await;
    for _ in 0..3 {
        browser.ask("sign-in/code", &[("code", &not(&code))]).await;
    }
    secrets.add("code", &not(&code));
    browser.form("sign-in/code", &[("code", &code)]).await;
    secrets.cookies(&browser);
    browser.see("/settings/confirm").await;
    browser.open_settings(world, &who).await;
    secrets.cookies(&browser);
    browser.reset().await;
    browser.number("+15005550009").await;
    world.drain().await;
    let sheet = browser.verify_number(world, NEW).await;
    secrets.cookies(&browser);
    secrets.add("recovery code", &sheet.code);
    secrets.add("recovery code", &sheet.code.replace('-', ""));
    secrets.add("page", &sheet.page);
    browser.get(&format!("/settings/2fa/recovery-code/download?page={}", sheet.page)).await;
    secrets.messages(world, &[&who.phone, &who.email, NEW]).await;
    for (what, secret) in [("password", PASSWORD), ("password", "a wrong password, typed in")] {
        secrets.add(what, secret);
    }
    for number in [who.phone.as_str(), NEW, "+15005550009"] {
        secrets.add("number", &number[1..]);
        secrets.add("number", &number[2..]);
    }
    (who, browser)
}

/// What is claimed in a request: none of it is what is known, so none of it stands anywhere else.
const CLAIMS: [(&str, &str); 5] = [
    ("organization", "Canary Holdings"),
    ("method", "paypal"),
    ("account", "canary@paypal.example"),
    ("postal", "QQ98 7YX"),
    ("name", "Canary Roe"),
];

/// A forgotten password, an app, a spare phone, another address, and a request of `Reset MFA` up to its new phone.
async fn lost(world: &World, secrets: &mut Secrets) {
    let (who, mut browser) = (world.owner().await, world.browser());
    browser.ask("sign-in/forgot", &[("email", &who.email)]).await;
    secrets.cookies(&browser);
    let code = world.code(&who.email).await;
    for typed in [&not(&code), &code] {
        browser.form("sign-in/forgot/code", &[("code", typed), ("password", NEW_PASSWORD)]).await;
    }
    browser.ask("sign-in", &[("email", &who.email), ("password", NEW_PASSWORD)]).await;
    let code = world.code(&who.phone).await;
    browser.ask("sign-in/code", &[("code", &code)]).await;
    browser.open_settings(world, &who).await;
    let app = browser.add_app(world, "Work phone").await;
    for text in [app.text(), app.grouped(), app.code(world.now()).unwrap()] {
        secrets.add(if text.len() == 6 { "code" } else { "app" }, &text);
    }
    browser.see("/settings/2fa/app").await;
    browser.add_spare(world, THIRD).await;
    world.seconds(1);
    browser.ask("settings/email/add", &[("email", "ana@home.example")]).await;
    let code = world.code("ana@home.example").await;
    browser.form("settings/email/code", &[("code", &code)]).await;
    secrets.cookies(&browser);
    secrets.messages(world, &[&who.email, &who.phone, THIRD, "ana@home.example"]).await;

    world.seconds(60);
    let mut half = world.browser();
    half.ask("sign-in", &[("email", &who.email), ("password", NEW_PASSWORD)]).await;
    let wrong = not(&app.code(world.now()).unwrap());
    half.ask("sign-in/app", &[("code", &wrong)]).await;
    secrets.add("code", &wrong);
    world.drain().await;
    half.form("case/answers", &[&answers(&CLAIMS)[..], &[("details", "a canary in a blue hat")]].concat()).await;
    half.see("/sign-in/reset-mfa/check").await;
    half.ask("case/send", &[]).await;
    let code = world.code(&who.email).await;
    half.form("case/confirm", &[("code", &code)]).await;
    secrets.cookies(&half);
    let link = world.status_link(&who.email).await;
    world.browser().see(&format!("/sign-in/reset-mfa/status?t={link}")).await;
    let number = world.case_number(&who).await;
    world.node.auth.case_decide_by_operator(&number, Decision::Approve).await.unwrap();
    let mut pass = world.browser();
    pass.ask("sign-in", &[("email", &who.email), ("password", NEW_PASSWORD)]).await;
    let code = world.code(&who.email).await;
    pass.ask("sign-in/code", &[("code", &code)]).await;
    secrets.cookies(&pass);
    let sheet = pass.verify_number(world, "+15105550122").await;
    secrets.add("recovery code", &sheet.code);
    secrets.cookies(&pass);
    secrets.messages(world, &[&who.email, &who.phone, THIRD, "+15105550122", "ana@home.example"]).await;
    secrets.add("password", NEW_PASSWORD);
    for number in [who.phone.as_str(), THIRD, "+15105550122"] {
        secrets.add("number", &number[2..]);
    }
    for (name, claimed) in CLAIMS.iter().filter(|(name, _)| *name != "method") {
        assert!(ANSWERS.iter().all(|(n, right)| n != name || right != claimed));
        secrets.add("claim", claimed);
    }
    secrets.add("claim", "a canary in a blue hat");
    world.drain().await;
}

#[tokio::test]
async fn nothing_secret_of_a_lost_phone_or_password_is_logged_or_stored() {
    let _turn = TURN.lock().await;
    listen();
    let world = World::new().await;
    let mut secrets = Secrets::default();
    lost(&world, &mut secrets).await;
    let heard = stop();
    assert!(heard.lines().count() > 100 && secrets.0.iter().filter(|(what, _)| *what == "link").count() > 5);
    assert_eq!(secrets.in_text(&heard), [""; 0], "logged");
    let stored = world.dump().await.into_values().flatten().collect::<Vec<_>>().join("\n");
    assert_eq!(secrets.in_text(&stored), [""; 0], "stored");
}

#[tokio::test]
async fn nothing_secret_is_ever_logged() {
    let _turn = TURN.lock().await;
    listen();
    let world = World::new().await;
    let mut secrets = Secrets::default();
    let (who, browser) = journey(&world, &mut secrets).await;
    let token = world
        .inbox(&who.email)
        .await
        .into_iter()
        .find_map(|m| m.text.split_once("/undo?t=").map(|(_, t)| t.split_whitespace().next().unwrap().to_owned()));
    let token = token.unwrap();
    let mut owner = world.browser();
    owner.see(&format!("/undo?t={token}")).await;
    owner.ask("undo", &[("token", &token)]).await;
    browser.clone().get("/settings").await;
    world.drain().await;
    let heard = stop();
    assert!(heard.contains("sqlx"), "the ear hears nothing");
    assert!(heard.lines().count() > 100);
    let found = secrets.in_text(&heard);
    let line = |s: &String| heard.lines().find(|l| l.contains(s.split(": ").nth(1).unwrap())).unwrap_or("").to_owned();
    assert!(found.is_empty(), "{found:#?}\n{}", found.first().map(line).unwrap_or_default());
}

#[tokio::test]
async fn nothing_secret_is_ever_stored() {
    let world = World::new().await;
    let mut secrets = Secrets::default();
    let (_, browser) = journey(&world, &mut secrets).await;
    // Live challenges of every kind beside the finished change.
    let other = world.other().await;
    let mut second = world.browser();
    second.password(&other).await;
    let third = world.person("owner@trial.example", Some((&world.trial, Role::Owner)), None).await;
    let mut gate = world.browser();
    gate.password(&third).await;
    gate.ask("settings/send", &[]).await;
    secrets.cookies(&second);
    secrets.cookies(&gate);
    secrets.cookies(&browser);
    secrets.messages(&world, &[&other.phone, &third.email]).await;
    secrets.add("number", &other.phone[1..]);
    assert!(world.count("SELECT COUNT(*) FROM challenge WHERE used_at IS NULL AND ended_at IS NULL").await >= 2);
    let stored = world.dump().await.into_values().flatten().collect::<Vec<_>>().join("\n");
    assert!(stored.len() > 5_000);
    let found = secrets.in_text(&stored);
    assert!(found.is_empty(), "{found:#?}");
    world.drain().await;
}

/// Without the key nothing stored can be searched by trying all codes: the very same rows stand for any code, because
/// only the key decides which it is.
#[tokio::test]
async fn a_stored_challenge_does_not_tell_its_code() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.password(&who).await;
    let code = world.code(&who.phone).await;
    let row = world.dump().await["challenge"][0].clone();
    let part = |name: &str| row.split(&format!("{name}=")).nth(1).unwrap().split(' ').next().unwrap().to_owned();
    let (id, index) = (part("id"), part("destination_index"));
    let of = rekey::vault::CodeOf {
        challenge: &id,
        purpose: rekey::model::Purpose::SignIn,
        person: who.id.as_str(),
        destination: &index,
        digits: 6,
    };
    assert_eq!(rekey::vault::Vault::new(&KEY).code(of), code, "with the key it is this one");
    let same = (0..200u8).filter(|n| *n != KEY[0]).filter(|n| rekey::vault::Vault::new(&[*n; 32]).code(of) == code);
    assert!(same.count() <= 1, "the code depends on the stored values alone");
    // A million codes against every stored value, as themselves and as the usual digests of themselves.
    let values: std::collections::HashSet<String> = world
        .dump()
        .await
        .into_values()
        .flatten()
        .flat_map(|row| row.split(' ').filter_map(|c| c.split_once('=').map(|(_, v)| v.to_owned())).collect::<Vec<_>>())
        .filter(|v| v.len() >= 6)
        .collect();
    assert!(values.contains(&id), "the stored values are here");
    let digest = |text: String| rekey::vault::hex(&Sha256::digest(text.as_bytes()));
    let hit = (0..1_000_000u32).map(|n| format!("{n:06}")).find(|code| {
        let guesses = [digest(code.clone()), digest(format!("{id}{code}")), code.clone()];
        guesses.iter().any(|guess| values.contains(guess))
    });
    assert_eq!(hit, None);
    world.drain().await;
}

#[tokio::test]
async fn every_stored_password_and_recovery_code_is_argon2id_at_the_floor_or_above() {
    let world = World::new().await;
    let mut secrets = Secrets::default();
    journey(&world, &mut secrets).await;
    let dump = world.dump().await;
    for (table, column) in [("person", "password_phc="), ("recovery_code", "phc=")] {
        assert!(!dump[table].is_empty());
        for row in &dump[table] {
            let phc = row.split(column).nth(1).unwrap();
            assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{table}: {phc}");
        }
    }
    world.drain().await;
}
