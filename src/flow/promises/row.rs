//! One exploration: how it begins, and who can show what in it.

use super::factors::{Factors, Recovery};
use super::rules::{Account, Actor, Holds, Loss, Rules, Shut};
use super::world::{Password, Seat, World};
use crate::flow::Policy;

/// One exploration.
#[derive(Clone, Debug)]
pub struct Row {
    /// Whose account.
    pub account: Account,
    /// What the thief holds.
    pub holds: Holds,
    /// What the owner cannot use any more.
    pub lost: Option<Loss>,
    /// The owner also adds and removes phones and apps as they like. Where not, the account stays of its kind.
    pub chooses: bool,
    /// The rules.
    pub rules: Rules,
    /// Ways that are closed for the time being, because limits are used up.
    pub shut: Shut,
    /// The numbers.
    pub policy: Policy,
}

impl Row {
    /// An account and its thief, under the product's rules.
    pub fn new(account: Account, holds: Holds) -> Row {
        let (rules, shut, policy) = (Rules::default(), Shut::default(), Policy::default());
        Row { account, holds, lost: None, chooses: true, rules, shut, policy }
    }

    /// How things stand at first.
    pub fn start(&self) -> World {
        let phone = Factors {
            old_phone: true,
            spare_phone: self.account == Account::Spare,
            app: self.account == Account::App,
            recovery: Recovery::Old,
            ..Factors::BARE
        };
        let mut world = World {
            password: Password { owner: true, thief: self.holds.password, mailed: false, demanded: false },
            factors: if self.account == Account::Bare { Factors::BARE } else { phone },
            frozen: false,
            reset: false,
            case: None,
            owner: Seat::Out,
            thief: None,
            links: Default::default(),
            cookie: self.holds.cookie,
            broken: None,
        };
        if self.account == Account::Young {
            self.tell(&mut world, Factors::BARE);
        }
        world
    }

    /// Mails a notice with "This wasn't me" to every address. (Phones are texted such links as well. What a thief can do
    /// with one of those an owner can do with the mailed one, so the worlds that are reached are the same.)
    pub fn tell(&self, world: &mut World, back_to: Factors) {
        let thief = self.holds.mailbox && !world.factors.new_email;
        world.links.add(back_to, thief);
    }

    /// The same of something that changed no factor: back to how things are now.
    pub fn tell_now(&self, world: &mut World) {
        self.tell(world, world.factors);
    }

    /// May ask for `Reset MFA`: an owner of a paid organization.
    pub fn may_ask(&self) -> bool {
        self.account != Account::Member
    }

    /// Gets codes mailed to the address in force.
    pub fn gets_mail(&self, world: &World, who: Actor) -> bool {
        !self.shut.mails && self.has_mailbox(world, who)
    }

    /// Reads what comes to the address in force.
    pub fn has_mailbox(&self, world: &World, who: Actor) -> bool {
        match who {
            Actor::Owner => self.lost != Some(Loss::Mailbox),
            Actor::Thief => self.holds.mailbox && !world.factors.new_email,
        }
    }

    /// Can show a second factor.
    pub fn shows_second(&self, world: &World, who: Actor) -> bool {
        self.has_phone(world, who) || self.has_app(world, who)
    }

    /// Reads codes sent to a phone in force.
    pub fn has_phone(&self, world: &World, who: Actor) -> bool {
        let Factors { old_phone, spare_phone, new_phone, .. } = world.factors;
        match who {
            Actor::Owner => {
                let main = old_phone && !self.shut.line || new_phone;
                (main && self.lost != Some(Loss::Phone) || spare_phone) && !self.shut.texts
            }
            Actor::Thief => self.holds.phone && old_phone,
        }
    }

    /// Has the app in force.
    pub fn has_app(&self, world: &World, who: Actor) -> bool {
        who == Actor::Owner && world.factors.app && !self.shut.app
    }

    /// Has the recovery code in force.
    pub fn has_recovery(&self, world: &World, who: Actor) -> bool {
        match (world.factors.recovery, who) {
            (Recovery::None | Recovery::Used, _) => false,
            (Recovery::Old | Recovery::New, Actor::Owner) => self.lost != Some(Loss::Recovery) && !self.shut.recovery,
            (recovery, Actor::Thief) => recovery == Recovery::Old && self.holds.recovery,
        }
    }

    /// Knows the password in force.
    pub fn knows_password(&self, world: &World, who: Actor) -> bool {
        match who {
            Actor::Owner => world.password.owner && !self.shut.password,
            Actor::Thief => world.password.thief,
        }
    }
}
