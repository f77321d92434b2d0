use super::ApiError;
use crate::model::Page;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;

#[cfg(feature = "ssr")]
use super::call::Call;

/// S10: `Finish`, once the box is ticked. `page` is the shown page's own secret: without the tick that very page, and no
/// other, is shown again.
#[server(endpoint = "2fa/recovery/finish", output = Postcard)]
pub async fn recovery_finish(
    #[server(default)] flow: String,
    #[server(default)] agreed: String,
    #[server(default)] page: String,
) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.recovery_finish(&mut call.visitor, &flow, !agreed.is_empty(), &page).await;
    call.answer(done).await
}

/// `Get a new recovery code`: needs a fresh full sign-in, ends the old code, tells every address.
#[server(endpoint = "2fa/recovery/new", output = Postcard)]
pub async fn recovery_renew() -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.recovery_renew(&mut call.visitor).await;
    call.answer(done).await
}

/// "This wasn't me": restores the old number, ends all sessions, freezes factor changes, demands a new password. Where no
/// second factor would remain, the password is asked for as well.
#[server(endpoint = "undo", output = Postcard)]
pub async fn undo_change(
    #[server(default)] token: String,
    #[server(default)] password: String,
) -> Result<Page, ApiError> {
    let mut call = Call::new().await?;
    let done = call.auth.undo_change_by_link(&mut call.visitor, &token, &password).await;
    call.answer(done).await
}
