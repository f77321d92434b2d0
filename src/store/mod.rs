//! The only SQL in the crate. One text for SQLite and PostgreSQL through `sqlx::Any`, on a schema of TEXT and BIGINT.
//!
//! Functions take an open connection or transaction first, so one use case decides what is one transaction. Every claim
//! is a guarded `UPDATE` whose row count is checked; there are no row locks to forget.

mod db;
mod lane;
mod write;

pub mod audit;
pub mod budget;
pub mod case;
pub mod case_question;
pub mod challenge;
pub mod crowd;
pub mod enrolment;
pub mod factor;
pub mod forgot;
pub mod guard;
pub mod invitation;
pub mod member;
pub mod org;
pub mod org_policy;
pub mod outbox;
pub mod overview;
pub mod person;
pub mod reset;
pub mod roster;
pub mod selection;
pub mod sends;
pub mod session;
pub mod sign_in;
pub mod tally;

#[cfg(test)]
mod tests;

pub use db::{Db, Engine, Lease, Store, Tx};
pub use write::{Write, run_all};

/// Why the store could not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A unique value is taken.
    #[error("already there")]
    Taken,
    /// Somebody else was faster: the guarded row is no longer as it was read.
    #[error("changed meanwhile")]
    Stale,
    /// A row holds what no version of this program writes.
    #[error("corrupt row in {table}: {id}")]
    Corrupt {
        /// Table of the row.
        table: &'static str,
        /// Its id.
        id: String,
    },
    /// The database did not answer, or not as expected.
    #[error("database: {0}")]
    Down(sqlx::Error),
    /// The migrations could not be run.
    #[error("migrations: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(inner) if inner.is_unique_violation() => StoreError::Taken,
            _ => StoreError::Down(error),
        }
    }
}

/// Turns the row count of a guarded statement into its meaning: exactly one row, or somebody else was faster.
fn one(result: sqlx::any::AnyQueryResult) -> Result<(), StoreError> {
    if result.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Reads a word column through its type's own reader.
fn word<T>(table: &'static str, id: &str, parse: impl FnOnce(&str) -> Option<T>, text: &str) -> Result<T, StoreError> {
    parse(text).ok_or_else(|| StoreError::Corrupt { table, id: id.to_owned() })
}
