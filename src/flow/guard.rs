//! When codes to new numbers are held back: the signs by which toll fraud gives itself away, and nothing else.
//!
//! ```text
//! open → held (30 min) → open → held (1 h) → … → held (12 h) → open
//! ```
//!
//! Each hold within a day of the last one lasts twice as long, and half of the evidence is enough for it. What was counted
//! before a hold counts for no other one: when it is over, its numbers get a new chance. A number that is in force already is
//! never judged here.

use crate::model::{Seconds, Timestamp};

/// What makes a guard speak. All of them count numbers, not messages: a code sent again counts once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signs {
    /// A code that nobody gave back for so long is unanswered.
    pub ripe: Seconds,
    /// Numbers of one range (calling code and five digits) in an hour, above which its answers are looked at …
    pub range_hour: i64,
    /// … or so many times the range's usual number, if that is more.
    pub range_times: i64,
    /// Ripe numbers of a range that are needed to judge it, and percent of them that must have answered.
    pub range_answers: (i64, i64),
    /// Numbers that are neighbours: at most so far apart, and so many of them.
    pub near: (i64, i64),
    /// Numbers within one hundred in a row.
    pub hundred: i64,
    /// Of neighbours, so many must be unanswered.
    pub unanswered: i64,
    /// Ripe numbers of a country in a day that are needed to judge it, and percent that must have answered.
    pub country_answers: (i64, i64),
    /// Percent of answers in a country below which the log says so.
    pub country_warns: i64,
    /// After holds half of the evidence is enough, then a quarter, but never fewer numbers than these.
    pub least: i64,
    /// The first hold, and the longest.
    pub hold: (Seconds, Seconds),
    /// Percent of a day's messages and money that codes to new numbers may use: the rest is kept for numbers in force.
    pub share: i64,
    /// Percent of a day's money at which the log says so.
    pub spend_warns: i64,
    /// For the whole server so many times as much evidence is needed as for one organization.
    pub everywhere: i64,
}

impl Default for Signs {
    fn default() -> Signs {
        Signs {
            ripe: Seconds::minutes(5),
            range_hour: 10,
            range_times: 5,
            range_answers: (10, 30),
            near: (20, 4),
            hundred: 3,
            unanswered: 2,
            country_answers: (20, 20),
            country_warns: 40,
            least: 5,
            hold: (Seconds::minutes(30), Seconds::hours(12)),
            share: 80,
            spend_warns: 50,
            everywhere: 3,
        }
    }
}

/// Why codes to new numbers are held back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Guard {
    /// Many numbers of one range, few answers.
    Range,
    /// Numbers next to each other, no answers.
    Sequence,
    /// Few answers from a whole country.
    Conversion,
    /// A carrier takes a number of this range for fraud.
    Carrier,
    /// What new numbers may use of the day's messages or money is used up.
    Spend,
}

impl Guard {
    /// All of them.
    pub const ALL: [Guard; 5] = [Guard::Range, Guard::Sequence, Guard::Conversion, Guard::Carrier, Guard::Spend];

    /// The word in the database.
    pub fn word(self) -> &'static str {
        match self {
            Guard::Range => "range",
            Guard::Sequence => "sequence",
            Guard::Conversion => "conversion",
            Guard::Carrier => "carrier",
            Guard::Spend => "spend",
        }
    }

    /// Reads [`Guard::word`].
    pub fn parse(word: &str) -> Option<Guard> {
        Guard::ALL.into_iter().find(|guard| guard.word() == word)
    }
}

/// New numbers that were sent a code, and what came back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// Those whose first code is ripe.
    pub ripe: i64,
    /// Of those: the code was given back right.
    pub answered: i64,
}

impl Answers {
    /// Fewer percent than that answered, and there are enough to say so.
    fn below(self, (needed, percent): (i64, i64)) -> bool {
        self.ripe >= needed && self.answered * 100 < self.ripe * percent
    }
}

/// A new number that was sent a code, within its thousand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Neighbour {
    /// Its last three digits.
    pub tail: i64,
    /// Its code is ripe, and was not given back.
    pub unanswered: bool,
}

/// What is known when a code is asked for to a new number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Numbers of its range in the last hour.
    pub range_hour: i64,
    /// Numbers of its range in the last seven days.
    pub range_week: i64,
    /// Answers of its range in the last day.
    pub range: Answers,
    /// How many holds of its range would come before one that begins now.
    pub range_level: i64,
    /// The last numbers of its thousand within the hour.
    pub thousand: Vec<Neighbour>,
    /// The number itself: its last three digits.
    pub tail: i64,
    /// Answers of its country in the last day.
    pub country: Answers,
    /// How many holds of its country would come before one that begins now.
    pub country_level: i64,
}

/// Which guard speaks, the narrowest first: what concerns the fewest numbers is enough.
pub fn judge(seen: &Evidence, signs: &Signs, everywhere: bool) -> Option<Guard> {
    let times = if everywhere { signs.everywhere } else { 1 };
    let after = |needed: i64, level: i64| ((needed * times) >> level.clamp(0, 20)).max(signs.least);
    if walks(seen, signs, times) {
        return Some(Guard::Sequence);
    }
    let usual = seen.range_week * signs.range_times / (7 * 24);
    let busy = seen.range_hour > usual.max(after(signs.range_hour, seen.range_level));
    let (needed, percent) = signs.range_answers;
    if busy && seen.range.below((after(needed, seen.range_level), percent)) {
        return Some(Guard::Range);
    }
    let (needed, percent) = signs.country_answers;
    seen.country.below((after(needed, seen.country_level), percent)).then_some(Guard::Conversion)
}

/// A country answers so seldom that somebody should know.
pub fn warns(seen: &Evidence, signs: &Signs) -> bool {
    seen.country.below((signs.country_answers.0, signs.country_warns))
}

/// Somebody walks through numbers one after the other. The one that is asked for belongs to it.
fn walks(seen: &Evidence, signs: &Signs, times: i64) -> bool {
    let with_itself = |near: &dyn Fn(&&Neighbour) -> bool, most: i64| {
        let (mut all, mut unanswered) = (1, 0);
        for other in seen.thousand.iter().filter(near).filter(|n| n.tail != seen.tail) {
            all += 1;
            unanswered += i64::from(other.unanswered);
        }
        all >= most * times && unanswered >= signs.unanswered * times
    };
    let (distance, most) = signs.near;
    with_itself(&|n| (n.tail - seen.tail).abs() <= distance, most)
        || with_itself(&|n| n.tail / 100 == seen.tail / 100, signs.hundred)
}

/// How long a hold lasts that follows so many others.
pub fn hold(level: i64, signs: &Signs) -> Seconds {
    let (first, longest) = signs.hold;
    Seconds((first.0 << level.clamp(0, 20)).min(longest.0))
}

/// The level of a hold that begins now: one more than the last one's, unless that has been over for a day.
pub fn next_level(last: Option<(i64, Timestamp)>, now: Timestamp) -> i64 {
    match last {
        Some((level, until)) if now < until + Seconds::days(1) => level + 1,
        _ => 0,
    }
}

/// Whether something of a day's allowance is left: for numbers that are in force all of it, for new ones their share.
pub fn has_room(used: i64, more: i64, most: i64, trusted: bool, signs: &Signs) -> bool {
    if trusted { used + more <= most } else { (used + more) * 100 <= most * signs.share }
}

/// This message takes a day's money past what the log speaks of.
pub fn spend_warns(used: i64, more: i64, most: i64, signs: &Signs) -> bool {
    let line = most * signs.spend_warns;
    used * 100 < line && (used + more) * 100 >= line
}

#[cfg(test)]
mod tests;
