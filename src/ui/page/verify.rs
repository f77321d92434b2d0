use super::app::ways_out;
use crate::{
    api::{SignInCode, SignInOldPhone, SignInSend},
    model::{Digits, Place, Verify},
    ui::{
        part::{CodeField, Flow, Form, Help, Link, Sent, Submit},
        post::Door,
        text::Said,
    },
};
use leptos::prelude::*;

/// S2: the code at sign-in.
pub fn view(page: Verify, said: Said) -> AnyView {
    let digits = if page.by_mail { Digits::Eight } else { Digits::Six };
    let lead = if page.by_mail { "" } else { "the number ending in " };
    let (sent, flow, old_phone) = (page.code.clone(), page.flow.clone(), page.flow.clone());
    let others = page
        .others
        .into_iter()
        .map(|(id, last)| {
            view! {
                <button type="submit" class="button quiet" name="phone" value=id>"Send to the number ending in "{last}</button>
            }
        })
        .collect_view();
    view! {
        {page.pass.then(|| view! {
            <p>{match page.told {
                false => "Your 2FA was reset. Enter the code we emailed you; then you add a new phone.",
                true => "Your 2FA was reset. Enter the code that whoever runs this server told you; then you add a new phone.",
            }}</p>
        })}
        {sent.clone().filter(|_| !page.told).map(|code| view! { <Sent code lead/> })}
        {(sent.is_some() || page.told).then(|| view! {
            <Form to=SignInCode::PATH class="stack">
                <Flow id=flow/>
                <CodeField digits said/>
                <Submit class="button primary wide" label="Verify"/>
            </Form>
        })}
        {(!page.told).then(|| view! {
            <Help to=SignInSend::PATH code=sent flow=page.flow call=!page.by_mail>{others}</Help>
        })}
        <nav class="ways" aria-label="Other ways to sign in">
            {(page.pass && !page.last.is_empty()).then(|| view! {
                <Form to=SignInOldPhone::PATH>
                    <Flow id=old_phone/>
                    <span>"Found your phone? "</span>
                    <Submit class="link" label="Use my old phone instead"/>
                </Form>
            })}
            {page.app.then(|| view! { <p><Link to=Place::App label="Use your authenticator app"/></p> })}
            {match page.by_mail {
                false => ways_out(),
                true if page.last.is_empty() => ().into_any(),
                true => view! { <p><Link to=Place::Recovery label="Use your recovery code"/></p> }.into_any(),
            }}
        </nav>
    }
    .into_any()
}
