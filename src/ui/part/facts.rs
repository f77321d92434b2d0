use super::Masked;
use crate::{model::TwoFactor, ui::text};
use leptos::prelude::*;

/// 2FA as it stands, as rows of a list: status, phones and apps, and how codes come.
#[component]
pub fn Protection(
    /// 2FA as it stands.
    two_factor: TwoFactor,
) -> impl IntoView {
    let on = two_factor.on();
    view! {
        <div>
            <dt>"Status"</dt>
            <dd>{if on {
                view! { <span class="badge" data-tone="success">"On"</span> }.into_any()
            } else {
                view! { <span class="badge" data-tone="danger">"Not set up"</span> }.into_any()
            }}</dd>
        </div>
        <div>
            <dt>"Phone"</dt>
            <dd>{match two_factor.phone.clone() {
                Some(phone) => view! { <Masked phone=phone.masked/>", verified "{phone.verified} }.into_any(),
                None => view! { "No phone added" }.into_any(),
            }}</dd>
        </div>
        {(!two_factor.spares.is_empty()).then(|| view! {
            <div>
                <dt>"Other phones"</dt>
                <dd class="list">
                    {two_factor.spares.into_iter().map(|phone| view! { <Masked phone=phone.masked/> }).collect_view()}
                </dd>
            </div>
        })}
        {(!two_factor.apps.is_empty()).then(|| view! {
            <div>
                <dt>"Authenticator app"</dt>
                <dd class="list">
                    {two_factor.apps.into_iter().map(|app| view! { <span>{app.name}</span> }).collect_view()}
                </dd>
            </div>
        })}
        {two_factor.phone.map(|phone| view! {
            <div><dt>"How you get your code"</dt><dd>{text::channel(phone.channel)}</dd></div>
        })}
    }
    .into_any()
}
