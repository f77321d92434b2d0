use crate::{
    model::PendingInvitation,
    ui::{part::Time, text},
};
use leptos::prelude::*;

/// Those who are invited and have not answered: no account here yet, so nothing but the invitation can be told of them.
pub fn view(invited: Vec<PendingInvitation>, manage: String) -> AnyView {
    if invited.is_empty() {
        return view! {
            <div class="empty"><p class="muted">"Nobody is invited right now."</p></div>
        }
        .into_any();
    }
    let row = |open: PendingInvitation| {
        view! {
            <tr>
                <th scope="row"><bdi dir="ltr">{open.email}</bdi></th>
                <td data-label="2FA status">
                    <span class="badge shaped"><span aria-hidden="true">"◌"</span>"Invited"</span>
                </td>
                <td data-label="Role">{text::role(open.role)}</td>
                <td data-label="Sent"><Time at=open.sent/>" by "{open.by}</td>
                <td data-label="Works until">{match open.until {
                    Some(at) => view! { <Time at/> }.into_any(),
                    None => view! { "Its 7 days are over" }.into_any(),
                }}</td>
            </tr>
        }
    };
    view! {
        <table class="roster">
            <caption class="visually-hidden">"People who are invited and have not answered"</caption>
            <thead>
                <tr>
                    {["Email", "2FA status", "Role", "Sent", "Works until"]
                        .map(|name| view! { <th scope="col">{name}</th> })
                        .collect_view()}
                </tr>
            </thead>
            <tbody>{invited.into_iter().map(row).collect_view()}</tbody>
        </table>
        <p><a class="button" href=manage>"Send again or revoke"</a></p>
    }
    .into_any()
}
