//! The plain documents: pages that people see a few times a year, rendered by the server alone. They are made of the
//! same parts as the others; their forms are posted by the browser and answered by a redirect.
//!
//! Nothing that runs in the browser may mention this module: that is what keeps it out of the program.

mod activity;
mod add_app;
mod billing;
mod case;
mod chart;
mod emails;
mod forgot;
mod invitation;
mod language;
mod off;
mod org;
mod organizations;
mod part;
mod password;
mod prove;
mod sessions;
mod undo;
mod who_can_help;

use super::{
    desk::Desk,
    part::{Layout, Shell},
    text::{self, Said},
};
use crate::model::{CaseStep, Doc, DocPage, InvitationPage, Place, Undo};
use leptos::prelude::*;
use std::borrow::Cow;

/// The document's title.
pub fn title(page: &DocPage) -> String {
    text::titled(&heading(&page.doc), page.note.as_ref())
}

/// The whole body of a document.
pub fn body(page: DocPage) -> AnyView {
    Desk::provide();
    let DocPage { place, frame, note, doc } = page;
    let said = Said { note, place: Some(place), office: Some(org::words) };
    let (layout, back) = setting(&doc);
    // The pages of an organization put their heading beside the way around.
    let name = (!matches!(doc, Doc::Org(_))).then(|| heading(&doc).into_owned());
    let private = matches!(&doc, Doc::AddApp(page) if !page.qr.is_empty());
    let content = content(doc, said.clone());
    // What leads somewhere is said by the page itself.
    let said = Said { note: said.note.filter(|note| !org::says_itself(note)), ..said };
    view! {
        <Shell layout frame said back private>
            {name.map(|name| view! { <h1 tabindex="-1">{name}</h1> })}
            {content}
        </Shell>
    }
    .into_any()
}

fn content(doc: Doc, said: Said) -> AnyView {
    match doc {
        Doc::Forgot(page) => forgot::address(page, said),
        Doc::ForgotCode(page) => forgot::code(page, said),
        Doc::WhoCanHelp(page) => who_can_help::view(page),
        Doc::CaseForm(page) => case::form::view(page, said),
        Doc::CaseCheck(page) => case::check::view(page),
        Doc::CaseCode(page) => case::code::view(page, said),
        Doc::CaseStatus(page) => case::status::view(page),
        Doc::Prove(page) => prove::view(page, said),
        Doc::AddApp(page) => add_app::view(page, said),
        Doc::Off(page) => off::view(page, said),
        Doc::Sessions(page) => sessions::view(page),
        Doc::Activity(page) => activity::view(page),
        Doc::Emails(page) => emails::view(page, said),
        Doc::EmailCode(page) => emails::code(page, said),
        Doc::Password(page) => password::view(page, said),
        Doc::Language(page) => language::view(&page),
        Doc::Billing(page) => billing::view(page, said),
        Doc::Org(page) => org::view(*page, said),
        Doc::Organizations(page) => organizations::view(page, said),
        Doc::Invitation(page) => invitation::view(page, said),
        Doc::Undo(page) => undo::view(page, said),
    }
}

fn heading(doc: &Doc) -> Cow<'static, str> {
    Cow::Borrowed(match doc {
        Doc::Forgot(_) => "Forgot your password?",
        Doc::ForgotCode(_) => "Choose a new password",
        Doc::WhoCanHelp(_) | Doc::CaseForm(_) => "Reset MFA",
        Doc::CaseCheck(_) => "Check your answers",
        Doc::CaseCode(_) | Doc::Prove(_) => "Confirm it's you",
        Doc::CaseStatus(page) => match page.step {
            CaseStep::Waiting { .. } | CaseStep::Reviewing => "Request sent",
            _ => "Your request",
        },
        Doc::AddApp(_) => "Add an authenticator app",
        Doc::Off(_) => "Turn off 2FA?",
        Doc::Sessions(_) => "Sessions",
        Doc::Activity(_) => "Security activity",
        Doc::Emails(_) => "Email addresses",
        Doc::EmailCode(_) => "Enter the code we sent",
        Doc::Password(_) => "Change your password",
        Doc::Language(_) => "Language of messages",
        Doc::Billing(_) => "Billing",
        Doc::Org(page) => return org::heading(&page.page).into(),
        Doc::Organizations(_) => "Organizations",
        Doc::Invitation(InvitationPage::Over) => "This link is over",
        Doc::Invitation(_) => "Invitation",
        Doc::Undo(Undo::Offer { .. }) => "This wasn't me",
        Doc::Undo(Undo::Over) => "This link is over",
    })
}

/// How a document is framed, and where `Back` leads.
fn setting(doc: &Doc) -> (Layout, Option<Place>) {
    let lost = |signed_in: bool| Some(if signed_in { Place::Edit } else { Place::Verify });
    match doc {
        Doc::Forgot(_) => (Layout::Door, Some(Place::SignIn)),
        Doc::ForgotCode(_) => (Layout::Door, Some(Place::Forgot)),
        Doc::WhoCanHelp(page) => (Layout::Door, lost(page.signed_in)),
        Doc::CaseForm(page) => (Layout::Step, lost(page.signed_in)),
        Doc::CaseCheck(_) => (Layout::Step, Some(Place::ResetMfa)),
        Doc::CaseCode(_) => (Layout::Step, Some(Place::CaseCheck)),
        Doc::CaseStatus(_) => (Layout::Step, None),
        Doc::Prove(_) => (Layout::Step, Some(Place::Settings)),
        Doc::AddApp(_) | Doc::Off(_) => (Layout::Step, Some(Place::Edit)),
        Doc::Password(_) | Doc::Language(_) => (Layout::Step, Some(Place::Settings)),
        Doc::EmailCode(_) => (Layout::Step, Some(Place::Emails)),
        Doc::Sessions(_) | Doc::Activity(_) | Doc::Emails(_) => (Layout::Settings, Some(Place::Settings)),
        Doc::Billing(_) => (Layout::Step, Some(Place::Overview)),
        Doc::Org(_) => (Layout::Office, None),
        Doc::Organizations(_) => (Layout::Settings, Some(Place::Settings)),
        Doc::Invitation(_) | Doc::Undo(_) => (Layout::Door, None),
    }
}
