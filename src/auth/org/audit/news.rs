//! How many events came since a page was loaded, for the bar that says so. The page asks by itself, so it keeps nobody signed
//! in.

use super::{Zone, chain_of};
use crate::auth::{Auth, Fault, Visitor};
use crate::model::{AuditFilter, OrgId, OrgQuery};
use crate::store::audit;

/// Rows that are looked at, at most: "100 new events" is said of more as well.
const MOST: i64 = 100;

impl Auth {
    /// How many events after the position that the address names are what it asks for.
    ///
    /// # Errors
    /// As for the page of the log.
    pub async fn audit_news(&self, visitor: &Visitor, org: &OrgId, query: &OrgQuery) -> Result<usize, Fault> {
        let session = self.unseen_session(visitor).await?.ok_or(Fault::SignedOut)?;
        let desk = self.desk_of(session, org).await?;
        let since = query.get("since").parse().map_err(|_| Fault::BadRequest)?;
        let (org, filter) = (&desk.seat.org, AuditFilter::read(query));
        let mut db = self.store.read().await?;
        let (wanted, _) = self.audit_wanted(&mut db, org, &filter, &Zone::default()).await?;
        let rows = audit::stretch(&mut db, &chain_of(org), since, MOST).await?;
        Ok(rows.iter().filter(|row| row.at < wanted.before && wanted.fits(row)).count())
    }
}
