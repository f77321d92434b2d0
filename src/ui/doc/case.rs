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
