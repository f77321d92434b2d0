//! Twilio's error codes, as data. Its own specification warns that they change: whatever is not listed stops the message.

use crate::delivery::Class;

const CODES: [(Class, &[i64]); 10] = [
    (Class::BadDestination, &[21211, 21217, 21214, 21614, 30004, 30005, 63003, 63024]),
    (Class::Landline, &[30006]),
    (Class::OptedOut, &[21610]),
    (
        Class::Settings,
        &[
            20003, 20404, 21210, 21212, 21215, 21219, 21408, 21603, 21606, 21608, 21609, 21612, 21659, 21703, 21712,
            30034, 13227, 32205, 63016,
        ],
    ),
    (Class::Throttled, &[20429, 14107, 21611, 30001, 30022, 30023, 63018]),
    (Class::Unreachable, &[30003, 30008, 30410]),
    (Class::Content, &[30007, 21617, 63032, 63049]),
    (Class::TooLate, &[30036]),
    (Class::Fraud, &[30450, 30453, 60410]),
    (Class::Other, &[]),
];

/// The class of a code.
pub fn class(code: i64) -> Class {
    CODES.iter().find(|(_, codes)| codes.contains(&code)).map_or(Class::Other, |(class, _)| *class)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::Then;

    #[test]
    fn fraud_blocks_bad_numbers_and_people_who_opted_out_end_a_message() {
        for code in [30450, 30453, 21211, 21614, 30006, 21610, 30005, 99999] {
            assert_eq!(class(code).then(), Then::Stop, "{code}");
        }
        for code in [20003, 21408, 21606, 20429, 21611] {
            assert_ne!(class(code).then(), Then::Stop, "{code}");
        }
    }

    #[test]
    fn no_code_is_in_two_classes() {
        let mut all: Vec<i64> = CODES.iter().flat_map(|(_, codes)| codes.iter().copied()).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
