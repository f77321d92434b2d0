//! Charts of documents: small drawings in SVG, made on the server. Marks are stretched to whatever room there is; words stay
//! outside of the stretched part, so that they keep their size. Each comes with its sentence, its table and its numbers as a
//! file, and reads without colour.

mod bars;
mod line;
mod range;
pub mod scale;
mod stacked;

pub use bars::{Bar, Bars};
pub use line::{LineChart, Point};
pub use range::RangeMark;
pub use stacked::{Part, StackedBar};

use leptos::prelude::*;

/// A chart with everything around it: what it shows, in which unit and range, and the same numbers as a table.
#[component]
pub fn Figure(
    /// Its id.
    id: &'static str,
    /// What it shows.
    title: &'static str,
    /// Unit and range.
    sub: String,
    /// Columns of the table, the first one names the row.
    columns: Vec<&'static str>,
    /// Rows of the table; the address of the first cell is its link.
    rows: Vec<(Vec<String>, Option<String>)>,
    /// Where the numbers can be had as a file.
    file: String,
    children: Children,
) -> impl IntoView {
    let row = |(cells, link): (Vec<String>, Option<String>)| {
        let mut cells = cells.into_iter();
        let first = cells.next().unwrap_or_default();
        view! {
            <tr>
                <th scope="row">{match link {
                    Some(href) => view! { <a href=href>{first}</a> }.into_any(),
                    None => first.into_any(),
                }}</th>
                {cells.map(|cell| view! { <td>{cell}</td> }).collect_view()}
            </tr>
        }
    };
    view! {
        <figure class="figure card" id=id>
            <figcaption><h2>{title}</h2><p class="small">{sub}</p></figcaption>
            {children()}
            <details class="numbers">
                <summary>"Show as table"<span class="visually-hidden">": "{title}</span></summary>
                <div class="scroll" tabindex="0" role="group" aria-label=[title, ", table"].concat()>
                    <table class="table">
                        <thead><tr>{columns.into_iter().map(|c| view! { <th scope="col">{c}</th> }).collect_view()}</tr></thead>
                        <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
                    </table>
                </div>
                <p><a href=file download="">"Download CSV"<span class="visually-hidden">": "{title}</span></a></p>
            </details>
        </figure>
    }
    .into_any()
}
