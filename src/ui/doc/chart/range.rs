use leptos::prelude::*;

/// The longest time that the scale shows, in seconds.
const MOST: i64 = 60;

/// A typical time and a slow one on a common scale from nothing to a minute: a dot and a tick. The words beside it say the same.
#[component]
pub fn RangeMark(
    /// Half of all are faster, in seconds.
    typical: i64,
    /// Nineteen of twenty are faster.
    slow: i64,
) -> impl IntoView {
    let at = |seconds: i64| {
        let tenths = seconds.clamp(0, MOST) * 1000 / MOST;
        [&(tenths / 10).to_string(), ".", &(tenths % 10).to_string(), "%"].concat()
    };
    let (dot, tick) = (at(typical), at(slow));
    view! {
        <svg class="range-mark" aria-hidden="true">
            <line class="track" x1="0" x2="100%" y1="50%" y2="50%"/>
            <line class="span" x1=dot.clone() x2=tick.clone() y1="50%" y2="50%"/>
            <line class="tick" x1=tick.clone() x2=tick y1="15%" y2="85%"/>
            <circle class="dot" cx=dot cy="50%" r="4"/>
        </svg>
    }
    .into_any()
}
