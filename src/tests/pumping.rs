//! A simulated attack: 5,000 numbers in a day, in rows and in ranges, over several countries and organizations, while people
//! sign in whose phones lie in between. `cargo test --features ssr --test black_box pumping -- --nocapture` prints it.

use crate::guards::Asker;
use crate::world::World;
use rekey::auth::{Auth, Booking, NotNow, Parts, Visitor, number};
use rekey::flow::guard::Signs;
use rekey::model::{ChallengeId, Channel, OrgId, Plan, Seconds};
use rekey::store::{guard, sends};

/// Numbers that are tried.
const TRIES: usize = 5_000;
/// People whose phones are in force, and how often each signs in.
const OWNERS: (usize, usize) = (100, 2);
/// People who add a first phone meanwhile, and answer.
const NEWCOMERS: usize = 50;

/// What became of one day.
#[derive(Default)]
struct Day {
    pumped: i64,
    cost: i64,
    owners: usize,
    newcomers: usize,
    /// Of those, how many an admin had to allow.
    waits: usize,
}

/// The number that is tried as the n-th: rows in Spain and Italy, ranges in Poland and Germany, anything in Britain.
fn tried(n: usize) -> String {
    let (k, dice) = (n / 5, n.wrapping_mul(2_654_435_761) % 100_000);
    match n % 5 {
        0 => format!("+34612{:06}", 345_000 + k),
        1 => format!("+3932055{:05}", 10_000 + k * 3),
        2 => format!("+4851234{dice:05}").chars().take(12).collect(),
        3 => format!("+49151234{dice:05}"),
        _ => format!("+4474{:02}{dice:05}{}", k * 7 % 100, k % 10),
    }
}

/// A phone in force between those.
fn owned(n: usize) -> String {
    let k = n / 5;
    match n % 5 {
        0 => format!("+34612{:06}", 345_003 + k * 4_001),
        1 => format!("+3932055{:05}", 10_001 + k * 4_001),
        2 => format!("+48512{:06}", 340_100 + k * 4_001),
        3 => format!("+49151234{:05}", 17 + k * 4_621),
        _ => format!("+4474{:02}{:06}", k * 3 + 1, 123_456),
    }
}

/// A first phone: the same countries, elsewhere.
fn new(n: usize) -> String {
    let k = n / 5;
    match n % 5 {
        0 => format!("+34622{:06}", 111_111 + k * 70_003),
        1 => format!("+3933355{:05}", 20_000 + k * 7_001),
        2 => format!("+486011{:05}", 2_345 + k * 8_111),
        3 => format!("+49160555{:05}", 1_234 + k * 7_003),
        _ => format!("+44770{:07}", 1_234_567 + k * 500_009),
    }
}

async fn asks(auth: &Auth, who: &Asker, to: &str, fresh: bool) -> Option<Result<ChallengeId, NotNow>> {
    let number = number::parse("", to, true).ok()?;
    let challenge: ChallengeId = auth.env.id();
    let mut tx = auth.store.begin().await.unwrap();
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
    let booked = auth.book_phone(&mut tx, booking).await.unwrap();
    tx.commit().await.unwrap();
    Some(booked.map(|()| challenge))
}

/// So many hours of it, with the policy changed so.
async fn day(hours: i64, change: fn(&mut rekey::flow::Policy)) -> Day {
    let world = World::with("[prices.texts]\nES = 70\nIT = 80\nPL = 45\nDE = 100\nGB = 45").await;
    let own = &world.node.auth;
    let mut policy = own.policy.clone();
    change(&mut policy);
    own.store.hurry().await.unwrap();
    let auth = Auth::new(Parts {
        policy,
        store: own.store.clone(),
        env: own.env.clone(),
        vault: own.vault.clone(),
        meters: Default::default(),
        hasher: own.hasher.clone(),
        numbers: own.numbers.clone(),
        lines: own.lines.clone(),
        outbox: own.outbox.clone(),
        own_domains: Vec::new(),
        brand: "Rekey".into(),
        demo_bar: true,
        default_country: "GB".into(),
    });
    // Five organizations are attacked by a hundred and twenty accounts each; the owners and newcomers are everybody's.
    let mut orgs: Vec<OrgId> = Vec::new();
    for n in 0..5 {
        let (id, mut tx) = (auth.env.id(), auth.store.begin().await.unwrap());
        rekey::store::org::insert(&mut tx, &id, &format!("O{n}"), Plan::Trial, world.now()).await.unwrap();
        tx.commit().await.unwrap();
        orgs.push(id);
    }
    let mut people = Vec::new();
    for n in 0..600 + OWNERS.0 + NEWCOMERS {
        people.push(Asker::new(&world, Some(&orgs[n % 5]), n).await);
    }
    let (pumps, rest) = people.split_at(600);
    let (owners, newcomers) = rest.split_at(OWNERS.0);
    let mut seen = Day::default();
    // It begins with a UTC day, whose caps are fresh.
    let tries = i64::try_from(TRIES).unwrap();
    let start = world.now();
    world.clock.advance(Seconds(86_400 - (start.0 / 1000) % 86_400));
    for n in 0..TRIES {
        let n_now = i64::try_from(n).unwrap();
        world.clock.advance(Seconds(hours * 3_600 * (n_now + 1) / tries - hours * 3_600 * n_now / tries));
        // An account per ten numbers, each account's spread over the day.
        if let Some(Ok(_)) = asks(&auth, &pumps[n % 600], &tried(n), true).await {
            seen.pumped += 1;
            let region = ["ES", "IT", "PL", "DE", "GB"][n % 5];
            seen.cost += auth.policy.prices.of(region, Channel::Sms);
        }
        let every = TRIES / (OWNERS.0 * OWNERS.1);
        if n % every == every - 1 {
            let k = n / every % OWNERS.0;
            let signed_in = asks(&auth, &owners[k], &owned(k), false).await;
            seen.owners += usize::from(matches!(signed_in, Some(Ok(_))));
        }
        let every = TRIES / NEWCOMERS;
        if n % every == every / 2 {
            let k = n / every;
            let (who, to) = (&newcomers[k], new(k));
            let mut asked = asks(&auth, who, &to, true).await;
            if matches!(asked, Some(Err(NotNow::Held(_)))) {
                seen.waits += 1;
                let mut tx = auth.store.begin().await.unwrap();
                let (org, now) = (OrgId::new(who.org.clone()), auth.env.now());
                let held = guard::held_of(&mut tx, &org, now, 500).await.unwrap();
                if let Some(held) = held.iter().find(|held| held.person == who.person.id.as_str()) {
                    let by = (&who.person.id, now + Seconds::days(7));
                    guard::allow(&mut tx, &org, &held.id, by, now).await.unwrap();
                }
                tx.commit().await.unwrap();
                asked = asks(&auth, who, &to, true).await;
            }
            if let Some(Ok(challenge)) = asked {
                seen.newcomers += 1;
                let mut tx = auth.store.begin().await.unwrap();
                sends::note_answer(&mut tx, &challenge, auth.env.now()).await.unwrap();
                tx.commit().await.unwrap();
            }
        }
    }
    seen
}

/// What there was before: budgets and caps, which new numbers may use up to the last message.
fn before(policy: &mut rekey::flow::Policy) {
    let never = (i64::MAX / 200, 0);
    policy.guards =
        Signs { range_answers: never, country_answers: never, unanswered: 1_000, share: 100, ..Signs::default() };
    (policy.spend_all, policy.spend_organization) = (i64::MAX / 200, i64::MAX / 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_attack_with_5000_numbers_costs_little_and_every_owner_gets_in() {
    for n in 0..TRIES {
        assert!(number::parse("", &tried(n), true).is_ok(), "{}", tried(n));
    }
    let all: Vec<String> = (0..OWNERS.0).map(owned).chain((0..NEWCOMERS).map(new)).collect();
    assert!(all.iter().all(|to| number::parse("", to, true).is_ok()), "{all:?}");

    let none = (0..TRIES).map(|n| [70, 80, 45, 100, 45][n % 5]).sum::<i64>();
    let (unguarded, slow, fast) = tokio::join!(day(20, before), day(20, |_| {}), day(1, |_| {}));
    println!("5000 numbers are tried                  messages      USD   owners in   newcomers in (allowed)");
    println!("nothing stands against it               {TRIES:>8} {:>8.2}", money(none));
    let rows = [
        ("in 20 hours, budgets and caps alone", &unguarded),
        ("in 20 hours, with the guards", &slow),
        ("in 1 hour, with the guards", &fast),
    ];
    for (what, seen) in rows {
        let (cost, owners) = (money(seen.cost), OWNERS.0 * OWNERS.1);
        let (pumped, newcomers) = (seen.pumped, format!("{}/{NEWCOMERS} ({})", seen.newcomers, seen.waits));
        println!("{what:<40}{pumped:>8} {cost:>8.2} {:>7}/{owners} {newcomers:>16}", seen.owners);
    }
    for seen in [&slow, &fast] {
        assert_eq!((seen.owners, seen.newcomers), (OWNERS.0 * OWNERS.1, NEWCOMERS), "everybody gets in");
        assert!(seen.cost * 2 < unguarded.cost, "{} against {}", seen.cost, unguarded.cost);
    }
}

fn money(thousandths: i64) -> f64 {
    thousandths as f64 / 1000.0
}
