//! Requests to carriers: HTTP/1.1 over TLS, one connection each, so that it is always known whether a carrier was asked.
//! No redirect is followed (v5.0.0-15.3.2), and every step has its time (v5.0.0-13.2.6).

use super::{Class, NotSent};
use crate::model::Seconds;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::header::{CONTENT_LENGTH, HOST, RETRY_AFTER, USER_AGENT};
use hyper::{Request, Uri};
use hyper_util::rt::TokioIo;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

/// Time to reach a carrier, with its name and the TLS handshake.
const CONNECT: Duration = Duration::from_secs(5);
/// Time for its answer.
const ANSWER: Duration = Duration::from_secs(10);
/// Bytes of an answer that are read at most.
const MOST: usize = 64 * 1024;

/// Asks carriers.
#[derive(Clone)]
pub struct Http {
    tls: TlsConnector,
}

/// What is asked.
pub struct Ask<'a> {
    /// Whole address, `https://` or, for loopback only, `http://`.
    pub url: &'a str,
    /// Headers besides those of any request.
    pub headers: &'a [(&'static str, String)],
    /// Body, sent by POST.
    pub body: Vec<u8>,
}

/// What was answered.
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Body, 64 KiB at most.
    pub body: Vec<u8>,
    /// How long not to ask again.
    pub wait: Seconds,
}

impl Http {
    /// Trusts the public authorities and, besides, those of this PEM text.
    ///
    /// # Errors
    /// What is wrong with the PEM text.
    pub fn new(more_authorities: Option<&str>) -> Result<Http, String> {
        let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        for certificate in CertificateDer::pem_slice_iter(more_authorities.unwrap_or_default().as_bytes()) {
            let certificate = certificate.map_err(|_| "is not PEM text with certificates".to_owned())?;
            roots.add(certificate).map_err(|_| "holds a certificate that cannot be read".to_owned())?;
        }
        let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| error.to_string())?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Http { tls: TlsConnector::from(Arc::new(config)) })
    }

    /// Posts, and answers whatever the carrier did.
    ///
    /// # Errors
    /// [`Class::Transport`] or [`Class::Settings`] while the carrier surely got nothing; [`Class::Unknown`] from then on.
    pub async fn post(&self, ask: Ask<'_>) -> Result<Answer, NotSent> {
        let uri: Uri = ask.url.parse().map_err(|_| NotSent::new(Class::Settings, "address"))?;
        let host = uri.host().ok_or_else(|| NotSent::new(Class::Settings, "address"))?.to_owned();
        let encrypted = uri.scheme_str() == Some("https");
        let port = uri.port_u16().unwrap_or(if encrypted { 443 } else { 80 });
        let late = |_| NotSent::new(Class::Transport, "connect timeout");
        if !encrypted {
            let stream = timeout(CONNECT, connect(&host, port)).await.map_err(late)??;
            return exchange(stream, &uri, ask).await;
        }
        let stream = timeout(CONNECT, async {
            let stream = connect(&host, port).await?;
            let bare = host.trim_start_matches('[').trim_end_matches(']').to_owned();
            let name = ServerName::try_from(bare).map_err(|_| NotSent::new(Class::Settings, "address"))?;
            self.tls.connect(name, stream).await.map_err(|error| tls_failure(&error))
        });
        exchange(stream.await.map_err(late)??, &uri, ask).await
    }
}

async fn connect(host: &str, port: u16) -> Result<TcpStream, NotSent> {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    TcpStream::connect((bare, port)).await.map_err(|_| NotSent::new(Class::Transport, "connect"))
}

/// A certificate that is not trusted stays so; anything else may pass.
fn tls_failure(error: &std::io::Error) -> NotSent {
    let inner = error.get_ref().and_then(|e| e.downcast_ref::<rustls::Error>());
    match inner {
        Some(rustls::Error::InvalidCertificate(_)) => NotSent::new(Class::Settings, "certificate"),
        _ => NotSent::new(Class::Transport, "tls"),
    }
}

async fn exchange<S>(stream: S, uri: &Uri, ask: Ask<'_>) -> Result<Answer, NotSent>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let unsent = |_| NotSent::new(Class::Transport, "connect");
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(unsent)?;
    let connection = tokio::spawn(connection);
    let wrong = |_| NotSent::new(Class::Settings, "address");
    let authority = uri.authority().map(|a| a.as_str()).unwrap_or_default();
    let path = uri.path_and_query().map_or("/", |p| p.as_str());
    let mut request = Request::post(path)
        .header(HOST, authority.rsplit('@').next().unwrap_or_default())
        .header(USER_AGENT, concat!("rekey/", env!("CARGO_PKG_VERSION")))
        .header(CONTENT_LENGTH, ask.body.len());
    for (name, value) in ask.headers {
        request = request.header(*name, value);
    }
    let request = request.body(Full::new(Bytes::from(ask.body))).map_err(wrong)?;
    let answered = timeout(ANSWER, async {
        let response = sender.send_request(request).await.map_err(|_| "cut off")?;
        let (head, body) = response.into_parts();
        let bytes = Limited::new(body, MOST).collect().await.map_err(|_| "cut off")?.to_bytes().to_vec();
        let wait = head.headers.get(RETRY_AFTER).and_then(|v| v.to_str().ok()).and_then(|v| v.parse().ok());
        Ok(Answer { status: head.status.as_u16(), body: bytes, wait: Seconds(wait.unwrap_or(0).clamp(0, 600)) })
    });
    let answer = answered.await;
    connection.abort();
    answer.unwrap_or(Err("timeout")).map_err(|said: &str| NotSent::new(Class::Unknown, said))
}
