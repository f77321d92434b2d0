use super::reset_words::refused;
use crate::{
    api::{OrgReset, OrgResetDecide},
    model::{
        CaseReason, Field, Moment, OrgAddress, OrgId, OrgSpot, RESET_TEXT, ResetCard, ResetMay, ResetPage, ResetStep,
        ResetTyped, reset_text,
    },
    ui::{
        doc::case::reason,
        part::{Form, Icon, Select, TextField, Time, about, described},
        post::Door,
        text::Said,
    },
};
use leptos::prelude::*;

/// S15: what happens to somebody's 2FA, why, and the boxes.
pub fn view(page: ResetPage, org: &OrgId, said: Said) -> AnyView {
    let back = OrgAddress::new(org, OrgSpot::Person(page.person.clone())).path();
    let content = match page.step.clone() {
        ResetStep::Refused(why) => view! {
            <div class="notice" data-tone="warning"><Icon name="alert"/><p>{refused(&why)}</p></div>
            <p><a class="button" href=back>"Back"</a></p>
        }
        .into_any(),
        ResetStep::Waits(card) => view! {
            <p class="lede">"Waiting for "{names(&card.others)}" to approve, until "<Time at=card.until.clone()/>"."</p>
            <p class="muted">{card.asked_by.clone()}" asked on "<Time at=card.asked.clone()/>". Why: "{card.why.clone()}</p>
            {(card.may == ResetMay::Withdraw).then(|| withdraw(&card, org))}
            <p><a class="button" href=OrgAddress::new(org, OrgSpot::Requests).path()>"See requests"</a></p>
        }
        .into_any(),
        ResetStep::Now => form(page, org, back, said, Vec::new()),
        ResetStep::AskFirst(others) => form(page, org, back, said, others),
    };
    view! { <div class="stack narrow">{content}</div> }.into_any()
}

fn form(page: ResetPage, org: &OrgId, back: String, said: Said, others: Vec<String>) -> AnyView {
    let ResetPage { person, name, email, phone, others: more, recovery, devices, again, mailed, typed, .. } = page;
    let first = first_name(&name);
    let gone = gone(phone, more, recovery);
    let (org, person) = (org.to_string(), person.to_string());
    view! {
        {(!others.is_empty()).then(|| view! {
            <p class="lede">"This takes a second person: "{names(&others)}" has to approve it within 24 hours."</p>
        })}
        <ul class="ticks">
            {again.then(|| view! {
                <li>"Their 2FA was reset before, and they did not add a new phone. This gives them another code."</li>
            })}
            {(!gone.is_empty()).then(|| view! { <li>{gone}</li> })}
            <li>{match devices {
                0 => "They are not signed in anywhere.".to_owned(),
                1 => "They are signed out on 1 device.".to_owned(),
                n => format!("They are signed out on {n} devices."),
            }}</li>
            <li>"They get an e-mail at "<strong class="nowrap"><bdi dir="ltr">{email}</bdi></strong>", with your name, your reason and a code."</li>
            <li>"At next sign-in they must add a new number: with their password and that code."</li>
        </ul>
        <Form to=OrgReset::PATH class="stack">
            <input type="hidden" name="org" value=org/>
            <input type="hidden" name="person" value=person/>
            {why(typed, &said)}
            {mailed.map(|(at, when)| vouch(at, when, &first, &said))}
            {tick("agreed", "on".into(), reset_text(RESET_TEXT, &name).unwrap_or_default(), said.at(Field::Box))}
            <div class="row">
                <a class="button" href=back>"Cancel"</a>
                <button type="submit" class="button danger">"Reset 2FA"</button>
            </div>
        </Form>
    }
    .into_any()
}

/// What stops working.
fn gone(phone: Option<String>, more: usize, recovery: bool) -> String {
    let mut things = Vec::new();
    things.extend(phone.map(|phone| format!("phone {phone}")));
    match more {
        0 => {}
        1 => things.push("1 other phone or app".to_owned()),
        n => things.push(format!("{n} other phones and apps")),
    }
    if recovery {
        things.push("recovery code".to_owned());
    }
    match things.split_last() {
        None => String::new(),
        Some((one, [])) => format!("Their {one} stops working now."),
        Some((last, others)) => format!("Their {} and {last} stop working now.", others.join(", ")),
    }
}

fn why(typed: ResetTyped, said: &Said) -> AnyView {
    let mut options = vec![(String::new(), "Choose a reason".to_owned())];
    options.extend(CaseReason::ALL.into_iter().map(|why| (why.word().to_owned(), reason(why).to_owned())));
    view! {
        <Select id="reason" label="Reason" autocomplete="off" options chosen=typed.reason error=said.at(Field::Reason)/>
        <TextField
            id="details"
            label="What happened"
            hint="A few words. The person reads them in the e-mail."
            autocomplete="off"
            value=typed.details
            error=said.at(Field::Details)
        />
        <TextField id="ticket" label="Ticket (optional)" autocomplete="off" value=typed.ticket error=None/>
    }
    .into_any()
}

/// The password was replaced by mail: whoever reads the mailbox could have done that, and would get the code as well.
pub fn vouch(at: i64, when: Moment, first: &str, said: &Said) -> AnyView {
    let label = format!("I have asked {first}, not by e-mail, and they replaced the password themselves");
    view! {
        <div class="notice" data-tone="warning">
            <Icon name="alert"/>
            <p>
                "The password was replaced by email on "<Time at=when/>", and no code from a phone has confirmed it since. If \
                 that was somebody else who reads the mailbox, a reset lets them in. If it was, do not reset: "
                "“This wasn't me” in the text or mail about it brings the old password back."
            </p>
        </div>
        {tick("vouched", at.to_string(), label, said.at(Field::Vouched))}
    }
    .into_any()
}

fn tick(id: &'static str, value: String, label: String, error: Option<String>) -> AnyView {
    let (wrong, about_it) = (error.is_some(), described(id, "", &error));
    view! {
        <div class="field">
            {about(id, "", error)}
            <label class="check">
                <input id=id type="checkbox" name=id value=value aria-invalid=wrong.then_some("true") aria-describedby=about_it/>
                <span>{label}</span>
            </label>
        </div>
    }
    .into_any()
}

/// Takes back what one asked for oneself.
pub fn withdraw(card: &ResetCard, org: &OrgId) -> AnyView {
    let (org, id, name) = (org.to_string(), card.id.clone(), card.name.clone());
    view! {
        <Form to=OrgResetDecide::PATH>
            <input type="hidden" name="org" value=org/>
            <input type="hidden" name="id" value=id/>
            <button type="submit" class="button" name="decision" value="withdraw">
                "Take back"<span class="visually-hidden">" the reset of "{name}</span>
            </button>
        </Form>
    }
    .into_any()
}

/// How somebody is called in a sentence.
pub fn first_name(name: &str) -> String {
    name.split_whitespace().next().unwrap_or(name).to_owned()
}

/// "Ana Roe, Bo Poe or Cy Doe".
pub fn names(all: &[String]) -> String {
    match all.split_last() {
        None => "somebody".to_owned(),
        Some((one, [])) => one.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
    }
}
