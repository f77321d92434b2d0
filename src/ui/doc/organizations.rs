use super::invitation::answers;
use crate::{
    api,
    model::{Belonging, Field, OpenInvitation, Organizations},
    ui::{
        part::{Form, Icon, Submit, Time, about},
        post::Door,
        text::{self, Said},
    },
};
use leptos::prelude::*;

/// The organizations that one belongs to, and invitations into others.
pub fn view(page: Organizations, said: Said) -> AnyView {
    let Organizations { places, managed, invitations } = page;
    let error = said.at(Field::Box);
    let none = places.is_empty();
    view! {
        {(!invitations.is_empty()).then(|| view! {
            <section class="card" aria-labelledby="invitations">
                <h2 id="invitations">"Invitations"</h2>
                <ul class="sessions">{invitations.into_iter().map(invitation).collect_view()}</ul>
            </section>
        })}
        {about("agreed", "", error)}
        {places.into_iter().map(|place| belonging(place, managed)).collect_view()}
        {none.then(|| view! { <p class="muted">"You belong to no organization. Invitations appear here."</p> })}
    }
    .into_any()
}

fn belonging(place: Belonging, elsewhere: bool) -> AnyView {
    let Belonging { org, name, role, managed } = place;
    let heading = ["org-", &org].concat();
    let labelled = heading.clone();
    view! {
        <section class="card" aria-labelledby=labelled>
            <div class="head">
                <h2 id=heading>{name.clone()}</h2>
                <span class="badge" data-tone="plain">{text::role(role)}</span>
            </div>
            {match managed {
                true => view! {
                    <p>
                        {name}" manages your account: its admins can reset your 2FA when you lose your phone, and suspend \
                         you. To leave, ask one of them to release you first."
                    </p>
                }
                .into_any(),
                false => view! {
                    <p>"Your account is your own. "{name.clone()}" sees whether you use 2FA, and cannot touch it."</p>
                    {(!elsewhere).then(|| agree(
                        api::LetManage::PATH,
                        org.clone(),
                        "Let it manage my account",
                        "I understand that its admins can then reset my 2FA, sign me out and suspend me",
                        "button",
                        name.clone(),
                    ))}
                    {agree(
                        api::Leave::PATH,
                        org,
                        "Leave",
                        "I understand that only an invitation brings me back",
                        "button danger-text",
                        name,
                    )}
                }
                .into_any(),
            }}
        </section>
    }
    .into_any()
}

/// A box that explains, and the button behind it.
fn agree(
    to: &'static str,
    org: String,
    label: &'static str,
    what: &'static str,
    class: &'static str,
    which: String,
) -> AnyView {
    view! {
        <details>
            <summary>{label}<span class="visually-hidden">" "{which}</span></summary>
            <Form to class="stack">
                <input type="hidden" name="org" value=org/>
                <label class="check"><input type="checkbox" name="agreed" value="yes"/><span>{what}</span></label>
                <Submit class label/>
            </Form>
        </details>
    }
    .into_any()
}

fn invitation(open: OpenInvitation) -> AnyView {
    let (key, org) = (open.key.clone(), open.org.clone());
    view! {
        <li>
            <Icon name="mail"/>
            <div>
                <p>{open.org}" "<span class="badge" data-tone="plain">{text::role(open.role)}</span></p>
                <p class="muted">{open.by}" invites you. Works until "<Time at=open.until/></p>
            </div>
            <div class="row">{answers(key, org)}</div>
        </li>
    }
    .into_any()
}
