//! Twilio's Programmable Messaging and Voice, and whoever speaks their API.
//!
//! Neither has a key against repeats, so nothing that may have been taken is ever sent again from here.

pub mod codes;
pub mod signature;
pub mod twiml;

use super::http::{Answer, Ask, Http};
use super::secret::Secret;
use super::webhook::plain;
use super::{Carrier, Class, Message, NotSent, Sending, Taken};
use crate::model::{Channel, Reported};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

/// Ring this long: shorter than most mailboxes wait.
const RING_SECONDS: &str = "25";
/// No call lasts longer, whatever is done to it.
const CALL_SECONDS: &str = "90";
/// How reports are tried again; this part of an address is Twilio's own invention, and never sent back.
const RETRIES: &str = "#rc=2&rp=ct,rt,5xx";

/// An account.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `AC…`.
    pub account: String,
    /// An API key's id, `SK…`; empty: the account signs in itself.
    pub key: String,
    /// What signs in: the key's secret, or the account's token.
    pub secret: Secret,
    /// Number or name that texts come from; empty where a service picks it.
    pub from: String,
    /// Messaging service, `MG…`; empty: none.
    pub service: String,
    /// Number that calls come from; empty: no calls.
    pub call_from: String,
    /// Language of calls, such as "en-GB".
    pub language: String,
    /// Voice of calls; empty: the default one of the language.
    pub voice: String,
    /// Origin of the API.
    pub base_url: String,
    /// PEM text of authorities to trust besides the public ones.
    pub authorities: Option<String>,
}

/// Sends texts and makes calls.
pub struct Twilio {
    settings: Settings,
    http: Http,
    authorization: String,
    /// Where Twilio may report to, the message's ticket behind it; `None`: nowhere that it can reach.
    hooks: Option<String>,
}

/// What Twilio answers: of a message, a call, or a failure. Every field may be missing or null.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Said {
    sid: Option<String>,
    status: Option<serde_json::Value>,
    code: Option<i64>,
    error_code: Option<i64>,
}

impl Twilio {
    /// Reads the settings; nothing is connected yet.
    ///
    /// # Errors
    /// The key and what is wrong with it; never a secret.
    pub fn new(settings: Settings, hooks: Option<String>) -> Result<Twilio, String> {
        let http = Http::new(settings.authorities.as_deref()).map_err(|said| format!("twilio.ca_file: {said}"))?;
        let user = if settings.key.is_empty() { &settings.account } else { &settings.key };
        let authorization = format!("Basic {}", STANDARD.encode(format!("{user}:{}", settings.secret.expose())));
        Ok(Twilio { settings, http, authorization, hooks })
    }

    async fn send(&self, message: Message) -> Result<Taken, NotSent> {
        let (what, form) = match message.channel {
            Channel::Sms => ("Messages", self.text(&message)),
            Channel::Call => ("Calls", self.call(&message)?),
            Channel::Email => return Err(NotSent::new(Class::NoRoute, "no mail")),
        };
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(&form).finish().into_bytes();
        let url = format!("{}/2010-04-01/Accounts/{}/{what}.json", self.settings.base_url, self.settings.account);
        let headers = [
            ("authorization", self.authorization.clone()),
            ("content-type", "application/x-www-form-urlencoded".to_owned()),
            ("accept", "application/json".to_owned()),
        ];
        let answer = self.http.post(Ask { url: &url, headers: &headers, body }).await?;
        read(&answer)
    }

    fn text(&self, message: &Message) -> Vec<(&'static str, String)> {
        let sender = match self.settings.service.is_empty() {
            true => ("From", self.settings.from.clone()),
            false => ("MessagingServiceSid", self.settings.service.clone()),
        };
        let mut form = vec![
            ("To", message.to.clone()),
            sender,
            ("Body", message.words.text.clone()),
            // What lies there longer than its code lives is dropped there.
            ("ValidityPeriod", message.life.0.clamp(1, 36_000).to_string()),
        ];
        form.extend(self.hook(message).map(|hook| ("StatusCallback", self.retried(&hook))));
        form
    }

    fn call(&self, message: &Message) -> Result<Vec<(&'static str, String)>, NotSent> {
        let Some(script) = &message.call else { return Err(NotSent::new(Class::NoRoute, "no script")) };
        let speaker = self.speaker();
        let hook = self.hook(message);
        let twiml = match &hook {
            // Nothing secret is in it: the code is fetched when a key is pressed.
            Some(hook) => speaker.greeting(script, &format!("{hook}/keys")),
            None => speaker.everything(script),
        };
        let mut form = vec![
            ("To", message.to.clone()),
            ("From", self.settings.call_from.clone()),
            ("Twiml", twiml),
            ("Timeout", RING_SECONDS.to_owned()),
            ("TimeLimit", CALL_SECONDS.to_owned()),
        ];
        if let Some(hook) = hook {
            form.push(("StatusCallback", self.retried(&hook)));
            form.extend(["ringing", "answered", "completed"].map(|event| ("StatusCallbackEvent", event.to_owned())));
        }
        Ok(form)
    }

    /// Where Twilio may report of this message, if it can reach us and somebody waits for it.
    fn hook(&self, message: &Message) -> Option<String> {
        self.hooks.as_ref().filter(|_| !message.ticket.is_empty()).map(|hooks| format!("{hooks}/{}", message.ticket))
    }

    fn retried(&self, hook: &str) -> String {
        let own = self.settings.base_url.ends_with(".twilio.com");
        format!("{hook}{}", if own { RETRIES } else { "" })
    }

    fn speaker(&self) -> twiml::Speaker {
        twiml::Speaker { language: self.settings.language.clone(), voice: self.settings.voice.clone() }
    }
}

impl Carrier for Twilio {
    fn carry(&self, message: Message) -> Sending<'_> {
        Box::pin(self.send(message))
    }
}

fn read(answer: &Answer) -> Result<Taken, NotSent> {
    let said: Said = serde_json::from_slice(&answer.body).unwrap_or_default();
    if let (200 | 201, Some(sid)) = (answer.status, &said.sid) {
        let status = said.status.as_ref().and_then(|s| s.as_str()).unwrap_or_default();
        return match means(status) {
            Some(bad) if bad.is_bad() => Err(failed(said.error_code)),
            reported => Ok(Taken { reference: plain(sid), reported }),
        };
    }
    let class = match (answer.status, said.code) {
        (429, _) => Class::Throttled,
        (_, Some(code)) if (400..500).contains(&answer.status) => codes::class(code),
        (300..=399 | 401 | 403 | 404 | 405 | 415, _) => Class::Settings,
        (400..=499, _) => Class::Other,
        // It says that it went wrong, not that nothing was done; a 201 that cannot be read was done.
        _ => Class::Unknown,
    };
    let code = said.code.map_or(format!("http {}", answer.status), |code| code.to_string());
    Err(NotSent::new(class, code).after(answer.wait))
}

fn failed(code: Option<i64>) -> NotSent {
    NotSent::new(code.map_or(Class::Other, codes::class), code.map_or("failed".into(), |code| code.to_string()))
}

/// What a status of a message or a call means; `None`: a new one, which says nothing yet.
pub fn means(status: &str) -> Option<Reported> {
    Some(match status {
        "accepted" | "scheduled" | "queued" | "sending" | "initiated" | "ringing" | "in-progress" | "answered" => {
            Reported::Accepted
        }
        // A call that was answered may have been answered by a mailbox: only a key tells of a person.
        "sent" | "completed" => Reported::Sent,
        "delivered" | "read" => Reported::Delivered,
        "undelivered" | "busy" | "no-answer" => Reported::Undelivered,
        "failed" | "canceled" => Reported::Failed,
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
