//! What an organization asks beyond the settings. The settings stay the bound: an organization may be stricter, never
//! looser, and whatever is stored is read through functions that take the stricter of both.
//!
//! Requirements and waits bind every member; the rules of numbers and ways bind the people whom the organization manages,
//! so that nobody is caught between two organizations that allow nothing in common.

use super::Policy;
use crate::model::{Channel, Plan, Role, Seconds, Timestamp};

/// The policy of one organization. The default asks for nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrgPolicy {
    /// Who must use 2FA.
    pub demand: Demand,
    /// From when on; whoever has none until then may put it off. Meaningless with [`Demand::Nobody`].
    pub from: Timestamp,
    /// Codes may go by text.
    pub sms: bool,
    /// Codes may go by call. Text or call is always allowed: without either nobody could enrol.
    pub call: bool,
    /// Authenticator apps may be added.
    pub app: bool,
    /// Regions of new numbers, where fewer than the settings allow.
    pub countries: Option<Vec<String>>,
    /// VoIP numbers are refused though the settings allow them.
    pub voip_refused: bool,
    /// Who may reset a managed person's 2FA.
    pub resetters: Resetters,
    /// Every reset takes a second person.
    pub second_person: bool,
    /// From a confirmed `Reset MFA` request to its completion, where longer than in the settings.
    pub case_wait: Option<Seconds>,
    /// Guards every save; 0: nothing was saved yet.
    pub version: i64,
}

impl Default for OrgPolicy {
    fn default() -> OrgPolicy {
        OrgPolicy {
            demand: Demand::Nobody,
            from: Timestamp(0),
            sms: true,
            call: true,
            app: true,
            countries: None,
            voip_refused: false,
            resetters: Resetters::Admins,
            second_person: false,
            case_wait: None,
            version: 0,
        }
    }
}

/// Who must use 2FA.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Demand {
    /// Each person's choice.
    Nobody,
    /// Admins and owners.
    Staff,
    /// Every member.
    Everyone,
}

impl Demand {
    /// The word in forms and in the trail.
    pub fn word(self) -> &'static str {
        match self {
            Demand::Nobody => "nobody",
            Demand::Staff => "staff",
            Demand::Everyone => "everyone",
        }
    }

    /// Reads [`Demand::word`].
    pub fn parse(word: &str) -> Option<Demand> {
        [Demand::Nobody, Demand::Staff, Demand::Everyone].into_iter().find(|d| d.word() == word)
    }

    /// Whether somebody with this role is meant.
    pub fn means(self, role: Role) -> bool {
        match self {
            Demand::Nobody => false,
            Demand::Staff => role >= Role::Admin,
            Demand::Everyone => true,
        }
    }
}

/// Who may reset a managed person's 2FA.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resetters {
    /// Owners alone.
    Owners,
    /// Admins and owners.
    Admins,
}

impl Resetters {
    /// The word in the database.
    pub fn word(self) -> &'static str {
        match self {
            Resetters::Owners => "owners",
            Resetters::Admins => "admins",
        }
    }

    /// Reads [`Resetters::word`].
    pub fn parse(word: &str) -> Option<Resetters> {
        [Resetters::Owners, Resetters::Admins].into_iter().find(|r| r.word() == word)
    }
}

/// The longest wait of `Reset MFA` that an organization may choose, as in the settings: 30 days.
pub const CASE_WAIT_MOST: Seconds = Seconds::days(30);

impl OrgPolicy {
    /// Whether somebody with this role must have 2FA now. A paid plan requires it of everybody in any case.
    pub fn requires(&self, plan: Plan, role: Role, now: Timestamp) -> bool {
        plan == Plan::Paid || self.demand.means(role) && now >= self.from
    }

    /// Whether somebody with this role may reset a managed person's 2FA.
    pub fn may_reset(&self, role: Role) -> bool {
        match self.resetters {
            Resetters::Owners => role == Role::Owner,
            Resetters::Admins => role >= Role::Admin,
        }
    }

    /// Whether codes may go so. Mailed codes are none of the policy's business.
    pub fn allows(&self, channel: Channel) -> bool {
        match channel {
            Channel::Sms => self.sms,
            Channel::Call => self.call,
            Channel::Email => true,
        }
    }

    /// Whether a new number may be of this region, as far as the organization has a say.
    pub fn allows_country(&self, region: &str) -> bool {
        self.countries.as_ref().is_none_or(|regions| regions.iter().any(|allowed| allowed == region))
    }

    /// From a confirmed `Reset MFA` request to its completion: never shorter than in the settings.
    pub fn case_wait(&self, policy: &Policy) -> Seconds {
        let own = self.case_wait.map_or(policy.case_wait, |own| own.min(CASE_WAIT_MOST));
        own.max(policy.case_wait)
    }

    /// What of this policy asks for less than the one before: the other owners are told of it.
    pub fn weaker_than(&self, before: &OrgPolicy, policy: &Policy) -> Vec<Aspect> {
        let later = self.demand != Demand::Nobody && before.demand != Demand::Nobody && self.from > before.from;
        let more_countries = match (&self.countries, &before.countries) {
            (_, None) => false,
            (None, Some(_)) => true,
            (Some(now), Some(then)) => now.iter().any(|region| !then.contains(region)),
        };
        let more_resetters = self.resetters == Resetters::Admins && before.resetters == Resetters::Owners;
        let more_ways = self.sms && !before.sms || self.call && !before.call || self.app && !before.app;
        let all = [
            (self.demand < before.demand || later, Aspect::Demand),
            (more_ways, Aspect::Ways),
            (more_countries, Aspect::Countries),
            (!self.voip_refused && before.voip_refused, Aspect::Voip),
            (more_resetters, Aspect::Resetters),
            (!self.second_person && before.second_person, Aspect::SecondPerson),
            (self.case_wait(policy) < before.case_wait(policy), Aspect::CaseWait),
        ];
        all.into_iter().filter(|(weaker, _)| *weaker).map(|(_, aspect)| aspect).collect()
    }
}

/// A part of the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aspect {
    /// Who must use 2FA, and from when on.
    Demand,
    /// Allowed ways.
    Ways,
    /// Countries of new numbers.
    Countries,
    /// VoIP numbers.
    Voip,
    /// Who may reset.
    Resetters,
    /// A second person for every reset.
    SecondPerson,
    /// The wait of `Reset MFA`.
    CaseWait,
}

impl Aspect {
    /// The words in a notice.
    pub fn words(self) -> &'static str {
        match self {
            Aspect::Demand => "who must use 2FA, and from when on",
            Aspect::Ways => "allowed ways",
            Aspect::Countries => "allowed countries",
            Aspect::Voip => "VoIP numbers",
            Aspect::Resetters => "who may reset 2FA",
            Aspect::SecondPerson => "the second person for resets",
            Aspect::CaseWait => "the wait of Reset MFA",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLANS: [Plan; 2] = [Plan::Trial, Plan::Paid];
    const ROLES: [Role; 3] = [Role::Member, Role::Admin, Role::Owner];

    #[test]
    fn a_paid_plan_requires_everybody_whatever_the_policy_says() {
        for demand in [Demand::Nobody, Demand::Staff, Demand::Everyone] {
            let policy = OrgPolicy { demand, from: Timestamp(10), ..OrgPolicy::default() };
            for role in ROLES {
                assert!(policy.requires(Plan::Paid, role, Timestamp(0)), "{demand:?} {role:?}");
                for (now, due) in [(9, false), (10, true)] {
                    let expected = due && demand.means(role);
                    assert_eq!(policy.requires(Plan::Trial, role, Timestamp(now)), expected, "{demand:?} {role:?}");
                }
            }
        }
        assert_eq!(ROLES.map(|r| Demand::Staff.means(r)), [false, true, true]);
        assert!(
            PLANS.iter().all(|p| !OrgPolicy::default().requires(*p, Role::Owner, Timestamp(1)) || *p == Plan::Paid)
        );
    }

    #[test]
    fn a_wait_is_never_shorter_than_in_the_settings_nor_longer_than_thirty_days() {
        let settings = Policy::default();
        let wait = |n: Option<Seconds>| OrgPolicy { case_wait: n, ..OrgPolicy::default() }.case_wait(&settings);
        assert_eq!(wait(None), settings.case_wait);
        assert_eq!(wait(Some(Seconds(60))), settings.case_wait, "shorter");
        assert_eq!(wait(Some(Seconds::days(7))), Seconds::days(7));
        assert_eq!(wait(Some(Seconds::days(400))), CASE_WAIT_MOST);
    }

    #[test]
    fn who_may_reset_follows_the_policy() {
        let owners = OrgPolicy { resetters: Resetters::Owners, ..OrgPolicy::default() };
        assert_eq!(ROLES.map(|r| owners.may_reset(r)), [false, false, true]);
        assert_eq!(ROLES.map(|r| OrgPolicy::default().may_reset(r)), [false, true, true]);
    }

    #[test]
    fn each_loosened_part_is_named_and_a_tightened_one_is_not() {
        let (loose, settings) = (OrgPolicy::default(), Policy::default());
        let strict = OrgPolicy {
            demand: Demand::Everyone,
            from: Timestamp(5),
            sms: false,
            call: true,
            app: false,
            countries: Some(vec!["GB".into()]),
            voip_refused: true,
            resetters: Resetters::Owners,
            second_person: true,
            case_wait: Some(Seconds::days(7)),
            version: 3,
        };
        let all = [
            Aspect::Demand,
            Aspect::Ways,
            Aspect::Countries,
            Aspect::Voip,
            Aspect::Resetters,
            Aspect::SecondPerson,
            Aspect::CaseWait,
        ];
        assert_eq!(loose.weaker_than(&strict, &settings), all);
        assert_eq!(strict.weaker_than(&loose, &settings), []);
        assert_eq!(strict.weaker_than(&strict, &settings), []);
        let later = OrgPolicy { from: Timestamp(6), ..strict.clone() };
        assert_eq!(later.weaker_than(&strict, &settings), [Aspect::Demand], "a later date asks for less");
        let more = OrgPolicy { countries: Some(vec!["GB".into(), "FR".into()]), ..strict.clone() };
        assert_eq!(more.weaker_than(&strict, &settings), [Aspect::Countries]);
        assert!(!strict.allows_country("FR") && more.allows_country("FR") && loose.allows_country("FR"));
        assert!(!strict.allows(Channel::Sms) && strict.allows(Channel::Call) && strict.allows(Channel::Email));
    }
}
