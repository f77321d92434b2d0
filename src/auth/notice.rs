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

impl Auth {
    /// Tells every address of the person, and this phone if there is one.
    pub(super) async fn tell(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        who: &Person,
        what: What,
        phone: Option<&Phone>,
        last: String,
        undo: Option<String>,
    ) -> Result<(), Fault> {
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
        self.tell(tx, visitor, who, What::WrongCodes, None, String::new(), None).await
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
