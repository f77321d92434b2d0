use super::scale::{grouped, percents};
use leptos::prelude::*;

/// One part of a whole.
#[derive(Clone)]
pub struct Part {
    /// Which: "sms", "call", "app" or "none"; decides the pattern.
    pub kind: &'static str,
    /// What it is.
    pub label: &'static str,
    /// How many.
    pub count: i64,
}

/// A whole in one bar, each part with its own words: read without colour by its label, and by its pattern where it is missing.
#[component]
pub fn StackedBar(
    /// The parts; empty ones are left out of the bar.
    parts: Vec<Part>,
    /// What the drawing shows, in one sentence.
    summary: String,
) -> impl IntoView {
    let counts: Vec<i64> = parts.iter().map(|part| part.count).collect();
    let all: i64 = counts.iter().sum::<i64>().max(1);
    let shares = percents(&counts);
    let mut from = 0;
    let bars = parts.iter().filter(|part| part.count > 0).map(|part| {
        let (x, width) = (from * 1000 / all, part.count * 1000 / all);
        from += part.count;
        (part.kind, x, width)
    });
    let bars: Vec<(&'static str, i64, i64)> = bars.collect();
    let bar = |(kind, x, width): (&'static str, i64, i64)| {
        // A gap of two pixels between parts, however wide the bar is; a part of a few people keeps a sliver.
        let (x, width) = (format!("{}.{}%", x / 10, x % 10), format!("{}.{}%", width.max(4) / 10, width.max(4) % 10));
        let hatch =
            (kind == "none").then(|| view! { <rect class="hatch" x=x.clone() width=width.clone() height="100%"/> });
        view! { <rect class="part" data-kind=kind x=x width=width height="100%"/>{hatch} }
    };
    let line = |(part, share): (Part, i64)| {
        view! {
            <li data-kind=part.kind>
                <span class="swatch" aria-hidden="true"></span>
                <span>{part.label}</span>
                <span class="muted">{grouped(part.count)}" · "{share}" %"</span>
            </li>
        }
    };
    view! {
        <div class="chart stacked">
            <svg class="plot" role="img" aria-label=summary>
                <defs>
                    <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                        <path d="M0 0V6"/>
                    </pattern>
                </defs>
                {bars.into_iter().map(bar).collect_view()}
            </svg>
            <ul class="keys">{parts.into_iter().zip(shares).map(line).collect_view()}</ul>
        </div>
    }
    .into_any()
}
