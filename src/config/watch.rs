//! How the server is watched: metrics and logs.

use super::{Sources, Wrong};
use crate::delivery::Secret;
use serde::Deserialize;
use std::net::SocketAddr;

/// `[watch]`, as written.
#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Written {
    metrics_addr: String,
    log_format: String,
}

impl Default for Written {
    fn default() -> Written {
        Written { metrics_addr: String::new(), log_format: "text".into() }
    }
}

/// How the server is watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watch {
    /// Where metrics are served; nowhere by default.
    pub metrics_addr: Option<SocketAddr>,
    /// What whoever asks for them has to bring.
    pub metrics_token: Option<Secret>,
    /// Each line of the log is a JSON object.
    pub json_log: bool,
}

/// Fewest characters of a token: 16 random bytes in base64.
const TOKEN_LENGTH: usize = 22;

/// Reads how the server is watched. Metrics tell strangers nothing: beyond this machine they need a token.
pub fn read(written: &Written, sources: &Sources) -> Result<Watch, Wrong> {
    let wrong = |key: &str, said: &str| Err(Wrong(format!("{key}: {said}")));
    let addr = match sources.get("REKEY_METRICS_ADDR", &written.metrics_addr).as_str() {
        "" => None,
        text => match text.parse::<SocketAddr>() {
            Ok(addr) => Some(addr),
            Err(_) => {
                return wrong(
                    "REKEY_METRICS_ADDR",
                    "must be an address and a port, such as 127.0.0.1:9464, or empty: no metrics",
                );
            }
        },
    };
    let token = match sources.get("REKEY_METRICS_TOKEN", "") {
        text if text.is_empty() => None,
        text if text.len() < TOKEN_LENGTH || !text.bytes().all(|b| b.is_ascii_graphic()) => {
            return wrong(
                "REKEY_METRICS_TOKEN",
                "must be at least 22 characters without spaces: make one with `openssl rand -base64 32`",
            );
        }
        text => Some(Secret::new(text)),
    };
    if addr.is_some_and(|addr| !addr.ip().is_loopback()) && token.is_none() {
        return wrong(
            "REKEY_METRICS_ADDR",
            "is not loopback, so whoever reads metrics needs a token: set REKEY_METRICS_TOKEN",
        );
    }
    let json_log = match sources.get("REKEY_LOG_FORMAT", &written.log_format).as_str() {
        "text" => false,
        "json" => true,
        _ => return wrong("REKEY_LOG_FORMAT", "must be \"text\" or \"json\""),
    };
    Ok(Watch { metrics_addr: addr, metrics_token: token, json_log })
}
