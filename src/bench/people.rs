//! `make bench`, second part: an organization's pages on ten thousand people and on a million, on both databases. Every filter,
//! every order and a search of the list; the audit log; an export of everybody. Time is from the request to the last byte of
//! the answer, over loopback, so it is a little more than the server's own.

#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a measurement that cannot go on has failed")]
#![expect(dead_code, reason = "parts of the other benchmark")]

mod client;
mod server;

use client::Client;
use server::Server;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

const PASSWORD: &str = "correct horse battery staple";
/// Requests for one figure.
const TIMES: usize = 40;
const MOST_MS: f64 = 25.0;
const MOST_RATIO: f64 = 1.5;
const MOST_MIB: f64 = 64.0;

/// What is asked after `/org/<id>`.
const PAGES: [(&str, &str); 31] = [
    ("list", "/people"),
    ("search: a name", "/people?q=dana"),
    ("search: a beginning", "/people?q=a"),
    ("search: first and last name", "/people?q=dana+ort"),
    ("search: an address", "/people?q=zoe.zhou"),
    ("search: last digits", "/people?q=0143"),
    ("search: nobody", "/people?q=xylophon"),
    ("status: on", "/people?status=on"),
    ("status: not set up", "/people?status=none"),
    ("status: reset pending", "/people?status=pending"),
    ("status: locked", "/people?status=locked"),
    ("status: suspended", "/people?status=suspended"),
    ("method: call", "/people?method=call"),
    ("method: app", "/people?method=app"),
    ("role: admin", "/people?role=admin"),
    ("view: admins without 2FA", "/people?role=staff&status=none"),
    ("country: FR", "/people?country=FR"),
    ("seen: 7 days", "/people?seen=7"),
    ("seen: over 90 days", "/people?seen=over90"),
    ("seen: never", "/people?seen=never"),
    ("sort: name, down", "/people?sort=-name"),
    ("sort: status", "/people?sort=status"),
    ("sort: method", "/people?sort=-method"),
    ("sort: role", "/people?sort=-role"),
    ("sort: last sign-in", "/people?sort=-seen"),
    ("sort: enrolled", "/people?sort=enrolled"),
    ("sort: last reset", "/people?sort=-reset"),
    ("filter and another sort", "/people?status=none&sort=-seen"),
    ("two filters and a sort", "/people?method=app&country=CA&sort=-enrolled"),
    ("search and a filter", "/people?q=da&status=pending"),
    ("audit log", "/audit"),
];

#[tokio::main]
async fn main() {
    let sizes: Vec<i64> = match std::env::var("REKEY_BENCH_PEOPLE") {
        Ok(list) => list.split(',').map(|n| n.parse().unwrap()).collect(),
        Err(_) => vec![10_000, 1_000_000],
    };
    let folder = std::env::temp_dir().join(format!("rekey-bench-people-{}", std::process::id()));
    let mut missed = Vec::new();
    for engine in ["SQLite", "PostgreSQL"] {
        let mut figures: Vec<BTreeMap<&str, f64>> = Vec::new();
        for people in &sizes {
            let here = folder.join(format!("{engine}-{people}"));
            std::fs::create_dir_all(&here).unwrap();
            let Some(url) = database(engine, *people, &here).await else {
                println!("{engine}: no cluster named by REKEY_TEST_POSTGRES_URL; left out");
                break;
            };
            figures.push(measure(engine, *people, &url, &here, &mut missed).await);
        }
        if let [small, .., big] = figures.as_slice() {
            println!("\n{engine}: p95 in ms with {} and {} people, and the ratio", sizes[0], sizes[sizes.len() - 1]);
            for (name, _) in PAGES {
                let (Some(a), Some(b)) = (small.get(name), big.get(name)) else { continue };
                let ratio = b / a;
                println!("{name:<36} {a:>8.2} {b:>8.2} {ratio:>6.2}");
                // Below a millisecond it is the machine's noise that is compared.
                if ratio > MOST_RATIO && *b > *a + 1.0 {
                    missed.push(format!("{engine}, {name}: {ratio:.2} times"));
                }
            }
        }
    }
    let _ = std::fs::remove_dir_all(&folder);
    if !missed.is_empty() {
        println!("\nMissed:\n  {}", missed.join("\n  "));
        std::process::exit(1);
    }
}

/// Where a fresh database is; `None` without a cluster.
async fn database(engine: &str, people: i64, folder: &Path) -> Option<String> {
    use sqlx::{AssertSqlSafe, Connection, Executor};
    if engine == "SQLite" {
        return Some(format!("sqlite://{}?mode=rwc", folder.join("rekey.db").display()));
    }
    let admin = std::env::var("REKEY_TEST_POSTGRES_URL").ok().filter(|url| !url.is_empty())?;
    sqlx::any::install_default_drivers();
    let name = format!("rekey_bench_{}_{people}", std::process::id());
    let mut db = sqlx::AnyConnection::connect(&admin).await.unwrap();
    db.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.unwrap();
    db.close().await.unwrap();
    Some(format!("{}/{name}", admin.rsplit_once('/').unwrap().0))
}

async fn measure(
    engine: &str,
    people: i64,
    url: &str,
    folder: &Path,
    missed: &mut Vec<String>,
) -> BTreeMap<&'static str, f64> {
    let begun = Instant::now();
    Server::fill(url, folder, people);
    println!("{engine}: {people} people made in {:.1} s", begun.elapsed().as_secs_f64());
    let server = Server::start_on(url, folder).await;
    let mut client = Client::new(server.port);
    client.post("sign-in", &format!("email=owner%40acme.example&password={}", PASSWORD.replace(' ', "+"))).await;
    let code = client.newest_code().await;
    client.post("sign-in/code", &format!("code={code}")).await;
    let home = client.location("/org").await;
    let org = home.rsplit_once('/').unwrap().0.to_owned();
    let mut figures = BTreeMap::new();
    for (name, path) in PAGES {
        let mut taken = Vec::new();
        let path = format!("{org}{path}");
        let first = client.get(&path).await;
        assert!(first.contains("</html>") && first.contains("aria-label=\"Organization\""), "{path}: {first:.200}");
        for _ in 0..TIMES {
            let asked = Instant::now();
            client.get(&path).await;
            taken.push(asked.elapsed().as_secs_f64() * 1000.0);
        }
        taken.sort_by(f64::total_cmp);
        let p95 = taken[taken.len() * 95 / 100 - 1];
        if p95 > MOST_MS {
            missed.push(format!("{engine}, {people} people, {name}: {p95:.1} ms"));
        }
        figures.insert(name, p95);
    }
    // A page far into the list, by its own links.
    let before = server.memory_mib();
    let begun = Instant::now();
    let rows = client.lines(&format!("{org}/people/export.csv")).await;
    let grown = server.peak_mib() - before;
    println!(
        "{engine}: export of {rows} rows in {:.1} s, memory grew by {grown:.1} MiB (at most {MOST_MIB})",
        begun.elapsed().as_secs_f64()
    );
    if grown > MOST_MIB {
        missed.push(format!("{engine}, export of {rows} rows: {grown:.1} MiB"));
    }
    server.stop();
    figures
}
