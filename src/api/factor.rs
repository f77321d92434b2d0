use super::ApiError;
use crate::model::Page;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;

#[cfg(feature = "ssr")]
use super::call::Call;

/// Begins the set-up of an authenticator app: its secret is made and shown until it is confirmed.
#[server(endpoint = "2fa/app/start", output = Postcard)]
pub async fn app_start() -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.app_start(&mut call.visitor).await;
    call.answer(done).await
}

/// A name for the app and the first code it shows: it is in force.
#[server(endpoint = "2fa/app", output = Postcard)]
pub async fn app_confirm(#[server(default)] name: String, #[server(default)] code: String) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.app_confirm(&mut call.visitor, &name, &code).await;
    call.answer(done).await
}

/// Removes an authenticator app, while another second factor remains.
#[server(endpoint = "2fa/app/remove", output = Postcard)]
pub async fn app_remove(#[server(default)] id: String) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.app_remove(&mut call.visitor, &id).await;
    call.answer(done).await
}

/// Begins to add another phone beside the main one.
#[server(endpoint = "2fa/phone/another", output = Postcard)]
pub async fn phone_another() -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.phone_another(&mut call.visitor).await;
    call.answer(done).await
}

/// Makes another phone the one that codes go to.
#[server(endpoint = "2fa/phone/main", output = Postcard)]
pub async fn phone_main(#[server(default)] id: String) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.phone_main(&mut call.visitor, &id).await;
    call.answer(done).await
}

/// Removes a phone, while another second factor remains.
#[server(endpoint = "2fa/phone/remove", output = Postcard)]
pub async fn phone_remove(#[server(default)] id: String) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.phone_remove(&mut call.visitor, &id).await;
    call.answer(done).await
}

/// Turns 2FA off where nothing requires it: every phone, app and recovery code goes.
#[server(endpoint = "2fa/off", output = Postcard)]
pub async fn two_factor_off(#[server(default)] agreed: String) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.two_factor_off(&mut call.visitor, !agreed.is_empty()).await;
    call.answer(done).await
}
