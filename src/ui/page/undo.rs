use crate::{
    api::UndoChange,
    model::{Place, Undo},
    ui::{
        part::{Form, Submit, Time},
        post::Door,
    },
};
use leptos::prelude::*;

/// "This wasn't me": what the button will do, the button, and what it did.
pub fn view(page: Undo) -> AnyView {
    match page {
        Undo::Offer { token, account, changed, old_last, until } => {
            let known = !old_last.is_empty();
            view! {
                <p class="lede">
                    "The 2FA phone of "<strong class="nowrap"><bdi dir="ltr">{account}</bdi></strong>" was changed on "
                    <Time at=changed/>". If it was not you, take the account back now. This is what will happen:"
                </p>
                <ul class="ticks">
                    <li>{match known {
                        true => view! {
                            "The number ending in "<strong>{old_last}</strong>" comes back, and the new one is removed."
                        }
                        .into_any(),
                        false => view! { "The phone that was added is removed." }.into_any(),
                    }}</li>
                    <li>"All devices are signed out, this one too."</li>
                    <li>"At the next sign-in you choose a new password."</li>
                    <li>"Your phone cannot be changed for a while."</li>
                </ul>
                <Form to=UndoChange::PATH class="stack">
                    <input type="hidden" name="token" value=token/>
                    <Submit
                        class="button danger wide"
                        label=if known { "Restore my old number" } else { "Remove this phone" }
                    />
                </Form>
                <p class="small">
                    "It was you? Then close this page; nothing happens. This link works until "<Time at=until/>"."
                </p>
            }
            .into_any()
        }
        Undo::Done { old_last } => view! {
            <p class="lede">{match old_last.is_empty() {
                false => view! { "Codes go to the number ending in "<strong>{old_last}</strong>" again." }.into_any(),
                true => view! { "The phone that was added is removed." }.into_any(),
            }}</p>
            <p>"All devices are signed out. Sign in with your password; then you choose a new one."</p>
            <p><a class="button primary wide" href=Place::SignIn.path()>"Sign in"</a></p>
        }
        .into_any(),
        Undo::Over => view! {
            <p class="lede">
                "It was used before, or its 72 hours are over. If you still cannot get in, ask an admin of your \
                 organization."
            </p>
            <p><a class="button primary wide" href=Place::SignIn.path()>"Sign in"</a></p>
        }
        .into_any(),
    }
}
