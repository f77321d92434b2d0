//! The built site, carried in the binary: style, program, icons. Names under `/pkg` hold a hash of their content, so
//! they may be kept for ever.

use super::AppState;
use axum::Router;
use axum::body::Body;
use axum::extract::Path;
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, Response, StatusCode};
use axum::routing::get;
use rust_embed::RustEmbed;
use std::sync::LazyLock;

#[derive(RustEmbed)]
#[folder = "target/site/"]
#[allow_missing = true]
struct Site;

/// Addresses of the files that every page needs.
pub struct Files {
    /// The style sheet.
    pub css: String,
    /// The program's loader.
    pub js: String,
    /// The program.
    pub wasm: String,
}

/// The files of this build; empty names where nothing was built, as in tests of the server alone.
pub static FILES: LazyLock<Files> = LazyLock::new(|| {
    let find = |ending: &str| {
        let found = Site::iter().find(|name| name.starts_with("pkg/") && name.ends_with(ending));
        found.map(|name| format!("/{name}")).unwrap_or_default()
    };
    Files { css: find(".css"), js: find(".js"), wasm: find(".wasm") }
});

/// Every file, by its address.
pub fn router() -> Router<AppState> {
    Router::new()
        .route(
            "/pkg/{*name}",
            get(async |headers: HeaderMap, Path(name): Path<String>| file(&headers, &format!("pkg/{name}"))),
        )
        .route("/boot.js", get(async |headers: HeaderMap| file(&headers, "boot.js")))
        .route("/code.js", get(async |headers: HeaderMap| file(&headers, "code.js")))
        .route("/office.js", get(async |headers: HeaderMap| file(&headers, "office.js")))
        .route("/favicon.svg", get(async |headers: HeaderMap| file(&headers, "favicon.svg")))
        .route("/robots.txt", get(async |headers: HeaderMap| file(&headers, "robots.txt")))
}

fn file(headers: &HeaderMap, name: &str) -> Response<Body> {
    let brotli = headers.get(ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).is_some_and(|v| v.contains("br"));
    let packed = if brotli { Site::get(&format!("{name}.br")) } else { None };
    let encoded = packed.is_some();
    let mut response = Response::new(Body::empty());
    let Some(found) = packed.or_else(|| Site::get(name)) else {
        *response.status_mut() = StatusCode::NOT_FOUND;
        return response;
    };
    let kind = match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        _ => "text/plain; charset=utf-8",
    };
    let lasting = if name.starts_with("pkg/") { "public, max-age=31536000, immutable" } else { "public, max-age=300" };
    let out = response.headers_mut();
    out.insert(CONTENT_TYPE, axum::http::HeaderValue::from_static(kind));
    out.insert(CACHE_CONTROL, axum::http::HeaderValue::from_static(lasting));
    out.insert(VARY, axum::http::HeaderValue::from_static("accept-encoding"));
    if encoded {
        out.insert(CONTENT_ENCODING, axum::http::HeaderValue::from_static("br"));
    }
    *response.body_mut() = Body::from(found.data.into_owned());
    response
}
