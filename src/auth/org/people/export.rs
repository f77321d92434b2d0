//! The list as a file: everybody that the address asks for, read a piece at a time, so that a million people take no more
//! memory than a few hundred.

use super::asked::Asked;
use crate::auth::audit::{Kind, Subject};
use crate::auth::{Auth, Fault, Visitor};
use crate::env::{iso, stamp};
use crate::flow::csv;
use crate::flow::words::Typed;
use crate::model::{Listed, OrgId, OrgQuery, RecoveryState, Timestamp};
use crate::store::roster::{self, Cursor, Mark, Sorted, Wanted};
use serde_json::json;

/// People in one piece.
const PIECE: i64 = 500;
/// Byte order mark: without it a spreadsheet takes the text for another alphabet.
const BOM: &str = "\u{feff}";
const HEAD: &str = "Name,Email,2FA status,Method,Phone,Country,Role,Managed,Last sign-in,Enrolled on,Last reset,Recovery code,\
                    Recovery code date\r\n";

/// A list on its way into a file.
pub struct PeopleFile {
    /// What the file is called.
    pub name: String,
    auth: Auth,
    org: OrgId,
    typed: Option<Typed>,
    wanted: Wanted,
    sorted: Sorted,
    at: Place,
    /// Those who are invited have no account, and no line in the file.
    nobody: bool,
}

enum Place {
    Beginning,
    Row(Option<Cursor>),
    Match(Option<Mark>),
    End,
}

impl Auth {
    /// Begins an export of the people that an address asks for; that is an event of its own.
    ///
    /// # Errors
    /// As for the page: [`Fault::SignedOut`], [`Fault::NotFound`], [`Fault::NotAllowed`].
    pub async fn people_export(
        &self,
        visitor: &mut Visitor,
        org: &OrgId,
        query: &OrgQuery,
    ) -> Result<PeopleFile, Fault> {
        let desk = self.desk(visitor, org).await?;
        let asked = Asked::read(query, self.now());
        let mut tx = self.store.begin().await?;
        let chain = format!("org:{org}");
        let subject = Subject { chain, person: desk.session.person.as_str() };
        let detail = json!({ "query": asked.view() });
        self.record(&mut tx, subject, visitor, Kind::PeopleExported, detail).await?;
        self.commit_silent(tx).await?;
        let word: String =
            desk.seat.name.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        let word = word.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
        let day = stamp(self.now()).strftime("%Y-%m-%d");
        Ok(PeopleFile {
            name: format!("people-{}-{day}.csv", if word.is_empty() { "organization" } else { &word }),
            auth: self.clone(),
            org: org.clone(),
            typed: asked.typed,
            wanted: asked.wanted,
            sorted: asked.sorted,
            at: Place::Beginning,
            nobody: asked.invited,
        })
    }
}

impl PeopleFile {
    /// The next piece of the file; `None` at its end.
    ///
    /// # Errors
    /// [`Fault::Store`] when the database does not answer: the file ends in the middle, and its reader is told so.
    pub async fn next(&mut self) -> Result<Option<String>, Fault> {
        let mut text = String::new();
        if let Place::Beginning = self.at {
            text.push_str(BOM);
            text.push_str(HEAD);
            if self.nobody {
                self.at = Place::End;
                return Ok(Some(text));
            }
            self.at = if self.typed.is_some() { Place::Match(None) } else { Place::Row(None) };
        }
        let mut db = self.auth.store.read().await?;
        let rows = match &self.at {
            Place::Row(cursor) => {
                let page =
                    roster::page(&mut db, &self.org, &self.wanted, self.sorted, cursor.as_ref(), false, PIECE).await?;
                self.at = if page.more { Place::Row(page.last) } else { Place::End };
                page.rows
            }
            Place::Match(mark) => {
                let Some(typed) = &self.typed else { return Ok(None) };
                let found =
                    roster::search(&mut db, &self.org, (typed, &self.wanted), mark.as_ref(), false, PIECE).await?;
                self.at = if found.more { Place::Match(found.last) } else { Place::End };
                found.rows
            }
            Place::Beginning | Place::End => return Ok(None),
        };
        drop(db);
        for row in &rows {
            write(&mut text, row, self.wanted.now);
        }
        Ok(Some(text))
    }
}

fn write(text: &mut String, row: &Listed, now: Timestamp) {
    let time = |at: Timestamp| if at > Timestamp(0) { iso(at) } else { String::new() };
    let recovery = match row.recovery {
        RecoveryState::None => "none",
        RecoveryState::Ready => "made",
        RecoveryState::Used => "used",
    };
    let cells = [
        row.name.as_str(),
        row.email.as_str(),
        row.standing_at(now).word(),
        row.method.word(),
        &row.phone.as_ref().map(crate::model::MaskedPhone::text).unwrap_or_default(),
        row.region.as_str(),
        row.role.word(),
        if row.managed { "yes" } else { "no" },
        &time(row.signed_in),
        &time(row.enrolled),
        &time(row.reset),
        recovery,
        &time(row.recovery_at),
    ];
    text.push_str(&csv::line(cells));
}
