use super::{month, reason};
use crate::{
    api::CaseSend,
    model::{CaseCheck, CaseReason, Field, Place},
    ui::{
        part::{Form, Submit},
        post::Door,
    },
};
use leptos::prelude::*;

/// S12, page 2: check your answers.
pub fn view(page: CaseCheck) -> AnyView {
    let claims = page.claims;
    let method = if claims.method == "paypal" { "PayPal, " } else { "Card ending in " };
    let why = CaseReason::parse(&claims.reason).map(reason).unwrap_or_default();
    let details = if claims.details.is_empty() { "None".to_owned() } else { claims.details };
    let rows = [
        ("Organization name", claims.organization, Field::Organization.id()),
        ("Full name on the account", claims.name, Field::Name.id()),
        ("Payment method", [method, &claims.account].concat(), "method"),
        ("Postal code", claims.postal, Field::Postal.id()),
        ("Month the account was made", month(&claims.month), Field::Month.id()),
        ("Why you need a reset", why.to_owned(), Field::Reason.id()),
        ("Anything else", details, "details"),
    ];
    view! {
        <dl class="facts answers">{rows.into_iter().map(row).collect_view()}</dl>
        <Form to=CaseSend::PATH class="stack">
            <p class="small">
                "Next we email an 8-digit code to "<bdi dir="ltr">{page.to}</bdi>". The request is sent once you enter it."
            </p>
            <Submit class="button primary wide" label="Send request"/>
        </Form>
    }
    .into_any()
}

fn row((question, answer, field): (&'static str, String, &'static str)) -> AnyView {
    let change = [Place::ResetMfa.path(), "#", field].concat();
    view! {
        <div>
            <dt>{question}</dt>
            <dd>{answer}</dd>
            <dd>
                <a href=change rel="external">
                    "Change"<span class="visually-hidden">" "{question.to_lowercase()}</span>
                </a>
            </dd>
        </div>
    }
    .into_any()
}
