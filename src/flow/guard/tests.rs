//! Every sign on both sides of its line.

use super::*;

const AWAKE: Neighbour = Neighbour { tail: 0, unanswered: false };
const SILENT: Neighbour = Neighbour { tail: 0, unanswered: true };

fn at(tail: i64, of: Neighbour) -> Neighbour {
    Neighbour { tail, ..of }
}

fn thousand(tail: i64, others: &[Neighbour]) -> Evidence {
    Evidence { tail, thousand: others.to_vec(), ..Evidence::default() }
}

fn range(hour: i64, week: i64, ripe: i64, answered: i64) -> Evidence {
    Evidence { range_hour: hour, range_week: week, range: Answers { ripe, answered }, ..Evidence::default() }
}

fn country(ripe: i64, answered: i64) -> Evidence {
    Evidence { country: Answers { ripe, answered }, ..Evidence::default() }
}

#[test]
fn each_guard_speaks_on_its_own_side_of_the_line() {
    let table = [
        ("nothing was seen", Evidence::default(), None),
        ("two colleagues in a row", thousand(502, &[at(500, SILENT)]), None),
        (
            "the third of a hundred, two silent",
            thousand(502, &[at(500, SILENT), at(560, SILENT)]),
            Some(Guard::Sequence),
        ),
        ("the third of a hundred, one silent", thousand(502, &[at(500, SILENT), at(560, AWAKE)]), None),
        ("three in three hundreds, far apart", thousand(502, &[at(100, SILENT), at(900, SILENT)]), None),
        ("three near, over a hundred's border", thousand(502, &[at(495, SILENT), at(490, SILENT)]), None),
        (
            "four near, over a hundred's border",
            thousand(502, &[at(495, SILENT), at(490, SILENT), at(489, AWAKE)]),
            Some(Guard::Sequence),
        ),
        (
            "four, twenty apart",
            thousand(500, &[at(480, SILENT), at(485, SILENT), at(490, SILENT)]),
            Some(Guard::Sequence),
        ),
        ("four, twenty-one apart", thousand(500, &[at(479, SILENT), at(485, SILENT), at(490, SILENT)]), None),
        ("the same number again", thousand(500, &[at(500, SILENT), at(500, SILENT), at(500, SILENT)]), None),
        ("a firm's people who all answer", thousand(500, &(501..520).map(|n| at(n, AWAKE)).collect::<Vec<_>>()), None),
        ("ten of a range in an hour", range(10, 0, 10, 0), None),
        ("eleven, none answered", range(11, 0, 10, 0), Some(Guard::Range)),
        ("eleven, nine ripe", range(11, 0, 9, 0), None),
        ("eleven, three of ten answered", range(11, 0, 10, 3), None),
        ("eleven, two of ten answered", range(11, 0, 10, 2), Some(Guard::Range)),
        ("fifty an hour are usual there", range(50, 1_680, 50, 0), None),
        ("fifty-one are not", range(51, 1_680, 50, 0), Some(Guard::Range)),
        ("nineteen of a country", country(19, 0), None),
        ("twenty, three answered", country(20, 3), Some(Guard::Conversion)),
        ("twenty, four answered", country(20, 4), None),
    ];
    let signs = Signs::default();
    for (what, seen, expected) in table {
        assert_eq!(judge(&seen, &signs, false), expected, "{what}");
    }
}

#[test]
fn a_whole_server_needs_three_times_the_evidence() {
    let signs = Signs::default();
    let walk = |n: i64| thousand(500, &(0..n).map(|k| at(501 + k, SILENT)).collect::<Vec<_>>());
    let table = [
        (walk(7), None),
        (walk(8), Some(Guard::Sequence)),
        (range(30, 0, 30, 0), None),
        (range(31, 0, 29, 0), None),
        (range(31, 0, 30, 8), Some(Guard::Range)),
        (range(31, 0, 30, 9), None),
        (country(59, 0), None),
        (country(60, 11), Some(Guard::Conversion)),
        (country(60, 12), None),
    ];
    for (seen, expected) in table {
        assert_eq!(judge(&seen, &signs, true), expected, "{seen:?}");
    }
}

#[test]
fn after_a_hold_half_of_the_evidence_is_enough_and_never_fewer_than_five_numbers() {
    let signs = Signs::default();
    let least = |everywhere: bool, level: i64| {
        let speaks = |ripe: i64| {
            let seen = Evidence { country_level: level, ..country(ripe, 0) };
            judge(&seen, &signs, everywhere) == Some(Guard::Conversion)
        };
        (1..100).find(|ripe| speaks(*ripe)).unwrap_or(0)
    };
    assert_eq!([0, 1, 2, 3, 9].map(|level| least(false, level)), [20, 10, 5, 5, 5]);
    assert_eq!([0, 1, 2, 3, 4].map(|level| least(true, level)), [60, 30, 15, 7, 5]);
    let busy = |hour: i64, level: i64| judge(&Evidence { range_level: level, ..range(hour, 0, 10, 0) }, &signs, false);
    assert_eq!((busy(10, 0), busy(6, 1), busy(5, 1)), (None, Some(Guard::Range), None));
}

#[test]
fn the_narrowest_guard_speaks_for_all() {
    let signs = Signs::default();
    let all = Evidence { country: country(50, 0).country, ..range(50, 0, 50, 0) };
    assert_eq!(judge(&all, &signs, false), Some(Guard::Range));
    let all = Evidence { tail: 3, thousand: vec![at(1, SILENT), at(2, SILENT)], ..all };
    assert_eq!(judge(&all, &signs, false), Some(Guard::Sequence));
}

#[test]
fn holds_double_up_to_half_a_day_and_begin_anew_after_a_quiet_one() {
    let signs = Signs::default();
    let minutes: Vec<i64> = (0..8).map(|level| hold(level, &signs).0 / 60).collect();
    assert_eq!(minutes, [30, 60, 120, 240, 480, 720, 720, 720]);
    assert_eq!(hold(i64::MAX, &signs), signs.hold.1);
    let now = Timestamp(0) + Seconds::days(30);
    assert_eq!(next_level(None, now), 0);
    assert_eq!(next_level(Some((2, now)), now), 3);
    assert_eq!(next_level(Some((2, now - Seconds(86_399))), now), 3);
    assert_eq!(next_level(Some((2, now - Seconds::days(1))), now), 0);
}

#[test]
fn new_numbers_use_four_fifths_of_a_day_and_the_rest_is_kept() {
    let signs = Signs::default();
    let new = |used| has_room(used, 1, 100, false, &signs);
    let in_force = |used| has_room(used, 1, 100, true, &signs);
    assert_eq!([79, 80, 99, 100].map(new), [true, false, false, false]);
    assert_eq!([79, 80, 99, 100].map(in_force), [true, true, true, false]);
    assert_eq!([0, 48, 49, 50].map(|used| spend_warns(used, 1, 100, &signs)), [false, false, true, false], "once");
}

#[test]
fn a_country_is_spoken_of_before_it_is_stopped() {
    let signs = Signs::default();
    assert!(warns(&country(20, 7), &signs) && judge(&country(20, 7), &signs, false).is_none());
    assert!(!warns(&country(20, 8), &signs) && !warns(&country(19, 0), &signs));
}

#[test]
fn words_are_read_back() {
    assert!(Guard::ALL.into_iter().all(|guard| Guard::parse(guard.word()) == Some(guard)));
}
