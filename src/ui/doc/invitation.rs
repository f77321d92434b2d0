use crate::{
    api,
    model::{Field, InvitationPage, OpenInvitation, Place},
    ui::{
        doc::org::Act,
        part::{Form, Link, PasswordField, Submit, TextField, Time},
        post::Door,
        text::{self, Said},
    },
};
use leptos::prelude::*;

/// The page behind an invitation's link.
pub fn view(page: InvitationPage, said: Said) -> AnyView {
    match page {
        InvitationPage::New { invitation, name } => new_account(invitation, name, said),
        InvitationPage::Join(invitation) => {
            let (key, org) = (invitation.key.clone(), invitation.org.clone());
            view! {
                {who(invitation)}
                <p>
                    "You join with the account that you have, and it stays your own: the organization sees whether you use \
                     2FA, and cannot touch it."
                </p>
                <div class="row">{answers(key, org)}</div>
            }
            .into_any()
        }
        InvitationPage::SignIn { invitation, other } => {
            let email = invitation.email.clone();
            view! {
                {who(invitation)}
                <p>{match other {
                    true => "You are signed in with another account. Sign out, sign in as ",
                    false => "There is an account with this address. Sign in as ",
                }}<strong class="nowrap"><bdi dir="ltr">{email}</bdi></strong>", then open this link again."</p>
                {(!other).then(|| view! { <p><Link to=Place::SignIn class="button primary wide" label="Sign in"/></p> })}
            }
            .into_any()
        }
        InvitationPage::Answered => {
            view! { <p><Link to=Place::Overview class="button primary wide" label="Continue"/></p> }.into_any()
        }
        InvitationPage::Over => view! {
            <p class="lede">
                "It was used, taken back or sent again, or its 7 days are over. The newest mail has the link that works; if \
                 there is none, ask whoever invited you."
            </p>
            <p><Link to=Place::SignIn class="button primary wide" label="Sign in"/></p>
        }
        .into_any(),
    }
}

fn new_account(invitation: OpenInvitation, name: String, said: Said) -> AnyView {
    let (key, email, org) = (invitation.key.clone(), invitation.email.clone(), invitation.org.clone());
    view! {
        {who(invitation)}
        <Form to=api::InvitationAccept::PATH class="stack">
            <input type="hidden" name="token" value=key/>
            <input type="email" value=email autocomplete="username" readonly hidden/>
            <TextField id="name" label="Your name" autocomplete="name" value=name error=said.at(Field::Name)/>
            <PasswordField new=true said/>
            <Submit class="button primary wide" label="Create my account"/>
        </Form>
        <p class="small">
            {org}" manages this account: its admins can reset your 2FA when you lose your phone, and suspend you. You sign in \
             next, and add your phone if it is needed."
        </p>
    }
    .into_any()
}

fn who(invitation: OpenInvitation) -> AnyView {
    let OpenInvitation { org, role, by, email, until, .. } = invitation;
    view! {
        <p class="lede">
            {by}" invites "<strong class="nowrap"><bdi dir="ltr">{email}</bdi></strong>" to "<strong>{org}</strong>" as "
            {text::role(role).to_lowercase()}". This works until "<Time at=until/>"."
        </p>
    }
    .into_any()
}

/// Yes or no.
pub fn answers(key: String, org: String) -> AnyView {
    view! {
        <Act
            to=api::InvitationJoin::PATH
            fields=vec![("token", key.clone())]
            class="button primary"
            label="Join"
            which=org.clone()
        />
        <Act to=api::InvitationDecline::PATH fields=vec![("token", key)] class="button" label="Decline" which=org/>
    }
    .into_any()
}
