use crate::{
    api,
    model::{Field, OrgHead, PersonPage, PersonStatus, Role},
    ui::{
        doc::org::Act,
        part::{Checkbox, Form, Select, Submit},
        post::Door,
        text::{self, Said},
    },
};
use leptos::prelude::*;

/// What takes something away from a person, or gives them power.
pub fn view(page: &PersonPage, head: &OrgHead, said: Said) -> AnyView {
    let fields = vec![("org", head.org.to_string()), ("person", page.id.to_string())];
    let touchable = !page.may.own && !page.may.higher;
    if !touchable && !page.may.roles {
        return ().into_any();
    }
    let managed = page.managed.is_some();
    view! {
        <section class="card danger-zone" aria-labelledby="danger">
            <h2 id="danger">"Danger zone"</h2>
            {page.may.roles.then(|| role(page, fields.clone()))}
            {(touchable && managed).then(|| suspension(page, fields.clone()))}
            {(touchable && managed).then(|| release(page, fields.clone()))}
            {touchable.then(|| remove(fields, said))}
        </section>
    }
    .into_any()
}

fn role(page: &PersonPage, fields: Vec<(&'static str, String)>) -> AnyView {
    if page.may.last_owner {
        return view! {
            <p class="muted">"The last owner who can act keeps this role. Make somebody else an owner first."</p>
        }
        .into_any();
    }
    let chosen = page.role.word().to_owned();
    let roles = [Role::Member, Role::Admin, Role::Owner].map(|r| (r.word().to_owned(), text::role(r).to_owned()));
    view! {
        <Form to=api::RoleSave::PATH class="stack">
            {hidden(fields)}
            <Select
                id="role"
                label="Role"
                autocomplete="off"
                options=roles.to_vec()
                chosen
                error=None
            />
            <Submit class="button" label="Change role"/>
        </Form>
    }
    .into_any()
}

fn suspension(page: &PersonPage, fields: Vec<(&'static str, String)>) -> AnyView {
    let name = page.name.clone();
    let (words, act) = match page.status {
        PersonStatus::Suspended => (
            "Suspended: no sign-in works. The phone and the recovery code are kept.",
            view! { <Act to=api::MemberUnsuspend::PATH fields class="button" label="Lift suspension" which=name/> }
                .into_any(),
        ),
        _ => (
            "Suspending signs out everywhere and refuses every sign-in until it is lifted. We tell the person whom to ask.",
            view! { <Act to=api::MemberSuspend::PATH fields class="button danger-text" label="Suspend" which=name/> }
                .into_any(),
        ),
    };
    view! { <div class="line"><p>{words}</p>{act}</div> }.into_any()
}

fn release(page: &PersonPage, fields: Vec<(&'static str, String)>) -> AnyView {
    let name = page.name.clone();
    view! {
        <div class="line">
            <p>
                "Releasing makes the account independent: nobody here can reset its 2FA any more. Only its person can give \
                 that back."
            </p>
            <Act
                to=api::MemberRelease::PATH
                fields
                class="button danger-text"
                label="Make independent"
                which=name
            />
        </div>
    }
    .into_any()
}

fn remove(fields: Vec<(&'static str, String)>, said: Said) -> AnyView {
    let wrong = said.at(Field::Box).is_some();
    view! {
        <details open=wrong>
            <summary>"Remove from organization"</summary>
            <Form to=api::MemberRemove::PATH class="stack">
                {hidden(fields)}
                <Checkbox
                    label="I understand that only an invitation brings this person back, and that the account stays theirs"
                    said
                />
                <Submit class="button danger" label="Remove from organization"/>
            </Form>
        </details>
    }
    .into_any()
}

fn hidden(fields: Vec<(&'static str, String)>) -> AnyView {
    let field = |(name, value): (&'static str, String)| view! { <input type="hidden" name=name value=value/> };
    fields.into_iter().map(field).collect_view().into_any()
}
