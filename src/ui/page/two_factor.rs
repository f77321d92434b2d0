use crate::{
    model::{Place, TwoFactor},
    ui::part::Protection,
};
use leptos::prelude::*;

/// Two-factor authentication, to read.
pub fn view(page: TwoFactor) -> AnyView {
    let required = page.required_by.clone();
    view! {
        <section class="card" aria-label="How your account is protected">
            <div class="head">
                <p class="muted">"A code from your phone or your authenticator app, besides your password."</p>
                <a class="button" href=Place::Edit.path()>
                    "Edit"<span class="visually-hidden">" two-factor authentication"</span>
                </a>
            </div>
            <dl class="facts"><Protection two_factor=page/></dl>
        </section>
        {required.map(|name| view! {
            <p class="small">{name}" requires 2FA, so it cannot be turned off."</p>
        })}
    }
    .into_any()
}
