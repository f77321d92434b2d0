//! What carriers call us for: reports of messages, and what a call says after a key. Nobody is believed without a
//! signature of theirs, and a ticket that only we can write says which message it is about.

use super::compose::{Composer, read_ticket};
use super::text::call_over;
use super::twilio::signature::{Keys, Received};
use super::twilio::twiml::Speaker;
use super::twilio::{codes, means};
use super::webhook::{Signer, plain};
use crate::env::Clock;
use crate::meters::Meters;
use crate::model::{Reported, Timestamp};
use crate::store::outbox::{self, Report, Reports};
use crate::store::{Store, StoreError};
use serde::Deserialize;
use std::sync::Arc;

/// Answers carriers.
pub struct Hooks {
    /// The database.
    pub store: Store,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Reads tickets, and makes what a call says.
    pub composer: Composer,
    /// Counts reports.
    pub meters: Meters,
    /// Twilio's signature and our voice there, while it carries messages.
    pub twilio: Option<(Keys, Speaker)>,
    /// The bridge's signature, while it carries messages.
    pub bridge: Option<Signer>,
}

/// A request of a carrier.
pub struct Call<'a> {
    /// Path and query as received.
    pub target: &'a str,
    /// The ticket in it.
    pub ticket: &'a str,
    /// The body as it came.
    pub body: &'a [u8],
    /// A header by its name; empty if it is not there.
    pub header: &'a (dyn Fn(&str) -> String + Sync),
}

/// The answer.
#[derive(Debug, PartialEq, Eq)]
pub enum Reply {
    /// Heard.
    Done,
    /// What a call says next, in Twilio's XML.
    Say(String),
    /// The same, after somebody said that they did not ask for the code that this message carries.
    NotMe(String, String),
    /// Not from whom it says, or about nothing of ours: no word on which.
    Refused,
}

impl Hooks {
    /// A status of a message or a call.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer: the carrier tries again.
    pub async fn twilio_status(&self, call: Call<'_>) -> Result<Reply, StoreError> {
        let (Some(_), Some(id)) = (self.twilio_speaker(&call), self.letter(&call)) else { return Ok(Reply::Refused) };
        let field = fields(call.body);
        let status = field(&["MessageStatus", "CallStatus", "SmsStatus"]);
        let code = field(&["ErrorCode"]);
        let report = Report {
            reference: &plain(&field(&["MessageSid", "CallSid", "SmsSid"])),
            status: &plain(&status),
            code: &plain(&code),
            means: means(&status),
        };
        if let Ok(number) = code.parse::<i64>() {
            tracing::warn!(letter = id, code, class = codes::class(number).word(), "a carrier reports a failure");
        }
        self.note(&id, report).await
    }

    /// A key that was pressed in a call.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn twilio_key(&self, call: Call<'_>) -> Result<Reply, StoreError> {
        let (Some(speaker), Some(id)) = (self.twilio_speaker(&call), self.letter(&call)) else {
            return Ok(Reply::Refused);
        };
        let mut db = self.store.read().await?;
        let script = match self.composer.script(&mut db, &id, self.clock.now()).await? {
            Ok(script) => script,
            Err(language) => return Ok(Reply::Say(speaker.bye(language, &call_over(language)))),
        };
        drop(db);
        let field = fields(call.body);
        let reference = plain(&field(&["CallSid"]));
        let action = format!("{}{}", self.composer.public_url, call.target);
        let report = |status, means| Report { reference: &reference, status, code: "", means };
        let said = match field(&["Digits"]).as_str() {
            "1" | "*" => {
                // A person pressed a key: only now is it known that a person heard it.
                self.note(&id, report("key 1", Some(Reported::Delivered))).await?;
                speaker.code(&script, &action)
            }
            "9" => {
                tracing::warn!(letter = id, "somebody who was called did not ask for the code");
                self.note(&id, report("key 9", None)).await?;
                return Ok(Reply::NotMe(speaker.bye(script.language, &script.refused), id));
            }
            _ => speaker.greeting(&script, &action),
        };
        Ok(Reply::Say(said))
    }

    /// A report of the operator's own bridge: `{"status": "delivered", "code": "…", "id": "…"}`.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn bridge_status(&self, call: Call<'_>) -> Result<Reply, StoreError> {
        let head = |name| (call.header)(name);
        let signed = self.bridge.as_ref().is_some_and(|signer| {
            let (id, at) = (head("webhook-id"), head("webhook-timestamp"));
            signer.is_ours(&id, &at, &head("webhook-signature"), call.body, self.clock.now())
        });
        let said: Option<Said> = serde_json::from_slice(call.body).ok();
        let (true, Some(id), Some(said)) = (signed, self.letter(&call), said) else { return Ok(Reply::Refused) };
        let status = plain(&said.status);
        let (reference, code) = (plain(&said.id), plain(&said.code));
        let means = Reported::parse(&status);
        self.note(&id, Report { reference: &reference, status: &status, code: &code, means }).await
    }

    async fn note(&self, id: &str, report: Report<'_>) -> Result<Reply, StoreError> {
        let now: Timestamp = self.clock.now();
        let mut tx = self.store.begin().await?;
        let done = outbox::report(&mut tx, id, report, now).await?;
        tx.commit().await?;
        count(&self.store, &self.meters, (id, report, done), now).await;
        Ok(if done == Reports::Nobody { Reply::Refused } else { Reply::Done })
    }

    fn twilio_speaker(&self, call: &Call<'_>) -> Option<&Speaker> {
        let (keys, speaker) = self.twilio.as_ref()?;
        // The address is put together from our own settings, never from what the request says of its host.
        let url = format!("{}{}", self.composer.public_url, call.target);
        let received = Received {
            url: &url,
            body: call.body,
            signature: &(call.header)("x-twilio-signature"),
            settings: &(call.header)("x-twilio-webhooks-signature-settings"),
        };
        keys.is_twilio(received).then_some(speaker)
    }

    fn letter(&self, call: &Call<'_>) -> Option<String> {
        read_ticket(&self.composer.vault, call.ticket)
    }
}

/// Counts a report that was taken, and how long the message took if it has arrived. Nothing depends on whether that works.
pub(super) async fn count(
    store: &Store,
    meters: &Meters,
    (id, report, done): (&str, Report<'_>, Reports),
    now: Timestamp,
) {
    let Ok(mut db) = store.read().await else { return };
    let Ok(Some((channel, carrier, taken))) = outbox::way(&mut db, id).await else { return };
    let state = match (done, report.means) {
        (Reports::Farther, Some(means)) => means.word(),
        _ => "nothing new",
    };
    meters.reported(&carrier, channel, state);
    if (done, report.means) == (Reports::Farther, Some(Reported::Delivered)) {
        // Some carriers report before they have answered.
        meters.delivered(&carrier, channel, taken.map_or(0, |taken| taken.millis_until(now)));
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Said {
    status: String,
    code: String,
    id: String,
}

/// Reads a form: the first of these names that is there.
fn fields(body: &[u8]) -> impl Fn(&[&str]) -> String + '_ {
    move |names| {
        let found = |name: &&str| form_urlencoded::parse(body).find(|(n, _)| n == name).map(|(_, v)| v.into_owned());
        names.iter().find_map(found).unwrap_or_default()
    }
}
