//! `GET /metrics` for Prometheus, on a listener of its own: the one that people come by does not know it.

use super::AppState;
use crate::meters::{MEDIA_TYPE, Now};
use crate::store::outbox;
use axum::Router;
use axum::extract::State;
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use std::time::Duration;
use subtle::ConstantTimeEq;

/// How long a page waits for the database: whoever watches must learn that it does not answer.
const PATIENCE: Duration = Duration::from_secs(3);

/// What listens at `metrics_addr`.
pub fn metrics(state: AppState) -> Router {
    Router::new().route("/metrics", get(page)).with_state(state)
}

async fn page(State(state): State<AppState>, headers: HeaderMap) -> Response {
    if let Some(token) = &state.config.watch.metrics_token {
        let given = headers.get(AUTHORIZATION).and_then(|v| v.to_str().ok()).and_then(|v| v.split_once(' '));
        let right = given.is_some_and(|(scheme, given)| {
            scheme.eq_ignore_ascii_case("bearer") && bool::from(given.as_bytes().ct_eq(token.expose().as_bytes()))
        });
        if !right {
            return (StatusCode::UNAUTHORIZED, [(WWW_AUTHENTICATE, "Bearer")], "A token is needed.\n").into_response();
        }
    }
    let auth = &state.auth;
    let now = auth.env.now();
    let asked = async {
        let mut db = auth.store.read().await?;
        outbox::depth(&mut db, now).await
    };
    let depth = match tokio::time::timeout(PATIENCE, asked).await {
        Ok(Ok(depth)) => Some([depth.due, depth.waiting, depth.sending]),
        _ => None,
    };
    let now = Now { breakers: state.breakers.states(now), outbox: depth, hash_waiting: auth.hasher.waiting() };
    ([(CONTENT_TYPE, MEDIA_TYPE), (CACHE_CONTROL, "no-store")], auth.meters.page(&now)).into_response()
}
