use crate::ui::desk::Desk;
use leptos::{ev::SubmitEvent, prelude::*};

/// A form on a server function. Before the program runs, and without it, the browser posts it and follows the redirect;
/// afterwards the same fields are sent from here and the answer is the next page.
#[component]
pub fn Form(
    /// Address of the server function: its `Door::PATH`.
    to: &'static str,
    /// Class of the form.
    #[prop(optional)]
    class: &'static str,
    children: Children,
) -> impl IntoView {
    let desk = Desk::find();
    let submit = move |event: SubmitEvent| desk.submit(to, &event);
    view! {
        <form action=to method="post" novalidate class=(!class.is_empty()).then_some(class) on:submit=submit>
            {children()}
        </form>
    }
    .into_any()
}

/// The flow a page belongs to, sent back so that an older tab is recognised.
#[component]
pub fn Flow(
    /// Its id.
    id: String,
) -> impl IntoView {
    view! { <input type="hidden" name="flow" value=id/> }.into_any()
}

/// A button that sends its form.
#[component]
pub fn Submit(
    /// `button primary`, `button`, `button danger` or `link`.
    class: &'static str,
    /// What it does.
    label: &'static str,
    /// Sent as `channel`, where the form has several buttons.
    #[prop(optional)]
    channel: Option<&'static str>,
) -> impl IntoView {
    view! { <button type="submit" class=class name=channel.map(|_| "channel") value=channel>{label}</button> }
        .into_any()
}
