//! The tables of the page.

use super::rules::{Account, Loss};
use super::survey::{ACCOUNTS, LOSSES, Outcome, THIEVES, survey, young};
use super::words::told;
use crate::model::Seconds;
use std::fmt::Write as _;

/// Which thief was held where, in how many worlds.
pub fn safety() -> String {
    let mut text = String::from("| the thief holds |");
    ACCOUNTS.iter().for_each(|(_, account)| _ = write!(text, " {account} |"));
    text += "\n|---|---|---|---|---|\n";
    for (n, (_, thief)) in THIEVES.iter().enumerate() {
        _ = write!(text, "| {thief} |");
        for outcomes in survey() {
            let outcome = &outcomes[n];
            let kept = if outcome.broken.is_none() { "held in" } else { "**broken** after" };
            _ = write!(text, " {kept} {} worlds |", figure(outcome.worlds));
        }
        text.push('\n');
    }
    let (young, broken) = young();
    let kept = if broken { "**does not hold**" } else { "holds" };
    _ = writeln!(
        text,
        "\nThe same {kept} where the first phone is younger than \"This wasn't me\" lasts, so that a link could leave no second\n\
         factor at all ({} worlds).",
        figure(young)
    );
    text
}

/// How long the way back takes for one account.
pub fn waits(account: &str, outcomes: &[Outcome; 7]) -> String {
    let mut text = format!("**{}{}**\n\n| lost \\ the thief holds |", account[..1].to_uppercase(), &account[1..]);
    THIEVES.iter().for_each(|(_, thief)| _ = write!(text, " {thief} |"));
    text += "\n|---|---|---|---|---|---|---|---|\n";
    for (n, (_, lost)) in LOSSES.iter().enumerate() {
        _ = write!(text, "| {lost} |");
        outcomes.iter().for_each(|outcome| _ = write!(text, " {} |", cell(outcome.waits[n])));
        text.push('\n');
    }
    text + "\n"
}

fn cell(waits: [Option<Seconds>; 2]) -> String {
    match waits {
        [Some(alone), Some(helped)] if alone == helped => span(alone),
        [Some(alone), Some(helped)] => format!("{}; helped {}", span(alone), span(helped)),
        [None, Some(helped)] => format!("only helped: {}", span(helped)),
        [_, None] => "**no way**".into(),
    }
}

/// How long it takes once an admin reset the 2FA. Phone and recovery code are gone then, lost or not.
pub fn after_reset() -> String {
    let mut text = String::from("| account; lost \\ the thief holds |");
    THIEVES.iter().for_each(|(_, thief)| _ = write!(text, " {thief} |"));
    text += "\n|---|---|---|---|---|---|---|---|\n";
    for ((account, name), outcomes) in ACCOUNTS.iter().zip(survey()) {
        for (n, (loss, lost)) in LOSSES.iter().enumerate() {
            let one_phone = matches!(account, Account::Phone | Account::Member);
            if one_phone && !matches!(loss, Some(Loss::Phone | Loss::Recovery)) {
                _ = write!(text, "| {name}; {lost} |");
                outcomes.iter().for_each(|outcome| _ = write!(text, " {} |", cell(outcome.after_reset[n])));
                text.push('\n');
            }
        }
    }
    text + "\n"
}

/// Worlds without a way back, told by how they come about.
pub fn not_kept() -> String {
    let mut defects: Vec<Defect> = Vec::new();
    for ((_, account), outcomes) in ACCOUNTS.iter().zip(survey()) {
        for (n, (_, lost)) in LOSSES.iter().enumerate() {
            for ((_, thief), outcome) in THIEVES.iter().zip(outcomes) {
                let Some(story) = &outcome.stories[n] else { continue };
                let new =
                    Defect { story: told(story), whose: format!("{account}; lost: {lost}"), thieves: vec![thief] };
                match defects.iter_mut().find(|known| (&known.story, &known.whose) == (&new.story, &new.whose)) {
                    Some(known) => known.thieves.extend(new.thieves),
                    None => defects.push(new),
                }
            }
        }
    }
    defects.sort_by_key(|defect| defect.story.len());
    let mut text = String::new();
    for (n, Defect { story, whose, thieves }) in defects.iter().enumerate() {
        if n == 0 || defects[n - 1].story != *story {
            let story = if story.is_empty() { "At once:\n".into() } else { format!("After this:\n\n{story}") };
            _ = writeln!(text, "{}{story}", if n == 0 { "" } else { "\n" });
        }
        let any = if thieves.len() == THIEVES.len() { "anything, or nothing".into() } else { thieves.join(", or ") };
        _ = writeln!(text, "- {whose}; stolen: {any}");
    }
    if text.is_empty() { text } else { format!("{NOT_KEPT}{text}\n") }
}

/// A way back that is missing.
struct Defect {
    story: String,
    whose: String,
    thieves: Vec<&'static str>,
}

const NOT_KEPT: &str = "## What is not kept today

These are open defects, not decisions.

From these worlds no way leads back, not even with help, though the owner kept two proofs.

";

/// A length of time in words.
pub fn span(time: Seconds) -> String {
    match time.0 / 3600 {
        0 => "at once".into(),
        hours if hours > 96 && hours % 24 == 0 => format!("{} days", hours / 24),
        hours => format!("{hours} h"),
    }
}

/// A number with commas.
pub fn figure(n: usize) -> String {
    let digits = n.to_string();
    let groups: Vec<&str> = digits.as_bytes().rchunks(3).rev().filter_map(|g| std::str::from_utf8(g).ok()).collect();
    groups.join(",")
}
