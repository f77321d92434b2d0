use super::{OrgId, PersonId};

/// The pages of one organization. Redirects and links name a spot, never a typed-in address (v5.0.0-3.7.2, T13).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OrgSpot {
    /// How the organization stands.
    Overview,
    /// Everybody.
    People,
    /// Inviting people.
    Invite,
    /// One person.
    Person(PersonId),
    /// `Reset 2FA` for one person.
    Reset(PersonId),
    /// What is about to happen, or happens, to a selection of people.
    Bulk(String),
    /// Requests of others, and locked people.
    Requests,
    /// The audit log.
    Audit,
    /// One event of it.
    Event(String),
    /// The 2FA policy.
    Policy,
    /// What a new policy would change, before it is saved.
    PolicyReview,
    /// How messages arrive.
    Delivery,
}

/// A page of an organization, with whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrgAddress {
    /// The organization.
    pub org: OrgId,
    /// The page.
    pub spot: OrgSpot,
}

impl OrgAddress {
    /// A page of an organization.
    pub fn new(org: &OrgId, spot: OrgSpot) -> OrgAddress {
        OrgAddress { org: org.clone(), spot }
    }

    /// Its path, without query.
    pub fn path(&self) -> String {
        let page = match &self.spot {
            OrgSpot::Overview => "overview",
            OrgSpot::People => "people",
            OrgSpot::Invite => "people/invite",
            OrgSpot::Person(id) => &["people/", id.as_str()].concat(),
            OrgSpot::Reset(id) => &["people/", id.as_str(), "/reset-2fa"].concat(),
            OrgSpot::Bulk(selection) => &["people/bulk/", selection].concat(),
            OrgSpot::Requests => "requests",
            OrgSpot::Audit => "audit",
            OrgSpot::Event(id) => &["audit/", id].concat(),
            OrgSpot::Policy => "policy",
            OrgSpot::PolicyReview => "policy/review",
            OrgSpot::Delivery => "delivery",
        };
        ["/org/", self.org.as_str(), "/", page].concat()
    }

    /// Reads a path; a trailing slash is forgiven, anything else unknown is `None`. Whether there is such an organization
    /// or person is another question.
    pub fn parse(path: &str) -> Option<OrgAddress> {
        let rest = path.strip_prefix("/org/")?;
        let parts: Vec<&str> = rest.strip_suffix('/').unwrap_or(rest).split('/').collect();
        let (org, page) = parts.split_first()?;
        let person = |id: &str| PersonId::new(id);
        let spot = match page {
            ["overview"] => OrgSpot::Overview,
            ["people"] => OrgSpot::People,
            ["people", "invite"] => OrgSpot::Invite,
            ["people", "bulk", id] if is_id(id) => OrgSpot::Bulk((*id).to_owned()),
            ["people", id] if is_id(id) => OrgSpot::Person(person(id)),
            ["people", id, "reset-2fa"] if is_id(id) => OrgSpot::Reset(person(id)),
            ["requests"] => OrgSpot::Requests,
            ["audit"] => OrgSpot::Audit,
            ["audit", id] if is_id(id) => OrgSpot::Event((*id).to_owned()),
            ["policy"] => OrgSpot::Policy,
            ["policy", "review"] => OrgSpot::PolicyReview,
            ["delivery"] => OrgSpot::Delivery,
            _ => return None,
        };
        is_id(org).then(|| OrgAddress { org: OrgId::new(*org), spot })
    }
}

/// Could be an id of ours: what stands in an address never becomes more than that.
fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_found_by_its_path_and_nothing_else_is() {
        let (org, id) = (OrgId::new("o-1"), PersonId::new("p_2"));
        for spot in [
            OrgSpot::Overview,
            OrgSpot::People,
            OrgSpot::Invite,
            OrgSpot::Person(id.clone()),
            OrgSpot::Reset(id),
            OrgSpot::Bulk("b3".into()),
            OrgSpot::Requests,
            OrgSpot::Audit,
            OrgSpot::Event("e4".into()),
            OrgSpot::Policy,
            OrgSpot::PolicyReview,
            OrgSpot::Delivery,
        ] {
            let address = OrgAddress::new(&org, spot);
            assert_eq!(OrgAddress::parse(&address.path()), Some(address));
        }
        for hostile in
            ["/org/", "/org//people", "/org/a/people/../x", "/org/a/people/%2f", "/org/a/b", "/org/a/people/b/c"]
        {
            assert_eq!(OrgAddress::parse(hostile), None, "{hostile}");
        }
    }
}
