//! A `Reset MFA` request: from the form to the enrolment pass.
//!
//! ```mermaid
//! stateDiagram-v2
//!   [*] --> Draft: password right, owner of a paid organization
//!   [*] --> Passed: an admin or owner reset the person's 2FA, or the operator granted a pass
//!   Draft --> Draft: answers
//!   Draft --> Confirming: "Send request", code mailed
//!   Confirming --> Draft: answers changed
//!   Confirming --> Waiting: right code
//!   Confirming --> Review: right code, but the answers or the password speak against it
//!   Waiting --> Passed: the wait is over and somebody was told; or approved
//!   Waiting --> Review: the wait is over and nobody could be told
//!   Review --> Passed: approved
//!   Passed --> Used: new phone verified
//!   Waiting --> Refused: refused
//!   Review --> Refused: refused
//!   Waiting --> Cancelled: "This wasn't me", sign-in with the old factor, password replaced by mail
//!   Review --> Cancelled: likewise
//!   Passed --> Cancelled: likewise, or refused afterwards
//!   Draft --> Expired: time is up
//!   Confirming --> Expired: time is up
//!   Review --> Expired: nobody decided in time
//!   Passed --> Expired: nobody used the pass in time
//! ```
//!
//! Answers never grant anything (v5.0.0-6.4.2): they only decide whether a person has to look at the case.

use super::Policy;

/// Where a case stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// The form is being filled in.
    Draft,
    /// The emailed code is asked for.
    Confirming,
    /// Open; completes by itself after the wait.
    Waiting,
    /// Open; completes only when somebody approves it.
    Review,
    /// Complete: an enrolment pass waits to be used.
    Passed,
    /// The pass was used.
    Used,
    /// Refused by an owner or the operator.
    Refused,
    /// Cancelled.
    Cancelled,
    /// Nobody acted in time.
    Expired,
}

/// What can happen to a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    /// Answers were given or changed.
    Answered,
    /// The emailed code was asked for.
    CodeSent,
    /// The emailed code was right; what speaks against the case goes with it.
    Confirmed(Doubt),
    /// The wait is over; `true` if at least one notice was delivered.
    WaitOver(bool),
    /// Another owner or the operator approved it.
    Approved,
    /// Another owner or the operator refused it.
    Refused,
    /// Its person took it back, by a link or by signing in with the old factor; or the password was replaced by mail.
    Cancelled,
    /// Time is up.
    Expired,
    /// A new phone was verified with its pass.
    Enrolled,
}

/// What speaks against a case completing by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Doubt {
    /// More wrong answers than the policy forgives.
    pub answers: bool,
    /// The password was set through the mailbox and no second factor confirmed its owner since. Then password and mailbox
    /// are one proof and not two, and whoever holds the mailbox alone must not get through by waiting.
    pub mailed_password: bool,
}

impl Doubt {
    /// Judges a case with so many wrong answers.
    pub fn of(wrong: i64, mailed_password: bool, policy: &Policy) -> Doubt {
        Doubt { answers: wrong > policy.case_wrong, mailed_password }
    }

    /// Somebody has to look at it.
    pub fn any(self) -> bool {
        self.answers || self.mailed_password
    }
}

impl State {
    /// Every state.
    pub const ALL: [State; 9] = [
        State::Draft,
        State::Confirming,
        State::Waiting,
        State::Review,
        State::Passed,
        State::Used,
        State::Refused,
        State::Cancelled,
        State::Expired,
    ];

    /// The next state, or `None` where the event has no place.
    pub fn next(self, event: Event) -> Option<State> {
        use State::*;
        match (self, event) {
            (Draft | Confirming, Event::Answered) => Some(Draft),
            (Draft | Confirming, Event::CodeSent) => Some(Confirming),
            (Confirming, Event::Confirmed(doubt)) => Some(if doubt.any() { Review } else { Waiting }),
            (Waiting, Event::WaitOver(told)) => Some(if told { Passed } else { Review }),
            (Waiting | Review, Event::Approved) => Some(Passed),
            (Waiting | Review, Event::Refused) => Some(Refused),
            (Passed, Event::Refused) => Some(Cancelled),
            (Draft | Confirming | Waiting | Review | Passed, Event::Cancelled) => Some(Cancelled),
            (Draft | Confirming | Review | Passed, Event::Expired) => Some(Expired),
            (Passed, Event::Enrolled) => Some(Used),
            _ => None,
        }
    }

    /// Open or granted: it can still lead to a new phone.
    pub fn open(self) -> bool {
        matches!(self, State::Waiting | State::Review | State::Passed)
    }

    /// Not sent yet.
    pub fn draft(self) -> bool {
        matches!(self, State::Draft | State::Confirming)
    }

    /// The word in the database.
    pub fn word(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Confirming => "confirming",
            State::Waiting => "waiting",
            State::Review => "review",
            State::Passed => "passed",
            State::Used => "used",
            State::Refused => "refused",
            State::Cancelled => "cancelled",
            State::Expired => "expired",
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

    const CLEAR: Doubt = Doubt { answers: false, mailed_password: false };

    fn events() -> Vec<Event> {
        let doubts = [CLEAR, Doubt { answers: true, ..CLEAR }, Doubt { mailed_password: true, ..CLEAR }];
        let mut all = vec![
            Event::Answered,
            Event::CodeSent,
            Event::WaitOver(true),
            Event::WaitOver(false),
            Event::Approved,
            Event::Refused,
            Event::Cancelled,
            Event::Expired,
            Event::Enrolled,
        ];
        all.extend(doubts.map(Event::Confirmed));
        all
    }

    #[test]
    fn every_pair_of_state_and_event_is_decided() {
        use State::*;
        let table = [
            (
                Draft,
                vec![
                    (Event::Answered, Draft),
                    (Event::CodeSent, Confirming),
                    (Event::Cancelled, Cancelled),
                    (Event::Expired, Expired),
                ],
            ),
            (
                Confirming,
                vec![
                    (Event::Answered, Draft),
                    (Event::CodeSent, Confirming),
                    (Event::Confirmed(CLEAR), Waiting),
                    (Event::Confirmed(Doubt { answers: true, ..CLEAR }), Review),
                    (Event::Confirmed(Doubt { mailed_password: true, ..CLEAR }), Review),
                    (Event::Cancelled, Cancelled),
                    (Event::Expired, Expired),
                ],
            ),
            (
                Waiting,
                vec![
                    (Event::WaitOver(true), Passed),
                    (Event::WaitOver(false), Review),
                    (Event::Approved, Passed),
                    (Event::Refused, Refused),
                    (Event::Cancelled, Cancelled),
                ],
            ),
            (
                Review,
                vec![
                    (Event::Approved, Passed),
                    (Event::Refused, Refused),
                    (Event::Cancelled, Cancelled),
                    (Event::Expired, Expired),
                ],
            ),
            (
                Passed,
                vec![
                    (Event::Refused, Cancelled),
                    (Event::Cancelled, Cancelled),
                    (Event::Expired, Expired),
                    (Event::Enrolled, Used),
                ],
            ),
            (Used, vec![]),
            (Refused, vec![]),
            (Cancelled, vec![]),
            (Expired, vec![]),
        ];
        for (state, row) in table {
            for event in events() {
                let expected = row.iter().find(|(e, _)| *e == event).map(|(_, next)| *next);
                assert_eq!(state.next(event), expected, "{state:?} {event:?}");
            }
        }
    }

    #[test]
    fn a_pass_comes_from_a_told_wait_or_from_an_approval_and_from_nothing_else() {
        for state in State::ALL {
            for event in events() {
                let passed = state.next(event) == Some(State::Passed);
                let right = state == State::Waiting && matches!(event, Event::WaitOver(true) | Event::Approved)
                    || state == State::Review && event == Event::Approved;
                assert_eq!(passed, right, "{state:?} {event:?}");
            }
        }
    }

    #[test]
    fn a_doubtful_case_never_completes_by_itself() {
        let policy = Policy::default();
        let few = Doubt::of(policy.case_wrong, false, &policy);
        assert_eq!(State::Confirming.next(Event::Confirmed(few)), Some(State::Waiting));
        for doubt in [Doubt::of(policy.case_wrong + 1, false, &policy), Doubt::of(0, true, &policy)] {
            let state = State::Confirming.next(Event::Confirmed(doubt)).unwrap();
            assert_eq!(state, State::Review, "{doubt:?}");
            assert_eq!(state.next(Event::WaitOver(true)), None);
        }
    }

    #[test]
    fn words_are_read_back() {
        for state in State::ALL {
            assert_eq!(State::parse(state.word()), Some(state));
        }
    }
}
