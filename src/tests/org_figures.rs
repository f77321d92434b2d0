//! Overview, Delivery and Policy of an organization, as those who run it see them, and as nobody else does.

use crate::actors::Browser;
use crate::world::{PASSWORD, Person, World};
use rekey::flow::org_policy::Demand;
use rekey::model::{Place, Role, Seconds};
use rekey::store::org_policy;

const PAGES: [&str; 4] = ["overview", "delivery", "policy", "policy/review?who=everyone&resetters=admins&sms=on"];
const FILES: [&str; 4] = ["coverage", "methods", "resets", "countries"];

/// What a form of the policy holds that asks for nothing.
const PLAIN: [(&str, &str); 6] =
    [("who", "nobody"), ("sms", "on"), ("call", "on"), ("app", "on"), ("resetters", "admins"), ("version", "0")];

impl World {
    async fn runs(&self, role: Role) -> (Person, Browser) {
        let who = self.person("tess@trial.example", Some((&self.trial, role)), Some("+14155550111")).await;
        let mut browser = self.browser();
        browser.sign_in(self, &who).await;
        self.node.auth.sweep().await.unwrap();
        (who, browser)
    }

    fn at(&self, page: &str) -> String {
        format!("/org/{}/{page}", self.trial)
    }
}

/// The form with some fields replaced.
fn wish<'a>(org: &'a str, other: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = PLAIN.into_iter().filter(|(name, _)| other.iter().all(|(n, _)| n != name));
    [("org", org)].into_iter().chain(kept).chain(other.iter().copied()).collect()
}

#[tokio::test]
async fn members_and_strangers_see_no_figure_of_an_organization() {
    let world = World::new().await;
    let (_, mut member) = world.runs(Role::Member).await;
    let stranger = world.member().await;
    world.make_owner(&stranger).await;
    let mut owner_elsewhere = world.browser();
    owner_elsewhere.sign_in(&world, &stranger).await;
    let files: Vec<String> = FILES.iter().map(|file| format!("figures/{file}.csv")).collect();
    for page in PAGES.iter().copied().chain(files.iter().map(String::as_str)) {
        let theirs = owner_elsewhere.get(&world.at(page)).await;
        let nobodys = owner_elsewhere.get(&format!("/org/no-such-one/{page}")).await;
        assert_eq!((theirs.status.as_u16(), nobodys.status.as_u16()), (404, 404), "{page}");
        assert_eq!(theirs.body, nobodys.body, "{page}: the answer of a random id");
        assert_eq!(member.get(&world.at(page)).await.status, 403, "{page}");
    }
    for file in &files {
        assert_eq!(world.browser().get(&world.at(file)).await.status, 401, "{file}");
    }
    let org = world.trial.to_string();
    for (browser, status) in [(&mut member, 403), (&mut owner_elsewhere, 404)] {
        assert_eq!(browser.status("org/policy", &wish(&org, &[])).await, status);
        assert_eq!(browser.status("org/test-code", &[("org", &org), ("channel", "sms")]).await, status);
    }
    world.drain().await;
}

#[tokio::test]
async fn the_overview_shows_what_was_counted_and_what_needs_somebody() {
    let world = World::new().await;
    let (_, mut browser) = world.runs(Role::Owner).await;
    world.person("bare@trial.example", Some((&world.trial, Role::Member)), None).await;
    world.node.auth.sweep().await.unwrap();
    let page = browser.see(&world.at("overview")).await;
    for words in [
        "2FA coverage",
        "50 %",
        "Not set up",
        "Resets, last 7 days",
        "Codes that worked, last 24 h",
        "100 %",
        "Needs attention",
        "There is only one owner",
        "could not come back",
        "1 person is one accident from being locked out",
        "Show as table",
        "role=\"img\"",
        "Last 90 days",
        "signed in",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("style="), "no style that the policy of the page would refuse");
    let csv = browser.get(&world.at("figures/coverage.csv?range=30")).await;
    assert_eq!(csv.headers["content-type"], "text/csv; charset=utf-8");
    assert!(csv.text().ends_with("2026-11-23,2,1,0\r\n"), "{}", csv.text());
    assert!(browser.get(&world.at("figures/methods.csv")).await.text().contains("not_set_up,1\r\n"));
    let page = browser.see(&world.at("delivery")).await;
    assert!(page.contains("United States") && page.contains("Too few to show"), "{page}");
    world.drain().await;
}

#[tokio::test]
async fn a_test_code_goes_to_ones_own_phone_within_the_usual_limits() {
    let world = World::new().await;
    let (who, mut browser) = world.runs(Role::Admin).await;
    let org = world.trial.to_string();
    let before = world.codes(&who.phone).await;
    let fields = [("org", org.as_str()), ("channel", "sms")];
    let page = browser.submit("org/test-code", &fields).await;
    assert!(page.contains("Delivery"), "{page}");
    assert_eq!(world.codes(&who.phone).await, before + 1);
    for _ in 0..12 {
        browser.submit("org/test-code", &fields).await;
        world.drain().await;
    }
    let all = world.codes(&who.phone).await;
    assert!((4..=9).contains(&all), "six messages an hour, and three for a browser that is known: {all}");
    browser.submit("org/test-code", &fields).await;
    assert_eq!(world.codes(&who.phone).await, all, "and no more");
    world.drain().await;
}

#[tokio::test]
async fn a_policy_that_concerns_somebody_is_shown_before_it_is_saved() {
    let world = World::new().await;
    let (_, mut owner) = world.runs(Role::Owner).await;
    world.person("bare@trial.example", Some((&world.trial, Role::Member)), None).await;
    world.node.auth.sweep().await.unwrap();
    let org = world.trial.to_string();
    let asked = [("who", "everyone"), ("from", "2026-12-01")];
    let page = owner.submit("org/policy", &wish(&org, &asked)).await;
    assert!(page.contains("Nothing is saved yet."), "{page}");
    assert!(page.contains("person must set up 2FA by 1 Dec 2026.") && page.contains(">Ana<"), "{page}");
    assert_eq!(world.trail("policy.change").await, 0);
    let page = owner.submit("org/policy", &wish(&org, &[&asked[..], &[("confirmed", "yes")]].concat())).await;
    assert!(page.contains("The policy is saved."), "{page}");
    let mut db = world.node.auth.store.read().await.unwrap();
    let saved = org_policy::get(&mut db, &world.trial).await.unwrap();
    assert_eq!((saved.demand, saved.from.0, saved.version), (Demand::Everyone, 1_796_083_200_000, 1));
    assert_eq!(world.trail("policy.change").await, 1);
    drop(db);
    let stale = owner.submit("org/policy", &wish(&org, &[("second", "on"), ("confirmed", "yes")])).await;
    assert!(stale.contains("Somebody else changed this"), "an older form changes nothing: {stale}");
    world.drain().await;
}

#[tokio::test]
async fn what_cannot_be_read_keeps_what_was_typed() {
    let world = World::new().await;
    let (_, mut owner) = world.runs(Role::Owner).await;
    let org = world.trial.to_string();
    let page = owner.submit("org/policy", &wish(&org, &[("wait", "71"), ("countries", "GB FR")])).await;
    assert!(page.contains("Enter a wait from 72 to 720 hours"), "{page}");
    assert!(page.contains("value=\"71\"") && page.contains("value=\"GB FR\""), "{page}");
    let page = owner.submit("org/policy", &wish(&org, &[("sms", ""), ("call", "")])).await;
    assert!(page.contains("Allow SMS or voice calls"), "{page}");
    assert_eq!(world.trail("policy.change").await, 0);
    world.drain().await;
}

#[tokio::test]
async fn the_other_owners_are_told_when_a_policy_asks_for_less() {
    let world = World::new().await;
    let (_, mut owner) = world.runs(Role::Owner).await;
    let other = world.person("tom@trial.example", Some((&world.trial, Role::Owner)), Some("+17025550119")).await;
    let org = world.trial.to_string();
    let strict = [("second", "on"), ("resetters", "owners")];
    let page = owner.submit("org/policy", &wish(&org, &strict)).await;
    assert!(page.contains("The policy is saved."), "nobody is concerned: {page}");
    let told = async || -> usize {
        let inbox = world.inbox(&other.email).await;
        inbox.iter().filter(|mail| mail.text.contains("asks for less than before")).count()
    };
    assert_eq!(told().await, 0, "stricter");
    let page = owner.submit("org/policy", &wish(&org, &[("version", "1")])).await;
    assert!(
        page.contains("This asks for less than before: who may reset 2FA; the second person for resets."),
        "{page}"
    );
    owner.submit("org/policy", &wish(&org, &[("version", "1"), ("confirmed", "yes")])).await;
    assert_eq!(told().await, 1);
    world.drain().await;
}

#[tokio::test]
async fn an_admin_reads_the_policy_and_an_owner_proves_themself_to_change_it() {
    let world = World::new().await;
    let (_, mut admin) = world.runs(Role::Admin).await;
    let page = admin.see(&world.at("policy")).await;
    assert!(page.contains("Owners change the policy.") && !page.contains(">Save policy<"), "{page}");
    let org = world.trial.to_string();
    let page = admin.submit("org/policy", &wish(&org, &[("second", "on"), ("confirmed", "yes")])).await;
    assert!(page.contains("Only an owner"), "{page}");

    let owner = world.person("tim@trial.example", Some((&world.trial, Role::Owner)), Some("+17025550119")).await;
    let mut browser = world.browser();
    browser.sign_in(&world, &owner).await;
    world.minutes(14);
    browser.see(&world.at("policy")).await;
    world.minutes(2);
    let answer = browser.form("org/policy", &wish(&org, &[("who", "everyone"), ("wait", "100")])).await;
    assert_eq!(answer.location(), Place::Prove.path());
    assert_eq!(world.trail("policy.change").await, 0, "a full sign-in that is not fresh changes nothing");
    let html = browser.see(Place::Prove.path()).await;
    assert!(html.contains("policy/review?who=everyone"), "what was typed goes along: {html}");
    let next = format!("/org/{org}/policy/review?who=everyone&resetters=admins&sms=on&wait=100");
    browser.form("settings/prove", &[("password", PASSWORD), ("next", &next)]).await;
    let code = world.code(&owner.phone).await;
    let page = browser.submit("settings/prove/code", &[("code", &code), ("next", &next)]).await;
    assert!(page.contains("Save this policy?"), "{page}");
    world.drain().await;
}

#[tokio::test]
async fn a_paid_plan_requires_2fa_of_everybody_and_the_page_says_so() {
    let world = World::new().await;
    let who = world.owner().await;
    let mut owner = world.browser();
    owner.sign_in(&world, &who).await;
    let page = owner.see(&format!("/org/{}/policy", world.acme)).await;
    assert!(page.contains("Your plan is paid, so everybody has to use 2FA in any case"), "{page}");
    let bare = world.person("bare@acme.example", Some((&world.acme, Role::Member)), None).await;
    world.policy(&world.acme, |p| rekey::flow::OrgPolicy { demand: Demand::Nobody, ..p }).await;
    assert_eq!(world.browser().password(&bare).await.place, Place::NewPhone);
    world
        .policy(&world.acme, |p| rekey::flow::OrgPolicy {
            demand: Demand::Everyone,
            from: world.now() + Seconds::days(9),
            ..p
        })
        .await;
    let mut browser = world.browser();
    browser.password(&bare).await;
    browser.submit("sign-in/put-off", &[]).await;
    assert!(browser.session().is_none(), "a paid plan knows no grace");
    world.drain().await;
}
