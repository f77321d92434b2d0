//! S19: what an organization asks beyond the settings.

use crate::model::{Moment, OrgId, OrgQuery};

/// The page, and the one that shows what a new policy would change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyPage {
    /// Whose.
    pub org: OrgId,
    /// Its name.
    pub name: String,
    /// The visitor is an owner and may change it.
    pub editable: bool,
    /// The plan requires 2FA of everybody in any case.
    pub paid: bool,
    /// What is in force, or what is wished for.
    pub wish: PolicyWish,
    /// Countries that the settings allow: region and name.
    pub countries: Vec<(String, String)>,
    /// The settings allow VoIP numbers.
    pub voip_possible: bool,
    /// Shortest and longest wait of `Reset MFA`, in hours.
    pub waits: (i64, i64),
    /// Active people with 2FA, and without.
    pub people: (i64, i64),
    /// When it was changed last; empty if never.
    pub changed: Option<Moment>,
}

/// What a new policy would change, before it is saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyReview {
    /// Whose.
    pub org: OrgId,
    /// The wish, as the address holds it.
    pub query: OrgQuery,
    /// What would be so.
    pub effects: Vec<Effect>,
    /// What would ask for less than before.
    pub weaker: Vec<&'static str>,
}

/// One thing that a new policy changes for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    /// What.
    pub kind: EffectKind,
    /// How many people.
    pub people: i64,
    /// The first of them, by first name.
    pub names: Vec<String>,
}

/// What can change for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EffectKind {
    /// They meet it already.
    Meet,
    /// They have to set up 2FA: by then, or at their next sign-in.
    MustEnrol(Option<String>),
    /// 2FA is not asked of them any more.
    NotAsked,
    /// Their codes by text come by call from now on, where their phone takes calls.
    TextsToCalls,
    /// Their codes by call come by text from now on, where their phone takes texts.
    CallsToTexts,
    /// Their number is of another country: it works until they change it.
    OtherCountry,
    /// They use an authenticator app alone: it works until they remove it.
    AppAlone,
}

/// The fields of the form, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicyWish {
    /// "everyone", "staff" or "nobody".
    pub who: String,
    /// A day, "2026-12-01"; empty: from now on.
    pub from: String,
    /// "on", or empty; so are the others below.
    pub sms: String,
    /// Calls.
    pub call: String,
    /// Authenticator apps.
    pub app: String,
    /// Regions, parted by spaces or commas; empty: all that the settings allow.
    pub countries: String,
    /// VoIP numbers, where the settings allow them.
    pub voip: String,
    /// "owners" or "admins".
    pub resetters: String,
    /// A second person for every reset.
    pub second: String,
    /// Hours; empty: as the settings say.
    pub wait: String,
    /// Of the policy that the form showed.
    pub version: String,
}

impl PolicyWish {
    /// Every field with its name, in the order of the form.
    pub fn pairs(&self) -> [(&'static str, &str); 11] {
        [
            ("who", &self.who),
            ("from", &self.from),
            ("sms", &self.sms),
            ("call", &self.call),
            ("app", &self.app),
            ("countries", &self.countries),
            ("voip", &self.voip),
            ("resetters", &self.resetters),
            ("second", &self.second),
            ("wait", &self.wait),
            ("version", &self.version),
        ]
    }

    /// As an address holds it.
    pub fn query(&self) -> OrgQuery {
        self.pairs().into_iter().fold(OrgQuery::default(), |query, (name, value)| match value {
            "" => query,
            value => query.with(name, value),
        })
    }

    /// As read from an address; every field is cut to a sane length.
    pub fn read(query: &OrgQuery) -> PolicyWish {
        let get = |name: &str| query.get(name).chars().take(400).collect::<String>();
        PolicyWish {
            who: get("who"),
            from: get("from"),
            sms: get("sms"),
            call: get("call"),
            app: get("app"),
            countries: get("countries"),
            voip: get("voip"),
            resetters: get("resetters"),
            second: get("second"),
            wait: get("wait"),
            version: get("version"),
        }
    }
}
