//! Browsers: a jar that honours `__Host-` cookies, plain forms, and the program's own requests.

use crate::world::{Node, PASSWORD, Person, World};
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode};
use http_body_util::BodyExt;
use leptos::server_fn::ContentType;
use leptos::server_fn::codec::PostcardEncoding;
use leptos::server_fn::error::FromServerFnError;
use rekey::api::{ApiError, read_page};
use rekey::model::{Note, Page, Place, RecoveryCodePage, RecoverySheet, Screen};
use rekey::web::cookie::{DEVICE, FLOW, SESSION};
use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use tower::ServiceExt;

/// Our own origin.
pub const ORIGIN: &str = "http://localhost:3000";
/// Our own host.
pub const HOST: &str = "localhost:3000";

/// One browser.
#[derive(Clone)]
pub struct Browser {
    node: Arc<Node>,
    /// Cookies it holds.
    pub jar: BTreeMap<String, String>,
    /// Where it asks from; the machine itself if nothing is said.
    pub ip: Option<IpAddr>,
    /// The page it is on, for `Referer`.
    pub at: String,
    /// What it says with `Accept-Language`, if anything.
    pub language: Option<&'static str>,
}

/// What came back.
pub struct Answer {
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: Vec<u8>,
}

/// A page, or why not.
pub type Got = Result<Page, (StatusCode, ApiError)>;

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Where a redirect goes.
    pub fn location(&self) -> &str {
        self.headers.get("location").map(|v| v.to_str().unwrap()).unwrap_or_default()
    }

    /// As the program reads it.
    pub fn page(self) -> Got {
        if self.status.is_success() {
            Ok(read_page(self.body).unwrap())
        } else {
            Err((self.status, ApiError::de(self.body.into())))
        }
    }
}

/// Fields in the form encoding.
pub fn encode(fields: &[(&str, &str)]) -> String {
    let escape = |text: &str| -> String {
        text.bytes()
            .map(|b| match b {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(b).to_string(),
                b => format!("%{b:02X}"),
            })
            .collect()
    };
    let pairs: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", escape(value))).collect();
    pairs.join("&")
}

impl Browser {
    /// A fresh browser at this server.
    pub fn at(node: &Arc<Node>) -> Browser {
        Browser { node: Arc::clone(node), jar: BTreeMap::new(), ip: None, at: "/sign-in".into(), language: None }
    }

    /// The same browser asking from another address.
    pub fn from(self, ip: impl Into<IpAddr>) -> Browser {
        Browser { ip: Some(ip.into()), ..self }
    }

    /// The same browser, set to other languages.
    pub fn speaking(self, languages: &'static str) -> Browser {
        Browser { language: Some(languages), ..self }
    }

    /// The same cookies at another server.
    pub fn moved_to(&self, node: &Arc<Node>) -> Browser {
        Browser { node: Arc::clone(node), ..self.clone() }
    }

    /// A plain form, as a browser without script posts it.
    pub async fn form(&mut self, endpoint: &str, fields: &[(&str, &str)]) -> Answer {
        let referer = format!("{ORIGIN}{}", self.at);
        let own = [("accept", "text/html,application/xhtml+xml"), ("referer", referer.as_str())];
        let answer = self.post(endpoint, &encode(fields), &[&own[..], &OURS[..]].concat()).await;
        if answer.status.is_redirection() {
            self.at = answer.location().to_owned();
        }
        answer
    }

    /// A plain form, and the page that its redirect leads to.
    pub async fn submit(&mut self, endpoint: &str, fields: &[(&str, &str)]) -> String {
        let answer = self.form(endpoint, fields).await;
        assert!(answer.status.is_redirection(), "{endpoint}: {} {}", answer.status, answer.text());
        let location = answer.location().to_owned();
        self.see(&location).await
    }

    /// The same request as the program makes.
    pub async fn program(&mut self, endpoint: &str, fields: &[(&str, &str)]) -> Got {
        let own = [("accept", PostcardEncoding::CONTENT_TYPE)];
        self.post(endpoint, &encode(fields), &[&own[..], &OURS[..]].concat()).await.page()
    }

    /// The program's request, expected to be answered with a page.
    pub async fn ask(&mut self, endpoint: &str, fields: &[(&str, &str)]) -> Page {
        self.program(endpoint, fields).await.unwrap_or_else(|error| panic!("{endpoint}: {error:?}"))
    }

    /// The status of the program's request; 200 for a page.
    pub async fn status(&mut self, endpoint: &str, fields: &[(&str, &str)]) -> u16 {
        self.program(endpoint, fields).await.map_or_else(|(status, _)| status.as_u16(), |_| 200)
    }

    /// What the program loads for an address.
    pub async fn look(&mut self, path: &str) -> Page {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        self.ask("page", &[("path", path), ("query", query)]).await
    }

    /// A page typed into the address line.
    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, "", &[("accept", "text/html"), ("sec-fetch-site", "none"), ("host", HOST)]).await
    }

    /// A page, after every redirect.
    pub async fn see(&mut self, path: &str) -> String {
        let mut path = path.to_owned();
        for _ in 0..6 {
            let answer = self.get(&path).await;
            if !answer.status.is_redirection() {
                assert_eq!(answer.status, StatusCode::OK, "{path}");
                self.at = path;
                return answer.text();
            }
            path = answer.location().to_owned();
        }
        panic!("redirects in a circle at {path}");
    }

    /// A post with these headers and no others but the cookies.
    pub async fn post(&mut self, endpoint: &str, body: &str, headers: &[(&str, &str)]) -> Answer {
        self.send(Method::POST, &format!("/api/{endpoint}"), body, headers).await
    }

    /// Any request; what it sets goes into the jar.
    pub async fn send(&mut self, method: Method, uri: &str, body: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::new(Body::from(body.to_owned()));
        *request.method_mut() = method;
        *request.uri_mut() = uri.parse().unwrap();
        for (name, value) in headers {
            let name: HeaderName = name.parse().unwrap();
            request.headers_mut().append(name, HeaderValue::from_str(value).unwrap());
        }
        if let Some(languages) = self.language {
            request.headers_mut().insert("accept-language", HeaderValue::from_static(languages));
        }
        if !self.jar.is_empty() {
            let all: Vec<String> = self.jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request.headers_mut().insert("cookie", all.join("; ").parse().unwrap());
        }
        if let Some(ip) = self.ip {
            request.extensions_mut().insert(ConnectInfo(SocketAddr::new(ip, 40_000)));
        }
        let response = self.node.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all("set-cookie") {
            self.keep(cookie.to_str().unwrap());
        }
        let body = body.collect().await.unwrap().to_bytes().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// A browser takes a `__Host-` cookie only with these attributes.
    fn keep(&mut self, cookie: &str) {
        let mut parts = cookie.split(';').map(str::trim);
        let (name, value) = parts.next().unwrap().split_once('=').unwrap();
        let attributes: Vec<&str> = parts.collect();
        assert!(name.starts_with("__Host-"), "{cookie}");
        for needed in ["Path=/", "Secure", "HttpOnly"] {
            assert!(attributes.contains(&needed), "{cookie}");
        }
        assert!(attributes.iter().any(|a| matches!(*a, "SameSite=Lax" | "SameSite=Strict")), "{cookie}");
        assert!(!attributes.iter().any(|a| a.starts_with("Domain")), "{cookie}");
        if attributes.contains(&"Max-Age=0") {
            self.jar.remove(name);
        } else {
            self.jar.insert(name.into(), value.into());
        }
    }

    /// The session's token.
    pub fn session(&self) -> Option<&str> {
        self.jar.get(SESSION).map(String::as_str)
    }

    /// The sign-in's token.
    pub fn flow(&self) -> Option<&str> {
        self.jar.get(FLOW).map(String::as_str)
    }

    /// The known browser's token.
    pub fn device(&self) -> Option<&str> {
        self.jar.get(DEVICE).map(String::as_str)
    }

    /// Closes the browser: cookies without an end of their own are gone.
    pub fn close(&mut self) {
        self.jar.retain(|name, _| name == DEVICE);
    }

    /// The password step.
    pub async fn password(&mut self, who: &Person) -> Page {
        self.ask("sign-in", &[("email", &who.email), ("password", PASSWORD)]).await
    }

    /// Password and code from the phone.
    pub async fn sign_in(&mut self, world: &World, who: &Person) -> Page {
        let page = self.password(who).await;
        assert!(matches!(page.screen, Screen::Verify(_)), "{page:?}");
        let code = world.code(&who.phone).await;
        let page = self.ask("sign-in/code", &[("code", &code)]).await;
        assert!(self.session().is_some(), "{page:?}");
        page
    }

    /// The emailed gate.
    pub async fn open_settings(&mut self, world: &World, who: &Person) -> Page {
        self.ask("settings/send", &[]).await;
        let code = world.code(&who.email).await;
        let page = self.ask("settings/confirm", &[("code", &code)]).await;
        assert!(matches!(page.screen, Screen::Settings(_)), "{page:?}");
        page
    }

    /// Signed in, and in the settings.
    pub async fn in_settings(&mut self, world: &World, who: &Person) {
        self.sign_in(world, who).await;
        self.open_settings(world, who).await;
    }

    /// `Reset MFA`, the web form, up to the mailed code: the person has to own a paid organization.
    pub async fn asks_for_reset(&mut self, world: &World, who: &Person) {
        world.make_owner(who).await;
        self.password(who).await;
        world.drain().await;
        let page = self.ask("case/answers", &ANSWERS).await;
        assert_eq!(page.place, Place::CaseCheck, "{page:?}");
        let page = self.ask("case/send", &[]).await;
        assert_eq!((page.place, page.note), (Place::CaseCode, None));
    }

    /// `Reset and continue`, with the box ticked.
    pub async fn reset(&mut self) -> Page {
        let page = self.ask("2fa/reset", &[("agreed", "on")]).await;
        assert!(matches!(&page.screen, Screen::Edit(edit) if edit.pending.is_some()), "{page:?}");
        page
    }

    /// A number, by text.
    pub async fn number(&mut self, number: &str) -> Page {
        self.ask("2fa/phone", &[("country", "US"), ("number", number), ("channel", "sms")]).await
    }

    /// From an accepted number to the sheet with the recovery code.
    pub async fn verify_number(&mut self, world: &World, number: &str) -> RecoverySheet {
        let page = self.number(number).await;
        assert!(matches!(page.screen, Screen::PhoneCode(_)), "{page:?}");
        let code = world.code(number).await;
        sheet(self.ask("2fa/phone/code", &[("code", &code)]).await)
    }

    /// The whole change of the phone, from the settings to `Finish`; answers the new recovery code.
    pub async fn change_phone(&mut self, world: &World, number: &str) -> String {
        self.reset().await;
        let sheet = self.verify_number(world, number).await;
        let page = self.ask("2fa/recovery/finish", &[("flow", &sheet.flow), ("agreed", "on")]).await;
        assert!(matches!(page.note, Some(Note::PhoneReady { .. })), "{page:?}");
        world.drain().await;
        sheet.code
    }
}

/// A page before anybody is signed in: nothing of an account is on it.
pub fn outside(page: &Page) -> bool {
    let screen = matches!(
        page.screen,
        Screen::SignIn(_) | Screen::Verify(_) | Screen::NewPassword | Screen::AddPhone(_) | Screen::PhoneCode(_)
    );
    screen && page.frame.who.is_none()
}

/// The sheet that a page shows this once.
pub fn sheet(page: Page) -> RecoverySheet {
    match page.screen {
        Screen::RecoveryCode(RecoveryCodePage::Shown(sheet)) => sheet,
        other => panic!("no recovery code: {other:?}, note {:?}", page.note),
    }
}

/// Right answers to the questions of `Reset MFA`, for somebody of Acme.
pub const ANSWERS: [(&str, &str); 7] = [
    ("organization", "ACME"),
    ("name", "Ana Roe"),
    ("method", "card"),
    ("account", "4242"),
    ("postal", "EC1A1BB"),
    ("month", "2026-11"),
    ("reason", "lost"),
];

/// What our own pages' forms carry.
pub const OURS: [(&str, &str); 4] = [
    ("content-type", "application/x-www-form-urlencoded"),
    ("host", HOST),
    ("origin", ORIGIN),
    ("sec-fetch-site", "same-origin"),
];
