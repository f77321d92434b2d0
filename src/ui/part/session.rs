use super::Time;
use crate::model::SessionLine;
use leptos::prelude::*;

/// A signed-in browser: what it is, from where, and when it was last seen.
#[component]
pub fn SessionFacts(
    /// The session.
    line: SessionLine,
) -> impl IntoView {
    view! {
        <p>
            {line.device}
            {line.this.then(|| view! { <span class="badge" data-tone="success">"This browser"</span> })}
        </p>
        <p class="muted">{line.ip}", last seen "<Time at=line.seen/></p>
    }
    .into_any()
}
