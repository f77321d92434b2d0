use super::scale::{FULL, across, down, floor_of, path};
use leptos::prelude::*;

/// A share on a day.
#[derive(Clone)]
pub struct Point {
    /// The day, as it stands at the axis.
    pub label: String,
    /// Percent.
    pub share: i64,
    /// Something changed on this day that may explain the line.
    pub marked: bool,
}

/// Shares over time: a line from a round floor to a hundred percent, its last value at its end.
#[component]
pub fn LineChart(
    /// The days.
    points: Vec<Point>,
    /// What the drawing shows, in one sentence.
    summary: String,
) -> impl IntoView {
    let shares: Vec<i64> = points.iter().map(|point| point.share).collect();
    let low = floor_of(shares.iter().copied());
    let last = shares.last().copied().unwrap_or(0);
    let line = path(&shares, low, 100);
    let area = if shares.len() > 1 { [&line, "L1000 1000L0 1000Z"].concat() } else { String::new() };
    let middle = (low + 100) / 2;
    let marks = points.iter().enumerate().filter(|(_, point)| point.marked);
    let marks: Vec<i64> = marks.map(|(n, _)| across(n, points.len())).collect();
    let at = |n: usize| points.get(n).map(|point| point.label.clone()).unwrap_or_default();
    let (first, half, end) = (at(0), at(points.len() / 2), at(points.len().saturating_sub(1)));
    let percent = |share: i64| [&share.to_string(), " %"].concat();
    // Percent of the drawing's height, for the label that stands at the end of the line.
    let height = [&(down(last, low, 100) / 10).to_string(), "%"].concat();
    view! {
        <div class="chart line-chart" role="img" aria-label=summary>
            <div class="ticks" aria-hidden="true">
                <span>"100 %"</span><span>{percent(middle)}</span><span>{percent(low)}</span>
            </div>
            <svg class="plot" aria-hidden="true">
                <svg viewBox="0 0 1000 1000" preserveAspectRatio="none" width="100%" height="100%">
                    <path class="grid" d="M0 0H1000M0 500H1000M0 1000H1000"/>
                    <path class="area" d=area/>
                    {marks.into_iter().map(|x| view! { <path class="mark-line" d=format!("M{x} 0V{FULL}")/> }).collect_view()}
                    <path class="line" d=line/>
                </svg>
                <circle class="dot" cx="100%" cy=height.clone() r="4"/>
                <text class="end" x="100%" y=height dx="10" dy="0.35em">{percent(last)}</text>
            </svg>
            <div class="days" aria-hidden="true"><span>{first}</span><span>{half}</span><span>{end}</span></div>
        </div>
    }
    .into_any()
}
