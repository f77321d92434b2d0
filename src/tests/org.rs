//! Who sees the pages of an organization.

use crate::world::World;
use rekey::model::Role;

const RANDOM: &str = "01a2076b-4400-772b-93f1-128b8277cf59";

#[tokio::test]
async fn an_organizations_pages_are_there_for_those_who_run_it_alone() {
    let world = World::new().await;
    let path = format!("/org/{}/requests", world.acme);
    let nowhere = format!("/org/{RANDOM}/requests");
    let stranger = world.browser().get(&path).await;
    assert_eq!(stranger.location(), "/sign-in");
    for (n, (org, role, status)) in [
        (&world.acme, Role::Owner, 200),
        (&world.acme, Role::Admin, 200),
        (&world.acme, Role::Member, 403),
        (&world.trial, Role::Owner, 404),
    ]
    .into_iter()
    .enumerate()
    {
        let phone = format!("+1{}5550143", 212 + n);
        let who = world.person(&format!("p{n}@x.example"), Some((org, role)), Some(&phone)).await;
        let mut browser = world.browser();
        browser.sign_in(&world, &who).await;
        assert_eq!(browser.get(&path).await.status.as_u16(), status, "{role:?}");
        assert_eq!(browser.get(&nowhere).await.status.as_u16(), 404, "{role:?}");
        if status == 404 {
            let (theirs, none) = (browser.get(&path).await, browser.get(&nowhere).await);
            assert_eq!(theirs.text(), none.text(), "another's organization looks like none");
        }
        let home = browser.get("/org").await;
        let own = format!("/org/{org}/overview");
        assert_eq!(
            (home.status.as_u16(), home.location()),
            if role >= Role::Admin { (303, own.as_str()) } else { (403, "") }
        );
    }
    world.drain().await;
}

#[tokio::test]
async fn a_demoted_admin_sees_nothing_from_the_next_call_on() {
    let world = World::new().await;
    let who = world.person("a@x.example", Some((&world.acme, Role::Admin)), Some("+12125550143")).await;
    let mut browser = world.browser();
    browser.sign_in(&world, &who).await;
    let path = format!("/org/{}/requests", world.acme);
    assert_eq!(browser.get(&path).await.status.as_u16(), 200);
    world.meddle("UPDATE membership SET role = 'member' WHERE role = 'admin'").await;
    assert_eq!(browser.get(&path).await.status.as_u16(), 403);
    world.drain().await;
}
