//! One event of the audit log: every fact, its place in the chain, and the row itself.

use super::sentence;
use crate::{
    model::{AuditEvent, AuditProof, OrgAddress, OrgId, OrgSpot},
    ui::part::Time,
};
use leptos::prelude::*;

/// The page of an event.
pub fn view(page: AuditEvent, org: &OrgId) -> AnyView {
    let path = |id: &String| {
        let path = OrgAddress::new(org, OrgSpot::Event(id.clone())).path();
        if page.in_utc { path + "?tz=utc" } else { path }
    };
    let (before, after) = (page.before.as_ref().map(path), page.after.as_ref().map(path));
    let back = OrgAddress::new(org, OrgSpot::Audit).path();
    let dossier = page.dossier.then(|| [&back, "/", &page.line.id, "/dossier.json"].concat());
    let (sound, proof) = match &page.proof {
        AuditProof::Checkpoint(number, at) => {
            (true, format!("Chain verified: this row is covered by checkpoint {number}, signed {}.", at.text))
        }
        AuditProof::End => (true, "Chain verified: this row is covered by the signed end of the log.".to_owned()),
        AuditProof::Broken(how) => (
            false,
            format!("The chain does not hold: {how}. Run `rekey audit verify` and keep a copy of the database."),
        ),
    };
    let facts = page.line.facts.clone().into_iter().map(|(name, value)| fact(name.replace('_', " "), value));
    let facts = facts.collect_view();
    let said = sentence(&page.line);
    let (at, utc) = (page.line.at, page.utc);
    let own_zone = (at != utc).then(|| view! { <div><dt>"Your time"</dt><dd><Time at/></dd></div> });
    view! {
        <p class="lede">{said}</p>
        <p class="notice" data-tone=if sound { "success" } else { "danger" } role="status">{proof}</p>
        <section class="card" aria-labelledby="facts">
            <h2 id="facts">"Facts"</h2>
            <dl class="facts">
                <div><dt>"When"</dt><dd><Time at=utc/></dd></div>
                {own_zone}
                {fact("Event".into(), page.line.word)}
                {fact("Address".into(), page.line.address)}
                {fact("Browser".into(), page.line.device)}
                {facts}
                {fact("Row".into(), format!("{} of {}", page.seq, page.of))}
                {fact("Hash".into(), page.hash)}
                {fact("Hash of the row before".into(), page.previous)}
            </dl>
        </section>
        {dossier.map(|dossier| view! {
            <p><a class="button" href=dossier download="">"Download the dossier"</a></p>
        })}
        <section class="card" aria-labelledby="json">
            <h2 id="json">"The row"</h2>
            <pre class="json" tabindex="0" aria-labelledby="json"><code>{page.json}</code></pre>
        </section>
        <nav class="row" aria-label="Chain">
            {before.map(|path| view! { <a class="button" href=path rel="prev">"Previous in the chain"</a> })}
            {after.map(|path| view! { <a class="button" href=path rel="next">"Next in the chain"</a> })}
            <a class="button" href=back>"Audit log"</a>
        </nav>
    }
    .into_any()
}

fn fact(name: String, value: String) -> Option<AnyView> {
    (!value.is_empty()).then(|| view! { <div><dt>{name}</dt><dd>{value}</dd></div> }.into_any())
}
