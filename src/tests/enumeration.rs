//! Known and unknown addresses look the same: status, headers, body, rows written (T4).

use crate::actors::Answer;
use crate::world::{PASSWORD, World};
use std::collections::BTreeMap;

const KNOWN: &str = "member@acme.example";
/// As long as the known one, so that lengths can be compared.
const UNKNOWN: &str = "nobody@acme.example";

/// An answer without what is different every time: the address typed, nonces, sealed cookies.
pub fn bare(answer: &Answer, email: &str) -> (u16, Vec<(String, String)>, Vec<u8>) {
    let mut headers: Vec<(String, String)> =
        answer.headers.iter().map(|(name, value)| (name.to_string(), scrub(value.to_str().unwrap(), email))).collect();
    headers.sort();
    (answer.status.as_u16(), headers, scrub_bytes(&answer.body, email))
}

fn scrub_bytes(body: &[u8], email: &str) -> Vec<u8> {
    match std::str::from_utf8(body) {
        Ok(text) => scrub(text, email).into_bytes(),
        Err(_) => body.to_vec(),
    }
}

fn scrub(text: &str, email: &str) -> String {
    let mut text = text.replace(email, "[email]").replace(&hex(email), "[email]");
    for (start, end) in
        [("nonce=\"", "\""), ("'nonce-", "'"), ("__Host-rekey-say=", ";"), ("__Host-rekey-sign-in=", ";")]
    {
        let mut from = 0;
        while let Some(at) = text[from..].find(start).map(|at| from + at + start.len()) {
            let Some(length) = text[at..].find(end) else { break };
            // The length stays: a longer secret would be a difference.
            text.replace_range(at..at + length, &"*".repeat(length));
            from = at + length;
        }
    }
    text
}

fn hex(text: &str) -> String {
    text.bytes().map(|b| format!("{b:02x}")).collect()
}

async fn rows(world: &World) -> BTreeMap<&'static str, usize> {
    world.dump().await.into_iter().map(|(table, rows)| (table, rows.len())).collect()
}

type Seen = (Vec<(u16, Vec<(String, String)>, Vec<u8>)>, Vec<(&'static str, usize)>);

/// What somebody with a fresh browser sees of a sign-in, and how many rows it adds to each table.
async fn attempt(world: &World, email: &str, password: &str) -> Seen {
    let before = rows(world).await;
    let mut seen = Vec::new();
    let fields = [("email", email), ("password", password), ("next", "/settings")];
    let mut plain = world.browser();
    seen.push(bare(&plain.form("sign-in", &fields).await, email));
    seen.push(bare(&plain.get("/sign-in").await, email));
    let mut program = world.browser();
    let headers = [&crate::actors::OURS[..], &[("accept", "application/x-postcard")]].concat();
    let answer = program.post("sign-in", &crate::actors::encode(&fields), &headers).await;
    seen.push(bare(&answer, email));
    let after = rows(world).await;
    (seen, after.into_iter().map(|(table, n)| (table, n - before[table])).collect())
}

#[tokio::test]
async fn a_wrong_password_looks_the_same_for_known_and_unknown_addresses() {
    assert_eq!(KNOWN.len(), UNKNOWN.len());
    let world = World::new().await;
    world.member().await;
    // The first of each makes rows that stay; from then on both cost the same.
    attempt(&world, KNOWN, "not the password at all").await;
    attempt(&world, UNKNOWN, "not the password at all").await;
    let known = attempt(&world, KNOWN, "not the password at all").await;
    let unknown = attempt(&world, UNKNOWN, "not the password at all").await;
    for (n, (a, b)) in known.0.iter().zip(&unknown.0).enumerate() {
        assert_eq!(a.0, b.0, "status of answer {n}");
        assert_eq!(a.1, b.1, "headers of answer {n}");
        assert_eq!(String::from_utf8_lossy(&a.2), String::from_utf8_lossy(&b.2), "body of answer {n}");
    }
    assert_eq!(known.1, unknown.1, "rows written");
}

#[tokio::test]
async fn a_lock_looks_the_same_for_known_and_unknown_addresses_and_passwords() {
    let world = World::new().await;
    world.member().await;
    for _ in 0..3 {
        attempt(&world, KNOWN, "not the password at all").await;
        attempt(&world, UNKNOWN, "not the password at all").await;
    }
    let known = attempt(&world, KNOWN, "not the password at all").await;
    let unknown = attempt(&world, UNKNOWN, "not the password at all").await;
    let right = attempt(&world, KNOWN, PASSWORD).await;
    assert!(String::from_utf8_lossy(&known.0[1].2).contains("This account is locked until"));
    assert_eq!(known, unknown);
    assert_eq!(known.0[..2], right.0[..2], "the right password shows nothing while the lock is on");
}

#[tokio::test]
async fn the_reset_mfa_page_is_for_those_who_gave_the_password() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    assert!(!browser.see("/sign-in/reset-mfa").await.contains("Acme"));
    assert_eq!(browser.at, "/sign-in");
    browser.password(&who).await;
    browser.see("/sign-in/reset-mfa").await;
    assert_eq!(browser.at, "/sign-in/reset-mfa");
    world.drain().await;
}
