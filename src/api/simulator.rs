use super::ApiError;
use crate::model::Page;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;

#[cfg(feature = "ssr")]
use super::call::Call;

/// Answers a ringing call.
#[server(endpoint = "simulator/answer", output = Postcard)]
pub async fn simulator_answer(#[server(default)] id: String) -> Result<Page, ApiError> {
    let call = Call::new().await?;
    call.simulator(|sim| sim.answer(&id)).await
}

/// Presses a key during a call: 1 hears the code, 9 says "this was not me".
#[server(endpoint = "simulator/key", output = Postcard)]
pub async fn simulator_key(#[server(default)] id: String, #[server(default)] key: String) -> Result<Page, ApiError> {
    let call = Call::new().await?;
    call.simulator_key(&id, &key).await
}

/// Turns a fault on or off: "late", "lost", "landline", "down", "full".
#[server(endpoint = "simulator/fault", output = Postcard)]
pub async fn simulator_fault(#[server(default)] name: String, #[server(default)] on: String) -> Result<Page, ApiError> {
    let call = Call::new().await?;
    call.simulator(|sim| sim.set_fault(&name, !on.is_empty())).await
}

/// Empties every phone and mailbox.
#[server(endpoint = "simulator/clear", output = Postcard)]
pub async fn simulator_clear() -> Result<Page, ApiError> {
    let call = Call::new().await?;
    call.simulator(|sim| sim.clear()).await
}
