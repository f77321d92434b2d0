//! A whole crowd for the demo: people with names, phones, apps, requests and a trail, in two organizations. Everything about a
//! person follows from their number, so that the same number of people is always the same database.

use super::super::audit::{Kind, hash_of};
use super::figures::Figures;
use super::{AREAS, demo_visitor};
use crate::auth::{Auth, Fault};
use crate::flow::figures::{SIGN_IN, day_of, levels, words};
use crate::flow::words::{Term, terms};
use crate::model::{Claims, MaskedPhone, OrgId, PhoneId, Plan, Seconds, Timestamp};
use crate::store::audit::{self, Entry};
use crate::store::crowd::{self, Batch};
use crate::store::factor::Phone;
use crate::store::org;

/// People in one transaction.
const AT_ONCE: i64 = 25_000;
/// Of so many people one is in the second organization.
const SECOND: i64 = 50;
/// The second organization's people are numbered from here on.
const FAR: i64 = 500_000_000_000;

const FIRST: &str = "Dana Jonas Amara Luis Mei Priya Tom Fatima Oscar Ingrid Kwame Sofia Ravi Clara Yusuf Nora Mateo Hana Felix \
    Zoe Anna Ben Chloe David Elena Farid Grace Hugo Iris Jamal Karin Leo Maria Noah Olga Pedro Quentin Rosa Samir Tanya Umar \
    Vera Walter Xenia Yara Zane Alice Bruno Celia Dario Emma Franz Gina Harold Ida Jorge Katja Lars Mona Nils Otto Paula \
    Rita Stefan Thea Ursula Victor Wanda Akira Bjorn Carla Diego Ebba Fiona Goran Helga Ivan Jana Kofi Lena Marek Nadia Omar \
    Petra Rui Sven Tara Uwe Vito Wim Yuki Zara";
const LAST: &str = "Ortiz Weber Okafor Silva Chen Nair Baker Haddad Lindqvist Moreau Abbott Becker Castro Duarte Evans Fischer \
    Garcia Hansen Ibrahim Jensen Kaya Larsen Martin Novak Olsen Petrov Quinn Rossi Schmidt Tanaka Ueda Vargas Wagner Xu \
    Yilmaz Zimmer Adler Bauer Costa Dubois Eriksen Fuchs Gomez Huber Ivanov Jung Kumar Lopez Meyer Nunez Oliveira Pereira \
    Ramos Santos Torres Urban Vogel Walsh Young Zapata Ahmed Brandt Cohen Dahl Engel Fontaine Gruber Hoffman Ito Jansen \
    Keller Lang Mueller Nguyen Owens Park Reyes Sato Thomas Ullman Vidal Wolf Yamada Zeller Andersen Bianchi Carvalho \
    Delgado Ekstrom Ferrari Gupta Hassan Iyer Janssen Kovacs Leroy Mancini Navarro Ostrowski Popescu Rahman Suzuki Toth \
    Usman Varga Winter Yang Zhou";
/// Area codes of Canada.
const CANADA: &str = "204 226 236 249 250 289 306 343 365 403 416 418 431 437 438 450 506 514 519 579 581 587 604 613 639 647 \
    705 709 778 780 782 807 819 825 867 873 902 905";
/// The beginnings of the French numbers that are kept for fiction, with where their dots stand.
const FRANCE: [&str; 6] = ["63998", "19900", "26191", "35301", "46571", "53649"];

struct Names {
    first: Vec<&'static str>,
    last: Vec<&'static str>,
    first_text: String,
    last_text: String,
}

impl Names {
    fn new() -> Names {
        let [first, last] = [FIRST, LAST].map(|text| text.split_whitespace().collect::<Vec<_>>());
        let padded =
            |names: &[&str], width: usize| names.iter().map(|name| format!("{name:width$}")).collect::<String>();
        Names { first_text: padded(&first, 10), last_text: padded(&last, 12), first, last }
    }

    /// The same as the statement that makes the person.
    fn of(&self, i: i64) -> (&'static str, &'static str) {
        let (firsts, lasts) = (len(&self.first), len(&self.last));
        let at = |n: i64| usize::try_from(n).unwrap_or(0);
        (self.first[at(i * 7 % firsts)], self.last[at((i / firsts + i * 13) % lasts)])
    }
}

fn len<T>(all: &[T]) -> i64 {
    i64::try_from(all.len()).unwrap_or(1)
}

/// Fills a database that holds nothing but the demo's own people, made just now; tells of its progress.
///
/// # Errors
/// [`Fault::Store`] when the database does not answer.
pub async fn fill(auth: &Auth, people: i64, mut told: impl FnMut(i64)) -> Result<(), Fault> {
    auth.store.hurry().await?;
    let acme = first_org(auth).await?;
    let second: OrgId = auth.env.id();
    let mut tx = auth.store.begin().await?;
    org::insert(&mut tx, &second, "Globex", Plan::Paid, auth.now()).await?;
    auth.commit_silent(tx).await?;
    let phc = auth.hasher.hash(super::PASSWORD).await?;
    let crowd = Crowd { auth, phc, names: Names::new(), now: auth.now() };
    let others = (people / SECOND).max(1);
    let named = i64::try_from(super::MORE + super::NAMED).unwrap_or(0);
    let more = people - named - others;
    crowd.organization(&acme, "@acme.example", (1, more.max(1)), &mut told).await?;
    crowd.organization(&second, "@globex.example", (FAR + 1, FAR + others), &mut told).await?;
    auth.sweep_figures().await?;
    Ok(auth.store.learn_all_sizes().await?)
}

/// Acme, which the demo made.
async fn first_org(auth: &Auth) -> Result<OrgId, Fault> {
    let mut db = auth.store.read().await?;
    let owner = crate::model::Email::parse("owner@acme.example").ok_or(Fault::Broken("demo address"))?;
    let owner = crate::store::person::by_email(&mut db, &owner).await?.ok_or(Fault::NotFound)?;
    Ok(OrgId::new(owner.managed_by.ok_or(Fault::NotFound)?))
}

struct Crowd<'a> {
    auth: &'a Auth,
    phc: String,
    names: Names,
    now: Timestamp,
}

impl Crowd<'_> {
    async fn organization(
        &self,
        org: &OrgId,
        domain: &str,
        (first, last): (i64, i64),
        told: &mut impl FnMut(i64),
    ) -> Result<(), Fault> {
        let auth = self.auth;
        let ids = format!("{}-7000-8000-", &auth.env.id_text()[..13]);
        let (secret, claims) = (
            auth.vault.seal(&auth.env, "app", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"),
            auth.vault.seal(&auth.env, "case", &serde_json::to_string(&Claims::default()).unwrap_or_default()),
        );
        let mut found: Vec<(Term, i64)> = Vec::new();
        let mut figures = Figures::default();
        let mut from = first;
        while from <= last {
            let batch = Batch {
                org,
                ids: &ids,
                domain,
                first_names: (&self.names.first_text, len(&self.names.first)),
                last_names: (&self.names.last_text, len(&self.names.last)),
                phc: &self.phc,
                secret: &secret,
                claims: &claims,
                first: from,
                last: last.min(from + AT_ONCE - 1),
                now: self.now,
            };
            let mut tx = auth.store.begin().await?;
            crowd::people(&mut tx, &batch).await?;
            let mut phones = Vec::new();
            for i in batch.first..=batch.last {
                let (given, family) = self.names.of(i);
                let number = has_phone(i).then(|| number(i));
                let email = format!("{}.{}{i}{domain}", given.to_lowercase(), family.to_lowercase());
                let digits = number.as_ref().map(|(text, ..)| &text[text.len() - 4..]).unwrap_or_default();
                found.extend(terms(&format!("{given} {family}"), &email, digits).into_iter().map(|term| (term, i)));
                if let Some((text, calling_code, dots, region)) = number {
                    let id = batch.id(i);
                    let phone = Phone {
                        id: PhoneId::new(id.clone()),
                        number_sealed: auth.vault.seal(&auth.env, "phone", &text),
                        number_index: auth.vault.index("destination", &text),
                        masked: MaskedPhone { calling_code, dots, last: text[text.len() - 3..].to_owned() },
                        region: region.to_owned(),
                        verified: self.made(i) + Seconds::hours(1),
                        main: true,
                    };
                    phones.push((id, phone));
                }
            }
            crowd::phones(&mut tx, &phones).await?;
            self.history(&mut tx, &batch, &mut figures).await?;
            crowd::roster(&mut tx, &batch).await?;
            self.levels(&mut tx, &batch, &mut figures).await?;
            auth.commit_silent(tx).await?;
            told(batch.last - batch.first + 1);
            from = batch.last + 1;
        }
        found.sort_unstable();
        for piece in found.chunks(100_000) {
            let piece: Vec<(Term, String)> = piece.iter().map(|(term, i)| (*term, format!("{ids}{i:012}"))).collect();
            let mut tx = auth.store.begin().await?;
            crowd::terms(&mut tx, org, &piece).await?;
            auth.commit_silent(tx).await?;
        }
        let mut tx = auth.store.begin().await?;
        crowd::count(&mut tx, org).await?;
        figures.count(auth, &mut tx, org).await?;
        auth.commit_silent(tx).await
    }

    fn made(&self, i: i64) -> Timestamp {
        self.now - Seconds::days(30 + i % 1000)
    }

    /// Counts the people of a batch in the levels, from the day on which they came to be.
    async fn levels(&self, tx: &mut crate::store::Tx, batch: &Batch<'_>, figures: &mut Figures) -> Result<(), Fault> {
        let mut kept = Vec::new();
        for ((person, counted), i) in crowd::counted(tx, batch).await?.into_iter().zip(batch.first..) {
            let levels = levels(&counted);
            figures.levels(day_of(self.made(i)), &levels);
            kept.push((person, words(&levels)));
        }
        Ok(crowd::keep_counted(tx, batch, &kept).await?)
    }

    /// What happened to the people of a batch, in the order of time: each came to be, and most signed in not long ago.
    async fn history(&self, tx: &mut crate::store::Tx, batch: &Batch<'_>, figures: &mut Figures) -> Result<(), Fault> {
        let chain = format!("org:{}", batch.org);
        let mut all: Vec<(Timestamp, i64, Kind)> = Vec::new();
        for i in batch.first..=batch.last {
            if i % 10 == 0 {
                all.push((self.made(i), i, Kind::AccountMade));
            }
            if i % 20 != 7 {
                let days = i * 7919 % (30 + i % 1000).min(150);
                let at = self.now - Seconds(days * 86_400 + i % 86_399 + 1);
                all.push((at, i, Kind::SignedIn));
                figures.event(day_of(at), SIGN_IN);
                if has_phone(i) {
                    figures.code(i, at, region(i), if has_calls(i) { "call" } else { "sms" });
                }
            }
        }
        all.sort_unstable_by_key(|(at, i, _)| (*at, *i));
        let head = audit::take_head(tx, &chain).await?;
        let (mut seq, mut previous, mut entries) = (head.seq, head.hash.clone(), Vec::with_capacity(all.len()));
        for (at, i, kind) in all {
            seq += 1;
            let (person, visitor) = (batch.id(i), demo_visitor(i));
            let mut entry = Entry {
                id: format!("{}{seq:012}", batch.ids.replace("-8000-", "-9000-")),
                chain: chain.clone(),
                seq,
                at: at.0,
                kind: kind.word().into(),
                actor_id: person.clone(),
                person_id: person,
                ip: visitor.ip,
                agent: visitor.agent,
                detail: if kind == Kind::SignedIn { r#"{"by":"password and code"}"# } else { r#"{"role":"member"}"# }
                    .into(),
                previous,
                hash: String::new(),
            };
            entry.hash = hash_of(&entry);
            previous = entry.hash.clone();
            entries.push(entry);
        }
        crowd::events(tx, &entries).await?;
        match entries.last() {
            Some(last) => Ok(self.auth.move_head(tx, head, last, true).await?.run(tx).await?),
            None => Ok(()),
        }
    }
}

/// The same as the statements that make apps, and people with nothing.
fn has_phone(i: i64) -> bool {
    !matches!(i % 100, 0..=6 | 8..=11)
}

/// The same as the statement that makes people.
fn has_calls(i: i64) -> bool {
    matches!(i % 100, 12..=26)
}

/// Where the number of the person is from.
fn region(i: i64) -> &'static str {
    match i % 10 {
        0..=6 => "US",
        7 => "CA",
        _ => "FR",
    }
}

/// A number that rings nowhere: 555-xxxx in the United States and Canada, and what France keeps for fiction. With its calling
/// code, its dots and its region.
fn number(i: i64) -> (String, String, String, &'static str) {
    let line = |k: i64| k % 10_000;
    let pick = |codes: &str, k: i64| {
        let codes: Vec<&str> = codes.split_whitespace().collect();
        codes[usize::try_from(k / 10_000).unwrap_or(0) % codes.len()].to_owned()
    };
    let american = |area: String, k: i64| (format!("+1{area}555{:04}", line(k)), "+1".into(), "••• ••• •".into());
    let region = region(i);
    let (text, code, dots) = match region {
        "US" => {
            let k = i / 10 * 7 + i % 10;
            american(pick(AREAS, k), k)
        }
        "CA" => {
            let k = i / 10;
            american(pick(CANADA, k), k)
        }
        _ => {
            let k = i / 10 * 2 + i % 10 - 8;
            let start = FRANCE[usize::try_from(k / 10_000).unwrap_or(0) % FRANCE.len()];
            (format!("+33{start}{:04}", line(k)), "+33".into(), "• •• •• •".into())
        }
    };
    (text, code, dots, region)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::number;

    #[test]
    fn numbers_are_valid_and_shared_by_few() {
        let mut seen = std::collections::HashMap::new();
        for i in (1..=1_000_000).filter(|i| has_phone(*i)) {
            let (text, _, _, region) = number(i);
            let times = seen.entry(text.clone()).or_insert(0);
            *times += 1;
            assert!(*times <= 5, "{text} is shared by more than five");
            if i % 9973 == 0 {
                let Ok(number) = number::parse("", &text, true) else { panic!("{text} is no number") };
                assert_eq!(number.region(), region, "{text}");
            }
        }
    }
}
