//! What an exploration is about: an account, what the thief holds, what the owner lost, and the rules that `auth` enforces
//! around the machines. Each rule is a switch, so that a test can turn it off and see a promise break.

/// Whose account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Account {
    /// Owner of a paid organization, one phone.
    Phone,
    /// The same with an authenticator app.
    App,
    /// The same with a spare phone.
    Spare,
    /// Managed member of a paid organization, one phone.
    Member,
    /// Owner whose first phone is younger than "This wasn't me" lasts.
    Young,
    /// Owner who has not enrolled anything yet.
    Bare,
}

/// What the thief holds; what flows to it they see as well.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Holds {
    /// The password.
    pub password: bool,
    /// The mailbox: codes, notices and their links.
    pub mailbox: bool,
    /// The phone number: texts, calls, notices and their links.
    pub phone: bool,
    /// The cookie of one session, copied while User Settings was closed.
    pub cookie: bool,
    /// The recovery code.
    pub recovery: bool,
    /// The account of another owner, with everything that belongs to it.
    pub staff: bool,
}

/// What the owner lost, whichever is in force: at any moment, so a loss may come after everything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// The phone that codes go to.
    Phone,
    /// The recovery code.
    Recovery,
    /// The mailbox.
    Mailbox,
    /// The password.
    Password,
}

/// What `auth` enforces around the machines. The default is the product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// A password that was set by mail speaks against a request.
    pub mailed_password_counts: bool,
    /// A password set by mail cancels open requests and granted passes.
    pub forgot_cancels_cases: bool,
    /// A new password, a new factor and "This wasn't me" end sign-ins under way.
    pub changes_end_sign_ins: bool,
    /// The recovery code counts only after the password.
    pub recovery_needs_password: bool,
    /// A pass needs a mailed code.
    pub pass_needs_mail: bool,
    /// A request does not complete by itself when nobody could be told.
    pub silent_cases_wait: bool,
    /// A session gets a new token at every rise of level.
    pub tokens_change: bool,
    /// User Settings opens by a mailed code.
    pub settings_need_mail: bool,
    /// Whoever approves a request makes sure that the owner opened it.
    pub reviewer_asks: bool,
    /// What cookies are copied: also those of a session whose settings are open.
    pub copied_with_settings_open: bool,
    /// Also that of a session whose new recovery code was not on a screen yet.
    pub copied_before_code_shown: bool,
    /// "This wasn't me" asks for a password before it leaves an account without any second factor.
    pub first_phone_needs_password: bool,
    /// An owner takes their own first phone back, and has no second factor again.
    pub owner_undoes_first_phone: bool,
    /// Not in the product: a forgotten password takes a second factor or the recovery code as well.
    pub forgot_needs_second: bool,
    /// `Reset 2FA` leaves a mark on the person that only an enrolment with a valid pass, or "This wasn't me", takes away.
    pub reset_marks: bool,
    /// Whoever resets somebody makes sure that a password set by mail was set by its owner.
    pub resetter_asks: bool,
}

/// Ways that are closed because their limits are used up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shut {
    /// Passwords, in a browser that was not used before.
    pub password: bool,
    /// Codes to any phone.
    pub texts: bool,
    /// Codes to the number that the thief took over: its line changed hands.
    pub line: bool,
    /// Codes of the app.
    pub app: bool,
    /// Recovery codes.
    pub recovery: bool,
    /// Mailed codes at sign-in and for requests.
    pub mails: bool,
    /// Forgotten passwords.
    pub forgot: bool,
}

/// Somebody with a browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// The owner of the account.
    Owner,
    /// The thief.
    Thief,
}

impl Default for Rules {
    fn default() -> Rules {
        Rules {
            mailed_password_counts: true,
            forgot_cancels_cases: true,
            changes_end_sign_ins: true,
            recovery_needs_password: true,
            pass_needs_mail: true,
            silent_cases_wait: true,
            tokens_change: true,
            settings_need_mail: true,
            reviewer_asks: true,
            copied_with_settings_open: false,
            copied_before_code_shown: false,
            first_phone_needs_password: true,
            owner_undoes_first_phone: false,
            forgot_needs_second: false,
            reset_marks: true,
            resetter_asks: true,
        }
    }
}
