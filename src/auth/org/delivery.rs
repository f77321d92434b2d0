//! S20: how messages arrive, what they cost, which numbers wait, and a code to one's own phone to try it.

mod allow;

use super::Desk;
use crate::auth::code::{Ask, Destination};
use crate::auth::sign_in::sent_note;
use crate::auth::{Auth, Fault, Next, Visitor};
use crate::flow::figures::{Figure, Step, day_of};
use crate::model::{Channel, Note, OrgAddress, OrgDelivery, OrgId, OrgQuery, OrgSpot, Provider, Purpose, Range};
use crate::store::{factor, overview, person, tally};

impl Auth {
    /// The page.
    pub(super) async fn delivery_page(
        &self,
        visitor: &Visitor,
        desk: &Desk,
        query: &OrgQuery,
    ) -> Result<OrgDelivery, Fault> {
        let (now, org, range) = (self.now(), &desk.seat.org, Range::read(query.get("range")));
        let today = day_of(now);
        let days = (today - range.days() + 1, today);
        let mut db = self.store.read().await?;
        let codes = tally::sums(&mut db, org, Figure::Code, days).await?;
        let day = tally::sums(&mut db, org, Figure::Code, (today - 1, today)).await?;
        let sum = |codes: &[(String, i64)], step: Step| -> i64 {
            let of_step = codes.iter().filter(|(key, _)| key.rsplit(' ').next() == Some(step.word()));
            of_step.map(|(_, count)| count).sum()
        };
        let who = person::get(&mut db, &desk.session.person).await?;
        let bounds = self.bounds(&mut db, &who).await?;
        let phone = factor::phone(&mut db, &who.id).await?;
        Ok(OrgDelivery {
            org: org.clone(),
            range,
            as_of: visitor.zone.hour(now),
            countries: self.countries_of(&mut db, org, days).await?,
            funnel: [Step::Started, Step::Reached, Step::Entered, Step::Used].map(|step| sum(&codes, step)),
            providers: vec![Provider {
                name: if self.demo_bar { "Simulator" } else { "Carriers of the settings" }.to_owned(),
                carries: "Texts and calls",
                day: (sum(&day, Step::Delivered), sum(&day, Step::Failed)),
                waiting: overview::waiting(&mut db, org, now).await?,
            }],
            carriers: self.carriers_of(&mut db, org, days).await?,
            spent: self.spent_of(&mut db, org).await?,
            held: self.held_numbers(&mut db, visitor, org).await?,
            phone: phone.map(|phone| phone.masked.text()).unwrap_or_default(),
            sms: bounds.allows(Channel::Sms),
            call: bounds.allows(Channel::Call),
        })
    }

    /// `Send a test code`: to the visitor's own main phone, within every limit that other codes have. It opens nothing: no
    /// page asks for a code of this binding.
    pub async fn org_test_code(&self, visitor: &mut Visitor, org: &str, channel: &str) -> Result<Next, Fault> {
        let desk = self.desk(visitor, &OrgId::new(org)).await?;
        let here = Next::org(&OrgAddress::new(&desk.seat.org, OrgSpot::Delivery));
        let channel = Channel::parse(channel).filter(|c| *c != Channel::Email).ok_or(Fault::BadRequest)?;
        let mut tx = self.store.begin().await?;
        let who = person::hold(&mut tx, &desk.session.person).await?;
        let Some(phone) = factor::phone(&mut tx, &who.id).await? else { return Ok(here.say(Note::FlowOver)) };
        let number = self.vault.open("phone", &phone.number_sealed).ok_or(Fault::Broken("phone"))?;
        let to = Destination::Phone(self.read_number(&number)?);
        let binding = format!("test:{}", desk.session.id);
        let ask = Ask { purpose: Purpose::Proof, binding: &binding, channel, to: &to };
        let note = match self.ask_code(&mut tx, visitor, &who, ask).await? {
            Ok(sent) => sent_note(&sent, &to),
            Err(refused) => refused,
        };
        self.commit(tx).await?;
        Ok(here.say(note))
    }
}
