//! The audit log as files: exports that other programs read and verify, and the dossier of a reset.

use crate::org_audit::{Event, RANDOM, link, log, words};
use crate::resets::WHY;
use crate::world::World;
use rekey::auth::audit::check::{Finding, check};
use rekey::model::Kind;
use serde_json::{Value, json};

#[tokio::test]
async fn an_export_is_read_by_other_programs_and_is_an_event_itself() {
    let world = World::new().await;
    let (admin, mut browser) = world.admin_of(&world.acme, 212).await;
    let member = world.member().await;
    let (org, actor) = (&world.acme, admin.id.as_str());
    let hostile = json!({ "reason": "=HYPERLINK(\"http://evil.test\"),\n\"quoted\" <b>" });
    world.happen(Event { org, kind: Kind::Unlocked, actor, person: &member, detail: hostile, ago: 90 }).await;
    world.meddle("UPDATE person SET name = '=cmd|calc' WHERE email = 'member@acme.example'").await;
    for n in 0..1100 {
        world.signed_in(&member, 80 - n / 20).await;
    }
    let answer = browser.get(&log(org, "/export.csv")).await;
    assert!(answer.headers["content-disposition"].to_str().unwrap().contains("audit-2026-11-23.csv"));
    let text = answer.text();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    assert_eq!(reader.headers().unwrap().get(0), Some("time"));
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(i64::try_from(rows.len()).unwrap(), world.count("SELECT seq FROM audit_head WHERE seq > 1000").await);
    assert!(rows.iter().any(|row| &row[1] == "audit.export"), "it lists itself");
    let cells = rows.iter().flat_map(|row| row.iter());
    assert!(cells.into_iter().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t'])));
    assert!(rows.iter().any(|row| &row[4] == "'=cmd|calc") && rows.iter().all(|row| row[0].ends_with('Z')));
    assert!(rows.iter().any(|row| row[8].contains("HYPERLINK") && row[8].contains("\\n")));

    let key = world.node.auth.vault.public_key();
    let text = browser.get(&log(org, "/export.jsonl")).await.text();
    let Finding { statement, rows, checkpoints, flaws } = check(text.as_bytes(), &key).unwrap();
    let (end, head) = (statement.unwrap(), world.count("SELECT seq FROM audit_head WHERE seq > 1000").await);
    assert_eq!((flaws.len(), rows, checkpoints), (0, head, 2), "{flaws:?}");
    assert_eq!((end.holds.as_str(), end.from_seq, end.to_seq, end.chain_seq), ("run", 1, head, head));
    for line in text.lines() {
        let value: Value = serde_json::from_str(line).unwrap();
        assert!(value["type"].is_string());
    }
    let text = browser.get(&log(org, "/export.jsonl?q=event:account.unlock")).await.text();
    let Finding { statement, rows, flaws, .. } = check(text.as_bytes(), &key).unwrap();
    let end = statement.unwrap();
    assert_eq!(
        (flaws.len(), rows, end.holds.as_str(), end.filter.as_str()),
        (0, 1, "filtered", "event:account.unlock")
    );
    let past = browser.get(&log(org, "/export.jsonl?from=2026-01-01&to=2026-01-31")).await.text();
    let found = check(past.as_bytes(), &key).unwrap();
    assert_eq!((found.flaws.len(), found.rows), (0, 0));
    assert_eq!(world.trail("audit.export").await, 4);
    let page = browser.get(&log(org, "?event=audit.export")).await.text();
    assert!(words(&page).contains("Ana Roe exported the audit log — filter: event:account.unlock, JSONL"), "{page}");
    world.drain().await;
}

#[tokio::test]
async fn a_reset_is_proved_by_one_file_that_its_person_and_its_admins_can_download() {
    let world = World::new().await;
    let (admin, mut browser) = world.admin_of(&world.acme, 212).await;
    let (member, other) = (world.member().await, world.other().await);
    let org = &world.acme;
    let detail = json!({ "case": "R-4821", "reason": "lost" });
    let actor = member.id.as_str();
    world.happen(Event { org, kind: Kind::CaseOpened, actor, person: &member, detail, ago: 50 }).await;
    world.signed_in(&other, 45).await;
    let detail = json!({ "case": "R-4821", "by": "owner", "text": 1 });
    let actor = admin.id.as_str();
    let id = world.happen(Event { org, kind: Kind::CasePassed, actor, person: &member, detail, ago: 0 }).await;
    world.node.auth.seal_trail().await.unwrap();
    let page = browser.get(&log(org, &format!("/{id}"))).await.text();
    let file = link(&page, "Download the dossier").unwrap();
    let text = browser.get(&file).await.text();
    let found = check(text.as_bytes(), &world.node.auth.vault.public_key()).unwrap();
    assert_eq!((found.flaws.len(), found.rows, found.checkpoints), (0, 2, 1), "{:?}", found.flaws);
    let value: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&value["what"], &value["organization"]), (&json!("case.pass"), &json!("Acme")));
    assert_eq!(value["actor"]["id"], json!(admin.id));
    assert_eq!(value["checkbox"]["version"], 1);
    let shown: Vec<&str> = value["proofs"].as_array().unwrap().iter().map(|p| p["shown"].as_str().unwrap()).collect();
    assert_eq!(shown, ["password and code", "password, the answers of the form, and a code mailed to the account"]);
    assert!(!text.contains(other.id.as_str()), "nobody else's rows are in it");
    assert!(
        !check(text.replace("owner", "admin").as_bytes(), &world.node.auth.vault.public_key())
            .unwrap()
            .flaws
            .is_empty()
    );

    let own = format!("/settings/activity/{id}/dossier.json");
    let mut theirs = world.browser();
    assert_eq!(theirs.get(&own).await.location(), "/sign-in");
    theirs.sign_in(&world, &member).await;
    assert_eq!(theirs.get(&own).await.location(), "/settings/activity", "the mailed code first");
    theirs.open_settings(&world, &member).await;
    assert!(theirs.see("/settings/activity").await.contains(&own));
    let mine = theirs.get(&own).await.text();
    assert!(check(mine.as_bytes(), &world.node.auth.vault.public_key()).unwrap().flaws.is_empty());
    let mut stranger = world.browser();
    stranger.sign_in(&world, &other).await;
    stranger.open_settings(&world, &other).await;
    let none = stranger.get(&format!("/settings/activity/{RANDOM}/dossier.json")).await;
    let answer = stranger.get(&own).await;
    assert_eq!((answer.status.as_u16(), answer.text()), (404, none.text()));
    world.drain().await;
}

#[tokio::test]
async fn a_dossier_of_a_real_reset_says_what_was_promised_and_how_everybody_was_told() {
    let world = World::new().await;
    let (who, (admin, mut browser)) = (world.member().await, world.admin().await);
    let fields = [&[("org", world.acme.as_str()), ("person", who.id.as_str())], &WHY[..]].concat();
    browser.ask("org/reset", &fields).await;
    let key = world.node.auth.vault.public_key();
    let page = browser.get(&log(&world.acme, "?event=2fa.reset")).await.text();
    let id = crate::org_audit::listed(&page, &world.acme).remove(0);
    let file = format!("{}/dossier.json", log(&world.acme, &format!("/{id}")));
    let receipts = |text: &str| {
        let value: Value = serde_json::from_str(text).unwrap();
        let notices = value["notices"].as_array().unwrap().clone();
        notices.iter().map(|n| format!("{} {} {}", n["notice"], n["channel"], n["state"])).collect::<Vec<_>>()
    };
    let text = browser.get(&file).await.text();
    assert!(check(text.as_bytes(), &key).unwrap().flaws.is_empty());
    let before = receipts(&text);
    assert!(before.iter().all(|line| line.contains("Done") && line.ends_with("\"queued\"")), "{before:?}");
    world.drain().await;
    let text = browser.get(&file).await.text();
    let after = receipts(&text);
    assert_eq!(after.len(), before.len());
    assert!(after.iter().all(|line| line.ends_with("\"sent\"")), "{after:?}");
    for channel in ["email", "sms"] {
        assert!(after.iter().any(|line| line.contains(channel)), "{channel}: {after:?}");
    }
    let value: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&value["actor"]["id"], &value["person"]["id"]), (&json!(admin.id), &json!(who.id)));
    assert_eq!(
        value["checkbox"],
        json!({ "version": 1, "text": "I have checked that this request really comes from Ana" })
    );
    let form = browser.get(&format!("/org/{}/people/{}/reset-2fa", world.acme, who.id)).await.text();
    assert!(
        form.contains("I have checked that this request really comes from Ana"),
        "what the box says is what is proved"
    );
    let number = &who.phone[who.phone.len() - 7..];
    assert!(!text.contains(&who.email) && !text.contains(number), "where to is nobody's to read");
}
