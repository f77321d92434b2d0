mod bar;
mod drawer;
mod invited;
mod row;
mod tools;

use crate::{
    api::BulkSelect,
    model::{Amount, Column, OrgAddress, OrgHead, OrgId, OrgQuery, OrgSpot, People, PersonId, PersonRow},
    ui::{
        part::{Form, Icon},
        post::Door,
    },
};
use leptos::prelude::*;

/// S14: everybody, or those looked for.
pub fn view(mut page: People, head: &OrgHead) -> AnyView {
    let (org, person, asked) = (&head.org, page.person.take(), page.invited.take());
    let page = &page;
    let path = OrgAddress::new(org, OrgSpot::People).path();
    let export = [&path, "/export.csv", &page.query.suffix()].concat();
    let invite = OrgAddress::new(org, OrgSpot::Invite).path();
    let tools = tools::view(page, &path);
    let open = person.as_ref().map(|person| person.id.clone());
    view! {
        <div class="head">
            <p class="muted">{everybody(page.everybody)}</p>
            <div class="row" data-follows>
                <a class="button" href=export download="">"Export CSV"</a>
                <a class="button primary" href=invite.clone()>"Invite people"</a>
            </div>
        </div>
        {tools}
        <div class="beside">
            <div class="found" data-found>
                {tools::chips(page, &path)}
                <p class="small" role="status">{said(page)}</p>
                {match (asked, page.rows.is_empty()) {
                    (Some(asked), _) => invited::view(asked, invite),
                    (None, true) => nobody(page, &path),
                    (None, false) => table(page, &path, org, open.as_ref()),
                }}
                {pages(page, &path)}
            </div>
            <div class="slot" data-slot>{person.map(|person| drawer::view(*person, head, [path.as_str(), &page.here.suffix()].concat()))}</div>
        </div>
    }
    .into_any()
}

/// "3,240".
pub fn number(n: i64) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn everybody(people: i64) -> String {
    if people == 1 { "1 person".to_owned() } else { [&number(people), " people"].concat() }
}

/// "Showing 51–100 of about 3,240", and how many for a start where everything is on one page.
fn said(page: &People) -> String {
    let many = i64::try_from(page.rows.len()).unwrap_or(0);
    if many == 0 {
        return String::new();
    }
    let (first, last) = (number(page.from), number(page.from + many - 1));
    match page.found {
        Some(Amount { people, .. }) if people == many && page.from == 1 => everybody(people),
        Some(Amount { people, about }) => {
            let about = if about { "about " } else { "" };
            let people = people.max(page.from + many - 1);
            ["Showing ", &first, "–", &last, " of ", about, &number(people)].concat()
        }
        None => ["Showing ", &first, "–", &last, " of more"].concat(),
    }
}

/// Nobody fits: why, and what to do about it.
fn nobody(page: &People, path: &str) -> AnyView {
    let more = page.next.as_ref().map(|next| [path, &next.suffix()].concat());
    let asked = page.query != OrgQuery::default();
    let words = match (&more, asked) {
        (Some(_), _) => "Nobody fits among the people looked at so far.",
        (None, true) => "Nobody fits. Check the spelling, or remove a filter.",
        (None, false) => "Nobody belongs to this organization yet.",
    };
    let path = path.to_owned();
    view! {
        <div class="empty">
            <Icon name="info"/>
            <p class="muted">{words}</p>
            {asked.then(|| view! { <p><a class="button" href=path>"Show everybody"</a></p> })}
        </div>
    }
    .into_any()
}

fn table(page: &People, path: &str, org: &OrgId, open: Option<&PersonId>) -> AnyView {
    let head = |order: &'static str, label: &'static str| heading(page, path, order, label);
    let shown = |column: Column| page.columns.contains(&column);
    let other = |column: Column| {
        let (order, label) = match column {
            Column::Enrolled => ("enrolled", "Enrolled on"),
            Column::Reset => ("reset", "Last reset"),
            Column::Country => ("", "Country"),
            Column::Recovery => ("", "Recovery code"),
            Column::Managed => ("", "Managed"),
        };
        shown(column).then(|| head(order, label))
    };
    let others = Column::ALL.map(other);
    let beside = |id: &PersonId| [path, &page.here.with("person", id.as_str()).suffix()].concat();
    let row = |row: &PersonRow| row::view(row, &page.columns, org, (beside(&row.id), open == Some(&row.id)));
    let rows = page.rows.iter().map(row).collect_view();
    let (bulk, query) = (bar::view(page), page.query.suffix());
    let (org, compact) = (org.to_string(), page.compact.then_some("compact"));
    let heads = [
        head("name", "Name"),
        head("status", "2FA status"),
        head("method", "Method"),
        head("", "Phone"),
        head("role", "Role"),
        head("seen", "Last sign-in"),
    ];
    view! {
        <Form to=BulkSelect::PATH class="picks stack">
        <input type="hidden" name="org" value=org/>
        <input type="hidden" name="query" value=query/>
        <table class="roster" data-density=compact>
            <caption class="visually-hidden">"People, with how each of them stands with 2FA"</caption>
            <thead>
                <tr>
                    <th scope="col" class="pick">
                        <span class="visually-hidden">"Select"</span>
                        <input type="checkbox" class="js-only" data-pick-page aria-label="Select everybody on this page"/>
                    </th>
                    {heads.into_iter().collect_view()}
                    {others.into_iter().flatten().collect_view()}
                    <th scope="col"><span class="visually-hidden">"Actions"</span></th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        {bulk}
        </Form>
    }
    .into_any()
}

/// A column's heading; a link where the list can be put in its order.
fn heading(page: &People, path: &str, order: &'static str, label: &'static str) -> AnyView {
    let Some((sorted, down)) = page.sorted.filter(|_| !order.is_empty()) else {
        return view! { <th scope="col">{label}</th> }.into_any();
    };
    let here = sorted == order;
    // What is looked for comes first at the first press: the latest, or the first of the alphabet.
    let late = matches!(order, "seen" | "enrolled" | "reset");
    let next = match (here, down) {
        (true, true) => order.to_owned(),
        (true, false) => ["-", order].concat(),
        (false, _) if late => ["-", order].concat(),
        (false, _) => order.to_owned(),
    };
    let query = if next == "name" { page.query.without("sort") } else { page.query.with("sort", &next) };
    let state = here.then_some(if down { "descending" } else { "ascending" });
    let mark = here.then_some(if down { "▼" } else { "▲" });
    view! {
        <th scope="col" aria-sort=state>
            <a href=[path, &query.suffix()].concat()>{label}<span aria-hidden="true" class="sort">{mark}</span></a>
        </th>
    }
    .into_any()
}

fn pages(page: &People, path: &str) -> AnyView {
    if page.previous.is_none() && page.next.is_none() {
        return ().into_any();
    }
    let link = |query: &Option<OrgQuery>, label: &'static str, rel: &'static str| match query {
        Some(query) => view! { <a class="button" rel=rel href=[path, &query.suffix()].concat()>{label}</a> }.into_any(),
        None => view! { <span class="button" aria-disabled="true">{label}</span> }.into_any(),
    };
    view! {
        <nav class="row pages" aria-label="Pages">
            {link(&page.previous, "Previous", "prev")}
            {link(&page.next, "Next", "next")}
        </nav>
    }
    .into_any()
}
