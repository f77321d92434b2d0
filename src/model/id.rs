use serde::{Deserialize, Serialize};
use std::fmt;
use std::marker::PhantomData;

/// The identifier of one kind of row: a UUIDv7 in text, so it sorts by time of making. It is not a secret, and holding
/// one gives no right to anything.
pub struct Id<Kind>(String, PhantomData<fn() -> Kind>);

impl<Kind> Id<Kind> {
    /// Takes the text of an identifier that this server made or stored.
    pub fn new(text: impl Into<String>) -> Self {
        Id(text.into(), PhantomData)
    }
    /// The identifier as stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<Kind> Clone for Id<Kind> {
    fn clone(&self) -> Self {
        Id::new(self.0.clone())
    }
}
impl<Kind> PartialEq for Id<Kind> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<Kind> Eq for Id<Kind> {}
impl<Kind> fmt::Debug for Id<Kind> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl<Kind> fmt::Display for Id<Kind> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl<Kind> Serialize for Id<Kind> {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.0)
    }
}
impl<'de, Kind> Deserialize<'de> for Id<Kind> {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d).map(Id::new)
    }
}

/// Marks the kind of an [`Id`]; has no values.
pub mod kind {
    /// A person.
    pub enum Person {}
    /// An organization.
    pub enum Org {}
    /// A session.
    pub enum Session {}
    /// A sign-in under way.
    pub enum SignIn {}
    /// A phone being added or replaced.
    pub enum Enrolment {}
    /// One request for one code.
    pub enum Challenge {}
    /// A phone, present or past.
    pub enum Phone {}
    /// An authenticator app, present or past.
    pub enum App {}
    /// A `Reset MFA` request.
    pub enum Case {}
    /// A `Reset 2FA` by an admin.
    pub enum Reset {}
}

/// A person.
pub type PersonId = Id<kind::Person>;
/// An organization.
pub type OrgId = Id<kind::Org>;
/// A session.
pub type SessionId = Id<kind::Session>;
/// A sign-in under way.
pub type SignInId = Id<kind::SignIn>;
/// A phone being added or replaced.
pub type EnrolmentId = Id<kind::Enrolment>;
/// One request for one code.
pub type ChallengeId = Id<kind::Challenge>;
/// A phone, present or past.
pub type PhoneId = Id<kind::Phone>;
/// An authenticator app, present or past.
pub type AppId = Id<kind::App>;
/// A `Reset MFA` request.
pub type CaseId = Id<kind::Case>;
/// A `Reset 2FA` by an admin.
pub type ResetId = Id<kind::Reset>;
