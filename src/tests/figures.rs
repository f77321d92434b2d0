//! The figures of organizations, held against what really is and what the trail says.

use crate::deeds::SPARE;
use crate::world::{Person, World};
use rekey::flow::figures::{Figure, Level, Step, day_of, levels};
use rekey::model::{Kind, Note, OrgId, Role};
use rekey::store::tally;
use std::collections::BTreeMap;

impl World {
    /// A figure of Acme over all days, by key; zeros left out.
    pub async fn figure(&self, figure: Figure) -> BTreeMap<String, i64> {
        self.figure_of(&self.acme, figure).await
    }

    async fn figure_of(&self, org: &OrgId, figure: Figure) -> BTreeMap<String, i64> {
        let mut db = self.node.auth.store.read().await.unwrap();
        let sums = tally::sums(&mut db, org, figure, (0, day_of(self.now()))).await.unwrap();
        sums.into_iter().filter(|(_, count)| *count != 0).collect()
    }

    /// The levels of Acme, counted anew from everybody's own rows.
    async fn recounted(&self, people: &[&Person]) -> BTreeMap<String, i64> {
        let mut db = self.node.auth.store.read().await.unwrap();
        let mut all: BTreeMap<String, i64> = BTreeMap::new();
        for who in people {
            for membership in tally::memberships(&mut db, &who.id).await.unwrap() {
                let levels = membership.now.as_ref().map(levels).unwrap_or_default();
                for level in levels {
                    *all.entry(level.word().into()).or_default() += 1;
                }
            }
        }
        all
    }

    async fn agree(&self, people: &[&Person], when: &str) {
        assert_eq!(self.figure(Figure::Level).await, self.recounted(people).await, "{when}");
    }
}

#[tokio::test]
async fn the_levels_follow_every_change_in_its_own_transaction() {
    let world = World::new().await;
    let (who, other) = (world.member().await, world.other().await);
    let bare = world.person("bare@acme.example", Some((&world.acme, Role::Admin)), None).await;
    let all = [&who, &other, &bare];
    assert_eq!(world.figure(Figure::Level).await, BTreeMap::new(), "made past every rule, and not seen yet");
    world.node.auth.sweep().await.unwrap();
    world.agree(&all, "after housekeeping").await;
    let level = |levels: &BTreeMap<String, i64>, level: Level| levels.get(level.word()).copied().unwrap_or(0);
    let first = world.figure(Figure::Level).await;
    let counts = [Level::Active, Level::Covered, Level::Sms, Level::Bare, Level::BareStaff, Level::Fragile];
    assert_eq!(counts.map(|l| level(&first, l)), [3, 2, 2, 1, 1, 2]);

    let mut browser = world.browser();
    browser.in_settings(&world, &who).await;
    world.agree(&all, "a sign-in").await;
    browser.change_phone(&world, "+14155550111").await;
    world.agree(&all, "another phone").await;
    assert_eq!(level(&world.figure(Figure::Level).await, Level::Fragile), 1, "a recovery code came with it");
    browser.add_spare(&world, SPARE).await;
    world.agree(&all, "a spare phone").await;
    world.drain().await;
    browser.add_app(&world, "Work phone").await;
    world.agree(&all, "an app").await;
    browser.ask("settings/method", &[("channel", "call")]).await;
    world.agree(&all, "calls").await;
    assert_eq!(level(&world.figure(Figure::Level).await, Level::Call), 1);
    world.drain().await;

    let mut new = world.browser();
    new.password(&bare).await;
    new.verify_number(&world, "+17025550119").await;
    world.agree(&all, "a forced first phone").await;
    assert_eq!(level(&world.figure(Figure::Level).await, Level::Bare), 0);
    world.drain().await;
    let (mut thief, link) = (world.browser(), world.undo_links(&bare.email).await.remove(0));
    thief.see(&format!("/undo?t={link}")).await;
    thief.form("undo", &[("token", &link)]).await;
    world.agree(&all, "a change taken back").await;
    world.drain().await;
}

#[tokio::test]
async fn a_mailbox_that_refuses_counts_as_unreachable_until_it_takes_a_mail() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    world.node.auth.sweep().await.unwrap();
    browser.sign_in(&world, &who).await;
    let unreachable = async || world.figure(Figure::Level).await.get("unreachable").copied();
    for (full, expected) in [(true, Some(1)), (false, None)] {
        world.node.sim.set_fault("full", full);
        world.minutes(5);
        browser.ask("settings/send", &[]).await;
        world.drain().await;
        world.node.auth.sweep().await.unwrap();
        assert_eq!(unreachable().await, expected, "full: {full}");
    }
}

#[tokio::test]
async fn the_sums_are_what_the_trail_and_the_log_of_messages_say() {
    let world = World::new().await;
    let (who, other) = (world.member().await, world.other().await);
    let (mut one, mut two) = (world.browser(), world.browser());
    one.password(&who).await;
    let wrong = world.wrong(&who.phone).await;
    one.ask("sign-in/code", &[("code", &wrong)]).await;
    let code = world.code(&who.phone).await;
    one.ask("sign-in/code", &[("code", &code)]).await;
    world.minutes(1);
    two.password(&other).await;
    world.drain().await;
    world.seconds(31);
    let page = two.ask("sign-in/send", &[("channel", "call")]).await;
    assert!(matches!(page.note, Some(Note::CallStarted { .. })), "{page:?}");
    world.node.sim.set_fault("late", true);
    world.drain().await;
    world.seconds(21);
    world.drain().await;
    world.node.sim.set_fault("late", false);
    one.open_settings(&world, &who).await;
    one.change_phone(&world, "+14155550111").await;

    for folded in [false, true] {
        let events = world.figure(Figure::Event).await;
        assert_eq!(events["sign_in"], world.trail(Kind::SignedIn.word()).await, "folded: {folded}");
        assert_eq!(events["reset.person"], world.trail(Kind::PhoneChanged.word()).await);
        let codes = world.figure(Figure::Code).await;
        let sum = |step: Step| -> i64 {
            codes.iter().filter(|(key, _)| key.ends_with(step.word())).map(|(_, count)| count).sum()
        };
        assert_eq!(sum(Step::Sent), world.count("SELECT COUNT(*) FROM send_log").await, "{codes:?}");
        let sql = "SELECT COUNT(*) FROM outbox WHERE tally IS NOT NULL AND state = 'sent'";
        assert_eq!(sum(Step::Delivered), world.count(sql).await, "{codes:?}");
        let phones = "SELECT COUNT(*) FROM challenge WHERE channel <> 'email'";
        assert_eq!(sum(Step::Started), world.count(phones).await, "{codes:?}");
        let used = "SELECT COUNT(*) FROM challenge WHERE channel <> 'email' AND used_at IS NOT NULL";
        assert_eq!(sum(Step::Used), world.count(used).await, "{codes:?}");
        assert_eq!((sum(Step::Reached), sum(Step::Entered), sum(Step::Failed)), (3, 2, 0), "{codes:?}");
        assert_eq!(codes["US call sent"], 1);
        let speed: i64 = world.figure(Figure::Speed).await.values().sum();
        assert_eq!(speed, sum(Step::Delivered));
        let hours: i64 = world.figure(Figure::Hour).await.values().sum();
        assert_eq!(hours, sum(Step::Started) + sum(Step::Used));
        assert_eq!(world.figure_of(&world.trial, Figure::Code).await, BTreeMap::new(), "nobody else's figures");
        world.node.auth.sweep().await.unwrap();
        assert_eq!(world.count("SELECT COUNT(*) FROM tally_event").await, 0);
    }
}
