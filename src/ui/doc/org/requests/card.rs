use super::talk;
use crate::{
    api::CaseDecide,
    model::{CaseCard, CaseFact, CaseQuestion, CaseStep, OrgId},
    ui::{
        doc::case::{month, reason},
        part::{Form, Icon, Time},
        post::Door,
    },
};
use leptos::prelude::*;

/// One request: who, why, what is claimed beside what is known, and the decision.
pub fn view(case: CaseCard, org: &OrgId) -> AnyView {
    // Two people can have one name, but no two requests one number.
    let (title, number) = (["case-", &case.id].concat(), ["number-", &case.id].concat());
    let labelled = [&title, " ", &number].concat();
    let badge = badge(&case);
    let ask = (!case.own && case.closed.is_none()).then(|| talk::ask(&case, org));
    let closed = case.closed.filter(|_| !case.passed);
    let decision = closed.is_none().then(|| decision(case.id, case.own, case.passed));
    view! {
        <section class="card" aria-labelledby=labelled>
            <div class="head">
                <h2 id=title>{case.name}</h2>
                <span class="badge" data-tone=badge.0>{badge.1}</span>
            </div>
            <p class="muted">{case.email}" · "<span id=number class="nowrap">{case.number}</span>" · sent "<Time at=case.opened/></p>
            {case.mailed_password.then(|| {
                warning("The password was reset by email. Only the mailbox has been shown.")
            })}
            {(!case.told && closed.is_none()).then(|| {
                warning("No notice has reached the person yet, so nobody could object. Speak to the person first.")
            })}
            {case.reason.map(|why| view! {
                <p>{reason(why)}{(!case.details.is_empty()).then(|| view! { ": “"{case.details}"”" })}</p>
            })}
            {facts(case.facts)}
            {talk::said(case.talk)}
            {(!case.passed && closed.is_none()).then(|| view! {
                <p class="small">{match case.ready {
                    Some(ready) => view! { "Completes by itself on "<Time at=ready/>", unless it is declined." }.into_any(),
                    None => view! { "Does not complete by itself: an owner has to decide it." }.into_any(),
                }}</p>
            })}
            {closed.map(|closed| view! {
                <p class="small">{badge.1}" on "<Time at=closed.at/>": "{closed.by}</p>
            })}
            {ask}
            {decision}
        </section>
    }
    .into_any()
}

/// How it stands, in one word.
fn badge(case: &CaseCard) -> (&'static str, &'static str) {
    match case.closed.as_ref().map(|closed| &closed.how) {
        None => ("warning", "Waiting"),
        Some(CaseStep::Passed { .. }) => ("success", "Approved"),
        Some(CaseStep::Used) => ("success", "Done"),
        Some(CaseStep::Refused) => ("danger", "Declined"),
        Some(CaseStep::Expired) => ("neutral", "Expired"),
        Some(_) => ("neutral", "Cancelled"),
    }
}

fn decision(id: String, own: bool, passed: bool) -> AnyView {
    if own {
        return view! { <p class="muted">"This is your own request. Somebody else has to decide it."</p> }.into_any();
    }
    let button = |class: &'static str, value: &'static str, label: &'static str| {
        view! { <button type="submit" class=class name="decision" value=value>{label}</button> }
    };
    view! {
        <Form to=CaseDecide::PATH class="row">
            <input type="hidden" name="id" value=id/>
            {match passed {
                true => button("button danger-text", "refuse", "Cancel this request").into_any(),
                false => view! {
                    {button("button primary", "approve", "Approve and reset 2FA")}
                    {button("button", "refuse", "Decline")}
                }
                .into_any(),
            }}
        </Form>
    }
    .into_any()
}

/// Claimed and known facts side by side.
fn facts(facts: Vec<CaseFact>) -> AnyView {
    view! {
        <table class="compare">
            <caption class="visually-hidden">"What was claimed, and what is known"</caption>
            <thead>
                <tr><th scope="col">"Question"</th><th scope="col">"Claimed"</th><th scope="col">"Known"</th><th scope="col">"Result"</th></tr>
            </thead>
            <tbody>{facts.into_iter().map(fact).collect_view()}</tbody>
        </table>
    }
    .into_any()
}

fn fact(fact: CaseFact) -> AnyView {
    let read = |text: String| match fact.what {
        _ if text.is_empty() => "None".to_owned(),
        CaseQuestion::Month => month(&text),
        _ => text,
    };
    let (tone, mark, word) =
        if fact.right { ("success", "✓", "Matches") } else { ("danger", "✗", "Does not match") };
    view! {
        <tr>
            <th scope="row">{question(fact.what)}</th>
            <td data-label="Claimed">{read(fact.claimed)}</td>
            <td data-label="Known">{read(fact.known)}</td>
            <td data-tone=tone><span aria-hidden="true">{mark}</span>" "{word}</td>
        </tr>
    }
    .into_any()
}

fn question(what: CaseQuestion) -> &'static str {
    match what {
        CaseQuestion::Organization => "Organization name",
        CaseQuestion::Name => "Full name",
        CaseQuestion::Payment => "Payment method",
        CaseQuestion::Postal => "Postal code",
        CaseQuestion::Month => "Month the account was made",
    }
}

fn warning(words: &'static str) -> AnyView {
    view! { <div class="notice" data-tone="warning"><Icon name="alert"/><p>{words}</p></div> }.into_any()
}
