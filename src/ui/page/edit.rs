use crate::{
    api::{RecoveryRenew, ResetCancel},
    model::{PhoneLine, Place, TwoFactor},
    ui::{
        part::{Form, Masked, Submit, Time},
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
    let pending = page.pending.is_some();
    let required = page.required_by;
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
                        Some(phone) => number(phone, pending),
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
            {channel.map(|channel| view! {
                <div class="line">
                    <div>
                        <h2>"How do you want to receive your 2FA code?"</h2>
                        <p class="muted">{text::through(channel)}</p>
                    </div>
                    <a class="button" href=Place::Method.path()>
                        "Edit"<span class="visually-hidden">" how you receive your code"</span>
                    </a>
                </div>
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
        {required.map(|name| view! { <p class="small">{name}" requires 2FA, so it cannot be turned off."</p> })}
    }
    .into_any()
}

fn number(phone: PhoneLine, pending: bool) -> AnyView {
    view! {
        <p>
            <Masked phone=phone.masked/>
            {match pending {
                true => view! {
                    <span class="badge" data-tone="warning">"works until the new number is verified"</span>
                }
                .into_any(),
                false => view! { <span class="muted">", verified "{phone.verified}</span> }.into_any(),
            }}
        </p>
    }
    .into_any()
}
