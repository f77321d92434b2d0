//! "This wasn't me" and passwords: what `auth::factor` ends and puts back.

use super::factors::Factors;
use super::row::Row;
use super::rules::{Account, Actor, Loss};
use super::sign_in::cancel_case;
use super::world::{Password, Seat, World};

/// What goes on when everything else of a person ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// Nothing.
    Nothing,
    /// The session in which a change was made.
    Session,
    /// The sign-in in which this person made it.
    SignIn(Actor),
}

/// Puts back what was, ends everything under way, freezes changes and demands a new password.
pub fn undo(row: &Row, mut world: World, back_to: Factors) -> World {
    world.factors = back_to;
    // A second factor that is back in force needs no mark. Without one, the mark is as it was then: an account that began with
    // a second factor is without one after a reset alone.
    let began_bare = matches!(row.account, Account::Young | Account::Bare);
    world.reset = row.rules.reset_marks && !back_to.second() && (world.reset || !began_bare);
    end_everything(row, &mut world, Keep::Nothing);
    cancel_case(&mut world);
    world.frozen = true;
    world.password.demanded = true;
    world
}

/// Whether somebody who has a link may use it. Going back to no second factor at all takes the password from before the
/// change, or the one in force unless it was set by mail: the link came out of a mailbox as well.
pub fn may_undo(row: &Row, world: &World, who: Actor, back_to: Factors) -> bool {
    if back_to.second() || !world.factors.second() || !row.rules.first_phone_needs_password {
        return true;
    }
    let (began_with, willing) = match who {
        Actor::Owner => (row.lost != Some(Loss::Password), row.rules.owner_undoes_first_phone),
        Actor::Thief => (row.holds.password, true),
    };
    willing && (began_with || row.knows_password(world, who) && !world.password.mailed)
}

/// Replaces the password through the mailbox. It gives no session and touches no second factor.
pub fn forgot(row: &Row, mut world: World, who: Actor) -> Option<World> {
    let may = !row.shut.forgot && row.has_mailbox(&world, who);
    let second = row.shows_second(&world, who) || row.has_recovery(&world, who) || !world.factors.second();
    if !may || row.rules.forgot_needs_second && !second {
        return None;
    }
    put_password(row, &mut world, who, true, Keep::Nothing);
    if row.rules.forgot_cancels_cases {
        cancel_case(&mut world);
    }
    Some(world)
}

/// Brings the password back that a mailed one replaced: by the link in the mailbox, or by the one that was texted. It goes on
/// working in this model until a second factor has confirmed the new password.
pub fn old_password(row: &Row, world: World, who: Actor) -> Option<World> {
    let told = row.has_mailbox(&world, who) || row.has_phone(&world, who);
    told.then(|| restore(row, world))?
}

/// The same by the operator, where nothing of the owner's could be told.
pub fn restore(row: &Row, mut world: World) -> Option<World> {
    if !world.password.mailed {
        return None;
    }
    let owner = row.lost != Some(Loss::Password);
    world.password = Password { owner, thief: row.holds.password, mailed: false, demanded: true };
    end_everything(row, &mut world, Keep::Nothing);
    cancel_case(&mut world);
    Some(world)
}

/// A new password: whoever knew the old one keeps nothing of it, and every address is told.
pub fn put_password(row: &Row, world: &mut World, who: Actor, mailed: bool, keep: Keep) {
    world.password = Password { owner: who == Actor::Owner, thief: who == Actor::Thief, mailed, demanded: false };
    end_everything(row, world, keep);
    row.tell_now(world);
}

/// Ends every session and every sign-in under way but one, with what was under way in them and the codes that wait to be
/// shown.
pub fn end_everything(row: &Row, world: &mut World, keep: Keep) {
    world.owner = match world.owner {
        Seat::In(_) if keep != Keep::Session => Seat::Out,
        Seat::SigningIn(_) if keep != Keep::SignIn(Actor::Owner) && row.rules.changes_end_sign_ins => Seat::Out,
        seat => seat,
    };
    if keep != Keep::SignIn(Actor::Thief) && row.rules.changes_end_sign_ins {
        world.thief = None;
    }
}
