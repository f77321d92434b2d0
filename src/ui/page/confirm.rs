use crate::{
    api::{GateCode, GateSend},
    model::{Confirm, Digits},
    ui::{
        part::{CodeField, Form, Help, Submit},
        post::Door,
        text::Said,
    },
};
use leptos::prelude::*;

/// S4: the emailed code in front of User Settings.
pub fn view(page: Confirm, said: Said) -> AnyView {
    let again = hidden(page.next.clone());
    let to = view! { <span class="nowrap"><strong><bdi dir="ltr">{page.to}</bdi></strong>"."</span> };
    match page.code {
        Some(code) => view! {
            <p class="lede">"To open User Settings, enter the code we emailed to "{to}</p>
            <Form to=GateCode::PATH class="stack">
                {hidden(page.next)}
                <CodeField digits=Digits::Eight said/>
                <Submit class="button primary wide" label="Verify"/>
            </Form>
            <Help to=GateSend::PATH code=Some(code) flow=String::new()>{again}</Help>
        }
        .into_any(),
        None => view! {
            <p class="lede">"To open User Settings, enter a code that we email to "{to}</p>
            <Form to=GateSend::PATH class="stack">
                {hidden(page.next)}
                <Submit class="button primary wide" label="Send code"/>
            </Form>
        }
        .into_any(),
    }
}

/// Where to go once the gate is open.
fn hidden(next: String) -> AnyView {
    view! { <input type="hidden" name="next" value=next/> }.into_any()
}
