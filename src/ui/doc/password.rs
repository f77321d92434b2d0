use crate::{
    api::PasswordChange,
    model::{ChangePassword, Field, Place},
    ui::{
        part::{Form, Link, PasswordField, Submit},
        post::Door,
        text::Said,
    },
};
use leptos::prelude::*;

/// Another password.
pub fn view(page: ChangePassword, said: Said) -> AnyView {
    view! {
        <p class="lede">"Your other browsers are signed out when you save it."</p>
        <Form to=PasswordChange::PATH class="stack">
            <input type="email" value=page.email autocomplete="username" readonly hidden/>
            <PasswordField label="Current password" said=said.clone()/>
            <PasswordField field=Field::NewPassword label="New password" new=true said/>
            <div class="row">
                <Submit class="button primary" label="Save password"/>
                <Link to=Place::Settings class="button" label="Cancel"/>
            </div>
        </Form>
    }
    .into_any()
}
