//! How long an answer takes does not tell whether an address is known (v5.0.0-6.3.8, T4): five flows, each asked for a
//! known and an unknown address in turn. Statistical: medians of interleaved samples, and only what shows three times is
//! a difference.

use crate::actors::{ANSWERS, Browser};
use crate::deeds::NEW_PASSWORD;
use crate::world::World;
use std::time::Duration;

const KNOWN: &str = "member@acme.example";
const UNKNOWN: &str = "nobody@acme.example";
/// Samples of each kind in one round.
const SAMPLES: usize = 15;
/// Less is no difference to measure over a network, nor on a busy machine.
const NOISE: Duration = Duration::from_millis(10);

/// The flows, and what is asked before the clock runs.
#[derive(Clone, Copy, Debug)]
enum Flow {
    WrongPassword,
    ForgottenPassword,
    WrongCode,
    RecoveryCode,
    WebForm,
}

#[expect(clippy::disallowed_methods, reason = "what is measured here is the machine's own time")]
async fn once(world: &World, flow: Flow, email: &str) -> Duration {
    let mut browser: Browser = world.browser();
    match flow {
        Flow::WrongCode => drop(browser.ask("sign-in/forgot", &[("email", email)]).await),
        Flow::RecoveryCode | Flow::WebForm => {
            browser.ask("sign-in", &[("email", email), ("password", "not the password at all")]).await;
        }
        Flow::WrongPassword | Flow::ForgottenPassword => {}
    }
    let (door, fields): (&str, Vec<(&str, &str)>) = match flow {
        Flow::WrongPassword => ("sign-in", vec![("email", email), ("password", "not the password at all")]),
        Flow::ForgottenPassword => ("sign-in/forgot", vec![("email", email)]),
        Flow::WrongCode => ("sign-in/forgot/code", vec![("code", "12345678"), ("password", NEW_PASSWORD)]),
        Flow::RecoveryCode => ("sign-in/recovery", vec![("code", "0000-0000-0000-0000-0000-0000")]),
        Flow::WebForm => ("case/answers", ANSWERS.to_vec()),
    };
    let begun = std::time::Instant::now();
    browser.ask(door, &fields).await;
    let took = begun.elapsed();
    // No lock and no used-up budget takes part.
    world.meddle("DELETE FROM lockout").await;
    world.meddle("DELETE FROM budget_event").await;
    took
}

fn median(mut of: Vec<Duration>) -> Duration {
    of.sort();
    of[of.len() / 2]
}

/// The medians for both, in turns, each first as often as the other.
async fn medians(world: &World, flow: Flow) -> (Duration, Duration) {
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for n in 0..SAMPLES {
        for turn in 0..2 {
            if (n + turn) % 2 == 0 {
                known.push(once(world, flow, KNOWN).await);
            } else {
                unknown.push(once(world, flow, UNKNOWN).await);
            }
        }
    }
    (median(known), median(unknown))
}

#[tokio::test]
async fn known_and_unknown_addresses_take_the_same_time_in_five_flows() {
    let world = World::new().await;
    world.member().await;
    for flow in [Flow::WrongPassword, Flow::ForgottenPassword, Flow::WrongCode, Flow::RecoveryCode, Flow::WebForm] {
        let mut seen = Vec::new();
        let same = loop {
            let (known, unknown) = medians(&world, flow).await;
            seen.push((known, unknown));
            let gap = known.abs_diff(unknown);
            if gap < NOISE || gap < known.max(unknown) / 4 {
                break true;
            }
            if seen.len() == 3 {
                break false;
            }
        };
        assert!(same, "{flow:?}, known and unknown: {seen:?}");
    }
    world.drain().await;
}
