//! Everything that matters of one account, in a value that can be compared: how it is protected, what is under way, and
//! what the thief got hold of. Times are events, see [`super::moves`]; nothing here ever ends by itself.

use super::factors::{Factors, Links};
use crate::flow::sign_in::Standing;
use crate::flow::{case, enrolment, sign_in};
use std::hash::{Hash, Hasher};

/// The account, its owner's browser and the thief's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct World {
    /// The password in force.
    pub password: Password,
    /// Second factors and the address in force.
    pub factors: Factors,
    /// Factor changes are frozen.
    pub frozen: bool,
    /// An admin reset the 2FA, and nothing was enrolled with a valid pass since.
    pub reset: bool,
    /// The open or granted request of `Reset MFA`.
    pub case: Option<Case>,
    /// Where the owner's browser stands.
    pub owner: Seat,
    /// Where the thief's own sign-in stands.
    pub thief: Option<SignIn>,
    /// "This wasn't me" links that the last event sent out. The explorer collects them.
    pub links: Links,
    /// The thief may still copy the cookie of one session.
    pub cookie: bool,
    /// A promise was broken; nothing follows.
    pub broken: Option<Broken>,
}

/// What the thief must never get.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Broken {
    /// A full session.
    Session,
    /// A phone of theirs is in force.
    Phone,
    /// An authenticator app of theirs is.
    App,
    /// The address is theirs.
    Email,
    /// They were shown a recovery code.
    Recovery,
    /// Nobody of the account was told before a request completed by itself.
    Silence,
}

/// Who knows the password, and what the server knows of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Password {
    /// The owner knows it.
    pub owner: bool,
    /// The thief knows it.
    pub thief: bool,
    /// It was set through the mailbox, and no second factor has confirmed its owner since.
    pub mailed: bool,
    /// A new one is demanded at the next sign-in.
    pub demanded: bool,
}

/// An open or granted request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Case {
    /// Where it stands.
    pub state: case::State,
    /// The thief opened it.
    pub by_thief: bool,
    /// The operator told its person the code of its pass; it is never mailed.
    pub told: bool,
}

/// Where the owner's browser stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Seat {
    /// Nowhere.
    Out,
    /// Half-way.
    SigningIn(SignIn),
    /// In a full session.
    In(Session),
}

/// A sign-in under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SignIn {
    /// Where it stands.
    pub state: sign_in::State,
    /// The recovery code was used in it.
    pub recovered: bool,
    /// It uses the pass of the granted request.
    pub pass: bool,
    /// The request being filled in.
    pub draft: Option<case::State>,
    /// The phone that it demands, being added.
    pub enrolment: Option<Enrolment>,
}

/// A session of the owner's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Session {
    /// The last full sign-in is fresh.
    pub fresh: bool,
    /// User Settings is open.
    pub settings: bool,
    /// The thief holds its cookie as well.
    pub copied: bool,
    /// The thief alone holds it: it rose a level in their browser, and the owner's cookie is dead.
    pub taken: bool,
    /// The phone change under way.
    pub enrolment: Option<Enrolment>,
}

/// A phone being added or replaced, or a recovery code that waits to be saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Enrolment {
    /// Where it stands.
    pub state: enrolment::State,
    /// It comes beside the main phone.
    pub spare: bool,
    /// The number was typed by the thief.
    pub to_thief: bool,
    /// The recovery code was on a screen.
    pub shown: bool,
}

impl Enrolment {
    /// Just begun.
    pub fn at(state: enrolment::State) -> Enrolment {
        Enrolment { state, spare: false, to_thief: false, shown: false }
    }
}

impl Hash for Enrolment {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.state as u8, self.spare, self.to_thief, self.shown).hash(state);
    }
}

impl World {
    /// The standing that the sign-in machine asks for. Every account here must have a second factor.
    pub fn standing(&self, sign_in: Option<SignIn>) -> Standing {
        Standing {
            second: self.factors.second(),
            required: true,
            asked: false,
            new_password: self.password.demanded,
            pass: self.case.is_some_and(|case| case.state == case::State::Passed),
            reset: self.reset,
            recovered: sign_in.is_some_and(|s| s.recovered || s.pass),
        }
    }

    /// The session, if the owner's browser has one.
    pub fn session(&self) -> Option<Session> {
        match self.owner {
            Seat::In(session) => Some(session),
            Seat::Out | Seat::SigningIn(_) => None,
        }
    }
}
