//! Many people at once: a selection, a review, and a job that goes on by itself and does nobody twice.

use crate::actors::Browser;
use crate::deeds::between;
use crate::members::seated;
use crate::world::{Person, World};
use rekey::model::{Note, OrgId, OrgNote, Role};

/// Members of Acme without a phone.
async fn newcomers(world: &World, many: usize) -> Vec<Person> {
    let mut people = Vec::new();
    for n in 0..many {
        people.push(world.person(&format!("new{n}@x.example"), Some((&world.acme, Role::Member)), None).await);
    }
    let mut tx = world.node.auth.store.begin().await.unwrap();
    for who in &people {
        world.node.auth.enlist(&mut tx, &who.id).await.unwrap();
    }
    tx.commit().await.unwrap();
    people
}

/// Picks people; answers the address of the review.
async fn picks(browser: &mut Browser, org: &OrgId, deed: &str, ids: &[&str]) -> String {
    let mut fields = vec![("org", org.as_str()), ("deed", deed)];
    // As browsers encode the name.
    fields.extend(ids.iter().map(|id| ("pick%5B%5D", *id)));
    browser.form("org/bulk/select", &fields).await.location().to_owned()
}

fn id_of(review: &str) -> String {
    between(review, "/people/bulk/", "?").unwrap().to_owned()
}

async fn starts(browser: &mut Browser, org: &OrgId, review: &str, more: &[(&str, &str)]) -> Option<Note> {
    let id = id_of(review);
    let deed = review.split("deed=").nth(1).unwrap();
    let fields = [&[("org", org.as_str()), ("id", id.as_str()), ("deed", deed)], more].concat();
    browser.ask("org/bulk/start", &fields).await.note
}

#[tokio::test]
async fn a_reminder_goes_to_those_who_need_it_and_the_review_says_who_does_not_and_why() {
    let world = World::new().await;
    let (owner, mut browser) = seated(&world, &world.acme, Role::Owner, 0).await;
    let (member, _) = seated(&world, &world.acme, Role::Member, 1).await;
    let (stranger, _) = seated(&world, &world.trial, Role::Owner, 2).await;
    let new = newcomers(&world, 3).await;
    let mut ids: Vec<&str> = new.iter().map(|who| who.id.as_str()).collect();
    ids.extend([member.id.as_str(), stranger.id.as_str(), "x", new[0].id.as_str()]);
    let review = picks(&mut browser, &world.acme, "remind", &ids).await;
    let html = browser.see(&review).await;
    assert!(html.contains("Affected: ") && html.contains("3 people") && html.contains("Has 2FA already"), "{html}");
    assert!(!html.contains(&stranger.email), "nobody of another organization is picked");
    let kept = world.count("SELECT COUNT(*) FROM selected").await;
    assert_eq!(kept, 4);
    for wrong in ["", "2", "three", "03"] {
        let note = starts(&mut browser, &world.acme, &review, &[("code", wrong)]).await;
        assert_eq!(note, Some(Note::Org(OrgNote::BulkCount { people: 3 })), "{wrong}");
    }
    let note = starts(&mut browser, &world.acme, &review, &[("code", " 3 ")]).await;
    assert_eq!(note, Some(Note::Org(OrgNote::BulkBegun)));
    let page = review.split('?').next().unwrap().to_owned();
    let html = browser.see(&page).await;
    assert!(html.contains("<progress") && html.contains("value=\"1\"") && html.contains("Waits for its turn"));
    world.node.auth.work_on_selections().await.unwrap();
    let html = browser.see(&page).await;
    assert!(html.contains("value=\"4\"") && html.contains("ended") && !html.contains("Waits for its turn"));
    for who in &new {
        let mails = world.inbox(&who.email).await;
        assert_eq!(mails.len(), 1);
        assert!(mails[0].text.contains("Acme asks you to set up"), "{}", mails[0].text);
    }
    assert_eq!((world.trail("bulk.start").await, world.trail("member.remind").await), (1, 3));
    let csv = browser.get(&format!("{page}/result.csv")).await;
    let mut reader = csv::ReaderBuilder::new().from_reader(csv.body.as_slice());
    let rows: Vec<(String, String, String)> = reader.deserialize().map(Result::unwrap).collect();
    assert_eq!(rows.iter().filter(|(_, _, result)| result == "done").count(), 3);
    assert_eq!(rows.iter().filter(|(_, _, result)| result == "has_2fa").count(), 1);
    // A second press, and a second run, do nothing more.
    starts(&mut browser, &world.acme, &review, &[("code", "3")]).await;
    world.node.auth.work_on_selections().await.unwrap();
    assert_eq!(world.trail("member.remind").await, 3);
    assert!(world.inbox(&owner.email).await.iter().all(|mail| !mail.text.contains("asks you to set up")));
    world.drain().await;
}

#[tokio::test]
async fn several_nodes_do_nobody_twice_and_one_that_dies_leaves_its_people_to_the_others() {
    let world = World::new().await;
    let (_, mut browser) = seated(&world, &world.acme, Role::Admin, 0).await;
    let new = newcomers(&world, 25).await;
    let ids: Vec<&str> = new.iter().map(|who| who.id.as_str()).collect();
    let review = picks(&mut browser, &world.acme, "remind", &ids).await;
    starts(&mut browser, &world.acme, &review, &[("code", "25")]).await;
    // A node that claimed some and died.
    world.meddle("UPDATE selected SET lease_until = 1795420860000 WHERE person_id IN (SELECT person_id FROM selected LIMIT 7)").await;
    let other = world.another().await;
    let (first, second) = tokio::join!(world.node.auth.work_on_selections(), other.auth.work_on_selections());
    assert!(first.is_ok() && second.is_ok(), "{first:?} {second:?}");
    assert_eq!(world.trail("member.remind").await, 18);
    world.minutes(2);
    other.auth.work_on_selections().await.unwrap();
    assert_eq!(world.trail("member.remind").await, 25);
    for who in &new {
        assert_eq!(world.inbox(&who.email).await.len(), 1);
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM selection WHERE finished_at IS NOT NULL").await, 1);
}

#[tokio::test]
async fn a_role_that_was_taken_away_ends_what_was_begun_with_it() {
    let world = World::new().await;
    let (_, mut browser) = seated(&world, &world.acme, Role::Admin, 0).await;
    let new = newcomers(&world, 3).await;
    let ids: Vec<&str> = new.iter().map(|who| who.id.as_str()).collect();
    let review = picks(&mut browser, &world.acme, "remind", &ids).await;
    starts(&mut browser, &world.acme, &review, &[("code", "3")]).await;
    world.meddle("UPDATE membership SET role = 'member' WHERE role = 'admin'").await;
    world.node.auth.work_on_selections().await.unwrap();
    assert_eq!(world.trail("member.remind").await, 0);
    assert_eq!(world.count("SELECT COUNT(*) FROM selected WHERE result = 'not_allowed'").await, 3);
    world.drain().await;
}

#[tokio::test]
async fn a_selection_is_its_makers_alone_and_is_kept_for_half_an_hour() {
    let world = World::new().await;
    let (me, mut browser) = seated(&world, &world.acme, Role::Owner, 0).await;
    let (_, mut colleague) = seated(&world, &world.acme, Role::Owner, 1).await;
    let new = newcomers(&world, 2).await;
    let review = picks(&mut browser, &world.acme, "remind", &[new[0].id.as_str()]).await;
    // Picking more keeps those who were picked before.
    let id = id_of(&review);
    let fields = [("org", world.acme.as_str()), ("deed", "remind"), ("more", &id), ("pick%5B%5D", new[1].id.as_str())];
    let again = browser.form("org/bulk/select", &fields).await.location().to_owned();
    assert_eq!(again, review);
    assert!(browser.see(&review).await.contains("2 people"));
    assert_eq!(colleague.get(&review).await.status.as_u16(), 404);
    let start = [("org", world.acme.as_str()), ("id", id.as_str()), ("deed", "remind"), ("code", "2")];
    assert_eq!(colleague.status("org/bulk/start", &start).await, 404);
    let empty = picks(&mut browser, &world.acme, "remind", &["x"]).await;
    assert!(empty.ends_with("/people"), "{empty}");
    world.minutes(31);
    browser.sign_in(&world, &me).await;
    assert_eq!(browser.get(&review).await.status.as_u16(), 404);
    assert_eq!(browser.status("org/bulk/start", &start).await, 404);
    world.node.auth.sweep().await.unwrap();
    assert_eq!(world.count("SELECT COUNT(*) FROM selected").await, 0);
    world.drain().await;
}

#[tokio::test]
async fn a_reset_of_many_skips_whom_it_must_not_touch_and_tells_everybody_else() {
    let world = World::new().await;
    let (owner, _) = seated(&world, &world.acme, Role::Owner, 0).await;
    let (me, mut browser) = seated(&world, &world.acme, Role::Admin, 1).await;
    let mut people = Vec::new();
    for n in 2..5 {
        people.push(seated(&world, &world.acme, Role::Member, n).await.0);
    }
    let (own, _) = seated(&world, &world.acme, Role::Member, 5).await;
    world.meddle("UPDATE person SET managed_by = NULL WHERE email = 'p5@x.example'").await;
    let new = newcomers(&world, 1).await;
    let everybody = [&owner, &me, &people[0], &people[1], &people[2], &own, &new[0]];
    let ids: Vec<&str> = everybody.iter().map(|who| who.id.as_str()).collect();
    let review = picks(&mut browser, &world.acme, "reset", &ids).await;
    let html = browser.see(&review).await;
    for why in ["This is you", "An owner", "Not managed", "Has no 2FA to reset", "Reset 2FA for 3 people"] {
        assert!(html.contains(why), "{why}");
    }
    let note = starts(&mut browser, &world.acme, &review, &[("code", "3")]).await;
    assert_eq!(note, Some(Note::Org(OrgNote::BulkReason)));
    let html = browser
        .submit(
            "org/bulk/start",
            &[
                ("org", world.acme.as_str()),
                ("id", &id_of(&review)),
                ("deed", "reset"),
                ("code", "4"),
                ("reason", "All phones were in one bag"),
            ],
        )
        .await;
    assert!(html.contains("Type 3 to confirm") && html.contains("All phones were in one bag"), "nothing typed is lost");
    let more = [("code", "3"), ("reason", "All phones were in one bag"), ("ticket", "4821")];
    starts(&mut browser, &world.acme, &review, &more).await;
    // Somebody got a new role meanwhile: each is asked about anew.
    world.meddle("UPDATE membership SET role = 'owner' WHERE person_id IN (SELECT id FROM person WHERE email = 'p2@x.example')").await;
    let other = world.another().await;
    let (first, second) = tokio::join!(world.node.auth.work_on_selections(), other.auth.work_on_selections());
    assert!(first.is_ok() && second.is_ok(), "{first:?} {second:?}");
    let left = world.count("SELECT COUNT(*) FROM phone WHERE removed_at IS NULL").await;
    assert_eq!(left, 4, "two are reset, each once");
    assert_eq!(world.count("SELECT COUNT(*) FROM selected WHERE result = 'higher_role'").await, 1);
    for who in &people[1..] {
        let mails = world.inbox(&who.email).await;
        assert_eq!(
            mails.iter().filter(|mail| mail.text.contains("All phones were in one bag")).count(),
            1,
            "{mails:?}"
        );
    }
    let html = browser.see(review.split('?').next().unwrap()).await;
    assert!(html.contains("Has a higher role than you") && html.matches(">Done<").count() == 2, "{html}");
    world.drain().await;
}

#[tokio::test]
async fn everybody_who_matches_is_picked_over_all_pages_as_they_are_at_that_moment() {
    let world = World::new().await;
    let (_, mut browser) = seated(&world, &world.acme, Role::Owner, 0).await;
    newcomers(&world, 60).await;
    let path = format!("/org/{}/people", world.acme);
    let html = browser.see(&format!("{path}?status=none&size=25")).await;
    assert!(html.contains("Select all 60 that match"), "{html}");
    let query = between(&html, "name=\"query\" value=\"", "\"").unwrap().replace("&amp;", "&");
    let select = async |browser: &mut Browser, query: &str| {
        let fields = [("org", world.acme.as_str()), ("deed", "remind"), ("all", "on"), ("query", query)];
        browser.form("org/bulk/select", &fields).await.location().to_owned()
    };
    let review = select(&mut browser, &query).await;
    assert!(browser.see(&review).await.contains("60 people"));
    // Whoever comes later is not among them, and whoever does not match never was.
    one_more(&world).await;
    assert!(browser.see(&review).await.contains("60 people"));
    assert_eq!(world.count("SELECT COUNT(*) FROM selected").await, 60);
    let found = select(&mut browser, "?q=new1").await;
    assert!(browser.see(&found).await.contains("11 people"), "typed words count as filters do");
    let nobody = select(&mut browser, "?q=nobodyatall").await;
    assert_eq!(nobody, format!("{path}?q=nobodyatall"), "the list that was asked for is kept");
    world.drain().await;
}

/// One more of those.
async fn one_more(world: &World) {
    let who = world.person("late@x.example", Some((&world.acme, Role::Member)), None).await;
    let mut tx = world.node.auth.store.begin().await.unwrap();
    world.node.auth.enlist(&mut tx, &who.id).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn more_people_than_can_be_picked_at_once_are_refused_in_words() {
    let world = World::new().await;
    let (_, mut browser) = seated(&world, &world.acme, Role::Owner, 0).await;
    world
        .meddle(
            "INSERT INTO person (id, email, name, password_phc, channel, created_at) WITH RECURSIVE n(i) AS \
             (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < 1005) \
             SELECT 'many-' || CAST(i AS TEXT), CAST(i AS TEXT) || '@many.example', 'Many', '', 'sms', 1 FROM n",
        )
        .await;
    world
        .meddle(
            "INSERT INTO membership (organization_id, person_id, role) SELECT \
             (SELECT organization_id FROM membership WHERE role = 'owner' LIMIT 1), id, 'member' FROM person \
             WHERE id LIKE 'many-%'",
        )
        .await;
    world.node.auth.enlist_everybody().await.unwrap();
    let fields = [("org", world.acme.as_str()), ("deed", "remind"), ("all", "on"), ("query", "?status=none")];
    let answer = browser.ask("org/bulk/select", &fields).await;
    assert_eq!(answer.note, Some(Note::Org(OrgNote::BulkAll { most: 1000 })));
    assert_eq!(world.count("SELECT COUNT(*) FROM selected").await, 0);
    world.drain().await;
}
