//! Who carries a message: the route's carriers in order, without those that rest.

use super::breaker::{Breakers, Key};
use super::route::{Routes, country};
use super::{Carrier, Message, NotSent, Sending, Taken};
use crate::meters::Meters;
use crate::model::{Channel, Timestamp};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// No carrier may take longer to answer; after that nobody knows what became of the message.
const PATIENCE: Duration = Duration::from_secs(25);

/// Everybody who can carry messages, and who does where.
pub struct Carriers {
    all: BTreeMap<String, Arc<dyn Carrier>>,
    routes: Routes,
    breakers: Arc<Breakers>,
    meters: Meters,
}

impl Carriers {
    /// These carriers by name, along these routes.
    pub fn new(all: impl IntoIterator<Item = (String, Arc<dyn Carrier>)>, routes: Routes) -> Carriers {
        Carriers { all: all.into_iter().collect(), routes, breakers: Arc::default(), meters: Meters::default() }
    }

    /// The same, and what they do is counted there.
    pub fn measured(self, meters: &Meters) -> Carriers {
        Carriers { meters: meters.clone(), ..self }
    }

    /// Who rests, for whoever watches.
    pub fn breakers(&self) -> Arc<Breakers> {
        Arc::clone(&self.breakers)
    }

    /// Where it is counted what messages do.
    pub(super) fn meters(&self) -> &Meters {
        &self.meters
    }

    /// One carrier for everything.
    pub fn only(name: &str, carrier: Arc<dyn Carrier>) -> Carriers {
        let everywhere = |channel| super::route::Route {
            channel,
            countries: Vec::new(),
            prefix: String::new(),
            via: vec![name.to_owned()],
        };
        let routes = [Channel::Sms, Channel::Call, Channel::Email].map(everywhere);
        Carriers::new([(name.to_owned(), carrier)], Routes(routes.into()))
    }

    /// The carriers of a message, in order.
    pub fn route(&self, channel: Channel, to: &str) -> Vec<&str> {
        self.routes.find(channel, to).iter().map(String::as_str).filter(|n| self.all.contains_key(*n)).collect()
    }

    /// A carrier by its name.
    pub fn get(&self, name: &str) -> Option<&dyn Carrier> {
        self.all.get(name).map(AsRef::as_ref)
    }

    /// Whether this carrier may be asked now.
    pub(super) fn is_up(&self, name: &str, message: &Message, now: Timestamp) -> bool {
        self.breakers.lets_through(&key(name, message), now)
    }

    /// Hands a message to one carrier, waits no longer than is sensible, and remembers how it went.
    ///
    /// # Errors
    /// Why it did not go.
    pub async fn hand_over(&self, name: &str, message: Message, now: impl Fn() -> Timestamp) -> Result<Taken, NotSent> {
        let Some(carrier) = self.get(name) else { return Err(NotSent::new(super::Class::NoRoute, name)) };
        let key = key(name, &message);
        let carrying: Sending<'_> = carrier.carry(message);
        let done = match tokio::time::timeout(PATIENCE, carrying).await {
            Ok(done) => done,
            Err(_) => Err(NotSent::new(super::Class::Unknown, "no answer")),
        };
        let outcome = done.as_ref().map_or_else(|e| e.class.word(), |_| "taken");
        self.meters.handed_over(&key.0, key.1, &key.2, outcome);
        self.breakers.note(&key, done.as_ref().is_err_and(|e| e.class.blames_carrier()), now());
        done
    }
}

fn key(name: &str, message: &Message) -> Key {
    (name.to_owned(), message.channel, country(&message.to))
}
