//! The numbers of the charts as files.

use crate::auth::{Auth, Fault, Visitor};
use crate::model::{OrgAddress, OrgId, OrgPage, OrgQuery, OrgSpot};

/// A file of numbers.
pub struct FigureFile {
    /// Its name.
    pub name: String,
    /// Its lines, comma-separated (RFC 4180). Numbers, days and words of ours alone, so no cell can be a formula.
    pub text: String,
}

impl Auth {
    /// The numbers of one chart of the overview, or of the table of countries.
    ///
    /// # Errors
    /// As for [`Auth::org_shown`]; [`Fault::NotFound`] for a chart that does not exist.
    pub async fn figure_file(
        &self,
        visitor: &mut Visitor,
        org: &str,
        chart: &str,
        query: &OrgQuery,
    ) -> Result<FigureFile, Fault> {
        let session = self.signed_in(visitor).await?;
        let desk = self.desk_of(session, &OrgId::new(org)).await?;
        let spot = if chart == "countries" { OrgSpot::Delivery } else { OrgSpot::Overview };
        let address = OrgAddress::new(&desk.seat.org, spot);
        let page = self.org_page(visitor, &desk, &address.spot, query).await?;
        let (head, rows) = match (chart, page) {
            ("coverage", OrgPage::Overview(page)) => {
                let row = |day: &crate::model::CoverDay| {
                    format!("{},{},{},{}", day.iso, day.people.active, day.people.covered, u8::from(day.policy))
                };
                ("day,active,with_2fa,policy_changed", page.coverage.iter().map(row).collect::<Vec<_>>())
            }
            ("methods", OrgPage::Overview(page)) => {
                let names = ["sms", "voice_call", "authenticator_app_only", "not_set_up"];
                let rows = names.into_iter().zip(page.methods).map(|(name, count)| format!("{name},{count}"));
                ("method,people", rows.collect())
            }
            ("resets", OrgPage::Overview(page)) => {
                let row = |week: &crate::model::ResetWeek| {
                    let [person, admin, request] = week.counts;
                    format!("{},{person},{admin},{request}", week.from)
                };
                ("week_from,by_the_person,by_an_admin,by_a_request", page.weeks.iter().map(row).collect())
            }
            ("countries", OrgPage::Delivery(page)) => {
                let row = |line: &crate::model::CountryLine| {
                    let (p50, p95) =
                        line.speed.map_or_else(Default::default, |(p50, p95)| (p50.to_string(), p95.to_string()));
                    let crate::model::CountryLine { region, sent, delivered, started, used, cost, .. } = line;
                    format!(
                        "{region},{sent},{delivered},{started},{used},{p50},{p95},{}.{:03}",
                        cost / 1000,
                        cost % 1000
                    )
                };
                let head = "country,sent,delivered,codes,used,p50_seconds,p95_seconds,spend";
                (head, page.countries.iter().map(row).collect())
            }
            _ => return Err(Fault::NotFound),
        };
        let day = &crate::env::iso(self.now())[..10];
        let text = [&[head.to_owned()], rows.as_slice()].concat().join("\r\n") + "\r\n";
        Ok(FigureFile { name: format!("{chart}-{day}.csv"), text })
    }
}
