//! How an organization stands: numbers and findings, no sentences.

use super::{AuditLine, CarrierLine, HeldNumber, Spent};
use crate::model::{Moment, OrgId};

/// S13.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrgOverview {
    /// Whose.
    pub org: OrgId,
    /// Days back.
    pub range: Range,
    /// When the numbers were read.
    pub as_of: Moment,
    /// Nobody has signed in with 2FA yet.
    pub first_use: bool,
    /// Active people, and those of them with 2FA: now and at the beginning of the range.
    pub people: [Coverage; 2],
    /// Resets of the last seven days and of the seven before.
    pub resets_week: [i64; 2],
    /// Codes made and used, in the last 24 hours and in the 24 before.
    pub codes_day: [(i64, i64); 2],
    /// Coverage at the end of each day, oldest first.
    pub coverage: Vec<CoverDay>,
    /// Active people by method: text, call, app alone, none.
    pub methods: [i64; 4],
    /// Resets by week, oldest first.
    pub weeks: Vec<ResetWeek>,
    /// Countries with the most messages.
    pub countries: Vec<CountryLine>,
    /// There are more.
    pub more_countries: bool,
    /// What needs somebody.
    pub attention: Vec<Attention>,
    /// What happened last.
    pub events: Vec<AuditLine>,
}

/// How far back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Range {
    /// 30 days.
    Month,
    /// 90 days.
    #[default]
    Quarter,
    /// 365 days.
    Year,
}

impl Range {
    /// Every range.
    pub const ALL: [Range; 3] = [Range::Month, Range::Quarter, Range::Year];

    /// In days, today included.
    pub fn days(self) -> i64 {
        match self {
            Range::Month => 30,
            Range::Quarter => 90,
            Range::Year => 365,
        }
    }

    /// The word in an address.
    pub fn word(self) -> &'static str {
        match self {
            Range::Month => "30",
            Range::Quarter => "90",
            Range::Year => "365",
        }
    }

    /// Reads [`Range::word`]; anything else is the usual range.
    pub fn read(word: &str) -> Range {
        Range::ALL.into_iter().find(|range| range.word() == word).unwrap_or_default()
    }
}

/// Active people, and those of them with 2FA.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Active.
    pub active: i64,
    /// With 2FA.
    pub covered: i64,
}

impl Coverage {
    /// Whole percents, rounded down, so that a hundred means everybody. `None` where there is nobody.
    pub fn share(self) -> Option<i64> {
        (self.active > 0).then(|| self.covered * 100 / self.active)
    }

    /// Without 2FA.
    pub fn bare(self) -> i64 {
        self.active - self.covered
    }
}

/// Coverage at the end of a UTC day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverDay {
    /// "24 Nov 2026".
    pub day: String,
    /// "2026-11-24".
    pub iso: String,
    /// How many.
    pub people: Coverage,
    /// The policy was changed on this day.
    pub policy: bool,
}

/// Resets in a week that begins on a Monday.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResetWeek {
    /// Its Monday: "23 Nov".
    pub label: String,
    /// Its Monday: "2026-11-23".
    pub from: String,
    /// Its Sunday.
    pub to: String,
    /// By the person, by an admin, by a request.
    pub counts: [i64; 3],
}

/// How codes to one country arrive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountryLine {
    /// ISO 3166 region.
    pub region: String,
    /// Its English name.
    pub name: String,
    /// Messages handed over.
    pub sent: i64,
    /// The carrier took them.
    pub delivered: i64,
    /// Codes made.
    pub started: i64,
    /// Codes that were given back right and in time.
    pub used: i64,
    /// What they cost, in thousandths of the currency.
    pub cost: i64,
    /// Seconds until the carrier took half of the messages, and nineteen of twenty.
    pub speed: Option<(i64, i64)>,
}

impl CountryLine {
    /// Fewer messages than a share could be told of.
    pub fn too_few(&self) -> bool {
        self.sent < 20
    }
}

/// What somebody should look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attention {
    /// `Reset MFA` requests wait.
    Requests(i64),
    /// Resets by an admin wait for a second person.
    Approvals(i64),
    /// 2FA is required and these people have none.
    Overdue(i64),
    /// The grace of the policy ends, and these people have none.
    GraceEnds {
        /// "1 Dec 2026".
        day: String,
        /// How many.
        people: i64,
    },
    /// There is one owner: nobody approves or refuses what concerns them.
    OneOwner(String),
    /// These owners share one number: who takes it over has both.
    SharedNumber(Vec<String>),
    /// This owner's or admin's number is hosted by this platform.
    HostedNumber(String),
    /// This owner's or admin's mailbox lies on a domain that this server serves itself.
    OwnDomain {
        /// Who.
        name: String,
        /// Which domain.
        domain: String,
    },
    /// This owner or admin could not come back without the operator.
    NoWayBack(String),
    /// People who cannot be told of anything.
    Unreachable(i64),
    /// People who are one accident from being locked out.
    Fragile(i64),
    /// Messages to this country do not arrive.
    Failing {
        /// English name.
        country: String,
        /// Percent that arrived.
        delivered: i64,
    },
}

/// S20.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrgDelivery {
    /// Whose.
    pub org: OrgId,
    /// Days back.
    pub range: Range,
    /// When the numbers were read.
    pub as_of: Moment,
    /// Every country with messages, most first.
    pub countries: Vec<CountryLine>,
    /// Codes made, reached, typed, right.
    pub funnel: [i64; 4],
    /// Where messages go out.
    pub providers: Vec<Provider>,
    /// By whom they went.
    pub carriers: Vec<CarrierLine>,
    /// What they cost.
    pub spent: Spent,
    /// New numbers that wait, the newest first.
    pub held: Vec<HeldNumber>,
    /// The visitor's own phone, masked; empty where they have none.
    pub phone: String,
    /// Its form is answered here only after a fresh full sign-in.
    pub sms: bool,
    /// Codes may go by call.
    pub call: bool,
}

/// Something that carries messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provider {
    /// "Simulator".
    pub name: String,
    /// Texts and calls.
    pub carries: &'static str,
    /// Messages of the last 24 hours that it took, and those it refused.
    pub day: (i64, i64),
    /// Messages that still wait for it.
    pub waiting: i64,
}
