//! The audit log of an organization: read, searched, paged; and by nobody else. Files of it: `org_audit_files`.

use crate::actors::Browser;
use crate::world::{Person, World};
use rekey::auth::audit::seal::{hash_of, head_message};
use rekey::model::{Kind, OrgId, Role, Seconds};
use rekey::store::audit::{self, Entry};
use serde_json::{Value, json};
use std::collections::BTreeSet;

pub const RANDOM: &str = "01a2076b-4400-772b-93f1-128b8277cf59";

/// An event of an organization, so many seconds ago.
pub struct Event<'a> {
    /// Whose log.
    pub org: &'a OrgId,
    /// What.
    pub kind: Kind,
    /// Who did it.
    pub actor: &'a str,
    /// To whom.
    pub person: &'a Person,
    /// The facts.
    pub detail: Value,
    /// Seconds.
    pub ago: i64,
}

impl World {
    /// An admin of an organization, signed in.
    pub async fn admin_of(&self, org: &OrgId, n: u32) -> (Person, Browser) {
        let phone = format!("+1{n}5550143");
        let who = self.person(&format!("a{n}@x.example"), Some((org, Role::Admin)), Some(&phone)).await;
        let mut browser = self.browser();
        browser.sign_in(self, &who).await;
        (who, browser)
    }

    /// Appends an event as the product does; answers its id.
    pub async fn happen(&self, event: Event<'_>) -> String {
        let auth = &self.node.auth;
        let mut tx = auth.store.begin().await.unwrap();
        let mut head = audit::take_head(&mut tx, &format!("org:{}", event.org)).await.unwrap();
        let mut row = Entry {
            id: auth.env.id_text(),
            chain: head.chain.clone(),
            seq: head.seq + 1,
            at: (self.now() - Seconds(event.ago)).0,
            kind: event.kind.word().into(),
            person_id: event.person.id.to_string(),
            actor_id: event.actor.into(),
            ip: "203.0.113.7".into(),
            agent: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:132.0) Gecko/20100101 Firefox/132.0".into(),
            detail: event.detail.to_string(),
            previous: head.hash.clone(),
            hash: String::new(),
        };
        row.hash = hash_of(&row);
        audit::append(&row).run(&mut tx).await.unwrap();
        (head.seq, head.hash) = (row.seq, row.hash.clone());
        head.signature = auth.vault.sign(&head_message(&head));
        audit::set_head(&head).run(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        row.id
    }

    pub async fn signed_in(&self, who: &Person, ago: i64) -> String {
        let (actor, detail) = (who.id.as_str(), json!({ "by": "password and code" }));
        self.happen(Event { org: &self.acme, kind: Kind::SignedIn, actor, person: who, detail, ago }).await
    }
}

pub fn log(org: &OrgId, query: &str) -> String {
    format!("/org/{org}/audit{query}")
}

/// Ids of the events that a page lists, in its order.
pub fn listed(page: &str, org: &OrgId) -> Vec<String> {
    let mark = format!("href=\"/org/{org}/audit/");
    let links = page.split(&mark).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned());
    links.filter(|id| id.len() == 36 && !id.contains('.')).collect()
}

/// Where a link with these words leads.
pub fn link(page: &str, words: &str) -> Option<String> {
    let before = page.split(&format!(">{words}<")).next().filter(|before| before.len() < page.len())?;
    let href = before.rsplit("href=\"").next()?.split('"').next()?;
    Some(href.replace("&amp;", "&"))
}

/// The words of a page, without its markup.
pub fn words(page: &str) -> String {
    let text = page.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    text.collect::<String>().replace("&quot;", "\"").replace("&#x27;", "'").replace("&lt;", "<").replace("&amp;", "&")
}

async fn ids(browser: &mut Browser, org: &OrgId, query: &str) -> Vec<String> {
    let answer = browser.get(&log(org, query)).await;
    assert_eq!(answer.status.as_u16(), 200, "{query}");
    listed(&answer.text(), org)
}

#[tokio::test]
async fn events_are_sentences_by_day_newest_first() {
    let world = World::new().await;
    let (admin, mut browser) = world.admin_of(&world.acme, 212).await;
    let member = world.member().await;
    let old = world.signed_in(&member, 3 * 86_400).await;
    let detail = json!({ "reason": "lost phone", "ticket": "4821" });
    let org = &world.acme;
    world.happen(Event { org, kind: Kind::Unlocked, actor: admin.id.as_str(), person: &member, detail, ago: 60 }).await;
    let page = browser.get(&log(org, "")).await.text();
    let said = words(&page);
    for part in [
        "Everything of the last 30 days, newest first.",
        "Ana Roe unlocked Ana Roe — reason: lost phone, ticket 4821",
        "23 Nov 2026, 07:59:00 UTC — 203.0.113.7, Firefox on macOS",
        "20 Nov 2026, 08:00:00 UTC",
        "Ana Roe signed in — with password and code",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let days: Vec<&str> = page.split("<h2>").skip(1).map(|rest| rest.split('<').next().unwrap()).collect();
    assert_eq!(days, ["23 Nov 2026", "20 Nov 2026"]);
    assert_eq!(listed(&page, org).last(), Some(&old));
    let here = page.split("aria-current=\"page\"").nth(1).unwrap();
    assert!(words(&format!("<{here}")).starts_with("Audit log"));
    let past = browser.get(&log(org, "?from=2026-11-01&to=2026-11-19")).await.text();
    assert!(words(&past).contains("Nothing happened in this range."));
    assert!(words(&past).contains("What happened from 1 Nov 2026 to 19 Nov 2026, newest first."));
    assert_eq!(ids(&mut browser, org, "?from=2026-11-20&to=2026-11-20").await, [old]);
    world.drain().await;
}

#[tokio::test]
async fn times_are_in_the_visitors_zone_or_in_utc() {
    let world = World::new().await;
    let (admin, mut browser) = world.admin_of(&world.acme, 212).await;
    browser.jar.insert("tz".into(), "Asia/Kolkata".into());
    let id = world.signed_in(&admin, 86_400 + 8 * 3600 + 60).await;
    let page = browser.get(&log(&world.acme, "")).await.text();
    assert!(words(&page).contains("22 Nov 2026, 05:29:00 (UTC+5:30)"), "{}", words(&page));
    let utc = link(&page, "UTC").unwrap();
    assert!(utc.ends_with("?tz=utc"), "{utc}");
    let page = browser.get(&utc).await.text();
    assert!(words(&page).contains("21 Nov 2026, 23:59:00 UTC"));
    // A day is the day of whoever looks.
    assert_eq!(ids(&mut browser, &world.acme, "?from=2026-11-22&to=2026-11-22").await, std::slice::from_ref(&id));
    assert_eq!(ids(&mut browser, &world.acme, "?from=2026-11-21&to=2026-11-21&tz=utc").await, [id]);
    world.drain().await;
}

#[tokio::test]
async fn filters_tokens_and_words_narrow_the_list_and_are_taken_off_one_by_one() {
    let world = World::new().await;
    let (admin, mut browser) = world.admin_of(&world.acme, 212).await;
    let (member, other) = (world.member().await, world.other().await);
    let org = &world.acme;
    let (actor, detail) = (admin.id.as_str(), json!({ "reason": "lost phone", "ticket": "4821" }));
    let unlocked = world.happen(Event { org, kind: Kind::Unlocked, actor, person: &member, detail, ago: 50 }).await;
    let (actor, detail) = (other.id.as_str(), json!({}));
    let wrong = world.happen(Event { org, kind: Kind::WrongCode, actor, person: &other, detail, ago: 40 }).await;
    let signed = world.signed_in(&other, 30).await;
    let (actor, detail) = ("operator", json!({}));
    let by = world.happen(Event { org, kind: Kind::Unlocked, actor, person: &other, detail, ago: 20 }).await;
    for (query, expected) in [
        ("?event=account.unlock", vec![&by, &unlocked]),
        ("?event=account.unlock&actor=operator", vec![&by]),
        ("?event=account.unlock&event=code.wrong", vec![&by, &wrong, &unlocked]),
        ("?person=other@acme.example", vec![&by, &signed, &wrong]),
        ("?actor=a212@x.example&event=account.unlock", vec![&unlocked]),
        (&format!("?person={}", member.id), vec![&unlocked]),
        ("?result=failed", vec![&wrong]),
        ("?result=failed&event=account.unlock", vec![]),
        ("?address=203.0.113.7", vec![&by, &signed, &wrong, &unlocked]),
        ("?address=203.0.113.8", vec![]),
        ("?q=4821", vec![&unlocked]),
        ("?q=LOST+phone", vec![&unlocked]),
        ("?q=lost+4822", vec![]),
        ("?q=person%3Aother+event%3Aaccount.unlock", vec![&by]),
        ("?q=actor%3Aoperator", vec![&by]),
        ("?person=nobody-here", vec![]),
    ] {
        let found = ids(&mut browser, org, query).await;
        assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{query}");
    }
    let page = browser.get(&log(org, "?q=person%3Aother+event%3Aaccount.unlock+unlock&tz=utc")).await.text();
    let said = words(&page);
    for chip in ["Person: other", "Event: Unlocked", "“unlock”", "What matches, of the last 30 days"] {
        assert!(said.contains(chip), "{chip}: {said}");
    }
    let chip = page.split("<a ").find(|link| link.contains("class=\"chip\"") && link.contains("Person")).unwrap();
    let chip = chip.split("href=\"").nth(1).unwrap().split('"').next().unwrap().replace("&amp;", "&");
    assert!(chip.contains("event=account.unlock") && chip.contains("q=unlock"), "{chip}");
    assert!(!chip.contains("person"), "the chip leads to the list without it: {chip}");
    let page = browser.get(&log(org, "?person=nobody-here")).await.text();
    assert!(words(&page).contains("Person: nobody-here (nobody here)"));
    world.drain().await;
}

#[tokio::test]
async fn older_pages_follow_without_a_gap_or_a_repetition() {
    let world = World::new().await;
    let (_, mut browser) = world.admin_of(&world.acme, 212).await;
    let member = world.member().await;
    let mut made = BTreeSet::new();
    for n in 0..120 {
        // Many in the same millisecond: the position decides.
        made.insert(world.signed_in(&member, 1000 - n / 7 * 7).await);
    }
    let query = format!("?person={}", member.id);
    let (mut seen, mut path) = (Vec::new(), log(&world.acme, &query));
    for page in 0.. {
        let text = browser.get(path.split('#').next().unwrap()).await.text();
        assert_eq!(text.contains(">Newest<"), page > 0);
        seen.extend(listed(&text, &world.acme));
        match link(&text, "Load older") {
            Some(next) => path = next,
            None => break,
        }
    }
    assert_eq!(seen.len(), 120);
    assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), made);
    world.drain().await;
}

#[tokio::test]
async fn a_search_looks_at_so_many_rows_and_says_that_there_is_more() {
    let world = World::new().await;
    let (_, mut browser) = world.admin_of(&world.acme, 212).await;
    let member = world.member().await;
    let detail = json!({ "reason": "needle" });
    let (org, actor) = (&world.acme, "operator");
    let old = world.happen(Event { org, kind: Kind::Unlocked, actor, person: &member, detail, ago: 9000 }).await;
    for n in 0..2100 {
        world.signed_in(&member, 5000 - n).await;
    }
    let page = browser.get(&log(org, "?q=needle")).await.text();
    assert!(listed(&page, org).is_empty() && words(&page).contains("Older ones were not looked at yet"));
    let next = link(&page, "Search further back").unwrap();
    let page = browser.get(next.split('#').next().unwrap()).await.text();
    assert_eq!(listed(&page, org), std::slice::from_ref(&old));
    assert_eq!(link(&page, "Search further back"), None);
    // An index leads there at once.
    assert_eq!(ids(&mut browser, org, "?q=event%3Aaccount.unlock+needle").await, [old]);
    world.drain().await;
}

#[tokio::test]
async fn an_event_has_a_page_with_its_place_in_a_verified_chain() {
    let world = World::new().await;
    let (admin, mut browser) = world.admin_of(&world.acme, 212).await;
    let member = world.member().await;
    let event = async |browser: &mut Browser, id: &str| browser.get(&log(&world.acme, &format!("/{id}"))).await.text();
    let before = world.signed_in(&member, 30).await;
    let id = world.signed_in(&member, 20).await;
    let after = world.signed_in(&member, 10).await;
    let page = event(&mut browser, &id).await;
    let said = words(&page);
    for part in ["Chain verified", "signed end of the log", "\"by\": \"password and code\""] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert_eq!(link(&page, "Previous in the chain"), Some(log(&world.acme, &format!("/{before}"))));
    assert_eq!(link(&page, "Next in the chain"), Some(log(&world.acme, &format!("/{after}"))));
    let json = page.split("<code>").nth(1).unwrap().split('<').next().unwrap();
    let row: Value = serde_json::from_str(&json.replace("&quot;", "\"")).unwrap();
    assert_eq!((row["id"].as_str(), row["detail"]["by"].as_str()), (Some(&*id), Some("password and code")));
    world.hours(25);
    world.node.auth.seal_trail().await.unwrap();
    browser = world.browser();
    browser.sign_in(&world, &admin).await;
    assert!(words(&event(&mut browser, &id).await).contains("covered by checkpoint 1"), "{said}");
    world.meddle("UPDATE audit SET ip = '198.51.100.1' WHERE kind = 'session.begin'").await;
    let said = words(&event(&mut browser, &id).await);
    assert!(said.contains("The chain does not hold") && said.contains("was altered"), "{said}");
    world.drain().await;
}

#[tokio::test]
async fn another_organizations_events_cursors_and_exports_are_like_none() {
    let world = World::new().await;
    let (_, mut ours) = world.admin_of(&world.acme, 212).await;
    let (_, mut theirs) = world.admin_of(&world.trial, 312).await;
    let member = world.member().await;
    for n in 0..60 {
        world.signed_in(&member, n).await;
    }
    let page = ours.get(&log(&world.acme, "")).await.text();
    let (id, older) = (listed(&page, &world.acme).remove(0), link(&page, "Load older").unwrap());
    let cursor = older.split("before=").nth(1).unwrap().split('#').next().unwrap().to_owned();
    assert_eq!(ours.get(&log(&world.acme, &format!("/{id}"))).await.status.as_u16(), 200);
    let none = theirs.get(&log(&world.trial, &format!("/{RANDOM}"))).await;
    let foreign = [
        log(&world.trial, &format!("/{id}")),
        log(&world.trial, &format!("?before={cursor}")),
        log(&world.trial, "?before=1_2.AAAA"),
        log(&world.acme, ""),
        log(&world.acme, &format!("/{id}")),
        log(&world.acme, "/export.csv"),
        log(&world.acme, "/export.jsonl"),
    ];
    let none = (none.status.as_u16(), none.text());
    for path in &foreign {
        let answer = theirs.get(path).await;
        assert_eq!((answer.status.as_u16(), answer.text()), none, "{path}");
    }
    // People of another organization mean nobody here.
    let page = theirs.get(&log(&world.trial, "?person=member@acme.example")).await.text();
    assert!(words(&page).contains("(nobody here)"));
    let mut plain = world.browser();
    plain.sign_in(&world, &member).await;
    for path in &foreign[3..] {
        assert_eq!(plain.get(path).await.status.as_u16(), 403, "{path}");
        assert_eq!(world.browser().get(path).await.location(), "/sign-in", "{path}");
    }
    assert_eq!(world.trail("audit.export").await, 0, "what was refused is no export");
    world.drain().await;
}

#[tokio::test]
async fn what_strangers_wrote_into_the_log_stays_text() {
    let world = World::new().await;
    let (admin, mut browser) = world.admin_of(&world.acme, 212).await;
    let org = &world.acme;
    let (actor, detail) = (admin.id.as_str(), json!({ "reason": "<script>alert(1)</script>\n{a} & co" }));
    let id = world.happen(Event { org, kind: Kind::Unlocked, actor, person: &admin, detail, ago: 5 }).await;
    for path in [log(org, ""), log(org, &format!("/{id}")), log(org, "?q=%3Cscript%3E&actor=%22%3E%3Cb%3E")] {
        let page = browser.get(&path).await.text();
        assert!(!page.contains("<script>alert") && !page.contains("\"><b>"), "{path}");
    }
    world.drain().await;
}

#[tokio::test]
async fn a_page_of_the_log_hears_how_many_events_came_since_and_keeps_nobody_signed_in() {
    let world = World::new().await;
    let (_, mut browser) = world.admin_of(&world.acme, 212).await;
    let member = world.member().await;
    let org = &world.acme;
    let ask = |page: &str| page.split("data-news=\"").nth(1).unwrap().split('"').next().unwrap().replace("&amp;", "&");
    let newest = ask(&browser.get(&log(org, "")).await.text());
    let failed = ask(&browser.get(&log(org, "?result=failed")).await.text());
    for (path, many) in [(&newest, "0"), (&failed, "0")] {
        assert_eq!(browser.get(path).await.text(), many);
    }
    world.signed_in(&member, 0).await;
    let (actor, detail) = (member.id.as_str(), json!({}));
    world.happen(Event { org, kind: Kind::WrongCode, actor, person: &member, detail, ago: 0 }).await;
    for (path, many) in [(&newest, "2"), (&failed, "1")] {
        assert_eq!(browser.get(path).await.text(), many, "{path}");
    }
    assert_eq!(browser.get(&log(org, "/news?since=x")).await.status.as_u16(), 500);
    let mut plain = world.browser();
    plain.sign_in(&world, &member).await;
    assert_eq!(plain.get(&newest).await.status.as_u16(), 403);
    // An admin's session ends after a quarter of an hour, whatever the page asks by itself.
    for _ in 0..8 {
        world.minutes(2);
        browser.get(&newest).await;
    }
    assert_eq!(browser.get(&newest).await.location(), "/sign-in");
    assert_eq!(browser.get(&log(org, "")).await.location(), "/sign-in");
    world.drain().await;
}
