//! The guards against toll fraud: each speaks, ends by itself and by whoever may end it, and keeps nobody waiting whose
//! phone is in force.

use crate::members::seated;
use crate::outbox::{Fake, carriers, worker};
use crate::world::{Node, Person, World};
use rekey::auth::{Booking, NotNow, Visitor, number};
use rekey::delivery::Class;
use rekey::flow::figures::Figure;
use rekey::model::{ChallengeId, Channel, Note, OrgId, OrgNote, Role, Seconds, Timestamp};
use rekey::store::sends;

/// Somebody who asks for codes, and for whose organization.
#[derive(Clone)]
pub struct Asker {
    pub person: Person,
    pub org: String,
}

impl Asker {
    /// A person of this organization; of none with an empty one. Each asks for a few numbers only.
    pub async fn new(world: &World, org: Option<&OrgId>, n: usize) -> Asker {
        let seat = org.map(|org| (org, Role::Member));
        let person = world.person(&format!("asks{n}@x.example"), seat, None).await;
        Asker { person, org: org.map(ToString::to_string).unwrap_or_default() }
    }
}

impl Node {
    /// Books a text to a number, as every page that sends one does; answers its challenge.
    pub async fn books(&self, who: &Asker, to: &str, fresh: bool) -> Result<ChallengeId, NotNow> {
        let number = number::parse("", to, true).unwrap_or_else(|e| panic!("{to}: {e:?}"));
        let challenge: ChallengeId = self.auth.env.id();
        let mut tx = self.auth.store.begin().await.unwrap();
        let booking = Booking {
            visitor: &Visitor::nobody(),
            person: &who.person.id,
            organization: &who.org,
            number: &number,
            channel: Channel::Sms,
            fresh,
            known: false,
            challenge: &challenge,
        };
        let booked = self.auth.book_phone(&mut tx, booking).await.unwrap();
        tx.commit().await.unwrap();
        booked.map(|()| challenge)
    }

    /// The code came back.
    pub async fn answered(&self, challenge: &ChallengeId, now: Timestamp) {
        let mut tx = self.auth.store.begin().await.unwrap();
        sends::note_answer(&mut tx, challenge, now).await.unwrap();
        tx.commit().await.unwrap();
    }
}

/// People of an organization, four numbers each: enough that no budget of theirs is in the way.
async fn crowd(world: &World, org: &OrgId, from: usize, count: usize) -> Vec<Asker> {
    let mut all = Vec::new();
    for n in from..from + count {
        all.push(Asker::new(world, Some(org), n).await);
    }
    all
}

/// Asks for each of these new numbers; those that were refused.
async fn walk(world: &World, crowd: &[Asker], numbers: &[String]) -> Vec<NotNow> {
    let mut refused = Vec::new();
    for (n, to) in numbers.iter().enumerate() {
        refused.extend(world.node.books(&crowd[n / 4], to, true).await.err());
    }
    refused
}

/// American numbers of one range, "+1 202 55", and far from each other in it.
fn range(n: usize) -> String {
    format!("+120255{:05}", 10_137 + n * 3_931)
}

/// American numbers far from each other.
fn scattered(n: usize) -> String {
    const AREAS: [u32; 24] = [
        205, 212, 213, 214, 215, 216, 251, 253, 262, 301, 303, 305, 310, 312, 313, 401, 402, 404, 412, 415, 503, 602,
        617, 702,
    ];
    format!("+1{}555{:04}", AREAS[n % 24], 143 + n / 24 * 1_000)
}

fn held(asked: Result<ChallengeId, NotNow>) -> Timestamp {
    match asked {
        Err(NotNow::Held(until)) => until,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn numbers_next_to_each_other_are_held_back_and_an_admin_lets_the_right_one_through() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    let neighbour = world.person("own@acme.example", Some((&world.acme, Role::Member)), Some("+16175550150")).await;
    let (_, mut admin) = seated(&world, &world.acme, Role::Admin, 1).await;
    browser.in_settings(&world, &who).await;
    browser.reset().await;
    for to in ["+16175550110", "+16175550120"] {
        assert_eq!(browser.number(to).await.note, None);
        world.drain().await;
    }
    world.minutes(6);
    let page = browser.number("+16175550130").await;
    let Some(Note::NumberHeld(until)) = &page.note else { panic!("{:?}", page.note) };
    assert!(until.text.contains("08:36"), "{until:?}");
    assert!(world.inbox("+16175550130").await.is_empty());
    assert_eq!(world.trail("sms.guard_hold").await, 1);

    // Whoever has a phone there signs in; whoever has none yet and belongs elsewhere adds one.
    assert!(world.browser().sign_in(&world, &neighbour).await.note.is_none());
    let elsewhere = Asker::new(&world, Some(&world.trial), 1).await;
    assert!(world.node.books(&elsewhere, "+16175550140", true).await.is_ok());

    let delivery = format!("/org/{}/delivery", world.acme);
    let shown = admin.see(&delivery).await;
    for words in ["Allow this number", "•130", "2 new numbers right beside it", "Ana Roe", "Spend today"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    assert!(!shown.contains("6175550130"), "no whole number");
    let id = world.dump().await["guard_refused"][0].split(' ').next().unwrap().replace("id=", "");
    let fields = [("org", world.acme.as_str()), ("id", id.as_str())];
    for _ in 0..2 {
        world.minutes(8);
        admin.see(&delivery).await;
    }
    let page = admin.ask("org/number/allow", &fields).await;
    assert_eq!(page.place.path(), "/settings/prove", "a fresh full sign-in is asked for");
    let mut admin = world.browser();
    let boss = world.person("boss@acme.example", Some((&world.acme, Role::Admin)), Some("+12125550188")).await;
    admin.sign_in(&world, &boss).await;
    let (_, mut stranger) = seated(&world, &world.trial, Role::Owner, 2).await;
    assert_eq!(stranger.status("org/number/allow", &fields).await, 404);
    let own = [("org", world.trial.as_str()), ("id", id.as_str())];
    assert_eq!(stranger.status("org/number/allow", &own).await, 404, "nor as one's own");
    assert_eq!(world.count("SELECT COUNT(*) FROM guard_allowed").await, 0);
    let page = admin.ask("org/number/allow", &fields).await;
    assert!(matches!(&page.note, Some(Note::Org(OrgNote::NumberAllowed { number })) if number.ends_with("130")));
    assert_eq!(world.trail("sms.number_allow").await, 1);
    assert!(admin.see(&delivery).await.contains(">Allowed<"));

    // The block still stands for the others.
    let mut again = world.browser();
    again.in_settings(&world, &who).await;
    again.reset().await;
    assert_eq!(again.number("+16175550130").await.note, None);
    assert!(matches!(again.number("+16175550135").await.note, Some(Note::NumberHeld(_))));
    assert_eq!(world.codes("+16175550130").await, 1);
    world.minutes(30);
    assert!(!admin.see(&delivery).await.contains("Allow this number"), "it ended by itself");
    world.drain().await;
}

#[tokio::test]
async fn a_range_that_answers_nothing_is_held_back_for_longer_each_time() {
    let world = World::new().await;
    let all = crowd(&world, &world.acme, 0, 12).await;
    let numbers: Vec<String> = (0..22).map(range).collect();
    assert!(walk(&world, &all, &numbers[..10]).await.is_empty());
    world.minutes(6);
    let until = held(world.node.books(&all[5], &numbers[10], true).await);
    assert_eq!(until, world.now() + Seconds::minutes(30));
    assert_eq!(held(world.node.books(&all[5], &numbers[11], true).await), until, "the same block");
    let elsewhere = Asker::new(&world, Some(&world.trial), 90).await;
    assert!(world.node.books(&elsewhere, &numbers[11], true).await.is_ok(), "another organization");
    assert!(world.node.books(&all[6], &numbers[0], false).await.is_ok(), "a phone that is in force");
    world.clock.advance(Seconds(30 * 60 - 1));
    held(world.node.books(&all[6], &numbers[11], true).await);
    world.seconds(1);
    assert!(walk(&world, &all[6..], &numbers[11..21]).await.is_empty(), "a new chance, whatever was before");
    world.minutes(6);
    let until = held(world.node.books(&all[11], &numbers[21], true).await);
    assert_eq!(until, world.now() + Seconds::hours(1), "twice as long");
    assert_eq!(world.trail("sms.guard_hold").await, 2);
}

#[tokio::test]
async fn a_range_that_answers_is_a_roll_out() {
    let world = World::new().await;
    let all = crowd(&world, &world.acme, 0, 12).await;
    for n in 0..22 {
        let challenge = world.node.books(&all[n / 4], &range(n), true).await.unwrap();
        if n % 3 == 0 {
            world.node.answered(&challenge, world.now()).await;
        }
        world.minutes(1);
    }
}

#[tokio::test]
async fn a_country_that_answers_nothing_is_held_back_and_no_other() {
    let world = World::new().await;
    let all = crowd(&world, &world.acme, 0, 12).await;
    let numbers: Vec<String> = (0..24).map(scattered).collect();
    assert!(walk(&world, &all, &numbers[..20]).await.is_empty());
    world.minutes(6);
    let until = held(world.node.books(&all[5], &numbers[20], true).await);
    assert!(world.node.books(&all[5], "+447400123456", true).await.is_ok(), "another country");
    assert!(world.node.books(&all[5], &numbers[1], false).await.is_ok(), "a phone that is in force");
    let elsewhere = Asker::new(&world, Some(&world.trial), 90).await;
    assert!(world.node.books(&elsewhere, &numbers[21], true).await.is_ok(), "another organization");
    world.clock.advance(Seconds((until.0 - world.now().0) / 1000));
    assert!(world.node.books(&all[5], &numbers[20], true).await.is_ok(), "it ended by itself");

    let world = World::new().await;
    let all = crowd(&world, &world.acme, 0, 12).await;
    for (n, to) in numbers.iter().enumerate() {
        let challenge = world.node.books(&all[n / 4], to, true).await.unwrap();
        if n % 4 == 0 {
            world.node.answered(&challenge, world.now()).await;
        }
        world.minutes(1);
    }
}

#[tokio::test]
async fn an_attack_by_many_organizations_is_held_back_everywhere_and_the_operator_ends_it() {
    let world = World::new().await;
    let mut all = Vec::new();
    for n in 0..8 {
        let org: OrgId = world.node.auth.env.id();
        let mut tx = world.node.auth.store.begin().await.unwrap();
        rekey::store::org::insert(&mut tx, &org, &format!("O{n}"), rekey::model::Plan::Trial, world.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        all.extend(crowd(&world, &org, n * 2, 2).await);
    }
    // Eight numbers of a country in each are too few to say anything of one organization.
    let numbers: Vec<String> = (0..62).map(scattered).collect();
    assert!(walk(&world, &all, &numbers[..60]).await.is_empty());
    world.minutes(6);
    let nobodys = Asker::new(&world, None, 99).await;
    held(world.node.books(&nobodys, &numbers[60], true).await);
    let member = Asker::new(&world, Some(&world.acme), 98).await;
    held(world.node.books(&member, &numbers[61], true).await);
    assert!(world.node.books(&member, &numbers[0], false).await.is_ok(), "a phone that is in force");
    assert_eq!(world.trail("sms.guard_hold").await, 0, "it is in nobody's trail alone");
    let standing = world.node.auth.standing_blocks().await.unwrap();
    let [block] = standing.blocks.as_slice() else { panic!("{:?}", standing.blocks) };
    assert!(block.everywhere() && block.counts == (60, 0), "{block:?}");
    assert_eq!(standing.spent, 61 * 80);
    // An organization sees its own people's numbers, whatever the block, and vouches for them.
    let (_, mut admin) = seated(&world, &world.acme, Role::Admin, 5).await;
    let page = admin.see(&format!("/org/{}/delivery", world.acme)).await;
    assert_eq!(page.matches("Allow this number").count(), 1, "{page}");
    assert!(page.contains("60 new numbers in this country on this server got a code"));
    world.node.auth.lift_block(&block.block).await.unwrap();
    assert!(world.node.books(&member, &numbers[61], true).await.is_ok());
    assert!(world.node.auth.lift_block(&block.block).await.is_err(), "once");
}

#[tokio::test]
async fn what_new_numbers_may_spend_ends_before_what_sign_ins_may() {
    for key in ["spend_organization_daily", "spend_daily"] {
        let world = World::with(&format!("[policy]\n{key} = 1000\n[prices]\ntexts = {{ US = 100 }}")).await;
        let all = crowd(&world, &world.acme, 0, 6).await;
        let numbers: Vec<String> = (0..24).map(scattered).collect();
        let refused = walk(&world, &all, &numbers[..10]).await;
        assert_eq!(refused.len(), 2, "{key}");
        let midnight = Timestamp(world.now().0 + 16 * 3_600_000);
        assert_eq!(refused[0], NotNow::Held(midnight), "{key}");
        let elsewhere = Asker::new(&world, Some(&world.trial), 90).await;
        let other = world.node.books(&elsewhere, &numbers[11], true).await;
        assert_eq!(other.is_ok(), key != "spend_daily", "{key}: {other:?}");
        // Vouched for, a number spends what people who sign in spend.
        let rows = world.dump().await["guard_refused"].clone();
        let own = rows.iter().find(|row| row.contains(world.acme.as_str())).unwrap();
        let id = own.split(' ').next().unwrap().replace("id=", "");
        let mut tx = world.node.auth.store.begin().await.unwrap();
        let by = (&all[0].person.id, world.now() + Seconds::days(7));
        rekey::store::guard::allow(&mut tx, &world.acme, &id, by, world.now()).await.unwrap();
        tx.commit().await.unwrap();
        let asks = [&numbers[8], &numbers[9]];
        let mut passed = 0;
        for to in asks {
            passed += usize::from(world.node.books(&all[4], to, true).await.is_ok());
        }
        assert_eq!(passed, 1, "{key}: the one that is vouched for");
        assert!(world.node.books(&all[5], &numbers[12], false).await.is_ok(), "{key}: a sign-in");
        assert_eq!(world.node.books(&all[5], &numbers[13], false).await, Err(NotNow::Budget(midnight)), "{key}: all");
        world.hours(16);
        assert!(world.node.books(&all[5], &numbers[14], true).await.is_ok(), "{key}: a new day");
    }
}

#[tokio::test]
async fn new_numbers_use_four_fifths_of_the_caps_of_a_day() {
    for key in ["sends_country_daily", "sends_daily"] {
        let world = World::with(&format!("[policy]\n{key} = 10")).await;
        let all = crowd(&world, &world.acme, 0, 6).await;
        let numbers: Vec<String> = (0..24).map(scattered).collect();
        assert_eq!(walk(&world, &all, &numbers[..10]).await.len(), 2, "{key}");
        for n in [10, 11] {
            assert!(world.node.books(&all[4], &numbers[n], false).await.is_ok(), "{key}");
        }
        assert!(world.node.books(&all[4], &numbers[12], false).await.is_err(), "{key}");
    }
}

#[tokio::test]
async fn strangers_who_ask_for_new_numbers_of_a_prefix_use_up_nothing_of_the_phones_in_force() {
    let world = World::new().await;
    let all = crowd(&world, &world.acme, 0, 6).await;
    // Ten in an hour, no three of them in one hundred.
    let numbers: Vec<String> = (0..11).map(|n| format!("+161755{:05}", 50_100 + n * 850)).collect();
    assert!(walk(&world, &all, &numbers[..10]).await.is_empty());
    assert!(matches!(world.node.books(&all[4], &numbers[10], true).await, Err(NotNow::Budget(_))));
    for n in 0..10 {
        let in_force = format!("+161755{:05}", 50_111 + n * 777);
        assert!(world.node.books(&all[5 - n % 2], &in_force, false).await.is_ok(), "{in_force}");
    }
    assert!(world.node.books(&all[3], "+16175559999", false).await.is_err(), "they have a budget of their own");
}

#[tokio::test]
async fn a_carriers_word_of_fraud_holds_a_range_back_at_once() {
    let world = World::new().await;
    let (who, mut browser) = (world.member().await, world.browser());
    let other = world.other().await;
    let fake = Fake::failing(Class::Fraud);
    let carrier = worker(&world, carriers(&[("fake", &fake)]));
    browser.in_settings(&world, &who).await;
    // A phone in force says nothing of its neighbours.
    let mut sign_in = world.browser();
    sign_in.password(&other).await;
    carrier.drain().await.unwrap();
    assert_eq!(world.count("SELECT COUNT(*) FROM guard_block").await, 0);
    browser.reset().await;
    assert_eq!(browser.number("+16175550110").await.note, None);
    carrier.drain().await.unwrap();
    let elsewhere = Asker::new(&world, Some(&world.trial), 90).await;
    let until = held(world.node.books(&elsewhere, "+16175559734", true).await);
    assert_eq!(until, world.now() + Seconds::minutes(30));
    assert!(world.node.books(&elsewhere, "+12155559734", true).await.is_ok(), "another range");
    assert!(world.node.books(&elsewhere, "+16175559734", false).await.is_ok(), "a phone that is in force");
    world.minutes(30);
    assert!(world.node.books(&elsewhere, "+16175559734", true).await.is_ok());
}

#[tokio::test]
async fn two_nodes_count_together() {
    let world = World::with("[policy]\nspend_organization_daily = 1000\n[prices]\ntext = 100").await;
    let nodes = [world.node.clone(), world.another().await];
    let all = crowd(&world, &world.acme, 0, 6).await;
    let asks = (0..24).map(|n| {
        let (node, who, to) = (nodes[n % 2].clone(), all[n / 4].clone(), scattered(n));
        tokio::spawn(async move { node.books(&who, &to, true).await.is_ok() })
    });
    let mut sent = 0;
    for ask in asks.collect::<Vec<_>>() {
        sent += usize::from(ask.await.unwrap());
    }
    assert_eq!(sent, 8);
    assert_eq!(world.count("SELECT COUNT(*) FROM guard_block").await, 1, "one block, whoever was first");
}

#[tokio::test]
async fn asking_for_ever_more_numbers_fills_nothing() {
    let world = World::with("[policy]\nspend_organization_daily = 1000\n[prices]\ntext = 160").await;
    let who = Asker::new(&world, Some(&world.acme), 1).await;
    for n in 0..5 {
        assert!(world.node.books(&who, &scattered(n), true).await.is_ok());
    }
    for n in 5..45 {
        held(world.node.books(&who, &scattered(n), true).await);
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM guard_refused").await, 3);
    assert_eq!(world.count("SELECT COUNT(*) FROM send_log").await, 5, "what is refused uses up no budget");
    world.hours(24 * 5);
    world.node.auth.sweep().await.unwrap();
    for table in ["guard_block", "guard_refused", "guard_allowed"] {
        assert!(world.dump().await[table].is_empty(), "{table}");
    }
}

#[tokio::test]
async fn what_messages_cost_is_counted_by_country_and_carrier_and_shown() {
    let world = World::with("[prices]\ncurrency = \"EUR\"\ntexts = { US = 1250 }").await;
    let (_, mut admin) = seated(&world, &world.acme, Role::Admin, 1).await;
    let who = world.member().await;
    world.browser().password(&who).await;
    world.drain().await;
    assert_eq!(world.figure(Figure::Spend).await, [("US simulator".to_owned(), 2_500)].into());
    let carriers = world.figure(Figure::Carrier).await;
    assert_eq!((carriers["simulator sms delivered"], carriers["simulator sms used"]), (2, 1), "{carriers:?}");
    let page = admin.see(&format!("/org/{}/delivery", world.acme)).await;
    for words in ["EUR 2.50", "EUR 64.00", "EUR 80.00", "simulator", "No number is held back."] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let csv = admin.get(&format!("/org/{}/figures/countries.csv", world.acme)).await.text();
    assert!(csv.lines().any(|line| line.starts_with("US,2,2,2,1,") && line.ends_with(",2.500")), "{csv}");
}
