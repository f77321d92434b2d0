//! 2FA at a glance: what the pages about it say beside its phones and apps.

use crate::flow::enrolment::{Reason, State};
use crate::model::{Channel, EnrolmentId, PersonId, SessionId, Timestamp};
use crate::store::{Db, StoreError, word};

/// Everything in one read.
pub struct Glance {
    /// How codes go out by default.
    pub channel: Channel,
    /// When the recovery code was made, and used, unix milliseconds.
    pub recovery: Option<(i64, Option<i64>)>,
    /// The change of a phone that the session began last.
    pub running: Option<Running>,
    /// The organization that requires 2FA.
    pub required_by: Option<String>,
    /// Sessions that are live.
    pub sessions: i64,
}

/// A change of a phone.
pub struct Running {
    /// Identifier.
    pub id: EnrolmentId,
    /// Why.
    pub reason: Reason,
    /// Where it stands.
    pub state: State,
    /// Over from then on.
    pub expires: Timestamp,
}

#[derive(sqlx::FromRow)]
struct Row {
    channel: String,
    made_at: Option<i64>,
    used_at: Option<i64>,
    running: Option<String>,
    reason: Option<String>,
    state: Option<String>,
    expires_at: Option<i64>,
    required_by: Option<String>,
    sessions: i64,
}

/// Reads it for a person in a session; `since` and `idle` are when a live session was made and seen at the earliest.
pub async fn glance(
    db: &mut Db,
    (person, session): (&PersonId, &SessionId),
    (since, idle): (Timestamp, Timestamp),
    now: Timestamp,
) -> Result<Glance, StoreError> {
    const SQL: &str = "SELECT p.channel, r.made_at, r.used_at, e.id AS running, e.reason, e.state, e.expires_at, \
        (SELECT o.name FROM membership m JOIN organization o ON o.id = m.organization_id \
         LEFT JOIN org_policy y ON y.organization_id = o.id WHERE m.person_id = p.id AND (o.plan = 'paid' \
         OR (o.require_2fa_at <= $5 AND (y.staff_only IS NULL OR y.staff_only = 0 OR m.role <> 'member'))) \
         ORDER BY o.id LIMIT 1) AS required_by, \
        (SELECT COUNT(*) FROM session s WHERE s.person_id = p.id AND s.ended_at IS NULL AND s.created_at > $3 \
         AND s.seen_at > $4) AS sessions \
        FROM person p LEFT JOIN recovery_code r ON r.person_id = p.id AND r.ended_at IS NULL \
        LEFT JOIN enrolment e ON e.id = (SELECT id FROM enrolment WHERE binding = $2 ORDER BY created_at DESC, id DESC \
        LIMIT 1) WHERE p.id = $1";
    let row: Option<Row> = sqlx::query_as(SQL)
        .bind(person.as_str())
        .bind(session.as_str())
        .bind(since.0)
        .bind(idle.0)
        .bind(now.0)
        .fetch_optional(db)
        .await?;
    let row = row.ok_or_else(|| StoreError::Corrupt { table: "person", id: person.to_string() })?;
    let running = match (row.running, row.reason, row.state, row.expires_at) {
        (Some(id), Some(reason), Some(state), Some(expires)) => Some(Running {
            reason: word("enrolment", &id, Reason::parse, &reason)?,
            state: word("enrolment", &id, State::parse, &state)?,
            id: EnrolmentId::new(id),
            expires: Timestamp(expires),
        }),
        _ => None,
    };
    Ok(Glance {
        channel: word("person", person.as_str(), Channel::parse, &row.channel)?,
        recovery: row.made_at.map(|made| (made, row.used_at)),
        running,
        required_by: row.required_by,
        // The list of them is no longer.
        sessions: row.sessions.min(20),
    })
}
