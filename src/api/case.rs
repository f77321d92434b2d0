use super::ApiError;
use crate::model::Page;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;

#[cfg(feature = "ssr")]
use super::call::Call;
#[cfg(feature = "ssr")]
use crate::model::Claims;

/// S12, page 1: what is claimed. Answers every time with the next page; no answer says what was right.
#[server(endpoint = "case/answers", output = Postcard)]
pub async fn case_answers(
    #[server(default)] organization: String,
    #[server(default)] name: String,
    #[server(default)] method: String,
    #[server(default)] account: String,
    #[server(default)] postal: String,
    #[server(default)] month: String,
    #[server(default)] reason: String,
    #[server(default)] details: String,
) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let claims = Claims { organization, name, method, account, postal, month, reason, details };
    let done = call.auth.case_answers(&mut call.visitor, claims).await;
    call.answer(done).await
}

/// S12, page 2: `Send request`. Mails the code that confirms it; pressed again, the same code once more.
#[server(endpoint = "case/send", output = Postcard)]
pub async fn case_send() -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.case_send(&mut call.visitor).await;
    call.answer(done).await
}

/// S12: the emailed code. Right: the request is open, and everybody who should know is told.
#[server(endpoint = "case/confirm", output = Postcard)]
pub async fn case_confirm(#[server(default)] code: String) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.case_confirm(&mut call.visitor, &code).await;
    call.answer(done).await
}

/// Takes a request back, by the secret of its status link.
#[server(endpoint = "case/cancel", output = Postcard)]
pub async fn case_cancel(#[server(default)] token: String) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.case_cancel_by_link(&mut call.visitor, &token).await;
    call.answer(done).await
}

/// The answer to a reviewer's question, by the secret of the request's link.
#[server(endpoint = "case/reply", output = Postcard)]
pub async fn case_reply(
    #[server(default)] token: String,
    #[server(default)] id: String,
    #[server(default)] details: String,
) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.case_reply(&mut call.visitor, &token, &id, &details).await;
    call.answer(done).await
}

/// An owner's decision on somebody else's request: "approve" or "refuse". Approving needs a fresh full sign-in.
#[server(endpoint = "case/decide", output = Postcard)]
pub async fn case_decide(#[server(default)] id: String, #[server(default)] decision: String) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.case_decide(&mut call.visitor, &id, &decision).await;
    call.answer(done).await
}

/// Lifts the waits of a managed person after wrong tries, for admins and owners.
#[server(endpoint = "unlock", output = Postcard)]
pub async fn unlock(#[server(default)] org: String, #[server(default)] id: String) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.unlock_managed(&mut call.visitor, &org, &id).await;
    call.answer(done).await
}

/// A forgotten password: mails a code, if there is somebody to mail it to. The answer is the same for everybody
/// (v5.0.0-6.3.8).
#[server(endpoint = "sign-in/forgot", output = Postcard)]
pub async fn forgot_send(#[server(default)] email: String) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.forgot_send(&mut call.visitor, &email).await;
    call.answer(done).await
}

/// A forgotten password: the code once more.
#[server(endpoint = "sign-in/forgot/again", output = Postcard)]
pub async fn forgot_again() -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.forgot_again(&mut call.visitor).await;
    call.answer(done).await
}

/// A forgotten password: code and new password. Gives no session and touches no second factor (v5.0.0-6.4.3).
#[server(endpoint = "sign-in/forgot/code", output = Postcard)]
pub async fn forgot_code(
    #[server(default)] code: String,
    #[server(default)] password: String,
) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.forgot_code(&mut call.visitor, &code, password).await;
    call.answer(done).await
}
