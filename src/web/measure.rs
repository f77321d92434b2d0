//! Counts requests and how long they took, by the kind of page: what a request says of itself is never a label.

use super::AppState;
use crate::env::Stopwatch;
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;

/// Measures until the head of the answer; an endless answer has one, too.
pub async fn answered(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("unknown", |path| class(path.as_str()));
    let watch = Stopwatch::start();
    let answer = next.run(request).await;
    state.auth.meters.answered(route, answer.status().as_u16(), watch.passed());
    answer
}

/// The kind of a route, by its pattern.
fn class(pattern: &str) -> &'static str {
    let first = pattern.trim_start_matches('/').split('/').next().unwrap_or_default();
    match first {
        "api" => "function",
        "org" => "organization",
        "hooks" => "hook",
        "health" => "health",
        "simulator" => "simulator",
        "pkg" => "asset",
        _ if first.contains('.') => "asset",
        _ => "page",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes_have_few_kinds() {
        let table = [
            ("/", "page"),
            ("/sign-in/verify", "page"),
            ("/api/sign-in", "function"),
            ("/org/{org}/{*page}", "organization"),
            ("/hooks/twilio/{ticket}", "hook"),
            ("/health/ready", "health"),
            ("/simulator/events", "simulator"),
            ("/pkg/{*name}", "asset"),
            ("/robots.txt", "asset"),
        ];
        for (pattern, kind) in table {
            assert_eq!(class(pattern), kind, "{pattern}");
        }
    }
}
