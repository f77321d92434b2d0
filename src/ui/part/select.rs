use super::{Icon, field};
use leptos::prelude::*;

/// A labelled list to choose one from: the browser's own, which every keyboard and screen reader knows.
#[component]
pub fn Select(
    /// Which field.
    id: &'static str,
    /// Its label.
    label: &'static str,
    /// What the browser may fill in.
    autocomplete: &'static str,
    /// Values and their names.
    options: Vec<(String, String)>,
    /// The value chosen before.
    chosen: String,
    /// What is wrong with it.
    error: Option<String>,
) -> impl IntoView {
    let option = move |(value, name): (String, String)| {
        let selected = value == chosen;
        view! { <option value=value selected=selected>{name}</option> }
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {field::about(id, "", error.clone())}
            <div class="select">
                <select
                    id=id
                    name=id
                    class="input"
                    autocomplete=autocomplete
                    aria-invalid=error.is_some().then_some("true")
                    aria-describedby=field::described(id, "", &error)
                >
                    {options.into_iter().map(option).collect_view()}
                </select>
                <Icon name="down"/>
            </div>
        </div>
    }
    .into_any()
}
