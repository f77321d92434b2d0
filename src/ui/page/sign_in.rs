use crate::{
    api,
    model::{Field, Place, SignIn},
    ui::{
        part::{Form, Link, PasswordField, Submit, TextField},
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
        <p class="small"><Link to=Place::Forgot label="Forgot your password?"/></p>
    }
    .into_any()
}
