//! The words of Rekey as types, shared by server and browser: std and serde only, no I/O and no clock.
//!
//! A value here has been checked once, when it was parsed; code above never checks it again.

mod audit;
mod bulk;
mod channel;
mod code;
mod csv;
mod delivery;
mod doc;
mod email;
mod id;
mod language;
mod month;
mod note;
mod org_query;
mod org_spot;
mod password;
mod phone;
mod place;
mod readiness;
mod recovery;
mod reset;
mod role;
mod roster;
mod screen;
mod time;

pub use audit::{AuditFilter, Facet, Kind};
pub use bulk::{BulkDeed, BulkResult};
pub use channel::{Channel, Purpose};
pub use code::{CodeError, Digits, EmailCode, OneTimeCode, PhoneCode};
pub use csv::csv_line;
pub use delivery::Reported;
pub use doc::*;
pub use email::Email;
pub use id::{AppId, CaseId, ChallengeId, EnrolmentId, Id, OrgId, PersonId, PhoneId, ResetId, SessionId, SignInId};
pub use language::Language;
pub use month::read_month;
pub use note::{Field, Note, OrgNote, PhoneRefusal, ResetNote, Tone};
pub use org_query::OrgQuery;
pub use org_spot::{OrgAddress, OrgSpot};
pub use password::{Password, PasswordError};
pub use phone::MaskedPhone;
pub use place::Place;
pub use readiness::{Readiness, WayBack};
pub use recovery::RecoveryCode;
pub use reset::{RESET_TEXT, ResetRefusal, reset_text};
pub use role::{Plan, Role};
pub use roster::{CodeWay, Listed, RecoveryState, Standing};
pub use screen::*;
pub use time::{Moment, Seconds, Timestamp};
