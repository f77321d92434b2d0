//! A call with a code whose hearer pressed 9: they did not ask for it, so somebody else may know the password.

use super::audit::Kind;
use super::notice::News;
use super::{Auth, Fault, Visitor};
use crate::model::Seconds;
use crate::store::outbox::{self, What};
use crate::store::{budget, person};
use serde_json::json;

impl Auth {
    /// Writes down that whoever answered the call with this message did not ask for its code, and tells every address of its
    /// person, once an hour at most. Nothing else changes: the code was not heard, and a key proves nothing.
    ///
    /// # Errors
    /// Only faults of ours; a message that is no call with a code is nobody's.
    pub async fn call_refused(&self, letter: &str) -> Result<(), Fault> {
        let nobody = Visitor::nobody();
        let mut tx = self.store.begin().await?;
        let Some(person) = outbox::called(&mut tx, letter).await? else { return Ok(()) };
        let who = person::hold(&mut tx, &person).await?;
        self.record(&mut tx, &who, &nobody, Kind::CallRefused, json!({})).await?;
        let (key, hourly) = (format!("call:{person}"), budget::only(Seconds::hours(1), 1));
        if budget::take_queued(&mut tx, &self.env.id_text(), &key, &hourly, self.now()).await?.is_ok() {
            self.tell(&mut tx, &nobody, &who, News::of(What::CallRefused)).await?;
        }
        self.commit(tx).await
    }
}
