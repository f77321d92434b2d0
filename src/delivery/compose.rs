//! From an outbox row to a message: here, and only here, a code is written into words and a link gets its secret.

use super::Message;
use super::text::{self, CodeFor, CodeWay, NoticeWay, Tongue};
use crate::model::{ChallengeId, Channel, Language, Place, Purpose, Seconds, Timestamp};
use crate::store::challenge::{self, Challenge};
use crate::store::outbox::{Letter, Load, Notice, What};
use crate::store::{Db, StoreError, case_question, factor, outbox};
use crate::vault::{CodeOf, Vault, case_link, invitation_link, undo_link};

/// What a message's ticket is a link of.
const RECEIPT: &str = "receipt";

/// The message of a ticket, if the ticket is genuine.
pub(super) fn read_ticket(vault: &Vault, ticket: &str) -> Option<String> {
    vault.read_link(RECEIPT, ticket)
}

/// What words are made with.
#[derive(Clone)]
pub struct Composer {
    /// Derives codes and links, opens destinations.
    pub vault: Vault,
    /// The product's name as people know it here.
    pub brand: String,
    /// Origin of every link, without a slash at its end. Never taken from a request (T12).
    pub public_url: String,
    /// Host for the origin-bound last line, where the public URL allows it.
    pub host: Option<String>,
}

impl Composer {
    /// The message of a letter; `None` when it is of no use any more.
    pub async fn compose(&self, db: &mut Db, letter: &Letter, now: Timestamp) -> Result<Option<Message>, StoreError> {
        let broken = || StoreError::Corrupt { table: "outbox", id: letter.id.clone() };
        if now >= letter.not_after {
            return Ok(None);
        }
        let to = self.vault.open("destination", &letter.destination_sealed).ok_or_else(broken)?;
        let mut message = Message {
            id: letter.id.clone(),
            channel: letter.channel,
            to,
            words: nothing(letter.language),
            call: None,
            code: None,
            life: Seconds((letter.not_after.0 - now.0) / 1000),
            ticket: self.vault.link(RECEIPT, &letter.id),
        };
        match &letter.load {
            Load::Notice(notice) => {
                let way = if letter.channel == Channel::Email { NoticeWay::Email } else { NoticeWay::Text };
                let mut said = self.said(notice, message.channel);
                if let Some(id) = &notice.code {
                    said.code = self.live_code(db, &ChallengeId::new(id.clone()), now).await?;
                }
                if let Some(id) = &notice.question {
                    said.question = self.question(db, id).await?;
                }
                message.words = text::notice_words(&said, way, self.tongue(letter.language));
                message.code = said.code;
            }
            Load::Code(id) => {
                let challenge = challenge::get(db, id).await?;
                if challenge.facts.used || challenge.facts.ended || now >= challenge.facts.expires {
                    return Ok(None);
                }
                self.write_code(db, &mut message, &challenge, now).await?;
            }
        }
        Ok(Some(message))
    }

    /// What a call about this message says now; the language alone when its code is of no use any more, or there is none.
    pub(super) async fn script(
        &self,
        db: &mut Db,
        id: &str,
        now: Timestamp,
    ) -> Result<Result<text::CallScript, Language>, StoreError> {
        let Some((challenge, language)) = outbox::code_of(db, id).await? else {
            return Ok(Err(Language::default()));
        };
        let challenge = challenge::get(db, &challenge).await?;
        if challenge.facts.used || challenge.facts.ended || now >= challenge.facts.expires {
            return Ok(Err(language));
        }
        let mut message = Message {
            id: id.to_owned(),
            channel: Channel::Call,
            to: self.vault.open("destination", &challenge.destination_sealed).unwrap_or_default(),
            words: nothing(language),
            call: None,
            code: None,
            life: Seconds(0),
            ticket: String::new(),
        };
        self.write_code(db, &mut message, &challenge, now).await?;
        Ok(message.call.ok_or(language))
    }

    /// The code of a challenge that is not over; a notice without it still says what happened.
    async fn live_code(&self, db: &mut Db, id: &ChallengeId, now: Timestamp) -> Result<Option<String>, StoreError> {
        let challenge = challenge::get(db, id).await?;
        let over = challenge.facts.used || challenge.facts.ended || now >= challenge.facts.expires;
        Ok((!over).then(|| self.code_of(&challenge)))
    }

    async fn question(&self, db: &mut Db, id: &str) -> Result<String, StoreError> {
        let sealed = case_question::sealed(db, id).await?.unwrap_or_default();
        Ok(text::one_sentence(&self.vault.open("question", &sealed).unwrap_or_default()))
    }

    fn tongue(&self, language: Language) -> Tongue<'_> {
        Tongue { language, brand: &self.brand }
    }

    fn code_of(&self, challenge: &Challenge) -> String {
        self.vault.code(CodeOf {
            challenge: challenge.id.as_str(),
            purpose: challenge.purpose,
            person: challenge.person.as_str(),
            destination: &challenge.destination_index,
            digits: if challenge.channel == Channel::Email { 8 } else { 6 },
        })
    }

    async fn write_code(
        &self,
        db: &mut Db,
        message: &mut Message,
        challenge: &Challenge,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mailed = challenge.channel == Channel::Email;
        let code = self.code_of(challenge);
        let minutes = (now.seconds_until(challenge.facts.expires) + 59) / 60;
        let purpose = match challenge.purpose {
            Purpose::SignIn => CodeFor::SignIn,
            Purpose::Gate => CodeFor::Gate,
            Purpose::Proof => CodeFor::Proof,
            Purpose::NewPhone if factor::phone(db, &challenge.person).await?.is_some() => CodeFor::ReplacePhone,
            Purpose::NewPhone => CodeFor::AddPhone,
            Purpose::Case => CodeFor::Case,
            Purpose::Pass => CodeFor::Enrolment,
            Purpose::Email => CodeFor::Address,
            Purpose::Forgot => CodeFor::Password,
        };
        let way = match message.channel {
            Channel::Sms => CodeWay::Text,
            Channel::Call => CodeWay::Call,
            Channel::Email => CodeWay::Email,
        };
        let hint: String = if mailed { String::new() } else { message.to[message.to.len().saturating_sub(2)..].into() };
        let tongue = self.tongue(message.words.language);
        message.words = text::code_words(purpose, way, &code, minutes, tongue, &hint, self.host.as_deref());
        message.call = (message.channel == Channel::Call).then(|| text::call_script(purpose, &code, minutes, tongue));
        message.code = Some(code);
        Ok(())
    }

    fn said(&self, notice: &Notice, channel: Channel) -> text::Notice {
        let texted = channel != Channel::Email;
        let url = |place: Place, secret: String| format!("{}{}{secret}", self.public_url, place.path());
        let link =
            notice.undo.as_ref().map(|id| url(Place::Undo, format!("?t={}", undo_link(&self.vault, id, texted))));
        let asks = matches!(notice.what, What::CaseOpened | What::CaseHalfway | What::CaseSoon | What::CaseStuck);
        let status = match (&notice.case, notice.whose.is_empty()) {
            (Some(id), true) => Some(url(Place::CaseStatus, format!("?t={}", case_link(&self.vault, id)))),
            _ if let Some(id) = &notice.invitation => {
                Some(url(Place::Invitation, format!("?t={}", invitation_link(&self.vault, id))))
            }
            (_, false) if asks => Some(url(Place::Requests, String::new())),
            _ => None,
        };
        let Notice { what, when, place, device, last, extra, due, whose, org, by, .. } = notice.clone();
        let (code, question) = (None, String::new());
        text::Notice { what, when, place, device, last, link, extra, due, whose, status, org, by, code, question }
    }
}

/// No words yet, in this language.
fn nothing(language: Language) -> text::Words {
    text::Words { language, subject: String::new(), text: String::new() }
}
