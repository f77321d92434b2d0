use crate::model::Place;
use crate::store::StoreError;

/// Why a use case could not answer with a page. For logs and for the door, never for a person's eyes; what a person can
/// mend is a `Note`, not a fault.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// There is no session, or it is over.
    #[error("signed out")]
    SignedOut,
    /// A rise of level is needed first, at this place.
    #[error("step up at {}", .0.path())]
    StepUp(Place),
    /// Not for this person, or not now.
    #[error("not allowed")]
    NotAllowed,
    /// No such thing.
    #[error("not found")]
    NotFound,
    /// The request does not have the form of this use case.
    #[error("bad request")]
    BadRequest,
    /// The queue of passwords to hash is full; try again after so many seconds.
    #[error("hashing is busy")]
    Busy {
        /// Seconds to wait.
        seconds: i64,
    },
    /// Somebody else was faster.
    #[error("stale")]
    Stale,
    /// The store could not do it.
    #[error(transparent)]
    Store(StoreError),
    /// Something that cannot be is: a stored secret that this key does not open, a hash that does not parse.
    #[error("broken: {0}")]
    Broken(&'static str),
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Fault {
        match error {
            // Both mean: another request changed the same row first. The page is simply read again.
            StoreError::Stale | StoreError::Taken => Fault::Stale,
            error => Fault::Store(error),
        }
    }
}
