//! `make bench`: what a sign-in costs next to its password hash, how long a signed-in page takes meanwhile, memory and
//! cold start. Ratios are of figures taken in one run, turn by turn, because machines are shared and noisy.

#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a measurement that cannot go on has failed")]
#![expect(dead_code, reason = "parts of the other benchmark")]

mod client;
mod outbox;
mod server;

use client::Client;
use rekey::auth::{Hasher, demo};
use rekey::env::Env;
use rekey::model::{Place, Screen, Verify};
use server::Server;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

const PASSWORD: &str = "correct horse battery staple";
/// Turns of hashing and signing in, one after the other.
const TURNS: usize = 3;
/// Length of one turn. Two hundred people may ask for six codes an hour each: three turns of signing in must fit.
const TURN: Duration = Duration::from_millis(3500);

#[tokio::main]
async fn main() {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let folder = std::env::temp_dir().join(format!("rekey-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let mut failed = Vec::new();

    // The first start makes the database and its people; the second one is what a restart costs.
    Server::start(&folder).await.stop();
    let mut starts: Vec<f64> = Vec::new();
    for _ in 0..5 {
        let server = Server::start(&folder).await;
        starts.push(server.first_answer.as_secs_f64() * 1000.0);
        server.stop();
    }
    judge(&mut failed, "cold start to first answer, existing database", median(&mut starts), 150.0, "ms");

    let server = Server::start(&folder).await;
    let mut reader = Client::new(server.port);
    sign_in(&mut reader, 200).await.unwrap();
    tokio::time::sleep(Duration::from_secs(5)).await;
    judge(&mut failed, "memory, idle", server.memory_mib(), 40.0, "MiB");

    let next = Arc::new(AtomicUsize::new(0));
    let (mut ratios, mut hashes, mut sign_ins, mut pages) = (vec![], vec![], vec![], vec![]);
    let (mut hash_costs, mut costs, mut own_costs) = (vec![], vec![], vec![]);
    for _ in 0..TURNS {
        let raw = raw_rate(cores).await;
        let (before, own, begun) = (server.cpu(), server::cpu("self"), Instant::now());
        let (rate, mut latencies) = sign_in_rate(&server, cores, &next, &mut reader).await;
        let (after, own_after) = (server.cpu(), server::cpu("self"));
        let each = |used: f64| used * 1000.0 / (rate * begun.elapsed().as_secs_f64());
        hash_costs.push(each(after[0] - before[0]));
        costs.push(each(after[1] - before[1]));
        own_costs.push(each(own_after[1] - own[1]));
        ratios.push(rate / raw);
        hashes.push(raw);
        sign_ins.push(rate);
        pages.append(&mut latencies);
    }
    pages.sort_by(f64::total_cmp);
    println!("{:<58} {:>9.1} /s", "argon2id (m=19456, t=2, p=1), all cores", median(&mut hashes));
    println!("{:<58} {:>9.1} /s", "full sign-ins", median(&mut sign_ins));
    println!("{:<58} {:>9.2} ms", "processor time a sign-in: hash", median(&mut hash_costs));
    println!("{:<58} {:>9.2} ms", "processor time a sign-in: the server beside it", median(&mut costs));
    println!("{:<58} {:>9.2} ms", "processor time a sign-in: this program, phone included", median(&mut own_costs));
    judge_least(&mut failed, "full sign-ins against raw argon2id", median(&mut ratios), 0.90);
    println!("{:<58} {:>9.1} ms  ({} pages)", "signed-in page meanwhile, median", pages[pages.len() / 2], pages.len());
    judge(&mut failed, "signed-in page meanwhile, p99", pages[pages.len() * 99 / 100], 25.0, "ms");
    println!("{:<58} {:>9.1} MiB", "memory, under that load", server.memory_mib());
    server.stop();
    outbox::measure(&folder, &mut failed).await;
    std::fs::remove_dir_all(&folder).unwrap();
    if !failed.is_empty() {
        println!("\nMissed: {}", failed.join(", "));
        std::process::exit(1);
    }
}

/// Hashes a second that the cores do, with the very code the server uses.
async fn raw_rate(cores: usize) -> f64 {
    let hasher = Hasher::start(Env::system(), cores, 64, Hasher::FLOOR_KIB);
    let phc = hasher.hash(PASSWORD).await.unwrap();
    let (start, stop) = (Instant::now(), Arc::new(AtomicBool::new(false)));
    let tasks: Vec<_> = (0..cores * 2)
        .map(|_| {
            let (hasher, phc, stop) = (hasher.clone(), phc.clone(), Arc::clone(&stop));
            tokio::spawn(async move {
                let mut done = 0usize;
                while !stop.load(Ordering::Relaxed) {
                    hasher.check(Some(&phc), PASSWORD).await.unwrap();
                    done += 1;
                }
                done
            })
        })
        .collect();
    finish(tasks, start, &stop).await
}

/// Full sign-ins a second, with the latencies in ms of one person who reads pages meanwhile.
async fn sign_in_rate(server: &Server, cores: usize, next: &Arc<AtomicUsize>, reader: &mut Client) -> (f64, Vec<f64>) {
    let (start, stop) = (Instant::now(), Arc::new(AtomicBool::new(false)));
    // Twice as many as for the raw hash: half of a sign-in is waiting for the phone.
    let tasks: Vec<_> = (0..cores * 4)
        .map(|_| {
            let (next, stop, port) = (Arc::clone(next), Arc::clone(&stop), server.port);
            tokio::spawn(async move {
                // Connections stay open between people, as a proxy's in front of the server do.
                let mut client = Client::new(port);
                let mut done = 0usize;
                while !stop.load(Ordering::Relaxed) {
                    // The last person reads pages; the others who get texts take turns.
                    let person = next.fetch_add(1, Ordering::Relaxed) % 199 + 1;
                    if !demo::is_called(person) {
                        client.forget();
                        sign_in(&mut client, person).await.unwrap();
                        done += 1;
                    }
                }
                done
            })
        })
        .collect();
    let mut latencies = Vec::new();
    while start.elapsed() < TURN {
        let asked = Instant::now();
        let page = reader.get("/overview").await;
        assert!(page.contains("Your account is protected"), "the reader is signed in");
        latencies.push(asked.elapsed().as_secs_f64() * 1000.0);
        // Somebody who reads, not a load of its own: it would be counted against the sign-ins.
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    (finish(tasks, start, &stop).await, latencies)
}

async fn finish(tasks: Vec<tokio::task::JoinHandle<usize>>, start: Instant, stop: &AtomicBool) -> f64 {
    tokio::time::sleep(TURN.saturating_sub(start.elapsed())).await;
    stop.store(true, Ordering::Relaxed);
    let mut done = 0;
    for task in tasks {
        done += task.await.unwrap();
    }
    done as f64 / start.elapsed().as_secs_f64()
}

/// Password, code from the simulator, session: what a browser with the program running sends.
async fn sign_in(client: &mut Client, person: usize) -> Option<()> {
    let email = format!("person{person:03}%40acme.example");
    let page = client.post("sign-in", &format!("email={email}&password={}", PASSWORD.replace(' ', "+"))).await;
    let Screen::Verify(Verify { flow, .. }) = page.screen else { return None };
    let code = client.code(person).await?;
    let page = client.post("sign-in/code", &format!("flow={flow}&code={code}")).await;
    (page.place == Place::Overview).then_some(())
}

fn judge(failed: &mut Vec<String>, what: &str, value: f64, most: f64, unit: &str) {
    println!("{what:<58} {value:>9.1} {unit:<4} (at most {most})");
    if value > most {
        failed.push(what.to_owned());
    }
}

fn judge_least(failed: &mut Vec<String>, what: &str, value: f64, least: f64) {
    println!("{what:<58} {value:>9.3}      (at least {least})");
    if value < least {
        failed.push(what.to_owned());
    }
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
