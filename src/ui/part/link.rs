use crate::model::Place;
use leptos::prelude::*;

/// A link to a page.
#[component]
pub fn Link(
    /// Where to.
    to: Place,
    /// Class of the link.
    #[prop(optional)]
    class: &'static str,
    /// What it says.
    label: &'static str,
) -> impl IntoView {
    view! { <a href=to.path() rel=external(to) class=(!class.is_empty()).then_some(class)>{label}</a> }.into_any()
}

/// The `rel` of a link to a page: plain documents are left to the browser, for the program cannot show them.
pub fn external(to: Place) -> Option<&'static str> {
    to.is_document().then_some("external")
}
