//! S20: how messages arrive.

mod held;

use super::overview::range_menu;
use crate::{
    api::OrgTestCode,
    model::{CarrierLine, CountryLine, OrgDelivery, OrgSpot, Provider},
    ui::{
        doc::chart::{RangeMark, scale::grouped},
        part::{Form, Icon},
        post::Door,
    },
};
use leptos::prelude::*;

/// The page.
pub fn view(page: OrgDelivery) -> AnyView {
    let OrgDelivery { org, range, as_of, countries: lines, funnel: steps, providers, .. } = page;
    let OrgDelivery { carriers, spent, held, phone, sms, call, .. } = page;
    let file = ["/org/", org.as_str(), "/figures/countries.csv?range=", range.word()].concat();
    let id = org.to_string();
    let currency = spent.currency.clone();
    view! {
        {range_menu(&org, &OrgSpot::Delivery, range, as_of)}
        <section class="card" aria-labelledby="funnel">
            <h2 id="funnel">"From code to sign-in"</h2>
            <p class="small">"Codes by text and call, last "{range.days()}" days"</p>
            {funnel(steps)}
        </section>
        <section class="card" aria-labelledby="countries">
            <h2 id="countries">"Countries"</h2>
            <p class="small">"Most messages first. The mark shows the typical wait and the slowest 5 %, from 0 to 60 seconds."</p>
            {countries(lines, Some(&currency))}
            <p><a href=file download="">"Download CSV"</a></p>
        </section>
        <section class="card" aria-labelledby="providers">
            <h2 id="providers">"Providers"</h2>
            <ul class="providers">{providers.into_iter().map(provider).collect_view()}</ul>
            {by_carrier(carriers, &currency)}
        </section>
        {held::view(&org, held, &spent)}
        <section class="card" aria-labelledby="test">
            <h2 id="test">"Send a test code"</h2>
            {match phone.is_empty() {
                true => view! { <p class="muted">"You have no phone yet. Add one in User Settings."</p> }.into_any(),
                false => view! {
                    <p>"To your own phone "<span class="masked">{phone}</span>". It opens nothing, and the usual limits apply."</p>
                    <Form to=OrgTestCode::PATH class="row">
                        <input type="hidden" name="org" value=id/>
                        {sms.then(|| view! {
                            <button type="submit" class="button" name="channel" value="sms">"Send a test code"</button>
                        })}
                        {call.then(|| view! {
                            <button type="submit" class="button" name="channel" value="call">"Receive a test call"</button>
                        })}
                    </Form>
                }
                .into_any(),
            }}
        </section>
    }
    .into_any()
}

/// How codes arrive, country by country; with a currency, what they cost as well.
pub fn countries(lines: Vec<CountryLine>, currency: Option<&str>) -> AnyView {
    let priced = currency.is_some();
    let paid = currency.unwrap_or_default().to_owned();
    if lines.is_empty() {
        return view! { <p class="muted">"No codes were sent in this range."</p> }.into_any();
    }
    let share =
        |part: i64, all: i64| if all > 0 { [&(part * 100 / all).to_string(), " %"].concat() } else { "–".to_owned() };
    let row = move |line: CountryLine| {
        let few = line.too_few();
        let speed = line.speed.filter(|_| !few);
        view! {
            <tr>
                <th scope="row">{line.name.clone()}</th>
                <td class="count">{grouped(line.sent)}</td>
                {match few {
                    true => view! { <td colspan="4" class="muted">"Too few to show"</td> }.into_any(),
                    false => view! {
                        <td class="count" data-low=(line.delivered * 100 < line.sent * 90).then_some("")>
                            {share(line.delivered, line.sent)}
                        </td>
                        <td class="count">{share(line.used, line.started)}</td>
                        {match speed {
                            Some((typical, slow)) => view! {
                                <td class="count">{seconds(typical)}<RangeMark typical slow/></td>
                                <td class="count">{seconds(slow)}</td>
                            }.into_any(),
                            None => view! { <td class="muted">"–"</td><td class="muted">"–"</td> }.into_any(),
                        }}
                    }
                    .into_any(),
                }}
                {priced.then(|| view! { <td class="count">{money(line.cost, &paid)}</td> })}
            </tr>
        }
    };
    view! {
        <div class="scroll" tabindex="0" role="group" aria-label="Delivery by country">
            <table class="table">
                <thead><tr>
                    <th scope="col">"Country"</th>
                    <th scope="col" class="count">"Sent"</th>
                    <th scope="col" class="count" title="Messages that the carrier took">"Delivered"</th>
                    <th scope="col" class="count" title="Codes that were entered right and in time">"Used"</th>
                    <th scope="col" class="count" title="p50">"Typical wait"</th>
                    <th scope="col" class="count" title="p95">"Slowest 5 %"</th>
                    {priced.then(|| view! { <th scope="col" class="count" title="By the prices of the settings">"Spend"</th> })}
                </tr></thead>
                <tbody>{lines.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// What became of messages, carrier by carrier.
fn by_carrier(lines: Vec<CarrierLine>, currency: &str) -> AnyView {
    if lines.is_empty() {
        return ().into_any();
    }
    let row = |line: CarrierLine| {
        view! {
            <tr>
                <th scope="row">{line.name}</th>
                <td class="count">{grouped(line.taken + line.refused)}</td>
                <td class="count">{grouped(line.taken)}</td>
                <td class="count">{grouped(line.arrived)}</td>
                <td class="count">{grouped(line.used)}</td>
                <td class="count">{money(line.cost, currency)}</td>
            </tr>
        }
    };
    view! {
        <div class="scroll" tabindex="0" role="group" aria-label="Messages by provider">
            <table class="table">
                <thead><tr>
                    <th scope="col">"Provider"</th>
                    <th scope="col" class="count">"Sent"</th>
                    <th scope="col" class="count" title="Messages that it accepted">"Taken"</th>
                    <th scope="col" class="count" title="Messages that it reported as delivered">"Delivered"</th>
                    <th scope="col" class="count" title="Codes that were entered right and in time">"Used"</th>
                    <th scope="col" class="count" title="By the prices of the settings">"Spend"</th>
                </tr></thead>
                <tbody>{lines.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// Thousandths of a currency: "USD 12.34", rounded up.
fn money(thousandths: i64, currency: &str) -> String {
    let cents = (thousandths + 9) / 10;
    format!("{currency} {}.{:02}", grouped(cents / 100), cents % 100)
}

fn seconds(n: i64) -> String {
    if n > 60 { "over 60 s".to_owned() } else { format!("≤ {n} s") }
}

fn funnel(steps: [i64; 4]) -> AnyView {
    let labels = ["Started", "Delivered", "Entered", "Verified"];
    let first = steps[0];
    let step = |(n, (label, count)): (usize, (&'static str, i64))| {
        let share = (n > 0 && first > 0).then(|| [&(count * 100 / first).to_string(), " % of started"].concat());
        view! {
            <li><span class="number">{grouped(count)}</span><span>{label}</span><span class="small">{share}</span></li>
        }
    };
    let steps = labels.into_iter().zip(steps).enumerate().map(step).collect_view();
    view! { <ol class="funnel">{steps}</ol> }.into_any()
}

fn provider(provider: Provider) -> AnyView {
    let (taken, refused) = provider.day;
    let all = taken + refused;
    let (tone, state) = match (all, refused) {
        (0, _) => ("plain", "No messages since yesterday"),
        (all, refused) if refused * 10 > all => ("danger", "Refuses messages"),
        _ => ("success", "Working"),
    };
    view! {
        <li>
            <Icon name="phone"/>
            <div>
                <p><strong>{provider.name}</strong>" "<span class="badge" data-tone=tone>{state}</span></p>
                <p class="small">
                    {provider.carries}" · since yesterday "{grouped(taken)}" taken, "{grouped(refused)}" refused · "
                    {grouped(provider.waiting)}" waiting"
                </p>
            </div>
        </li>
    }
    .into_any()
}
