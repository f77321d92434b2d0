use crate::{
    model::{Attention, OrgAddress, OrgOverview, OrgSpot},
    ui::{doc::chart::scale::grouped, part::Icon},
};
use leptos::prelude::*;

/// What somebody should look at, with where to go about it.
pub fn view(page: &OrgOverview) -> AnyView {
    let item = |found: &Attention| {
        let (title, words) = words(found);
        let spot = spot(found).map(|(spot, query)| [&OrgAddress::new(&page.org, spot).path(), query].concat());
        let tone = if grave(found) { "danger" } else { "warning" };
        view! {
            <li data-tone=tone>
                <Icon name="alert"/>
                <div>
                    <p>{match spot {
                        Some(href) => view! { <a href=href>{title}</a> }.into_any(),
                        None => view! { <strong>{title}</strong> }.into_any(),
                    }}</p>
                    <p class="small">{words}</p>
                </div>
            </li>
        }
    };
    view! {
        <section class="card attention" aria-labelledby="attention">
            <h2 id="attention">"Needs attention"</h2>
            {match page.attention.is_empty() {
                true => view! { <p class="muted">"Nothing needs you right now."</p> }.into_any(),
                false => view! { <ul>{page.attention.iter().map(item).collect_view()}</ul> }.into_any(),
            }}
        </section>
    }
    .into_any()
}

/// Requests of people who cannot get in, above everything else on the page: somebody waits behind each of them.
pub fn waiting(page: &OrgOverview) -> AnyView {
    let waits = page.attention.iter().filter(|found| matches!(found, Attention::Requests(_) | Attention::Approvals(_)));
    let said: Vec<String> = waits.map(|found| words(found).0).collect();
    if said.is_empty() {
        return ().into_any();
    }
    let href = OrgAddress::new(&page.org, OrgSpot::Requests).path();
    view! {
        <div class="notice" data-tone="warning">
            <Icon name="alert"/>
            <p><strong>{said.join(", ")}"."</strong>" "<a href=href>"See requests"</a></p>
        </div>
    }
    .into_any()
}

fn grave(found: &Attention) -> bool {
    matches!(
        found,
        Attention::Overdue(_) | Attention::NoWayBack(_) | Attention::OneOwner(_) | Attention::SharedNumber(_)
    )
}

fn spot(found: &Attention) -> Option<(OrgSpot, &'static str)> {
    match found {
        Attention::Requests(_) | Attention::Approvals(_) => Some((OrgSpot::Requests, "")),
        Attention::Overdue(_) | Attention::GraceEnds { .. } => Some((OrgSpot::People, "?status=none")),
        Attention::Failing { .. } => Some((OrgSpot::Delivery, "")),
        Attention::OneOwner(_) => Some((OrgSpot::People, "?role=owner")),
        _ => None,
    }
}

/// A title, and what it means or what to do.
fn words(found: &Attention) -> (String, String) {
    match found {
        Attention::Requests(1) => ("1 request waits".into(), "Somebody lost phone and recovery code.".into()),
        Attention::Requests(n) => (format!("{n} requests wait"), "People lost phone and recovery code.".into()),
        Attention::Approvals(1) => {
            ("1 reset waits for a second person".into(), "Nothing happens to their 2FA before somebody approves it.".into())
        }
        Attention::Approvals(n) => (
            format!("{n} resets wait for a second person"),
            "Nothing happens to their 2FA before somebody approves it.".into(),
        ),
        Attention::Overdue(1) => {
            ("1 person must use 2FA and has none".into(), "They are asked for it at their next sign-in.".into())
        }
        Attention::Overdue(n) => (
            format!("{} people must use 2FA and have none", grouped(*n)),
            "They are asked for it at their next sign-in.".into(),
        ),
        Attention::GraceEnds { day, people } => (
            format!("2FA is required from {day}"),
            format!("{} of those it is required of have none yet.", grouped(*people)),
        ),
        Attention::OneOwner(name) => (
            "There is only one owner".into(),
            format!("If {name} loses phone and recovery code, nobody here can help. Make somebody else an owner as well."),
        ),
        Attention::SharedNumber(names) => (
            format!("{} use the same number", names.join(" and ")),
            "Whoever takes that number over has the codes of both. Each owner needs a number of their own.".into(),
        ),
        Attention::HostedNumber(name) => (
            format!("{name} gets codes at a number hosted here"),
            "If this service stops, so does that number, and they are locked out of it.".into(),
        ),
        Attention::OwnDomain { name, domain } => (
            format!("{name} gets mail at {domain}, where this server lies"),
            "What takes the server down takes the mailbox down, and with it the way back.".into(),
        ),
        Attention::NoWayBack(name) => (
            format!("{name} could not come back"),
            "If their phone were lost today, only the operator of the server could help. Ask them to make a recovery code."
                .into(),
        ),
        Attention::Unreachable(1) => {
            ("1 person cannot be told of changes".into(), "Every address of theirs refuses mail.".into())
        }
        Attention::Unreachable(n) => {
            (format!("{} people cannot be told of changes", grouped(*n)), "Every address of theirs refuses mail.".into())
        }
        Attention::Fragile(1) => (
            "1 person is one accident from being locked out".into(),
            "They have one phone and no recovery code, spare phone or authenticator app.".into(),
        ),
        Attention::Fragile(n) => (
            format!("{} people are one accident from being locked out", grouped(*n)),
            "They have one phone and no recovery code, spare phone or authenticator app.".into(),
        ),
        Attention::Failing { country, delivered } => (
            format!("Only {delivered} % of messages to {country} arrive"),
            "Ask people there to receive a call, or look at the provider.".into(),
        ),
    }
}
