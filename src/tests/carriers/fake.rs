//! A server that writes down what it is asked, and always answers the same.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use std::sync::{Arc, Mutex};
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;

/// What it heard, so far.
type Ears = Arc<Mutex<Vec<Heard>>>;

/// A running server; it ends with its test.
pub struct Fake {
    /// Its origin.
    pub url: String,
    heard: Ears,
}

/// One request.
#[derive(Clone)]
pub struct Heard {
    /// Path and query.
    pub path: String,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: String,
}

impl Heard {
    /// A header's value; empty if it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    /// The fields of a form, in order.
    pub fn fields(&self) -> Vec<(String, String)> {
        form_urlencoded::parse(self.body.as_bytes()).into_owned().collect()
    }

    /// A field of a form; empty if it is not there.
    pub fn field(&self, name: &str) -> String {
        self.fields().into_iter().find(|(n, _)| n == name).map(|(_, value)| value).unwrap_or_default()
    }
}

impl Fake {
    /// Answers so.
    pub async fn start(status: u16, body: String) -> Fake {
        let heard = Ears::default();
        let answer = (Arc::clone(&heard), StatusCode::from_u16(status).unwrap(), body);
        let router = Router::new().fallback(listen).with_state(answer);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Fake { url, heard }
    }

    /// An address at which nobody listens.
    pub async fn nobody() -> Fake {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        Fake { url: format!("http://{}", listener.local_addr().unwrap()), heard: Ears::default() }
    }

    /// Takes requests and hangs up without an answer.
    pub async fn silent() -> Fake {
        let (heard, listener) = (Ears::default(), TcpListener::bind("127.0.0.1:0").await.unwrap());
        let (ears, url) = (Arc::clone(&heard), format!("http://{}", listener.local_addr().unwrap()));
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut bytes = vec![0; 16_384];
                let length = stream.read(&mut bytes).await.unwrap_or(0);
                let body = String::from_utf8_lossy(&bytes[..length]).into_owned();
                ears.lock().unwrap().push(Heard { path: String::new(), headers: HeaderMap::new(), body });
            }
        });
        Fake { url, heard }
    }

    /// What it heard.
    pub fn heard(&self) -> Vec<Heard> {
        self.heard.lock().unwrap().clone()
    }
}

async fn listen(
    State((ears, status, body)): State<(Ears, StatusCode, String)>,
    uri: Uri,
    headers: HeaderMap,
    bytes: Bytes,
) -> (StatusCode, [(&'static str, &'static str); 1], String) {
    let heard = Heard { path: uri.to_string(), headers, body: String::from_utf8(bytes.to_vec()).unwrap() };
    ears.lock().unwrap().push(heard);
    // Wherever a redirect would lead, it leads back here, and would be heard.
    (status, [("location", "/elsewhere")], body)
}
