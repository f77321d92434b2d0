use crate::{
    api::OrgResetDecide,
    model::{OrgId, ResetCard, ResetEnd, ResetMay},
    ui::{
        doc::org::reset::{first_name, names, vouch, withdraw},
        part::{Form, Time},
        post::Door,
        text::Said,
    },
};
use leptos::prelude::*;

/// A reset that takes a second person: who asked for whom and why, and the decision.
pub fn view(card: ResetCard, org: &OrgId) -> AnyView {
    let title = ["reset-", &card.id].concat();
    let labelled = title.clone();
    let (tone, word) = match &card.ended {
        None => ("warning", "Waiting"),
        Some((ResetEnd::Done, ..)) => ("success", "Approved"),
        Some((ResetEnd::Declined, ..)) => ("danger", "Declined"),
        Some((ResetEnd::Withdrawn, ..)) => ("neutral", "Taken back"),
        Some((ResetEnd::Expired, ..)) => ("neutral", "Expired"),
    };
    let decision = match card.may {
        ResetMay::Decide => decide(&card, org),
        ResetMay::Withdraw => withdraw(&card, org),
        ResetMay::Look => ().into_any(),
    };
    let waits = card.ended.is_none();
    view! {
        <section class="card" aria-labelledby=labelled>
            <div class="head">
                <h2 id=title>{["Reset 2FA for ", &card.name].concat()}</h2>
                <span class="badge" data-tone=tone>{word}</span>
            </div>
            <p class="muted">{card.email}" · "{card.asked_by}" asked on "<Time at=card.asked/></p>
            <p>"Why: "{card.why}{(!card.ticket.is_empty()).then(|| view! { " · Ticket "{card.ticket} })}</p>
            {waits.then(|| view! {
                <p class="small">"Waiting for "{names(&card.others)}" to approve, until "<Time at=card.until/>"."</p>
            })}
            {card.ended.map(|(_, by, at)| view! { <p class="small">{word}" on "<Time at/>": "{by}</p> })}
            {decision}
        </section>
    }
    .into_any()
}

fn decide(card: &ResetCard, org: &OrgId) -> AnyView {
    let (org, id, first) = (org.to_string(), card.id.clone(), first_name(&card.name));
    let vouched = card.mailed.clone().map(|(at, when)| vouch(at, when, &first, &Said::default()));
    view! {
        <p class="small">"Speak to "{first}" before you approve, not by e-mail."</p>
        <Form to=OrgResetDecide::PATH class="stack">
            <input type="hidden" name="org" value=org/>
            <input type="hidden" name="id" value=id/>
            {vouched}
            <div class="row">
                <button type="submit" class="button primary" name="decision" value="approve">"Approve and reset 2FA"</button>
                <button type="submit" class="button" name="decision" value="decline">"Decline"</button>
            </div>
        </Form>
    }
    .into_any()
}
