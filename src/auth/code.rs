//! Codes: asked for, sent again, tried. Every try is spent, committed, and only then compared (v5.0.0-6.6.3, T5).

use super::audit::{Kind, code_detail};
use super::notice::News;
use super::number::{self, Number};
use super::{Auth, Fault, Visitor};
use crate::flow::challenge::{Again, Facts};
use crate::model::{ChallengeId, Channel, CodeSent, Digits, Note, Purpose, Seconds, Timestamp};
use crate::store::challenge::{self, Challenge};
use crate::store::outbox::{Letter, Load, What};
use crate::store::person::{self, Person};
use crate::store::sends::{self, Send};
use crate::store::{Db, StoreError, Tx, budget, outbox};
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

/// A try that was spent on a right code; the caller's transaction consumes it.
pub struct RightCode {
    challenge: ChallengeId,
    /// The failures reserved for it, to be given back.
    reserved: String,
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
        let (now, Ask { purpose, binding, channel, to }) = (self.now(), ask);
        if let Some(until) = self.wrong_code_budget(tx, who, purpose).await? {
            return Ok(Err(Note::TooManyCodes(visitor.zone.until(self.now(), until))));
        }
        if let Err(note) = self.book_message(tx, visitor, who, channel, to).await? {
            return Ok(Err(note));
        }
        let text = to.text();
        let new = Challenge {
            id: self.env.id(),
            person: who.id.clone(),
            purpose,
            binding: binding.to_owned(),
            channel,
            destination_sealed: self.vault.seal(&self.env, "destination", text),
            destination_index: self.vault.index("destination", text),
            created: now,
            failed: false,
            facts: Facts {
                expires: now + self.policy.code_life,
                tries: 0,
                sends: 1,
                again: now + self.policy.wait_after(1),
                used: false,
                ended: false,
            },
        };
        challenge::insert(tx, &new, now).await?;
        self.post_code(tx, &new, channel).await?;
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
        if let Err(note) = self.book_message(tx, visitor, who, channel, &to).await? {
            return Ok(Some(note));
        }
        let again = now + self.policy.wait_after(old.facts.sends + 1);
        challenge::book_send(tx, old, channel, again).await?;
        self.post_code(tx, old, channel).await?;
        Ok(Some(match channel {
            Channel::Call => Note::CallStarted { last: to.last(2) },
            Channel::Sms | Channel::Email => Note::CodeSent,
        }))
    }

    /// Spends a try and compares. `Err` holds the words for the person; a used-up budget compares nothing.
    pub(super) async fn try_code(
        &self,
        visitor: &Visitor,
        who: &Person,
        challenge: &Challenge,
        typed: &str,
    ) -> Result<Result<RightCode, Note>, Fault> {
        let now = self.now();
        let mut tx = self.store.begin().await?;
        if !challenge::spend_try(&mut tx, &challenge.id, &challenge.binding, self.policy.code_tries, now).await? {
            return Ok(Err(Note::CodeTries(visitor.zone.until(self.now(), challenge.facts.expires))));
        }
        // Counting the run writes the person's row, on which everybody who tries a code of theirs queues.
        let run = person::count_wrong(&mut tx, &who.id).await?;
        let (reserved, key) = (self.env.id_text(), wrong_key(who, challenge.purpose));
        if let Err(until) = budget::take_queued(&mut tx, &reserved, &key, &self.wrong_windows(who), now).await? {
            return Ok(Err(Note::TooManyCodes(visitor.zone.until(self.now(), until))));
        }
        self.commit_silent(tx).await?;

        if self.vault.code_is(code_of(challenge), typed) {
            return Ok(Ok(RightCode { challenge: challenge.id.clone(), reserved }));
        }
        let mut tx = self.store.begin().await?;
        // Person first and trail last, as everywhere: two transactions never wait for each other in a circle.
        person::queue(&mut tx, &who.id).await?;
        self.record(&mut tx, who, visitor, Kind::WrongCode, code_detail(challenge.channel, challenge.purpose)).await?;
        self.after_wrong(&mut tx, visitor, who, challenge, run).await?;
        let spent = challenge::get(&mut tx, &challenge.id).await?.facts.tries;
        self.commit(tx).await?;
        let left = u32::try_from(self.policy.code_tries - spent).unwrap_or(0);
        Ok(Err(match left {
            0 => Note::CodeTries(visitor.zone.until(self.now(), challenge.facts.expires)),
            left => Note::CodeWrong { left },
        }))
    }

    /// Opens the transaction of a right code's effect and uses the code up in it: of many at once exactly one gets
    /// through (T6). The failure reserved for it is given back, and the run of wrong codes is over.
    ///
    /// # Errors
    /// [`Fault::Stale`] for the others: the second press of a double click is no failure either.
    pub(super) async fn begin_with_code(&self, who: &Person, right: &RightCode) -> Result<Tx, Fault> {
        let mut tx = self.store.begin().await?;
        budget::give_back(&mut tx, &right.reserved).await?;
        match challenge::consume(&mut tx, &right.challenge, self.now()).await {
            Ok(()) => person::clear_wrong(&mut tx, &who.id).await?,
            Err(StoreError::Stale) => {
                person::uncount_wrong(&mut tx, &who.id).await?;
                self.commit_silent(tx).await?;
                return Err(Fault::Stale);
            }
            Err(error) => return Err(error.into()),
        }
        Ok(tx)
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
        }
    }

    /// Until when the person's budget of wrong codes is used up.
    pub(super) async fn wrong_code_budget(
        &self,
        db: &mut Db,
        who: &Person,
        purpose: Purpose,
    ) -> Result<Option<Timestamp>, Fault> {
        Ok(budget::full_until(db, &wrong_key(who, purpose), &self.wrong_windows(who), self.now()).await?)
    }

    /// Once the long budget has forced a new password, only the day's counts: the owner must be able to get in and set
    /// it.
    fn wrong_windows(&self, who: &Person) -> budget::Windows {
        let [day, long] = self.policy.wrong_codes;
        if who.new_password { [day, day] } else { [day, long] }
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

    async fn book_message(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        who: &Person,
        channel: Channel,
        to: &Destination,
    ) -> Result<Result<(), Note>, Fault> {
        let now = self.now();
        let (id, refused) = (self.env.id_text(), |until| Note::SendBudget(visitor.zone.until(self.now(), until)));
        let booked = match to {
            Destination::Phone(number) => {
                let send = Send {
                    id: &id,
                    person: &who.id,
                    number: &self.vault.index("destination", number.e164()),
                    prefix: &self.vault.index("prefix", number.prefix()),
                    country: number.region(),
                    ip: if visitor.counts_ip { &visitor.ip } else { "" },
                    channel,
                };
                sends::book(tx, send, &self.policy, now).await?
            }
            Destination::Mail(_) => {
                budget::take(tx, &id, &format!("mail:{}", who.id), &self.policy.sends_person, now).await?
            }
        };
        Ok(booked.map_err(refused))
    }

    async fn post_code(&self, tx: &mut Tx, challenge: &Challenge, channel: Channel) -> Result<(), Fault> {
        let letter = Letter {
            id: self.env.id_text(),
            person: challenge.person.to_string(),
            channel,
            destination_sealed: challenge.destination_sealed.clone(),
            load: Load::Code(challenge.id.clone()),
            // A code that would be dead on arrival is not worth sending.
            not_after: challenge.facts.expires - Seconds(30),
            attempts: 0,
        };
        Ok(outbox::push(tx, &letter, self.now()).await?)
    }

    /// What many wrong codes bring about: a mail at the third (I5), a forced new password when the long budget is used
    /// up, and the end of codes by phone after fifty in a row (63B §3.2.2).
    async fn after_wrong(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        who: &Person,
        challenge: &Challenge,
        run: i64,
    ) -> Result<(), Fault> {
        let now = self.now();
        if challenge.purpose == Purpose::SignIn
            && self.happened(tx, &who.id, Kind::WrongCode, now - Seconds::hours(1)).await? == 3
        {
            self.tell_wrong_codes(tx, visitor, who).await?;
        }
        let long = [self.policy.wrong_codes[1]; 2];
        if !who.new_password && budget::full_until(tx, &wrong_key(who, challenge.purpose), &long, now).await?.is_some()
        {
            person::demand_password(tx, &who.id, now).await?;
            self.tell(tx, visitor, who, News::of(What::PasswordDemanded)).await?;
        }
        if run >= self.policy.wrong_run && !who.phone_disabled {
            person::disable_phone(tx, &who.id, Some(now)).await?;
            self.record(tx, who, visitor, Kind::PhoneDisabled, serde_json::json!({ "run": run })).await?;
        }
        Ok(())
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

/// Failures count per person over every challenge, so no new code, sign-in or browser resets them (63B §3.1.3.2). Codes
/// for a new phone count apart: whoever burns the others must not stand in the way of a recovery, and a number that is
/// not in force yet guards nothing.
pub(super) fn wrong_key(who: &Person, purpose: Purpose) -> String {
    match purpose {
        Purpose::NewPhone => format!("wrong:{}:new", who.id),
        Purpose::SignIn | Purpose::Gate | Purpose::Proof => format!("wrong:{}", who.id),
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
