use crate::{
    model::{OrgAddress, OrgOverview, OrgSpot},
    ui::doc::chart::scale::grouped,
};
use leptos::prelude::*;

/// Four numbers that say whether the organization is safe.
pub fn view(page: &OrgOverview) -> AnyView {
    let [now, then] = page.people;
    let (people, audit, delivery) = (OrgSpot::People, OrgSpot::Audit, OrgSpot::Delivery);
    let to = |spot: &OrgSpot, query: &str| [&OrgAddress::new(&page.org, spot.clone()).path(), query].concat();
    let share = now.share().unwrap_or(0);
    let since = format!("in {} days", page.range.days());
    let [week, before] = page.resets_week;
    let [day, day_before] = page.codes_day.map(|(started, used)| (started > 0).then(|| used * 100 / started));
    let worked = day.map_or_else(|| "–".to_owned(), |share| [&share.to_string(), " %"].concat());
    let worked_change = match (day, day_before) {
        (None, _) => "No codes were sent".to_owned(),
        (Some(_), None) => format!("{} of {} codes", grouped(page.codes_day[0].1), grouped(page.codes_day[0].0)),
        (Some(now), Some(then)) => change(now - then, " points", "since the day before"),
    };
    view! {
        <ul class="figures" aria-label="Key figures">
            {tile("2FA coverage", [&share.to_string(), " %"].concat(),
                change(share - then.share().unwrap_or(share), " points", &since), to(&people, ""), "See people")}
            {tile("Not set up", grouped(now.bare()), change(now.bare() - then.bare(), "", &since),
                to(&people, "?status=none"), "See who")}
            {tile("Resets, last 7 days", grouped(week), change(week - before, "", "since the week before"),
                to(&audit, "?event=phone.change"), "See events")}
            {tile("Codes that worked, last 24 h", worked, worked_change, to(&delivery, ""), "See delivery")}
        </ul>
    }
    .into_any()
}

fn tile(label: &'static str, number: String, change: String, href: String, link: &'static str) -> AnyView {
    view! {
        <li class="figure-tile">
            <p class="label">{label}</p>
            <p class="number">{number}</p>
            <p class="small">{change}</p>
            <p><a href=href>{link}<span class="visually-hidden">": "{label}</span></a></p>
        </li>
    }
    .into_any()
}

/// "+3 points in 90 days".
fn change(by: i64, unit: &str, since: &str) -> String {
    match by {
        0 => format!("No change {since}"),
        by if by > 0 => format!("+{}{unit} {since}", grouped(by)),
        by => format!("{}{unit} {since}", grouped(by)),
    }
}
