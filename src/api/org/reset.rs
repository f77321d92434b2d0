use crate::api::ApiError;
use crate::model::Page;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;

#[cfg(feature = "ssr")]
use crate::api::call::Call;
#[cfg(feature = "ssr")]
use crate::auth::ResetForm;

/// S15: takes the second factors of a managed person away, after a fresh full sign-in of one's own.
#[server(endpoint = "org/reset", output = Postcard)]
pub async fn org_reset(
    #[server(default)] org: String,
    #[server(default)] person: String,
    #[server(default)] reason: String,
    #[server(default)] details: String,
    #[server(default)] ticket: String,
    #[server(default)] agreed: String,
    #[server(default)] vouched: String,
) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let form = ResetForm { reason, details, ticket, checked: !agreed.is_empty(), vouched };
    let done = call.auth.reset_other(&mut call.visitor, &org, &person, form).await;
    call.answer(done).await
}

/// The second person's word about a reset: "approve" or "decline"; or "withdraw" by whoever asked.
#[server(endpoint = "org/reset/decide", output = Postcard)]
pub async fn org_reset_decide(
    #[server(default)] org: String,
    #[server(default)] id: String,
    #[server(default)] decision: String,
    #[server(default)] vouched: String,
) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.reset_decide(&mut call.visitor, &org, &id, &decision, &vouched).await;
    call.answer(done).await
}

/// `Ask for more`: a question to the person behind a request of `Reset MFA`.
#[server(endpoint = "org/case/ask", output = Postcard)]
pub async fn org_case_ask(
    #[server(default)] org: String,
    #[server(default)] id: String,
    #[server(default)] details: String,
) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.case_ask(&mut call.visitor, &org, &id, &details).await;
    call.answer(done).await
}
