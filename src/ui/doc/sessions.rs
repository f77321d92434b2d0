use super::part::Entry;
use crate::{
    api::{SessionEnd, SignOutOthers},
    model::{OpenSession, Sessions},
    ui::{
        part::{Form, Icon, SessionFacts, Submit, Time},
        post::Door,
    },
};
use leptos::prelude::*;

/// Signed-in browsers, each with the button that signs it out.
pub fn view(page: Sessions) -> AnyView {
    let others = page.lines.len() > 1;
    view! {
        <p class="lede">"These browsers are signed in to your account. Sign out each one that you do not know."</p>
        <section class="card" aria-label="Signed-in browsers">
            <ul class="sessions">{page.lines.into_iter().map(line).collect_view()}</ul>
        </section>
        {match others {
            true => view! {
                <Form to=SignOutOthers::PATH><Submit class="button" label="Sign out everywhere else"/></Form>
            }
            .into_any(),
            false => view! { <p class="muted">"No other browser is signed in."</p> }.into_any(),
        }}
    }
    .into_any()
}

fn line(session: OpenSession) -> AnyView {
    let OpenSession { id, line, since } = session;
    let (this, which) = (line.this, [&line.device, ", ", &line.ip].concat());
    view! {
        <li>
            <Icon name="screen"/>
            <div>
                <SessionFacts line/>
                <p class="muted">"Signed in "<Time at=since/></p>
            </div>
            {(!this).then(|| view! {
                <Entry to=SessionEnd::PATH name="id" value=id class="button" label="Sign out" which/>
            })}
        </li>
    }
    .into_any()
}
