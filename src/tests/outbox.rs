//! The outbox against carriers that fail, hang and die with it: nothing is lost, nothing comes twice that must not.

use crate::world::{Person, World};
use rekey::delivery::route::{Route, Routes};
use rekey::delivery::worker::{Pace, Step, Steps, Words, Worker};
use rekey::delivery::{Carrier, Carriers, Class, Message, NotSent, Sending, Taken};
use rekey::flow::challenge::Facts;
use rekey::model::{ChallengeId, Channel, Language, Purpose, Reported, Seconds};
use rekey::store::challenge::{self, Challenge};
use rekey::store::outbox::{self, Letter, Load, MemberNews, Notice, Report, Reports, What};
use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use tokio::sync::Notify;

/// Writes down what it is handed, and answers as it is told.
#[derive(Default)]
pub struct Fake {
    arrived: Mutex<Vec<String>>,
    answer: Mutex<Option<Class>>,
    knows_repeats: bool,
}

impl Fake {
    /// Answers everything with this failure.
    pub fn failing(class: Class) -> Arc<Fake> {
        Arc::new(Fake { answer: Mutex::new(Some(class)), ..Fake::default() })
    }

    fn count(&self, id: &str) -> usize {
        self.arrived.lock().unwrap().iter().filter(|a| *a == id).count()
    }
}

impl Carrier for Fake {
    fn carry(&self, message: Message) -> Sending<'_> {
        Box::pin(async move {
            let mut arrived = self.arrived.lock().unwrap();
            if !(self.knows_repeats && arrived.contains(&message.id)) {
                arrived.push(message.id.clone());
            }
            match *self.answer.lock().unwrap() {
                Some(class) => Err(NotSent::new(class, "42")),
                None => Ok(Taken { reference: format!("ref-{}", message.id), reported: Some(Reported::Accepted) }),
            }
        })
    }

    fn knows_repeats(&self) -> bool {
        self.knows_repeats
    }
}

/// Stops the worker for good at a step, as a kill does: whatever it holds is dropped there.
struct KillAt(Step, Notify);

impl Steps for KillAt {
    fn reached(&self, step: Step) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(async move {
            if step == self.0 {
                self.1.notify_one();
                std::future::pending().await
            }
        })
    }
}

/// A worker of its own on this world's outbox.
pub fn worker(world: &World, carriers: Carriers) -> Worker {
    Worker {
        store: world.node.auth.store.clone(),
        clock: world.clock.clone(),
        composer: Words {
            vault: world.node.auth.vault.clone(),
            brand: "Rekey".into(),
            public_url: "http://localhost:3000".into(),
            host: None,
        },
        carriers,
        wake: Arc::default(),
        pace: Pace::IN_ORDER,
        steps: None,
    }
}

/// Carriers by these names, each asked in this order.
pub fn carriers(all: &[(&str, &Arc<Fake>)]) -> Carriers {
    let route = |channel| Route {
        channel,
        countries: Vec::new(),
        prefix: String::new(),
        via: all.iter().map(|(name, _)| (*name).to_owned()).collect(),
    };
    let routes = [Channel::Sms, Channel::Call, Channel::Email].map(route);
    let own = |(name, fake): &(&str, &Arc<Fake>)| ((*name).to_owned(), Arc::clone(fake) as Arc<dyn Carrier>);
    Carriers::new(all.iter().map(own), Routes(routes.into()))
}

/// Puts a code or a notice into the outbox; answers its id.
pub async fn post(world: &World, who: &Person, channel: Channel, code: bool) -> String {
    let auth = &world.node.auth;
    let to = if channel == Channel::Email { &who.email } else { &who.phone };
    let sealed = auth.vault.seal(&auth.env, "destination", to);
    let mut tx = auth.store.begin().await.unwrap();
    let challenge: ChallengeId = auth.env.id();
    let expires = world.now() + Seconds(600);
    let load = if code {
        let new = Challenge {
            id: challenge.clone(),
            person: who.id.clone(),
            purpose: if channel == Channel::Email { Purpose::Gate } else { Purpose::SignIn },
            binding: "b".into(),
            channel,
            destination_sealed: sealed.clone(),
            destination_index: auth.vault.index("destination", to),
            created: world.now(),
            failed: false,
            taken: None,
            facts: Facts { expires, tries: 0, sends: 1, again: expires, used: false, ended: false },
        };
        challenge::insert(&mut tx, &new, world.now()).await.unwrap();
        Load::Code(challenge)
    } else {
        let json = r#"{"what":"PhoneChanged","when":"now","place":"","device":"","last":"43","undo":null}"#;
        let mut notice: Notice = serde_json::from_str(json).unwrap();
        if channel == Channel::Email {
            notice.what = What::Member(MemberNews::Left);
        }
        Load::Notice(Box::new(notice))
    };
    let letter = Letter {
        id: auth.env.id_text(),
        person: who.id.to_string(),
        channel,
        destination_sealed: sealed,
        load,
        language: Language::English,
        about: None,
        tally: None,
        not_after: expires - Seconds(30),
        attempts: 0,
    };
    outbox::push(&letter, world.now()).run(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    letter.id
}

/// A message's state, and why it failed.
pub async fn state(world: &World, id: &str) -> (String, String) {
    let mut db = world.node.auth.store.read().await.unwrap();
    let sql = "SELECT state, COALESCE(failure, '') FROM outbox WHERE id = $1";
    sqlx::query_as(sql).bind(id).fetch_one(&mut *db).await.unwrap()
}

/// Codes whose person was told that they did not arrive.
pub async fn failed(world: &World) -> i64 {
    world.count("SELECT COUNT(*) FROM challenge WHERE failed_at IS NOT NULL").await
}

#[tokio::test]
async fn a_worker_killed_at_any_step_loses_nothing_and_repeats_no_call() {
    let kinds = [
        (Channel::Sms, true),
        (Channel::Call, true),
        (Channel::Email, true),
        (Channel::Sms, false),
        (Channel::Email, false),
    ];
    for knows_repeats in [false, true] {
        for (channel, code) in kinds {
            for step in Step::ALL {
                let world = World::new().await;
                let who = world.member().await;
                let id = post(&world, &who, channel, code).await;
                let fake = Arc::new(Fake { knows_repeats, ..Fake::default() });
                let kill = Arc::new(KillAt(step, Notify::new()));
                let mut first = worker(&world, carriers(&[("fake", &fake)]));
                first.steps = Some(kill.clone());
                tokio::select! {
                    done = first.drain() => panic!("it lived on: {done:?}"),
                    () = kill.1.notified() => {}
                }
                drop(first);
                let second = worker(&world, carriers(&[("fake", &fake)]));
                second.drain().await.unwrap();
                world.seconds(61);
                second.drain().await.unwrap();
                let (state, failure) = state(&world, &id).await;
                let (arrived, what) = (fake.count(&id), format!("{channel:?} {code} {step:?} {knows_repeats}"));
                let quiet = channel == Channel::Email || channel == Channel::Sms && code;
                let wanted = match step {
                    _ if knows_repeats => ("sent", 1..=1),
                    Step::Claimed | Step::Ended => ("sent", 1..=1),
                    // Nobody can know whether it left: what does harm twice is not repeated, and said to be unknown.
                    Step::Noted if quiet => ("sent", 1..=1),
                    Step::Noted => ("failed", 0..=0),
                    Step::Answered if quiet => ("sent", 1..=2),
                    Step::Answered => ("failed", 1..=1),
                };
                assert!(
                    wanted.0 == state && wanted.1.contains(&arrived),
                    "{what}: {state} {failure}, came {arrived} times"
                );
                assert!(state == "sent" || failure == "unknown", "{what}: {failure}");
                assert_eq!(world.count("SELECT COUNT(*) FROM attempt WHERE ended_at IS NULL").await, 0, "{what}");
            }
        }
    }
}

#[tokio::test]
async fn a_receipt_that_comes_after_the_crash_ends_the_doubt() {
    let world = World::new().await;
    let who = world.member().await;
    let id = post(&world, &who, Channel::Call, true).await;
    let (fake, kill) = (Arc::new(Fake::default()), Arc::new(KillAt(Step::Answered, Notify::new())));
    let mut first = worker(&world, carriers(&[("fake", &fake)]));
    first.steps = Some(kill.clone());
    tokio::select! {
        _ = first.drain() => panic!("it lived on"),
        () = kill.1.notified() => {}
    }
    assert_eq!(reported(&world, &id, Reported::Sent).await, Reports::Farther);
    world.seconds(61);
    worker(&world, carriers(&[("fake", &fake)])).drain().await.unwrap();
    assert_eq!((state(&world, &id).await.0.as_str(), fake.count(&id)), ("sent", 1));
}

async fn reported(world: &World, id: &str, means: Reported) -> Reports {
    let mut tx = world.node.auth.store.begin().await.unwrap();
    let report = Report { reference: "r", status: means.word(), code: "", means: Some(means) };
    let done = outbox::report(&mut tx, id, report, world.now()).await.unwrap();
    tx.commit().await.unwrap();
    done
}

#[tokio::test]
async fn receipts_in_any_order_and_any_number_end_at_the_same_state() {
    let world = World::new().await;
    let who = world.member().await;
    let fake = Arc::new(Fake::default());
    let sets: [(&[Reported], Reported); 4] = [
        (&[Reported::Accepted, Reported::Sent, Reported::Delivered], Reported::Delivered),
        (&[Reported::Accepted, Reported::Sent, Reported::Undelivered], Reported::Undelivered),
        (&[Reported::Sent, Reported::Undelivered, Reported::Delivered], Reported::Delivered),
        (&[Reported::Sent, Reported::Undelivered, Reported::Failed], Reported::Failed),
    ];
    for (set, end) in sets {
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            let id = post(&world, &who, Channel::Sms, true).await;
            worker(&world, carriers(&[("fake", &fake)])).drain().await.unwrap();
            for n in order.into_iter().chain(order) {
                reported(&world, &id, set[n]).await;
            }
            let mut db = world.node.auth.store.read().await.unwrap();
            let sql = "SELECT reported, (SELECT COUNT(*) FROM receipt WHERE outbox_id = outbox.id AND reference = 'r') \
                       FROM outbox WHERE id = $1";
            let found: (String, i64) = sqlx::query_as(sql).bind(&id).fetch_one(&mut *db).await.unwrap();
            assert_eq!(found, (end.word().to_owned(), 3), "{set:?} in order {order:?}");
        }
    }
    assert_eq!(reported(&world, "nobody", Reported::Sent).await, Reports::Nobody);
    // One set of six ended badly at first and well at last; its person may ask again all the same.
    assert!(failed(&world).await > 0);
}

#[tokio::test]
async fn the_next_carrier_is_asked_by_class_alone() {
    let world = World::new().await;
    let who = world.member().await;
    for class in Class::ALL {
        let (first, second) = (Fake::failing(class), Arc::new(Fake::default()));
        let id = post(&world, &who, Channel::Sms, true).await;
        let worker = worker(&world, carriers(&[("a", &first), ("b", &second)]));
        worker.drain().await.unwrap();
        let passed_on = matches!(class, Class::Transport | Class::Throttled | Class::Settings);
        assert_eq!((first.count(&id), second.count(&id)), (1, usize::from(passed_on)), "{class:?}");
        let (state, failure) = state(&world, &id).await;
        assert_eq!(state, if passed_on { "sent" } else { "failed" }, "{class:?}");
        assert_eq!(failure, if passed_on { "" } else { "42" }, "{class:?}");
        world.minutes(60);
        worker.drain().await.unwrap();
        assert_eq!((first.count(&id), second.count(&id)), (1, usize::from(passed_on)), "{class:?}, later");
    }
    // Each failed one told its person, but for the one that may have gone.
    let stopped = i64::try_from(Class::ALL.len()).unwrap() - 3;
    assert_eq!(failed(&world).await, stopped - 1);
}

#[tokio::test]
async fn a_code_is_tried_again_for_as_long_as_it_lives_and_no_longer() {
    let world = World::new().await;
    let who = world.member().await;
    let fake = Fake::failing(Class::Transport);
    let id = post(&world, &who, Channel::Call, true).await;
    let worker = worker(&world, carriers(&[("fake", &fake)]));
    for _ in 0..700 {
        worker.drain().await.unwrap();
        world.seconds(1);
    }
    let tries = fake.count(&id);
    assert!((10..=25).contains(&tries), "{tries} tries in ten minutes");
    assert_eq!(state(&world, &id).await, ("failed".into(), "42".into()));
    assert_eq!(failed(&world).await, 1, "its person knows");
}

#[tokio::test]
async fn a_node_that_was_too_slow_leaves_the_message_to_the_other() {
    let world = World::new().await;
    let who = world.member().await;
    let id = post(&world, &who, Channel::Call, true).await;
    let fake = Arc::new(Fake::default());
    let mut tx = world.node.auth.store.begin().await.unwrap();
    let mine = outbox::claim(&mut tx, 20, Seconds(60), world.now()).await.unwrap().remove(0);
    tx.commit().await.unwrap();
    world.seconds(61);
    worker(&world, carriers(&[("fake", &fake)])).drain().await.unwrap();
    let mut tx = world.node.auth.store.begin().await.unwrap();
    let begun = outbox::begin(&mut tx, &mine, "fake", Seconds(60), world.now()).await;
    assert!(matches!(begun, Err(rekey::store::StoreError::Stale)), "the slow one may not begin any more");
    drop(tx);
    assert_eq!(fake.count(&id), 1);
}

#[tokio::test]
async fn a_carrier_that_fails_is_left_alone_while_another_one_delivers() {
    let world = World::new().await;
    let who = world.member().await;
    let (down, up) = (Fake::failing(Class::Transport), Arc::new(Fake::default()));
    let worker = worker(&world, carriers(&[("down", &down), ("up", &up)]));
    for _ in 0..20 {
        post(&world, &who, Channel::Sms, false).await;
    }
    worker.drain().await.unwrap();
    assert_eq!(down.arrived.lock().unwrap().len(), 5, "five failures open its breaker");
    assert_eq!(up.arrived.lock().unwrap().len(), 20);
    world.seconds(31);
    *down.answer.lock().unwrap() = None;
    for _ in 0..3 {
        post(&world, &who, Channel::Sms, false).await;
    }
    worker.drain().await.unwrap();
    assert_eq!(down.arrived.lock().unwrap().len(), 8, "it is asked first again once one went through");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_nodes_with_many_lanes_send_everything_once() {
    let world = World::new().await;
    let who = world.member().await;
    for _ in 0..150 {
        post(&world, &who, Channel::Sms, false).await;
    }
    let fake = Arc::new(Fake::default());
    let (stop, stopping) = tokio::sync::watch::channel(false);
    let nodes: Vec<_> = (0..2)
        .map(|_| {
            let worker = Worker { pace: Pace::SIDE_BY_SIDE, ..worker(&world, carriers(&[("fake", &fake)])) };
            worker.wake.notify_one();
            let mut stopping = stopping.clone();
            tokio::spawn(worker.run(async move {
                let _ = stopping.wait_for(|stop| *stop).await;
            }))
        })
        .collect();
    while world.count("SELECT COUNT(*) FROM outbox WHERE state IN ('queued', 'sending')").await > 0 {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    stop.send(true).unwrap();
    for node in nodes {
        node.await.unwrap();
    }
    let mut times = HashMap::new();
    for id in fake.arrived.lock().unwrap().iter() {
        *times.entry(id.clone()).or_insert(0) += 1;
    }
    assert_eq!((times.len(), times.values().max()), (150, Some(&1)));
}
