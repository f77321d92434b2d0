use super::{Icon, Notice, bar::Bar, external};
use crate::{
    model::{Frame, Place},
    ui::text::Said,
};
use leptos::prelude::*;

/// How wide a page is and how it is framed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// One thing to do, in a card: signing in and everything around it.
    Door,
    /// One step of a change.
    Step,
    /// Settings: cards in a column.
    Settings,
    /// Home and the simulator.
    Wide,
    /// The pages of an organization.
    Office,
}

/// A page: bars, what just happened, and the screen in its one `main`.
#[component]
pub fn Shell(
    /// How it is framed.
    layout: Layout,
    /// What is the same on every page.
    frame: Frame,
    /// What just happened.
    said: Said,
    /// Where `Back` leads, if the page has one.
    back: Option<Place>,
    /// Nothing of this page may come back out of a cache.
    private: bool,
    children: Children,
) -> impl IntoView {
    let layout = match layout {
        Layout::Door => "door",
        Layout::Step => "step",
        Layout::Settings => "settings",
        Layout::Wide => "wide",
        Layout::Office => "office",
    };
    view! {
        <a class="skip" href="#main">"Skip to main content"</a>
        <Bar frame/>
        <main id="main" class="page" data-layout=layout data-private=private.then_some("") tabindex="-1">
            <div class="column">
                {back.map(|place| view! { <a class="back" href=place.path() rel=external(place)><Icon name="back"/>"Back"</a> })}
                <Notice said/>
                {children()}
            </div>
        </main>
    }
    .into_any()
}
