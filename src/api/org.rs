//! The doors of an organization's pages.

mod bulk;
mod invite;
mod member;
mod policy;
mod reset;

pub use bulk::*;
mod delivery;
pub use delivery::*;
pub use invite::*;
pub use member::*;
pub use policy::*;
pub use reset::*;
