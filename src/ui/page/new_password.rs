use crate::{
    api::SignInPassword,
    ui::{
        part::{Form, PasswordField, Submit},
        post::Door,
        text::Said,
    },
};
use leptos::prelude::*;

/// A new password, where one is demanded before anything else.
pub fn view(said: Said) -> AnyView {
    view! {
        <p class="lede">"To keep your account safe, choose a password that you have not used here before."</p>
        <Form to=SignInPassword::PATH class="stack">
            <PasswordField new=true said/>
            <Submit class="button primary wide" label="Save password"/>
        </Form>
    }
    .into_any()
}
