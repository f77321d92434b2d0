//! Messages by a signed HTTP request to a bridge of the operator's own, as <https://www.standardwebhooks.com> has it: any
//! other provider is a small program away. `webhook-id` is the message's own id, so a bridge that keeps ids sends nothing
//! twice.

use super::http::{Ask, Http};
use super::secret::Secret;
use super::{Carrier, Class, Message, NotSent, Sending, Taken};
use crate::env::{Clock, iso};
use crate::model::{Seconds, Timestamp};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use serde::Deserialize;
use sha2::Sha256;
use std::sync::Arc;
use subtle::ConstantTimeEq;

/// How far a signed time may be from ours.
const TOLERANCE: Seconds = Seconds::minutes(5);

/// Where the bridge is.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Its address.
    pub url: String,
    /// The secret shared with it, `whsec_` and base64.
    pub secret: Secret,
    /// PEM text of authorities to trust besides the public ones.
    pub authorities: Option<String>,
}

/// Signs what goes to the bridge, and reads what comes from it.
#[derive(Clone)]
pub struct Signer(Vec<u8>);

impl Signer {
    /// Reads the shared secret: `whsec_` and base64 of 24 to 64 bytes.
    pub fn new(secret: &Secret) -> Option<Signer> {
        let bytes = STANDARD.decode(secret.expose().strip_prefix("whsec_")?).ok()?;
        (24..=64).contains(&bytes.len()).then_some(Signer(bytes))
    }

    /// The header `webhook-signature`.
    pub fn sign(&self, id: &str, at: Timestamp, body: &[u8]) -> String {
        // HMAC takes keys of any length, so this cannot fail; what is signed with nothing is refused by everybody.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else { return String::new() };
        mac.update(format!("{id}.{}.", at.0.div_euclid(1000)).as_bytes());
        mac.update(body);
        format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
    }

    /// Whether a request was signed with our secret, and lately. `signatures`: several, parted by spaces, while a secret is
    /// being replaced.
    pub fn is_ours(&self, id: &str, seconds: &str, signatures: &str, body: &[u8], now: Timestamp) -> bool {
        let Ok(seconds) = seconds.parse::<i64>() else { return false };
        let Some(millis) = seconds.checked_mul(1000) else { return false };
        let right = self.sign(id, Timestamp(millis), body);
        (now.0.saturating_sub(millis)).abs() <= TOLERANCE.0 * 1000
            && signatures.split(' ').any(|one| bool::from(one.as_bytes().ct_eq(right.as_bytes())))
    }
}

/// The bridge.
pub struct Webhook {
    url: String,
    signer: Signer,
    http: Http,
    clock: Arc<dyn Clock>,
    /// Where the bridge may report to; the message's ticket comes behind it.
    reports: String,
}

/// What a bridge may say in its answer.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Said {
    /// Its own id of the message.
    id: String,
    /// Why not: the word of a [`Class`].
    error: String,
}

impl Webhook {
    /// Reads the settings; nothing is connected yet. `reports`: see [`Webhook::reports`].
    ///
    /// # Errors
    /// The key and what is wrong with it; never a secret.
    pub fn new(settings: &Settings, reports: String, clock: Arc<dyn Clock>) -> Result<Webhook, String> {
        let signer = Signer::new(&settings.secret).ok_or_else(|| {
            "REKEY_WEBHOOK_SECRET: must be whsec_ and the base64 of 24 to 64 bytes, such as \
             `echo whsec_$(openssl rand -base64 32)` makes"
                .to_owned()
        })?;
        let http = Http::new(settings.authorities.as_deref()).map_err(|said| format!("webhook.ca_file: {said}"))?;
        Ok(Webhook { url: settings.url.clone(), signer, http, clock, reports })
    }

    async fn send(&self, message: Message) -> Result<Taken, NotSent> {
        let now = self.clock.now();
        let call = message.call.as_ref().map(|script| {
            serde_json::json!({
                "greeting": script.greeting, "code_spoken": script.code_spoken, "goodbye": script.goodbye,
                "refused": script.refused, "unanswered": script.unanswered,
            })
        });
        let body = serde_json::json!({
            "type": "message.send",
            "timestamp": iso(now),
            "data": {
                "id": message.id,
                "channel": message.channel.word(),
                "to": message.to,
                "subject": message.words.subject,
                "text": message.words.text,
                "language": message.words.language.tag(),
                "call": call,
                "useful_for_seconds": message.life.0,
                "report_to": format!("{}/{}", self.reports, message.ticket),
            },
        });
        let body = body.to_string().into_bytes();
        let headers = [
            ("content-type", "application/json".to_owned()),
            ("webhook-id", message.id.clone()),
            ("webhook-timestamp", now.0.div_euclid(1000).to_string()),
            ("webhook-signature", self.signer.sign(&message.id, now, &body)),
        ];
        let answer = self.http.post(Ask { url: &self.url, headers: &headers, body }).await.map_err(|failure| {
            // The id makes another try harmless.
            if failure.class == Class::Unknown { NotSent { class: Class::Transport, ..failure } } else { failure }
        })?;
        let said: Said = serde_json::from_slice(&answer.body).unwrap_or_default();
        let named = Class::ALL.into_iter().find(|class| class.word() == said.error);
        let class = match (answer.status, named) {
            (200..=299, _) => return Ok(Taken { reference: plain(&said.id), reported: None }),
            (429, _) => Class::Throttled,
            (500..=599, None) => Class::Transport,
            (_, Some(class)) => class,
            (400 | 422, None) => Class::Other,
            // Gone, unknown, forbidden, moved: somebody has to look at it.
            (_, None) => Class::Settings,
        };
        Err(NotSent::new(class, format!("http {}", answer.status)).after(answer.wait))
    }
}

impl Carrier for Webhook {
    fn carry(&self, message: Message) -> Sending<'_> {
        Box::pin(self.send(message))
    }

    fn knows_repeats(&self) -> bool {
        true
    }
}

/// A foreign id, fit for a log and a row.
pub(super) fn plain(id: &str) -> String {
    id.chars().filter(|c| c.is_ascii_graphic()).take(100).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From the documentation of Svix, who wrote the first libraries for it.
    #[test]
    fn the_published_example_is_signed_and_read() {
        let signer = Signer::new(&Secret::new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")).unwrap();
        let (id, at, body) = ("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", br#"{"test": 2432232314}"#);
        let signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
        let now = Timestamp(1_614_265_330_000);
        assert_eq!(signer.sign(id, now, body), signature);
        let several = format!("v1,AAAA {signature} v2,BBBB");
        assert!(signer.is_ours(id, at, &several, body, now + Seconds(299)));
        assert!(!signer.is_ours(id, at, signature, body, now + Seconds(301)), "an old one is a replay");
        assert!(!signer.is_ours(id, at, signature, body, now - Seconds(301)));
        assert!(!signer.is_ours(id, "1614265331", signature, body, now));
        assert!(!signer.is_ours("msg_other", at, signature, body, now));
        assert!(!signer.is_ours(id, at, signature, br#"{"test": 2432232315}"#, now));
        assert!(!signer.is_ours(id, at, "v1,", body, now) && !signer.is_ours(id, "", "", body, now));
    }

    #[test]
    fn a_secret_that_is_too_short_or_not_ours_is_refused() {
        for text in ["", "whsec_", "whsec_c2hvcnQ=", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_!!!"] {
            assert!(Signer::new(&Secret::new(text)).is_none(), "{text}");
        }
    }
}
