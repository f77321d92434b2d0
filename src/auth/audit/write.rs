//! Writing the files that [`super::check`] verifies, piece by piece, so that the longest needs no more memory than a page.

use super::check::{CLOSING, STATEMENT};
use super::file::{Event, Line, Mark, Opening, Statement};
use crate::store::audit::Head;
use crate::vault::{Vault, hex};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// An export as JSON Lines while it is written.
pub struct Lines {
    digest: Sha256,
    statement: Statement,
}

impl Lines {
    /// Begins with the first line.
    pub fn open(opening: Opening, made_at: i64, head: &Head) -> (Lines, String) {
        let holds = if opening.filter.is_empty() { "run" } else { "filtered" };
        let statement = Statement {
            holds: holds.to_owned(),
            chain: opening.chain.clone(),
            filter: opening.filter.clone(),
            chain_seq: head.seq,
            chain_hash: head.hash.clone(),
            made_at,
            ..Statement::default()
        };
        let mut lines = Lines { digest: Sha256::new(), statement };
        let text = lines.line(&Line::Export(opening));
        (lines, text)
    }

    /// A row's line.
    pub fn event(&mut self, event: Event) -> String {
        count(&mut self.statement, &event);
        self.line(&Line::Event(event))
    }

    /// A checkpoint's line.
    pub fn mark(&mut self, mark: Mark) -> String {
        self.line(&Line::Checkpoint(mark))
    }

    /// The last line.
    pub fn end(self, vault: &Vault) -> String {
        let digest = hex(&self.digest.finalize());
        text(&Line::End(Statement { digest, ..self.statement }.signed(vault)))
    }

    fn line(&mut self, line: &Line) -> String {
        let text = text(line);
        self.digest.update(&text);
        text
    }
}

/// The one text of a line.
pub fn text(line: &Line) -> String {
    // Text and numbers alone: nothing in a line can fail to be written.
    serde_json::to_string(line).unwrap_or_default() + "\n"
}

/// Takes a row into what the statement says.
fn count(statement: &mut Statement, event: &Event) {
    if statement.count == 0 {
        (statement.from_seq, statement.before) = (event.seq, event.previous.clone());
    }
    statement.count += 1;
    (statement.to_seq, statement.head) = (event.seq, event.hash.clone());
}

/// A dossier: one JSON document, its statement at its end. `facts` come first, in their order.
pub fn dossier(
    facts: &[(&str, Value)],
    events: Vec<Event>,
    marks: Vec<Mark>,
    head: &Head,
    made_at: i64,
    vault: &Vault,
) -> String {
    let mut statement = Statement {
        holds: "dossier".into(),
        chain: head.chain.clone(),
        chain_seq: head.seq,
        chain_hash: head.hash.clone(),
        made_at,
        ..Statement::default()
    };
    events.iter().for_each(|event| count(&mut statement, event));
    let mut text = String::from("{\n\"type\": \"dossier\",\n\"format\": 1");
    let chain = [("chain", Value::from(head.chain.as_str())), ("public_key", vault.public_key().to_string().into())];
    for (name, value) in facts.iter().chain(&chain) {
        text += &format!(",\n{}: {value:#}", Value::from(*name));
    }
    let list = |values: Vec<String>| format!("[\n{}\n]", values.join(",\n"));
    let events = events.iter().map(|event| serde_json::to_string(event).unwrap_or_default()).collect();
    let marks = marks.iter().map(|mark| serde_json::to_string(mark).unwrap_or_default()).collect();
    text += &format!(",\n\"events\": {},\n\"checkpoints\": {},", list(events), list(marks));
    statement.digest = hex(&Sha256::new_with_prefix(&text).chain_update("\n").finalize());
    let statement = serde_json::to_string(&statement.signed(vault)).unwrap_or_default();
    text + STATEMENT + &statement + CLOSING
}
