//! Who may call: our own pages only (v5.0.0-3.5.1 to 3.5.3; server functions have no such check of their own), under a
//! name that is ours.

use super::AppState;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, HOST, ORIGIN};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Most bytes of a form.
const MOST: usize = 64 * 1024;

/// Lets through what changes nothing, and forms that provably come from our own pages.
pub async fn same_origin(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let refused = |why: &'static str| {
        tracing::warn!(why, path = request.uri().path(), "a request was refused: {why}");
        (StatusCode::FORBIDDEN, "This request does not come from our own pages. Nothing was changed.\n").into_response()
    };
    let is_function = request.uri().path().starts_with("/api/");
    let method = request.method();
    if prefetch(request.headers()) {
        // A page fetched ahead of its time may send a code or use up a secret.
        return (StatusCode::SERVICE_UNAVAILABLE, "Not ahead of time.\n").into_response();
    }
    if !is_function && (method == Method::GET || method == Method::HEAD) {
        return next.run(request).await;
    }
    if !is_function || method != Method::POST {
        return refused("method");
    }
    if !from_our_pages(request.headers(), &state) {
        return refused("origin");
    }
    let form = request.headers().get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).is_some_and(|kind| {
        kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/x-www-form-urlencoded")
    });
    if !form {
        return (StatusCode::UNSUPPORTED_MEDIA_TYPE, "A form is expected.\n").into_response();
    }
    let (parts, body) = request.into_parts();
    match to_bytes(body, MOST).await {
        Ok(bytes) => next.run(Request::from_parts(parts, Body::from(bytes))).await,
        Err(_) => (StatusCode::PAYLOAD_TOO_LARGE, "The form is too large.\n").into_response(),
    }
}

/// Both signs are asked for, and neither may speak against us: `Sec-Fetch-Site`, which a page cannot forge, and
/// `Origin`. A request that carries neither is refused.
fn from_our_pages(headers: &HeaderMap, state: &AppState) -> bool {
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    let site = text("sec-fetch-site");
    let origin = headers.get(ORIGIN).map(|v| v.to_str().unwrap_or_default());
    let origin_is_ours = origin.map(|o| {
        o == state.config.public_url
            || o.strip_prefix("http://").is_some_and(|host| !state.config.https() && known(host, state))
    });
    match (site, origin_is_ours) {
        (Some("same-origin"), Some(ours)) => ours,
        (Some("same-origin"), None) => true,
        (Some(_), _) => false,
        (None, Some(ours)) => ours,
        (None, None) => false,
    }
}

fn prefetch(headers: &HeaderMap) -> bool {
    ["sec-purpose", "purpose", "x-moz"]
        .iter()
        .filter_map(|name| headers.get(*name)?.to_str().ok())
        .any(|value| value.contains("prefetch"))
}

/// Answers under our own names only: whatever a request says, no link and no mail is ever built from it (T12).
pub async fn known_host(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let host = request.headers().get(HOST).and_then(|v| v.to_str().ok());
    let host = host.or_else(|| request.uri().authority().map(|a| a.as_str()));
    // An absolute target must not name another host than the header.
    let target = request.uri().authority().map(|a| a.as_str());
    if host.is_some_and(|host| known(host, &state)) && target.is_none_or(|host| known(host, &state)) {
        next.run(request).await
    } else {
        (StatusCode::MISDIRECTED_REQUEST, "This server does not answer to that name.\n").into_response()
    }
}

fn known(host: &str, state: &AppState) -> bool {
    state.config.hosts().iter().any(|ours| ours.eq_ignore_ascii_case(host))
}
