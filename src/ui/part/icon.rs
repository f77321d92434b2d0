use leptos::prelude::*;

/// A small drawing beside words that say the same.
#[component]
pub fn Icon(
    /// Which one.
    name: &'static str,
) -> impl IntoView {
    let path = match name {
        "alert" => "M8 1.8 14.8 14H1.2zM8 6.2v3.6M8 11.9v.1",
        "check" => "M2.5 8.5 6 12l7.5-8",
        "info" => "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM8 7.2v3.9M8 4.9V5",
        "phone" => "M5 1.5h6a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1v-11a1 1 0 0 1 1-1zM7 12h2",
        "call" => "M5.6 2 3 2.6C2.3 7.9 8.1 13.7 13.4 13l.6-2.6-3-1.5-1.3 1.3C8 9.3 6.7 8 5.8 6.3L7.1 5z",
        "mail" => "M1.5 3.5h13v9h-13zM2 4l6 5 6-5",
        "key" => "M10.5 1.5a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM7.6 8.4 1.5 14.5M3.8 12.2l1.9 1.9M11 5v.1",
        "screen" => "M1.5 2.5h13v8.5h-13zM5.5 14h5M8 11v3",
        "shield" => "M8 1.5 2.5 3.5V8c0 3.2 2.3 5.5 5.5 6.5 3.2-1 5.5-3.3 5.5-6.5V3.5zM5.5 8l1.8 1.8L10.8 6",
        "back" => "M9.5 3 4.5 8l5 5",
        "down" => "m4 6.5 4 4 4-4",
        _ => "M8 2v12M2 8h12",
    };
    view! {
        <svg class="icon" data-icon=name viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><path d=path/></svg>
    }
    .into_any()
}

const SHAFT: &str = "M17 14h10.5a1.5 1.5 0 0 1 1.5 1.5v5a1.5 1.5 0 0 1-1.5 1.5h-1a1.5 1.5 0 0 1-1.5-1.5v-2.5h-2\
                     v1.5a1.5 1.5 0 0 1-3 0v-1.5h-3z";

/// The product's mark: a key that has been turned.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <span class="mark">
            <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
                <rect width="32" height="32" rx="8"/>
                <path
                    fill-rule="evenodd"
                    d="M11 8a8 8 0 1 1 0 16 8 8 0 0 1 0-16zm0 4.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z"
                />
                <path d=SHAFT/>
            </svg>
            "Rekey"
        </span>
    }
    .into_any()
}
