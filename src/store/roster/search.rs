//! People found by what somebody begins to type. They come in the order of what was matched; each person once, at the first of
//! their terms that matches.

use super::Row;
use super::list::Wanted;
use crate::flow::words::{Range, Term, Typed};
use crate::model::{Listed, OrgId};
use crate::store::{Db, StoreError};
use serde::{Deserialize, Serialize};

/// Terms that one statement looks at, at most: the number in its text.
const DEEP: i64 = 1000;

/// A place between two matches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    head: i64,
    tail: i64,
    id: String,
    /// The words were looked for one by one: nobody has them one after the other.
    apart: bool,
}

/// A page of matches.
pub struct Matches {
    /// The people, in the order of what was matched.
    pub rows: Vec<Listed>,
    /// Before the first of them.
    pub first: Option<Mark>,
    /// Behind the last of them, or behind the last that was looked at.
    pub last: Option<Mark>,
    /// There may be more in the direction in which was read.
    pub more: bool,
}

macro_rules! found {
    ($cursor:literal, $order:literal) => {
        concat!(
            "SELECT r.organization_id, r.person_id, r.name, r.email, r.name_key, r.role, r.managed, r.status, r.method, \
             r.phone, r.region, r.recovery, r.recovery_at, r.enrolled_at, r.reset_at, r.signed_in_at, r.locked_until, \
             t.head, t.tail FROM (SELECT organization_id, person_id, head, tail FROM roster_term WHERE organization_id = $1 \
             AND ", $cursor, " ORDER BY ", $order, " LIMIT 1000) AS t JOIN roster r \
             ON r.organization_id = t.organization_id AND r.person_id = t.person_id WHERE $16 = 1 OR ( \
             NOT EXISTS (SELECT 1 FROM roster_term s WHERE s.person_id = t.person_id AND s.organization_id = $1 \
             AND (s.head, s.tail) >= ($17, $18) AND (s.head, s.tail) < (t.head, t.tail)) \
             AND ($19 < 0 OR EXISTS (SELECT 1 FROM roster_term s WHERE s.person_id = t.person_id AND s.organization_id = $1 \
             AND (s.head, s.tail) >= ($19, $20) AND (s.head, s.tail) < ($21, $22))) \
             AND ($23 < 0 OR EXISTS (SELECT 1 FROM roster_term s WHERE s.person_id = t.person_id AND s.organization_id = $1 \
             AND (s.head, s.tail) >= ($23, $24) AND (s.head, s.tail) < ($25, $26))) \
             AND ($2 = '' OR ($2 = 'locked' AND r.locked_until > $3) OR (r.status = $2 AND r.locked_until <= $3)) \
             AND ($4 = '' OR r.method = $4) AND ($5 = '' OR r.role = $5 OR ($5 = 'staff' AND r.role <> 'member')) \
             AND ($6 = '' OR r.region = $6) AND r.signed_in_at + 0 >= $7 AND r.signed_in_at + 0 < $8) LIMIT $9 OFFSET $10"
        )
    };
}

/// Forwards from behind a match to the end of the range, and backwards from before one to its beginning.
static FORWARDS: &str =
    found!("(head, tail, person_id) > ($11, $12, $13) AND (head, tail) < ($14, $15)", "head, tail, person_id");
static BACKWARDS: &str = found!(
    "(head, tail, person_id) < ($11, $12, $13) AND (head, tail) >= ($14, $15)",
    "head DESC, tail DESC, person_id DESC"
);

#[derive(sqlx::FromRow)]
struct Match {
    #[sqlx(flatten)]
    row: Row,
    head: i64,
    tail: i64,
}

impl Match {
    fn mark(&self, apart: bool) -> Mark {
        Mark { head: self.head, tail: self.tail, id: self.row.person_id.clone(), apart }
    }
}

/// A page of the people who match what was typed and are wanted besides: behind a mark, or before it (`back`).
pub async fn search(
    db: &mut Db,
    org: &OrgId,
    (typed, wanted): (&Typed, &Wanted),
    mark: Option<&Mark>,
    back: bool,
    most: i64,
) -> Result<Matches, StoreError> {
    let whole = std::slice::from_ref(&typed.phrase);
    if mark.is_none_or(|mark| !mark.apart) {
        let found = matches(db, org, (whole, wanted), (mark, false), back, most).await?;
        if mark.is_some() || !found.rows.is_empty() || found.more || typed.words.is_empty() {
            return Ok(found);
        }
    }
    matches(db, org, (&typed.words, wanted), (mark, true), back, most).await
}

async fn matches(
    db: &mut Db,
    org: &OrgId,
    (words, wanted): (&[Range], &Wanted),
    (mark, apart): (Option<&Mark>, bool),
    back: bool,
    most: i64,
) -> Result<Matches, StoreError> {
    let Some(asked) = Asked::new(words, mark, back) else {
        return Ok(Matches { rows: Vec::new(), first: None, last: None, more: false });
    };
    let mut rows = asked.read(db, org, wanted, (most + 1, false, 0)).await?;
    let full = usize::try_from(most).is_ok_and(|most| rows.len() > most);
    rows.truncate(usize::try_from(most).unwrap_or(0));
    let mut end = rows.last().map(|row| row.mark(apart));
    let mut more = full;
    if !full && let Some(row) = asked.read(db, org, wanted, (1, true, DEEP - 1)).await?.first() {
        end = Some(row.mark(apart));
        more = true;
    }
    let mut start = rows.first().map(|row| row.mark(apart));
    if back {
        rows.reverse();
        std::mem::swap(&mut start, &mut end);
    }
    let rows = rows.into_iter().map(|m| Listed::try_from(m.row)).collect::<Result<Vec<_>, _>>()?;
    Ok(Matches { rows, first: start, last: end, more })
}

/// What one statement looks for.
struct Asked<'a> {
    first: Range,
    others: [Option<Range>; 2],
    from: (i64, i64, &'a str),
    back: bool,
}

impl<'a> Asked<'a> {
    fn text(back: bool) -> &'static str {
        if back { BACKWARDS } else { FORWARDS }
    }

    fn new(words: &[Range], mark: Option<&'a Mark>, back: bool) -> Option<Asked<'a>> {
        let (first, others) = words.split_first()?;
        let begin = if back { first.to } else { first.from };
        let from = mark.map_or((begin.head, begin.tail, ""), |mark| (mark.head, mark.tail, mark.id.as_str()));
        Some(Asked { first: *first, others: [others.first().copied(), others.get(1).copied()], from, back })
    }

    async fn read(
        &self,
        db: &mut Db,
        org: &OrgId,
        wanted: &Wanted,
        (most, all, offset): (i64, bool, i64),
    ) -> Result<Vec<Match>, StoreError> {
        let Range { from, to } = self.first;
        let limit = if self.back { from } else { to };
        let none = Range { from: Term { head: -1, tail: 0 }, to: Term { head: -1, tail: 0 } };
        let [second, third] = self.others.map(|range| range.unwrap_or(none));
        let mut query = sqlx::query_as(Asked::text(self.back))
            .bind(org.as_str())
            .bind(wanted.standing.map_or("", crate::model::Standing::word))
            .bind(wanted.now.0)
            .bind(wanted.method.map_or("", crate::model::CodeWay::word))
            .bind(&wanted.role)
            .bind(&wanted.region)
            .bind(wanted.seen.0.0)
            .bind(wanted.seen.1.0)
            .bind(most)
            .bind(offset)
            .bind(self.from.0)
            .bind(self.from.1)
            .bind(self.from.2)
            .bind(limit.head)
            .bind(limit.tail)
            .bind(i64::from(all));
        for bound in [from.head, from.tail] {
            query = query.bind(bound);
        }
        for Range { from, to } in [second, third] {
            query = query.bind(from.head).bind(from.tail).bind(to.head).bind(to.tail);
        }
        Ok(query.fetch_all(db).await?)
    }
}
