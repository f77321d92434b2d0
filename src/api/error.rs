use leptos::prelude::FromServerFnError;
use leptos::server_fn::codec::PostcardEncoding;
use leptos::server_fn::error::ServerFnErrorErr;
use serde::{Deserialize, Serialize};

/// Every way a server function can fail, as the browser learns of it. Closed and without text: an error can travel in a
/// URL when there is no script, and nobody must be able to write words onto our pages that way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ApiError {
    /// There is no session, or it is over. Status 401.
    SignedOut,
    /// A rise of level is needed first: the emailed gate, or a fresh full sign-in (RFC 9470). Status 403.
    StepUp,
    /// Not for this person, or not now. Status 403.
    NotAllowed,
    /// No such thing. Status 404.
    NotFound,
    /// Too much is going on; try again after so many seconds. Status 503 with `Retry-After`.
    Busy {
        /// Seconds to wait.
        seconds: i64,
    },
    /// The request does not have the form of this function. Status 400.
    BadRequest,
    /// The request did not reach the server.
    Offline,
    /// The browser runs an older version than the server.
    Outdated,
    /// Something broke on our side; the report number is in the log. Status 500.
    Internal {
        /// Found again in the log.
        report: ReportId,
    },
}

/// Number of a report, "8F2K-19AB"-like: eight hexadecimal digits that also stand in the log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportId(pub u32);

impl std::fmt::Display for ReportId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04X}-{:04X}", self.0 >> 16, self.0 & 0xffff)
    }
}

impl std::fmt::Display for ApiError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self:?}")
    }
}

impl std::error::Error for ApiError {}

impl FromServerFnError for ApiError {
    type Encoder = PostcardEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) => ApiError::Offline,
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => ApiError::BadRequest,
            ServerFnErrorErr::Deserialization(_) => ApiError::Outdated,
            _ => ApiError::Internal { report: ReportId::default() },
        }
    }
}
