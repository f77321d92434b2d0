//! Headers of every answer (v5.0.0-3.4.1 to 3.4.8), and the plain page for a fault where no script can show it.

use super::AppState;
use super::site::FILES;
use crate::api::call::PLAIN_FAULT;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::Response;

/// Policy of a page whose scripts carry this nonce.
pub fn policy(nonce: &str) -> String {
    format!("default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; {OTHERS}")
}

/// Policy of a plain document: one script of ours, and no program.
pub fn document_policy(nonce: &str) -> String {
    format!("default-src 'none'; script-src 'nonce-{nonce}'; {OTHERS}")
}

const OTHERS: &str = "style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
                      manifest-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; \
                      frame-ancestors 'none'";

/// Sets what every answer carries; an answer's own value wins.
pub async fn set(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut default = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    default(
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    default(header::CACHE_CONTROL, "no-store");
    default(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    // Not no-referrer: a form without script is answered with the help of where it came from.
    default(header::REFERRER_POLICY, "same-origin");
    default(header::X_FRAME_OPTIONS, "DENY");
    default(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    default(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    default(
        HeaderName::from_static("permissions-policy"),
        "otp-credentials=(self), geolocation=(), camera=(), microphone=()",
    );
    if state.config.https() {
        default(header::STRICT_TRANSPORT_SECURITY, "max-age=63072000; includeSubDomains");
    }
    response
}

/// Replaces the body of a fault by a page, where a plain form would otherwise show the program's answer.
pub async fn plain_fault(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let Some(word) = response.headers_mut().remove(PLAIN_FAULT) else { return response };
    let word = word.to_str().unwrap_or_default().to_owned();
    let (title, said) = match (response.status(), word.as_str()) {
        (StatusCode::SERVICE_UNAVAILABLE, _) => {
            ("Many people are signing in", "Nothing was changed. Go back and try again in a few seconds.".to_owned())
        }
        (status, report) if status.is_server_error() => (
            "Something went wrong on our side",
            format!("Nothing was changed. Try again in a minute. Reference: {report}."),
        ),
        (StatusCode::FORBIDDEN, "no access") => {
            ("You do not have access to this page", "Ask an owner of your organization.".to_owned())
        }
        (StatusCode::NOT_FOUND, _) => {
            ("We cannot find that page", "The address may have a mistake in it, or the page is gone.".to_owned())
        }
        _ => ("That is not possible here", "Go back and start again from the page you came from.".to_owned()),
    };
    let body = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title} · Rekey</title>\
         <link rel=\"stylesheet\" href=\"{css}\"></head><body><main class=\"page\" data-layout=\"door\"><div class=\"column\">\
         <h1>{title}</h1><p class=\"lede\">{said}</p><p><a class=\"button\" href=\"/overview\">Home</a></p></div></main></body></html>",
        css = FILES.css
    );
    let headers = response.headers_mut();
    headers.remove(header::LOCATION);
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    *response.body_mut() = Body::from(body);
    response
}
