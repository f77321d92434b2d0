use crate::{
    model::{OrgAddress, OrgHead, OrgSpot, ResetMail, ResetPending},
    ui::{
        doc::org::reset::first_name,
        part::{Icon, Time},
    },
};
use leptos::prelude::*;

/// A reset after which nothing was enrolled yet: when and by whom, and whether the mail with the code arrived.
pub fn view(reset: ResetPending, name: &str, head: &OrgHead) -> AnyView {
    let first = first_name(name);
    let event =
        (!reset.event.is_empty()).then(|| OrgAddress::new(&head.org, OrgSpot::Event(reset.event.clone())).path());
    let lost = matches!(reset.mail, ResetMail::Lost);
    let mail = match reset.mail {
        ResetMail::Waits => view! { <p>"The e-mail with the code is on its way to "{address(&reset.email)}"."</p> }.into_any(),
        ResetMail::Sent(at) => {
            view! { <p>"The e-mail with the code went to "{address(&reset.email)}" on "<Time at/>"."</p> }.into_any()
        }
        ResetMail::Lost => view! {
            <p>
                "The mail did not arrive: nothing could be delivered to "{address(&reset.email)}", and the code was in it. Ask "
                {first.clone()}" to make room in the mailbox and to ask for a code at “Forgot your password?”. Once that mail \
                 arrives, reset the 2FA again: that sends another code. If the mailbox is lost, whoever runs this server can \
                 reset the 2FA and tell "{first.clone()}" the code."
            </p>
        }
        .into_any(),
        ResetMail::Told => view! { <p>"Whoever runs this server tells "{first.clone()}" the code. No e-mail has it."</p> }.into_any(),
        ResetMail::Unknown => ().into_any(),
    };
    view! {
        <div class="notice" data-tone=if lost { "danger" } else { "warning" }>
            <Icon name="alert"/>
            <div class="stack">
                <p><strong>{match lost {
                    true => ["2FA was reset, but the e-mail could not be sent. Tell ", name, " yourself."].concat(),
                    false => [&first, " has to add a new phone at the next sign-in."].concat(),
                }}</strong></p>
                <p>"Reset on "<Time at=reset.at/>" by "{reset.by}"."{event.map(|href| view! { " "<a href=href>"View event"</a> })}</p>
                {mail}
            </div>
        </div>
    }
    .into_any()
}

fn address(email: &str) -> AnyView {
    view! { <strong class="nowrap"><bdi dir="ltr">{email.to_owned()}</bdi></strong> }.into_any()
}
