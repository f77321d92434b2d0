//! Walking a chain and saying where it is broken: the same for the database and for an export. Nothing here needs the
//! server key; the public half is enough.

use super::seal::{checkpoint_message, hash_of, head_message};
use crate::store::audit::checkpoint::Checkpoint;
use crate::store::audit::{Entry, Head};
use crate::vault::PublicKey;
use std::fmt;

/// How a trail is not what was written. Rows are named by their position in the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// A row is not what its hash was made of.
    Altered(i64),
    /// A row holds another hash of the row before than that row has.
    Unlinked(i64),
    /// Rows are not there.
    Missing(i64, i64),
    /// A row stands where a later one belongs.
    OutOfPlace(i64),
    /// The chain ends at a row, though more were written.
    CutOff { at: i64, written: i64 },
    /// The chain goes on after its recorded end.
    Beyond { at: i64, written: i64 },
    /// The last row is not the one that the recorded end names.
    OtherEnd(i64),
    /// The recorded end is not there.
    NoEnd,
    /// The recorded end was not signed by this key.
    EndNotSigned,
    /// A checkpoint is not there.
    NoCheckpoint(i64),
    /// A checkpoint was not signed by this key.
    CheckpointNotSigned(i64),
    /// A checkpoint covers a row with another hash.
    CheckpointDiffers { number: i64, seq: i64 },
    /// A checkpoint covers a row after the end.
    CheckpointBeyond { number: i64, seq: i64, at: i64 },
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Flaw::Altered(seq) => write!(f, "row {seq} was altered"),
            Flaw::Unlinked(seq) => write!(f, "row {seq} does not follow row {}: one of them was altered", seq - 1),
            Flaw::Missing(from, to) if from == to => write!(f, "row {from} is missing"),
            Flaw::Missing(from, to) => write!(f, "rows {from} to {to} are missing"),
            Flaw::OutOfPlace(seq) => write!(f, "row {seq} is out of order or there twice"),
            Flaw::CutOff { at, written } => {
                write!(f, "ends at row {at}, but {written} rows were written: it was cut off")
            }
            Flaw::Beyond { at, written } => write!(f, "goes on to row {at}, but its recorded end is row {written}"),
            Flaw::OtherEnd(seq) => write!(f, "ends at row {seq}, but that is not the row that its recorded end names"),
            Flaw::NoEnd => f.write_str("its recorded end is missing"),
            Flaw::EndNotSigned => {
                f.write_str("its recorded end is not signed by this server: it was changed, or cut off")
            }
            Flaw::NoCheckpoint(number) => write!(f, "checkpoint {number} is missing"),
            Flaw::CheckpointNotSigned(number) => write!(f, "checkpoint {number} is not signed by this server"),
            Flaw::CheckpointDiffers { number, seq } => {
                write!(f, "row {seq} or one before it is not the one that checkpoint {number} signed")
            }
            Flaw::CheckpointBeyond { number, seq, at } => {
                write!(f, "ends at row {at}, but checkpoint {number} covers row {seq}: it was cut off")
            }
        }
    }
}

/// A walk along one chain, row by row and checkpoint by checkpoint.
#[derive(Clone, Debug, Default)]
pub struct Walk {
    /// Position of the last row that was seen.
    pub seq: i64,
    /// Its hash.
    pub hash: String,
    number: Option<i64>,
    signature: String,
    covered: i64,
}

impl Walk {
    /// From the first row on, with every checkpoint.
    pub fn from_start() -> Walk {
        Walk { number: Some(0), ..Walk::default() }
    }

    /// From the row after this one on, with whatever checkpoint comes first.
    pub fn after(seq: i64, hash: String) -> Walk {
        Walk { seq, hash, ..Walk::default() }
    }

    /// The next row.
    ///
    /// # Errors
    /// What is wrong with it; the walk ends there.
    pub fn row(&mut self, row: &Entry) -> Result<(), Flaw> {
        let expected = self.seq + 1;
        if row.seq > expected {
            return Err(Flaw::Missing(expected, row.seq - 1));
        }
        if row.seq < expected {
            return Err(Flaw::OutOfPlace(row.seq));
        }
        if hash_of(row) != row.hash {
            return Err(Flaw::Altered(row.seq));
        }
        if row.previous != self.hash {
            return Err(Flaw::Unlinked(row.seq));
        }
        (self.seq, self.hash) = (row.seq, row.hash.clone());
        Ok(())
    }

    /// The next checkpoint, which covers the last row that was seen. Without a key its signature is not looked at.
    ///
    /// # Errors
    /// What is wrong with it; the walk ends there.
    pub fn checkpoint(&mut self, of: &Checkpoint, key: Option<&PublicKey>) -> Result<(), Flaw> {
        let number = of.number;
        if let Some(last) = self.number {
            if number != last + 1 {
                return Err(Flaw::NoCheckpoint(last + 1));
            }
            if of.previous != self.signature || of.seq <= self.covered {
                return Err(Flaw::CheckpointNotSigned(number));
            }
        }
        if key.is_some_and(|key| !key.made(&checkpoint_message(of), &of.signature)) {
            return Err(Flaw::CheckpointNotSigned(number));
        }
        if of.seq > self.seq {
            return Err(Flaw::CheckpointBeyond { number, seq: of.seq, at: self.seq });
        }
        if of.seq < self.seq || of.hash != self.hash {
            return Err(Flaw::CheckpointDiffers { number, seq: of.seq });
        }
        (self.number, self.signature, self.covered) = (Some(number), of.signature.clone(), of.seq);
        Ok(())
    }

    /// The recorded end.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn end(&self, head: &Head, key: Option<&PublicKey>) -> Result<(), Flaw> {
        let (at, written) = (self.seq, head.seq);
        if at < written {
            return Err(Flaw::CutOff { at, written });
        }
        if at > written {
            return Err(Flaw::Beyond { at, written });
        }
        if self.hash != head.hash {
            return Err(Flaw::OtherEnd(at));
        }
        let Some(key) = key else { return Ok(()) };
        if !key.made(&head_message(head), &head.signature) {
            return Err(Flaw::EndNotSigned);
        }
        match self.covered == head.checkpoint_seq {
            true => Ok(()),
            false => Err(Flaw::NoCheckpoint(self.number.unwrap_or(0) + 1)),
        }
    }
}
