//! The doors of an organization's pages.

mod bulk;
mod invite;
mod member;

pub use bulk::*;
pub use invite::*;
pub use member::*;
