//! A full outbox, and carriers that are slow, throttle, or say what is not so: nothing is lost, nothing comes twice, and
//! nobody else waits.

use crate::outbox::{failed, post, state, worker};
use crate::world::World;
use rekey::delivery::route::{Route, Routes};
use rekey::delivery::worker::{Pace, Worker};
use rekey::delivery::{Carrier, Carriers, Class, Message, NotSent, Sending, Taken};
use rekey::model::{Channel, Reported, Seconds};
use rekey::store::outbox::{self, Letter, Load, Notice, Report};
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::Notify;

/// Messages of the full outbox.
const MANY: usize = 10_000;

/// Takes messages, but for every so many-th, which it asks to be brought later.
struct Throttling {
    every: usize,
    asked: AtomicUsize,
    took: Mutex<HashMap<String, usize>>,
}

impl Carrier for Throttling {
    fn carry(&self, message: Message) -> Sending<'_> {
        Box::pin(async move {
            if self.asked.fetch_add(1, Ordering::SeqCst).is_multiple_of(self.every) {
                return Err(NotSent::new(Class::Throttled, "429").after(Seconds(3)));
            }
            *self.took.lock().unwrap().entry(message.id.clone()).or_insert(0) += 1;
            Ok(Taken { reference: message.id, reported: None })
        })
    }

    fn knows_repeats(&self) -> bool {
        false
    }
}

/// Answers when it is let.
struct Slow(Notify, Mutex<Vec<String>>);

impl Carrier for Slow {
    fn carry(&self, message: Message) -> Sending<'_> {
        Box::pin(async move {
            self.0.notified().await;
            self.1.lock().unwrap().push(message.id.clone());
            Ok(Taken { reference: message.id, reported: None })
        })
    }

    fn knows_repeats(&self) -> bool {
        false
    }
}

/// This one for all channels but those that another one has.
fn routed(all: &str, carrier: &Arc<dyn Carrier>, others: &[(Channel, &str, &Arc<dyn Carrier>)]) -> Carriers {
    let own = |name: &str, carrier: &Arc<dyn Carrier>| (name.to_owned(), Arc::clone(carrier));
    let carriers: Vec<_> = others.iter().map(|(_, name, other)| own(name, other)).chain([own(all, carrier)]).collect();
    let route = |channel| {
        let via = others.iter().find(|(c, ..)| *c == channel).map_or(all, |(_, name, _)| *name);
        Route { channel, countries: Vec::new(), prefix: String::new(), via: vec![via.to_owned()] }
    };
    Carriers::new(carriers, Routes([Channel::Sms, Channel::Call, Channel::Email].map(route).into()))
}

/// Two nodes that work until nothing waits any more.
async fn two_nodes(world: &World, carrier: &Arc<dyn Carrier>) {
    let (stop, stopping) = tokio::sync::watch::channel(false);
    let mut nodes = Vec::new();
    for _ in 0..2 {
        let another = world.another().await;
        another.auth.store.hurry().await.unwrap();
        let pace = Pace { lanes: 4, batch: 50 };
        let worker = Worker { store: another.auth.store.clone(), pace, ..worker(world, routed("fake", carrier, &[])) };
        worker.wake.notify_one();
        let mut stopping = stopping.clone();
        nodes.push(tokio::spawn(worker.run(async move {
            let _ = stopping.wait_for(|stop| *stop).await;
        })));
    }
    while world.count("SELECT COUNT(*) FROM outbox WHERE state IN ('queued', 'sending')").await > 0 {
        tokio::time::sleep(Duration::from_millis(200)).await;
        // What was throttled becomes due; no lease is near its end.
        world.seconds(1);
    }
    stop.send(true).unwrap();
    for node in nodes {
        node.await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_nodes_drain_10_000_messages_none_lost_and_none_doubled() {
    let world = World::new().await;
    let who = world.member().await;
    let auth = &world.node.auth;
    auth.store.hurry().await.unwrap();
    let json = r#"{"what":"PhoneChanged","when":"now","place":"","device":"","last":"43","undo":null}"#;
    let notice: Notice = serde_json::from_str(json).unwrap();
    let sealed = auth.vault.seal(&auth.env, "destination", &who.phone);
    let mut ids = Vec::new();
    let mut tx = auth.store.begin().await.unwrap();
    for _ in 0..MANY {
        let letter = Letter {
            id: auth.env.id_text(),
            person: who.id.to_string(),
            channel: Channel::Sms,
            destination_sealed: sealed.clone(),
            load: Load::Notice(Box::new(notice.clone())),
            language: rekey::model::Language::English,
            about: None,
            tally: None,
            not_after: world.now() + Seconds::days(1),
            attempts: 0,
        };
        outbox::push(&letter, world.now()).run(&mut tx).await.unwrap();
        ids.push(letter.id);
    }
    tx.commit().await.unwrap();
    let throttling = Arc::new(Throttling { every: 97, asked: AtomicUsize::new(0), took: Mutex::default() });
    two_nodes(&world, &(Arc::clone(&throttling) as Arc<dyn Carrier>)).await;
    let took = std::mem::take(&mut *throttling.took.lock().unwrap());
    let lost = ids.iter().filter(|id| !took.contains_key(*id)).count();
    let doubled = took.values().filter(|times| **times > 1).count();
    assert_eq!((took.len(), lost, doubled), (MANY, 0, 0));
    assert!(throttling.asked.load(Ordering::SeqCst) > MANY + MANY / 100, "some were asked for later");
    let sent = world.count("SELECT COUNT(*) FROM outbox WHERE state = 'sent'").await;
    assert_eq!(sent, i64::try_from(MANY).unwrap());
    assert_eq!(world.count("SELECT COUNT(*) FROM attempt WHERE ended_at IS NULL").await, 0);
}

#[tokio::test]
async fn a_throttling_carrier_is_asked_again_when_it_said_and_no_sooner() {
    let world = World::new().await;
    let who = world.member().await;
    let carrier = Arc::new(Throttling { every: 2, asked: AtomicUsize::new(0), took: Mutex::default() });
    let id = post(&world, &who, Channel::Call, true).await;
    let worker = worker(&world, routed("fake", &(Arc::clone(&carrier) as Arc<dyn Carrier>), &[]));
    worker.drain().await.unwrap();
    assert_eq!(state(&world, &id).await, ("queued".into(), "429".into()));
    world.seconds(2);
    worker.drain().await.unwrap();
    assert_eq!(carrier.asked.load(Ordering::SeqCst), 1, "it said three seconds");
    world.seconds(1);
    worker.drain().await.unwrap();
    assert_eq!((state(&world, &id).await.0.as_str(), carrier.took.lock().unwrap()[&id]), ("sent", 1), "one call");
    assert_eq!(failed(&world).await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_carrier_holds_up_nobody_elses_messages() {
    let world = World::new().await;
    let who = world.member().await;
    let slow = Arc::new(Slow(Notify::new(), Mutex::default()));
    let quick = Arc::new(Throttling { every: usize::MAX, asked: AtomicUsize::new(1), took: Mutex::default() });
    let mut calls = Vec::new();
    for _ in 0..3 {
        calls.push(post(&world, &who, Channel::Call, false).await);
    }
    for _ in 0..20 {
        post(&world, &who, Channel::Email, false).await;
    }
    let (slow_one, quick_one) = (Arc::clone(&slow) as Arc<dyn Carrier>, Arc::clone(&quick) as Arc<dyn Carrier>);
    let carriers = routed("quick", &quick_one, &[(Channel::Call, "slow", &slow_one)]);
    let worker = Worker { pace: Pace::SIDE_BY_SIDE, ..worker(&world, carriers) };
    let (stop, mut stopping) = tokio::sync::watch::channel(false);
    worker.wake.notify_one();
    let working = tokio::spawn(worker.run(async move {
        let _ = stopping.wait_for(|stop| *stop).await;
    }));
    let done = async || {
        while quick.took.lock().unwrap().len() < 20 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), done()).await.expect("the mails wait for the calls");
    assert!(slow.1.lock().unwrap().is_empty());
    for id in &calls {
        assert_eq!(state(&world, id).await.0, "sending");
    }
    while world.count("SELECT COUNT(*) FROM outbox WHERE state = 'sending'").await > 0 {
        slow.0.notify_one();
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    stop.send(true).unwrap();
    working.await.unwrap();
    assert_eq!(slow.1.lock().unwrap().len(), 3, "each once");
}

#[tokio::test]
async fn a_carrier_that_speaks_of_messages_it_does_not_have_keeps_none_from_going() {
    let world = World::new().await;
    let who = world.member().await;
    let id = post(&world, &who, Channel::Sms, true).await;
    let mut tx = world.node.auth.store.begin().await.unwrap();
    let lie = Report { reference: "r", status: "delivered", code: "", means: Some(Reported::Delivered) };
    outbox::report(&mut tx, &id, lie, world.now()).await.unwrap();
    tx.commit().await.unwrap();
    let honest = Arc::new(Throttling { every: usize::MAX, asked: AtomicUsize::new(1), took: Mutex::default() });
    let carriers = routed("honest", &(Arc::clone(&honest) as Arc<dyn Carrier>), &[]);
    worker(&world, carriers).drain().await.unwrap();
    assert_eq!((state(&world, &id).await.0.as_str(), honest.took.lock().unwrap()[&id]), ("sent", 1));
}
