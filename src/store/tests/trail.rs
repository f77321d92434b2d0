//! The trail's chains, on the engine under test.

use super::{Fresh, NOW, won};
use crate::auth::verify_chain::verify;
use crate::env::Env;
use crate::store::run_all;
use crate::store::{StoreError, Tx, audit};
use sha2::{Digest, Sha256};

/// Appends a row as `auth::audit` does.
async fn append(tx: &mut Tx, env: &Env, chain: &str) -> Result<(), StoreError> {
    let head = audit::take_head(tx, chain).await?;
    let mut entry = audit::Entry {
        id: env.id_text(),
        chain: chain.into(),
        seq: head.seq + 1,
        at: NOW.0,
        kind: "code.wrong".into(),
        person_id: "p".into(),
        actor_id: "p".into(),
        ip: "127.0.0.1".into(),
        agent: "agent".into(),
        detail: "{}".into(),
        previous: head.hash.clone(),
        hash: String::new(),
    };
    entry.hash = hash_of(&entry);
    let row = audit::append(&entry);
    let end = audit::set_head(&audit::Head { seq: entry.seq, hash: entry.hash, ..head });
    run_all(tx, vec![row, end]).await
}

/// The hash of a row, written down a second time: a change of the first would make old trails unreadable.
fn hash_of(entry: &audit::Entry) -> String {
    let (seq, at) = (entry.seq.to_string(), entry.at.to_string());
    let mut all = Vec::new();
    for field in [&entry.previous, &entry.id, &entry.chain, &seq, &at, &entry.kind, &entry.person_id] {
        all.extend((field.len() as u64).to_be_bytes());
        all.extend(field.bytes());
    }
    for field in [&entry.actor_id, &entry.ip, &entry.agent, &entry.detail] {
        all.extend((field.len() as u64).to_be_bytes());
        all.extend(field.bytes());
    }
    crate::vault::hex(&Sha256::digest(&all))
}

async fn chain(fresh: &Fresh, rows: usize) {
    for _ in 0..rows {
        let mut tx = fresh.store.begin().await.unwrap();
        append(&mut tx, &fresh.env, "org:1").await.unwrap();
        append(&mut tx, &fresh.env, "org:2").await.unwrap();
        tx.commit().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_chain_written_by_many_at_once_has_no_gap() {
    let fresh = Fresh::new().await;
    let done = won(50, |n| {
        let (store, env) = (fresh.store.clone(), fresh.env.clone());
        async move {
            let mut tx = store.begin().await.unwrap();
            append(&mut tx, &env, "org:1").await.unwrap();
            // Some give up: what they took goes back.
            if n % 5 == 0 { tx.rollback().await.is_ok() } else { tx.commit().await.is_ok() }
        }
    })
    .await;
    assert_eq!(done, 50);
    let verdict = verify(&fresh.store, None).await.unwrap();
    assert_eq!((verdict.chains, verdict.rows, verdict.flaws), (1, 40, vec![]));
}

#[tokio::test]
async fn an_edit_a_gap_a_reorder_and_a_cut_off_end_are_found() {
    let faults: [(&[&'static str], &str); 9] = [
        (&["UPDATE audit SET detail = '{\"x\":1}' WHERE chain = 'org:1' AND seq = 3"], "row 3 was altered"),
        (&["UPDATE audit SET person_id = 'q' WHERE chain = 'org:1' AND seq = 1"], "row 1 was altered"),
        (&["UPDATE audit SET at = at + 1 WHERE chain = 'org:1' AND seq = 5"], "row 5 was altered"),
        (&["UPDATE audit SET hash = 'x' WHERE chain = 'org:1' AND seq = 2"], "row 2 was altered"),
        (&["DELETE FROM audit WHERE chain = 'org:1' AND seq = 3"], "row 3 is missing"),
        (&["DELETE FROM audit WHERE chain = 'org:1' AND seq = 5"], "ends at row 4"),
        (&["DELETE FROM audit WHERE chain = 'org:1'"], "ends at row 0"),
        (
            &[
                "UPDATE audit SET seq = 99 WHERE chain = 'org:1' AND seq = 2",
                "UPDATE audit SET seq = 2 WHERE chain = 'org:1' AND seq = 3",
                "UPDATE audit SET seq = 3 WHERE chain = 'org:1' AND seq = 99",
            ],
            "row 2 was altered",
        ),
        (
            &[
                "DELETE FROM audit WHERE chain = 'org:1' AND seq = 5",
                "UPDATE audit_head SET seq = 4 WHERE chain = 'org:1'",
            ],
            "ends at row 4",
        ),
    ];
    for (statements, said) in faults {
        let fresh = Fresh::new().await;
        chain(&fresh, 5).await;
        assert_eq!(verify(&fresh.store, None).await.unwrap().flaws, []);
        for statement in statements {
            fresh.meddle(statement).await;
        }
        let verdict = verify(&fresh.store, None).await.unwrap();
        assert_eq!(verdict.flaws.len(), 1, "{statements:?}: {:?}", verdict.flaws);
        let (chain, flaw) = &verdict.flaws[0];
        assert!(flaw.to_string().contains(said) && chain == "org:1", "{chain}: {flaw}");
    }
}

#[tokio::test]
async fn a_chain_without_its_recorded_end_is_found() {
    let fresh = Fresh::new().await;
    chain(&fresh, 2).await;
    fresh.meddle("DELETE FROM audit_head WHERE chain = 'org:1'").await;
    let verdict = verify(&fresh.store, None).await.unwrap();
    assert_eq!(verdict.flaws.len(), 1, "rows of a chain that nobody verifies: {verdict:?}");
}
