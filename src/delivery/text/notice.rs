//! Notices: what was done to an account, told to its owner by ways independent of the deed (63B §4.6), and where it
//! concerns them, to the people who manage the account.

mod member;
mod others;
mod reset;

use super::{Words, sms};
use crate::store::outbox::What;
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
        write!(f, "Notice({:?})", own(self, "").subject)
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
    let said = if notice.whose.is_empty() { own(notice, brand) } else { others::others(notice, brand) };
    match way {
        NoticeWay::Text => {
            let act = match &notice.link {
                Some(link) => format!("Not you? {link}"),
                None => said.otherwise_short.into(),
            };
            let text = format!("{brand}: {}. {act}", said.short);
            Words { subject: String::new(), text: sms::plain(&text) }
        }
        NoticeWay::Email => {
            let facts = [("When", &notice.when), ("Where", &notice.place), ("Device", &notice.device)];
            let facts: String = facts
                .into_iter()
                .filter(|(_, fact)| !fact.is_empty())
                .map(|(name, fact)| format!("{name}: {}\n", line(fact)))
                .collect();
            let status = notice.status.as_ref().map(|link| format!("{}: {link}\n\n", said.status)).unwrap_or_default();
            let act = match &notice.link {
                Some(link) => format!(
                    "This wasn\'t me: {link}\n\n\
                    The link works {}, once, without signing in. It shows a page; nothing happens before you \
                    press the button there.",
                    said.lasts
                ),
                None => said.otherwise.into(),
            };
            let why = match notice.whose.is_empty() {
                true if !said.why.is_empty() => said.why.to_owned(),
                true => format!("You get this message because it concerns the safety of your {brand} account."),
                false => format!("You get this message because you manage this {brand} account."),
            };
            Words { subject: said.subject, text: format!("{}\n\n{facts}\n{status}{act}\n\n{why}", said.lead) }
        }
    }
}

/// The parts of a notice.
struct Said {
    subject: String,
    /// The first paragraph of the mail.
    lead: String,
    /// The text message, without brand and full stop.
    short: String,
    /// What to do without a link.
    otherwise: &'static str,
    otherwise_short: &'static str,
    /// How long the link works.
    lasts: &'static str,
    /// What the status link is called.
    status: &'static str,
    /// Why it comes, where it does not concern an account.
    why: &'static str,
}

const SIGN_IN: &str = "If this was not you, sign in, change your password and tell an owner of your organization.";
const SIGN_IN_SHORT: &str = "Not you? Change your password now.";

fn said(subject: &str, lead: String, short: String) -> Said {
    Said {
        subject: subject.into(),
        lead,
        short,
        otherwise: SIGN_IN,
        otherwise_short: SIGN_IN_SHORT,
        lasts: "for 72 hours",
        status: "See how it stands",
        why: "",
    }
}

/// A request of `Reset MFA`: its links work as long as it is open.
fn case(subject: &str, lead: String, short: String) -> Said {
    Said { lasts: "as long as the request is open", ..said(subject, lead, short) }
}

/// In the words of the account's owner.
fn own(notice: &Notice, brand: &str) -> Said {
    let Notice { last, extra, due, .. } = notice;
    let extra = &line(extra);
    match notice.what {
        What::PhoneChanged => said(
            "Your 2FA phone was changed",
            format!(
                "The phone that receives your {brand} codes was changed to the number ending in {last}. \
                The old number and the old recovery code no longer work, and your other devices are signed out."
            ),
            format!("your 2FA phone was changed to the one ending {last}"),
        ),
        What::PhoneAdded => said(
            "A phone was added to your account",
            format!("{brand} now sends your codes to the number ending in {last}."),
            format!("a phone ending {last} was added to your account"),
        ),
        What::SpareAdded => said(
            "Another phone was added to your account",
            format!("Your {brand} codes can now also be sent to the number ending in {last}."),
            format!("another phone ending {last} was added to your account"),
        ),
        What::PhoneRemoved => said(
            "A phone was removed from your account",
            format!("The phone ending in {last} no longer gets codes for your {brand} account."),
            format!("the phone ending {last} was removed from your account"),
        ),
        What::PhoneMain => said(
            "Your codes go to another phone",
            format!("{brand} sends your codes to the number ending in {last} from now on."),
            format!("your codes go to the phone ending {last} from now on"),
        ),
        What::AppAdded => said(
            "An authenticator app was added",
            format!("The authenticator app \"{extra}\" can now be used to sign in to your {brand} account."),
            "an authenticator app was added to your account".into(),
        ),
        What::AppRemoved => said(
            "An authenticator app was removed",
            format!("The authenticator app \"{extra}\" no longer works for your {brand} account."),
            "an authenticator app was removed from your account".into(),
        ),
        What::TurnedOff => said(
            "Two-factor authentication was turned off",
            format!(
                "Your {brand} account opens with the password alone from now on. No phone, app or recovery code works."
            ),
            "two-factor authentication was turned off".into(),
        ),
        What::RecoveryMade => said(
            "A new recovery code was made",
            format!("A new emergency recovery code was made for your {brand} account. Any older one no longer works."),
            "a new recovery code was made for your account".into(),
        ),
        What::RecoveryUsed => Said {
            otherwise: "If this was you, a new phone and a new code follow. If not, somebody has your password and your \
                        recovery code: sign in with your phone and choose a new password now.",
            otherwise_short: "Not you? Sign in and choose a new password.",
            ..said(
                "Your recovery code was used",
                format!("The emergency recovery code of your {brand} account was used to sign in. It is spent."),
                "your recovery code was used to sign in".into(),
            )
        },
        What::WrongCodes => Said {
            otherwise: "If this was you, there is nothing to do. If not, somebody knows your password: change it now. \
                        They did not get in.",
            ..said(
                "Somebody could not complete a sign-in to your account",
                format!("Somebody gave the right password for your {brand} account, then three wrong codes."),
                "your password was used, then 3 wrong codes".into(),
            )
        },
        What::PasswordDemanded => Said {
            otherwise: "They did not get in. The next time you sign in, you choose a new password: take one that you use \
                        nowhere else.",
            ..said(
                "You need a new password",
                format!("Somebody who knows your {brand} password gave many wrong codes over the last month."),
                "your password is known to somebody, choose a new one when you sign in".into(),
            )
        },
        What::PolicyWeaker => Said {
            otherwise: "If this was not you, tell another owner now and change your password.",
            ..said(
                "Your organization asks for less than before",
                format!("You changed the policy of your organization in {brand}. Less strict now: {extra}."),
                format!("your organization's policy asks for less now: {extra}"),
            )
        },
        What::PasswordChanged => Said {
            otherwise: "Every device was signed out. If this was not you, tell an owner of your organization now.",
            ..said(
                "Your password was changed",
                format!("The password of your {brand} account was changed."),
                "your password was changed".into(),
            )
        },
        What::PasswordReset => said(
            "Your password was reset",
            format!(
                "The password of your {brand} account was replaced with a code that we emailed. Signing in still takes \
                your phone or authenticator app. Every device was signed out."
            ),
            "your password was reset by email".into(),
        ),
        What::EmailChanged => said(
            "Your email address was changed",
            format!("You sign in to {brand} with {extra} from now on."),
            "the email address of your account was changed".into(),
        ),
        What::EmailAdded => said(
            "An email address was added",
            format!("{extra} is told of changes to your {brand} account from now on."),
            "an email address was added to your account".into(),
        ),
        What::EmailRemoved => said(
            "An email address was removed",
            format!("{extra} is no longer told of changes to your {brand} account."),
            "an email address was removed from your account".into(),
        ),
        What::NewDevice => said(
            "New sign-in to your account",
            format!("Somebody signed in to your {brand} account with a browser that we have not seen before."),
            "your account was opened in a browser not seen before".into(),
        ),
        What::Restored => {
            let back = match last.is_empty() {
                true => "The last change to your account was taken back.".to_owned(),
                false => format!(
                    "Somebody pressed \"This wasn't me\", so {brand} sends your codes to the number ending in {last} \
                    again. The newer number was removed."
                ),
            };
            let short = match last.is_empty() {
                true => "the last change to your account was taken back, all devices were signed out".to_owned(),
                false => format!("codes go to the phone ending {last} again, all devices were signed out"),
            };
            let subject = if last.is_empty() { "Your account is as it was" } else { "Your old phone is back" };
            Said {
                otherwise: "Every device was signed out, and changes to your phone are paused. Sign in and choose a new \
                            password.",
                otherwise_short: "Sign in to choose a new password.",
                ..said(subject, back, short)
            }
        }
        What::LineChanged => Said {
            otherwise: "If you have a new SIM card, use your authenticator app or your recovery code for now. If not, \
                        somebody may have taken your number over: call your carrier, and change your password.",
            otherwise_short: "Not you? Call your carrier.",
            ..said(
                "We held a code back",
                format!(
                    "Somebody gave the right password for your {brand} account. We did not send the code, because the SIM \
                    card of your number was changed not long ago."
                ),
                "a code was held back, because your SIM card was changed".into(),
            )
        },
        What::CallRefused => Said {
            otherwise: "If you asked for the code yourself, there is nothing to do. If not, somebody knows your password: \
                        sign in, change it, and tell an owner of your organization.",
            ..said(
                "A call with a code was refused",
                format!(
                    "We called your phone with a code for your {brand} account. Whoever answered pressed 9: they did not ask \
                    for it. Nobody heard the code."
                ),
                "a call with a code was refused".into(),
            )
        },
        What::Unlocked => Said {
            otherwise: "You can try again. If you did not ask for it, tell an owner of your organization.",
            otherwise_short: "You can try again.",
            ..said(
                "You can sign in again",
                format!("The waits after wrong tries were lifted from your {brand} account."),
                "the waits after wrong tries were lifted".into(),
            )
        },
        What::CaseOpened => case(
            "Somebody asked to reset your 2FA",
            format!(
                "Request {extra}: somebody who knows your {brand} password and reads this mailbox asked to replace your \
                phone. The reset can start after {due}. Sign in with your phone to stop it."
            ),
            format!("request {extra} to reset your 2FA, it can start after {due}"),
        ),
        What::CaseHalfway => case(
            "Your 2FA is about to be reset",
            format!("Request {extra} to reset your {brand} 2FA is half-way. The reset can start after {due}."),
            format!("request {extra} to reset your 2FA is half-way, it can start after {due}"),
        ),
        What::CaseSoon => case(
            "Your 2FA is reset soon",
            format!("Request {extra} to reset your {brand} 2FA: the reset can start after {due}."),
            format!("last call: your 2FA can be reset after {due}"),
        ),
        What::CasePassed => case(
            "Your 2FA can be reset now",
            format!(
                "Request {extra} is granted. Sign in with your password; we then email you a code, and you add a new \
                phone. This works until {due}."
            ),
            format!("request {extra} is granted, a new phone can be added until {due}"),
        ),
        What::CaseStuck => case(
            "Your request needs a person",
            format!("None of our messages about request {extra} arrived, so it does not complete by itself."),
            format!("request {extra} needs a person to look at it"),
        ),
        What::CaseRefused => Said {
            otherwise: "Your phone works as before. If you asked for it, talk to an owner of your organization.",
            otherwise_short: "Your phone works as before.",
            ..said(
                "Your request was declined",
                format!("Request {extra} to reset your {brand} 2FA was declined."),
                format!("request {extra} to reset your 2FA was declined"),
            )
        },
        What::CaseCancelled => Said {
            otherwise: "Your phone works as before. If you still need a reset, you can ask again.",
            otherwise_short: "Your phone works as before.",
            ..said(
                "Your request is over",
                format!("Request {extra} to reset your {brand} 2FA is over. Nothing was changed."),
                format!("request {extra} to reset your 2FA is over, nothing was changed"),
            )
        },
        What::CaseUsed => said(
            "Your 2FA was reset",
            format!("Request {extra} was used: a new phone is on your {brand} account, and the old factors are gone."),
            format!("request {extra} was used, a new phone is on your account"),
        ),
        What::Member(news) => member::own(news, notice, brand),
        What::Reset(news) => reset::own(news, notice, brand),
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
