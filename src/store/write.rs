//! Writes as values: made where their table is, and sent one by one or, where none waits for another's result, together.

use super::{Db, StoreError, db};
use sqlx::any::AnyArguments;
use sqlx::query::Query;

/// A statement that writes, with its values. Nothing happens until it runs.
#[must_use]
pub struct Write {
    sql: &'static str,
    values: Vec<Value>,
    guarded: bool,
}

/// A column is text or a number, or nothing.
pub(super) enum Value {
    Text(Option<String>),
    Number(Option<i64>),
}

impl Write {
    pub(super) fn new(sql: &'static str) -> Write {
        Write { sql, values: Vec::new(), guarded: false }
    }

    pub(super) fn bind(mut self, value: impl Into<Value>) -> Write {
        self.values.push(value.into());
        self
    }

    /// It changes exactly one row, or somebody else was faster.
    pub(super) fn guarded(self) -> Write {
        Write { guarded: true, ..self }
    }

    /// Runs it alone.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when it is guarded and did not change exactly one row.
    pub async fn run(self, db: &mut Db) -> Result<(), StoreError> {
        run_all(db, vec![self]).await
    }

    pub(super) fn sql(&self) -> &'static str {
        self.sql
    }

    pub(super) fn count(&self) -> usize {
        self.values.len()
    }

    pub(super) fn bound<'q>(&self, query: Query<'q, sqlx::Any, AnyArguments>) -> Query<'q, sqlx::Any, AnyArguments> {
        self.values.iter().fold(query, |query, value| match value {
            Value::Text(text) => query.bind(text.clone()),
            Value::Number(number) => query.bind(*number),
        })
    }
}

/// Runs writes in their order, together where the database takes several statements at once.
///
/// # Errors
/// [`StoreError::Stale`] when a guarded one did not change exactly one row. Those after it may have run all the same: the
/// transaction is not to be committed.
pub async fn run_all(db: &mut Db, writes: Vec<Write>) -> Result<(), StoreError> {
    let changed = db::execute_all(db, &writes).await?;
    let held = writes.iter().zip(&changed).all(|(write, rows)| !write.guarded || *rows == 1);
    if held && changed.len() == writes.len() { Ok(()) } else { Err(StoreError::Stale) }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(Some(text.to_owned()))
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Value {
        Value::Text(Some(text.clone()))
    }
}

impl From<Option<&str>> for Value {
    fn from(text: Option<&str>) -> Value {
        Value::Text(text.map(str::to_owned))
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Value {
        Value::Number(Some(number))
    }
}
