//! The figures of an organization: what is counted, under which words, and how a change of one person changes them.
//!
//! Levels say how many people are so; a day's row holds by how many that changed. Everything else counts what happened.

use super::Policy;
use super::enrolment::Reason;
use super::readiness::{Held, readiness};
use crate::flow::OrgPolicy;
use crate::model::{Channel, Kind, Role, Timestamp};

/// Milliseconds of a UTC day.
pub const DAY: i64 = 86_400_000;

/// The UTC day of a moment, counted from 1970-01-01.
pub fn day_of(at: Timestamp) -> i64 {
    at.0.div_euclid(DAY)
}

/// What is counted: the first part of a row's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Figure {
    /// How many people are so; see [`Level`].
    Level,
    /// What happened; see [`event_of`].
    Event,
    /// Codes by region and channel; see [`Step`].
    Code,
    /// How long codes took by region; see [`bucket`].
    Speed,
    /// Codes of an hour of the day, for "the last 24 hours".
    Hour,
    /// Messages by carrier and channel; see [`Step`].
    Carrier,
    /// What messages cost by region and carrier, in thousandths of the currency.
    Spend,
}

impl Figure {
    /// The word in the database.
    pub fn word(self) -> &'static str {
        match self {
            Figure::Level => "level",
            Figure::Event => "event",
            Figure::Code => "code",
            Figure::Speed => "speed",
            Figure::Hour => "hour",
            Figure::Carrier => "carrier",
            Figure::Spend => "spend",
        }
    }
}

/// What people of an organization can be, as far as its figures tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// A member who can sign in.
    Active,
    /// Has a second factor.
    Covered,
    /// Gets codes by text.
    Sms,
    /// Gets codes by call.
    Call,
    /// Has an authenticator app and no phone.
    App,
    /// Has no second factor.
    Bare,
    /// An admin or owner without one.
    BareStaff,
    /// One accident from being locked out.
    Fragile,
    /// Every address of theirs refused its last message.
    Unreachable,
}

impl Level {
    /// Every level.
    pub const ALL: [Level; 9] = [
        Level::Active,
        Level::Covered,
        Level::Sms,
        Level::Call,
        Level::App,
        Level::Bare,
        Level::BareStaff,
        Level::Fragile,
        Level::Unreachable,
    ];

    /// The word in the database.
    pub fn word(self) -> &'static str {
        match self {
            Level::Active => "active",
            Level::Covered => "covered",
            Level::Sms => "sms",
            Level::Call => "call",
            Level::App => "app",
            Level::Bare => "bare",
            Level::BareStaff => "bare_staff",
            Level::Fragile => "fragile",
            Level::Unreachable => "unreachable",
        }
    }

    /// Reads [`Level::word`].
    pub fn parse(word: &str) -> Option<Level> {
        Level::ALL.into_iter().find(|level| level.word() == word)
    }
}

/// What a member counts as.
#[derive(Clone, Copy, Debug)]
pub struct Counted {
    /// What is in force.
    pub held: Held,
    /// How codes go out by default.
    pub channel: Channel,
    /// A member who can sign in: not invited, not suspended.
    pub active: bool,
    /// At least one address takes mail, as far as anybody knows.
    pub reachable: bool,
}

/// The levels that a member counts in; none for who cannot sign in.
pub fn levels(counted: &Counted) -> Vec<Level> {
    let Counted { held, channel, active, reachable } = counted;
    let covered = held.phones > 0 || held.apps > 0;
    let staff = held.role >= Role::Admin;
    // Who else could help does not matter to it, and neither does the policy.
    let fragile = readiness(held, &OrgPolicy::default(), &Policy::default()).fragile();
    let all = [
        (true, Level::Active),
        (covered, Level::Covered),
        (held.phones > 0 && *channel != Channel::Call, Level::Sms),
        (held.phones > 0 && *channel == Channel::Call, Level::Call),
        (held.phones == 0 && held.apps > 0, Level::App),
        (!covered, Level::Bare),
        (!covered && staff, Level::BareStaff),
        (fragile, Level::Fragile),
        (!reachable, Level::Unreachable),
    ];
    all.into_iter().filter(|(so, _)| *active && *so).map(|(_, level)| level).collect()
}

/// By how much each level changes when a member who counted in these words counts in those levels from now on.
pub fn changes(before: &str, after: &[Level]) -> Vec<(Level, i64)> {
    let before: Vec<Level> = before.split(' ').filter_map(Level::parse).collect();
    let gone = before.iter().filter(|level| !after.contains(level)).map(|level| (*level, -1));
    let new = after.iter().filter(|level| !before.contains(level)).map(|level| (*level, 1));
    gone.chain(new).collect()
}

/// The words of levels as a member's row keeps them; never empty.
pub fn words(levels: &[Level]) -> String {
    let words: Vec<&str> = levels.iter().map(|level| level.word()).collect();
    if words.is_empty() { "-".into() } else { words.join(" ") }
}

/// What a row of the trail counts as; `reason` is the one in its detail.
pub fn event_of(kind: Kind, reason: Option<Reason>) -> Option<&'static str> {
    match (kind, reason) {
        (Kind::SignedIn, _) => Some(SIGN_IN),
        (Kind::PolicyChanged, _) => Some(POLICY),
        (Kind::Reset, _) => Some(RESETS[1]),
        (Kind::PhoneAdded | Kind::PhoneChanged, Some(Reason::Replace | Reason::Recovered)) => Some(RESETS[0]),
        (Kind::PhoneAdded | Kind::PhoneChanged, Some(Reason::Pass)) => Some(RESETS[2]),
        _ => None,
    }
}

/// Changes of the policy.
pub const POLICY: &str = "policy";

/// Full sign-ins.
pub const SIGN_IN: &str = "sign_in";

/// Phones replaced after a loss or at will, by cause: by the person, by an admin, by a request.
pub const RESETS: [&str; 3] = ["reset.person", "reset.admin", "reset.request"];

/// Whether a row of the trail leaves the levels as they are. A new kind does not: then its person is looked at.
pub fn leaves_levels(kind: Kind) -> bool {
    use Kind as K;
    let plain = [
        K::SignedIn,
        K::SignedOut,
        K::WrongPassword,
        K::WrongCode,
        K::GateOpened,
        K::ChangeStarted,
        K::ChangeCancelled,
        K::PasswordChanged,
        K::PasswordReset,
        K::NewDevice,
        K::CaseOpened,
        K::CasePassed,
        K::CaseStuck,
        K::CaseRefused,
        K::CaseCancelled,
        K::CaseExpired,
        K::LineChanged,
        K::NumbersHeld,
        K::NumberAllowed,
        K::HoldLifted,
        K::ResetLimited,
        K::CallRefused,
        K::BillingChanged,
        K::PolicyChanged,
        K::OthersSignedOut,
    ];
    plain.contains(&kind)
}

/// What becomes of a code to a phone, in the order in which it happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// A message was handed to the outbox: the first one of a code, or it again.
    Sent,
    /// The carrier took the message.
    Delivered,
    /// The carrier refused it, or it came too late to be of use.
    Failed,
    /// A code was made.
    Started,
    /// Its first message was taken.
    Reached,
    /// Digits were typed for it.
    Entered,
    /// They were right, in time.
    Used,
    /// A carrier's report says that the message is there.
    Arrived,
}

impl Step {
    /// Every step.
    pub const ALL: [Step; 8] = [
        Step::Sent,
        Step::Delivered,
        Step::Failed,
        Step::Started,
        Step::Reached,
        Step::Entered,
        Step::Used,
        Step::Arrived,
    ];

    /// The word in the database.
    pub fn word(self) -> &'static str {
        match self {
            Step::Sent => "sent",
            Step::Delivered => "delivered",
            Step::Failed => "failed",
            Step::Started => "started",
            Step::Reached => "reached",
            Step::Entered => "entered",
            Step::Used => "used",
            Step::Arrived => "arrived",
        }
    }

    /// Reads [`Step::word`].
    pub fn parse(word: &str) -> Option<Step> {
        Step::ALL.into_iter().find(|step| step.word() == word)
    }
}

/// The key of an hour of the day: "07 used".
pub fn hour_key(at: Timestamp, step: Step) -> String {
    format!("{:02} {}", at.0.rem_euclid(DAY) / 3_600_000, step.word())
}

/// Upper ends of the buckets that times are counted in, in seconds; the last one has none.
pub const BUCKETS: [i64; 10] = [1, 2, 3, 5, 8, 12, 20, 30, 45, 60];

/// The bucket of a time.
pub fn bucket(seconds: i64) -> usize {
    BUCKETS.iter().position(|end| seconds <= *end).unwrap_or(BUCKETS.len())
}

/// The time, in seconds, that a share of all counted times does not pass, read off the buckets' upper ends; `None` where
/// nothing was counted. Times past the last end count as twice that.
pub fn percentile(counts: &[i64], share: f64) -> Option<i64> {
    let all: i64 = counts.iter().sum();
    if all == 0 {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "counts far below 2^53")]
    let wanted = (all as f64 * share).ceil() as i64;
    let mut seen = 0;
    let at = counts.iter().position(|count| {
        seen += count;
        seen >= wanted
    });
    Some(at.and_then(|at| BUCKETS.get(at)).copied().unwrap_or(BUCKETS[BUCKETS.len() - 1] * 2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Plan;

    const HELD: Held = Held {
        phones: 1,
        phone_disabled: false,
        apps: 0,
        recovery: true,
        mailbox: true,
        role: Role::Member,
        plan: Plan::Paid,
        managed: true,
        other_owners: 0,
        other_admins: 0,
    };

    fn counted(held: Held) -> Counted {
        Counted { held, channel: Channel::Sms, active: true, reachable: true }
    }

    #[test]
    fn a_member_counts_once_by_method_and_once_by_coverage() {
        for phones in [0, 1, 2] {
            for apps in [0, 1] {
                for channel in [Channel::Sms, Channel::Call] {
                    for role in [Role::Member, Role::Owner] {
                        let held = Held { phones, apps, role, ..HELD };
                        let levels = levels(&Counted { channel, ..counted(held) });
                        let one = |of: &[Level]| levels.iter().filter(|level| of.contains(level)).count();
                        assert_eq!(one(&[Level::Sms, Level::Call, Level::App, Level::Bare]), 1, "{levels:?}");
                        assert_eq!(one(&[Level::Covered, Level::Bare]), 1, "{levels:?}");
                        assert_eq!(one(&[Level::BareStaff]) == 1, phones + apps == 0 && role == Role::Owner);
                    }
                }
            }
        }
        let suspended = Counted { active: false, reachable: false, ..counted(HELD) };
        assert_eq!(levels(&suspended), []);
        assert_eq!(words(&[]), "-");
    }

    #[test]
    fn whoever_has_the_phone_alone_is_one_accident_from_being_locked_out() {
        let fragile = |held| levels(&counted(held)).contains(&Level::Fragile);
        assert!(!fragile(HELD) && fragile(Held { recovery: false, ..HELD }));
        assert!(!fragile(Held { recovery: false, apps: 1, ..HELD }) && !fragile(Held { phones: 0, ..HELD }));
    }

    #[test]
    fn a_change_is_what_differs() {
        let (old, new) = ([Level::Active, Level::Bare], [Level::Active, Level::Covered, Level::Sms]);
        let (before, changed) = (words(&old), [(Level::Bare, -1), (Level::Covered, 1), (Level::Sms, 1)]);
        assert_eq!(changes(&before, &new), changed);
        assert_eq!(changes(&before, &old), []);
        assert_eq!(changes("", &old), [(Level::Active, 1), (Level::Bare, 1)]);
        assert_eq!(changes(&words(&new), &[]).iter().map(|(_, by)| by).sum::<i64>(), -3);
        assert!(Level::ALL.iter().all(|level| Level::parse(level.word()) == Some(*level)));
        assert!(Step::ALL.iter().all(|step| Step::parse(step.word()) == Some(*step)));
    }

    #[test]
    fn percentiles_are_read_off_the_buckets() {
        assert_eq!([0, 1, 4, 8, 60, 61].map(bucket), [0, 0, 3, 4, 9, 10]);
        let mut counts = [0; 11];
        assert_eq!(percentile(&counts, 0.5), None);
        counts[1] = 94;
        counts[6] = 5;
        counts[10] = 1;
        let read = [0.5, 0.95, 0.99, 1.0].map(|share| percentile(&counts, share));
        assert_eq!(read, [Some(2), Some(20), Some(20), Some(120)]);
    }

    #[test]
    fn resets_are_told_apart_by_their_cause() {
        let of = |kind, reason| event_of(kind, Some(reason));
        assert_eq!(of(Kind::PhoneChanged, Reason::Replace), Some("reset.person"));
        assert_eq!(of(Kind::PhoneChanged, Reason::Recovered), Some("reset.person"));
        assert_eq!(of(Kind::PhoneChanged, Reason::Pass), Some("reset.request"));
        assert_eq!(of(Kind::PhoneAdded, Reason::Forced), None);
        assert_eq!(event_of(Kind::SignedIn, None), Some("sign_in"));
    }
}
