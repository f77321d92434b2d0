//! The list of people as its readers see it: found, filtered, sorted, paged, taken out as a file; never another's.

use crate::actors::Browser;
use crate::deeds::between;
use crate::world::{Person, World};
use rekey::model::{OrgId, Role};

/// An owner of Acme at work, with so many people besides.
async fn office(people: usize) -> (World, Browser, String) {
    let world = World::new().await;
    let owner = world.owner().await;
    crowd(&world, &world.acme, people).await;
    let mut browser = world.browser();
    browser.sign_in(&world, &owner).await;
    let path = format!("/org/{}/people", world.acme);
    (world, browser, path)
}

/// People with names of their own: "Name 017 Abel" and so on, every third with a phone.
async fn crowd(world: &World, org: &OrgId, people: usize) -> Vec<Person> {
    let mut all = Vec::new();
    for n in 0..people {
        let phone = (n % 3 == 0).then(|| format!("+1303555{n:04}"));
        let email = format!("p{n:03}@{org}.example");
        let who = world.person(&email, Some((org, Role::Member)), phone.as_deref()).await;
        let name = format!("Name {n:03} {}", ["Abel", "Bond", "Çelik"][n % 3]);
        rename(world, &who, &name).await;
        all.push(who);
    }
    all
}

async fn rename(world: &World, who: &Person, name: &str) {
    let mut tx = world.node.auth.store.begin().await.unwrap();
    let sql = "UPDATE person SET name = $2 WHERE id = $1";
    sqlx::query(sql).bind(who.id.as_str()).bind(name).execute(&mut *tx).await.unwrap();
    world.node.auth.enlist(&mut tx, &who.id).await.unwrap();
    tx.commit().await.unwrap();
}

/// The names on a page, in order.
fn names(html: &str) -> Vec<String> {
    let cells = html.split("class=\"named\">").skip(1);
    cells.map(|rest| rest.split('<').next().unwrap().replace("&quot;", "\"").replace("&amp;", "&")).collect()
}

/// Where a link with these words leads.
fn link(html: &str, words: &str) -> Option<String> {
    let mark = format!(">{words}<");
    let tags = html.match_indices(&mark).filter_map(|(at, _)| html[..at].rfind('<').map(|start| &html[start..=at]));
    let href = tags.filter(|tag| tag.starts_with("<a ")).find_map(|tag| between(tag, "href=\"", "\""))?;
    Some(href.replace("&amp;", "&"))
}

/// Every page after this one, by its own `Next`.
async fn walk(browser: &mut Browser, path: &str) -> (Vec<Vec<String>>, Vec<String>) {
    let (mut pages, mut said, mut next) = (Vec::new(), Vec::new(), Some(path.to_owned()));
    while let Some(path) = next {
        let html = browser.see(&path).await;
        pages.push(names(&html));
        said.push(between(&html, "role=\"status\" class=\"small\">", "<").unwrap().to_owned());
        next = link(&html, "Next");
    }
    (pages, said)
}

#[tokio::test]
async fn everybody_is_listed_once_page_by_page_and_back_again() {
    let (world, mut browser, path) = office(60).await;
    let (pages, said) = walk(&mut browser, &format!("{path}?size=25")).await;
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [25, 25, 11]);
    assert_eq!(said, ["Showing 1–25 of 61", "Showing 26–50 of 61", "Showing 51–61 of 61"]);
    let all: Vec<String> = pages.concat();
    let mut sorted = all.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!(all, sorted, "by name, nobody twice");
    let second = link(&browser.see(&format!("{path}?size=25")).await, "Next").unwrap();
    let third = link(&browser.see(&second).await, "Next").unwrap();
    let back = link(&browser.see(&third).await, "Previous").unwrap();
    let html = browser.see(&back).await;
    assert_eq!(names(&html), pages[1]);
    assert!(html.contains("Showing 26–50 of 61"));
    let first = browser.see(&link(&html, "Previous").unwrap()).await;
    assert_eq!(names(&first), pages[0]);
    assert!(link(&first, "Previous").is_none() && first.contains("Showing 1–25 of 61"));
    // Somebody who comes to be before the cursor moves nobody onto the next page or off it.
    let new = world.person("new@acme.example", Some((&world.acme, Role::Member)), None).await;
    rename(&world, &new, "Aaron").await;
    assert_eq!(names(&browser.see(&second).await), pages[1]);
    world.drain().await;
}

#[tokio::test]
async fn a_cursor_works_for_its_own_list_alone_and_a_forged_one_shows_the_beginning() {
    let (world, mut browser, path) = office(60).await;
    let html = browser.see(&format!("{path}?size=25")).await;
    let next = link(&html, "Next").unwrap();
    let after = next.rsplit_once("after=").unwrap().1.to_owned();
    let beginning = names(&html);
    let mut forged = after.clone();
    let last = if forged.ends_with('A') { 'B' } else { 'A' };
    forged.pop();
    forged.push(last);
    for wrong in [forged.as_str(), "", "x", "AAAA", &after[1..], &after.repeat(200)] {
        assert_eq!(names(&browser.see(&format!("{path}?size=25&after={wrong}")).await), beginning, "{wrong:.60}");
    }
    for other in ["&sort=-seen", "&status=none", "&q=abel"] {
        let with = names(&browser.see(&format!("{path}?size=25{other}&after={after}")).await);
        assert_eq!(with, names(&browser.see(&format!("{path}?size=25{other}")).await), "{other}");
    }
    // The same people in other clothes are the same list.
    let dressed = names(&browser.see(&format!("{path}?size=25&density=compact&cols=reset&after={after}")).await);
    assert_eq!(dressed, names(&browser.see(&next).await));
    // Of another organization: like one that was made up.
    let theirs = world.person("o@trial.example", Some((&world.trial, Role::Owner)), Some("+17025550119")).await;
    crowd(&world, &world.trial, 30).await;
    let mut other = world.browser();
    other.sign_in(&world, &theirs).await;
    let own = format!("/org/{}/people?size=25", world.trial);
    assert_eq!(names(&other.see(&format!("{own}&after={after}")).await), names(&other.see(&own).await));
    assert!(!after.contains("Name") && !next.contains("name"), "no name can be read in an address");
    world.drain().await;
}

#[tokio::test]
async fn people_are_found_by_the_beginnings_of_words_and_by_last_digits() {
    let (world, mut browser, path) = office(30).await;
    let theirs = world.person("theirs@trial.example", Some((&world.trial, Role::Owner)), Some("+17025550021")).await;
    rename(&world, &theirs, "Name 000 Abel").await;
    let mut find = async |q: &str| names(&browser.see(&format!("{path}?q={}", q.replace(' ', "+"))).await);
    assert_eq!(find("abel").await.len(), 10);
    assert_eq!(find("celik").await.len(), 10, "without its cedilla");
    assert_eq!(find("name 01").await.len(), 10);
    assert_eq!(find("021").await, ["Name 021 Abel"]);
    assert_eq!(find("0021").await, ["Name 021 Abel"], "of this organization alone");
    assert_eq!(find("p007@").await, ["Name 007 Bond"]);
    assert_eq!(find("theirs").await, Vec::<String>::new());
    assert_eq!(find("ond").await, Vec::<String>::new(), "the end of a word is no beginning");
    let html = browser.see(&format!("{path}?q=nobody+at+all")).await;
    assert!(html.contains("Nobody fits") && html.contains("Show everybody"));
    let html = browser.see(&format!("{path}?q=%22%3E%3Cscript%3E&status=%3Cb%3E")).await;
    assert!(!html.contains("<script>") && !html.contains("<b>"), "what was typed stays text");
    let (pages, _) = walk(&mut browser, &format!("{path}?q=name&size=25")).await;
    assert_eq!(pages.iter().map(Vec::len).sum::<usize>(), 30);
    world.drain().await;
}

#[tokio::test]
async fn filters_saved_views_and_orders_say_what_they_do() {
    let (world, mut browser, path) = office(12).await;
    let admin = world.person("admin@acme.example", Some((&world.acme, Role::Admin)), None).await;
    rename(&world, &admin, "Ada Admin").await;
    let html = browser.see(&path).await;
    for (view, count) in
        [("All", 14), ("Not set up", 9), ("Reset pending", 0), ("Locked", 0), ("Admins without 2FA", 1)]
    {
        let page = browser.see(&link(&html, view).unwrap()).await;
        assert_eq!(names(&page).len(), count, "{view}");
        assert!(page.contains(&format!("aria-current=\"page\">{view}<")), "{view} says where one is");
    }
    for (filter, count) in [
        ("method=sms", 5),
        ("method=none", 9),
        ("role=owner", 1),
        ("role=staff", 2),
        ("country=US", 5),
        ("seen=never", 13),
        ("seen=7", 1),
    ] {
        let page = browser.see(&format!("{path}?{filter}")).await;
        assert_eq!(names(&page).len(), count, "{filter}");
        assert_eq!(names(&browser.see(&link(&page, "Clear all").unwrap()).await).len(), 14);
    }
    let by_name = browser.see(&path).await;
    assert!(by_name.contains("<th scope=\"col\" aria-sort=\"ascending\">"));
    let seen = link(&by_name, "Last sign-in").unwrap();
    assert!(seen.ends_with("sort=-seen"), "the latest first: {seen}");
    let page = browser.see(&seen).await;
    assert!(page.contains("aria-sort=\"descending\""));
    assert_eq!(names(&page)[0], "Ana Roe", "the only one who ever signed in");
    assert!(link(&page, "Last sign-in").unwrap().ends_with("sort=seen"));
    let head = "<th scope=\"col\">Country<";
    assert!(!page.contains(head) && browser.see(&format!("{path}?cols=country")).await.contains(head));
    world.drain().await;
}

#[tokio::test]
async fn the_file_holds_everybody_asked_for_and_nothing_that_runs() {
    let (world, mut browser, path) = office(1).await;
    let hostile = ["=cmd|' /C calc'!A0", "+1", "-2", "@sum", "Quo\"te, Inc;", "two\nlines"];
    for (n, name) in hostile.iter().enumerate() {
        let who = world.person(&format!("h{n}@acme.example"), Some((&world.acme, Role::Member)), None).await;
        rename(&world, &who, name).await;
    }
    let answer = browser.get(&format!("{path}/export.csv")).await;
    assert_eq!(answer.status.as_u16(), 200);
    let header = |name: &str| answer.headers[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(header("content-disposition"), "attachment; filename=\"people-acme-2026-11-23.csv\"");
    let text = answer.text();
    let body = text.strip_prefix('\u{feff}').expect("a byte order mark");
    let mut reader = csv::Reader::from_reader(body.as_bytes());
    let heads: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(heads[..4], ["Name", "Email", "2FA status", "Method"]);
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 8);
    for row in &rows {
        for value in row {
            assert!(!value.starts_with(['=', '+', '-', '@', '\t', '\r', '\0']), "{value}");
        }
    }
    let column = |row: &csv::StringRecord, head: &str| row[heads.iter().position(|h| h == head).unwrap()].to_owned();
    for name in hostile {
        let kept = rows.iter().any(|row| row[0].trim_start_matches('\'') == name);
        assert!(kept, "{name}");
    }
    let owner = rows.iter().find(|row| &row[1] == "owner@acme.example").unwrap();
    assert_eq!(column(owner, "Last sign-in"), "2026-11-23T08:00:00.000Z");
    assert_eq!(column(owner, "Role"), "owner");
    assert!(!text.contains("2025550143"), "masks are kept");
    assert_eq!(world.trail("people.export").await, 1);
    let some = browser.get(&format!("{path}/export.csv?status=none&q=quo")).await.text();
    assert_eq!(csv::Reader::from_reader(some.trim_start_matches('\u{feff}').as_bytes()).records().count(), 1);
    world.drain().await;
}

#[tokio::test]
async fn nobody_sees_the_people_of_another_organization() {
    let (world, mut browser, path) = office(3).await;
    let stranger = world.person("o@trial.example", Some((&world.trial, Role::Owner)), Some("+17025550119")).await;
    let member = world.member().await;
    let nowhere = "/org/01a2076b-4400-772b-93f1-128b8277cf59/people";
    for page in ["", "/export.csv", "?q=name", "?status=none"] {
        let (theirs, none) = (format!("{path}{page}"), format!("{nowhere}{page}"));
        let mut other = world.browser();
        other.sign_in(&world, &stranger).await;
        let (a, b) = (other.get(&theirs).await, other.get(&none).await);
        assert_eq!((a.status.as_u16(), a.text()), (404, b.text()), "{page}");
        let mut mine = world.browser();
        mine.sign_in(&world, &member).await;
        assert_eq!(mine.get(&theirs).await.status.as_u16(), 403, "{page}");
        assert_eq!(world.browser().get(&theirs).await.location(), "/sign-in", "{page}");
        world.hours(25);
    }
    assert_eq!(world.trail("people.export").await, 0, "what was refused is no export");
    world.hours(1);
    let _ = browser.get(&path).await;
    world.drain().await;
}

#[tokio::test]
async fn a_person_is_shown_beside_the_list_at_an_address_of_their_own() {
    let (world, mut browser, path) = office(60).await;
    let html = browser.see(&format!("{path}?size=25")).await;
    assert!(!html.contains("class=\"drawer\""));
    let second = link(&html, "Next").unwrap();
    let html = browser.see(&second).await;
    let beside = between(&html, "data-beside=\"", "\"").unwrap().replace("&amp;", "&");
    let id = beside.split("person=").nth(1).unwrap().to_owned();
    let shown = browser.see(&beside).await;
    let drawer = between(&shown, "id=\"person\"", "</aside>").unwrap();
    for part in ["Key facts", "What happened", names(&html)[0].as_str()] {
        assert!(drawer.contains(part), "{part}: {drawer}");
    }
    assert!(drawer.contains(&format!("href=\"{path}/{id}\"")), "the whole page is a link away");
    assert!(drawer.contains(&format!("{path}/{id}/reset-2fa")) && !drawer.contains("Danger zone"));
    assert_eq!(names(&shown), names(&html), "the list beside it stays where it was");
    let current: Vec<&str> = shown.split("aria-current=\"true\"").collect();
    assert_eq!(current.len(), 2, "and says which of its rows it is");
    assert_eq!(link(drawer, "Close"), Some(second.clone()));
    // Nobody of another organization, and nobody at all.
    let stranger = world.person("s@trial.example", Some((&world.trial, Role::Member)), None).await;
    for nobody in [stranger.id.as_str(), "x", "01a2076b-4400-772b-93f1-128b8277cf59"] {
        let html = browser.see(&format!("{path}?person={nobody}")).await;
        assert!(!html.contains("class=\"drawer\"") && !html.contains("s@trial.example"), "{nobody}");
    }
    world.drain().await;
}

#[tokio::test]
async fn a_rows_menu_signs_a_managed_person_out_everywhere() {
    let (world, mut browser, path) = office(2).await;
    let who = world.member().await;
    let mut theirs = world.browser();
    theirs.sign_in(&world, &who).await;
    assert_eq!(theirs.get("/settings/sessions").await.location(), "/settings/confirm");
    let html = browser.see(&format!("{path}?q=member@acme.example")).await;
    let door = between(&html, "formaction=\"/api/", "\"").unwrap().to_owned();
    // As the list's own form sends it, with whoever is picked besides.
    let fields = [("org", world.acme.as_str()), ("query", ""), ("pick%5B%5D", "x"), ("person", who.id.as_str())];
    let done = browser.form(&door, &fields).await;
    assert_eq!(done.location(), format!("{path}/{}", who.id));
    assert_eq!(theirs.get("/settings/sessions").await.location(), "/sign-in");
    world.drain().await;
}

#[tokio::test]
async fn those_who_are_invited_are_listed_as_such_and_are_nobody_else() {
    let (world, mut browser, path) = office(2).await;
    let fields = [("org", world.acme.as_str()), ("role", "admin"), ("email", "nia@home.example")];
    browser.form("org/invite", &fields).await;
    let html = browser.see(&path).await;
    assert!(!html.contains("nia@home.example"));
    let view = link(&html, "Invited").unwrap();
    let html = browser.see(&view).await;
    assert!(html.contains("nia@home.example") && html.contains("Works until") && names(&html).is_empty(), "{html}");
    assert!(link(&html, "Send again or revoke").unwrap().ends_with("/people/invite"));
    let csv = browser.get(&view.replace("/people?", "/people/export.csv?")).await.text();
    assert_eq!(csv.lines().count(), 1, "nobody of the list is in its file: {csv}");
    let fields = [("org", world.acme.as_str()), ("deed", "remind"), ("all", "on"), ("query", "?status=invited")];
    let answer = browser.form("org/bulk/select", &fields).await;
    assert!(answer.location().ends_with("/people?status=invited"), "{}", answer.location());
    assert_eq!(world.count("SELECT COUNT(*) FROM selected").await, 0);
    world.drain().await;
}
