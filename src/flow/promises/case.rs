//! `Reset MFA`, as `auth::cases` does it around its machine.

use super::factors::{Factors, Recovery};
use super::moves::{Act, breaks, minutes};
use super::row::Row;
use super::rules::{Account, Actor};
use super::sign_in::under_way;
use super::undo::{Keep, end_everything};
use super::world::{Broken, Case, Seat, SignIn, World};
use crate::flow::case::{Doubt, Event, State};
use crate::flow::sign_in;

/// A step of a request, by its person or by the thief.
pub fn act(row: &Row, mut world: World, who: Actor, act: Act) -> Option<World> {
    let asks = [sign_in::State::Code, sign_in::State::Barred];
    let asking = under_way(&world, who).filter(|at| asks.contains(&at.state) && row.may_ask() && world.case.is_none());
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
            world.case = Some(Case { state, by_thief: who == Actor::Thief, told: false });
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
        // One account is not enough where two have to agree.
        Act::ResetOther if row.holds.staff && row.account == Account::Member => reset(row, world, true),
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
    world.case = Some(Case { state, by_thief: false, told: false });
    row.tell_now(&mut world);
    Some(world)
}

/// An admin resets a managed person who asked for it. Whoever says that they did not replace the password themself is told
/// to bring the old one back first.
pub fn helper_resets(row: &Row, world: World) -> Option<World> {
    let theirs = !world.password.mailed || !world.password.thief || !row.rules.resetter_asks;
    theirs.then(|| reset(row, world, false))?
}

/// The operator resets somebody and tells them the code, by a way that is not the mailbox: it is theirs whoever reads that, and
/// whoever set the password.
pub fn helper_tells(row: &Row, world: World) -> Option<World> {
    let world = reset(row, world, false)?;
    let told = world.case.map(|case| Case { told: true, ..case });
    Some(World { case: told, ..world })
}

/// Every second factor and the recovery code go, everything under way ends, and a pass waits.
fn reset(row: &Row, mut world: World, by_thief: bool) -> Option<World> {
    let before = world.factors;
    let anything = before.second() || before.recovery != Recovery::None || world.reset;
    if world.frozen || !anything {
        return None;
    }
    world.case = Some(Case { state: State::Passed, by_thief, told: false });
    end_everything(row, &mut world, Keep::Nothing);
    row.tell(&mut world, before);
    world.factors = Factors { recovery: Recovery::None, new_email: before.new_email, ..Factors::BARE };
    world.reset = row.rules.reset_marks;
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
