use crate::{
    api::SignOut,
    model::{Moment, Place, WhoCanHelp},
    ui::{
        part::{Form, Icon, Submit, Time},
        post::Door,
    },
};
use leptos::prelude::*;

/// Who can help somebody who lost phone and recovery code.
pub fn view(page: WhoCanHelp) -> AnyView {
    let (alone, reset) = (page.helpers.is_empty(), page.reset.is_some());
    view! {
        {page.signed_in.then(with_recovery_code)}
        {match page.reset {
            None => view! {
                <p class="lede">"If you lost your phone and your recovery code, a person has to let you in."</p>
            }
            .into_any(),
            Some((by, at)) => was_reset(by, at),
        }}
        {match page.organization {
            Some(name) if !alone => view! {
                <p>"Your account is managed by "<strong>{name}</strong>". Ask one of these people for help:"</p>
                <ul class="people">
                    {page.helpers.into_iter().map(|name| view! { <li><Icon name="shield"/>{name}</li> }).collect_view()}
                </ul>
            }
            .into_any(),
            _ => view! {
                <p>"Nobody else in your organization can help here. Ask whoever runs this server."</p>
            }
            .into_any(),
        }}
        {(!page.signed_in && !reset).then(|| view! {
            <p class="muted">
                "Found your phone or your recovery code? "<a href=Place::Verify.path()>"Go back to your code"</a>
            </p>
        })}
    }
    .into_any()
}

/// Somebody reset the 2FA, and the way back from there ran out or was voided.
pub fn was_reset(by: String, at: Moment) -> AnyView {
    view! {
        <div class="notice" data-tone="info">
            <Icon name="shield"/>
            <p>
                {by}" reset your 2FA on "<Time at/>". The time to add a new phone is over, or your password was replaced by \
                 email since then. Your password alone opens nothing now."
            </p>
        </div>
        <p class="lede">"A person has to reset your 2FA once more. You then get a new code by email."</p>
    }
    .into_any()
}

/// For somebody who is signed in but cannot prove the current phone: the recovery code is asked for at sign-in.
pub fn with_recovery_code() -> AnyView {
    view! {
        <p class="lede">
            "You have your recovery code? Sign out, sign in with your password, and choose "
            <strong>"Use your recovery code"</strong>" where the code is asked for. You then add a new phone."
        </p>
        <Form to=SignOut::PATH><Submit class="button" label="Sign out and use the recovery code"/></Form>
    }
    .into_any()
}
