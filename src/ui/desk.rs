use super::{post, wire::Answer};
use crate::{
    api::{ApiError, look},
    model::{Page, Screen},
};
use leptos::{
    prelude::*,
    task::spawn_local,
    web_sys::{Element, SubmitEvent},
};

/// Where forms lay down the page they were answered with, and where the frame picks it up.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The page an answered form brought along.
    handed: StoredValue<Option<Page>>,
    /// Counts the pages laid down; the frame follows it.
    pub arrivals: RwSignal<u32>,
    /// Part of the page resource's key: rises to load the same address again.
    pub version: RwSignal<u32>,
    /// What went wrong on the way, until the next page.
    pub trouble: RwSignal<Option<Trouble>>,
    /// A form is under way: pressing again does nothing.
    busy: StoredValue<bool>,
    /// Address of the answer that arrived last; none while the document's own page stands.
    asked: StoredValue<Option<String>>,
    /// Effects run, so this is a browser.
    awake: StoredValue<bool>,
    /// What the simulator's voice said last.
    pub spoken: StoredValue<String>,
}

/// A fault to show above a page that stays as it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The browser has no connection.
    Line,
    /// A form or a page came back with an error.
    Answer(ApiError),
}

impl Desk {
    /// A fresh desk, put into the context for every form below.
    pub fn provide() -> Desk {
        let desk = Desk {
            handed: StoredValue::new(None),
            arrivals: RwSignal::new(0),
            version: RwSignal::new(0),
            trouble: RwSignal::new(None),
            busy: StoredValue::new(false),
            asked: StoredValue::new(None),
            awake: StoredValue::new(false),
            spoken: StoredValue::new(String::new()),
        };
        provide_context(desk);
        Effect::new(move || desk.awake.set_value(true));
        desk
    }

    /// The frame's desk.
    pub fn find() -> Desk {
        use_context().unwrap_or_else(Desk::provide)
    }

    /// Loads the page of this address again.
    pub fn again(self) {
        self.version.update(|n| *n += 1);
    }

    /// The page laid down, left where it is.
    pub fn waiting(self) -> Option<Page> {
        self.handed.get_value()
    }

    /// Lays a page down for the frame.
    pub fn lay(self, page: Page) {
        self.handed.set_value(Some(page));
    }

    /// The page of an address: the one laid down if it belongs there, the server's otherwise.
    ///
    /// In the browser an answer "not here, but there" is followed at once, so no empty page is shown between; on the
    /// server it has become a redirect.
    pub async fn fetch(self, path: String, query: String) -> Answer {
        let handed = self.handed.try_update_value(Option::take).flatten();
        if let Some(page) = handed.filter(|page| page.place.path() == path) {
            self.asked.set_value(Some(path));
            return Ok(page);
        }
        let mut answer = look(path.clone(), query).await;
        for _ in 0..4 {
            match &answer {
                Ok(Page { screen: Screen::Go(place), .. }) if self.awake.get_value() => {
                    answer = look(place.path().to_owned(), String::new()).await;
                }
                _ => break,
            }
        }
        self.asked.set_value(Some(path));
        answer
    }

    /// Whether the page that stands is the answer for this address. It is not while somebody goes back and forth faster
    /// than the line: then the answer that is still to come decides.
    pub fn answers(self, path: &str) -> bool {
        self.asked.with_value(|asked| asked.as_deref().is_none_or(|asked| asked == path))
    }

    /// Sends a form in place of the browser. Whatever was typed stays until another page arrives.
    pub fn submit(self, door: &'static str, event: &SubmitEvent) {
        event.prevent_default();
        let Some(fields) = post::fields(event) else { return };
        if self.busy.get_value() {
            return;
        }
        self.busy.set_value(true);
        let pressed: Option<Element> = event.submitter().map(Into::into);
        mark(pressed.as_ref(), true);
        spawn_local(async move {
            match post::send(door, fields).await {
                Ok(page) => {
                    self.lay(page);
                    self.arrivals.update(|n| *n += 1);
                }
                Err(error) => self.trouble.set(Some(Trouble::Answer(error))),
            }
            mark(pressed.as_ref(), false);
            self.busy.set_value(false);
        });
    }
}

/// The pressed button turns a wheel, by style alone; its words stay.
fn mark(button: Option<&Element>, on: bool) {
    if let Some(button) = button {
        _ = if on { button.set_attribute("data-waiting", "") } else { button.remove_attribute("data-waiting") };
    }
}
