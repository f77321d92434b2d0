//! The source itself, as text: what the tidy tests read.

use std::path::{Path, PathBuf};

/// One file under `src`.
pub struct File {
    /// Path below `src`, with slashes.
    pub path: String,
    /// Its text without comments and without the tests at its end.
    pub code: String,
    /// Lines in all.
    pub lines: usize,
}

/// Where the crate lies.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file of the product: no tests, no benches.
pub fn files() -> Vec<File> {
    let mut found = Vec::new();
    walk(&root().join("src"), &mut found);
    let files: Vec<File> = found.into_iter().map(read).filter(|f| !is_test(&f.path)).collect();
    assert!(files.len() > 80, "only {} files were found", files.len());
    files
}

fn is_test(path: &str) -> bool {
    path.starts_with("tests/") || path.starts_with("bench/") || path.contains("/tests/") || path.ends_with("/tests.rs")
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

fn read(path: PathBuf) -> File {
    let text = std::fs::read_to_string(&path).unwrap();
    let below = path.strip_prefix(root().join("src")).unwrap().to_string_lossy().replace('\\', "/");
    let tests = ["\n#[cfg(test)]\nmod tests {", "\n#[cfg(test)]\npub(super) mod tests {"];
    let end = tests.iter().filter_map(|start| text.find(start)).min().unwrap_or(text.len());
    let product = &text[..end];
    let code: Vec<&str> = product.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    File { path: below, code: code.join("\n"), lines: text.lines().count() }
}

/// The string literals of a piece of code, line continuations joined. Good enough for our own formatting: no raw
/// strings with quotes in them, characters `'"'` are skipped.
pub fn literals(code: &str) -> Vec<String> {
    let (mut all, mut current, mut inside) = (Vec::new(), String::new(), false);
    let mut chars = code.chars().peekable();
    while let Some(c) = chars.next() {
        match (inside, c) {
            (false, '\'') if chars.peek() == Some(&'"') => drop(chars.next()),
            (false, '"') => inside = true,
            (true, '"') => {
                all.push(std::mem::take(&mut current));
                inside = false;
            }
            (true, '\\') => match chars.next() {
                Some('\n') => while chars.next_if(|c| c.is_whitespace()).is_some() {},
                Some(escaped) => current.push(escaped),
                None => {}
            },
            (true, c) => current.push(c),
            (false, _) => {}
        }
    }
    all
}

/// Whether a word stands in a text by itself.
pub fn has_word(text: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(at, _)| {
        !text[..at].chars().next_back().is_some_and(part) && !text[at + word.len()..].chars().next().is_some_and(part)
    })
}

#[test]
fn literals_and_words_are_found() {
    let code = "let a = \"one \\\n   two\"; let q = '\"'; let b = \"th\\\"ree\";";
    assert_eq!(literals(code), ["one two", "th\"ree"]);
    assert!(has_word("a now() b", "now") && !has_word("known", "now") && !has_word("now_it", "now"));
}
