mod danger;
mod events;
mod pending;

use super::act::Act;
use super::readiness::words;
use crate::{
    api,
    model::{ManagedFacts, OrgAddress, OrgHead, OrgSpot, PersonPage, PersonStatus, SessionLine},
    ui::{
        part::{Icon, Masked, SessionFacts, Time},
        post::Door,
        text::{self, Said},
    },
};
use leptos::prelude::*;

/// One person.
pub fn view(page: PersonPage, head: &OrgHead, said: Said) -> AnyView {
    let danger = danger::view(&page, head, said);
    let reset = OrgAddress::new(&head.org, OrgSpot::Reset(page.id.clone())).path();
    view! {
        <div class="head">
            {line(&page)}
            {resets(&page).then(|| view! { <a class="button danger" href=reset>"Reset 2FA"</a> })}
        </div>
        {sections(page, head)}
        {danger}
    }
    .into_any()
}

/// Whether the visitor may reset this person's 2FA, as far as the page can tell.
pub fn resets(page: &PersonPage) -> bool {
    page.managed.is_some() && !page.may.own && !page.may.higher
}

/// Address, role and status in one line.
pub fn line(page: &PersonPage) -> AnyView {
    let (email, role) = (page.email.clone(), text::role(page.role));
    view! { <p class="muted"><bdi dir="ltr">{email}</bdi>" · "{role}" "{badge(page.status)}</p> }.into_any()
}

/// What is known of a person: on their page, and beside the list.
pub fn sections(page: PersonPage, head: &OrgHead) -> AnyView {
    let PersonPage { id, name, managed, events, older, may, reset, .. } = page;
    let address = |spot| OrgAddress::new(&head.org, spot).path();
    let older = (!older.is_empty()).then(|| [&address(OrgSpot::Person(id.clone())), "?after=", &older].concat());
    let (org, person) = (head.org.to_string(), id.to_string());
    view! {
        {may.own.then(|| view! {
            <div class="notice" data-tone="info">
                <Icon name="info"/><p>"This is you. Your own 2FA is in User Settings."</p>
            </div>
        })}
        {reset.map(|reset| pending::view(reset, &name, head))}
        <section class="card" aria-labelledby="facts">
            <h2 id="facts">"Key facts"</h2>
            <dl class="facts">{match &managed {
                Some(facts) => known(facts),
                None => independent(&head.name),
            }}</dl>
        </section>
        {managed.map(|facts| sessions(facts.sessions, org, person, name, !may.own && !may.higher))}
        <section class="card" aria-labelledby="events">
            <h2 id="events">"What happened"</h2>
            {events::view(events)}
            {older.map(|href| view! { <p><a class="button" href=href>"Older"</a></p> })}
        </section>
    }
    .into_any()
}

fn badge(status: PersonStatus) -> AnyView {
    let (tone, words) = match status {
        PersonStatus::On => ("success", "On"),
        PersonStatus::NotSetUp => ("danger", "Not set up"),
        PersonStatus::ResetPending => ("warning", "Reset pending"),
        PersonStatus::Suspended => ("warning", "Suspended"),
    };
    view! { <span class="badge" data-tone=tone>{words}</span> }.into_any()
}

fn known(facts: &ManagedFacts) -> AnyView {
    let method = match (&facts.phone, facts.apps) {
        (Some(phone), _) if phone.called => "Voice call",
        (Some(_), _) => "Text message",
        (None, 0) => "None",
        (None, _) => "Authenticator app",
    };
    let more = match facts.spares {
        0 => String::new(),
        1 => ", and 1 other phone".to_owned(),
        n => format!(", and {n} other phones"),
    };
    let recovery = match &facts.recovery {
        None => "None".to_owned(),
        Some(line) => match &line.used {
            None => ["Made ", &line.made, ", not used"].concat(),
            Some(day) => ["Made ", &line.made, ", used ", day].concat(),
        },
    };
    view! {
        {fact("Method", method)}
        <div>
            <dt>"Phone"</dt>
            <dd>{match facts.phone.clone() {
                Some(phone) => view! {
                    <Masked phone=phone.masked/>{[", ", &phone.country, ", verified ", &phone.verified, &more].concat()}
                }
                .into_any(),
                None => view! { "No phone added" }.into_any(),
            }}</dd>
        </div>
        {(facts.apps > 0).then(|| fact("Authenticator apps", facts.apps.to_string()))}
        {fact("Recovery code", recovery)}
        {fact("Account", "Managed by this organization")}
        {facts.readiness.as_ref().map(|ready| fact("If this phone were lost today", words(ready)))}
        <div>
            <dt>"Last sign-in"</dt>
            <dd>{match facts.signed_in.clone() {
                Some((when, device)) => view! { <Time at=when/>{(!device.is_empty()).then_some(", ")}{device} }.into_any(),
                None => view! { "Never" }.into_any(),
            }}</dd>
        </div>
    }
    .into_any()
}

fn independent(org: &str) -> AnyView {
    view! {
        {fact("Account", "Independent")}
        <div>
            <dt>"Reset"</dt>
            <dd>
                "This account is its person's own: "{org.to_owned()}" sees whether it uses 2FA, and can reset nothing. Its \
                 person can let the organization manage it, in User Settings under Organizations."
            </dd>
        </div>
    }
    .into_any()
}

fn fact(name: &'static str, value: impl Into<String>) -> AnyView {
    view! { <div><dt>{name}</dt><dd>{value.into()}</dd></div> }.into_any()
}

fn sessions(lines: Vec<SessionLine>, org: String, person: String, name: String, ends: bool) -> AnyView {
    let none = lines.is_empty();
    let line = |line: SessionLine| view! { <li><Icon name="screen"/><div><SessionFacts line/></div></li> };
    view! {
        <section class="card" aria-labelledby="sessions">
            <div class="head">
                <h2 id="sessions">"Sessions"</h2>
                {(ends && !none).then(|| view! {
                    <Act
                        to=api::MemberSignOut::PATH
                        fields=vec![("org", org), ("person", person)]
                        class="button"
                        label="Sign out everywhere"
                        which=name
                    />
                })}
            </div>
            {match none {
                true => view! { <p class="muted">"Signed in nowhere."</p> }.into_any(),
                false => view! { <ul class="sessions">{lines.into_iter().map(line).collect_view()}</ul> }.into_any(),
            }}
        </section>
    }
    .into_any()
}
