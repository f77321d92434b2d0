use crate::{
    model::{Activity, Place},
    ui::part::{Link, Time, Timeline},
};
use leptos::prelude::*;

/// A person's own timeline, page by page.
pub fn view(page: Activity) -> AnyView {
    let older = [Place::Activity.path(), "?after=", &page.older].concat();
    let more = !page.older.is_empty();
    view! {
        <p class="lede">
            "What happened to your account, newest first. You do not know one of these? "
            <Link to=Place::Password label="Change your password"/>
        </p>
        <section class="card" aria-label="Events"><Timeline events=page.events/></section>
        {(!page.dossiers.is_empty()).then(|| view! {
            <section class="card" aria-labelledby="proofs">
                <h2 id="proofs">"Proof of resets"</h2>
                <p>"Who reset your 2FA, why, what they showed, and how you were told: signed, so that nobody can change it later."</p>
                <ul class="list">{page.dossiers.into_iter().map(|(id, at)| {
                    let file = [Place::Activity.path(), "/", &id, "/dossier.json"].concat();
                    view! { <li><a href=file download="">"Download the dossier of the reset of "<Time at/></a></li> }
                }).collect_view()}</ul>
            </section>
        })}
        {(more || page.paged).then(|| view! {
            <nav class="row" aria-label="Pages">
                {page.paged.then(|| view! { <Link to=Place::Activity class="button" label="Newest"/> })}
                {more.then(|| view! { <a class="button" href=older rel="external">"Older"</a> })}
            </nav>
        })}
    }
    .into_any()
}
