use super::Seconds;
use serde::{Deserialize, Serialize};

/// What becomes of somebody who loses their phone today: every way back, the soonest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Readiness {
    /// There is no phone to lose: no second factor is in force.
    NotSetUp,
    /// The phone is not what they sign in with, or these ways lead back.
    Back(Vec<WayBack>),
    /// Nobody here can help: only whoever operates the server.
    Nobody,
}

/// A way back in after the phone is lost. All of them begin with the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum WayBack {
    /// The authenticator app.
    App,
    /// Another phone of theirs.
    SparePhone,
    /// The recovery code.
    RecoveryCode,
    /// An admin or owner resets their 2FA. `two`: it takes two of them.
    Reset {
        /// A second person has to approve.
        two: bool,
    },
    /// They ask for `Reset MFA`, and another owner approves it.
    Approval,
    /// They ask for `Reset MFA`, and nobody decides about it for so long.
    Wait(Seconds),
}

impl WayBack {
    /// Needs nobody else and no waiting.
    pub fn alone_at_once(self) -> bool {
        matches!(self, WayBack::App | WayBack::SparePhone | WayBack::RecoveryCode)
    }
}

impl Readiness {
    /// The soonest way back.
    pub fn first(&self) -> Option<WayBack> {
        match self {
            Readiness::Back(ways) => ways.first().copied(),
            Readiness::NotSetUp | Readiness::Nobody => None,
        }
    }

    /// One accident from being locked out: without the phone they can do nothing by themselves but wait.
    pub fn fragile(&self) -> bool {
        match self {
            Readiness::NotSetUp => false,
            Readiness::Back(_) => !self.first().is_some_and(WayBack::alone_at_once),
            Readiness::Nobody => true,
        }
    }
}
