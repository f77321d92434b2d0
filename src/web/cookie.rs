//! The cookies: names, attributes, and what changed. All are `__Host-`, `Secure`, `HttpOnly` and without an end of their
//! own (v5.0.0-3.3.1 to 3.3.4); browsers treat `localhost` as secure.

use crate::auth::Visitor;
use crate::vault::Token;
use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};

/// Token of a session. Lax, because links in mails land in the application; the guard does the work against forgery.
pub const SESSION: &str = "__Host-rekey-session";
/// Token of a sign-in under way.
pub const FLOW: &str = "__Host-rekey-sign-in";
/// Token of a known browser.
pub const DEVICE: &str = "__Host-rekey-device";
/// What is to be said after a redirect, sealed.
pub const SAY: &str = "__Host-rekey-say";
/// Time zone, written by the page's own script; not secret.
pub const ZONE: &str = "tz";

/// The cookies of a request.
pub struct Jar(Vec<(String, String)>);

impl Jar {
    /// Reads them.
    pub fn of(headers: &HeaderMap) -> Jar {
        let texts = headers.get_all(COOKIE).iter().filter_map(|v| v.to_str().ok());
        let pairs = texts.flat_map(|text| text.split(';')).filter_map(|pair| pair.trim().split_once('='));
        Jar(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
    }

    /// A cookie's value.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// A cookie that holds a token.
    pub fn token(&self, name: &str) -> Option<Token> {
        Token::parse(self.get(name)?)
    }

    /// The `Set-Cookie` headers that make the browser hold what the visitor holds now.
    pub fn changes(&self, visitor: &Visitor, say: Option<String>) -> Vec<HeaderValue> {
        let held = [
            (SESSION, visitor.session.as_ref(), "Lax", ""),
            (FLOW, visitor.flow.as_ref(), "Lax", ""),
            // Remembered for a year: it never skips a factor, it only keeps the owner's own budget.
            (DEVICE, visitor.device.as_ref(), "Lax", "; Max-Age=31536000"),
        ];
        let mut headers = Vec::new();
        for (name, token, site, age) in held {
            match (self.get(name), token.map(Token::expose)) {
                (Some(old), Some(new)) if old == new => {}
                (_, Some(new)) => headers.push(set(name, new, site, age)),
                (Some(_), None) => headers.push(set(name, "", site, "; Max-Age=0")),
                (None, None) => {}
            }
        }
        match (self.get(SAY), say) {
            (_, Some(said)) => headers.push(set(SAY, &said, "Strict", "; Max-Age=120")),
            (Some(_), None) => headers.push(set(SAY, "", "Strict", "; Max-Age=0")),
            (None, None) => {}
        }
        headers.into_iter().flatten().collect()
    }
}

fn set(name: &str, value: &str, site: &str, age: &str) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!("{name}={value}; Path=/; Secure; HttpOnly; SameSite={site}{age}")).ok()
}
