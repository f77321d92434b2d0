use super::ApiError;
use crate::model::Page;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;

#[cfg(feature = "ssr")]
use super::call::Call;
#[cfg(feature = "ssr")]
use crate::auth::NewBilling;

/// The password, once more inside a session; the code follows. `next` is the page to go on to.
#[server(endpoint = "settings/prove", output = Postcard)]
pub async fn prove_password(
    #[server(default)] password: String,
    #[server(default)] next: String,
) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.prove_password(&mut call.visitor, password, &next).await;
    call.answer(done).await
}

/// The code from the phone or the authenticator app, once more inside a session: the sign-in is fresh again.
#[server(endpoint = "settings/prove/code", output = Postcard)]
pub async fn prove_code(#[server(default)] code: String, #[server(default)] next: String) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.prove_code(&mut call.visitor, &code, &next).await;
    call.answer(done).await
}

/// The code of the proof once more, or by another channel.
#[server(endpoint = "settings/prove/send", output = Postcard)]
pub async fn prove_send(#[server(default)] channel: String, #[server(default)] next: String) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.prove_send(&mut call.visitor, &channel, &next).await;
    call.answer(done).await
}

/// Ends one other session of the signed-in person (v5.0.0-7.5.2).
#[server(endpoint = "settings/sessions/end", output = Postcard)]
pub async fn session_end(#[server(default)] id: String) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.session_end(&mut call.visitor, &id).await;
    call.answer(done).await
}

/// A new address: `primary` to sign in with, else to be told of changes. A code goes to it first.
#[server(endpoint = "settings/email/add", output = Postcard)]
pub async fn email_add(#[server(default)] email: String, #[server(default)] primary: String) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.email_add(&mut call.visitor, &email, !primary.is_empty()).await;
    call.answer(done).await
}

/// The code that came to the new address.
#[server(endpoint = "settings/email/code", output = Postcard)]
pub async fn email_code(#[server(default)] code: String) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.email_code(&mut call.visitor, &code).await;
    call.answer(done).await
}

/// The code to the new address once more.
#[server(endpoint = "settings/email/again", output = Postcard)]
pub async fn email_again() -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.email_again(&mut call.visitor).await;
    call.answer(done).await
}

/// Takes an address off the list of those that are told.
#[server(endpoint = "settings/email/remove", output = Postcard)]
pub async fn email_remove(#[server(default)] email: String) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.email_remove(&mut call.visitor, &email).await;
    call.answer(done).await
}

/// Another password: the current one, and a fresh full sign-in (v5.0.0-6.2.3, 7.5.1).
#[server(endpoint = "settings/password", output = Postcard)]
pub async fn password_change(
    #[server(default)] password: String,
    #[server(default)] new_password: String,
) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.password_change(&mut call.visitor, password, new_password).await;
    call.answer(done).await
}

/// Plan and billing profile, by an owner.
#[server(endpoint = "billing", output = Postcard)]
pub async fn billing_save(
    #[server(default)] plan: String,
    #[server(default)] method: String,
    #[server(default)] account: String,
    #[server(default)] name: String,
    #[server(default)] postal: String,
    #[server(default)] country: String,
) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let profile = NewBilling { plan, method, account, name, postal, country };
    let done = call.auth.billing_save(&mut call.visitor, profile).await;
    call.answer(done).await
}
