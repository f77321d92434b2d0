//! Writes the trail inside the caller's transaction: an event without its audit row cannot be committed.

use super::{Auth, Fault, Visitor};
use crate::model::{Channel, PersonId, Timestamp};
use crate::store::person::Person;
use crate::store::{Db, audit};
use crate::vault::hex;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// What the trail records. The word is stored; the facts go with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A full sign-in.
    SignedIn,
    /// A session ended by its person.
    SignedOut,
    /// A wrong password for a known person.
    WrongPassword,
    /// A wrong code.
    WrongCode,
    /// The emailed gate was passed.
    GateOpened,
    /// "Reset and continue".
    ChangeStarted,
    /// A change was given up.
    ChangeCancelled,
    /// A first phone.
    PhoneAdded,
    /// A phone in place of another.
    PhoneChanged,
    /// Another phone became the main one.
    PhoneMain,
    /// A phone was removed.
    PhoneRemoved,
    /// An authenticator app.
    AppAdded,
    /// An authenticator app was removed.
    AppRemoved,
    /// 2FA was turned off.
    TurnedOff,
    /// A change was taken back by "This wasn't me".
    ChangeUndone,
    /// A recovery code was made.
    RecoveryMade,
    /// A recovery code was used.
    RecoveryUsed,
    /// A new password.
    PasswordChanged,
    /// A forgotten password was replaced through the mailbox.
    PasswordReset,
    /// Another address to sign in with.
    EmailChanged,
    /// An address for notices.
    EmailAdded,
    /// An address for notices was removed.
    EmailRemoved,
    /// A browser not seen before signed in.
    NewDevice,
    /// A request of `Reset MFA` was opened.
    CaseOpened,
    /// It was granted.
    CasePassed,
    /// It needs a person: nobody could be told of it.
    CaseStuck,
    /// It was refused.
    CaseRefused,
    /// It was cancelled.
    CaseCancelled,
    /// Nobody acted on it, or used its pass, in time.
    CaseExpired,
    /// A code was not sent: the number's SIM was changed not long ago.
    LineChanged,
    /// Waits after wrong tries were lifted.
    Unlocked,
    /// Plan or billing profile.
    BillingChanged,
    /// Another default channel.
    MethodChanged,
    /// Every other session was ended.
    OthersSignedOut,
    /// Codes by phone were turned off after too many wrong ones.
    PhoneDisabled,
    /// A person came to be.
    AccountMade,
}

impl Kind {
    /// The word in the trail; part of the hash, so it never changes.
    pub fn word(self) -> &'static str {
        match self {
            Kind::SignedIn => "session.begin",
            Kind::SignedOut => "session.end",
            Kind::WrongPassword => "password.wrong",
            Kind::WrongCode => "code.wrong",
            Kind::GateOpened => "settings.open",
            Kind::ChangeStarted => "phone.change_begin",
            Kind::ChangeCancelled => "phone.change_cancel",
            Kind::PhoneAdded => "phone.add",
            Kind::PhoneChanged => "phone.change",
            Kind::PhoneMain => "phone.main",
            Kind::PhoneRemoved => "phone.remove",
            Kind::AppAdded => "app.add",
            Kind::AppRemoved => "app.remove",
            Kind::TurnedOff => "2fa.off",
            Kind::ChangeUndone => "phone.undo",
            Kind::RecoveryMade => "recovery.make",
            Kind::RecoveryUsed => "recovery.use",
            Kind::PasswordChanged => "password.change",
            Kind::PasswordReset => "password.reset",
            Kind::EmailChanged => "email.change",
            Kind::EmailAdded => "email.add",
            Kind::EmailRemoved => "email.remove",
            Kind::NewDevice => "device.new",
            Kind::CaseOpened => "case.open",
            Kind::CasePassed => "case.pass",
            Kind::CaseStuck => "case.stuck",
            Kind::CaseRefused => "case.refuse",
            Kind::CaseCancelled => "case.cancel",
            Kind::CaseExpired => "case.expire",
            Kind::LineChanged => "sms.risk_blocked",
            Kind::Unlocked => "account.unlock",
            Kind::BillingChanged => "billing.change",
            Kind::MethodChanged => "method.change",
            Kind::OthersSignedOut => "session.end_others",
            Kind::PhoneDisabled => "phone.disable",
            Kind::AccountMade => "account.make",
        }
    }
}

/// A chain and a person, where there is no [`Person`] to ask.
pub struct Subject<'a> {
    /// Chain of the row.
    pub chain: String,
    /// Whose account.
    pub person: &'a str,
}

impl<'a> From<&'a Person> for Subject<'a> {
    fn from(person: &'a Person) -> Subject<'a> {
        Subject { chain: person.chain(), person: person.id.as_str() }
    }
}

impl Auth {
    /// Appends a row to the chain of `subject` for something that somebody else did: another person's id, "operator", or
    /// "wait" for what time alone brought about.
    pub(super) async fn record_by<'a>(
        &self,
        db: &mut Db,
        subject: impl Into<Subject<'a>>,
        visitor: &Visitor,
        actor: &str,
        kind: Kind,
        detail: Value,
    ) -> Result<(), Fault> {
        self.append(db, (subject.into(), actor), visitor, kind, detail, self.now()).await
    }

    /// Appends a row to the chain of `subject`; the actor is the person themself.
    pub(super) async fn record<'a>(
        &self,
        db: &mut Db,
        subject: impl Into<Subject<'a>>,
        visitor: &Visitor,
        kind: Kind,
        detail: Value,
    ) -> Result<(), Fault> {
        self.record_at(db, subject.into(), visitor, kind, detail, self.now()).await
    }

    /// Appends a row as of then: for the demo's history alone.
    pub(super) async fn record_at(
        &self,
        db: &mut Db,
        subject: Subject<'_>,
        visitor: &Visitor,
        kind: Kind,
        detail: Value,
        at: Timestamp,
    ) -> Result<(), Fault> {
        let actor = subject.person;
        self.append(db, (subject, actor), visitor, kind, detail, at).await
    }

    async fn append(
        &self,
        db: &mut Db,
        (subject, actor): (Subject<'_>, &str),
        visitor: &Visitor,
        kind: Kind,
        detail: Value,
        at: Timestamp,
    ) -> Result<(), Fault> {
        let (seq, previous) = audit::take_head(db, &subject.chain).await?;
        let mut entry = audit::Entry {
            id: self.env.id_text(),
            chain: subject.chain,
            seq: seq + 1,
            at: at.0,
            kind: kind.word().into(),
            person_id: subject.person.into(),
            actor_id: actor.into(),
            ip: visitor.ip.clone(),
            agent: visitor.agent.clone(),
            detail: detail.to_string(),
            previous,
            hash: String::new(),
        };
        entry.hash = hash_of(&entry);
        Ok(audit::append(db, &entry).await?)
    }

    /// How often something happened to a person since then.
    pub(super) async fn happened(
        &self,
        db: &mut Db,
        person: &PersonId,
        kind: Kind,
        since: Timestamp,
    ) -> Result<i64, Fault> {
        Ok(audit::count(db, person, kind.word(), since).await?)
    }
}

/// The detail of a code event.
pub fn code_detail(channel: Channel, purpose: crate::model::Purpose) -> Value {
    json!({ "channel": channel.word(), "purpose": purpose.word() })
}

/// SHA-256 over every field of a row, each with its length before it, and the hash of the row before.
pub fn hash_of(entry: &audit::Entry) -> String {
    let (seq, at) = (entry.seq.to_string(), entry.at.to_string());
    let fields = [
        &entry.previous,
        &entry.id,
        &entry.chain,
        &seq,
        &at,
        &entry.kind,
        &entry.person_id,
        &entry.actor_id,
        &entry.ip,
        &entry.agent,
        &entry.detail,
    ];
    let mut hasher = Sha256::new();
    for field in fields {
        hasher.update((field.len() as u64).to_be_bytes());
        hasher.update(field.as_bytes());
    }
    hex(&hasher.finalize())
}
