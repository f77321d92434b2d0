mod card;

use crate::{
    api::Unlock,
    model::{LockedPerson, OrgId, Requests},
    ui::{
        part::{Form, Icon, Time},
        post::Door,
    },
};
use leptos::prelude::*;

/// What an owner or an admin has to decide for others.
pub fn view(page: Requests, org: &OrgId) -> AnyView {
    let empty = page.cases.is_empty();
    view! {
        <p class="lede">{match page.decides {
            true => "People of ",
            false => "Owners decide who gets a reset. Here you can unlock people of ",
        }}<strong>{page.organization}</strong>{match page.decides {
            true => " who lost their phone and their recovery code. Speak to the person before you approve a request.",
            false => " who entered too many wrong passwords or codes.",
        }}</p>
        {(page.decides && empty).then(|| view! {
            <div class="empty">
                <Icon name="shield"/>
                <p class="muted">"No requests. When someone presses Reset MFA, it appears here."</p>
            </div>
        })}
        {page.cases.into_iter().map(card::view).collect_view()}
        {locked(page.locked, page.decides, org)}
    }
    .into_any()
}

/// People who cannot sign in for now. An admin sees the section even when it is empty: there is nothing else here.
fn locked(people: Vec<LockedPerson>, decides: bool, org: &OrgId) -> AnyView {
    if people.is_empty() && decides {
        return ().into_any();
    }
    view! {
        <section class="card" aria-labelledby="locked">
            <h2 id="locked">"Locked people"</h2>
            {match people.is_empty() {
                true => view! { <p class="muted">"Nobody is locked out."</p> }.into_any(),
                false => view! { <ul class="sessions">{people.into_iter().map(|who| person(who, org)).collect_view()}</ul> }.into_any(),
            }}
        </section>
    }
    .into_any()
}

fn person(person: LockedPerson, org: &OrgId) -> AnyView {
    let org = org.to_string();
    view! {
        <li>
            <Icon name="alert"/>
            <div>
                <p>{person.name.clone()}</p>
                <p class="muted">{person.email}</p>
                <p class="muted">{match person.until.text.is_empty() {
                    true => view! { "Too many wrong codes" }.into_any(),
                    false => view! { "Locked until "<Time at=person.until/> }.into_any(),
                }}</p>
            </div>
            <Form to=Unlock::PATH>
                <input type="hidden" name="org" value=org/>
                <input type="hidden" name="id" value=person.id/>
                <button type="submit" class="button">"Unlock"<span class="visually-hidden">" "{person.name}</span></button>
            </Form>
        </li>
    }
    .into_any()
}
