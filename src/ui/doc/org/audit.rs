//! S18: the audit log.

pub mod event;

mod filters;
mod words;

use crate::{
    model::{AuditLine, AuditLog, AuditRange, AuditWho, OrgAddress, OrgId, OrgQuery, OrgSpot},
    ui::part::{Icon, Time},
};
use leptos::prelude::*;

/// The log: what it is narrowed by, and its rows by day.
pub fn view(page: AuditLog, org: &OrgId) -> AnyView {
    let here = OrgAddress::new(org, OrgSpot::Audit).path();
    let filters = filters::view(&page, &here);
    let AuditLog { query, chips, range, days, older, paged, public_key, news, .. } = page;
    let said = match (range, chips.is_empty()) {
        (AuditRange::LastDays(days), true) => format!("Everything of the last {days} days, newest first."),
        (AuditRange::LastDays(days), false) => format!("What matches, of the last {days} days, newest first."),
        (AuditRange::Days(from, to), _) if from == to => format!("What happened on {from}, newest first."),
        (AuditRange::Days(from, to), _) => format!("What happened from {from} to {to}, newest first."),
    };
    let path = |more: &str, query: &OrgQuery| [&here, more, &query.suffix()].concat();
    let (csv, lines, newest) = (path("/export.csv", &query), path("/export.jsonl", &query), path("", &query));
    let ask = |news: &OrgQuery| path("/news", news);
    let further = older.as_ref().is_some_and(|(_, tired)| *tired);
    let next = older.map(|(query, _)| path("", &query) + "#first");
    let nothing = days.is_empty().then_some(match further {
        true => "Nothing among the newest events. Older ones were not looked at yet.",
        false => "Nothing happened in this range.",
    });
    let key = public_key;
    let mut first = true;
    let days = days.into_iter().map(|day| {
        let events = day.events.into_iter().map(|event| {
            let mark = std::mem::take(&mut first);
            row(event, org, mark)
        });
        let events = events.collect_view();
        view! {
            <section class="day">
                <h2>{day.day}</h2>
                <ol class="trail">{events}</ol>
            </section>
        }
    });
    let days = days.collect_view();
    view! {
        {filters}
        <p class="lede">{said}</p>
        {news.map(|news| view! { <div class="news" role="status" data-news=ask(&news) data-newest=newest.clone()></div> })}
        {days}
        {nothing.map(|words| view! { <div class="empty"><Icon name="shield"/><p class="muted">{words}</p></div> })}
        {(next.is_some() || paged).then(|| view! {
            <nav class="row" aria-label="Pages">
                {paged.then(|| view! { <a class="button" href=newest>"Newest"</a> })}
                {next.map(|next| view! {
                    <a class="button" href=next rel="next">{if further { "Search further back" } else { "Load older" }}</a>
                })}
            </nav>
        })}
        <section class="card" aria-labelledby="export">
            <h2 id="export">"Export"</h2>
            <p>"What is shown above, of the whole range and not of this page alone. Times are in UTC. An export is an event of \
                this log, too."</p>
            <p class="row">
                <a class="button" href=csv download="">"Export CSV"</a>
                <a class="button" href=lines download="">"Export JSON Lines"</a>
            </p>
            <p class="muted">"JSON Lines can be verified offline, with this key: "<code>"rekey audit verify --export FILE \
                --public-key "{key}</code></p>
        </section>
    }
    .into_any()
}

/// One row: a sentence, small facts, when and from where. It leads to the event's own page.
fn row(line: AuditLine, org: &OrgId, first: bool) -> AnyView {
    let path = OrgAddress::new(org, OrgSpot::Event(line.id.clone())).path();
    let tone = if line.kind.is_some_and(crate::model::Kind::is_failure) { "warning" } else { "plain" };
    let from = origin(&line);
    let facts = facts(&line);
    let at = line.at.clone();
    view! {
        <li data-tone=tone id=first.then_some("first") tabindex=first.then_some("-1")>
            <p>{sentence(&line)}{facts}</p>
            <p class="muted"><a href=path><Time at/></a>{from}</p>
        </li>
    }
    .into_any()
}

/// "Dana Ortiz reset 2FA for Jonas Weber", the names set off.
pub fn sentence(line: &AuditLine) -> AnyView {
    let template = match line.kind {
        Some(kind) if line.own => words::words(kind).own,
        Some(kind) => words::words(kind).by,
        None => {
            return view! { <span>{name(&line.actor)}": "{line.word.clone()}", "{name(&line.person)}</span> }
                .into_any();
        }
    };
    let mut parts = Vec::new();
    for (n, text) in template.split(['{', '}']).enumerate().filter(|(_, text)| !text.is_empty()) {
        parts.push(match (n % 2, text) {
            (1, "a") => name(&line.actor),
            (1, _) => name(&line.person),
            (_, text) => text.to_owned().into_any(),
        });
    }
    parts.collect_view().into_any()
}

fn name(who: &AuditWho) -> AnyView {
    match who {
        AuditWho::Person { name, .. } => view! { <strong>{name.clone()}</strong> }.into_any(),
        AuditWho::Unknown(_) => view! { <strong>"somebody who is not known any more"</strong> }.into_any(),
        AuditWho::Operator => view! { <strong>"The operator"</strong> }.into_any(),
        AuditWho::Time => view! { <strong>"Rekey"</strong> }.into_any(),
    }
}

/// " — reason: lost phone, ticket 4821"; nothing without facts.
fn facts(line: &AuditLine) -> Option<String> {
    let all: Vec<String> = line.facts.iter().filter_map(|(name, value)| words::fact(name, value)).collect();
    (!all.is_empty()).then(|| format!(" — {}", all.join(", ")))
}

/// " — 203.0.113.7, Firefox on macOS"; nothing for what came from no browser.
fn origin(line: &AuditLine) -> Option<String> {
    let parts: Vec<&str> = [line.address.as_str(), &line.device].into_iter().filter(|p| !p.is_empty()).collect();
    (!parts.is_empty()).then(|| format!(" — {}", parts.join(", ")))
}
