//! The axum shell around the pages and the server functions: who may call, with which headers, under which cookies. It
//! holds no rule of the product.

pub mod cookie;
pub mod visit;

mod code;
mod document;
mod download;
mod export;
mod figures;
mod guard;
mod headers;
mod health;
mod hook;
mod measure;
mod metrics;
mod shell;
mod sim;
mod site;

pub use metrics::metrics;

use crate::api::ApiError;
use crate::auth::Auth;
use crate::config::Config;
use crate::delivery::breaker::Breakers;
use crate::delivery::hook::Hooks;
use crate::delivery::simulator::Sim;
use crate::model::Place;
use crate::ui::App;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use leptos::prelude::*;
use leptos::server_fn::error::FromServerFnError;
use leptos_axum::{AxumRouteListing, LeptosRoutes, generate_route_list};
use std::sync::{Arc, LazyLock};
use tokio::sync::watch;

/// What every request may need.
#[derive(Clone)]
pub struct AppState {
    /// Every decision.
    pub auth: Auth,
    /// The simulator, while it delivers.
    pub sim: Option<Arc<Sim>>,
    /// Answers carriers, while there are any.
    pub hooks: Option<Arc<Hooks>>,
    /// Which carriers rest.
    pub breakers: Arc<Breakers>,
    /// The settings.
    pub config: Arc<Config>,
    /// Turns true when the server stops: endless answers end then.
    pub stopping: watch::Receiver<bool>,
    /// Pages that follow the message with a code.
    followers: code::Followers,
    leptos: LeptosOptions,
}

impl axum::extract::FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> LeptosOptions {
        state.leptos.clone()
    }
}

impl AppState {
    /// Puts the parts together.
    pub fn new(
        auth: Auth,
        sim: Option<Arc<Sim>>,
        hooks: Option<Hooks>,
        breakers: Arc<Breakers>,
        config: Config,
        stopping: watch::Receiver<bool>,
    ) -> AppState {
        let leptos = LeptosOptions::builder().output_name("rekey").site_addr(config.addr).build();
        AppState {
            auth,
            sim,
            hooks: hooks.map(Arc::new),
            breakers,
            config: Arc::new(config),
            stopping,
            followers: code::Followers::default(),
            leptos,
        }
    }
}

/// Every page's route, listed once and before anything is rendered: while leptos lists routes, a resource that is first
/// asked for by another request of the same process never answers (leptos issue 4773).
static PAGES: LazyLock<Vec<AxumRouteListing>> = LazyLock::new(|| generate_route_list(App));

/// The whole application: what `serve` listens with, and what tests call.
pub fn router(state: AppState) -> Router {
    let context = {
        let state = state.clone();
        move || provide_context(state.clone())
    };
    let mut router = Router::new()
        .route("/settings/2fa/recovery-code/download", get(download::recovery_code))
        .route("/code/events", get(code::events));
    for place in Place::ALL.into_iter().filter(|place| place.is_document()) {
        router = router.route(place.path(), get(document::show));
    }
    router = router
        .route("/org/{org}/people/export.csv", get(export::people))
        .route("/org/{org}/people/bulk/{id}/result.csv", get(download::bulk_results))
        .route("/org/{org}/audit/export.csv", get(export::audit_csv))
        .route("/org/{org}/audit/export.jsonl", get(export::audit_lines))
        .route("/org/{org}/audit/news", get(export::audit_news))
        .route("/org/{org}/audit/{event}/dossier.json", get(export::dossier))
        .route("/settings/activity/{event}/dossier.json", get(export::own_dossier))
        .route("/org/{org}/figures/{chart}", get(figures::file))
        .route("/org/{org}/{*page}", get(document::show_org));
    if state.sim.is_some() {
        router = router.route("/simulator/messages", get(sim::messages)).route("/simulator/events", get(sim::events));
    }
    router
        .leptos_routes_with_context(&state, PAGES.clone(), context, shell::render)
        .fallback(not_found)
        .layer(from_fn(mark_bad_request))
        .layer(from_fn_with_state(state.clone(), guard::same_origin))
        .merge(hook::router())
        .merge(site::router())
        .layer(from_fn_with_state(state.clone(), guard::known_host))
        .merge(health::router())
        .layer(from_fn_with_state(state.clone(), headers::set))
        .layer(from_fn(headers::plain_fault))
        .layer(from_fn_with_state(state.clone(), measure::answered))
        .with_state(state)
}

/// A form that cannot be read fails before any body of ours runs, and leptos calls every failure 500: this one is the
/// caller's.
async fn mark_bad_request(request: Request, next: Next) -> Response {
    let is_function = request.uri().path().starts_with("/api/");
    let answer = next.run(request).await;
    if !is_function || answer.status() != StatusCode::INTERNAL_SERVER_ERROR {
        return answer;
    }
    let (mut parts, body) = answer.into_parts();
    let Ok(bytes) = to_bytes(body, 4096).await else { return parts.status.into_response() };
    if ApiError::de(bytes.clone()) == ApiError::BadRequest {
        parts.status = StatusCode::BAD_REQUEST;
    }
    Response::from_parts(parts, Body::from(bytes))
}

/// The bare origin and every unknown address are rendered like pages: the first leads on, the others say so.
async fn not_found(State(state): State<AppState>, request: Request) -> Response {
    let context = move || provide_context(state.clone());
    leptos_axum::render_app_async_with_context(context, shell::render)(request).await.into_response()
}
