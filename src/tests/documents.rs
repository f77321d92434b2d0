//! What the documentation says in numbers comes from the policy itself, and each promise names the test that holds it.

use super::source::root;
use rekey::flow::Policy;
use rekey::model::Seconds;
use std::fmt::Write as _;

const START: &str =
    "<!-- from the policy: REKEY_WRITE_DOCS=1 cargo test --features ssr --test black_box documents -->\n";
const END: &str = "<!-- end -->";

#[test]
fn the_table_of_limits_is_the_policy_and_every_row_has_its_test() {
    let path = root().join("docs/limits.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once(START).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    let right = format!("{before}{START}{}{END}{after}", table());
    #[expect(clippy::disallowed_methods, reason = "asked for on the command line alone")]
    if std::env::var_os("REKEY_WRITE_DOCS").is_some() {
        std::fs::write(&path, &right).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap(), right, "docs/limits.md is behind the policy");
    let tests = tests();
    for row in rows(&Policy::default()) {
        assert!(tests.contains(&format!("fn {}(", row.test)), "no test is called {}", row.test);
    }
}

struct Row {
    what: &'static str,
    most: String,
    counted: &'static str,
    owner: &'static str,
    test: &'static str,
}

fn table() -> String {
    let mut text =
        String::from("| what | at most | counted | what the owner still has | shown by |\n|---|---|---|---|---|\n");
    for Row { what, most, counted, owner, test } in rows(&Policy::default()) {
        writeln!(text, "| {what} | {most} | {counted} | {owner} | `{test}` |").unwrap();
    }
    text
}

fn rows(p: &Policy) -> Vec<Row> {
    let row = |what, most, counted, owner, test| Row { what, most, counted, owner, test };
    vec![
        row(
            "wrong passwords",
            format!(
                "{}, then a wait of {} that doubles up to {}",
                p.password_free,
                p.password_wait.said(),
                p.password_wait_most.said()
            ),
            "per address; a browser that signed in before counts for itself",
            "a browser that signed in before is not locked by strangers; a forgotten password by mail; `rekey unlock`",
            "a_strangers_failures_never_lock_the_owners_known_browser",
        ),
        row(
            "wrong passwords of a network",
            windows(&p.network_failures),
            "per network address, over all accounts",
            "right passwords use up nothing; known browsers are not counted",
            "twenty_wrong_passwords_a_minute_are_all_that_a_network_gets_over_all_accounts",
        ),
        row(
            "tries of one code",
            p.code_tries.to_string(),
            "per challenge, before comparing; sending it again gives none back",
            "a new code",
            "a_resend_gives_no_new_tries",
        ),
        row(
            "wrong codes",
            windows(&p.wrong_codes),
            "per person over sign-ins, settings and proofs, for all strangers together; known browsers count for themselves; \
             codes for a new phone, an address, a case and a forgotten password each count apart",
            "the tries of known browsers; the recovery code; after the longer one a new password is asked for at the next full sign-in",
            "the_eleventh_wrong_code_in_a_day_is_refused_over_challenges_sign_ins_and_browsers",
        ),
        row(
            "wrong codes in a row",
            p.wrong_run.to_string(),
            "per person; a right one ends the row",
            "no more codes by phone; recovery code, app, `Reset MFA`, an admin",
            "fifty_wrong_codes_in_a_row_turn_the_phone_off_and_the_recovery_code_gets_in",
        ),
        row(
            "tries with a recovery code",
            windows(&p.recovery_tries),
            "per person, after the right password; known browsers count for themselves",
            "the phone, and everything else",
            "tries_with_a_recovery_code_are_five_an_hour",
        ),
        row(
            "messages for one code",
            format!("{}, after waits of {}", p.code_sends, waits(p)),
            "per challenge",
            "a call in place of a text, and the other way round",
            "waits_between_messages_grow_and_the_fifth_is_the_last",
        ),
        row(
            "messages to a person",
            windows(&p.sends_person),
            "per person, over phones and channels",
            "the next row",
            "a_person_gets_six_messages_an_hour_and_ten_a_day",
        ),
        row(
            "kept for known browsers",
            windows(&p.sends_known),
            "per person, once the row above is used up",
            "a stolen password does not use up the owner's own messages",
            "a_stolen_password_leaves_the_owners_browser_its_own_messages",
        ),
        row(
            "messages to a number",
            windows(&p.sends_number),
            "per number, over all accounts",
            "app, recovery code, another phone",
            "a_number_gets_six_messages_an_hour_over_all_accounts",
        ),
        row(
            "calls to a number",
            windows(&p.calls_number),
            "per number, over all accounts",
            "texts",
            "a_number_is_called_twice_an_hour_and_four_times_a_day_and_still_gets_texts",
        ),
        row(
            "messages of a network",
            windows(&p.sends_ip),
            "per network address",
            "another network; the app",
            "a_network_address_causes_thirty_messages_an_hour",
        ),
        row(
            "messages to a prefix",
            windows(&p.sends_prefix),
            "per number without its last four digits; numbers in force count for themselves",
            "app, recovery code; new numbers use up nothing of theirs",
            "a_prefix_gets_ten_messages_an_hour_and_another_prefix_is_not_touched",
        ),
        row(
            "messages to a country; in all",
            format!("{} a day; {} a day", p.sends_country, p.sends_all),
            "per UTC day",
            "app, recovery code; the operator raises them in `Leptos.toml`",
            "a_country_and_the_whole_server_have_a_cap_a_day",
        ),
        row(
            "money for texts and calls",
            format!(
                "{} a day in all, {} for an organization, in {}",
                p.spend_all / 1000,
                p.spend_organization / 1000,
                p.prices.currency
            ),
            "per UTC day, by the prices in `Leptos.toml`",
            "the next row",
            "what_new_numbers_may_spend_ends_before_what_sign_ins_may",
        ),
        row(
            "what new numbers have of a day's messages and money",
            format!("{} %", p.guards.share),
            "of the two rows above",
            "the rest is kept for numbers in force",
            "new_numbers_use_four_fifths_of_the_caps_of_a_day",
        ),
        row(
            "new numbers side by side",
            format!(
                "{} within {}, or {} of one hundred, {} of them silent for {}",
                p.guards.near.1,
                p.guards.near.0,
                p.guards.hundred,
                p.guards.unanswered,
                p.guards.ripe.said()
            ),
            HELD,
            KEPT,
            "numbers_next_to_each_other_are_held_back_and_an_admin_lets_the_right_one_through",
        ),
        row(
            "new numbers of one range",
            format!(
                "{} in an hour or {} times the week's mean, once less than {} % of {} answered",
                p.guards.range_hour, p.guards.range_times, p.guards.range_answers.1, p.guards.range_answers.0
            ),
            HELD,
            KEPT,
            "a_range_that_answers_nothing_is_held_back_for_longer_each_time",
        ),
        row(
            "new numbers of a country",
            format!(
                "until less than {} % of {} in a day answered; below {} % the log says so",
                p.guards.country_answers.1, p.guards.country_answers.0, p.guards.country_warns
            ),
            HELD,
            KEPT,
            "a_country_that_answers_nothing_is_held_back_and_no_other",
        ),
        row(
            "new numbers that a carrier takes for fraud",
            "none of their range".to_owned(),
            "per calling code and five digits, for the whole server",
            KEPT,
            "a_carriers_word_of_fraud_holds_a_range_back_at_once",
        ),
        row(
            "numbers that an organization allows",
            windows(&p.allows),
            "per organization; each for a week, within every other limit",
            "another number; the end of the hold",
            "numbers_next_to_each_other_are_held_back_and_an_admin_lets_the_right_one_through",
        ),
        row(
            "mailed codes",
            windows(&p.sends_person),
            "per person",
            "codes by phone count apart",
            "one_mailbox_gets_six_codes_an_hour",
        ),
        row(
            "lifting of waits by an admin",
            windows(&p.unlocks),
            "per person",
            "`rekey unlock`, which the operator alone can call",
            "an_admin_lifts_a_persons_waits_once_an_hour_and_three_times_a_day",
        ),
        row(
            "resets by an admin",
            windows(&p.resets),
            "per person",
            "`rekey reset-2fa`, which the operator alone can call",
            "a_person_is_reset_three_times_a_day_and_the_fourth_is_written_down",
        ),
        row(
            "invitations",
            format!(
                "{} by one person, {} by an organization",
                windows(&p.invites_person),
                windows(&p.invites_organization)
            ),
            "per mail, the first and every other one",
            "another admin; tomorrow",
            "a_person_invites_a_hundred_an_hour_and_an_organization_two_hundred",
        ),
    ]
}

const HELD: &str = "per organization; three times as many for the whole server";
const KEPT: &str = "numbers in force are never held; an admin allows a new one; another number";

fn windows(windows: &[(Seconds, i64)]) -> String {
    windows.iter().map(|(span, most)| format!("{most} in {}", span.said())).collect::<Vec<_>>().join(", ")
}

fn waits(p: &Policy) -> String {
    p.resend_waits.iter().map(|w| w.0.to_string()).collect::<Vec<_>>().join(", ") + " seconds"
}

trait Said {
    fn said(self) -> String;
}

impl Said for Seconds {
    /// In the largest unit that divides it.
    fn said(self) -> String {
        let units = [(86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second")];
        let (size, unit) = units.into_iter().find(|(size, _)| self.0 % size == 0).unwrap();
        match self.0 / size {
            1 => format!("1 {unit}"),
            n => format!("{n} {unit}s"),
        }
    }
}

/// The text of every black-box test.
fn tests() -> String {
    let files = std::fs::read_dir(root().join("src/tests")).unwrap().map(|file| file.unwrap().path());
    files.filter(|file| file.is_file()).map(|file| std::fs::read_to_string(file).unwrap()).collect()
}
