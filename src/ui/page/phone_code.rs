use crate::{
    api::{PhoneAgain, PhoneCode},
    model::{Digits, EnterPhoneCode, Place},
    ui::{
        part::{CodeField, Flow, Form, Help, Sent, Submit},
        post::Door,
        text::Said,
    },
};
use leptos::prelude::*;

/// S8: the code for the new phone. The number stands here in full, once, so that a slip is seen before the code is typed.
pub fn view(page: EnterPhoneCode, said: Said) -> AnyView {
    let change = if page.forced { Place::NewPhone } else { Place::Phone };
    let (flow, again) = (page.code.flow.clone(), page.code.flow.clone());
    let country = if page.country.is_empty() { String::new() } else { [" (", &page.country, ")"].concat() };
    view! {
        <Sent code=page.code.clone() tail=country/>
        <Form to=PhoneCode::PATH class="stack">
            <Flow id=flow/>
            <CodeField digits=Digits::Six said/>
            <Submit class="button primary wide" label="Verify"/>
        </Form>
        <Help to=PhoneAgain::PATH code=Some(page.code) flow=again call=true>
            <a class="button quiet" href=change.path()>"Change number"</a>
        </Help>
    }
    .into_any()
}
