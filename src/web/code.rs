//! The line to a page that waits for a code: how far its message came, as it happens. The same words stand in the page when
//! it is loaded again.

use super::AppState;
use super::cookie::Jar;
use super::visit;
use crate::auth::{Following, Visitor};
use crate::model::{Journey, PersonId};
use crate::ui::journey;
use axum::extract::{Query, Request, State};
use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::stream::{self, Stream, StreamExt};
use serde::Deserialize;
use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Pages of one person that may follow at once, on this node.
const MOST_EACH: usize = 3;
/// Pages of everybody.
const MOST: usize = 500;
/// How often the outbox is looked at.
const EVERY: Duration = Duration::from_millis(1000);
/// Looks until the line ends, whatever happens: the life of a code by phone.
const LOOKS: u32 = 600;

/// Who follows.
#[derive(Clone, Default)]
pub struct Followers(Arc<Mutex<HashMap<String, usize>>>);

/// A place among them, given back when the line is closed.
struct Seat(Followers, String);

/// What may be asked for.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    flow: String,
}

/// Tells how far the message came, until it is there, lost, or of no use any more. Whoever may not know, or where nothing is
/// to be told, gets 204, after which a browser does not ask again.
pub async fn events(State(state): State<AppState>, Query(asked): Query<Asked>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let jar = Jar::of(&parts.headers);
    let visitor = visit::visitor(&state, &parts, &jar);
    let found = match state.auth.follow_code(&visitor, &asked.flow).await {
        Ok(found) => found.filter(|_| visitor.meant),
        Err(fault) => {
            tracing::error!(%fault, "a code could not be followed: {fault}");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    let Some(first) = found else { return StatusCode::NO_CONTENT.into_response() };
    let Some(seat) = state.followers.take(&first.person) else {
        return StatusCode::TOO_MANY_REQUESTS.into_response();
    };
    let mut stopping = state.stopping.clone();
    let stop = async move {
        let _ = stopping.wait_for(|stop| *stop).await;
    };
    let line = Line { state, visitor, flow: asked.flow, told: None, looks: 0, done: false, _seat: seat };
    Sse::new(line.tell().take_until(Box::pin(stop))).keep_alive(KeepAlive::default()).into_response()
}

/// An open line.
struct Line {
    state: AppState,
    visitor: Visitor,
    flow: String,
    told: Option<Following>,
    looks: u32,
    done: bool,
    _seat: Seat,
}

impl Line {
    fn tell(self) -> impl Stream<Item = Result<Event, Infallible>> {
        stream::unfold(self, async |mut line| {
            if line.done {
                return None;
            }
            let event = line.next().await;
            Some((Ok(event), line))
        })
    }

    /// The next thing that there is to tell; "end" is the last.
    async fn next(&mut self) -> Event {
        loop {
            if self.told.as_ref().is_some_and(Following::is_over) || self.looks >= LOOKS {
                break;
            }
            if self.looks > 0 {
                tokio::time::sleep(EVERY).await;
            }
            self.looks += 1;
            // Whoever signed out meanwhile, or went on, has no code to wait for any more.
            let Ok(Some(now)) = self.state.auth.follow_code(&self.visitor, &self.flow).await else { break };
            if self.told.as_ref() != Some(&now) {
                let event = event(&now);
                self.told = Some(now);
                return event;
            }
        }
        self.done = true;
        Event::default().event("end").data("")
    }
}

fn event(now: &Following) -> Event {
    let said = serde_json::json!({
        "text": journey(now.channel, &now.live.journey),
        "lost": now.live.journey == Journey::Failed,
        "call": now.live.suggest_call,
    });
    Event::default().data(said.to_string())
}

impl Followers {
    fn take(&self, person: &PersonId) -> Option<Seat> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let all: usize = open.values().sum();
        if all >= MOST || open.get(person.as_str()).is_some_and(|own| *own >= MOST_EACH) {
            return None;
        }
        *open.entry(person.to_string()).or_default() += 1;
        Some(Seat(self.clone(), person.to_string()))
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut open = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = open.get_mut(&self.1) {
            *own -= 1;
            if *own == 0 {
                open.remove(&self.1);
            }
        }
    }
}
