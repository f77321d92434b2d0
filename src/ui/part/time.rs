use crate::model::Moment;
use leptos::prelude::*;

/// An instant, in the words that the server chose for this person.
#[component]
pub fn Time(
    /// When.
    at: Moment,
) -> impl IntoView {
    view! { <time datetime=at.iso>{at.text}</time> }.into_any()
}
