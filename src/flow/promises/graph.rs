//! The graph of what an owner can do or wait for on the way back, and the shortest paths through it.

use super::explore::Seen;
use super::factors::Links;
use super::moves::{Act, Event, step};
use super::row::Row;
use super::rules::Actor;
use super::world::{Seat, World};
use crate::model::Seconds;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Worlds with the time that passed, and from where each can be reached at what cost.
pub struct Graph {
    /// What is explored, with what is closed after so much time.
    rows: [Row; 3],
    helped: bool,
    nodes: Vec<(World, Passed)>,
    back: Vec<Vec<(usize, i64)>>,
    seen: Seen<(World, u8)>,
}

impl Graph {
    /// Nothing yet. `rows`: the exploration after nothing, an hour, a day.
    pub fn new(rows: [Row; 3], helped: bool) -> Graph {
        Graph { rows, helped, nodes: Vec::new(), back: Vec::new(), seen: Seen::default() }
    }

    /// The place of a world, new or known.
    pub fn node(&mut self, world: World, passed: Passed) -> usize {
        let new = self.nodes.len();
        let node = *self.seen.entry((world, passed as u8)).or_insert(new);
        if node == new {
            self.nodes.push((world, passed));
            self.back.push(Vec::new());
        }
        node
    }

    /// The shortest wait from every node to a full session.
    pub fn waits(&mut self) -> Vec<Option<i64>> {
        let mut queue = BinaryHeap::new();
        let mut at = 0;
        while let Some((world, passed)) = self.nodes.get(at).copied() {
            if world.session().is_some() {
                queue.push(Reverse((0, at)));
            } else {
                self.leave(at, world, passed);
            }
            at += 1;
        }
        let mut waits = vec![None; self.nodes.len()];
        let mut now = Vec::new();
        while let Some(Reverse((wait, node))) = queue.pop() {
            now.push(node);
            // Most steps take no time: those need not queue.
            while let Some(node) = now.pop() {
                if waits[node].is_none() {
                    waits[node] = Some(wait);
                    for (from, cost) in &self.back[node] {
                        match cost {
                            0 => now.push(*from),
                            cost => queue.push(Reverse((wait + cost, *from))),
                        }
                    }
                }
            }
        }
        waits
    }

    /// Everything that an owner can do or wait for.
    fn leave(&mut self, at: usize, world: World, passed: Passed) {
        let out = world.owner == Seat::Out;
        let acts: &[Act] = if out { &BEFORE } else { &AFTER };
        for act in acts {
            self.go(at, Event::By(Actor::Owner, *act), passed, Seconds(0));
        }
        if !out {
            return;
        }
        if self.helped {
            self.go(at, Event::HelperApproves, passed, Seconds(0));
            self.go(at, Event::HelperGrants, passed, Seconds(0));
            self.go(at, Event::HelperRestores, passed, Seconds(0));
            self.go(at, Event::HelperResets, passed, Seconds(0));
            self.go(at, Event::HelperTells, passed, Seconds(0));
        }
        let policy = self.rows[0].policy.clone();
        let (later, (day, _)) = (passed.max(Passed::Day), policy.wrong_codes[0]);
        self.go(at, Event::Day, later, day.max(policy.freeze));
        self.go(at, Event::WaitOver(true), later, policy.case_wait);
        self.go(at, Event::CaseOver, later, Seconds(policy.case_wait.0 + policy.case_life.0));
        if !self.helped && passed == Passed::Nothing {
            self.go(at, Event::Minutes, Passed::Hour, policy.password_wait_most);
        }
    }

    fn go(&mut self, at: usize, event: Event, passed: Passed, cost: Seconds) {
        let (world, now) = self.nodes[at];
        if let Some(next) = step(&self.rows[now as usize], world, event) {
            let node = self.node(World { links: Links::default(), ..next }, passed);
            self.back[node].push((at, cost.0));
        }
    }
}

/// How much time has passed since the thief used limits up: which of them have room again.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Passed {
    /// None.
    Nothing,
    /// As long as wrong passwords close that way at most.
    Hour,
    /// As long as every other limit counts.
    Day,
}

/// What an owner does on the way back: before the password, and after it. Neither links nor settings are needed.
const BEFORE: [Act; 4] = [Act::SignIn, Act::CancelCase, Act::Forgot, Act::OldPassword];
const AFTER: [Act; 11] = [
    Act::Code,
    Act::Recovery,
    Act::Pass,
    Act::OldFactor,
    Act::NewPassword,
    Act::Number,
    Act::NumberCode,
    Act::GiveUp,
    Act::Answers,
    Act::SendRequest,
    Act::Confirm(false),
];
