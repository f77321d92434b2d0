//! S19: one form, and what saving it would change.

use crate::{
    api::OrgPolicySave,
    model::{Effect, EffectKind, OrgAddress, OrgSpot, PolicyPage, PolicyReview},
    ui::{
        doc::{
            chart::scale::grouped,
            part::{Choice, Choices},
        },
        part::{Form, Icon, Submit, TextField, Time},
        post::Door,
    },
};
use leptos::prelude::*;

/// The form.
pub fn view(page: PolicyPage) -> AnyView {
    let PolicyPage { org, editable, paid, wish, countries, voip_possible, waits, people, changed, .. } = page;
    let note = match (paid, editable) {
        (true, _) => Some("Your plan is paid, so everybody has to use 2FA in any case, from now on."),
        (false, _) => None,
    };
    let org = org.to_string();
    let names =
        countries.iter().map(|(region, name)| [name, " (", region, ")"].concat()).collect::<Vec<_>>().join(", ");
    let (least, most) = waits;
    let (with, without) = people;
    view! {
        <p class="lede">"What your organization asks beyond the settings of this server. It can be stricter, never looser."</p>
        {(!editable).then(|| view! {
            <div class="notice" data-tone="info"><Icon name="info"/><p>"Owners change the policy. You can read it."</p></div>
        })}
        <div class="policy" data-guard>
            <Form to=OrgPolicySave::PATH class="card stack">
                <fieldset class="stack plain" disabled=!editable>
                    <legend class="visually-hidden">"Policy"</legend>
                    <input type="hidden" name="org" value=org/>
                    <input type="hidden" name="version" value=wish.version/>
                    {note.map(|words| view! {
                        <div class="notice" data-tone="info"><Icon name="shield"/><p>{words}</p></div>
                    })}
                    <Choices
                        id="who"
                        legend="Who must use 2FA"
                        choices=vec![
                            Choice { value: "everyone", label: "Everyone", hint: "" },
                            Choice { value: "staff", label: "Admins and owners", hint: "" },
                            Choice { value: "nobody", label: "Nobody", hint: if paid { "" } else { "Each person decides." } },
                        ]
                        chosen=wish.who
                        error=None
                    />
                    <TextField
                        id="from"
                        label="From"
                        kind="date"
                        autocomplete="off"
                        hint="Until that day (UTC) people without 2FA are asked at sign-in and can skip it. Empty: from now on."
                        value=wish.from
                        error=None
                    />
                    <fieldset class="radios">
                        <legend>"Allowed ways"</legend>
                        {tick("sms", "SMS", !wish.sms.is_empty())}
                        {tick("call", "Voice call", !wish.call.is_empty())}
                        {tick("app", "Authenticator app", !wish.app.is_empty())}
                    </fieldset>
                    <TextField
                        id="countries"
                        label="Allowed countries"
                        autocomplete="off"
                        hint="Country codes such as GB FR US, for new numbers. Empty: every country that this server allows."
                        value=wish.countries
                        error=None
                    />
                    <details class="small"><summary>"Countries that this server allows"</summary><p>{names}</p></details>
                    {voip_possible.then(|| tick("voip", "Allow internet (VoIP) numbers", !wish.voip.is_empty()))}
                    <Choices
                        id="resetters"
                        legend="Who may reset 2FA"
                        choices=vec![
                            Choice { value: "admins", label: "Admins and owners", hint: "" },
                            Choice { value: "owners", label: "Owners only", hint: "" },
                        ]
                        chosen=wish.resetters
                        error=None
                    />
                    {tick("second", "Require a second person for every reset", !wish.second.is_empty())}
                    <TextField
                        id="wait"
                        label="Wait of Reset MFA, in hours"
                        autocomplete="off"
                        inputmode="numeric"
                        hint="From a confirmed request to its completion. Empty: as this server says."
                        value=wish.wait
                        error=None
                    />
                    <p class="small">"From "{least}" to "{most}" hours."</p>
                    {editable.then(|| view! { <Submit class="button primary" label="Save policy"/> })}
                </fieldset>
            </Form>
            <aside class="card" aria-labelledby="changes">
                <h2 id="changes">"What this changes"</h2>
                <p>{grouped(with)}{if with == 1 { " person already uses 2FA. " } else { " people already use 2FA. " }}
                    {grouped(without)}{if without == 1 { " has none." } else { " have none." }}</p>
                <p class="small">"Before anything is saved that concerns somebody, you see whom."</p>
                {changed.map(|at| view! { <p class="small">"Changed last on "<Time at/>"."</p> })}
            </aside>
        </div>
    }
    .into_any()
}

fn tick(name: &'static str, label: &'static str, ticked: bool) -> AnyView {
    view! {
        <label class="check"><input type="checkbox" id=name name=name value="on" checked=ticked/><span>{label}</span></label>
    }
    .into_any()
}

/// What saving would change.
pub fn review(page: PolicyReview) -> AnyView {
    let PolicyReview { org, query, effects, weaker } = page;
    let back = [&OrgAddress::new(&org, OrgSpot::Policy).path(), query.suffix().as_str()].concat();
    let hidden = query.pairs().to_vec();
    let weaker = weaker.join("; ");
    view! {
        <p class="lede">"Nothing is saved yet."</p>
        <section class="card" aria-labelledby="changes">
            <h2 id="changes">"What this changes"</h2>
            {match effects.is_empty() {
                true => view! { <p>"Nobody has to do anything."</p> }.into_any(),
                false => view! { <ul class="effects">{effects.into_iter().map(effect).collect_view()}</ul> }.into_any(),
            }}
        </section>
        {(!weaker.is_empty()).then(|| view! {
            <div class="notice" data-tone="warning">
                <Icon name="alert"/><p>{format!("This asks for less than before: {weaker}. The other owners are told.")}</p>
            </div>
        })}
        <Form to=OrgPolicySave::PATH class="row">
            <input type="hidden" name="org" value=org.to_string()/>
            <input type="hidden" name="confirmed" value="yes"/>
            {hidden.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view()}
            <Submit class="button primary" label="Save policy"/>
            <a class="button" href=back>"Back to the form"</a>
        </Form>
    }
    .into_any()
}

fn effect(effect: Effect) -> AnyView {
    let Effect { kind, people, names } = effect;
    let (one, many) = match kind {
        EffectKind::Meet => ("person already meets this.".to_owned(), "people already meet this.".to_owned()),
        EffectKind::MustEnrol(Some(day)) => {
            (format!("person must set up 2FA by {day}."), format!("people must set up 2FA by {day}."))
        }
        EffectKind::MustEnrol(None) => (
            "person must set up 2FA at the next sign-in.".to_owned(),
            "people must set up 2FA at their next sign-in.".to_owned(),
        ),
        EffectKind::NotAsked => {
            ("person is not asked for 2FA any more.".to_owned(), "people are not asked for 2FA any more.".to_owned())
        }
        EffectKind::TextsToCalls => (
            "person gets codes by call instead of text, if the phone takes calls.".to_owned(),
            "people get codes by call instead of text, if their phone takes calls.".to_owned(),
        ),
        EffectKind::CallsToTexts => (
            "person gets codes by text instead of call, if the phone takes texts.".to_owned(),
            "people get codes by text instead of call, if their phone takes texts.".to_owned(),
        ),
        EffectKind::OtherCountry => (
            "person has a number of another country. It works until it is changed.".to_owned(),
            "people have a number of another country. It works until they change it.".to_owned(),
        ),
        EffectKind::AppAlone => (
            "person uses an authenticator app alone. It works until it is removed.".to_owned(),
            "people use an authenticator app alone. It works until they remove it.".to_owned(),
        ),
    };
    let words = if people == 1 { one } else { many };
    let rest = people - i64::try_from(names.len()).unwrap_or(0);
    let names = (!names.is_empty()).then(|| match rest {
        1.. => format!("{} and {} more", names.join(", "), grouped(rest)),
        _ => names.join(", "),
    });
    view! {
        <li><p><strong>{grouped(people)}</strong>" "{words}</p>{names.map(|names| view! { <p class="small">{names}</p> })}</li>
    }
    .into_any()
}
