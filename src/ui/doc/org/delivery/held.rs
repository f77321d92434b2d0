//! New numbers whose codes are held back, and the day's money.

use super::money;
use crate::{
    api::OrgNumberAllow,
    model::{HeldNumber, HeldWhy, OrgAddress, OrgId, OrgSpot, Spent},
    ui::{
        doc::{chart::scale::grouped, org::act::Act},
        part::{Icon, Time},
        post::Door,
    },
};
use leptos::prelude::*;

/// Both sections.
pub fn view(org: &OrgId, held: Vec<HeldNumber>, spent: &Spent) -> AnyView {
    let (new, all) = spent.stops;
    let sum = |amount: i64| money(amount, &spent.currency);
    view! {
        <section class="card" aria-labelledby="held">
            <h2 id="held">"Numbers held back"</h2>
            <p class="small">
                "New numbers whose codes look like fraud. Phones that are set up already get their codes as always."
            </p>
            {match held.is_empty() {
                true => view! { <p class="muted">"No number is held back."</p> }.into_any(),
                false => view! {
                    <ul class="sessions">{held.into_iter().map(|number| line(org, number)).collect_view()}</ul>
                }
                .into_any(),
            }}
        </section>
        <section class="card" aria-labelledby="spend">
            <h2 id="spend">"Spend today"</h2>
            <p><strong>{sum(spent.today)}</strong>" of "{sum(all)}" for texts and calls, by UTC day and the prices of the settings."</p>
            <p class="small">"Codes to new numbers stop at "{sum(new)}". The rest is kept for people who sign in."</p>
        </section>
    }
    .into_any()
}

fn line(org: &OrgId, held: HeldNumber) -> AnyView {
    let person = OrgAddress::new(org, OrgSpot::Person(held.person)).path();
    let why = why(held.why, held.everywhere, held.counts);
    view! {
        <li>
            <Icon name="alert"/>
            <div>
                <p><strong class="masked">{held.number.clone()}</strong>" "{held.country}</p>
                <p class="muted">"Asked for by "<a href=person>{held.who}</a></p>
                <p class="muted">{why}</p>
                <p class="muted">"Held until "<Time at=held.until/></p>
            </div>
            {match held.allowed {
                true => view! { <span class="badge" data-tone="success">"Allowed"</span> }.into_any(),
                false => view! {
                    <Act
                        to=OrgNumberAllow::PATH
                        fields=vec![("org", org.to_string()), ("id", held.id)]
                        class="button"
                        label="Allow this number"
                        which=held.number
                    />
                }
                .into_any(),
            }}
        </li>
    }
    .into_any()
}

fn why(why: HeldWhy, everywhere: bool, (numbers, answered): (i64, i64)) -> String {
    let whose = if everywhere { " on this server" } else { "" };
    let counted = |what: &str| {
        format!("{} {what}{whose} got a code, {} of them entered it.", grouped(numbers), grouped(answered))
    };
    match why {
        HeldWhy::Range => counted("new numbers that begin like it"),
        HeldWhy::Sequence => counted("new numbers right beside it"),
        HeldWhy::Country => counted("new numbers in this country"),
        HeldWhy::Carrier => "The provider takes messages to numbers that begin like it for fraud.".to_owned(),
        HeldWhy::Money => format!("What codes to new numbers{whose} may use of a day's messages or money is used up."),
    }
}
