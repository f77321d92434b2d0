//! One call of a server function: who asks, from where, with which browser; and how the answer goes back, as a page to
//! render or, without script, as a redirect to it. Nothing here decides anything.

use super::{ApiError, ReportId};
use crate::auth::{Auth, Carried, Fault, Next, Query, Visitor};
use crate::delivery::simulator::Sim;
use crate::model::{Frame, Note, Page, Place, Screen};
use crate::web::AppState;
use crate::web::cookie::{self, Jar};
use crate::web::visit;
use axum::http::header::{ACCEPT, REFERER, RETRY_AFTER};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use leptos::prelude::*;
use leptos_axum::{ResponseOptions, redirect};

/// Marks an answer whose body the door replaces by a plain page: there is no script to show the error.
pub const PLAIN_FAULT: HeaderName = HeaderName::from_static("x-rekey-plain");

/// One call.
pub struct Call {
    /// Every decision.
    pub auth: Auth,
    /// Whoever asks.
    pub visitor: Visitor,
    state: AppState,
    jar: Jar,
    response: ResponseOptions,
    /// Path of the page the request came from, if it is one of ours.
    from: Option<Place>,
    way: Way,
}

/// How the answer goes back.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// A page being rendered on the server.
    Render,
    /// A plain form: redirect.
    Form,
    /// The program in the browser: the page itself.
    Program,
}

impl Call {
    /// Reads the request.
    ///
    /// # Errors
    /// [`ApiError::Internal`] outside a request, which cannot happen behind our router.
    pub async fn new() -> Result<Call, ApiError> {
        let outside = ApiError::Internal { report: ReportId::default() };
        let state = use_context::<AppState>().ok_or(outside)?;
        let parts = use_context::<Parts>().ok_or(outside)?;
        let response = use_context::<ResponseOptions>().ok_or(outside)?;
        let html = parts.headers.get(ACCEPT).and_then(|v| v.to_str().ok()).is_some_and(|v| v.contains("text/html"));
        let way = match (parts.uri.path().starts_with("/api/"), html) {
            (false, _) => Way::Render,
            (true, true) => Way::Form,
            (true, false) => Way::Program,
        };
        let jar = Jar::of(&parts.headers);
        let mut visitor = visit::visitor(&state, &parts, &jar);
        visitor.meant &= way != Way::Form;
        let from = parts.headers.get(REFERER).and_then(|v| v.to_str().ok()).and_then(visit::place_of_url);
        Ok(Call { auth: state.auth.clone(), visitor, state, jar, response, from, way })
    }

    /// The page at an address.
    pub async fn page(mut self, path: &str, query: &str) -> Result<Page, ApiError> {
        let query = visit::query(query);
        let found = match Place::parse(path) {
            Some(Place::Simulator) => self.simulator_page().await,
            Some(place) => self.auth.page(&mut self.visitor, place, &query).await,
            // The bare origin is a way in, not a page.
            None if path == "/" => self.auth.page(&mut self.visitor, Place::Overview, &query).await,
            None => self.auth.not_found(&mut self.visitor).await,
        };
        let page = match found {
            Ok(page) => page,
            Err(fault) => return Err(self.refuse(fault)),
        };
        let missing = matches!(page.screen, Screen::NotFound);
        if self.way == Way::Render && missing {
            self.response.set_status(StatusCode::NOT_FOUND);
        }
        if self.way == Way::Render && !missing && Place::parse(path) != Some(page.place) {
            // What was to be said is said where the redirect ends.
            self.visitor.carried.note = page.note.clone();
            self.keep_cookies(true);
            redirect(page.place.path());
        } else {
            self.keep_said(&page);
        }
        Ok(page)
    }

    /// The answer to an event.
    pub async fn answer(mut self, done: Result<Next, Fault>) -> Result<Page, ApiError> {
        let next = match done {
            Ok(next) => next,
            // Another request of the same person was faster: the page itself tells how things stand.
            Err(Fault::Stale) => {
                // Nothing was committed, so no token that was made on the way is in force.
                self.visitor.session = self.jar.token(cookie::SESSION);
                self.visitor.flow = self.jar.token(cookie::FLOW);
                self.visitor.device = self.jar.token(cookie::DEVICE);
                Next::to(self.from.unwrap_or(Place::Overview))
            }
            Err(Fault::SignedOut) if self.way == Way::Form => Next::to(Place::SignIn).say(Note::SignedOut),
            Err(Fault::StepUp(place)) if self.way == Way::Form || place.is_document() => Next::to(place),
            Err(fault) => return Err(self.refuse(fault)),
        };
        self.visitor.carried = next.carried.clone();
        if self.way == Way::Form {
            self.keep_cookies(true);
            redirect(next.location());
            let screen = Screen::Go(next.place);
            return Ok(Page { place: next.place, frame: Frame::default(), note: None, screen });
        }
        match self.auth.page(&mut self.visitor, next.place, &Query::default()).await {
            Ok(page) => {
                self.keep_said(&page);
                Ok(page)
            }
            Err(fault) => Err(self.refuse(fault)),
        }
    }

    /// A page says by itself what is to be said; for a document it has to wait until the browser has loaded that.
    fn keep_said(&mut self, page: &Page) {
        let document = matches!(page.screen, Screen::Document);
        if document {
            self.visitor.carried.note = page.note.clone();
        }
        self.keep_cookies(document);
    }

    /// Turns something on the simulator, and shows it.
    pub async fn simulator(mut self, turn: impl FnOnce(&Sim) -> bool) -> Result<Page, ApiError> {
        let Some(sim) = self.state.sim.clone() else { return Err(self.refuse(Fault::NotFound)) };
        if !turn(&sim) {
            return Err(self.refuse(Fault::NotFound));
        }
        if self.way == Way::Form {
            redirect(Place::Simulator.path());
        }
        match self.simulator_page().await {
            Ok(page) => Ok(page),
            Err(fault) => Err(self.refuse(fault)),
        }
    }

    /// Presses a key in a call on the simulator, as the carriers' doors do it.
    pub async fn simulator_key(self, id: &str, key: &str) -> Result<Page, ApiError> {
        let pressed = self.state.sim.as_ref().is_some_and(|sim| sim.press(id, key));
        if pressed
            && key == "9"
            && let Err(fault) = self.auth.call_refused(id).await
        {
            return Err(self.refuse(fault));
        }
        self.simulator(|_| pressed).await
    }

    async fn simulator_page(&mut self) -> Result<Page, Fault> {
        let mut page = self.auth.not_found(&mut self.visitor).await?;
        if let Some(sim) = &self.state.sim {
            page.place = Place::Simulator;
            page.screen = Screen::Simulator(sim.screen(|at| self.visitor.zone.clock(at)));
        }
        Ok(page)
    }

    /// Writes the visitor's tokens back as cookies, and what is to be said if a redirect comes in between.
    fn keep_cookies(&mut self, say: bool) {
        let carried = std::mem::take(&mut self.visitor.carried);
        let said = (say && carried != Carried::default()).then(|| visit::seal(&self.state, &carried));
        for header in self.jar.changes(&self.visitor, said) {
            self.response.append_header(axum::http::header::SET_COOKIE, header);
        }
        if self.visitor.session.is_none() && self.jar.get(cookie::SESSION).is_some() {
            self.response
                .insert_header(HeaderName::from_static("clear-site-data"), HeaderValue::from_static("\"storage\""));
        }
    }

    /// Turns a fault into what the browser may know, logs it once, and sets the status of an API answer. A page being
    /// rendered keeps its own status, except for faults of ours.
    fn refuse(&self, fault: Fault) -> ApiError {
        let (error, status) = match fault {
            Fault::SignedOut => (ApiError::SignedOut, StatusCode::UNAUTHORIZED),
            Fault::StepUp(_) => (ApiError::StepUp, StatusCode::FORBIDDEN),
            Fault::NotAllowed => (ApiError::NotAllowed, StatusCode::FORBIDDEN),
            Fault::NotFound => (ApiError::NotFound, StatusCode::NOT_FOUND),
            Fault::BadRequest => (ApiError::BadRequest, StatusCode::BAD_REQUEST),
            Fault::Busy { seconds } => {
                self.response.insert_header(RETRY_AFTER, HeaderValue::from(seconds.unsigned_abs()));
                (ApiError::Busy { seconds }, StatusCode::SERVICE_UNAVAILABLE)
            }
            fault @ (Fault::Stale | Fault::Store(_) | Fault::Broken(_)) => {
                let report = ReportId(u32::from_be_bytes(self.auth.env.bytes()));
                tracing::error!(%report, %fault, "a request failed ({report}): {fault}");
                (ApiError::Internal { report }, StatusCode::INTERNAL_SERVER_ERROR)
            }
        };
        if self.way != Way::Render || status.is_server_error() {
            self.response.set_status(status);
        }
        if self.way == Way::Form {
            let word = match error {
                ApiError::Internal { report } => report.to_string(),
                ApiError::Busy { .. } => "busy".to_owned(),
                _ => "refused".to_owned(),
            };
            if let Ok(word) = HeaderValue::from_str(&word) {
                self.response.insert_header(PLAIN_FAULT, word);
            }
        }
        error
    }
}
