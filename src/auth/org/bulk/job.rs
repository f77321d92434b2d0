//! The job that a confirmed selection is. Safe on several nodes at once and to stop at any time: a person's turn ends in the
//! transaction that does it, and only once.

use crate::auth::notice::News;
use crate::auth::{Auth, Fault, Visitor};
use crate::model::{BulkDeed, BulkResult, Kind, PersonId, Role, Seconds};
use crate::store::outbox::{MemberNews, What};
use crate::store::person::{self, Person};
use crate::store::selection::{self, Selection};
use crate::store::{Tx, member, org};
use serde_json::json;

/// How long a claimed person stays this node's.
const LEASE: Seconds = Seconds(60);
/// People claimed at once.
const BATCH: i64 = 10;

impl Auth {
    /// Works on every selection that waits, until nothing is left.
    ///
    /// # Errors
    /// [`Fault::Store`] when the database does not answer; whoever was claimed has their turn when the lease ends.
    pub async fn work_on_selections(&self) -> Result<(), Fault> {
        loop {
            let now = self.now();
            let mut db = self.store.read().await?;
            if !selection::due(&mut db, now).await? {
                return Ok(());
            }
            drop(db);
            let mut tx = self.store.begin().await?;
            let claimed = selection::claim(&mut tx, BATCH, LEASE, now).await?;
            self.commit_silent(tx).await?;
            let mut failed = Ok(());
            for (id, person) in claimed {
                match self.take_turn(&id, &person).await {
                    // Another node was faster.
                    Ok(()) | Err(Fault::Stale) => {}
                    // One that cannot be done must not hold up the others.
                    Err(fault) => failed = Err(fault),
                }
            }
            let mut tx = self.store.begin().await?;
            selection::finish(&mut tx, self.now()).await?;
            self.commit(tx).await?;
            failed?;
        }
    }

    async fn take_turn(&self, id: &str, target: &PersonId) -> Result<(), Fault> {
        let mut tx = self.store.begin().await?;
        let Some(job) = selection::running(&mut tx, id).await? else { return Ok(()) };
        let who = person::hold(&mut tx, target).await?;
        if !selection::waits(&mut tx, id, target).await? {
            return Ok(());
        }
        let result = match self.may_go_on(&mut tx, &job).await? {
            false => BulkResult::NotAllowed,
            true => self.do_to(&mut tx, &job, &who).await?,
        };
        if !matches!(result, BulkResult::Done | BulkResult::SecondPerson) {
            // Nothing of what was tried is kept.
            drop(tx);
            tx = self.store.begin().await?;
            person::queue(&mut tx, target).await?;
        }
        if result == BulkResult::TooOften {
            let (ip, agent) = job.from.clone();
            let visitor = Visitor { ip, agent, ..Visitor::nobody() };
            let (subject, detail) = (super::in_chain(&job.org, target), json!({ "selection": job.id }));
            self.record_by(&mut tx, subject, &visitor, job.by.as_str(), Kind::ResetLimited, detail).await?;
        }
        // Whoever is second finds the turn over, and nothing of theirs is kept.
        selection::settle(&mut tx, id, target, result, self.now()).await?;
        self.commit(tx).await
    }

    /// Whoever began it could still begin it: a role that was taken away ends what was begun with it (v5.0.0-8.3.2).
    async fn may_go_on(&self, tx: &mut Tx, job: &Selection) -> Result<bool, Fault> {
        let role = member::role(tx, &job.org, &job.by).await?;
        let suspended = person::get(tx, &job.by).await?.suspended;
        Ok(role.is_some_and(|role| role >= Role::Admin) && !suspended)
    }

    async fn do_to(&self, tx: &mut Tx, job: &Selection, who: &Person) -> Result<BulkResult, Fault> {
        let (ip, agent) = job.from.clone();
        let visitor = Visitor { ip, agent, ..Visitor::nobody() };
        if member::role(tx, &job.org, &who.id).await?.is_none() {
            return Ok(BulkResult::Gone);
        }
        match job.deed {
            Some(BulkDeed::Remind) => self.remind(tx, &visitor, job, who).await,
            Some(BulkDeed::Reset) => self.reset_by_job(tx, &visitor, job, who).await,
            None => Err(Fault::Stale),
        }
    }

    async fn remind(&self, tx: &mut Tx, visitor: &Visitor, job: &Selection, who: &Person) -> Result<BulkResult, Fault> {
        if who.suspended {
            return Ok(BulkResult::Suspended);
        }
        if self.has_second(tx, who).await? {
            return Ok(BulkResult::HasTwoFactor);
        }
        let subject = super::in_chain(&job.org, &who.id);
        self.record_by(tx, subject, visitor, job.by.as_str(), Kind::Reminded, json!({ "selection": job.id })).await?;
        let org = org::name(tx, &job.org).await?.unwrap_or_default();
        let news = News::of(What::Member(MemberNews::Reminded)).within(org, String::new());
        self.tell(tx, visitor, who, news).await?;
        Ok(BulkResult::Done)
    }
}
