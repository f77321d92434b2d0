//! `Reset 2FA` of somebody else: who may ask for whom, and how a request for a second person goes.
//!
//! ```mermaid
//! stateDiagram-v2
//!   [*] --> Done: asked for, and one person is enough
//!   [*] --> Waiting: asked for, and it takes a second person
//!   Waiting --> Done: approved by a third person, in time
//!   Waiting --> Declined: declined
//!   Waiting --> Withdrawn: taken back by whoever asked
//!   Waiting --> Expired: nobody approved it in time
//! ```
//!
//! What a reset leaves behind is a mark on the person and a pass, see [`super::case`] and [`super::sign_in`]. Whoever asks,
//! whoever approves and whoever is reset are three people.

use super::OrgPolicy;
use crate::model::Role;

/// Where a reset stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// A second person has to approve it.
    Waiting,
    /// The second factors are gone.
    Done,
    /// Somebody who could have approved it declined.
    Declined,
    /// Whoever asked took it back.
    Withdrawn,
    /// Nobody approved it in time.
    Expired,
}

/// What can happen to a reset that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A second person approved it.
    Approved,
    /// A second person declined it.
    Declined,
    /// Whoever asked took it back.
    Withdrawn,
    /// Time is up.
    Expired,
}

/// What stands in the way of a reset, whoever the person is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bar {
    /// Nobody resets their own 2FA here.
    Own,
    /// Another organization manages the person, or none.
    NotManaged,
    /// The policy leaves resets to owners.
    NotAllowed,
    /// The person has a higher role.
    HigherRole,
}

/// Who acts on whom.
#[derive(Clone, Copy, Debug)]
pub struct Pair {
    /// They are one person.
    pub same: bool,
    /// Role of whoever acts, in the organization.
    pub actor: Role,
    /// Role of the person, there.
    pub target: Role,
    /// This organization manages the person.
    pub managed: bool,
}

impl Pair {
    /// What stands in the way of this actor, asking or approving; nothing, for most.
    pub fn bar(self, policy: &OrgPolicy) -> Option<Bar> {
        let bars = [
            (self.same, Bar::Own),
            (!self.managed, Bar::NotManaged),
            (!policy.may_reset(self.actor), Bar::NotAllowed),
            (self.target > self.actor, Bar::HigherRole),
        ];
        bars.into_iter().find(|(is, _)| *is).map(|(_, bar)| bar)
    }

    /// Whether it takes a second person: by policy, and for every owner.
    pub fn takes_two(self, policy: &OrgPolicy) -> bool {
        policy.second_person || self.target == Role::Owner
    }
}

impl State {
    /// Every state.
    pub const ALL: [State; 5] = [State::Waiting, State::Done, State::Declined, State::Withdrawn, State::Expired];

    /// Where a reset starts.
    pub fn start(takes_two: bool) -> State {
        if takes_two { State::Waiting } else { State::Done }
    }

    /// The next state, or `None` where the event has no place.
    pub fn next(self, event: Event) -> Option<State> {
        match (self, event) {
            (State::Waiting, Event::Approved) => Some(State::Done),
            (State::Waiting, Event::Declined) => Some(State::Declined),
            (State::Waiting, Event::Withdrawn) => Some(State::Withdrawn),
            (State::Waiting, Event::Expired) => Some(State::Expired),
            _ => None,
        }
    }

    /// The word in the database.
    pub fn word(self) -> &'static str {
        match self {
            State::Waiting => "waiting",
            State::Done => "done",
            State::Declined => "declined",
            State::Withdrawn => "withdrawn",
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
    use crate::flow::org_policy::Resetters;

    const ROLES: [Role; 3] = [Role::Member, Role::Admin, Role::Owner];

    fn pair(actor: Role, target: Role) -> Pair {
        Pair { same: false, actor, target, managed: true }
    }

    #[test]
    fn who_may_reset_whom() {
        let policy = OrgPolicy::default();
        let (own, role) = (Some(Bar::NotAllowed), Some(Bar::HigherRole));
        let table =
            [(Role::Member, [own, own, own]), (Role::Admin, [None, None, role]), (Role::Owner, [None, None, None])];
        for (actor, row) in table {
            for (target, expected) in ROLES.into_iter().zip(row) {
                assert_eq!(pair(actor, target).bar(&policy), expected, "{actor:?} {target:?}");
            }
        }
        let owners = OrgPolicy { resetters: Resetters::Owners, ..policy };
        assert_eq!(pair(Role::Admin, Role::Member).bar(&owners), Some(Bar::NotAllowed));
        assert_eq!(pair(Role::Owner, Role::Member).bar(&owners), None);
    }

    #[test]
    fn nobody_resets_themself_or_somebody_whom_others_manage() {
        for actor in ROLES {
            for target in ROLES {
                let pair = pair(actor, target);
                assert_eq!(Pair { same: true, ..pair }.bar(&OrgPolicy::default()), Some(Bar::Own));
                assert_eq!(Pair { managed: false, ..pair }.bar(&OrgPolicy::default()), Some(Bar::NotManaged));
            }
        }
    }

    #[test]
    fn an_owner_always_takes_two_and_everybody_else_where_the_policy_says_so() {
        let (one, two) = (OrgPolicy::default(), OrgPolicy { second_person: true, ..OrgPolicy::default() });
        for target in ROLES {
            assert_eq!(pair(Role::Owner, target).takes_two(&one), target == Role::Owner);
            assert!(pair(Role::Owner, target).takes_two(&two));
        }
        assert_eq!((State::start(true), State::start(false)), (State::Waiting, State::Done));
    }

    #[test]
    fn what_waits_ends_once() {
        let events = [Event::Approved, Event::Declined, Event::Withdrawn, Event::Expired];
        let ends = [State::Done, State::Declined, State::Withdrawn, State::Expired];
        for state in State::ALL {
            for (event, end) in events.into_iter().zip(ends) {
                assert_eq!(state.next(event), (state == State::Waiting).then_some(end), "{state:?} {event:?}");
            }
            assert_eq!(State::parse(state.word()), Some(state));
        }
    }
}
