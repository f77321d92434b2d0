//! Pages of the list: filters, orders and cursors, each answered from a short range of an index.

use super::scan::{self, COUNTED, DEEP, EXACT, FEW, Texts};
use super::{Row, tally};
use crate::model::{CodeWay, Listed, OrgId, Standing, Timestamp};
use crate::store::{Db, StoreError};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Who is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// How they stand.
    pub standing: Option<Standing>,
    /// How they get a code.
    pub method: Option<CodeWay>,
    /// A role's word, or "staff" for admins and owners; empty for everybody.
    pub role: String,
    /// Region of the main phone; empty for all.
    pub region: String,
    /// Signed in last from the first of these moments on, and before the second.
    pub seen: (Timestamp, Timestamp),
    /// Now: waits after wrong tries end by themselves.
    pub now: Timestamp,
}

/// Admins and owners.
pub const STAFF: &str = "staff";

impl Wanted {
    /// Everybody.
    pub fn everybody(now: Timestamp) -> Wanted {
        let seen = (Timestamp(i64::MIN), Timestamp(i64::MAX));
        Wanted { standing: None, method: None, role: String::new(), region: String::new(), seen, now }
    }

    fn any_seen(&self) -> bool {
        self.seen == (Timestamp(i64::MIN), Timestamp(i64::MAX))
    }
}

/// What people are put in order by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Name.
    Name,
    /// How they stand, then the name.
    Standing,
    /// How they get a code, then the name.
    Method,
    /// Role, then the name.
    Role,
    /// Last sign-in.
    SignedIn,
    /// Since when there has been a second factor.
    Enrolled,
    /// Last reset.
    Reset,
}

impl Order {
    /// Every order.
    pub const ALL: [Order; 7] =
        [Order::Name, Order::Standing, Order::Method, Order::Role, Order::SignedIn, Order::Enrolled, Order::Reset];

    /// The word in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Order::Name => "name",
            Order::Standing => "status",
            Order::Method => "method",
            Order::Role => "role",
            Order::SignedIn => "seen",
            Order::Enrolled => "enrolled",
            Order::Reset => "reset",
        }
    }

    /// Reads [`Order::word`].
    pub fn parse(word: &str) -> Option<Order> {
        Order::ALL.into_iter().find(|o| o.word() == word)
    }

    fn texts(self) -> &'static Texts {
        match self {
            Order::Name => &scan::BY_NAME,
            Order::Standing => &scan::BY_STATUS,
            Order::Method => &scan::BY_METHOD,
            Order::Role => &scan::BY_ROLE,
            Order::SignedIn => &scan::BY_SIGNED_IN,
            Order::Enrolled => &scan::BY_ENROLLED,
            Order::Reset => &scan::BY_RESET,
        }
    }
}

/// An order and its direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sorted {
    /// By what.
    pub order: Order,
    /// Downwards.
    pub down: bool,
}

/// A place between two people of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    text: String,
    number: i64,
    name: String,
    id: String,
}

impl Cursor {
    fn at(row: &Row, order: Order) -> Cursor {
        let by_name = |text: &str| (text.to_owned(), 0, row.name_key.clone());
        let (text, number, name) = match order {
            Order::Name => (row.name_key.clone(), 0, String::new()),
            Order::Standing => by_name(&row.status),
            Order::Method => by_name(&row.method),
            Order::Role => by_name(&row.role),
            Order::SignedIn => (String::new(), row.signed_in_at, String::new()),
            Order::Enrolled => (String::new(), row.enrolled_at, String::new()),
            Order::Reset => (String::new(), row.reset_at, String::new()),
        };
        Cursor { text, number, name, id: row.person_id.clone() }
    }
}

/// A page of people.
pub struct Page {
    /// The people, in order.
    pub rows: Vec<Listed>,
    /// Before the first of them.
    pub first: Option<Cursor>,
    /// Behind the last of them, or behind the last that was looked at.
    pub last: Option<Cursor>,
    /// There may be more in the direction in which was read.
    pub more: bool,
}

/// A page of people behind a cursor, or before it (`back`), at most `most`.
pub async fn page(
    db: &mut Db,
    org: &OrgId,
    wanted: &Wanted,
    sorted: Sorted,
    cursor: Option<&Cursor>,
    back: bool,
    most: i64,
) -> Result<Page, StoreError> {
    let plan = plan(db, org, wanted, sorted.order).await?;
    let down = sorted.down != back;
    let mut rows = read(db, org, wanted, sorted.order, (&plan, down), cursor, (most + 1, false, 0)).await?;
    let full = usize::try_from(most).is_ok_and(|most| rows.len() > most);
    rows.truncate(usize::try_from(most).unwrap_or(0));
    let mut end = rows.last().map(|row| Cursor::at(row, sorted.order));
    let mut more = full;
    if !full && let Plan::Along(_) = plan {
        // Fewer than asked for: perhaps because only so many were looked at.
        let deepest = read(db, org, wanted, sorted.order, (&plan, down), cursor, (1, true, DEEP - 1)).await?;
        if let Some(row) = deepest.first() {
            end = Some(Cursor::at(row, sorted.order));
            more = true;
        }
    }
    let mut start = rows.first().map(|row| Cursor::at(row, sorted.order));
    if back {
        rows.reverse();
        std::mem::swap(&mut start, &mut end);
    }
    let rows = rows.into_iter().map(Listed::try_from).collect::<Result<Vec<_>, _>>()?;
    Ok(Page { rows, first: start, last: end, more })
}

enum Plan {
    /// Along an index of the order; the filter's own column leads it where there is one.
    Along(&'static Texts),
    /// The few people of one filter, put into order.
    Few(&'static Texts),
}

/// One filter that is in use: how many it lets through, and the texts that begin with it.
struct Driver {
    people: i64,
    along: Option<&'static Texts>,
    few: &'static Texts,
    count: &'static str,
}

async fn plan(db: &mut Db, org: &OrgId, wanted: &Wanted, order: Order) -> Result<Plan, StoreError> {
    let drivers = drivers(wanted, &Sizes::read(db, org, wanted).await?);
    if let ([Driver { along: Some(texts), .. }], Order::Name) = (drivers.as_slice(), order) {
        // Nothing else to let through: the first rows of its index are the page.
        return Ok(Plan::Along(texts));
    }
    if let Some(driver) = drivers.first().filter(|d| d.people <= FEW) {
        return Ok(Plan::Few(driver.few));
    }
    let led = drivers.iter().find_map(|d| d.along).filter(|_| order == Order::Name);
    Ok(Plan::Along(led.unwrap_or(order.texts())))
}

/// How many people the list has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Total {
    /// How many.
    pub people: i64,
    /// It is an estimate.
    pub about: bool,
}

/// How many people are wanted; counted where they are few, and estimated from the counts of each filter where they are many.
/// `None`: more than were counted.
pub async fn total(db: &mut Db, org: &OrgId, wanted: &Wanted) -> Result<Option<Total>, StoreError> {
    let sizes = Sizes::read(db, org, wanted).await?;
    let drivers = drivers(wanted, &sizes);
    let Some(least) = drivers.first() else { return Ok(Some(Total { people: sizes.all(), about: false })) };
    if let ([only], None) = (drivers.as_slice(), wanted.standing)
        && only.people <= COUNTED
    {
        return Ok(Some(Total { people: only.people, about: false }));
    }
    if least.people <= EXACT {
        let query =
            sqlx::query_as(Driver::text(least)).bind(org.as_str()).bind(standing_word(wanted)).bind(wanted.now.0);
        let query = query.bind(method_word(wanted)).bind(&wanted.role).bind(&wanted.region);
        let (people,): (i64,) = query.bind(wanted.seen.0.0).bind(wanted.seen.1.0).fetch_one(db).await?;
        return Ok(Some(Total { people, about: false }));
    }
    if sizes.locked.max(sizes.seen) > COUNTED {
        return Ok(None);
    }
    let all = sizes.all().max(1);
    let share = |people: i64| i128::from(people.min(all));
    let people = drivers.iter().fold(i128::from(all), |n, d| n * share(d.people) / i128::from(all));
    let about = drivers.len() > 1 || wanted.standing.is_some();
    Ok(Some(Total { people: i64::try_from(people).unwrap_or(all), about }))
}

/// What is known of sizes without looking at people.
struct Sizes {
    tally: BTreeMap<(String, String), i64>,
    locked: i64,
    seen: i64,
}

impl Sizes {
    async fn read(db: &mut Db, org: &OrgId, wanted: &Wanted) -> Result<Sizes, StoreError> {
        const LOCKED: &str = "SELECT COUNT(*) FROM (SELECT person_id FROM roster WHERE organization_id = $1 \
                              AND locked_until > 0 AND locked_until > $2 LIMIT $3) AS part";
        const SEEN: &str = "SELECT COUNT(*) FROM (SELECT person_id FROM roster WHERE organization_id = $1 \
                            AND signed_in_at >= $2 AND signed_in_at < $3 LIMIT $4) AS part";
        let mut sizes = Sizes { tally: tally::counts(db, org).await?, locked: 0, seen: 0 };
        if wanted.standing == Some(Standing::Locked) {
            let query = sqlx::query_as(LOCKED).bind(org.as_str()).bind(wanted.now.0).bind(COUNTED + 1);
            (sizes.locked,) = query.fetch_one(&mut *db).await?;
        }
        if !wanted.any_seen() {
            let query = sqlx::query_as(SEEN).bind(org.as_str()).bind(wanted.seen.0.0).bind(wanted.seen.1.0);
            (sizes.seen,) = query.bind(COUNTED + 1).fetch_one(db).await?;
        }
        Ok(sizes)
    }

    fn of(&self, facet: &str, word: &str) -> i64 {
        self.tally.get(&(facet.to_owned(), word.to_owned())).copied().unwrap_or(0)
    }

    fn all(&self) -> i64 {
        self.of("all", "")
    }
}

/// The filters in use, the smallest first.
fn drivers(wanted: &Wanted, sizes: &Sizes) -> Vec<Driver> {
    let mut all = Vec::new();
    let mut add = |people, along, few, count| all.push(Driver { people, along, few, count });
    let staff = sizes.of("role", "admin") + sizes.of("role", "owner");
    match (wanted.standing, wanted.role.as_str()) {
        (Some(Standing::Locked), _) => add(sizes.locked, None, &scan::FEW_LOCKED, scan::COUNT_LOCKED),
        // A view of its own has an index of its own.
        (Some(standing), STAFF) => {
            let people = staff.min(sizes.of("status", standing.word()));
            let along = Some(&scan::BY_NAME_OF_STAFF_STATUS);
            add(people, along, &scan::FEW_OF_STAFF_STATUS, scan::COUNT_OF_STAFF_STATUS);
        }
        (Some(standing), _) => {
            let people = sizes.of("status", standing.word());
            add(people, Some(&scan::BY_NAME_OF_STATUS), &scan::FEW_OF_STATUS, scan::COUNT_OF_STATUS);
        }
        (None, _) => {}
    }
    if let Some(method) = wanted.method {
        let people = sizes.of("method", method.word());
        add(people, Some(&scan::BY_NAME_OF_METHOD), &scan::FEW_OF_METHOD, scan::COUNT_OF_METHOD);
    }
    match wanted.role.as_str() {
        "" => {}
        STAFF if wanted.standing.is_some_and(|standing| standing != Standing::Locked) => {}
        STAFF => add(staff, Some(&scan::BY_NAME_OF_STAFF), &scan::FEW_OF_STAFF, scan::COUNT_OF_STAFF),
        role => {
            let people = sizes.of("role", role);
            add(people, Some(&scan::BY_NAME_OF_ROLE), &scan::FEW_OF_ROLE, scan::COUNT_OF_ROLE);
        }
    }
    if !wanted.region.is_empty() {
        let people = sizes.of("region", &wanted.region);
        add(people, Some(&scan::BY_NAME_OF_REGION), &scan::FEW_OF_REGION, scan::COUNT_OF_REGION);
    }
    if !wanted.any_seen() {
        let never = wanted.seen == (Timestamp(0), Timestamp(1));
        let along = never.then_some(&scan::BY_NAME_OF_NEVER);
        add(sizes.seen, along, &scan::FEW_SEEN, scan::COUNT_SEEN);
    }
    all.sort_by_key(|d| d.people);
    all
}

impl Driver {
    fn text(&self) -> &'static str {
        self.count
    }
}

/// Runs one statement of the plan: at most `most` rows from `offset` on; `all` lets every row through.
async fn read(
    db: &mut Db,
    org: &OrgId,
    wanted: &Wanted,
    order: Order,
    (plan, down): (&Plan, bool),
    cursor: Option<&Cursor>,
    (most, all, offset): (i64, bool, i64),
) -> Result<Vec<Row>, StoreError> {
    let texts = match plan {
        Plan::Along(texts) | Plan::Few(texts) => texts,
    };
    let mut query = sqlx::query_as(Texts::of(texts, down, cursor.is_some()))
        .bind(org.as_str())
        .bind(standing_word(wanted))
        .bind(wanted.now.0)
        .bind(method_word(wanted))
        .bind(&wanted.role)
        .bind(&wanted.region)
        .bind(wanted.seen.0.0)
        .bind(wanted.seen.1.0)
        .bind(most)
        .bind(i64::from(all))
        .bind(offset);
    if let Plan::Few(_) = plan {
        query = query.bind(order.word());
    }
    if let Some(Cursor { text, number, name, id }) = cursor {
        query = match (plan, order) {
            (Plan::Few(_), _) => query.bind(text).bind(*number).bind(name),
            (Plan::Along(_), Order::Name) => query.bind(text),
            (Plan::Along(_), Order::Standing | Order::Method | Order::Role) => query.bind(text).bind(name),
            (Plan::Along(_), Order::SignedIn | Order::Enrolled | Order::Reset) => query.bind(*number),
        };
        query = query.bind(id);
    }
    Ok(query.fetch_all(db).await?)
}

fn standing_word(wanted: &Wanted) -> &'static str {
    wanted.standing.map_or("", Standing::word)
}

fn method_word(wanted: &Wanted) -> &'static str {
    wanted.method.map_or("", CodeWay::word)
}
