//! Where an enrolment runs, and which pages belong to it there.

use crate::model::{PersonId, Place};
use crate::store::session::Session;
use crate::store::sign_in::SignIn;

/// Where an enrolment runs: in the settings of a session, or inside a sign-in.
pub(super) enum Stage {
    /// In the settings.
    Settings(Session),
    /// Inside a sign-in.
    SignIn(SignIn),
}

impl Stage {
    pub(super) fn binding(&self) -> &str {
        match self {
            Stage::Settings(session) => session.id.as_str(),
            Stage::SignIn(sign_in) => sign_in.id.as_str(),
        }
    }
    pub(super) fn person(&self) -> &PersonId {
        match self {
            Stage::Settings(session) => &session.person,
            Stage::SignIn(sign_in) => &sign_in.person,
        }
    }
    pub(super) fn number_page(&self) -> Place {
        match self {
            Stage::Settings(_) => Place::Phone,
            Stage::SignIn(_) => Place::NewPhone,
        }
    }
    pub(super) fn code_page(&self) -> Place {
        match self {
            Stage::Settings(_) => Place::PhoneCode,
            Stage::SignIn(_) => Place::NewPhoneCode,
        }
    }
}
