//! Files that are written while they are sent: as long as they need to be, and never in memory at once.

use super::AppState;
use super::cookie::Jar;
use super::{document, visit};
use crate::auth::export::{Export, Format};
use crate::auth::{Fault, PeopleFile};
use crate::model::{OrgId, OrgQuery, Place};
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, LOCATION};
use axum::response::{IntoResponse, Response};
use futures::stream;

/// The audit log for spreadsheets.
pub async fn audit_csv(state: State<AppState>, org: Path<String>, request: Request) -> Response {
    audit(state, org, request, Format::Csv).await
}

/// The audit log as JSON Lines, with its signed end.
pub async fn audit_lines(state: State<AppState>, org: Path<String>, request: Request) -> Response {
    audit(state, org, request, Format::JsonLines).await
}

/// How many events came since a page of the log was loaded.
pub async fn audit_news(State(state): State<AppState>, Path(org): Path<String>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let visitor = visit::visitor(&state, &parts, &Jar::of(&parts.headers));
    let query = OrgQuery::parse(parts.uri.query().unwrap_or_default());
    match state.auth.audit_news(&visitor, &OrgId::new(org), &query).await {
        Ok(many) => many.to_string().into_response(),
        Err(error) => document::refused(&state, error),
    }
}

/// The people that an address asks for.
pub async fn people(State(state): State<AppState>, Path(org): Path<String>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let mut visitor = visit::visitor(&state, &parts, &Jar::of(&parts.headers));
    let query = OrgQuery::parse(parts.uri.query().unwrap_or_default());
    let file = match state.auth.people_export(&mut visitor, &OrgId::new(org), &query).await {
        Ok(file) => file,
        Err(error) => return document::refused(&state, error),
    };
    let name = format!("attachment; filename=\"{}\"", file.name);
    let pieces = stream::try_unfold(file, |mut file: PeopleFile| async move {
        let piece = file.next().await?;
        Ok::<_, Fault>(piece.map(|piece| (piece, file)))
    });
    let kind = "text/csv; charset=utf-8".to_owned();
    ([(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, name)], Body::from_stream(pieces)).into_response()
}

async fn audit(State(state): State<AppState>, Path(org): Path<String>, request: Request, format: Format) -> Response {
    let (parts, _) = request.into_parts();
    let mut visitor = visit::visitor(&state, &parts, &Jar::of(&parts.headers));
    let query = OrgQuery::parse(parts.uri.query().unwrap_or_default());
    match state.auth.audit_export(&mut visitor, &OrgId::new(org), &query, format).await {
        Ok(export) => send(export, format),
        Err(error) => document::refused(&state, error),
    }
}

fn send(export: Export, format: Format) -> Response {
    let name = format!("attachment; filename=\"audit-{}.{}\"", export.day, format.ending());
    let kind = match format {
        Format::Csv => "text/csv; charset=utf-8; header=present",
        Format::JsonLines => "application/jsonl; charset=utf-8",
    };
    let pieces = stream::try_unfold(export, |mut export| async move {
        let piece = export.piece().await?;
        Ok::<_, Fault>(piece.map(|piece| (piece, export)))
    });
    ([(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, name)], Body::from_stream(pieces)).into_response()
}

/// What proves a reset in an organization's log.
pub async fn dossier(
    State(state): State<AppState>,
    Path((org, id)): Path<(String, String)>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let mut visitor = visit::visitor(&state, &parts, &Jar::of(&parts.headers));
    let found = state.auth.dossier(&mut visitor, &OrgId::new(org), &id).await;
    send_dossier(&state, found)
}

/// What proves a reset of one's own 2FA.
pub async fn own_dossier(State(state): State<AppState>, Path(id): Path<String>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let mut visitor = visit::visitor(&state, &parts, &Jar::of(&parts.headers));
    match state.auth.own_dossier(&mut visitor, &id).await {
        // The page of the activity leads to the code that opens it.
        Err(Fault::NotAllowed) => (StatusCode::SEE_OTHER, [(LOCATION, Place::Activity.path())]).into_response(),
        found => send_dossier(&state, found),
    }
}

fn send_dossier(state: &AppState, found: Result<String, Fault>) -> Response {
    let headers = [(CONTENT_TYPE, "application/json"), (CONTENT_DISPOSITION, "attachment; filename=\"reset.json\"")];
    match found {
        Ok(text) => (headers, text).into_response(),
        Err(error) => document::refused(state, error),
    }
}
