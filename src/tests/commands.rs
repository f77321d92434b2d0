//! The binary itself: exit codes, words, signals, the first owner.

use crate::actors::encode;
use crate::world::{PASSWORD, folder};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

const KEY: &str = "KioqKioqKioqKioqKioqKioqKioqKioqKioqKioqKio=";

struct Place(PathBuf);

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Place {
    fn new() -> Place {
        Place(folder("command"))
    }

    fn rekey(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rekey"));
        command.args(arguments).current_dir(&self.0).env_clear().env("REKEY_SECRET_KEY", KEY);
        command.stdin(Stdio::null());
        command
    }
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn every_command_explains_itself() {
    let place = Place::new();
    for command in [
        &["--help"][..],
        &["serve", "--help"],
        &["migrate", "--help"],
        &["create-owner", "--help"],
        &["check", "--help"],
        &["audit", "--help"],
        &["audit", "verify", "--help"],
        &["audit", "key", "--help"],
        &["block", "list", "--help"],
        &["block", "lift", "--help"],
    ] {
        let output = place.rekey(command).output().unwrap();
        assert_eq!(code(&output), 0, "{command:?}");
        assert!(String::from_utf8_lossy(&output.stdout).contains("Usage:"), "{command:?}");
    }
    assert!(std::fs::read_dir(&place.0).unwrap().next().is_none(), "and does nothing else");
}

#[test]
fn wrong_arguments_end_with_two() {
    let place = Place::new();
    let wrong = [
        &[][..],
        &["dance"],
        &["serve", "--dance"],
        &["create-owner"],
        &["create-owner", "--email", "no address", "--organization", "Acme"],
        &["create-owner", "--email", "a@b.example", "--organization", " "],
        &["audit"],
        &["audit", "verify", "--export"],
        &["audit", "verify", "--export", "nowhere.jsonl"],
        &["audit", "verify", "--export", "nowhere.jsonl", "--public-key", "ed25519:AAAA"],
        &["audit", "verify", "--and-database"],
    ];
    for arguments in wrong {
        let output = place.rekey(arguments).output().unwrap();
        assert_eq!(code(&output), 2, "{arguments:?}: {}", stderr(&output));
        assert!(!stderr(&output).is_empty(), "{arguments:?}");
    }
}

#[test]
fn a_wrong_setting_is_named_and_ends_with_two() {
    let environment = [
        ("REKEY_SECRET_KEY", ""),
        ("REKEY_SECRET_KEY", "short"),
        ("REKEY_SECRET_KEY", "KioqKio="),
        ("REKEY_DATABASE_URL", "mysql://x"),
        ("REKEY_PUBLIC_URL", "http://rekey.example.com"),
        ("REKEY_PUBLIC_URL", "localhost"),
        ("REKEY_DELIVERY", "pigeon"),
        ("REKEY_TRUSTED_PROXIES", "everybody"),
        ("LEPTOS_SITE_ADDR", "3000"),
    ];
    for (key, value) in environment {
        let place = Place::new();
        for command in ["migrate", "check", "serve"] {
            let output = place.rekey(&[command]).env(key, value).output().unwrap();
            assert_eq!(code(&output), 2, "{command} {key}={value}: {}", stderr(&output));
            assert!(stderr(&output).contains(key), "{command} {key}={value}: {}", stderr(&output));
            assert!(!stderr(&output).contains(KEY), "the key is never printed");
        }
    }
}

#[test]
fn a_wrong_line_of_the_settings_file_is_named_and_ends_with_two() {
    let lines = [
        ("[rekey]\ncolour = \"red\"", "colour"),
        ("[rekey]\nconnections = \"many\"", "connections"),
        ("[rekey]\nconnections = 1", "connections"),
        ("[rekey]\nbrand = \"A brand that is far too long\"", "brand"),
        ("[policy]\ncode_tries = 6", "code_tries"),
        ("[policy]\ncode_life_seconds = 601", "code_life_seconds"),
        ("[policy]\nfresh_seconds = 901", "fresh_seconds"),
        ("[policy]\nidle_seconds = 1801", "idle_seconds"),
        ("[policy]\nabsolute_seconds = 43201", "absolute_seconds"),
        ("[policy]\ncolour = 1", "colour"),
        ("[hash]\nmemory_kib = 19455", "memory_kib"),
        ("[phone]\nallowed_countries = [\"Atlantis\"]", "Atlantis"),
        ("[phone]\nowned_policy = \"perhaps\"", "owned_policy"),
        ("not toml", "Leptos.toml"),
    ];
    for (text, named) in lines {
        let place = Place::new();
        std::fs::write(place.0.join("Leptos.toml"), text).unwrap();
        let output = place.rekey(&["check"]).output().unwrap();
        assert_eq!(code(&output), 2, "{text}: {}", stderr(&output));
        assert!(stderr(&output).contains(named), "{text}: {}", stderr(&output));
    }
}

#[test]
fn a_public_address_and_the_simulator_have_to_be_wanted_twice() {
    let place = Place::new();
    let mut command = place.rekey(&["migrate"]);
    command.env("REKEY_PUBLIC_URL", "https://rekey.example.com");
    let output = command.output().unwrap();
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("REKEY_SIMULATOR_IN_PUBLIC"));
    assert_eq!(code(&command.env("REKEY_SIMULATOR_IN_PUBLIC", "yes").output().unwrap()), 0);
}

#[test]
fn a_fresh_database_is_migrated_owned_and_checked() {
    let place = Place::new();
    let output = place.rekey(&["check"]).output().unwrap();
    assert_eq!(code(&output), 1, "not at this version yet: {}", stderr(&output));
    for _ in 0..2 {
        assert_eq!(code(&place.rekey(&["migrate"]).output().unwrap()), 0);
    }
    let owner = ["create-owner", "--email", "Ana@Acme.example", "--organization", "Acme"];
    let output = place.rekey(&owner).output().unwrap();
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("ana@acme.example") && said.contains("Acme"), "{said}");
    let output = place.rekey(&owner).output().unwrap();
    assert_eq!(code(&output), 1, "the address is in use");
    let output = place.rekey(&["check"]).output().unwrap();
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    for line in ["audit trail: well, 1 rows in 1 chains", "spend today: USD 0.00 of USD 100.00", "held back: nothing"] {
        assert!(said.contains(line), "{line}: {said}");
    }
}

#[test]
fn the_operator_sees_and_ends_what_is_held_back() {
    let place = Place::new();
    assert_eq!(code(&place.rekey(&["block", "list"]).output().unwrap()), 1, "not at this version yet");
    assert_eq!(code(&place.rekey(&["migrate"]).output().unwrap()), 0);
    let output = place.rekey(&["block", "list"]).output().unwrap();
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(String::from_utf8_lossy(&output.stdout).contains("held back: nothing"));
    let output = place.rekey(&["block", "lift", "x"]).output().unwrap();
    assert_eq!(code(&output), 1);
    assert!(stderr(&output).contains("rekey block list"), "{}", stderr(&output));
    assert_eq!(code(&place.rekey(&["block", "lift"]).output().unwrap()), 2);
}

#[test]
fn the_audit_trail_is_verified_in_the_database_and_in_files() {
    let place = Place::new();
    let said = |output: Output, expected: i32| {
        let text = String::from_utf8_lossy(&output.stdout).into_owned() + &stderr(&output);
        assert_eq!(code(&output), expected, "{text}");
        text
    };
    let owner = ["create-owner", "--email", "ana@acme.example", "--organization", "Acme"];
    said(place.rekey(&owner).output().unwrap(), 0);
    let key = said(place.rekey(&["audit", "key"]).output().unwrap(), 0);
    assert!(key.starts_with("ed25519:") && key.trim().len() == 52, "{key}");
    let verify = ["audit", "verify"];
    assert!(said(place.rekey(&verify).output().unwrap(), 0).contains("1 rows in 1 chains"));
    let other = "ed25519:PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=";
    let text = said(place.rekey(&["audit", "verify", "--public-key", other]).output().unwrap(), 1);
    assert!(text.contains("is not signed by this server"), "{text}");
    std::fs::write(place.0.join("other.jsonl"), "{\"type\":\"export\"}\n").unwrap();
    let offline = ["audit", "verify", "--export", "other.jsonl", "--public-key", key.trim()];
    // Neither key nor database is needed to verify a file.
    let mut command = place.rekey(&offline);
    let text = said(command.env_remove("REKEY_SECRET_KEY").output().unwrap(), 1);
    assert!(text.contains("no export of Rekey's audit log"), "{text}");
    let mut command = place.rekey(&offline[..4]);
    let text = said(command.env_remove("REKEY_SECRET_KEY").output().unwrap(), 2);
    assert!(text.contains("--public-key"), "{text}");
}

#[test]
fn a_database_that_cannot_be_opened_ends_with_one() {
    let place = Place::new();
    let url = format!("sqlite://{}/nowhere/rekey.db", place.0.display());
    let output = place.rekey(&["check"]).env("REKEY_DATABASE_URL", url).output().unwrap();
    assert_eq!(code(&output), 1, "{}", stderr(&output));
    assert!(stderr(&output).contains("REKEY_DATABASE_URL"));
}

/// A server that listens; killed when dropped.
struct Server {
    child: Child,
    log: BufReader<std::process::ChildStderr>,
    port: u16,
    before: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn serve(place: &Place) -> Server {
    serve_with(place, &[])
}

fn serve_with(place: &Place, environment: &[(&str, &str)]) -> Server {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut child = place
        .rekey(&["serve"])
        .env("LEPTOS_SITE_ADDR", format!("127.0.0.1:{port}"))
        .env("REKEY_PUBLIC_URL", format!("http://localhost:{port}"))
        .envs(environment.iter().copied())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut log = BufReader::new(child.stderr.take().unwrap());
    let mut before = String::new();
    while !before.contains("Rekey listens on") {
        assert!(log.read_line(&mut before).unwrap() > 0, "it ended: {before}");
    }
    Server { child, log, port, before }
}

impl Server {
    fn http(&self, head: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        let (port, length) = (self.port, body.len());
        let request = format!(
            "{head} HTTP/1.1\r\nHost: localhost:{port}\r\nOrigin: http://localhost:{port}\r\nAccept: text/html\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// SIGTERM; answers the exit code, or panics when it does not end by itself.
    fn stop(mut self) -> i32 {
        let term = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(term.success());
        // The log ends with the process; a watchdog ends both when ten seconds were not enough.
        let mut watchdog =
            Command::new("sh").args(["-c", &format!("sleep 10; kill -KILL {}", self.child.id())]).spawn().unwrap();
        let mut rest = String::new();
        self.log.read_to_string(&mut rest).unwrap();
        let status = self.child.wait().unwrap();
        let _ = watchdog.kill();
        let _ = watchdog.wait();
        status.code().unwrap_or_else(|| panic!("it did not end by itself within ten seconds: {status}"))
    }
}

#[test]
fn a_server_is_live_and_ready_and_stops_when_told() {
    let place = Place::new();
    let server = serve(&place);
    for path in ["/health/live", "/health/ready"] {
        assert!(server.http(&format!("GET {path}"), "").starts_with("HTTP/1.1 200"), "{path}");
    }
    let mut live = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    write!(live, "GET /simulator/events HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", server.port).unwrap();
    let mut first = [0; 12];
    live.read_exact(&mut first).unwrap();
    assert_eq!(&first, b"HTTP/1.1 200", "an endless answer is under way");
    assert_eq!(server.stop(), 0);
}

#[test]
fn metrics_have_a_listener_of_their_own_and_a_log_can_be_json() {
    let place = Place::new();
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let addr = format!("127.0.0.1:{port}");
    let mut server = serve_with(&place, &[("REKEY_METRICS_ADDR", &addr), ("REKEY_LOG_FORMAT", "json")]);
    for line in server.before.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(line["level"] == "INFO" && line["fields"]["message"].is_string(), "{line}");
    }
    assert!(server.http("GET /metrics", "").starts_with("HTTP/1.1 404"), "people's listener does not know it");
    let people = std::mem::replace(&mut server.port, port);
    let answer = server.http("GET /metrics", "");
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("application/openmetrics-text"), "{answer}");
    assert!(answer.contains("rekey_database_up 1") && answer.trim_end().ends_with("# EOF"), "{answer}");
    for path in ["/", "/sign-in", "/api/sign-in", "/health/live", "/simulator"] {
        assert!(
            server.http(&format!("GET {path}"), "").starts_with("HTTP/1.1 404"),
            "and it knows nothing else: {path}"
        );
    }
    server.port = people;
    assert_eq!(server.stop(), 0);
}

#[test]
fn the_link_in_the_log_makes_the_first_owner_once() {
    let place = Place::new();
    let server = serve(&place);
    let token = server.before.split("/setup?t=").nth(1).expect("a link").split_whitespace().next().unwrap().to_owned();
    assert!(server.http("GET /setup?t=wrong", "").contains("200 OK"));
    let fields = |email, token| {
        encode(&[
            ("token", token),
            ("email", email),
            ("name", "Ana Roe"),
            ("organization", "Acme"),
            ("password", PASSWORD),
        ])
    };
    let wrong = "A".repeat(43);
    assert!(server.http("POST /api/setup", &fields("ana@acme.example", &wrong)).contains("location: /setup"));
    let answer = server.http("POST /api/setup", &fields("ana@acme.example", &token));
    assert!(answer.contains("location: /sign-in"), "{answer}");
    let answer = server.http("POST /api/setup", &fields("eve@evil.test", &token));
    assert!(answer.contains("location: /setup"), "{answer}");
    let sign_in = |email| encode(&[("email", email), ("password", PASSWORD)]);
    let answer = server.http("POST /api/sign-in", &sign_in("ana@acme.example"));
    assert!(answer.contains("location: /sign-in/new-phone"), "an owner adds a phone first: {answer}");
    let answer = server.http("POST /api/sign-in", &sign_in("eve@evil.test"));
    assert!(answer.contains("location: /sign-in\r\n"), "{answer}");
    assert_eq!(server.stop(), 0);
    let server = serve(&place);
    assert!(!server.before.contains("/setup?t="), "no link once there is somebody");
    assert_eq!(server.stop(), 0);
}

#[test]
fn a_test_message_says_who_took_it_or_what_was_wrong() {
    let place = Place::new();
    assert_eq!(code(&place.rekey(&["migrate"]).output().unwrap()), 0);
    let output = place.rekey(&["check", "--send-test", "ana@example.com"]).output().unwrap();
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(String::from_utf8_lossy(&output.stdout).contains("the simulator took it; nothing left this machine"));
    for wrong in [&["banana"][..], &["0800"], &["ana@example.com", "--call"], &["+44"]] {
        let output = place.rekey(&[&["check", "--send-test"], wrong].concat()).output().unwrap();
        assert_eq!(code(&output), 2, "{wrong:?}");
        assert!(stderr(&output).contains("--send-test"), "{wrong:?}: {}", stderr(&output));
    }
    assert_eq!(code(&place.rekey(&["check", "--call"]).output().unwrap()), 2);
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let text = format!(
        "[rekey]\ndelivery = \"providers\"\n[smtp]\nhost = \"localhost\"\nport = {}\nfrom = \"no-reply@example.com\"\n\
         [twilio]\naccount = \"AC00000000000000000000000000000000\"\nfrom = \"Example\"\nbase_url = \"http://{nobody}\"",
        nobody.port()
    );
    std::fs::write(place.0.join("Leptos.toml"), text).unwrap();
    let output = place.rekey(&["check"]).output().unwrap();
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("REKEY_TWILIO_AUTH_TOKEN"), "{}", stderr(&output));
    for (to, said) in [("+447400123456", "twilio did not: transport"), ("ana@example.com", "smtp did not: transport")] {
        let mut command = place.rekey(&["check", "--send-test", to]);
        let output = command.env("REKEY_TWILIO_AUTH_TOKEN", "sesame").output().unwrap();
        let all = String::from_utf8_lossy(&output.stdout).into_owned() + &stderr(&output);
        assert!(code(&output) == 1 && all.contains(said) && !all.contains("sesame"), "{all}");
    }
    let mut command = place.rekey(&["check", "--send-test", "+447400123456", "--call"]);
    let output = command.env("REKEY_TWILIO_AUTH_TOKEN", "x").output().unwrap();
    assert!(code(&output) == 1 && stderr(&output).contains("no route carries call there"), "{}", stderr(&output));
}
