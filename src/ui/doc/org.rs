//! The pages of an organization: the way around between them, and one file a page.

mod act;
mod audit;
mod bulk;
mod delivery;
mod done;
mod invite;
mod overview;
mod people;
mod person;
mod policy;
mod readiness;
mod requests;
mod reset;
mod reset_words;
mod words;

pub use act::Act;
pub use done::says_itself;
pub use words::words;

use crate::{
    model::{OrgAddress, OrgDoc, OrgHead, OrgPage, OrgSpot},
    ui::text::Said,
};
use leptos::prelude::*;

/// The page, beside the way around.
pub fn view(doc: OrgDoc, said: Said) -> AnyView {
    let OrgDoc { head, page } = doc;
    let name = heading(&page);
    let done = said.note.as_ref().and_then(|note| done::view(note, &head.org));
    let content = content(page, &head, said);
    view! {
        <div class="office">
            {around(&head)}
            <div class="stack">
                {done}
                <h1 tabindex="-1">{name}</h1>
                {content}
            </div>
        </div>
    }
    .into_any()
}

/// The heading, and the title of the document.
pub fn heading(page: &OrgPage) -> String {
    match page {
        OrgPage::People(_) => "People".to_owned(),
        OrgPage::Overview(_) => "Overview".to_owned(),
        OrgPage::Policy(_) => "Policy".to_owned(),
        OrgPage::PolicyReview(_) => "Save this policy?".to_owned(),
        OrgPage::Delivery(_) => "Delivery".to_owned(),
        OrgPage::Requests(_) => "Requests".to_owned(),
        OrgPage::Person(page) => page.name.clone(),
        OrgPage::Bulk(page) => bulk::heading(page),
        OrgPage::Invite(_) => "Invite people".to_owned(),
        OrgPage::Audit(_) => "Audit log".to_owned(),
        OrgPage::Event(_) => "Event".to_owned(),
        OrgPage::Reset(page) => format!("Reset 2FA for {}?", page.name),
    }
}

fn content(page: OrgPage, head: &OrgHead, said: Said) -> AnyView {
    match page {
        OrgPage::People(page) => people::view(*page, head),
        OrgPage::Overview(page) => overview::view(*page),
        OrgPage::Policy(page) => policy::view(page),
        OrgPage::PolicyReview(page) => policy::review(page),
        OrgPage::Delivery(page) => delivery::view(page),
        OrgPage::Requests(page) => requests::view(page, &head.org),
        OrgPage::Person(page) => person::view(*page, head, said),
        OrgPage::Bulk(page) => bulk::view(page, head, said),
        OrgPage::Invite(page) => invite::view(page, &head.org, said),
        OrgPage::Audit(page) => audit::view(*page, &head.org),
        OrgPage::Event(page) => audit::event::view(page, &head.org),
        OrgPage::Reset(page) => reset::view(*page, &head.org, said),
    }
}

/// The organization's pages, in their order, with the part of the way around that each belongs to.
const AROUND: [(OrgSpot, &str); 6] = [
    (OrgSpot::Overview, "Overview"),
    (OrgSpot::People, "People"),
    (OrgSpot::Requests, "Requests"),
    (OrgSpot::Audit, "Audit log"),
    (OrgSpot::Policy, "Policy"),
    (OrgSpot::Delivery, "Delivery"),
];

/// The organization, others that the visitor helps to run, and its pages.
fn around(head: &OrgHead) -> AnyView {
    let here = section(&head.spot);
    let link = |(spot, label): (OrgSpot, &'static str)| {
        let current = (spot == here).then_some("page");
        view! { <li><a href=OrgAddress::new(&head.org, spot).path() aria-current=current>{label}</a></li> }
    };
    let other = |(org, name): &(crate::model::OrgId, String)| {
        let current = (*org == head.org).then_some("true");
        let path = OrgAddress::new(org, here.clone()).path();
        view! { <li><a href=path aria-current=current>{name.clone()}</a></li> }
    };
    view! {
        <nav class="around" aria-label="Organization">
            {match head.others.len() {
                0 | 1 => view! { <p class="whose">{head.name.clone()}</p> }.into_any(),
                _ => view! {
                    <details class="whose">
                        <summary>{head.name.clone()}</summary>
                        <ul>{head.others.iter().map(other).collect_view()}</ul>
                    </details>
                }
                .into_any(),
            }}
            <ul>{AROUND.into_iter().map(link).collect_view()}</ul>
        </nav>
    }
    .into_any()
}

/// The entry of the way around that a page belongs to.
fn section(spot: &OrgSpot) -> OrgSpot {
    match spot {
        OrgSpot::Invite | OrgSpot::Person(_) | OrgSpot::Reset(_) | OrgSpot::Bulk(_) => OrgSpot::People,
        OrgSpot::Event(_) => OrgSpot::Audit,
        OrgSpot::PolicyReview => OrgSpot::Policy,
        spot => spot.clone(),
    }
}
