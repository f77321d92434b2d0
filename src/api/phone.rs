use super::ApiError;
use crate::model::Page;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;

#[cfg(feature = "ssr")]
use super::call::Call;
#[cfg(feature = "ssr")]
use crate::auth::NewNumber;

/// S6: `Reset and continue`. Removes nothing yet; asks for password and code when the last full sign-in is not fresh
/// (v5.0.0-7.5.1).
#[server(endpoint = "2fa/reset", output = Postcard)]
pub async fn reset_continue(
    #[server(default)] agreed: String,
    #[server(default)] password: String,
    #[server(default)] flow: String,
    #[server(default)] code: String,
) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.reset_continue(&mut call.visitor, !agreed.is_empty(), password, &flow, &code).await;
    call.answer(done).await
}

/// S6: the proof's code again, or by another channel.
#[server(endpoint = "2fa/reset/send", output = Postcard)]
pub async fn reset_send(#[server(default)] flow: String, #[server(default)] channel: String) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.reset_send(&mut call.visitor, &flow, &channel).await;
    call.answer(done).await
}

/// S5: `Cancel the change`; the old number simply stays.
#[server(endpoint = "2fa/reset/cancel", output = Postcard)]
pub async fn reset_cancel() -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.reset_cancel(&mut call.visitor).await;
    call.answer(done).await
}

/// S7 and S9: the new number, and how the code shall come. `same` confirms that the replaced number itself is meant.
#[server(endpoint = "2fa/phone", output = Postcard)]
pub async fn phone_send(
    #[server(default)] flow: String,
    #[server(default)] country: String,
    #[server(default)] number: String,
    #[server(default)] channel: String,
    #[server(default)] same: String,
    #[server(default)] password: String,
) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let asked = NewNumber { country, number, channel, same: !same.is_empty(), password };
    let done = call.auth.phone_send(&mut call.visitor, &flow, asked).await;
    call.answer(done).await
}

/// S8: `Send a new code` (channel empty: as before) and `Receive a call`.
#[server(endpoint = "2fa/phone/send", output = Postcard)]
pub async fn phone_again(
    #[server(default)] flow: String,
    #[server(default)] channel: String,
) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.phone_again(&mut call.visitor, &flow, &channel).await;
    call.answer(done).await
}

/// S8: the code from the new phone. Right: phone, recovery code, sessions, audit and notices change in one transaction.
#[server(endpoint = "2fa/phone/code", output = Postcard)]
pub async fn phone_code(#[server(default)] flow: String, #[server(default)] code: String) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.phone_code(&mut call.visitor, &flow, &code).await;
    call.answer(done).await
}
