//! S13: how an organization stands, from figures that were kept as things happened.

use super::Desk;
use super::audit::{Names, line};
use crate::auth::{Auth, Fault, Visitor, Zone, countries, number};
use crate::env::iso;
use crate::flow::OrgPolicy;
use crate::flow::figures::{BUCKETS, DAY, Figure, Level, POLICY, RESETS, Step, day_of, hour_key, percentile};
use crate::flow::org_policy::Demand;
use crate::model::{
    Attention, CountryLine, CoverDay, Coverage, OrgId, OrgOverview, OrgQuery, Plan, Range, Readiness, ResetWeek,
    Timestamp,
};
use crate::store::overview::{self, Staff};
use crate::store::tally::{self, Line};
use crate::store::{Db, org_policy};
use std::collections::BTreeMap;

/// Owners and admins who are looked at one by one.
const STAFF: i64 = 12;
/// Countries on the overview.
const COUNTRIES: usize = 5;
/// Below that share of messages that arrive, a country needs somebody.
const FAILING: i64 = 90;

impl Auth {
    /// The overview.
    pub(super) async fn org_overview(
        &self,
        visitor: &Visitor,
        desk: &Desk,
        query: &OrgQuery,
    ) -> Result<OrgOverview, Fault> {
        let (now, org, range) = (self.now(), &desk.seat.org, Range::read(query.get("range")));
        let today = day_of(now);
        let mut db = self.store.read().await?;
        let from = today - range.days() + 1;
        let before = tally::sums(&mut db, org, Figure::Level, (0, from - 1)).await?;
        let levels = tally::days(&mut db, org, Figure::Level, (from, today)).await?;
        let events = tally::days(&mut db, org, Figure::Event, (today - range.days().max(14), today)).await?;
        let hours = tally::days(&mut db, org, Figure::Hour, (today - 2, today)).await?;
        let mut countries = self.countries_of(&mut db, org, (from, today)).await?;
        let policy = org_policy::get(&mut db, org).await?;
        let now_levels = at_end(&before, &levels);
        let attention = self.attention(&mut db, visitor, desk, &policy, &now_levels, &countries).await?;
        let rows = overview::events(&mut db, org, 8).await?;
        let mut names = Names::default();
        names.read(&mut db, rows.iter().flat_map(|row| [&row.actor_id, &row.person_id])).await?;
        let last = rows.iter().map(|row| line(row, &names, &visitor.zone)).collect();
        drop(db);
        let more_countries = countries.len() > COUNTRIES;
        countries.truncate(COUNTRIES);
        let level = |level: Level| now_levels.get(level.word()).copied().unwrap_or(0);
        let changed = events.iter().filter(|line| line.key == POLICY).map(|line| line.day).collect::<Vec<_>>();
        let coverage = coverage(&before, &levels, (from, today), &changed);
        let people = [coverage.last(), coverage.first()].map(|day| day.map(|d| d.people).unwrap_or_default());
        Ok(OrgOverview {
            org: org.clone(),
            range,
            as_of: visitor.zone.hour(now),
            first_use: level(Level::Covered) == 0 && events.is_empty(),
            people,
            resets_week: [today, today - 7].map(|end| resets(&events, end - 6, end).iter().sum()),
            codes_day: [now, Timestamp(now.0 - DAY)].map(|end| codes_until(&hours, end)),
            coverage,
            methods: [Level::Sms, Level::Call, Level::App, Level::Bare].map(level),
            weeks: weeks(&events, range, today),
            countries,
            more_countries,
            attention,
            events: last,
        })
    }

    /// How codes arrived, country by country, the most messages first.
    pub(super) async fn countries_of(
        &self,
        db: &mut Db,
        org: &OrgId,
        days: (i64, i64),
    ) -> Result<Vec<CountryLine>, Fault> {
        let codes = tally::sums(db, org, Figure::Code, days).await?;
        let speeds = tally::sums(db, org, Figure::Speed, days).await?;
        let costs = tally::sums(db, org, Figure::Spend, days).await?;
        let mut all: BTreeMap<String, CountryLine> = BTreeMap::new();
        for (key, count) in codes {
            // "GB sms sent": both channels count together.
            let mut parts = key.split(' ');
            let (Some(region), Some(_), Some(step)) = (parts.next(), parts.next(), parts.next()) else { continue };
            let line = all.entry(region.to_owned()).or_insert_with(|| CountryLine {
                name: countries::name(region).unwrap_or(region).to_owned(),
                region: region.to_owned(),
                sent: 0,
                delivered: 0,
                started: 0,
                used: 0,
                cost: 0,
                speed: None,
            });
            match Step::parse(step) {
                Some(Step::Sent) => line.sent += count,
                Some(Step::Delivered) => line.delivered += count,
                Some(Step::Started) => line.started += count,
                Some(Step::Used) => line.used += count,
                _ => {}
            }
        }
        let mut times: BTreeMap<String, Vec<i64>> = BTreeMap::new();
        for (key, count) in speeds {
            let Some((region, bucket)) = key.split_once(' ') else { continue };
            let counts = times.entry(region.to_owned()).or_insert_with(|| vec![0; BUCKETS.len() + 1]);
            if let Some(slot) = bucket.parse().ok().and_then(|n: usize| counts.get_mut(n)) {
                *slot += count;
            }
        }
        for (key, cost) in costs {
            // "GB twilio": every carrier counts together.
            if let Some(line) = key.split(' ').next().and_then(|region| all.get_mut(region)) {
                line.cost += cost;
            }
        }
        for (region, line) in &mut all {
            let counts = times.get(region).map(Vec::as_slice).unwrap_or_default();
            line.speed = percentile(counts, 0.5).zip(percentile(counts, 0.95));
        }
        let mut lines: Vec<CountryLine> = all.into_values().filter(|line| line.sent > 0).collect();
        lines.sort_by(|a, b| (b.sent, &a.name).cmp(&(a.sent, &b.name)));
        Ok(lines)
    }

    /// What needs somebody, the worst first.
    async fn attention(
        &self,
        db: &mut Db,
        visitor: &Visitor,
        desk: &Desk,
        policy: &OrgPolicy,
        levels: &BTreeMap<String, i64>,
        countries: &[CountryLine],
    ) -> Result<Vec<Attention>, Fault> {
        let (org, now) = (&desk.seat.org, self.now());
        let level = |level: Level| levels.get(level.word()).copied().unwrap_or(0);
        let staff = overview::staff(db, org, STAFF).await?;
        let owners: Vec<&Staff> = staff.iter().filter(|s| s.owns()).collect();
        let mut all = Vec::new();
        let (requests, approvals) = overview::requests(db, org).await?;
        all.extend((requests > 0).then_some(Attention::Requests(requests)));
        all.extend((approvals > 0).then_some(Attention::Approvals(approvals)));
        all.extend(demanded(visitor, desk.seat.plan, policy, now, (level(Level::Bare), level(Level::BareStaff))));
        if let [only] = owners.as_slice() {
            all.push(Attention::OneOwner(only.name.clone()));
        }
        let mut numbers: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for owner in &owners {
            if let Some(index) = &owner.number_index {
                numbers.entry(index).or_default().push(owner.name.clone());
            }
        }
        all.extend(numbers.into_values().filter(|names| names.len() > 1).map(Attention::SharedNumber));
        for who in &staff {
            if let Some(sealed) = &who.number_sealed {
                let e164 = self.vault.open("phone", sealed).ok_or(Fault::Broken("phone"))?;
                let hosted = number::parse("", &e164, true).is_ok_and(|number| self.numbers.owns(&number));
                all.extend(hosted.then(|| Attention::HostedNumber(who.name.clone())));
            }
            all.extend(
                self.own_domain(&who.email).map(|domain| Attention::OwnDomain { name: who.name.clone(), domain }),
            );
            if self.readiness(db, org, &who.person()).await? == Some(Readiness::Nobody) {
                all.push(Attention::NoWayBack(who.name.clone()));
            }
        }
        let failing = countries.iter().filter(|line| !line.too_few());
        let failing =
            failing.map(|line| (line, line.delivered * 100 / line.sent)).filter(|(_, share)| *share < FAILING);
        all.extend(failing.map(|(line, delivered)| Attention::Failing { country: line.name.clone(), delivered }));
        let (unreachable, fragile) = (level(Level::Unreachable), level(Level::Fragile));
        all.extend((unreachable > 0).then_some(Attention::Unreachable(unreachable)));
        all.extend((fragile > 0).then_some(Attention::Fragile(fragile)));
        Ok(all)
    }

    /// The domain of a mailbox, where this very server lies on it: what takes the one down takes the other.
    fn own_domain(&self, email: &str) -> Option<String> {
        let domain = email.rsplit_once('@')?.1;
        let own = self.own_domains.iter().any(|own| domain == own || own.ends_with(&format!(".{domain}")));
        own.then(|| domain.to_owned())
    }
}

/// Whom a plan or policy asks, who has no 2FA: now, or soon.
fn demanded(
    visitor: &Visitor,
    plan: Plan,
    policy: &OrgPolicy,
    now: Timestamp,
    (everybody, staff): (i64, i64),
) -> Option<Attention> {
    let (people, due) = match (plan, policy.demand) {
        (Plan::Paid, _) => (everybody, true),
        (Plan::Trial, Demand::Nobody) => return None,
        (Plan::Trial, Demand::Staff) => (staff, now >= policy.from),
        (Plan::Trial, Demand::Everyone) => (everybody, now >= policy.from),
    };
    match (people, due) {
        (0, _) => None,
        (people, true) => Some(Attention::Overdue(people)),
        (people, false) => Some(Attention::GraceEnds { day: visitor.zone.day(policy.from), people }),
    }
}

/// How many people are at each level at the end of the last day.
fn at_end(before: &[(String, i64)], levels: &[Line]) -> BTreeMap<String, i64> {
    let mut all: BTreeMap<String, i64> = before.iter().cloned().collect();
    for line in levels {
        *all.entry(line.key.clone()).or_insert(0) += line.count;
    }
    all
}

/// Coverage at the end of each day from one to another, as far back as anybody was there.
fn coverage(before: &[(String, i64)], levels: &[Line], (from, to): (i64, i64), changed: &[i64]) -> Vec<CoverDay> {
    let start = at_end(before, &[]);
    let level = |level: Level| start.get(level.word()).copied().unwrap_or(0);
    let mut people = Coverage { active: level(Level::Active), covered: level(Level::Covered) };
    let (mut days, mut rest) = (Vec::new(), levels);
    for day in from..=to {
        let here = rest.iter().take_while(|line| line.day <= day).count();
        let (today, later) = rest.split_at(here);
        rest = later;
        for line in today {
            match Level::parse(&line.key) {
                Some(Level::Active) => people.active += line.count,
                Some(Level::Covered) => people.covered += line.count,
                _ => {}
            }
        }
        if people.active > 0 {
            let (at, policy) = (Timestamp(day * DAY), changed.contains(&day));
            days.push(CoverDay { day: Zone::default().day(at), iso: iso(at)[..10].to_owned(), people, policy });
        }
    }
    days
}

/// Resets by cause from one day to another, both included.
fn resets(events: &[Line], from: i64, to: i64) -> [i64; 3] {
    RESETS.map(|key| {
        let lines = events.iter().filter(|line| line.key == key && (from..=to).contains(&line.day));
        lines.map(|line| line.count).sum()
    })
}

/// Weeks from Monday to Sunday, the last one still running.
fn weeks(events: &[Line], range: Range, today: i64) -> Vec<ResetWeek> {
    // 1 January 1970 was a Thursday.
    let monday = today - (today + 3).rem_euclid(7);
    let weeks = range.days() / 7;
    let week = |back: i64| {
        let from = monday - back * 7;
        let day = |day: i64| iso(Timestamp(day * DAY))[..10].to_owned();
        ResetWeek {
            label: Zone::default().short_day(Timestamp(from * DAY)),
            from: day(from),
            to: day(from + 6),
            counts: resets(events, from, from + 6),
        }
    };
    (0..weeks).rev().map(week).collect()
}

/// Codes made and used in the 24 hours up to then, counted by whole hours.
fn codes_until(hours: &[Line], end: Timestamp) -> (i64, i64) {
    let within = |step: Step| -> i64 {
        let keys: Vec<(i64, String)> = (0..24)
            .map(|back| Timestamp(end.0 - back * 3_600_000))
            .map(|at| (day_of(at), hour_key(at, step)))
            .collect();
        let lines = hours.iter().filter(|line| keys.iter().any(|(day, key)| line.day == *day && line.key == *key));
        lines.map(|line| line.count).sum()
    };
    (within(Step::Started), within(Step::Used))
}
