use crate::api::ApiError;
use crate::model::Page;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;

#[cfg(feature = "ssr")]
use crate::api::call::Call;
#[cfg(feature = "ssr")]
use crate::auth::{BulkForm, BulkPicks};

/// Keeps picked people: `pick` are their ids, besides those of the selection `more`. With `all` it is everybody whom the list
/// that is asked for by `query` matches now.
#[server(endpoint = "org/bulk/select", output = Postcard)]
pub async fn bulk_select(
    #[server(default)] org: String,
    #[server(default)] deed: String,
    #[server(default)] more: String,
    #[server(default)] all: String,
    #[server(default)] query: String,
    #[server(default)] pick: Vec<String>,
) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let picks = BulkPicks { deed, more, all: !all.is_empty(), query, people: pick };
    let done = call.auth.bulk_select(&mut call.visitor, &org, picks).await;
    call.answer(done).await
}

/// Confirms a selection.
#[server(endpoint = "org/bulk/start", output = Postcard)]
pub async fn bulk_start(
    #[server(default)] org: String,
    #[server(default)] id: String,
    #[server(default)] deed: String,
    #[server(default)] code: String,
    #[server(default)] reason: String,
    #[server(default)] ticket: String,
) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let form = BulkForm { id, deed, count: code, reason, ticket };
    let done = call.auth.bulk_start(&mut call.visitor, &org, form).await;
    call.answer(done).await
}
