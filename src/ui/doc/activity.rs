use crate::{
    model::{Activity, Place},
    ui::part::{Link, Timeline},
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
        {(more || page.paged).then(|| view! {
            <nav class="row" aria-label="Pages">
                {page.paged.then(|| view! { <Link to=Place::Activity class="button" label="Newest"/> })}
                {more.then(|| view! { <a class="button" href=older rel="external">"Older"</a> })}
            </nav>
        })}
    }
    .into_any()
}
