use crate::{
    api::SetUp,
    model::{Field, Place, Setup},
    ui::{
        part::{Form, PasswordField, Submit, TextField},
        post::Door,
        text::Said,
    },
};
use leptos::prelude::*;

/// First start: the first owner.
pub fn view(page: Setup, said: Said) -> AnyView {
    if !page.open {
        return view! {
            <p class="lede">"The owner exists already, or this link is not the one in the log."</p>
            <p><a class="button primary wide" href=Place::SignIn.path()>"Sign in"</a></p>
        }
        .into_any();
    }
    view! {
        <p class="lede">"The owner sees everybody's 2FA and sets the rules. You add your own phone next."</p>
        <Form to=SetUp::PATH class="stack">
            <input type="hidden" name="token" value=page.token/>
            <TextField id="name" label="Your name" autocomplete="name" value=page.name error=said.at(Field::Name)/>
            <TextField
                id="organization"
                label="Organization"
                autocomplete="organization"
                value=page.organization
                error=None
            />
            <TextField
                id="email"
                label="Email"
                kind="email"
                autocomplete="username"
                value=page.email
                error=said.at(Field::Email)
            />
            <PasswordField new=true said/>
            <Submit class="button primary wide" label="Create the owner"/>
        </Form>
    }
    .into_any()
}
