//! How a promise breaks: with a rule switched off, with what is accepted, with two things stolen.

use super::moves::Event;
use super::rules::{Account, Holds, Rules};
use super::survey::{THIEVES, broken};
use super::world::Broken;
use std::sync::OnceLock;

/// A broken promise.
pub struct Breach {
    /// What was switched off, or what is accepted, as a sentence.
    pub without: &'static str,
    /// What the thief holds.
    pub thief: &'static str,
    /// What they get, and how; `None` if nothing.
    pub story: Option<(Broken, Vec<Event>)>,
}

const PASSWORD: usize = 1;
const MAILBOX: usize = 2;
const COOKIE: usize = 4;
const RECOVERY: usize = 5;

/// Every rule switched off by itself.
pub fn carried() -> &'static [Breach] {
    static ALL: OnceLock<Vec<Breach>> = OnceLock::new();
    ALL.get_or_init(without_one)
}

fn without_one() -> Vec<Breach> {
    let rules = Rules::default();
    let one = Account::Phone;
    vec![
        breach(
            "If a password set by mail did not speak against a request.",
            one,
            MAILBOX,
            Rules { mailed_password_counts: false, ..rules },
        ),
        breach(
            "If a password set by mail did not cancel requests and passes.",
            one,
            MAILBOX,
            Rules { forgot_cancels_cases: false, ..rules },
        ),
        breach(
            "If a new password did not end sign-ins under way.",
            one,
            MAILBOX,
            Rules { changes_end_sign_ins: false, ..rules },
        ),
        breach(
            "If a reviewer did not ask whether the request is the owner's.",
            one,
            MAILBOX,
            Rules { reviewer_asks: false, ..rules },
        ),
        breach(
            "If \"This wasn't me\" did not ask for a password before it leaves no second factor.",
            Account::Young,
            MAILBOX,
            Rules { first_phone_needs_password: false, ..rules },
        ),
        breach("If a pass needed no mailed code.", one, PASSWORD, Rules { pass_needs_mail: false, ..rules }),
        breach(
            "If the recovery code were enough without the password.",
            one,
            RECOVERY,
            Rules { recovery_needs_password: false, ..rules },
        ),
        breach(
            "If a session kept its token when its level rises.",
            one,
            COOKIE,
            Rules { tokens_change: false, ..rules },
        ),
        breach(
            "If User Settings opened without the mailed code.",
            one,
            COOKIE,
            Rules { settings_need_mail: false, ..rules },
        ),
        breach(
            "If a request completed though nobody could be told.",
            one,
            0,
            Rules { silent_cases_wait: false, ..rules },
        ),
        breach(
            "If a reset left no mark once its pass is void.",
            Account::Member,
            MAILBOX,
            Rules { reset_marks: false, ..rules },
        ),
        breach(
            "If a reset left no mark once its pass has run out.",
            Account::Member,
            PASSWORD,
            Rules { reset_marks: false, ..rules },
        ),
        breach(
            "If a password set by mail after a reset did not void its pass.",
            Account::Member,
            MAILBOX,
            Rules { forgot_cancels_cases: false, ..rules },
        ),
        breach(
            "If whoever resets did not ask who replaced the password by mail.",
            Account::Member,
            MAILBOX,
            Rules { resetter_asks: false, ..rules },
        ),
    ]
}

/// What is known and not prevented.
pub fn accepted() -> Vec<Breach> {
    let rules = Rules::default();
    vec![
        breach("Nothing is enrolled yet, and the password is all there is.", Account::Bare, PASSWORD, rules),
        breach("Nothing is enrolled yet, and the mailbox replaces the password.", Account::Bare, MAILBOX, rules),
        breach(
            "An owner takes their own first phone back and has nothing enrolled again.",
            Account::Young,
            MAILBOX,
            Rules { owner_undoes_first_phone: true, ..rules },
        ),
        breach(
            "The cookie is copied within the minutes in which settings are open and the sign-in is fresh.",
            Account::Phone,
            COOKIE,
            Rules { copied_with_settings_open: true, ..rules },
        ),
        breach(
            "The cookie is copied in the moment between the right code of a new phone and the page with its recovery code. \
             A copy made earlier is of an older cookie, and the page is shown once: an owner who finds it already seen makes \
             a new code there.",
            Account::Phone,
            COOKIE,
            Rules { copied_before_code_shown: true, ..rules },
        ),
    ]
}

fn breach(without: &'static str, account: Account, thief: usize, rules: Rules) -> Breach {
    let (holds, name) = THIEVES[thief];
    Breach { without, thief: name, story: broken(account, holds, rules) }
}

/// Two things by name, and what whoever holds both gets of an owner with one phone and of a managed member, in how many
/// steps.
pub type Pair = (String, [Option<(Broken, usize)>; 2]);

/// Every two things.
pub fn pairs() -> &'static [Pair] {
    static ALL: OnceLock<Vec<Pair>> = OnceLock::new();
    ALL.get_or_init(every_two)
}

fn every_two() -> Vec<Pair> {
    let things = &THIEVES[1..];
    let mut pairs = Vec::new();
    for (n, (one, name)) in things.iter().enumerate() {
        for (two, other) in &things[n + 1..] {
            let found = [Account::Phone, Account::Member].map(|account| {
                broken(account, one.and(*two), Rules::default()).map(|(what, story)| (what, story.len()))
            });
            pairs.push((format!("{name} and {other}"), found));
        }
    }
    pairs
}

impl Holds {
    fn and(self, other: Holds) -> Holds {
        Holds {
            password: self.password || other.password,
            mailbox: self.mailbox || other.mailbox,
            phone: self.phone || other.phone,
            cookie: self.cookie || other.cookie,
            recovery: self.recovery || other.recovery,
            staff: self.staff || other.staff,
        }
    }
}
