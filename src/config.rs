//! Settings: `Leptos.toml` and the environment, read once at start and checked before anything else happens. A wrong key,
//! type or bound is named with what is allowed; a secret is never printed.

mod carriers;
mod file;
mod watch;

pub use carriers::Providers;
pub use watch::Watch;

use crate::auth::number::Rules;
use crate::flow::Policy;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use file::File;
use std::collections::BTreeMap;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

/// Everything an operator can set, checked.
#[derive(Clone)]
pub struct Config {
    /// Where the server listens.
    pub addr: SocketAddr,
    /// The database.
    pub database_url: String,
    /// Connections at most.
    pub connections: u32,
    /// Origin that people use, without a slash at its end.
    pub public_url: String,
    /// The server key.
    pub secret_key: [u8; 32],
    /// Domains whose mail this platform itself serves.
    mail_domains: Vec<String>,
    /// Name of the product in messages.
    pub brand: String,
    /// Codes are shown on screen.
    pub simulator: bool,
    /// Who carries messages, unless the simulator does.
    pub providers: Providers,
    /// How the server is watched.
    pub watch: Watch,
    /// Peers whose `X-Forwarded-For` is believed (v5.0.0-4.1.3).
    pub trusted_proxies: Vec<IpAddr>,
    /// Region preselected where a number is typed.
    pub default_country: String,
    /// Which numbers may be used.
    pub numbers: Rules,
    /// Every number of the product.
    pub policy: Policy,
    /// Hashing threads.
    pub hash_threads: usize,
    /// Hashing queue.
    pub hash_queue: usize,
    /// Memory of one hash in KiB.
    pub hash_memory_kib: u32,
}

/// What is wrong with the settings, in one line that says what to do.
#[derive(Debug, PartialEq, Eq)]
pub struct Wrong(pub String);

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where settings come from.
pub struct Sources {
    /// Text of the settings file, if there is one.
    pub file: Option<String>,
    /// The environment.
    pub env: BTreeMap<String, String>,
    /// `--demo`: a missing key is made beside the database.
    pub demo: bool,
}

impl Sources {
    /// The settings file (`REKEY_CONFIG`, else `Leptos.toml` here) and the environment of this process.
    ///
    /// # Errors
    /// [`Wrong`] when `REKEY_CONFIG` names a file that cannot be read.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
    pub fn of_process(demo: bool) -> Result<Sources, Wrong> {
        let env: BTreeMap<String, String> = std::env::vars().collect();
        let file = match env.get("REKEY_CONFIG") {
            Some(path) => Some(
                std::fs::read_to_string(path).map_err(|e| Wrong(format!("REKEY_CONFIG: cannot read {path}: {e}")))?,
            ),
            None => std::fs::read_to_string("Leptos.toml").ok(),
        };
        Ok(Sources { file, env, demo })
    }

    /// For commands beside a running demo: its key lies beside its database. None is ever made here.
    pub fn or_demo_key(mut self) -> Sources {
        let url = self.get("REKEY_DATABASE_URL", &file::Rekey::default().database_url);
        if self.get("REKEY_SECRET_KEY", "").is_empty()
            && let Ok(text) = std::fs::read_to_string(demo_key_path(&url))
        {
            self.env.insert("REKEY_SECRET_KEY".into(), text);
        }
        self
    }

    fn get(&self, key: &str, or: &str) -> String {
        self.env.get(key).filter(|v| !v.is_empty()).cloned().unwrap_or_else(|| or.to_owned())
    }
}

impl Config {
    /// Reads and checks the settings.
    ///
    /// # Errors
    /// [`Wrong`], naming the key and what is allowed.
    pub fn load(sources: &Sources) -> Result<Config, Wrong> {
        let file = File::parse(sources.file.as_deref().unwrap_or_default())?;
        let wrong = |key: &str, said: &str| Wrong(format!("{key}: {said}"));

        let addr = sources.get("LEPTOS_SITE_ADDR", &file.site_addr());
        let addr: SocketAddr = addr
            .parse()
            .map_err(|_| wrong("LEPTOS_SITE_ADDR", "must be an address and a port, such as 127.0.0.1:3000"))?;

        let database_url = sources.get("REKEY_DATABASE_URL", &file.rekey.database_url);
        if !["sqlite:", "postgres://", "postgresql://"].iter().any(|s| database_url.starts_with(s)) {
            return Err(wrong("REKEY_DATABASE_URL", "must begin with sqlite:// or postgres://"));
        }

        let public_url = sources.get("REKEY_PUBLIC_URL", &file.rekey.public_url).trim_end_matches('/').to_owned();
        let loopback = match origin(&public_url) {
            Some(Origin { https: true, loopback }) => loopback,
            Some(Origin { https: false, loopback: true }) => true,
            Some(_) => return Err(wrong("REKEY_PUBLIC_URL", "must be https:// unless it is localhost")),
            None => {
                return Err(wrong("REKEY_PUBLIC_URL", "must be an origin such as https://rekey.example.com, no path"));
            }
        };

        let delivery = sources.get("REKEY_DELIVERY", &file.rekey.delivery);
        let simulator = match delivery.as_str() {
            "simulator" => true,
            "providers" => false,
            _ => {
                return Err(wrong(
                    "REKEY_DELIVERY",
                    "must be \"simulator\", or \"providers\", which are set up in Leptos.toml",
                ));
            }
        };
        let twice = sources.get("REKEY_SIMULATOR_IN_PUBLIC", if file.rekey.simulator_in_public { "yes" } else { "" });
        if sources.demo && !simulator {
            return Err(wrong(
                "REKEY_DELIVERY",
                "--demo runs with \"simulator\" only: its people's numbers are nobody's",
            ));
        }
        if simulator && !loopback && twice != "yes" {
            return Err(wrong(
                "REKEY_DELIVERY",
                "the simulator shows every code on screen, and the public URL is not loopback. \
                 To run it all the same, set REKEY_SIMULATOR_IN_PUBLIC=yes",
            ));
        }

        let mut trusted_proxies = Vec::new();
        let proxies = sources.get("REKEY_TRUSTED_PROXIES", &file.rekey.trusted_proxies.join(","));
        for text in proxies.split(',').map(str::trim).filter(|t| !t.is_empty()) {
            trusted_proxies.push(
                text.parse().map_err(|_| wrong("REKEY_TRUSTED_PROXIES", &format!("{text:?} is not an IP address")))?,
            );
        }

        let secret_key = secret_key(sources, &database_url)?;
        file.check()?;
        let providers = match simulator {
            true => Providers::default(),
            false => carriers::read((&file.smtp, &file.webhook, &file.twilio, &file.route), sources, &public_url)?,
        };
        Ok(Config {
            addr,
            connections: file.rekey.connections,
            public_url,
            secret_key,
            mail_domains: file.rekey.mail_domains.clone(),
            brand: file.rekey.brand.clone(),
            simulator,
            providers,
            watch: watch::read(&file.watch, sources)?,
            trusted_proxies,
            default_country: file.phone.default_country.clone(),
            numbers: Rules {
                allowed: file.phone.allowed_countries.clone(),
                voip_allowed: file.phone.voip_allowed,
                owned: file.phone.owned_numbers.clone(),
                owned_policy: file.phone.owned_policy,
                // No carrier serves them.
                test_numbers: simulator,
            },
            policy: file.policy(sources.demo)?,
            hash_threads: match file.hash.threads {
                0 => std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
                n => n,
            },
            hash_queue: file.hash.queue,
            hash_memory_kib: file.hash.memory_kib,
            database_url,
        })
    }

    /// Host names this server answers to. With a loopback public URL both of its names count.
    pub fn hosts(&self) -> Vec<String> {
        let host = self.public_url.split("://").nth(1).unwrap_or_default().to_owned();
        let port = host.rsplit_once(':').map(|(_, port)| format!(":{port}")).unwrap_or_default();
        if origin(&self.public_url).is_some_and(|o| o.loopback) {
            let own = format!(":{}", self.addr.port());
            ["localhost", "127.0.0.1", "[::1]"]
                .iter()
                .flat_map(|name| [format!("{name}{port}"), format!("{name}{own}")])
                .collect()
        } else {
            vec![host]
        }
    }

    /// Domains that go down together with this server: its own host, unless it is this machine alone, and those whose mail
    /// the platform serves.
    pub fn own_domains(&self) -> Vec<String> {
        let host = self.public_url.split("://").nth(1).unwrap_or_default().split(':').next().unwrap_or_default();
        let own = !origin(&self.public_url).is_some_and(|o| o.loopback);
        own.then(|| host.to_lowercase()).into_iter().chain(self.mail_domains.iter().cloned()).collect()
    }

    /// Whether people come by TLS.
    pub fn https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

struct Origin {
    https: bool,
    loopback: bool,
}

fn origin(url: &str) -> Option<Origin> {
    let (scheme, rest) = url.split_once("://")?;
    let https = match scheme {
        "https" => true,
        "http" => false,
        _ => return None,
    };
    let fine = !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:[]".contains(&b));
    let host = if rest.starts_with('[') { rest.split(']').next()? } else { rest.split(':').next()? };
    let loopback = host == "localhost" || host == "[::1" || host.starts_with("127.");
    fine.then_some(Origin { https, loopback })
}

fn secret_key(sources: &Sources, database_url: &str) -> Result<[u8; 32], Wrong> {
    const HOW: &str = "must be 32 bytes in base64: make one with `openssl rand -base64 32` and keep it safe; \
                       without it no code, number or link of this database works";
    let given = sources.get("REKEY_SECRET_KEY", "");
    let text = match (given.is_empty(), sources.demo) {
        (false, _) => given,
        (true, true) => demo_key(database_url)?,
        (true, false) => return Err(Wrong(format!("REKEY_SECRET_KEY: is not set; it {HOW}"))),
    };
    let bytes = STANDARD.decode(text.trim()).map_err(|_| Wrong(format!("REKEY_SECRET_KEY: {HOW}")))?;
    bytes.try_into().map_err(|_| Wrong(format!("REKEY_SECRET_KEY: {HOW}")))
}

/// The file of an SQLite URL.
pub fn sqlite_path(url: &str) -> Option<PathBuf> {
    let rest = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:"))?;
    let path = rest.split('?').next().unwrap_or_default();
    (!path.is_empty() && path != ":memory:").then(|| PathBuf::from(path))
}

fn demo_key_path(database_url: &str) -> PathBuf {
    sqlite_path(database_url).unwrap_or_else(|| PathBuf::from("data/rekey.db")).with_extension("key")
}

/// The demo's own key, made once beside the database.
fn demo_key(database_url: &str) -> Result<String, Wrong> {
    let path = demo_key_path(database_url);
    let failed = |e: std::io::Error| Wrong(format!("REKEY_SECRET_KEY: the demo's key {}: {e}", path.display()));
    match std::fs::read_to_string(&path) {
        Ok(text) => Ok(text),
        Err(_) => {
            let text = STANDARD.encode(crate::env::Env::system().bytes::<32>());
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder).map_err(failed)?;
            }
            write_private(&path, &text).map_err(failed)?;
            Ok(text)
        }
    }
}

/// Only the server's own user may read a key.
fn write_private(path: &std::path::Path, text: &str) -> std::io::Result<()> {
    use std::io::Write;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(text.as_bytes())
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config").field("addr", &self.addr).field("public_url", &self.public_url).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
