use super::time::Moment;
use serde::{Deserialize, Serialize};

/// Everything a page can say about what just happened. A closed list: no sentence travels, so nobody can put words on
/// our pages; `ui::text` has one sentence for each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Note {
    /// Email or password is not right; never which.
    WrongSignIn,
    /// No email was typed, or it is not one.
    EmailMissing,
    /// No password was typed.
    PasswordMissing,
    /// The password is not right (where the person is already known).
    PasswordWrong,
    /// Too many wrong passwords from this browser.
    Locked(Moment),
    /// A page was asked for that needs a sign-in.
    SignedOut,
    /// The person signed out.
    Goodbye,
    /// The browser did not send our cookie back.
    NoCookie,

    /// No code was typed.
    CodeMissing {
        /// Digits a code has here.
        wanted: u32,
        /// It comes by mail.
        mailed: bool,
    },
    /// The wrong number of digits was typed.
    CodeLength {
        /// Characters typed.
        entered: u32,
        /// Digits a code has.
        wanted: u32,
    },
    /// A wrong code.
    CodeWrong {
        /// Tries left on this code.
        left: u32,
    },
    /// The code had expired; a new one went out at this time.
    CodeExpired(Moment),
    /// The tries of this code are used up, until then.
    CodeTries(Moment),
    /// The person's budget of wrong codes is used up, until then.
    TooManyCodes(Moment),
    /// So many wrong codes in a row that codes by phone are off; the recovery code still works.
    PhoneDisabled,
    /// The wait before another code is not over.
    WaitForCode {
        /// Seconds left.
        seconds: i64,
    },
    /// This challenge's sends are used up, until then.
    SendLimit {
        /// Codes sent.
        sent: u32,
        /// When another may be asked for.
        until: Moment,
    },
    /// The person's, number's or network's budget of messages is used up, until then.
    SendBudget(Moment),
    /// Another message with the same code went out.
    CodeSent,
    /// A call was started.
    CallStarted {
        /// Last digits of the number, as far as they may be shown.
        last: String,
    },

    /// An older tab of the same flow.
    StartedAgain,
    /// The last full sign-in is too old for this: sign out, sign in, and try again.
    SignInAgain,
    /// The flow is over or was never there.
    FlowOver,
    /// This step was done already.
    AlreadyDone,
    /// Factor changes are frozen after a "This wasn't me", until then.
    Frozen(Moment),

    /// The box of the reset dialog was not ticked.
    TickToUnderstand,
    /// The change was cancelled; the old number stays.
    ChangeCancelled,
    /// The number cannot be used.
    PhoneRefused(PhoneRefusal),

    /// The box "I have saved my recovery code" was not ticked.
    SaveFirst,
    /// Not a recovery code, or not the right one.
    RecoveryWrong,
    /// That recovery code was used before.
    RecoveryUsed(Moment),

    /// New password: too short.
    PasswordShort,
    /// New password: too long.
    PasswordLong,
    /// New password: on the list of common ones, or made of the person's own words.
    PasswordCommon,
    /// New password: the same as before.
    PasswordSame,
    /// A first owner needs a name and an organization's name.
    NameMissing,

    /// The new phone is in force.
    PhoneReady {
        /// Its last three digits.
        last: String,
    },
    /// The way codes are sent was changed.
    MethodSaved,
    /// The old number is back.
    Restored,
    /// The link was used, or its 72 hours are over.
    LinkOver,
    /// The server is busy hashing passwords; nothing was changed.
    Busy,
}

/// Why a number cannot be used, each with its own words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PhoneRefusal {
    /// Nothing was typed.
    Empty,
    /// Cannot be read as a number in that country.
    NotANumber {
        /// Name of the country.
        country: String,
    },
    /// Readable, but no such number exists there.
    NotValid {
        /// Name of the country.
        country: String,
    },
    /// Premium rate.
    Premium,
    /// Shared cost.
    SharedCost,
    /// Toll-free.
    TollFree,
    /// Company-wide number (UAN).
    Uan,
    /// Pager.
    Pager,
    /// Voicemail access.
    Voicemail,
    /// Personal number (+44 70 and the like), which forwards anywhere.
    Personal,
    /// The country is not on the allow list.
    CountryNotAllowed {
        /// Name of the country.
        country: String,
    },
    /// A fixed line cannot take a text.
    LandlineForText,
    /// Internet number, by policy.
    Voip,
    /// Hosted by this very platform: lost together with the account.
    Owned,
    /// Policy asks for a number of this platform, and this is none.
    NotOwned,
    /// More than five accounts use it.
    TooManyAccounts,
    /// The number being replaced; asked again to be sure.
    SameAsBefore,
    /// The carrier answers that it cannot be reached.
    Undeliverable,
}

/// The field a note belongs to: its words are repeated there, and the summary links to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// `Email`.
    Email,
    /// `Password`.
    Password,
    /// `6-digit code` or `8-digit code`.
    Code,
    /// `Phone number`.
    Phone,
    /// `Country`.
    Country,
    /// The tick box of the page.
    Box,
    /// `Your name` or `Organization`.
    Name,
}

impl Field {
    /// The `id` and `name` of the input.
    pub fn id(self) -> &'static str {
        match self {
            Field::Email => "email",
            Field::Password => "password",
            Field::Code => "code",
            Field::Phone => "number",
            Field::Country => "country",
            Field::Box => "agreed",
            Field::Name => "name",
        }
    }
}

/// How a note is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// "There is a problem", with a link to the field if there is one.
    Problem(Option<Field>),
    /// Something worked.
    Done,
    /// Something to know.
    Info,
}

impl Note {
    /// How to show it, and at which field.
    pub fn tone(&self) -> Tone {
        use Note::*;
        match self {
            EmailMissing | WrongSignIn => Tone::Problem(Some(Field::Email)),
            PasswordMissing | PasswordWrong | PasswordShort | PasswordLong | PasswordCommon | PasswordSame => {
                Tone::Problem(Some(Field::Password))
            }
            CodeMissing { .. }
            | CodeLength { .. }
            | CodeWrong { .. }
            | CodeExpired(_)
            | RecoveryWrong
            | RecoveryUsed(_) => Tone::Problem(Some(Field::Code)),
            PhoneRefused(PhoneRefusal::CountryNotAllowed { .. }) => Tone::Problem(Some(Field::Country)),
            PhoneRefused(_) => Tone::Problem(Some(Field::Phone)),
            TickToUnderstand | SaveFirst => Tone::Problem(Some(Field::Box)),
            NameMissing => Tone::Problem(Some(Field::Name)),
            Locked(_)
            | NoCookie
            | CodeTries(_)
            | TooManyCodes(_)
            | PhoneDisabled
            | SendLimit { .. }
            | SendBudget(_)
            | SignInAgain
            | Frozen(_)
            | LinkOver
            | Busy => Tone::Problem(None),
            CodeSent | CallStarted { .. } | PhoneReady { .. } | MethodSaved | Restored | ChangeCancelled => Tone::Done,
            SignedOut | Goodbye | WaitForCode { .. } | StartedAgain | FlowOver | AlreadyDone => Tone::Info,
        }
    }
}
