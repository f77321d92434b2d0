//! What reviewers ask about requests of `Reset MFA`, and the answers.

use super::{Db, StoreError, one};
use crate::model::{CaseId, OrgId, Timestamp};

/// A question as stored.
#[derive(Clone, sqlx::FromRow)]
pub struct Question {
    /// Identifier.
    pub id: String,
    /// Id of the person who asks.
    pub asked_by: String,
    /// When, unix milliseconds.
    pub asked_at: i64,
    /// What, sealed.
    pub question_sealed: String,
    /// The answer, sealed.
    pub answer_sealed: Option<String>,
    /// When it came, unix milliseconds.
    pub answered_at: Option<i64>,
}

/// Asks.
pub async fn insert(db: &mut Db, org: &OrgId, case: &CaseId, new: &Question) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO case_question (organization_id, id, case_id, asked_by, asked_at, question_sealed) \
                       VALUES ($1, $2, $3, $4, $5, $6)";
    sqlx::query(SQL)
        .bind(org.as_str())
        .bind(&new.id)
        .bind(case.as_str())
        .bind(&new.asked_by)
        .bind(new.asked_at)
        .bind(&new.question_sealed)
        .execute(db)
        .await?;
    Ok(())
}

/// Answers, once.
///
/// # Errors
/// [`StoreError::Stale`] when it was answered, or is none of this case.
pub async fn answer(db: &mut Db, case: &CaseId, id: &str, sealed: &str, at: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE case_question SET answer_sealed = $3, answered_at = $4 \
                       WHERE case_id = $1 AND id = $2 AND answered_at IS NULL";
    one(sqlx::query(SQL).bind(case.as_str()).bind(id).bind(sealed).bind(at.0).execute(db).await?)
}

/// What was asked, sealed.
pub async fn sealed(db: &mut Db, id: &str) -> Result<Option<String>, StoreError> {
    const SQL: &str = "SELECT question_sealed FROM case_question WHERE id = $1";
    let row: Option<(String,)> = sqlx::query_as(SQL).bind(id).fetch_optional(db).await?;
    Ok(row.map(|(sealed,)| sealed))
}

/// Everything that was asked about a case, oldest first.
pub async fn of_case(db: &mut Db, case: &CaseId) -> Result<Vec<Question>, StoreError> {
    const SQL: &str = "SELECT id, asked_by, asked_at, question_sealed, answer_sealed, answered_at FROM case_question \
                       WHERE case_id = $1 ORDER BY asked_at, id LIMIT 50";
    Ok(sqlx::query_as(SQL).bind(case.as_str()).fetch_all(db).await?)
}
