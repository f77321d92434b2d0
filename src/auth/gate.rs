//! The emailed gate in front of User Settings: address confirmation, never a second factor (63B §3.1.3.1).

use super::audit::Kind;
use super::code::{Ask, Destination};
use super::sign_in::{read_code, sent_note};
use super::{Auth, Fault, Next, Typed, Visitor};
use crate::model::{Channel, Note, PhoneRefusal, Place, Purpose};
use crate::store::session::Session;
use crate::store::{challenge, person, session};
use serde_json::json;

impl Auth {
    /// S4: sends the code, or sends the live one again.
    pub async fn gate_send(&self, visitor: &mut Visitor, next: &str) -> Result<Next, Fault> {
        let session = self.signed_in(visitor).await?;
        let note = self.send_gate_code(visitor, &session).await?;
        Ok(Next::to(Place::Confirm).say(note).keep(Typed { next: next.to_owned(), ..Typed::default() }))
    }

    /// Sends the gate's code for this session; what to say of it.
    pub(super) async fn send_gate_code(&self, visitor: &Visitor, session: &Session) -> Result<Note, Fault> {
        let mut tx = self.store.begin().await?;
        let who = person::get(&mut tx, &session.person).await?;
        let old = challenge::newest(&mut tx, Purpose::Gate, session.id.as_str()).await?;
        let repeated = match &old {
            Some(old) => self.repeat_code(&mut tx, visitor, &who, old, Channel::Email).await?,
            None => None,
        };
        let note = match repeated {
            Some(note) => note,
            None => {
                let to = Destination::Mail(who.email.clone());
                let binding = session.id.as_str();
                let ask = Ask { purpose: Purpose::Gate, binding, channel: Channel::Email, to: &to };
                match self.ask_code(&mut tx, visitor, &who, ask).await? {
                    Ok(new) => sent_note(&new, &to),
                    Err(note) => note,
                }
            }
        };
        self.commit(tx).await?;
        Ok(note)
    }

    /// S4: the code. Opens settings in this session for 15 minutes, with a new token.
    pub async fn gate_code(&self, visitor: &mut Visitor, typed: &str, next: &str) -> Result<Next, Fault> {
        let session = self.signed_in(visitor).await?;
        let place = Place::parse(next).filter(|p| needs_gate(*p)).unwrap_or(Place::Settings);
        let here =
            |note| Ok(Next::to(Place::Confirm).say(note).keep(Typed { next: next.to_owned(), ..Typed::default() }));
        if self.now() < session.gate_until {
            return Ok(Next::to(place));
        }
        let mut db = self.store.read().await?;
        let who = person::get(&mut db, &session.person).await?;
        let found = challenge::newest(&mut db, Purpose::Gate, session.id.as_str()).await?;
        drop(db);
        let code = match read_code(Channel::Email, typed) {
            Ok(code) => code,
            Err(note) => return here(note),
        };
        let Some(challenge) = found else { return here(self.send_gate_code(visitor, &session).await?) };
        if !challenge.facts.takes_tries(self.now(), &self.policy) {
            if self.now() < challenge.facts.expires && !challenge.facts.ended {
                return here(Note::CodeTries(visitor.zone.until(self.now(), challenge.facts.expires)));
            }
            let at = visitor.zone.clock(self.now());
            let sent = self.send_gate_code(visitor, &session).await?;
            return here(if sent == Note::CodeSent { Note::CodeExpired(at) } else { sent });
        }
        let right = match self.try_code(visitor, &who, &challenge, &code).await? {
            Ok(right) => right,
            Err(note) => return here(note),
        };
        let mut tx = self.begin_with_code(&who, &right).await?;
        session::open_gate(&mut tx, &session.id, self.now() + self.policy.gate).await?;
        self.renew_token(&mut tx, visitor, &session.id).await?;
        self.record(&mut tx, &who, visitor, Kind::GateOpened, json!({})).await?;
        self.commit(tx).await?;
        Ok(Next::to(place))
    }

    /// How codes go out by default.
    pub async fn method_save(&self, visitor: &mut Visitor, channel: &str) -> Result<Next, Fault> {
        let session = self.in_settings(visitor).await?;
        let channel = Channel::parse(channel).filter(|c| *c != Channel::Email).ok_or(Fault::BadRequest)?;
        let mut tx = self.store.begin().await?;
        let who = person::get(&mut tx, &session.person).await?;
        if !self.bounds(&mut tx, &who).await?.allows(channel) {
            let call = channel == Channel::Call;
            let refused = if call { PhoneRefusal::CallsNotAllowed } else { PhoneRefusal::TextsNotAllowed };
            return Ok(Next::to(Place::Method).say(Note::PhoneRefused(refused)));
        }
        person::set_channel(&mut tx, &who.id, channel).await?;
        self.record(&mut tx, &who, visitor, Kind::MethodChanged, json!({ "channel": channel.word() })).await?;
        self.commit(tx).await?;
        Ok(Next::to(Place::Edit).say(Note::MethodSaved))
    }
}

/// Pages that lie behind the gate: only to these does the gate lead on.
pub(super) fn needs_gate(place: Place) -> bool {
    matches!(
        place,
        Place::Settings
            | Place::TwoFactor
            | Place::Edit
            | Place::Reset
            | Place::Phone
            | Place::PhoneCode
            | Place::Method
            | Place::AddApp
            | Place::Off
            | Place::Sessions
            | Place::Activity
            | Place::Emails
            | Place::EmailCode
            | Place::Password
            | Place::Language
            | Place::Organizations
    )
}
