//! The log as a file: whatever is shown, of the whole range, a page at a time, so that the longest log needs no more memory
//! than the shortest.

use super::find::Wanted;
use super::line::Names;
use super::{chain_of, zone_of};
use crate::auth::audit::file::{Event, Mark, Opening};
use crate::auth::audit::write::Lines;
use crate::auth::audit::{Kind, Subject};
use crate::auth::{Auth, Fault, Visitor};
use crate::env::iso;
use crate::model::{AuditFilter, OrgId, OrgQuery, Timestamp, csv_line};
use crate::store::audit::checkpoint::{self, Checkpoint};
use crate::store::audit::{self, Entry, Head, search};
use serde_json::json;
use std::collections::VecDeque;

/// Rows read at once.
const AT_ONCE: i64 = 500;

/// What a file is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For spreadsheets.
    Csv,
    /// For programs, and for `rekey audit verify --export`.
    JsonLines,
}

impl Format {
    /// The end of the file's name.
    pub fn ending(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::JsonLines => "jsonl",
        }
    }
}

/// An export while it is written.
pub struct Export {
    /// Day it was asked for, for the file's name.
    pub day: String,
    auth: Auth,
    wanted: Wanted,
    chain: String,
    run: bool,
    next: i64,
    last: i64,
    marks: VecDeque<Checkpoint>,
    names: Names,
    shape: Shape,
}

/// What was written of it.
enum Shape {
    /// Nothing yet.
    New(Box<(Format, Opening, Head)>),
    Csv,
    Lines(Box<Lines>),
    Over,
}

impl Auth {
    /// Begins an export of what a filter asks for. It is an event of the log, and a checkpoint covers it.
    ///
    /// # Errors
    /// As for every page of an organization.
    pub async fn audit_export(
        &self,
        visitor: &mut Visitor,
        org: &OrgId,
        query: &OrgQuery,
        format: Format,
    ) -> Result<Export, Fault> {
        let desk = self.desk(visitor, org).await?;
        let (chain, filter) = (chain_of(org), AuditFilter::read(query));
        let mut db = self.store.read().await?;
        let (wanted, _) = self.audit_wanted(&mut db, org, &filter, &zone_of(visitor, query).0).await?;
        drop(db);
        let (since, before) = (iso(Timestamp(wanted.since)), iso(Timestamp(wanted.before)));
        let mut tx = self.store.begin().await?;
        let subject = Subject { chain: chain.clone(), person: desk.session.person.as_str() };
        let detail = json!({ "format": format.ending(), "filter": filter.text(), "from": since, "to": before });
        self.record(&mut tx, subject, visitor, Kind::LogExported, detail).await?;
        let head = self.checkpoint(&mut tx, &chain).await?;
        let (next, last) = search::run(&mut tx, &chain, wanted.since, wanted.before).await?.unwrap_or((1, 0));
        let first = checkpoint::covering(&mut tx, &chain, next).await?;
        self.commit_silent(tx).await?;
        let opening = Opening {
            format: 1,
            organization: desk.seat.name,
            chain: chain.clone(),
            filter: filter.text(),
            from: since,
            to: before,
            public_key: self.vault.public_key().to_string(),
        };
        Ok(Export {
            day: iso(self.now()).chars().take(10).collect(),
            auth: self.clone(),
            run: filter.is_run(),
            wanted,
            chain,
            next,
            last,
            marks: first.into_iter().collect(),
            names: Names::default(),
            shape: Shape::New(Box::new((format, opening, head))),
        })
    }
}

impl Export {
    /// The next piece of the file; `None` at its end.
    ///
    /// # Errors
    /// [`Fault::Store`] when the database does not answer: the file then has no signed end.
    pub async fn piece(&mut self) -> Result<Option<String>, Fault> {
        loop {
            match std::mem::replace(&mut self.shape, Shape::Over) {
                Shape::Over => return Ok(None),
                Shape::New(new) => {
                    let (format, opening, head) = *new;
                    let (shape, text) = match format {
                        Format::Csv => (Shape::Csv, csv_line(COLUMNS)),
                        Format::JsonLines => {
                            let (lines, text) = Lines::open(opening, self.auth.now().0, &head);
                            (Shape::Lines(Box::new(lines)), text)
                        }
                    };
                    self.shape = shape;
                    return Ok(Some(text));
                }
                Shape::Csv if self.next > self.last => return Ok(None),
                Shape::Lines(lines) if self.next > self.last => return Ok(Some(lines.end(&self.auth.vault))),
                shape => self.shape = shape,
            }
            let text = self.rows().await?;
            if !text.is_empty() {
                return Ok(Some(text));
            }
        }
    }

    /// The next rows that fit, as text; perhaps none of so many.
    async fn rows(&mut self) -> Result<String, Fault> {
        let mut db = self.auth.store.read().await?;
        let mut rows = audit::stretch(&mut db, &self.chain, self.next - 1, AT_ONCE).await?;
        let read = rows.last().map_or(self.last, |row| row.seq);
        rows.retain(|row| row.seq <= self.last && (self.run || self.fits(row)));
        self.names.read(&mut db, rows.iter().flat_map(|row| [&row.actor_id, &row.person_id])).await?;
        let mut text = String::new();
        for row in &rows {
            let event = Event::of(row, &self.names.plain(&row.actor_id), &self.names.plain(&row.person_id));
            match &mut self.shape {
                Shape::Lines(lines) => text += &lines.event(event),
                _ => text += &csv(&event),
            }
            while self.run
                && let Some(mark) = self.marks.pop_front_if(|mark| mark.seq <= row.seq)
            {
                if self.marks.is_empty() {
                    self.marks = checkpoint::stretch(&mut db, &self.chain, mark.number, AT_ONCE).await?.into();
                }
                if let Shape::Lines(lines) = &mut self.shape {
                    text += &lines.mark(Mark::from(mark));
                }
            }
        }
        self.next = read + 1;
        Ok(text)
    }

    fn fits(&self, row: &Entry) -> bool {
        (self.wanted.since..self.wanted.before).contains(&row.at) && self.wanted.fits(row)
    }
}

const COLUMNS: [&str; 12] =
    ["time", "event", "actor", "actor_id", "person", "person_id", "address", "browser", "facts", "row", "id", "hash"];

fn csv(event: &Event) -> String {
    let row = event.seq.to_string();
    csv_line([
        event.time.as_str(),
        &event.kind,
        &event.actor,
        &event.actor_id,
        &event.person,
        &event.person_id,
        &event.ip,
        &event.agent,
        &event.detail,
        &row,
        &event.id,
        &event.hash,
    ])
}
