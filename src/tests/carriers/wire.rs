//! The same adapters against things that nobody here wrote. They come from the registries of Python and Node on first
//! use, into `target/wire`; where that is impossible the test says so on the terminal and is skipped.

use super::*;
use rekey::delivery::twilio::{Settings, Twilio};
use rekey::delivery::worker::{Step, Steps};
use rekey::delivery::{Carriers, Secret};
use rekey::store::Store;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

/// What the rig needs, by exact version.
const PACKAGES: [&str; 5] =
    ["aiosmtpd==1.4.6", "dkimpy==1.1.8", "trustme==1.2.1", "standardwebhooks==1.1.0", "twilio==9.13.0"];

/// A Python with the packages, or nothing, said once and loudly.
fn python() -> Option<&'static Path> {
    static PYTHON: OnceLock<Option<PathBuf>> = OnceLock::new();
    let install = || {
        let folder = crate::source::root().join("target/wire/python");
        let python = folder.join("bin/python");
        let works = || {
            let all = "import aiosmtpd, dkim, trustme, standardwebhooks, twilio";
            Command::new(&python).args(["-c", all]).stderr(Stdio::null()).status().is_ok_and(|s| s.success())
        };
        let run = |command: &mut Command| {
            command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
        };
        if !works() {
            let made = run(Command::new("python3").args(["-m", "venv"]).arg(&folder))
                && run(Command::new(&python).args(["-m", "pip", "install", "--quiet"]).args(PACKAGES));
            if !made || !works() {
                loudly("aiosmtpd, dkimpy and the official signature libraries could not be installed from PyPI");
                return None;
            }
        }
        Some(python)
    };
    PYTHON.get_or_init(install).as_deref()
}

/// Past the capture of test output: a skipped test must be seen.
fn loudly(why: &str) {
    let _ = writeln!(std::io::stderr(), "\nSKIPPED: carriers::wire: {why}\n");
}

/// A part of the rig; it ends with its test.
struct Rig(Child, BufReader<ChildStdout>);

impl Rig {
    fn start(python: &Path, arguments: &[&str]) -> Rig {
        let script = crate::source::root().join("src/tests/carriers/rig.py");
        let mut child = Command::new(python)
            .arg(script)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap());
        Rig(child, lines)
    }

    fn next(&mut self) -> Value {
        let mut line = String::new();
        self.1.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap_or_else(|e| panic!("{e}: {line:?}"))
    }

    fn ask(python: &Path, what: &str, question: &Value) -> Value {
        let mut rig = Rig::start(python, &[what]);
        writeln!(rig.0.stdin.take().unwrap(), "{question}").unwrap();
        rig.next()
    }
}

impl Drop for Rig {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Whose mail goes to the rig's server, with this password.
async fn mailing(port: u64, folder: &Path, password: &str, tail: &str) -> World {
    let file = format!(
        "[smtp]\nhost = \"localhost\"\nport = {port}\nuser = \"rekey\"\nfrom = \"Rekey <no-reply@rekey.example.com>\"\n{tail}\n\
         dkim_domain = \"rekey.example.com\"\ndkim_selector = \"s1\"\ndkim_key_file = \"{}/dkim.pem\"\n\
         [twilio]\naccount = \"{ACCOUNT}\"\nfrom = \"+15551234567\"\nbase_url = \"http://127.0.0.1:9\"",
        folder.display()
    );
    World::with_env(&file, &[&SECRETS[..], &[("REKEY_SMTP_PASSWORD", password)]].concat()).await
}

async fn ana(world: &World, email: &str) -> Person {
    world.person(email, Some((&world.acme, Role::Member)), None).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_real_mail_server_takes_signed_mail_over_tls_and_its_refusals_are_understood() {
    let Some(python) = python() else { return };
    let folder = crate::world::folder("wire");
    let mut server = Rig::start(python, &["smtp", folder.to_str().unwrap()]);
    let port = server.next()["port"].as_u64().unwrap();
    let trusted = format!("ca_file = \"{}/ca.pem\"", folder.display());
    let world = mailing(port, &folder, "sesame", &trusted).await;
    let who = ana(&world, "ana@acme.example").await;
    for code in [true, false] {
        let id = post(&world, &who, Channel::Email, code).await;
        world.drain().await;
        assert_eq!(state(&world, &id).await, ("sent".into(), String::new()));
        let mail = server.next();
        assert_eq!(
            (&mail["tls"], &mail["user"], &mail["dkim"]),
            (&json!(true), &json!("rekey"), &json!(true)),
            "{mail}"
        );
        assert_eq!(mail["asked"][0], "s1._domainkey.rekey.example.com.");
        assert_eq!(mail["headers"]["Message-ID"], format!("<{id}@rekey.example.com>"));
        assert_eq!(
            (&mail["to"][0], &mail["mail_from"]),
            (&json!("ana@acme.example"), &json!("no-reply@rekey.example.com"))
        );
        assert_eq!(mail["headers"]["Auto-Submitted"], "auto-generated");
        let (text, html) =
            (mail["parts"]["text/plain"].as_str().unwrap(), mail["parts"]["text/html"].as_str().unwrap());
        assert!(html.starts_with("<!DOCTYPE html>") && !html.contains("<img"), "{html}");
        if code {
            let digits: String = text.chars().take(8).collect();
            assert!(digits.parse::<u32>().is_ok() && html.contains(&digits), "{text}");
            assert!(!mail["headers"]["Subject"].as_str().unwrap().contains(&digits), "no code in a subject");
        }
    }
    for (mailbox, failure) in [("nobody@acme.example", "550 5.1.1"), ("full@acme.example", "552 5.2.2")] {
        let gone = ana(&world, mailbox).await;
        let id = post(&world, &gone, Channel::Email, false).await;
        world.drain().await;
        assert_eq!(state(&world, &id).await, ("failed".into(), failure.into()), "{mailbox}");
    }
    let busy = ana(&world, "busy@acme.example").await;
    let id = post(&world, &busy, Channel::Email, false).await;
    world.drain().await;
    assert_eq!(state(&world, &id).await, ("queued".into(), "451 4.7.1".into()));
    world.seconds(3);
    world.drain().await;
    assert_eq!((state(&world, &id).await.0.as_str(), &server.next()["to"][0]), ("sent", &json!("busy@acme.example")));

    // A wrong password and a certificate of nobody are ours to put right: a code says so, a notice waits.
    for (password, tail, failure) in [("wrong", trusted.as_str(), "535"), ("sesame", "", "tls")] {
        let world = mailing(port, &folder, password, tail).await;
        let who = ana(&world, "ana@acme.example").await;
        let (code, notice) =
            (post(&world, &who, Channel::Email, true).await, post(&world, &who, Channel::Email, false).await);
        world.drain().await;
        let (code, notice) = (state(&world, &code).await, state(&world, &notice).await);
        assert!(code.0 == "failed" && code.1.starts_with(failure), "{code:?}");
        assert!(notice.0 == "queued" && notice.1.starts_with(failure), "{notice:?}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bridge_is_asked_over_tls_and_only_if_its_certificate_is_trusted() {
    let Some(python) = python() else { return };
    let folder = crate::world::folder("wire");
    let mut server = Rig::start(python, &["https", folder.to_str().unwrap()]);
    let port = server.next()["port"].as_u64().unwrap();
    let trusted = format!("ca_file = \"{}/ca.pem\"", folder.display());
    // The name that is asked for must be the certificate's: it is for localhost alone.
    let table = [
        ("localhost", trusted.as_str(), "sent", ""),
        ("localhost", "", "failed", "certificate"),
        ("127.0.0.1", trusted.as_str(), "failed", "certificate"),
    ];
    for (host, tail, ours, failure) in table {
        let file = format!("[webhook]\nurl = \"https://{host}:{port}/send\"\n{tail}");
        let world = World::with_env(&file, &SECRETS).await;
        let who = world.person("ana@acme.example", Some((&world.acme, Role::Member)), Some("+447400123456")).await;
        let id = post(&world, &who, Channel::Sms, true).await;
        world.drain().await;
        assert_eq!(state(&world, &id).await, (ours.into(), failure.into()), "{host} {tail}");
    }
    let heard = server.next();
    assert_eq!((&heard["host"], &heard["path"]), (&json!(format!("localhost:{port}")), &json!("/send")));
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_official_library_takes_our_signed_requests() {
    let Some(python) = python() else { return };
    let bridge = Fake::start(200, "{}".into()).await;
    let world = World::with_env(&format!("[webhook]\nurl = \"{}\"", bridge.url), &SECRETS).await;
    let who = world.person("ana@acme.example", Some((&world.acme, Role::Member)), Some("+447400123456")).await;
    post(&world, &who, Channel::Call, true).await;
    world.drain().await;
    let heard = bridge.heard().remove(0);
    let header = |name: &str| heard.header(name).to_owned();
    let names = ["webhook-id", "webhook-timestamp", "webhook-signature"];
    let headers: std::collections::BTreeMap<_, _> = names.into_iter().map(|name| (name, header(name))).collect();
    let mut question = json!({"secret": SHARED, "headers": headers, "body": heard.body});
    let answer = Rig::ask(python, "webhook", &question);
    assert_eq!(answer["right"], true, "{answer}");
    question["body"] = json!(format!("{} ", heard.body));
    assert_eq!(Rig::ask(python, "webhook", &question)["right"], false);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_that_twilios_own_library_signed_is_believed() {
    let Some(python) = python() else { return };
    let (twilio, bridge) = (Fake::start(201, message_answer("queued")).await, Fake::start(500, String::new()).await);
    let (world, who) = world(&twilio, &bridge).await;
    let id = post(&world, &who, Channel::Sms, true).await;
    world.drain().await;
    let url = twilio.heard()[0].field("StatusCallback").split('#').next().unwrap().to_owned();
    let fields = [
        ("MessageSid", "SM1"),
        ("MessageStatus", "failed"),
        ("ErrorCode", "30006"),
        ("To", "+44 7400 é"),
        ("Empty", ""),
    ];
    let question = json!({"token": TOKEN, "url": url, "fields": fields});
    let signature = Rig::ask(python, "twilio", &question)["signature"].as_str().unwrap().to_owned();
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let path = url.strip_prefix(PUBLIC).unwrap();
    let answer = call_us(&world, path, &[("x-twilio-signature", &signature)], body).await;
    assert_eq!(answer, (StatusCode::NO_CONTENT, String::new()));
    assert_eq!(reported(&world, &id).await, "failed");
}

/// Prism holds Twilio's own description, and refuses what does not fit it; behind it a Twilio that keeps state and calls
/// back. Installed once, without their scripts: one of them counts its users.
fn node() -> Option<&'static Path> {
    static NODE: OnceLock<Option<PathBuf>> = OnceLock::new();
    let install = || {
        let folder = crate::source::root().join("target/wire/node");
        std::fs::create_dir_all(&folder).unwrap();
        let there = || ["@stoplight/prism-cli", "emulate"].iter().all(|p| folder.join("node_modules").join(p).exists());
        let packages = ["@stoplight/prism-cli@5.16.0", "emulate@0.8.0"];
        let mut npm = Command::new("npm");
        npm.args(["install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-save"]).args(packages);
        npm.current_dir(&folder).stdout(Stdio::null()).stderr(Stdio::null());
        if there() || npm.status().is_ok_and(|status| status.success()) && there() {
            return Some(folder);
        }
        loudly("Prism and emulate could not be installed from npm");
        None
    };
    NODE.get_or_init(install).as_deref()
}

struct Server(Child);

impl Server {
    /// Runs until its test ends; waits until it answers.
    fn start(folder: &Path, script: &str, arguments: &[&str], port: u16) -> Server {
        let mut command = Command::new("node");
        command.arg(folder.join("node_modules").join(script)).args(arguments).current_dir(folder);
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let server = Server(child);
        for _ in 0..300 {
            if std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return server;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("{script} does not answer");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Counts the receipts that are there when the carrier's answer comes.
struct Early(Store, Mutex<i64>);

impl Steps for Early {
    fn reached(&self, step: Step) -> std::pin::Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(async move {
            if step == Step::Answered {
                let mut db = self.0.read().await.unwrap();
                let sql = "SELECT COUNT(*) FROM receipt";
                let (n,): (i64,) = sqlx::query_as(sql).fetch_one(&mut *db).await.unwrap();
                *self.1.lock().unwrap() = n;
            }
        })
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_we_ask_fits_twilios_own_description_and_reports_that_come_before_the_answer_count() {
    let Some(folder) = node() else { return };
    let (emulator, prism, ours) = (free_port(), free_port(), free_port());
    let arguments = ["start", "--service", "twilio", "-p", &emulator.to_string()];
    let _emulator = Server::start(folder, "emulate/dist/index.js", &arguments, emulator);
    let spec = crate::source::root().join("src/tests/data/twilio_all.strict.json");
    let upstream = format!("http://127.0.0.1:{emulator}");
    let arguments =
        ["proxy", "-h", "127.0.0.1", "-p", &prism.to_string(), "--errors", spec.to_str().unwrap(), &upstream];
    let _prism = Server::start(folder, "@stoplight/prism-cli/dist/index.js", &arguments, prism);

    let public = format!("http://127.0.0.1:{ours}");
    let file = format!(
        "[twilio]\naccount = \"{ACCOUNT}\"\nfrom = \"+15551234567\"\ncall_from = \"+15551234567\"\n\
         [webhook]\nurl = \"http://127.0.0.1:9\""
    );
    let world = World::with_env(&file, &[&SECRETS[..], &[("REKEY_PUBLIC_URL", &public)]].concat()).await;
    let who = world.person("ana@acme.example", Some((&world.acme, Role::Member)), Some("+447400123456")).await;
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", ours)).await.unwrap();
    let router = world.node.router.clone();
    tokio::spawn(async move { axum::serve(listener, router).await });

    let settings = Settings {
        account: ACCOUNT.into(),
        key: String::new(),
        secret: Secret::new(TOKEN),
        from: "+15551234567".into(),
        service: String::new(),
        call_from: "+15551234567".into(),
        language: "en-GB".into(),
        voice: String::new(),
        base_url: format!("http://127.0.0.1:{prism}"),
        authorities: None,
    };
    let twilio = Twilio::new(settings, Some(format!("{public}/hooks/twilio"))).unwrap();
    let mut worker = crate::outbox::worker(&world, Carriers::only("twilio", Arc::new(twilio)));
    let early = Arc::new(Early(world.node.auth.store.clone(), Mutex::new(0)));
    worker.steps = Some(early.clone());
    for (channel, code) in [(Channel::Sms, true), (Channel::Sms, false), (Channel::Call, true)] {
        let id = post(&world, &who, channel, code).await;
        worker.drain().await.unwrap();
        assert_eq!(state(&world, &id).await, ("sent".into(), String::new()), "{channel:?}: Prism refused it");
        assert_ne!(reported(&world, &id).await, "", "{channel:?}");
    }
    assert!(*early.1.lock().unwrap() > 0, "no report came before its answer");
    assert!(world.count("SELECT COUNT(*) FROM receipt WHERE reference LIKE 'SM%'").await > 0, "signed by the emulator");
}
