//! The numbers of an organization's charts as files.

use super::AppState;
use super::cookie::Jar;
use super::visit;
use crate::auth::Fault;
use crate::model::OrgQuery;
use axum::extract::{Path, Request, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

/// One chart's numbers: `/org/<id>/figures/<chart>.csv`.
pub async fn file(
    State(state): State<AppState>,
    Path((org, chart)): Path<(String, String)>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let mut visitor = visit::visitor(&state, &parts, &Jar::of(&parts.headers));
    let query = OrgQuery::parse(parts.uri.query().unwrap_or_default());
    let chart = chart.strip_suffix(".csv").unwrap_or_default();
    let file = match state.auth.figure_file(&mut visitor, &org, chart, &query).await {
        Ok(file) => file,
        Err(Fault::SignedOut) => return StatusCode::UNAUTHORIZED.into_response(),
        Err(Fault::NotAllowed) => return StatusCode::FORBIDDEN.into_response(),
        Err(Fault::NotFound) => return StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(%error, "the numbers of a chart could not be read: {error}");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    };
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    if let Ok(value) = format!("attachment; filename=\"{}\"", file.name).parse() {
        headers.insert(CONTENT_DISPOSITION, value);
    }
    (headers, file.text).into_response()
}
