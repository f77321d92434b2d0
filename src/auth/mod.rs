//! Decisions: each public method of [`Auth`] is one use case. It loads, asks the machine in `flow`, saves, and writes
//! the effects in one transaction. Nothing here knows that a browser exists.

mod agent;
mod billing;
mod bounds;
mod cases;
mod code;
mod emails;
mod enrol;
mod factor;
mod figures;
mod forgot;
mod gate;
mod hash;
mod invitation;
mod language;
mod look;
mod notice;
mod org;
mod passwords;
mod prove;
mod recovery;
mod refusal;
mod refused_call;
mod reset;
mod resets;
mod roster;
mod session;
mod settings;
mod sign_in;
mod stage;
mod suspended;
mod totp;
mod undo;
mod unlock;
mod visitor;
mod ways;
mod when;

pub mod audit;
pub mod countries;
pub mod demo;
pub mod fault;
pub mod guard;
pub mod number;
pub mod setup;
pub mod sweep;
pub mod verify_chain;

pub use billing::NewBilling;
pub use cases::Decision;
pub use code::Following;
pub use enrol::NewNumber;
pub use fault::Fault;
pub use guard::{Booking, NotNow};
pub use hash::Hasher;
pub use look::{Query, Shown};
pub use org::audit::export;
pub use org::{BulkForm, BulkPicks, PeopleFile};
pub use resets::{OperatorReset, ResetForm};
pub use totp::AppSecret;
pub use visitor::{Carried, Next, Typed, Visitor};
pub use when::Zone;

use crate::env::{Env, Lines};
use crate::flow::Policy;
use crate::meters::Meters;
use crate::model::Timestamp;
use crate::store::Store;
use crate::vault::Vault;
use std::ops::Deref;
use std::sync::Arc;
use tokio::sync::Notify;

/// The one handle to every decision. Cheap to clone.
#[derive(Clone)]
pub struct Auth(Arc<Parts>);

/// What decisions are made with.
pub struct Parts {
    /// The database.
    pub store: Store,
    /// The clock and the dice.
    pub env: Env,
    /// The server key's work.
    pub vault: Vault,
    /// Every number.
    pub policy: Policy,
    /// Password hashing, bounded.
    pub hasher: Hasher,
    /// Counts, for whoever watches the server.
    pub meters: Meters,
    /// Which numbers may be used.
    pub numbers: number::Rules,
    /// What is known of phone lines besides their numbers.
    pub lines: Arc<dyn Lines>,
    /// Told after a commit that put messages into the outbox.
    pub outbox: Arc<Notify>,
    /// Domains that this server itself lies on, or whose mail this platform serves.
    pub own_domains: Vec<String>,
    /// Name of the product, as authenticator apps show it.
    pub brand: String,
    /// Codes are shown on screen by the simulator.
    pub demo_bar: bool,
    /// Region preselected where a number is typed.
    pub default_country: String,
}

impl Auth {
    /// Puts the parts together.
    pub fn new(parts: Parts) -> Auth {
        Auth(Arc::new(parts))
    }

    fn now(&self) -> Timestamp {
        self.env.now()
    }
}

impl Deref for Auth {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}
