use crate::{
    model::{Place, ResetMfa},
    ui::part::Icon,
};
use leptos::prelude::*;

/// Who can help somebody who lost phone and recovery code.
pub fn view(page: ResetMfa) -> AnyView {
    let alone = page.helpers.is_empty();
    view! {
        <p class="lede">"If you lost your phone and your recovery code, a person has to let you in."</p>
        {match page.organization {
            Some(name) if !alone => view! {
                <p>"Your account is managed by "<strong>{name}</strong>". These people can reset your 2FA:"</p>
                <ul class="people">
                    {page.helpers.into_iter().map(|name| view! { <li><Icon name="shield"/>{name}</li> }).collect_view()}
                </ul>
                <p>"After that you sign in with your password and a code that we email you, and add a new phone."</p>
            }
            .into_any(),
            _ => view! {
                <p>
                    "Nobody else in your organization can reset your 2FA. Ask whoever runs this server: they can check \
                     that it is you and reset it."
                </p>
            }
            .into_any(),
        }}
        <p class="muted">
            "Found your phone or your recovery code? "<a href=Place::Verify.path()>"Go back to your code"</a>
        </p>
    }
    .into_any()
}
