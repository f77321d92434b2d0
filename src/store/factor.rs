//! What a person proves with: phones, authenticator apps, recovery codes; and what takes a change of them back. Called by
//! `auth::factor` alone for every write. Rows are never deleted: the history of authenticators is kept (63B §4.1).

mod app;
mod glance;
mod phone;
mod recovery;
mod undo;

pub use app::*;
pub use glance::*;
pub use phone::*;
pub use recovery::*;
pub use undo::*;
