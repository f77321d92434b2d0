//! Letters and sessions, on the engine under test.

use super::{Fresh, NOW};
use crate::model::{Channel, Seconds, SessionId};
use crate::store::{StoreError, outbox, session};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn each_letter_is_claimed_once() {
    let fresh = Fresh::new().await;
    let who = fresh.person("a@b.example").await.unwrap();
    let code = fresh.challenge(&who).await;
    let mut tx = fresh.store.begin().await.unwrap();
    for _ in 0..40 {
        let letter = outbox::Letter {
            id: fresh.env.id_text(),
            person: who.to_string(),
            channel: Channel::Sms,
            destination_sealed: "s".into(),
            load: outbox::Load::Code(code.id.clone()),
            language: crate::model::Language::English,
            about: None,
            tally: None,
            not_after: NOW + Seconds(60),
            attempts: 0,
        };
        outbox::push(&letter, NOW).run(&mut tx).await.unwrap();
    }
    tx.commit().await.unwrap();
    let tasks: Vec<_> = (0..10)
        .map(|_| {
            let store = fresh.store.clone();
            tokio::spawn(async move {
                let mut tx = store.begin().await.unwrap();
                let letters = outbox::claim(&mut tx, 20, Seconds(60), NOW).await.unwrap();
                tx.commit().await.unwrap();
                letters.into_iter().map(|l| l.id).collect::<Vec<_>>()
            })
        })
        .collect();
    let mut claimed = Vec::new();
    for task in tasks {
        claimed.extend(task.await.unwrap());
    }
    let all = claimed.len();
    claimed.sort();
    claimed.dedup();
    assert_eq!(all, claimed.len(), "a letter was claimed twice");
    // Nodes that asked for the same letters at once leave some to the next round, never to nobody.
    let mut tx = fresh.store.begin().await.unwrap();
    let rest = outbox::claim(&mut tx, 100, Seconds(60), NOW).await.unwrap();
    assert_eq!(all + rest.len(), 40);
    let later = outbox::claim(&mut tx, 100, Seconds(60), NOW + Seconds(61)).await.unwrap();
    assert_eq!(later.len(), 40, "a lease that ran out is due again");
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_session_ends_and_rotates_by_its_row() {
    let fresh = Fresh::new().await;
    let who = fresh.person("a@b.example").await.unwrap();
    let (one, two): (SessionId, SessionId) = (fresh.env.id(), fresh.env.id());
    let mut tx = fresh.store.begin().await.unwrap();
    for (id, digest) in [(&one, "one"), (&two, "two")] {
        let new = session::NewSession { id, digest, person: &who, at: NOW, ip: "", agent: "" };
        session::insert(&mut tx, new).await.unwrap();
    }
    session::rotate(&mut tx, &one, "new", NOW).await.unwrap();
    assert!(session::by_digest(&mut tx, "one").await.unwrap().is_none());
    let read = session::by_digest(&mut tx, "new").await.unwrap().unwrap();
    assert_eq!((read.id, read.role, read.organization), (one.clone(), None, None));
    assert_eq!(session::end_others(&mut tx, &who, Some(&one), "why", NOW).await.unwrap(), 1);
    assert!(session::by_digest(&mut tx, "two").await.unwrap().is_none());
    session::end(&mut tx, &one, "why", NOW).await.unwrap();
    assert!(matches!(session::rotate(&mut tx, &one, "again", NOW).await, Err(StoreError::Stale)));
    tx.commit().await.unwrap();
}
