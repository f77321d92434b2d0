//! One SQL text for both databases: the rules that make it one.

use crate::dump::TABLES;
use crate::source::{files, has_word, literals, root};

fn migrations() -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = std::fs::read_dir(root().join("migrations"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(path).unwrap()))
        .map(|(name, text)| (name, text.lines().map(|l| l.split("--").next().unwrap()).collect::<Vec<_>>().join("\n")))
        .collect();
    found.sort();
    assert!(found.len() >= 5);
    found
}

/// Every statement, with the file it stands in.
fn statements() -> Vec<(String, String)> {
    let store = files().into_iter().filter(|f| f.path.starts_with("store/"));
    let texts = store.flat_map(|f| literals(&f.code).into_iter().map(move |text| (f.path.clone(), text)));
    let sql = |text: &str| ["SELECT ", "INSERT ", "UPDATE ", "DELETE ", "PRAGMA "].iter().any(|w| text.starts_with(w));
    let found: Vec<_> = texts.filter(|(_, text)| sql(text)).collect();
    assert!(found.len() > 60, "only {} statements were found", found.len());
    found
}

#[test]
fn columns_are_text_or_bigint() {
    let other = [
        "INTEGER",
        "INT",
        "SMALLINT",
        "BOOLEAN",
        "BOOL",
        "TIMESTAMP",
        "TIMESTAMPTZ",
        "DATETIME",
        "DATE",
        "UUID",
        "JSON",
        "JSONB",
        "BYTEA",
        "BLOB",
        "REAL",
        "NUMERIC",
        "VARCHAR",
        "CHAR",
        "SERIAL",
        "BIGSERIAL",
        "AUTOINCREMENT",
        "IDENTITY",
    ];
    for (name, text) in migrations() {
        for word in other {
            assert!(!has_word(&text.to_uppercase(), word), "{name}: {word}");
        }
    }
}

#[test]
fn statements_speak_what_both_databases_understand() {
    let words = [
        "FOR UPDATE",
        "SKIP LOCKED",
        "ILIKE",
        "CURRENT_TIMESTAMP",
        "CURRENT_DATE",
        "NOW",
        "DATETIME",
        "STRFTIME",
        "EXTRACT",
        "INTERVAL",
        "RANDOM",
        "GEN_RANDOM_UUID",
        "ALTER COLUMN",
        "REPLACE INTO",
        "INSERT OR",
        "GLOB",
        "REGEXP",
        "LAST_INSERT_ROWID",
        "ROWID",
        "JSON_EXTRACT",
        "SIMILAR TO",
        "DISTINCT ON",
        "LATERAL",
        "TRUE",
        "FALSE",
        "USING",
    ];
    let texts = statements().into_iter().chain(migrations());
    // The one statement that only PostgreSQL is asked: its clock.
    for (place, text) in texts.filter(|(place, text)| !(place == "store/db.rs" && text.contains("CLOCK_TIMESTAMP"))) {
        let upper = text.to_uppercase();
        for word in words {
            assert!(!has_word(&upper, word), "{place}: {word} in {text}");
        }
        for sign in ["->", "@>", "::", "?1", " ? ", "?,", "= ?", "`", "[]"] {
            assert!(!text.contains(sign), "{place}: {sign} in {text}");
        }
        assert!(!has_word(&upper, "SUM") || upper.contains("CAST(SUM"), "{place}: a SUM without a CAST");
        assert!(!upper.contains("SELECT EXISTS"), "{place}: EXISTS as a column");
    }
}

#[test]
fn the_engine_is_asked_for_in_one_file() {
    for file in files().iter().filter(|f| f.path != "store/db.rs") {
        for word in ["backend_name", "PRAGMA", "sqlite_master", "pg_catalog", "information_schema", "BEGIN IMMEDIATE"] {
            assert!(!file.code.contains(word), "{}: {word}", file.path);
        }
        assert!(!has_word(&file.code, "AssertSqlSafe"), "{}: a statement that is no constant", file.path);
        assert!(!has_word(&file.code, "last_insert_id"), "{}", file.path);
    }
}

#[test]
fn every_statement_is_a_constant() {
    // Where writes are run, which `Write::new` made of constants.
    let runs = |path: &str| matches!(path, "store/db.rs" | "store/lane.rs" | "store/write.rs");
    for file in files().iter().filter(|f| f.path.starts_with("store/") && !runs(&f.path)) {
        for call in ["Write::new(", "query(", "query_as(", "query_scalar(", "query_as::<"] {
            for (at, _) in file.code.match_indices(call) {
                let rest = file.code[at + call.len()..].trim_start();
                let argument = if call.ends_with('<') { rest.split(">(").nth(1).unwrap_or_default() } else { rest };
                assert!(argument.starts_with(|c: char| c.is_uppercase()), "{}: {call}{:.40}", file.path, rest);
            }
        }
        assert!(!file.code.contains("format!(\"SELECT") && !file.code.contains("format!(\"UPDATE"), "{}", file.path);
    }
}

#[test]
fn every_change_of_a_guarded_row_is_checked() {
    // Claims whose loss must be noticed: the text names its guard, the function its row count.
    let guarded = [
        ("store/challenge.rs", "used_at IS NULL AND ended_at IS NULL"),
        ("store/sign_in.rs", "WHERE id = $1 AND version = $2"),
        ("store/enrolment.rs", "WHERE id = $1 AND version = $2"),
        ("store/factor/undo.rs", "used_at IS NULL AND expires_at > $2"),
        ("store/factor/app.rs", "last_step < $2"),
        ("store/case.rs", "WHERE id = $1 AND version = $2"),
        ("store/forgot.rs", "WHERE id = $1 AND used_at IS NULL"),
        ("store/org.rs", "token_digest = $1 AND used_at IS NULL"),
    ];
    let files = files();
    for (path, guard) in guarded {
        let file = files.iter().find(|f| f.path == path).unwrap();
        assert!(literals(&file.code).iter().any(|text| text.contains(guard)), "{path}: {guard}");
        assert!(file.code.contains("one(sqlx::query(SQL)"), "{path} does not look at its row count");
    }
}

#[test]
fn nothing_written_to_the_trail_is_ever_changed() {
    for (place, text) in statements() {
        for table in ["audit", "audit_checkpoint"] {
            for change in ["UPDATE", "DELETE FROM"] {
                assert!(!has_word(&text, &format!("{change} {table}")), "{place}: {text}");
            }
        }
    }
}

#[test]
fn the_tests_know_every_table() {
    let mut tables: Vec<String> = migrations()
        .iter()
        .flat_map(|(_, text)| {
            text.match_indices("CREATE TABLE ")
                .map(|(at, word)| text[at + word.len()..].split([' ', '(']).next().unwrap().to_owned())
                .collect::<Vec<_>>()
        })
        .collect();
    // What a later migration makes again, or makes to take another's name, counts once.
    tables.retain(|name| !name.ends_with("_next"));
    tables.sort();
    tables.dedup();
    assert_eq!(tables, TABLES);
}
