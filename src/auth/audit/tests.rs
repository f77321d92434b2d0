//! Every kind of tampering, at random places of a real trail: the verifier finds it, and passes what nobody touched.

mod files;

use super::check::{FileFlaw, Finding, check};
use super::file::{Event, Line, Mark, Opening, Statement};
use super::proof::Flaw;
use super::seal::hash_of;
use super::{Kind, Subject, write};
use crate::auth::verify_chain::verify;
use crate::auth::{Auth, Visitor};
use crate::cli::App;
use crate::config::{Config, Sources};
use crate::env::{Env, TestClock, TestRandom};
use crate::model::{Seconds, Timestamp};
use crate::store::audit::checkpoint::Checkpoint;
use crate::store::audit::{self, Entry, Head, checkpoint};
use crate::store::{Db, Store};
use crate::vault::Vault;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

const KEY: [u8; 32] = [42; 32];
const CHAIN: &str = "org:1";
static MADE: AtomicU64 = AtomicU64::new(0);

/// A server with a trail of two chains.
struct Trail {
    auth: Auth,
    clock: Arc<TestClock>,
    folder: PathBuf,
}

impl Drop for Trail {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Trail {
    async fn new() -> Trail {
        let folder = format!("rekey-trail-{}-{}", std::process::id(), MADE.fetch_add(1, Ordering::SeqCst));
        let folder = std::env::temp_dir().join(folder);
        std::fs::create_dir_all(&folder).unwrap();
        let env = BTreeMap::from([
            ("REKEY_DATABASE_URL".to_owned(), format!("sqlite://{}/t.db?mode=rwc", folder.display())),
            ("REKEY_SECRET_KEY".to_owned(), STANDARD.encode(KEY)),
        ]);
        let config = Config::load(&Sources { file: None, env, demo: false }).unwrap();
        let store = Store::open(&config.database_url, 2).await.unwrap();
        store.migrate().await.unwrap();
        let clock = Arc::new(TestClock::new(Timestamp(1_795_420_800_000)));
        let env = Env { clock: clock.clone(), random: Arc::new(TestRandom::new(1)) };
        Trail { auth: App::new(config, store, env).state.auth, clock, folder }
    }

    async fn append(&self, chain: &str, kind: Kind) {
        let mut tx = self.auth.store.begin().await.unwrap();
        let visitor = Visitor { ip: "203.0.113.7".into(), agent: "Firefox/1".into(), ..Visitor::nobody() };
        let subject = Subject { chain: chain.to_owned(), person: "p" };
        self.auth.record(&mut tx, subject, &visitor, kind, json!({ "by": "\"quoted\" code" })).await.unwrap();
        self.auth.commit_silent(tx).await.unwrap();
    }

    /// Forty rows, three checkpoints in them, and a few rows of somebody else's.
    async fn filled() -> Trail {
        let trail = Trail::new().await;
        for n in 1..=40 {
            trail.append(CHAIN, if n == 23 { Kind::CasePassed } else { Kind::SignedIn }).await;
            trail.clock.advance(Seconds(7));
            if n % 10 == 0 {
                trail.append("person:2", Kind::SignedIn).await;
            }
            if n == 12 || n == 31 {
                trail.clock.advance(Seconds::days(1));
                trail.auth.seal_trail().await.unwrap();
            }
        }
        trail
    }

    async fn verdict(&self) -> Vec<(String, Flaw)> {
        verify(&self.auth.store, Some(&self.auth.vault.public_key())).await.unwrap().flaws
    }

    async fn state(&self) -> State {
        let mut db = self.auth.store.read().await.unwrap();
        State {
            rows: audit::stretch(&mut db, CHAIN, 0, 1000).await.unwrap(),
            checkpoints: checkpoint::stretch(&mut db, CHAIN, 0, 1000).await.unwrap(),
            head: audit::head(&mut db, CHAIN).await.unwrap(),
        }
    }

    /// Writes a chain past every rule, as somebody with the database and without the server key can.
    async fn write(&self, state: &State) {
        let mut tx = self.auth.store.begin().await.unwrap();
        for sql in [
            "DELETE FROM audit WHERE chain = 'org:1'",
            "DELETE FROM audit_checkpoint WHERE chain = 'org:1'",
            "DELETE FROM audit_head WHERE chain = 'org:1'",
        ] {
            sqlx::query(sql).execute(&mut *tx).await.unwrap();
        }
        let db: &mut Db = &mut tx;
        for row in &state.rows {
            audit::append(row).run(db).await.unwrap();
        }
        for checkpoint in &state.checkpoints {
            checkpoint::append(db, checkpoint).await.unwrap();
        }
        if let Some(head) = &state.head {
            audit::take_head(db, CHAIN).await.unwrap();
            audit::set_head(head).run(db).await.unwrap();
        }
        tx.commit().await.unwrap();
    }
}

/// All that the database has of a chain.
#[derive(Clone)]
struct State {
    rows: Vec<Entry>,
    checkpoints: Vec<Checkpoint>,
    head: Option<Head>,
}

impl State {
    /// Hashes everything from a row on anew and moves the end there: all that can be done without the key.
    fn rehash(&mut self, from: usize) {
        for n in from..self.rows.len() {
            let previous = if n == 0 { String::new() } else { self.rows[n - 1].hash.clone() };
            let row = &mut self.rows[n];
            (row.seq, row.previous) = (i64::try_from(n).unwrap() + 1, previous);
            row.hash = hash_of(row);
        }
        let (seq, hash) = self.rows.last().map(|row| (row.seq, row.hash.clone())).unwrap_or_default();
        let head = self.head.as_mut().unwrap();
        (head.seq, head.hash) = (seq, hash);
    }

    fn edit(&mut self, n: usize, field: usize) {
        let row = &mut self.rows[n];
        match field % 8 {
            0 => row.detail = "{}".into(),
            1 => row.person_id = "q".into(),
            2 => row.actor_id = "q".into(),
            3 => row.at += 1,
            4 => row.kind = "session.end".into(),
            5 => row.ip = "203.0.113.8".into(),
            6 => row.agent.push('!'),
            _ => row.id.push('0'),
        }
    }
}

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % n
    }
}

#[tokio::test]
async fn whoever_has_the_database_and_not_the_key_is_found_out() {
    let trail = Trail::filled().await;
    let sound = trail.state().await;
    assert_eq!((sound.rows.len(), sound.checkpoints.len()), (40, 3));
    let mut dice = Dice(7);
    type Change = fn(&mut State, &mut Dice);
    let changes: [(&str, Change); 17] = [
        ("an edit", |s, d| {
            let (n, field) = (d.below(40), d.below(8));
            s.edit(n, field);
        }),
        ("an edit, its own hash made anew", |s, d| {
            let (n, field) = (d.below(40), d.below(8));
            s.edit(n, field);
            s.rows[n].hash = hash_of(&s.rows[n]);
        }),
        ("an edit, every hash from it on made anew", |s, d| {
            let (n, field) = (d.below(40), d.below(8));
            s.edit(n, field);
            s.rehash(n);
        }),
        ("an edit near the end, and every checkpoint after it gone", |s, d| {
            let (n, field) = (31 + d.below(9), d.below(8));
            s.edit(n, field);
            s.rehash(n);
        }),
        ("a gap", |s, d| {
            let n = d.below(40);
            s.rows.remove(n);
        }),
        ("a gap, closed", |s, d| {
            let n = d.below(40);
            s.rows.remove(n);
            s.rehash(n);
        }),
        ("two rows in each other's place", |s, d| {
            let n = d.below(39);
            let seq = s.rows[n].seq;
            (s.rows[n].seq, s.rows[n + 1].seq) = (s.rows[n + 1].seq, seq);
        }),
        ("two rows in each other's place, hashed anew", |s, d| {
            let n = d.below(39);
            s.rows.swap(n, n + 1);
            s.rehash(n);
        }),
        ("a cut-off end", |s, d| {
            let n = d.below(40);
            s.rows.truncate(n);
        }),
        ("a cut-off end, recorded as the end", |s, d| {
            let n = d.below(40);
            s.rows.truncate(n);
            s.rehash(n);
        }),
        ("a cut-off end, with its checkpoints, recorded as the end", |s, d| {
            let n = d.below(40);
            s.rows.truncate(n);
            s.checkpoints.retain(|c| usize::try_from(c.seq).unwrap() <= n);
            s.head.as_mut().unwrap().checkpoint_seq = s.checkpoints.last().map_or(0, |c| c.seq);
            s.rehash(n);
        }),
        ("a row put in at the end", |s, d| {
            let n = d.below(40);
            s.rows.push(Entry { id: "x".into(), ..s.rows[n].clone() });
            s.rehash(40);
        }),
        ("a row put in at the end without its end", |s, _| {
            let last = s.rows[39].clone();
            let mut new = Entry { id: "x".into(), seq: 41, previous: last.hash, ..s.rows[0].clone() };
            new.hash = hash_of(&new);
            s.rows.push(new);
        }),
        ("no recorded end", |s, _| s.head = None),
        ("a checkpoint less", |s, d| {
            s.checkpoints.remove(d.below(3));
        }),
        ("a checkpoint that covers something else", |s, d| {
            let n = d.below(3);
            match d.below(4) {
                0 => s.checkpoints[n].hash = s.rows[0].hash.clone(),
                1 => s.checkpoints[n].at += 1,
                2 => s.checkpoints[n].previous.push('A'),
                _ => s.checkpoints[n].signature = Vault::new(&[1; 32]).sign(b"x"),
            }
        }),
        ("no checkpoints, and an end that knows of none", |s, _| {
            s.checkpoints.clear();
            s.head.as_mut().unwrap().checkpoint_seq = 0;
        }),
    ];
    for (what, change) in changes {
        for _ in 0..12 {
            let mut state = sound.clone();
            change(&mut state, &mut dice);
            trail.write(&state).await;
            let flaws = trail.verdict().await;
            assert_eq!(flaws.len(), 1, "{what}: {flaws:?}");
            assert_eq!(flaws[0].0, CHAIN, "{what}");
        }
    }
    trail.write(&sound).await;
    assert_eq!(trail.verdict().await, []);
}

#[tokio::test]
async fn what_was_tampered_with_is_not_covered_by_what_comes_after_it() {
    let trail = Trail::filled().await;
    let mut state = trail.state().await;
    state.edit(38, 0);
    state.rehash(38);
    trail.write(&state).await;
    trail.append(CHAIN, Kind::CasePassed).await;
    trail.clock.advance(Seconds::days(2));
    trail.auth.seal_trail().await.unwrap();
    assert_eq!(trail.verdict().await, [(CHAIN.to_owned(), Flaw::EndNotSigned)]);
}

#[tokio::test]
async fn the_first_flaw_of_a_chain_is_named_by_its_row() {
    let trail = Trail::filled().await;
    let sound = trail.state().await;
    let named = async |change: &dyn Fn(&mut State)| {
        let mut state = sound.clone();
        change(&mut state);
        trail.write(&state).await;
        trail.verdict().await.remove(0).1.to_string()
    };
    assert_eq!(named(&|s| s.edit(16, 0)).await, "row 17 was altered");
    assert_eq!(named(&|s| drop(s.rows.drain(16..19))).await, "rows 17 to 19 are missing");
    assert_eq!(named(&|s| s.rows.truncate(35)).await, "ends at row 35, but 40 rows were written: it was cut off");
    let rehashed = named(&|s| {
        s.edit(4, 0);
        s.rehash(4);
    });
    assert_eq!(rehashed.await, "row 12 or one before it is not the one that checkpoint 1 signed");
}

#[tokio::test]
async fn checkpoints_are_written_every_thousand_rows_daily_and_at_a_reset() {
    let trail = Trail::new().await;
    for n in 1..=1001 {
        trail.append(CHAIN, if n == 5 { Kind::CasePassed } else { Kind::SignedIn }).await;
    }
    let seqs = async || trail.state().await.checkpoints.iter().map(|c| c.seq).collect::<Vec<_>>();
    assert_eq!(seqs().await, [5, 1000]);
    trail.auth.seal_trail().await.unwrap();
    assert_eq!(seqs().await, [5, 1000], "a day has not gone by");
    trail.clock.advance(Seconds::days(1));
    for _ in 0..2 {
        trail.auth.seal_trail().await.unwrap();
        assert_eq!(seqs().await, [5, 1000, 1001]);
    }
    trail.clock.advance(Seconds::days(9));
    trail.auth.seal_trail().await.unwrap();
    assert_eq!(seqs().await, [5, 1000, 1001], "nothing new, nothing to sign");
    assert_eq!(trail.verdict().await, []);
}

#[tokio::test]
async fn a_trail_from_before_signatures_is_taken_over_once() {
    let trail = Trail::filled().await;
    let sound = trail.state().await;
    let mut tx = trail.auth.store.begin().await.unwrap();
    for sql in ["DELETE FROM audit_checkpoint", "UPDATE audit_head SET signature = '', checkpoint_seq = 0"] {
        sqlx::query(sql).execute(&mut *tx).await.unwrap();
    }
    tx.commit().await.unwrap();
    trail.append(CHAIN, Kind::SignedIn).await;
    assert_eq!(trail.verdict().await.len(), 2, "not signed yet");
    trail.auth.seal_trail().await.unwrap();
    assert_eq!(trail.verdict().await, []);
    trail.append(CHAIN, Kind::SignedIn).await;
    assert_eq!(trail.verdict().await, []);
    // From then on an end without a signature is one that somebody took away.
    let unsigned = State { head: sound.head.map(|h| Head { signature: String::new(), ..h }), ..sound };
    trail.write(&unsigned).await;
    trail.auth.seal_trail().await.unwrap();
    assert_eq!(trail.verdict().await, [(CHAIN.to_owned(), Flaw::EndNotSigned)]);
}
