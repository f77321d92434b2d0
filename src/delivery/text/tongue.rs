//! The sentences of messages, from `locales/<tag>/*.ftl` (Project Fluent), which are part of the program. Every language has
//! the same messages with the same arguments; a test sees to it.

use crate::model::Language;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::sync::LazyLock;

/// In whose words something is said: the language, and the product's name as people know it.
#[derive(Clone, Copy, Debug)]
pub struct Tongue<'a> {
    /// The language.
    pub language: Language,
    /// The product's name; 16 characters keep a text in one part.
    pub brand: &'a str,
}

/// Values that sentences are filled with.
#[derive(Clone, Default)]
pub(super) struct Args(Vec<(&'static str, FluentValue<'static>)>);

impl Args {
    /// Adds a value.
    pub(super) fn set(&mut self, name: &'static str, value: impl Into<FluentValue<'static>>) {
        self.0.push((name, value.into()));
    }
}

/// Arguments by their names.
pub(super) fn args<const N: usize>(pairs: [(&'static str, &str); N]) -> Args {
    Args(pairs.into_iter().map(|(name, value)| (name, FluentValue::from(value.to_owned()))).collect())
}

/// The sentence `key`, "message" or "message.attribute"; `None` when there is none.
pub(super) fn find(language: Language, key: &str, args: &Args) -> Option<String> {
    let bundle = BUNDLES.get(Language::ALL.iter().position(|other| *other == language)?)?;
    let (id, attribute) = key.split_once('.').map_or((key, None), |(id, attribute)| (id, Some(attribute)));
    let message = bundle.get_message(id)?;
    let pattern = match attribute {
        Some(name) => message.get_attribute(name)?.value(),
        None => message.value()?,
    };
    let args: FluentArgs<'_> = args.0.iter().map(|(name, value)| (*name, value.clone())).collect();
    // What is missing stays as it is written; a test says every sentence of every language.
    let mut errors = Vec::new();
    Some(bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned())
}

/// The sentence `key`.
pub(super) fn say(language: Language, key: &str, args: &Args) -> String {
    find(language, key, args).unwrap_or_default()
}

static BUNDLES: LazyLock<Vec<FluentBundle<FluentResource>>> = LazyLock::new(|| Language::ALL.map(bundle).into());

fn bundle(language: Language) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new_concurrent(vec![language.tag().parse().unwrap_or_default()]);
    // Invisible marks around every value would take a text out of the GSM alphabet.
    bundle.set_use_isolating(false);
    for source in sources(language) {
        let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(whole, _)| whole);
        // A second message of the same name is left out; a test looks for those.
        let _ = bundle.add_resource(resource);
    }
    bundle
}

macro_rules! files {
    ($tag:literal) => {
        [
            include_str!(concat!("../../../locales/", $tag, "/codes.ftl")),
            include_str!(concat!("../../../locales/", $tag, "/parts.ftl")),
            include_str!(concat!("../../../locales/", $tag, "/notices.ftl")),
            include_str!(concat!("../../../locales/", $tag, "/members.ftl")),
        ]
    };
}

/// The files of a language.
pub(super) fn sources(language: Language) -> [&'static str; 4] {
    match language {
        Language::English => files!("en"),
        Language::Spanish => files!("es"),
        Language::French => files!("fr"),
        Language::German => files!("de"),
        Language::Portuguese => files!("pt"),
        Language::Japanese => files!("ja"),
    }
}
