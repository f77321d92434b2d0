use super::Time;
use crate::{
    model::{EventKind, EventLine},
    ui::text,
};
use leptos::prelude::*;

/// What happened to an account, newest first.
#[component]
pub fn Timeline(
    /// The events.
    events: Vec<EventLine>,
) -> impl IntoView {
    if events.is_empty() {
        return view! { <p class="muted">"Nothing has happened yet. Sign-ins and changes appear here."</p> }.into_any();
    }
    let line = |event: EventLine| {
        view! {
            <li data-tone=tone(event.what)>
                <span>{text::event(event.what)}</span>
                <span class="muted"><Time at=event.at/>{(!event.from.is_empty()).then_some(" · ")}{event.from}</span>
            </li>
        }
    };
    view! { <ol class="timeline">{events.into_iter().map(line).collect_view()}</ol> }.into_any()
}

/// What a reader should stop at: tries that failed, and changes of what protects the account.
fn tone(what: EventKind) -> &'static str {
    match what {
        EventKind::WrongPassword
        | EventKind::WrongCode
        | EventKind::PhoneDisabled
        | EventKind::TurnedOff
        | EventKind::Reset
        | EventKind::ResetAsked
        | EventKind::CaseOpened => "warning",
        EventKind::PhoneAdded
        | EventKind::PhoneChanged
        | EventKind::PhoneRemoved
        | EventKind::AppAdded
        | EventKind::AppRemoved
        | EventKind::ChangeUndone
        | EventKind::RecoveryUsed
        | EventKind::PasswordReset
        | EventKind::EmailChanged
        | EventKind::CasePassed => "accent",
        _ => "plain",
    }
}
