//! Notices: what was done to an account, told to its owner by ways independent of the deed (63B §4.6), and where it
//! concerns them, to the people who manage the account.

mod facts;
mod keys;

use super::tongue::{Args, Tongue, args, find, say};
use super::{Words, sms};
use crate::model::Language;
use crate::store::outbox::{ResetNews, What};
use keys::key;
use std::fmt;

/// Something that happened to an account. Places and devices are our own short summaries, never what a client sent:
/// whoever attacks an account would write its notices otherwise.
#[derive(Clone, PartialEq, Eq)]
pub struct Notice {
    /// What.
    pub what: What,
    /// When it was done, formatted with its zone.
    pub when: String,
    /// Roughly where, "Lisbon", or empty.
    pub place: String,
    /// With what, "Firefox on macOS", or empty.
    pub device: String,
    /// Last digits of the phone concerned, or empty.
    pub last: String,
    /// Opens the "This wasn't me" page.
    pub link: Option<String>,
    /// Another fact: an address, an app's name, a request's number.
    pub extra: String,
    /// The moment that matters next: when a request completes, until when it can be used.
    pub due: String,
    /// Whose account it is, where the reader manages it: "Ana Roe (ana@example.com)".
    pub whose: String,
    /// Shows how a request stands; for its owner or for those who decide.
    pub status: Option<String>,
    /// The organization that it happened in.
    pub org: String,
    /// Who did it, or who can be asked.
    pub by: String,
    /// The code that leads back after a reset.
    pub code: Option<String>,
    /// What a reviewer wants to know.
    pub question: String,
}

/// The subject alone: a link is as good as a password.
impl fmt::Debug for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tongue = Tongue { language: Language::English, brand: "" };
        write!(f, "Notice({:?})", Said::own(self, tongue).subject())
    }
}

/// How a notice travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeWay {
    /// Text message.
    Text,
    /// Mail.
    Email,
}

/// The message that tells of `notice`.
pub fn notice_words(notice: &Notice, way: NoticeWay, tongue: Tongue<'_>) -> Words {
    let language = tongue.language;
    let said = match notice.whose.is_empty() {
        true => Said::own(notice, tongue),
        false => Said::others(notice, tongue),
    };
    let (subject, text) = match way {
        NoticeWay::Text => (String::new(), sms::plain(&said.text(notice.link.as_deref()))),
        NoticeWay::Email => (said.subject(), said.mail(notice)),
    };
    Words { language, subject, text }
}

/// A notice about to be said.
struct Said {
    language: Language,
    /// What happened: the message that its sentences are found by.
    key: &'static str,
    args: Args,
    /// To somebody who manages the account.
    staff: bool,
    /// Its links work as long as a request is open, not for 72 hours.
    open: bool,
    /// It is about a request that somebody may decide.
    asks: bool,
}

impl Said {
    /// In the words of the account's owner.
    fn own(notice: &Notice, tongue: Tongue<'_>) -> Said {
        let Tongue { language, brand } = tongue;
        let Notice { last, due, code, question, .. } = notice;
        let phone = if last.is_empty() { "unknown" } else { "known" };
        let (extra, org, whose) = (line(&notice.extra), line(&notice.org), line(&notice.whose));
        let mut args = args([
            ("brand", brand),
            ("last", last),
            ("phone", phone),
            ("extra", &extra),
            ("role", &facts::ours(language, &extra)),
            ("parts", &facts::parts(language, &sentence(&notice.extra))),
            ("why", &facts::reason(language, &sentence(&notice.extra))),
            ("due", due),
            ("org", &org),
            ("by", &facts::whom(language, &line(&notice.by), &org)),
            ("whose", &whose),
            ("code", code.as_deref().unwrap_or_default()),
            ("question", question),
        ]);
        args.set("way", say(language, if code.is_some() { "way-back-code" } else { "way-back" }, &args));
        let asks = matches!(notice.what, What::CaseOpened | What::CaseHalfway | What::CaseSoon | What::CaseStuck);
        let talks = matches!(notice.what, What::CasePassed | What::Reset(ResetNews::Question | ResetNews::Answer));
        Said { language, key: key(notice.what), args, staff: false, open: asks || talks, asks }
    }

    /// In the words of somebody who manages the account.
    fn others(notice: &Notice, tongue: Tongue<'_>) -> Said {
        let mut said = Said { staff: true, open: false, ..Said::own(notice, tongue) };
        said.args.set("deed", said.of("deed"));
        said
    }

    fn subject(&self) -> String {
        self.of(if self.staff { "deed" } else { "subject" })
    }

    /// The text message.
    fn text(&self, link: Option<&str>) -> String {
        let act = match link {
            Some(link) => self.with("text-link", "link", link),
            None if self.staff => self.say("staff-otherwise.short"),
            None => self.maybe("otherwise-short").unwrap_or_else(|| self.say("otherwise.short")),
        };
        let short = if self.staff { self.say("staff-text") } else { self.of("short") };
        let mut args = self.args.clone();
        args.set("short", short);
        args.set("act", act);
        say(self.language, "text", &args)
    }

    fn mail(&self, notice: &Notice) -> String {
        let device = facts::device(self.language, &line(&notice.device));
        let facts = [("fact-when", line(&notice.when)), ("fact-where", line(&notice.place)), ("fact-device", device)];
        let facts: String = facts
            .into_iter()
            .filter(|(_, fact)| !fact.is_empty())
            .map(|(key, fact)| self.with(key, "fact", &fact) + "\n")
            .collect();
        let status = notice.status.as_ref().map(|link| self.status(link) + "\n\n").unwrap_or_default();
        let act = match &notice.link {
            Some(link) => self.with(if self.open { "undo-open" } else { "undo" }, "link", link),
            None if self.staff => self.say("staff-otherwise"),
            None => self.maybe("otherwise").unwrap_or_else(|| self.say("otherwise")),
        };
        let why = match self.staff {
            true => self.say("why-staff"),
            false => self.maybe("why").unwrap_or_else(|| self.say("why-own")),
        };
        format!("{}\n\n{facts}\n{status}{act}\n\n{why}", self.lead())
    }

    /// The first paragraph of the mail.
    fn lead(&self) -> String {
        match self.staff {
            true if self.asks => self.say("staff-request"),
            true => self.maybe("staff").unwrap_or_else(|| self.say("staff-lead")),
            false => self.say(self.key),
        }
    }

    /// The link that shows how something stands.
    fn status(&self, link: &str) -> String {
        let label = match self.staff {
            true => self.say("status-staff"),
            false => self.maybe("status").unwrap_or_else(|| self.say("status-own")),
        };
        let mut args = self.args.clone();
        args.set("label", label);
        args.set("link", link.to_owned());
        say(self.language, "status", &args)
    }

    fn of(&self, part: &str) -> String {
        self.maybe(part).unwrap_or_default()
    }

    fn maybe(&self, part: &str) -> Option<String> {
        find(self.language, &format!("{}.{part}", self.key), &self.args)
    }

    fn say(&self, key: &str) -> String {
        say(self.language, key, &self.args)
    }

    fn with(&self, key: &str, name: &'static str, value: &str) -> String {
        let mut args = self.args.clone();
        args.set(name, value.to_owned());
        say(self.language, key, &args)
    }
}

/// `fact` on one line and of bounded length, so that no fact can add lines of its own to a message.
fn line(fact: &str) -> String {
    let words: Vec<&str> =
        fact.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect();
    words.join(" ").chars().take(80).collect()
}

/// The same of something that somebody wrote: longer.
pub fn sentence(fact: &str) -> String {
    let words: Vec<&str> =
        fact.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect();
    words.join(" ").chars().take(300).collect()
}
