use crate::{
    api::{RecoveryRenew, SignOutOthers},
    model::{Place, Role, SessionLine, Settings},
    ui::{
        part::{Form, Icon, Link, Protection, SessionFacts, Submit, Themes, Time},
        post::Door,
        text,
    },
};
use leptos::prelude::*;

/// S3: User Settings.
pub fn view(page: Settings) -> AnyView {
    let others = page.sessions.len() > 1;
    let recovery = page.two_factor.recovery.clone();
    let on = page.two_factor.on();
    let owner = matches!(&page.organization, Some((_, Role::Owner)));
    view! {
        <p class="lede">"You can edit until "<Time at=page.until/>"."</p>
        <section class="card" aria-labelledby="profile">
            <h2 id="profile">"Profile"</h2>
            <dl class="facts">
                <div><dt>"Name"</dt><dd>{page.name}</dd></div>
                <div class="linked">
                    <dt>"Email"</dt>
                    <dd>{page.email}</dd>
                    <dd><Link to=Place::Emails label="Change email"/></dd>
                </div>
                <div class="linked">
                    <dt>"Password"</dt>
                    <dd><span aria-hidden="true">"••••••••••••"</span></dd>
                    <dd><Link to=Place::Password label="Change password"/></dd>
                </div>
                <div class="linked">
                    <dt>"Language"</dt>
                    <dd>{if page.language.is_empty() { "As your browser asks".into() } else { page.language }}</dd>
                    <dd><Link to=Place::Language label="Change language"/></dd>
                </div>
                {page.organization.map(|(name, role)| view! {
                    <div class="linked">
                        <dt>"Organization"</dt>
                        <dd>{name}" · "{text::role(role)}</dd>
                        {owner.then(|| view! { <dd><Link to=Place::Billing label="Billing"/></dd> })}
                    </div>
                })}
            </dl>
            <Link to=Place::Organizations class="more" label="Your organizations"/>
        </section>
        <section class="card" aria-labelledby="2fa">
            <div class="head">
                <h2 id="2fa">"Two-factor authentication (2FA)"</h2>
                <a class="button" href=Place::Edit.path()>
                    "Edit"<span class="visually-hidden">" two-factor authentication"</span>
                </a>
            </div>
            <dl class="facts"><Protection two_factor=page.two_factor/></dl>
        </section>
        <section class="card" aria-labelledby="recovery">
            <div class="head">
                <h2 id="recovery">"Recovery code"</h2>
                {on.then(|| view! {
                    <Form to=RecoveryRenew::PATH><Submit class="button" label="Get a new recovery code"/></Form>
                })}
            </div>
            <p class="muted">{match recovery {
                Some(code) => match code.used {
                    None => view! { "Made "{code.made}", not used" }.into_any(),
                    Some(day) => view! { "Made "{code.made}", used "{day} }.into_any(),
                },
                None => view! { "None yet. You get one when you set up 2FA." }.into_any(),
            }}</p>
        </section>
        <section class="card" aria-labelledby="sessions">
            <div class="head">
                <h2 id="sessions">"Sessions"</h2>
                {others.then(|| view! {
                    <Form to=SignOutOthers::PATH><Submit class="button" label="Sign out everywhere else"/></Form>
                })}
            </div>
            <ul class="sessions">{page.sessions.into_iter().map(session).collect_view()}</ul>
            <div class="line">
                <Link to=Place::Sessions class="more" label="See all sessions"/>
                <Link to=Place::Activity class="more" label="Security activity"/>
            </div>
        </section>
        <section class="card js-only" aria-labelledby="preferences">
            <h2 id="preferences">"Preferences"</h2>
            <dl class="facts">
                <div>
                    <dt>"Theme"</dt>
                    <dd><Themes/></dd>
                </div>
            </dl>
        </section>
    }
    .into_any()
}

fn session(line: SessionLine) -> AnyView {
    view! {
        <li>
            <Icon name="screen"/>
            <div>
                <SessionFacts line/>
            </div>
        </li>
    }
    .into_any()
}
