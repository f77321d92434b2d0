//! Inviting people: by mail, with a link that works once. Nothing that the inviting person sees tells whether an address has
//! an account already: its mailbox alone learns that.

use super::{Desk, in_chain};
use crate::auth::{Auth, Fault, Next, Visitor};
use crate::model::{
    Email, Invite, InviteLine, Kind, LineProblem, Note, OrgAddress, OrgId, OrgNote, OrgSpot, PendingInvitation, Role,
    Seconds,
};
use crate::store::invitation::{self, End, Invitation};
use crate::store::{Db, Tx, budget, member, person};
use serde_json::json;

/// How long typed addresses are kept until they are right.
const DRAFT_LIFE: Seconds = Seconds::minutes(30);
/// Characters that are read of what was typed.
const MOST_TYPED: usize = 20_000;
/// Open invitations on the page.
const MOST_OPEN: i64 = 200;

impl Auth {
    /// Invites every address, or none while one of the lines cannot be invited. What was typed is kept until then.
    pub async fn invite(&self, visitor: &mut Visitor, org: &str, typed: &str, role: &str) -> Result<Next, Fault> {
        let desk = self.desk(visitor, &OrgId::new(org)).await?;
        let wished = Role::parse(role).ok_or(Fault::BadRequest)?;
        let page = OrgAddress::new(&desk.seat.org, OrgSpot::Invite);
        let stop = |note| Ok(Next::org(&page).say(Note::Org(note)));
        let typed: String = typed.chars().take(MOST_TYPED).collect();
        let (now, me, org) = (self.now(), desk.session.person.clone(), desk.seat.org.clone());
        let mut tx = self.store.begin().await?;
        let sealed = self.vault.seal(&self.env, "invite", &typed);
        invitation::keep_draft(&mut tx, &org, &me, (&sealed, wished.word()), now).await?;
        self.commit_silent(tx).await?;

        let mut tx = self.store.begin().await?;
        let lines = self.read_lines(&mut tx, &org, &typed).await?;
        let wrong = lines.iter().filter(|line| line.problem.is_some()).count();
        if lines.is_empty() {
            return stop(OrgNote::InviteNobody);
        }
        if lines.len() > self.policy.invites_at_once {
            return stop(OrgNote::InviteMany { most: u32::try_from(self.policy.invites_at_once).unwrap_or(0) });
        }
        if wrong > 0 {
            return stop(OrgNote::InviteLines { wrong: u32::try_from(wrong).unwrap_or(0) });
        }
        if !self.is_fresh(&desk.session) {
            return Ok(self.prove_first_at(&page));
        }
        // Nobody loses a role between here and the commit: whoever takes one away holds this row as well.
        member::queue(&mut tx, &org).await?;
        let seat = self.seat_now(&mut tx, &desk).await?;
        if wished > seat.role {
            return stop(OrgNote::InviteRole);
        }
        // As for giving the role: an invitation is no way around the day after a change of factors.
        if wished == Role::Owner
            && let Some(until) = self.held_until(&mut tx, &me).await?
        {
            return stop(OrgNote::Held(visitor.zone.full(until)));
        }
        for line in &lines {
            if let Err(until) = self.take_invite(&mut tx, &desk).await? {
                return stop(OrgNote::InviteBudget(visitor.zone.until(now, until)));
            }
            if let Some(old) = invitation::to_address(&mut tx, &org, &line.text).await? {
                invitation::end(&mut tx, &old, End::Expired, now).await?;
            }
            let new = Invitation {
                id: self.env.id_text(),
                org: org.clone(),
                email: line.text.clone(),
                role: wished,
                by: me.clone(),
                sends: 1,
                sent: now,
                expires: now + self.policy.invitation_life,
            };
            invitation::insert(&mut tx, &new).await?;
            self.note_invitation(&mut tx, visitor, &desk, &new, Kind::Invited).await?;
            self.tell_invited(&mut tx, visitor, &new, (&seat.name, &desk.session.name)).await?;
        }
        invitation::drop_draft(&mut tx, &org, &me).await?;
        self.commit(tx).await?;
        stop(OrgNote::InviteSent { people: u32::try_from(lines.len()).unwrap_or(0) })
    }

    /// Sends an invitation again: with a new link, for another week.
    pub async fn invite_again(&self, visitor: &mut Visitor, org: &str, id: &str) -> Result<Next, Fault> {
        let (desk, page, found) = self.open_invitation(visitor, org, id).await?;
        let stop = |note| Ok(Next::org(&page).say(Note::Org(note)));
        let now = self.now();
        let mut tx = self.store.begin().await?;
        member::queue(&mut tx, &desk.seat.org).await?;
        let seat = self.seat_now(&mut tx, &desk).await?;
        if found.role > seat.role {
            return stop(OrgNote::InviteRole);
        }
        if found.sends >= self.policy.invitation_sends {
            return stop(OrgNote::InviteSends);
        }
        if let Err(until) = self.take_invite(&mut tx, &desk).await? {
            return stop(OrgNote::InviteBudget(visitor.zone.until(now, until)));
        }
        let expires = now + self.policy.invitation_life;
        invitation::again(&mut tx, &found, now, expires).await?;
        let again = Invitation { sends: found.sends + 1, sent: now, expires, ..found };
        self.note_invitation(&mut tx, visitor, &desk, &again, Kind::Invited).await?;
        self.tell_invited(&mut tx, visitor, &again, (&seat.name, &desk.session.name)).await?;
        self.commit(tx).await?;
        stop(OrgNote::InviteAgain)
    }

    /// Takes an invitation back: its link is over at once.
    pub async fn invite_revoke(&self, visitor: &mut Visitor, org: &str, id: &str) -> Result<Next, Fault> {
        let (desk, page, found) = self.open_invitation(visitor, org, id).await?;
        let mut tx = self.store.begin().await?;
        invitation::end(&mut tx, &found, End::Revoked, self.now()).await?;
        self.note_invitation(&mut tx, visitor, &desk, &found, Kind::InvitationEnded).await?;
        self.commit(tx).await?;
        Ok(Next::org(&page).say(Note::Org(OrgNote::InviteRevoked)))
    }

    async fn open_invitation(
        &self,
        visitor: &mut Visitor,
        org: &str,
        id: &str,
    ) -> Result<(Desk, OrgAddress, Invitation), Fault> {
        let desk = self.desk(visitor, &OrgId::new(org)).await?;
        let mut db = self.store.read().await?;
        let found = invitation::of_organization(&mut db, &desk.seat.org, id).await?.ok_or(Fault::NotFound)?;
        let page = OrgAddress::new(&desk.seat.org, OrgSpot::Invite);
        Ok((desk, page, found))
    }

    /// One message out of what its sender and the organization may send.
    async fn take_invite(&self, tx: &mut Tx, desk: &Desk) -> Result<Result<(), crate::model::Timestamp>, Fault> {
        let keys = [
            (format!("invite:{}", desk.session.person), &self.policy.invites_person),
            (format!("invite-organization:{}", desk.seat.org), &self.policy.invites_organization),
        ];
        for (key, windows) in keys {
            if let Err(until) = budget::take(tx, &self.env.id_text(), &key, windows, self.now()).await? {
                return Ok(Err(until));
            }
        }
        Ok(Ok(()))
    }

    /// The event, about nobody's account: whether there is one is not the organization's to know.
    async fn note_invitation(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        desk: &Desk,
        invitation: &Invitation,
        kind: Kind,
    ) -> Result<(), Fault> {
        let me = &desk.session.person;
        let detail = json!({ "to": invitation.email, "role": invitation.role.word(), "message": invitation.sends });
        self.record_by(tx, in_chain(&desk.seat.org, me), visitor, me.as_str(), kind, detail).await
    }

    /// Each line that is not empty, with what stands in its way.
    async fn read_lines(&self, db: &mut Db, org: &OrgId, typed: &str) -> Result<Vec<InviteLine>, Fault> {
        let mut lines: Vec<InviteLine> = Vec::new();
        // One more than are taken: then the page says so, and nothing more is looked up.
        let most = self.policy.invites_at_once + 1;
        for text in typed.lines().map(str::trim).filter(|line| !line.is_empty()).take(most) {
            let Some(email) = Email::parse(text) else {
                lines.push(InviteLine { text: text.chars().take(80).collect(), problem: Some(LineProblem::NoAddress) });
                continue;
            };
            let text = email.as_str().to_owned();
            let twice = lines.iter().any(|line| line.text == text);
            let open = invitation::to_address(db, org, &text).await?.filter(|i| self.now() < i.expires);
            let problem = match () {
                () if twice => Some(LineProblem::Twice),
                () if member::has_address(db, org, &text).await? => Some(LineProblem::Member),
                () if open.is_some() => Some(LineProblem::Invited),
                () => None,
            };
            lines.push(InviteLine { text, problem });
        }
        Ok(lines)
    }

    /// The page that invites.
    pub(super) async fn invite_page(&self, visitor: &Visitor, desk: &Desk) -> Result<Invite, Fault> {
        let mut db = self.store.read().await?;
        let (org, now) = (&desk.seat.org, self.now());
        let draft = invitation::draft(&mut db, org, &desk.session.person, now - DRAFT_LIFE).await?;
        let (typed, role) = match draft {
            Some((sealed, role)) => (self.vault.open("invite", &sealed).unwrap_or_default(), Role::parse(&role)),
            None => (String::new(), None),
        };
        let mut wrong = self.read_lines(&mut db, org, &typed).await?;
        wrong.retain(|line| line.problem.is_some());
        let pending = self.open_invitations(&mut db, visitor, desk).await?;
        Ok(Invite {
            typed,
            role: role.unwrap_or(Role::Member),
            roles: [Role::Member, Role::Admin, Role::Owner].into_iter().filter(|r| *r <= desk.seat.role).collect(),
            most: self.policy.invites_at_once,
            wrong,
            pending,
        })
    }

    /// Invitations that nobody has answered yet, the newest first.
    pub(super) async fn open_invitations(
        &self,
        db: &mut Db,
        visitor: &Visitor,
        desk: &Desk,
    ) -> Result<Vec<PendingInvitation>, Fault> {
        let mut pending = Vec::new();
        for open in invitation::open(db, &desk.seat.org, MOST_OPEN).await? {
            pending.push(PendingInvitation {
                by: person::get(db, &open.by).await?.name,
                sent: visitor.zone.full(open.sent),
                until: (self.now() < open.expires).then(|| visitor.zone.full(open.expires)),
                again: open.sends < self.policy.invitation_sends && open.role <= desk.seat.role,
                id: open.id,
                email: open.email,
                role: open.role,
            });
        }
        Ok(pending)
    }
}
