use crate::{
    api::{CaseConfirm, CaseSend},
    model::{CaseCode, Digits},
    ui::{
        part::{CodeField, Form, Help, Submit},
        post::Door,
        text::Said,
    },
};
use leptos::prelude::*;

/// S12: the emailed code. With it the request is sent.
pub fn view(page: CaseCode, said: Said) -> AnyView {
    let to = view! { <span class="nowrap"><strong><bdi dir="ltr">{page.to}</bdi></strong>"."</span> };
    match page.code {
        Some(code) => view! {
            <p class="lede">"To send your request, enter the code we emailed to "{to}</p>
            <Form to=CaseConfirm::PATH class="stack">
                <CodeField digits=Digits::Eight said/>
                <Submit class="button primary wide" label="Verify"/>
            </Form>
            <Help to=CaseSend::PATH code=Some(code) flow=String::new()>""</Help>
        }
        .into_any(),
        None => view! {
            <p class="lede">"To send your request, enter a code that we email to "{to}</p>
            <Form to=CaseSend::PATH class="stack"><Submit class="button primary wide" label="Send code"/></Form>
        }
        .into_any(),
    }
}
