use crate::ui::part::Form;
use leptos::prelude::*;

/// One button that does something to one line of a list or one person: a form with hidden values. The ear hears to which.
#[component]
pub fn Act(
    /// Address of the server function.
    to: &'static str,
    /// What is sent.
    fields: Vec<(&'static str, String)>,
    /// Class of the button.
    class: &'static str,
    /// What the button says.
    label: &'static str,
    /// To which line or person.
    which: String,
) -> impl IntoView {
    let hidden = |(name, value): (&'static str, String)| view! { <input type="hidden" name=name value=value/> };
    view! {
        <Form to>
            {fields.into_iter().map(hidden).collect_view()}
            <button type="submit" class=class>{label}<span class="visually-hidden">" "{which}</span></button>
        </Form>
    }
    .into_any()
}
