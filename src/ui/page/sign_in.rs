use crate::{
    api,
    model::{Field, SignIn},
    ui::{
        part::{Form, PasswordField, Submit, TextField},
        post::Door,
        text::Said,
    },
};
use leptos::prelude::*;

/// S1: email and password.
pub fn view(page: SignIn, said: Said) -> AnyView {
    view! {
        <Form to=api::SignIn::PATH class="stack">
            {(!page.next.is_empty()).then(|| view! { <input type="hidden" name="next" value=page.next/> })}
            <TextField
                id="email"
                label="Email"
                kind="email"
                autocomplete="username"
                value=page.email
                error=said.at(Field::Email)
            />
            <PasswordField said/>
            <Submit class="button primary wide" label="Sign in"/>
        </Form>
    }
    .into_any()
}
