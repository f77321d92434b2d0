mod card;
mod second;
mod talk;

use crate::{
    api::Unlock,
    model::{LockedPerson, OrgAddress, OrgId, OrgQuery, OrgSpot, Requests, RequestsTab},
    ui::{
        part::{Form, Icon, Time},
        post::Door,
    },
};
use leptos::prelude::*;

/// What an owner or an admin has to decide for others.
pub fn view(page: Requests, org: &OrgId) -> AnyView {
    let (tab, empty) = (page.tab, page.cases.is_empty() && page.resets.is_empty());
    let shown = page.decides || !page.resets.is_empty() || tab != RequestsTab::Waiting;
    view! {
        <p class="lede">{match page.decides {
            true => "People of ",
            false => "Owners decide about requests of Reset MFA. Here you approve resets that take two, and unlock people of ",
        }}<strong>{page.organization}</strong>{match page.decides {
            true => " who lost their phone and their recovery code. Speak to the person before you approve a request.",
            false => " who entered too many wrong passwords or codes.",
        }}</p>
        {tabs(tab, org)}
        {(shown && empty).then(|| view! {
            <div class="empty">
                <Icon name="shield"/>
                <p class="muted">{match tab {
                    RequestsTab::Waiting => "No requests. When someone presses Reset MFA, it appears here.",
                    RequestsTab::Approved => "Nothing was approved yet.",
                    RequestsTab::Declined => "Nothing was declined yet.",
                }}</p>
            </div>
        })}
        {page.resets.into_iter().map(|reset| second::view(reset, org)).collect_view()}
        {page.cases.into_iter().map(|case| card::view(case, org)).collect_view()}
        {locked(page.locked, (page.decides, tab == RequestsTab::Waiting), org)}
    }
    .into_any()
}

/// Waiting, approved, declined: links, so that each is an address.
fn tabs(here: RequestsTab, org: &OrgId) -> AnyView {
    let page = OrgAddress::new(org, OrgSpot::Requests).path();
    let tab = |tab: RequestsTab| {
        let query =
            if tab.word().is_empty() { OrgQuery::default() } else { OrgQuery::default().with("tab", tab.word()) };
        let label = match tab {
            RequestsTab::Waiting => "Waiting",
            RequestsTab::Approved => "Approved",
            RequestsTab::Declined => "Declined",
        };
        let current = (tab == here).then_some("page");
        view! { <li><a href=[&page, query.suffix().as_str()].concat() aria-current=current>{label}</a></li> }
    };
    view! { <nav class="tabs" aria-label="Requests"><ul>{RequestsTab::ALL.map(tab).collect_view()}</ul></nav> }
        .into_any()
}

/// People who cannot sign in for now. An admin sees the section even when it is empty: there is nothing else here.
fn locked(people: Vec<LockedPerson>, (decides, shown): (bool, bool), org: &OrgId) -> AnyView {
    if people.is_empty() && (decides || !shown) {
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
