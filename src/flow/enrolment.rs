//! Adding or replacing a phone, from "Reset and continue" to "Finish".
//!
//! ```mermaid
//! stateDiagram-v2
//!   [*] --> Proving: reset asked for, last full sign-in not fresh
//!   [*] --> Choosing: reset asked for, fresh / first phone / forced
//!   [*] --> Saving: only a new recovery code was asked for
//!   Proving --> Choosing: password and code of the current phone
//!   Choosing --> Code: number accepted, code sent
//!   Code --> Code: another number, another code
//!   Code --> Saving: right code; phone, recovery code, sessions change in one transaction
//!   Saving --> Finished: "I have saved my recovery code"
//!   Proving --> Ended: cancelled, expired, superseded
//!   Choosing --> Ended: cancelled, expired, superseded
//!   Code --> Ended: cancelled, expired, superseded
//! ```
//!
//! Nothing before `Saving` changes a factor: an abandoned change leaves the account as it was.

/// Why a phone is being enrolled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// First phone, from the settings.
    Add,
    /// In place of the current one, from the settings.
    Replace,
    /// Beside the current one, from the settings.
    Spare,
    /// First phone, demanded at sign-in.
    Forced,
    /// After the recovery code.
    Recovered,
    /// With the enrolment pass of a granted case.
    Pass,
    /// No phone at all: only a new recovery code.
    CodeOnly,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Reason; 7] = [
        Reason::Add,
        Reason::Replace,
        Reason::Spare,
        Reason::Forced,
        Reason::Recovered,
        Reason::Pass,
        Reason::CodeOnly,
    ];

    /// The word in the database.
    pub fn word(self) -> &'static str {
        match self {
            Reason::Add => "add",
            Reason::Replace => "replace",
            Reason::Spare => "spare",
            Reason::Forced => "forced",
            Reason::Recovered => "recovered",
            Reason::Pass => "pass",
            Reason::CodeOnly => "code_only",
        }
    }

    /// Reads [`Reason::word`].
    pub fn parse(word: &str) -> Option<Reason> {
        Reason::ALL.into_iter().find(|r| r.word() == word)
    }

    /// The person could not show the old factors: all of them count as lost (63B §4.3) and go with the new phone.
    pub fn lost_all(self) -> bool {
        matches!(self, Reason::Recovered | Reason::Pass)
    }
}

/// Where an enrolment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The password was right; a code from the current phone is asked for.
    Proving,
    /// The number is asked for.
    Choosing,
    /// A code was sent to the new number.
    Code,
    /// The phone is in force; the recovery code waits to be saved.
    Saving,
    /// `Finish` was pressed.
    Finished,
    /// Over without a change.
    Ended,
}

/// What can happen to an enrolment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The code from the current phone was right.
    Proved,
    /// A number was accepted and a code sent to it.
    NumberAccepted,
    /// The code from the new phone was right.
    RightCode,
    /// `Finish`, with the box ticked.
    Saved,
    /// Cancelled, expired or superseded.
    Over,
}

impl State {
    /// Every state.
    pub const ALL: [State; 6] =
        [State::Proving, State::Choosing, State::Code, State::Saving, State::Finished, State::Ended];

    /// The next state, or `None` where the event has no place.
    pub fn next(self, event: Event) -> Option<State> {
        match (self, event) {
            (State::Proving, Event::Proved) => Some(State::Choosing),
            (State::Choosing | State::Code, Event::NumberAccepted) => Some(State::Code),
            (State::Code, Event::RightCode) => Some(State::Saving),
            (State::Saving, Event::Saved) => Some(State::Finished),
            (State::Proving | State::Choosing | State::Code, Event::Over) => Some(State::Ended),
            _ => None,
        }
    }

    /// A number may be typed.
    pub fn takes_number(self) -> bool {
        matches!(self, State::Choosing | State::Code)
    }

    /// Nothing has changed yet, and it can still be given up.
    pub fn open(self) -> bool {
        matches!(self, State::Proving | State::Choosing | State::Code)
    }

    /// The word in the database.
    pub fn word(self) -> &'static str {
        match self {
            State::Proving => "proving",
            State::Choosing => "choosing",
            State::Code => "code",
            State::Saving => "saving",
            State::Finished => "finished",
            State::Ended => "ended",
        }
    }

    /// Reads [`State::word`].
    pub fn parse(word: &str) -> Option<State> {
        State::ALL.into_iter().find(|s| s.word() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_of_state_and_event_is_decided() {
        use Event::*;
        let events = [Proved, NumberAccepted, RightCode, Saved, Over];
        let table = [
            (State::Proving, [Some(State::Choosing), None, None, None, Some(State::Ended)]),
            (State::Choosing, [None, Some(State::Code), None, None, Some(State::Ended)]),
            (State::Code, [None, Some(State::Code), Some(State::Saving), None, Some(State::Ended)]),
            (State::Saving, [None, None, None, Some(State::Finished), None]),
            (State::Finished, [None; 5]),
            (State::Ended, [None; 5]),
        ];
        for (state, row) in table {
            for (event, next) in events.into_iter().zip(row) {
                assert_eq!(state.next(event), next, "{state:?} {event:?}");
            }
        }
    }

    #[test]
    fn the_only_way_to_a_changed_phone_is_the_right_code_from_the_new_one() {
        for state in State::ALL {
            for event in [Event::Proved, Event::NumberAccepted, Event::Saved, Event::Over] {
                assert_ne!(state.next(event), Some(State::Saving), "{state:?} {event:?}");
            }
        }
    }

    #[test]
    fn words_are_read_back() {
        for state in State::ALL {
            assert_eq!(State::parse(state.word()), Some(state));
        }
        for reason in Reason::ALL {
            assert_eq!(Reason::parse(reason.word()), Some(reason));
        }
    }
}
