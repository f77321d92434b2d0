//! What a full sign-in asks of its database, so that it does not grow unnoticed: beside the password's hash that is where its
//! time goes. On SQLite every visit to the connection's thread counts, `BEGIN` and `COMMIT` too; on PostgreSQL every statement.

use crate::world::{World, cluster};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::ThreadId;
use tracing::span::Id;
use tracing::{Event, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::{Context, SubscriberExt};

/// Counts what this test's thread sends to a database, and nothing of the tests beside it.
struct Counter {
    home: ThreadId,
    count: Arc<AtomicUsize>,
}

impl<S: Subscriber> Layer<S> for Counter {
    // PostgreSQL is talked to here, and every statement is logged.
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "sqlx::query" {
            self.count.fetch_add(1, Ordering::SeqCst);
        }
    }

    // SQLite is talked to in a thread of its own, which enters the caller's span for every command.
    fn on_enter(&self, _: &Id, _: Context<'_, S>) {
        if std::thread::current().id() != self.home {
            self.count.fetch_add(1, Ordering::SeqCst);
        }
    }
}

#[tokio::test]
async fn a_full_sign_in_asks_little_of_its_database() {
    let world = World::new().await;
    let who = world.member().await;
    let count = Arc::new(AtomicUsize::new(0));
    let counter = Counter { home: std::thread::current().id(), count: Arc::clone(&count) };
    let _heard = tracing::subscriber::set_default(tracing_subscriber::registry().with(counter));
    let _here = tracing::info_span!("sign-in").entered();
    let so_far = || count.swap(0, Ordering::SeqCst);
    // From the second time on: the first browser of a person is told of to nobody.
    let mut browser = world.browser();
    for round in 0..2 {
        so_far();
        browser.ask("sign-in", &[("email", &who.email), ("password", crate::world::PASSWORD)]).await;
        let password = so_far();
        let code = world.code(&who.phone).await;
        let outbox = so_far();
        browser.ask("sign-in/code", &[("code", &code)]).await;
        let code = so_far();
        browser.jar.remove(rekey::web::cookie::SESSION);
        world.minutes(2);
        println!("round {round}: password {password}, outbox {outbox}, code {code}");
        let most = if cluster().is_some() { (27, 20, 32) } else { (24, 20, 29) };
        assert!(password > 10 && outbox > 5 && code > 15, "nothing is heard: {password}, {outbox}, {code}");
        assert!(password <= most.0, "password: {password} statements");
        assert!(outbox <= most.1, "outbox: {outbox} statements");
        assert!(code <= most.2, "code: {code} statements");
    }
}
