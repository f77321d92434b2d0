use super::part::Entry;
use crate::{
    api,
    model::{Digits, Emails, Field, NewEmailCode},
    ui::{
        part::{CodeField, Form, Help, Icon, Sent, Submit, TextField},
        post::Door,
        text::Said,
    },
};
use leptos::prelude::*;

/// The address to sign in with, and those that are told of changes.
pub fn view(page: Emails, said: Said) -> AnyView {
    let Emails { primary, others, room, typed, changing } = page;
    // The summary of a problem leads to `email`: that is whichever field it was typed into.
    let error = said.at(Field::Email);
    let ((first, second), (old, new)) = match changing {
        true => (("email", "other-email"), ((typed, error), (String::new(), None))),
        false => (("new-email", "email"), ((String::new(), None), (typed, error))),
    };
    view! {
        <section class="card" aria-labelledby="primary">
            <h2 id="primary">"Address you sign in with"</h2>
            <p><strong class="nowrap"><bdi dir="ltr">{primary}</bdi></strong></p>
            <Form to=api::EmailAdd::PATH class="stack">
                <input type="hidden" name="primary" value="yes"/>
                {address(first, "New email address", old)}
                <Submit class="button" label="Change address"/>
            </Form>
        </section>
        <section class="card" aria-labelledby="others">
            <h2 id="others">"Other addresses"</h2>
            <p class="muted">"We tell them when something changes in your account. You cannot sign in with them."</p>
            {(!others.is_empty()).then(|| view! {
                <ul class="sessions">{others.into_iter().map(other).collect_view()}</ul>
            })}
            {match room {
                true => view! {
                    <Form to=api::EmailAdd::PATH class="stack">
                        {address(second, "Email", new)}
                        <Submit class="button" label="Add address"/>
                    </Form>
                }
                .into_any(),
                false => view! { <p class="muted">"To add another one, remove one first."</p> }.into_any(),
            }}
        </section>
    }
    .into_any()
}

fn address(id: &'static str, label: &'static str, (value, error): (String, Option<String>)) -> AnyView {
    view! { <TextField id name="email" label kind="email" autocomplete="email" value error/> }.into_any()
}

fn other(address: String) -> AnyView {
    view! {
        <li>
            <Icon name="mail"/>
            <p><bdi dir="ltr">{address.clone()}</bdi></p>
            <Entry
                to=api::EmailRemove::PATH
                name="email"
                value=address.clone()
                class="button danger-text"
                label="Remove"
                which=address
            />
        </li>
    }
    .into_any()
}

/// The code for a new address.
pub fn code(page: NewEmailCode, said: Said) -> AnyView {
    view! {
        <Sent code=page.code.clone()/>
        <Form to=api::EmailCode::PATH class="stack">
            <CodeField digits=Digits::Eight said/>
            <Submit class="button primary wide" label="Verify"/>
        </Form>
        <p class="small">{match page.primary {
            true => "From then on you sign in with it. We tell your present address of the change.",
            false => "From then on we tell it when something changes in your account.",
        }}</p>
        <Help to=api::EmailAgain::PATH code=Some(page.code) flow=String::new()>""</Help>
    }
    .into_any()
}
