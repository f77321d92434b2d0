//! Plain documents: pages that the server renders alone. No program is loaded for them; their forms are answered by
//! redirects, and `boot.js` gives the few comforts that need no program.

use super::AppState;
use super::cookie::Jar;
use super::headers::document_policy;
use super::site::FILES;
use super::visit;
use crate::api::ReportId;
use crate::api::call::PLAIN_FAULT;
use crate::auth::{Carried, Fault, Shown, Visitor};
use crate::model::{DocPage, Note, OrgAddress, OrgQuery, Place};
use crate::ui::doc;
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use leptos::prelude::*;

/// The document at an address, or the way to where its visitor has to be first.
pub async fn show(State(state): State<AppState>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let jar = Jar::of(&parts.headers);
    let mut visitor = visit::visitor(&state, &parts, &jar);
    let query = visit::query(parts.uri.query().unwrap_or_default());
    let Some(place) = Place::parse(parts.uri.path()) else { return StatusCode::NOT_FOUND.into_response() };
    let found = state.auth.shown(&mut visitor, place, &query).await;
    answer(&state, &jar, &mut visitor, place, found)
}

/// A page of an organization, or the way to where its visitor has to be first.
pub async fn show_org(State(state): State<AppState>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let jar = Jar::of(&parts.headers);
    let mut visitor = visit::visitor(&state, &parts, &jar);
    let query = OrgQuery::parse(parts.uri.query().unwrap_or_default());
    let found = match OrgAddress::parse(parts.uri.path()) {
        Some(address) => state.auth.org_shown(&mut visitor, &address, &query).await,
        None => Err(Fault::NotFound),
    };
    answer(&state, &jar, &mut visitor, Place::Org, found)
}

fn answer(state: &AppState, jar: &Jar, visitor: &mut Visitor, place: Place, found: Result<Shown, Fault>) -> Response {
    match found {
        Ok(Shown::Document(page)) if page.place == place => {
            let theme = jar.get("theme").filter(|t| matches!(*t, "light" | "dark"));
            let mut answer = render(state, *page, theme);
            keep(state, jar, visitor, None, answer.headers_mut());
            answer
        }
        Ok(Shown::Document(page)) => lead_on(state, jar, visitor, page.place.path(), page.note),
        Ok(Shown::Page(page)) => lead_on(state, jar, visitor, page.place.path(), page.note),
        Ok(Shown::Away(location)) => {
            let note = visitor.carried.note.take();
            lead_on(state, jar, visitor, &location, note)
        }
        Err(fault) => refused(state, fault),
    }
}

/// The answer to whoever may not see it, or to a fault of ours.
pub(super) fn refused(state: &AppState, error: Fault) -> Response {
    match error {
        Fault::SignedOut => (StatusCode::SEE_OTHER, [(LOCATION, Place::SignIn.path())]).into_response(),
        Fault::NotFound => fault(StatusCode::NOT_FOUND, "no page".to_owned()),
        Fault::NotAllowed => fault(StatusCode::FORBIDDEN, "no access".to_owned()),
        error => {
            let report = ReportId(u32::from_be_bytes(state.auth.env.bytes()));
            tracing::error!(%report, %error, "a document failed ({report}): {error}");
            fault(StatusCode::INTERNAL_SERVER_ERROR, report.to_string())
        }
    }
}

/// What was to be said is said where the redirect ends.
fn lead_on(state: &AppState, jar: &Jar, visitor: &mut Visitor, to: &str, note: Option<Note>) -> Response {
    let mut answer = (StatusCode::SEE_OTHER, [(LOCATION, to)]).into_response();
    visitor.carried.note = note;
    let carried = std::mem::take(&mut visitor.carried);
    keep(state, jar, visitor, Some(carried), answer.headers_mut());
    answer
}

/// Writes the visitor's tokens back as cookies, and what is to be said after a redirect.
fn keep(state: &AppState, jar: &Jar, visitor: &mut Visitor, carried: Option<Carried>, headers: &mut HeaderMap) {
    let said = carried.filter(|c| *c != Carried::default()).map(|c| visit::seal(state, &c));
    for header in jar.changes(visitor, said) {
        headers.append(SET_COOKIE, header);
    }
}

/// The fault's page is written by the layer that writes all of them.
fn fault(status: StatusCode, word: String) -> Response {
    let mut answer = status.into_response();
    if let Ok(word) = HeaderValue::from_str(&word) {
        answer.headers_mut().insert(PLAIN_FAULT, word);
    }
    answer
}

fn render(state: &AppState, page: DocPage, theme: Option<&str>) -> Response {
    let nonce = STANDARD.encode(state.auth.env.bytes::<16>());
    let theme = theme.map(|name| format!(" data-theme=\"{name}\"")).unwrap_or_default();
    // The lists of an organization have a script of their own, which nobody else loads.
    let office = match page.place {
        Place::Org => format!("<script defer nonce=\"{nonce}\" src=\"/office.js\"></script>"),
        _ => String::new(),
    };
    // A reactive owner of its own: what the parts keep while they are rendered goes with it.
    let (title, body) = Owner::new().with(|| (doc::title(&page), doc::body(page).to_html()));
    let title = title.replace('&', "&amp;").replace('<', "&lt;");
    let html = format!(
        "<!DOCTYPE html><html lang=\"en\"{theme}><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><title>{title}</title>\
         <link rel=\"stylesheet\" href=\"{css}\"><link rel=\"icon\" type=\"image/svg+xml\" href=\"/favicon.svg\">\
         <script defer nonce=\"{nonce}\" src=\"/boot.js\"></script>{office}</head><body>{body}</body></html>",
        css = FILES.css
    );
    let mut answer = Html(html).into_response();
    if let Ok(policy) = HeaderValue::from_str(&document_policy(&nonce)) {
        answer.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    }
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    answer
}
