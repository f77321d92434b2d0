use crate::{
    api,
    model::{Digits, Field, Forgot, ForgotCode},
    ui::{
        part::{CodeField, Form, Help, PasswordField, Submit, TextField, Time},
        post::Door,
        text::Said,
    },
};
use leptos::prelude::*;

/// The address of whoever forgot the password.
pub fn address(page: Forgot, said: Said) -> AnyView {
    view! {
        <p class="lede">"Enter the address you sign in with. We email you a code to choose a new password with."</p>
        <Form to=api::ForgotSend::PATH class="stack">
            <TextField
                id="email"
                label="Email"
                kind="email"
                autocomplete="username"
                value=page.email
                error=said.at(Field::Email)
            />
            <Submit class="button primary wide" label="Send code"/>
        </Form>
        <p class="small">"To sign in you still need a code from your phone or your authenticator app."</p>
    }
    .into_any()
}

/// The emailed code and the new password. The same words for an address that nobody has.
pub fn code(page: ForgotCode, said: Said) -> AnyView {
    let code = page.code;
    let account = code.to.clone();
    view! {
        <p class="lede">
            "If "<strong class="nowrap"><bdi dir="ltr">{code.to.clone()}</bdi></strong>" belongs to an account, we emailed \
             an 8-digit code to it. It works until "<Time at=code.expires.clone()/>"."
        </p>
        <Form to=api::ForgotCode::PATH class="stack">
            <input type="email" value=account autocomplete="username" readonly hidden/>
            <CodeField digits=Digits::Eight said=said.clone()/>
            <PasswordField label="New password" new=true said/>
            <Submit class="button primary wide" label="Save password"/>
        </Form>
        <Help to=api::ForgotAgain::PATH code=Some(code) flow=String::new()>""</Help>
    }
    .into_any()
}
