//! The two promises of the product, searched through instead of argued: the rightful owner always gets back in, and nobody
//! else does.
//!
//! [`world`] is one account as a value, [`moves`] everything that can happen to it. Each move asks the machines of `flow`
//! and does around them what `auth` does ([`sign_in`], [`case`], [`session`], [`undo`]); the rules of that are switches in
//! [`rules`], so that [`breaches`] can turn each off and see a promise break. [`explore`] reaches every world of a [`row`],
//! [`ways`] measures how long the way back takes from there, [`survey`] does both for every account and thief, and [`page`]
//! writes it down as `docs/ways-back.md`.
//!
//! Where the model had to choose, it allows the thief more than the product does and its owner less.

mod breaches;
mod case;
mod explore;
mod factors;
mod graph;
mod moves;
mod page;
mod row;
mod rules;
mod session;
mod sign_in;
mod survey;
mod tables;
mod tests;
mod undo;
mod ways;
mod words;
mod world;
