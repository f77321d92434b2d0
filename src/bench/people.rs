//! `make bench`, second part: an organization's pages on ten thousand people and on a million, on both databases. Every filter,
//! every order and a search of the list; the audit log; the overview; an export of everybody. Time is from the request to the
//! last byte of the answer, over loopback, so it is a little more than the server's own. The two sizes are asked in turn, so
//! that whatever else the machine does meanwhile slows both; how the cost grows is the ratio of their medians.

#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a measurement that cannot go on has failed")]
#![expect(dead_code, reason = "parts of the other benchmark")]

mod client;
mod server;

use client::Client;
use server::Server;
use std::fmt::Write as _;
use std::path::Path;
use std::time::Instant;

const PASSWORD: &str = "correct horse battery staple";
/// Requests for one figure.
const TIMES: usize = 60;
/// Requests before those, until caches hold what they will hold.
const WARM: usize = 3;
const MOST_MS: f64 = 25.0;
const MOST_RATIO: f64 = 1.5;
const MOST_MIB: f64 = 64.0;

/// What is asked after `/org/<id>`.
const PAGES: [(&str, &str); 36] = [
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
    ("a filter and another sort", "/people?status=none&sort=-seen"),
    ("two filters and a sort", "/people?method=app&country=CA&sort=-enrolled"),
    ("a search and a filter", "/people?q=da&status=pending"),
    ("audit log", "/audit"),
    ("audit log: one event", "/audit?event=account.make"),
    ("audit log: one address", "/audit?ip=203.0.113.7"),
    ("overview", "/overview"),
    ("overview: 90 days", "/overview?range=90"),
    ("delivery", "/delivery"),
];
/// Where several narrow each other the work is bounded, not constant: few rows of a small organization are seen by looking at
/// all of them. These are held to their time alone.
const BOUNDED: [&str; 3] = ["a filter and another sort", "two filters and a sort", "a search and a filter"];

#[tokio::main]
async fn main() {
    let sizes: Vec<i64> = match std::env::var("REKEY_BENCH_PEOPLE") {
        Ok(list) => list.split(',').map(|n| n.parse().unwrap()).collect(),
        Err(_) => vec![10_000, 1_000_000],
    };
    let folder = std::env::temp_dir().join(format!("rekey-bench-people-{}", std::process::id()));
    let mut missed = Vec::new();
    for engine in ["SQLite", "PostgreSQL"] {
        let mut offices = Vec::new();
        for people in &sizes {
            let here = folder.join(format!("{engine}-{people}"));
            std::fs::create_dir_all(&here).unwrap();
            let Some(url) = database(engine, *people, &here).await else { break };
            offices.push(Office::open(engine, *people, &url, &here).await);
        }
        if offices.is_empty() {
            println!("{engine}: no cluster named by REKEY_TEST_POSTGRES_URL; left out");
            continue;
        }
        missed.extend(measure(engine, &mut offices).await);
        for mut office in offices {
            missed.extend(office.exports(engine).await);
            office.server.stop();
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

/// A running server on an organization of some size, and its owner's browser.
struct Office {
    people: i64,
    server: Server,
    client: Client,
    /// `/org/<id>`
    path: String,
}

impl Office {
    async fn open(engine: &str, people: i64, url: &str, folder: &Path) -> Office {
        let begun = Instant::now();
        Server::fill(url, folder, people);
        println!("{engine}: {people} people made in {:.1} s", begun.elapsed().as_secs_f64());
        let server = Server::start_on(url, folder).await;
        let mut client = Client::new(server.port);
        client.post("sign-in", &format!("email=owner%40acme.example&password={}", PASSWORD.replace(' ', "+"))).await;
        let code = client.newest_code().await;
        client.post("sign-in/code", &format!("code={code}")).await;
        let home = client.location("/org").await;
        Office { people, server, client, path: home.rsplit_once('/').unwrap().0.to_owned() }
    }

    /// Milliseconds from the request for a page to its last byte.
    async fn asks(&mut self, page: &str) -> f64 {
        let path = format!("{}{page}", self.path);
        let asked = Instant::now();
        let answer = self.client.get(&path).await;
        let taken = asked.elapsed().as_secs_f64() * 1000.0;
        assert!(answer.contains("</html>") && answer.contains("aria-label=\"Organization\""), "{path}: {answer:.200}");
        taken
    }

    /// Rows that a page shows.
    async fn rows(&mut self, page: &str) -> usize {
        self.client.get(&format!("{}{page}", self.path)).await.matches("<tr").count()
    }

    /// Exports everybody; says so when that took too much memory.
    async fn exports(&mut self, engine: &str) -> Option<String> {
        let before = self.server.memory_mib();
        let begun = Instant::now();
        let rows = self.client.lines(&format!("{}/people/export.csv", self.path)).await;
        let (grown, taken) = (self.server.peak_mib() - before, begun.elapsed().as_secs_f64());
        println!("{engine}: export of {rows} rows in {taken:.1} s, memory grew by {grown:.1} MiB (at most {MOST_MIB})");
        (grown > MOST_MIB).then(|| format!("{engine}, export of {rows} rows: {grown:.1} MiB"))
    }
}

/// Asks every office for every page in turn; answers what took too long.
async fn measure(engine: &str, offices: &mut [Office]) -> Vec<String> {
    let mut missed = Vec::new();
    let sizes: Vec<String> = offices.iter().map(|office| office.people.to_string()).collect();
    println!("\n{engine}: p95 and median in ms with {} people, and the ratio of the medians", sizes.join(" and "));
    let mut full = None;
    for (name, page) in PAGES {
        let mut rows = Vec::new();
        for office in offices.iter_mut() {
            rows.push(office.rows(page).await);
        }
        let mut taken = vec![Vec::new(); offices.len()];
        for n in 0..WARM + TIMES {
            for (office, taken) in offices.iter_mut().zip(&mut taken) {
                let ms = office.asks(page).await;
                if n >= WARM {
                    taken.push(ms);
                }
            }
        }
        let mut line = format!("{name:<28}");
        for (taken, office) in taken.iter_mut().zip(offices.iter()) {
            taken.sort_by(f64::total_cmp);
            let p95 = taken[taken.len() * 95 / 100 - 1];
            let _ = write!(line, " {p95:>8.2} {:>8.2}", median(taken));
            if p95 > MOST_MS {
                missed.push(format!("{engine}, {} people, {name}: {p95:.1} ms", office.people));
            }
        }
        let (mut small, big) = (median(&taken[0]), median(&taken[taken.len() - 1]));
        let full = *full.get_or_insert(small);
        let fewer = rows[0] < rows[rows.len() - 1];
        if fewer {
            // Half a page is no measure of a whole one: what a full page of the small list costs is.
            small = small.max(full);
        }
        let ratio = big / small;
        // Below a millisecond it is the machine's noise that is compared.
        let grows = ratio > MOST_RATIO && big > small + 1.0 && !BOUNDED.contains(&name);
        let fewer = if fewer { "  of a full page" } else { "" };
        println!("{line} {ratio:>6.2}{fewer}{}", if grows { "  grows" } else { "" });
        if grows {
            missed.push(format!("{engine}, {name}: {ratio:.2} times"));
        }
    }
    missed
}

fn median(sorted: &[f64]) -> f64 {
    sorted[sorted.len() / 2]
}
