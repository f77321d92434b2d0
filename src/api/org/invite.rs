use crate::api::ApiError;
use crate::model::Page;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;

#[cfg(feature = "ssr")]
use crate::api::call::Call;

/// Invites people: addresses one a line, all with one role.
#[server(endpoint = "org/invite", output = Postcard)]
pub async fn invite(
    #[server(default)] org: String,
    #[server(default)] email: String,
    #[server(default)] role: String,
) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.invite(&mut call.visitor, &org, &email, &role).await;
    call.answer(done).await
}

/// Sends an invitation again, with a new link.
#[server(endpoint = "org/invite/again", output = Postcard)]
pub async fn invite_again(#[server(default)] org: String, #[server(default)] id: String) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.invite_again(&mut call.visitor, &org, &id).await;
    call.answer(done).await
}

/// Takes an invitation back.
#[server(endpoint = "org/invite/revoke", output = Postcard)]
pub async fn invite_revoke(#[server(default)] org: String, #[server(default)] id: String) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.invite_revoke(&mut call.visitor, &org, &id).await;
    call.answer(done).await
}

/// An invited person without an account makes one: the link's secret, a name, a password.
#[server(endpoint = "invitation/accept", output = Postcard)]
pub async fn invitation_accept(
    #[server(default)] token: String,
    #[server(default)] name: String,
    #[server(default)] password: String,
) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.invitation_accept(&mut call.visitor, &token, &name, password).await;
    call.answer(done).await
}

/// The signed-in person joins.
#[server(endpoint = "invitation/join", output = Postcard)]
pub async fn invitation_join(#[server(default)] token: String) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.invitation_join(&mut call.visitor, &token).await;
    call.answer(done).await
}

/// The signed-in person does not join.
#[server(endpoint = "invitation/decline", output = Postcard)]
pub async fn invitation_decline(#[server(default)] token: String) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.invitation_decline(&mut call.visitor, &token).await;
    call.answer(done).await
}
