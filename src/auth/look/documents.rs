//! The plain documents of a signed-in person.

use super::account::{event_line, session_line};
use super::{Query, Seen};
use crate::auth::prove::goal;
use crate::auth::{Auth, Fault, Visitor};
use crate::model::{Activity, ChangePassword, Doc, Kind, Off, OpenSession, OrgSpot, Place, Plan, Sessions, Timestamp};
use crate::store::session::Session;
use crate::store::{audit, org};

/// Events on one page of the timeline.
const EVENTS: i64 = 30;

impl Auth {
    pub(super) async fn see_document(
        &self,
        visitor: &mut Visitor,
        session: &Session,
        place: Place,
        query: &Query,
    ) -> Result<Seen, Fault> {
        Ok(Seen::document(match place {
            Place::Prove => {
                let typed = &visitor.carried.typed.next;
                let next = if typed.is_empty() { query.next.clone() } else { typed.clone() };
                match self.prove_page(visitor, session, &next).await? {
                    Some(page) => Doc::Prove(page),
                    None => return Ok(Seen::Away(goal(&next).location().to_owned())),
                }
            }
            Place::AddApp => Doc::AddApp(self.app_page(visitor, session).await?),
            Place::Off => Doc::Off(self.off_page(session).await?),
            Place::Sessions => Doc::Sessions(self.sessions_page(visitor, session).await?),
            Place::Activity => Doc::Activity(self.activity_page(visitor, session, &query.after).await?),
            Place::Emails => Doc::Emails(self.emails_page(visitor, session).await?),
            Place::EmailCode => match self.email_code_page(visitor, session).await? {
                Some(page) => Doc::EmailCode(page),
                None => return Ok(Seen::Go(Place::Emails, None)),
            },
            Place::Password => Doc::Password(ChangePassword { email: session.email.clone() }),
            Place::Language => Doc::Language(self.language_page(visitor, session).await?),
            Place::Organizations => Doc::Organizations(self.organizations_page(visitor, session).await?),
            Place::Billing => Doc::Billing(self.billing_page(visitor, session).await?),
            Place::Org => return Ok(Seen::Away(self.own_org(session, OrgSpot::Overview).await?.path())),
            Place::Requests => return Ok(Seen::Away(self.own_org(session, OrgSpot::Requests).await?.path())),
            _ => return Ok(Seen::Go(Place::Overview, None)),
        }))
    }

    async fn off_page(&self, session: &Session) -> Result<Off, Fault> {
        let mut db = self.store.read().await?;
        let seats = org::seats(&mut db, &session.person).await?;
        Ok(Off {
            required_by: org::requires(&mut db, &session.person, self.now()).await?,
            paid: seats.iter().any(|s| s.plan == Plan::Paid),
        })
    }

    async fn sessions_page(&self, visitor: &Visitor, session: &Session) -> Result<Sessions, Fault> {
        let mut db = self.store.read().await?;
        let mut lines: Vec<OpenSession> = self
            .live_sessions(&mut db, session)
            .await?
            .iter()
            .map(|line| OpenSession {
                id: line.id.to_string(),
                line: session_line(visitor, session, line),
                since: visitor.zone.full(line.created),
            })
            .collect();
        lines.sort_by_key(|open| !open.line.this);
        Ok(Sessions { lines })
    }

    async fn activity_page(&self, visitor: &Visitor, session: &Session, after: &str) -> Result<Activity, Fault> {
        let mut db = self.store.read().await?;
        let cursor = after.split_once('_').and_then(|(at, id)| Some((at.parse::<i64>().ok()?, id)));
        let entries = match cursor {
            Some(cursor) => audit::of_person_before(&mut db, &session.person, cursor, EVENTS).await?,
            None => audit::of_person(&mut db, &session.person, EVENTS).await?,
        };
        let full = i64::try_from(entries.len()).is_ok_and(|n| n == EVENTS);
        let older = entries.last().filter(|_| full).map(|e| format!("{}_{}", e.at, e.id)).unwrap_or_default();
        let events = entries.iter().map(|entry| event_line(visitor, entry)).collect();
        let reset = |entry: &&audit::Entry| Kind::parse(&entry.kind).is_some_and(Kind::is_witnessed);
        let resets = entries.iter().filter(reset);
        let dossiers = resets.map(|entry| (entry.id.clone(), visitor.zone.full(Timestamp(entry.at)))).collect();
        Ok(Activity { events, dossiers, older, paged: cursor.is_some() })
    }
}
