use super::Icon;
use crate::{
    model::Tone,
    ui::{desk::Desk, text, text::Said},
};
use leptos::prelude::*;

/// What just happened, above the heading: a summary of the problem with a link to its field, or a banner.
#[component]
pub fn Notice(
    /// What just happened.
    said: Said,
) -> impl IntoView {
    let desk = Desk::find();
    view! {
        <div aria-live="polite">
            {move || desk.trouble.get().map(|trouble| view! {
                <div class="notice" data-tone="warning"><Icon name="alert"/><p>{text::trouble(trouble)}</p></div>
            })}
        </div>
        {said.words().map(|(tone, words)| match tone {
            Tone::Problem(field) => view! {
                <div class="summary" role="alert" tabindex="-1" aria-labelledby="problem">
                    <h2 id="problem">"There is a problem"</h2>
                    {match field {
                        Some(field) => view! { <p><a href=["#", field.id()].concat()>{words}</a></p> }.into_any(),
                        None => view! { <p>{words}</p> }.into_any(),
                    }}
                </div>
            }
            .into_any(),
            Tone::Done => banner("success", "check", words),
            Tone::Info => banner("info", "info", words),
        })}
    }
    .into_any()
}

fn banner(tone: &'static str, icon: &'static str, words: String) -> AnyView {
    view! { <div class="notice" role="status" data-tone=tone><Icon name=icon/><p>{words}</p></div> }.into_any()
}
