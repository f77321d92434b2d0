//! Second factors and the address, and the links that bring earlier ones back.

use std::hash::{Hash, Hasher};

/// What "This wasn't me" puts back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Factors {
    /// The phone that the account began with.
    pub old_phone: bool,
    /// Its spare phone.
    pub spare_phone: bool,
    /// A phone that the owner enrolled since.
    pub new_phone: bool,
    /// The owner's authenticator app.
    pub app: bool,
    /// The recovery code in force.
    pub recovery: Recovery,
    /// The owner moved to a mailbox that nobody else reads.
    pub new_email: bool,
}

/// The recovery code in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Recovery {
    /// There is none.
    None,
    /// The one the account began with.
    Old,
    /// One that the owner was shown since.
    New,
    /// It was used, or nobody has it any more.
    Used,
}

/// "This wasn't me" links, as the sets of what they put back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// All of them: each reaches something of the owner's.
    pub all: u128,
    /// Those that reach something the thief holds as well.
    pub thief: u128,
}

impl Factors {
    /// No second factor, and no recovery code.
    pub const BARE: Factors = Factors {
        old_phone: false,
        spare_phone: false,
        new_phone: false,
        app: false,
        recovery: Recovery::None,
        new_email: false,
    };

    /// A second factor is in force.
    pub fn second(self) -> bool {
        self.phones() || self.app
    }

    /// A phone is in force.
    pub fn phones(self) -> bool {
        self.old_phone || self.spare_phone || self.new_phone
    }

    /// Without the main phone: the first one, or what came in its place, before any spare.
    pub fn without_main(self) -> Factors {
        match self {
            Factors { old_phone: true, .. } => Factors { old_phone: false, ..self },
            Factors { new_phone: true, .. } => Factors { new_phone: false, ..self },
            _ => Factors { spare_phone: false, ..self },
        }
    }

    /// The same after its recovery code was used.
    pub fn used_up(self) -> Factors {
        let recovery = if self.recovery == Recovery::None { Recovery::None } else { Recovery::Used };
        Factors { recovery, ..self }
    }

    /// Its place among all that can be.
    fn index(self) -> u8 {
        let bits = [self.old_phone, self.spare_phone, self.new_phone, self.app, self.new_email];
        bits.into_iter().fold(self.recovery as u8, |all, bit| all * 2 + u8::from(bit))
    }

    fn at(index: u8) -> Factors {
        let bit = |n: u8| index >> n & 1 == 1;
        Factors {
            old_phone: bit(4),
            spare_phone: bit(3),
            new_phone: bit(2),
            app: bit(1),
            new_email: bit(0),
            recovery: [Recovery::None, Recovery::Old, Recovery::New, Recovery::Used][usize::from(index >> 5) % 4],
        }
    }
}

/// The explorer takes the links away before it looks a world up.
impl Hash for Links {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

impl Links {
    /// One more link that puts this back.
    pub fn add(&mut self, back_to: Factors, reaches_thief: bool) {
        let bit = 1 << back_to.index();
        self.all |= bit;
        self.thief |= if reaches_thief { bit } else { 0 };
    }

    /// What these put back that those did not.
    pub fn beyond(self, those: Links) -> impl Iterator<Item = (Factors, bool)> {
        let (mut rest, thief) = (self.all & !those.all | self.thief & !those.thief, self.thief);
        std::iter::from_fn(move || {
            let index = u8::try_from(rest.trailing_zeros()).ok().filter(|n| *n < 128)?;
            rest &= rest - 1;
            Some((Factors::at(index), thief >> index & 1 == 1))
        })
    }

    /// These and those.
    pub fn and(self, those: Links) -> Links {
        Links { all: self.all | those.all, thief: self.thief | those.thief }
    }
}
