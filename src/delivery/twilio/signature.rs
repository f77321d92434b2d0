//! `X-Twilio-Signature`: whether a request comes from Twilio. Over everything that was received, never over fields that are
//! known: new ones come without notice.

use crate::delivery::secret::Secret;
use crate::vault::hex;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// What requests are signed with.
#[derive(Clone, Debug)]
pub struct Keys {
    /// The account's token; never an API key's secret.
    pub token: Secret,
    /// A shared key by its id, with which requests are signed by HMAC-SHA-256 instead.
    pub shared: Option<(String, Secret)>,
}

/// A request as it was received.
#[derive(Clone, Copy)]
pub struct Received<'a> {
    /// Our public origin, with path and query as received.
    pub url: &'a str,
    /// The body as it came; empty for GET.
    pub body: &'a [u8],
    /// Header `X-Twilio-Signature`.
    pub signature: &'a str,
    /// Header `X-Twilio-Webhooks-Signature-Settings`; empty without.
    pub settings: &'a str,
}

impl Keys {
    /// Whether Twilio signed this, in constant time.
    pub fn is_twilio(&self, received: Received<'_>) -> bool {
        let Some(fields) = signed_fields(received) else { return false };
        let right = |url: String| {
            let text = format!("{url}{fields}");
            let mac = match self.shared_for(received.settings) {
                Some(Some(secret)) => mac::<Hmac<Sha256>>(secret, &text),
                Some(None) => return false,
                None => mac::<Hmac<Sha1>>(&self.token, &text),
            };
            mac.is_some_and(|mac| STANDARD.encode(mac).as_bytes().ct_eq(received.signature.as_bytes()).into())
        };
        right(received.url.to_owned()) || other_port(received.url).is_some_and(right)
    }

    /// The shared key that a request names: `None`: none; `Some(None)`: one that is not ours.
    fn shared_for(&self, settings: &str) -> Option<Option<&Secret>> {
        if settings.is_empty() {
            return None;
        }
        let value = |name: &str| settings.split(',').find_map(|p| p.trim().strip_prefix(name)?.strip_prefix('='));
        let known = self.shared.as_ref().filter(|(id, _)| value("key") == Some(id));
        Some(known.filter(|_| value("algorithm") == Some("HMAC_SHA256")).map(|(_, secret)| secret))
    }
}

/// What comes behind the address in the signed text: each field's name and value, by name; nothing of a body that the
/// address holds a digest of. `None`: that digest is wrong.
fn signed_fields(received: Received<'_>) -> Option<String> {
    let query = received.url.split_once('?').map_or("", |(_, query)| query);
    if let Some(digest) = query.split('&').find_map(|pair| pair.strip_prefix("bodySHA256=")) {
        let right = hex(&Sha256::digest(received.body));
        return bool::from(right.as_bytes().ct_eq(digest.to_ascii_lowercase().as_bytes())).then(String::new);
    }
    let mut fields: Vec<_> = form_urlencoded::parse(received.body).into_owned().collect();
    fields.sort();
    // The same value of the same name twice counts once.
    fields.dedup();
    Some(fields.into_iter().map(|(name, value)| name + &value).collect())
}

/// The same address with the default port named, or not named any more: proxies do either.
fn other_port(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let default = match scheme {
        "https" => ":443",
        "http" => ":80",
        _ => return None,
    };
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    match authority.strip_suffix(default) {
        Some(bare) => Some(format!("{scheme}://{bare}{path}")),
        None if !authority.rsplit('@').next()?.contains(':') => Some(format!("{scheme}://{authority}{default}{path}")),
        None => None,
    }
}

fn mac<M: Mac + KeyInit>(secret: &Secret, text: &str) -> Option<Vec<u8>> {
    let mut mac = <M as KeyInit>::new_from_slice(secret.expose().as_bytes()).ok()?;
    mac.update(text.as_bytes());
    Some(mac.finalize().into_bytes().to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Deserialize)]
    struct File {
        auth_token: String,
        vectors: Vec<Vector>,
    }

    #[derive(Deserialize)]
    struct Vector {
        name: String,
        url: String,
        #[serde(default)]
        params: Vec<(String, String)>,
        body: Option<String>,
        hmac_sha1: String,
        hmac_sha256: String,
    }

    #[test]
    fn the_official_libraries_signatures_are_right_and_any_other_is_wrong() {
        let file: File = serde_json::from_str(include_str!("../../tests/data/twilio_signature_vectors.json")).unwrap();
        assert_eq!(file.vectors.len(), 16);
        let token = Secret::new(file.auth_token);
        let keys = Keys { token: token.clone(), shared: Some(("K1".into(), token)) };
        for vector in file.vectors {
            let encoded = || form_urlencoded::Serializer::new(String::new()).extend_pairs(&vector.params).finish();
            let body = vector.body.clone().unwrap_or_else(encoded);
            let ways = [
                (vector.hmac_sha1.as_str(), "", vector.hmac_sha256.as_str()),
                (vector.hmac_sha256.as_str(), "key=K1,algorithm=HMAC_SHA256", vector.hmac_sha1.as_str()),
            ];
            for (signature, settings, other) in ways {
                let received = Received { url: &vector.url, body: body.as_bytes(), signature, settings };
                assert!(keys.is_twilio(received), "{} {settings}", vector.name);
                let longer = format!("{body}&X=1");
                let port = other_port(&vector.url);
                assert!(port.is_none_or(|url| keys.is_twilio(Received { url: &url, ..received })), "{}", vector.name);
                let wrong = [
                    Received { signature: other, ..received },
                    Received { signature: "", ..received },
                    Received { url: &format!("{}x", vector.url), ..received },
                    Received { body: longer.as_bytes(), ..received },
                    Received { settings: "key=K2,algorithm=HMAC_SHA256", ..received },
                ];
                for received in wrong {
                    assert!(!keys.is_twilio(received), "{}: {}", vector.name, received.url);
                }
            }
        }
    }
}
