//! Small files: the recovery code for the page that shows it, and the results of a selection.

use super::AppState;
use super::cookie::Jar;
use super::document;
use super::visit;
use axum::extract::{Path, RawQuery, Request, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

/// A text file without any address in its name.
pub async fn recovery_code(State(state): State<AppState>, RawQuery(query): RawQuery, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let visitor = visit::visitor(&state, &parts, &Jar::of(&parts.headers));
    let page = visit::query(&query.unwrap_or_default()).page;
    let Ok(Some(sheet)) = state.auth.recovery_sheet(&visitor, &page).await else {
        // Seen, finished or signed out: the page itself says which.
        return (StatusCode::SEE_OTHER, [(LOCATION, crate::model::Place::RecoveryCode.path())]).into_response();
    };
    let text = format!(
        "{brand} emergency recovery code\r\n\r\nAccount: {}\r\nMade: {}\r\n\r\n{}\r\n\r\n\
         Use it to sign in if you lose your phone. It works once.\r\n\
         Keep it in a password manager, or on paper in a safe place.\r\n",
        sheet.account,
        sheet.made,
        sheet.code,
        brand = state.config.brand,
    );
    let name = state.config.brand.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "-");
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, axum::http::HeaderValue::from_static("text/plain; charset=utf-8"));
    if let Ok(value) = format!("attachment; filename=\"recovery-code-{name}.txt\"").parse() {
        headers.insert(CONTENT_DISPOSITION, value);
    }
    (headers, text).into_response()
}

/// What became of everybody of a selection.
pub async fn bulk_results(
    State(state): State<AppState>,
    Path((org, id)): Path<(String, String)>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let mut visitor = visit::visitor(&state, &parts, &Jar::of(&parts.headers));
    match state.auth.bulk_results(&mut visitor, &org, &id).await {
        Ok(text) => {
            let kind = [
                (CONTENT_TYPE, "text/csv; charset=utf-8"),
                (CONTENT_DISPOSITION, "attachment; filename=\"results.csv\""),
            ];
            (kind, text).into_response()
        }
        Err(fault) => document::refused(&state, fault),
    }
}
