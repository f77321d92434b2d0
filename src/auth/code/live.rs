//! How a code fares on its way, for the page that waits for it: what the carrier reports, and nothing about who has an
//! account. Only the browser that the code was asked from, and only while the code works, is told.

use crate::auth::{Auth, Fault, Visitor};
use crate::flow::enrolment;
use crate::flow::sign_in::State;
use crate::model::{ChallengeId, Channel, Journey, Live, PersonId, Reported};
use crate::store::Db;
use crate::store::challenge::{self, Challenge};
use crate::store::enrolment as enrolments;
use crate::store::outbox::{self, Fared};

/// Texts that have to get lost before a call is suggested.
const LOST: usize = 2;

/// What a page that waits for a code is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Following {
    /// Whose code it is: as many pages as may follow are counted by it.
    pub person: PersonId,
    /// How it was sent last.
    pub channel: Channel,
    /// How that fares.
    pub live: Live,
}

impl Following {
    /// Nothing more will be told of this message.
    pub fn is_over(&self) -> bool {
        matches!(self.live.journey, Journey::Delivered(_) | Journey::Failed)
    }
}

impl Auth {
    /// The code that this browser waits for in this flow; `None`: there is none, or it is over. Reading it keeps no session
    /// alive: a page that is left open is no sign of a person.
    pub async fn follow_code(&self, visitor: &Visitor, flow: &str) -> Result<Option<Following>, Fault> {
        let Some(id) = self.code_awaited(visitor, flow).await? else { return Ok(None) };
        let mut db = self.store.read().await?;
        let challenge = challenge::get(&mut db, &id).await?;
        if challenge.facts.used || challenge.facts.ended || self.now() >= challenge.facts.expires {
            return Ok(None);
        }
        let Some(live) = self.how_it_fares(&mut db, visitor, &challenge).await? else { return Ok(None) };
        Ok(Some(Following { person: challenge.person, channel: challenge.channel, live }))
    }

    /// How the messages of a code fare; `None` where none is on its way by itself, as with a code inside of a notice.
    pub(in crate::auth) async fn how_it_fares(
        &self,
        db: &mut Db,
        visitor: &Visitor,
        challenge: &Challenge,
    ) -> Result<Option<Live>, Fault> {
        let messages = outbox::journey(db, &challenge.id).await?;
        let Some(last) = messages.first() else { return Ok(None) };
        let lost = messages.iter().filter(|message| message.channel == Channel::Sms && is_lost(message)).count();
        let journey = match last.reported {
            _ if challenge.failed => Journey::Failed,
            Some((Reported::Delivered, at)) => Journey::Delivered(visitor.zone.clock(at)),
            None if !last.taken => Journey::OnItsWay,
            _ => Journey::Sent,
        };
        Ok(Some(Live { journey, suggest_call: lost >= LOST }))
    }

    async fn code_awaited(&self, visitor: &Visitor, flow: &str) -> Result<Option<ChallengeId>, Fault> {
        if let Some(sign_in) = self.half_signed_in(visitor).await? {
            return match sign_in.state {
                State::Code | State::Pass if sign_in.id.as_str() == flow => Ok(sign_in.challenge),
                State::Enrol => self.enrolment_awaits(sign_in.id.as_str(), flow).await,
                _ => Ok(None),
            };
        }
        match self.session_as_it_is(visitor).await? {
            Some(session) if self.now() < session.gate_until => self.enrolment_awaits(session.id.as_str(), flow).await,
            _ => Ok(None),
        }
    }

    async fn enrolment_awaits(&self, binding: &str, flow: &str) -> Result<Option<ChallengeId>, Fault> {
        let mut db = self.store.read().await?;
        let running = enrolments::newest(&mut db, binding).await?;
        let now = self.now();
        Ok(running
            .filter(|e| e.id.as_str() == flow && e.state == enrolment::State::Code && now < e.expires)
            .and_then(|e| e.challenge))
    }
}

fn is_lost(message: &Fared) -> bool {
    message.refused || message.reported.is_some_and(|(reported, _)| reported.is_bad())
}
