use super::words;
use crate::{
    model::{Note, OrgAddress, OrgId, OrgNote, OrgSpot, ResetNote},
    ui::part::Icon,
};
use leptos::prelude::*;

/// Whether a page of an organization says this itself, because it leads somewhere.
pub fn says_itself(note: &Note) -> bool {
    matches!(note, Note::Org(OrgNote::Reset(ResetNote::Done { event, .. })) if !event.is_empty())
}

/// What was done, with the event that tells of it.
pub fn view(note: &Note, org: &OrgId) -> Option<AnyView> {
    let Note::Org(said @ OrgNote::Reset(ResetNote::Done { event, .. })) = note else { return None };
    if event.is_empty() {
        return None;
    }
    let (words, href) = (words(said), OrgAddress::new(org, OrgSpot::Event(event.clone())).path());
    Some(
        view! {
            <div class="notice" role="status" data-tone="success">
                <Icon name="check"/>
                <p>{words}" "<a href=href>"View event"</a></p>
            </div>
        }
        .into_any(),
    )
}
