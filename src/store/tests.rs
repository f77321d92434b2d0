//! The proof that one text works on the engine under test: SQLite, or PostgreSQL when `REKEY_TEST_POSTGRES_URL` names a
//! cluster to make databases in.

mod figures;
mod roster;
mod rows;
mod trail;

use super::{Store, StoreError, budget, challenge, enrolment, org, person, session, sign_in};
use crate::env::{Env, TestClock, TestRandom};
use crate::flow::challenge::Facts;
use crate::flow::sign_in::State;
use crate::model::{Channel, Email, OrgId, PersonId, Place, Plan, Purpose, Role, Seconds, Timestamp};
use sqlx::{AnyConnection, AssertSqlSafe, Connection, Executor};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

static MADE: AtomicU64 = AtomicU64::new(0);
const NOW: Timestamp = Timestamp(1_795_420_800_000);

/// A migrated database of its own; gone at the end.
struct Fresh {
    store: Store,
    env: Env,
    url: String,
    folder: Option<PathBuf>,
}

impl Fresh {
    #[expect(clippy::disallowed_methods, reason = "the test's own switch, not a setting of the product")]
    async fn new() -> Fresh {
        let n = MADE.fetch_add(1, Ordering::SeqCst);
        let name = format!("rekey_store_{}_{n}", std::process::id());
        sqlx::any::install_default_drivers();
        let (url, folder) = match std::env::var("REKEY_TEST_POSTGRES_URL") {
            Ok(admin) if !admin.is_empty() => {
                let mut db = AnyConnection::connect(&admin).await.unwrap();
                db.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.unwrap();
                (format!("{}/{name}", admin.rsplit_once('/').unwrap().0), None)
            }
            _ => {
                let folder = std::env::temp_dir().join(&name);
                std::fs::create_dir_all(&folder).unwrap();
                (format!("sqlite://{}/rekey.db?mode=rwc", folder.display()), Some(folder))
            }
        };
        let store = Store::open(&url, 8).await.unwrap();
        store.migrate().await.unwrap();
        let env = Env { clock: Arc::new(TestClock::new(NOW)), random: Arc::new(TestRandom::new(n + 1)) };
        Fresh { store, env, url, folder }
    }

    async fn person(&self, email: &str) -> Result<PersonId, StoreError> {
        let id: PersonId = self.env.id();
        let mut tx = self.store.begin().await?;
        let email = Email::parse(email).unwrap();
        let new =
            person::NewPerson { id: &id, email: &email, name: "Ana", password_phc: "$x", managed_by: None, at: NOW };
        person::insert(&mut tx, new).await?;
        tx.commit().await?;
        Ok(id)
    }

    async fn challenge(&self, who: &PersonId) -> challenge::Challenge {
        let again = NOW + Seconds(30);
        let facts = Facts { expires: NOW + Seconds(600), tries: 0, sends: 1, again, used: false, ended: false };
        let new = challenge::Challenge {
            id: self.env.id(),
            person: who.clone(),
            purpose: Purpose::SignIn,
            binding: "b".into(),
            channel: Channel::Sms,
            destination_sealed: "s".into(),
            destination_index: "i".into(),
            created: NOW,
            failed: false,
            taken: None,
            facts,
        };
        let mut tx = self.store.begin().await.unwrap();
        challenge::insert(&mut tx, &new, NOW).await.unwrap();
        tx.commit().await.unwrap();
        new
    }

    async fn count(&self, sql: &'static str) -> i64 {
        let mut db = self.store.read().await.unwrap();
        let (n,): (i64,) = sqlx::query_as(sql).fetch_one(&mut *db).await.unwrap();
        n
    }

    async fn meddle(&self, sql: &'static str) {
        let mut tx = self.store.begin().await.unwrap();
        sqlx::query(sql).execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

/// Runs the same thing in many tasks at once and answers how many said yes.
async fn won<F: Future<Output = bool> + Send + 'static>(many: usize, task: impl Fn(usize) -> F) -> usize {
    let tasks: Vec<_> = (0..many).map(|n| tokio::spawn(task(n))).collect();
    let mut won = 0;
    for task in tasks {
        won += usize::from(task.await.unwrap());
    }
    won
}

#[tokio::test]
async fn migrations_run_twice_and_from_two_nodes() {
    let fresh = Fresh::new().await;
    let second = Store::open(&fresh.url, 2).await.unwrap();
    let (a, b) = tokio::join!(fresh.store.migrate(), second.migrate());
    a.unwrap();
    b.unwrap();
    second.ready().await.unwrap();
    second.close().await;
}

#[tokio::test]
async fn an_unmigrated_database_is_not_ready() {
    let fresh = Fresh::new().await;
    fresh.meddle("DELETE FROM _sqlx_migrations WHERE version = 5").await;
    assert!(fresh.store.ready().await.is_err());
}

#[tokio::test]
async fn typed_nulls_go_in_and_come_out() {
    let fresh = Fresh::new().await;
    let who = fresh.person("a@b.example").await.unwrap();
    let mut tx = fresh.store.begin().await.unwrap();
    let read = person::get(&mut tx, &who).await.unwrap();
    assert_eq!((read.managed_by, read.phone_disabled, read.new_password), (None, false, false));
    assert_eq!(read.frozen_until, Timestamp(0));
    person::disable_phone(&mut tx, &who, Some(NOW)).await.unwrap();
    assert!(person::get(&mut tx, &who).await.unwrap().phone_disabled);
    person::disable_phone(&mut tx, &who, None).await.unwrap();
    assert!(!person::get(&mut tx, &who).await.unwrap().phone_disabled);
    let flow = sign_in::SignIn {
        id: fresh.env.id(),
        person: who.clone(),
        state: State::Code,
        challenge: None,
        recovered: false,
        case: None,
        next: Place::Overview,
        expires: NOW + Seconds(60),
        version: 0,
    };
    sign_in::insert(&mut tx, &flow, "digest", NOW).await.unwrap();
    assert!(sign_in::by_digest(&mut tx, "digest").await.unwrap().unwrap().challenge.is_none());
    assert!(enrolment::newest(&mut tx, "nothing").await.unwrap().is_none());
    assert!(session::by_digest(&mut tx, "nothing").await.unwrap().is_none());
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_taken_address_is_taken() {
    let fresh = Fresh::new().await;
    fresh.person("a@b.example").await.unwrap();
    assert!(matches!(fresh.person("A@B.example").await, Err(StoreError::Taken)));
    assert_eq!(fresh.count("SELECT COUNT(*) FROM person").await, 1);
    fresh.person("c@b.example").await.unwrap();
}

#[tokio::test]
async fn a_broken_reference_and_a_word_of_no_meaning_are_refused_by_the_database() {
    let fresh = Fresh::new().await;
    let org: OrgId = fresh.env.id();
    let nobody: PersonId = fresh.env.id();
    let mut tx = fresh.store.begin().await.unwrap();
    org::insert(&mut tx, &org, "Acme", Plan::Paid, NOW).await.unwrap();
    let joined = org::join(&mut tx, &org, &nobody, Role::Owner).await;
    // SQLite says so at once, PostgreSQL too; either way nothing may be left.
    assert!(matches!(joined, Err(StoreError::Down(_))), "a member who does not exist");
    drop(tx);
    let mut tx = fresh.store.begin().await.unwrap();
    let bad = "INSERT INTO organization (id, name, plan, created_at) VALUES ('x', 'x', 'free', 1)";
    assert!(sqlx::query(bad).execute(&mut *tx).await.is_err(), "a plan of no meaning");
}

#[tokio::test]
async fn a_transaction_that_is_dropped_leaves_nothing_behind() {
    let fresh = Fresh::new().await;
    let org: OrgId = fresh.env.id();
    let mut tx = fresh.store.begin().await.unwrap();
    org::insert(&mut tx, &org, "Acme", Plan::Paid, NOW).await.unwrap();
    drop(tx);
    assert_eq!(fresh.count("SELECT COUNT(*) FROM organization").await, 0);
}

#[tokio::test]
async fn on_conflict_and_returning_count_what_is_there() {
    let fresh = Fresh::new().await;
    let mut tx = fresh.store.begin().await.unwrap();
    let wait = |n: i64| Seconds(if n >= 3 { 30 } else { 0 });
    for n in 1..=3 {
        assert_eq!(budget::lock_step(&mut tx, "k", NOW, wait).await.unwrap(), Ok(n));
    }
    let until = NOW + Seconds(30);
    assert_eq!(budget::lock_step(&mut tx, "k", NOW, wait).await.unwrap(), Err(until));
    assert_eq!(budget::lock_step(&mut tx, "k", until, wait).await.unwrap(), Ok(4));
    assert_eq!(budget::lock_step(&mut tx, "other", NOW, wait).await.unwrap(), Ok(1));
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_budget_has_room_again_when_its_event_leaves_the_window() {
    let fresh = Fresh::new().await;
    let windows = [(Seconds(60), 2), (Seconds(600), 3)];
    let mut tx = fresh.store.begin().await.unwrap();
    let mut at = async |event: &str, seconds: i64| {
        budget::take(&mut tx, event, "k", &windows, NOW + Seconds(seconds)).await.unwrap()
    };
    assert_eq!(at("1", 0).await, Ok(()));
    assert_eq!(at("2", 10).await, Ok(()));
    assert_eq!(at("3", 20).await, Err(NOW + Seconds(60)));
    assert_eq!(at("4", 60).await, Ok(()), "the first has left");
    assert_eq!(at("5", 200).await, Err(NOW + Seconds(600)), "the longer window");
    assert_eq!(at("6", 600).await, Ok(()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_fifty_tries_at_once_exactly_five_are_spent() {
    let fresh = Fresh::new().await;
    let who = fresh.person("a@b.example").await.unwrap();
    let code = fresh.challenge(&who).await;
    let won = won(50, |_| {
        let (store, code) = (fresh.store.clone(), code.clone());
        async move {
            let mut tx = store.begin().await.unwrap();
            let spent = challenge::spend_try(&mut tx, &code.id, &code.binding, 5, NOW).await.unwrap().is_some();
            tx.commit().await.unwrap();
            spent
        }
    })
    .await;
    assert_eq!((won, fresh.count("SELECT tries FROM challenge").await), (5, 5));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_fifty_that_consume_a_code_exactly_one_does() {
    let fresh = Fresh::new().await;
    let who = fresh.person("a@b.example").await.unwrap();
    let code = fresh.challenge(&who).await;
    let won = won(50, |_| {
        let (store, code) = (fresh.store.clone(), code.clone());
        async move {
            let mut tx = store.begin().await.unwrap();
            match challenge::consume(&code.id, NOW).run(&mut tx).await {
                Ok(()) => tx.commit().await.is_ok(),
                Err(StoreError::Stale) => false,
                Err(error) => panic!("{error}"),
            }
        }
    })
    .await;
    assert_eq!(won, 1);
    let mut tx = fresh.store.begin().await.unwrap();
    let spent = challenge::spend_try(&mut tx, &code.id, &code.binding, 5, NOW).await.unwrap().is_some();
    assert!(!spent, "a used code takes no tries");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_fifty_that_take_from_a_budget_exactly_ten_do() {
    let fresh = Fresh::new().await;
    let won = won(50, |n| {
        let store = fresh.store.clone();
        async move {
            let mut tx = store.begin().await.unwrap();
            let taken = budget::take(&mut tx, &n.to_string(), "k", &[(Seconds(60), 10), (Seconds(600), 20)], NOW)
                .await
                .unwrap();
            tx.commit().await.unwrap();
            taken.is_ok()
        }
    })
    .await;
    assert_eq!(won, 10);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_guarded_save_is_won_by_one() {
    let fresh = Fresh::new().await;
    let who = fresh.person("a@b.example").await.unwrap();
    let digest = "d";
    let mut tx = fresh.store.begin().await.unwrap();
    let flow = sign_in::SignIn {
        id: fresh.env.id(),
        person: who,
        state: State::Code,
        challenge: None,
        recovered: false,
        case: None,
        next: Place::Settings,
        expires: NOW,
        version: 0,
    };
    sign_in::insert(&mut tx, &flow, digest, NOW).await.unwrap();
    tx.commit().await.unwrap();
    let won = won(50, |_| {
        let (store, mut flow) = (fresh.store.clone(), flow.clone());
        async move {
            flow.state = State::Done;
            let mut tx = store.begin().await.unwrap();
            let saved = sign_in::save(&mut tx, &flow).await.is_ok();
            if saved {
                tx.commit().await.unwrap();
            }
            saved
        }
    })
    .await;
    assert_eq!(won, 1);
    let mut db = fresh.store.read().await.unwrap();
    let read = sign_in::by_digest(&mut db, digest).await.unwrap().unwrap();
    assert_eq!((read.state, read.next, read.version), (State::Done, Place::Settings, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_transactions_from_fifty_tasks_all_succeed() {
    let fresh = Fresh::new().await;
    let who = fresh.person("a@b.example").await.unwrap();
    let done = won(50, |_| {
        let (store, who) = (fresh.store.clone(), who.clone());
        async move {
            for _ in 0..20 {
                let mut tx = store.begin().await.unwrap();
                person::count_wrong(&mut tx, &who).await.unwrap();
                tx.commit().await.unwrap();
                let mut db = store.read().await.unwrap();
                person::get(&mut db, &who).await.unwrap();
            }
            true
        }
    })
    .await;
    assert_eq!((done, fresh.count("SELECT wrong_run FROM person").await), (50, 1000));
}
