//! What the simulator's page shows.

use crate::model::{Channel, Moment};
use serde::{Deserialize, Serialize};

/// The embedded phones and mailboxes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Simulator {
    /// Messages, newest first.
    pub messages: Vec<SimMessage>,
    /// Fault switches.
    pub faults: SimFaults,
}

/// One message in the simulator.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SimMessage {
    /// Its id.
    pub id: String,
    /// How it came.
    pub channel: Channel,
    /// Number or address it came to.
    pub to: String,
    /// Subject of a mail; empty otherwise.
    pub subject: String,
    /// What it says; for a call, what has been said so far.
    pub text: String,
    /// The language it is in, a BCP 47 tag.
    pub lang: String,
    /// The code in it, if there is one.
    pub code: Option<String>,
    /// When, RFC 3339 in UTC.
    pub sent_at: String,
    /// When, for people.
    pub at: Moment,
    /// State of a call.
    pub call: Option<SimCall>,
}

impl std::fmt::Debug for SimMessage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SimMessage({})", self.id)
    }
}

/// State of a simulated call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SimCall {
    /// Ringing: "Answer" is offered.
    Ringing,
    /// Answered: the greeting asks for a key.
    Greeting,
    /// Key 1 was pressed: the digits are read.
    Reading,
    /// Over.
    Ended,
}

/// The simulator's fault switches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SimFaults {
    /// Messages arrive 20 seconds late.
    pub late: bool,
    /// Messages are lost on the way.
    pub lost: bool,
    /// Every number is a landline: texts fail.
    pub landline: bool,
    /// The provider does not answer.
    pub down: bool,
    /// Every mailbox is full.
    pub full: bool,
    /// Every number's SIM was changed a moment ago.
    pub swapped: bool,
}
