//! Lists of people on the engine under test: every filter and order against the same done by hand, page by page.

use super::{Fresh, NOW};
use crate::flow::words;
use crate::model::{CodeWay, Listed, OrgId, Plan, Seconds, Standing, Timestamp};
use crate::store::roster::{self, Cursor, Order, Sorted, Wanted};
use crate::store::{Db, org};

/// More than one statement looks at.
const PEOPLE: i64 = 6000;
const PAGE: i64 = 400;

/// Two organizations with the same people in one and a single stranger in the other.
async fn crowd(fresh: &Fresh) -> OrgId {
    let (acme, other): (OrgId, OrgId) = (fresh.env.id(), fresh.env.id());
    let mut tx = fresh.store.begin().await.unwrap();
    for org in [&acme, &other] {
        org::insert(&mut tx, org, "Acme", Plan::Paid, NOW).await.unwrap();
    }
    // Facts are spread by remainders, so that every filter has somebody and nothing follows the order of making.
    let people = "INSERT INTO person (id, email, name, password_phc, created_at) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL \
        SELECT i + 1 FROM n WHERE i < $1) SELECT 'p' || CAST(i AS TEXT), 'p' || CAST(i AS TEXT) || '@acme.example', \
        'N' || CAST(i * 7919 % 1000 AS TEXT), 'x', 1 FROM n";
    let rows = "INSERT INTO roster (organization_id, person_id, name, email, name_key, words, role, managed, status, method, \
        phone, region, recovery, recovery_at, enrolled_at, reset_at, signed_in_at, locked_until) \
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $2) \
        SELECT CASE i % 1500 WHEN 0 THEN $3 ELSE $1 END, 'p' || CAST(i AS TEXT), 'N' || CAST(i * 7919 % 1000 AS TEXT), \
        'p' || CAST(i AS TEXT) || '@acme.example', 'n' || CAST(i * 7919 % 1000 AS TEXT), '', \
        CASE i % 97 WHEN 0 THEN 'owner' WHEN 1 THEN 'admin' ELSE 'member' END, 1, \
        CASE i % 11 WHEN 0 THEN 'none' WHEN 1 THEN 'pending' ELSE 'on' END, \
        CASE i % 5 WHEN 0 THEN 'call' WHEN 1 THEN 'app' ELSE 'sms' END, '', \
        CASE i % 7 WHEN 0 THEN 'FR' WHEN 1 THEN '' ELSE 'US' END, 'none', 0, i * 31 % 500, i * 17 % 90, i * 13 % 700, \
        CASE i % 53 WHEN 0 THEN $4 + 1 WHEN 1 THEN $4 - 1 ELSE 0 END FROM n";
    sqlx::query(people).bind(PEOPLE).execute(&mut *tx).await.unwrap();
    let query = sqlx::query(rows).bind(acme.as_str()).bind(PEOPLE).bind(other.as_str()).bind(NOW.0);
    query.execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    acme
}

/// Writes the counts as they are, or so that every filter seems to have many people.
async fn tally(fresh: &Fresh, many: bool) {
    let by = if many { 100_000i64 } else { 1 };
    let mut tx = fresh.store.begin().await.unwrap();
    sqlx::query("DELETE FROM roster_tally").execute(&mut *tx).await.unwrap();
    let all = "INSERT INTO roster_tally (organization_id, facet, word, people) \
               SELECT organization_id, 'all', '', COUNT(*) * $1 FROM roster GROUP BY organization_id";
    sqlx::query(all).bind(by).execute(&mut *tx).await.unwrap();
    for sql in [
        "INSERT INTO roster_tally (organization_id, facet, word, people) \
         SELECT organization_id, 'status', status, COUNT(*) * $1 FROM roster GROUP BY organization_id, status",
        "INSERT INTO roster_tally (organization_id, facet, word, people) \
         SELECT organization_id, 'method', method, COUNT(*) * $1 FROM roster GROUP BY organization_id, method",
        "INSERT INTO roster_tally (organization_id, facet, word, people) \
         SELECT organization_id, 'role', role, COUNT(*) * $1 FROM roster GROUP BY organization_id, role",
        "INSERT INTO roster_tally (organization_id, facet, word, people) \
         SELECT organization_id, 'region', region, COUNT(*) * $1 FROM roster GROUP BY organization_id, region",
    ] {
        sqlx::query(sql).bind(by).execute(&mut *tx).await.unwrap();
    }
    tx.commit().await.unwrap();
}

fn filters() -> Vec<Wanted> {
    let all = || Wanted::everybody(NOW);
    let role = |role: &str| Wanted { role: role.into(), ..all() };
    let seen = |from: i64, to: i64| Wanted { seen: (Timestamp(from), Timestamp(to)), ..all() };
    vec![
        all(),
        Wanted { standing: Some(Standing::On), ..all() },
        Wanted { standing: Some(Standing::NotSetUp), ..all() },
        Wanted { standing: Some(Standing::Locked), ..all() },
        Wanted { standing: Some(Standing::Suspended), ..all() },
        Wanted { method: Some(CodeWay::Call), ..all() },
        role("admin"),
        role("staff"),
        Wanted { region: "FR".into(), ..all() },
        seen(100, 120),
        seen(0, 650),
        seen(0, 1),
        Wanted { standing: Some(Standing::NotSetUp), ..role("staff") },
        Wanted { method: Some(CodeWay::App), region: "US".into(), ..seen(50, 600) },
    ]
}

fn fits(wanted: &Wanted, row: &Listed) -> bool {
    wanted.standing.is_none_or(|s| row.standing_at(wanted.now) == s)
        && wanted.method.is_none_or(|m| row.method == m)
        && match wanted.role.as_str() {
            "" => true,
            "staff" => row.role != crate::model::Role::Member,
            role => row.role.word() == role,
        }
        && (wanted.region.is_empty() || row.region == wanted.region)
        && (wanted.seen.0..wanted.seen.1).contains(&row.signed_in)
}

/// What puts a row where it is.
fn key(row: &Listed, order: Order) -> (String, i64, String, String) {
    let id = row.person.to_string();
    let name = row.name.to_lowercase();
    match order {
        Order::Name => (name, 0, String::new(), id),
        Order::Standing => (row.standing.word().into(), 0, name, id),
        Order::Method => (row.method.word().into(), 0, name, id),
        Order::Role => (row.role.word().into(), 0, name, id),
        Order::SignedIn => (String::new(), row.signed_in.0, String::new(), id),
        Order::Enrolled => (String::new(), row.enrolled.0, String::new(), id),
        Order::Reset => (String::new(), row.reset.0, String::new(), id),
    }
}

async fn walk(db: &mut Db, org: &OrgId, wanted: &Wanted, sorted: Sorted, back: bool) -> (Vec<String>, Option<Cursor>) {
    let (mut ids, mut cursor) = (Vec::new(), None::<Cursor>);
    for _ in 0..40 {
        let found = roster::page(db, org, wanted, sorted, cursor.as_ref(), back, PAGE).await.unwrap();
        assert!(found.rows.len() <= PAGE as usize);
        let mut page: Vec<String> = found.rows.iter().map(|row| row.person.to_string()).collect();
        if back {
            page.reverse();
        }
        ids.append(&mut page);
        if !found.more {
            return (ids, cursor);
        }
        cursor = if back { found.first } else { found.last };
        assert!(cursor.is_some());
    }
    panic!("{sorted:?} goes on for ever");
}

#[tokio::test]
async fn every_filter_in_every_order_is_what_it_is_by_hand() {
    let fresh = Fresh::new().await;
    let acme = crowd(&fresh).await;
    tally(&fresh, false).await;
    let mut db = fresh.store.read().await.unwrap();
    let by_id = Sorted { order: Order::SignedIn, down: false };
    let mut all = Vec::new();
    let mut cursor = None;
    loop {
        let everybody = Wanted::everybody(NOW);
        let found = roster::page(&mut db, &acme, &everybody, by_id, cursor.as_ref(), false, PAGE).await.unwrap();
        all.extend(found.rows);
        cursor = found.last;
        if !found.more {
            break;
        }
    }
    assert_eq!(all.len(), 5996, "everybody but the other organization's");
    drop(db);
    for many in [false, true] {
        tally(&fresh, many).await;
        let mut db = fresh.store.read().await.unwrap();
        for wanted in filters() {
            let fitting: Vec<&Listed> = all.iter().filter(|row| fits(&wanted, row)).collect();
            if !many {
                let total = roster::total(&mut db, &acme, &wanted).await.unwrap();
                let right = total.is_none_or(|total| total.about || total.people == fitting.len() as i64);
                assert!(right, "{wanted:?}: {total:?}");
                let few = fitting.len() <= 500;
                assert!(!few || total.is_some(), "{wanted:?}: few are counted");
                assert_eq!(fitting.is_empty(), wanted.standing == Some(Standing::Suspended), "{wanted:?}");
            }
            for order in Order::ALL {
                for down in [false, true] {
                    let mut right = fitting.clone();
                    right.sort_by_key(|row| key(row, order));
                    let mut right: Vec<String> = right.into_iter().map(|row| row.person.to_string()).collect();
                    if down {
                        right.reverse();
                    }
                    let sorted = Sorted { order, down };
                    let (seen, _) = walk(&mut db, &acme, &wanted, sorted, false).await;
                    assert_eq!(seen, right, "{wanted:?} {sorted:?}, many: {many}");
                }
            }
        }
    }
}

#[tokio::test]
async fn the_way_back_shows_the_same_pages() {
    let fresh = Fresh::new().await;
    let acme = crowd(&fresh).await;
    for many in [false, true] {
        tally(&fresh, many).await;
        let mut db = fresh.store.read().await.unwrap();
        for order in [Order::Name, Order::Role, Order::SignedIn] {
            let sorted = Sorted { order, down: false };
            let wanted = Wanted { method: Some(CodeWay::App), ..Wanted::everybody(NOW) };
            let (there, _) = walk(&mut db, &acme, &wanted, sorted, false).await;
            let first = roster::page(&mut db, &acme, &wanted, sorted, None, false, PAGE).await.unwrap();
            let behind = first.last.as_ref();
            let second = roster::page(&mut db, &acme, &wanted, sorted, behind, false, PAGE).await.unwrap();
            let again = roster::page(&mut db, &acme, &wanted, sorted, second.first.as_ref(), true, PAGE).await.unwrap();
            let ids = |rows: &[Listed]| rows.iter().map(|r| r.person.to_string()).collect::<Vec<_>>();
            assert_eq!(ids(&again.rows), ids(&first.rows), "{order:?}, many: {many}");
            assert_eq!(ids(&second.rows), there[PAGE as usize..2 * PAGE as usize]);
        }
    }
}

#[tokio::test]
async fn a_typed_beginning_finds_each_person_once_and_only_of_their_organization() {
    let fresh = Fresh::new().await;
    let (acme, other): (OrgId, OrgId) = (fresh.env.id(), fresh.env.id());
    let mut tx = fresh.store.begin().await.unwrap();
    for org in [&acme, &other] {
        org::insert(&mut tx, org, "Acme", Plan::Paid, NOW).await.unwrap();
    }
    let names = ["Ana Roe", "Ana Anders", "Bo Anders", "Åsa Öst", "Ana Roe"];
    for (n, name) in names.iter().enumerate() {
        let id: crate::model::PersonId = fresh.env.id();
        let email = crate::model::Email::parse(&format!("ana.{n}@acme.example")).unwrap();
        let new = crate::store::person::NewPerson {
            id: &id,
            email: &email,
            name,
            password_phc: "x",
            managed_by: None,
            at: NOW,
        };
        crate::store::person::insert(&mut tx, new).await.unwrap();
        let org = if n == 4 { &other } else { &acme };
        org::join(&mut tx, org, &id, crate::model::Role::Member).await.unwrap();
        let facts = roster::facts(&mut tx, &id).await.unwrap().unwrap();
        let besides = roster::Besides { digits: format!("014{n}"), ..Default::default() };
        for _ in 0..2 {
            roster::refresh(&mut tx, &id, &facts, &besides).await.unwrap();
        }
    }
    tx.commit().await.unwrap();
    assert_eq!(fresh.count("SELECT COUNT(*) FROM roster").await, 5);
    let mut db = fresh.store.read().await.unwrap();
    let mut find = async |text: &str, most: i64| {
        let typed = words::typed(text).unwrap();
        let everybody = Wanted::everybody(NOW);
        let (mut all, mut mark) = (Vec::new(), None);
        for _ in 0..20 {
            let found = roster::search(&mut db, &acme, (&typed, &everybody), mark.as_ref(), false, most).await.unwrap();
            all.extend(found.rows.into_iter().map(|row| row.name));
            mark = found.last;
            if !found.more {
                break;
            }
        }
        all
    };
    for most in [50, 1] {
        assert_eq!(find("an", most).await, ["Ana Anders", "Ana Roe", "Bo Anders", "Åsa Öst"], "names and addresses");
        assert_eq!(find("anders", most).await, ["Ana Anders", "Bo Anders"]);
        assert_eq!(find("ROE a", most).await, ["Ana Roe"]);
        assert_eq!(find("an ro", most).await, ["Ana Roe"], "words apart");
        assert_eq!(find("asa", most).await, ["Åsa Öst"]);
        assert_eq!(find("0142", most).await, ["Bo Anders"]);
        assert_eq!(find("ana.4", most).await, Vec::<String>::new(), "somebody of another organization");
        assert_eq!(find("roe anders", most).await, Vec::<String>::new());
    }
}

#[tokio::test]
async fn counts_stay_right_when_they_are_put_together() {
    let fresh = Fresh::new().await;
    let org: OrgId = fresh.env.id();
    let mut tx = fresh.store.begin().await.unwrap();
    org::insert(&mut tx, &org, "Acme", Plan::Paid, NOW).await.unwrap();
    tx.commit().await.unwrap();
    let who = fresh.person("a@b.example").await.unwrap();
    for round in 0..60 {
        let mut tx = fresh.store.begin().await.unwrap();
        if round == 0 {
            org::join(&mut tx, &org, &who, crate::model::Role::Member).await.unwrap();
        }
        let role = if round % 2 == 0 { "admin" } else { "member" };
        let sql = "UPDATE membership SET role = $1 WHERE person_id = $2";
        sqlx::query(sql).bind(role).bind(who.as_str()).execute(&mut *tx).await.unwrap();
        let facts = roster::facts(&mut tx, &who).await.unwrap().unwrap();
        roster::refresh(&mut tx, &who, &facts, &roster::Besides::default()).await.unwrap();
        roster::signed_in(&who, NOW + Seconds(round)).run(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
    }
    let mut tx = fresh.store.begin().await.unwrap();
    let before = roster::counts(&mut tx, &org).await.unwrap();
    roster::compact(&mut tx).await.unwrap();
    let after = roster::counts(&mut tx, &org).await.unwrap();
    tx.commit().await.unwrap();
    let people = |word: &str| after.get(&("role".to_owned(), word.to_owned())).copied().unwrap_or(0);
    assert_eq!((people("member"), people("admin")), (1, 0));
    assert_eq!(before.into_iter().filter(|(_, n)| *n != 0).collect::<Vec<_>>(), after.into_iter().collect::<Vec<_>>());
    assert!(fresh.count("SELECT COUNT(*) FROM roster_tally").await < 8);
    let row = roster::get(&mut fresh.store.read().await.unwrap(), &org, &who).await.unwrap().unwrap();
    assert_eq!(row.signed_in, NOW + Seconds(59));
}
