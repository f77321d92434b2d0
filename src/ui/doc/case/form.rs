use super::reason;
use crate::{
    api::CaseAnswers,
    model::{CaseForm, CaseReason, Field},
    ui::{
        doc::{
            part::{Choice, Choices, Payment, PostalCode},
            who_can_help::{was_reset, with_recovery_code},
        },
        part::{Form, Submit, TextField},
        post::Door,
        text::Said,
    },
};
use leptos::prelude::*;

/// S12, page 1: what will happen, and the questions.
pub fn view(page: CaseForm, said: Said) -> AnyView {
    let claims = page.claims;
    let reasons = CaseReason::ALL
        .into_iter()
        .map(|why| Choice { value: why.word(), label: reason(why), hint: "" })
        .collect::<Vec<_>>();
    view! {
        {page.signed_in.then(with_recovery_code)}
        {page.reset.map(|(by, at)| was_reset(by, at))}
        <p class="lede">
            "Use this if you lost your phone and your recovery code. Another owner of your organization is asked to \
             check your request. This is what will happen:"
        </p>
        <ul class="ticks">
            <li>"You answer a few questions about the account. We never say which answers were right."</li>
            <li>"We email a code to "<strong class="nowrap"><bdi dir="ltr">{page.to}</bdi></strong>" to confirm the request."</li>
            <li>"Every email address of the account and the old phone are told at once."</li>
            <li>
                "The reset can start after "<strong>{page.wait}</strong>", or as soon as another owner approves it. You \
                 then sign in with your password and an emailed code, and add a new phone."
            </li>
        </ul>
        <Form to=CaseAnswers::PATH class="stack">
            <TextField
                id="organization"
                label="Organization name"
                autocomplete="organization"
                value=claims.organization
                error=said.at(Field::Organization)
            />
            <TextField
                id="name"
                label="Full name on the account"
                autocomplete="name"
                value=claims.name
                error=said.at(Field::Name)
            />
            <Payment method=claims.method account=claims.account said=said.clone()/>
            <PostalCode value=claims.postal said=said.clone()/>
            <TextField
                id="month"
                kind="month"
                label="Month the account was made"
                hint="Year and month, for example 2026-11"
                autocomplete="off"
                value=claims.month
                error=said.at(Field::Month)
            />
            <Choices
                id="reason"
                legend="Why do you need a reset?"
                choices=reasons
                chosen=claims.reason
                error=said.at(Field::Reason)
            />
            {details(claims.details)}
            <Submit class="button primary wide" label="Continue"/>
        </Form>
    }
    .into_any()
}

const DETAILS: &str = "Anything else we should know (optional)";

/// Free text. What was typed before comes back in a single line: leptos writes the content of a textarea as markup,
/// unescaped, so nothing a person typed may ever stand in one.
fn details(typed: String) -> AnyView {
    if !typed.is_empty() {
        let value = typed.split_whitespace().collect::<Vec<_>>().join(" ");
        return view! { <TextField id="details" label=DETAILS autocomplete="off" value error=None/> }.into_any();
    }
    view! {
        <div class="field">
            <label for="details">{DETAILS}</label>
            <textarea id="details" name="details" class="input" rows="3" autocomplete="off"></textarea>
        </div>
    }
    .into_any()
}
