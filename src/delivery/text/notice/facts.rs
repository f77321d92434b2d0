//! Facts of a notice that are words of ours. They are stored in English; that is how they are recognised, and said in the
//! reader's language. Names, addresses and what people wrote stay as they are.

use crate::delivery::text::tongue::{Args, args, say};
use crate::model::Language;

/// The messages of such facts.
const OURS: [&str; 17] = [
    "role-member",
    "role-admin",
    "role-owner",
    "reason-lost",
    "reason-number",
    "reason-broken",
    "reason-other",
    "aspect-demand",
    "aspect-ways",
    "aspect-countries",
    "aspect-voip",
    "aspect-resetters",
    "aspect-second",
    "aspect-wait",
    "who-operator",
    "who-somebody",
    "device-unknown",
];

/// A fact in the reader's language, if it is ours.
pub(super) fn ours(language: Language, fact: &str) -> String {
    let is = |key: &&&str| say(Language::English, key, &Args::default()) == fact;
    match OURS.iter().find(is) {
        Some(key) if language != Language::English => say(language, key, &Args::default()),
        _ => fact.to_owned(),
    }
}

/// Why something was done: a reason of ours, and what was written about it.
pub(super) fn reason(language: Language, fact: &str) -> String {
    match fact.split_once(": ") {
        Some((reason, details)) => format!("{}: {details}", ours(language, reason)),
        None => ours(language, fact),
    }
}

/// A list of facts.
pub(super) fn parts(language: Language, fact: &str) -> String {
    fact.split("; ").map(|part| ours(language, part)).collect::<Vec<_>>().join("; ")
}

/// Who did it or can be asked: "Dana Ortiz of Acme", "Dana Ortiz and Kim Lee of Acme", "Dana Ortiz or Kim Lee".
pub(super) fn whom(language: Language, by: &str, org: &str) -> String {
    if language == Language::English {
        return by.to_owned();
    }
    let tail = format!(" of {org}");
    let Some(names) = by.strip_suffix(&tail).filter(|_| !org.is_empty()) else {
        let names: Vec<String> = by.split(" or ").map(|name| ours(language, name)).collect();
        let join = |all: String, name: String| say(language, "who-or", &args([("who", &all), ("other", &name)]));
        return names.into_iter().reduce(join).unwrap_or_default();
    };
    if names == say(Language::English, "role-owner", &Args::default()) {
        return say(language, "who-owner", &args([("org", org)]));
    }
    let who = match names.split_once(" and ") {
        Some((who, other)) => {
            say(language, "who-and", &args([("who", &ours(language, who)), ("other", &ours(language, other))]))
        }
        None => ours(language, names),
    };
    say(language, "who-of", &args([("who", &who), ("org", org)]))
}

/// A browser and its system.
pub(super) fn device(language: Language, device: &str) -> String {
    match device.split_once(" on ") {
        Some((browser, system)) => say(language, "device", &args([("browser", browser), ("system", system)])),
        None => ours(language, device),
    }
}
