use crate::{
    api::SignInApp,
    model::{AppCode, Digits, Place},
    ui::{
        part::{CodeField, Flow, Form, Link, Submit},
        post::Door,
        text::Said,
    },
};
use leptos::prelude::*;

/// The authenticator app's code at sign-in, in place of the phone's.
pub fn view(page: AppCode, said: Said) -> AnyView {
    view! {
        <p class="lede">"Open your authenticator app and enter the code that it shows for Rekey."</p>
        <Form to=SignInApp::PATH class="stack">
            <Flow id=page.flow/>
            <CodeField digits=Digits::Six said/>
            <Submit class="button primary wide" label="Verify"/>
        </Form>
        <nav class="ways" aria-label="Other ways to sign in">
            {page.phone.then(|| view! { <p><Link to=Place::Verify label="Use your phone"/></p> })}
            {ways_out()}
        </nav>
    }
    .into_any()
}

/// What is left to somebody without a code.
pub fn ways_out() -> AnyView {
    view! {
        <p><Link to=Place::Recovery label="Use your recovery code"/></p>
        <p>
            <span>"Lost your phone and your recovery code? "</span>
            <Link to=Place::ResetMfa label="Reset MFA"/>
        </p>
    }
    .into_any()
}
