use crate::api::ApiError;
use crate::model::Page;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;

#[cfg(feature = "ssr")]
use crate::api::call::Call;

/// S20: `Allow this number`, which a guard holds back.
#[server(endpoint = "org/number/allow", output = Postcard)]
pub async fn org_number_allow(#[server(default)] org: String, #[server(default)] id: String) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.number_allow(&mut call.visitor, &org, &id).await;
    call.answer(done).await
}

/// S20: `Send a test code`, to one's own phone.
#[server(endpoint = "org/test-code", output = Postcard)]
pub async fn org_test_code(
    #[server(default)] org: String,
    #[server(default)] channel: String,
) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.org_test_code(&mut call.visitor, &org, &channel).await;
    call.answer(done).await
}
