use crate::{
    api,
    model::{BulkDeed, BulkPage, BulkPerson, BulkResult, BulkStep, Field, OrgAddress, OrgHead, OrgSpot},
    ui::{
        part::{Form, TextField, Time, about, described},
        post::Door,
        text::Said,
    },
};
use leptos::prelude::*;

/// The heading of each step.
pub fn heading(page: &BulkPage) -> String {
    match (page.deed, &page.step) {
        (BulkDeed::Reset, BulkStep::Review { .. }) => "Reset 2FA for several people?",
        (BulkDeed::Remind, BulkStep::Review { .. }) => "Remind several people?",
        (BulkDeed::Reset, BulkStep::Running { .. }) => "Resetting 2FA",
        (BulkDeed::Remind, BulkStep::Running { .. }) => "Sending reminders",
    }
    .to_owned()
}

/// S16: the review, or how far the job is.
pub fn view(page: BulkPage, head: &OrgHead, said: Said) -> AnyView {
    let address = OrgAddress::new(&head.org, OrgSpot::Bulk(page.id.clone())).path();
    match page.step {
        BulkStep::Review { affected, skipped, reason, ticket, until } => {
            let many = affected.len();
            let form = (many > 0).then(|| confirm(page.id, page.deed, head, (many, reason, ticket), said));
            view! {
                <p class="lede">{match page.deed {
                    BulkDeed::Reset => {
                        "Their phones and recovery codes stop working now, they are signed out everywhere, and each of them \
                         gets a mail. At the next sign-in they add a new number."
                    }
                    BulkDeed::Remind => "Each of them gets a mail that asks to set up 2FA.",
                }}" This selection is kept until "<Time at=until/>"."</p>
                {table("affected", &["Affected: ", &people(many)].concat(), affected, false)}
                {(!skipped.is_empty()).then(|| {
                    let title = ["Skipped: ", &people(skipped.len())].concat();
                    table("skipped", &title, skipped, true)
                })}
                {form}
            }
            .into_any()
        }
        BulkStep::Running { started, finished, over, total, people } => {
            let running = finished.is_none();
            let csv = [&address, "/result.csv"].concat();
            view! {
                <p class="lede">"Begun "<Time at=started/>{match finished {
                    Some(at) => view! { ", ended "<Time at/>"." }.into_any(),
                    None => view! { ". You can close this page; it goes on." }.into_any(),
                }}</p>
                <div class="card">
                    <label for="progress">{over.to_string()}" of "{total.to_string()}" are over"</label>
                    <progress id="progress" max=total.to_string() value=over.to_string()></progress>
                    <div class="row">
                        {running.then(|| view! { <a class="button" href=address>"Refresh"</a> })}
                        <a class="button" href=csv download="">"Download results"</a>
                    </div>
                </div>
                {table("results", "Results", people, true)}
            }
            .into_any()
        }
    }
}

fn people(many: usize) -> String {
    if many == 1 { "1 person".to_owned() } else { [&many.to_string(), " people"].concat() }
}

fn table(id: &'static str, title: &str, people: Vec<BulkPerson>, why: bool) -> AnyView {
    let row = |person: BulkPerson| {
        view! {
            <tr>
                <th scope="row">{person.name}<span class="small"><bdi dir="ltr">{person.email}</bdi></span></th>
                {why.then(|| view! { <td>{words(person.result)}</td> })}
            </tr>
        }
    };
    view! {
        <section class="card" aria-labelledby=id>
            <h2 id=id>{title.to_owned()}</h2>
            <table class="plain">
                <thead>
                    <tr><th scope="col">"Name"</th>{why.then(|| view! { <th scope="col">"Result"</th> })}</tr>
                </thead>
                <tbody>{people.into_iter().map(row).collect_view()}</tbody>
            </table>
        </section>
    }
    .into_any()
}

fn words(result: Option<BulkResult>) -> &'static str {
    match result {
        None => "Waits for its turn",
        Some(BulkResult::Done) => "Done",
        Some(BulkResult::Own) => "This is you: use User Settings",
        Some(BulkResult::Owner) => "An owner: that takes a second owner, one by one",
        Some(BulkResult::HigherRole) => "Has a higher role than you",
        Some(BulkResult::NotManaged) => "Not managed by this organization",
        Some(BulkResult::Suspended) => "Suspended",
        Some(BulkResult::Pending) => "A reset is under way already",
        Some(BulkResult::NoTwoFactor) => "Has no 2FA to reset",
        Some(BulkResult::HasTwoFactor) => "Has 2FA already",
        Some(BulkResult::CannotTell) => "Could not be told: the mailbox refuses mail",
        Some(BulkResult::LookAtIt) => "Has to be looked at: use Reset 2FA on the person's page",
        Some(BulkResult::TooOften) => "Was reset several times not long ago: try again later",
        Some(BulkResult::SecondPerson) => "Waits for a second person to approve it",
        Some(BulkResult::Gone) => "Does not belong to the organization any more",
        Some(BulkResult::NotAllowed) => "You may not do this any more",
    }
}

fn confirm(
    id: String,
    deed: BulkDeed,
    head: &OrgHead,
    (many, reason, ticket): (usize, String, String),
    said: Said,
) -> AnyView {
    let (wrong, missing) = (said.at(Field::Code), said.at(Field::Reason));
    let (resets, org) = (deed == BulkDeed::Reset, head.org.to_string());
    let button = match deed {
        BulkDeed::Reset => ["Reset 2FA for ", &people(many)].concat(),
        BulkDeed::Remind => "Send reminder".to_owned(),
    };
    view! {
        <Form to=api::BulkStart::PATH class="card stack">
            <input type="hidden" name="org" value=org/>
            <input type="hidden" name="id" value=id/>
            <input type="hidden" name="deed" value=deed.word()/>
            {resets.then(|| view! {
                <TextField id="reason" label="Reason" autocomplete="off" value=reason error=missing/>
                <TextField id="ticket" label="Ticket (optional)" autocomplete="off" value=ticket error=None/>
            })}
            <div class="field">
                <label for="code">"Type "{many.to_string()}" to confirm"</label>
                {about("code", "", wrong.clone())}
                <input
                    id="code"
                    name="code"
                    class="input"
                    inputmode="numeric"
                    autocomplete="off"
                    aria-invalid=wrong.is_some().then_some("true")
                    aria-describedby=described("code", "", &wrong)
                />
            </div>
            <button type="submit" class=if resets { "button danger" } else { "button primary" }>{button}</button>
        </Form>
    }
    .into_any()
}
