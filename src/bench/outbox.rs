//! The outbox on SQLite, in this process: how many messages a second one worker hands over, and what putting a message into it
//! adds to the transaction of a sign-in.

use super::{judge, median};
use rekey::auth::demo;
use rekey::cli::App;
use rekey::config::{Config, Sources};
use rekey::env::Env;
use rekey::flow::challenge::Facts;
use rekey::model::{Channel, Email, PersonId, Purpose, Seconds};
use rekey::store::challenge::{self, Challenge};
use rekey::store::outbox::{self, Letter, Load};
use rekey::store::{Store, person, run_all};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

/// Messages a round: one to each of so many people, who have one code at a time.
const PEOPLE: usize = 100;
const ROUNDS: usize = 10;

/// Measures and prints both.
pub async fn measure(folder: &Path, failed: &mut Vec<String>) {
    let url = format!("sqlite://{}?mode=rwc", folder.join("outbox.db").display());
    let key = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=";
    let env = [("REKEY_DATABASE_URL", url.as_str()), ("REKEY_SECRET_KEY", key)];
    let env: BTreeMap<String, String> = env.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    let config = Config::load(&Sources { file: None, env, demo: false }).unwrap();
    let store = Store::open(&url, 4).await.unwrap();
    store.migrate().await.unwrap();
    let app = App::new(config, store, Env::system());
    demo::fill(&app.state.auth).await.unwrap();
    app.worker.drain().await.unwrap();
    let people = people(&app).await;
    let (mut bare, mut posted, mut rates) = (vec![], vec![], vec![]);
    for _ in 0..ROUNDS {
        for who in &people {
            bare.push(write(&app, who, false).await);
            posted.push(write(&app, who, true).await);
        }
        let begun = Instant::now();
        app.worker.drain().await.unwrap();
        rates.push(people.len() as f64 / begun.elapsed().as_secs_f64());
    }
    println!("{:<58} {:>9.0} /s", "messages handed over by one worker, SQLite", median(&mut rates));
    let cost = median(&mut posted) - median(&mut bare);
    println!("{:<58} {:>9.2} ms", "a code without its message, committed", median(&mut bare));
    judge(failed, "what its message adds to that", cost, 2.0, "ms");
}

async fn people(app: &App) -> Vec<PersonId> {
    let mut db = app.state.auth.store.read().await.unwrap();
    let mut found = Vec::new();
    for n in 1..=PEOPLE {
        let email = Email::parse(&format!("person{n:03}@acme.example")).unwrap();
        found.push(person::by_email(&mut db, &email).await.unwrap().unwrap().id);
    }
    found
}

/// A code's transaction as a sign-in makes it, with or without its message; how long it took, in ms.
async fn write(app: &App, who: &PersonId, post: bool) -> f64 {
    let (auth, now) = (&app.state.auth, app.state.auth.env.now());
    let new = Challenge {
        id: auth.env.id(),
        person: who.clone(),
        purpose: Purpose::SignIn,
        binding: "bench".into(),
        channel: Channel::Sms,
        destination_sealed: auth.vault.seal(&auth.env, "destination", "+12055550100"),
        destination_index: auth.vault.index("destination", "+12055550100"),
        created: now,
        failed: false,
        taken: None,
        facts: Facts { expires: now + Seconds(600), tries: 0, sends: 1, again: now, used: false, ended: false },
    };
    let letter = Letter {
        id: auth.env.id_text(),
        person: who.to_string(),
        channel: Channel::Sms,
        destination_sealed: new.destination_sealed.clone(),
        load: Load::Code(new.id.clone()),
        language: rekey::model::Language::English,
        about: None,
        tally: None,
        not_after: now + Seconds(600),
        attempts: 0,
    };
    let begun = Instant::now();
    let mut tx = auth.store.begin().await.unwrap();
    person::queue(&mut tx, who).await.unwrap();
    let mut writes: Vec<_> = challenge::new(&new, now).into();
    writes.extend(post.then(|| outbox::push(&letter, now)));
    run_all(&mut tx, writes).await.unwrap();
    tx.commit().await.unwrap();
    begun.elapsed().as_secs_f64() * 1000.0
}
