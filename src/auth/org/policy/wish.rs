//! What was typed into the policy's form, read.

use crate::auth::countries;
use crate::env::iso;
use crate::flow::figures::{DAY, day_of};
use crate::flow::org_policy::{CASE_WAIT_MOST, Demand, Resetters};
use crate::flow::{OrgPolicy, Policy};
use crate::model::{OrgNote, PolicyWish, Seconds, Timestamp};

/// The settings, which no organization loosens.
pub(super) struct Bound<'a> {
    /// Regions that are allowed.
    pub countries: &'a [String],
    /// VoIP numbers are allowed.
    pub voip: bool,
    /// The numbers.
    pub policy: &'a Policy,
}

/// Days ahead that a date may lie.
const AHEAD: i64 = 366;

/// A policy as the form shows it.
pub(super) fn of(policy: &OrgPolicy) -> PolicyWish {
    let on = |set: bool| if set { "on".to_owned() } else { String::new() };
    PolicyWish {
        who: policy.demand.word().into(),
        from: match policy.demand {
            Demand::Nobody => String::new(),
            _ => iso(policy.from)[..10].to_owned(),
        },
        sms: on(policy.sms),
        call: on(policy.call),
        app: on(policy.app),
        countries: policy.countries.as_deref().unwrap_or_default().join(" "),
        voip: on(!policy.voip_refused),
        resetters: policy.resetters.word().into(),
        second: on(policy.second_person),
        wait: policy.case_wait.map(|wait| (wait.0 / 3600).to_string()).unwrap_or_default(),
        version: policy.version.to_string(),
    }
}

/// The policy that is wished for, or what is wrong with the wish.
pub(super) fn read(
    wish: &PolicyWish,
    before: &OrgPolicy,
    bound: Bound<'_>,
    now: Timestamp,
) -> Result<OrgPolicy, OrgNote> {
    let on = |text: &str| !text.is_empty();
    let demand = Demand::parse(&wish.who).ok_or(OrgNote::PolicyWho)?;
    if !on(&wish.sms) && !on(&wish.call) {
        return Err(OrgNote::PolicyWays);
    }
    Ok(OrgPolicy {
        demand,
        from: if demand == Demand::Nobody { before.from } else { from(&wish.from, before, now)? },
        sms: on(&wish.sms),
        call: on(&wish.call),
        app: on(&wish.app),
        countries: regions(&wish.countries, bound.countries)?,
        // Where the settings refuse them the form does not ask, and what was wished for before stays.
        voip_refused: if bound.voip { !on(&wish.voip) } else { before.voip_refused },
        resetters: Resetters::parse(&wish.resetters).ok_or(OrgNote::PolicyWho)?,
        second_person: on(&wish.second),
        case_wait: wait(&wish.wait, bound.policy)?,
        version: wish.version.parse().unwrap_or(before.version),
    })
}

/// The first moment of a UTC day; now where none is given or it is over, and as before where it is the same day.
fn from(typed: &str, before: &OrgPolicy, now: Timestamp) -> Result<Timestamp, OrgNote> {
    let typed = typed.trim();
    let same = before.demand != Demand::Nobody && iso(before.from)[..10] == *typed;
    if same || typed.is_empty() {
        return Ok(if same { before.from } else { now });
    }
    let day = day_number(typed).ok_or(OrgNote::PolicyDate)?;
    match day - day_of(now) {
        ..=0 => Ok(now),
        1..=AHEAD => Ok(Timestamp(day * DAY)),
        _ => Err(OrgNote::PolicyDate),
    }
}

/// "2026-12-01" as days since 1970-01-01; a day that no month has is none.
fn day_number(text: &str) -> Option<i64> {
    let mut parts = text.splitn(3, '-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    if !(1970..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // Howard Hinnant, "chrono-compatible low-level date algorithms": days from civil.
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    let number = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
    (iso(Timestamp(number * DAY))[..10] == *text).then_some(number)
}

/// Regions by code or name, of those that the settings allow; `None`: no choice of its own.
fn regions(typed: &str, allowed: &[String]) -> Result<Option<Vec<String>>, OrgNote> {
    let mut chosen = Vec::new();
    for word in typed.split([',', ';', '\n', ' ']).map(str::trim).filter(|word| !word.is_empty()) {
        let code = word.to_uppercase();
        if countries::name(&code).is_none() || !allowed.contains(&code) {
            return Err(OrgNote::PolicyCountry { code: word.chars().take(20).collect() });
        }
        if !chosen.contains(&code) {
            chosen.push(code);
        }
    }
    chosen.sort();
    Ok((!chosen.is_empty()).then_some(chosen))
}

fn wait(typed: &str, policy: &Policy) -> Result<Option<Seconds>, OrgNote> {
    let (least, most) = ((policy.case_wait.0 + 3599) / 3600, CASE_WAIT_MOST.0 / 3600);
    match typed.trim() {
        "" => Ok(None),
        hours => match hours.parse::<i64>() {
            Ok(hours) if (least..=most).contains(&hours) => Ok(Some(Seconds::hours(hours))),
            _ => Err(OrgNote::PolicyWait { least, most }),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_795_420_800_000);

    fn read_it(wish: &PolicyWish, before: &OrgPolicy) -> Result<OrgPolicy, OrgNote> {
        let (policy, countries) = (Policy::default(), ["GB".to_owned(), "FR".to_owned()]);
        read(wish, before, Bound { countries: &countries, voip: true, policy: &policy }, NOW)
    }

    fn plain() -> PolicyWish {
        of(&OrgPolicy::default())
    }

    #[test]
    fn what_the_form_shows_reads_back_as_it_was() {
        let strict = OrgPolicy {
            demand: Demand::Staff,
            from: Timestamp(day_number("2026-12-01").unwrap_or(0) * DAY),
            sms: false,
            app: false,
            countries: Some(vec!["FR".into(), "GB".into()]),
            voip_refused: true,
            resetters: Resetters::Owners,
            second_person: true,
            case_wait: Some(Seconds::hours(100)),
            version: 7,
            ..OrgPolicy::default()
        };
        for policy in [OrgPolicy::default(), strict.clone(), OrgPolicy { from: Timestamp(NOW.0 + 5), ..strict }] {
            assert_eq!(read_it(&of(&policy), &policy), Ok(policy.clone()));
        }
    }

    #[test]
    fn what_cannot_be_is_refused_in_its_own_words() {
        let none = OrgPolicy::default();
        let cases = [
            (PolicyWish { who: "all".into(), ..plain() }, OrgNote::PolicyWho),
            (PolicyWish { sms: String::new(), call: String::new(), ..plain() }, OrgNote::PolicyWays),
            (PolicyWish { who: "everyone".into(), from: "2026-02-30".into(), ..plain() }, OrgNote::PolicyDate),
            (PolicyWish { who: "everyone".into(), from: "2028-01-01".into(), ..plain() }, OrgNote::PolicyDate),
            (PolicyWish { countries: "GB US".into(), ..plain() }, OrgNote::PolicyCountry { code: "US".into() }),
            (PolicyWish { wait: "71".into(), ..plain() }, OrgNote::PolicyWait { least: 72, most: 720 }),
            (PolicyWish { wait: "721".into(), ..plain() }, OrgNote::PolicyWait { least: 72, most: 720 }),
        ];
        for (wish, note) in cases {
            assert_eq!(read_it(&wish, &none), Err(note), "{wish:?}");
        }
    }

    #[test]
    fn a_day_that_is_over_means_now() {
        let wish = |from: &str| PolicyWish { who: "everyone".into(), from: from.into(), ..plain() };
        let from = |text: &str| read_it(&wish(text), &OrgPolicy::default()).map(|policy| policy.from);
        assert_eq!([from(""), from("2026-11-23"), from("2020-01-01")], [Ok(NOW), Ok(NOW), Ok(NOW)]);
        assert_eq!(from("2026-12-01"), Ok(Timestamp(1_796_083_200_000)));
        assert_eq!(day_number("2028-02-29"), Some(21_243));
        assert!([day_number("2027-02-29"), day_number("26-1-1"), day_number("x")].iter().all(Option::is_none));
    }
}
