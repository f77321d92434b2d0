//! The embedded default: a phone per number and a mailbox per address, in memory only. It honours Twilio's magic numbers
//! for failures, and has switches for what goes wrong in the world.

use super::text::CallScript;
use super::{Carrier, Class, Message, NotSent, Sending, Taken};
use crate::env::{Clock, Lines};
use crate::model::{Channel, Moment, Reported, Seconds, SimCall, SimFaults, SimMessage, Simulator, Timestamp};
use serde::Serialize;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::sync::broadcast;

/// Messages kept; older ones are forgotten.
const MOST: usize = 2_000;
/// How late "late" is.
const LATE: Seconds = Seconds(20);
/// Twilio's magic numbers and the class of failure each stands for.
const MAGIC: [(&str, Class, &str); 5] = [
    ("+15005550001", Class::BadDestination, "21211 bad number"),
    ("+15005550002", Class::Settings, "21612 no route"),
    ("+15005550003", Class::Settings, "21408 region"),
    ("+15005550004", Class::OptedOut, "21610 opted out"),
    ("+15005550009", Class::BadDestination, "21614 not a mobile"),
];

/// The simulator.
pub struct Sim {
    state: Mutex<State>,
    news: broadcast::Sender<String>,
    clock: Arc<dyn Clock>,
}

#[derive(Default)]
struct State {
    messages: VecDeque<Stored>,
    faults: SimFaults,
    /// Ids that were held back once by "late".
    late: Vec<String>,
}

struct Stored {
    id: String,
    channel: Channel,
    to: String,
    /// The same for comparing: thousands are looked through for every question.
    plain: String,
    subject: String,
    text: String,
    lang: &'static str,
    code: Option<String>,
    at: Timestamp,
    call: Option<(SimCall, CallScript)>,
}

/// One message as tests read it.
#[derive(Serialize)]
pub struct Json {
    id: String,
    channel: &'static str,
    to: String,
    subject: String,
    text: String,
    code: Option<String>,
    sent_at: String,
}

impl Sim {
    /// Starts empty.
    pub fn new(clock: Arc<dyn Clock>) -> Sim {
        Sim { state: Mutex::default(), news: broadcast::channel(64).0, clock }
    }

    /// Messages as JSON, newest first; all, or those to one number or address.
    pub fn json(&self, to: Option<&str>) -> Vec<Json> {
        let wanted = to.map(plain);
        let state = self.state();
        let chosen = state.messages.iter().rev().filter(|m| wanted.as_ref().is_none_or(|w| m.plain == *w));
        let json = |m: &Stored| Json {
            id: m.id.clone(),
            channel: m.channel.word(),
            to: m.to.clone(),
            subject: m.subject.clone(),
            text: m.text.clone(),
            code: m.code.clone(),
            sent_at: crate::env::iso(m.at),
        };
        chosen.map(json).collect()
    }

    /// What the page shows; `moment` writes times for people.
    pub fn screen(&self, moment: impl Fn(Timestamp) -> Moment) -> Simulator {
        let state = self.state();
        let show = |m: &Stored| SimMessage {
            id: m.id.clone(),
            channel: m.channel,
            to: m.to.clone(),
            subject: m.subject.clone(),
            text: m.text.clone(),
            lang: m.lang.to_owned(),
            // A call's code is heard, not read: it appears once it was spoken.
            code: m.code.clone().filter(|_| m.call.as_ref().is_none_or(|(call, _)| *call == SimCall::Reading)),
            sent_at: crate::env::iso(m.at),
            at: moment(m.at),
            call: m.call.as_ref().map(|(call, _)| *call),
        };
        Simulator { messages: state.messages.iter().rev().take(200).map(show).collect(), faults: state.faults }
    }

    /// Tells of every change, for the live page.
    pub fn listen(&self) -> broadcast::Receiver<String> {
        self.news.subscribe()
    }

    /// Answers a ringing call: the greeting is spoken. `false`: it does not ring.
    pub fn answer(&self, id: &str) -> bool {
        self.on_call(id, |stored, script| {
            if stored.0 != SimCall::Ringing {
                return None;
            }
            stored.0 = SimCall::Greeting;
            Some(script.greeting)
        })
    }

    /// Presses a key: 1 reads the digits, 9 says "this was not me", anything else is not understood.
    pub fn press(&self, id: &str, key: &str) -> bool {
        self.on_call(id, |stored, script| match (stored.0, key) {
            (SimCall::Greeting | SimCall::Reading, "1" | "*") => {
                stored.0 = SimCall::Reading;
                Some(format!("{}\n{}", script.greeting, script.code_spoken))
            }
            (SimCall::Greeting | SimCall::Reading, "9") => {
                stored.0 = SimCall::Ended;
                Some(format!("{}\n{}", script.greeting, script.refused))
            }
            _ => None,
        })
    }

    /// Turns a fault on or off. `false`: there is no such fault.
    pub fn set_fault(&self, name: &str, on: bool) -> bool {
        let mut state = self.state();
        let faults = &mut state.faults;
        let switch = match name {
            "late" => &mut faults.late,
            "lost" => &mut faults.lost,
            "landline" => &mut faults.landline,
            "down" => &mut faults.down,
            "full" => &mut faults.full,
            "swapped" => &mut faults.swapped,
            _ => return false,
        };
        *switch = on;
        drop(state);
        self.tell("faults");
        true
    }

    /// Empties every phone and mailbox.
    pub fn clear(&self) -> bool {
        self.state().messages.clear();
        self.tell("clear");
        true
    }

    fn on_call(&self, id: &str, step: impl FnOnce(&mut (SimCall, CallScript), CallScript) -> Option<String>) -> bool {
        let mut state = self.state();
        let Some(stored) = state.messages.iter_mut().find(|m| m.id == id) else { return false };
        let Some(call) = &mut stored.call else { return false };
        let script = call.1.clone();
        let Some(text) = step(call, script) else { return false };
        stored.text = text;
        drop(state);
        self.tell(id);
        true
    }

    fn take(&self, message: Message) -> Result<Taken, NotSent> {
        let mut state = self.state();
        let faults = state.faults;
        let taken = Ok(Taken { reference: message.id.clone(), reported: None });
        if faults.down {
            return Err(NotSent::new(Class::Transport, "provider down").after(Seconds(2)));
        }
        if faults.late && !state.late.contains(&message.id) {
            state.late.push(message.id);
            return Err(NotSent::new(Class::Throttled, "late").after(LATE));
        }
        state.late.retain(|id| *id != message.id);
        if faults.lost {
            // Handed over and never seen again: the carrier says "sent".
            return taken;
        }
        if faults.full && message.channel == Channel::Email {
            return Err(NotSent::new(Class::BadDestination, "mailbox full"));
        }
        if faults.landline && message.channel == Channel::Sms {
            return Err(NotSent::new(Class::Landline, "30006 landline"));
        }
        if let Some((_, class, code)) = MAGIC.iter().find(|(number, ..)| *number == message.to) {
            return Err(NotSent::new(*class, *code));
        }
        // A carrier's receipt follows a text; nothing follows a mail, and a call is heard when a key is pressed.
        let reported = (message.channel == Channel::Sms).then_some(Reported::Delivered);
        let taken = Ok(Taken { reference: message.id.clone(), reported });
        // The same message again: its first hand-over was not noted in time.
        if state.messages.iter().any(|m| m.id == message.id) {
            return taken;
        }
        let id = message.id.clone();
        if state.messages.len() >= MOST {
            state.messages.pop_front();
        }
        let text = match &message.call {
            Some(script) => script.greeting.clone(),
            None => message.words.text,
        };
        state.messages.push_back(Stored {
            id: message.id,
            channel: message.channel,
            plain: plain(&message.to),
            to: message.to,
            subject: message.words.subject,
            text,
            lang: message.words.language.tag(),
            code: message.code,
            at: self.clock.now(),
            call: message.call.map(|script| (SimCall::Ringing, script)),
        });
        drop(state);
        self.tell(&id);
        taken
    }

    fn tell(&self, what: &str) {
        // Nobody listening is fine.
        let _ = self.news.send(what.to_owned());
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A panic while the lock was held cannot leave a half-written message behind.
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Carrier for Sim {
    fn carry(&self, message: Message) -> Sending<'_> {
        Box::pin(std::future::ready(self.take(message)))
    }

    fn knows_repeats(&self) -> bool {
        true
    }
}

impl Lines for Sim {
    fn changed_hands(&self, _: &str) -> bool {
        self.state().faults.swapped
    }
}

/// A number or address for comparing: a plus that a URL turned into a space is forgiven.
fn plain(to: &str) -> String {
    if to.contains('@') { to.trim().to_lowercase() } else { to.chars().filter(char::is_ascii_digit).collect() }
}
