mod readiness;

use super::breaches::{Breach, accepted, carried, pairs};
use super::explore::explore;
use super::moves::{Act, Event, offered, step};
use super::page::page;
use super::row::Row;
use super::rules::{Account, Actor, Holds, Rules};
use super::survey::{ACCOUNTS, LOSSES, NOTHING, Outcome, THIEVES, outcome, survey, young};
use super::words::told;
use super::world::Broken;

fn each() -> impl Iterator<Item = (Account, Holds, &'static str, &'static Outcome)> {
    ACCOUNTS.iter().zip(survey()).flat_map(|((account, _), row)| {
        THIEVES.iter().zip(row).map(|((holds, thief), outcome)| (*account, *holds, *thief, outcome))
    })
}

#[test]
fn nobody_else_gets_in_with_one_thing() {
    for (account, _, thief, outcome) in each() {
        let story = outcome.broken.as_deref().map(told);
        assert!(story.is_none(), "{account:?}, whoever holds {thief}:\n{}", story.unwrap_or_default());
        assert!(outcome.worlds > 500, "{account:?} {thief}: only {} worlds", outcome.worlds);
    }
    assert!(!young().1, "a first phone younger than its link is no exception");
}

#[test]
fn an_owner_who_kept_two_proofs_gets_back_in_from_every_world() {
    for (account, _, thief, outcome) in each() {
        for (n, (_, what)) in LOSSES.into_iter().enumerate() {
            let story = outcome.stories[n].as_deref().map(told).unwrap_or_default();
            assert!(!outcome.stuck[n], "{account:?}, stolen {thief}, lost {what}:\n{story}");
            assert!(outcome.waits[n][1].is_some(), "{account:?} {thief} {what}");
            assert!(outcome.after_reset[n][1].is_some(), "{account:?} {thief} {what}, after a reset");
        }
    }
}

#[test]
fn a_second_factor_beside_the_mailed_code_would_keep_a_stolen_mailbox_from_the_password() {
    let (mailbox, rules) = (Holds { mailbox: true, ..NOTHING }, Rules::default());
    let mended = outcome(Account::Phone, mailbox, Rules { forgot_needs_second: true, ..rules });
    assert!(mended.broken.is_none() && mended.stuck == [false; 5]);
}

#[test]
fn a_rogue_admin_who_knows_a_members_password_does_not_get_past_the_mailed_code() {
    let names = "the password and another owner's or admin's account";
    let (_, outcomes) = pairs().iter().find(|(both, _)| both == names).expect("a pair");
    assert_eq!(*outcomes, [None, None]);
}

#[test]
fn if_a_reset_left_no_mark_the_password_would_be_enough_once_its_pass_is_over() {
    for (words, by) in [("has run out", "the password"), ("once its pass is void", "the mailbox")] {
        let (broken, story, thief) = breach(words);
        assert_eq!((broken, thief), (Broken::Phone, by));
        assert!(story.starts_with("1. An admin resets the person's 2FA"), "{story}");
        assert!(!story.contains("The thief gives the code that the pass"), "the password alone: {story}");
    }
}

#[test]
fn if_nobody_asked_about_a_mailed_password_the_mailbox_would_use_the_reset_that_its_owner_asked_for() {
    let (broken, story, thief) = breach("did not ask who replaced");
    assert_eq!((broken, thief), (Broken::Phone, "the mailbox"));
    assert!(story.starts_with("1. The thief replaces a forgotten password by a mailed code."), "{story}");
}

/// The breach whose sentence has these words.
fn breach(words: &str) -> (Broken, String, &'static str) {
    let found = carried().iter().find(|breach| breach.without.contains(words)).expect("a breach with these words");
    let (broken, story) = found.story.as_ref().expect("the search finds it");
    (*broken, told(story), found.thief)
}

#[test]
fn if_a_mailed_password_did_not_count_the_mailbox_alone_would_win_by_waiting() {
    let (broken, story, thief) = breach("speak against");
    assert_eq!((broken, thief), (Broken::Phone, "the mailbox"));
    assert!(story.contains("The wait of the request is over") && !story.contains("The owner"), "{story}");
}

#[test]
fn if_a_forgotten_password_left_a_pass_alone_the_mailbox_would_take_it() {
    let (broken, story, thief) = breach("cancel requests");
    assert_eq!((broken, thief), (Broken::Phone, "the mailbox"));
    assert!(story.contains("The thief replaces a forgotten password"), "{story}");
}

#[test]
fn if_the_recovery_code_were_enough_its_finder_would_win() {
    let (broken, story, thief) = breach("recovery code were enough");
    assert_eq!((broken, thief, story.lines().count()), (Broken::Phone, "the recovery code", 3));
}

#[test]
fn if_a_pass_needed_no_mail_the_password_would_take_it() {
    let (broken, _, thief) = breach("no mailed code");
    assert_eq!((broken, thief), (Broken::Phone, "the password"));
}

#[test]
fn if_a_request_completed_untold_that_would_be_seen() {
    let (broken, story, _) = breach("nobody could be told");
    assert_eq!(broken, Broken::Silence);
    assert!(story.ends_with("none of its notices was delivered.\n"), "{story}");
}

#[test]
fn every_other_rule_carries_a_promise_as_well() {
    let all = carried();
    assert_eq!(all.len(), 14);
    for Breach { without, story, .. } in all {
        assert!(story.as_ref().is_some_and(|(_, story)| !story.is_empty()), "{without}");
    }
}

#[test]
fn what_is_accepted_is_seen_and_not_overlooked() {
    for Breach { without, story, .. } in accepted() {
        assert!(story.is_some(), "{without}");
    }
    let wins = |one: &str, two: &str| {
        let both = format!("{one} and {two}");
        pairs().iter().find(|(names, _)| *names == both).expect("a pair").1[0].is_some()
    };
    assert!(wins("the mailbox", "the phone number") && wins("the password", "the phone number"));
    assert!(!wins("the password", "a session's cookie") && !wins("the phone number", "the recovery code"));
}

/// A search that never tries something would find nothing about it.
#[test]
fn everything_that_can_happen_happens() {
    let rows = [
        Row::new(Account::Spare, Holds { cookie: true, ..NOTHING }),
        Row::new(Account::Phone, Holds { mailbox: true, staff: true, ..NOTHING }),
        Row::new(Account::Phone, Holds { mailbox: true, ..NOTHING }),
        Row::new(Account::Member, Holds { staff: true, ..NOTHING }),
    ];
    let (mut happened, mut events) = (Vec::new(), Vec::new());
    for row in rows {
        for world in explore(&row).worlds.into_iter().step_by(3) {
            offered(&world, &mut events);
            events.retain(|event| !happened.contains(event) && step(&row, world, *event).is_some());
            happened.append(&mut events);
        }
    }
    use Act::*;
    let owner = [
        SignIn,
        Code,
        Recovery,
        Pass,
        OldFactor,
        NewPassword,
        GiveUp,
        Answers,
        SendRequest,
        Confirm(true),
        CancelCase,
        Forgot,
        OldPassword,
        OpenSettings,
        Prove,
        Reset,
        ProveInDialog,
        AddSpare,
        Number,
        NumberCode,
        Look,
        Finish,
        AddApp,
        RemoveApp,
        RemoveMain,
        RenewRecovery,
        ChangePassword,
        ChangeEmail,
        SignOut,
    ];
    let thief = [
        SignIn,
        Answers,
        SendRequest,
        Confirm(false),
        CancelCase,
        Forgot,
        WrongCodes,
        Copy,
        Approve,
        Refuse,
        ResetOther,
    ];
    let by = |who: Actor, act: Act| Event::By(who, act);
    let acts = owner.map(|act| by(Actor::Owner, act)).into_iter().chain(thief.map(|act| by(Actor::Thief, act)));
    let others = [
        Event::HelperApproves,
        Event::HelperRefuses,
        Event::HelperResets,
        Event::HelperTells,
        Event::WaitOver(true),
        Event::WaitOver(false),
        Event::CaseOver,
        Event::Minutes,
        Event::Day,
    ];
    for event in acts.chain(others) {
        assert!(happened.contains(&event), "{event:?}");
    }
}

#[test]
fn the_page_of_ways_back_says_what_was_found() {
    let (path, right) = (concat!(env!("CARGO_MANIFEST_DIR"), "/docs/ways-back.md"), page());
    #[expect(clippy::disallowed_methods, reason = "asked for on the command line alone")]
    if std::env::var_os("REKEY_WRITE_DOCS").is_some() {
        std::fs::write(path, &right).unwrap();
    }
    let there = std::fs::read_to_string(path).unwrap_or_default();
    let command = "REKEY_WRITE_DOCS=1 cargo test --features ssr --lib flow::promises";
    assert!(there == right, "docs/ways-back.md is behind; write it again with\n{command}");
}
