//! What the organization that manages somebody asks beyond the settings, where they add a factor or get a code.

use super::number::{Number, Rules, Unusable, Way, accept};
use super::{Auth, Fault, refusal};
use crate::flow::OrgPolicy;
use crate::model::{Channel, OrgId, PhoneRefusal};
use crate::store::person::Person;
use crate::store::{Db, org_policy};

/// What a person may use: the settings, made stricter by the organization that manages them.
pub(super) struct Bounds {
    rules: Rules,
    policy: OrgPolicy,
}

impl Auth {
    /// What this person may use.
    pub(super) async fn bounds(&self, db: &mut Db, who: &Person) -> Result<Bounds, Fault> {
        let policy = match &who.managed_by {
            Some(org) => org_policy::get(db, &OrgId::new(org.clone())).await?,
            None => OrgPolicy::default(),
        };
        Ok(Bounds { rules: self.numbers.within(&policy), policy })
    }
}

impl Bounds {
    /// Whether codes may go so.
    pub(super) fn allows(&self, channel: Channel) -> bool {
        self.policy.allows(channel)
    }

    /// Whether an authenticator app may be added.
    pub(super) fn allows_app(&self) -> bool {
        self.policy.app
    }

    /// Whether a new number may receive codes so; else why not, in the words of the screens.
    pub(super) fn accept(&self, number: &Number, channel: Channel) -> Result<(), PhoneRefusal> {
        let refused = match channel {
            Channel::Call if !self.policy.call => Some(PhoneRefusal::CallsNotAllowed),
            Channel::Sms if !self.policy.sms => Some(PhoneRefusal::TextsNotAllowed),
            _ => None,
        };
        match (accept(&self.rules, number, way(channel)), refused) {
            // "Choose Receive a call" would be no help.
            (Err(Unusable::LandlineForText), _) if !self.policy.call => Err(PhoneRefusal::CallsNotAllowed),
            (Err(Unusable::LandlineForText) | Ok(()), Some(refused)) => Err(refused),
            (Err(unusable), _) => Err(refusal::of(unusable, number.country_name())),
            (Ok(()), None) => Ok(()),
        }
    }

    /// How a code goes to a number that is in force already: as wished where that is allowed, else the other way if the
    /// number takes it. Whoever has nothing else keeps what works: a stricter policy locks nobody out.
    pub(super) fn channel(&self, wished: Channel, number: &Number) -> Channel {
        let other = if wished == Channel::Call { Channel::Sms } else { Channel::Call };
        let takes = accept(&self.rules, number, way(other)) != Err(Unusable::LandlineForText);
        if !self.policy.allows(wished) && self.policy.allows(other) && takes { other } else { wished }
    }
}

fn way(channel: Channel) -> Way {
    if channel == Channel::Call { Way::Call } else { Way::Text }
}
