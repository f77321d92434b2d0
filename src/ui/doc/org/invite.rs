use super::act::Act;
use crate::{
    api,
    model::{Field, Invite, InviteLine, LineProblem, OrgId, PendingInvitation, Role},
    ui::{
        doc::part::{Choice, Choices},
        part::{Form, Icon, Submit, Time, about, described},
        post::Door,
        text::{self, Said},
    },
};
use leptos::prelude::*;

/// Inviting people, and those who have not answered yet.
pub fn view(page: Invite, org: &OrgId, said: Said) -> AnyView {
    let Invite { typed, role, roles, most, wrong, pending } = page;
    let error = said.at(Field::Email);
    let choices =
        roles.into_iter().map(|role| Choice { value: role.word(), label: text::role(role), hint: hint(role) });
    let org = org.to_string();
    let listed = match pending.is_empty() {
        true => view! { <p class="muted">"Nobody. Invitations appear here until they are answered."</p> }.into_any(),
        false => view! {
            <ul class="sessions">{pending.into_iter().map(|open| waiting(&org, open)).collect_view()}</ul>
        }
        .into_any(),
    };
    view! {
        <p class="lede">
            "Everybody gets a mail with a link that works once, for 7 days. Whoever has no account makes one, which your \
             organization manages; whoever has one joins with it and stays their own."
        </p>
        <Form to=api::Invite::PATH class="card stack">
            <input type="hidden" name="org" value=org/>
            <div class="field">
                <label for="email">"Email addresses"</label>
                <p class="hint" id="email-hint">"One on each line, "{most}" at most."</p>
                {about("email", "", error.clone())}
                {(!wrong.is_empty()).then(|| view! {
                    <ul class="wrong-lines">{wrong.into_iter().map(wrong_line).collect_view()}</ul>
                })}
                <textarea
                    id="email"
                    name="email"
                    class="input"
                    rows="6"
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    aria-invalid=error.is_some().then_some("true")
                    aria-describedby=described("email", "One", &error)
                >{typed}</textarea>
            </div>
            <Choices id="role" legend="Role" choices=choices.collect() chosen=role.word().to_owned() error=None/>
            <Submit class="button primary" label="Send invitations"/>
        </Form>
        <section class="card" aria-labelledby="pending">
            <h2 id="pending">"Waiting for an answer"</h2>
            {listed}
        </section>
    }
    .into_any()
}

fn hint(role: Role) -> &'static str {
    match role {
        Role::Member => "Uses the organization.",
        Role::Admin => "Sees everybody's 2FA and resets it for managed people.",
        Role::Owner => "Does everything, and answers for the plan.",
    }
}

fn wrong_line(line: InviteLine) -> AnyView {
    let words = match line.problem {
        Some(LineProblem::NoAddress) => " is no email address, like name@example.com.",
        Some(LineProblem::Twice) => " stands there twice.",
        Some(LineProblem::Member) => " belongs to the organization already.",
        Some(LineProblem::Invited) => " is invited already. Send that invitation again below.",
        None => "",
    };
    view! { <li><strong><bdi dir="ltr">{line.text}</bdi></strong>{words}</li> }.into_any()
}

fn waiting(org: &str, open: PendingInvitation) -> AnyView {
    let PendingInvitation { id, email, role, by, sent, until, again } = open;
    let fields = [("org", org.to_owned()), ("id", id)];
    view! {
        <li>
            <Icon name="mail"/>
            <div>
                <p>
                    <bdi dir="ltr">{email.clone()}</bdi>" "
                    <span class="badge" data-tone="plain">{text::role(role)}</span>
                </p>
                <p class="muted">"Sent "<Time at=sent/>" by "{by}</p>
                <p class="muted">{match until {
                    Some(until) => view! { "Works until "<Time at=until/> }.into_any(),
                    None => view! { "Its 7 days are over." }.into_any(),
                }}</p>
            </div>
            <div class="row">
                {again.then(|| view! {
                    <Act
                        to=api::InviteAgain::PATH
                        fields=fields.to_vec()
                        class="button"
                        label="Send again"
                        which=email.clone()
                    />
                })}
                <Act to=api::InviteRevoke::PATH fields=fields.to_vec() class="button danger-text" label="Revoke" which=email/>
            </div>
        </li>
    }
    .into_any()
}
