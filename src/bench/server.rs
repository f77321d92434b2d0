//! The release binary as a child process.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The server key of every benchmark: 32 times 7.
const KEY: &str = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=";

/// A running server.
pub struct Server {
    child: Child,
    /// Where it listens, on loopback.
    pub port: u16,
    /// From the start of the process to its first whole answer.
    pub first_answer: Duration,
}

impl Server {
    /// Starts it in demo mode on a database in `folder` and waits for its first sign-in page.
    pub async fn start(folder: &Path) -> Server {
        Server::start_on(&format!("sqlite://{}?mode=rwc", folder.join("rekey.db").display()), folder).await
    }

    /// Fills an empty database with so many people.
    pub fn fill(url: &str, folder: &Path, people: i64) {
        let mut command = Command::new(binary());
        command.args(["demo", "--people", &people.to_string()]).env("REKEY_DATABASE_URL", url).current_dir(folder);
        command.env("REKEY_SECRET_KEY", KEY).stdout(Stdio::null());
        assert!(command.status().unwrap().success(), "the database was not filled");
    }

    /// Like [`Server::start`], on this database.
    pub async fn start_on(url: &str, folder: &Path) -> Server {
        // A thousand sign-ins in a few seconds are no day of a real organization.
        let settings = folder.join("bench.toml");
        fs::write(&settings, "[policy]\nsends_country_daily = 1000000\nsends_daily = 10000000\n").unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let begun = Instant::now();
        let child = Command::new(binary())
            .args(["serve", "--demo"])
            .env("LEPTOS_SITE_ADDR", format!("127.0.0.1:{port}"))
            .env("REKEY_PUBLIC_URL", format!("http://localhost:{port}"))
            .env("REKEY_DATABASE_URL", url)
            .env("REKEY_SECRET_KEY", KEY)
            .env("REKEY_CONFIG", &settings)
            .env("RUST_LOG", "warn")
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        while !answers(port).await {
            assert!(begun.elapsed() < Duration::from_secs(60), "the server did not start");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        Server { child, port, first_answer: begun.elapsed() }
    }

    /// Resident memory in MiB.
    pub fn memory_mib(&self) -> f64 {
        self.status("VmRSS:")
    }

    /// The most it ever was, in MiB.
    pub fn peak_mib(&self) -> f64 {
        self.status("VmHWM:")
    }

    fn status(&self, name: &str) -> f64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
        line.trim().trim_end_matches(" kB").parse::<f64>().unwrap() / 1024.0
    }

    /// Processor time used so far by the threads that hash passwords, and by all others, in seconds.
    pub fn cpu(&self) -> [f64; 2] {
        cpu(&self.child.id().to_string())
    }

    /// Ends it.
    pub fn stop(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// Processor time that a process used so far, in seconds: its threads that hash passwords, and all others.
pub fn cpu(process: &str) -> [f64; 2] {
    let mut used = [0.0, 0.0];
    for thread in fs::read_dir(format!("/proc/{process}/task")).unwrap() {
        let thread = thread.unwrap().path();
        // A thread may end while it is looked at.
        let read = |name: &str| fs::read_to_string(thread.join(name)).unwrap_or_default();
        let nanos: f64 = read("schedstat").split(' ').next().and_then(|text| text.parse().ok()).unwrap_or(0.0);
        used[usize::from(!read("comm").starts_with("argon2"))] += nanos / 1e9;
    }
    used
}

async fn answers(port: u16) -> bool {
    let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)).await else { return false };
    let request =
        format!("GET /sign-in HTTP/1.1\r\nHost: localhost:{port}\r\nAccept: text/html\r\nConnection: close\r\n\r\n");
    let mut answer = String::new();
    stream.write_all(request.as_bytes()).await.is_ok()
        && stream.read_to_string(&mut answer).await.is_ok()
        && answer.starts_with("HTTP/1.1 200")
}

fn binary() -> PathBuf {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/release/rekey");
    assert!(path.exists(), "build it first: make build");
    path
}
