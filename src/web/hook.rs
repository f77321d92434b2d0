//! The doors of carriers: reports, and keys pressed in calls. No page of ours calls them, so they stand outside of the
//! check for our own pages; a signature and a ticket take its place. No redirect: it would turn a POST into a GET.

use super::AppState;
use crate::delivery::hook::{Call, Reply};
use crate::store::StoreError;
use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Path, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;

/// Most bytes of a report.
const MOST: usize = 64 * 1024;

/// The doors, for carriers that are set up.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/hooks/twilio/{ticket}", post(twilio_status))
        .route("/hooks/twilio/{ticket}/keys", post(twilio_key))
        .route("/hooks/webhook/{ticket}", post(bridge_status))
}

async fn twilio_status(state: State<AppState>, ticket: Path<String>, request: Request) -> Response {
    answer(state, ticket, request, async |hooks, call| hooks.twilio_status(call).await).await
}

async fn twilio_key(state: State<AppState>, ticket: Path<String>, request: Request) -> Response {
    answer(state, ticket, request, async |hooks, call| hooks.twilio_key(call).await).await
}

async fn bridge_status(state: State<AppState>, ticket: Path<String>, request: Request) -> Response {
    answer(state, ticket, request, async |hooks, call| hooks.bridge_status(call).await).await
}

async fn answer(
    State(state): State<AppState>,
    Path(ticket): Path<String>,
    request: Request,
    ask: impl AsyncFnOnce(&crate::delivery::hook::Hooks, Call<'_>) -> Result<Reply, StoreError>,
) -> Response {
    let Some(hooks) = &state.hooks else { return StatusCode::NOT_FOUND.into_response() };
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, MOST).await else { return StatusCode::PAYLOAD_TOO_LARGE.into_response() };
    let header = |name: &str| text(&parts.headers, name);
    let target = parts.uri.path_and_query().map_or("/", |p| p.as_str());
    match ask(hooks, Call { target, ticket: &ticket, body: &body, header: &header }).await {
        Ok(Reply::Done) => StatusCode::NO_CONTENT.into_response(),
        Ok(Reply::Say(twiml)) => speak(twiml),
        Ok(Reply::NotMe(twiml, letter)) => {
            if let Err(error) = state.auth.call_refused(&letter).await {
                tracing::error!(%error, "a refused call could not be written down: {error}");
            }
            speak(twiml)
        }
        Ok(Reply::Refused) => {
            tracing::warn!("a report that no carrier of ours signed was refused");
            StatusCode::FORBIDDEN.into_response()
        }
        Err(error) => {
            tracing::error!(%error, "a carrier's report could not be taken: {error}");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

fn speak(twiml: String) -> Response {
    ([(CONTENT_TYPE, "text/xml; charset=utf-8")], twiml).into_response()
}

fn text(headers: &HeaderMap, name: &str) -> String {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}
