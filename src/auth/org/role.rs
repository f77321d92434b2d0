//! Another role in the organization: by owners alone, in force from the next call on.

use crate::auth::{Auth, Fault, Next, Visitor};
use crate::model::{Kind, OrgNote, Place, Role};
use crate::store::outbox::MemberNews;
use crate::store::{invitation, member, session, sign_in};
use serde_json::json;

impl Auth {
    /// An owner gives somebody another role; themselves as well, unless no other owner would be left.
    pub async fn role_save(&self, visitor: &mut Visitor, org: &str, person: &str, role: &str) -> Result<Next, Fault> {
        let wished = Role::parse(role).ok_or(Fault::BadRequest)?;
        let mut deed = match self.begin_deed(visitor, org, person).await? {
            Ok(deed) => deed,
            Err(elsewhere) => return Ok(elsewhere),
        };
        if deed.seat.role != Role::Owner {
            return deed.stop(OrgNote::OwnersOnly);
        }
        let name = deed.who.name.clone();
        let saved = OrgNote::RoleSaved { name, role: wished };
        if deed.role == wished {
            return deed.stop(saved);
        }
        if deed.last_owner().await? {
            return deed.stop(OrgNote::LastOwner);
        }
        let now = self.now();
        if wished == Role::Owner
            && let Some(until) = self.held_until(&mut deed.tx, &deed.desk.session.person).await?
        {
            return deed.stop(OrgNote::Held(visitor.zone.full(until)));
        }
        let (org, id, from) = (deed.seat.org.clone(), deed.who.id.clone(), deed.role);
        member::set_role(&mut deed.tx, &org, &id, (from, wished)).await?;
        if wished > from {
            // What was signed in as less, or copied while it was worth less, does not become more (v5.0.0-7.2.4).
            session::end_others(&mut deed.tx, &id, None, "role raised", now).await?;
            sign_in::end_others(&mut deed.tx, &id, None).await?;
        } else {
            invitation::revoke_above(&mut deed.tx, &org, &id, Some(wished), now).await?;
        }
        let own = deed.own();
        if own {
            let id = deed.desk.session.id.clone();
            self.renew_token(&mut deed.tx, visitor, &id).await?;
        }
        let detail = json!({ "from": from.word(), "to": wished.word() });
        let words = role_words(wished);
        let next =
            self.end_deed(visitor, deed, (Kind::RoleChanged, detail), (MemberNews::Role, words), saved.clone()).await?;
        // Members have no page of the organization to come back to.
        Ok(if own && wished == Role::Member { Next::to(Place::Overview) } else { next })
    }
}

/// A role inside of a sentence.
pub(in crate::auth) fn role_words(role: Role) -> &'static str {
    match role {
        Role::Member => "a member",
        Role::Admin => "an admin",
        Role::Owner => "an owner",
    }
}
