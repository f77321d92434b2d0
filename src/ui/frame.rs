use super::{
    desk::{Desk, Trouble},
    live, page, text,
    wire::{Answer, Wire},
};
use crate::{
    api::ApiError,
    model::{Page, Place, Screen, Tone},
};
use leptos::{
    either::Either,
    prelude::*,
    web_sys::{HtmlElement, HtmlInputElement},
};
use leptos_meta::Title;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use wasm_bindgen::JsCast;

/// What stays while pages come and go: the page of the address, and the address of the page.
#[component]
pub fn Frame() -> impl IntoView {
    let desk = Desk::provide();
    let location = use_location();
    let (path, search) = (location.pathname, location.search);
    let page: Resource<Answer, Wire> = Resource::new_with_options(
        move || (path.get(), search.get(), desk.version.get()),
        move |(path, query, _)| desk.fetch(path, query),
        true,
    );
    address_follows_page(desk, page, path, search);
    focus_follows_page(desk, page);
    live::follow(desk, path);
    line(desk, "offline", Some(Trouble::Line));
    line(desk, "online", None);

    // A page of another kind gets elements of its own, so nothing typed or focused leaks from one into the next; the
    // same page with a new note keeps its elements, and with them what was typed.
    let last = StoredValue::new((None, false));
    view! {
        <Transition fallback=|| ()>
            {move || page.get().map(|answer| {
                let kind = answer.as_ref().ok().map(page::kind);
                let turned = last.try_update_value(|(old, side)| {
                    *side ^= old.is_some() && *old != Some(kind);
                    *old = Some(kind);
                    *side
                });
                let view = view! {
                    <Title text=text::title(&answer)/>
                    {page::show(answer)}
                };
                let view = view.into_any();
                if turned == Some(true) { Either::Right(view) } else { Either::Left(view) }
            })}
        </Transition>
    }
}

/// Moves the browser to where the page is: after a form, and when the server answered with another place.
fn address_follows_page(desk: Desk, page: Resource<Answer, Wire>, path: Memo<String>, search: Memo<String>) {
    let navigate = use_navigate();
    let go = move |place: Place| {
        if place.is_document() {
            return leave_for(place, false);
        }
        let here = path.with_untracked(|path| path == place.path());
        if here && search.with_untracked(String::is_empty) {
            desk.again();
        } else {
            navigate(place.path(), NavigateOptions { replace: here, ..NavigateOptions::default() });
        }
    };
    let move_on = go.clone();
    Effect::new(move || {
        if desk.arrivals.get() > 0
            && let Some(page) = desk.waiting()
        {
            move_on(page.place);
        }
    });
    let navigate = use_navigate();
    Effect::new(move || match page.get() {
        Some(Ok(_)) if !path.with_untracked(|path| desk.answers(path)) => (),
        Some(Ok(page)) => {
            let elsewhere = path.with_untracked(|path| Place::parse(path) != Some(page.place));
            match page.screen {
                Screen::Go(place) => navigate(place.path(), NavigateOptions { replace: true, ..Default::default() }),
                Screen::Document => leave_for(page.place, true),
                Screen::NotFound => (),
                _ if elsewhere => {
                    let path = page.place.path();
                    desk.lay(page);
                    navigate(path, NavigateOptions { replace: true, ..Default::default() });
                }
                _ => (),
            }
        }
        Some(Err(ApiError::SignedOut)) => go(Place::SignIn),
        _ => (),
    });
    let trouble = desk.trouble;
    let navigate = use_navigate();
    Effect::new(move || {
        if trouble.get() == Some(Trouble::Answer(ApiError::SignedOut)) {
            navigate(Place::SignIn.path(), NavigateOptions::default());
        }
    });
}

/// Leaves for a plain document, which the browser loads by itself. `instead`: of the address that stands, which was only
/// the way there.
fn leave_for(document: Place, instead: bool) {
    let (location, path) = (window().location(), document.path());
    _ = if instead { location.replace(path) } else { location.set_href(path) };
}

/// After a change of page the reader is taken to what matters: the summary of a problem, the control a page calls for, or
/// else the new heading. Not on the first page: there the browser has put the focus, and somebody may be typing already.
fn focus_follows_page(desk: Desk, page: Resource<Answer, Wire>) {
    Effect::new(move |before: Option<Option<page::Kind>>| {
        let answer = page.get();
        let kind = answer.as_ref().and_then(|answer| answer.as_ref().ok()).map(page::kind);
        let Some(before) = before else {
            ready();
            return kind;
        };
        let Some(answer) = answer else { return before };
        desk.trouble.set(None);
        let problem = matches!(&answer, Ok(Page { note: Some(note), .. }) if matches!(note.tone(), Tone::Problem(_)));
        let target = match problem {
            true => "[role=alert]",
            false if kind != before => "h1",
            false => return kind,
        };
        // Closing the dialog gives the focus back to the link that opened it, unless the page calls for another control.
        let place = |kind: Option<page::Kind>| kind.map(|(place, ..)| place);
        let closed = place(before) == Some(Place::Reset) && place(kind) == Some(Place::Edit);
        let first = "[data-focus]:not([inert] *)";
        let opener = "a[href='/settings/2fa/reset']";
        request_animation_frame(move || {
            if problem && let Some(field) = find::<HtmlInputElement>("#password") {
                field.set_value("");
            }
            let called = (!problem).then(|| find::<HtmlElement>(first)).flatten();
            let called = called.or_else(|| closed.then(|| find(opener)).flatten());
            if let Some(target) = called.or_else(|| find(target)) {
                _ = target.focus();
            }
        });
        kind
    });
}

/// Says that the page is alive now; the script that started us and the tests look for it.
fn ready() {
    if let Some(root) = document().document_element() {
        _ = root.set_attribute("data-ready", "");
    }
}

/// Shows or takes back a trouble whenever the browser reports this event of its connection.
fn line(desk: Desk, event: &'static str, trouble: Option<Trouble>) {
    Effect::new(move || {
        let listener = window_event_listener_untyped(event, move |_| desk.trouble.set(trouble));
        on_cleanup(move || listener.remove());
    });
}

fn find<T: JsCast>(selector: &str) -> Option<T> {
    document().query_selector(selector).ok().flatten()?.dyn_into().ok()
}
