//! Carriers and routes, as written: who may carry messages, and what each needs. Secrets come from the environment alone.

use super::{Sources, Wrong};
use crate::delivery::route::{Route, Routes};
use crate::delivery::twilio::signature::Keys;
use crate::delivery::twilio::twiml::Speaker;
use crate::delivery::twilio::{self, Twilio};
use crate::delivery::webhook::{self, Signer, Webhook};
use crate::delivery::{Carrier, Secret, smtp};
use crate::env::Env;
use crate::model::Channel;
use serde::Deserialize;
use std::sync::Arc;

/// Carriers that are set up.
#[derive(Clone, Default)]
pub struct Providers {
    /// Each by its name.
    pub carriers: Vec<(String, Arc<dyn Carrier>)>,
    /// Who carries what where.
    pub routes: Routes,
    /// What Twilio signs with, and our voice there.
    pub twilio: Option<(Keys, Speaker)>,
    /// What the bridge signs with.
    pub bridge: Option<Signer>,
}

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Smtp {
    host: String,
    port: u16,
    tls: String,
    user: String,
    from: String,
    ca_file: String,
    dkim_domain: String,
    dkim_selector: String,
    dkim_key_file: String,
}

impl Default for Smtp {
    fn default() -> Smtp {
        Smtp {
            host: String::new(),
            port: 587,
            tls: "starttls".into(),
            user: String::new(),
            from: String::new(),
            ca_file: String::new(),
            dkim_domain: String::new(),
            dkim_selector: String::new(),
            dkim_key_file: String::new(),
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Bridge {
    url: String,
    ca_file: String,
}

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Account {
    account: String,
    key: String,
    from: String,
    service: String,
    call_from: String,
    language: String,
    voice: String,
    base_url: String,
    ca_file: String,
    shared_key: String,
}

impl Default for Account {
    fn default() -> Account {
        Account {
            account: String::new(),
            key: String::new(),
            from: String::new(),
            service: String::new(),
            call_from: String::new(),
            language: "en-GB".into(),
            voice: String::new(),
            base_url: "https://api.twilio.com".into(),
            ca_file: String::new(),
            shared_key: String::new(),
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    channel: String,
    #[serde(default)]
    countries: Vec<String>,
    #[serde(default)]
    prefix: String,
    via: Vec<String>,
}

/// Reads what is set up. `public`: the origin that carriers can call, if they can.
pub fn read(
    (smtp, bridge, account, rules): (&Smtp, &Bridge, &Account, &[Rule]),
    sources: &Sources,
    public_url: &str,
) -> Result<Providers, Wrong> {
    // Carriers live in real time, whatever the database's clock says: what they sign and date is read by others.
    let (mut all, clock) = (Providers::default(), Env::system().clock);
    let public = reachable(public_url);
    let mut can: Vec<(&str, Vec<Channel>)> = Vec::new();
    if !account.account.is_empty() {
        let settings = twilio_settings(account, sources)?;
        let channels =
            [(Channel::Sms, settings.from.len() + settings.service.len()), (Channel::Call, settings.call_from.len())];
        can.push(("twilio", channels.into_iter().filter(|(_, set)| *set > 0).map(|(channel, _)| channel).collect()));
        all.twilio = Some((
            twilio_keys(account, sources)?,
            Speaker { language: settings.language.clone(), voice: settings.voice.clone() },
        ));
        let hooks = public.then(|| format!("{public_url}/hooks/twilio"));
        all.carriers.push(("twilio".into(), Arc::new(Twilio::new(settings, hooks).map_err(Wrong)?)));
    }
    if !smtp.host.is_empty() {
        can.push(("smtp", vec![Channel::Email]));
        let carrier = smtp::Smtp::new(&smtp_settings(smtp, sources)?, Arc::clone(&clock)).map_err(Wrong)?;
        all.carriers.push(("smtp".into(), Arc::new(carrier)));
    }
    if !bridge.url.is_empty() {
        can.push(("webhook", vec![Channel::Sms, Channel::Call, Channel::Email]));
        https("webhook.url", &bridge.url)?;
        let secret = secret(sources, "REKEY_WEBHOOK_SECRET")?;
        all.bridge = Signer::new(&secret);
        let settings = webhook::Settings {
            url: bridge.url.clone(),
            secret,
            authorities: file("webhook.ca_file", &bridge.ca_file)?,
        };
        let carrier = Webhook::new(&settings, format!("{public_url}/hooks/webhook"), clock).map_err(Wrong)?;
        all.carriers.push(("webhook".into(), Arc::new(carrier)));
    }
    all.routes = Routes(match rules {
        [] => by_default(&can),
        rules => rules.iter().map(|rule| route(rule, &can)).collect::<Result<_, _>>()?,
    });
    let carried = |channel| all.routes.0.iter().any(|r| r.channel == channel && !r.via.is_empty());
    if !carried(Channel::Email) {
        return Err(Wrong(
            "smtp.host: is not set, and nobody else carries mail; without mail nobody is told of anything".into(),
        ));
    }
    if !carried(Channel::Sms) && !carried(Channel::Call) {
        return Err(Wrong("twilio.account: is not set, and nobody else carries texts or calls (webhook.url)".into()));
    }
    Ok(all)
}

/// Everybody who can carry something does, everywhere, in the order of this file.
fn by_default(can: &[(&str, Vec<Channel>)]) -> Vec<Route> {
    let all = |channel| {
        let names = can.iter().filter(|(_, channels)| channels.contains(&channel)).map(|(name, _)| (*name).to_owned());
        Route { channel, countries: Vec::new(), prefix: String::new(), via: names.collect() }
    };
    [Channel::Sms, Channel::Call, Channel::Email].map(all).into()
}

fn route(rule: &Rule, can: &[(&str, Vec<Channel>)]) -> Result<Route, Wrong> {
    let wrong = |said: String| Wrong(format!("route: {said}"));
    let channel = Channel::parse(&rule.channel)
        .ok_or_else(|| wrong(format!("channel {:?}: must be \"sms\", \"call\" or \"email\"", rule.channel)))?;
    for name in &rule.via {
        if !can.iter().any(|(known, channels)| known == name && channels.contains(&channel)) {
            let able = can.iter().filter(|(_, channels)| channels.contains(&channel)).map(|(name, _)| *name);
            let able = able.collect::<Vec<_>>().join(", ");
            return Err(wrong(format!("via {name:?} carries no {}; there are: {able}", rule.channel)));
        }
    }
    if let Some(region) = rule.countries.iter().find(|r| crate::auth::countries::name(r).is_none()) {
        return Err(wrong(format!("countries: {region:?} is not an ISO 3166 region in capitals, such as \"GB\"")));
    }
    let digits = rule.prefix.strip_prefix('+').unwrap_or(&rule.prefix);
    if !rule.prefix.is_empty() && (digits.len() == rule.prefix.len() || !digits.bytes().all(|b| b.is_ascii_digit())) {
        return Err(wrong(format!("prefix {:?}: must be + and digits, such as \"+4477\"", rule.prefix)));
    }
    Ok(Route { channel, countries: rule.countries.clone(), prefix: rule.prefix.clone(), via: rule.via.clone() })
}

fn smtp_settings(smtp: &Smtp, sources: &Sources) -> Result<smtp::Settings, Wrong> {
    let implicit_tls = match smtp.tls.as_str() {
        "starttls" => false,
        "implicit" => true,
        _ => return Err(Wrong("smtp.tls: must be \"starttls\" or \"implicit\"; mail never leaves without TLS".into())),
    };
    if smtp.port == 0 {
        return Err(Wrong("smtp.port: 0 is out of bounds; it must be from 1 to 65535".into()));
    }
    let password = if smtp.user.is_empty() { None } else { Some(secret(sources, "REKEY_SMTP_PASSWORD")?) };
    let dkim = match [&smtp.dkim_domain, &smtp.dkim_selector, &smtp.dkim_key_file].map(|v| v.is_empty()) {
        [true, true, true] => None,
        [false, false, false] => Some(smtp::Dkim {
            domain: smtp.dkim_domain.clone(),
            selector: smtp.dkim_selector.clone(),
            key: Secret::new(file("smtp.dkim_key_file", &smtp.dkim_key_file)?.unwrap_or_default()),
        }),
        _ => {
            return Err(Wrong(
                "smtp: dkim_domain, dkim_selector and dkim_key_file go together: set all or none".into(),
            ));
        }
    };
    Ok(smtp::Settings {
        host: smtp.host.clone(),
        port: smtp.port,
        implicit_tls,
        user: smtp.user.clone(),
        password,
        from: smtp.from.clone(),
        authorities: file("smtp.ca_file", &smtp.ca_file)?,
        dkim,
    })
}

fn twilio_settings(account: &Account, sources: &Sources) -> Result<twilio::Settings, Wrong> {
    let sid = |key: &str, text: &str, start: &str| {
        let hex =
            text.strip_prefix(start).filter(|rest| rest.len() == 32 && rest.bytes().all(|b| b.is_ascii_hexdigit()));
        hex.map(|_| ()).ok_or_else(|| Wrong(format!("twilio.{key}: must be {start} and 32 hexadecimal digits")))
    };
    let e164 = |text: &str| {
        text.strip_prefix('+').is_some_and(|d| (7..=15).contains(&d.len()) && d.bytes().all(|b| b.is_ascii_digit()))
    };
    sid("account", &account.account, "AC")?;
    let secret = if account.key.is_empty() {
        secret(sources, "REKEY_TWILIO_AUTH_TOKEN")?
    } else {
        sid("key", &account.key, "SK")?;
        secret(sources, "REKEY_TWILIO_API_SECRET")?
    };
    if !account.service.is_empty() {
        sid("service", &account.service, "MG")?;
    }
    let name =
        |text: &str| (1..=11).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b' ');
    if !account.from.is_empty() && !e164(&account.from) && !name(&account.from) {
        return Err(Wrong(
            "twilio.from: must be a number such as +15005550006, or a name of 1 to 11 letters and digits".into(),
        ));
    }
    if !account.call_from.is_empty() && !e164(&account.call_from) {
        return Err(Wrong("twilio.call_from: must be a number such as +15005550006".into()));
    }
    if account.from.is_empty() && account.service.is_empty() && account.call_from.is_empty() {
        return Err(Wrong("twilio: set from or service for texts, call_from for calls".into()));
    }
    https("twilio.base_url", &account.base_url)?;
    Ok(twilio::Settings {
        account: account.account.clone(),
        key: account.key.clone(),
        secret,
        from: account.from.clone(),
        service: account.service.clone(),
        call_from: account.call_from.clone(),
        language: account.language.clone(),
        voice: account.voice.clone(),
        base_url: account.base_url.trim_end_matches('/').to_owned(),
        authorities: file("twilio.ca_file", &account.ca_file)?,
    })
}

fn twilio_keys(account: &Account, sources: &Sources) -> Result<Keys, Wrong> {
    let shared = match account.shared_key.as_str() {
        "" => None,
        id => Some((id.to_owned(), secret(sources, "REKEY_TWILIO_SHARED_KEY")?)),
    };
    Ok(Keys { token: secret(sources, "REKEY_TWILIO_AUTH_TOKEN")?, shared })
}

fn secret(sources: &Sources, key: &str) -> Result<Secret, Wrong> {
    match sources.get(key, "").trim() {
        "" => Err(Wrong(format!("{key}: is not set; it belongs into the environment, never into the file"))),
        text => Ok(Secret::new(text)),
    }
}

fn file(key: &str, path: &str) -> Result<Option<String>, Wrong> {
    if path.is_empty() {
        return Ok(None);
    }
    std::fs::read_to_string(path).map(Some).map_err(|e| Wrong(format!("{key}: cannot read {path}: {e}")))
}

/// Secrets go over TLS, or stay on this machine.
fn https(key: &str, url: &str) -> Result<(), Wrong> {
    let (origin, path) = url.split_once("://").map_or((url, ""), |(scheme, rest)| {
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        (&url[..scheme.len() + 3 + end], &rest[end..])
    });
    match super::origin(origin) {
        Some(o) if (o.https || o.loopback) && !path.contains(['#', ' ']) => Ok(()),
        _ => Err(Wrong(format!("{key}: must be an address that begins with https://, or http:// on localhost"))),
    }
}

/// Whether carriers can call us: by TLS, at a name of the Internet. Twilio refuses names with underscores.
fn reachable(public_url: &str) -> bool {
    super::origin(public_url).is_some_and(|o| o.https && !o.loopback) && !public_url.contains('_')
}
