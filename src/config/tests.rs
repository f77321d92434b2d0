use super::*;
use crate::model::Channel;

const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

fn load(file: &str, env: &[(&str, &str)]) -> Result<Config, String> {
    let mut env: BTreeMap<String, String> = env.iter().map(|(k, v)| ((*k).into(), (*v).into())).collect();
    env.entry("REKEY_SECRET_KEY".into()).or_insert_with(|| KEY.into());
    Config::load(&Sources { file: Some(file.into()), env, demo: false }).map_err(|wrong| wrong.0)
}

#[test]
fn defaults_are_the_documented_ones() {
    let config = load("", &[]).unwrap();
    assert_eq!(config.addr.to_string(), "127.0.0.1:3000");
    assert_eq!(config.database_url, "sqlite://data/rekey.db?mode=rwc");
    assert_eq!(config.public_url, "http://localhost:3000");
    assert!(config.hosts().contains(&"127.0.0.1:3000".into()) && config.hosts().contains(&"localhost:3000".into()));
    assert_eq!(config.policy, Policy::default());
}

#[test]
fn the_example_file_says_the_defaults() {
    let example = include_str!("../../Leptos.toml");
    let (said, silent) = (load(example, &[]).unwrap(), load("", &[]).unwrap());
    assert_eq!(said.policy, silent.policy);
    assert_eq!(said.watch, silent.watch);
    assert_eq!(said.numbers.allowed, silent.numbers.allowed);
    assert_eq!((said.addr, said.connections, said.hash_queue), (silent.addr, silent.connections, silent.hash_queue));
}

#[test]
fn wrong_settings_name_the_key_and_what_is_allowed() {
    let table = [
        ("[policy]\ncode_life_seconds = 601", "", "", "policy.code_life_seconds", "from 60 to 600"),
        ("[policy]\ncode_livespan = 60", "", "", "policy.code_livespan", "code_life_seconds"),
        ("[policy]\ncode_tries = \"many\"", "", "", "code_tries", "expected i64"),
        ("[rekey]\ndatabse_url = \"x\"", "", "", "databse_url", "database_url"),
        ("[hash]\nmemory_kib = 1024", "", "", "hash.memory_kib", "from 19456"),
        ("[phone]\nallowed_countries = [\"UK\"]", "", "", "\"UK\"", "ISO 3166"),
        ("[phone]\nowned_policy = \"maybe\"", "", "", "owned_policy", "refuse"),
        ("", "LEPTOS_SITE_ADDR", "localhost", "LEPTOS_SITE_ADDR", "127.0.0.1:3000"),
        ("", "REKEY_DATABASE_URL", "mysql://x", "REKEY_DATABASE_URL", "postgres://"),
        ("", "REKEY_PUBLIC_URL", "http://rekey.example.com", "REKEY_PUBLIC_URL", "https://"),
        ("", "REKEY_PUBLIC_URL", "https://x.test/path", "REKEY_PUBLIC_URL", "no path"),
        ("", "REKEY_PUBLIC_URL", "https://rekey.example.com", "REKEY_DELIVERY", "REKEY_SIMULATOR_IN_PUBLIC"),
        ("", "REKEY_DELIVERY", "pigeon", "REKEY_DELIVERY", "simulator"),
        ("", "REKEY_DELIVERY", "pigeon", "REKEY_DELIVERY", "providers"),
        ("", "REKEY_TRUSTED_PROXIES", "10.0.0.300", "REKEY_TRUSTED_PROXIES", "IP address"),
        ("[watch]\nmetrics_addr = \"9464\"", "", "", "REKEY_METRICS_ADDR", "127.0.0.1:9464"),
        ("[watch]\nmetrics_addr = \"0.0.0.0:9464\"", "", "", "REKEY_METRICS_ADDR", "REKEY_METRICS_TOKEN"),
        ("", "REKEY_METRICS_ADDR", "[::]:9464", "REKEY_METRICS_ADDR", "REKEY_METRICS_TOKEN"),
        ("", "REKEY_METRICS_TOKEN", "sesame", "REKEY_METRICS_TOKEN", "at least 22"),
        ("", "REKEY_METRICS_TOKEN", "open sesame, open sesame", "REKEY_METRICS_TOKEN", "without spaces"),
        ("", "REKEY_LOG_FORMAT", "xml", "REKEY_LOG_FORMAT", "json"),
        ("", "REKEY_SECRET_KEY", "c2hvcnQ=", "REKEY_SECRET_KEY", "32 bytes"),
    ];
    for (file, key, value, names, says) in table {
        let env: &[(&str, &str)] = if key.is_empty() { &[] } else { &[(key, value)] };
        let wrong = load(file, env).unwrap_err();
        assert!(wrong.contains(names) && wrong.contains(says), "{file}{key}={value}: {wrong}");
        assert!(
            !["REKEY_SECRET_KEY", "REKEY_METRICS_TOKEN"].contains(&key) || !wrong.contains(value),
            "a secret was printed: {wrong}"
        );
    }
}

#[test]
fn metrics_beyond_this_machine_are_served_with_a_token() {
    let off = load("", &[]).unwrap().watch;
    assert_eq!((off.metrics_addr, off.metrics_token, off.json_log), (None, None, false));
    assert!(load("[watch]\nmetrics_addr = \"127.0.0.1:9464\"", &[]).unwrap().watch.metrics_addr.is_some());
    let token = [("REKEY_METRICS_ADDR", "0.0.0.0:9464"), ("REKEY_METRICS_TOKEN", KEY), ("REKEY_LOG_FORMAT", "json")];
    let watch = load("", &token).unwrap().watch;
    assert!(watch.json_log && watch.metrics_token.is_some() && !format!("{watch:?}").contains(KEY));
}

#[test]
fn the_simulator_in_public_must_be_asked_for_twice() {
    let env = [("REKEY_PUBLIC_URL", "https://rekey.example.com"), ("REKEY_SIMULATOR_IN_PUBLIC", "yes")];
    assert_eq!(load("", &env).unwrap().hosts(), ["rekey.example.com"]);
}

#[test]
fn a_missing_key_is_an_error_without_demo() {
    let sources = Sources { file: None, env: BTreeMap::new(), demo: false };
    let wrong = Config::load(&sources).unwrap_err().0;
    assert!(wrong.contains("REKEY_SECRET_KEY") && wrong.contains("openssl rand -base64 32"), "{wrong}");
}

const MAIL: &str = "[smtp]\nhost = \"mail.example.com\"\nfrom = \"no-reply@example.com\"\n";
const TWILIO: &str = "[twilio]\naccount = \"AC00000000000000000000000000000000\"\nfrom = \"+15005550006\"\n";
const TOKENS: [(&str, &str); 3] = [
    ("REKEY_DELIVERY", "providers"),
    ("REKEY_TWILIO_AUTH_TOKEN", "sesame"),
    ("REKEY_WEBHOOK_SECRET", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
];

#[test]
fn carriers_are_set_up_and_the_simulator_is_not_there() {
    let config = load(&format!("{MAIL}{TWILIO}"), &TOKENS).unwrap();
    assert!(!config.simulator && !config.numbers.test_numbers);
    let names: Vec<&str> = config.providers.carriers.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["twilio", "smtp"]);
    let route = |channel, to| config.providers.routes.find(channel, to);
    assert_eq!(route(Channel::Sms, "+447400123456"), ["twilio"]);
    assert!(route(Channel::Call, "+447400123456").is_empty(), "no number to call from is set");
    assert_eq!(route(Channel::Email, "ana@example.com"), ["smtp"]);
    // A public URL needs no second word then.
    let public = [&TOKENS[..], &[("REKEY_PUBLIC_URL", "https://rekey.example.com")]].concat();
    assert!(load(&format!("{MAIL}{TWILIO}"), &public).is_ok());
}

#[test]
fn wrong_carriers_are_named_with_what_is_allowed_and_without_secrets() {
    let route = |text: &str| format!("{MAIL}{TWILIO}[[route]]\n{text}");
    let both = |text: &str| format!("{MAIL}{TWILIO}{text}");
    let table = [
        (String::new(), "smtp.host", "nobody else carries mail"),
        (MAIL.into(), "twilio.account", "webhook.url"),
        (both("key = \"SK1\""), "twilio.key", "32 hexadecimal"),
        (both("key = \"SK00000000000000000000000000000000\""), "REKEY_TWILIO_API_SECRET", "environment"),
        (both("service = \"MG\""), "twilio.service", "MG and 32"),
        (both("call_from = \"0800\""), "twilio.call_from", "+15005550006"),
        (both("base_url = \"http://api.twilio.com\""), "twilio.base_url", "https://"),
        (both("ca_file = \"/nowhere.pem\""), "twilio.ca_file", "cannot read"),
        (both("shared_key = \"K1\""), "REKEY_TWILIO_SHARED_KEY", "environment"),
        (both("colour = 1"), "colour", "call_from"),
        (format!("{MAIL}tls = \"none\"\n{TWILIO}"), "smtp.tls", "implicit"),
        (format!("{MAIL}port = 70000\n{TWILIO}"), "port", "u16"),
        (format!("{MAIL}port = 0\n{TWILIO}"), "smtp.port", "from 1 to 65535"),
        (format!("{MAIL}user = \"rekey\"\n{TWILIO}"), "REKEY_SMTP_PASSWORD", "environment"),
        (format!("{MAIL}dkim_domain = \"x.example\"\n{TWILIO}"), "dkim_selector", "all or none"),
        (format!("{MAIL}{TWILIO}[webhook]\nurl = \"http://bridge.example.com\""), "webhook.url", "https://"),
        (route("channel = \"fax\"\nvia = []"), "fax", "\"sms\", \"call\" or \"email\""),
        (route("channel = \"sms\"\nvia = [\"smtp\"]"), "smtp", "twilio"),
        (route("channel = \"sms\"\nvia = [\"twilio\"]\ncountries = [\"UK\"]"), "UK", "ISO 3166"),
        (route("channel = \"sms\"\nvia = [\"twilio\"]\nprefix = \"0044\""), "0044", "+4477"),
        (route("channel = \"sms\"\nvia = [\"twilio\"]"), "smtp.host", "nobody else carries mail"),
    ];
    for (file, names, says) in table {
        let wrong = load(&file, &TOKENS).err().unwrap_or_else(|| panic!("{file} is taken"));
        assert!(wrong.contains(names) && wrong.contains(says), "{file}: {wrong}");
        assert!(!wrong.contains("sesame") && !wrong.contains("MfKQ9"), "a secret was printed: {wrong}");
    }
    let weak = [TOKENS[0], TOKENS[1], ("REKEY_WEBHOOK_SECRET", "whsec_c2hvcnQ=")];
    let wrong = load(&format!("{MAIL}{TWILIO}[webhook]\nurl = \"https://bridge.example.com\""), &weak).unwrap_err();
    assert!(wrong.starts_with("REKEY_WEBHOOK_SECRET") && !wrong.contains("c2hvcnQ"), "{wrong}");
}
