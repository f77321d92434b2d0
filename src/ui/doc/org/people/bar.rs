use super::number;
use crate::model::{Amount, People};
use leptos::prelude::*;

/// What can be done to those who are picked, or to everybody whom the list shows on all of its pages.
pub fn view(page: &People) -> AnyView {
    let more = page.previous.is_some() || page.next.is_some();
    let everybody = more.then(|| match page.found {
        Some(Amount { people, about: false }) => ["Select all ", &number(people), " that match"].concat(),
        Some(Amount { people, about: true }) => ["Select all that match, about ", &number(people)].concat(),
        None => "Select all that match".to_owned(),
    });
    view! {
        <div class="bulk" role="group" aria-label="Selected people">
            <span class="muted small" data-picked>"Selected people:"</span>
            {everybody.map(|label| view! {
                <label class="check"><input type="checkbox" name="all" value="on" data-pick-all/><span>{label}</span></label>
            })}
            <span class="row">
                <button type="submit" class="button danger-text" name="deed" value="reset">"Reset 2FA"</button>
                <button type="submit" class="button" name="deed" value="remind">"Send reminder"</button>
                <button type="reset" class="button">"Clear"</button>
            </span>
        </div>
    }
    .into_any()
}
