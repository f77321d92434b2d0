//! The list of people says what is true: after many deeds in a random order its rows are compared with the facts themselves.

use crate::actors::Browser;
use crate::deeds::{NEW_PASSWORD, SPARE, THIRD};
use crate::world::{PASSWORD, Person, World, not};
use rekey::auth::Decision;
use rekey::model::{Email, Role, Seconds};
use rekey::store;
use std::collections::BTreeMap;

/// What a row should say, read from the facts by other statements than the product's.
type Truth = BTreeMap<(String, String), Vec<String>>;

async fn truth(world: &World) -> Truth {
    let mut db = world.node.auth.store.read().await.unwrap();
    let sql = "SELECT m.organization_id, p.id, m.role, p.name, p.email, p.channel, COALESCE(p.managed_by, ''), \
               COALESCE(p.phone_disabled_at, 0), COALESCE(p.suspended_at, 0) \
               FROM membership m JOIN person p ON p.id = m.person_id";
    type Row = (String, String, String, String, String, String, String, i64, i64);
    let members: Vec<Row> = sqlx::query_as(sql).fetch_all(&mut *db).await.unwrap();
    let mut all = Truth::new();
    for (org, id, role, name, email, channel, managed_by, disabled, suspended) in members {
        let who = rekey::model::PersonId::new(id.clone());
        let phones = store::factor::phones(&mut db, &who).await.unwrap();
        let apps = store::factor::apps(&mut db, &who).await.unwrap();
        let recovery = store::factor::recovery(&mut db, &who).await.unwrap();
        let pending = store::case::open_of(&mut db, &who).await.unwrap();
        let pending = pending.is_some_and(|case| case.state == rekey::flow::case::State::Passed);
        let main = phones.iter().find(|p| p.main);
        let status = match (suspended, pending, phones.len() + apps.len()) {
            (1.., _, _) => "suspended",
            (_, true, _) => "pending",
            (_, _, 0) => "none",
            _ => "on",
        };
        let method = match (phones.is_empty(), apps.is_empty()) {
            (false, _) => channel.as_str(),
            (true, false) => "app",
            (true, true) => "none",
        };
        let enrolled =
            phones.iter().map(|p| p.verified.0).chain(apps.iter().filter_map(|a| a.added.map(|t| t.0))).min();
        let mut last = async |kinds: &'static str| {
            let sql = "SELECT COALESCE(MAX(at), 0) FROM audit WHERE person_id = $1 AND $2 LIKE '% ' || kind || ' %'";
            let (at,): (i64,) = sqlx::query_as(sql).bind(&id).bind(kinds).fetch_one(&mut *db).await.unwrap();
            at
        };
        let (signed_in, reset) =
            (last(" session.begin ").await, last(" phone.change recovery.use case.pass 2fa.reset ").await);
        let address = Email::parse(&email).unwrap();
        let key = format!("password:{}:elsewhere", world.node.auth.vault.index("lock", address.as_str()));
        let locked = store::budget::locked_until(&mut db, &key, world.now()).await.unwrap();
        let windows = [(Seconds::days(1), 10); 2];
        let codes = store::budget::full_until(&mut db, &format!("wrong:{id}"), &windows, world.now()).await.unwrap();
        let locked = disabled > 0 || locked.is_some() || codes.is_some();
        let row = vec![
            name,
            email,
            role,
            (managed_by == org).to_string(),
            status.to_owned(),
            method.to_owned(),
            main.map(|p| p.masked.text()).unwrap_or_default(),
            main.map(|p| p.region.clone()).unwrap_or_default(),
            recovery.map_or("none", |r| if r.used_at.is_some() { "used" } else { "ready" }).to_owned(),
            enrolled.unwrap_or(0).to_string(),
            reset.to_string(),
            signed_in.to_string(),
            locked.to_string(),
        ];
        all.insert((org, id), row);
    }
    all
}

async fn listed(world: &World) -> Truth {
    let mut db = world.node.auth.store.read().await.unwrap();
    let rows: Vec<(String, String)> =
        sqlx::query_as("SELECT organization_id, person_id FROM roster").fetch_all(&mut *db).await.unwrap();
    let mut all = Truth::new();
    for (org, person) in rows {
        let key = (org.clone(), person.clone());
        let (org, person) = (rekey::model::OrgId::new(org), rekey::model::PersonId::new(person));
        let row = store::roster::get(&mut db, &org, &person).await.unwrap().unwrap();
        let says = vec![
            row.name,
            row.email,
            row.role.word().to_owned(),
            row.managed.to_string(),
            row.standing.word().to_owned(),
            row.method.word().to_owned(),
            row.phone.map(|p| p.text()).unwrap_or_default(),
            row.region,
            row.recovery.word().to_owned(),
            row.enrolled.0.to_string(),
            row.reset.0.to_string(),
            row.signed_in.0.to_string(),
            (row.locked_until > world.now()).to_string(),
        ];
        all.insert(key, says);
    }
    all
}

/// The counts are those of the rows, and every term is one of somebody's.
async fn counts_are_right(world: &World) {
    let wrong = "SELECT COUNT(*) FROM (SELECT organization_id, facet, word, CAST(SUM(people) AS BIGINT) AS people \
        FROM roster_tally GROUP BY organization_id, facet, word) AS t WHERE t.people <> (SELECT COUNT(*) FROM roster r \
        WHERE r.organization_id = t.organization_id AND (t.facet = 'all' OR (t.facet = 'status' AND r.status = t.word) \
        OR (t.facet = 'method' AND r.method = t.word) OR (t.facet = 'role' AND r.role = t.word) \
        OR (t.facet = 'region' AND r.region = t.word)))";
    assert_eq!(world.count(wrong).await, 0, "a count is wrong");
    let lost = "SELECT COUNT(*) FROM roster_term t WHERE NOT EXISTS (SELECT 1 FROM roster r \
                WHERE r.organization_id = t.organization_id AND r.person_id = t.person_id)";
    assert_eq!(world.count(lost).await, 0, "a term of nobody's");
}

async fn check(world: &World, deed: &str) {
    assert_eq!(listed(world).await, truth(world).await, "after: {deed}");
    counts_are_right(world).await;
}

/// Dice of this test alone: the same every time.
struct Dice(u64);

impl Dice {
    fn up_to(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

const DEEDS: [&str; 19] = [
    "signs in",
    "gives wrong passwords",
    "gives wrong codes",
    "adds an app",
    "removes an app",
    "adds a phone",
    "makes another phone the main one",
    "removes a phone",
    "changes the phone",
    "chooses calls",
    "makes a recovery code",
    "uses the recovery code",
    "changes the address",
    "forgets the password",
    "asks for a reset, which is granted",
    "says it wasn't them",
    "is unlocked",
    "turns 2FA off",
    "waits",
];

/// Does it as far as the state allows; what is refused changes nothing, and that is looked at all the same.
async fn act(world: &World, who: &mut Person, deed: &str, dice: &mut Dice) {
    let mut browser = world.browser();
    match deed {
        "gives wrong passwords" => {
            for _ in 0..dice.up_to(9) {
                let fields = [("email", who.email.as_str()), ("password", "not the password at all")];
                let _ = world.browser().program("sign-in", &fields).await;
            }
        }
        "gives wrong codes" => {
            browser.password(who).await;
            for _ in 0..dice.up_to(14) {
                let _ = browser.program("sign-in/code", &[("code", &not("123456"))]).await;
            }
        }
        "uses the recovery code" => {
            let code = world.recovery_code(who).await;
            let mut tx = world.node.auth.store.begin().await.unwrap();
            world.node.auth.enlist(&mut tx, &who.id).await.unwrap();
            tx.commit().await.unwrap();
            browser.password(who).await;
            let _ = browser.program("sign-in/recovery", &[("code", &code)]).await;
            check(world, "half of: uses the recovery code").await;
            add_number(world, &mut browser, THIRD).await;
        }
        "forgets the password" => {
            let _ = browser.program("sign-in/forgot", &[("email", &who.email)]).await;
            if let Some(code) = newest(world, &who.email).await {
                let fields = [("code", code.as_str()), ("password", NEW_PASSWORD)];
                let _ = browser.program("sign-in/forgot/code", &fields).await;
                back_to_the_usual_password(world, who).await;
            }
        }
        "asks for a reset, which is granted" => {
            let email = Email::parse(&who.email).unwrap();
            let granted = world.node.auth.case_grant_by_operator(&email).await;
            check(world, "half of: asks for a reset").await;
            if let Ok(number) = granted
                && dice.up_to(3) == 0
            {
                world.node.auth.case_decide_by_operator(&number, Decision::Refuse).await.unwrap();
            } else if dice.up_to(2) == 0 {
                browser.password(who).await;
                if let Some(code) = newest(world, &who.email).await {
                    let _ = browser.program("sign-in/code", &[("code", &code)]).await;
                    add_number(world, &mut browser, "+14155550177").await;
                }
            }
        }
        "says it wasn't them" => {
            if let Some(token) = world.undo_links(&who.email).await.first() {
                let fields = [("token", token.as_str()), ("password", PASSWORD)];
                let _ = browser.program("undo", &fields).await;
                back_to_the_usual_password(world, who).await;
            }
        }
        "is unlocked" => {
            let email = Email::parse(&who.email).unwrap();
            world.node.auth.unlock_by_operator(&email).await.unwrap();
        }
        "waits" => {
            world.hours(i64::try_from(dice.up_to(40)).unwrap());
            world.node.auth.tick_cases().await.unwrap();
            world.node.auth.sweep().await.unwrap();
        }
        _ => inside(world, who, &mut browser, deed, dice).await,
    }
    let mut db = world.node.auth.store.read().await.unwrap();
    let (email,): (String,) = sqlx::query_as("SELECT email FROM person WHERE id = $1")
        .bind(who.id.as_str())
        .fetch_one(&mut *db)
        .await
        .unwrap();
    who.email = email;
    drop(db);
    world.drain().await;
}

/// Everything behind a sign-in and the gate, where that is possible at the moment.
async fn inside(world: &World, who: &Person, browser: &mut Browser, deed: &str, dice: &mut Dice) {
    if deed == "changes the address" {
        // It stays as it is for a day after a change of factors.
        world.hours(25);
    }
    browser.password(who).await;
    let main = main_number(world, who).await;
    if browser.session().is_none()
        && let Some(code) = newest(world, &main).await
    {
        let _ = browser.program("sign-in/code", &[("code", &code)]).await;
    }
    if browser.session().is_none() {
        return;
    }
    let _ = browser.program("settings/send", &[]).await;
    let Some(code) = newest(world, &who.email).await else { return };
    let _ = browser.program("settings/confirm", &[("code", &code)]).await;
    let mut db = world.node.auth.store.read().await.unwrap();
    let apps = store::factor::apps(&mut db, &who.id).await.unwrap();
    let phones = store::factor::phones(&mut db, &who.id).await.unwrap();
    drop(db);
    let some = |n: usize, dice: &mut Dice| usize::try_from(dice.up_to(n.max(1) as u64)).unwrap();
    let ids: Vec<String> = phones.iter().map(|p| p.id.to_string()).collect();
    let id = ids.get(some(ids.len(), dice)).cloned().unwrap_or_default();
    match deed {
        "adds an app" => {
            let _ = browser.program("2fa/app/start", &[]).await;
            let answer = browser.get("/settings/2fa/app").await.text();
            if let Some(key) = crate::deeds::between(&answer, "data-code=\"", "\"") {
                let app = rekey::auth::AppSecret::parse(key).unwrap();
                let code = app.code(world.now()).unwrap();
                let _ = browser.program("2fa/app", &[("code", &code), ("name", "Work")]).await;
            }
        }
        "removes an app" => {
            let id = apps.first().map(|a| a.id.to_string()).unwrap_or_default();
            let _ = browser.program("2fa/app/remove", &[("id", &id)]).await;
        }
        "adds a phone" => {
            let _ = browser.program("2fa/phone/another", &[]).await;
            add_number(world, browser, SPARE).await;
        }
        "makes another phone the main one" => drop(browser.program("2fa/phone/main", &[("id", &id)]).await),
        "removes a phone" => drop(browser.program("2fa/phone/remove", &[("id", &id)]).await),
        "changes the phone" => {
            let _ = browser.program("2fa/reset", &[("agreed", "on")]).await;
            add_number(world, browser, &format!("+1212555{:04}", 100 + dice.up_to(99))).await;
        }
        "chooses calls" => {
            let channel = if dice.up_to(2) == 0 { "call" } else { "sms" };
            let _ = browser.program("settings/method", &[("channel", channel)]).await;
        }
        "makes a recovery code" => drop(browser.program("2fa/recovery/new", &[]).await),
        "changes the address" => {
            let email = format!("{}{}@acme.example", &who.id.as_str()[..4], dice.up_to(1000));
            let _ = browser.program("settings/email/add", &[("email", &email), ("primary", "on")]).await;
            if let Some(code) = newest(world, &email).await {
                let _ = browser.program("settings/email/code", &[("code", &code)]).await;
            }
        }
        "turns 2FA off" => drop(browser.program("2fa/off", &[("agreed", "on")]).await),
        _ => {}
    }
}

async fn add_number(world: &World, browser: &mut Browser, number: &str) {
    let fields = [("country", "US"), ("number", number), ("channel", "sms")];
    let _ = browser.program("2fa/phone", &fields).await;
    if let Some(code) = newest(world, number).await {
        let _ = browser.program("2fa/phone/code", &[("code", &code)]).await;
    }
}

async fn newest(world: &World, to: &str) -> Option<String> {
    if to.is_empty() {
        return None;
    }
    world.inbox(to).await.into_iter().find_map(|mail| mail.code)
}

async fn main_number(world: &World, who: &Person) -> String {
    let mut db = world.node.auth.store.read().await.unwrap();
    let phone = store::factor::phone(&mut db, &who.id).await.unwrap();
    phone.and_then(|p| world.node.auth.vault.open("phone", &p.number_sealed)).unwrap_or_default()
}

/// So that the next deed can begin with a sign-in; the list shows nothing of passwords.
async fn back_to_the_usual_password(world: &World, who: &Person) {
    let phc = world.node.auth.hasher.hash(PASSWORD).await.unwrap();
    let mut tx = world.node.auth.store.begin().await.unwrap();
    store::person::set_password(&mut tx, &who.id, &phc, None).await.unwrap();
    let sql = "UPDATE person SET frozen_until = NULL WHERE id = $1";
    sqlx::query(sql).bind(who.id.as_str()).execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = world.node.auth.store.begin().await.unwrap();
    world.node.auth.enlist(&mut tx, &who.id).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn the_list_says_what_is_true_after_many_random_deeds() {
    let world = World::with("[policy]\nsends_country_daily = 1000000\nsends_daily = 10000000\n").await;
    let mut people = [
        world.member().await,
        world.person("own@acme.example", Some((&world.acme, Role::Owner)), Some("+17025550119")).await,
        world.person("bare@trial.example", Some((&world.trial, Role::Member)), None).await,
    ];
    check(&world, "nothing").await;
    let mut dice = Dice(0x0DDB_1A5E_5BAD_5EED);
    for _ in 0..260 {
        let n = usize::try_from(dice.up_to(3)).unwrap();
        let deed = DEEDS[usize::try_from(dice.up_to(DEEDS.len() as u64)).unwrap()];
        act(&world, &mut people[n], deed, &mut dice).await;
        check(&world, deed).await;
        world.hours(3);
    }
    for kind in ["phone.change", "app.add", "phone.add", "case.pass", "email.change", "code.wrong", "password.reset"] {
        assert!(world.trail(kind).await > 0, "{kind} never happened: the deeds prove less than they should");
    }
    world.drain().await;
}

#[tokio::test]
async fn a_lock_ends_in_the_list_by_itself() {
    let world = World::new().await;
    let who = world.member().await;
    for _ in 0..6 {
        let fields = [("email", who.email.as_str()), ("password", "not the password at all")];
        world.browser().ask("sign-in", &fields).await;
    }
    let row = || async {
        let mut db = world.node.auth.store.read().await.unwrap();
        store::roster::get(&mut db, &world.acme, &who.id).await.unwrap().unwrap()
    };
    let locked = row().await;
    assert!(locked.locked_until > world.now(), "{locked:?}");
    assert_eq!(locked.standing_at(world.now()).word(), "locked");
    world.hours(2);
    let later = row().await;
    assert_eq!((later.locked_until, later.standing_at(world.now()).word()), (locked.locked_until, "on"));
}

#[tokio::test]
async fn people_from_before_the_list_are_in_it_once_the_server_starts() {
    let world = World::new().await;
    let who = world.member().await;
    let mut browser = world.browser();
    browser.sign_in(&world, &who).await;
    world.other().await;
    let before = listed(&world).await;
    for table in ["DELETE FROM roster", "DELETE FROM roster_term", "DELETE FROM roster_tally"] {
        world.meddle(table).await;
    }
    world.node.auth.enlist_everybody().await.unwrap();
    assert_eq!(listed(&world).await, before);
    check(&world, "start").await;
    world.drain().await;
}
