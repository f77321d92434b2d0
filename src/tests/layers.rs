//! The line of dependence: values, machines, rows, decisions, doors, screens; nobody reaches up.

use crate::source::{File, files, has_word, literals};

/// What a file may use of our own crate; `None`: everything.
fn may_use(path: &str) -> Option<Vec<&'static str>> {
    let top = path.split(['/', '.']).next().unwrap();
    Some(match (top, path) {
        ("model", _) => vec!["model"],
        ("flow", _) => vec!["flow", "model"],
        ("store", _) => vec!["store", "flow", "model"],
        ("env", _) => vec!["env", "model"],
        ("vault", _) => vec!["vault", "env", "model"],
        // Counts what it is told of, and asks nobody.
        ("meters", _) => vec!["meters", "model"],
        ("auth", _) => vec!["auth", "store", "flow", "meters", "model", "env", "vault"],
        ("delivery", _) => vec!["delivery", "store", "meters", "model", "env", "vault"],
        // The one file that binds doors to the server around them.
        ("api", "api/call.rs") => vec!["api", "auth", "model", "web", "delivery"],
        ("api", _) => vec!["api", "auth", "model"],
        ("ui", _) => vec!["ui", "api", "model"],
        // Reads the settings of everything that is put together.
        ("config", _) => vec!["config", "auth", "delivery", "flow", "env", "model"],
        ("web" | "cli" | "lib" | "main", _) => return None,
        _ => panic!("{path} is in no layer"),
    })
}

/// Crates that a layer may never mention.
const FOREIGN: [(&str, &[&str]); 10] = [
    ("model/", &["leptos", "axum", "sqlx", "tokio", "jiff", "SystemTime", "Instant"]),
    ("flow/", &["leptos", "axum", "sqlx", "tokio", "async", "await", "Clock", "SystemTime"]),
    ("store/", &["leptos", "axum", "leptos_axum"]),
    ("meters", &["leptos", "axum", "sqlx", "tokio"]),
    ("auth/", &["leptos", "axum", "sqlx", "http", "leptos_axum", "HeaderMap", "StatusCode"]),
    ("delivery/", &["leptos", "axum", "sqlx"]),
    ("api/", &["sqlx"]),
    ("ui/", &["sqlx", "axum", "tokio"]),
    ("vault.rs", &["leptos", "axum", "sqlx"]),
    ("env.rs", &["leptos", "axum", "sqlx"]),
];

fn none(found: Vec<String>) {
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

fn modules(code: &str) -> Vec<&str> {
    code.match_indices("crate::")
        .map(|(at, word)| {
            let rest = &code[at + word.len()..];
            &rest[..rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len())]
        })
        .filter(|name| name.chars().next().is_some_and(char::is_lowercase))
        .collect()
}

#[test]
fn nobody_uses_what_lies_above() {
    let breaks = |file: &File| {
        let Some(allowed) = may_use(&file.path) else { return Vec::new() };
        let bad = |name: &&str| !allowed.contains(name);
        modules(&file.code).into_iter().filter(bad).map(|name| format!("{} uses {name}", file.path)).collect()
    };
    none(files().iter().flat_map(breaks).collect());
}

#[test]
fn no_layer_mentions_what_it_must_not_know() {
    let mut found = Vec::new();
    for file in files() {
        for (prefix, words) in FOREIGN {
            let bad = words.iter().filter(|w| file.path.starts_with(prefix) && mentions(&file.code, w));
            found.extend(bad.map(|w| format!("{} mentions {w}", file.path)));
        }
    }
    none(found);
}

/// As code, not inside of a literal.
fn mentions(code: &str, word: &str) -> bool {
    let mut bare = code.to_owned();
    for literal in literals(code).iter().filter(|l| !l.is_empty()) {
        bare = bare.replace(&format!("\"{literal}\""), "\"\"");
    }
    has_word(&bare, word)
}

#[test]
fn sql_is_written_in_the_store_alone() {
    let words = ["SELECT ", "INSERT INTO", "DELETE FROM", "PRAGMA ", "CREATE TABLE", "ON CONFLICT", "BEGIN "];
    let sql =
        |text: &String| words.iter().any(|w| text.contains(w)) || text.starts_with("UPDATE ") && text.contains(" SET ");
    let bad = files().into_iter().filter(|f| !f.path.starts_with("store/"));
    none(bad.filter(|f| literals(&f.code).iter().any(sql)).map(|f| f.path).collect());
}

#[test]
fn screens_do_not_ask_which_side_they_run_on() {
    let bad = files().into_iter().filter(|f| f.path.starts_with("ui/") && f.code.contains("cfg("));
    none(bad.map(|f| format!("{} has a cfg", f.path)).collect());
}

#[test]
fn nothing_outside_tests_unwraps() {
    let words = [".unwrap()", ".expect(", "panic!(", "unreachable!(", "todo!(", "unimplemented!("];
    let bad = |file: &File| {
        let found = words.iter().filter(|w| file.code.contains(**w));
        found.map(|w| format!("{}: {w}", file.path)).collect::<Vec<_>>()
    };
    none(files().iter().flat_map(bad).collect());
}

#[test]
fn no_file_is_longer_than_four_hundred_lines() {
    none(files().iter().filter(|f| f.lines > 400).map(|f| format!("{}: {} lines", f.path, f.lines)).collect());
}

#[test]
fn factors_change_in_one_place() {
    let writes = [
        "insert_phone",
        "remove_phone",
        "remove_phones",
        "set_main",
        "restore_phone",
        "confirm_app",
        "remove_app",
        "remove_apps",
        "restore_app",
        "replace_recovery",
        "end_recovery",
        "use_recovery",
        "restore_recovery",
        "insert_undo",
        "use_undo",
        "set_password",
        "set_email",
        "add_address",
        "remove_address",
    ];
    let here = |path: &str| path.starts_with("auth/factor") || path.starts_with("store/factor");
    let mut found = Vec::new();
    for file in files().iter().filter(|f| !here(&f.path) && f.path != "store/person.rs") {
        for word in writes {
            // The demo's people never had another phone: nothing to end, nobody to tell.
            let exception = file.path == "auth/demo.rs" && word == "insert_phone";
            if !exception && has_word(&file.code, word) {
                found.push(format!("{} calls {word}", file.path));
            }
        }
        for table in ["phone", "app", "recovery_code", "undo"] {
            for start in ["INSERT INTO ", "UPDATE ", "DELETE FROM "] {
                // The demo's crowd, which never had anything else either.
                if file.path != "store/crowd.rs" && has_word(&file.code, &format!("{start}{table}")) {
                    found.push(format!("{} writes {table}", file.path));
                }
            }
        }
    }
    none(found);
}

#[test]
fn one_place_reads_the_clock_the_dice_and_the_environment() {
    let words = ["SystemTime::now", "Instant::now", "Uuid::now_v7", "Uuid::new_v4", "getrandom::fill", "env::var("];
    let mut found = Vec::new();
    for file in files().iter().filter(|f| !matches!(&*f.path, "env.rs" | "config.rs")) {
        found.extend(words.iter().filter(|w| file.code.contains(**w)).map(|w| format!("{}: {w}", file.path)));
    }
    none(found);
}
