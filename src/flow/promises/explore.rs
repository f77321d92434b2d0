//! The search: breadth first over every world that can be reached, so the first broken promise comes with a shortest story.

use super::factors::{Factors, Links};
use super::moves::{Act, Event, offered, step};
use super::row::Row;
use super::rules::Actor;
use super::undo::undo;
use super::world::World;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{BuildHasherDefault, Hasher};

/// Every world that was reached, in the order of their distance, and how.
pub struct Explored {
    /// The worlds; the last one is the broken one, if any is.
    pub worlds: Vec<World>,
    /// From which world, and by what, each was first reached.
    from: Vec<Option<(usize, Event)>>,
    /// Events that happened in them.
    pub steps: usize,
    seen: Seen<World>,
    /// Every link that was ever sent. Each may be pressed at any moment, any number of times, even before the change that
    /// it takes back: more than the product allows, so what holds here holds there.
    links: Links,
    /// Worlds that differ in what pressing a link leaves as it is.
    pressed: Vec<usize>,
}

/// Things by their content.
pub type Seen<T> = HashMap<T, usize, BuildHasherDefault<Quick>>;

/// Explores until everything was seen or a promise is broken.
pub fn explore(row: &Row) -> Explored {
    let mut all = Explored {
        worlds: Vec::new(),
        from: Vec::new(),
        steps: 0,
        seen: Seen::default(),
        links: Links::default(),
        pressed: Vec::new(),
    };
    all.reach(row, row.start(), None);
    let (mut at, mut events) = (0, Vec::new());
    while at < all.worlds.len() && all.broken().is_none() {
        let world = all.worlds[at];
        offered(&world, &mut events);
        for event in &events {
            if let Some(next) = step(row, world, *event) {
                all.reach(row, next, Some((at, *event)));
            }
        }
        all.press(row, at);
        at += 1;
    }
    all
}

impl Explored {
    /// Keeps a world that was not seen yet, and the links that were sent on the way to it.
    fn reach(&mut self, row: &Row, mut world: World, from: Option<(usize, Event)>) {
        let sent = std::mem::take(&mut world.links);
        self.steps += 1;
        if self.broken().is_some() {
            return;
        }
        let place = self.worlds.len();
        if let Entry::Vacant(new) = self.seen.entry(world) {
            new.insert(place);
            self.worlds.push(world);
            self.from.push(from);
        }
        let (before, mut now) = (self.links, self.links.and(sent));
        if now == before {
            return;
        }
        // By the time a link is pressed the recovery code of then may be used up.
        for (back_to, thief) in sent.beyond(Links::default()) {
            now.add(back_to.used_up(), thief);
        }
        self.links = now;
        for (back_to, thief) in now.beyond(before) {
            for at in self.pressed.clone() {
                self.press_one(row, at, back_to, thief);
            }
        }
    }

    /// Presses every link in a world, if no other world was like it in all that pressing one depends on.
    fn press(&mut self, row: &Row, at: usize) {
        let alike = |world: World| (undo(row, world, Factors::BARE), world.factors.second());
        let here = alike(self.worlds[at]);
        if self.worlds[at].broken.is_none() && self.pressed.iter().all(|other| alike(self.worlds[*other]) != here) {
            self.pressed.push(at);
            for (back_to, thief) in self.links.beyond(Links::default()) {
                self.press_one(row, at, back_to, thief);
            }
        }
    }

    /// The thief presses a link, if it reached them; the owner does otherwise.
    fn press_one(&mut self, row: &Row, at: usize, back_to: Factors, thief: bool) {
        for who in [Actor::Thief, Actor::Owner].into_iter().filter(|who| thief || *who == Actor::Owner) {
            let event = Event::By(who, Act::Undo(back_to));
            if let Some(next) = step(row, self.worlds[at], event) {
                self.reach(row, next, Some((at, event)));
            }
        }
    }

    /// The broken world, with its place.
    pub fn broken(&self) -> Option<(usize, World)> {
        let last = self.worlds.last().filter(|world| world.broken.is_some())?;
        Some((self.worlds.len() - 1, *last))
    }

    /// How the world at this place was reached.
    pub fn story(&self, place: usize) -> Vec<Event> {
        let before = std::iter::successors(self.from[place], |(from, _)| self.from[*from]);
        let mut story: Vec<Event> = before.map(|(_, event)| event).collect();
        story.reverse();
        story
    }
}

/// Whether a story can happen with links as the product has them: each sent before it is pressed, and none bringing back
/// a recovery code that was used since.
pub fn happens(row: &Row, story: &[Event]) -> bool {
    let mut world = row.start();
    let mut sent: Vec<(Factors, bool)> = world.links.beyond(Links::default()).collect();
    for event in story {
        if let Event::By(who, Act::Undo(back_to)) = event
            && !sent.iter().any(|(link, thief)| link == back_to && (*thief || *who == Actor::Owner))
        {
            return false;
        }
        if let Event::By(_, Act::Recovery) = event {
            let used = world.factors.recovery;
            let spend =
                |(link, thief): (Factors, bool)| (if link.recovery == used { link.used_up() } else { link }, thief);
            sent = sent.into_iter().map(spend).collect();
        }
        let Some(next) = step(row, World { links: Links::default(), ..world }, *event) else { return false };
        sent.extend(next.links.beyond(Links::default()));
        world = next;
    }
    true
}

/// Multiplies and rotates; good enough for small values.
#[derive(Default)]
pub struct Quick(u64);

impl Quick {
    fn mix(&mut self, value: u64) {
        self.0 = (self.0.rotate_left(5) ^ value).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

impl Hasher for Quick {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.mix(u64::from_le_bytes(word));
        }
    }
    fn write_u8(&mut self, value: u8) {
        self.mix(u64::from(value));
    }
    fn write_isize(&mut self, value: isize) {
        self.write_u8(value.to_le_bytes()[0]);
    }
}
