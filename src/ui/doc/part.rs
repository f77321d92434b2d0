//! Parts that documents alone use.

use crate::model::Field;
use crate::ui::part::{Form, TextField, about, described};
use crate::ui::text::Said;
use leptos::prelude::*;

/// One of several answers.
pub struct Choice {
    /// What is sent.
    pub value: &'static str,
    /// What it says.
    pub label: &'static str,
    /// A line of help.
    pub hint: &'static str,
}

/// A question with one answer out of a few. The first of them has the question's id, so that a summary can lead there.
#[component]
pub fn Choices(
    /// Which question: its id, and what the answer is sent as.
    id: &'static str,
    /// The question.
    legend: &'static str,
    /// The answers.
    choices: Vec<Choice>,
    /// The answer given before.
    chosen: String,
    /// What is wrong with it.
    error: Option<String>,
) -> impl IntoView {
    let wrong = error.is_some();
    let about_it = described(id, "", &error);
    let answer = move |(n, choice): (usize, Choice)| {
        let Choice { value, label, hint } = choice;
        view! {
            <label class="check">
                <input
                    id=(n == 0).then_some(id)
                    type="radio"
                    name=id
                    value=value
                    checked=value == chosen
                />
                <span>{label}{(!hint.is_empty()).then(|| view! { <small>{hint}</small> })}</span>
            </label>
        }
    };
    view! {
        <fieldset
            class="radios"
            role="radiogroup"
            aria-invalid=wrong.then_some("true")
            aria-describedby=about_it
        >
            <legend>{legend}</legend>
            {about(id, "", error)}
            {choices.into_iter().enumerate().map(answer).collect_view()}
        </fieldset>
    }
    .into_any()
}

/// How somebody pays: card or PayPal, and what names the account there.
#[component]
pub fn Payment(
    /// "card" or "paypal".
    method: String,
    /// Last four digits, or the address.
    account: String,
    /// What was just said.
    said: Said,
) -> impl IntoView {
    let choices =
        vec![Choice { value: "card", label: "Card", hint: "" }, Choice { value: "paypal", label: "PayPal", hint: "" }];
    view! {
        <Choices id="method" legend="Payment method" choices chosen=method error=None/>
        <TextField
            id="account"
            label="Last four digits of the card, or the PayPal address"
            autocomplete="off"
            value=account
            error=said.at(Field::Account)
        />
    }
    .into_any()
}

/// Postal code of the billing address.
#[component]
pub fn PostalCode(
    /// As typed or known.
    value: String,
    /// What was just said.
    said: Said,
) -> impl IntoView {
    let error = said.at(Field::Postal);
    view! { <TextField id="postal" label="Postal code" autocomplete="postal-code" value error/> }.into_any()
}

/// One line of a list and the button that ends it: a form with one hidden value. The ear hears which line.
#[component]
pub fn Entry(
    /// Address of the server function.
    to: &'static str,
    /// What the value is sent as.
    name: &'static str,
    /// The value.
    value: String,
    /// Class of the button.
    class: &'static str,
    /// What the button says.
    label: &'static str,
    /// Which line.
    which: String,
) -> impl IntoView {
    view! {
        <Form to>
            <input type="hidden" name=name value=value/>
            <button type="submit" class=class>{label}<span class="visually-hidden">" "{which}</span></button>
        </Form>
    }
    .into_any()
}
