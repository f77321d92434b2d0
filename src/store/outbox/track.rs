//! Hand-overs and what carriers report: what makes sure that a crash loses nothing and doubles nothing.

use super::Letter;
use crate::model::{ChallengeId, Channel, Language, PersonId, Reported, Seconds, Timestamp};
use crate::store::{Db, StoreError, Write, challenge, one, run_all, tally, word};

/// A hand-over of which nobody noted how it ended: the node that began it died.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Whom it was handed to.
    pub carrier: String,
    /// What that carrier reported meanwhile: it has the message.
    pub reported: Option<Reported>,
}

/// How a hand-over ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome<'a> {
    /// `taken`, or the class of what went wrong.
    pub word: &'a str,
    /// The carrier's own code for what went wrong.
    pub code: &'a str,
    /// The carrier's own id of the message.
    pub reference: &'a str,
}

impl<'a> Outcome<'a> {
    /// What is kept of a failure: the carrier's code where there is one, else our word.
    pub fn said(&self) -> &'a str {
        if self.code.is_empty() { self.word } else { self.code }
    }
}

/// A carrier's report.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// The carrier's own id of the message.
    pub reference: &'a str,
    /// Its word for what happened.
    pub status: &'a str,
    /// Its code for what went wrong, if something did.
    pub code: &'a str,
    /// What that means; `None`: nothing that is known here.
    pub means: Option<Reported>,
}

/// What a report changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reports {
    /// There is no such message.
    Nobody,
    /// It was heard before, or more is known already.
    Nothing,
    /// The message came farther.
    Farther,
}

/// Makes sure that a claimed message is still this claim's: another node takes it when the lease runs out.
///
/// # Errors
/// [`StoreError::Stale`] when it is not.
pub async fn hold(db: &mut Db, letter: &Letter) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE outbox SET attempts = attempts WHERE id = $1 AND state = 'sending' AND attempts = $2";
    one(sqlx::query(SQL).bind(&letter.id).bind(letter.attempts).execute(db).await?)
}

/// Notes that a message is about to be handed over, and renews its lease.
///
/// # Errors
/// [`StoreError::Stale`] when another node has it.
pub async fn begin(
    db: &mut Db,
    letter: &Letter,
    carrier: &str,
    lease: Seconds,
    now: Timestamp,
) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE outbox SET lease_until = $3, carrier = $4 \
                       WHERE id = $1 AND state = 'sending' AND attempts = $2";
    const ATTEMPT: &str = "INSERT INTO attempt (outbox_id, claim, carrier, started_at) VALUES ($1, $2, $3, $4)";
    let renew = Write::new(SQL).bind(&letter.id).bind(letter.attempts).bind((now + lease).0).bind(carrier).guarded();
    let begun = Write::new(ATTEMPT).bind(&letter.id).bind(letter.attempts).bind(carrier).bind(now.0);
    run_all(db, vec![renew, begun]).await
}

/// Notes how every hand-over of a message that is still open ended.
pub fn end_attempt(letter: &Letter, outcome: Outcome<'_>, now: Timestamp) -> Write {
    const SQL: &str = "UPDATE attempt SET ended_at = $2, outcome = $3, code = $4, reference = $5 \
                       WHERE outbox_id = $1 AND ended_at IS NULL";
    Write::new(SQL).bind(&letter.id).bind(now.0).bind(outcome.word).bind(outcome.code).bind(outcome.reference)
}

/// A hand-over of this message that a node began and did not live to end.
pub async fn unfinished(db: &mut Db, letter: &Letter) -> Result<Option<Attempt>, StoreError> {
    const SQL: &str = "SELECT a.carrier, o.reported FROM attempt a JOIN outbox o ON o.id = a.outbox_id \
                       WHERE a.outbox_id = $1 AND a.ended_at IS NULL ORDER BY a.claim DESC LIMIT 1";
    let row: Option<(String, Option<String>)> = sqlx::query_as(SQL).bind(&letter.id).fetch_optional(db).await?;
    let Some((carrier, reported)) = row else { return Ok(None) };
    let reported = reported.map(|text| word("outbox", &letter.id, Reported::parse, &text)).transpose()?;
    Ok(Some(Attempt { carrier, reported }))
}

/// The challenge whose code a message carries, if it carries one, and the language of its words.
pub async fn code_of(db: &mut Db, id: &str) -> Result<Option<(ChallengeId, Language)>, StoreError> {
    const SQL: &str = "SELECT challenge_id, language FROM outbox WHERE id = $1 AND challenge_id IS NOT NULL";
    let row: Option<(String, String)> = sqlx::query_as(SQL).bind(id).fetch_optional(db).await?;
    let Some((challenge, language)) = row else { return Ok(None) };
    Ok(Some((ChallengeId::new(challenge), word("outbox", id, Language::parse, &language)?)))
}

/// The carrier that took a code last, if one did.
pub async fn carrier_of(db: &mut Db, challenge: &ChallengeId) -> Result<Option<String>, StoreError> {
    const SQL: &str = "SELECT carrier FROM outbox WHERE challenge_id = $1 AND state = 'sent' AND carrier IS NOT NULL \
                       ORDER BY id DESC LIMIT 1";
    let row: Option<(String,)> = sqlx::query_as(SQL).bind(challenge.as_str()).fetch_optional(db).await?;
    Ok(row.map(|(carrier,)| carrier))
}

/// Whom a call with a code was made to; `None` for any other message.
pub async fn called(db: &mut Db, id: &str) -> Result<Option<PersonId>, StoreError> {
    const SQL: &str = "SELECT person_id FROM outbox WHERE id = $1 AND channel = 'call' AND challenge_id IS NOT NULL";
    let row: Option<(String,)> = sqlx::query_as(SQL).bind(id).fetch_optional(db).await?;
    Ok(row.map(|(id,)| PersonId::new(id)))
}

/// Takes a carrier's report. One that says that a code did not arrive lets its person ask for another message at once,
/// unless they did already.
pub async fn report(db: &mut Db, id: &str, report: Report<'_>, now: Timestamp) -> Result<Reports, StoreError> {
    const HEARD: &str = "INSERT INTO receipt (outbox_id, reference, status, code, at) \
                         SELECT id, $2, $3, $4, $5 FROM outbox WHERE id = $1 ON CONFLICT DO NOTHING";
    const RAISE: &str = "UPDATE outbox SET reported = $2, reported_at = $3 WHERE id = $1 AND CAST($4 AS BIGINT) > \
                         CASE reported WHEN 'accepted' THEN 1 WHEN 'sent' THEN 2 WHEN 'undelivered' THEN 3 \
                         WHEN 'failed' THEN 4 WHEN 'delivered' THEN 5 ELSE 0 END";
    // A write, so that two reports at once count one after the other.
    const WHOSE: &str = "UPDATE outbox SET reported = reported WHERE id = $1 \
                         RETURNING challenge_id, channel, state, tally, carrier, reported, created_at, finished_at";
    let Some(before) = sqlx::query_as::<_, Before>(WHOSE).bind(id).fetch_optional(&mut *db).await? else {
        return Ok(Reports::Nobody);
    };
    sqlx::query(HEARD)
        .bind(id)
        .bind(report.reference)
        .bind(report.status)
        .bind(report.code)
        .bind(now.0)
        .execute(&mut *db)
        .await?;
    let Some(means) = report.means else { return Ok(Reports::Nothing) };
    let raised =
        sqlx::query(RAISE).bind(id).bind(means.word()).bind(now.0).bind(means.rank()).execute(&mut *db).await?;
    if raised.rows_affected() == 0 {
        return Ok(Reports::Nothing);
    }
    if let (Reported::Delivered, Some(tally), Some(carrier)) = (means, &before.tally, &before.carrier) {
        tally::count_arrival(&mut *db, id, (tally, carrier), now).await?;
    }
    before.recount(&mut *db, id, means, now).await?;
    let Before { challenge_id: code, channel, .. } = before;
    if let (true, Some(code)) = (means.is_bad(), code) {
        let found = challenge::get(db, &ChallengeId::new(code)).await?;
        if Channel::parse(&channel) == Some(found.channel) {
            challenge::note_failure(db, &found.id, now).await?;
        }
    }
    Ok(Reports::Farther)
}

/// A message as it was before a report of it.
#[derive(sqlx::FromRow)]
struct Before {
    challenge_id: Option<String>,
    channel: String,
    state: String,
    tally: Option<String>,
    carrier: Option<String>,
    reported: Option<String>,
    created_at: i64,
    finished_at: Option<i64>,
}

impl Before {
    /// Puts the figures right that were counted when the carrier took the message: what is reported as lost was not
    /// delivered, and what is reported as delivered took until now.
    async fn recount(&self, db: &mut Db, id: &str, means: Reported, now: Timestamp) -> Result<(), StoreError> {
        let (Some(tally), Some(sent), "sent") = (&self.tally, self.finished_at, self.state.as_str()) else {
            return Ok(());
        };
        let lost = self.reported.as_deref().and_then(Reported::parse).is_some_and(Reported::is_bad);
        let took = |until: Timestamp| Timestamp(self.created_at).seconds_until(until);
        let seconds = (means == Reported::Delivered).then(|| (took(Timestamp(sent)), took(now)));
        // Each report that says more than those before has a rank of its own: it counts once.
        let id = format!("{id}.r{}", means.rank());
        run_all(db, tally::recount(&id, tally, (lost, means.is_bad()), seconds, Timestamp(sent))).await
    }
}

/// How a message goes and by whom, and when its carrier took it; `None` where nobody was asked yet.
pub async fn way(db: &mut Db, id: &str) -> Result<Option<(Channel, String, Option<Timestamp>)>, StoreError> {
    const SQL: &str = "SELECT channel, carrier, finished_at FROM outbox WHERE id = $1 AND carrier IS NOT NULL";
    let row: Option<(String, String, Option<i64>)> = sqlx::query_as(SQL).bind(id).fetch_optional(db).await?;
    let Some((channel, carrier, taken)) = row else { return Ok(None) };
    Ok(Some((word("outbox", id, Channel::parse, &channel)?, carrier, taken.map(Timestamp))))
}
