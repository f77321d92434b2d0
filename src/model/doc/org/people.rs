//! The list of everybody.

use super::{PendingInvitation, PersonPage};
use crate::model::{CodeWay, MaskedPhone, Moment, OrgQuery, PersonId, RecoveryState, Role, Standing};

/// S14: everybody of an organization, or those looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct People {
    /// How many people belong to the organization.
    pub everybody: i64,
    /// How many were found; `None`: more than were counted.
    pub found: Option<Amount>,
    /// The position of the first row, from 1.
    pub from: i64,
    /// The rows of this page.
    pub rows: Vec<PersonRow>,
    /// What is asked, each value checked; what stood in the address besides is dropped.
    pub query: OrgQuery,
    /// The same, with the place in the list: the address of this very page, without the person beside it.
    pub here: OrgQuery,
    /// The person beside the list.
    pub person: Option<Box<PersonPage>>,
    /// Those who are invited and have not answered, where they are asked for in place of people.
    pub invited: Option<Vec<PendingInvitation>>,
    /// The order: its word, and whether it is downwards. `None`: by what was typed.
    pub sorted: Option<(&'static str, bool)>,
    /// The page before, as a query.
    pub previous: Option<OrgQuery>,
    /// The page after, as a query.
    pub next: Option<OrgQuery>,
    /// Regions of the phones there are, with their names.
    pub regions: Vec<(String, &'static str)>,
    /// Optional columns to show.
    pub columns: Vec<Column>,
    /// Rows on a page, at most.
    pub size: i64,
    /// Low rows.
    pub compact: bool,
}

/// How many people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    /// How many.
    pub people: i64,
    /// It is an estimate.
    pub about: bool,
}

/// A column that is shown when asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Since when there has been a second factor.
    Enrolled,
    /// Last reset.
    Reset,
    /// Country of the phone.
    Country,
    /// Recovery code.
    Recovery,
    /// Who manages the account.
    Managed,
}

impl Column {
    /// Every optional column.
    pub const ALL: [Column; 5] = [Column::Enrolled, Column::Reset, Column::Country, Column::Recovery, Column::Managed];

    /// The word in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Column::Enrolled => "enrolled",
            Column::Reset => "reset",
            Column::Country => "country",
            Column::Recovery => "recovery",
            Column::Managed => "managed",
        }
    }

    /// Reads [`Column::word`].
    pub fn parse(word: &str) -> Option<Column> {
        Column::ALL.into_iter().find(|c| c.word() == word)
    }
}

/// One person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonRow {
    /// Identifier.
    pub id: PersonId,
    /// Name.
    pub name: String,
    /// Address to sign in with.
    pub email: String,
    /// How they stand.
    pub standing: Standing,
    /// 2FA is asked of them from that day on, and not yet.
    pub exempt_until: Option<String>,
    /// How they get a code.
    pub way: CodeWay,
    /// The main phone.
    pub phone: Option<MaskedPhone>,
    /// Role.
    pub role: Role,
    /// The organization manages them.
    pub managed: bool,
    /// The visitor may reset their 2FA: managed, somebody else, and of no higher role.
    pub may_reset: bool,
    /// Last sign-in; `None`: never.
    pub signed_in: Option<Moment>,
    /// The day since which there has been a second factor.
    pub enrolled: Option<String>,
    /// The day of the last reset.
    pub reset: Option<String>,
    /// Country of the phone.
    pub country: &'static str,
    /// The recovery code, and the day it was made or used.
    pub recovery: (RecoveryState, Option<String>),
}
