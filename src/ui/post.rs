use super::wire::Answer;
use crate::api::{ApiError, Look, read_page};
use leptos::{
    server_fn::{
        ContentType,
        client::Client,
        codec::{PostUrl, PostcardEncoding},
        error::FromServerFnError,
        request::ClientReq,
        response::ClientRes,
    },
    web_sys::{FormData, HtmlFormElement, SubmitEvent, UrlSearchParams},
};
use wasm_bindgen::JsCast;

type Browser = <Look as Door>::Client;
type Request = <Browser as Client<ApiError>>::Request;

/// A server function as forms know it: `Door::PATH` is its address.
pub use leptos::server_fn::ServerFn as Door;

/// Sends a form's fields to a server function: the same request as the function's own stub makes, but one routine for
/// all twenty, which together would weigh more than the rest of the program.
pub async fn send(door: &'static str, fields: String) -> Answer {
    let request = <Request as ClientReq<ApiError>>::try_new_post(
        door,
        PostUrl::CONTENT_TYPE,
        PostcardEncoding::CONTENT_TYPE,
        fields,
    )?;
    let response = <Browser as Client<ApiError>>::send(request).await?;
    let status = ClientRes::<ApiError>::status(&response);
    let body = response.try_into_bytes().await?;
    if status >= 400 {
        return Err(<ApiError as FromServerFnError>::de(body));
    }
    read_page(body)
}

/// The fields of a form as the browser itself would send them, the pressed button's own included.
pub fn fields(event: &SubmitEvent) -> Option<String> {
    let form = event.target()?.dyn_into::<HtmlFormElement>().ok()?;
    let data = FormData::new_with_form(&form).ok()?;
    if let Some(button) = event.submitter()
        && let Some(name) = button.get_attribute("name")
    {
        data.append_with_str(&name, &button.get_attribute("value").unwrap_or_default()).ok()?;
    }
    let pairs = UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?;
    pairs.to_string().as_string()
}
