use crate::api::ApiError;
use crate::model::Page;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;

#[cfg(feature = "ssr")]
use crate::{api::call::Call, model::PolicyWish};

/// S19: `Save policy`. `confirmed`: what it changes was shown.
#[server(endpoint = "org/policy", output = Postcard)]
pub async fn org_policy_save(
    #[server(default)] org: String,
    #[server(default)] who: String,
    #[server(default)] from: String,
    #[server(default)] sms: String,
    #[server(default)] call: String,
    #[server(default)] app: String,
    #[server(default)] countries: String,
    #[server(default)] voip: String,
    #[server(default)] resetters: String,
    #[server(default)] second: String,
    #[server(default)] wait: String,
    #[server(default)] version: String,
    #[server(default)] confirmed: String,
) -> Result<Page, ApiError> {
    let wish = PolicyWish { who, from, sms, call, app, countries, voip, resetters, second, wait, version };
    let mut call = Call::new().await?;
    let done = call.auth.org_policy_save(&mut call.visitor, &org, wish, !confirmed.is_empty()).await;
    call.answer(done).await
}
