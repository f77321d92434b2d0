use super::Time;
use crate::model::CodeSent;
use leptos::{prelude::*, web_sys::js_sys::Date};
use std::time::Duration;

/// When another code may be asked for. The sentence with the exact time stands until the browser counts; a screen reader
/// hears 30, 10 and 0 seconds only. It informs and never locks: the button works all the time.
#[component]
pub fn Countdown(
    /// The code under way.
    code: CodeSent,
) -> impl IntoView {
    let (wait, burnt) = (code.wait, code.burnt);
    let left = RwSignal::new(None::<i64>);
    Effect::new(move || {
        if wait <= 0 || burnt {
            return;
        }
        let end = Date::now() + wait as f64 * 1000.0;
        left.set(Some(wait));
        let tick = move || left.set(Some((((end - Date::now()) / 1000.0).ceil() as i64).max(0)));
        if let Ok(timer) = set_interval_with_handle(tick, Duration::from_secs(1)) {
            on_cleanup(move || timer.clear());
        }
    });
    let again = StoredValue::new(if burnt { code.expires } else { code.again });
    let aloud = Memo::new(move |before: Option<&Option<i64>>| match left.get() {
        Some(seconds @ (30 | 10 | 0)) => Some(seconds),
        _ => before.copied().flatten(),
    });
    view! {
        <p class="wait">
            {move || match left.get() {
                None if wait <= 0 && !burnt => view! { "You can ask for another code now." }.into_any(),
                None => view! { "You can ask for another code at "<Time at=again.get_value()/>"." }.into_any(),
                Some(0) => view! { "You can ask for another code now." }.into_any(),
                Some(seconds) => view! { "You can ask for another code in "{in_words(seconds)}"." }.into_any(),
            }}
        </p>
        <p class="visually-hidden" aria-live="polite">
            {move || aloud.get().map(|seconds| match seconds {
                0 => "You can ask for another code now.",
                10 => "10 seconds until you can ask for another code.",
                _ => "30 seconds until you can ask for another code.",
            })}
        </p>
    }
    .into_any()
}

fn in_words(seconds: i64) -> String {
    match seconds {
        1 => "1 second".into(),
        2..=90 => format!("{seconds} seconds"),
        _ => format!("{}:{:02} minutes", seconds / 60, seconds % 60),
    }
}
