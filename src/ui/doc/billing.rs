use super::part::{Choice, Choices, Payment, PostalCode};
use crate::{
    api::BillingSave,
    model::{Billing, Field},
    ui::{
        part::{Form, Icon, Select, Submit, TextField},
        post::Door,
        text::Said,
    },
};
use leptos::prelude::*;

/// Plan and billing profile, for owners.
pub fn view(page: Billing, said: Said) -> AnyView {
    let method = if page.method.is_empty() { "card".to_owned() } else { page.method };
    view! {
        <p class="lede">"Plan and billing details of "<strong>{page.organization}</strong>"."</p>
        {(page.without > 0 && !page.paid).then(|| who_is_asked(page.without))}
        <Form to=BillingSave::PATH class="stack">
            {plan(page.paid)}
            <Payment method account=page.account said=said.clone()/>
            <TextField id="name" label="Name on the bill" autocomplete="name" value=page.name error=said.at(Field::Name)/>
            <PostalCode value=page.postal said=said.clone()/>
            <Select
                id="country"
                label="Country"
                autocomplete="country"
                options=page.countries
                chosen=page.country
                error=said.at(Field::Country)
            />
            <Submit class="button primary wide" label="Save"/>
        </Form>
    }
    .into_any()
}

/// Once paid, it stays paid.
fn plan(paid: bool) -> AnyView {
    if paid {
        return view! {
            <div class="line">
                <p>"Plan "<span class="badge" data-tone="success">"Paid"</span></p>
                <p class="small">"Everybody has to use 2FA."</p>
            </div>
            <input type="hidden" name="plan" value="paid"/>
        }
        .into_any();
    }
    let choices = vec![
        Choice { value: "trial", label: "Trial", hint: "Each person decides whether to use 2FA." },
        Choice { value: "paid", label: "Paid", hint: "You pay for what you use, and everybody has to use 2FA." },
    ];
    view! { <Choices id="plan" legend="Plan" choices chosen="trial".to_owned() error=None/> }.into_any()
}

/// What the paid plan means for people without 2FA.
fn who_is_asked(without: i64) -> AnyView {
    let words = match without {
        1 => "1 person has no 2FA yet. With the paid plan that person is asked to set it up at the next sign-in."
            .to_owned(),
        n => {
            format!("{n} people have no 2FA yet. With the paid plan they are asked to set it up at their next sign-in.")
        }
    };
    view! { <div class="notice" data-tone="info"><Icon name="info"/><p>{words}</p></div> }.into_any()
}
