//! The way back: from a world that was reached, with everything used up that could be, the shortest time in which the
//! owner can be in a full session, while the thief does nothing more.

use super::explore::Seen;
use super::factors::Recovery;
use super::graph::{Graph, Passed};
use super::row::Row;
use super::rules::{Account, Actor, Holds, Loss, Shut};
use super::world::{Password, Seat, World};
use crate::model::Seconds;

/// What the search for ways back found.
pub struct Ways {
    /// The longest of all shortest waits; `None` if there is no way from some world.
    pub longest: Option<Seconds>,
    /// The places of the worlds from which there is none.
    pub stuck: Vec<usize>,
}

/// From which worlds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Worlds {
    /// All.
    All,
    /// Not those in which the owner spent the recovery code though nothing made them: that is one more thing lost.
    OneLoss,
    /// All, however few proofs a reset left of those that the owner kept.
    AnyProofs,
}

/// Ways back from those of these worlds in which the owner kept two proofs, after the loss that the row names. `helped`:
/// with another owner, an admin or the operator, who lifts waits and decides on requests.
pub fn ways(row: &Row, calm: &[(World, usize)], helped: bool, which: Worlds) -> Ways {
    let rows = [Passed::Nothing, Passed::Hour, Passed::Day]
        .map(|passed| Row { shut: Shut::after(passed, helped, row.holds), ..row.clone() });
    let mut graph = Graph::new(rows, helped);
    let mut sources = Vec::new();
    let as_lost = Row { shut: Shut { line: row.holds.phone, ..Shut::default() }, ..row.clone() };
    let made_to = row.lost == Some(Loss::Phone) && matches!(row.account, Account::Phone | Account::Member);
    for (mut world, place) in calm.iter().copied() {
        world.password.owner &= row.lost != Some(Loss::Password);
        let spent = world.factors.recovery == Recovery::Used;
        let counts = match which {
            Worlds::All => proofs(&as_lost, &world) >= 2,
            Worlds::OneLoss => (made_to || !spent) && proofs(&as_lost, &world) >= 2,
            Worlds::AnyProofs => true,
        };
        if counts {
            sources.push((graph.node(world, Passed::Nothing), place));
        }
    }
    let waits = graph.waits();
    let stuck: Vec<usize> =
        sources.iter().filter(|(node, _)| waits[*node].is_none()).map(|(_, place)| *place).collect();
    let longest = sources.iter().filter_map(|(node, _)| waits[*node]).max().unwrap_or(0);
    Ways { longest: stuck.is_empty().then_some(Seconds(longest)), stuck }
}

/// Worlds as they look to an owner who sits down at a browser not used before: all that a way back depends on. Each is kept
/// once, with the place of the first one that looks so.
pub fn calm(worlds: &[World]) -> Vec<(World, usize)> {
    let mut seen = Seen::default();
    for (place, world) in worlds.iter().enumerate().filter(|(_, world)| world.broken.is_none()) {
        let password = Password { thief: false, ..world.password };
        let calm = World { password, owner: Seat::Out, thief: None, cookie: false, ..*world };
        seen.entry(calm).or_insert(place);
    }
    let mut calm: Vec<(World, usize)> = seen.into_iter().collect();
    calm.sort_unstable_by_key(|(_, place)| *place);
    calm
}

/// How many proofs the owner has that do not hang on each other: password, mailbox, phone, app, recovery code. A password
/// set by mail says no more than the mailbox does.
fn proofs(row: &Row, world: &World) -> usize {
    let who = Actor::Owner;
    let mailbox = row.has_mailbox(world, who);
    let all = [
        row.knows_password(world, who) && !(mailbox && world.password.mailed),
        mailbox,
        row.has_phone(world, who),
        row.has_app(world, who),
        row.has_recovery(world, who),
    ];
    all.into_iter().filter(|has| *has).count()
}

impl Shut {
    /// What is closed when strangers and the thief have used up whatever they can. A helper lifts every wait but that for
    /// messages to a phone.
    fn after(passed: Passed, helped: bool, holds: Holds) -> Shut {
        let tries = !helped && passed < Passed::Day;
        // Everything after the password can be used up by whoever knows it, or can set one by mail.
        let knows = holds.password || holds.mailbox;
        Shut {
            password: !helped && passed < Passed::Hour,
            // Fifty wrong codes in a row also turn codes by phone off, until a helper turns them on.
            texts: knows && (passed < Passed::Day || !helped),
            line: holds.phone,
            app: knows && tries,
            recovery: knows && tries,
            mails: knows && tries,
            // Anybody can ask for codes that replace a forgotten password, and type wrong ones.
            forgot: tries,
        }
    }
}
