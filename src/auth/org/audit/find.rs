//! Finding rows of the log: the narrowest index of what was asked drives, everything else is compared row by row, and no
//! page looks at more than [`LOOKED_AT`] rows, however long the log is.

use crate::auth::{Fault, agent};
use crate::flow::words;
use crate::model::{AuditFilter, Facet, Kind, OrgId, Timestamp};
use crate::store::audit::Entry;
use crate::store::audit::search::{self, Source};
use crate::store::{Db, roster};
use std::collections::VecDeque;

/// Rows that one page looks at, at most: what is further back is a link away.
const LOOKED_AT: usize = 2000;
/// People that a name can stand for, at most.
pub const PEOPLE: i64 = 20;

/// What was asked, as the rows have it.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Words of kinds; `None`: any.
    pub kinds: Option<Vec<String>>,
    /// Ids of actors, or "operator" and "wait"; `None`: any.
    pub actors: Option<Vec<String>>,
    /// Ids of people; `None`: any.
    pub people: Option<Vec<String>>,
    /// Network addresses; `None`: any.
    pub addresses: Option<Vec<String>>,
    /// Words that a row has to contain, each with the people whom it can mean.
    pub words: Vec<(String, Vec<String>)>,
    /// From this moment on.
    pub since: i64,
    /// And before this one.
    pub before: i64,
}

/// A page of rows.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The rows, newest first.
    pub rows: Vec<Entry>,
    /// Time and position to go on from; `None`: that was all.
    pub next: Option<(i64, i64)>,
    /// It stopped because enough was looked at, not because the page was full.
    pub tired: bool,
}

impl Wanted {
    /// Reads a filter; names of people are looked up among those of the organization.
    pub async fn read(db: &mut Db, org: &OrgId, filter: &AuditFilter, now: Timestamp) -> Result<Wanted, Fault> {
        let mut wanted = Wanted { kinds: kinds(filter), ..Wanted::default() };
        for (facet, list) in [(Facet::Actor, &mut wanted.actors), (Facet::Person, &mut wanted.people)] {
            for value in filter.of(facet) {
                let found = whom(db, org, value, now).await?;
                list.get_or_insert_default().extend(found);
            }
        }
        for value in filter.of(Facet::Address) {
            wanted.addresses.get_or_insert_default().push(value.to_owned());
        }
        for word in &filter.words {
            wanted.words.push((word.clone(), whom(db, org, word, now).await?));
        }
        Ok(wanted)
    }

    /// Whether a row is one of them.
    pub fn fits(&self, row: &Entry) -> bool {
        let one = |list: &Option<Vec<String>>, value: &String| list.as_ref().is_none_or(|list| list.contains(value));
        one(&self.kinds, &row.kind)
            && one(&self.actors, &row.actor_id)
            && one(&self.people, &row.person_id)
            && one(&self.addresses, &row.ip)
            && (self.words.is_empty() || {
                let text = text(row);
                let means = |ids: &[String]| ids.contains(&row.person_id) || ids.contains(&row.actor_id);
                self.words.iter().all(|(word, ids)| text.contains(word.as_str()) || means(ids))
            })
    }

    /// The index to read along, and whether it alone decides.
    fn sources(&self) -> (Vec<Source>, bool) {
        let made = |list: &[String], of: fn(String) -> Source| list.iter().cloned().map(of).collect();
        let asked = [&self.kinds, &self.actors, &self.people, &self.addresses].into_iter().flatten().count();
        let alone = asked <= 1 && self.words.is_empty();
        let sources = match self {
            Wanted { people: Some(list), .. } => made(list, Source::Person),
            Wanted { actors: Some(list), .. } => made(list, Source::Actor),
            Wanted { addresses: Some(list), .. } => made(list, Source::Address),
            Wanted { kinds: Some(list), .. } => made(list, Source::Kind),
            _ => vec![Source::All],
        };
        (sources, alone)
    }
}

/// Rows of a chain before a time and position, newest first.
pub async fn page(
    db: &mut Db,
    chain: &str,
    wanted: &Wanted,
    after: Option<(i64, i64)>,
    most: usize,
) -> Result<Found, Fault> {
    let (sources, alone) = wanted.sources();
    let from = after.map_or((wanted.before, 0), |after| after.min((wanted.before, 0)));
    let at_once = if alone { most + 1 } else { AT_ONCE }.div_ceil(sources.len().max(1)).max(8);
    let mut streams: Vec<Stream> = sources.into_iter().map(|source| Stream::new(source, from, at_once)).collect();
    let (mut found, mut last) = (Found::default(), from);
    for looked in 0.. {
        let mut newest: Option<(usize, (i64, i64))> = None;
        for (n, stream) in streams.iter_mut().enumerate() {
            let key = stream.peek(db, chain, wanted.since).await?;
            newest = newest.into_iter().chain(key.map(|key| (n, key))).max_by_key(|(_, key)| *key);
        }
        let Some((n, key)) = newest else { break };
        if found.rows.len() == most || looked == LOOKED_AT {
            found.tired = found.rows.len() < most;
            found.next = Some(last);
            break;
        }
        last = key;
        let row = streams.get_mut(n).and_then(|stream| stream.rows.pop_front());
        found.rows.extend(row.filter(|row| wanted.fits(row)));
    }
    Ok(found)
}

/// Rows that are read at once where many of them do not fit.
const AT_ONCE: usize = 512;

/// The rows of one source, a few at a time.
struct Stream {
    source: Source,
    before: (i64, i64),
    at_once: usize,
    rows: VecDeque<Entry>,
    over: bool,
}

impl Stream {
    fn new(source: Source, before: (i64, i64), at_once: usize) -> Stream {
        Stream { source, before, at_once, rows: VecDeque::new(), over: false }
    }

    /// Time and position of its next row.
    async fn peek(&mut self, db: &mut Db, chain: &str, since: i64) -> Result<Option<(i64, i64)>, Fault> {
        if self.rows.is_empty() && !self.over {
            let most = i64::try_from(self.at_once).unwrap_or(i64::MAX);
            let rows = search::older(db, chain, &self.source, self.before, since, most).await?;
            self.over = rows.len() < self.at_once;
            self.before = rows.last().map_or(self.before, |row| (row.at, row.seq));
            self.rows = rows.into();
        }
        Ok(self.rows.front().map(|row| (row.at, row.seq)))
    }
}

/// Words of the kinds that a filter asks for; `None`: any.
fn kinds(filter: &AuditFilter) -> Option<Vec<String>> {
    let events: Vec<&str> = filter.of(Facet::Event).collect();
    let results: Vec<&str> = filter.of(Facet::Result).collect();
    if events.is_empty() && results.is_empty() {
        return None;
    }
    let fits = |kind: &&Kind| {
        let result = if kind.is_failure() { "failed" } else { "worked" };
        (events.is_empty() || events.contains(&kind.word())) && (results.is_empty() || results.contains(&result))
    };
    Some(Kind::ALL.iter().filter(fits).map(|kind| kind.word().to_owned()).collect())
}

/// Ids of whoever is meant: an id, an address, "operator", "rekey" for what time alone brought about, or how a name or
/// address begins.
async fn whom(db: &mut Db, org: &OrgId, typed: &str, now: Timestamp) -> Result<Vec<String>, Fault> {
    let typed = typed.trim().to_lowercase();
    let is_id = typed.len() == 36 && typed.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    Ok(match typed.as_str() {
        "operator" => vec![typed],
        "rekey" => vec!["wait".to_owned()],
        _ if is_id => vec![typed],
        // What has no letter in it is a ticket, an address, a number: nobody's name.
        _ if !typed.contains(char::is_alphabetic) => Vec::new(),
        _ => {
            let Some(typed) = words::typed(&typed) else { return Ok(Vec::new()) };
            let everybody = roster::Wanted::everybody(now);
            let found = roster::search(db, org, (&typed, &everybody), None, false, PEOPLE).await?;
            found.rows.into_iter().map(|listed| listed.person.as_str().to_owned()).collect()
        }
    })
}

/// A row as it can be searched: what happened, the facts, where from; in lower case.
fn text(row: &Entry) -> String {
    let kind = row.kind.replace(['.', '_'], " ");
    format!("{} {kind} {} {} {}", row.kind, row.detail, row.ip, agent::device(&row.agent)).to_lowercase()
}
