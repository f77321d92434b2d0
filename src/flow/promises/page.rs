//! The page `docs/ways-back.md`: what the search found, in plain words.

use super::breaches::{Breach, accepted, carried, pairs};
use super::survey::{ACCOUNTS, survey};
use super::tables::{after_reset, figure, not_kept, safety, span, waits};
use super::words::told;
use super::world::Broken;
use crate::flow::Policy;
use std::fmt::Write as _;

/// The whole page.
pub fn page() -> String {
    let policy = Policy::default();
    let all = || survey().iter().flatten();
    let (worlds, steps) = (all().map(|o| o.worlds).sum::<usize>(), all().map(|o| o.steps).sum::<usize>());
    let mut text = format!(
        "# The way back, and nobody else's

<!-- Written by a test. After a change: REKEY_WRITE_DOCS=1 cargo test --features ssr --lib flow::promises -->

Rekey promises two things: the rightful owner always gets back in, and nobody else does. This page does not argue for them.
A test walks through everything that an owner, a thief, helpers and time can do to an account, in every order. It drives the
machines of `src/flow` themselves, surrounded by the rules that `src/auth` enforces, through {} worlds and {} events.
What follows is what it found.

## Nobody else gets in

The thief holds one thing, sees whatever flows to it (codes, notices, their links), and does whatever it allows. The owner
does anything, or nothing. In no world does the thief get a full session, a phone, an app or an address of theirs in force,
or sight of a recovery code; and no request of `Reset MFA` completes by itself unless somebody was told. A password replaced
by mail alone is allowed: it opens nothing by itself.

",
        figure(worlds),
        figure(steps)
    );
    text += &safety();
    text += &format!(
        "
## How long the way back takes

At any moment, before or after the thief, the owner loses one thing. A cell is the longest of all shortest waits until a full
session: from the worst world that was reached in which the owner still has two proofs that do not hang on each other, with
every limit used up that the thief or strangers can use up, in a browser that was never used before. From then on the thief
rests. The recovery code may have been spent, where the phone was lost and nothing else replaced it. `at once` means minutes of
typing; `helped` means that another owner, an admin or the operator lends a hand (`rekey unlock`, `rekey case approve`, `rekey case
grant`, `rekey restore-password`, `rekey reset-2fa`, or the pages `Requests` and `Reset 2FA`); `only helped` that nobody gets back there alone: fifty wrong codes
turned codes by phone off, say, and a request with a password that was set by mail does not complete by itself.

The waits are those of the policy: {} at most after wrong passwords; {} until codes, messages and tries have room again and
until changes are not frozen any more; {} for a request. A number that the thief took over gets no codes: its line changed hands.

",
        span(policy.password_wait_most),
        span(policy.freeze.max(policy.wrong_codes[0].0)),
        span(policy.case_wait)
    );
    for ((_, account), outcomes) in ACCOUNTS.iter().zip(survey()) {
        text += &waits(account, outcomes);
    }
    text += "### After `Reset 2FA`

Those cells are about accounts that nobody reset. `Reset 2FA` by an admin, for an owner by two others, takes every second factor
and the recovery code away at once; the password and the code of its mail lead to a new phone. The mark that it leaves goes with
that, or with \"This wasn't me\". These waits are from the worst world that has the mark: the pass ran out, say, or was voided
because the password was replaced by mail. Here the mailbox may be lost as well: the operator tells the code
(`rekey reset-2fa --tell-code`).

";
    text += &after_reset();
    text += &not_kept();
    text += "## What carries the promises

Each rule was switched off by itself. Then the first promise breaks, and this is the shortest story of each. That they are
found shows that the search can fail.

";
    text += &breaches(carried());
    text += "## Two things at once

Whoever holds two things is more than Rekey promises to stop. What they get of somebody with one phone:

| held together | of an owner | of a managed member |
|---|---|---|
";
    for (names, broken) in pairs() {
        let [owner, member] = broken
            .map(|b| b.map_or("held".to_owned(), |(what, steps)| format!("gets {} in {steps} steps", gets(what))));
        _ = writeln!(text, "| {names} | {owner} | {member} |");
    }
    text += "
Mailbox and number together sign in wherever a phone is among the second factors. An account with an authenticator app alone
holds.

## Known and accepted

- **Typed codes can be relayed live.** Whoever is talked into typing a code into another site signs that site in. A new
  browser is told of by mail, with a link that ends it.
- **A reviewer who does not ask.** A request that a thief opened looks like one of the owner's. Whoever approves asks the person
  first, by a way that is not the mailbox, whether this very request is theirs.
- **A thief who goes on.** The tables let the thief rest in the end. One who keeps the mailbox can press \"This wasn't me\" in
  every notice, and one who keeps the number in every notice of a request: that gives them nothing, but it ends sessions and
  requests, demands a new password each time, mostly freezes changes for a day, and puts a phone back that its owner gave up. Whoever
  lost the mailbox or the number to somebody who acts on it needs another owner or the operator beside them at that moment, and
  another address or an authenticator app next.
- The following stories, which are not prevented:

";
    text += &breaches(&accepted());
    text += LEFT_OUT;
    text
}

const LEFT_OUT: &str = "## What the search leaves out

- What several people do at the same instant, and how often a code may be typed: `src/tests/parallel.rs` and `docs/limits.md`.
- Accounts without required 2FA, further addresses for notices, more than one spare phone, and other people's accounts.
- A link \"This wasn't me\" is treated as working at any time, any number of times. That allows more than the product does, so
  what holds here holds there.
- What comes after getting in. With a lost mailbox User Settings stay shut, because the code that opens them is mailed.
- What the owner gets anew (a number, a recovery code, an address) reaches nobody else, and can be lost as well.
- Whether the rules around the machines are the ones in the code: each is a switch in `src/flow/promises/rules.rs`, and the
  black-box tests in `src/tests` drive the real ones.
";

fn breaches(all: &[Breach]) -> String {
    let mut text = String::new();
    for breach in all {
        let outcome = breach.story.as_ref().map_or("nothing".to_owned(), |(what, _)| gets(*what).to_owned());
        _ = writeln!(text, "**{}** Whoever holds {} gets {outcome}:\n", breach.without, breach.thief);
        _ = writeln!(text, "{}", breach.story.as_ref().map(|(_, story)| told(story)).unwrap_or_default());
    }
    text
}

fn gets(broken: Broken) -> &'static str {
    match broken {
        Broken::Session => "a session of their own",
        Broken::Phone => "a phone of theirs and a session",
        Broken::App => "an app of theirs",
        Broken::Email => "the address",
        Broken::Recovery => "sight of a recovery code",
        Broken::Silence => "a pass that nobody was told of",
    }
}
