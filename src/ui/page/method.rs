use crate::{
    api::MethodSave,
    model::{Channel, Method, Place},
    ui::{
        part::{Form, Submit},
        post::Door,
        text,
    },
};
use leptos::prelude::*;

/// Text or call by default.
pub fn view(page: Method) -> AnyView {
    let choice = move |channel: Channel, hint: &'static str| {
        view! {
            <label class="choice">
                <input type="radio" name="channel" value=channel.word() checked=page.channel == channel/>
                <span>{text::channel(channel)}<small>{hint}</small></span>
            </label>
        }
    };
    view! {
        <Form to=MethodSave::PATH class="stack">
            <fieldset class="choices">
                <legend class="visually-hidden">"How do you want to receive your 2FA code?"</legend>
                {choice(Channel::Sms, "Arrives within seconds, and your phone can fill it in.")}
                {choice(Channel::Call, "A voice reads the code twice. Works with landlines too.")}
            </fieldset>
            <div class="row">
                <Submit class="button primary" label="Save"/>
                <a class="button" href=Place::Edit.path()>"Cancel"</a>
            </div>
        </Form>
    }
    .into_any()
}
