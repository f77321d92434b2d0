//! What can happen, and who can do it. [`step`] is the whole product as the explorer sees it: it asks the machines, and
//! around them does what `auth` does.

use super::factors::Factors;
use super::row::Row;
use super::rules::Actor;
use super::world::{Broken, Seat, Session, World};
use super::{case, session, sign_in, undo};
use crate::flow::case::State;

/// One thing that happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// Somebody with a browser does it.
    By(Actor, Act),
    /// Another owner, an admin or the operator, who is honest, grants the open request.
    HelperApproves,
    /// The same refuses it.
    HelperRefuses,
    /// The operator leads a managed person back who asked for it.
    HelperGrants,
    /// The operator brings the password back that a mailed one replaced, for its owner.
    HelperRestores,
    /// An admin, or for an owner two others, resets the 2FA of a managed person who asked for it.
    HelperResets,
    /// The operator does, and tells the person the code that is mailed otherwise.
    HelperTells,
    /// The wait of a request is over; `true` if a notice of it was delivered.
    WaitOver(bool),
    /// Nobody decided on a request, or used its pass, in time.
    CaseOver,
    /// Half an hour passes: sign-ins, settings, freshness and changes under way are over.
    Minutes,
    /// A day passes: the freeze is over, and everything of minutes.
    Day,
}

/// What a person does in a browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Gives the password.
    SignIn,
    /// Gives the code of a phone or the app; where there is no second factor, the mailed one.
    Code,
    /// Gives the recovery code.
    Recovery,
    /// Gives the mailed code of a granted request.
    Pass,
    /// Has the old phone after all.
    OldFactor,
    /// Sets the password that is demanded.
    NewPassword,
    /// Leaves the sign-in.
    GiveUp,
    /// Answers the questions of `Reset MFA`.
    Answers,
    /// Sends the request, which mails a code.
    SendRequest,
    /// Gives that code; `true`: too many answers were wrong.
    Confirm(bool),
    /// Takes the request back by the link of a notice.
    CancelCase,
    /// Replaces a forgotten password by a mailed code.
    Forgot,
    /// Presses "This wasn't me" in the notice of a password that was set by mail: the old one is in force again.
    OldPassword,
    /// Presses "This wasn't me", which puts this back.
    Undo(Factors),
    /// Types wrong codes until a new password is demanded.
    WrongCodes,
    /// Copies the cookie of the owner's session.
    Copy,
    /// Approves the request with the stolen account of another owner.
    Approve,
    /// Refuses it.
    Refuse,
    /// Resets the person's 2FA with the stolen account of an admin.
    ResetOther,
    /// Opens User Settings by the mailed code.
    OpenSettings,
    /// Proves once more who this is: password and second factor.
    Prove,
    /// `Reset and continue`.
    Reset,
    /// The proof inside the reset dialog.
    ProveInDialog,
    /// Begins to add a phone beside the main one.
    AddSpare,
    /// Types the number of a new phone.
    Number,
    /// Gives the code that came to it.
    NumberCode,
    /// Looks at the page of the recovery code.
    Look,
    /// `Finish`.
    Finish,
    /// Sets an authenticator app up and gives its first code.
    AddApp,
    /// Removes the app, where another second factor remains.
    RemoveApp,
    /// Removes the main phone, where another second factor remains.
    RemoveMain,
    /// Gets a new recovery code.
    RenewRecovery,
    /// Changes the password.
    ChangePassword,
    /// Changes the address.
    ChangeEmail,
    /// Signs out.
    SignOut,
}

/// The world after an event, or `None` where it cannot happen.
pub fn step(row: &Row, world: World, event: Event) -> Option<World> {
    match event {
        Event::By(who, act) => by(row, world, who, act),
        Event::HelperApproves => case::helper_approves(row, world),
        Event::HelperRefuses => case::helper_refuses(world),
        Event::HelperGrants => case::helper_grants(row, world),
        Event::HelperRestores => undo::restore(row, world),
        Event::HelperResets => case::helper_resets(row, world),
        Event::HelperTells => case::helper_tells(row, world),
        Event::WaitOver(told) => case::wait_over(row, world, told),
        Event::CaseOver => case::over(world),
        Event::Minutes => Some(minutes(world)),
        Event::Day => Some(World { frozen: false, ..minutes(world) }),
    }
}

fn by(row: &Row, world: World, who: Actor, act: Act) -> Option<World> {
    use Act::*;
    match act {
        SignIn | Code | Recovery | Pass | OldFactor | NewPassword | GiveUp | WrongCodes => {
            sign_in::act(row, world, who, act)
        }
        Number | NumberCode if sign_in::under_way(&world, who).is_some() => sign_in::act(row, world, who, act),
        Answers | SendRequest | Confirm(_) | CancelCase | Approve | Refuse | ResetOther => {
            case::act(row, world, who, act)
        }
        Forgot => undo::forgot(row, world, who),
        OldPassword => undo::old_password(row, world, who),
        Undo(back_to) => undo::may_undo(row, &world, who, back_to).then(|| undo::undo(row, world, back_to)),
        _ => session::act(row, world, who, act),
    }
}

/// What minutes end. A session lives on while it is used.
pub fn minutes(mut world: World) -> World {
    world.thief = None;
    world.owner = match world.owner {
        Seat::In(Session { copied, taken, .. }) => Seat::In(Session { copied, taken, ..Session::default() }),
        Seat::Out | Seat::SigningIn(_) => Seat::Out,
    };
    world
}

/// Everything that may be tried in a world, "This wasn't me" aside; [`step`] says what of it can be.
pub fn offered(world: &World, all: &mut Vec<Event>) {
    use Act::*;
    all.clear();
    if world.broken.is_some() {
        return;
    }
    if let Some(case) = world.case {
        all.extend([Event::HelperApproves, Event::HelperRefuses, Event::CaseOver]);
        if case.state == State::Waiting {
            all.extend([Event::WaitOver(true), Event::WaitOver(false)]);
        }
    }
    all.extend([Event::HelperGrants, Event::HelperRestores, Event::HelperResets, Event::HelperTells]);
    all.extend([Event::Minutes, Event::Day]);
    for who in [Actor::Owner, Actor::Thief] {
        let mut offer = |acts: &[Act]| all.extend(acts.iter().map(|act| Event::By(who, *act)));
        match (sign_in::under_way(world, who), who, world.owner) {
            (Some(_), _, _) => offer(&sign_in::ACTS),
            (None, Actor::Owner, Seat::In(_)) => {}
            _ => offer(&[SignIn, Recovery]),
        }
        offer(&[Forgot, OldPassword, CancelCase]);
        if who == Actor::Thief {
            offer(&[Copy, Approve, Refuse, ResetOther]);
        }
        if world.session().is_some_and(|session| who == Actor::Owner || session.copied) {
            offer(&session::ACTS);
        }
    }
}

/// The thief got what they must not get.
pub fn breaks(mut world: World, broken: Broken) -> World {
    world.broken = Some(broken);
    world
}
