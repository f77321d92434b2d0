//! Signing in, as `auth::sign_in`, `auth::recovery` and `auth::enrol` do it around the machines.

use super::factors::{Factors, Recovery};
use super::moves::{Act, breaks};
use super::row::Row;
use super::rules::Actor;
use super::undo::{Keep, end_everything, put_password};
use super::world::{Broken, Enrolment, Seat, Session, SignIn, World};
use crate::flow::case;
use crate::flow::enrolment::{self, Reason};
use crate::flow::sign_in::{Event, State};

/// What can be tried while signing in.
pub const ACTS: [Act; 13] = [
    Act::Code,
    Act::Recovery,
    Act::Pass,
    Act::OldFactor,
    Act::NewPassword,
    Act::Number,
    Act::NumberCode,
    Act::GiveUp,
    Act::WrongCodes,
    Act::Answers,
    Act::SendRequest,
    Act::Confirm(false),
    Act::Confirm(true),
];

/// A step of a sign-in.
pub fn act(row: &Row, mut world: World, who: Actor, act: Act) -> Option<World> {
    let running = under_way(&world, who);
    match (act, running) {
        (Act::SignIn, None) => row.knows_password(&world, who).then(|| password(row, world, who))?,
        (Act::Recovery, None) if !row.rules.recovery_needs_password => recovery(row, world, who, begun(State::Code)),
        (Act::Code, Some(at)) if at.state == State::Code => code(row, world, who, at),
        (Act::Recovery, Some(at)) if at.state == State::Code => recovery(row, world, who, at),
        (Act::Pass, Some(at)) if at.state == State::Pass => {
            // Cancelled or refused meanwhile: its code leads nowhere any more.
            let told = world.case.filter(|case| case.state == case::State::Passed)?.told;
            let has = if told { who == Actor::Owner } else { row.gets_mail(&world, who) };
            let shown = !row.rules.pass_needs_mail || has;
            let state = at.state.next(Event::RightCode, world.standing(Some(at)))?;
            shown.then(|| arrive(row, world, who, SignIn { state, ..at }))
        }
        (Act::OldFactor, Some(at)) => {
            let state = at.state.next(Event::UseOldFactor, world.standing(None))?;
            Some(arrive(row, world, who, SignIn { state, pass: false, ..at }))
        }
        (Act::NewPassword, Some(at)) if at.state == State::Password => {
            // What follows a mailed code is no better than what it replaces.
            let mailed = world.password.mailed;
            put_password(row, &mut world, who, mailed, Keep::SignIn(who));
            let state = at.state.next(Event::NewPassword, world.standing(Some(at)))?;
            Some(arrive(row, world, who, SignIn { state, ..at }))
        }
        (Act::Number, Some(at)) if at.state == State::Enrol => {
            // Nobody's factors change in the day after "This wasn't me".
            (!world.frozen || !world.factors.second()).then_some(())?;
            let running = at.enrolment.map_or(enrolment::State::Choosing, |e| e.state);
            let state = running.next(enrolment::Event::NumberAccepted)?;
            Some(arrive(row, world, who, SignIn { enrolment: Some(Enrolment::at(state)), ..at }))
        }
        (Act::NumberCode, Some(at)) if at.state == State::Enrol => add_phone(row, world, who, at),
        (Act::GiveUp, Some(at)) => {
            at.state.next(Event::Over, world.standing(Some(at))).filter(|over| *over == State::Ended)?;
            leave(&mut world, who);
            Some(world)
        }
        // Forty wrong codes in a month, typed after the right password, demand a new one.
        (Act::WrongCodes, Some(at)) if at.state == State::Code && who == Actor::Thief => {
            world.password.demanded = true;
            Some(world)
        }
        _ => None,
    }
}

/// Somebody's sign-in under way.
pub fn under_way(world: &World, who: Actor) -> Option<SignIn> {
    match (who, world.owner) {
        (Actor::Thief, _) => world.thief,
        (Actor::Owner, Seat::SigningIn(at)) => Some(at),
        (Actor::Owner, Seat::Out | Seat::In(_)) => None,
    }
}

fn password(row: &Row, world: World, who: Actor) -> Option<World> {
    if who == Actor::Owner && world.session().is_some() {
        return None;
    }
    Some(arrive(row, world, who, begun(State::start(world.standing(None)))))
}

fn begun(state: State) -> SignIn {
    SignIn { state, recovered: false, pass: state == State::Pass, draft: None, enrolment: None }
}

fn code(row: &Row, mut world: World, who: Actor, at: SignIn) -> Option<World> {
    let second = world.factors.second();
    let right = if second { row.shows_second(&world, who) } else { row.gets_mail(&world, who) };
    let state = at.state.next(Event::RightCode, world.standing(Some(at)))?;
    if second {
        second_factor_shown(&mut world);
    }
    right.then(|| arrive(row, world, who, SignIn { state, ..at }))
}

/// Password and second factor were both shown: a mailed password is its owner's, and nobody needs a reset.
pub fn second_factor_shown(world: &mut World) {
    world.password.mailed = false;
    cancel_case(world);
}

/// Cancels the open or granted request.
pub fn cancel_case(world: &mut World) {
    world.case = world.case.filter(|open| open.state.next(case::Event::Cancelled).is_none());
}

fn recovery(row: &Row, mut world: World, who: Actor, at: SignIn) -> Option<World> {
    if world.frozen || !row.has_recovery(&world, who) {
        return None;
    }
    world.factors.recovery = Recovery::Used;
    row.tell_now(&mut world);
    let at = SignIn { recovered: true, ..at };
    let state = at.state.next(Event::RecoveryCode, world.standing(Some(at)))?;
    Some(arrive(row, world, who, SignIn { state, ..at }))
}

/// The code of the phone that a sign-in demands, and everything that changes with it.
fn add_phone(row: &Row, mut world: World, who: Actor, at: SignIn) -> Option<World> {
    let saving = at.enrolment?.state.next(enrolment::Event::RightCode)?;
    let reason = match at {
        SignIn { pass: true, .. } => Reason::Pass,
        SignIn { recovered: true, .. } => Reason::Recovered,
        SignIn { .. } => Reason::Forced,
    };
    // The password alone enrols where there is nothing yet, and never replaces what is there.
    if reason == Reason::Forced && (world.factors.second() || world.reset) {
        return None;
    }
    let granted = world.case.map(|granted| granted.state);
    match granted.and_then(|state| state.next(case::Event::Enrolled)) {
        Some(_) if at.pass => world.case = None,
        // Whoever cancelled or refused it meanwhile was in time.
        None if at.pass => return None,
        _ => cancel_case(&mut world),
    }
    if who == Actor::Thief {
        return Some(breaks(world, Broken::Phone));
    }
    let before = world.factors;
    put_phone(&mut world, reason);
    end_everything(row, &mut world, Keep::SignIn(who));
    row.tell(&mut world, before);
    let state = at.state.next(Event::PhoneVerified, world.standing(Some(at)))?;
    let mut world = arrive(row, world, who, SignIn { state, ..at });
    if let Seat::In(session) = &mut world.owner {
        session.enrolment = Some(Enrolment::at(saving));
    }
    Some(world)
}

/// Puts the owner's new number in force, and a new recovery code.
pub fn put_phone(world: &mut World, reason: Reason) {
    let before = world.factors;
    let rest = if reason.lost_all() {
        Factors { old_phone: false, spare_phone: false, app: false, ..before }
    } else {
        before.without_main()
    };
    world.factors = Factors { new_phone: true, recovery: Recovery::New, ..rest };
    world.reset = false;
}

/// Goes on to where the machine leads.
fn arrive(row: &Row, mut world: World, who: Actor, at: SignIn) -> World {
    if at.state != State::Done {
        match who {
            Actor::Owner => world.owner = Seat::SigningIn(at),
            Actor::Thief => world.thief = Some(at),
        }
        return world;
    }
    if who == Actor::Thief {
        return breaks(world, Broken::Session);
    }
    // A browser that was not seen before: told by mail, with a way back to how things are now.
    row.tell_now(&mut world);
    world.owner = Seat::In(Session { fresh: true, ..Session::default() });
    world
}

/// Gives a sign-in up.
fn leave(world: &mut World, who: Actor) {
    match who {
        Actor::Owner => world.owner = Seat::Out,
        Actor::Thief => world.thief = None,
    }
}
