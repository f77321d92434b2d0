//! The document around every page. It has no script of its own but the one that starts the program; every script of the
//! page carries the nonce that the policy names.

use super::headers::policy;
use super::site::FILES;
use crate::ui::App;
use axum::http::HeaderValue;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::http::request::Parts;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use leptos_meta::MetaTags;

/// The document.
pub fn render() -> impl IntoView {
    let nonce = use_nonce();
    if let (Some(nonce), Some(response)) = (&nonce, use_context::<ResponseOptions>())
        && let Ok(value) = HeaderValue::from_str(&policy(nonce))
    {
        response.insert_header(CONTENT_SECURITY_POLICY, value);
    }
    let theme = use_context::<Parts>().and_then(|parts| {
        let jar = super::cookie::Jar::of(&parts.headers);
        jar.get("theme").filter(|t| matches!(*t, "light" | "dark")).map(str::to_owned)
    });
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=theme>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="stylesheet" href=FILES.css.as_str()/>
                <link rel="icon" type="image/svg+xml" href="/favicon.svg"/>
                <script defer nonce=nonce src="/boot.js" data-js=FILES.js.as_str() data-wasm=FILES.wasm.as_str()></script>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}
