//! `Reset MFA`, as `auth::cases` does it around its machine.

use super::factors::{Factors, Recovery};
use super::moves::{Act, breaks, minutes};
use super::row::Row;
use super::rules::{Account, Actor};
use super::sign_in::under_way;
use super::world::{Broken, Case, Seat, SignIn, World};
use crate::flow::case::{Doubt, Event, State};
use crate::flow::sign_in;

/// A step of a request, by its person or by the thief.
pub fn act(row: &Row, mut world: World, who: Actor, act: Act) -> Option<World> {
    let asking =
        under_way(&world, who).filter(|at| at.state == sign_in::State::Code && row.may_ask() && world.case.is_none());
    match act {
        Act::Answers => {
            let at = asking?;
            let draft = match at.draft {
                Some(draft) => draft.next(Event::Answered)?,
                None => State::Draft,
            };
            Some(keep(world, who, SignIn { draft: Some(draft), ..at }))
        }
        Act::SendRequest => {
            let at = asking?;
            let draft = at.draft?.next(Event::CodeSent)?;
            Some(keep(world, who, SignIn { draft: Some(draft), ..at }))
        }
        Act::Confirm(wrong) => {
            let at = asking.filter(|_| row.gets_mail(&world, who))?;
            let wrong = if wrong { row.policy.case_wrong + 1 } else { 0 };
            let mailed = world.password.mailed && row.rules.mailed_password_counts;
            let state = at.draft?.next(Event::Confirmed(Doubt::of(wrong, mailed, &row.policy)))?;
            world.case = Some(Case { state, by_thief: who == Actor::Thief });
            row.tell_now(&mut world);
            Some(keep(world, who, SignIn { draft: None, ..at }))
        }
        // The link is in every notice, and notices go to the address and to the phones.
        Act::CancelCase => {
            let told = row.has_mailbox(&world, who) || row.shows_second(&world, who);
            world.case?.state.next(Event::Cancelled).filter(|_| told)?;
            Some(World { case: None, ..world })
        }
        Act::Approve if row.holds.staff => approve(row, world),
        Act::Refuse if row.holds.staff => refuse(world),
        _ => None,
    }
}

fn keep(mut world: World, who: Actor, at: SignIn) -> World {
    match who {
        Actor::Owner => world.owner = Seat::SigningIn(at),
        Actor::Thief => world.thief = Some(at),
    }
    world
}

fn approve(row: &Row, mut world: World) -> Option<World> {
    let case = world.case?;
    let state = case.state.next(Event::Approved)?;
    world.case = Some(Case { state, ..case });
    row.tell_now(&mut world);
    Some(world)
}

fn refuse(world: World) -> Option<World> {
    world.case?.state.next(Event::Refused)?;
    Some(World { case: None, ..world })
}

/// Another owner or the operator grants the request of somebody who asked them to, and whom they know.
pub fn helper_approves(row: &Row, world: World) -> Option<World> {
    let asked = world.case.is_some_and(|case| !case.by_thief || !row.rules.reviewer_asks);
    asked.then(|| approve(row, world))?
}

/// They refuse what the owner says they did not ask for.
pub fn helper_refuses(world: World) -> Option<World> {
    world.case.filter(|case| case.by_thief)?;
    refuse(world)
}

/// The operator opens a request for a managed person who asked them to, and grants it at once; not beside a password that
/// was set by mail.
pub fn helper_grants(row: &Row, mut world: World) -> Option<World> {
    if row.account != Account::Member || world.case.is_some() || world.password.mailed {
        return None;
    }
    let state = State::Review.next(Event::Approved)?;
    world.case = Some(Case { state, by_thief: false });
    row.tell_now(&mut world);
    Some(world)
}

/// An admin resets a managed person who asked for it: every second factor goes, sessions end, and a pass waits.
pub fn helper_resets(row: &Row, mut world: World) -> Option<World> {
    if row.account != Account::Member || !row.rules.admin_reset || world.case.is_some() {
        return None;
    }
    world.factors = Factors { recovery: Recovery::None, new_email: world.factors.new_email, ..Factors::BARE };
    world.case = Some(Case { state: State::Passed, by_thief: false });
    world.owner = Seat::Out;
    Some(world)
}

/// The wait is over: whatever lasts minutes or a day is over as well.
pub fn wait_over(row: &Row, world: World, told: bool) -> Option<World> {
    let case = world.case?;
    let state = case.state.next(Event::WaitOver(told || !row.rules.silent_cases_wait))?;
    let mut world = World { frozen: false, case: Some(Case { state, ..case }), ..minutes(world) };
    if state == State::Passed && !told {
        return Some(breaks(world, Broken::Silence));
    }
    row.tell_now(&mut world);
    Some(world)
}

/// Nobody decided, or used the pass, in time.
pub fn over(world: World) -> Option<World> {
    world.case?.state.next(Event::Expired)?;
    Some(World { case: None, frozen: false, ..minutes(world) })
}
