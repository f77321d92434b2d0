//! Invitations into an organization.

use super::{Db, StoreError, one, word};
use crate::model::{OrgId, PersonId, Role, Timestamp};

/// An invitation as stored.
#[derive(Clone)]
pub struct Invitation {
    /// Identifier.
    pub id: String,
    /// Into which organization.
    pub org: OrgId,
    /// The address that was invited.
    pub email: String,
    /// As what.
    pub role: Role,
    /// By whom.
    pub by: PersonId,
    /// Messages sent.
    pub sends: i64,
    /// The last one.
    pub sent: Timestamp,
    /// Over from then on.
    pub expires: Timestamp,
}

impl Invitation {
    /// What the secret of its latest link is derived from.
    pub fn link_id(&self) -> String {
        format!("{}-{}", self.id, self.sends)
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    organization_id: String,
    email: String,
    role: String,
    invited_by: String,
    sends: i64,
    sent_at: i64,
    expires_at: i64,
}

impl TryFrom<Row> for Invitation {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Invitation {
            role: word("invitation", &row.id, Role::parse, &row.role)?,
            id: row.id,
            org: OrgId::new(row.organization_id),
            email: row.email,
            by: PersonId::new(row.invited_by),
            sends: row.sends,
            sent: Timestamp(row.sent_at),
            expires: Timestamp(row.expires_at),
        })
    }
}

/// Makes an invitation.
///
/// # Errors
/// [`StoreError::Taken`] when the address has an open one of this organization.
pub async fn insert(db: &mut Db, new: &Invitation) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO invitation (organization_id, id, email, role, invited_by, created_at, sent_at, \
                       expires_at) VALUES ($1, $2, $3, $4, $5, $6, $6, $7)";
    sqlx::query(SQL)
        .bind(new.org.as_str())
        .bind(&new.id)
        .bind(&new.email)
        .bind(new.role.word())
        .bind(new.by.as_str())
        .bind(new.sent.0)
        .bind(new.expires.0)
        .execute(db)
        .await?;
    Ok(())
}

/// The open invitation of an address, over or not.
pub async fn to_address(db: &mut Db, org: &OrgId, email: &str) -> Result<Option<Invitation>, StoreError> {
    const SQL: &str = "SELECT id, organization_id, email, role, invited_by, sends, sent_at, expires_at FROM invitation \
                       WHERE organization_id = $1 AND email = $2 AND ended_at IS NULL";
    let row: Option<Row> = sqlx::query_as(SQL).bind(org.as_str()).bind(email).fetch_optional(db).await?;
    row.map(Invitation::try_from).transpose()
}

/// Open invitations of an organization, newest first.
pub async fn open(db: &mut Db, org: &OrgId, most: i64) -> Result<Vec<Invitation>, StoreError> {
    const SQL: &str = "SELECT id, organization_id, email, role, invited_by, sends, sent_at, expires_at FROM invitation \
                       WHERE organization_id = $1 AND ended_at IS NULL ORDER BY id DESC LIMIT $2";
    let rows: Vec<Row> = sqlx::query_as(SQL).bind(org.as_str()).bind(most).fetch_all(db).await?;
    rows.into_iter().map(Invitation::try_from).collect()
}

/// One open invitation of an organization.
pub async fn of_organization(db: &mut Db, org: &OrgId, id: &str) -> Result<Option<Invitation>, StoreError> {
    const SQL: &str = "SELECT id, organization_id, email, role, invited_by, sends, sent_at, expires_at FROM invitation \
                       WHERE organization_id = $1 AND id = $2 AND ended_at IS NULL";
    let row: Option<Row> = sqlx::query_as(SQL).bind(org.as_str()).bind(id).fetch_optional(db).await?;
    row.map(Invitation::try_from).transpose()
}

/// An open invitation by its link or by the list of the invited person.
pub async fn by_id(db: &mut Db, id: &str) -> Result<Option<Invitation>, StoreError> {
    const SQL: &str = "SELECT id, organization_id, email, role, invited_by, sends, sent_at, expires_at FROM invitation \
                       WHERE id = $1 AND ended_at IS NULL";
    let row: Option<Row> = sqlx::query_as(SQL).bind(id).fetch_optional(db).await?;
    row.map(Invitation::try_from).transpose()
}

/// Open invitations of an address into any organization.
pub async fn of_address(db: &mut Db, email: &str, now: Timestamp) -> Result<Vec<Invitation>, StoreError> {
    const SQL: &str = "SELECT id, organization_id, email, role, invited_by, sends, sent_at, expires_at FROM invitation \
                       WHERE email = $1 AND ended_at IS NULL AND expires_at > $2 ORDER BY id DESC LIMIT 50";
    let rows: Vec<Row> = sqlx::query_as(SQL).bind(email).bind(now.0).fetch_all(db).await?;
    rows.into_iter().map(Invitation::try_from).collect()
}

/// Books another message; links of earlier ones are over.
///
/// # Errors
/// [`StoreError::Stale`] when somebody booked one meanwhile, or it ended.
pub async fn again(db: &mut Db, old: &Invitation, now: Timestamp, expires: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE invitation SET sends = sends + 1, sent_at = $4, expires_at = $5 \
                       WHERE organization_id = $1 AND id = $2 AND sends = $3 AND ended_at IS NULL";
    let done = sqlx::query(SQL).bind(old.org.as_str()).bind(&old.id).bind(old.sends).bind(now.0).bind(expires.0);
    one(done.execute(db).await?)
}

/// How an invitation ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Its person joined.
    Accepted,
    /// Its person said no.
    Declined,
    /// The organization took it back.
    Revoked,
    /// Nobody answered in time.
    Expired,
}

impl End {
    /// The word in the database.
    pub fn word(self) -> &'static str {
        match self {
            End::Accepted => "accepted",
            End::Declined => "declined",
            End::Revoked => "revoked",
            End::Expired => "expired",
        }
    }
}

/// Uses an invitation up.
///
/// # Errors
/// [`StoreError::Stale`] when it ended meanwhile, or was sent again: an older link ends nothing.
pub async fn end(db: &mut Db, open: &Invitation, how: End, now: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE invitation SET ended_at = $4, ended_how = $5 \
                       WHERE organization_id = $1 AND id = $2 AND sends = $3 AND ended_at IS NULL";
    let done = sqlx::query(SQL).bind(open.org.as_str()).bind(&open.id).bind(open.sends).bind(now.0).bind(how.word());
    one(done.execute(db).await?)
}

/// Takes back what somebody invited to with more than `most`, when their own role became that; `None`: everything.
pub async fn revoke_above(
    db: &mut Db,
    org: &OrgId,
    by: &PersonId,
    most: Option<Role>,
    now: Timestamp,
) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE invitation SET ended_at = $3, ended_how = 'revoked' WHERE organization_id = $1 \
                       AND invited_by = $2 AND ended_at IS NULL \
                       AND CASE role WHEN 'owner' THEN 2 WHEN 'admin' THEN 1 ELSE 0 END > $4";
    let most: i64 = match most {
        // Members invite nobody.
        None | Some(Role::Member) => -1,
        Some(Role::Admin) => 1,
        Some(Role::Owner) => 2,
    };
    sqlx::query(SQL).bind(org.as_str()).bind(by.as_str()).bind(now.0).bind(most).execute(db).await?;
    Ok(())
}

/// Keeps what somebody typed until it is right.
pub async fn keep_draft(
    db: &mut Db,
    org: &OrgId,
    person: &PersonId,
    (sealed, role): (&str, &str),
    at: Timestamp,
) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO invite_draft (organization_id, person_id, typed_sealed, role, at) \
                       VALUES ($1, $2, $3, $4, $5) ON CONFLICT (organization_id, person_id) \
                       DO UPDATE SET typed_sealed = $3, role = $4, at = $5";
    sqlx::query(SQL).bind(org.as_str()).bind(person.as_str()).bind(sealed).bind(role).bind(at.0).execute(db).await?;
    Ok(())
}

/// What somebody typed since then, sealed, and the role.
pub async fn draft(
    db: &mut Db,
    org: &OrgId,
    person: &PersonId,
    since: Timestamp,
) -> Result<Option<(String, String)>, StoreError> {
    const SQL: &str = "SELECT typed_sealed, role FROM invite_draft WHERE organization_id = $1 AND person_id = $2 \
                       AND at > $3";
    Ok(sqlx::query_as(SQL).bind(org.as_str()).bind(person.as_str()).bind(since.0).fetch_optional(db).await?)
}

/// It was right, or is too old.
pub async fn drop_draft(db: &mut Db, org: &OrgId, person: &PersonId) -> Result<(), StoreError> {
    const SQL: &str = "DELETE FROM invite_draft WHERE organization_id = $1 AND person_id = $2";
    sqlx::query(SQL).bind(org.as_str()).bind(person.as_str()).execute(db).await?;
    Ok(())
}

/// Ends what nobody answered, and forgets what ended long ago.
pub async fn tidy(db: &mut Db, now: Timestamp, forget: Timestamp) -> Result<(), StoreError> {
    const END: &str = "UPDATE invitation SET ended_at = $1, ended_how = 'expired' WHERE ended_at IS NULL \
                       AND expires_at <= $2";
    const FORGET: &str = "DELETE FROM invitation WHERE ended_at < $1";
    const DRAFTS: &str = "DELETE FROM invite_draft WHERE at < $1";
    // A day longer than it works: the list says that it expired.
    let over = Timestamp(now.0 - 24 * 3600 * 1000);
    sqlx::query(END).bind(now.0).bind(over.0).execute(&mut *db).await?;
    sqlx::query(FORGET).bind(forget.0).execute(&mut *db).await?;
    sqlx::query(DRAFTS).bind(over.0).execute(db).await?;
    Ok(())
}
