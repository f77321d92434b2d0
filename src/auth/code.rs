//! Codes: asked for, sent again, tried. Every try is spent, committed, and only then compared (v5.0.0-6.6.3, T5).

mod live;
mod tries;

pub use live::Following;
pub use tries::{Against, RightCode};

use super::audit::Kind;
use super::guard::{Booking, NotNow};
use super::notice::News;
use super::number::{self, Number};
use super::{Auth, Fault, Visitor};
use crate::flow::challenge::{Again, Facts};
use crate::flow::figures::Step;
use crate::model::{ChallengeId, Channel, CodeSent, Digits, Language, Note, Purpose, Seconds};
use crate::store::challenge::{self, Challenge};
use crate::store::outbox::{Letter, Load, What};
use crate::store::person::{self, Person};
use crate::store::{Tx, Write, budget, outbox, run_all};
use crate::vault::CodeOf;

/// Where a code goes.
#[derive(Clone)]
pub enum Destination {
    /// A phone.
    Phone(Number),
    /// A mailbox.
    Mail(String),
}

/// A code to be asked for.
pub struct Ask<'a> {
    /// What for.
    pub purpose: Purpose,
    /// The flow or session that asks; the code is of no use anywhere else.
    pub binding: &'a str,
    /// How it goes.
    pub channel: Channel,
    /// Where to.
    pub to: &'a Destination,
}

/// A code asked for: made, or refused with words.
pub type Asked = Result<Challenge, Note>;

impl Auth {
    /// Makes a challenge and puts its message into the outbox, if every budget has room.
    pub(super) async fn ask_code(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        who: &Person,
        ask: Ask<'_>,
    ) -> Result<Asked, Fault> {
        // Whoever changes or tries something of theirs holds the person's row, and takes codes and budgets after it.
        person::queue(tx, &who.id).await?;
        self.ask_code_held(tx, visitor, who, ask).await
    }

    /// Like [`Auth::ask_code`], where the transaction holds the person's row already.
    pub(super) async fn ask_code_held(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        who: &Person,
        ask: Ask<'_>,
    ) -> Result<Asked, Fault> {
        let (now, Ask { purpose, binding, channel, to }) = (self.now(), ask);
        let channel = self.allowed_way(tx, who, channel, to).await?;
        if let Some(until) = self.wrong_code_budget(tx, visitor, who, purpose).await? {
            return Ok(Err(Note::TooManyCodes(visitor.zone.until(self.now(), until))));
        }
        let id: ChallengeId = self.env.id();
        if let Err(note) = self.book_message(tx, visitor, who, (channel, purpose, &id), to).await? {
            return Ok(Err(note));
        }
        let text = to.text();
        let new = Challenge {
            id,
            person: who.id.clone(),
            purpose,
            binding: binding.to_owned(),
            channel,
            destination_sealed: self.vault.seal(&self.env, "destination", text),
            destination_index: self.vault.index("destination", text),
            created: now,
            failed: false,
            taken: None,
            facts: Facts {
                expires: now + self.policy.code_life,
                tries: 0,
                sends: 1,
                again: now + self.policy.wait_after(1),
                used: false,
                ended: false,
            },
        };
        let tally = self.tally_of(who, to, channel);
        let mut writes: Vec<Write> = challenge::new(&new, now).into();
        writes.extend(self.count_code(tally.as_deref(), &[Step::Started, Step::Sent]));
        writes.push(self.post_code(&new, (channel, to, visitor.language_of(who)), tally));
        run_all(tx, writes).await?;
        Ok(Ok(new))
    }

    /// Sends the live code of a challenge again, by this channel, if the wait is over and every budget has room.
    /// `None`: the old code is dead and a new challenge has to be made.
    pub(super) async fn repeat_code(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        who: &Person,
        old: &Challenge,
        channel: Channel,
    ) -> Result<Option<Note>, Fault> {
        let now = self.now();
        person::queue(tx, &who.id).await?;
        match old.facts.again(now, &self.policy) {
            Again::NewCode => return Ok(None),
            Again::Burnt(until) if old.facts.tries >= self.policy.code_tries => {
                return Ok(Some(Note::CodeTries(visitor.zone.until(self.now(), until))));
            }
            Again::Burnt(until) => {
                let sent = u32::try_from(old.facts.sends).unwrap_or(0);
                return Ok(Some(Note::SendLimit { sent, until: visitor.zone.until(self.now(), until) }));
            }
            Again::Wait(until) => return Ok(Some(Note::WaitForCode { seconds: now.seconds_until(until) })),
            Again::SameCode => {}
        }
        let to = self.destination(old)?;
        let channel = self.allowed_way(tx, who, channel, &to).await?;
        if let Err(note) = self.book_message(tx, visitor, who, (channel, old.purpose, &old.id), &to).await? {
            return Ok(Some(note));
        }
        let again = now + self.policy.wait_after(old.facts.sends + 1);
        challenge::book_send(tx, old, channel, again).await?;
        let tally = self.tally_of(who, &to, channel);
        let mut writes = self.count_code(tally.as_deref(), &[Step::Sent]);
        writes.push(self.post_code(old, (channel, &to, visitor.language_of(who)), tally));
        run_all(tx, writes).await?;
        Ok(Some(match channel {
            Channel::Call => Note::CallStarted { last: to.last(2) },
            Channel::Sms | Channel::Email => Note::CodeSent,
        }))
    }

    /// What a page says of a challenge.
    pub(super) fn code_sent(&self, visitor: &Visitor, flow: &str, challenge: &Challenge, to: String) -> CodeSent {
        let (now, facts) = (self.now(), &challenge.facts);
        let again = if facts.again > now { facts.again } else { now };
        CodeSent {
            flow: flow.to_owned(),
            channel: challenge.channel,
            to,
            digits: if challenge.channel == Channel::Email { Digits::Eight } else { Digits::Six },
            sent: u32::try_from(facts.sends).unwrap_or(0),
            expires: visitor.zone.clock(facts.expires),
            again: visitor.zone.clock(again),
            wait: now.seconds_until(again),
            life: now.seconds_until(facts.expires),
            burnt: matches!(facts.again(now, &self.policy), Again::Burnt(_)),
            failed: challenge.failed,
            live: None,
        }
    }

    /// Where a challenge's code went.
    pub(super) fn destination(&self, challenge: &Challenge) -> Result<Destination, Fault> {
        let text = self.vault.open("destination", &challenge.destination_sealed).ok_or(Fault::Broken("destination"))?;
        if text.contains('@') {
            return Ok(Destination::Mail(text));
        }
        self.read_number(&text).map(Destination::Phone)
    }

    /// A number that was accepted and stored before.
    pub(super) fn read_number(&self, e164: &str) -> Result<Number, Fault> {
        number::parse("", e164, self.numbers.test_numbers).map_err(|_| Fault::Broken("stored number"))
    }

    /// How a code goes, as far as the person's organization has a say.
    async fn allowed_way(
        &self,
        tx: &mut Tx,
        who: &Person,
        wished: Channel,
        to: &Destination,
    ) -> Result<Channel, Fault> {
        match to {
            Destination::Phone(number) => Ok(self.bounds(tx, who).await?.channel(wished, number)),
            Destination::Mail(_) => Ok(wished),
        }
    }

    async fn book_message(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        who: &Person,
        (channel, purpose, challenge): (Channel, Purpose, &ChallengeId),
        to: &Destination,
    ) -> Result<Result<(), Note>, Fault> {
        let now = self.now();
        if let (Destination::Phone(number), Purpose::SignIn | Purpose::Proof) = (to, purpose)
            && self.lines.changed_hands(number.e164())
        {
            self.hold_back(tx, visitor, who).await?;
            return Ok(Err(Note::LineChanged));
        }
        let booked = match to {
            Destination::Phone(number) => {
                let in_force = matches!(purpose, Purpose::SignIn | Purpose::Proof);
                let booking = Booking {
                    visitor,
                    person: &who.id,
                    organization: who.managed_by.as_deref().unwrap_or_default(),
                    number,
                    channel,
                    fresh: !in_force,
                    // For the person's own phones alone: a code for a new number would get past the limits of any number.
                    known: in_force && self.known_browser(tx, visitor, &who.id).await?.is_some(),
                    challenge,
                };
                self.book_phone(tx, booking).await?
            }
            Destination::Mail(_) => {
                // Anybody can ask for a forgotten password, the password alone for a request's code, and a session for
                // its own: none of them uses up the others, nor what a browser of the person's may ask for.
                let (kind, windows) = match purpose {
                    Purpose::Forgot => ("forgot", &self.policy.sends_forgot),
                    Purpose::Case | Purpose::Pass => ("mail:case", &self.policy.sends_person),
                    _ => ("mail", &self.policy.sends_person),
                };
                let scope = self.known_scope(tx, visitor, &who.id).await?;
                let (id, key) = (self.env.id_text(), format!("{kind}:{}{scope}", who.id));
                budget::take(tx, &id, &key, windows, now).await?.map_err(NotNow::Budget)
            }
        };
        Ok(booked.map_err(|not_now| match not_now {
            NotNow::Budget(until) => Note::SendBudget(visitor.zone.until(now, until)),
            NotNow::Held(until) => Note::NumberHeld(visitor.zone.until(now, until)),
        }))
    }

    /// Says that a code was not sent because its number changed hands: by mail, once an hour.
    async fn hold_back(&self, tx: &mut Tx, visitor: &Visitor, who: &Person) -> Result<(), Fault> {
        let (key, hourly) = (format!("line:{}", who.id), budget::only(Seconds::hours(1), 1));
        if budget::take(tx, &self.env.id_text(), &key, &hourly, self.now()).await?.is_ok() {
            self.record(tx, who, visitor, Kind::LineChanged, serde_json::json!({})).await?;
            self.tell(tx, visitor, who, News::of(What::LineChanged)).await?;
        }
        Ok(())
    }

    fn post_code(
        &self,
        challenge: &Challenge,
        (channel, to, language): (Channel, &Destination, Language),
        tally: Option<String>,
    ) -> Write {
        let price = match to {
            Destination::Phone(number) => self.policy.prices.of(number.region(), channel),
            Destination::Mail(_) => 0,
        };
        let letter = Letter {
            id: self.env.id_text(),
            person: challenge.person.to_string(),
            channel,
            destination_sealed: challenge.destination_sealed.clone(),
            load: Load::Code(challenge.id.clone()),
            language,
            about: None,
            tally: tally.map(|tally| format!("{tally} {price}")),
            // A code that would be dead on arrival is not worth sending.
            not_after: challenge.facts.expires - Seconds(30),
            attempts: 0,
        };
        outbox::push(&letter, self.now())
    }
}

/// What the code of a challenge is derived from.
pub fn code_of(challenge: &Challenge) -> CodeOf<'_> {
    let mailed = challenge.channel == Channel::Email;
    CodeOf {
        challenge: challenge.id.as_str(),
        purpose: challenge.purpose,
        person: challenge.person.as_str(),
        destination: &challenge.destination_index,
        digits: if mailed { Digits::Eight.count() } else { Digits::Six.count() },
    }
}

impl Destination {
    /// The number in E.164, or the address.
    pub fn text(&self) -> &str {
        match self {
            Destination::Phone(number) => number.e164(),
            Destination::Mail(address) => address,
        }
    }

    /// The last digits of a phone; nothing of a mailbox.
    pub fn last(&self, digits: usize) -> String {
        match self {
            Destination::Phone(number) => number.last(digits).to_string(),
            Destination::Mail(_) => String::new(),
        }
    }
}
