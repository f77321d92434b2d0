//! The commands.

pub mod audit;

mod block;
mod operator;
mod send_test;

pub use block::{block_lift, block_list};
pub use operator::{case_decide, case_grant, case_list, reset_2fa, restore_password, unlock};

use crate::auth::{Auth, Hasher, Parts, sweep};
use crate::config::{Config, Sources, Wrong, sqlite_path};
use crate::delivery::hook::Hooks;
use crate::delivery::simulator::Sim;
use crate::delivery::text::origin_bound_host;
use crate::delivery::worker::{Pace, Words, Worker};
use crate::delivery::{Carrier, Carriers};
use crate::env::{Env, SharedClock};
use crate::meters::Meters;
use crate::model::{Email, Place, Plan};
use crate::store::{Store, StoreError};
use crate::vault::Vault;
use crate::web::{self, AppState};
use std::fmt::Display;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

/// Why a command ended badly, in one line for whoever ran it.
#[derive(Debug)]
pub enum Failure {
    /// Settings or arguments are wrong: exit 2.
    Settings(String),
    /// Anything else: exit 1.
    Other(String),
}

impl From<Wrong> for Failure {
    fn from(wrong: Wrong) -> Failure {
        Failure::Settings(wrong.0)
    }
}

fn other(what: &str) -> impl Fn(&dyn Display) -> Failure + '_ {
    move |error| Failure::Other(format!("{what}: {error}"))
}

/// Everything that runs, put together from the settings. `main` and the tests use the same.
pub struct App {
    /// What requests need.
    pub state: AppState,
    /// Sends what the outbox holds.
    pub worker: Worker,
    /// Set to true to stop.
    pub stop: watch::Sender<bool>,
}

impl App {
    /// Puts the parts together around an open, migrated database.
    pub fn new(config: Config, store: Store, env: Env) -> App {
        let (outbox, meters) = (Arc::new(Notify::new()), Meters::default());
        let vault = Vault::new(&config.secret_key);
        let sim = config.simulator.then(|| Arc::new(Sim::new(Arc::clone(&env.clock))));
        let lines: Arc<dyn crate::env::Lines> = match &sim {
            Some(sim) => Arc::clone(sim) as _,
            None => Arc::new(crate::env::UnknownLines),
        };
        let auth = Auth::new(Parts {
            store: store.clone(),
            env: env.clone(),
            vault: vault.clone(),
            policy: config.policy.clone(),
            hasher: Hasher::start(env.clone(), config.hash_threads, config.hash_queue, config.hash_memory_kib)
                .measured(&meters),
            meters: meters.clone(),
            numbers: config.numbers.clone(),
            lines,
            outbox: Arc::clone(&outbox),
            own_domains: config.own_domains(),
            brand: config.brand.clone(),
            demo_bar: config.simulator,
            default_country: config.default_country.clone(),
        });
        let composer = Words {
            vault,
            brand: config.brand.clone(),
            public_url: config.public_url.clone(),
            host: origin_bound_host(&config.public_url),
        };
        let providers = config.providers.clone();
        let hooks = sim.is_none().then(|| Hooks {
            store: store.clone(),
            clock: Arc::clone(&env.clock),
            composer: composer.clone(),
            meters: meters.clone(),
            twilio: providers.twilio,
            bridge: providers.bridge,
        });
        let (carriers, pace) = match &sim {
            Some(sim) => (Carriers::only("simulator", Arc::clone(sim) as Arc<dyn Carrier>), Pace::IN_ORDER),
            None => (Carriers::new(providers.carriers, providers.routes), Pace::SIDE_BY_SIDE),
        };
        let carriers = carriers.measured(&meters);
        let breakers = carriers.breakers();
        let worker = Worker { store, clock: env.clock, composer, carriers, wake: outbox, pace, steps: None };
        let (stop, stopping) = watch::channel(false);
        App { state: AppState::new(auth, sim, hooks, breakers, config, stopping), worker, stop }
    }
}

/// `rekey serve`.
pub async fn serve(demo: bool) -> Result<(), Failure> {
    let config = Config::load(&Sources::of_process(demo)?)?;
    log_to_stderr(config.watch.json_log);
    let store = open(&config).await?;
    store.migrate().await.map_err(|e| other("migrations")(&e))?;
    store.learn_sizes().await.map_err(|e| other("the database's statistics")(&e))?;
    let (addr, public_url, metrics_addr) = (config.addr, config.public_url.clone(), config.watch.metrics_addr);
    let clock = Arc::new(SharedClock::new(Env::system().clock));
    follow_database(&store, &clock).await.map_err(|e| other("the database's clock")(&e))?;
    let env = Env { clock: Arc::clone(&clock) as Arc<dyn crate::env::Clock>, ..Env::system() };
    let App { state, worker, stop } = App::new(config, store.clone(), env);
    let auth = state.auth.clone();
    auth.enlist_everybody().await.map_err(|e| other("the list of people")(&e))?;
    if demo {
        let filled = crate::auth::demo::fill(&auth).await.map_err(|e| other("demo data")(&e))?;
        greet_demo(&public_url, filled);
    } else if let Some(token) = auth.offer_setup().await.map_err(|e| other("set-up")(&e))? {
        // The one secret that is meant to be read in a log: it works once, and only while there is nobody.
        tracing::info!("No owner yet. Open {public_url}{}?t={} once.", Place::Setup.path(), token.expose());
    }
    auth.seal_trail().await.map_err(|e| other("audit trail")(&e))?;
    // Heard from before anybody is told that we listen: a signal in between must not kill what it should stop.
    let told = told_to_stop();
    let listener = listen(addr).await?;
    let metrics = match metrics_addr {
        Some(addr) => Some(tokio::spawn(axum::serve(listen(addr).await?, web::metrics(state.clone())).into_future())),
        None => None,
    };
    tracing::info!("Rekey listens on {addr}; people come by {public_url} ({:?})", store.engine());

    let mut stopping = state.stopping.clone();
    let work = tokio::spawn(worker.run({
        let mut stopping = stopping.clone();
        async move {
            let _ = stopping.wait_for(|stop| *stop).await;
        }
    }));
    let sweeper = tokio::spawn(sweep_now_and_then(auth.clone()));
    let follower = tokio::spawn(follow_now_and_then(store.clone(), clock));
    let bulk = tokio::spawn(work_on_selections(auth.clone()));
    let ticker = tokio::spawn(tick_cases(auth));
    let app = web::router(state).into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, app).with_graceful_shutdown({
        let mut stopping = stopping.clone();
        async move {
            let _ = stopping.wait_for(|stop| *stop).await;
        }
    });
    tokio::spawn(async move {
        told.await;
        let _ = stop.send(true);
    });
    let serving = tokio::spawn(server.into_future());
    let _ = stopping.wait_for(|stop| *stop).await;
    // What runs may finish; nobody waits longer than ten seconds for us to be gone.
    let finished = tokio::time::timeout(Duration::from_secs(8), async {
        let _ = serving.await;
        let _ = work.await;
    });
    if finished.await.is_err() {
        tracing::warn!("some answers did not finish in time");
    }
    sweeper.abort();
    bulk.abort();
    ticker.abort();
    follower.abort();
    metrics.inspect(JoinHandle::abort);
    let _ = tokio::time::timeout(Duration::from_secs(1), store.close()).await;
    Ok(())
}

/// `rekey demo`.
pub async fn demo(people: i64) -> Result<(), Failure> {
    const MOST: i64 = 5_000_000;
    if !(1_000..=MOST).contains(&people) {
        return Err(Failure::Settings(format!("--people: must be between 1000 and {MOST}")));
    }
    let config = Config::load(&Sources::of_process(true)?)?;
    let store = open(&config).await?;
    store.migrate().await.map_err(|e| other("migrations")(&e))?;
    let auth = App::new(config, store.clone(), Env::system()).state.auth;
    if !crate::auth::demo::fill(&auth).await.map_err(|e| other("demo data")(&e))? {
        return Err(Failure::Other("the database is not empty; the demo's people come into an empty one".into()));
    }
    let mut made = 0;
    let told = |more: i64| {
        made += more;
        println!("{made} of {people} people");
    };
    crate::auth::demo::crowd::fill(&auth, people, told).await.map_err(|e| other("demo data")(&e))?;
    store.close().await;
    println!("Done. Everybody's password: {}", crate::auth::demo::PASSWORD);
    Ok(())
}

/// `rekey migrate`.
pub async fn migrate() -> Result<(), Failure> {
    let config = Config::load(&Sources::of_process(false)?)?;
    let store = open(&config).await?;
    store.migrate().await.map_err(|e| other("migrations")(&e))?;
    println!("The database is at this version.");
    Ok(())
}

/// `rekey create-owner`.
pub async fn create_owner(email: &str, organization: &str) -> Result<(), Failure> {
    let Some(email) = Email::parse(email) else {
        return Err(Failure::Settings("--email: must be an address such as ana@example.com".into()));
    };
    let organization = organization.trim();
    if organization.is_empty() || organization.chars().count() > 80 {
        return Err(Failure::Settings("--organization: must have 1 to 80 characters".into()));
    }
    let config = Config::load(&Sources::of_process(false)?)?;
    let store = open(&config).await?;
    store.migrate().await.map_err(|e| other("migrations")(&e))?;
    let auth = App::new(config, store, Env::system()).state.auth;
    let password = auth.create_owner(email.clone(), organization, Plan::Paid).await.map_err(|e| match e {
        crate::auth::Fault::Stale => Failure::Other(format!("{} has an account already", email.as_str())),
        e => other("create-owner")(&e),
    })?;
    println!("{} owns {organization}. First password, to be changed at the first sign-in:\n{password}", email.as_str());
    Ok(())
}

/// `rekey check`; with a destination, a test message goes there.
pub async fn check(send_test: Option<&str>, call: bool) -> Result<(), Failure> {
    let config = Config::load(&Sources::of_process(false)?)?;
    println!("settings: well");
    if let Some(destination) = send_test {
        send_test::send_test(&config, destination, call).await?;
    }
    let store = open(&config).await?;
    store.ready().await.map_err(|_| Failure::Other("database: not at this version; run `rekey migrate`".into()))?;
    println!("database: well ({:?})", store.engine());
    let key = Vault::new(&config.secret_key).public_key();
    block::say(&App::new(config, store.clone(), Env::system()).state.auth).await?;
    audit::verify_store(&store, &key).await
}

async fn listen(addr: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(addr).await.map_err(|e| other(&format!("cannot listen on {addr}"))(&e))
}

async fn open(config: &Config) -> Result<Store, Failure> {
    if let Some(folder) = sqlite_path(&config.database_url).as_deref().and_then(std::path::Path::parent)
        && config.database_url.contains("mode=rwc")
        && !folder.as_os_str().is_empty()
    {
        std::fs::create_dir_all(folder).map_err(|e| other("REKEY_DATABASE_URL")(&e))?;
    }
    Store::open(&config.database_url, config.connections).await.map_err(|e| other("REKEY_DATABASE_URL")(&e))
}

fn log_to_stderr(json: bool) {
    use tracing_subscriber::EnvFilter;
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if json { log.json().init() } else { log.init() }
}

async fn sweep_now_and_then(auth: Auth) {
    loop {
        tokio::time::sleep(Duration::from_secs(sweep::EVERY.0.unsigned_abs())).await;
        if let Err(fault) = auth.sweep().await {
            tracing::error!(%fault, "housekeeping failed: {fault}");
        }
    }
}

/// Puts this node's clock right by the database's.
async fn follow_database(store: &Store, clock: &SharedClock) -> Result<(), StoreError> {
    let before = clock.own();
    if let Some(database) = store.time().await? {
        let wrong = clock.follow(before, database, clock.own());
        if wrong.abs() > 1000 {
            tracing::warn!(wrong, "this machine's clock is {wrong} ms off the database's; the database's is used");
        }
    }
    Ok(())
}

async fn follow_now_and_then(store: Store, clock: Arc<SharedClock>) {
    loop {
        tokio::time::sleep(Duration::from_secs(60)).await;
        if let Err(error) = follow_database(&store, &clock).await {
            tracing::warn!(%error, "the database's clock could not be read: {error}");
        }
    }
}

/// Moves requests of `Reset MFA` on when their time has come.
async fn tick_cases(auth: Auth) {
    loop {
        tokio::time::sleep(Duration::from_secs(5)).await;
        if let Err(fault) = auth.tick_cases().await {
            tracing::error!(%fault, "requests could not be moved on: {fault}");
        }
    }
}

/// Does what was confirmed for many people at once.
async fn work_on_selections(auth: Auth) {
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        if let Err(fault) = auth.work_on_selections().await {
            tracing::error!(%fault, "selections could not be worked on: {fault}");
        }
    }
}

/// Resolves at SIGTERM or Ctrl-C. Both are heard from the moment this is called, not only once it is waited for.
fn told_to_stop() -> impl Future<Output = ()> {
    #[cfg(unix)]
    let term = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate());
    #[cfg(unix)]
    let interrupt = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::interrupt());
    async move {
        #[cfg(unix)]
        if let (Ok(mut term), Ok(mut interrupt)) = (term, interrupt) {
            tokio::select! {
                _ = term.recv() => {}
                _ = interrupt.recv() => {}
            }
            return;
        }
        let _ = tokio::signal::ctrl_c().await;
    }
}

fn greet_demo(public_url: &str, filled: bool) {
    let filled = if filled { "A demo database was made." } else { "The database is not empty; it stays as it is." };
    println!(
        "\n  Rekey demo at {public_url}\n  {filled}\n\n  \
         Sign in with the password: {password}\n    \
         owner@acme.example, second.owner@acme.example, admin@acme.example, member@acme.example\n    \
         new@acme.example (no phone yet), owner@trial.example (trial, 2FA off)\n\n  \
         Codes arrive at {public_url}{sim}\n",
        password = crate::auth::demo::PASSWORD,
        sim = Place::Simulator.path(),
    );
}
