use crate::{
    model::Field,
    ui::{part::Icon, text::Said},
};
use leptos::prelude::*;

/// A labelled line of text. What was typed before is only its first value: from then on it belongs to the person.
#[component]
pub fn TextField(
    /// Which field: its id, unique on the page.
    id: &'static str,
    /// What it is sent as, where that is not its id.
    #[prop(optional)]
    name: Option<&'static str>,
    /// Its label.
    label: &'static str,
    /// Type of the input.
    #[prop(default = "text")]
    kind: &'static str,
    /// What the browser may fill in.
    autocomplete: &'static str,
    /// On-screen keyboard, where the type does not say it.
    #[prop(optional)]
    inputmode: Option<&'static str>,
    /// A line of help.
    #[prop(optional)]
    hint: &'static str,
    /// What was typed before.
    #[prop(optional)]
    value: String,
    /// What is wrong with it.
    error: Option<String>,
) -> impl IntoView {
    let plain = matches!(kind, "email" | "tel") || inputmode.is_some();
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {about(id, hint, error.clone())}
            <input
                id=id
                name=name.unwrap_or(id)
                type=kind
                class="input"
                autocomplete=autocomplete
                inputmode=inputmode
                autocapitalize=plain.then_some("none")
                spellcheck=plain.then_some("false")
                aria-invalid=error.is_some().then_some("true")
                aria-describedby=described(id, hint, &error)
                value=value
            />
        </div>
    }
    .into_any()
}

/// A password, with a button that shows it; the button needs script and is not there without.
#[component]
pub fn PasswordField(
    /// Which field.
    #[prop(default = Field::Password)]
    field: Field,
    /// Its label.
    #[prop(default = "Password")]
    label: &'static str,
    /// A new password is chosen, not the present one entered.
    #[prop(optional)]
    new: bool,
    /// What just happened.
    said: Said,
) -> impl IntoView {
    let (id, error) = (field.id(), said.at(field));
    let hint =
        if new { "15 characters or more. A few words you like are easy to remember and hard to guess." } else { "" };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {about(id, hint, error.clone())}
            <div class="reveal">
                <input
                    id=id
                    name=id
                    type="password"
                    class="input"
                    autocomplete=if new { "new-password" } else { "current-password" }
                    autocapitalize="none"
                    spellcheck="false"
                    aria-invalid=error.is_some().then_some("true")
                    aria-describedby=described(id, hint, &error)
                />
                <button type="button" class="show" data-show=id aria-controls=id>"Show"</button>
            </div>
        </div>
    }
    .into_any()
}

/// The tick box of a page, checked by the server and explained in words, never a lock on the button.
#[component]
pub fn Checkbox(
    /// What is agreed to.
    label: &'static str,
    /// It was ticked before.
    #[prop(optional)]
    ticked: bool,
    /// What just happened.
    said: Said,
) -> impl IntoView {
    let error = said.at(Field::Box);
    view! {
        <div class="field">
            {about("agreed", "", error.clone())}
            <label class="check">
                <input
                    id="agreed"
                    name="agreed"
                    type="checkbox"
                    value="yes"
                    checked=ticked
                    aria-invalid=error.is_some().then_some("true")
                    aria-describedby=described("agreed", "", &error)
                />
                <span>{label}</span>
            </label>
        </div>
    }
    .into_any()
}

/// Hint and error of a field.
pub fn about(id: &'static str, hint: &'static str, error: Option<String>) -> AnyView {
    view! {
        {(!hint.is_empty()).then(|| view! { <p class="hint" id=[id, "-hint"].concat()>{hint}</p> })}
        {error.map(|words| view! {
            <p class="wrong" id=[id, "-error"].concat()>
                <Icon name="alert"/><span class="visually-hidden">"Error: "</span>{words}
            </p>
        })}
    }
    .into_any()
}

/// What a field is described by: the ids that [`about`] gives.
pub fn described(id: &'static str, hint: &'static str, error: &Option<String>) -> Option<String> {
    match (hint.is_empty(), error) {
        (true, None) => None,
        (false, None) => Some([id, "-hint"].concat()),
        (true, Some(_)) => Some([id, "-error"].concat()),
        (false, Some(_)) => Some([id, "-hint ", id, "-error"].concat()),
    }
}
