//! What the log is narrowed by: a form that works by itself, and chips that are links.

use super::words;
use crate::{
    model::{AuditLog, Facet, Kind},
    ui::part::Icon,
};
use leptos::prelude::*;

/// The form, the chips and the time zone.
pub fn view(page: &AuditLog, here: &str) -> AnyView {
    view! {
        {search(page, here)}
        {chips(page, here)}
        {zone(page, here)}
    }
    .into_any()
}

fn search(page: &AuditLog, here: &str) -> AnyView {
    let form = &page.form;
    let value =
        |facet: Facet| form.values.iter().find(|(f, _)| *f == facet).map(|(_, v)| v.clone()).unwrap_or_default();
    let kept = form.kept.iter().map(|(facet, value)| {
        view! { <input type="hidden" name=facet.word() value=value.clone()/> }
    });
    let kept = kept.collect_view();
    let utc = page.utc.then(|| view! { <input type="hidden" name="tz" value="utc"/> });
    let (event, result) = (value(Facet::Event), value(Facet::Result));
    let kinds = Kind::ALL.iter().map(|kind| (kind.word(), words::words(*kind).title));
    let open = !page.chips.is_empty() || !form.from.is_empty() || !form.to.is_empty();
    view! {
        <form class="sift" method="get" action=here.to_owned() role="search" aria-label="Audit log">
            {kept}{utc}
            <div class="search">
                <label for="q">"Search"</label>
                <input id="q" class="input" type="search" name="q" value=form.words.clone() autocomplete="off" spellcheck="false"
                    aria-describedby="q-hint"/>
                <button type="submit" class="button">"Search"</button>
            </div>
            <p id="q-hint" class="muted">"Reasons, tickets, names, addresses. Or "<code>"actor:dana event:2fa.reset"</code></p>
            <details open=open>
                <summary>"Filters"</summary>
                <div class="grid">
                    {pick(Facet::Event, "Any event", kinds.collect(), &event)}
                    {typed(Facet::Actor, value(Facet::Actor), "Name or email")}
                    {typed(Facet::Person, value(Facet::Person), "Name or email")}
                    {pick(Facet::Result, "Any result", vec![("worked", "Worked"), ("failed", "Failed")], &result)}
                    {typed(Facet::Address, value(Facet::Address), "203.0.113.7")}
                    {day("from", "From", form.from.clone())}
                    {day("to", "To", form.to.clone())}
                </div>
                <button type="submit" class="button">"Apply"</button>
            </details>
        </form>
    }
    .into_any()
}

fn pick(facet: Facet, any: &'static str, values: Vec<(&'static str, &'static str)>, chosen: &str) -> AnyView {
    let option = |(value, label): (&'static str, &'static str)| {
        view! { <option value=value selected=value == chosen>{label}</option> }
    };
    view! {
        <div class="field">
            <label for=facet.word()>{words::facet(facet)}</label>
            <div class="select">
                <select id=facet.word() name=facet.word() class="input">
                    <option value="">{any}</option>
                    {values.into_iter().map(option).collect_view()}
                </select>
                <Icon name="down"/>
            </div>
        </div>
    }
    .into_any()
}

fn typed(facet: Facet, value: String, example: &'static str) -> AnyView {
    view! {
        <div class="field">
            <label for=facet.word()>{words::facet(facet)}</label>
            <input id=facet.word() class="input" type="text" name=facet.word() value=value placeholder=example autocomplete="off"
                spellcheck="false"/>
        </div>
    }
    .into_any()
}

fn day(name: &'static str, label: &'static str, value: String) -> AnyView {
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <input id=name class="input" type="date" name=name value=value/>
        </div>
    }
    .into_any()
}

fn chips(page: &AuditLog, here: &str) -> Option<AnyView> {
    let chip = |chip: &crate::model::AuditChip| {
        let label = match chip.facet {
            Some(facet) => format!("{}: {}", words::facet(facet), words::value(facet, &chip.value)),
            None => format!("“{}”", chip.value),
        };
        let unknown = chip.unknown.then_some(" (nobody here)");
        let without = [here, &chip.without.suffix()].concat();
        view! {
            <li>
                <a class="chip" href=without>
                    <span class="visually-hidden">"Remove "</span>{label}{unknown}<span aria-hidden="true">" ×"</span>
                </a>
            </li>
        }
    };
    (!page.chips.is_empty()).then(|| {
        let clear = here.to_owned();
        view! {
            <ul class="chips" aria-label="Filters in force">
                {page.chips.iter().map(chip).collect_view()}
                <li><a href=clear>"Clear all"</a></li>
            </ul>
        }
        .into_any()
    })
}

/// UTC or the visitor's own time; nothing to choose for whoever lives in UTC.
fn zone(page: &AuditLog, here: &str) -> Option<AnyView> {
    page.zone.clone().map(|zone| {
        let asked = page.query.without("tz");
        let own = [here, &asked.suffix()].concat();
        let utc = [here, &asked.with("tz", "utc").suffix()].concat();
        view! {
            <p class="zones muted" role="group" aria-label="Time zone">
                <a href=utc aria-current=page.utc.then_some("true")>"UTC"</a>
                " · "
                <a href=own aria-current=(!page.utc).then_some("true")>"My time ("{zone}")"</a>
            </p>
        }
        .into_any()
    })
}
