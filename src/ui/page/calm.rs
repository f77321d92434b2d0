use crate::{
    model::{Calm, Place},
    ui::text,
};
use leptos::prelude::*;

/// A step that is over: what is so, and the way on.
pub fn view(what: Calm, place: Place) -> AnyView {
    let signing_in = place.path().starts_with(Place::SignIn.path());
    let (label, next) = match what {
        Calm::SignInOver => ("Sign in", Place::SignIn),
        Calm::PhoneDone => ("Save your recovery code", Place::RecoveryCode),
        Calm::ChangeOver | Calm::StartedAgain if signing_in => ("Start again", Place::SignIn),
        Calm::ChangeOver | Calm::StartedAgain => ("Start again from here", Place::TwoFactor),
    };
    view! {
        <p class="lede">{text::calm(what).1}</p>
        <p><a class="button primary" href=next.path()>{label}</a></p>
    }
    .into_any()
}

/// No such page.
pub fn not_found() -> AnyView {
    view! {
        <p class="lede">"Check the address, or start from the beginning."</p>
        <p><a class="button primary" href=Place::Overview.path()>"Home"</a></p>
    }
    .into_any()
}
