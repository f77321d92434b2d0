//! Outgoing messages: the outbox's worker, the words, and what carries them.
//!
//! A request writes a row into the outbox; the worker claims it, makes its words, and asks the carriers of its route one
//! after the other. What follows from a failure is decided by its class alone. A hand-over is noted before it is made,
//! so that a node that dies leaves a trace: see [`worker`] for what is repeated then, and what never is.

pub mod breaker;
pub mod hook;
pub mod route;
pub mod simulator;
pub mod smtp;
pub mod text;
pub mod twilio;
pub mod webhook;
pub mod worker;

mod class;
mod compose;
mod dispatch;
mod http;
mod secret;

pub use class::{Class, NotSent, Then};
pub use dispatch::Carriers;
pub use secret::Secret;

use crate::model::{Channel, Reported, Seconds};
use std::future::Future;
use std::pin::Pin;
use text::{CallScript, Words};

/// A message ready to go. The code is in the words; nothing here is ever logged.
#[derive(Clone)]
pub struct Message {
    /// The outbox row's id: the same on every attempt.
    pub id: String,
    /// How it goes.
    pub channel: Channel,
    /// Number in E.164, or address.
    pub to: String,
    /// What it says.
    pub words: Words,
    /// What a call says, step by step.
    pub call: Option<CallScript>,
    /// The code in it, if there is one: the simulator shows it by itself.
    pub code: Option<String>,
    /// How long it is of use from now: nobody should keep it longer.
    pub life: Seconds,
    /// Names the message in an address that carriers report to; nobody else can make one up.
    pub ticket: String,
}

/// A message that a carrier took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The carrier's own id of the message; empty if it has none.
    pub reference: String,
    /// What its answer says already; `None`: nothing that would be worth more than that it took it.
    pub reported: Option<Reported>,
}

/// What a carrier answers, some time later.
pub type Sending<'a> = Pin<Box<dyn Future<Output = Result<Taken, NotSent>> + Send + 'a>>;

/// Something that carries messages.
pub trait Carrier: Send + Sync {
    /// Hands a message over. Dropping the answer half-way leaves the message in the air.
    fn carry(&self, message: Message) -> Sending<'_>;

    /// Whether the same message handed over twice arrives once.
    fn knows_repeats(&self) -> bool {
        false
    }
}
