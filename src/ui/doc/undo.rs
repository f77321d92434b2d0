use crate::{
    api::UndoChange,
    model::{Place, Undo, UndoKind},
    ui::{
        part::{Form, Link, PasswordField, Submit, Time},
        post::Door,
        text::Said,
    },
};
use leptos::prelude::*;

/// "This wasn't me": what the button will do, and the button.
pub fn view(page: Undo, said: Said) -> AnyView {
    match page {
        Undo::Offer { token, what, account, changed, old_last, until, asks_password } => {
            let (before, after) = sentence(what);
            let button = match what {
                UndoKind::PhoneChanged if !old_last.is_empty() => "Restore my old number",
                UndoKind::PhoneChanged | UndoKind::PhoneAdded => "Remove this phone",
                _ => "Take my account back",
            };
            view! {
                <p class="lede">
                    {before}<strong class="nowrap"><bdi dir="ltr">{account}</bdi></strong>{after}
                    <Time at=changed/>". If it was not you, take the account back now. This is what will happen:"
                </p>
                <ul class="ticks">
                    {taken_back(what, old_last)}
                    <li>"All devices are signed out, this one too."</li>
                    <li>{match what {
                        UndoKind::Password => "You choose a new password: use “Forgot your password?” where you sign in.",
                        _ => "At the next sign-in you choose a new password.",
                    }}</li>
                    <li>"Your phone and your authenticator app cannot be changed for 24 hours."</li>
                </ul>
                <Form to=UndoChange::PATH class="stack">
                    <input type="hidden" name="token" value=token/>
                    {asks_password.then(|| view! {
                        <p>
                            "The account had no second factor before, so your password is asked for: the mailbox alone \
                             must not take one away. If the password was changed since, enter the one from before."
                        </p>
                        <PasswordField said/>
                    })}
                    <Submit class="button danger wide" label=button/>
                </Form>
                <p class="small">
                    "It was you? Then close this page; nothing happens. This link works until "<Time at=until/>"."
                </p>
            }
            .into_any()
        }
        Undo::Over => view! {
            <p class="lede">
                "It was used before, or its 72 hours are over. If you still cannot get in, ask an admin of your \
                 organization."
            </p>
            <p><Link to=Place::SignIn class="button primary wide" label="Sign in"/></p>
        }
        .into_any(),
    }
}

/// What was done, around the address of the account and in front of the time.
fn sentence(what: UndoKind) -> (&'static str, &'static str) {
    match what {
        UndoKind::PhoneChanged | UndoKind::PhoneAdded => ("The 2FA phone of ", " was changed on "),
        UndoKind::PhoneMain => ("Codes for ", " were sent to another phone from "),
        UndoKind::PhoneRemoved => ("A phone was removed from ", " on "),
        UndoKind::AppAdded => ("An authenticator app was added to ", " on "),
        UndoKind::AppRemoved => ("An authenticator app was removed from ", " on "),
        UndoKind::Recovery => ("The recovery code of ", " was replaced or used on "),
        UndoKind::TurnedOff => ("2FA was turned off for ", " on "),
        UndoKind::Email => ("The email addresses of ", " were changed on "),
        UndoKind::Password | UndoKind::PasswordMailed => ("The password of ", " was changed on "),
        UndoKind::Reset => ("Somebody reset the 2FA of ", " on "),
        UndoKind::Case => ("A reset of the 2FA of ", " was asked for on "),
        UndoKind::NewDevice => ("Somebody signed in to ", " from a new browser on "),
    }
}

/// What the button does to the change itself, and to those that followed it.
fn taken_back(what: UndoKind, old_last: String) -> AnyView {
    let words = match what {
        UndoKind::PhoneChanged if !old_last.is_empty() => None,
        UndoKind::PhoneChanged | UndoKind::PhoneAdded => Some("The phone that was added is removed."),
        UndoKind::PhoneMain => Some("Codes go to the phone that got them before."),
        UndoKind::PhoneRemoved => Some("The phone that was removed comes back."),
        UndoKind::AppAdded => Some("The authenticator app that was added is removed."),
        UndoKind::AppRemoved => Some("The authenticator app that was removed comes back."),
        UndoKind::Recovery => Some("The recovery code is as it was before."),
        UndoKind::TurnedOff => Some("2FA is on again, with the phone and the app you had before."),
        UndoKind::Email => Some("The email addresses are as they were before."),
        UndoKind::Case => Some("The request is cancelled."),
        UndoKind::Reset => Some("Phone, app and recovery code are as they were before."),
        UndoKind::PasswordMailed => Some("The password you had before works again."),
        // The old password is not kept anywhere, and a sign-in leaves nothing behind that the other lines do not end.
        UndoKind::Password | UndoKind::NewDevice => {
            return view! { <li>"Changes of phones, apps and email addresses since then are taken back."</li> }
                .into_any();
        }
    };
    view! {
        <li>{match words {
            None => view! { "The number ending in "<strong>{old_last}</strong>" comes back, and the new one is removed." }.into_any(),
            Some(words) => words.into_any(),
        }}</li>
        <li>"Later changes of phones, apps and email addresses are taken back too."</li>
    }
    .into_any()
}
