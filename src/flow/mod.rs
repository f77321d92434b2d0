//! The machines: pure functions from a state, an event and a time to the next state. They cannot fail and cannot wait;
//! no SQL, no clock, no dice.

pub mod case;
pub mod challenge;
pub mod csv;
pub mod enrolment;
pub mod figures;
pub mod guard;
pub mod org_policy;
pub mod policy;
mod prices;
#[cfg(test)]
mod promises;
pub mod readiness;
pub mod reset;
pub mod sign_in;
pub mod words;

pub use org_policy::OrgPolicy;
pub use policy::Policy;
pub use prices::Prices;
