//! Every account against every thief, each explored once; what the tests assert and the page prints.

use super::explore::{explore, happens};
use super::moves::Event;
use super::row::Row;
use super::rules::{Account, Holds, Loss, Rules};
use super::ways::{Worlds, calm, ways};
use super::world::Broken;
use crate::model::Seconds;
use std::sync::OnceLock;

/// Accounts whose promises are kept, with the words for them.
pub const ACCOUNTS: [(Account, &str); 4] = [
    (Account::Phone, "an owner with one phone"),
    (Account::App, "an owner with a phone and an authenticator app"),
    (Account::Spare, "an owner with a phone and a spare one"),
    (Account::Member, "a managed member with one phone"),
];

/// Thieves, each with one thing.
pub const THIEVES: [(Holds, &str); 7] = [
    (NOTHING, "nothing"),
    (Holds { password: true, ..NOTHING }, "the password"),
    (Holds { mailbox: true, ..NOTHING }, "the mailbox"),
    (Holds { phone: true, ..NOTHING }, "the phone number"),
    (Holds { cookie: true, ..NOTHING }, "a session's cookie"),
    (Holds { recovery: true, ..NOTHING }, "the recovery code"),
    (Holds { staff: true, ..NOTHING }, "another owner's or admin's account"),
];

/// What an owner loses.
pub const LOSSES: [(Option<Loss>, &str); 5] = [
    (None, "nothing"),
    (Some(Loss::Phone), "the phone"),
    (Some(Loss::Recovery), "the recovery code"),
    (Some(Loss::Mailbox), "the mailbox"),
    (Some(Loss::Password), "the password"),
];

/// All thieves against an account whose first phone is young: worlds reached, and whether a promise broke.
pub fn young() -> (usize, bool) {
    static ALL: OnceLock<(usize, bool)> = OnceLock::new();
    *ALL.get_or_init(|| {
        let explored = THIEVES.map(|(holds, _)| explore(&Row::new(Account::Young, holds)));
        (explored.iter().map(|e| e.worlds.len()).sum(), explored.iter().any(|e| e.broken().is_some()))
    })
}

/// Explores one account and one thief, and tells how a promise breaks, if one does.
pub fn broken(account: Account, holds: Holds, rules: Rules) -> Option<(Broken, Vec<Event>)> {
    let row = Row { rules, ..Row::new(account, holds) };
    let explored = explore(&row);
    let (place, world) = explored.broken()?;
    let story = explored.story(place);
    // A story that only the model's generous links allow would be none: it is not told.
    world.broken.filter(|_| happens(&row, &story)).map(|broken| (broken, story))
}

/// Nothing at all.
pub const NOTHING: Holds =
    Holds { password: false, mailbox: false, phone: false, cookie: false, recovery: false, staff: false };

/// What one exploration found.
pub struct Outcome {
    /// Worlds reached.
    pub worlds: usize,
    /// Events that happened in them.
    pub steps: usize,
    /// The story of a broken promise.
    pub broken: Option<Vec<Event>>,
    /// For each loss the longest shortest wait: alone, and with help.
    pub waits: [[Option<Seconds>; 2]; 5],
    /// The same from worlds in which an admin reset the 2FA and nothing was enrolled since, whatever else the owner kept.
    pub after_reset: [[Option<Seconds>; 2]; 5],
    /// For each loss, whether there are worlds from which no way leads back, with all help.
    pub stuck: [bool; 5],
    /// The story of such a world.
    pub stories: [Option<Vec<Event>>; 5],
}

/// Every account against every thief under the product's rules.
pub fn survey() -> &'static [[Outcome; 7]; 4] {
    static ALL: OnceLock<[[Outcome; 7]; 4]> = OnceLock::new();
    ALL.get_or_init(|| {
        // The accounts are independent of each other, and a machine has more than one core.
        std::thread::scope(|scope| {
            let running = ACCOUNTS.map(|(account, _)| {
                scope.spawn(move || THIEVES.map(|(holds, _)| outcome(account, holds, Rules::default())))
            });
            running.map(|account| account.join().unwrap_or_else(|_| THIEVES.map(|_| Outcome::none())))
        })
    })
}

/// Explores one account and one thief.
pub fn outcome(account: Account, holds: Holds, rules: Rules) -> Outcome {
    let row = Row { rules, ..Row::new(account, holds) };
    let explored = explore(&row);
    let mut outcome = Outcome { worlds: explored.worlds.len(), steps: explored.steps, ..Outcome::none() };
    if let Some((place, _)) = explored.broken() {
        outcome.broken = Some(explored.story(place));
        return outcome;
    }
    // The table is about accounts that stay of their kind; the promise itself about all.
    let settled = calm(&explore(&Row { chooses: false, ..row.clone() }).worlds);
    let (reset, settled): (Vec<_>, Vec<_>) = settled.into_iter().partition(|(world, _)| world.reset);
    let all = calm(&explored.worlds);
    for (n, (lost, _)) in LOSSES.into_iter().enumerate() {
        let row = Row { lost, ..row.clone() };
        let stuck = ways(&row, &all, true, Worlds::All).stuck;
        let stories = stuck.iter().map(|place| explored.story(*place)).filter(|story| happens(&row, story));
        outcome.stuck[n] = !stuck.is_empty();
        outcome.stories[n] = stories.min_by_key(Vec::len);
        outcome.waits[n] = [false, true].map(|helped| ways(&row, &settled, helped, Worlds::OneLoss).longest);
        outcome.after_reset[n] = [false, true].map(|helped| ways(&row, &reset, helped, Worlds::AnyProofs).longest);
    }
    outcome
}

impl Outcome {
    fn none() -> Outcome {
        Outcome {
            worlds: 0,
            steps: 0,
            broken: None,
            waits: [[None; 2]; 5],
            after_reset: [[None; 2]; 5],
            stuck: [false; 5],
            stories: [const { None }; 5],
        }
    }
}
