//! What is signed of the trail, and when: each chain's end as it moves, and checkpoints that stay.

use crate::auth::{Auth, Fault};
use crate::model::Seconds;
use crate::store::audit::checkpoint::{self, Checkpoint};
use crate::store::audit::{self, Entry, Head};
use crate::store::{Db, Write};
use sha2::{Digest, Sha256};

/// A checkpoint is written at every so many rows of a chain.
pub const EVERY_ROWS: i64 = 1000;
/// And when rows have waited for one so long (v5.0.0-16.4.2).
pub const AT_LEAST: Seconds = Seconds::days(1);
/// Chains that one round of housekeeping writes checkpoints for, at most.
const ROUND: i64 = 500;

impl Auth {
    /// Moves a taken end to the row that is appended with it, and signs it. An end that this server did not sign stays
    /// unsigned, so that whoever changed it is not covered by the next row.
    pub(in crate::auth) async fn move_head(
        &self,
        db: &mut Db,
        head: Head,
        to: &Entry,
        witnessed: bool,
    ) -> Result<Write, Fault> {
        let ours = self.is_ours(&head);
        let mut head = Head { seq: to.seq, hash: to.hash.clone(), ..head };
        if ours && (witnessed || to.seq % EVERY_ROWS == 0) {
            self.add_checkpoint(db, &mut head).await?;
        }
        if ours {
            head.signature = self.vault.sign(&head_message(&head));
        }
        Ok(audit::set_head(&head))
    }

    /// Writes a checkpoint at the end of a chain, if rows came since the last one; answers the end as it is then.
    pub(in crate::auth) async fn checkpoint(&self, db: &mut Db, chain: &str) -> Result<Head, Fault> {
        let mut head = audit::take_head(db, chain).await?;
        if !self.is_ours(&head) {
            tracing::error!(
                chain,
                seq = head.seq,
                "the end of {chain} was not signed by this server; see `rekey audit verify`"
            );
        } else if head.seq > head.checkpoint_seq {
            self.add_checkpoint(db, &mut head).await?;
            head.signature = self.vault.sign(&head_message(&head));
            audit::set_head(&head).run(db).await?;
        }
        Ok(head)
    }

    /// Signs what is due: a trail from before there were signatures, and chains whose rows wait for a checkpoint.
    ///
    /// # Errors
    /// [`Fault::Store`] when the database does not answer.
    pub async fn seal_trail(&self) -> Result<(), Fault> {
        self.adopt_trail().await?;
        let due = checkpoint::due(&mut *self.store.read().await?, self.now() - AT_LEAST, ROUND).await?;
        for chain in due {
            let mut tx = self.store.begin().await?;
            self.checkpoint(&mut tx, &chain).await?;
            self.commit_silent(tx).await?;
        }
        Ok(())
    }

    /// Takes over a trail that was written before its ends were signed: once, while there is no checkpoint at all.
    async fn adopt_trail(&self) -> Result<(), Fault> {
        if checkpoint::any(&mut *self.store.read().await?).await? {
            return Ok(());
        }
        let mut tx = self.store.begin().await?;
        let unsigned = |head: &Head| head.seq > 0 && head.signature.is_empty();
        for head in audit::heads(&mut tx).await?.into_iter().filter(unsigned) {
            let mut head = audit::take_head(&mut tx, &head.chain).await?;
            if unsigned(&head) {
                self.add_checkpoint(&mut tx, &mut head).await?;
                head.signature = self.vault.sign(&head_message(&head));
                audit::set_head(&head).run(&mut tx).await?;
            }
        }
        self.commit_silent(tx).await
    }

    async fn add_checkpoint(&self, db: &mut Db, head: &mut Head) -> Result<(), Fault> {
        let last = checkpoint::last(db, &head.chain).await?;
        let (number, previous) = last.map_or((1, String::new()), |last| (last.number + 1, last.signature));
        let mut new = Checkpoint {
            chain: head.chain.clone(),
            number,
            seq: head.seq,
            hash: head.hash.clone(),
            at: self.now().0,
            previous,
            signature: String::new(),
        };
        new.signature = self.vault.sign(&checkpoint_message(&new));
        checkpoint::append(db, &new).await?;
        (head.checkpoint_seq, head.checkpoint_at) = (new.seq, new.at);
        // Logs are kept elsewhere: a line of them proves the chain's length to whoever cannot trust the database.
        let Checkpoint { chain, seq, hash, signature, .. } = &new;
        tracing::info!(chain, seq, hash, signature, "checkpoint {number} of {chain} covers row {seq}");
        Ok(())
    }

    /// A chain's end that this server signed, or one before its first row.
    fn is_ours(&self, head: &Head) -> bool {
        let fresh = head.seq == 0 && head.hash.is_empty() && head.signature.is_empty();
        fresh || self.vault.public_key().made(&head_message(head), &head.signature)
    }
}

/// SHA-256 over every field of a row, each with its length before it, and the hash of the row before.
pub fn hash_of(entry: &Entry) -> String {
    let (seq, at) = (entry.seq.to_string(), entry.at.to_string());
    let message = message(&[
        &entry.previous,
        &entry.id,
        &entry.chain,
        &seq,
        &at,
        &entry.kind,
        &entry.person_id,
        &entry.actor_id,
        &entry.ip,
        &entry.agent,
        &entry.detail,
    ]);
    crate::vault::hex(&Sha256::digest(message))
}

/// What is signed of a chain's end.
pub fn head_message(head: &Head) -> Vec<u8> {
    message(&["rekey end 1", &head.chain, &head.seq.to_string(), &head.hash, &head.checkpoint_seq.to_string()])
}

/// What is signed of a checkpoint.
pub fn checkpoint_message(of: &Checkpoint) -> Vec<u8> {
    let (number, seq, at) = (of.number.to_string(), of.seq.to_string(), of.at.to_string());
    message(&["rekey checkpoint 1", &of.chain, &number, &seq, &of.hash, &at, &of.previous])
}

/// Fields one after another, each with its length before it (8 bytes, big-endian), so that no two lists look alike.
pub fn message(fields: &[&str]) -> Vec<u8> {
    let mut all = Vec::with_capacity(fields.iter().map(|field| field.len() + 8).sum());
    for field in fields {
        all.extend((field.len() as u64).to_be_bytes());
        all.extend(field.bytes());
    }
    all
}
