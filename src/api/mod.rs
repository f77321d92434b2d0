//! The doors: every server function, one per event, with scalar text arguments. Each is a public endpoint; each body
//! hands over to `auth` through [`call::Call`], which decides who is asking.
//!
//! Every function answers with the [`Page`] to show next. With the WASM running the page is rendered as it is; without
//! it the same function answers a plain form with a redirect to that page.

mod account;
mod case;
mod error;
mod factor;
mod org;
mod phone;
mod recovery;
mod settings;
mod sign_in;
mod simulator;

#[cfg(feature = "ssr")]
pub mod call;

pub use account::*;
pub use case::*;
pub use error::{ApiError, ReportId};
pub use factor::*;
pub use org::*;
pub use phone::*;
pub use recovery::*;
pub use settings::*;
pub use sign_in::*;
pub use simulator::*;

use crate::model::Page;
use leptos::prelude::*;
use leptos::server_fn::Decodes;
use leptos::server_fn::codec::{Postcard, PostcardEncoding};

#[cfg(feature = "ssr")]
use call::Call;

/// Reads the answer of a server function that ended well, as sent to callers that do not accept HTML.
///
/// # Errors
/// When the bytes are no page of this version.
pub fn read_page(answer: impl AsRef<[u8]>) -> Result<Page, ApiError> {
    <PostcardEncoding as Decodes<Page>>::decode(answer.as_ref().to_vec().into()).map_err(|_| ApiError::Outdated)
}

/// What is at this address for whoever asks: the one loader of every page.
///
/// # Errors
/// Only for faults of ours: an address that may not be seen answers with the page that explains it.
#[server(endpoint = "page", output = Postcard)]
pub async fn look(
    /// Path of the page.
    #[server(default)]
    path: String,
    /// Its query, without the question mark.
    #[server(default)]
    query: String,
) -> Result<Page, ApiError> {
    Call::new().await?.page(&path, &query).await
}
