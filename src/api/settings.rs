use super::ApiError;
use crate::model::Page;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;

#[cfg(feature = "ssr")]
use super::call::Call;

/// S4: sends the emailed code that opens User Settings, or sends the live one again.
#[server(endpoint = "settings/send", output = Postcard)]
pub async fn gate_send(#[server(default)] next: String) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.gate_send(&mut call.visitor, &next).await;
    call.answer(done).await
}

/// S4: the emailed code. Opens settings for 15 minutes, not sliding.
#[server(endpoint = "settings/confirm", output = Postcard)]
pub async fn gate_code(#[server(default)] code: String, #[server(default)] next: String) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.gate_code(&mut call.visitor, &code, &next).await;
    call.answer(done).await
}

/// How codes go out by default: "sms" or "call".
#[server(endpoint = "settings/method", output = Postcard)]
pub async fn method_save(#[server(default)] channel: String) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.method_save(&mut call.visitor, &channel).await;
    call.answer(done).await
}

/// The language of messages: a tag such as "de", or empty for whichever the browser asks for.
#[server(endpoint = "settings/language", output = Postcard)]
pub async fn language_save(#[server(default)] language: String) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.language_save(&mut call.visitor, &language).await;
    call.answer(done).await
}

/// Ends every other session of the signed-in person (v5.0.0-7.4.3).
#[server(endpoint = "settings/sign-out-others", output = Postcard)]
pub async fn sign_out_others() -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.sign_out_others(&mut call.visitor).await;
    call.answer(done).await
}
