use crate::{
    model::{OrgAddress, OrgHead, OrgSpot, PersonPage},
    ui::doc::org::person,
};
use leptos::prelude::*;

/// One person beside the list: what their page says, without what takes something away for good.
pub fn view(page: PersonPage, head: &OrgHead, close: String) -> AnyView {
    let address = |spot| OrgAddress::new(&head.org, spot).path();
    let (own, reset) = (address(OrgSpot::Person(page.id.clone())), address(OrgSpot::Reset(page.id.clone())));
    let resets = person::resets(&page);
    let (name, line) = (page.name.clone(), person::line(&page));
    view! {
        <aside class="drawer" id="person" tabindex="-1" aria-labelledby="person-name">
            <div class="head">
                <h2 id="person-name">{name.clone()}</h2>
                <a class="button" href=close data-close>"Close"</a>
            </div>
            {line}
            <div class="row">
                <a class="button" href=own>"Open page"<span class="visually-hidden">" of "{name}</span></a>
                {resets.then(|| view! { <a class="button danger-text" href=reset>"Reset 2FA"</a> })}
            </div>
            {person::sections(page, head)}
        </aside>
    }
    .into_any()
}
