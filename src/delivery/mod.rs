//! Outgoing messages: the outbox's worker, the words, and what carries them.

pub mod simulator;
pub mod text;
pub mod worker;

mod compose;

use crate::model::{Channel, Seconds};
use std::future::Future;
use std::pin::Pin;
use text::{CallScript, Words};

/// A message ready to go. The code is in the words; nothing here is ever logged.
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
}

/// Why a message did not go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotSent {
    /// Never: the number or mailbox does not take it. The word is the provider's class, never its text.
    Refused(&'static str),
    /// Not now.
    Later(Seconds, &'static str),
}

/// What a carrier answers, some time later.
pub type Sending<'a> = Pin<Box<dyn Future<Output = Result<(), NotSent>> + Send + 'a>>;

/// Something that carries messages.
pub trait Carrier: Send + Sync {
    /// Hands a message over.
    fn carry(&self, message: Message) -> Sending<'_>;
}
