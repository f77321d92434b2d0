use super::when::Zone;
use crate::model::{Language, Note, OrgAddress, OrgQuery, Place};
use crate::vault::Token;
use serde::{Deserialize, Serialize};

/// Whoever asks: what their browser holds and where they ask from. Use cases change the tokens; the door turns the
/// changes into cookies.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// Token of a session.
    pub session: Option<Token>,
    /// Token of a sign-in under way.
    pub flow: Option<Token>,
    /// Token of a known browser. It never skips a factor (63B §5.1).
    pub device: Option<Token>,
    /// Network address: IPv4 whole, IPv6 its /64.
    pub ip: String,
    /// The address takes part in budgets; not so the machine itself while the simulator delivers.
    pub counts_ip: bool,
    /// Browser's own description, cut to a sane length.
    pub agent: String,
    /// Time zone for what is shown.
    pub zone: Zone,
    /// The language that the browser asks for, if it is one of ours.
    pub language: Option<Language>,
    /// The page was asked for by a person's own doing, not by a prefetch or by another site.
    pub meant: bool,
    /// Note and typed text carried over a redirect.
    pub carried: Carried,
}

impl Visitor {
    /// Nobody's browser: the operator's command, or the demo's history.
    pub fn nobody() -> Visitor {
        Visitor {
            session: None,
            flow: None,
            device: None,
            ip: String::new(),
            counts_ip: false,
            agent: String::new(),
            zone: Zone::default(),
            language: None,
            meant: true,
            carried: Carried::default(),
        }
    }
}

/// Where to go next, and what to say there.
#[derive(Clone, Debug)]
pub struct Next {
    /// The page; [`Place::Org`] stands for every page of an organization.
    pub place: Place,
    /// The page of an organization, with its query.
    away: Option<String>,
    /// What to say.
    pub carried: Carried,
}

/// What travels with a visitor from an action to the page that shows its result.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carried {
    /// What to say.
    pub note: Option<Note>,
    /// What was typed, so that nothing is lost.
    pub typed: Typed,
}

/// What was typed into a form that has no row of its own yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typed {
    /// `Email`.
    pub email: String,
    /// `Your name`.
    pub name: String,
    /// `Organization`.
    pub organization: String,
    /// Path of the page to go to afterwards.
    pub next: String,
    /// Secret of the link that opened the form.
    pub token: String,
    /// The box was ticked.
    pub ticked: bool,
    /// The refused number is the one being replaced.
    pub same: bool,
    /// Whatever else a form had, in its order.
    pub fields: Vec<String>,
}

impl Next {
    /// To a page, with nothing to say.
    pub fn to(place: Place) -> Next {
        Next { place, away: None, carried: Carried::default() }
    }

    /// To a page of an organization, with nothing to say.
    pub fn org(address: &OrgAddress) -> Next {
        Next { away: Some(address.path()), ..Next::to(Place::Org) }
    }

    /// Keeps the query of the page.
    pub fn query(mut self, query: &OrgQuery) -> Next {
        let path = self.away.unwrap_or_else(|| self.place.path().to_owned());
        self.away = Some(path + &query.suffix());
        self
    }

    /// The address to redirect to.
    pub fn location(&self) -> &str {
        self.away.as_deref().unwrap_or(self.place.path())
    }

    /// Says something there.
    pub fn say(mut self, note: Note) -> Next {
        self.carried.note = Some(note);
        self
    }

    /// Says something there, if there is something to say.
    pub fn say_maybe(mut self, note: Option<Note>) -> Next {
        self.carried.note = note;
        self
    }

    /// Keeps what was typed.
    pub fn keep(mut self, typed: Typed) -> Next {
        self.carried.typed = typed;
        self
    }
}
