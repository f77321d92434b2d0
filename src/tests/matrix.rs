//! Every function and page of an organization, asked by everybody: what a role may do is decided on the server, for each of
//! them (v5.0.0-8.2.1), and another organization's look like none (T11).

use crate::actors::Browser;
use crate::deeds::between;
use crate::endpoints::{FIELDS, ORG};
use crate::enumeration::bare;
use crate::members::seated;
use crate::world::{Person, World};
use rekey::model::{OrgId, Role};
use std::collections::BTreeMap;

const RANDOM: &str = "01a2076b-4400-772b-93f1-128b8277cf59";
const NOWHERE: &str = "01a2076b-4400-772b-93f1-128b8277cf60";

/// An organization with something of everything that has an id.
struct Office {
    org: OrgId,
    member: Person,
    /// A person, an invitation, a selection, an event, a request.
    ids: Vec<String>,
}

async fn office(world: &World) -> (Office, Browser) {
    let (owner, mut browser) = seated(world, &world.acme, Role::Owner, 0).await;
    let (member, _) = seated(world, &world.acme, Role::Member, 1).await;
    let (asks, _) = seated(world, &world.acme, Role::Owner, 2).await;
    world.browser().opens_case(world, &asks, &[]).await;
    let org = world.acme.as_str();
    browser.ask("org/invite", &[("org", org), ("email", "x@home.example"), ("role", "member")]).await;
    let pick = [("org", org), ("deed", "remind"), ("pick%5B%5D", member.id.as_str())];
    browser.ask("org/bulk/select", &pick).await;
    let dump = world.dump().await;
    let first = |table: &str| between(&dump[table][0], "id=", " ").unwrap().to_owned();
    let mut ids = vec![member.id.to_string(), owner.id.to_string()];
    ids.extend(["invitation", "selection", "audit", "reset_case"].map(first));
    world.drain().await;
    (Office { org: world.acme.clone(), member, ids }, browser)
}

/// Every page of an organization, with this id where one has an id.
fn pages(org: &str, id: &str) -> Vec<String> {
    let pages = [
        "overview",
        "people",
        "people?q=ana&status=on",
        "people/export.csv",
        "people/invite",
        "people/ID",
        "people/ID?after=1_2",
        "people/ID/reset-2fa",
        "people/bulk/ID",
        "people/bulk/ID?deed=reset",
        "people/bulk/ID/result.csv",
        "requests",
        "audit",
        "audit/ID",
        "audit/export.csv",
        "audit/export.jsonl",
        "policy",
        "policy/review",
        "delivery",
    ];
    pages.iter().map(|page| format!("/org/{org}/{}", page.replace("ID", id))).collect()
}

/// What any function may be asked with, about this organization and this id.
fn fields<'a>(org: &'a str, id: &'a str) -> Vec<(&'a str, &'a str)> {
    let ids = ["id", "person", "person_id", "case", "more", "reset", "selection"];
    let mut all: Vec<(&str, &str)> =
        FIELDS.into_iter().filter(|(name, _)| *name != "org" && !ids.contains(name)).collect();
    all.push(("org", org));
    all.push(("pick%5B%5D", id));
    all.push(("deed", "remind"));
    all.push(("email", "somebody@home.example"));
    all.extend(ids.map(|name| (name, id)));
    all
}

/// The functions of an organization's pages, with those that were there before it had pages.
fn doors() -> Vec<&'static str> {
    ORG.iter().copied().chain(["case/decide", "unlock"]).collect()
}

/// What must never change by what a stranger asks for.
async fn theirs(world: &World) -> BTreeMap<&'static str, Vec<String>> {
    let mut dump = world.dump().await;
    dump.retain(|table, _| {
        ["person", "membership", "phone", "address", "invitation", "reset_case", "organization"].contains(table)
    });
    dump
}

#[tokio::test]
async fn who_may_ask_what_of_an_organization() {
    let world = World::new().await;
    let (office, by_owner) = office(&world).await;
    let (_, by_admin) = seated(&world, &world.acme, Role::Admin, 3).await;
    let (_, by_member) = seated(&world, &world.acme, Role::Member, 4).await;
    let (_, by_stranger) = seated(&world, &world.trial, Role::Owner, 5).await;
    let mut half = world.browser();
    half.password(&office.member).await;
    world.drain().await;
    let before = theirs(&world).await;
    let outside: [(&str, &Browser, u16); 4] = [
        ("nobody", &world.browser(), 401),
        ("half", &half, 401),
        ("member", &by_member, 403),
        ("stranger", &by_stranger, 404),
    ];
    let mut wrong = Vec::new();
    for door in doors() {
        for id in &office.ids {
            for (who, browser, expected) in outside {
                let status = browser.clone().status(door, &fields(office.org.as_str(), id)).await;
                // Their members are told apart from strangers by the page alone there.
                let hidden = matches!(door, "case/decide" | "unlock") && who == "member" && status == 404;
                if status != expected && !hidden {
                    wrong.push(format!("{door} {who}: {status}, expected {expected}"));
                }
            }
            if theirs(&world).await != before {
                wrong.push(format!("{door} changed something"));
            }
        }
    }
    for page in pages(office.org.as_str(), office.member.id.as_str()) {
        let sees = async |browser: &Browser| browser.clone().get(&page).await.status.as_u16();
        let found = sees(&by_owner).await;
        for (who, browser, expected) in [
            ("nobody", &world.browser(), 303),
            ("half", &half, 303),
            ("member", &by_member, 403),
            ("stranger", &by_stranger, 404),
            ("admin", &by_admin, found),
        ] {
            let status = sees(browser).await;
            // An address that no page has yet is nobody's.
            if status != expected && !(found == 404 && status == 404) {
                wrong.push(format!("{page} {who}: {status}, expected {expected}"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    // Whoever helps to run it is answered by each of them.
    for door in ORG {
        for browser in [&by_owner, &by_admin] {
            let status = browser.clone().status(door, &fields(office.org.as_str(), office.member.id.as_str())).await;
            assert!(matches!(status, 200 | 400 | 404), "{door}: {status}");
        }
    }
    world.drain().await;
}

/// The answer without what is different every time; the ids that were asked for are replaced by one word each.
fn told(answer: &crate::actors::Answer, org: &str, id: &str) -> String {
    let (status, headers, body) = bare(answer, "somebody@home.example");
    let text = format!("{status} {headers:?} {}", String::from_utf8_lossy(&body));
    text.replace(org, "[org]").replace(id, "[id]")
}

#[tokio::test]
async fn every_request_of_one_organization_is_answered_to_another_as_if_its_ids_were_made_up() {
    let world = World::new().await;
    let (office, _) = office(&world).await;
    let (_, stranger) = seated(&world, &world.trial, Role::Owner, 5).await;
    let before = theirs(&world).await;
    let (own, org) = (world.trial.to_string(), office.org.to_string());
    let mut differ = Vec::new();
    for id in &office.ids {
        // Their organization with their ids against no organization at all; then one's own with their ids against one's own
        // with made-up ones.
        for ((org, id), (none, nobody)) in [((&*org, &**id), (NOWHERE, RANDOM)), ((&*own, &**id), (&*own, RANDOM))] {
            // The same address twice tells nothing.
            for (page, none_page) in pages(org, id).into_iter().zip(pages(none, nobody)).filter(|(a, b)| a != b) {
                let (a, b) = (stranger.clone().get(&page).await, stranger.clone().get(&none_page).await);
                if told(&a, org, id) != told(&b, none, nobody) {
                    differ.push(format!("GET {page}: {} {}", a.status, b.status));
                }
            }
            for door in doors() {
                let a = stranger.clone().form(door, &fields(org, id)).await;
                // What was done to one's own organization is taken back, so that both find the same.
                world.meddle("DELETE FROM invitation WHERE email LIKE 'somebody%'").await;
                world.meddle("DELETE FROM budget_event").await;
                world.meddle("DELETE FROM send_log").await;
                let b = stranger.clone().form(door, &fields(none, nobody)).await;
                world.meddle("DELETE FROM invitation WHERE email LIKE 'somebody%'").await;
                world.meddle("DELETE FROM budget_event").await;
                world.meddle("DELETE FROM send_log").await;
                if told(&a, org, id) != told(&b, none, nobody) {
                    differ.push(format!("POST {door} {id}: {} {}", a.status, b.status));
                }
            }
        }
    }
    assert!(differ.is_empty(), "\n{}", differ.join("\n"));
    let after = theirs(&world).await;
    for (table, rows) in before {
        let kept = rows.iter().filter(|row| row.contains(&org)).all(|row| after[table].contains(row));
        assert!(kept, "{table} of the other organization");
    }
    world.drain().await;
}
