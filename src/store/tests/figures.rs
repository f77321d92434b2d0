//! Policies and figures of organizations, on the engine under test.

use super::{Fresh, NOW};
use crate::flow::OrgPolicy;
use crate::flow::figures::{Figure, day_of};
use crate::flow::org_policy::{Demand, Resetters};
use crate::model::{Channel, Language, OrgId, Plan, Reported, Seconds};
use crate::store::outbox::{self, End, Letter, Load, Outcome, Report};
use crate::store::{StoreError, org, org_policy, tally};
use std::collections::BTreeMap;

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

impl Fresh {
    /// A message with a code, in the air.
    async fn in_the_air(&self, org: &OrgId, n: usize) -> Letter {
        let who = self.person(&format!("p{n}@x.example")).await.unwrap();
        let code = self.challenge(&who).await;
        let letter = Letter {
            id: self.env.id_text(),
            person: who.to_string(),
            channel: Channel::Sms,
            destination_sealed: "s".into(),
            load: Load::Code(code.id),
            about: None,
            tally: Some(format!("{org} GB sms")),
            language: Language::English,
            not_after: NOW + Seconds(600),
            attempts: 0,
        };
        let mut tx = self.store.begin().await.unwrap();
        outbox::push(&letter, NOW).run(&mut tx).await.unwrap();
        let mut claimed = outbox::claim(&mut tx, 10, Seconds(60), NOW).await.unwrap();
        tx.commit().await.unwrap();
        claimed.pop().unwrap()
    }

    async fn reports(&self, letter: &Letter, means: Reported, after: i64) {
        let mut tx = self.store.begin().await.unwrap();
        let report = Report { reference: "r", status: means.word(), code: "", means: Some(means) };
        outbox::report(&mut tx, &letter.id, report, NOW + Seconds(after)).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn taken(&self, letter: &Letter, after: i64) {
        let mut tx = self.store.begin().await.unwrap();
        outbox::finish(
            &mut tx,
            letter,
            End::Sent,
            Outcome { word: "taken", code: "", reference: "" },
            NOW + Seconds(after),
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
    }

    /// Figures of an organization that are not nothing.
    async fn sums(&self, org: &OrgId) -> BTreeMap<String, i64> {
        let mut db = self.store.read().await.unwrap();
        let mut all = BTreeMap::new();
        for figure in [Figure::Code, Figure::Speed] {
            let days = (day_of(NOW) - 1, day_of(NOW) + 1);
            all.extend(tally::sums(&mut db, org, figure, days).await.unwrap());
        }
        all.retain(|_, count| *count != 0);
        all
    }
}

fn figures<const N: usize>(pairs: [(&str, i64); N]) -> BTreeMap<String, i64> {
    pairs.into_iter().map(|(key, count)| (key.to_owned(), count)).collect()
}

#[tokio::test]
async fn what_carriers_report_puts_the_figures_right_in_whatever_order_it_comes() {
    let fresh = Fresh::new().await;
    // Nobody reports: what the carrier took counts as delivered.
    let quiet = fresh.org("Quiet").await;
    let id = fresh.in_the_air(&quiet, 0).await;
    fresh.taken(&id, 2).await;
    let alone = figures([("GB sms delivered", 1), ("GB sms reached", 1), ("GB 1", 1)]);
    assert_eq!(fresh.sums(&quiet).await, alone);
    // Delivered after twenty seconds: that is the wait, and it is counted once however often it is reported.
    let late = fresh.org("Late").await;
    let id = fresh.in_the_air(&late, 1).await;
    fresh.taken(&id, 2).await;
    for _ in 0..2 {
        fresh.reports(&id, Reported::Sent, 3).await;
        fresh.reports(&id, Reported::Delivered, 20).await;
    }
    let after = fresh.sums(&late).await;
    assert_eq!((after.get("GB sms delivered"), after.get("GB 1")), (Some(&1), None), "{after:?}");
    assert_eq!(after.iter().filter(|(key, _)| !key.contains("sms")).map(|(_, n)| n).sum::<i64>(), 1, "{after:?}");
    // Lost after it was taken; and lost as a report said before the carrier's own answer came.
    for (n, before) in [(2, false), (3, true)] {
        let lost = fresh.org(&format!("Lost {n}")).await;
        let id = fresh.in_the_air(&lost, n).await;
        if before {
            fresh.reports(&id, Reported::Undelivered, 1).await;
        }
        fresh.taken(&id, 2).await;
        fresh.reports(&id, Reported::Undelivered, 5).await;
        fresh.reports(&id, Reported::Failed, 6).await;
        let after = fresh.sums(&lost).await;
        assert_eq!((after.get("GB sms delivered"), after.get("GB sms failed")), (None, Some(&1)), "{after:?}");
        // A report that came too late to the one that said so: it arrived after all.
        fresh.reports(&id, Reported::Delivered, 7).await;
        let after = fresh.sums(&lost).await;
        assert_eq!((after.get("GB sms delivered"), after.get("GB sms failed")), (Some(&1), None), "{after:?}");
    }
}
