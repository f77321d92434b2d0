//! Signing in, from the right password to the session.
//!
//! ```mermaid
//! stateDiagram-v2
//!   [*] --> Code: password right, a second factor is there
//!   [*] --> Pass: password right, a pass waits: of a granted Reset MFA request, or of a reset by an admin
//!   [*] --> Barred: password right, an admin reset the 2FA, and no pass waits
//!   [*] --> Enrol: password right, no second factor, 2FA required, or soon and not put off
//!   [*] --> Done: password right, no second factor, 2FA not required
//!   Code --> Done: right code
//!   Code --> Password: right code, a new password is demanded
//!   Code --> Enrol: recovery code
//!   Code --> Password: recovery code, a new password is demanded
//!   Pass --> Enrol: right mailed code
//!   Pass --> Password: right mailed code, a new password is demanded
//!   Pass --> Code: the old phone is there after all
//!   Password --> Done: new password set
//!   Password --> Enrol: new password set; no second factor and 2FA required, or recovery code or pass used
//!   Enrol --> Done: new phone verified
//!   Enrol --> Done: put off until it is required
//!   Code --> Ended: expired or superseded
//!   Pass --> Ended: expired or superseded
//!   Barred --> Ended: expired or superseded
//!   Password --> Ended: expired or superseded
//!   Enrol --> Ended: expired or superseded
//! ```
//!
//! Until `Done` there is no session, only this flow and the cookie that belongs to it.

/// Where a sign-in stands. Terminal states carry nothing and go nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// A code is asked for.
    Code,
    /// The mailed code of an enrolment pass is asked for.
    Pass,
    /// Only people can help: an admin reset the 2FA, and what would lead on from there ran out or was voided.
    Barred,
    /// A new password is asked for.
    Password,
    /// A phone must be added.
    Enrol,
    /// A session was made.
    Done,
    /// Over without one.
    Ended,
}

/// What is known of the person when the password was right, or a step is done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Standing {
    /// A second factor is in force: a phone, or an authenticator app.
    pub second: bool,
    /// 2FA is required of them.
    pub required: bool,
    /// 2FA will be required of them, and they have not put it off.
    pub asked: bool,
    /// They must set a new password before anything else.
    pub new_password: bool,
    /// A granted request, or the pass of a reset, waits to be used.
    pub pass: bool,
    /// An admin reset the 2FA, and nothing was enrolled with a valid pass since.
    pub reset: bool,
    /// The recovery code or a pass was used in this sign-in: it replaces the phone, so a new phone must follow.
    pub recovered: bool,
}

/// What can happen to a sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    /// The right code was given.
    RightCode,
    /// The right recovery code was given.
    RecoveryCode,
    /// The old phone or app is there after all, and its code is to be asked for.
    UseOldFactor,
    /// A new password was set.
    NewPassword,
    /// A new phone was verified.
    PhoneVerified,
    /// 2FA that is required only later is put off.
    PutOff,
    /// Time is up, or a newer sign-in took over.
    Over,
}

impl Standing {
    /// Nothing is there that could be shown, nothing is required yet, and nothing lost is being replaced.
    fn may_put_off(self) -> bool {
        self.asked
            && !self.required
            && !self.second
            && !self.recovered
            && !self.pass
            && !self.reset
            && !self.new_password
    }
}

impl State {
    /// Where a sign-in starts after the right password. Somebody who must set a new password and has no second factor is
    /// asked for a mailed code first: the old password alone is known to somebody else.
    pub fn start(standing: Standing) -> State {
        match standing {
            Standing { pass: true, .. } => State::Pass,
            Standing { reset: true, .. } => State::Barred,
            Standing { second: true, .. } | Standing { new_password: true, .. } => State::Code,
            Standing { required: true, .. } | Standing { asked: true, .. } => State::Enrol,
            Standing { .. } => State::Done,
        }
    }

    /// The next state, or `None` where the event has no place.
    pub fn next(self, event: Event, standing: Standing) -> Option<State> {
        let enrol = standing.recovered || (standing.required || standing.asked) && !standing.second;
        let enrol_or_done = if enrol { State::Enrol } else { State::Done };
        match (self, event) {
            (State::Done | State::Ended, _) => None,
            (_, Event::Over) => Some(State::Ended),
            // After a reset nothing leads on but its pass: not what began before it, not the password alone.
            (State::Code | State::Password, _) if standing.reset && !standing.recovered => None,
            (State::Code, Event::RightCode) if standing.new_password => Some(State::Password),
            (State::Code, Event::RightCode) => Some(enrol_or_done),
            (State::Code, Event::RecoveryCode) if standing.new_password => Some(State::Password),
            // The code replaces the phone, not the demand for a new phone: it opens enrolment and nothing else.
            (State::Code, Event::RecoveryCode) => Some(State::Enrol),
            // So does a pass, whatever else is known of the person.
            (State::Pass, Event::RightCode) if standing.new_password => Some(State::Password),
            (State::Pass, Event::RightCode) => Some(State::Enrol),
            (State::Pass, Event::UseOldFactor) if standing.second => Some(State::Code),
            (State::Password, Event::NewPassword) => Some(enrol_or_done),
            (State::Enrol, Event::PhoneVerified) => Some(State::Done),
            (State::Enrol, Event::PutOff) => standing.may_put_off().then_some(State::Done),
            _ => None,
        }
    }

    /// The word in the database.
    pub fn word(self) -> &'static str {
        match self {
            State::Code => "code",
            State::Pass => "pass",
            State::Barred => "barred",
            State::Password => "password",
            State::Enrol => "enrol",
            State::Done => "done",
            State::Ended => "ended",
        }
    }

    /// Reads [`State::word`].
    pub fn parse(word: &str) -> Option<State> {
        State::ALL.into_iter().find(|s| s.word() == word)
    }

    /// Every state.
    pub const ALL: [State; 7] =
        [State::Code, State::Pass, State::Barred, State::Password, State::Enrol, State::Done, State::Ended];
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVENTS: [Event; 7] = [
        Event::RightCode,
        Event::RecoveryCode,
        Event::UseOldFactor,
        Event::NewPassword,
        Event::PhoneVerified,
        Event::PutOff,
        Event::Over,
    ];

    fn standings() -> impl Iterator<Item = Standing> {
        (0..128).map(|n| Standing {
            second: n & 1 > 0,
            required: n & 2 > 0,
            new_password: n & 4 > 0,
            recovered: n & 8 > 0,
            pass: n & 16 > 0,
            asked: n & 32 > 0,
            reset: n & 64 > 0,
        })
    }

    #[test]
    fn every_pair_of_state_and_event_is_decided() {
        let plain = Standing { second: true, required: true, ..Standing::default() };
        let over = Some(State::Ended);
        let expected = [
            (State::Code, [Some(State::Done), Some(State::Enrol), None, None, None, None, over]),
            (State::Pass, [Some(State::Enrol), None, Some(State::Code), None, None, None, over]),
            (State::Barred, [None, None, None, None, None, None, over]),
            (State::Password, [None, None, None, Some(State::Done), None, None, over]),
            (State::Enrol, [None, None, None, None, Some(State::Done), None, over]),
            (State::Done, [None; 7]),
            (State::Ended, [None; 7]),
        ];
        for (state, row) in expected {
            for (event, next) in EVENTS.into_iter().zip(row) {
                assert_eq!(state.next(event, plain), next, "{state:?} {event:?}");
            }
        }
    }

    #[test]
    fn a_password_alone_is_a_session_only_where_nothing_more_exists_or_is_required() {
        for standing in standings() {
            let done = State::start(standing) == State::Done;
            let nothing = standing == Standing { recovered: standing.recovered, ..Standing::default() };
            assert_eq!(done, nothing, "{standing:?}");
        }
    }

    #[test]
    fn neither_a_recovery_code_nor_a_pass_gives_a_session_by_itself() {
        for standing in standings() {
            for (state, event) in [(State::Code, Event::RecoveryCode), (State::Pass, Event::RightCode)] {
                let standing = Standing { reset: standing.reset && state == State::Pass, ..standing };
                let after = state.next(event, standing);
                assert!(matches!(after, Some(State::Enrol | State::Password)), "{state:?} {standing:?}");
            }
            let after = State::Password.next(Event::NewPassword, Standing { recovered: true, ..standing });
            assert_eq!(after, Some(State::Enrol), "{standing:?}");
        }
    }

    #[test]
    fn a_demanded_password_cannot_be_walked_around() {
        for standing in standings().filter(|s| s.new_password && !s.reset) {
            for (state, event) in
                [(State::Code, Event::RightCode), (State::Code, Event::RecoveryCode), (State::Pass, Event::RightCode)]
            {
                assert_eq!(state.next(event, standing), Some(State::Password), "{state:?} {event:?} {standing:?}");
            }
        }
    }

    #[test]
    fn after_a_reset_the_password_alone_leads_nowhere() {
        for standing in standings().filter(|s| s.reset && !s.pass) {
            assert_eq!(State::start(standing), State::Barred, "{standing:?}");
            for event in EVENTS {
                let after = State::Barred.next(event, standing);
                assert!(matches!(after, None | Some(State::Ended)), "{event:?} {standing:?}");
            }
        }
        for standing in standings().filter(|s| s.reset && !s.recovered) {
            for state in [State::Code, State::Password] {
                for event in EVENTS {
                    let after = state.next(event, standing);
                    assert!(matches!(after, None | Some(State::Ended)), "{state:?} {event:?} {standing:?}");
                }
            }
        }
    }

    #[test]
    fn nobody_required_to_have_a_second_factor_is_done_without_one() {
        for standing in standings().filter(|s| s.required && !s.second) {
            for state in State::ALL {
                for event in EVENTS.into_iter().filter(|event| *event != Event::PhoneVerified) {
                    assert_ne!(state.next(event, standing), Some(State::Done), "{state:?} {event:?} {standing:?}");
                }
            }
        }
    }

    #[test]
    fn what_is_required_only_later_can_be_put_off_and_nothing_else_can() {
        for standing in standings() {
            for state in State::ALL {
                let put_off = state.next(Event::PutOff, standing) == Some(State::Done);
                let later = standing == Standing { asked: true, ..Standing::default() };
                assert_eq!(put_off, state == State::Enrol && later, "{state:?} {standing:?}");
            }
        }
    }
}
