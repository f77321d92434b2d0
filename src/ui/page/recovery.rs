use crate::{
    api::SignInRecovery,
    model::Field,
    ui::{
        part::{Form, Submit, TextField},
        post::Door,
        text::Said,
    },
};
use leptos::prelude::*;

/// S11: the recovery code in place of the phone.
pub fn view(said: Said) -> AnyView {
    view! {
        <p class="lede">
            "It works once. Next you add a new phone and get a new recovery code, so have the new phone with you."
        </p>
        <Form to=SignInRecovery::PATH class="stack">
            <TextField
                id="code"
                label="Enter your recovery code"
                hint="24 letters and numbers. Capitals, spaces and dashes do not matter."
                autocomplete="off"
                inputmode="text"
                error=said.at(Field::Code)
            />
            <Submit class="button primary wide" label="Continue"/>
        </Form>
    }
    .into_any()
}
