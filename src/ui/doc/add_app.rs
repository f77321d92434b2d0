use crate::{
    api::{AppConfirm, AppStart},
    model::{AddApp, Digits, Field},
    ui::{
        part::{CodeField, Form, Submit, TextField},
        post::Door,
        text::Said,
    },
};
use leptos::prelude::*;

/// An authenticator app being set up: first an explanation, then the secret in two forms and the first code.
pub fn view(page: AddApp, said: Said) -> AnyView {
    if page.qr.is_empty() {
        return view! {
            <p class="lede">
                "An authenticator app shows a new code every 30 seconds. It works without a network, and nobody can \
                 redirect it as they can a phone number. Have the app open."
            </p>
            <Form to=AppStart::PATH class="stack">
                <Submit class="button primary wide" label="Show the QR code"/>
            </Form>
        }
        .into_any();
    }
    let plain: String = page.key.split_whitespace().collect();
    let groups = page.key.split_whitespace().map(|group| view! { <span>{group.to_owned()}</span> }).collect_view();
    view! {
        <p class="lede">"Scan this with your app, then enter the code that the app shows."</p>
        // Markup from our own server, drawn from our own secret: nothing in it was ever typed by anybody.
        <div class="qr" role="img" aria-label="QR code for your authenticator app" inner_html=page.qr></div>
        <section class="typed-key" aria-label="Key to type">
            <p>"Cannot scan it? Type this key into the app:"</p>
            <p id="app-key" class="key-groups" dir="ltr" translate="no" data-code=plain>{groups}</p>
            <div class="row">
                <button type="button" class="button js-only" data-copy="app-key">
                    "Copy"<span class="visually-hidden">" key"</span>
                </button>
                <span class="visually-hidden" aria-live="polite" data-copied></span>
            </div>
        </section>
        <Form to=AppConfirm::PATH class="stack">
            <TextField
                id="name"
                label="Name of the app"
                hint="For example, Work phone"
                autocomplete="off"
                value=page.name
                error=said.at(Field::Name)
            />
            <CodeField digits=Digits::Six said/>
            <Submit class="button primary wide" label="Add this app"/>
        </Form>
    }
    .into_any()
}
