//! One test's world: servers, clock, database, people. Dropping it fails when a message that was due was never sent.

use crate::actors::Browser;
use axum::Router;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rekey::auth::{Auth, number};
use rekey::cli::App;
use rekey::config::{Config, Sources};
use rekey::delivery::simulator::Sim;
use rekey::delivery::worker::Worker;
use rekey::env::{Clock, Env, SharedClock, TestClock, TestRandom};
use rekey::model::{Email, MaskedPhone, OrgId, PersonId, Plan, Role, Seconds, Timestamp};
use rekey::store::{self, Store};
use rekey::web;
use serde::Deserialize;
use sqlx::{AnyConnection, AssertSqlSafe, Connection, Executor};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::{OnceCell, watch};

/// Everybody's password.
pub const PASSWORD: &str = "four otters paint loud doors";
/// The server key of every world.
pub const KEY: [u8; 32] = [42; 32];
/// Monday, 23 November 2026, 08:00 UTC.
const START: Timestamp = Timestamp(1_795_420_800_000);

/// Everything a test can touch.
pub struct World {
    /// Moves only when told to.
    pub clock: Arc<TestClock>,
    /// The first server.
    pub node: Arc<Node>,
    /// A paid organization.
    pub acme: OrgId,
    /// A trial organization.
    pub trial: OrgId,
    env: Env,
    config: Config,
    place: Place,
}

/// One server.
pub struct Node {
    /// Its decisions, for what no door offers.
    pub auth: Auth,
    /// Its doors.
    pub router: Router,
    /// What Prometheus reads.
    pub metrics: Router,
    /// Its phones and mailboxes.
    pub sim: Arc<Sim>,
    /// Sends what is due.
    pub worker: Worker,
    _stop: watch::Sender<bool>,
}

/// Somebody with an account.
#[derive(Clone)]
pub struct Person {
    /// Identifier.
    pub id: PersonId,
    /// Address.
    pub email: String,
    /// Number in E.164; empty without a phone.
    pub phone: String,
}

/// A message as it arrived.
#[derive(Clone, Debug, Deserialize)]
pub struct Mail {
    /// The message's own id.
    pub id: String,
    /// "sms", "call" or "email".
    pub channel: String,
    /// Subject of a mail.
    pub subject: String,
    /// What it says.
    pub text: String,
    /// The code in it.
    pub code: Option<String>,
}

/// A clock that is always so much ahead of another one.
struct Ahead(Arc<TestClock>, Seconds);

impl Clock for Ahead {
    fn now(&self) -> Timestamp {
        self.0.now() + self.1
    }
}

enum Place {
    Folder(PathBuf),
    Cluster { admin: String, name: String },
}

static WORLDS: AtomicU64 = AtomicU64::new(1);
static PHC: OnceCell<String> = OnceCell::const_new();

/// Whether the tests run on PostgreSQL, and where.
#[expect(clippy::disallowed_methods, reason = "the test's own switch, not a setting of the product")]
pub fn cluster() -> Option<String> {
    std::env::var("REKEY_TEST_POSTGRES_URL").ok().filter(|url| !url.is_empty())
}

/// A folder of its own under the system's temporary one.
pub fn folder(what: &str) -> PathBuf {
    let n = WORLDS.fetch_add(1, Ordering::SeqCst);
    let path = std::env::temp_dir().join(format!("rekey-{what}-{}-{n}", std::process::id()));
    std::fs::create_dir_all(&path).unwrap();
    path
}

impl Place {
    async fn make() -> Place {
        let Some(admin) = cluster() else { return Place::Folder(folder("world")) };
        let n = WORLDS.fetch_add(1, Ordering::SeqCst);
        let name = format!("rekey_{}_{n}", std::process::id());
        sqlx::any::install_default_drivers();
        let mut db = AnyConnection::connect(&admin).await.unwrap();
        db.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.unwrap();
        Place::Cluster { admin, name }
    }

    fn url(&self) -> String {
        match self {
            Place::Folder(path) => format!("sqlite://{}/rekey.db?mode=rwc", path.display()),
            Place::Cluster { admin, name } => format!("{}/{name}", admin.rsplit_once('/').unwrap().0),
        }
    }
}

impl World {
    /// A world with the product's own numbers.
    pub async fn new() -> World {
        World::with("").await
    }

    /// A world whose settings file says this besides.
    pub async fn with(file: &str) -> World {
        World::with_env(file, &[]).await
    }

    /// A world whose settings file and environment say this besides.
    pub async fn with_env(file: &str, more: &[(&str, &str)]) -> World {
        let place = Place::make().await;
        let mut env = BTreeMap::from([
            ("REKEY_DATABASE_URL".to_owned(), place.url()),
            ("REKEY_SECRET_KEY".to_owned(), STANDARD.encode(KEY)),
        ]);
        env.extend(more.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())));
        let config = Config::load(&Sources { file: Some(file.into()), env, demo: false }).unwrap();
        let clock = Arc::new(TestClock::new(START));
        let seed = WORLDS.fetch_add(1, Ordering::SeqCst).wrapping_mul(0xD6E8_FEB8_6659_FD93);
        let env = Env { clock: clock.clone(), random: Arc::new(TestRandom::new(seed)) };
        let store = Store::open(&config.database_url, 8).await.unwrap();
        store.migrate().await.unwrap();
        let node = Arc::new(Node::start(config.clone(), store, env.clone()));
        let (acme, trial): (OrgId, OrgId) = (env.id(), env.id());
        let mut tx = node.auth.store.begin().await.unwrap();
        store::org::insert(&mut tx, &acme, "Acme", Plan::Paid, env.now()).await.unwrap();
        store::org::insert(&mut tx, &trial, "Trial Co", Plan::Trial, env.now()).await.unwrap();
        let billing = store::org::Billing {
            method: "card".into(),
            account: "4242".into(),
            name: "Acme Ltd".into(),
            postal_code: "EC1A 1BB".into(),
            country: "GB".into(),
        };
        store::org::set_billing(&mut tx, &acme, &billing, env.now()).await.unwrap();
        tx.commit().await.unwrap();
        World { clock, node, acme, trial, env, config, place }
    }

    /// Another server on the same database.
    pub async fn another(&self) -> Arc<Node> {
        let store = Store::open(&self.config.database_url, 8).await.unwrap();
        Arc::new(Node::start(self.config.clone(), store, self.env.clone()))
    }

    /// Another server on the same database, whose own clock is that much ahead until it follows the database's.
    pub async fn another_ahead(&self, span: Seconds) -> Arc<Node> {
        let store = Store::open(&self.config.database_url, 8).await.unwrap();
        let clock = Arc::new(SharedClock::new(Arc::new(Ahead(Arc::clone(&self.clock), span))));
        assert_eq!(clock.follow(clock.own(), self.now(), clock.own()), -span.0 * 1000);
        Arc::new(Node::start(self.config.clone(), store, Env { clock, ..self.env.clone() }))
    }

    /// Another server on the same database whose clock is so many seconds ahead, and stands still.
    pub async fn another_at(&self, seconds: i64) -> Arc<Node> {
        let store = Store::open(&self.config.database_url, 8).await.unwrap();
        let clock = Arc::new(TestClock::new(self.now() + Seconds(seconds)));
        Arc::new(Node::start(self.config.clone(), store, Env { clock, ..self.env.clone() }))
    }

    /// Where its database is.
    pub fn url(&self) -> String {
        self.place.url()
    }

    /// Now.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Moves the clock.
    pub fn seconds(&self, n: i64) {
        self.clock.advance(Seconds(n));
    }

    /// Moves the clock.
    pub fn minutes(&self, n: i64) {
        self.clock.advance(Seconds::minutes(n));
    }

    /// Moves the clock.
    pub fn hours(&self, n: i64) {
        self.clock.advance(Seconds::hours(n));
    }

    /// A fresh browser at the first server.
    pub fn browser(&self) -> Browser {
        Browser::at(&self.node)
    }

    /// Makes somebody; `organization` also manages them.
    pub async fn person(&self, email: &str, organization: Option<(&OrgId, Role)>, phone: Option<&str>) -> Person {
        let auth = &self.node.auth;
        let phc = PHC.get_or_init(|| async { auth.hasher.hash(PASSWORD).await.unwrap() }).await;
        let (id, email): (PersonId, _) = (self.env.id(), Email::parse(email).unwrap());
        let mut tx = auth.store.begin().await.unwrap();
        let new = store::person::NewPerson {
            id: &id,
            email: &email,
            name: "Ana Roe",
            password_phc: phc,
            managed_by: organization.map(|(org, _)| org.as_str()),
            at: self.now(),
        };
        store::person::insert(&mut tx, new).await.unwrap();
        if let Some((org, role)) = organization {
            store::org::join(&mut tx, org, &id, role).await.unwrap();
        }
        let mut e164 = String::new();
        if let Some(typed) = phone {
            let number = number::parse("", typed, true).unwrap();
            e164 = number.e164().to_owned();
            let row = store::factor::Phone {
                id: self.env.id(),
                number_sealed: auth.vault.seal(&self.env, "phone", number.e164()),
                number_index: auth.vault.index("destination", number.e164()),
                masked: MaskedPhone { last: number.last(3).to_owned(), ..MaskedPhone::default() },
                region: number.region().to_owned(),
                verified: self.now(),
                main: true,
            };
            store::factor::insert_phone(&mut tx, &id, &row).await.unwrap();
        }
        auth.enlist(&mut tx, &id).await.unwrap();
        tx.commit().await.unwrap();
        Person { id, email: email.as_str().to_owned(), phone: e164 }
    }

    /// A member of Acme with a phone.
    pub async fn member(&self) -> Person {
        self.person("member@acme.example", Some((&self.acme, Role::Member)), Some("+12025550143")).await
    }

    /// Another member of Acme, with a phone in another place.
    pub async fn other(&self) -> Person {
        self.person("other@acme.example", Some((&self.acme, Role::Member)), Some("+13125550187")).await
    }

    /// Sends what is due.
    pub async fn drain(&self) {
        self.node.worker.drain().await.unwrap();
    }

    /// What arrived at a number or address, newest first; everything due is sent before.
    pub async fn inbox(&self, to: &str) -> Vec<Mail> {
        self.drain().await;
        serde_json::from_value(serde_json::to_value(self.node.sim.json(Some(to))).unwrap()).unwrap()
    }

    /// The newest code at a number or address.
    pub async fn code(&self, to: &str) -> String {
        let inbox = self.inbox(to).await;
        inbox.into_iter().find_map(|m| m.code).unwrap_or_else(|| panic!("no code came to {to}"))
    }

    /// A code that is not the newest one at this number or address.
    pub async fn wrong(&self, to: &str) -> String {
        not(&self.code(to).await)
    }

    /// How many messages with a code came to a number or address.
    pub async fn codes(&self, to: &str) -> usize {
        self.inbox(to).await.iter().filter(|m| m.code.is_some()).count()
    }

    /// One number from the database.
    pub async fn count(&self, sql: &'static str) -> i64 {
        let mut db = self.node.auth.store.read().await.unwrap();
        let (n,): (i64,) = sqlx::query_as(sql).fetch_one(&mut *db).await.unwrap();
        n
    }

    /// Writes to the database, past every rule.
    pub async fn meddle(&self, sql: &'static str) {
        let mut tx = self.node.auth.store.begin().await.unwrap();
        sqlx::query(sql).execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Sessions that were not ended.
    pub async fn sessions(&self) -> i64 {
        self.count("SELECT COUNT(*) FROM session WHERE ended_at IS NULL").await
    }

    /// Rows of a kind in the trail.
    pub async fn trail(&self, kind: &str) -> i64 {
        let mut db = self.node.auth.store.read().await.unwrap();
        let sql = "SELECT COUNT(*) FROM audit WHERE kind = $1";
        let (n,): (i64,) = sqlx::query_as(sql).bind(kind).fetch_one(&mut *db).await.unwrap();
        n
    }
}

/// Another code of the same length.
pub fn not(code: &str) -> String {
    let last = if code.ends_with('7') { '3' } else { '7' };
    format!("{}{last}", &code[..code.len() - 1])
}

impl Node {
    fn start(config: Config, store: Store, env: Env) -> Node {
        let unused = Arc::new(Sim::new(env.clock.clone()));
        let App { state, worker, stop } = App::new(config, store, env);
        // Where carriers are set up the simulator stays empty.
        let (auth, sim) = (state.auth.clone(), state.sim.clone().unwrap_or(unused));
        let metrics = web::metrics(state.clone());
        Node { auth, router: web::router(state), metrics, sim, worker, _stop: stop }
    }
}

impl Drop for World {
    fn drop(&mut self) {
        let (url, now) = (self.place.url(), self.now().0);
        let after = match &self.place {
            Place::Folder(_) => None,
            Place::Cluster { admin, name } => Some((admin.clone(), format!("DROP DATABASE {name} WITH (FORCE)"))),
        };
        // A runtime of its own: the test's may be unwinding.
        let asked = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let mut db = AnyConnection::connect(&url).await.unwrap();
                let sql = "SELECT COUNT(*) FROM outbox WHERE next_at <= $1 AND state IN ('queued', 'sending')";
                let (due,): (i64,) = sqlx::query_as(sql).bind(now).fetch_one(&mut db).await.unwrap();
                db.close().await.unwrap();
                if let Some((admin, sql)) = after {
                    let mut db = AnyConnection::connect(&admin).await.unwrap();
                    // Best effort: the whole cluster goes after the tests.
                    let _ = db.execute(AssertSqlSafe(sql)).await;
                }
                due
            })
        });
        let due = asked.join();
        if let Place::Folder(path) = &self.place {
            let _ = std::fs::remove_dir_all(path);
        }
        if !std::thread::panicking() {
            assert_eq!(due.unwrap(), 0, "messages that were due and that nobody sent");
        }
    }
}
