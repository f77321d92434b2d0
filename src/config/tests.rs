use super::*;

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
        ("", "REKEY_TRUSTED_PROXIES", "10.0.0.300", "REKEY_TRUSTED_PROXIES", "IP address"),
        ("", "REKEY_SECRET_KEY", "c2hvcnQ=", "REKEY_SECRET_KEY", "32 bytes"),
    ];
    for (file, key, value, names, says) in table {
        let env: &[(&str, &str)] = if key.is_empty() { &[] } else { &[(key, value)] };
        let wrong = load(file, env).unwrap_err();
        assert!(wrong.contains(names) && wrong.contains(says), "{file}{key}={value}: {wrong}");
        assert!(key != "REKEY_SECRET_KEY" || !wrong.contains(value), "a secret was printed: {wrong}");
    }
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
