//! What proves a reset of somebody's 2FA, in one file: who, why, what was shown, who was told and how it arrived, and the
//! rows of the trail with the checkpoint that covers them. Verified as an export is, by whoever has the public key.

use super::Kind;
use super::file::{Event, Mark};
use super::write;
use crate::auth::org::audit::{Names, chain_of};
use crate::auth::{Auth, Fault, Visitor};
use crate::env::iso;
use crate::model::{OrgId, PersonId, Seconds, Timestamp, reset_text};
use crate::store::audit::search::{self, Source};
use crate::store::audit::{self, Entry, checkpoint};
use crate::store::{Db, org, outbox};
use serde_json::{Value, json};

/// How far around a reset its own request is looked for: longer than any wait and any pass.
const AROUND: Seconds = Seconds::days(60);
/// Rows of one person that are looked at for it, at most.
const MOST: i64 = 1000;
/// A sign-in that old still carried whoever acted (sessions of admins end before).
const SIGNED_IN: Seconds = Seconds::hours(24);

impl Auth {
    /// The dossier of a reset in an organization's log.
    ///
    /// # Errors
    /// As for every page of an organization; [`Fault::NotFound`] for an event that is no reset of this organization.
    pub async fn dossier(&self, visitor: &mut Visitor, org: &OrgId, id: &str) -> Result<String, Fault> {
        self.desk(visitor, org).await?;
        let mut db = self.store.read().await?;
        let row = search::by_id(&mut db, &chain_of(org), id).await?.ok_or(Fault::NotFound)?;
        self.dossier_of(&mut db, row).await
    }

    /// The dossier of a reset of the visitor's own 2FA.
    ///
    /// # Errors
    /// [`Fault::SignedOut`]; [`Fault::NotAllowed`] before the mailed code that opens the settings; [`Fault::NotFound`] for
    /// what is no reset of theirs.
    pub async fn own_dossier(&self, visitor: &mut Visitor, id: &str) -> Result<String, Fault> {
        let session = self.signed_in(visitor).await?;
        if self.now() >= session.gate_until {
            return Err(Fault::NotAllowed);
        }
        let mut db = self.store.read().await?;
        let row = search::of_person_by_id(&mut db, &session.person, id).await?.ok_or(Fault::NotFound)?;
        self.dossier_of(&mut db, row).await
    }

    async fn dossier_of(&self, db: &mut Db, row: Entry) -> Result<String, Fault> {
        let kind = Kind::parse(&row.kind).filter(|kind| kind.is_witnessed()).ok_or(Fault::NotFound)?;
        let detail: Value = serde_json::from_str(&row.detail).unwrap_or_default();
        let text = |name: &str| detail[name].as_str().unwrap_or_default().to_owned();
        let rows = related(db, &row, &detail).await?;
        let checkpoint = checkpoint::covering(db, &row.chain, row.seq).await?;
        let head = audit::head(db, &row.chain).await?.ok_or(Fault::Broken("a chain without an end"))?;
        let proofs = proofs(db, &row, &rows).await?;
        let (asked, approved) = (text("asked_by"), text("approved_by"));
        let mut names = Names::default();
        let of_rows = rows.iter().flat_map(|row| [&row.actor_id, &row.person_id]);
        names.read(db, of_rows.chain([&asked, &approved])).await?;
        let who = |id: &String| match id.is_empty() {
            true => Value::Null,
            false => json!({ "id": id, "name": names.plain(id) }),
        };
        let organization = match row.chain.strip_prefix("org:") {
            Some(id) => org::name(db, &OrgId::new(id)).await?.unwrap_or_default(),
            None => String::new(),
        };
        let notices = outbox::told(db, &row.person_id, Timestamp(row.at)).await?;
        let receipt = |told: outbox::Told| {
            let when = |at: Option<i64>| at.map(|at| iso(Timestamp(at)));
            json!({
                "notice": told.what(),
                "channel": told.channel,
                "state": told.state,
                "at": when(told.finished_at),
                "failure": told.failure,
                "carrier_reported": told.reported,
                "carrier_reported_at": when(told.reported_at),
            })
        };
        let shown_to = names.plain(&row.person_id);
        let checkbox = detail["text"].as_i64().and_then(|number| reset_text(number, &shown_to));
        let actor = if asked.is_empty() { &row.actor_id } else { &asked };
        let facts = [
            ("organization", Value::from(organization)),
            ("what", kind.word().into()),
            ("at", iso(Timestamp(row.at)).into()),
            ("person", who(&row.person_id)),
            ("actor", who(actor)),
            ("approver", who(&approved)),
            ("reason", text("reason").into()),
            ("details", text("details").into()),
            ("ticket", text("ticket").into()),
            ("checkbox", json!({ "version": detail["text"], "text": checkbox })),
            ("proofs", proofs),
            ("notices", notices.into_iter().map(receipt).collect::<Vec<_>>().into()),
        ];
        let event = |row: &Entry| Event::of(row, &names.plain(&row.actor_id), &names.plain(&row.person_id));
        let events = rows.iter().map(event).collect();
        let marks = checkpoint.into_iter().map(Mark::from).collect();
        Ok(write::dossier(&facts, events, marks, &head, self.now().0, &self.vault))
    }
}

/// The reset's row and those of the same request, in the order of the chain.
async fn related(db: &mut Db, row: &Entry, detail: &Value) -> Result<Vec<Entry>, Fault> {
    let keys = ["case", "reset"].map(|name| (name, &detail[name]));
    let (since, before) = (row.at - AROUND.0 * 1000, (row.at + AROUND.0 * 1000, 0));
    let of_person = Source::Person(row.person_id.clone());
    let mut rows = search::older(db, &row.chain, &of_person, before, since, MOST).await?;
    rows.retain(|other| {
        let also: Value = serde_json::from_str(&other.detail).unwrap_or_default();
        other.id == row.id || keys.iter().any(|(name, value)| value.is_string() && also[*name] == **value)
    });
    if !rows.iter().any(|other| other.id == row.id) {
        rows.push(row.clone());
    }
    rows.sort_by_key(|row| row.seq);
    Ok(rows)
}

/// What was shown before the reset: the full sign-in of whoever acted, and what opened the request.
async fn proofs(db: &mut Db, row: &Entry, rows: &[Entry]) -> Result<Value, Fault> {
    let actor = PersonId::new(row.actor_id.clone());
    let mut proofs = Vec::new();
    if row.actor_id != row.person_id {
        let earlier = audit::of_person_before(db, &actor, (row.at + 1, ""), 100).await?;
        let signed = |other: &&Entry| other.kind == Kind::SignedIn.word() && other.at >= row.at - SIGNED_IN.0 * 1000;
        proofs.extend(earlier.iter().find(signed).map(|other| (other.clone(), shown(other))));
    }
    let opened = rows.iter().find(|other| other.kind == Kind::CaseOpened.word());
    proofs.extend(opened.map(|other| (other.clone(), OPENING.to_owned())));
    let proof = |(other, how): (Entry, String)| json!({ "who": other.actor_id, "shown": how, "at": iso(Timestamp(other.at)), "hash": other.hash });
    Ok(proofs.into_iter().map(proof).collect::<Vec<_>>().into())
}

/// What opens a request of `Reset MFA`.
const OPENING: &str = "password, the answers of the form, and a code mailed to the account";

fn shown(sign_in: &Entry) -> String {
    let detail: Value = serde_json::from_str(&sign_in.detail).unwrap_or_default();
    detail["by"].as_str().unwrap_or_default().to_owned()
}
