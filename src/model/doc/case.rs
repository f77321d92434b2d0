//! What the pages of a lost phone and a forgotten password show.

use crate::model::{CodeSent, Moment, ResetCard};

/// Forgotten password: the address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forgot {
    /// What was typed before.
    pub email: String,
}

/// Forgotten password: code and new password. The same for an address that nobody has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForgotCode {
    /// The code that was sent, if there is somebody to send it to: `to` is the address as typed.
    pub code: CodeSent,
}

/// Who can help somebody who lost phone and recovery code, and may not open a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhoCanHelp {
    /// The managing organization, if there is one.
    pub organization: Option<String>,
    /// Names of its owners and admins, without the person.
    pub helpers: Vec<String>,
    /// The person is signed in: the recovery code waits behind signing out and in again.
    pub signed_in: bool,
    /// Somebody reset the 2FA: by whom and when. Nothing old is left to go back to.
    pub reset: Option<(String, Moment)>,
}

/// What a person claims in a case. Evidence for a reviewer, never a proof (v5.0.0-6.4.2).
#[derive(Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Claims {
    /// Name of the organization.
    pub organization: String,
    /// Full name on the account.
    pub name: String,
    /// "card" or "paypal".
    pub method: String,
    /// Last four digits of the card, or the PayPal address.
    pub account: String,
    /// Postal code of the billing address.
    pub postal: String,
    /// Month the account was made, "2026-11".
    pub month: String,
    /// A word of [`CaseReason`].
    pub reason: String,
    /// Free text for the reviewer.
    pub details: String,
}

impl std::fmt::Debug for Claims {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[claims]")
    }
}

/// Why somebody asks for a reset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseReason {
    /// Lost or stolen phone.
    Lost,
    /// New number.
    NewNumber,
    /// Broken phone.
    Broken,
    /// Something else.
    Other,
}

impl CaseReason {
    /// Every reason.
    pub const ALL: [CaseReason; 4] = [CaseReason::Lost, CaseReason::NewNumber, CaseReason::Broken, CaseReason::Other];

    /// The word in forms and in the database.
    pub fn word(self) -> &'static str {
        match self {
            CaseReason::Lost => "lost",
            CaseReason::NewNumber => "new_number",
            CaseReason::Broken => "broken",
            CaseReason::Other => "other",
        }
    }

    /// Reads [`CaseReason::word`].
    pub fn parse(word: &str) -> Option<CaseReason> {
        CaseReason::ALL.into_iter().find(|r| r.word() == word)
    }
}

/// S12, page 1: account information.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseForm {
    /// Address of the account, masked: the code goes there.
    pub to: String,
    /// What was typed before.
    pub claims: Claims,
    /// How long the wait is, in words: "72 hours".
    pub wait: String,
    /// The person is signed in, so there may be a shorter way.
    pub signed_in: bool,
    /// Somebody reset the 2FA, and the code of that is over: by whom and when.
    pub reset: Option<(String, Moment)>,
}

/// S12, page 2: check your answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseCheck {
    /// What was typed.
    pub claims: Claims,
    /// Address of the account, masked.
    pub to: String,
}

/// S12: the emailed code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseCode {
    /// The code under way; `None` when none could be sent (the note says why).
    pub code: Option<CodeSent>,
    /// Address of the account, masked.
    pub to: String,
}

/// How a case stands, as its person may know it: never which answers were right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseStatus {
    /// "R-4821-7730"; empty when the link is of no case.
    pub number: String,
    /// Where it stands.
    pub step: CaseStep,
    /// When it was opened.
    pub opened: Moment,
    /// Address of the account, masked.
    pub to: String,
    /// The status link's secret, posted back to cancel; empty where cancelling is not offered.
    pub token: String,
    /// What a reviewer asked, for whoever has the link.
    pub talk: Vec<CaseQA>,
}

/// A reviewer's question about a request, and its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseQA {
    /// Its id.
    pub id: String,
    /// What was asked.
    pub question: String,
    /// By whom.
    pub by: String,
    /// When.
    pub asked: Moment,
    /// The answer, if there is one.
    pub answer: Option<String>,
    /// When it came.
    pub answered: Moment,
}

/// Where a case stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaseStep {
    /// Waiting: the reset can start then, or as soon as somebody approves it. The same words while a reviewer is needed.
    Waiting {
        /// Then.
        ready: Moment,
    },
    /// The wait is over and a person has to look at it first.
    Reviewing,
    /// Complete: sign in with the password and an emailed code, until then.
    Passed {
        /// The pass is over from then on.
        until: Moment,
    },
    /// A new phone was added.
    Used,
    /// An owner or the operator refused it.
    Refused,
    /// Cancelled: by its person, by an owner, by "This wasn't me", or by a sign-in with the old phone.
    Cancelled,
    /// Nobody used it in time.
    Expired,
    /// The link is of no case.
    Unknown,
}

/// What an owner sees of others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requests {
    /// Name of the organization.
    pub organization: String,
    /// Which of them.
    pub tab: RequestsTab,
    /// Requests of `Reset MFA`; none for admins, who may not decide them.
    pub cases: Vec<CaseCard>,
    /// Resets that take a second person.
    pub resets: Vec<ResetCard>,
    /// The visitor may decide cases.
    pub decides: bool,
    /// People who are locked out right now.
    pub locked: Vec<LockedPerson>,
}

/// One request of somebody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseCard {
    /// Its id.
    pub id: String,
    /// "R-4821-7730".
    pub number: String,
    /// Whose.
    pub name: String,
    /// Their address.
    pub email: String,
    /// When it was opened.
    pub opened: Moment,
    /// It completes by itself then; `None`: a reviewer is needed.
    pub ready: Option<Moment>,
    /// Why, as its person says.
    pub reason: Option<CaseReason>,
    /// Free text of its person.
    pub details: String,
    /// Claimed and known facts side by side.
    pub facts: Vec<CaseFact>,
    /// The password was set through the mailbox and no second factor has confirmed it since.
    pub mailed_password: bool,
    /// At least one notice of it was delivered.
    pub told: bool,
    /// It is the visitor's own: somebody else has to decide.
    pub own: bool,
    /// Complete already; only cancelling is left.
    pub passed: bool,
    /// What was asked about it, and the answers.
    pub talk: Vec<CaseQA>,
    /// How it was decided, if it was.
    pub closed: Option<CaseClosed>,
}

/// How a request was decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseClosed {
    /// How.
    pub how: CaseStep,
    /// By whom.
    pub by: String,
    /// When.
    pub at: Moment,
}

/// Which requests are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestsTab {
    /// Those to be decided.
    Waiting,
    /// Granted ones.
    Approved,
    /// Declined ones, and those that came to nothing.
    Declined,
}

impl RequestsTab {
    /// The three of them.
    pub const ALL: [RequestsTab; 3] = [RequestsTab::Waiting, RequestsTab::Approved, RequestsTab::Declined];

    /// The word in an address; empty for the first.
    pub fn word(self) -> &'static str {
        match self {
            RequestsTab::Waiting => "",
            RequestsTab::Approved => "approved",
            RequestsTab::Declined => "declined",
        }
    }

    /// Reads [`RequestsTab::word`]; whatever else is the first.
    pub fn parse(word: &str) -> RequestsTab {
        RequestsTab::ALL.into_iter().find(|tab| tab.word() == word).unwrap_or(RequestsTab::Waiting)
    }
}

/// One fact of a case: what is claimed and what is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFact {
    /// Which.
    pub what: CaseQuestion,
    /// As claimed.
    pub claimed: String,
    /// As known.
    pub known: String,
    /// They agree.
    pub right: bool,
}

/// What a case asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseQuestion {
    /// Organization name.
    Organization,
    /// Full name.
    Name,
    /// Payment method.
    Payment,
    /// Postal code.
    Postal,
    /// Month the account was made.
    Month,
}

/// Somebody who cannot sign in for now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockedPerson {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: String,
    /// Address.
    pub email: String,
    /// Until when; empty when it has no end of its own.
    pub until: Moment,
}
