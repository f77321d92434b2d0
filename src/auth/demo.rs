//! The demo's people: only into an empty database, all with the same published password.

pub mod crowd;
mod figures;

use super::audit::{Kind, Subject};
use super::{Auth, Fault, Visitor, Zone, number};
use crate::model::{Channel, Email, OrgId, PersonId, Plan, Role, Seconds, Timestamp};
use crate::store::factor::Phone;
use crate::store::person::NewPerson;
use crate::store::{Tx, factor, org, person};
use figures::Figures;
use serde_json::{Value, json};

/// Everybody's password.
pub const PASSWORD: &str = "correct horse battery staple";
/// People besides the named ones.
pub const MORE: usize = 200;

const FIRST: [&str; 20] = [
    "Dana", "Jonas", "Amara", "Luis", "Mei", "Priya", "Tom", "Fatima", "Oscar", "Ingrid", "Kwame", "Sofia", "Ravi",
    "Clara", "Yusuf", "Nora", "Mateo", "Hana", "Felix", "Zoe",
];
const LAST: [&str; 10] =
    ["Ortiz", "Weber", "Okafor", "Silva", "Chen", "Nair", "Baker", "Haddad", "Lindqvist", "Moreau"];

/// Area codes, one a person: every number is of the range 555-0100 to 555-0199, reserved for examples, and no two people
/// share a prefix, so that nobody uses up another's budget.
const AREAS: &str = "205 251 256 334 907 480 520 602 623 928 479 501 870 209 213 310 323 408 415 510 530 559 562 619 \
    626 650 661 707 714 760 805 818 831 858 909 916 925 949 951 303 719 720 970 203 860 302 305 321 352 386 407 561 \
    727 772 813 850 863 904 941 954 229 404 478 678 706 770 912 808 208 217 309 312 618 630 708 773 815 847 219 260 \
    317 574 765 812 319 515 563 641 712 316 620 785 913 270 502 606 859 225 318 337 504 985 207 240 301 410 443 413 \
    508 617 774 781 978 231 248 269 313 517 586 616 734 810 906 989 218 320 507 612 651 763 952 228 601 662 314 417 \
    573 636 660 816 406 308 402 702 775 603 201 609 732 856 908 973 505 575 315 516 518 585 607 631 716 718 845 914 \
    252 336 704 828 910 919 701 216 330 419 440 513 614 740 937 405 580 918 503 541 215 412 570 610 717 724 814 401 \
    803 843 864 605 423 615 731 865 901 931 210 214 254 281 325 361 409 432 512";

/// Fills an empty database; `false` when it was not empty.
///
/// # Errors
/// [`Fault`] when the database does not answer; nothing is left behind then.
pub async fn fill(auth: &Auth) -> Result<bool, Fault> {
    let mut tx = auth.store.begin().await?;
    if person::any(&mut tx).await? {
        return Ok(false);
    }
    drop(tx);
    // One hash for all: the password is published, and two hundred hashes would take seconds.
    let phc = auth.hasher.hash(PASSWORD).await?;
    let mut tx = auth.store.begin().await?;
    let (acme, trial): (OrgId, OrgId) = (auth.env.id(), auth.env.id());
    org::insert(&mut tx, &acme, "Acme", Plan::Paid, auth.now()).await?;
    org::insert(&mut tx, &trial, "Trial Co", Plan::Trial, auth.now()).await?;
    let mut maker = Maker { auth, phc: &phc, phones: 0, made: 0, figures: Figures::default(), history: Vec::new() };
    let named = [
        ("owner@acme.example", "Olivia Owens", Role::Owner, true),
        ("second.owner@acme.example", "Samuel Stone", Role::Owner, true),
        ("admin@acme.example", "Ada Admin", Role::Admin, true),
        ("member@acme.example", "Max Member", Role::Member, true),
        ("new@acme.example", "Nia Newman", Role::Member, false),
    ];
    for (email, name, role, phone) in named {
        maker.make(&mut tx, &acme, email, name, role, phone).await?;
    }
    maker.make(&mut tx, &trial, "owner@trial.example", "Theo Trial", Role::Owner, false).await?;
    for n in 1..=MORE {
        let name = format!("{} {}", FIRST[n % FIRST.len()], LAST[n / FIRST.len() % LAST.len()]);
        maker.make(&mut tx, &acme, &format!("person{n:03}@acme.example"), &name, Role::Member, true).await?;
    }
    maker.write_history(&mut tx).await?;
    maker.figures.count(auth, &mut tx, &acme).await?;
    org::set_billing(&mut tx, &acme, &billing(), auth.now()).await?;
    auth.commit(tx).await?;
    Ok(true)
}

/// How Acme pays: what an owner is asked for when phone and recovery code are both lost.
fn billing() -> org::Billing {
    org::Billing {
        method: "card".into(),
        account: "4242".into(),
        name: "Acme Ltd".into(),
        postal_code: "EC1A 1BB".into(),
        country: "GB".into(),
    }
}

/// The number of one of the two hundred (1 to [`MORE`]), in E.164: for whoever has to find their messages.
pub fn number_of(person: usize) -> String {
    // Four of the named people have phones and came before; six were made before.
    phone(person + NAMED_WITH_PHONE - 1, person + NAMED)
}

/// Whether one of the two hundred (1 to [`MORE`]) gets calls. The first hundred get texts: whoever tries the demo by hand or
/// by script expects one.
pub fn is_called(person: usize) -> bool {
    person > 100 && (person + NAMED).is_multiple_of(14)
}

const NAMED: usize = 6;
const NAMED_WITH_PHONE: usize = 4;

/// The number with this area code (by position) for the person made at this position.
fn phone(area: usize, made: usize) -> String {
    format!("+1{}55501{:02}", AREAS.split_whitespace().nth(area).unwrap_or_default(), made % 100)
}

struct Maker<'a> {
    auth: &'a Auth,
    phc: &'a str,
    phones: usize,
    made: usize,
    /// Codes of the history.
    figures: Figures,
    /// What happened to everybody.
    history: Vec<Happened>,
}

/// Something that happened to somebody of the demo.
struct Happened {
    at: Timestamp,
    /// Position of the person among those made.
    n: i64,
    chain: String,
    person: PersonId,
    kind: Kind,
    detail: Value,
    /// The phone that came with it.
    phone: Option<Phone>,
}

impl Maker<'_> {
    async fn make(
        &mut self,
        tx: &mut Tx,
        org: &OrgId,
        email: &str,
        name: &str,
        role: Role,
        with_phone: bool,
    ) -> Result<(), Fault> {
        self.made += 1;
        let (auth, n) = (self.auth, i64::try_from(self.made).unwrap_or(0));
        let id: PersonId = auth.env.id();
        let email = Email::parse(email).ok_or(Fault::Broken("demo address"))?;
        let joined = auth.now() - Seconds::days(365 - n % 90);
        let new = NewPerson {
            id: &id,
            email: &email,
            name,
            password_phc: self.phc,
            managed_by: Some(org.as_str()),
            at: joined,
        };
        person::insert(tx, new).await?;
        org::join(tx, org, &id, role).await?;
        let crowd = self.made > NAMED;
        let mut history = vec![(joined, Kind::AccountMade, json!({ "role": role.word() }))];
        // Most of the crowd added a phone at once, the others over half a year.
        let late = if crowd && n % 3 == 0 { Seconds::days(n * 7 % 180) } else { Seconds::hours(1) };
        let added = joined + late;
        let mut phone_row = None;
        if with_phone {
            let typed = phone(self.phones, self.made);
            self.phones += 1;
            let number = number::parse("US", &typed, true).map_err(|_| Fault::Broken("demo number"))?;
            phone_row = Some(auth.phone_row(&number, added));
            if crowd && is_called(self.made - NAMED) {
                person::set_channel(tx, &id, Channel::Call).await?;
            }
            history.push((added, Kind::PhoneAdded, json!({ "reason": "forced", "last": number.last(3) })));
        }
        // A sign-in every few weeks makes a year of history.
        let every = Seconds::days(30 + n % 11);
        let mut at = joined + every;
        while at < auth.now() - Seconds::days(2) {
            let by = if with_phone && at > added { "password and code" } else { "password" };
            history.push((at, Kind::SignedIn, json!({ "by": by })));
            if by == "password and code" {
                self.figures.code(n, at, "US", if n % 14 == 0 { "call" } else { "sms" });
            }
            at = at + every;
        }
        let changed = added + Seconds::days(20 + n * 13 % 160);
        if crowd && n % 6 == 0 && changed < auth.now() - Seconds::days(2) {
            history.push((changed, Kind::PhoneChanged, json!({ "reason": "replace" })));
        }
        let chain = format!("org:{org}");
        self.history.extend(history.into_iter().map(|(at, kind, detail)| {
            let phone = if kind == Kind::PhoneAdded { phone_row.take() } else { None };
            Happened { at, n, chain: chain.clone(), person: id.clone(), kind, detail, phone }
        }));
        Ok(())
    }

    /// The trail of everybody, in the order of time: as it would have been written.
    async fn write_history(&mut self, tx: &mut Tx) -> Result<(), Fault> {
        self.history.sort_by_key(|happened| happened.at);
        for Happened { at, n, chain, person, kind, detail, phone } in std::mem::take(&mut self.history) {
            // Only now: what is counted of a day is what was there on that day.
            if let Some(phone) = phone {
                factor::insert_phone(tx, &person, &phone).await?;
            }
            let subject = Subject { chain, person: person.as_str() };
            self.auth.record_at(tx, subject, &demo_visitor(n), kind, detail, at).await?;
        }
        Ok(())
    }
}

/// Where the history came from: addresses of the ranges reserved for documentation.
fn demo_visitor(n: i64) -> Visitor {
    const AGENTS: [&str; 3] = [
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:132.0) Gecko/20100101 Firefox/132.0",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604.1",
    ];
    Visitor {
        ip: format!("203.0.113.{}", n % 250 + 1),
        agent: AGENTS[usize::try_from(n).unwrap_or(0) % AGENTS.len()].into(),
        zone: Zone::default(),
        ..Visitor::nobody()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn there_is_a_valid_number_with_a_prefix_of_its_own_for_everybody() {
        let areas: Vec<&str> = AREAS.split_whitespace().collect();
        assert!(areas.len() >= MORE + 4, "{}", areas.len());
        assert_eq!(areas.iter().collect::<HashSet<_>>().len(), areas.len(), "no area twice");
        for n in 1..=MORE {
            assert!(number::parse("US", &number_of(n), false).is_ok(), "{}", number_of(n));
        }
    }
}
