//! The texts of the list's statements. Each order runs along an index of its own and stops at the page's end; a filter that
//! no index of that order knows is applied to a bounded number of rows at a time.

/// Rows that one statement looks at, at most, when it runs along an order: the number in its text.
pub(super) const DEEP: i64 = 5000;
/// A filter with no more people than this is gathered whole and put into order.
pub(super) const FEW: i64 = 2000;
/// Who was seen when, and who is locked, is counted this far.
pub(super) const COUNTED: i64 = FEW;
/// A filter with no more people than this is looked through to say how many another one lets through.
pub(super) const EXACT: i64 = 500;

/// Four texts: upwards and downwards, from the beginning and behind a cursor.
pub(super) struct Texts {
    up: [&'static str; 2],
    down: [&'static str; 2],
}

impl Texts {
    pub(super) fn of(&self, down: bool, behind: bool) -> &'static str {
        let texts = if down { self.down } else { self.up };
        texts[usize::from(behind)]
    }
}

macro_rules! columns {
    () => {
        "organization_id, person_id, name, email, name_key, role, managed, status, method, phone, region, recovery, \
         recovery_at, enrolled_at, reset_at, signed_in_at, locked_until"
    };
}

/// Every filter; an empty word filters nothing. Adding nothing to a column keeps its index out: the order's own is to be used.
macro_rules! wanted {
    () => {
        "($2 = '' OR ($2 = 'locked' AND locked_until > $3) OR (status = $2 AND locked_until <= $3)) \
         AND ($4 = '' OR method = $4) AND ($5 = '' OR role = $5 OR ($5 = 'staff' AND role <> 'member')) \
         AND ($6 = '' OR region = $6) AND signed_in_at + 0 >= $7 AND signed_in_at + 0 < $8"
    };
}

macro_rules! scan {
    ($only:literal, [$($part:literal),+]) => {
        concat!("SELECT ", columns!(), " FROM (SELECT ", columns!(), " FROM roster WHERE organization_id = $1", $only,
            $($part,)+ " LIMIT 5000) AS part WHERE ($10 = 1 OR (", wanted!(), ")) LIMIT $9 OFFSET $11")
    };
}

/// Along one column, people alike in it by their ids.
macro_rules! by_one {
    ($only:literal, $key:literal) => {
        Texts {
            up: [
                scan!($only, [" ORDER BY ", $key, ", person_id"]),
                scan!($only, [" AND (", $key, ", person_id) > ($12, $13) ORDER BY ", $key, ", person_id"]),
            ],
            down: [
                scan!($only, [" ORDER BY ", $key, " DESC, person_id DESC"]),
                scan!($only, [" AND (", $key, ", person_id) < ($12, $13) ORDER BY ", $key, " DESC, person_id DESC"]),
            ],
        }
    };
}

/// Along one column, people alike in it by their names.
macro_rules! by_two {
    ($key:literal) => {
        Texts {
            up: [
                scan!("", [" ORDER BY ", $key, ", name_key, person_id"]),
                scan!(
                    "",
                    [
                        " AND (",
                        $key,
                        ", name_key, person_id) > ($12, $13, $14) ORDER BY ",
                        $key,
                        ", name_key, person_id"
                    ]
                ),
            ],
            down: [
                scan!("", [" ORDER BY ", $key, " DESC, name_key DESC, person_id DESC"]),
                scan!(
                    "",
                    [
                        " AND (",
                        $key,
                        ", name_key, person_id) < ($12, $13, $14) ORDER BY ",
                        $key,
                        " DESC, name_key DESC, person_id DESC"
                    ]
                ),
            ],
        }
    };
}

pub(super) static BY_NAME: Texts = by_one!("", "name_key");
pub(super) static BY_NAME_OF_STATUS: Texts = by_one!(" AND status = $2", "name_key");
pub(super) static BY_NAME_OF_METHOD: Texts = by_one!(" AND method = $4", "name_key");
pub(super) static BY_NAME_OF_ROLE: Texts = by_one!(" AND role = $5", "name_key");
pub(super) static BY_NAME_OF_STAFF: Texts = by_one!(" AND role <> 'member'", "name_key");
pub(super) static BY_NAME_OF_STAFF_STATUS: Texts = by_one!(" AND role <> 'member' AND status = $2", "name_key");
pub(super) static BY_NAME_OF_NEVER: Texts =
    by_one!(" AND CASE WHEN signed_in_at = 0 THEN 1 ELSE 0 END = 1", "name_key");
pub(super) static BY_NAME_OF_REGION: Texts = by_one!(" AND region = $6", "name_key");
pub(super) static BY_STATUS: Texts = by_two!("status");
pub(super) static BY_METHOD: Texts = by_two!("method");
pub(super) static BY_ROLE: Texts = by_two!("role");
pub(super) static BY_SIGNED_IN: Texts = by_one!("", "signed_in_at");
pub(super) static BY_ENROLLED: Texts = by_one!("", "enrolled_at");
pub(super) static BY_RESET: Texts = by_one!("", "reset_at");

macro_rules! sorted {
    () => {
        "CASE $12 WHEN 'name' THEN name_key WHEN 'status' THEN status WHEN 'method' THEN method WHEN 'role' THEN role \
         ELSE '' END AS by_text, \
         CASE $12 WHEN 'seen' THEN signed_in_at WHEN 'enrolled' THEN enrolled_at WHEN 'reset' THEN reset_at ELSE 0 END \
         AS by_number, CASE WHEN $12 IN ('status', 'method', 'role') THEN name_key ELSE '' END AS by_name"
    };
}

/// Gathers the few people of one filter and puts them into any order: by a text, a number, the name, the id.
macro_rules! gather {
    ($driver:literal) => {
        Texts {
            up: [gather!($driver, "", ""), gather!($driver, ">", "")],
            down: [gather!($driver, "", " DESC"), gather!($driver, "<", " DESC")],
        }
    };
    ($driver:literal, "", $down:literal) => {
        concat!(
            "SELECT ",
            columns!(),
            " FROM (SELECT ",
            columns!(),
            ", ",
            sorted!(),
            " FROM roster WHERE \
            organization_id = $1 AND ",
            $driver,
            ") AS part WHERE $10 = 0 AND ",
            wanted!(),
            " ORDER BY by_text",
            $down,
            ", by_number",
            $down,
            ", by_name",
            $down,
            ", person_id",
            $down,
            " LIMIT $9 OFFSET $11"
        )
    };
    ($driver:literal, $behind:literal, $down:literal) => {
        concat!(
            "SELECT ",
            columns!(),
            " FROM (SELECT ",
            columns!(),
            ", ",
            sorted!(),
            " FROM roster WHERE \
            organization_id = $1 AND ",
            $driver,
            ") AS part WHERE $10 = 0 AND ",
            wanted!(),
            " AND (by_text, by_number, by_name, person_id) ",
            $behind,
            " ($13, $14, $15, $16) ORDER BY by_text",
            $down,
            ", by_number",
            $down,
            ", by_name",
            $down,
            ", person_id",
            $down,
            " LIMIT $9 OFFSET $11"
        )
    };
}

pub(super) static FEW_OF_STATUS: Texts = gather!("status = $2");
pub(super) static FEW_OF_METHOD: Texts = gather!("method = $4");
pub(super) static FEW_OF_ROLE: Texts = gather!("role = $5");
pub(super) static FEW_OF_STAFF: Texts = gather!("role IN ('admin', 'owner')");
pub(super) static FEW_OF_STAFF_STATUS: Texts = gather!("role <> 'member' AND status = $2");
pub(super) static FEW_OF_REGION: Texts = gather!("region = $6");
pub(super) static FEW_SEEN: Texts = gather!("signed_in_at >= $7 AND signed_in_at < $8");
pub(super) static FEW_LOCKED: Texts = gather!("locked_until > 0 AND locked_until > $3");

/// Counts the few people of one filter that the others let through.
macro_rules! count {
    ($driver:literal) => {
        concat!(
            "SELECT COUNT(*) FROM (SELECT person_id FROM roster WHERE organization_id = $1 AND ",
            $driver,
            " AND ",
            wanted!(),
            ") AS part"
        )
    };
}

pub(super) const COUNT_OF_STATUS: &str = count!("status = $2");
pub(super) const COUNT_OF_METHOD: &str = count!("method = $4");
pub(super) const COUNT_OF_ROLE: &str = count!("role = $5");
pub(super) const COUNT_OF_STAFF: &str = count!("role IN ('admin', 'owner')");
pub(super) const COUNT_OF_STAFF_STATUS: &str = count!("role <> 'member' AND status = $2");
pub(super) const COUNT_OF_REGION: &str = count!("region = $6");
pub(super) const COUNT_SEEN: &str = count!("signed_in_at >= $7 AND signed_in_at < $8");
pub(super) const COUNT_LOCKED: &str = count!("locked_until > 0 AND locked_until > $3");
