//! Inside a session, as `auth::gate`, `prove`, `reset`, `enrol`, `ways` and `emails` do it. The owner does all of it; the
//! thief whatever a copied cookie and their holdings allow.

use super::factors::{Factors, Recovery};
use super::moves::{Act, breaks};
use super::row::Row;
use super::rules::Actor;
use super::sign_in::{put_phone, second_factor_shown};
use super::undo::{Keep, end_everything, put_password};
use super::world::{Broken, Enrolment, Seat, Session, World};
use crate::flow::enrolment::{Event, Reason, State};

/// What can be tried in a session.
pub const ACTS: [Act; 16] = [
    Act::OpenSettings,
    Act::Prove,
    Act::Reset,
    Act::ProveInDialog,
    Act::Number,
    Act::NumberCode,
    Act::Look,
    Act::Finish,
    Act::AddSpare,
    Act::AddApp,
    Act::RemoveApp,
    Act::RemoveMain,
    Act::RenewRecovery,
    Act::ChangePassword,
    Act::ChangeEmail,
    Act::SignOut,
];

/// A step inside the owner's session.
pub fn act(row: &Row, mut world: World, who: Actor, act: Act) -> Option<World> {
    let mut session = world.session()?;
    if act == Act::Copy {
        return copy(row, world, session);
    }
    if who == Actor::Thief && !session.copied || who == Actor::Owner && session.taken {
        return None;
    }
    let proves = row.knows_password(&world, who) && row.shows_second(&world, who);
    let changes = session.settings && session.fresh && !world.frozen;
    let before = world.factors;
    match act {
        Act::SignOut => world.owner = Seat::Out,
        Act::OpenSettings if row.gets_mail(&world, who) || !row.rules.settings_need_mail => {
            session.settings = true;
            return Some(rise(row, world, who, session));
        }
        Act::Prove if proves => {
            session.fresh = true;
            second_factor_shown(&mut world);
            return Some(rise(row, world, who, session));
        }
        Act::Reset if session.settings && !world.frozen && before.phones() => {
            let state = if session.fresh { State::Choosing } else { State::Proving };
            (session.fresh || row.knows_password(&world, who)).then_some(())?;
            session.enrolment = Some(Enrolment::at(state));
            world.owner = Seat::In(session);
        }
        Act::AddSpare if changes && row.chooses => {
            session.enrolment = Some(Enrolment { spare: before.phones(), ..Enrolment::at(State::Choosing) });
            world.owner = Seat::In(session);
        }
        Act::ProveInDialog if session.settings && row.shows_second(&world, who) => {
            let enrolment = session.enrolment?;
            let state = enrolment.state.next(Event::Proved)?;
            session = Session { fresh: true, enrolment: Some(Enrolment { state, ..enrolment }), ..session };
            second_factor_shown(&mut world);
            return Some(rise(row, world, who, session));
        }
        Act::Number if session.settings && !(world.frozen && before.second()) => {
            let running = session.enrolment.filter(|e| e.state.takes_number())?;
            let state = running.state.next(Event::NumberAccepted)?;
            session.enrolment = Some(Enrolment { state, to_thief: who == Actor::Thief, ..running });
            world.owner = Seat::In(session);
        }
        // The number is the one the code was sent to, so whoever reads the code chose it.
        Act::NumberCode if session.settings => {
            let enrolment = session.enrolment.filter(|e| e.to_thief == (who == Actor::Thief))?;
            let state = enrolment.state.next(Event::RightCode)?;
            if who == Actor::Thief {
                return Some(breaks(world, Broken::Phone));
            }
            if enrolment.spare {
                world.factors.new_phone = true;
            } else {
                put_phone(&mut world, Reason::Replace);
            }
            changed(row, &mut world, before);
            session.enrolment = Some(Enrolment { state, ..enrolment }).filter(|e| !e.spare);
            return Some(rise(row, world, who, session));
        }
        Act::Look => {
            let waits = session.enrolment.filter(|e| e.state == State::Saving && !e.shown)?;
            if who == Actor::Thief {
                return Some(breaks(world, Broken::Recovery));
            }
            session.enrolment = Some(Enrolment { shown: true, ..waits });
            world.owner = Seat::In(session);
        }
        Act::Finish => {
            session.enrolment?.state.next(Event::Saved)?;
            world.owner = Seat::In(Session { enrolment: None, ..session });
        }
        Act::AddApp if changes && row.chooses && !before.app => {
            if who == Actor::Thief {
                return Some(breaks(world, Broken::App));
            }
            world.factors.app = true;
            changed(row, &mut world, before);
            return Some(rise(row, world, who, session));
        }
        Act::RemoveApp if changes && row.chooses && before.app && before.phones() => {
            world.factors.app = false;
            changed(row, &mut world, before);
            return Some(rise(row, world, who, Session { enrolment: None, ..session }));
        }
        Act::RemoveMain if changes && row.chooses && before.phones() && before.without_main().second() => {
            world.factors = before.without_main();
            changed(row, &mut world, before);
            return Some(rise(row, world, who, Session { enrolment: None, ..session }));
        }
        Act::RenewRecovery if changes => {
            if who == Actor::Thief {
                return Some(breaks(world, Broken::Recovery));
            }
            world.factors.recovery = Recovery::New;
            row.tell(&mut world, before);
            session.enrolment = Some(Enrolment::at(State::Saving));
            return Some(rise(row, world, who, session));
        }
        Act::ChangePassword if changes && row.knows_password(&world, who) => {
            put_password(row, &mut world, who, false, Keep::Session);
            return Some(rise(row, world, who, Session { enrolment: None, ..session }));
        }
        // Where the mailbox is nobody else's, another one changes nothing.
        Act::ChangeEmail if changes && !before.new_email && (row.holds.mailbox || who == Actor::Thief) => {
            if who == Actor::Thief {
                return Some(breaks(world, Broken::Email));
            }
            changed(row, &mut world, before);
            world.factors = Factors { new_email: true, ..before };
            return Some(rise(row, world, who, Session { enrolment: None, ..session }));
        }
        _ => return None,
    }
    Some(world)
}

/// A rise of level gives the session a new token, to the browser that asked: another one that had the old token is out.
fn rise(row: &Row, mut world: World, who: Actor, session: Session) -> World {
    world.owner = Seat::In(match who {
        _ if !row.rules.tokens_change => session,
        Actor::Owner => Session { copied: false, ..session },
        Actor::Thief => Session { taken: true, ..session },
    });
    world
}

/// The thief copies the cookie of the session, once.
fn copy(row: &Row, world: World, session: Session) -> Option<World> {
    let unseen = session.enrolment.is_some_and(|e| e.state == State::Saving && !e.shown);
    let may = world.cookie
        && (!session.settings || row.rules.copied_with_settings_open)
        && (!unseen || row.rules.copied_before_code_shown);
    let copied = Session { copied: true, ..session };
    may.then_some(World { cookie: false, owner: Seat::In(copied), ..world })
}

/// A change in the settings ends everything else, and every address is told, those before the change.
fn changed(row: &Row, world: &mut World, before: Factors) {
    end_everything(row, world, Keep::Session);
    let now = std::mem::replace(&mut world.factors, before);
    row.tell(world, before);
    world.factors = now;
}
