use super::{Form, Icon, Link, Mark};
use crate::{
    api::SignOut,
    model::{Frame, Place, Role, Who},
    ui::{post::Door, text},
};
use leptos::prelude::*;

/// The bars on top of every page: demo mode, the product, and who is signed in.
#[component]
pub fn Bar(
    /// What is the same on every page.
    frame: Frame,
) -> impl IntoView {
    let home = if frame.who.is_some() { Place::Overview } else { Place::SignIn };
    view! {
        {frame.demo.then(|| view! {
            <aside class="demo" aria-label="Demo mode">
                <p>"Demo mode: codes are shown on screen. "<a href=Place::Simulator.path()>"Open the simulator"</a></p>
            </aside>
        })}
        <header class="top">
            <a href=home.path() class="home"><Mark/></a>
            {match frame.who {
                Some(who) => menu(who),
                None if frame.half => {
                    view! { <Form to=SignOut::PATH><button class="button quiet">"Sign out"</button></Form> }.into_any()
                }
                None => ().into_any(),
            }}
        </header>
    }
    .into_any()
}

/// The person's name, and behind it the menu: a native popover, which opens without any script.
fn menu(who: Who) -> AnyView {
    let initial: String = who.name.chars().take(1).collect();
    let role = who.organization.as_ref().map_or(Role::Member, |(_, role)| *role);
    view! {
        <div class="account">
            <button type="button" class="who" popovertarget="menu">
                <span class="avatar" aria-hidden="true">{initial}</span>
                <span class="name">{who.name}</span>
                <Icon name="down"/>
            </button>
            <div id="menu" class="menu" popover="auto">
                <div class="person">
                    <p>{who.email}</p>
                    {who.organization.map(|(name, role)| view! { <p>{name}" · "{text::role(role)}</p> })}
                </div>
                <nav aria-label="Account">
                    <Link to=Place::Overview class="item" label="Overview"/>
                    <Link to=Place::Settings class="item" label="User Settings"/>
                    {(role >= Role::Admin).then(|| view! { <Link to=Place::Org class="item" label="Organization"/> })}
                    {(role == Role::Owner).then(|| view! { <Link to=Place::Billing class="item" label="Billing"/> })}
                </nav>
                <Themes/>
                <Form to=SignOut::PATH><button class="item">"Sign out"</button></Form>
            </div>
        </div>
    }
    .into_any()
}

/// Light, dark, or as the system has it: kept in a cookie, so that the server draws the next page right at once.
#[component]
pub fn Themes() -> impl IntoView {
    view! {
        <div class="themes" role="group" aria-label="Theme">
            <button type="button" data-set-theme="">"System"</button>
            <button type="button" data-set-theme="light">"Light"</button>
            <button type="button" data-set-theme="dark">"Dark"</button>
        </div>
    }
    .into_any()
}
