use crate::model::RecoverySheet;
use leptos::prelude::*;

/// The recovery code on paper: product, account, day, code and three lines of what to do with it.
#[component]
pub fn Sheet(
    /// The code and what belongs to it.
    sheet: RecoverySheet,
    /// It is the page itself, not an appendix that only paper shows.
    #[prop(optional)]
    alone: bool,
) -> impl IntoView {
    view! {
        <section class="paper" data-alone=alone.then_some("") aria-hidden=(!alone).then_some("true")>
            <p class="paper-head">"Rekey · Emergency recovery code"</p>
            <dl>
                <div><dt>"Account"</dt><dd>{sheet.account}</dd></div>
                <div><dt>"Made"</dt><dd>{sheet.made}</dd></div>
            </dl>
            <p class="paper-code" translate="no"><bdi dir="ltr">{sheet.code}</bdi></p>
            <ol>
                <li>"Sign in with your email and password. On the code page choose “Use your recovery code”."</li>
                <li>"Type the code above. It works once; then you add a new phone and get a new code."</li>
                <li>"Keep this sheet in a safe place, away from your phone. Nobody from Rekey will ask for it."</li>
            </ol>
        </section>
    }
    .into_any()
}
