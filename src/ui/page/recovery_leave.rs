use crate::model::Place;
use leptos::prelude::*;

/// Leaving the recovery code unsaved: the last word before it.
pub fn view(page: &str) -> AnyView {
    let stay = [Place::RecoveryCode.path(), "?page=", page].concat();
    view! {
        <p class="lede">
            "Your phone is set up and works. Without a recovery code, losing the phone means that somebody else has to \
             let you back in."
        </p>
        <div class="row">
            <a class="button primary" href=stay>"Stay"</a>
            <a class="button" href=Place::Overview.path()>"Leave and make a new one later"</a>
        </div>
    }
    .into_any()
}
