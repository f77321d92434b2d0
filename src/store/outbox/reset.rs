use serde::{Deserialize, Serialize};

/// What happened around a `Reset 2FA` by an admin, or while a reviewer looks at a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ResetNews {
    /// Every second factor was taken away; the mail to the address that signs in carries the code for the way back.
    Done,
    /// Somebody asked for it, and a second person has to approve it.
    Asked,
    /// It was declined, taken back, or nobody approved it in time.
    Dropped,
    /// The code for the way back is void: the password was replaced by mail.
    Void,
    /// Nobody used the way back in time.
    Over,
    /// A reviewer of a request wants to know something.
    Question,
    /// The answer came.
    Answer,
}

impl ResetNews {
    /// All of them.
    pub const ALL: [ResetNews; 7] = [
        ResetNews::Done,
        ResetNews::Asked,
        ResetNews::Dropped,
        ResetNews::Void,
        ResetNews::Over,
        ResetNews::Question,
        ResetNews::Answer,
    ];
}
