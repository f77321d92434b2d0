//! Whether a message may go to a phone: every budget has to have room, and where a number is not in force yet no guard may
//! hold it back. Numbers in force never wait for what strangers asked for.

pub mod operator;

use super::audit::Subject;
use super::factor::mask;
use super::number::Number;
use super::{Auth, Fault, Visitor};
use crate::flow::Policy;
use crate::flow::guard::{Answers, Evidence, Guard, has_room, judge, spend_warns, warns};
use crate::model::{ChallengeId, Channel, Kind, PersonId, Seconds, Timestamp};
use crate::store::guard::{self, Block, Found, Scope};
use crate::store::sends::{self, Day, Send};
use crate::store::{Db, budget};
use serde_json::json;

/// A message to a phone that is about to be written down.
#[derive(Clone, Copy)]
pub struct Booking<'a> {
    /// Who asks, and from where.
    pub visitor: &'a Visitor,
    /// Whose account.
    pub person: &'a PersonId,
    /// The organization that manages the person; empty: none.
    pub organization: &'a str,
    /// Where to.
    pub number: &'a Number,
    /// How.
    pub channel: Channel,
    /// The number is not in force yet.
    pub fresh: bool,
    /// Asked for to the person's own phone by a browser that they signed in with before.
    pub known: bool,
    /// The code that it carries.
    pub challenge: &'a ChallengeId,
}

/// Why a message does not go now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotNow {
    /// A budget is used up until then.
    Budget(Timestamp),
    /// Codes to numbers like this are held back until then.
    Held(Timestamp),
}

impl Auth {
    /// Writes a message to a phone down, if nothing stands against it. Everybody who sends queues here, on every node, until
    /// the transaction ends: it should not do much afterwards.
    ///
    /// # Errors
    /// Only faults of ours.
    pub async fn book_phone(&self, tx: &mut Db, booking: Booking<'_>) -> Result<Result<(), NotNow>, Fault> {
        let Booking { visitor, person, organization, number, channel, fresh, known, challenge } = booking;
        let (now, policy) = (self.now(), &self.policy);
        let index = |kind: &str, text: &str| self.vault.index(kind, text);
        let numbers = index("destination", number.e164());
        let vouched = fresh && guard::allowed(tx, organization, &numbers, now).await?;
        let send = Send {
            id: &self.env.id_text(),
            person,
            organization,
            number: &numbers,
            prefix: &index("prefix", number.prefix()),
            range: &index("range", number.range()),
            thousand: &index("thousand", number.thousand()),
            tail: number.tail(),
            country: number.region(),
            ip: if visitor.counts_ip { &visitor.ip } else { "" },
            channel,
            known,
            fresh,
            challenge,
            price: policy.prices.of(number.region(), channel),
        };
        let day = sends::queue(tx, send, now).await?;
        let days = allowances(policy, send, day);
        if days.iter().any(|day| !day.has_room(true, policy)) {
            return Ok(Err(NotNow::Budget(sends::day_ends(now))));
        }
        if fresh
            && !vouched
            && let Some(block) = self.held(tx, booking, (send, &days)).await?
        {
            guard::refused_number(tx, &self.env.id_text(), &block, (send, &mask(number)), now).await?;
            return Ok(Err(NotNow::Held(block.until)));
        }
        if let Some(until) = sends::full_until(tx, send, policy, now).await? {
            return Ok(Err(NotNow::Budget(until)));
        }
        for day in days.iter().filter(|day| spend_warns(day.used, day.more, day.most, &policy.guards)) {
            let (organization, what) = (day.scope.word(), day.what);
            tracing::warn!(organization, what, most = day.most, "half of what a day may have is used up");
        }
        sends::write(tx, send, now).await?;
        Ok(Ok(()))
    }

    /// What holds a code to a number back that is not in force: something that stands already, or that begins now.
    async fn held(
        &self,
        tx: &mut Db,
        booking: Booking<'_>,
        (send, days): (Send<'_>, &[Allowance<'_>]),
    ) -> Result<Option<Block>, Fault> {
        let (now, signs) = (self.now(), &self.policy.guards);
        let mut scopes = Vec::new();
        for scope in [Scope::Organization(send.organization), Scope::Everywhere] {
            let last = guard::blocks(tx, scope, send, now).await?;
            // What a day may have is looked at below: what was lifted or raised since counts at once.
            if let Some(block) = last.iter().find(|block| block.guard != Guard::Spend && block.stands(now)) {
                return Ok(Some(block.clone()));
            }
            scopes.push((scope, last));
        }
        for (scope, last) in &scopes {
            let seen = guard::evidence(tx, *scope, send, (last, signs), now).await?;
            if let Some(guard) = judge(&seen, signs, *scope == Scope::Everywhere) {
                let key = match guard {
                    Guard::Range | Guard::Carrier => send.range,
                    Guard::Sequence => send.thousand,
                    Guard::Conversion | Guard::Spend => send.country,
                };
                let seen = answers(guard, &seen);
                let found = Found { scope: *scope, guard, key, region: send.country, seen };
                return Ok(Some(self.begin_block(tx, booking, found, last).await?));
            }
            self.warn_of_country(tx, (*scope, send), &seen).await?;
        }
        for day in days.iter().filter(|day| !day.has_room(false, &self.policy)) {
            let key = guard::day_key(now, day.region);
            let last = scopes.iter().find(|(scope, _)| *scope == day.scope).map_or(&[][..], |(_, last)| last);
            match last.iter().find(|block| block.guard == Guard::Spend && block.key == key) {
                Some(block) if block.lifted => {}
                Some(block) => return Ok(Some(block.clone())),
                None => {
                    let (scope, region, seen) = (day.scope, day.region, Answers::default());
                    let found = Found { scope, guard: Guard::Spend, key: &key, region, seen };
                    return Ok(Some(self.begin_block(tx, booking, found, last).await?));
                }
            }
        }
        Ok(None)
    }

    /// Begins a block and tells: the log always, the trail of whose people it concerns where that is one organization.
    async fn begin_block(
        &self,
        tx: &mut Db,
        booking: Booking<'_>,
        found: Found<'_>,
        last: &[Block],
    ) -> Result<Block, Fault> {
        let (id, now, Found { scope, region, seen, .. }) = (self.env.id_text(), self.now(), found);
        let block = guard::begin(tx, &id, found, (last, &self.policy.guards), now).await?;
        let (guard, organization) = (found.guard.word(), scope.word());
        let (until, Answers { ripe: numbers, answered }) = (crate::env::iso(block.until), seen);
        tracing::warn!(guard, organization, region, until, numbers, answered, "codes to new numbers are held back");
        if scope != Scope::Everywhere {
            let person = booking.person.as_str();
            let chain = match organization {
                "" => format!("person:{person}"),
                org => format!("org:{org}"),
            };
            let detail = json!({
                "guard": guard, "country": region, "until": block.until.0, "numbers": numbers, "answered": answered,
            });
            self.record(tx, Subject { chain, person }, booking.visitor, Kind::NumbersHeld, detail).await?;
        }
        Ok(block)
    }

    /// Says once an hour that a country answers seldom.
    async fn warn_of_country(
        &self,
        tx: &mut Db,
        (scope, send): (Scope<'_>, Send<'_>),
        seen: &Evidence,
    ) -> Result<(), Fault> {
        if !warns(seen, &self.policy.guards) {
            return Ok(());
        }
        let (organization, region) = (scope.word(), send.country);
        let (key, hourly) = (format!("seldom:{region}:{organization}"), budget::only(Seconds::hours(1), 1));
        if budget::take(tx, &self.env.id_text(), &key, &hourly, self.now()).await?.is_ok() {
            let Answers { ripe, answered } = seen.country;
            tracing::warn!(organization, region, ripe, answered, "codes to new numbers there are seldom given back");
        }
        Ok(())
    }
}

/// What a day may have, and has had.
#[derive(Clone, Copy)]
struct Allowance<'a> {
    /// In words for the log.
    what: &'static str,
    /// Whose people share it.
    scope: Scope<'a>,
    /// The region that shares it; empty: all.
    region: &'a str,
    used: i64,
    more: i64,
    most: i64,
}

impl Allowance<'_> {
    fn has_room(&self, trusted: bool, policy: &Policy) -> bool {
        has_room(self.used, self.more, self.most, trusted, &policy.guards)
    }
}

/// Everything of a day that a message counts in, the narrowest first. People whom no organization manages share no money of
/// their own.
fn allowances<'a>(policy: &Policy, send: Send<'a>, day: Day) -> Vec<Allowance<'a>> {
    let (own, all) = (Scope::Organization(send.organization), Scope::Everywhere);
    let of = |what, scope, (used, more, most)| Allowance { what, scope, region: "", used, more, most };
    let money = of("money", own, (day.spent_organization, send.price, policy.spend_organization));
    let country = of("messages to a country", all, (day.country, 1, policy.sends_country));
    let rest = [
        Allowance { region: send.country, ..country },
        of("messages", all, (day.all, 1, policy.sends_all)),
        of("money", all, (day.spent, send.price, policy.spend_all)),
    ];
    (!send.organization.is_empty()).then_some(money).into_iter().chain(rest).collect()
}

/// What a guard saw, in numbers.
fn answers(found: Guard, seen: &Evidence) -> Answers {
    match found {
        Guard::Range => seen.range,
        Guard::Sequence => Answers {
            ripe: i64::try_from(seen.thousand.len()).unwrap_or(i64::MAX),
            answered: i64::try_from(seen.thousand.iter().filter(|n| !n.unanswered).count()).unwrap_or(0),
        },
        Guard::Conversion => seen.country,
        Guard::Carrier | Guard::Spend => Answers::default(),
    }
}
