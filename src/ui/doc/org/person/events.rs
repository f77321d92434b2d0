use crate::{
    model::{Kind, PersonEvent},
    ui::{part::Time, text},
};
use leptos::prelude::*;

/// What happened to a person, newest first.
pub fn view(events: Vec<PersonEvent>) -> AnyView {
    if events.is_empty() {
        return view! { <p class="muted">"Nothing yet that this organization may know."</p> }.into_any();
    }
    let line = |event: PersonEvent| {
        let words = event.kind.and_then(words).unwrap_or_else(|| text::event(event.line.what));
        view! {
            <li data-tone="plain">
                <span>{words}{(!event.by.is_empty()).then_some(" by ")}{event.by}</span>
                <span class="muted">
                    <Time at=event.line.at/>{(!event.line.from.is_empty()).then_some(" · ")}{event.line.from}
                </span>
            </li>
        }
    };
    view! { <ol class="timeline">{events.into_iter().map(line).collect_view()}</ol> }.into_any()
}

/// Events of a place in an organization, and those that elsewhere speak to the person.
fn words(kind: Kind) -> Option<&'static str> {
    Some(match kind {
        Kind::SignedIn => "Signed in",
        Kind::SignedOut => "Signed out",
        Kind::LanguageChanged => "Chose the language of messages",
        Kind::MethodChanged => "Chose another way to get codes",
        Kind::CaseOpened => "Asked to reset their 2FA",
        Kind::CasePassed => "A reset of the 2FA was approved",
        Kind::CaseRefused => "A reset of the 2FA was declined",
        Kind::CaseCancelled | Kind::CaseExpired => "A reset of the 2FA was cancelled",
        Kind::Invited => "Invited somebody",
        Kind::InvitationEnded => "An invitation ended",
        Kind::Joined => "Joined the organization",
        Kind::RoleChanged => "Given another role",
        Kind::Suspended => "Suspended",
        Kind::Unsuspended => "Not suspended any more",
        Kind::SuspendedRefused => "A sign-in was refused, because the account is suspended",
        Kind::Released => "Released: the account is their own",
        Kind::Managed => "Let the organization manage the account",
        Kind::Left => "Left the organization",
        Kind::Removed => "Removed from the organization",
        Kind::SignedOutByAdmin => "Signed out everywhere",
        Kind::CallRefused => "Whoever answered a call did not ask for the code",
        Kind::ResetLimited => "A reset of the 2FA was refused, because there were several before",
        Kind::Reminded => "Reminded to set up 2FA",
        Kind::BulkStarted => "Began something for many people",
        _ => return None,
    })
}
