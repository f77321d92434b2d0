use crate::{api::ApiError, model::Page};
use leptos::server::codee::{Decoder, Encoder};
use leptos::server_fn::{Decodes, Encodes, codec::JsonEncoding};

/// What the server says about an address: the page, or a fault of ours.
pub type Answer = Result<Page, ApiError>;

/// Carries an [`Answer`] inside the document by the very routine that reads server functions' answers, so that the
/// browser holds one reader for pages and not two.
pub struct Wire;

impl Encoder<Answer> for Wire {
    type Error = <JsonEncoding as Encodes<Answer>>::Error;
    type Encoded = String;

    fn encode(answer: &Answer) -> Result<String, Self::Error> {
        let bytes = <JsonEncoding as Encodes<Answer>>::encode(answer)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

impl Decoder<Answer> for Wire {
    type Error = <JsonEncoding as Decodes<Answer>>::Error;
    type Encoded = str;

    fn decode(text: &str) -> Result<Answer, Self::Error> {
        <JsonEncoding as Decodes<Answer>>::decode(text.to_owned().into())
    }
}
