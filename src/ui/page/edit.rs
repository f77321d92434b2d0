use crate::{
    api::{AppRemove, PhoneAnother, PhoneMain, PhoneRemove, RecoveryRenew, ResetCancel},
    model::{AppLine, PhoneLine, Place, TwoFactor},
    ui::{
        part::{Form, Link, Masked, Submit, Time},
        post::Door,
        text,
    },
};
use leptos::prelude::*;

/// S5: two-factor authentication, to change.
pub fn view(page: TwoFactor) -> AnyView {
    let until = page.until.clone();
    view! {
        {(!until.text.is_empty()).then(|| view! { <p class="lede">"You can edit until "<Time at=until/>"."</p> })}
        {rows(page)}
        <p><a class="button" href=Place::TwoFactor.path()>"Done"</a></p>
    }
    .into_any()
}

/// The rows of S5, which also lie behind the reset dialog.
pub fn rows(page: TwoFactor) -> AnyView {
    let (on, pending) = (page.on(), page.pending.is_some());
    let required = page.required_by;
    let main = !page.spares.is_empty();
    let add = (pending || page.phone.is_none()).then(|| {
        view! {
            <a class="button primary" href=Place::Phone.path() data-focus=pending.then_some("")>"+ Add phone based verification"</a>
        }
    });
    let channel = page.phone.as_ref().map(|phone| phone.channel);
    let spoken = page.phone.as_ref().map(|phone| phone.masked.spoken());
    view! {
        <section class="card rows" aria-label="What protects your account">
            <div class="line">
                <div>
                    <h2>"Phone"</h2>
                    {match page.phone {
                        Some(phone) => number(phone, pending, main),
                        None => view! { <p class="muted">"No phone added"</p> }.into_any(),
                    }}
                    {add}
                </div>
                {match (channel.is_some(), pending) {
                    (true, false) => view! {
                        <a class="button danger-text" href=Place::Reset.path()>
                            "Reset"<span class="visually-hidden">" phone number ending in "{spoken}</span>
                        </a>
                    }
                    .into_any(),
                    (true, true) => view! {
                        <Form to=ResetCancel::PATH><Submit class="button" label="Cancel the change"/></Form>
                    }
                    .into_any(),
                    _ => ().into_any(),
                }}
            </div>
            {page.spares.into_iter().map(spare).collect_view()}
            {channel.map(|channel| view! {
                {(!pending).then(|| view! {
                    <div class="line sub">
                        <div><p class="muted">"Another phone can get your codes when this one is not at hand."</p></div>
                        <Form to=PhoneAnother::PATH><Submit class="button" label="Add another phone"/></Form>
                    </div>
                })}
                <div class="line">
                    <div>
                        <h2>"How do you want to receive your 2FA code?"</h2>
                        <p class="muted">{text::through(channel)}</p>
                    </div>
                    <a class="button" href=Place::Method.path()>
                        "Edit"<span class="visually-hidden">" how you receive your code"</span>
                    </a>
                </div>
            })}
            <div class="line">
                <div>
                    <h2>"Authenticator app"</h2>
                    <p class="muted">{match page.apps.is_empty() {
                        true => "An app on your phone or computer shows codes, even without a network.",
                        false => "Its codes work in place of a text or a call.",
                    }}</p>
                </div>
                <Link to=Place::AddApp class="button" label="Add an authenticator app"/>
            </div>
            {page.apps.into_iter().map(app).collect_view()}
            {on.then(|| view! {
                <div class="line">
                    <div>
                        <h2>"Recovery code"</h2>
                        <p class="muted">{match page.recovery {
                            Some(code) => match code.used {
                                None => view! { "Made "{code.made}", not used" }.into_any(),
                                Some(day) => view! { "Used "{day} }.into_any(),
                            },
                            None => view! { "None" }.into_any(),
                        }}</p>
                    </div>
                    <Form to=RecoveryRenew::PATH><Submit class="button" label="Get a new recovery code"/></Form>
                </div>
            })}
        </section>
        {match required {
            Some(name) => view! { <p class="small">{name}" requires 2FA, so it cannot be turned off."</p> }.into_any(),
            None if on => view! { <p class="small"><Link to=Place::Off label="Turn off 2FA"/></p> }.into_any(),
            None => ().into_any(),
        }}
    }
    .into_any()
}

/// The phone that codes go to.
fn number(phone: PhoneLine, pending: bool, main: bool) -> AnyView {
    view! {
        <p>
            <span><Masked phone=phone.masked/>{(!pending).then(|| verified(phone.verified))}</span>
            {match pending {
                true => view! {
                    <span class="badge" data-tone="warning">"works until the new number is verified"</span>
                }
                .into_any(),
                false => view! {
                    {main.then(|| view! { <span class="badge" data-tone="success">"Default"</span> })}
                }
                .into_any(),
            }}
        </p>
    }
    .into_any()
}

/// Another phone.
fn spare(phone: PhoneLine) -> AnyView {
    let (id, spoken) = (phone.id.clone(), phone.masked.spoken());
    let called = [" phone number ending in ", &spoken].concat();
    view! {
        <div class="line sub">
            <div><p><Masked phone=phone.masked/>{verified(phone.verified)}</p></div>
            <div class="row">
                {entry(PhoneMain::PATH, id, "button", "Make default", called.clone())}
                {entry(PhoneRemove::PATH, phone.id, "button danger-text", "Remove", called)}
            </div>
        </div>
    }
    .into_any()
}

fn verified(day: String) -> AnyView {
    view! { <span class="muted">", verified "{day}</span> }.into_any()
}

/// An authenticator app.
fn app(app: AppLine) -> AnyView {
    let called = [" ", &app.name].concat();
    view! {
        <div class="line sub">
            <div>
                <p>{app.name}</p>
                <p class="muted">"Added "{app.added}{match app.used {
                    Some(day) => [", last used ", &day].concat(),
                    None => ", not used yet".to_owned(),
                }}</p>
            </div>
            {entry(AppRemove::PATH, app.id, "button danger-text", "Remove", called)}
        </div>
    }
    .into_any()
}

/// What can be done with one line of a list: a form on its id. The ear hears which line.
fn entry(to: &'static str, id: String, class: &'static str, label: &'static str, called: String) -> AnyView {
    view! {
        <Form to>
            <input type="hidden" name="id" value=id/>
            <button type="submit" class=class>{label}<span class="visually-hidden">{called}</span></button>
        </Form>
    }
    .into_any()
}
