//! The doors of an organization's pages.

mod invite;
mod member;

pub use invite::*;
pub use member::*;
