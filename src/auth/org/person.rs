//! One person's page. Of those whom the organization does not manage it shows what every member shows by belonging: name,
//! address, role, and whether they use 2FA. No digit of a phone, no session.

use super::Desk;
use crate::auth::look::{event_line, session_line};
use crate::auth::session::at;
use crate::auth::{Auth, Fault, Visitor, agent, countries};
use crate::model::{
    Channel, Kind, ManagedFacts, May, PersonEvent, PersonId, PersonPage, PersonPhone, PersonStatus, RecoveryLine,
    ResetMail, ResetPending, Role, Timestamp,
};
use crate::store::person::{self, Person};
use crate::store::{Db, audit, factor, member, org, outbox, session};

/// Events on one page.
const EVENTS: i64 = 20;

impl Auth {
    /// The page of one person.
    ///
    /// # Errors
    /// [`Fault::NotFound`] for people of other organizations exactly as for those who do not exist (T11).
    pub(super) async fn person_page(
        &self,
        visitor: &Visitor,
        desk: &Desk,
        id: &PersonId,
        after: &str,
    ) -> Result<PersonPage, Fault> {
        let mut db = self.store.read().await?;
        let org = &desk.seat.org;
        let role = member::role(&mut db, org, id).await?.ok_or(Fault::NotFound)?;
        let who = person::get(&mut db, id).await?;
        let managed = who.managed_by.as_deref() == Some(org.as_str());
        let cursor = after.split_once('_').and_then(|(at, id)| Some((at.parse::<i64>().ok()?, id)));
        let entries = member::events(&mut db, org, id, cursor.unwrap_or((i64::MAX, "")), EVENTS).await?;
        let full = i64::try_from(entries.len()).is_ok_and(|n| n == EVENTS);
        let older = entries.last().filter(|_| full).map(|e| format!("{}_{}", e.at, e.id)).unwrap_or_default();
        let mut events = Vec::new();
        for entry in entries {
            events.push(self.person_event(&mut db, visitor, &entry).await?);
        }
        let status = match (who.suspended, self.has_second(&mut db, &who).await?) {
            (true, _) => PersonStatus::Suspended,
            (false, true) => PersonStatus::On,
            (false, false) if who.reset.is_some() => PersonStatus::ResetPending,
            (false, false) => PersonStatus::NotSetUp,
        };
        let may = May {
            own: *id == desk.session.person,
            higher: role > desk.seat.role,
            roles: desk.seat.role == Role::Owner,
            last_owner: role == Role::Owner && member::other_owners(&mut db, org, id).await? == 0,
        };
        let reset = match who.reset {
            Some(at) => self.reset_pending(&mut db, visitor, desk, &who, at).await?,
            None => None,
        };
        Ok(PersonPage {
            id: id.clone(),
            reset: reset.filter(|_| managed),
            managed: match managed {
                true => Some(self.managed_facts(&mut db, visitor, desk, &who).await?),
                false => None,
            },
            name: who.name,
            email: who.email,
            role,
            status,
            events,
            older,
            may,
        })
    }

    /// The reset after which nothing was enrolled yet, and what became of its mail.
    async fn reset_pending(
        &self,
        db: &mut Db,
        visitor: &Visitor,
        desk: &Desk,
        who: &Person,
        marked: Timestamp,
    ) -> Result<Option<ResetPending>, Fault> {
        let entry = member::last_event(db, &desk.seat.org, &who.id, Kind::Reset.word()).await?;
        // One of another organization, from before this one managed the person, is told without names.
        let Some(entry) = entry.filter(|entry| entry.at >= marked.0) else { return Ok(None) };
        let told = outbox::told(db, who.id.as_str(), at(entry.at)).await?;
        let mail = match told.into_iter().rfind(outbox::Told::carries_code) {
            _ if entry.detail.contains("\"code\":\"told\"") => ResetMail::Told,
            None => ResetMail::Unknown,
            Some(mail) if mail.is_lost() => ResetMail::Lost,
            Some(outbox::Told { finished_at: Some(sent), .. }) => ResetMail::Sent(visitor.zone.full(at(sent))),
            Some(_) => ResetMail::Waits,
        };
        let by = self.name_of(db, &entry.actor_id).await?;
        let email = who.email.clone();
        Ok(Some(ResetPending { at: visitor.zone.full(at(entry.at)), by, event: entry.id, email, mail }))
    }

    async fn managed_facts(
        &self,
        db: &mut Db,
        visitor: &Visitor,
        desk: &Desk,
        who: &Person,
    ) -> Result<ManagedFacts, Fault> {
        let (main, spares): (Vec<_>, Vec<_>) = factor::phones(db, &who.id).await?.into_iter().partition(|p| p.main);
        let phone = main.into_iter().next().map(|phone| PersonPhone {
            country: countries::name(&phone.region).unwrap_or_default().to_owned(),
            verified: visitor.zone.day(phone.verified),
            masked: phone.masked,
            called: who.channel == Channel::Call,
        });
        let recovery = factor::recovery(db, &who.id).await?.map(|code| RecoveryLine {
            made: visitor.zone.day(at(code.made_at)),
            used: code.used_at.map(|used| visitor.zone.day(at(used))),
        });
        let last = member::last_event(db, &desk.seat.org, &who.id, Kind::SignedIn.word()).await?;
        let staff = org::seats(db, &who.id).await?.iter().any(|seat| seat.role >= Role::Admin);
        let (now, (idle, absolute)) = (self.now(), self.policy.session_ends(staff));
        let live = session::list(db, &who.id, now - absolute, now - idle).await?;
        Ok(ManagedFacts {
            phone,
            spares: spares.len(),
            apps: factor::apps(db, &who.id).await?.len(),
            recovery,
            signed_in: last.map(|entry| (visitor.zone.full(at(entry.at)), agent::device(&entry.agent))),
            readiness: self.readiness(db, &desk.seat.org, &who.id).await?,
            sessions: live.iter().map(|line| session_line(visitor, &desk.session, line)).collect(),
        })
    }

    async fn person_event(&self, db: &mut Db, visitor: &Visitor, entry: &audit::Entry) -> Result<PersonEvent, Fault> {
        let by = match entry.actor_id == entry.person_id {
            true => String::new(),
            false => match person::find(db, &PersonId::new(entry.actor_id.clone())).await? {
                Some(actor) => actor.name,
                None => entry.actor_id.clone(),
            },
        };
        Ok(PersonEvent { kind: Kind::parse(&entry.kind), line: event_line(visitor, entry), by })
    }
}
