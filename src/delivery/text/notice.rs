//! Notices: what was done to an account, told to its owner by ways independent of the deed (63B §4.6).

use super::{Words, sms};
use std::fmt;

/// Something that happened to a person's factors. Places and devices are our own short summaries, never what a client
/// sent: whoever attacks an account would write its notices otherwise.
#[derive(Clone, PartialEq, Eq)]
pub enum Notice {
    /// Another phone took the old one's place.
    PhoneChanged {
        /// When it was done, formatted with its zone.
        when: String,
        /// Roughly where, "Lisbon", or empty.
        place: String,
        /// With what, "Firefox on macOS", or empty.
        device: String,
        /// Last digits of the new phone.
        last: String,
        /// Opens the "This wasn't me" page, for 72 hours.
        link: Option<String>,
    },
    /// A phone was added where there was none.
    PhoneAdded {
        /// When it was done, formatted with its zone.
        when: String,
        /// Roughly where, "Lisbon", or empty.
        place: String,
        /// With what, "Firefox on macOS", or empty.
        device: String,
        /// Last digits of the phone.
        last: String,
        /// Opens the "This wasn't me" page, for 72 hours.
        link: Option<String>,
    },
    /// A recovery code was made; an older one no longer works.
    RecoveryCodeMade {
        /// When it was done, formatted with its zone.
        when: String,
        /// Roughly where, "Lisbon", or empty.
        place: String,
        /// With what, "Firefox on macOS", or empty.
        device: String,
        /// Opens the "This wasn't me" page, for 72 hours.
        link: Option<String>,
    },
    /// Three wrong codes after the right password (CS-MFA, failed attempts).
    WrongCodes {
        /// When it was done, formatted with its zone.
        when: String,
        /// Roughly where, "Lisbon", or empty.
        place: String,
        /// With what, "Firefox on macOS", or empty.
        device: String,
    },
    /// The recovery code was used at sign-in.
    RecoveryCodeUsed {
        /// When it was done, formatted with its zone.
        when: String,
        /// Roughly where, "Lisbon", or empty.
        place: String,
        /// With what, "Firefox on macOS", or empty.
        device: String,
    },
    /// Too many wrong codes in a month: a new password is demanded.
    PasswordDemanded {
        /// When it was done, formatted with its zone.
        when: String,
        /// Roughly where, "Lisbon", or empty.
        place: String,
        /// With what, "Firefox on macOS", or empty.
        device: String,
    },
    /// The password was changed.
    PasswordChanged {
        /// When it was done, formatted with its zone.
        when: String,
        /// Roughly where, "Lisbon", or empty.
        place: String,
        /// With what, "Firefox on macOS", or empty.
        device: String,
    },
    /// "This wasn't me" was used and the old phone is back.
    PhoneRestored {
        /// When it was done, formatted with its zone.
        when: String,
        /// Last digits of the old phone.
        last: String,
    },
    /// Phone and recovery code cannot be changed for now.
    Frozen {
        /// When it was done, formatted with its zone.
        when: String,
        /// When it ends, formatted, if that is known.
        until: Option<String>,
    },
}

/// The subject alone: the link is as good as a password.
impl fmt::Debug for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Notice({:?})", Said::of(self, "").subject)
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
pub fn notice_words(notice: &Notice, way: NoticeWay, brand: &str) -> Words {
    let said = Said::of(notice, brand);
    match way {
        NoticeWay::Text => {
            let act = match said.link {
                Some(link) => format!("Not you? {link}"),
                None => said.otherwise_short.into(),
            };
            let text = format!("{brand}: {}. {act}", said.short);
            Words { subject: String::new(), text: sms::plain(&text) }
        }
        NoticeWay::Email => {
            let facts = said.facts.iter().filter(|(_, fact)| !fact.is_empty());
            let facts: String = facts.map(|(name, fact)| format!("{name}: {}\n", line(fact))).collect();
            let act = match said.link {
                Some(link) => format!(
                    "This wasn\'t me: {link}\n\n\
                    The link works for 72 hours, once, without signing in. It shows a page; nothing happens before you \
                    press the button there."
                ),
                None => said.otherwise.into(),
            };
            let why = format!("You get this message because it concerns the safety of your {brand} account.");
            Words { subject: said.subject, text: format!("{}\n\n{facts}\n{act}\n\n{why}", said.lead) }
        }
    }
}

/// The parts of a notice.
struct Said<'a> {
    subject: String,
    /// The first paragraph of the mail.
    lead: String,
    /// The text message, without brand and full stop.
    short: String,
    facts: Vec<(&'static str, &'a str)>,
    link: Option<&'a str>,
    /// What to do without a link.
    otherwise: &'static str,
    otherwise_short: &'static str,
}

const SIGN_IN: &str = "If this was not you, sign in, change your password and tell an owner of your organization.";
const SIGN_IN_SHORT: &str = "Not you? Change your password now.";

impl<'a> Said<'a> {
    fn of(notice: &'a Notice, brand: &str) -> Said<'a> {
        let said = |subject: &str, lead: String, short: String| Said {
            subject: subject.into(),
            lead,
            short,
            facts: Vec::new(),
            link: None,
            otherwise: SIGN_IN,
            otherwise_short: SIGN_IN_SHORT,
        };
        match notice {
            Notice::PhoneChanged { when, place, device, last, link } => Said {
                facts: done(when, place, device),
                link: link.as_deref(),
                ..said(
                    "Your 2FA phone was changed",
                    format!(
                        "The phone that receives your {brand} codes was changed to the number ending in {last}. \
                        The old number and the old recovery code no longer work, and your other devices are signed out."
                    ),
                    format!("your 2FA phone was changed to the one ending {last}"),
                )
            },
            Notice::PhoneAdded { when, place, device, last, link } => Said {
                facts: done(when, place, device),
                link: link.as_deref(),
                ..said(
                    "A phone was added to your account",
                    format!("{brand} now sends your codes to the number ending in {last}."),
                    format!("a phone ending {last} was added to your account"),
                )
            },
            Notice::RecoveryCodeMade { when, place, device, link } => Said {
                facts: done(when, place, device),
                link: link.as_deref(),
                ..said(
                    "A new recovery code was made",
                    format!(
                        "A new emergency recovery code was made for your {brand} account. \
                        Any older one no longer works."
                    ),
                    "a new recovery code was made for your account".into(),
                )
            },
            Notice::WrongCodes { when, place, device } => Said {
                facts: done(when, place, device),
                otherwise: "If this was you, there is nothing to do. If not, somebody knows your password: change it \
                            now. They did not get in.",
                ..said(
                    "Somebody could not complete a sign-in to your account",
                    format!("Somebody gave the right password for your {brand} account, then three wrong codes."),
                    "your password was used, then 3 wrong codes".into(),
                )
            },
            Notice::RecoveryCodeUsed { when, place, device } => Said {
                facts: done(when, place, device),
                otherwise: "If this was you, a new phone and a new code follow. If not, somebody has your password and \
                            your recovery code: sign in with your phone and choose a new password now.",
                otherwise_short: "Not you? Sign in and choose a new password.",
                ..said(
                    "Your recovery code was used",
                    format!("The emergency recovery code of your {brand} account was used to sign in. It is spent."),
                    "your recovery code was used to sign in".into(),
                )
            },
            Notice::PasswordDemanded { when, place, device } => Said {
                facts: done(when, place, device),
                otherwise: "They did not get in. The next time you sign in, you choose a new password: take one that \
                            you use nowhere else.",
                ..said(
                    "You need a new password",
                    format!("Somebody who knows your {brand} password gave many wrong codes over the last month."),
                    "your password is known to somebody, choose a new one when you sign in".into(),
                )
            },
            Notice::PasswordChanged { when, place, device } => Said {
                facts: done(when, place, device),
                otherwise: "Every device was signed out. If this was not you, tell an owner of your organization now.",
                ..said(
                    "Your password was changed",
                    format!("The password of your {brand} account was changed."),
                    "your password was changed".into(),
                )
            },
            Notice::PhoneRestored { when, last } => Said {
                facts: done(when, "", ""),
                otherwise: "Every device was signed out, and changes to your phone are paused. Sign in and choose a \
                            new password.",
                otherwise_short: "Sign in to choose a new password.",
                ..said(
                    "Your old phone is back",
                    format!(
                        "Somebody pressed \"This wasn't me\", so {brand} sends your codes to the number ending in \
                        {last} again. The newer number was removed."
                    ),
                    format!("codes go to the phone ending {last} again, all devices were signed out"),
                )
            },
            Notice::Frozen { when, until } => Said {
                facts: [done(when, "", ""), vec![("Until", until.as_deref().unwrap_or_default())]].concat(),
                otherwise: "Signing in works as before. This protects you while it is not clear who made the last \
                            change.",
                otherwise_short: "You can still sign in.",
                ..said(
                    "Changes to your 2FA are paused",
                    format!("The phone and the recovery code of your {brand} account cannot be changed for now."),
                    "changes to your phone and recovery code are paused".into(),
                )
            },
        }
    }
}

fn done<'a>(when: &'a str, place: &'a str, device: &'a str) -> Vec<(&'static str, &'a str)> {
    vec![("When", when), ("Where", place), ("Device", device)]
}

/// `fact` on one line and of bounded length, so that no fact can add lines of its own to a message.
fn line(fact: &str) -> String {
    let words: Vec<&str> =
        fact.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect();
    words.join(" ").chars().take(80).collect()
}
