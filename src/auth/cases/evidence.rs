//! What is claimed against what is known. For a reviewer's eyes: nobody else ever learns which answers were right.

use crate::auth::{Auth, Fault};
use crate::model::{CaseFact, CaseQuestion, Claims, OrgId};
use crate::store::person::Person;
use crate::store::{Db, org};

impl Auth {
    /// Every question with both answers.
    pub(in crate::auth) async fn compare(
        &self,
        db: &mut Db,
        who: &Person,
        org: &OrgId,
        claims: &Claims,
    ) -> Result<Vec<CaseFact>, Fault> {
        let seats = org::seats(db, &who.id).await?;
        let organization = seats.into_iter().find(|s| s.org == *org).map(|s| s.name).unwrap_or_default();
        let billing = org::billing(db, org).await?;
        let paid = |method: &str, account: &str| match method {
            "card" => format!("Card ending in {account}"),
            "paypal" => format!("PayPal {account}"),
            _ => String::new(),
        };
        let known_payment = billing.as_ref().map(|b| paid(&b.method, &b.account)).unwrap_or_default();
        let known_postal = billing.map(|b| b.postal_code).unwrap_or_default();
        let claimed_account = crate::auth::billing::account(&claims.method, &claims.account).unwrap_or_default();
        let fact = |what, claimed: &str, known: String| {
            let right = !known.is_empty() && plain(claimed) == plain(&known);
            CaseFact { what, claimed: claimed.to_owned(), known, right }
        };
        Ok(vec![
            fact(CaseQuestion::Organization, &claims.organization, organization),
            fact(CaseQuestion::Name, &claims.name, who.name.clone()),
            fact(CaseQuestion::Payment, &paid(&claims.method, &claimed_account), known_payment),
            fact(CaseQuestion::Postal, &claims.postal, known_postal),
            fact(CaseQuestion::Month, &claims.month, crate::env::iso(who.created)[..7].to_owned()),
        ])
    }
}

/// For comparing: case, spaces and punctuation do not matter.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn small_differences_are_no_wrong_answers() {
        assert_eq!(plain("Acme, Inc."), plain("ACME inc"));
        assert_eq!(plain("SW1A 1AA"), plain("sw1a1aa"));
        assert_ne!(plain("Acme"), plain("Acme Ltd"));
    }
}
