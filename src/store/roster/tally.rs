//! How many people have what. Changes are added as rows, so that nobody waits for anybody else's count.

use crate::model::OrgId;
use crate::store::{Db, StoreError};
use std::collections::BTreeMap;

/// The facets in the order in which a person's words are handed over.
const FACETS: [&str; 4] = ["status", "method", "role", "region"];

/// Notes how a person's words changed: from nothing when the row is new, to nothing when it is gone.
pub(super) async fn change(
    db: &mut Db,
    org: &str,
    was: Option<[&str; 4]>,
    is: Option<[&str; 4]>,
) -> Result<(), StoreError> {
    for (n, facet) in FACETS.into_iter().enumerate() {
        let (was, is) = (was.map(|w| w[n]), is.map(|w| w[n]));
        if was == is {
            continue;
        }
        for (word, people) in [(was, -1), (is, 1)] {
            if let Some(word) = word {
                add(db, org, facet, word, people).await?;
            }
        }
    }
    match (was, is) {
        (None, Some(_)) => add(db, org, "all", "", 1).await,
        (Some(_), None) => add(db, org, "all", "", -1).await,
        _ => Ok(()),
    }
}

/// Adds to a count.
pub(super) async fn add(db: &mut Db, org: &str, facet: &str, word: &str, people: i64) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO roster_tally (organization_id, facet, word, people) VALUES ($1, $2, $3, $4)";
    sqlx::query(SQL).bind(org).bind(facet).bind(word).bind(people).execute(db).await?;
    Ok(())
}

/// Every count of an organization, by facet ("all", "status", "method", "role", "region") and word. Waits after wrong tries
/// are not in it: they end by themselves.
pub async fn counts(db: &mut Db, org: &OrgId) -> Result<BTreeMap<(String, String), i64>, StoreError> {
    const SQL: &str = "SELECT facet, word, CAST(SUM(people) AS BIGINT) FROM roster_tally WHERE organization_id = $1 \
                       GROUP BY facet, word ORDER BY facet, word";
    let rows: Vec<(String, String, i64)> = sqlx::query_as(SQL).bind(org.as_str()).fetch_all(db).await?;
    Ok(rows.into_iter().map(|(facet, word, people)| ((facet, word), people)).collect())
}

/// Puts the rows of every count that has many together. Whoever does it at the same moment finds nothing left.
pub async fn compact(db: &mut Db) -> Result<(), StoreError> {
    const LONG: &str = "SELECT DISTINCT organization_id FROM (SELECT organization_id FROM roster_tally \
                        GROUP BY organization_id, facet, word HAVING COUNT(*) > 20) AS long ORDER BY organization_id";
    const TAKE: &str = "DELETE FROM roster_tally WHERE organization_id = $1 RETURNING facet, word, people";
    let orgs: Vec<(String,)> = sqlx::query_as(LONG).fetch_all(&mut *db).await?;
    for (org,) in orgs {
        let rows: Vec<(String, String, i64)> = sqlx::query_as(TAKE).bind(&org).fetch_all(&mut *db).await?;
        let mut sums: BTreeMap<(String, String), i64> = BTreeMap::new();
        for (facet, word, people) in rows {
            *sums.entry((facet, word)).or_default() += people;
        }
        for ((facet, word), people) in sums.into_iter().filter(|(_, people)| *people != 0) {
            add(db, &org, &facet, &word, people).await?;
        }
    }
    Ok(())
}
