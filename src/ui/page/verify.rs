use crate::{
    api::{SignInCode, SignInSend},
    model::{Digits, Place, Verify},
    ui::{
        part::{CodeField, Flow, Form, Help, Sent, Submit},
        post::Door,
        text::Said,
    },
};
use leptos::prelude::*;

/// S2: the code at sign-in.
pub fn view(page: Verify, said: Said) -> AnyView {
    let digits = if page.by_mail { Digits::Eight } else { Digits::Six };
    let lead = if page.by_mail { "" } else { "the number ending in " };
    let (sent, flow) = (page.code.clone(), page.flow.clone());
    view! {
        {sent.clone().map(|code| view! { <Sent code lead/> })}
        {sent.is_some().then(|| view! {
            <Form to=SignInCode::PATH class="stack">
                <Flow id=flow/>
                <CodeField digits said/>
                <Submit class="button primary wide" label="Verify"/>
            </Form>
        })}
        <Help to=SignInSend::PATH code=sent flow=page.flow call=!page.by_mail>""</Help>
        <nav class="ways" aria-label="Other ways to sign in">
            <p><a href=Place::Recovery.path()>"Use your recovery code"</a></p>
            {(!page.by_mail).then(|| view! {
                <p>
                    <span>"Lost your phone and your recovery code? "</span>
                    <a href=Place::ResetMfa.path()>"Reset MFA"</a>
                </p>
            })}
        </nav>
    }
    .into_any()
}
