//! Liveness and readiness, for whoever starts and watches the server. Answered under any host name.

use super::AppState;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;

/// The two endpoints.
pub fn router() -> Router<AppState> {
    Router::new().route("/health/live", get(async || "live\n")).route("/health/ready", get(ready))
}

/// Ready when the database answers and the migrations are done.
async fn ready(State(state): State<AppState>) -> (StatusCode, &'static str) {
    match state.auth.store.ready().await {
        Ok(()) => (StatusCode::OK, "ready\n"),
        Err(error) => {
            tracing::warn!(%error, "not ready: {error}");
            (StatusCode::SERVICE_UNAVAILABLE, "not ready\n")
        }
    }
}
