use crate::{
    api::RecoveryRenew,
    model::{Overview, Place},
    ui::{
        part::{Form, Icon, Link, Masked, Submit, Timeline},
        post::Door,
        text,
    },
};
use leptos::prelude::*;

/// Home for people: is my account safe, with what, and what happened to it.
pub fn view(page: Overview, heading: &'static str) -> AnyView {
    let two_factor = page.two_factor;
    let (safe, phone) = (two_factor.on(), two_factor.phone.is_some());
    let apps = two_factor.apps.len();
    let change = two_factor.pending.is_some();
    view! {
        <div class="hero" data-tone=if safe { "success" } else { "warning" }>
            <span class="seal"><Icon name=if safe { "shield" } else { "alert" }/></span>
            <div>
                <h1 tabindex="-1">{heading}</h1>
                <p class="muted">{match (safe, phone) {
                    (true, true) => "Signing in takes your password and a code sent to your phone.",
                    (true, false) => "Signing in takes your password and a code from your authenticator app.",
                    _ => "Right now a password alone opens your account. With a phone it takes a code as well.",
                }}</p>
            </div>
            {(!safe).then(|| view! { <a class="button primary" href=Place::Edit.path()>"Set up 2FA"</a> })}
        </div>
        {change.then(|| view! {
            <div class="notice" data-tone="info">
                <Icon name="info"/>
                <p>"You are changing your phone. Your old number works until the new one is verified. "
                    <a href=Place::Edit.path()>"Carry on"</a></p>
            </div>
        })}
        <div class="tiles">
            <section class="tile">
                <h2><Icon name="phone"/>"Phone"</h2>
                {match two_factor.phone {
                    Some(phone) => view! {
                        <p class="big"><Masked phone=phone.masked/></p>
                        <p class="muted">{text::channel(phone.channel)}", verified "{phone.verified}</p>
                    }
                    .into_any(),
                    None => view! { <p class="big">"None"</p><p class="muted">"No phone added"</p> }.into_any(),
                }}
                {(apps > 0).then(|| view! { <p class="muted">"An authenticator app works as well"</p> })}
                <a class="more" href=Place::TwoFactor.path()>"Two-factor authentication"</a>
            </section>
            <section class="tile">
                <h2><Icon name="key"/>"Recovery code"</h2>
                {match two_factor.recovery {
                    Some(code) if code.used.is_none() => view! {
                        <p class="big">"Ready"</p>
                        <p class="muted">"Made "{code.made}", not used"</p>
                    }
                    .into_any(),
                    Some(code) => view! {
                        <p class="big">"Used"</p>
                        <p class="muted">"Used "{code.used.unwrap_or_default()}</p>
                    }
                    .into_any(),
                    None => view! { <p class="big">"None"</p><p class="muted">"You get one with your phone"</p> }.into_any(),
                }}
                {safe.then(|| view! {
                    <Form to=RecoveryRenew::PATH><Submit class="more" label="Get a new recovery code"/></Form>
                })}
            </section>
            <section class="tile">
                <h2><Icon name="screen"/>"Sessions"</h2>
                <p class="big">{page.sessions.to_string()}</p>
                <p class="muted">{if page.sessions == 1 { "This browser only" } else { "Browsers signed in" }}</p>
                <a class="more" href=Place::Settings.path()>"See your sessions"</a>
            </section>
        </div>
        <section class="card">
            <div class="head">
                <h2>"Recent activity"</h2>
                <Link to=Place::Activity class="more" label="See all activity"/>
            </div>
            <Timeline events=page.events/>
        </section>
    }
    .into_any()
}
