//! Screens: pure functions of the [`Page`](crate::model::Page) that the server sends.
//!
//! One [`frame::Frame`] stays while pages come and go; it loads the page for the address, or takes the one that a form's
//! answer brought along, and shows it by one total match on `Screen`. Nothing here knows which side it runs on: no clock,
//! no dice, no locale in a view; what only a browser can do happens in effects and handlers.
//!
//! Beside them stand the plain documents of [`doc`], which the server alone renders, of the same parts.

pub mod doc;

mod app;
mod desk;
mod frame;
mod live;
mod page;
mod part;
mod post;
mod text;
mod wire;

pub use app::App;
pub use text::journey;
