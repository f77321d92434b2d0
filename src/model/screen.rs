//! What each page shows: projections made by the server for one person at one moment. Nothing in here is secret to the
//! person it is shown to, and nothing in here is more than the page needs.

use super::{Channel, Digits, MaskedPhone, Moment, Note, Place, Role};
use serde::{Deserialize, Serialize};

/// One page: the frame around it, what just happened, and the screen itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// Where this page is; the browser's address follows it.
    pub place: Place,
    /// What is the same on every page.
    pub frame: Frame,
    /// What just happened, if anything did.
    pub note: Option<Note>,
    /// The screen.
    pub screen: Screen,
}

/// What is the same on every page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    /// Codes are shown on screen: the bar "Demo mode" must be there.
    pub demo: bool,
    /// Who is fully signed in; `None` before that.
    pub who: Option<Who>,
    /// Somebody is half signed in (password passed): only "Sign out" is offered.
    pub half: bool,
}

/// The signed-in person, as the top bar shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Who {
    /// Name of the person.
    pub name: String,
    /// Address they sign in with.
    pub email: String,
    /// Organization and role, if there is one.
    pub organization: Option<(String, Role)>,
}

/// The screens, S1 to S11 of the UX brief and the few around them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Screen {
    /// Not here, but there: answered by a redirect.
    Go(Place),
    /// S1.
    SignIn(SignIn),
    /// S2.
    Verify(Verify),
    /// S11.
    Recovery,
    /// Who can help.
    ResetMfa(ResetMfa),
    /// A new password is demanded.
    NewPassword,
    /// S7 and S9.
    AddPhone(AddPhone),
    /// S8.
    PhoneCode(EnterPhoneCode),
    /// S10.
    RecoveryCode(RecoveryCodePage),
    /// The sheet to print.
    RecoveryPrint(RecoverySheet),
    /// "Leave without saving your code?"; the secret of the page that "Stay" goes back to.
    RecoveryLeave(String),
    /// Home for people.
    Overview(Overview),
    /// S3.
    Settings(Settings),
    /// S4.
    Confirm(Confirm),
    /// The 2FA section to read.
    TwoFactor(TwoFactor),
    /// S5.
    Edit(TwoFactor),
    /// S6, over S5.
    Reset(Reset),
    /// Text or call by default.
    Method(Method),
    /// "This wasn't me".
    Undo(Undo),
    /// First owner.
    Setup(Setup),
    /// The embedded phones and mailboxes.
    Simulator(Simulator),
    /// A calm page for a step that is over.
    Calm(Calm),
    /// No such page.
    NotFound,
}

/// S1.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignIn {
    /// What was typed before, so that nothing is lost.
    pub email: String,
    /// Where to go afterwards: the path of a [`Place`], or empty.
    pub next: String,
}

/// A code that was sent, as the page describes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeSent {
    /// The flow this page belongs to: posted back in a hidden field, so an older tab is recognised.
    pub flow: String,
    /// How it was sent.
    pub channel: Channel,
    /// Where to, as far as it may be shown: "82" at sign-in, "+44 7700 900982" while adding, "m•••@acme.example" by mail.
    pub to: String,
    /// How long the field is.
    pub digits: Digits,
    /// Messages sent for this challenge.
    pub sent: u32,
    /// The code works until then.
    pub expires: Moment,
    /// Another may be asked for from then on.
    pub again: Moment,
    /// Seconds until `again`, never negative; 0 means now.
    pub wait: i64,
    /// Seconds until the code expires, never negative.
    pub life: i64,
    /// All sends or all tries are used up: nothing more goes out before `expires`.
    pub burnt: bool,
    /// The carrier refused the last message: "The text could not be delivered to that number. Receive a call instead."
    pub failed: bool,
}

/// S2.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verify {
    /// The code under way; `None` when none could be sent (the note says why).
    pub code: Option<CodeSent>,
    /// The sign-in this page belongs to.
    pub flow: String,
    /// Last two digits of the phone; empty when the code goes by mail.
    pub last: String,
    /// The code comes by mail, because the person has no phone and must set a new password.
    pub by_mail: bool,
}

/// Who can help somebody who lost phone and recovery code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResetMfa {
    /// The managing organization, if there is one.
    pub organization: Option<String>,
    /// Names of its owners and admins, without the person.
    pub helpers: Vec<String>,
}

/// A country in the native select.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Country {
    /// ISO 3166 region: "GB".
    pub region: String,
    /// "United Kingdom (+44)".
    pub label: String,
}

/// S7, and S9 when `forced` is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddPhone {
    /// The enrolment this page belongs to.
    pub flow: String,
    /// Countries to choose from.
    pub countries: Vec<Country>,
    /// Region chosen, or the default.
    pub country: String,
    /// The number as typed before.
    pub number: String,
    /// Why enrolment is forced.
    pub forced: Option<Forced>,
    /// The typed number equals the one being replaced: offer "Use it again".
    pub same: bool,
    /// A first phone, and the last sign-in is not fresh: the password is asked for on the same page.
    pub ask_password: bool,
}

/// Why a person must add a phone before anything else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Forced {
    /// The organization requires 2FA.
    Required {
        /// Its name.
        organization: String,
    },
    /// The recovery code was used.
    Recovered,
}

/// S8.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnterPhoneCode {
    /// The code under way.
    pub code: CodeSent,
    /// Name of the number's country.
    pub country: String,
    /// Inside the sign-in shell (S9).
    pub forced: bool,
}

/// S10.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RecoveryCodePage {
    /// Shown this once.
    Shown(RecoverySheet),
    /// Shown before; `finished` says that `Finish` was pressed as well.
    Seen {
        /// The flow is over.
        finished: bool,
        /// The flow, so that `Finish` can still be pressed.
        flow: String,
    },
}

/// The recovery code with what belongs on the sheet.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoverySheet {
    /// The enrolment it belongs to.
    pub flow: String,
    /// The code, in groups of four.
    pub code: String,
    /// Address of the account.
    pub account: String,
    /// Day it was made, in words.
    pub made: String,
    /// Lets this page, and only this page, download or print the code again until `Finish`.
    pub page: String,
    /// It came with a new phone ("Step 3 of 3"), not alone.
    pub with_phone: bool,
}

impl std::fmt::Debug for RecoverySheet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RecoverySheet({})", self.flow)
    }
}

/// Home for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overview {
    /// 2FA as it stands.
    pub two_factor: TwoFactor,
    /// Last events of the person's own account, newest first.
    pub events: Vec<EventLine>,
    /// Browsers signed in, this one included.
    pub sessions: i64,
}

/// One event in a person's own timeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventLine {
    /// What happened; the sentence is `ui::text`'s.
    pub what: EventKind,
    /// When.
    pub at: Moment,
    /// Where from: address and browser in words.
    pub from: String,
}

/// What can happen to an account, as its owner reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EventKind {
    /// Signed in.
    SignedIn,
    /// Signed out.
    SignedOut,
    /// A wrong password.
    WrongPassword,
    /// A wrong code.
    WrongCode,
    /// User Settings was opened by the emailed code.
    SettingsOpened,
    /// "Reset and continue" was pressed.
    ChangeStarted,
    /// The change was given up.
    ChangeCancelled,
    /// A first phone was added.
    PhoneAdded,
    /// The phone was replaced.
    PhoneChanged,
    /// A phone was taken away by "This wasn't me".
    PhoneRestored,
    /// A recovery code was made.
    RecoveryMade,
    /// The recovery code was used.
    RecoveryUsed,
    /// The password was changed.
    PasswordChanged,
    /// The default way of getting codes was changed.
    MethodChanged,
    /// The account was made.
    AccountMade,
    /// Another event of the trail.
    Other,
}

/// S3.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Name of the person.
    pub name: String,
    /// Address they sign in with.
    pub email: String,
    /// Organization and role.
    pub organization: Option<(String, Role)>,
    /// 2FA as it stands.
    pub two_factor: TwoFactor,
    /// Open sessions, this one first.
    pub sessions: Vec<SessionLine>,
    /// "You can edit until 14:45."
    pub until: Moment,
}

/// One signed-in browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionLine {
    /// Browser and system in words, "Firefox on macOS".
    pub device: String,
    /// Network address.
    pub ip: String,
    /// Last seen.
    pub seen: Moment,
    /// This very browser.
    pub this: bool,
}

/// 2FA as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TwoFactor {
    /// The phone, if there is one.
    pub phone: Option<PhoneLine>,
    /// A replacement under way: the old number works until it is verified.
    pub pending: Option<String>,
    /// The recovery code.
    pub recovery: Option<RecoveryLine>,
    /// The organization that requires 2FA, if one does.
    pub required_by: Option<String>,
    /// Until when the section may be edited; empty outside settings.
    pub until: Moment,
}

/// A phone in the settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhoneLine {
    /// The number, masked to its last three digits.
    pub masked: MaskedPhone,
    /// Day it was verified, "3 May 2026".
    pub verified: String,
    /// How codes go out by default.
    pub channel: Channel,
}

/// A recovery code in the settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryLine {
    /// Day it was made.
    pub made: String,
    /// Day it was used, if it was.
    pub used: Option<String>,
}

/// S4.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirm {
    /// "m•••@example.com".
    pub to: String,
    /// The code under way; `None`: press `Send code` first.
    pub code: Option<CodeSent>,
    /// Path of the page to open afterwards.
    pub next: String,
}

/// S6.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reset {
    /// What lies behind the dialog.
    pub edit: TwoFactor,
    /// How far the proof is.
    pub proof: Proof,
    /// The box was ticked before.
    pub ticked: bool,
}

/// How far the fresh full sign-in inside the reset dialog is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Proof {
    /// The last full sign-in is fresh enough: nothing is asked.
    Fresh,
    /// The password is asked for.
    Password,
    /// The password was right; a code from the current phone is asked for.
    Code(CodeSent),
}

/// How codes go out by default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Method {
    /// Text or call.
    pub channel: Channel,
}

/// "This wasn't me".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Undo {
    /// What the button will do.
    Offer {
        /// The link's secret, posted back by the button.
        token: String,
        /// The address of the account, masked.
        account: String,
        /// When the change was made.
        changed: Moment,
        /// Last two digits of the number that comes back; empty if there was none.
        old_last: String,
        /// The link works until then.
        until: Moment,
    },
    /// It was done.
    Done {
        /// Last two digits of the number that is back; empty if there was none.
        old_last: String,
    },
    /// The link is unknown, used or over.
    Over,
}

/// First owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setup {
    /// The link's secret, posted back.
    pub token: String,
    /// Typed before.
    pub email: String,
    /// Typed before.
    pub name: String,
    /// Typed before.
    pub organization: String,
    /// The link is right and no owner exists yet.
    pub open: bool,
}

/// The embedded phones and mailboxes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Simulator {
    /// Messages, newest first.
    pub messages: Vec<SimMessage>,
    /// Fault switches.
    pub faults: SimFaults,
}

/// One message in the simulator.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SimMessage {
    /// Its id.
    pub id: String,
    /// How it came.
    pub channel: Channel,
    /// Number or address it came to.
    pub to: String,
    /// Subject of a mail; empty otherwise.
    pub subject: String,
    /// What it says; for a call, what has been said so far.
    pub text: String,
    /// The code in it, if there is one.
    pub code: Option<String>,
    /// When, RFC 3339 in UTC.
    pub sent_at: String,
    /// When, for people.
    pub at: Moment,
    /// State of a call.
    pub call: Option<SimCall>,
}

impl std::fmt::Debug for SimMessage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SimMessage({})", self.id)
    }
}

/// State of a simulated call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SimCall {
    /// Ringing: "Answer" is offered.
    Ringing,
    /// Answered: the greeting asks for a key.
    Greeting,
    /// Key 1 was pressed: the digits are read.
    Reading,
    /// Over.
    Ended,
}

/// The simulator's fault switches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SimFaults {
    /// Messages arrive 20 seconds late.
    pub late: bool,
    /// Messages are lost on the way.
    pub lost: bool,
    /// Every number is a landline: texts fail.
    pub landline: bool,
    /// The provider does not answer.
    pub down: bool,
    /// Every mailbox is full.
    pub full: bool,
}

/// Calm pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Calm {
    /// The sign-in this page belonged to is over.
    SignInOver,
    /// The change this page belonged to is over, or never began.
    ChangeOver,
    /// The new phone was verified already; the next step is the recovery code.
    PhoneDone,
    /// Another tab began again; this one is old.
    StartedAgain,
}
