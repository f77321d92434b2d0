//! Messages to send. A row is written in the transaction that needs the message and claimed with a lease, so several
//! nodes can share the work and a crash loses nothing.

mod depth;
mod journey;
mod member;
mod reset;
mod told;
mod track;

pub use depth::{Depth, depth};
pub use journey::{Fared, journey};
pub use member::MemberNews;
pub use reset::ResetNews;
pub use told::{Told, told};
pub use track::{
    Attempt, Outcome, Report, Reports, begin, called, carrier_of, code_of, end_attempt, hold, report, unfinished, way,
};

use super::{Db, StoreError, Write, run_all, word};
use crate::model::{ChallengeId, Channel, Language, Reported, Seconds, Timestamp};
use serde::{Deserialize, Serialize};

/// What a message carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Load {
    /// The code of this challenge.
    Code(ChallengeId),
    /// A notice.
    Notice(Box<Notice>),
}

/// What a notice tells, as stored: words and links are made when it is sent. Never a code, never a full number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// What happened.
    pub what: What,
    /// When, for people.
    pub when: String,
    /// Network address it came from.
    pub place: String,
    /// Browser and system in words.
    pub device: String,
    /// Last two digits of the phone concerned; empty if there is none.
    pub last: String,
    /// The row that "This wasn't me" takes back.
    pub undo: Option<String>,
    /// What else the words need: a request's number, an address, a name.
    #[serde(default)]
    pub extra: String,
    /// Another moment the words need: when a request completes, or until when a pass works.
    #[serde(default)]
    pub due: String,
    /// Whose account it is, where the reader is somebody else: "Ana Roe (ana@example.com)".
    #[serde(default)]
    pub whose: String,
    /// The case whose status link goes along.
    #[serde(default)]
    pub case: Option<String>,
    /// The organization that it happened in.
    #[serde(default)]
    pub org: String,
    /// Who did it, or who can be asked: names.
    #[serde(default)]
    pub by: String,
    /// The invitation whose link goes along.
    #[serde(default)]
    pub invitation: Option<String>,
    /// The challenge whose code goes along.
    #[serde(default)]
    pub code: Option<String>,
    /// The reviewer's question that goes along.
    #[serde(default)]
    pub question: Option<String>,
}

/// What can be told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum What {
    /// The phone was replaced.
    PhoneChanged,
    /// A first phone was added.
    PhoneAdded,
    /// A recovery code was made.
    RecoveryMade,
    /// The recovery code was used to sign in.
    RecoveryUsed,
    /// Three wrong codes after the right password.
    WrongCodes,
    /// A change was taken back.
    Restored,
    /// The password was changed.
    PasswordChanged,
    /// A forgotten password was replaced through the mailbox.
    PasswordReset,
    /// A phone was added beside the main one.
    SpareAdded,
    /// A phone was removed.
    PhoneRemoved,
    /// Another phone became the main one.
    PhoneMain,
    /// An authenticator app was added.
    AppAdded,
    /// An authenticator app was removed.
    AppRemoved,
    /// 2FA was turned off.
    TurnedOff,
    /// The address to sign in with was changed.
    EmailChanged,
    /// An address for notices was added.
    EmailAdded,
    /// An address for notices was removed.
    EmailRemoved,
    /// Somebody signed in from a browser that was not seen before.
    NewDevice,
    /// A reset of the 2FA was asked for.
    CaseOpened,
    /// It is half-way through its wait.
    CaseHalfway,
    /// It completes soon.
    CaseSoon,
    /// It was granted: a new phone can be added.
    CasePassed,
    /// It was refused.
    CaseRefused,
    /// It was cancelled.
    CaseCancelled,
    /// It was used: a new phone is there.
    CaseUsed,
    /// The wait is over, but nobody could be told: a person has to look at it.
    CaseStuck,
    /// No code was sent because the number's SIM was changed not long ago.
    LineChanged,
    /// Whoever answered a call with a code did not ask for it.
    CallRefused,
    /// Waits after wrong tries were lifted.
    Unlocked,
    /// So many wrong codes that a new password is demanded.
    PasswordDemanded,
    /// The policy of an organization asks for less than before.
    PolicyWeaker,
    /// Somebody's place in an organization.
    Member(MemberNews),
    /// A reset by an admin, or a reviewer's question.
    Reset(ResetNews),
}

/// A message to send.
#[derive(Clone)]
pub struct Letter {
    /// Identifier; also the key under which a provider may recognise a repeat.
    pub id: String,
    /// Whom it concerns.
    pub person: String,
    /// How.
    pub channel: Channel,
    /// Where to, sealed.
    pub destination_sealed: String,
    /// What.
    pub load: Load,
    /// In which language its words are made.
    pub language: Language,
    /// The change or the case that it tells of, so that its delivery can be looked up.
    pub about: Option<String>,
    /// In whose figures it counts, if in anybody's: organization, region, channel and price, parted by spaces.
    pub tally: Option<String>,
    /// Not worth sending from then on.
    pub not_after: Timestamp,
    /// How often it was tried.
    pub attempts: i64,
}

/// Puts a message into the outbox.
pub fn push(letter: &Letter, now: Timestamp) -> Write {
    const SQL: &str = "INSERT INTO outbox (id, person_id, channel, destination_sealed, challenge_id, notice, state, \
                       created_at, not_after, next_at, about, tally, language) \
                       VALUES ($1, $2, $3, $4, $5, $6, 'queued', $7, $8, $7, $9, $10, $11)";
    let (challenge, notice) = match &letter.load {
        Load::Code(id) => (Some(id.as_str()), None),
        Load::Notice(notice) => (None, serde_json::to_string(notice).ok()),
    };
    Write::new(SQL)
        .bind(&letter.id)
        .bind(&letter.person)
        .bind(letter.channel.word())
        .bind(&letter.destination_sealed)
        .bind(challenge)
        .bind(notice.as_deref())
        .bind(now.0)
        .bind(letter.not_after.0)
        .bind(letter.about.as_deref())
        .bind(letter.tally.as_deref())
        .bind(letter.language.tag())
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    person_id: String,
    channel: String,
    destination_sealed: String,
    challenge_id: Option<String>,
    notice: Option<String>,
    language: String,
    not_after: i64,
    attempts: i64,
}

impl TryFrom<Row> for Letter {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let load = match (row.challenge_id, row.notice) {
            (Some(id), None) => Load::Code(ChallengeId::new(id)),
            (None, Some(json)) if let Ok(notice) = serde_json::from_str(&json) => Load::Notice(notice),
            _ => return Err(StoreError::Corrupt { table: "outbox", id: row.id }),
        };
        Ok(Letter {
            channel: word("outbox", &row.id, Channel::parse, &row.channel)?,
            language: word("outbox", &row.id, Language::parse, &row.language)?,
            id: row.id,
            person: row.person_id,
            destination_sealed: row.destination_sealed,
            load,
            about: None,
            tally: None,
            not_after: Timestamp(row.not_after),
            attempts: row.attempts,
        })
    }
}

/// Claims due messages for a lease, oldest first. A message whose lease ran out was held by a node that died: it is due
/// again.
pub async fn claim(db: &mut Db, most: i64, lease: Seconds, now: Timestamp) -> Result<Vec<Letter>, StoreError> {
    // The state is asked for again outside: a node that waited for another's claim finds nothing left to take.
    const SQL: &str = "UPDATE outbox SET state = 'sending', lease_until = $2, attempts = attempts + 1 \
                       WHERE id IN (SELECT id FROM outbox WHERE next_at <= $1 AND (state = 'queued' \
                       OR (state = 'sending' AND lease_until <= $1)) ORDER BY next_at, id LIMIT $3) \
                       AND (state = 'queued' OR (state = 'sending' AND lease_until <= $1)) \
                       RETURNING id, person_id, channel, destination_sealed, challenge_id, notice, language, \
                       not_after, attempts";
    let rows: Vec<Row> = sqlx::query_as(SQL).bind(now.0).bind((now + lease).0).bind(most).fetch_all(db).await?;
    let mut letters = rows.into_iter().map(Letter::try_from).collect::<Result<Vec<_>, _>>()?;
    // Ids sort by time of making.
    letters.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(letters)
}

/// Whether anything is due: a read, so an idle worker writes nothing.
pub async fn due(db: &mut Db, now: Timestamp) -> Result<bool, StoreError> {
    const SQL: &str = "SELECT id FROM outbox WHERE next_at <= $1 AND (state = 'queued' \
                       OR (state = 'sending' AND lease_until <= $1)) LIMIT 1";
    Ok(sqlx::query_as::<_, (String,)>(SQL).bind(now.0).fetch_optional(db).await?.is_some())
}

/// Whether at least one message about something was handed over, and not reported as lost: its person was told.
pub async fn delivered(db: &mut Db, about: &str) -> Result<bool, StoreError> {
    const SQL: &str = "SELECT id FROM outbox WHERE about = $1 AND (reported = 'delivered' OR (state = 'sent' \
                       AND (reported IS NULL OR reported NOT IN ('undelivered', 'failed')))) LIMIT 1";
    Ok(sqlx::query_as::<_, (String,)>(SQL).bind(about).fetch_optional(db).await?.is_some())
}

/// How a message ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Handed to the carrier.
    Sent,
    /// Refused for good.
    Failed,
    /// Too late to be of use.
    Expired,
}

impl End {
    fn word(self) -> &'static str {
        match self {
            End::Sent => "sent",
            End::Failed => "failed",
            End::Expired => "expired",
        }
    }
}

/// Ends a message that is still this claim's with its last hand-over, and counts how in the figures that it belongs to. Where
/// it went is erased: nothing needs it any more. Answers when it was written.
///
/// # Errors
/// [`StoreError::Stale`] when another node has it.
pub async fn finish(
    db: &mut Db,
    letter: &Letter,
    end: End,
    outcome: Outcome<'_>,
    now: Timestamp,
) -> Result<Timestamp, StoreError> {
    const SQL: &str = "UPDATE outbox SET state = $3, failure = $4, finished_at = $5, lease_until = NULL, \
                       destination_sealed = '' WHERE id = $1 AND state = 'sending' AND attempts = $2 \
                       RETURNING tally, challenge_id, created_at, carrier, reported";
    type Ended = (Option<String>, Option<String>, i64, Option<String>, Option<String>);
    let id = letter.id.as_str();
    let failure = if end == End::Sent { "" } else { outcome.said() };
    let ended: Option<Ended> = sqlx::query_as(SQL)
        .bind(id)
        .bind(letter.attempts)
        .bind(end.word())
        .bind(failure)
        .bind(now.0)
        .fetch_optional(&mut *db)
        .await?;
    let (tally, challenge, created, carrier, reported) = ended.ok_or(StoreError::Stale)?;
    let created = Timestamp(created);
    let mut writes = vec![end_attempt(letter, outcome, now)];
    let first = match (end, challenge) {
        (End::Sent, Some(challenge)) => super::challenge::note_delivery(db, &challenge, now).await?,
        _ => false,
    };
    if let Some(tally) = tally {
        let took = (end == End::Sent).then(|| created.seconds_until(now));
        writes.extend(super::tally::count_message(id, (&tally, carrier.as_deref()), (took, first), now));
        // A report can overtake the carrier's own answer: what is known to be lost was not delivered.
        let lost = reported.as_deref().and_then(Reported::parse).filter(|r| took.is_some() && r.is_bad());
        if let Some(lost) = lost {
            writes.extend(super::tally::recount(&format!("{id}.r{}", lost.rank()), &tally, (false, true), None, now));
        }
    }
    run_all(db, writes).await?;
    Ok(created)
}

/// Puts a message back for later.
pub async fn retry(db: &mut Db, id: &str, at: Timestamp, failure: &str) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE outbox SET state = 'queued', next_at = $2, failure = $3, lease_until = NULL \
                       WHERE id = $1 AND state = 'sending'";
    sqlx::query(SQL).bind(id).bind(at.0).bind(failure).execute(db).await?;
    Ok(())
}
