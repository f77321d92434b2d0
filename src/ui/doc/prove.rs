use crate::{
    api::{ProveCode, ProvePassword, ProveSend},
    model::{CodeSent, Digits, Place, Prove, ProveStep},
    ui::{
        part::{CodeField, Form, Help, Link, PasswordField, Sent, Submit},
        post::Door,
        text::Said,
    },
};
use leptos::prelude::*;

/// A full sign-in inside a session: the password, then a code.
pub fn view(page: Prove, said: Said) -> AnyView {
    let Prove { next, step } = page;
    match step {
        ProveStep::Password => view! {
            <p class="lede">"It is a while since you signed in. Enter your password first, then a code."</p>
            <Form to=ProvePassword::PATH class="stack">
                {hidden(next)}
                <PasswordField said/>
                <Submit class="button primary wide" label="Continue"/>
            </Form>
        }
        .into_any(),
        ProveStep::Code { code, app, phone } => {
            let (again, asked, code) = (next.clone(), code.is_some() || app, code.map(|code| *code));
            view! {
                {whence(code.clone(), app)}
                {asked.then(|| view! {
                    <Form to=ProveCode::PATH class="stack">
                        {hidden(next)}
                        <CodeField digits=Digits::Six said/>
                        <Submit class="button primary wide" label="Verify"/>
                    </Form>
                })}
                {match (asked, phone || code.is_some()) {
                    (true, true) => view! {
                        <Help to=ProveSend::PATH code flow=String::new() call=true>{hidden(again)}</Help>
                    }
                    .into_any(),
                    (false, true) => view! {
                        <Form to=ProveSend::PATH class="row">
                            {hidden(again)}
                            <Submit class="button primary" label="Send code"/>
                            <Submit class="button" label="Receive a call" channel="call"/>
                        </Form>
                    }
                    .into_any(),
                    (_, false) => ().into_any(),
                }}
                <p class="small">"Cannot get a code? "<Link to=Place::ResetMfa label="See what else you can do"/></p>
            }
            .into_any()
        }
    }
}

/// Where the code is to be found.
fn whence(code: Option<CodeSent>, app: bool) -> AnyView {
    match (code, app) {
        (Some(code), app) => view! {
            <Sent code lead="the number ending in "/>
            {app.then(|| view! { <p class="lede">"A code from your authenticator app works too."</p> })}
        }
        .into_any(),
        (None, true) => {
            view! { <p class="lede">"Enter the code that your authenticator app shows for Rekey."</p> }.into_any()
        }
        (None, false) => view! { <p class="lede">"Next we send a 6-digit code to your phone."</p> }.into_any(),
    }
}

/// Where to go on to.
fn hidden(next: String) -> AnyView {
    view! { <input type="hidden" name="next" value=next/> }.into_any()
}
