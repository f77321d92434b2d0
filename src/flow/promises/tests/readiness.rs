//! What `flow::readiness` tells people about their way back, held against the machines: each way that it names is there,
//! and takes as long as it says.

use super::super::factors::{Factors, Recovery};
use super::super::graph::{Graph, Passed};
use super::super::row::Row;
use super::super::rules::{Account, Loss};
use super::super::survey::NOTHING;
use super::super::world::World;
use crate::flow::OrgPolicy;
use crate::flow::readiness::{Held, readiness};
use crate::model::{Plan, Readiness, Role, Seconds, WayBack};

/// Whom the page of a person tells, as the machines see them: the account as it is, with or without a recovery code.
fn people() -> Vec<(Row, World, Held)> {
    let mut all = Vec::new();
    for account in [Account::Phone, Account::App, Account::Spare, Account::Member] {
        for recovery in [Recovery::Old, Recovery::Used] {
            let row = Row { lost: Some(Loss::Phone), ..Row::new(account, NOTHING) };
            let start = row.start();
            let factors = Factors { recovery, ..start.factors };
            let world = World { factors, ..start };
            let held = Held {
                phones: [factors.old_phone, factors.spare_phone].into_iter().map(i64::from).sum(),
                phone_disabled: false,
                apps: i64::from(factors.app),
                recovery: recovery == Recovery::Old,
                mailbox: true,
                role: if account == Account::Member { Role::Member } else { Role::Owner },
                plan: Plan::Paid,
                managed: true,
                other_owners: 1,
                other_admins: 1,
            };
            all.push((row, world, held));
        }
    }
    all
}

/// The shortest way back from here, by the machines themselves.
fn wait(row: &Row, world: World, helped: bool) -> Option<Seconds> {
    let mut graph = Graph::new([row.clone(), row.clone(), row.clone()], helped);
    let node = graph.node(world, Passed::Nothing);
    graph.waits()[node].map(Seconds)
}

#[test]
fn what_people_are_told_of_their_way_back_is_what_the_machines_do() {
    for (row, world, held) in people() {
        let ready = readiness(&held, &OrgPolicy::default(), &row.policy);
        let Readiness::Back(ways) = &ready else { panic!("{held:?}: {ready:?}") };
        let (alone, helped) = (wait(&row, world, false), wait(&row, world, true));
        let told = if ways.iter().any(|way| way.alone_at_once()) {
            Some(Seconds(0))
        } else {
            ways.iter().find_map(|way| if let WayBack::Wait(wait) = way { Some(*wait) } else { None })
        };
        assert_eq!(alone, told, "alone: {held:?}");
        let others = ways.iter().any(|way| matches!(way, WayBack::Reset { .. } | WayBack::Approval));
        assert!(others || !ready.fragile(), "{held:?}");
        assert_eq!(helped, Some(Seconds(0)), "with help: {held:?}");
    }
}
