//! Rekey: an account-security console for two-factor authentication by phone.
//!
//! # Map
//! Values at the bottom, machines above them, rows above those, decisions above those, thin server functions, then
//! screens: a single line of dependence.
//!
//! ```text
//! model  →  flow  →  store  →  auth  →  api  →  ui
//! shared    server   server    server   both    both      (delivery, meters and web hang off the side, server only)
//! ```
//!
//! # Invariants
//! * `model` has no I/O and no clock; `flow` cannot fail and cannot wait.
//! * All SQL is in `store`; one text serves SQLite and PostgreSQL.
//! * Nothing below `api` knows that a browser exists; nothing in `ui` knows which side it runs on.
//! * One module changes what somebody signs in with: `auth::factor`. Nothing else writes a phone, an app, a recovery
//!   code, a password or an address, and each of its changes can be taken back for three days.
//! * Codes are derived, never stored; phone numbers and app secrets rest sealed; tokens rest as digests.
//! * Pages that are read rarely are plain documents (`ui::doc`): rendered on the server, not part of the WASM.
//! * The clock and the dice are handed in (`auth::env`), so every wait and every code can be tested.
//!
//! `src/tests/layers.rs` checks the dependence line, `src/tests/sql.rs` the portability of the SQL.

pub mod api;
pub mod model;
pub mod ui;

#[cfg(feature = "ssr")]
pub mod auth;
#[cfg(feature = "ssr")]
pub mod cli;
#[cfg(feature = "ssr")]
pub mod config;
#[cfg(feature = "ssr")]
pub mod delivery;
#[cfg(feature = "ssr")]
pub mod env;
#[cfg(feature = "ssr")]
pub mod flow;
#[cfg(feature = "ssr")]
pub mod meters;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod vault;
#[cfg(feature = "ssr")]
pub mod web;

/// Attaches the browser's half to the page that the server rendered.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_body(ui::App);
}
