//! `rekey check` and `rekey audit verify`: walks every chain of the trail in the database and finds an edit, a gap, a
//! reorder or a cut-off end.

use super::Fault;
use super::audit::proof::{Flaw, Walk};
use crate::store::audit::{self, Head, checkpoint};
use crate::store::{Db, Store};
use crate::vault::PublicKey;
use std::collections::VecDeque;

/// Rows and checkpoints read at once.
const STRETCH: i64 = 500;

/// What the walk found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Chains walked.
    pub chains: usize,
    /// Rows verified.
    pub rows: usize,
    /// Checkpoints verified.
    pub checkpoints: usize,
    /// The first flaw of each broken chain.
    pub flaws: Vec<(String, Flaw)>,
}

/// Walks every chain. Without a key signatures are not looked at.
///
/// # Errors
/// [`Fault::Store`] when the database does not answer; a broken chain is a finding, not an error.
pub async fn verify(store: &Store, key: Option<&PublicKey>) -> Result<Verdict, Fault> {
    let mut db = store.read().await?;
    let mut verdict = Verdict::default();
    for head in audit::heads(&mut db).await? {
        verdict.chains += 1;
        if let Some(flaw) = chain(&mut db, &head, key, &mut verdict).await? {
            verdict.flaws.push((head.chain, flaw));
        }
    }
    for chain in audit::headless(&mut db).await? {
        verdict.chains += 1;
        verdict.flaws.push((chain, Flaw::NoEnd));
    }
    Ok(verdict)
}

/// Walks one chain to its recorded end. Rows may be written meanwhile: of what came after the end was read, only that
/// another end covers it is looked at.
async fn chain(
    db: &mut Db,
    head: &Head,
    key: Option<&PublicKey>,
    verdict: &mut Verdict,
) -> Result<Option<Flaw>, Fault> {
    let mut walk = Walk::from_start();
    let mut waiting = VecDeque::from(checkpoint::stretch(db, &head.chain, 0, STRETCH).await?);
    while walk.seq < head.seq {
        let rows = audit::stretch(db, &head.chain, walk.seq, STRETCH).await?;
        if rows.is_empty() {
            break;
        }
        for row in rows.iter().filter(|row| row.seq <= head.seq) {
            if let Err(flaw) = walk.row(row) {
                return Ok(Some(flaw));
            }
            verdict.rows += 1;
            while let Some(due) = waiting.pop_front_if(|c| c.seq <= walk.seq && c.seq <= head.checkpoint_seq) {
                if let Err(flaw) = walk.checkpoint(&due, key) {
                    return Ok(Some(flaw));
                }
                verdict.checkpoints += 1;
                if waiting.is_empty() {
                    waiting = checkpoint::stretch(db, &head.chain, due.number, STRETCH).await?.into();
                }
            }
        }
        if rows.iter().all(|row| row.seq > head.seq) {
            break;
        }
    }
    let beyond = beyond(db, &head.chain).await?;
    Ok(walk.end(head, key).err().or(beyond))
}

/// Rows or checkpoints after the recorded end as it is now: it was set back.
async fn beyond(db: &mut Db, chain: &str) -> Result<Option<Flaw>, Fault> {
    let rows = audit::last_seq(db, chain).await?;
    let checkpoint = checkpoint::last(db, chain).await?;
    let Some(head) = audit::head(db, chain).await? else { return Ok(Some(Flaw::NoEnd)) };
    let (at, written) = (rows, head.seq);
    let covered = checkpoint.filter(|c| c.seq > written);
    let cut = covered.map(|c| Flaw::CheckpointBeyond { number: c.number, seq: c.seq, at: written });
    Ok((at > written).then_some(Flaw::Beyond { at, written }).or(cut))
}
