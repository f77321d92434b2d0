use crate::{
    api::TwoFactorOff,
    model::{Off, Place},
    ui::{
        part::{Checkbox, Form, Link, Submit},
        post::Door,
        text::Said,
    },
};
use leptos::prelude::*;

/// 2FA off: what that means, or why it cannot be.
pub fn view(page: Off, said: Said) -> AnyView {
    match page.required_by {
        Some(name) => view! {
            <p class="lede">{name}{match page.paid {
                true => " has a paid plan, which requires 2FA of everybody, so it cannot be turned off.",
                false => " requires 2FA of everybody, so it cannot be turned off. An owner can change that.",
            }}</p>
            <p>"You can still change your phone or use an authenticator app in its place."</p>
            <p><Link to=Place::Edit class="button primary" label="Change your 2FA"/></p>
        }
        .into_any(),
        None => view! {
            <p class="lede">"This is what will happen:"</p>
            <ul class="ticks">
                <li>"Whoever knows your password can sign in as you: no code is asked for any more."</li>
                <li>"Your phones, authenticator apps and recovery code are removed from your account."</li>
                <li>"We tell every email address of the account."</li>
                <li>"You can set up 2FA again at any time."</li>
            </ul>
            <Form to=TwoFactorOff::PATH class="stack">
                <Checkbox label="I understand that a password alone will open my account" said/>
                <div class="row end">
                    <Link to=Place::Edit class="button" label="Cancel"/>
                    <Submit class="button danger" label="Turn off 2FA"/>
                </div>
            </Form>
        }
        .into_any(),
    }
}
