use serde::{Deserialize, Serialize};

/// What a carrier reported of a message, as far as it came.
///
/// A lattice: reports arrive late, twice and in any order, and the farthest one counts. That it was delivered outranks that
/// it was not: who holds a message in hand does not care what a network thought of it on the way.
///
/// ```text
/// accepted → sent → undelivered → failed → delivered
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Reported {
    /// The carrier took it.
    Accepted,
    /// The carrier passed it on to the network.
    Sent,
    /// The network could not hand it to the phone or the mailbox.
    Undelivered,
    /// The carrier gave up on it.
    Failed,
    /// It is there.
    Delivered,
}

impl Reported {
    /// All of them, lowest first.
    pub const ALL: [Reported; 5] =
        [Reported::Accepted, Reported::Sent, Reported::Undelivered, Reported::Failed, Reported::Delivered];

    /// The word in the database.
    pub fn word(self) -> &'static str {
        match self {
            Reported::Accepted => "accepted",
            Reported::Sent => "sent",
            Reported::Undelivered => "undelivered",
            Reported::Failed => "failed",
            Reported::Delivered => "delivered",
        }
    }

    /// Reads [`Reported::word`].
    pub fn parse(word: &str) -> Option<Reported> {
        Reported::ALL.into_iter().find(|r| r.word() == word)
    }

    /// How far a message came, 1 to 5: the higher one of two reports counts, in whatever order they come.
    pub fn rank(self) -> i64 {
        match self {
            Reported::Accepted => 1,
            Reported::Sent => 2,
            Reported::Undelivered => 3,
            Reported::Failed => 4,
            Reported::Delivered => 5,
        }
    }

    /// It did not arrive, as far as is known.
    pub fn is_bad(self) -> bool {
        matches!(self, Reported::Undelivered | Reported::Failed)
    }
}
