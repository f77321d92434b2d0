use serde::{Deserialize, Serialize};

/// What a person may do in an organization, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Role {
    /// Uses the organization.
    Member,
    /// May reset a managed member's 2FA.
    Admin,
    /// May do everything, and answers for the plan.
    Owner,
}

impl Role {
    /// The word in the database.
    pub fn word(self) -> &'static str {
        match self {
            Role::Member => "member",
            Role::Admin => "admin",
            Role::Owner => "owner",
        }
    }

    /// Reads [`Role::word`].
    pub fn parse(word: &str) -> Option<Role> {
        [Role::Member, Role::Admin, Role::Owner].into_iter().find(|r| r.word() == word)
    }
}

/// What an organization pays for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Plan {
    /// 2FA is each person's choice, unless the policy asks for it.
    Trial,
    /// 2FA is required of everybody.
    Paid,
}

impl Plan {
    /// The word in the database.
    pub fn word(self) -> &'static str {
        match self {
            Plan::Trial => "trial",
            Plan::Paid => "paid",
        }
    }

    /// Reads [`Plan::word`].
    pub fn parse(word: &str) -> Option<Plan> {
        [Plan::Trial, Plan::Paid].into_iter().find(|p| p.word() == word)
    }
}
