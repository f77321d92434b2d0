//! What the list is looked through with: saved views, the form, and chips for what it asks.

use super::row::{standing, way};
use crate::{
    model::{CodeWay, Column, OrgQuery, People, Role, Standing},
    ui::{part::Icon, text},
};
use leptos::prelude::*;

/// Views that have a name: what they ask.
const VIEWS: [(&str, &[(&str, &str)]); 6] = [
    ("All", &[]),
    ("Not set up", &[("status", "none")]),
    ("Reset pending", &[("status", "pending")]),
    ("Locked", &[("status", "locked")]),
    ("Invited", &[("status", "invited")]),
    ("Admins without 2FA", &[("role", "staff"), ("status", "none")]),
];
/// What filters ask for, and not how the list looks.
const FILTERS: [&str; 6] = ["q", "status", "method", "role", "country", "seen"];
const SEEN: [(&str, &str); 5] = [
    ("7", "In the last 7 days"),
    ("30", "In the last 30 days"),
    ("90", "In the last 90 days"),
    ("over90", "More than 90 days ago"),
    ("never", "Never"),
];

/// Saved views and the form.
pub fn view(page: &People, path: &str) -> AnyView {
    let filters = only(&page.query, true);
    let saved = |(name, asks): (&'static str, &[(&str, &str)])| {
        let asks = asks.iter().fold(OrgQuery::default(), |query, (name, value)| query.with(name, value));
        let current = same(&asks, &filters).then_some("page");
        let all = asks.pairs().iter().fold(only(&page.query, false), |query, (name, value)| query.with(name, value));
        view! { <li><a href=[path, &all.suffix()].concat() aria-current=current>{name}</a></li> }
    };
    view! {
        <nav class="views" aria-label="Saved views"><ul>{VIEWS.into_iter().map(saved).collect_view()}</ul></nav>
        <form class="seek" action=path.to_owned() method="get" role="search" data-live>
            <div class="field">
                <label for="q">"Search by name, email or last digits of the phone"</label>
                <input id="q" name="q" type="search" class="input" autocomplete="off" spellcheck="false"
                    value=page.query.get("q").to_owned()/>
            </div>
            {filter_fields(page)}
            <button type="submit" class="button">"Apply"</button>
            {more(page)}
        </form>
    }
    .into_any()
}

fn filter_fields(page: &People) -> AnyView {
    let owned = |pairs: &[(&'static str, &'static str)]| -> Vec<(String, &'static str)> {
        pairs.iter().map(|(value, name)| ((*value).to_owned(), *name)).collect()
    };
    let mut standings = Standing::ALL.map(|s| (s.word(), standing(s))).to_vec();
    standings.push(("invited", "Invited"));
    let ways = CodeWay::ALL.map(|w| (w.word(), if w == CodeWay::None { "None" } else { way(w) }));
    let select = |id: &'static str, label: &'static str, options: Vec<(String, &'static str)>| {
        let chosen = page.query.get(id).to_owned();
        let option = |(value, name): (String, &'static str)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{name}</option> }
        };
        view! {
            <div class="field">
                <label for=id>{label}</label>
                <div class="select">
                    <select id=id name=id class="input">
                        <option value="">"Any"</option>
                        {options.into_iter().map(option).collect_view()}
                    </select>
                    <Icon name="down"/>
                </div>
            </div>
        }
    };
    view! {
        <div class="filters">
            {select("status", "2FA status", owned(&standings))}
            {select("method", "Method", owned(&ways))}
            {select("role", "Role", owned(&roles()))}
            {select("seen", "Last sign-in", owned(&SEEN))}
            {select("country", "Country of the phone", page.regions.clone())}
        </div>
    }
    .into_any()
}

fn roles() -> [(&'static str, &'static str); 4] {
    let [member, admin, owner] = [Role::Member, Role::Admin, Role::Owner].map(|role| (role.word(), text::role(role)));
    [member, admin, owner, ("staff", "Admin or owner")]
}

/// How the list looks, folded away.
fn more(page: &People) -> AnyView {
    let column = |column: Column| {
        let label = match column {
            Column::Enrolled => "Enrolled on",
            Column::Reset => "Last reset",
            Column::Country => "Country",
            Column::Recovery => "Recovery code",
            Column::Managed => "Managed",
        };
        let checked = page.columns.contains(&column);
        view! {
            <label class="check"><input type="checkbox" name="cols" value=column.word() checked=checked/><span>{label}</span></label>
        }
    };
    let size = |n: i64| {
        view! { <option value=n.to_string() selected=n == page.size>{n.to_string()}</option> }
    };
    let sort = page.query.get("sort").to_owned();
    view! {
        <details class="looks">
            <summary>"Columns and rows"</summary>
            <fieldset class="row">
                <legend>"More columns"</legend>
                {Column::ALL.map(column).collect_view()}
            </fieldset>
            <div class="filters">
                <div class="field">
                    <label for="size">"People on a page"</label>
                    <div class="select">
                        <select id="size" name="size" class="input">{[25, 50, 100].map(size).collect_view()}</select>
                        <Icon name="down"/>
                    </div>
                </div>
                <div class="field">
                    <label for="density">"Height of rows"</label>
                    <div class="select"><select id="density" name="density" class="input">
                        <option value="">"Comfortable"</option>
                        <option value="compact" selected=page.compact>"Compact"</option>
                    </select><Icon name="down"/></div>
                </div>
            </div>
            {(!sort.is_empty()).then(|| view! { <input type="hidden" name="sort" value=sort/> })}
        </details>
    }
    .into_any()
}

/// What is asked, each as a link that takes it away.
pub fn chips(page: &People, path: &str) -> AnyView {
    let asked: Vec<(String, String)> = only(&page.query, true).pairs().to_vec();
    if asked.is_empty() {
        return ().into_any();
    }
    let chip = |(name, value): (String, String)| {
        let said = chip_words(page, &name, &value);
        let rest = page.query.without(&name).suffix();
        view! {
            <li><a class="chip" href=[path, &rest].concat()>
                <span class="visually-hidden">"Remove the filter "</span>{said}<span aria-hidden="true">" ×"</span>
            </a></li>
        }
    };
    let clear = [path, &only(&page.query, false).suffix()].concat();
    view! {
        <ul class="chips">
            {asked.into_iter().map(chip).collect_view()}
            <li><a href=clear>"Clear all"</a></li>
        </ul>
    }
    .into_any()
}

fn chip_words(page: &People, name: &str, value: &str) -> String {
    let among = |pairs: &[(&'static str, &'static str)]| {
        pairs.iter().find(|(known, _)| *known == value).map_or_else(|| value.to_owned(), |(_, name)| (*name).to_owned())
    };
    match name {
        "status" => Standing::parse(value).map_or("Invited", standing).to_owned(),
        "method" => {
            CodeWay::parse(value).map_or("", |w| if w == CodeWay::None { "No method" } else { way(w) }).to_owned()
        }
        "role" => among(&roles()),
        "seen" => ["Last sign-in: ", &among(&SEEN).to_lowercase()].concat(),
        "country" => page
            .regions
            .iter()
            .find(|(code, _)| code == value)
            .map_or_else(|| value.to_owned(), |(_, name)| (*name).to_owned()),
        _ => ["“", value, "”"].concat(),
    }
}

/// The part of a query that filters, or the part that does not.
fn only(query: &OrgQuery, filters: bool) -> OrgQuery {
    let pairs = query.pairs().iter().filter(|(name, _)| FILTERS.contains(&name.as_str()) == filters);
    pairs.fold(OrgQuery::default(), |query, (name, value)| query.and(name, value))
}

/// The same pairs in any order.
fn same(one: &OrgQuery, other: &OrgQuery) -> bool {
    one.pairs().len() == other.pairs().len() && one.pairs().iter().all(|pair| other.pairs().contains(pair))
}
