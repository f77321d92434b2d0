//! A browser without a screen: one connection, its cookies, forms as the program in the browser sends them.

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{ACCEPT, CONTENT_TYPE, COOKIE, HOST, SET_COOKIE};
use hyper::{Method, Request, Response};
use hyper_util::rt::TokioIo;
use rekey::model::Page;
use serde_json::Value;
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::net::TcpStream;

/// One browser.
pub struct Client {
    port: u16,
    connection: Option<SendRequest<Full<Bytes>>>,
    cookies: BTreeMap<String, String>,
}

impl Client {
    /// A browser without cookies.
    pub fn new(port: u16) -> Client {
        Client { port, connection: None, cookies: BTreeMap::new() }
    }

    /// Somebody else's turn: no cookies any more, on the same connection.
    pub fn forget(&mut self) {
        self.cookies.clear();
    }

    /// A page.
    pub async fn get(&mut self, path: &str) -> String {
        String::from_utf8(self.send(Method::GET, path, "text/html", "").await.to_vec()).unwrap()
    }

    /// A server function's answer.
    pub async fn post(&mut self, endpoint: &str, form: &str) -> Page {
        let body = self.send(Method::POST, &format!("/api/{endpoint}"), "application/x-postcard", form).await;
        rekey::api::read_page(body).unwrap()
    }

    /// The newest code on this person's phone. The number is the one the demo gave them.
    pub async fn code(&mut self, person: usize) -> Option<String> {
        for _ in 0..200 {
            // Asking without pause would measure the asking: a phone rings by itself.
            tokio::time::sleep(Duration::from_millis(10)).await;
            let body = self.send(Method::GET, &format!("/simulator/messages?to={}", number(person)), "*/*", "").await;
            let messages: Value = serde_json::from_slice(&body).ok()?;
            let newest = &messages[0];
            if newest["id"].is_string() && is_new(newest) {
                return newest["code"].as_str().map(str::to_owned);
            }
        }
        None
    }

    /// The newest code on anybody's phone.
    pub async fn newest_code(&mut self) -> String {
        for _ in 0..200 {
            tokio::time::sleep(Duration::from_millis(10)).await;
            let body = self.send(Method::GET, "/simulator/messages", "*/*", "").await;
            let messages: Value = serde_json::from_slice(&body).unwrap();
            if let Some(code) = messages[0]["code"].as_str() {
                return code.to_owned();
            }
        }
        panic!("no code came");
    }

    /// Where an address leads.
    pub async fn location(&mut self, path: &str) -> String {
        let answer = self.answer(Method::GET, path, "text/html", "").await;
        answer.headers()["location"].to_str().unwrap().to_owned()
    }

    /// How many lines a file has, without keeping it.
    pub async fn lines(&mut self, path: &str) -> usize {
        let mut body = self.answer(Method::GET, path, "*/*", "").await.into_body();
        let mut lines = 0;
        while let Some(frame) = body.frame().await {
            if let Some(data) = frame.unwrap().data_ref() {
                lines += data.iter().filter(|byte| **byte == b'\n').count();
            }
        }
        lines
    }

    async fn send(&mut self, method: Method, path: &str, accept: &str, form: &str) -> Bytes {
        self.answer(method, path, accept, form).await.into_body().collect().await.unwrap().to_bytes()
    }

    async fn answer(&mut self, method: Method, path: &str, accept: &str, form: &str) -> Response<Incoming> {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(HOST, format!("localhost:{}", self.port))
            .header(ACCEPT, accept)
            .header(COOKIE, cookies.join("; "))
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(Full::new(Bytes::from(form.to_owned())))
            .unwrap();
        let answer = self.connection().await.send_request(request).await.unwrap();
        for header in answer.headers().get_all(SET_COOKIE) {
            let (name, value) = header.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        answer
    }

    async fn connection(&mut self) -> &mut SendRequest<Full<Bytes>> {
        if self.connection.as_ref().is_none_or(SendRequest::is_closed) {
            let stream = TcpStream::connect(("127.0.0.1", self.port)).await.unwrap();
            stream.set_nodelay(true).unwrap();
            let (sender, connection) = handshake(TokioIo::new(stream)).await.unwrap();
            tokio::spawn(connection);
            self.connection = Some(sender);
        }
        let connection = self.connection.as_mut().unwrap();
        connection.ready().await.unwrap();
        connection
    }
}

static SEEN: std::sync::Mutex<std::collections::BTreeSet<String>> =
    std::sync::Mutex::new(std::collections::BTreeSet::new());

/// Sent for this sign-in and not for the person's last one.
fn is_new(message: &Value) -> bool {
    SEEN.lock().unwrap().insert(message["id"].as_str().unwrap_or_default().to_owned())
}

/// The demo's number of a person, as the demo itself makes it.
fn number(person: usize) -> String {
    rekey::auth::demo::number_of(person).trim_start_matches('+').to_owned()
}
