//! "If this phone were lost today": which ways back somebody has, from what is in force now. `promises` checks that each of
//! them is one that the machines really offer, and that it takes as long as this says.

use super::Policy;
use crate::flow::OrgPolicy;
use crate::model::{Plan, Readiness, Role, WayBack};

/// Everything that decides about the ways back of one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// Phones in force.
    pub phones: i64,
    /// Codes by phone were turned off after too many wrong ones: another phone is no way back.
    pub phone_disabled: bool,
    /// Authenticator apps in force.
    pub apps: i64,
    /// A recovery code is in force and unused.
    pub recovery: bool,
    /// The address to sign in with takes mail, as far as anybody knows.
    pub mailbox: bool,
    /// Their role in the organization that they belong to first of all.
    pub role: Role,
    /// Its plan.
    pub plan: Plan,
    /// That organization manages them.
    pub managed: bool,
    /// Owners of it, other than themself.
    pub other_owners: i64,
    /// Admins of it, other than themself.
    pub other_admins: i64,
}

/// Which ways back there are when the main phone is lost.
pub fn readiness(held: &Held, org: &OrgPolicy, policy: &Policy) -> Readiness {
    if held.phones == 0 && held.apps == 0 {
        return Readiness::NotSetUp;
    }
    let reset = resetters(held, org);
    let two = org.second_person || held.role == Role::Owner;
    let asks = held.role == Role::Owner && held.plan == Plan::Paid && held.mailbox;
    let ways = [
        (held.apps > 0, WayBack::App),
        (held.phones > 1 && !held.phone_disabled, WayBack::SparePhone),
        (held.recovery, WayBack::RecoveryCode),
        (held.managed && held.mailbox && reset > i64::from(two), WayBack::Reset { two }),
        (asks && held.other_owners > 0, WayBack::Approval),
        (asks, WayBack::Wait(org.case_wait(policy))),
    ];
    let ways: Vec<WayBack> = ways.into_iter().filter(|(there, _)| *there).map(|(_, way)| way).collect();
    if ways.is_empty() { Readiness::Nobody } else { Readiness::Back(ways) }
}

/// How many others may reset this person's 2FA: nobody does so to somebody of a higher role.
fn resetters(held: &Held, org: &OrgPolicy) -> i64 {
    let admins = org.may_reset(Role::Admin) && held.role <= Role::Admin;
    held.other_owners + if admins { held.other_admins } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::org_policy::Resetters;
    use crate::model::Seconds;

    /// Everybody that there can be, with every policy that matters.
    fn all() -> Vec<(Held, OrgPolicy)> {
        let (bools, roles) = ([false, true], [Role::Member, Role::Admin, Role::Owner]);
        let mut all = Vec::new();
        for bits in 0..128u32 {
            let bit = |n: u32| bits >> n & 1 == 1;
            for (phones, role) in [0, 1, 2].into_iter().flat_map(|p| roles.map(|r| (p, r))) {
                for (owners, admins) in [0, 1, 2].into_iter().flat_map(|o| [0, 1, 2].map(|a| (o, a))) {
                    for owners_only in bools {
                        let held = Held {
                            phones,
                            phone_disabled: bit(0),
                            apps: i64::from(bit(1)),
                            recovery: bit(2),
                            mailbox: bit(3),
                            role,
                            plan: if bit(4) { Plan::Paid } else { Plan::Trial },
                            managed: bit(5),
                            other_owners: owners,
                            other_admins: admins,
                        };
                        let resetters = if owners_only { Resetters::Owners } else { Resetters::Admins };
                        let policy = OrgPolicy { resetters, second_person: bit(6), ..OrgPolicy::default() };
                        all.push((held, policy));
                    }
                }
            }
        }
        all
    }

    #[test]
    fn only_what_is_in_force_leads_back_at_once() {
        let settings = Policy::default();
        for (held, org) in all() {
            let ready = readiness(&held, &org, &settings);
            let second = held.phones > 0 || held.apps > 0;
            assert_eq!(ready == Readiness::NotSetUp, !second, "{held:?}");
            let own = held.apps > 0 || held.recovery || held.phones > 1 && !held.phone_disabled;
            assert_eq!(ready.fragile(), second && !own, "{held:?}");
        }
    }

    #[test]
    fn without_a_mailbox_nobody_can_help_from_afar() {
        let settings = Policy::default();
        for (held, org) in all().into_iter().filter(|(held, _)| !held.mailbox) {
            if let Readiness::Back(ways) = readiness(&held, &org, &settings) {
                assert!(ways.iter().all(|way| way.alone_at_once()), "{held:?}: {ways:?}");
            }
        }
    }

    #[test]
    fn requester_approver_and_target_are_three_people() {
        let settings = Policy::default();
        for (held, org) in all() {
            let ready = readiness(&held, &org, &settings);
            let Readiness::Back(ways) = ready else { continue };
            for way in ways {
                match way {
                    WayBack::Reset { two } => {
                        assert!(held.managed, "{held:?}");
                        assert_eq!(two, org.second_person || held.role == Role::Owner);
                        let least = if two { 2 } else { 1 };
                        let owners_only = held.role == Role::Owner || org.resetters == Resetters::Owners;
                        let others = held.other_owners + if owners_only { 0 } else { held.other_admins };
                        assert!(others >= least, "{held:?} {org:?}");
                    }
                    WayBack::Approval => assert!(held.role == Role::Owner && held.other_owners > 0, "{held:?}"),
                    WayBack::Wait(wait) => {
                        assert!(held.role == Role::Owner && held.plan == Plan::Paid);
                        assert_eq!(wait, settings.case_wait);
                    }
                    WayBack::App | WayBack::SparePhone | WayBack::RecoveryCode => {}
                }
            }
        }
    }

    #[test]
    fn the_soonest_way_comes_first() {
        let settings = Policy::default();
        for (held, org) in all() {
            if let Readiness::Back(ways) = readiness(&held, &org, &settings) {
                assert!(ways.is_sorted(), "{ways:?}");
            }
        }
    }

    #[test]
    fn nobody_can_help_the_sole_owner_of_a_trial_organization_nor_an_independent_member() {
        let alone = Held {
            phones: 1,
            phone_disabled: false,
            apps: 0,
            recovery: false,
            mailbox: true,
            role: Role::Owner,
            plan: Plan::Trial,
            managed: true,
            other_owners: 0,
            other_admins: 3,
        };
        let (org, settings) = (OrgPolicy::default(), Policy::default());
        assert_eq!(readiness(&alone, &org, &settings), Readiness::Nobody);
        let independent = Held { role: Role::Member, managed: false, other_owners: 2, ..alone };
        assert_eq!(readiness(&independent, &org, &settings), Readiness::Nobody);
        let paid = Held { plan: Plan::Paid, ..alone };
        let longer = OrgPolicy { case_wait: Some(Seconds::days(7)), ..org };
        let waits = Readiness::Back(vec![WayBack::Wait(Seconds::days(7))]);
        assert_eq!(readiness(&paid, &longer, &settings), waits);
    }
}
