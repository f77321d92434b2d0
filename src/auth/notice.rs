//! Who is told of what: every address and, where the matrix of standards 2.6 says so, the old phone. Written in the
//! transaction of the change, so nothing changes unannounced (63B §4.6).

use super::{Auth, Fault, Visitor};
use crate::model::{Channel, Seconds};
use crate::store::factor::Phone;
use crate::store::outbox::{Letter, Load, Notice, What};
use crate::store::person::{self, Person};
use crate::store::{Tx, outbox};

/// How long a notice is worth sending: a carrier may be down for days.
const NOTICE_LIFE: Seconds = Seconds::days(3);

/// What is told of.
pub(super) struct News<'a> {
    what: What,
    /// A phone that is told as well, besides every address.
    phone: Option<&'a Phone>,
    /// Last digits of the phone concerned.
    last: String,
    /// The change that "This wasn't me" takes back.
    undo: Option<String>,
}

impl<'a> News<'a> {
    /// Of this, to every address.
    pub(super) fn of(what: What) -> News<'a> {
        News { what, phone: None, last: String::new(), undo: None }
    }

    /// To this phone as well.
    pub(super) fn to(self, phone: Option<&'a Phone>) -> News<'a> {
        News { phone, ..self }
    }

    /// About a phone that ends so.
    pub(super) fn about(self, last: impl Into<String>) -> News<'a> {
        News { last: last.into(), ..self }
    }

    /// With a link that takes this change back.
    pub(super) fn with_undo(self, id: String) -> News<'a> {
        News { undo: Some(id), ..self }
    }
}

impl Auth {
    /// Tells every address of the person, and the phone of the news if there is one.
    pub(super) async fn tell(&self, tx: &mut Tx, visitor: &Visitor, who: &Person, news: News<'_>) -> Result<(), Fault> {
        let News { what, phone, last, undo } = news;
        let notice = Notice {
            what,
            when: visitor.zone.full(self.now()).text,
            place: visitor.ip.clone(),
            device: super::agent::device(&visitor.agent),
            last,
            undo,
        };
        for address in person::addresses(tx, &who.id).await? {
            let sealed = self.vault.seal(&self.env, "destination", &address);
            self.post_notice(tx, who, Channel::Email, sealed, notice.clone()).await?;
        }
        if let Some(phone) = phone {
            let number = self.vault.open("phone", &phone.number_sealed).ok_or(Fault::Broken("phone"))?;
            let sealed = self.vault.seal(&self.env, "destination", &number);
            self.post_notice(tx, who, Channel::Sms, sealed, notice).await?;
        }
        Ok(())
    }

    /// Three wrong codes after the right password: somebody knows the password (v5.0.0-6.3.5).
    pub(super) async fn tell_wrong_codes(&self, tx: &mut Tx, visitor: &Visitor, who: &Person) -> Result<(), Fault> {
        self.tell(tx, visitor, who, News::of(What::WrongCodes)).await
    }

    async fn post_notice(
        &self,
        tx: &mut Tx,
        who: &Person,
        channel: Channel,
        destination_sealed: String,
        notice: Notice,
    ) -> Result<(), Fault> {
        let letter = Letter {
            id: self.env.id_text(),
            person: who.id.to_string(),
            channel,
            destination_sealed,
            load: Load::Notice(notice),
            not_after: self.now() + NOTICE_LIFE,
            attempts: 0,
        };
        Ok(outbox::push(tx, &letter, self.now()).await?)
    }
}
