//! S18: the audit log of an organization.

mod event;
pub mod export;
mod find;
mod line;
mod news;

pub use find::Wanted;
pub use line::Names;

use super::Desk;
use crate::auth::{Auth, Fault, Visitor, Zone};
use crate::model::{
    AuditChip, AuditDay, AuditFilter, AuditForm, AuditLog, AuditRange, Facet, OrgId, OrgQuery, Seconds, Timestamp,
};
use crate::store::audit;
use find::page;
pub(super) use line::line;

/// Rows on one page.
const ROWS: usize = 50;
/// The range, when nobody asks for another.
const DAYS: i64 = 30;

impl Auth {
    pub(super) async fn audit_page(&self, visitor: &Visitor, desk: &Desk, query: &OrgQuery) -> Result<AuditLog, Fault> {
        let org = &desk.seat.org;
        let filter = AuditFilter::read(query);
        let (zone, utc) = zone_of(visitor, query);
        let cursor = match query.get("before") {
            "" => None,
            sealed => Some(self.read_cursor(org, sealed).ok_or(Fault::NotFound)?),
        };
        let mut db = self.store.read().await?;
        let (wanted, range) = self.audit_wanted(&mut db, org, &filter, &zone).await?;
        let found = page(&mut db, &chain_of(org), &wanted, cursor, ROWS).await?;
        let mut names = Names::default();
        let picked = [&wanted.actors, &wanted.people].into_iter().flatten().flatten();
        let in_rows = found.rows.iter().flat_map(|row| [&row.actor_id, &row.person_id]);
        names.read(&mut db, in_rows.chain(picked)).await?;

        let own = if utc { OrgQuery::default().with("tz", "utc") } else { OrgQuery::default() };
        let asked =
            |filter: &AuditFilter| own.pairs().iter().fold(filter.query(), |q, (name, value)| q.and(name, value));
        let older = found.next.map(|next| (asked(&filter).and("before", &self.cursor(org, next)), found.tired));
        let mut days: Vec<AuditDay> = Vec::new();
        for row in &found.rows {
            let (day, event) = (zone.day(Timestamp(row.at)), line(row, &names, &zone));
            match days.last_mut().filter(|last| last.day == day) {
                Some(last) => last.events.push(event),
                None => days.push(AuditDay { day, events: vec![event] }),
            }
        }
        Ok(AuditLog {
            form: form(&filter, &wanted, &names),
            chips: chips(&filter, &wanted, &names, asked),
            query: asked(&filter),
            range,
            days,
            older,
            paged: cursor.is_some(),
            zone: visitor.zone.name().map(str::to_owned),
            utc,
            news: match cursor {
                None => {
                    Some(asked(&filter).with("since", &audit::last_seq(&mut db, &chain_of(org)).await?.to_string()))
                }
                Some(_) => None,
            },
            public_key: self.vault.public_key().to_string(),
        })
    }

    /// What a filter asks for, with its range of days in a zone.
    pub(in crate::auth) async fn audit_wanted(
        &self,
        db: &mut crate::store::Db,
        org: &OrgId,
        filter: &AuditFilter,
        zone: &Zone,
    ) -> Result<(Wanted, AuditRange), Fault> {
        let wanted = Wanted::read(db, org, filter, self.now()).await?;
        let tomorrow = self.now() + Seconds::days(1);
        let from = zone.bounds(&filter.from).map(|(start, _)| start);
        let to = zone.bounds(&filter.to).map(|(_, end)| end);
        let before = to.unwrap_or(tomorrow);
        let since = from.unwrap_or(to.unwrap_or(self.now()) - Seconds::days(DAYS));
        let last = before - Seconds(1);
        let range = match (from, to) {
            (None, None) => AuditRange::LastDays(DAYS),
            _ => AuditRange::Days(zone.day(since), zone.day(last.min(self.now()).max(since))),
        };
        Ok((Wanted { since: since.0, before: before.0, ..wanted }, range))
    }

    /// A place in the log that can be shared: nobody else's, and nothing else, is read back from it.
    fn cursor(&self, org: &OrgId, (at, seq): (i64, i64)) -> String {
        self.vault.link(&format!("audit {org}"), &format!("{at}_{seq}"))
    }

    fn read_cursor(&self, org: &OrgId, sealed: &str) -> Option<(i64, i64)> {
        let text = self.vault.read_link(&format!("audit {org}"), sealed)?;
        let (at, seq) = text.split_once('_')?;
        Some((at.parse().ok()?, seq.parse().ok()?))
    }
}

/// The chain of an organization's own log.
pub(in crate::auth) fn chain_of(org: &OrgId) -> String {
    format!("org:{org}")
}

/// The zone that times are shown in, and whether UTC was asked for in place of another one.
pub(super) fn zone_of(visitor: &Visitor, query: &OrgQuery) -> (Zone, bool) {
    let utc = query.get("tz") == "utc" && visitor.zone.name().is_some();
    (if utc { Zone::default() } else { visitor.zone.clone() }, utc)
}

fn form(filter: &AuditFilter, wanted: &Wanted, names: &Names) -> AuditForm {
    let first = |facet: &Facet| {
        let value = filter.of(*facet).next()?;
        Some((*facet, shown(*facet, value, wanted, names).0))
    };
    let mut seen = Vec::new();
    let beside = |(facet, _): &&(Facet, String)| {
        let again = seen.contains(facet);
        seen.push(*facet);
        again
    };
    AuditForm {
        values: Facet::ALL.iter().filter_map(first).collect(),
        kept: filter.picks.iter().filter(beside).cloned().collect(),
        from: filter.from.clone(),
        to: filter.to.clone(),
        words: filter.words.join(" "),
    }
}

fn chips(
    filter: &AuditFilter,
    wanted: &Wanted,
    names: &Names,
    asked: impl Fn(&AuditFilter) -> OrgQuery,
) -> Vec<AuditChip> {
    let pick = |(n, (facet, value)): (usize, &(Facet, String))| {
        let (value, unknown) = shown(*facet, value, wanted, names);
        AuditChip { facet: Some(*facet), value, unknown, without: asked(&filter.without(n)) }
    };
    let word = |n: usize| {
        let mut less = filter.clone();
        let value = less.words.remove(n);
        AuditChip { facet: None, value, unknown: false, without: asked(&less) }
    };
    filter.picks.iter().enumerate().map(pick).chain((0..filter.words.len()).map(word)).collect()
}

/// A value as people read it, and whether it means nobody here.
fn shown(facet: Facet, value: &str, wanted: &Wanted, names: &Names) -> (String, bool) {
    let list = match facet {
        Facet::Actor => &wanted.actors,
        Facet::Person => &wanted.people,
        _ => return (value.to_owned(), false),
    };
    let alone = names.email(value).map(str::to_owned);
    (alone.unwrap_or_else(|| value.to_owned()), list.as_ref().is_some_and(Vec::is_empty))
}
