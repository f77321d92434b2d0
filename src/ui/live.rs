use super::desk::Desk;
use crate::model::Place;
use leptos::{prelude::*, web_sys::EventSource};
use wasm_bindgen::{JsCast, prelude::Closure};

/// An open line to the simulator.
struct Line {
    source: EventSource,
    /// Kept alive as long as the browser may call it.
    _ring: Closure<dyn Fn()>,
}

/// Loads the simulator's page again whenever something arrives there; the line is open only while that page is shown.
pub fn follow(desk: Desk, path: Memo<String>) {
    let here = Memo::new(move |_| path.with(|path| path == Place::Simulator.path()));
    Effect::new(move |line: Option<Option<Line>>| {
        if let Some(Some(old)) = line {
            old.source.close();
        }
        if !here.get() {
            return None;
        }
        let source = EventSource::new("/simulator/events").ok()?;
        let ring = Closure::<dyn Fn()>::new(move || desk.again());
        source.set_onmessage(Some(ring.as_ref().unchecked_ref()));
        Some(Line { source, _ring: ring })
    });
}
