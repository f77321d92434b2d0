use super::reset_words;
use crate::{model::OrgNote, ui::text};

/// The sentences of an organization's pages.
pub fn words(note: &OrgNote) -> String {
    let fixed = match note {
        OrgNote::RoleSaved { name, role } => return format!("{name} is now {}.", text::role(*role).to_lowercase()),
        OrgNote::NumberAllowed { number } => {
            return format!("{number} is allowed for 7 days. The person can ask for the code now.");
        }
        OrgNote::AllowBudget(until) => {
            return format!("Too many numbers were allowed. You can allow another one at {}.", until.text);
        }
        OrgNote::Suspended { name } => {
            return format!("{name} is suspended and signed out everywhere. We told them whom to ask.");
        }
        OrgNote::Unsuspended { name } => return format!("{name} can sign in again. We told them."),
        OrgNote::SignedOut { name } => return format!("{name} is signed out everywhere. We told them."),
        OrgNote::Released { name } => return format!("{name} manages their own account now. We told them."),
        OrgNote::Removed { name } => {
            return format!("{name} does not belong to the organization any more. We told them.");
        }
        OrgNote::Held(until) => {
            return format!(
                "Your own 2FA was changed not long ago, so you cannot make anybody an owner until {}.",
                until.text
            );
        }
        OrgNote::InviteMany { most } => return format!("Enter {most} addresses or fewer at once."),
        OrgNote::InviteLines { wrong: 1 } => "1 line cannot be invited. Correct it; nobody was invited yet.",
        OrgNote::InviteLines { wrong } => {
            return format!("{wrong} lines cannot be invited. Correct them; nobody was invited yet.");
        }
        OrgNote::InviteBudget(until) => {
            return format!("Too many people were invited. You can invite more at {}.", until.text);
        }
        OrgNote::InviteSent { people: 1 } => "The invitation is on its way. It works for 7 days.",
        OrgNote::InviteSent { people } => {
            return format!("{people} invitations are on their way. They work for 7 days.");
        }
        OrgNote::Joined { org } => return format!("You joined {org}."),
        OrgNote::Left { org } => return format!("You left {org}."),
        OrgNote::Managed { org } => {
            return format!("{org} manages your account now. Its admins can help you when you lose your phone.");
        }

        OrgNote::BulkAll { most } => {
            return format!(
                "More than {} people match, and nobody was selected. Narrow the list with a filter, then select all again.",
                crate::ui::doc::chart::scale::grouped(i64::from(*most))
            );
        }
        OrgNote::BulkMany { most } => return format!("Pick {most} people or fewer at once."),
        OrgNote::BulkCount { people: 1 } => "Type 1 to confirm.",
        OrgNote::BulkCount { people } => return format!("Type {people} to confirm."),
        OrgNote::BulkNobody => "Nobody is affected. Pick other people.",
        OrgNote::BulkReason => "Say why.",
        OrgNote::BulkBegun => "It is under way. You can close this page; it goes on.",
        OrgNote::Reset(note) => return reset_words::words(note),
        OrgNote::PolicyCountry { code } => {
            return format!(
                "“{code}” is not a country that this server allows. Use codes such as GB, parted by spaces."
            );
        }
        OrgNote::PolicyWait { least, most } => {
            return format!("Enter a wait from {least} to {most} hours, or leave it empty.");
        }
        OrgNote::PolicyWho => "Choose who must use 2FA, and who may reset it.",
        OrgNote::PolicyWays => "Allow SMS or voice calls: without either nobody could add a phone.",
        OrgNote::PolicyDate => "Enter a day within the next year, or leave it empty to begin now.",
        OrgNote::PolicySaved => "The policy is saved.",
        OrgNote::Own => "You cannot do this to yourself. Ask another owner.",
        OrgNote::HigherRole => "This person's role is higher than yours. Ask an owner.",
        OrgNote::OwnersOnly => "Only an owner can change roles.",
        OrgNote::LastOwner => "This is the last owner who can act. Make somebody else an owner first.",
        OrgNote::NotManaged => "Your organization does not manage this account, so it cannot do that.",
        OrgNote::Changed => "Somebody else changed this at the same moment. Look at it again.",
        OrgNote::TickFirst => "Tick the box to show that you understand.",
        OrgNote::NameMissing => "Enter your name.",
        OrgNote::InviteNobody => "Enter at least one email address.",
        OrgNote::InviteRole => "You cannot invite somebody to a higher role than your own.",
        OrgNote::InviteAgain => "The invitation is sent again. Links of earlier mails do not work any more.",
        OrgNote::InviteSends => "This invitation was sent as often as it can be. Revoke it and invite again tomorrow.",
        OrgNote::InviteRevoked => "The invitation is revoked. Its link does not work any more.",
        OrgNote::InviteOver => "That invitation was used, taken back, or its 7 days are over. Ask for a new one.",
        OrgNote::Declined => "You declined the invitation.",
        OrgNote::LeaveManaged => "Your organization manages your account. Ask one of its admins to release you first.",
    };
    fixed.into()
}
