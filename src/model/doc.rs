//! What the plain documents show: pages that the server alone renders, so none of these types reaches the browser.

mod account;
mod case;
mod member;
mod org;

pub use account::*;
pub use case::*;
pub use member::*;
pub use org::*;

use super::{Frame, Note, Place};

/// One plain document: the frame around it, what just happened, and the page itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocPage {
    /// Where it is.
    pub place: Place,
    /// What is the same on every page.
    pub frame: Frame,
    /// What just happened, if anything did.
    pub note: Option<Note>,
    /// The page.
    pub doc: Doc,
}

/// The plain documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doc {
    /// Forgotten password: the address.
    Forgot(Forgot),
    /// Forgotten password: code and new password.
    ForgotCode(ForgotCode),
    /// Who can help somebody who may not open a case.
    WhoCanHelp(WhoCanHelp),
    /// S12, page 1.
    CaseForm(CaseForm),
    /// S12, page 2.
    CaseCheck(CaseCheck),
    /// S12, the emailed code.
    CaseCode(CaseCode),
    /// S12, page 3, and the page behind the status link.
    CaseStatus(CaseStatus),
    /// Password and second factor once more.
    Prove(Prove),
    /// An authenticator app being set up.
    AddApp(AddApp),
    /// Turning 2FA off.
    Off(Off),
    /// Signed-in browsers.
    Sessions(Sessions),
    /// A person's own timeline.
    Activity(Activity),
    /// Email addresses.
    Emails(Emails),
    /// The code for a new address.
    EmailCode(NewEmailCode),
    /// Another password.
    Password(ChangePassword),
    /// The language of messages.
    Language(ChooseLanguage),
    /// Plan and billing profile.
    Billing(Billing),
    /// A page of an organization.
    Org(Box<OrgDoc>),
    /// The organizations that one belongs to.
    Organizations(Organizations),
    /// The page behind an invitation's link.
    Invitation(InvitationPage),
    /// "This wasn't me".
    Undo(Undo),
}
