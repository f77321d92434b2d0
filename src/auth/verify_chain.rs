//! `rekey check`: walks every chain of the trail and finds an edit, a gap, a reorder or a cut-off end.

use super::Fault;
use super::audit::hash_of;
use crate::store::{Store, audit};

/// What the walk found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Chains walked.
    pub chains: usize,
    /// Rows verified.
    pub rows: usize,
    /// The first fault of each broken chain, in words.
    pub faults: Vec<String>,
}

/// Walks every chain.
///
/// # Errors
/// [`Fault::Store`] when the database does not answer; a broken chain is a finding, not an error.
pub async fn verify(store: &Store) -> Result<Verdict, Fault> {
    let mut db = store.read().await?;
    let mut verdict = Verdict::default();
    for (chain, last, end) in audit::heads(&mut db).await? {
        verdict.chains += 1;
        let (mut seq, mut previous) = (0, String::new());
        let fault = 'chain: loop {
            let rows = audit::stretch(&mut db, &chain, seq, 500).await?;
            if rows.is_empty() {
                break (seq != last || previous != end)
                    .then(|| format!("{chain}: ends at row {seq}, but {last} rows were written"));
            }
            for row in rows {
                seq += 1;
                if row.seq != seq {
                    break 'chain Some(format!("{chain}: row {seq} is missing"));
                }
                if row.previous != previous || hash_of(&row) != row.hash {
                    break 'chain Some(format!("{chain}: row {seq} was altered"));
                }
                previous = row.hash;
                verdict.rows += 1;
            }
        };
        verdict.faults.extend(fault);
    }
    for chain in audit::headless(&mut db).await? {
        verdict.chains += 1;
        verdict.faults.push(format!("{chain}: its recorded end is missing"));
    }
    Ok(verdict)
}
