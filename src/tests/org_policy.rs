//! What an organization's policy asks, where it matters: at the sign-in, where a number is typed, where a code goes, and how
//! long a request waits.

use crate::world::{PASSWORD, Person, World};
use rekey::flow::OrgPolicy;
use rekey::flow::org_policy::Demand;
use rekey::model::{Channel, Forced, Note, OrgId, PhoneRefusal, Place, Role, Screen, Seconds, Timestamp};
use rekey::store::org_policy;

impl World {
    /// Puts a policy in force, past its page.
    pub async fn policy(&self, org: &OrgId, change: impl FnOnce(OrgPolicy) -> OrgPolicy) {
        let mut tx = self.node.auth.store.begin().await.unwrap();
        let now = org_policy::get(&mut tx, org).await.unwrap();
        let new = OrgPolicy { version: now.version, ..change(now) };
        org_policy::save(&mut tx, org, &new, self.now()).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn demand(&self, demand: Demand, from: Timestamp) {
        self.policy(&self.trial, |policy| OrgPolicy { demand, from, ..policy }).await;
    }

    async fn of_trial(&self, role: Role) -> Person {
        self.person("tia@trial.example", Some((&self.trial, role)), None).await
    }
}

/// 7 December 2026: two weeks after the worlds begin.
const LATER: Seconds = Seconds::days(14);

#[tokio::test]
async fn what_is_required_later_can_be_put_off_once_and_is_required_then() {
    let world = World::new().await;
    let who = world.of_trial(Role::Member).await;
    let from = world.now() + LATER;
    world.demand(Demand::Everyone, from).await;

    let mut browser = world.browser();
    let page = browser.password(&who).await;
    let Screen::AddPhone(form) = &page.screen else { panic!("{page:?}") };
    let soon = Forced::Soon { organization: "Trial Co".into(), from: "7 Dec 2026".into(), until: "7 Dec".into() };
    assert_eq!(form.forced, Some(soon));
    let html = browser.see("/sign-in/new-phone").await;
    assert!(html.contains("Trial Co requires 2FA from 7 Dec 2026."), "{html}");
    let page = browser.submit("sign-in/put-off", &[("flow", &form.flow)]).await;
    assert!(browser.session().is_none() && page.contains("started"), "the enrolment is no flow of the sign-in");
    browser.submit("sign-in/put-off", &[]).await;
    assert!(browser.session().is_some(), "put off");

    let mut again = world.browser();
    again.password(&who).await;
    assert!(again.session().is_some(), "and not asked again for the same date");
    world.demand(Demand::Everyone, from + Seconds::days(1)).await;
    let mut later = world.browser();
    assert_eq!(later.password(&who).await.place, Place::NewPhone, "but for another one");
    later.submit("sign-in/put-off", &[]).await;
    assert!(later.session().is_some());

    world.hours(24 * 15 + 1);
    let mut due = world.browser();
    let page = due.password(&who).await;
    let Screen::AddPhone(form) = &page.screen else { panic!("{page:?}") };
    assert_eq!(form.forced, Some(Forced::Required { organization: "Trial Co".into() }));
    due.submit("sign-in/put-off", &[]).await;
    assert!(due.session().is_none(), "required now: nobody walks around it");
    world.drain().await;
}

#[tokio::test]
async fn a_sign_in_that_began_before_the_date_is_not_put_off_after_it() {
    let world = World::new().await;
    let who = world.of_trial(Role::Member).await;
    world.demand(Demand::Everyone, world.now() + Seconds::minutes(5)).await;
    let mut browser = world.browser();
    assert_eq!(browser.password(&who).await.place, Place::NewPhone);
    world.minutes(5);
    browser.submit("sign-in/put-off", &[]).await;
    assert!(browser.session().is_none());
    world.drain().await;
}

#[tokio::test]
async fn admins_and_owners_alone_are_asked_where_the_policy_means_them() {
    for (role, asked) in [(Role::Member, false), (Role::Admin, true), (Role::Owner, true)] {
        let world = World::new().await;
        let who = world.of_trial(role).await;
        world.demand(Demand::Staff, world.now()).await;
        let mut browser = world.browser();
        let page = browser.password(&who).await;
        assert_eq!(page.place == Place::NewPhone, asked, "{role:?}");
        assert_eq!(browser.session().is_none(), asked, "{role:?}");
    }
}

#[tokio::test]
async fn whoever_gave_a_recovery_code_or_has_a_phone_puts_nothing_off() {
    let world = World::new().await;
    let who = world.person("tom@trial.example", Some((&world.trial, Role::Member)), Some("+12025550143")).await;
    let recovery = world.recovery_code(&who).await;
    world.demand(Demand::Everyone, world.now() + LATER).await;
    let mut browser = world.browser();
    browser.password(&who).await;
    browser.submit("sign-in/put-off", &[]).await;
    assert!(browser.session().is_none(), "a code is asked for");
    browser.ask("sign-in/recovery", &[("code", &recovery)]).await;
    browser.submit("sign-in/put-off", &[]).await;
    assert!(browser.session().is_none(), "a new phone must follow");
    world.drain().await;
}

#[tokio::test]
async fn numbers_and_ways_follow_the_organization_and_never_loosen_the_settings() {
    let world = World::new().await;
    let who = world.person("new@acme.example", Some((&world.acme, Role::Member)), None).await;
    let mut browser = world.browser();
    browser.password(&who).await;
    let refused = async |browser: &mut crate::actors::Browser, number: &str, channel: &str| {
        let page = browser.ask("2fa/phone", &[("country", "US"), ("number", number), ("channel", channel)]).await;
        match page.note {
            Some(Note::PhoneRefused(refusal)) => Some(refusal),
            _ => None,
        }
    };
    let abroad = |country: &str| Some(PhoneRefusal::CountryNotAllowed { country: country.into() });
    world.policy(&world.acme, |p| OrgPolicy { countries: Some(vec!["GB".into(), "RU".into()]), ..p }).await;
    assert_eq!(refused(&mut browser, "+13125550187", "sms").await, abroad("United States"));
    assert_eq!(refused(&mut browser, "+79161234567", "sms").await, abroad("Russia"), "the settings are the bound");
    world.policy(&world.acme, |p| OrgPolicy { countries: None, call: false, ..p }).await;
    assert_eq!(refused(&mut browser, "+13125550187", "call").await, Some(PhoneRefusal::CallsNotAllowed));
    let html = browser.see("/sign-in/new-phone").await;
    assert!(
        html.contains("Send code via SMS") && !html.contains("Receive a call"),
        "what is not allowed is not offered"
    );
    world.policy(&world.acme, |p| OrgPolicy { call: true, sms: false, ..p }).await;
    assert_eq!(refused(&mut browser, "+13125550187", "sms").await, Some(PhoneRefusal::TextsNotAllowed));
    assert_eq!(refused(&mut browser, "+13125550187", "call").await, None);
    world.drain().await;
}

#[tokio::test]
async fn a_stricter_policy_locks_nobody_out_who_has_a_phone() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    world.policy(&world.acme, |p| OrgPolicy { countries: Some(vec!["GB".into()]), sms: false, ..p }).await;
    let page = browser.password(&who).await;
    let Screen::Verify(verify) = &page.screen else { panic!("{page:?}") };
    let sent = verify.code.as_ref().unwrap();
    assert_eq!(sent.channel, Channel::Call, "the other way, since texts are not allowed");
    world.drain().await;
    let code = world.code(&who.phone).await;
    browser.ask("sign-in/code", &[("code", &code)]).await;
    assert!(browser.session().is_some(), "the number stays in force");
    browser.open_settings(&world, &who).await;
    let page = browser.ask("settings/method", &[("channel", "sms")]).await;
    assert_eq!(page.note, Some(Note::PhoneRefused(PhoneRefusal::TextsNotAllowed)));
    world.drain().await;
}

#[tokio::test]
async fn apps_are_added_only_where_the_organization_allows_them() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    browser.in_settings(&world, &who).await;
    let secret = browser.app_key().await;
    world.policy(&world.acme, |p| OrgPolicy { app: false, ..p }).await;
    let page = browser.app_code("2fa/app", &world, &secret, &[("name", "Late")]).await;
    assert_eq!(page.note, Some(Note::AppNotAllowed), "though it was begun before");
    assert_eq!(browser.ask("2fa/app/start", &[]).await.note, Some(Note::AppNotAllowed));
    world.drain().await;
}

#[tokio::test]
async fn rules_of_numbers_bind_the_people_whom_the_organization_manages() {
    let world = World::new().await;
    let who = world.member().await;
    world.policy(&world.trial, |p| OrgPolicy { countries: Some(vec!["GB".into()]), app: false, ..p }).await;
    let mut tx = world.node.auth.store.begin().await.unwrap();
    rekey::store::org::join(&mut tx, &world.trial, &who.id, Role::Member).await.unwrap();
    tx.commit().await.unwrap();
    let mut browser = world.browser();
    browser.in_settings(&world, &who).await;
    browser.change_phone(&world, "+13125550187").await;
    browser.add_app(&world, "Mine").await;
    world.drain().await;
}

#[tokio::test]
async fn a_request_waits_as_long_as_its_organization_says_and_is_reminded_of_in_time() {
    let world = World::new().await;
    let who = world.member().await;
    world.policy(&world.acme, |p| OrgPolicy { case_wait: Some(Seconds::days(5)), ..p }).await;
    let (mut browser, _) = (world.browser(), world.make_owner(&who).await);
    browser.password(&who).await;
    assert!(browser.see("/sign-in/reset-mfa").await.contains("120 hours"), "the page says how long");
    browser.asks_for_reset(&world, &who).await;
    let code = world.code(&who.email).await;
    browser.ask("case/confirm", &[("code", &code)]).await;
    world.drain().await;
    let subjects =
        async || -> Vec<String> { world.inbox(&who.email).await.into_iter().map(|mail| mail.subject).collect() };
    for (hours, state, told) in [(59, "waiting", 0), (1, "waiting", 1), (58, "waiting", 0), (1, "waiting", 1)] {
        let before = subjects().await.len();
        world.hours(hours);
        world.tick().await;
        assert_eq!(world.case_state().await, state);
        assert_eq!(subjects().await.len() - before, told, "{:?}", subjects().await);
    }
    world.hours(1);
    world.tick().await;
    assert_eq!(world.case_state().await, "passed", "after five days and not before");
    assert_eq!(browser.ask("sign-in", &[("email", &who.email), ("password", PASSWORD)]).await.place, Place::Verify);
    world.drain().await;
}
