use crate::api::ApiError;
use crate::model::Page;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;

#[cfg(feature = "ssr")]
use crate::api::call::Call;

/// Another role for somebody, by an owner.
#[server(endpoint = "org/role", output = Postcard)]
pub async fn role_save(
    #[server(default)] org: String,
    #[server(default)] person: String,
    #[server(default)] role: String,
) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.role_save(&mut call.visitor, &org, &person, &role).await;
    call.answer(done).await
}

/// Suspends a managed person.
#[server(endpoint = "org/suspend", output = Postcard)]
pub async fn member_suspend(
    #[server(default)] org: String,
    #[server(default)] person: String,
) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.member_suspend(&mut call.visitor, &org, &person).await;
    call.answer(done).await
}

/// Lets a suspended person in again.
#[server(endpoint = "org/unsuspend", output = Postcard)]
pub async fn member_unsuspend(
    #[server(default)] org: String,
    #[server(default)] person: String,
) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.member_unsuspend(&mut call.visitor, &org, &person).await;
    call.answer(done).await
}

/// Signs a managed person out everywhere.
#[server(endpoint = "org/sign-out", output = Postcard)]
pub async fn member_sign_out(
    #[server(default)] org: String,
    #[server(default)] person: String,
) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.member_sign_out(&mut call.visitor, &org, &person).await;
    call.answer(done).await
}

/// Gives the power over a managed account up.
#[server(endpoint = "org/release", output = Postcard)]
pub async fn member_release(
    #[server(default)] org: String,
    #[server(default)] person: String,
) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.member_release(&mut call.visitor, &org, &person).await;
    call.answer(done).await
}

/// Removes somebody from the organization.
#[server(endpoint = "org/remove", output = Postcard)]
pub async fn member_remove(
    #[server(default)] org: String,
    #[server(default)] person: String,
    #[server(default)] agreed: String,
) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.member_remove(&mut call.visitor, &org, &person, !agreed.is_empty()).await;
    call.answer(done).await
}

/// The signed-in person leaves an organization that does not manage them.
#[server(endpoint = "settings/organizations/leave", output = Postcard)]
pub async fn leave(#[server(default)] org: String, #[server(default)] agreed: String) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.leave(&mut call.visitor, &org, !agreed.is_empty()).await;
    call.answer(done).await
}

/// The signed-in person lets an organization manage their account.
#[server(endpoint = "settings/organizations/manage", output = Postcard)]
pub async fn let_manage(#[server(default)] org: String, #[server(default)] agreed: String) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.let_manage(&mut call.visitor, &org, !agreed.is_empty()).await;
    call.answer(done).await
}
