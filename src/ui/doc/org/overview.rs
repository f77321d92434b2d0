//! S13: are we safe, what needs me, what changed.

mod attention;
mod tiles;

use super::{audit::sentence, delivery::countries};
use crate::{
    model::{CoverDay, OrgAddress, OrgId, OrgOverview, OrgSpot, Range, ResetWeek},
    ui::{
        doc::chart::{Bar, Bars, Figure, LineChart, Part, Point, StackedBar, scale::grouped},
        part::Time,
    },
};
use leptos::prelude::*;

/// The page.
pub fn view(page: OrgOverview) -> AnyView {
    let org = page.org.clone();
    let head = range_menu(&org, &OrgSpot::Overview, page.range, page.as_of.clone());
    if page.first_use {
        return view! {
            {attention::waiting(&page)}
            {head}
            <div class="empty"><p class="muted">"No data yet. Figures appear after the first sign-in with 2FA."</p></div>
            {attention::view(&page)}
        }
        .into_any();
    }
    view! {
        {attention::waiting(&page)}
        {head}
        {tiles::view(&page)}
        <div class="board">
            {coverage(&org, page.range, &page.coverage)}
            {attention::view(&page)}
            {methods(&org, page.methods, page.range)}
            {resets(&org, page.range, &page.weeks)}
            <section class="card wide" aria-labelledby="delivery">
                <h2 id="delivery">"Delivery by country"</h2>
                <p class="small">"Codes by text and call, last "{page.range.days()}" days"</p>
                {countries(page.countries, None)}
                <p><a href=[&OrgAddress::new(&org, OrgSpot::Delivery).path(), "?range=", page.range.word()].concat()>
                    {if page.more_countries { "See all countries" } else { "See delivery" }}
                </a></p>
            </section>
            <section class="card wide" aria-labelledby="last">
                <h2 id="last">"Last events"</h2>
                <ol class="timeline">
                    {page.events.into_iter().map(|event| view! {
                        <li data-tone="plain">
                            <span>{sentence(&event)}</span>
                            <span class="muted"><Time at=event.at/></span>
                        </li>
                    }).collect_view()}
                </ol>
                <p><a href=OrgAddress::new(&org, OrgSpot::Audit).path()>"Open the audit log"</a></p>
            </section>
        </div>
    }
    .into_any()
}

/// How far back the page looks, and when it was read.
pub fn range_menu(org: &OrgId, spot: &OrgSpot, range: Range, as_of: crate::model::Moment) -> AnyView {
    let path = OrgAddress::new(org, spot.clone()).path();
    let here = [&path, "?range=", range.word()].concat();
    let link = |other: Range| {
        let current = (other == range).then_some("true");
        view! {
            <li><a href=[&path, "?range=", other.word()].concat() aria-current=current>
                {format!("Last {} days", other.days())}
            </a></li>
        }
    };
    view! {
        <div class="range">
            <nav aria-label="Range"><ul>{Range::ALL.into_iter().map(link).collect_view()}</ul></nav>
            <p class="small">"As of "<Time at=as_of/>" · "<a href=here>"Refresh"</a></p>
        </div>
    }
    .into_any()
}

fn file(org: &OrgId, name: &str, range: Range) -> String {
    ["/org/", org.as_str(), "/figures/", name, ".csv?range=", range.word()].concat()
}

fn coverage(org: &OrgId, range: Range, days: &[CoverDay]) -> AnyView {
    let share = |day: &CoverDay| day.people.share().unwrap_or(0);
    let points: Vec<Point> =
        days.iter().map(|day| Point { label: day.day.clone(), share: share(day), marked: day.policy }).collect();
    let summary = match (days.first(), days.last()) {
        (Some(first), Some(last)) => {
            format!("2FA coverage went from {} % on {} to {} % on {}.", share(first), first.day, share(last), last.day)
        }
        _ => "There is nobody to cover yet.".to_owned(),
    };
    let row = |day: &CoverDay| {
        let policy = if day.policy { "changed" } else { "" };
        let cells = vec![
            day.day.clone(),
            grouped(day.people.active),
            grouped(day.people.covered),
            [&share(day).to_string(), " %"].concat(),
            policy.to_owned(),
        ];
        (cells, None)
    };
    // The newest first: what a reader looks for.
    let rows = days.iter().rev().map(row).collect();
    let marked = days.iter().any(|day| day.policy);
    let sub = format!(
        "Share of active people with a verified phone or an authenticator app, at the end of each UTC day, last {} days{}",
        range.days(),
        if marked { "; dotted: the policy was changed" } else { "" }
    );
    view! {
        <Figure
            id="coverage"
            title="2FA coverage"
            sub
            columns=vec!["Day", "Active", "With 2FA", "Share", "Policy"]
            rows
            file=file(org, "coverage", range)
        >
            <LineChart points summary/>
        </Figure>
    }
    .into_any()
}

fn methods(org: &OrgId, counts: [i64; 4], range: Range) -> AnyView {
    let labels = ["SMS", "Voice call", "Authenticator app only", "Not set up"];
    let kinds = ["sms", "call", "app", "none"];
    let parts = kinds.into_iter().zip(labels).zip(counts);
    // Nobody has an app alone in most organizations: then there is nothing to say about it.
    let parts = parts.filter(|((kind, _), count)| *kind != "app" || *count > 0);
    let parts: Vec<Part> = parts.map(|((kind, label), count)| Part { kind, label, count }).collect();
    let words: Vec<String> = parts.iter().map(|part| format!("{} {}", grouped(part.count), part.label)).collect();
    let summary = format!("How people get their code: {}.", words.join(", "));
    let rows = parts.iter().map(|part| (vec![part.label.to_owned(), grouped(part.count)], None)).collect();
    view! {
        <Figure
            id="methods"
            title="How people get their code"
            sub="Active people by their default method, now".to_owned()
            columns=vec!["Method", "People"]
            rows
            file=file(org, "methods", range)
        >
            <StackedBar parts summary/>
        </Figure>
    }
    .into_any()
}

fn resets(org: &OrgId, range: Range, weeks: &[ResetWeek]) -> AnyView {
    let all: i64 = weeks.iter().flat_map(|week| week.counts).sum();
    let most = weeks.iter().max_by_key(|week| week.counts.iter().sum::<i64>());
    let summary = match most {
        Some(week) if all > 0 => format!(
            "{} resets in {} weeks; most in the week of {}: {}.",
            grouped(all),
            weeks.len(),
            week.label,
            grouped(week.counts.iter().sum())
        ),
        _ => format!("No resets in {} weeks.", weeks.len()),
    };
    let bars = weeks.iter().map(|week| Bar { label: week.label.clone(), counts: week.counts }).collect();
    let audit = OrgAddress::new(org, OrgSpot::Audit).path();
    let row = |week: &ResetWeek| {
        let [person, admin, request] = week.counts;
        let cells = vec![week.label.clone(), grouped(person), grouped(admin), grouped(request)];
        (cells, Some([&audit, "?from=", &week.from, "&to=", &week.to].concat()))
    };
    view! {
        <Figure
            id="resets"
            title="Resets per week"
            sub=format!("Phones replaced, by cause, last {} weeks from Monday to Sunday", weeks.len())
            columns=vec!["Week of", "By the person", "By an admin", "By a request"]
            rows=weeks.iter().rev().map(row).collect()
            file=file(org, "resets", range)
        >
            <Bars bars labels=["By the person", "By an admin", "By a request"] summary/>
        </Figure>
    }
    .into_any()
}
