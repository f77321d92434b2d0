//! Verifying a file offline: an export or a dossier, and the public key. No database, no settings, bounded memory.

use super::file::{Event, Line, Mark, Opening, Statement};
use super::proof::{Flaw, Walk};
use super::seal::checkpoint_message;
use super::write::text;
use crate::store::audit::Entry;
use crate::vault::{PublicKey, hex};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::fmt;
use std::io::{self, BufRead, Read};

/// How a file is not what was exported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileFlaw {
    /// It is neither an export nor a dossier.
    Unknown,
    /// A line cannot be read.
    Unreadable(usize),
    /// A row or a checkpoint is wrong.
    Row(Flaw),
    /// A row is wrong, and was so when the file was made: the trail itself was altered.
    RowBefore(Flaw),
    /// It has no signed end; the last row that it has.
    NoEnd(i64),
    /// Something stands after its signed end, at this line.
    AfterEnd(usize),
    /// Rows are missing at its end.
    CutOff { at: i64, to: i64 },
    /// Rows are missing at its start.
    Start { at: i64, from: i64 },
    /// It holds another number of rows than were exported.
    Count { found: i64, exported: i64 },
    /// Its signed end is of another chain, or speaks of another filter than its first line.
    OtherEnd,
    /// Its signed end was not signed by this key.
    EndNotSigned,
    /// Something in it is not as it was exported.
    Changed,
}

impl fmt::Display for FileFlaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FileFlaw::Unknown => f.write_str("this is no export of Rekey's audit log"),
            FileFlaw::Unreadable(line) => write!(f, "line {line} cannot be read"),
            FileFlaw::Row(flaw) => write!(f, "{flaw}"),
            FileFlaw::RowBefore(flaw) => write!(f, "{flaw}, already in the database when this file was made"),
            FileFlaw::NoEnd(0) => f.write_str("it has no signed end: it was cut off"),
            FileFlaw::NoEnd(row) => write!(f, "it has no signed end: it was cut off after row {row}"),
            FileFlaw::AfterEnd(line) => write!(f, "line {line} stands after its signed end"),
            FileFlaw::CutOff { at, to } => write!(f, "ends at row {at}, but row {to} was exported: it was cut off"),
            FileFlaw::Start { at, from } => write!(f, "begins at row {at}, but row {from} was exported"),
            FileFlaw::Count { found, exported } => write!(f, "holds {found} rows, but {exported} were exported"),
            FileFlaw::OtherEnd => f.write_str("its signed end belongs to another file"),
            FileFlaw::EndNotSigned => f.write_str("its signed end is not signed by this key"),
            FileFlaw::Changed => f.write_str("something in it is not as it was exported"),
        }
    }
}

/// What a file holds, and what is wrong with it.
#[derive(Clone, Debug, Default)]
pub struct Finding {
    /// Its signed end, if it has one.
    pub statement: Option<Statement>,
    /// Rows that were read.
    pub rows: i64,
    /// Checkpoints that were verified.
    pub checkpoints: i64,
    /// Everything that is wrong, the most telling first; empty when it is sound.
    pub flaws: Vec<FileFlaw>,
}

/// The longest line that is read, in bytes; an export has none near it.
const LONGEST: u64 = 1 << 20;
/// The longest dossier that is read, in bytes.
const LONGEST_DOSSIER: u64 = 1 << 24;

/// Verifies a file against the key that must have signed it.
///
/// # Errors
/// When it cannot be read at all; what is wrong inside is a finding.
pub fn check(mut file: impl BufRead, key: &PublicKey) -> io::Result<Finding> {
    let mut first = Vec::new();
    file.by_ref().take(LONGEST).read_until(b'\n', &mut first)?;
    match serde_json::from_slice(&first) {
        Ok(Line::Export(opening)) => lines(file, opening, first, key),
        _ if first.trim_ascii() == b"{" => {
            file.take(LONGEST_DOSSIER).read_to_end(&mut first)?;
            Ok(dossier(&first, key))
        }
        _ => Ok(Finding { flaws: vec![FileFlaw::Unknown], ..Finding::default() }),
    }
}

fn lines(mut file: impl BufRead, opening: Opening, first: Vec<u8>, key: &PublicKey) -> io::Result<Finding> {
    let mut rows = Rows::new(&opening.chain, opening.filter.is_empty());
    let (mut digest, mut found) = (Sha256::new_with_prefix(&first), Finding::default());
    let (mut line, mut number) = (first, 1);
    loop {
        line.clear();
        if file.by_ref().take(LONGEST).read_until(b'\n', &mut line)? == 0 {
            break;
        }
        number += 1;
        if found.statement.is_some() {
            found.flaws.push(FileFlaw::AfterEnd(number));
            break;
        }
        match serde_json::from_slice(&line) {
            Ok(Line::Event(event)) => rows.event(event),
            Ok(Line::Checkpoint(mark)) => rows.mark(mark, key),
            Ok(end @ Line::End(_)) if text(&end).as_bytes() != line => rows.wrong(FileFlaw::Unreadable(number)),
            Ok(Line::End(statement)) => {
                found.statement = Some(statement);
                continue;
            }
            Ok(Line::Export(_)) | Err(_) => rows.wrong(FileFlaw::Unreadable(number)),
        }
        digest.update(&line);
    }
    let holds = if opening.filter.is_empty() { "run" } else { "filtered" };
    Ok(rows.conclude(found, &[holds, &opening.chain, &opening.filter], &hex(&digest.finalize()), key))
}

/// What a dossier is verified by; everything else in it is covered by the digest.
#[derive(Deserialize)]
struct Dossier {
    chain: String,
    events: Vec<Event>,
    checkpoints: Vec<Mark>,
    statement: Statement,
}

/// Where the statement of a dossier begins, and what follows it.
pub const STATEMENT: &str = "\n\"statement\": ";
/// The end of a dossier.
pub const CLOSING: &str = "\n}\n";

fn dossier(text: &[u8], key: &PublicKey) -> Finding {
    let unreadable = || Finding { flaws: vec![FileFlaw::Unreadable(1)], ..Finding::default() };
    let Ok(text) = std::str::from_utf8(text) else { return unreadable() };
    let Some((before, after)) = text.rsplit_once(STATEMENT) else {
        return Finding { flaws: vec![FileFlaw::NoEnd(0)], ..Finding::default() };
    };
    let Ok(Dossier { chain, events, checkpoints, statement }) = serde_json::from_str(text) else {
        return unreadable();
    };
    let mut rows = Rows::new(&chain, false);
    let mut marks = checkpoints.into_iter().peekable();
    for event in events {
        let seq = event.seq;
        rows.event(event);
        while let Some(mark) = marks.next_if(|mark| mark.seq <= seq) {
            rows.mark(mark, key);
        }
    }
    marks.for_each(|mark| rows.mark(mark, key));
    let mut found = Finding::default();
    if serde_json::to_string(&statement).unwrap_or_default() + CLOSING != after {
        found.flaws.push(FileFlaw::AfterEnd(before.lines().count() + 2));
    }
    found.statement = Some(statement);
    let digest = hex(&Sha256::new_with_prefix(before).chain_update("\n").finalize());
    rows.conclude(found, &["dossier", &chain, ""], &digest, key)
}

/// The rows of a file, one after another.
struct Rows<'a> {
    chain: &'a str,
    /// Every row of a run follows the one before it; otherwise there may be rows between two.
    run: bool,
    walk: Option<Walk>,
    first: Option<(i64, String)>,
    count: i64,
    checkpoints: i64,
    flaw: Option<FileFlaw>,
}

impl Rows<'_> {
    fn new(chain: &str, run: bool) -> Rows<'_> {
        Rows { chain, run, walk: None, first: None, count: 0, checkpoints: 0, flaw: None }
    }

    /// After the first flaw nothing more is compared: everything behind a gap would only repeat it.
    fn wrong(&mut self, flaw: FileFlaw) {
        self.flaw.get_or_insert(flaw);
    }

    fn event(&mut self, event: Event) {
        let row = event.entry(self.chain);
        self.count += 1;
        self.first.get_or_insert_with(|| (row.seq, row.previous.clone()));
        if let Err(flaw) = self.step(&row) {
            self.wrong(FileFlaw::Row(flaw));
        }
    }

    fn step(&mut self, row: &Entry) -> Result<(), Flaw> {
        let before = || Walk::after(row.seq - 1, row.previous.clone());
        let walk = self.walk.get_or_insert_with(before);
        if !self.run && row.seq > walk.seq + 1 {
            *walk = before();
        }
        if self.flaw.is_some() {
            // Walks on, so that the end is known; what is wrong was said already.
            (walk.seq, walk.hash) = (row.seq, row.hash.clone());
            return Ok(());
        }
        let done = walk.row(row);
        (walk.seq, walk.hash) = (row.seq, row.hash.clone());
        done
    }

    fn mark(&mut self, mark: Mark, key: &PublicKey) {
        self.checkpoints += 1;
        if self.flaw.is_some() {
            return;
        }
        let checkpoint = mark.checkpoint(self.chain);
        let number = checkpoint.number;
        let done = match &mut self.walk {
            Some(walk) if walk.seq == checkpoint.seq => walk.checkpoint(&checkpoint, Some(key)),
            _ if !key.made(&checkpoint_message(&checkpoint), &checkpoint.signature) => {
                Err(Flaw::CheckpointNotSigned(number))
            }
            // It covers a row that is not in the file.
            _ if self.run => Err(Flaw::CheckpointDiffers { number, seq: checkpoint.seq }),
            _ => Ok(()),
        };
        if let Err(flaw) = done {
            self.wrong(FileFlaw::Row(flaw));
        }
    }

    fn conclude(self, mut found: Finding, said: &[&str; 3], digest: &str, key: &PublicKey) -> Finding {
        (found.rows, found.checkpoints) = (self.count, self.checkpoints);
        let (at, hash) = self.walk.map(|walk| (walk.seq, walk.hash)).unwrap_or_default();
        let (from, before) = self.first.unwrap_or_default();
        let Some(end) = &found.statement else {
            found.flaws.extend(self.flaw);
            found.flaws.push(FileFlaw::NoEnd(at));
            return found;
        };
        let signed = end.is_signed(key);
        let intact = signed && end.digest == digest;
        found.flaws.splice(
            0..0,
            self.flaw.map(|flaw| match flaw {
                FileFlaw::Row(flaw) if intact => FileFlaw::RowBefore(flaw),
                flaw => flaw,
            }),
        );
        let mut also = |wrong: bool, flaw: FileFlaw| found.flaws.extend(wrong.then_some(flaw));
        also(signed && at < end.to_seq, FileFlaw::CutOff { at, to: end.to_seq });
        also(signed && from > end.from_seq, FileFlaw::Start { at: from, from: end.from_seq });
        also(signed && self.count != end.count, FileFlaw::Count { found: self.count, exported: end.count });
        also(signed && [&*end.holds, &end.chain, &end.filter] != *said, FileFlaw::OtherEnd);
        also(!signed, FileFlaw::EndNotSigned);
        let fits = intact && end.before == before && end.head == hash;
        also(signed && !fits, FileFlaw::Changed);
        found
    }
}
