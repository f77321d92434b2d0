use super::ApiError;
use crate::model::Page;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;

#[cfg(feature = "ssr")]
use super::call::Call;

/// S1: email and password. Right or wrong, the answer costs the same work (v5.0.0-6.3.8).
#[server(endpoint = "sign-in", output = Postcard)]
pub async fn sign_in(
    #[server(default)] email: String,
    #[server(default)] password: String,
    #[server(default)] next: String,
) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.sign_in(&mut call.visitor, &email, password, &next).await;
    call.answer(done).await
}

/// S2: the code, by text, call or (without a phone) by mail.
#[server(endpoint = "sign-in/code", output = Postcard)]
pub async fn sign_in_code(#[server(default)] flow: String, #[server(default)] code: String) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.sign_in_code(&mut call.visitor, &flow, &code).await;
    call.answer(done).await
}

/// S2: `Send a new code` (channel empty: as before) and `Receive a call`.
#[server(endpoint = "sign-in/send", output = Postcard)]
pub async fn sign_in_send(
    #[server(default)] flow: String,
    #[server(default)] channel: String,
    /// Id of another phone of the person's to send to; empty: the same as before.
    #[server(default)]
    phone: String,
) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.sign_in_send(&mut call.visitor, &flow, &channel, &phone).await;
    call.answer(done).await
}

/// The authenticator app's code in place of the phone's.
#[server(endpoint = "sign-in/app", output = Postcard)]
pub async fn sign_in_app(#[server(default)] flow: String, #[server(default)] code: String) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.sign_in_app(&mut call.visitor, &flow, &code).await;
    call.answer(done).await
}

/// The old phone is there after all, though a reset was granted: its code is asked for, and the reset will end.
#[server(endpoint = "sign-in/old-phone", output = Postcard)]
pub async fn sign_in_old_phone(#[server(default)] flow: String) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.sign_in_old_phone(&mut call.visitor, &flow).await;
    call.answer(done).await
}

/// S11: the recovery code in place of the phone. Gives an enrolment, never a session.
#[server(endpoint = "sign-in/recovery", output = Postcard)]
pub async fn sign_in_recovery(#[server(default)] code: String) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.sign_in_recovery(&mut call.visitor, &code).await;
    call.answer(done).await
}

/// A new password, where one is demanded before anything else.
#[server(endpoint = "sign-in/new-password", output = Postcard)]
pub async fn sign_in_password(#[server(default)] password: String) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.sign_in_password(&mut call.visitor, password).await;
    call.answer(done).await
}

/// S9: `Skip until …`, while 2FA is not required yet.
#[server(endpoint = "sign-in/put-off", output = Postcard)]
pub async fn sign_in_put_off(#[server(default)] flow: String) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.sign_in_put_off(&mut call.visitor, &flow).await;
    call.answer(done).await
}

/// Ends the session and any sign-in under way in this browser.
#[server(endpoint = "sign-out", output = Postcard)]
pub async fn sign_out() -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.sign_out(&mut call.visitor).await;
    call.answer(done).await
}

/// The first owner, from the one-time link in the log.
#[server(endpoint = "setup", output = Postcard)]
pub async fn set_up(
    #[server(default)] token: String,
    #[server(default)] email: String,
    #[server(default)] name: String,
    #[server(default)] organization: String,
    #[server(default)] password: String,
) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.set_up(&mut call.visitor, &token, &email, &name, &organization, password).await;
    call.answer(done).await
}
