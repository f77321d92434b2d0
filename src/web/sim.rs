//! The simulator's doors for tests and for its live page.

use super::AppState;
use crate::delivery::simulator::Json as Message;
use axum::Json;
use axum::extract::{Query, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use futures::stream::{Stream, StreamExt};
use serde::Deserialize;
use std::convert::Infallible;
use tokio_stream::wrappers::BroadcastStream;

/// What may be asked for.
#[derive(Deserialize)]
pub struct Asked {
    to: Option<String>,
}

/// Every message, newest first, or those to one number or address.
pub async fn messages(State(state): State<AppState>, Query(asked): Query<Asked>) -> Json<Vec<Message>> {
    Json(state.sim.map(|sim| sim.json(asked.to.as_deref())).unwrap_or_default())
}

/// Tells of every change. Ends when the server stops, so that nobody has to wait for it.
pub async fn events(State(state): State<AppState>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let mut stopping = state.stopping.clone();
    let stop = async move {
        let _ = stopping.wait_for(|stop| *stop).await;
    };
    let news = state.sim.map(|sim| BroadcastStream::new(sim.listen()));
    // The first event comes at once: something may have arrived while the line was being opened. A listener that fell
    // behind simply reads the page again, too.
    let events = futures::stream::iter(["hello".to_owned()])
        .chain(futures::stream::iter(news).flatten().map(Result::unwrap_or_default))
        .map(|what| Ok(Event::default().event("message").data(what)))
        .take_until(Box::pin(stop));
    Sse::new(events).keep_alive(KeepAlive::default())
}
