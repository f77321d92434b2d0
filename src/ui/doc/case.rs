//! S12, `Reset MFA`: the form, its answers to check, the emailed code, and how the request stands.

pub mod check;
pub mod code;
pub mod form;
pub mod status;

use crate::model::CaseReason;

/// Why somebody asks for a reset, in words.
pub fn reason(reason: CaseReason) -> &'static str {
    match reason {
        CaseReason::Lost => "Lost or stolen phone",
        CaseReason::NewNumber => "New number",
        CaseReason::Broken => "Phone broken",
        CaseReason::Other => "Other",
    }
}

/// "November 2026" for "2026-11"; anything else as it is.
pub fn month(text: &str) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let named = text.split_once('-').and_then(|(year, number)| {
        let index = number.parse::<usize>().ok()?.checked_sub(1)?;
        Some([MONTHS.get(index)?, " ", year].concat())
    });
    named.unwrap_or_else(|| text.to_owned())
}
