use super::Prices;
use super::guard::Signs;
use crate::model::Seconds;

/// Every number of the product in one place (product: "Numbers"). The defaults are the product's law; settings may
/// change a few of them inside the bounds of [`Policy::check`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Life of a code from its making (v5.0.0-6.5.5, 63B §3.1.3.2: at most 10 minutes).
    pub code_life: Seconds,
    /// Tries per challenge, counted before comparing (v5.0.0-6.6.3).
    pub code_tries: i64,
    /// Messages per challenge, the first included.
    pub code_sends: i64,
    /// Waits before the second, third, … message; the last one repeats.
    pub resend_waits: Vec<Seconds>,
    /// Wrong codes per person over all challenges: (window, most).
    pub wrong_codes: [(Seconds, i64); 2],
    /// Wrong codes in a row that disable the phone (63B §3.2.2: at most 100).
    pub wrong_run: i64,
    /// Messages per person.
    pub sends_person: [(Seconds, i64); 2],
    /// Messages per number, over all accounts.
    pub sends_number: [(Seconds, i64); 2],
    /// Calls per number, over all accounts.
    pub calls_number: [(Seconds, i64); 2],
    /// Messages per network address.
    pub sends_ip: [(Seconds, i64); 1],
    /// Messages per prefix: the number without its last four digits.
    pub sends_prefix: [(Seconds, i64); 1],
    /// Messages per country and UTC day.
    pub sends_country: i64,
    /// Messages in all per UTC day.
    pub sends_all: i64,
    /// Wrong passwords before waits begin.
    pub password_free: i64,
    /// Wrong passwords from one network over all accounts, known browsers aside.
    pub network_failures: [(Seconds, i64); 2],
    /// First wait after them; doubles each time.
    pub password_wait: Seconds,
    /// Longest wait.
    pub password_wait_most: Seconds,
    /// Idle end of a session, and of an admin's.
    pub idle: (Seconds, Seconds),
    /// Absolute end of a session, and of an admin's.
    pub absolute: (Seconds, Seconds),
    /// How long a full sign-in is fresh.
    pub fresh: Seconds,
    /// How long User Settings stays open after the emailed code; not sliding.
    pub gate: Seconds,
    /// Life of a sign-in under way.
    pub sign_in_life: Seconds,
    /// Life of a phone change under way.
    pub enrolment_life: Seconds,
    /// How long "This wasn't me" works.
    pub undo: Seconds,
    /// How long factor changes are frozen after it.
    pub freeze: Seconds,
    /// Accounts per number (63B §3: may be capped, must not be one).
    pub accounts_per_number: i64,
    /// Phones, and authenticator apps, per person.
    pub factors_per_person: i64,
    /// Addresses per person, the one to sign in with included (63B §4.6: at least two).
    pub addresses: i64,
    /// Messages that a browser which the person signed in with before gets even when strangers used up the others: a
    /// stolen password does not keep its owner out (T20).
    pub sends_known: [(Seconds, i64); 2],
    /// Mailed codes that replace a forgotten password, per person: anybody can ask for them.
    pub sends_forgot: [(Seconds, i64); 2],
    /// Tries with a recovery code per person; each comes after the right password (63B §4.2.2.2).
    pub recovery_tries: [(Seconds, i64); 2],
    /// How often an admin lifts one person's waits: each time gives new tries, and a stolen admin's account must not turn
    /// ten guesses a day into any number.
    pub unlocks: [(Seconds, i64); 2],
    /// How often admins and owners reset one person's 2FA: each time stops a phone, and a stolen admin's account must not keep
    /// somebody out by resetting them again and again. The operator's command is not counted.
    pub resets: [(Seconds, i64); 2],
    /// From a confirmed `Reset MFA` request to its completion.
    pub case_wait: Seconds,
    /// Wrong answers that a `Reset MFA` request may have and still complete by itself.
    pub case_wrong: i64,
    /// Until when an open request must be decided, and a granted one used.
    pub case_life: Seconds,
    /// Life of the code in the mail of a reset by an admin (63B §4.2.1.2: at most a day by email).
    pub reset_code: Seconds,
    /// Until when a second person has to approve a reset.
    pub reset_approval: Seconds,
    /// After a change of factors the address to sign in with stays as it is for so long (CS-MFA).
    pub email_hold: Seconds,
    /// How long an invitation works.
    pub invitation_life: Seconds,
    /// Messages per invitation.
    pub invitation_sends: i64,
    /// Addresses that are invited at once.
    pub invites_at_once: usize,
    /// Invitations that one person sends.
    pub invites_person: [(Seconds, i64); 2],
    /// Invitations of an organization, over everybody who invites.
    pub invites_organization: [(Seconds, i64); 2],
    /// When codes to new numbers are held back.
    pub guards: Signs,
    /// What messages cost.
    pub prices: Prices,
    /// Money for messages to phones per UTC day in all, in thousandths of the currency.
    pub spend_all: i64,
    /// The same for the people of one organization.
    pub spend_organization: i64,
    /// Numbers that an organization may vouch for although a guard holds them back.
    pub allows: [(Seconds, i64); 2],
    /// How long that lasts; a number that is in force by then needs it no more.
    pub allowed: Seconds,
}

impl Default for Policy {
    fn default() -> Self {
        let (hour, day) = (Seconds::hours(1), Seconds::days(1));
        Policy {
            code_life: Seconds::minutes(10),
            code_tries: 5,
            code_sends: 5,
            resend_waits: vec![Seconds(30), Seconds(60), Seconds(120), Seconds(300)],
            wrong_codes: [(day, 10), (Seconds::days(30), 40)],
            wrong_run: 50,
            sends_person: [(hour, 6), (day, 10)],
            sends_number: [(hour, 6), (day, 10)],
            calls_number: [(hour, 2), (day, 4)],
            sends_ip: [(hour, 30)],
            sends_prefix: [(hour, 10)],
            sends_country: 200,
            sends_all: 1000,
            password_free: 5,
            network_failures: [(Seconds::minutes(1), 20), (hour, 200)],
            password_wait: Seconds(30),
            password_wait_most: hour,
            idle: (Seconds::minutes(30), Seconds::minutes(15)),
            absolute: (Seconds::hours(12), Seconds::hours(8)),
            fresh: Seconds::minutes(15),
            gate: Seconds::minutes(15),
            sign_in_life: Seconds::minutes(20),
            enrolment_life: Seconds::minutes(30),
            undo: Seconds::hours(72),
            freeze: Seconds::hours(24),
            accounts_per_number: 5,
            factors_per_person: 5,
            addresses: 4,
            sends_known: [(hour, 3), (day, 5)],
            sends_forgot: [(hour, 3), (day, 6)],
            recovery_tries: [(hour, 5), (day, 10)],
            unlocks: [(hour, 1), (day, 3)],
            resets: [(day, 3), (Seconds::days(30), 10)],
            case_wait: Seconds::hours(72),
            case_wrong: 1,
            case_life: Seconds::days(7),
            reset_code: Seconds::hours(24),
            reset_approval: Seconds::hours(24),
            email_hold: Seconds::hours(24),
            invitation_life: Seconds::days(7),
            invitation_sends: 5,
            invites_at_once: 50,
            invites_person: [(hour, 100), (day, 300)],
            invites_organization: [(hour, 200), (day, 1000)],
            guards: Signs::default(),
            prices: Prices::default(),
            spend_all: 100_000,
            spend_organization: 80_000,
            allows: [(hour, 10), (day, 20)],
            allowed: Seconds::days(7),
        }
    }
}

/// The hard stop of 63B §3.2.2 is a hundred consecutive failures; ours must stay below it.
const _: () = assert!(WRONG_RUN_CEILING <= 100);
const WRONG_RUN_CEILING: i64 = 100;

/// One setting of the policy that an operator may change: its key, its bounds and where it lives.
pub struct Tunable {
    /// Key in the `[policy]` table of the settings.
    pub key: &'static str,
    /// Least and most, in the unit of the key's name.
    pub bounds: (i64, i64),
    /// Writes the value.
    pub set: fn(&mut Policy, i64),
}

/// The settings of the policy. Bounds follow the standards: nothing can be loosened past them.
pub const TUNABLES: [Tunable; 14] = [
    Tunable { key: "code_life_seconds", bounds: (60, 600), set: |p, n| p.code_life = Seconds(n) },
    Tunable { key: "code_tries", bounds: (3, 5), set: |p, n| p.code_tries = n },
    Tunable {
        key: "resend_first_wait_seconds",
        bounds: (1, 300),
        set: |p, n| p.resend_waits = [1, 2, 4, 10].iter().map(|k| Seconds((n * k).min(300))).collect(),
    },
    Tunable { key: "fresh_seconds", bounds: (1, 900), set: |p, n| p.fresh = Seconds(n) },
    Tunable { key: "gate_seconds", bounds: (60, 900), set: |p, n| p.gate = Seconds(n) },
    Tunable {
        key: "idle_seconds",
        bounds: (60, 1800),
        set: |p, n| p.idle = (Seconds(n), Seconds(n.min(Seconds::minutes(15).0))),
    },
    Tunable {
        key: "absolute_seconds",
        bounds: (300, 43_200),
        set: |p, n| p.absolute = (Seconds(n), Seconds(n.min(Seconds::hours(8).0))),
    },
    Tunable { key: "sends_country_daily", bounds: (10, 1_000_000), set: |p, n| p.sends_country = n },
    Tunable { key: "sends_daily", bounds: (10, 10_000_000), set: |p, n| p.sends_all = n },
    Tunable { key: "spend_daily", bounds: (1_000, 1_000_000_000), set: |p, n| p.spend_all = n },
    Tunable { key: "spend_organization_daily", bounds: (1_000, 1_000_000_000), set: |p, n| p.spend_organization = n },
    Tunable { key: "accounts_per_number", bounds: (1, 20), set: |p, n| p.accounts_per_number = n },
    Tunable { key: "case_wait_seconds", bounds: (3600, 2_592_000), set: |p, n| p.case_wait = Seconds(n) },
    Tunable { key: "case_wrong_answers", bounds: (0, 2), set: |p, n| p.case_wrong = n },
];

impl Policy {
    /// The wait before message number `sent + 1`, when `sent` have gone out.
    pub fn wait_after(&self, sent: i64) -> Seconds {
        let index = usize::try_from(sent.max(1) - 1).unwrap_or(0).min(self.resend_waits.len().saturating_sub(1));
        self.resend_waits.get(index).copied().unwrap_or(Seconds(30))
    }

    /// The wait after wrong password number `failures`: none at first, then doubling up to the most.
    pub fn password_wait(&self, failures: i64) -> Seconds {
        match failures - self.password_free {
            n if n < 0 => Seconds(0),
            n => Seconds((self.password_wait.0 << n.min(20)).min(self.password_wait_most.0)),
        }
    }

    /// When a request of `Reset MFA` is reminded of, counted from its opening: half-way through this wait, and an hour before
    /// the end, or a sixth of the wait where the whole is short. `store::case` finds them by the same rule.
    pub fn case_reminders(wait: Seconds) -> [Seconds; 2] {
        let wait = wait.0;
        [Seconds(wait / 2), Seconds(wait - (wait / 6).min(3600))]
    }

    /// Idle and absolute end for somebody who is, or is not, an admin or owner.
    pub fn session_ends(&self, admin: bool) -> (Seconds, Seconds) {
        if admin { (self.idle.1, self.absolute.1) } else { (self.idle.0, self.absolute.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_as_the_product_says() {
        let policy = Policy::default();
        let waits: Vec<i64> = (1..=5).map(|sent| policy.wait_after(sent).0).collect();
        assert_eq!(waits, [30, 60, 120, 300, 300]);
        let locks: Vec<i64> = (4..=14).map(|n| policy.password_wait(n).0).collect();
        assert_eq!(locks, [0, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]);
    }

    #[test]
    fn a_request_is_reminded_of_half_way_and_an_hour_before_its_end() {
        let policy = Policy::default();
        assert_eq!(Policy::case_reminders(policy.case_wait), [Seconds::hours(36), Seconds::hours(71)]);
        assert_eq!(Policy::case_reminders(Seconds(120)), [Seconds(60), Seconds(100)]);
    }

    #[test]
    fn no_setting_can_loosen_a_standard() {
        for tunable in TUNABLES {
            let mut policy = Policy::default();
            (tunable.set)(&mut policy, tunable.bounds.1);
            assert!(policy.code_life <= Seconds::minutes(10), "{}", tunable.key);
            assert!(policy.code_tries <= 5, "{}", tunable.key);
            assert!(policy.idle.0 <= Seconds::minutes(30) && policy.idle.1 <= Seconds::minutes(15), "{}", tunable.key);
            assert!(policy.absolute.0 <= Seconds::hours(12) && policy.absolute.1 <= Seconds::hours(8));
            assert!(policy.fresh <= Seconds::minutes(15) && policy.gate <= Seconds::minutes(15));
            assert!(policy.wrong_run < WRONG_RUN_CEILING);
            assert!(policy.case_wait >= Seconds::hours(1) && policy.case_wrong <= 2);
        }
    }
}
