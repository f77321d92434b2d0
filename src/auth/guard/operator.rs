//! What the operator sees and ends of what the guards hold back.

use crate::auth::audit::Subject;
use crate::auth::{Auth, Fault, Visitor, countries};
use crate::flow::guard::Guard;
use crate::model::Kind;
use crate::store::guard::{self, Held};
use crate::store::{StoreError, sends};
use serde_json::json;

/// How the server stands: its standing blocks and its money.
pub struct Standing {
    /// Codes to new numbers that are held back, the newest first.
    pub blocks: Vec<Held>,
    /// Spent today for messages to phones, in thousandths of the currency.
    pub spent: i64,
    /// What may be spent in a day.
    pub most: i64,
    /// ISO 4217 code.
    pub currency: String,
}

impl Auth {
    /// For `rekey block list` and `rekey check`.
    ///
    /// # Errors
    /// Only faults of ours.
    pub async fn standing_blocks(&self) -> Result<Standing, Fault> {
        let mut db = self.store.read().await?;
        Ok(Standing {
            blocks: guard::standing(&mut db, self.now()).await?,
            spent: sends::spent_everywhere(&mut db, self.now()).await?,
            most: self.policy.spend_all,
            currency: self.policy.prices.currency.clone(),
        })
    }

    /// `rekey block lift`: its numbers get codes again, within every other limit.
    ///
    /// # Errors
    /// [`Fault::NotFound`] when none of this id stands.
    pub async fn lift_block(&self, id: &str) -> Result<(), Fault> {
        let now = self.now();
        let mut tx = self.store.begin().await?;
        let held = guard::standing(&mut tx, now).await?.into_iter().find(|held| held.block == id);
        let held = held.ok_or(Fault::NotFound)?;
        match guard::lift(&mut tx, id, now).await {
            Ok(()) => {}
            Err(StoreError::Stale) => return Err(Fault::NotFound),
            Err(error) => return Err(error.into()),
        }
        // The trail has a place for it where the block concerns one organization, and somebody waits.
        if !held.everywhere() && !held.scope.is_empty() && !held.person.is_empty() {
            let subject = Subject { chain: format!("org:{}", held.scope), person: &held.person };
            let detail = json!({ "guard": held.guard.word(), "country": held.region });
            self.record_by(&mut tx, subject, &Visitor::nobody(), "operator", Kind::HoldLifted, detail).await?;
        }
        tracing::warn!(guard = held.guard.word(), organization = held.scope, region = held.region, "a block is lifted");
        self.commit(tx).await
    }
}

/// What a block is about, in words for whoever has the server.
pub fn told(held: &Held) -> String {
    let country = countries::name(&held.region).unwrap_or("any country");
    match held.guard {
        Guard::Range => format!("new numbers of one range in {country}"),
        Guard::Sequence => format!("new numbers next to each other in {country}"),
        Guard::Conversion => format!("new numbers in {country}"),
        Guard::Carrier => format!("new numbers of one range in {country}, which a carrier takes for fraud"),
        Guard::Spend => {
            format!("new numbers in {country}: what they may have of the day's messages or money is used up")
        }
    }
}
