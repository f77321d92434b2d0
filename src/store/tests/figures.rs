//! Policies and figures of organizations, on the engine under test.

use super::{Fresh, NOW};
use crate::flow::OrgPolicy;
use crate::flow::org_policy::{Demand, Resetters};
use crate::model::{OrgId, Plan, Seconds};
use crate::store::{StoreError, org, org_policy};

impl Fresh {
    async fn org(&self, name: &str) -> OrgId {
        let id: OrgId = self.env.id();
        let mut tx = self.store.begin().await.unwrap();
        org::insert(&mut tx, &id, name, Plan::Trial, NOW).await.unwrap();
        tx.commit().await.unwrap();
        id
    }
}

#[tokio::test]
async fn a_policy_reads_back_as_it_was_saved_and_only_for_its_organization() {
    let fresh = Fresh::new().await;
    let (one, other) = (fresh.org("One").await, fresh.org("Other").await);
    let mut tx = fresh.store.begin().await.unwrap();
    assert_eq!(org_policy::get(&mut tx, &one).await.unwrap(), OrgPolicy::default());
    let new = OrgPolicy {
        demand: Demand::Staff,
        from: NOW + Seconds::days(7),
        sms: true,
        call: false,
        app: false,
        countries: Some(vec!["GB".into(), "FR".into()]),
        voip_refused: true,
        resetters: Resetters::Owners,
        second_person: true,
        case_wait: Some(Seconds::days(5)),
        version: 0,
    };
    org_policy::save(&mut tx, &one, &new, NOW).await.unwrap();
    assert_eq!(org_policy::get(&mut tx, &one).await.unwrap(), OrgPolicy { version: 1, ..new.clone() });
    assert_eq!(org_policy::get(&mut tx, &other).await.unwrap(), OrgPolicy::default());
    let stale = org_policy::save(&mut tx, &one, &new, NOW).await;
    assert!(matches!(stale, Err(StoreError::Stale)), "somebody saved meanwhile");
    let off = OrgPolicy { version: 1, ..OrgPolicy::default() };
    org_policy::save(&mut tx, &one, &off, NOW).await.unwrap();
    assert_eq!(org_policy::get(&mut tx, &one).await.unwrap(), OrgPolicy { version: 2, ..off });
    let nobody = org_policy::get(&mut tx, &OrgId::new("none")).await;
    assert!(matches!(nobody, Err(StoreError::Corrupt { .. })));
    tx.commit().await.unwrap();
}
