use crate::{
    api::MemberSignOut,
    model::{CodeWay, Column, MaskedPhone, OrgAddress, OrgId, OrgSpot, PersonRow, RecoveryState, Standing},
    ui::{part::Time, post::Door, text},
};
use leptos::prelude::*;

/// One person: a row of the table, and where there is no room for columns a card of two lines. `beside` shows them next to
/// the list; their name leads to their page, in another tab as well.
pub fn view(row: &PersonRow, columns: &[Column], org: &OrgId, (beside, open): (String, bool)) -> AnyView {
    let cell = |label: &'static str, content: AnyView| view! { <td data-label=label>{content}</td> }.into_any();
    let words = |label, words: &str| cell(label, or_dash(words));
    let other = |column: Column| match column {
        Column::Enrolled => words("Enrolled on", row.enrolled.as_deref().unwrap_or_default()),
        Column::Reset => words("Last reset", row.reset.as_deref().unwrap_or_default()),
        Column::Country => words("Country", row.country),
        Column::Recovery => words("Recovery code", &recovery(row)),
        Column::Managed => words("Managed", if row.managed { "Yes" } else { "No" }),
    };
    let others = Column::ALL.into_iter().filter(|column| columns.contains(column)).map(other).collect_view();
    let person = OrgAddress::new(org, OrgSpot::Person(row.id.clone())).path();
    view! {
        <tr>
            <td class="pick">
                <input type="checkbox" name="pick[]" value=row.id.to_string() aria-label=["Select ", &row.name].concat()/>
            </td>
            <th scope="row">
                <a class="named" href=person.clone() data-beside=beside.clone() aria-current=open.then_some("true")>
                    {row.name.clone()}
                </a>
                <span class="small">{row.email.clone()}</span>
            </th>
            {cell("2FA status", badge(row))}
            {words("Method", way(row.way))}
            {cell("Phone", phone(row.phone.as_ref()))}
            {words("Role", text::role(row.role))}
            {cell("Last sign-in", match row.signed_in.clone() {
                Some(at) => view! { <Time at/> }.into_any(),
                None => view! { "Never" }.into_any(),
            })}
            {others}
            <td class="acts">{acts(row, &person, beside, org)}</td>
        </tr>
    }
    .into_any()
}

/// What can be done with a person, without leaving the list for it first.
fn acts(row: &PersonRow, person: &str, beside: String, org: &OrgId) -> AnyView {
    let reset = row.may_reset.then(|| OrgAddress::new(org, OrgSpot::Reset(row.id.clone())).path());
    view! {
        <details>
            <summary><span aria-hidden="true">"⋯"</span><span class="visually-hidden">"Actions for "{row.name.clone()}</span></summary>
            <ul>
                <li><a href=[&beside, "#person"].concat()>"View"</a></li>
                {reset.map(|href| view! {
                    <li><a href=href>"Reset 2FA"</a></li>
                    <li>
                        <button type="submit" class="link" formaction=MemberSignOut::PATH name="person" value=row.id.to_string()>
                            "Sign out everywhere"
                        </button>
                    </li>
                })}
                <li class="js-only">
                    <button type="button" class="link" data-copy-link=person.to_owned()>"Copy link"</button>
                </li>
            </ul>
        </details>
    }
    .into_any()
}

fn or_dash(words: &str) -> AnyView {
    if words.is_empty() {
        return view! { <span aria-hidden="true">"–"</span><span class="visually-hidden">"None"</span> }.into_any();
    }
    words.to_owned().into_any()
}

/// How somebody stands: a shape, a word and a colour, so that none of them has to be seen.
fn badge(row: &PersonRow) -> AnyView {
    let (shape, tone, word) = match (&row.exempt_until, row.standing) {
        (Some(day), _) => ("◌", None, ["Exempt until ", day].concat()),
        (None, Standing::On) => ("●", Some("success"), "On".to_owned()),
        (None, Standing::NotSetUp) => ("○", Some("danger"), "Not set up".to_owned()),
        (None, Standing::ResetPending) => ("◐", Some("warning"), "Reset pending".to_owned()),
        (None, Standing::Locked) => ("▲", Some("danger"), "Locked".to_owned()),
        (None, Standing::Suspended) => ("■", None, "Suspended".to_owned()),
    };
    view! { <span class="badge shaped" data-tone=tone><span aria-hidden="true">{shape}</span>{word}</span> }.into_any()
}

/// How codes come, in words.
pub fn way(way: CodeWay) -> &'static str {
    match way {
        CodeWay::Sms => "Text message",
        CodeWay::Call => "Voice call",
        CodeWay::App => "Authenticator app",
        CodeWay::None => "",
    }
}

/// A standing in words, for filters.
pub fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::On => "On",
        Standing::NotSetUp => "Not set up",
        Standing::ResetPending => "Reset pending",
        Standing::Locked => "Locked",
        Standing::Suspended => "Suspended",
    }
}

fn phone(phone: Option<&MaskedPhone>) -> AnyView {
    match phone {
        Some(phone) => {
            let spoken = ["Ends in ", &phone.spoken()].concat();
            view! {
                <span class="nowrap" aria-hidden="true">{phone.text()}</span>
                <span class="visually-hidden">{spoken}</span>
            }
            .into_any()
        }
        None => or_dash(""),
    }
}

fn recovery(row: &PersonRow) -> String {
    let (state, day) = &row.recovery;
    let day = day.as_deref().unwrap_or_default();
    match state {
        RecoveryState::None => String::new(),
        RecoveryState::Ready => ["Made ", day].concat(),
        RecoveryState::Used => ["Used ", day].concat(),
    }
}
