//! S14, the list of everybody: from what its address asks to rows, and from a row's place to the address of the next page.

mod asked;
mod cursor;
mod export;

pub use export::PeopleFile;

use super::Desk;
use crate::auth::{Auth, Fault, Visitor, countries};
use crate::flow::org_policy::Demand;
use crate::model::{Amount, Listed, OrgId, OrgQuery, People, PersonId, PersonRow, Role, Standing, Timestamp};
use crate::store::roster::{self, Total};
use crate::store::{Db, org_policy};
use asked::Asked;
use cursor::{At, Cut};
use std::collections::BTreeMap;

/// People who are read at once where it is about all of them.
const MATCHED_AT_ONCE: i64 = 500;

/// What one reading found, whichever way it was read.
struct Found {
    rows: Vec<Listed>,
    first: Option<At>,
    last: Option<At>,
    more: bool,
    total: Option<Total>,
}

impl Found {
    fn nobody() -> Found {
        Found { rows: Vec::new(), first: None, last: None, more: false, total: None }
    }
}

impl Auth {
    pub(super) async fn people_page(&self, visitor: &Visitor, desk: &Desk, query: &OrgQuery) -> Result<People, Fault> {
        let org = &desk.seat.org;
        let asked = Asked::read(query, self.now());
        let cut = self.read_cut(org, &asked, query.get("after"));
        let mut db = self.store.read().await?;
        let counts = roster::counts(&mut db, org).await?;
        let found = match asked.invited {
            true => Found::nobody(),
            false => self.people_found(&mut db, org, &asked, cut.as_ref()).await?,
        };
        let invited = match asked.invited {
            true => Some(self.open_invitations(&mut db, visitor, desk).await?),
            false => None,
        };
        let policy = org_policy::get(&mut db, org).await?;
        drop(db);
        let person = match query.get("person") {
            "" => None,
            id => match self.person_page(visitor, desk, &PersonId::new(id), "").await {
                // Whoever is not here any more is not beside the list either.
                Err(Fault::NotFound) => None,
                found => Some(Box::new(found?)),
            },
        };
        let exempt = (policy.from > self.now()).then_some((policy.demand, policy.from));
        let many = i64::try_from(found.rows.len()).unwrap_or(0);
        let back = cut.as_ref().is_some_and(|cut| cut.back);
        let from = match &cut {
            Some(cut) if !back || found.more => cut.from.max(1),
            _ => 1,
        };
        let (before, after) = if back { (found.more, true) } else { (cut.is_some(), found.more) };
        let to = |at: Option<At>, back: bool, from: i64| {
            at.map(|at| asked.query.with("after", &self.write_cut(org, &asked, &Cut { at, back, from })))
        };
        Ok(People {
            everybody: counts.get(&("all".to_owned(), String::new())).copied().unwrap_or(0),
            found: match found.total {
                Some(Total { people, about }) => Some(Amount { people, about }),
                // A search counts nobody beyond its page, a wide range of sign-ins not all.
                None => (!after).then_some(Amount { people: from - 1 + many, about: false }),
            },
            from,
            sorted: asked.typed.is_none().then_some((asked.sorted.order.word(), asked.sorted.down)),
            previous: to(found.first.filter(|_| before), true, from - asked.size),
            next: to(found.last.filter(|_| after), false, from + many),
            rows: found.rows.into_iter().map(|row| self.person_row(visitor, desk, row, exempt)).collect(),
            regions: regions(&counts),
            here: match &cut {
                Some(_) => asked.query.with("after", query.get("after")),
                None => asked.query.clone(),
            },
            person,
            invited,
            columns: asked.columns,
            size: asked.size,
            compact: asked.compact,
            query: asked.query,
        })
    }

    async fn people_found(&self, db: &mut Db, org: &OrgId, asked: &Asked, cut: Option<&Cut>) -> Result<Found, Fault> {
        let found = self.people_matched(&mut *db, org, asked, cut).await?;
        let total = if asked.typed.is_none() { roster::total(db, org, &asked.wanted).await? } else { None };
        Ok(Found { total, ..found })
    }

    /// The same without a count.
    async fn people_matched(&self, db: &mut Db, org: &OrgId, asked: &Asked, cut: Option<&Cut>) -> Result<Found, Fault> {
        let (back, size) = (cut.is_some_and(|cut| cut.back), asked.size);
        if let Some(typed) = &asked.typed {
            let mark = cut.and_then(|cut| cut.at.mark());
            let found = roster::search(db, org, (typed, &asked.wanted), mark, back, size).await?;
            let (first, last) = (found.first.map(At::Match), found.last.map(At::Match));
            return Ok(Found { rows: found.rows, first, last, more: found.more, total: None });
        }
        let cursor = cut.and_then(|cut| cut.at.cursor());
        let found = roster::page(db, org, &asked.wanted, asked.sorted, cursor, back, size).await?;
        let (first, last) = (found.first.map(At::Row), found.last.map(At::Row));
        Ok(Found { rows: found.rows, first, last, more: found.more, total: None })
    }

    /// Everybody whom the list matches at this moment, one more than `most` at most: then there are too many.
    pub(super) async fn people_matching(
        &self,
        org: &OrgId,
        query: &OrgQuery,
        most: i64,
    ) -> Result<Vec<PersonId>, Fault> {
        let asked = Asked { size: MATCHED_AT_ONCE, ..Asked::read(query, self.now()) };
        if asked.invited {
            return Ok(Vec::new());
        }
        let mut db = self.store.read().await?;
        let (mut people, mut cut) = (Vec::new(), None);
        loop {
            let found = self.people_matched(&mut db, org, &asked, cut.as_ref()).await?;
            people.extend(found.rows.into_iter().map(|row| row.person));
            let full = i64::try_from(people.len()).is_ok_and(|many| many > most);
            match found.last.filter(|_| found.more && !full) {
                Some(at) => cut = Some(Cut { at, back: false, from: 1 }),
                None => return Ok(people),
            }
        }
    }

    fn person_row(
        &self,
        visitor: &Visitor,
        desk: &Desk,
        row: Listed,
        exempt: Option<(Demand, Timestamp)>,
    ) -> PersonRow {
        let day = |at: Timestamp| (at > Timestamp(0)).then(|| visitor.zone.day(at));
        let standing = row.standing_at(self.now());
        let asked = |demand: Demand| match demand {
            Demand::Everyone => true,
            Demand::Staff => row.role >= Role::Admin,
            Demand::Nobody => false,
        };
        PersonRow {
            standing,
            exempt_until: exempt
                .filter(|(demand, _)| standing == Standing::NotSetUp && asked(*demand))
                .map(|(_, from)| visitor.zone.day(from)),
            may_reset: row.managed && row.role <= desk.seat.role && row.person != desk.session.person,
            id: row.person,
            name: row.name,
            email: row.email,
            way: row.method,
            phone: row.phone,
            role: row.role,
            managed: row.managed,
            signed_in: (row.signed_in > Timestamp(0)).then(|| visitor.zone.full(row.signed_in)),
            enrolled: day(row.enrolled),
            reset: day(row.reset),
            country: countries::name(&row.region).unwrap_or_default(),
            recovery: (row.recovery, day(row.recovery_at)),
        }
    }
}

/// Regions of the phones there are, by their names.
fn regions(counts: &BTreeMap<(String, String), i64>) -> Vec<(String, &'static str)> {
    let there = counts.iter().filter(|((facet, _), people)| facet == "region" && **people > 0);
    let mut regions: Vec<(String, &'static str)> =
        there.filter_map(|((_, word), _)| countries::name(word).map(|name| (word.clone(), name))).collect();
    regions.sort_by_key(|(_, name)| *name);
    regions
}
