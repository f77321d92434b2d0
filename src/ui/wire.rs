use crate::{api::ApiError, model::Page};
use leptos::server::codee::{Decoder, Encoder};
use leptos::server_fn::{Decodes, Encodes, codec::PostcardEncoding};

/// What the server says about an address: the page, or a fault of ours.
pub type Answer = Result<Page, ApiError>;

/// Carries an [`Answer`] inside the document by the very routine that reads server functions' answers, so that the
/// browser holds one reader for pages and not two. The bytes are written in hexadecimal, which needs no escape in a
/// script and hardly any program to read.
pub struct Wire;

impl Encoder<Answer> for Wire {
    type Error = <PostcardEncoding as Encodes<Answer>>::Error;
    type Encoded = String;

    fn encode(answer: &Answer) -> Result<String, Self::Error> {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let bytes = <PostcardEncoding as Encodes<Answer>>::encode(answer)?;
        let digit = |nibble: u8| char::from(DIGITS[usize::from(nibble)]);
        Ok(bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect())
    }
}

impl Decoder<Answer> for Wire {
    type Error = <PostcardEncoding as Decodes<Answer>>::Error;
    type Encoded = str;

    fn decode(text: &str) -> Result<Answer, Self::Error> {
        let value = |digit: u8| if digit >= b'a' { digit - b'a' + 10 } else { digit.wrapping_sub(b'0') };
        let bytes: Vec<u8> = text.as_bytes().chunks_exact(2).map(|pair| value(pair[0]) << 4 | value(pair[1])).collect();
        <PostcardEncoding as Decodes<Answer>>::decode(bytes.into())
    }
}
