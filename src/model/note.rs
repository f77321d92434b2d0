mod org;
mod phone;
mod reset;

pub use org::OrgNote;
pub use phone::PhoneRefusal;
pub use reset::ResetNote;

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
    /// The number's SIM was changed not long ago: no code goes there for now.
    LineChanged,
    /// Too many wrong passwords came from the visitor's network, until then.
    NetworkLocked(Moment),
    /// This challenge's sends are used up, until then.
    SendLimit {
        /// Codes sent.
        sent: u32,
        /// When another may be asked for.
        until: Moment,
    },
    /// The person's, number's or network's budget of messages is used up, until then.
    SendBudget(Moment),
    /// No code goes to this number, which is not in force yet, until then.
    NumberHeld(Moment),
    /// Another message with the same code went out.
    CodeSent,
    /// A call was started.
    CallStarted {
        /// Last digits of the number, as far as they may be shown.
        last: String,
    },

    /// The organization allows no authenticator apps.
    AppNotAllowed,
    /// The authenticator app's code is wrong.
    AppWrong,
    /// The authenticator app's code was used before: the next one comes within half a minute.
    AppUsed,

    /// An older tab of the same flow.
    StartedAgain,
    /// Password and code were given again: carry on with what was asked for.
    Proved,
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
    /// The language of messages is saved.
    LanguageSaved,
    /// A phone was removed.
    PhoneRemoved {
        /// Its last three digits.
        last: String,
    },
    /// Codes go to this phone from now on.
    PhoneMain {
        /// Its last three digits.
        last: String,
    },
    /// A spare phone is in force.
    SpareReady {
        /// Its last three digits.
        last: String,
    },
    /// No more phones fit.
    TooManyPhones,
    /// The authenticator app is in force.
    AppReady,
    /// An authenticator app was removed.
    AppRemoved,
    /// No more authenticator apps fit.
    TooManyApps,
    /// It is the only second factor left.
    LastFactor,
    /// 2FA is off now.
    TurnedOff,
    /// The old number is back.
    Restored,
    /// A change that concerned no number was taken back.
    TakenBack,
    /// The link was used, or its 72 hours are over.
    LinkOver,

    /// The address is one of the person's already.
    EmailSame,
    /// Somebody else signs in with that address.
    EmailInUse,
    /// No more addresses fit.
    TooManyEmails,
    /// The new address is the one to sign in with.
    EmailChanged,
    /// The new address is told of changes.
    EmailAdded,
    /// The address is told no more.
    EmailRemoved,
    /// After a change of factors the address stays as it is, until then.
    EmailHeld(Moment),
    /// The new password is in force.
    PasswordSaved,
    /// The forgotten password is replaced; signing in still takes the code.
    PasswordReset,
    /// No current password was typed.
    OldPasswordMissing,
    /// One browser was signed out.
    SessionEnded,
    /// Every other browser was signed out.
    OthersSignedOut,

    /// A question of the form has no answer, or one that cannot be.
    AnswerMissing(Field),
    /// The request is open.
    CaseOpened,
    /// The request was granted.
    CaseApproved,
    /// The request was refused.
    CaseRefused,
    /// The request was cancelled.
    CaseCancelled,
    /// The answer to a reviewer's question is sent.
    CaseAnswered,
    /// The code of this pass is told and never mailed.
    CodeTold,
    /// It is not open any more.
    CaseOver,
    /// There is one already.
    CaseOpen,
    /// Nobody decides their own request.
    CaseOwn,
    /// Waits and counts of a person were lifted.
    Unlocked,
    /// Plan and billing profile are saved.
    BillingSaved,
    /// The server is busy hashing passwords; nothing was changed.
    Busy,
    /// Something on the pages of an organization.
    Org(OrgNote),
}

/// The field a note belongs to: its words are repeated there, and the summary links to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// `Your name`, `Full name on the account` or `Name on the bill`.
    Name,
    /// `New password`.
    NewPassword,
    /// `Organization name`.
    Organization,
    /// Last four digits of the card, or the PayPal address.
    Account,
    /// `Postal code`.
    Postal,
    /// Month the account was made.
    Month,
    /// Why a reset is asked for.
    Reason,
    /// The same in words; a question, an answer.
    Details,
    /// The box that vouches for a password that was replaced by mail.
    Vouched,
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
            Field::NewPassword => "new_password",
            Field::Organization => "organization",
            Field::Account => "account",
            Field::Postal => "postal",
            Field::Month => "month",
            Field::Reason => "reason",
            Field::Details => "details",
            Field::Vouched => "vouched",
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
            EmailMissing | WrongSignIn | EmailSame | EmailInUse => Tone::Problem(Some(Field::Email)),
            PasswordMissing | OldPasswordMissing | PasswordWrong | PasswordShort | PasswordLong | PasswordCommon
            | PasswordSame => Tone::Problem(Some(Field::Password)),
            Org(note) => note.tone(),
            AnswerMissing(field) => Tone::Problem(Some(*field)),
            CodeMissing { .. }
            | CodeLength { .. }
            | CodeWrong { .. }
            | CodeExpired(_)
            | AppWrong
            | AppUsed
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
            | NumberHeld(_)
            | LineChanged
            | NetworkLocked(_)
            | Frozen(_)
            | LinkOver
            | TooManyPhones
            | AppNotAllowed
            | TooManyApps
            | LastFactor
            | TooManyEmails
            | EmailHeld(_)
            | CaseOver
            | CaseOpen
            | CaseOwn
            | Busy => Tone::Problem(None),
            CodeSent
            | CallStarted { .. }
            | Proved
            | PhoneReady { .. }
            | PhoneRemoved { .. }
            | PhoneMain { .. }
            | SpareReady { .. }
            | AppReady
            | AppRemoved
            | TurnedOff
            | MethodSaved
            | LanguageSaved
            | Restored
            | TakenBack
            | EmailChanged
            | EmailAdded
            | EmailRemoved
            | PasswordSaved
            | PasswordReset
            | SessionEnded
            | OthersSignedOut
            | CaseOpened
            | CaseAnswered
            | CaseApproved
            | CaseRefused
            | CaseCancelled
            | Unlocked
            | BillingSaved
            | ChangeCancelled => Tone::Done,
            SignedOut | Goodbye | CodeTold | WaitForCode { .. } | StartedAgain | FlowOver | AlreadyDone => Tone::Info,
        }
    }
}
