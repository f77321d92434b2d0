use super::scale::{FULL, ceiling_of, down, grouped};
use leptos::prelude::*;

/// Counts of one week, by cause.
#[derive(Clone)]
pub struct Bar {
    /// As it stands at the axis.
    pub label: String,
    /// By the person, by an admin, by a request.
    pub counts: [i64; 3],
}

/// Counts over time, stacked in three shades of one hue.
#[component]
pub fn Bars(
    /// The weeks.
    bars: Vec<Bar>,
    /// What the shades are, in the order of the counts.
    labels: [&'static str; 3],
    /// What the drawing shows, in one sentence.
    summary: String,
) -> impl IntoView {
    let high = ceiling_of(bars.iter().map(|bar| bar.counts.iter().sum()));
    let step = FULL / i64::try_from(bars.len().max(1)).unwrap_or(1);
    let rects = bars.iter().enumerate().flat_map(|(n, bar)| {
        let x = i64::try_from(n).unwrap_or(0) * step + step / 8;
        let mut from = 0;
        bar.counts
            .iter()
            .enumerate()
            .filter(|(_, count)| **count > 0)
            .map(|(cause, count)| {
                let (top, bottom) = (down(from + count, 0, high), down(from, 0, high));
                from += count;
                (cause, x, top, bottom - top)
            })
            .collect::<Vec<_>>()
    });
    let rects: Vec<(usize, i64, i64, i64)> = rects.collect();
    let rect = |(cause, x, y, height): (usize, i64, i64, i64)| {
        view! { <rect class="part" data-cause=cause.to_string() x=x y=y width=step * 3 / 4 height=height/> }
    };
    let at = |n: usize| bars.get(n).map(|bar| bar.label.clone()).unwrap_or_default();
    let (first, half, end) = (at(0), at(bars.len() / 2), at(bars.len().saturating_sub(1)));
    let key = |(cause, label): (usize, &'static str)| {
        let sum: i64 = bars.iter().map(|bar| bar.counts[cause]).sum();
        view! {
            <li data-cause=cause.to_string()>
                <span class="swatch" aria-hidden="true"></span><span>{label}</span><span class="muted">{grouped(sum)}</span>
            </li>
        }
    };
    let keys = labels.into_iter().enumerate().map(key).collect_view();
    view! {
        <div class="chart bar-chart">
            <div class="drawn" role="img" aria-label=summary>
                <div class="ticks" aria-hidden="true"><span>{grouped(high)}</span><span>"0"</span></div>
                <svg class="plot" viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden="true">
                    <path class="grid" d="M0 0H1000M0 1000H1000"/>
                    {rects.into_iter().map(rect).collect_view()}
                </svg>
                <div class="days" aria-hidden="true"><span>{first}</span><span>{half}</span><span>{end}</span></div>
            </div>
            <ul class="keys">{keys}</ul>
        </div>
    }
    .into_any()
}
