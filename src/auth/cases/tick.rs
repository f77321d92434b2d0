//! What time does to cases: reminders, completion, the end. Safe to run on several nodes at once: every step is a guarded
//! save, and whoever is second finds nothing to do.

use crate::auth::audit::Kind;
use crate::auth::{Auth, Fault, Visitor};
use crate::flow::Policy;
use crate::flow::case::{Event, State};
use crate::model::Seconds;
use crate::store::case::{self, Case};
use crate::store::outbox::What;
use crate::store::person;
use crate::store::{Tx, outbox};
use serde_json::json;

impl Auth {
    /// Moves every case on whose time has come.
    pub async fn tick_cases(&self) -> Result<(), Fault> {
        let now = self.now();
        let mut db = self.store.read().await?;
        let timed = case::timed(&mut db, now).await?;
        drop(db);
        let mut failed = Ok(());
        for case in timed {
            match self.tick_case(case).await {
                // Another node, or somebody's decision, was faster.
                Ok(()) | Err(Fault::Stale) => {}
                // One that cannot be read must not hold up the others.
                Err(fault) => {
                    failed = Err(fault);
                }
            }
        }
        self.tick_resets().await?;
        failed
    }

    /// The reminder that is due: half-way, or shortly before the end of the wait. A case that waits for a reviewer is
    /// reminded of all the same: its person must not learn from a missing mail that an answer was wrong.
    fn reminder(&self, case: &Case) -> Option<(i64, What)> {
        let opened = case.opened.filter(|_| matches!(case.state, State::Waiting | State::Review))?;
        let wait = (case.ready.unwrap_or(opened).0 - opened.0) / 1000;
        let [halfway, soon] = Policy::case_reminders(Seconds(wait));
        match case.reminded {
            0 | 1 if self.now() >= opened + soon => Some((2, What::CaseSoon)),
            0 if self.now() >= opened + halfway => Some((1, What::CaseHalfway)),
            _ => None,
        }
    }

    async fn tick_case(&self, mut case: Case) -> Result<(), Fault> {
        let nobody = Visitor::nobody();
        let mut tx = self.store.begin().await?;
        // The person's row first, as everywhere: whoever signs in at this moment holds it and takes the case's next.
        let who = person::hold(&mut tx, &case.person).await?;
        if case.state != State::Waiting && self.now() >= case.expires {
            let silent = case.state.draft();
            if silent {
                case.state = case.state.next(Event::Expired).ok_or(Fault::Stale)?;
                case::save(&mut tx, &case).await?;
            } else {
                self.end_case(&mut tx, &nobody, &who, &mut case, Event::Expired, ("wait", "time is up")).await?;
            }
            return self.commit(tx).await;
        }
        if case.state == State::Waiting && case.ready.is_some_and(|at| self.now() >= at) {
            self.complete(&mut tx, &nobody, &mut case).await?;
        } else if let Some((reminded, what)) = self.reminder(&case) {
            case.reminded = reminded;
            case::save(&mut tx, &case).await?;
            self.tell_of_case(&mut tx, &nobody, &who, &case, what).await?;
        }
        self.commit(tx).await
    }

    /// The wait is over. A reset that nobody could be told of does not complete: then a person has to look at it.
    async fn complete(&self, tx: &mut Tx, nobody: &Visitor, case: &mut Case) -> Result<(), Fault> {
        let who = person::get(tx, &case.person).await?;
        if outbox::delivered(tx, case.id.as_str()).await? {
            return self.pass(tx, nobody, &who, case, Event::WaitOver(true), "wait").await;
        }
        case.state = case.state.next(Event::WaitOver(false)).ok_or(Fault::Stale)?;
        case::save(tx, case).await?;
        let detail = json!({ "case": case.number });
        self.record_by(tx, self.case_subject(case), nobody, "wait", Kind::CaseStuck, detail).await?;
        self.tell_of_case(tx, nobody, &who, case, What::CaseStuck).await
    }
}
