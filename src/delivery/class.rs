//! What went wrong with a message, and what follows from it. Provider codes are many and change; decisions are made by
//! these classes alone.

/// The class of a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// The carrier was not reached, or said that it did nothing: no line, no TLS, its own fault before it took anything.
    Transport,
    /// Too much at once; the carrier did nothing.
    Throttled,
    /// Our account, sender or permission there is wrong. Somebody has to look at it.
    Settings,
    /// There is no such number or mailbox.
    BadDestination,
    /// A fixed line, which takes calls only.
    Landline,
    /// The person told this sender to stop.
    OptedOut,
    /// The words were filtered, or are too long.
    Content,
    /// The carrier takes it for toll fraud. Sending it by somebody else is what an attacker wants.
    Fraud,
    /// The phone is off or out of reach.
    Unreachable,
    /// It lay at the carrier until it was of no use.
    TooLate,
    /// Nobody may carry messages there.
    NoRoute,
    /// It was handed over, and no answer came: it may be on its way.
    Unknown,
    /// Anything else.
    Other,
}

/// What follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// The next carrier of the route; after the last one all of them again, later.
    NextOrLater,
    /// The next carrier of the route; waiting helps nobody.
    Next,
    /// The end: no other carrier and no other channel by itself.
    Stop,
}

impl Class {
    /// All of them.
    pub const ALL: [Class; 13] = [
        Class::Transport,
        Class::Throttled,
        Class::Settings,
        Class::BadDestination,
        Class::Landline,
        Class::OptedOut,
        Class::Content,
        Class::Fraud,
        Class::Unreachable,
        Class::TooLate,
        Class::NoRoute,
        Class::Unknown,
        Class::Other,
    ];

    /// Words of those that the mailbox or phone at the other end brought about.
    pub const REFUSED_THERE: [&'static str; 4] =
        [Class::BadDestination.word(), Class::OptedOut.word(), Class::Unreachable.word(), Class::Other.word()];

    /// What follows from it.
    pub fn then(self) -> Then {
        match self {
            Class::Transport | Class::Throttled => Then::NextOrLater,
            Class::Settings => Then::Next,
            _ => Then::Stop,
        }
    }

    /// Whether it speaks against the carrier itself, and counts for its breaker.
    pub fn blames_carrier(self) -> bool {
        matches!(self, Class::Transport | Class::Throttled | Class::Settings)
    }

    /// The word in the database and in logs.
    pub const fn word(self) -> &'static str {
        match self {
            Class::Transport => "transport",
            Class::Throttled => "throttled",
            Class::Settings => "settings",
            Class::BadDestination => "bad destination",
            Class::Landline => "landline",
            Class::OptedOut => "opted out",
            Class::Content => "content",
            Class::Fraud => "fraud block",
            Class::Unreachable => "unreachable",
            Class::TooLate => "too late",
            Class::NoRoute => "no route",
            Class::Unknown => "unknown",
            Class::Other => "other",
        }
    }
}

/// Why a message did not go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotSent {
    /// What follows from it.
    pub class: Class,
    /// The carrier's own code, never its words: they may hold a number.
    pub code: String,
    /// Not before so long from now, as the carrier asked.
    pub wait: crate::model::Seconds,
}

impl NotSent {
    /// Of this class, with the carrier's code.
    pub fn new(class: Class, code: impl Into<String>) -> NotSent {
        NotSent { class, code: code.into(), wait: crate::model::Seconds(0) }
    }

    /// Not before so long from now.
    pub fn after(self, wait: crate::model::Seconds) -> NotSent {
        NotSent { wait, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_else_carries_what_was_refused_for_its_reader_or_as_fraud() {
        let passed_on: Vec<Class> = Class::ALL.into_iter().filter(|c| c.then() != Then::Stop).collect();
        assert_eq!(passed_on, [Class::Transport, Class::Throttled, Class::Settings]);
        assert!(passed_on.into_iter().all(Class::blames_carrier));
    }
}
