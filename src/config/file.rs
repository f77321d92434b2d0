use super::Wrong;
use super::carriers::{Account, Bridge, Rule, Smtp};
use super::watch;
use crate::auth::number::OwnedPolicy;
use crate::flow::policy::TUNABLES;
use crate::flow::{Policy, Prices};
use crate::model::Seconds;
use serde::Deserialize;
use std::collections::BTreeMap;

/// `Leptos.toml` as written: unknown keys are errors, every key has a default.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct File {
    leptos: Leptos,
    pub rekey: Rekey,
    pub phone: Phone,
    pub hash: Hash,
    pub watch: watch::Written,
    pub smtp: Smtp,
    pub webhook: Bridge,
    pub twilio: Account,
    pub route: Vec<Rule>,
    prices: PriceList,
    policy: BTreeMap<String, i64>,
}

/// The block a deployed Leptos binary reads in place of Cargo.toml's.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct Leptos {
    site_addr: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rekey {
    pub database_url: String,
    pub public_url: String,
    pub delivery: String,
    pub simulator_in_public: bool,
    pub trusted_proxies: Vec<String>,
    pub brand: String,
    pub mail_domains: Vec<String>,
    pub connections: u32,
}

impl Default for Rekey {
    fn default() -> Rekey {
        Rekey {
            database_url: "sqlite://data/rekey.db?mode=rwc".into(),
            public_url: "http://localhost:3000".into(),
            delivery: "simulator".into(),
            simulator_in_public: false,
            trusted_proxies: Vec::new(),
            brand: "Rekey".into(),
            mail_domains: Vec::new(),
            connections: 8,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Phone {
    pub default_country: String,
    pub allowed_countries: Vec<String>,
    pub voip_allowed: bool,
    pub owned_numbers: Vec<String>,
    pub owned_policy: OwnedPolicy,
}

/// Countries allowed by default: where codes arrive reliably and texts are not a favourite of toll fraud. Operators
/// should cut the list down to where their people are.
const ALLOWED: &str = "AD AT AU BE BG BR CA CH CY CZ DE DK EE ES FI FR GB GG GI GR HR HU IE IM IN IS IT JE JP KR LI LT LU \
                       LV MC MT MX NL NO NZ PL PT RO SE SG SI SK SM TW US VA ZA";

impl Default for Phone {
    fn default() -> Phone {
        Phone {
            default_country: "GB".into(),
            allowed_countries: ALLOWED.split_whitespace().map(str::to_owned).collect(),
            voip_allowed: false,
            owned_numbers: Vec::new(),
            owned_policy: OwnedPolicy::default(),
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Hash {
    pub threads: usize,
    pub queue: usize,
    pub memory_kib: u32,
}

impl Default for Hash {
    fn default() -> Hash {
        Hash { threads: 0, queue: 64, memory_kib: crate::auth::Hasher::FLOOR_KIB }
    }
}

/// What messages cost, in thousandths of the currency.
#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct PriceList {
    currency: String,
    text: i64,
    call: i64,
    texts: BTreeMap<String, i64>,
    calls: BTreeMap<String, i64>,
}

impl Default for PriceList {
    fn default() -> PriceList {
        let Prices { currency, texts, calls, other: (text, call) } = Prices::default();
        PriceList { currency, text, call, texts, calls }
    }
}

impl File {
    /// Reads the text of a settings file.
    pub fn parse(text: &str) -> Result<File, Wrong> {
        toml::from_str(text).map_err(|e| Wrong(format!("Leptos.toml: {}", e.to_string().trim_end())))
    }

    /// The address to listen on.
    pub fn site_addr(&self) -> String {
        self.leptos.site_addr.clone().unwrap_or_else(|| "127.0.0.1:3000".into())
    }

    /// The policy, with the operator's numbers inside their bounds. In the demo a request of `Reset MFA` completes while
    /// one watches, unless a number is given.
    pub fn policy(&self, demo: bool) -> Result<Policy, Wrong> {
        let mut policy = Policy::default();
        if demo {
            policy.case_wait = Seconds::minutes(2);
        }
        let PriceList { currency, text, call, texts, calls } = &self.prices;
        policy.prices =
            Prices { currency: currency.clone(), texts: texts.clone(), calls: calls.clone(), other: (*text, *call) };
        for (key, value) in &self.policy {
            let Some(tunable) = TUNABLES.iter().find(|t| t.key == key) else {
                let known: Vec<&str> = TUNABLES.iter().map(|t| t.key).collect();
                return Err(Wrong(format!("policy.{key}: there is no such key; there are {}", known.join(", "))));
            };
            bounded(&format!("policy.{key}"), *value, tunable.bounds)?;
            (tunable.set)(&mut policy, *value);
        }
        Ok(policy)
    }

    /// Checks what has bounds or must be known.
    pub fn check(&self) -> Result<(), Wrong> {
        bounded("rekey.connections", self.rekey.connections.into(), (2, 200))?;
        bounded("hash.queue", i64::try_from(self.hash.queue).unwrap_or(i64::MAX), (1, 10_000))?;
        bounded("hash.threads", i64::try_from(self.hash.threads).unwrap_or(i64::MAX), (0, 64))?;
        bounded("hash.memory_kib", self.hash.memory_kib.into(), (crate::auth::Hasher::FLOOR_KIB.into(), 1_048_576))?;
        let characters = self.rekey.brand.chars().count();
        if !(1..=16).contains(&characters) || !self.rekey.brand.is_ascii() {
            return Err(Wrong(
                "rekey.brand: must be 1 to 16 ASCII characters, so that a text stays in one part".into(),
            ));
        }
        let known = |region: &String| crate::auth::countries::name(region).is_some();
        let PriceList { currency, text, call, texts, calls } = &self.prices;
        if currency.len() != 3 || !currency.bytes().all(|b| b.is_ascii_uppercase()) {
            return Err(Wrong("prices.currency: must be a code of three capitals, such as \"EUR\"".into()));
        }
        let other = [("text", text), ("call", call)].map(|(key, price)| (format!("prices.{key}"), price));
        let texts_by = texts.iter().map(|(region, price)| (format!("prices.texts.{region}"), price));
        let calls_by = calls.iter().map(|(region, price)| (format!("prices.calls.{region}"), price));
        for (key, price) in other.into_iter().chain(texts_by).chain(calls_by) {
            bounded(&key, *price, (0, 100_000))?;
        }
        if let Some(region) = texts.keys().chain(calls.keys()).find(|r| !known(r)) {
            return Err(Wrong(format!("prices: {region:?} is not an ISO 3166 region in capitals, such as \"GB\"")));
        }
        let all = self.phone.allowed_countries.iter().chain([&self.phone.default_country]);
        if let Some(region) = all.into_iter().find(|r| !known(r)) {
            return Err(Wrong(format!("phone: {region:?} is not an ISO 3166 region in capitals, such as \"GB\"")));
        }
        Ok(())
    }
}

fn bounded(key: &str, value: i64, (least, most): (i64, i64)) -> Result<(), Wrong> {
    if (least..=most).contains(&value) {
        Ok(())
    } else {
        Err(Wrong(format!("{key}: {value} is out of bounds; it must be from {least} to {most}")))
    }
}
