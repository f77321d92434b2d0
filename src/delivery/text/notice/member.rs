//! Notices of somebody's place in an organization.

use super::{Notice, Said, line, said};
use crate::store::outbox::MemberNews;

/// In the words of the person.
pub(super) fn own(news: MemberNews, notice: &Notice, brand: &str) -> Said {
    let Notice { extra, due, org, by, .. } = notice;
    let (extra, org, by) = (&line(extra), &line(org), &line(by));
    match news {
        MemberNews::Invited => Said {
            otherwise: "The link shows a page; nothing happens before you press the button there. If you do not know who \
                        invites you, leave it unused.",
            otherwise_short: "You can leave it unused.",
            status: "See the invitation",
            why: "You get this message because somebody entered your address to invite you.",
            ..said(
                &format!("You are invited to {org}"),
                format!(
                    "{by} invites you to join {org} on {brand} as {extra}. The invitation works once, until {due}."
                ),
                format!("{by} invites you to join {org}"),
            )
        },
        MemberNews::Joined => said(
            &format!("You joined {org}"),
            format!("You are now {extra} of {org} on {brand}."),
            format!("you joined {org}"),
        ),
        MemberNews::Role => said(
            &format!("Your role in {org} was changed"),
            format!(
                "{by} made you {extra} of {org} on {brand}. If you could do more before, you were signed in as before."
            ),
            format!("your role in {org} is now {extra}"),
        ),
        MemberNews::Suspended => Said {
            otherwise: "Your phone and your recovery code stay as they are.",
            otherwise_short: "Ask your organization.",
            ..said(
                "Your account is suspended",
                format!(
                    "{org} suspended your {brand} account. You are signed out everywhere and cannot sign in. To be let in \
                     again, ask {by}."
                ),
                format!("{org} suspended your account"),
            )
        },
        MemberNews::Unsuspended => Said {
            otherwise: "You can sign in as always.",
            otherwise_short: "You can sign in as always.",
            ..said(
                "Your account is not suspended any more",
                format!("{org} lifted the suspension of your {brand} account."),
                format!("{org} lifted the suspension of your account"),
            )
        },
        MemberNews::Refused => Said {
            otherwise: "If this was not you, somebody knows your password: choose a new one as soon as you are let in.",
            otherwise_short: "Ask your organization.",
            ..said(
                "Your account is suspended",
                format!(
                    "Somebody tried to sign in to your {brand} account, which {org} suspended. Nobody was let in. To be \
                     let in again, ask {by}."
                ),
                format!("a sign-in was refused, because {org} suspended your account"),
            )
        },
        MemberNews::Released => Said {
            otherwise: "Keep your recovery code in a safe place: from now on it is your own way back.",
            otherwise_short: "Keep your recovery code safe.",
            ..said(
                &format!("{org} no longer manages your account"),
                format!(
                    "Your {brand} account is your own now. The admins of {org} can no longer reset your 2FA or suspend you."
                ),
                format!("{org} no longer manages your account"),
            )
        },
        MemberNews::Managed => said(
            &format!("{org} manages your account"),
            format!(
                "You let {org} manage your {brand} account. Its admins can reset your 2FA when you lose your phone, and \
                 suspend you."
            ),
            format!("{org} now manages your account"),
        ),
        MemberNews::Left => said(
            &format!("You left {org}"),
            format!("You no longer belong to {org} on {brand}."),
            format!("you left {org}"),
        ),
        MemberNews::Removed => Said {
            otherwise: "Your account, your phone and your recovery code stay as they are. If this is a mistake, ask them.",
            otherwise_short: "Ask them if this is a mistake.",
            ..said(
                &format!("You were removed from {org}"),
                format!("{by} removed you from {org} on {brand}."),
                format!("you were removed from {org}"),
            )
        },
        MemberNews::SignedOut => Said {
            otherwise: "You can sign in again as always.",
            otherwise_short: "You can sign in again.",
            ..said(
                "You were signed out everywhere",
                format!("{by} of {org} signed you out of {brand} on all devices."),
                format!("{org} signed you out everywhere"),
            )
        },
        MemberNews::Reminded => Said {
            otherwise: "Sign in at the address that you always use, and add a phone when you are asked to.",
            otherwise_short: "Sign in to add a phone.",
            why: "You get this message because an admin of your organization asked us to remind you.",
            ..said(
                "Set up two-factor authentication",
                format!("{org} asks you to set up two-factor authentication (2FA) for your {brand} account."),
                format!("{org} asks you to set up 2FA"),
            )
        },
    }
}

/// What the person did, or what was done to them, in the words of somebody who manages the account.
pub(super) fn deed(news: MemberNews, notice: &Notice) -> String {
    let (extra, org, by) = (line(&notice.extra), line(&notice.org), line(&notice.by));
    match news {
        MemberNews::Invited => format!("was invited to {org} by {by}"),
        MemberNews::Joined => format!("joined {org} as {extra}"),
        MemberNews::Role => format!("was made {extra} of {org} by {by}"),
        MemberNews::Suspended => format!("was suspended by {org}"),
        MemberNews::Unsuspended => format!("is not suspended by {org} any more"),
        MemberNews::Refused => "gave the right password, and is suspended".into(),
        MemberNews::Released => format!("is no longer managed by {org}"),
        MemberNews::Managed => format!("is managed by {org} now"),
        MemberNews::Left => format!("left {org}"),
        MemberNews::Removed => format!("was removed from {org} by {by}"),
        MemberNews::SignedOut => format!("was signed out everywhere by {by}"),
        MemberNews::Reminded => "was reminded to set up 2FA".into(),
    }
}
