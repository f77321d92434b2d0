//! One event of the log, and whether the chain holds from it to what signs it.

use super::line::{Names, facts, line};
use super::{chain_of, zone_of};
use crate::auth::audit::file::Event;
use crate::auth::audit::proof::Walk;
use crate::auth::audit::seal::head_message;
use crate::auth::org::Desk;
use crate::auth::{Auth, Fault, Visitor, Zone};
use crate::model::{AuditEvent, AuditProof, Kind, OrgQuery, Timestamp};
use crate::store::Db;
use crate::store::audit::{self, Entry, checkpoint, search};
use serde_json::Value;

/// Rows that are walked to the next signature, at most: checkpoints are never further apart.
const WALKED: i64 = crate::auth::audit::seal::EVERY_ROWS + 1;

impl Auth {
    pub(in crate::auth::org) async fn event_page(
        &self,
        visitor: &Visitor,
        desk: &Desk,
        id: &str,
        query: &OrgQuery,
    ) -> Result<AuditEvent, Fault> {
        let chain = chain_of(&desk.seat.org);
        let mut db = self.store.read().await?;
        let row = search::by_id(&mut db, &chain, id).await?.ok_or(Fault::NotFound)?;
        let mut names = Names::default();
        let also = facts(&row.detail, &names);
        names.read(&mut db, [&row.actor_id, &row.person_id].into_iter().chain(also.iter().map(|(_, v)| v))).await?;
        let (zone, in_utc) = zone_of(visitor, query);
        let event = Event::of(&row, &names.plain(&row.actor_id), &names.plain(&row.person_id));
        let around = async |db: &mut Db, seq: i64| search::id_at(db, &chain, seq).await;
        Ok(AuditEvent {
            before: around(&mut db, row.seq - 1).await?,
            after: around(&mut db, row.seq + 1).await?,
            proof: self.proof_of(&mut db, &zone, &row).await?,
            of: audit::head(&mut db, &chain).await?.map_or(0, |head| head.seq),
            json: pretty(event),
            dossier: Kind::parse(&row.kind).is_some_and(Kind::is_witnessed),
            utc: Zone::default().exact(Timestamp(row.at)),
            line: line(&row, &names, &zone),
            agent: row.agent,
            seq: row.seq,
            previous: row.previous,
            hash: row.hash,
            in_utc,
        })
    }

    /// Walks from the row before to the next checkpoint, or to the signed end where none has come yet.
    async fn proof_of(&self, db: &mut Db, zone: &Zone, row: &Entry) -> Result<AuditProof, Fault> {
        let before = match row.seq {
            1 => Some(String::new()),
            seq => audit::hash_at(db, &row.chain, seq - 1).await?,
        };
        let Some(before) = before else { return Ok(AuditProof::Broken(format!("row {} is missing", row.seq - 1))) };
        let mut walk = Walk::after(row.seq - 1, before);
        let checkpoint = checkpoint::covering(db, &row.chain, row.seq).await?;
        let Some(head) = audit::head(db, &row.chain).await? else {
            return Ok(AuditProof::Broken("the end of the chain is missing".into()));
        };
        let end = checkpoint.as_ref().map_or(head.seq, |c| c.seq);
        for next in audit::stretch(db, &row.chain, row.seq - 1, (end - row.seq + 1).clamp(0, WALKED)).await? {
            if let Err(flaw) = walk.row(&next) {
                return Ok(AuditProof::Broken(flaw.to_string()));
            }
        }
        let key = self.vault.public_key();
        let Some(checkpoint) = checkpoint else {
            let signed = key.made(&head_message(&head), &head.signature) && walk.hash == head.hash;
            return Ok(if signed { AuditProof::End } else { AuditProof::Broken("its end is not signed".into()) });
        };
        Ok(match walk.checkpoint(&checkpoint, Some(&key)) {
            Ok(()) => AuditProof::Checkpoint(checkpoint.number, zone.exact(Timestamp(checkpoint.at))),
            Err(flaw) => AuditProof::Broken(flaw.to_string()),
        })
    }
}

/// The row as it stands in exports, its facts unfolded.
fn pretty(event: Event) -> String {
    let detail = serde_json::from_str::<Value>(&event.detail);
    let mut value = serde_json::to_value(event).unwrap_or_default();
    if let (Some(slot), Ok(detail)) = (value.get_mut("detail"), detail) {
        *slot = detail;
    }
    format!("{value:#}")
}
