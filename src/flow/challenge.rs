//! One code: when it may be sent again, when it is dead.
//!
//! ```mermaid
//! stateDiagram-v2
//!   [*] --> Live: sent
//!   Live --> Live: wrong code (a try is spent first) / sent again, same code
//!   Live --> Used: right code
//!   Live --> Burnt: fifth wrong code, or fifth message sent
//!   Live --> Expired: ten minutes from its making
//!   Burnt --> Expired: the same ten minutes
//!   Live --> Ended: superseded or cancelled
//! ```

use super::Policy;
use crate::model::Timestamp;

/// What matters of a challenge for its rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Dead from then on.
    pub expires: Timestamp,
    /// Tries spent.
    pub tries: i64,
    /// Messages sent.
    pub sends: i64,
    /// Not again before then.
    pub again: Timestamp,
    /// Used by a right code.
    pub used: bool,
    /// Superseded or cancelled.
    pub ended: bool,
}

/// Whether another message may go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Again {
    /// Yes: the same code, by this or another channel.
    SameCode,
    /// Yes, but the old code is over: a new challenge.
    NewCode,
    /// The wait is not over.
    Wait(Timestamp),
    /// Sends or tries are used up until then.
    Burnt(Timestamp),
}

impl Facts {
    /// Whether a try may still be spent on it.
    pub fn takes_tries(&self, now: Timestamp, policy: &Policy) -> bool {
        !self.used && !self.ended && now < self.expires && self.tries < policy.code_tries
    }

    /// Whether another message may go out now.
    pub fn again(&self, now: Timestamp, policy: &Policy) -> Again {
        if self.used || self.ended || now >= self.expires {
            Again::NewCode
        } else if self.tries >= policy.code_tries || self.sends >= policy.code_sends {
            Again::Burnt(self.expires)
        } else if now < self.again {
            Again::Wait(self.again)
        } else {
            Again::SameCode
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Seconds;

    const START: Timestamp = Timestamp(1_000_000);

    fn live() -> Facts {
        let policy = Policy::default();
        Facts {
            expires: START + policy.code_life,
            tries: 0,
            sends: 1,
            again: START + policy.wait_after(1),
            used: false,
            ended: false,
        }
    }

    #[test]
    fn the_table_of_resends() {
        let policy = Policy::default();
        let at = |s: i64| START + Seconds(s);
        let table = [
            (live(), at(0), Again::Wait(at(30))),
            (live(), at(29), Again::Wait(at(30))),
            (live(), at(30), Again::SameCode),
            (live(), at(599), Again::SameCode),
            (live(), at(600), Again::NewCode),
            (Facts { tries: 5, ..live() }, at(60), Again::Burnt(at(600))),
            (Facts { sends: 5, ..live() }, at(599), Again::Burnt(at(600))),
            (Facts { sends: 5, tries: 5, ..live() }, at(600), Again::NewCode),
            (Facts { used: true, ..live() }, at(1), Again::NewCode),
            (Facts { ended: true, ..live() }, at(1), Again::NewCode),
        ];
        for (facts, now, expected) in table {
            assert_eq!(facts.again(now, &policy), expected, "{facts:?} at {now:?}");
        }
    }

    #[test]
    fn a_code_is_valid_at_nine_fifty_nine_and_refused_at_ten_minutes() {
        let policy = Policy::default();
        assert!(live().takes_tries(START + Seconds(599), &policy));
        assert!(!live().takes_tries(START + Seconds(600), &policy));
        assert!(live().takes_tries(START, &policy));
        assert!(!Facts { tries: 5, ..live() }.takes_tries(START, &policy));
        assert!(!Facts { used: true, ..live() }.takes_tries(START, &policy));
        assert!(!Facts { ended: true, ..live() }.takes_tries(START, &policy));
    }
}
