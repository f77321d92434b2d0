//! The doors of an organization's pages.

mod bulk;
mod invite;
mod member;
mod reset;

pub use bulk::*;
pub use invite::*;
pub use member::*;
pub use reset::*;
