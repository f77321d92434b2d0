//! Who is told of what: every address and, where the matrix of standards 2.6 says so, every old phone and the people who
//! manage the account. Written in the transaction of the change, so nothing changes unannounced (63B §4.6).

use super::org::role_words;
use super::{Auth, Fault, Visitor};
use crate::model::{Channel, Language, OrgId, PersonId, Role, Seconds, Timestamp};
use crate::store::factor::Phone;
use crate::store::invitation::Invitation;
use crate::store::outbox::{Letter, Load, MemberNews, Notice, What};
use crate::store::person::{self, Person};
use crate::store::{Tx, org, outbox};

/// How long a notice is worth sending: a carrier may be down for days.
const NOTICE_LIFE: Seconds = Seconds::days(3);

/// What is told of.
#[derive(Clone)]
pub(super) struct News<'a> {
    what: What,
    /// Phones that are told as well, besides every address.
    phones: &'a [Phone],
    /// Phones that are told and cannot take anything back: whoever holds one need not be its owner.
    lost: &'a [Phone],
    /// Addresses that are told besides those on the person's list.
    also: Vec<&'a str>,
    /// An address that was just taken off the list: told, without a way back onto it.
    off: Option<&'a str>,
    /// Last digits of the phone concerned.
    last: String,
    /// The change that "This wasn't me" takes back.
    undo: Option<String>,
    /// Who else is told: the people who manage the account.
    staff: Option<Staff<'a>>,
    /// Whatever else the words need.
    extra: String,
    due: Option<Timestamp>,
    case: Option<String>,
    /// The challenge whose code goes to the address that signs in, and the question that goes along.
    code: Option<String>,
    question: Option<String>,
    /// The organization that it happened in, and who did it or can be asked.
    org: String,
    by: String,
    /// What the delivery is looked up by.
    about: Option<String>,
}

/// People who manage an account.
#[derive(Clone, Copy)]
pub(super) enum Staff<'a> {
    /// Owners and admins of the organization that manages the person, if one does.
    Managers,
    /// Every other owner of this organization.
    Owners(&'a OrgId),
}

impl<'a> News<'a> {
    /// Of this, to every address.
    pub(super) fn of(what: What) -> News<'a> {
        News {
            what,
            phones: &[],
            lost: &[],
            also: Vec::new(),
            off: None,
            last: String::new(),
            undo: None,
            staff: None,
            extra: String::new(),
            due: None,
            case: None,
            code: None,
            question: None,
            org: String::new(),
            by: String::new(),
            about: None,
        }
    }

    /// To these phones as well.
    pub(super) fn to(self, phones: &'a [Phone]) -> News<'a> {
        News { phones, ..self }
    }

    /// To these phones as well, which count as lost (63B §4.3) or were removed: the way back is in the mails alone.
    pub(super) fn lost(self, lost: &'a [Phone]) -> News<'a> {
        News { lost, ..self }
    }

    /// To this address as well.
    pub(super) fn also(mut self, address: Option<&'a str>) -> News<'a> {
        self.also.extend(address);
        self
    }

    /// To this address as well, without a way back.
    pub(super) fn off(self, off: Option<&'a str>) -> News<'a> {
        News { off, ..self }
    }

    /// To the people who manage the account as well.
    pub(super) fn staff(self, staff: Staff<'a>) -> News<'a> {
        News { staff: Some(staff), ..self }
    }

    /// About a phone that ends so.
    pub(super) fn about(self, last: impl Into<String>) -> News<'a> {
        News { last: last.into(), ..self }
    }

    /// With a link that takes this change back.
    pub(super) fn with_undo(self, id: String) -> News<'a> {
        News { about: Some(id.clone()), undo: Some(id), ..self }
    }

    /// With another fact: an address, a name, a request's number.
    pub(super) fn extra(self, extra: impl Into<String>) -> News<'a> {
        News { extra: extra.into(), ..self }
    }

    /// With the moment that matters next.
    pub(super) fn due(self, due: Option<Timestamp>) -> News<'a> {
        News { due, ..self }
    }

    /// With the code of this challenge, to the address that signs in alone.
    pub(super) fn code(self, code: Option<String>) -> News<'a> {
        News { code, ..self }
    }

    /// With a reviewer's question.
    pub(super) fn question(self, id: String) -> News<'a> {
        News { question: Some(id), ..self }
    }

    /// In this organization; `by` did it, or can be asked.
    pub(super) fn within(self, org: impl Into<String>, by: impl Into<String>) -> News<'a> {
        News { org: org.into(), by: by.into(), ..self }
    }

    /// Of a case: its number, its status link, and the moment that matters. Its delivery is looked up by the case.
    pub(super) fn case(self, id: &str, number: &str, due: Option<Timestamp>) -> News<'a> {
        News { case: Some(id.to_owned()), about: Some(id.to_owned()), extra: number.to_owned(), due, ..self }
    }
}

impl Auth {
    /// Tells every address of the person, and whoever else the news names.
    pub(super) async fn tell(&self, tx: &mut Tx, visitor: &Visitor, who: &Person, news: News<'_>) -> Result<(), Fault> {
        // Where an admin sat when they did something is nothing for its person, and what a person answers has no place.
        let away = matches!(news.what, What::Reset(_));
        let (now, due) = (self.now(), news.due);
        let notice = Notice {
            what: news.what,
            when: String::new(),
            place: if away { String::new() } else { visitor.ip.clone() },
            device: if away { String::new() } else { super::agent::device(&visitor.agent) },
            last: news.last,
            undo: news.undo,
            extra: news.extra,
            due: String::new(),
            whose: String::new(),
            case: news.case,
            org: news.org,
            by: news.by,
            invitation: None,
            code: None,
            question: news.question,
        };
        let about = news.about.as_deref();
        // Moments are written as the language of each reader writes them.
        let told = |language, notice: &Notice| Notice {
            when: visitor.zone.full_in(language, now),
            due: due.map(|at| visitor.zone.full_in(language, at)).unwrap_or_default(),
            ..notice.clone()
        };
        let language = self.notice_language(tx, visitor, who).await?;
        let mut addresses = person::addresses(tx, &who.id).await?;
        addresses.extend(news.also.iter().map(|&also| also.to_owned()));
        addresses.dedup();
        for address in addresses {
            let code = news.code.clone().filter(|_| address == who.email);
            let notice = Notice { code, ..told(language, &notice) };
            self.post_notice(tx, who, (Channel::Email, &address, language), about, notice).await?;
        }
        let unlinked = Notice { undo: None, ..notice.clone() };
        if let Some(address) = news.off {
            self.post_notice(tx, who, (Channel::Email, address, language), about, told(language, &unlinked)).await?;
        }
        let phones = news.phones.iter().map(|phone| (phone, &notice)).chain(news.lost.iter().map(|p| (p, &unlinked)));
        for (phone, notice) in phones {
            let number = self.vault.open("phone", &phone.number_sealed).ok_or(Fault::Broken("phone"))?;
            self.post_notice(tx, who, (Channel::Sms, &number, language), about, told(language, notice)).await?;
        }
        if let Some(staff) = news.staff {
            // What can undo the change is for its person alone.
            let whose = format!("{} ({})", who.name, who.email);
            let notice = Notice { whose, undo: None, case: None, question: None, ..notice };
            for other in self.staff(tx, who, staff).await? {
                let other = person::get(tx, &other).await?;
                let language = other.language.unwrap_or_default();
                let notice = told(language, &notice);
                self.post_notice(tx, who, (Channel::Email, &other.email, language), None, notice).await?;
            }
        }
        Ok(())
    }

    /// Mails an invitation's link. The same words whether the address has an account or not: its page tells the reader.
    pub(super) async fn tell_invited(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        invitation: &Invitation,
        (org, by): (&str, &str),
    ) -> Result<(), Fault> {
        // Who will read it is not known, and what is known of the address must not show: as whoever invites reads.
        let inviter = person::get(tx, &invitation.by).await?;
        let language = visitor.language_of(&inviter);
        let notice = Notice {
            what: What::Member(MemberNews::Invited),
            when: visitor.zone.full_in(language, self.now()),
            // Where the inviting person sits is nobody's business who does not know them.
            place: String::new(),
            device: String::new(),
            last: String::new(),
            undo: None,
            extra: role_words(invitation.role).to_owned(),
            due: visitor.zone.full_in(language, invitation.expires),
            whose: String::new(),
            case: None,
            org: org.to_owned(),
            by: by.to_owned(),
            invitation: Some(invitation.link_id()),
            code: None,
            question: None,
        };
        let letter = Letter {
            id: self.env.id_text(),
            person: invitation.by.to_string(),
            channel: Channel::Email,
            destination_sealed: self.vault.seal(&self.env, "destination", &invitation.email),
            load: Load::Notice(Box::new(notice)),
            language,
            about: Some(invitation.id.clone()),
            tally: None,
            not_after: invitation.expires.min(self.now() + NOTICE_LIFE),
            attempts: 0,
        };
        Ok(outbox::push(&letter, self.now()).run(tx).await?)
    }

    async fn staff(&self, tx: &mut Tx, who: &Person, staff: Staff<'_>) -> Result<Vec<PersonId>, Fault> {
        let mut people = match (staff, &who.managed_by) {
            (Staff::Owners(org), _) => org::staff(tx, org, [Role::Owner, Role::Owner]).await?,
            (Staff::Managers, Some(org)) => {
                org::staff(tx, &OrgId::new(org.clone()), [Role::Owner, Role::Admin]).await?
            }
            (Staff::Managers, None) => Vec::new(),
        };
        people.retain(|id| *id != who.id);
        Ok(people)
    }

    async fn post_notice(
        &self,
        tx: &mut Tx,
        who: &Person,
        (channel, to, language): (Channel, &str, Language),
        about: Option<&str>,
        notice: Notice,
    ) -> Result<(), Fault> {
        let letter = Letter {
            id: self.env.id_text(),
            person: who.id.to_string(),
            channel,
            destination_sealed: self.vault.seal(&self.env, "destination", to),
            load: Load::Notice(Box::new(notice)),
            language,
            about: about.map(str::to_owned),
            tally: None,
            not_after: self.now() + NOTICE_LIFE,
            attempts: 0,
        };
        Ok(outbox::push(&letter, self.now()).run(tx).await?)
    }
}
