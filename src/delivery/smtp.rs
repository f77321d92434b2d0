//! Mail by SMTP: TLS always (RFC 3207 or implicit, RFC 8314), signed by DKIM (RFC 6376) where a key is given.

mod html;

use super::secret::Secret;
use super::{Carrier, Class, Message, NotSent, Sending, Taken};
use crate::env::Clock;
use lettre::message::dkim::{
    DkimCanonicalization, DkimCanonicalizationType, DkimConfig, DkimSigningAlgorithm, DkimSigningKey,
};
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, CertificateStore, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use std::error::Error;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// Time for one mail, with connecting and signing in.
const PATIENCE: Duration = Duration::from_secs(20);

/// How mail leaves.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Name of the mail server; its certificate must be for it.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// TLS from the first byte, instead of STARTTLS.
    pub implicit_tls: bool,
    /// Name to sign in with; empty: without.
    pub user: String,
    /// Its password.
    pub password: Option<Secret>,
    /// Who mails come from: an address, or a name and an address.
    pub from: String,
    /// PEM text of authorities to trust besides the public ones.
    pub authorities: Option<String>,
    /// Signature of mails.
    pub dkim: Option<Dkim>,
}

/// A DKIM key.
#[derive(Clone, Debug)]
pub struct Dkim {
    /// Domain that signs.
    pub domain: String,
    /// Name of the key in its DNS.
    pub selector: String,
    /// RSA, PEM text of PKCS #1.
    pub key: Secret,
}

/// Sends mail.
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    dkim: Option<DkimConfig>,
    clock: Arc<dyn Clock>,
}

impl Smtp {
    /// Reads the settings; nothing is connected yet.
    ///
    /// # Errors
    /// The key and what is wrong with it; never a secret.
    pub fn new(settings: &Settings, clock: Arc<dyn Clock>) -> Result<Smtp, String> {
        let from: Mailbox = settings.from.parse().map_err(|_| {
            "smtp.from: must be an address, or a name and an address, such as \"Example <no-reply@example.com>\""
                .to_owned()
        })?;
        let mut tls = TlsParameters::builder(settings.host.clone()).certificate_store(CertificateStore::WebpkiRoots);
        if let Some(pem) = &settings.authorities {
            let wrong = |_| "smtp.ca_file: is not PEM text with certificates".to_owned();
            tls = tls.add_root_certificate(Certificate::from_pem(pem.as_bytes()).map_err(wrong)?);
        }
        let tls = tls.build_rustls().map_err(|_| "smtp.ca_file: holds a certificate that cannot be read".to_owned())?;
        let mut transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(settings.host.clone())
            .port(settings.port)
            .tls(if settings.implicit_tls { Tls::Wrapper(tls) } else { Tls::Required(tls) })
            // A name of ours in the greeting: nobody learns what this machine is called.
            .hello_name(ClientId::Domain(from.email.domain().to_owned()))
            .timeout(Some(Duration::from_secs(10)));
        if let (user, Some(password)) = (&settings.user, &settings.password)
            && !user.is_empty()
        {
            transport = transport.credentials(Credentials::new(user.clone(), password.expose().to_owned()));
        }
        let dkim = settings.dkim.as_ref().map(signing).transpose()?;
        Ok(Smtp { transport: transport.build(), from, dkim, clock })
    }

    async fn send(&self, message: Message) -> Result<Taken, NotSent> {
        let id = format!("<{}@{}>", message.id, self.from.email.domain());
        let mail = self.mail(&message, &id)?;
        let late = |_| NotSent::new(Class::Transport, "timeout");
        tokio::time::timeout(PATIENCE, self.transport.send(mail))
            .await
            .map_err(late)?
            .map_err(|error| failure(&error))?;
        Ok(Taken { reference: id, reported: None })
    }

    fn mail(&self, message: &Message, id: &str) -> Result<lettre::Message, NotSent> {
        // What could begin another header goes nowhere, whoever wrote it (v5.0.0-1.3.11).
        let to: Address = message.to.parse().map_err(|_| NotSent::new(Class::BadDestination, "address"))?;
        if message.words.subject.chars().any(char::is_control) {
            return Err(NotSent::new(Class::Content, "subject"));
        }
        let date = SystemTime::UNIX_EPOCH + Duration::from_millis(self.clock.now().0.unsigned_abs());
        let part = |kind, text: String| SinglePart::builder().header(kind).body(text);
        let body = MultiPart::alternative()
            .singlepart(part(ContentType::TEXT_PLAIN, message.words.text.clone()))
            .singlepart(part(ContentType::TEXT_HTML, html::page(&message.words)));
        let mut mail = lettre::Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(message.words.subject.clone())
            .date(date)
            // The same on every attempt: a mailbox that gets it twice knows it as one.
            .message_id(Some(id.to_owned()))
            .header(AutoSubmitted)
            .header(NoAnswers)
            .multipart(body)
            .map_err(|_| NotSent::new(Class::Content, "mail"))?;
        if let Some(dkim) = &self.dkim {
            mail.sign(dkim);
        }
        Ok(mail)
    }
}

impl Carrier for Smtp {
    fn carry(&self, message: Message) -> Sending<'_> {
        Box::pin(self.send(message))
    }
}

/// Relaxed on both sides: what the crate signs by its other way is refused by other people's verifiers.
fn signing(dkim: &Dkim) -> Result<DkimConfig, String> {
    let key = DkimSigningKey::new(dkim.key.expose(), DkimSigningAlgorithm::Rsa).map_err(|_| {
        "smtp.dkim_key_file: must be an RSA key in PEM (PKCS #1), such as \
         `openssl genrsa -traditional 2048` makes"
            .to_owned()
    })?;
    // Content-Type is no header of the message to the crate but the beginning of its body, and would be signed as missing.
    let headers = ["From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Auto-Submitted"];
    Ok(DkimConfig::new(
        dkim.selector.clone(),
        dkim.domain.clone(),
        key,
        headers.map(HeaderName::new_from_ascii_str).into(),
        DkimCanonicalization { header: DkimCanonicalizationType::Relaxed, body: DkimCanonicalizationType::Relaxed },
    ))
}

/// What a mail server's answer means. SMTP itself asks for another try after a lost connection (RFC 5321 §4.5.4.1); the
/// Message-ID makes that harmless.
fn failure(error: &lettre::transport::smtp::Error) -> NotSent {
    let said = error.source().map(ToString::to_string).unwrap_or_default();
    // RFC 3463, "5.1.1": the detail that the three digits lack.
    let enhanced = said.split_whitespace().next().filter(|w| w.starts_with(['4', '5']) && w.matches('.').count() == 2);
    let Some(status) = error.status() else {
        return if error.is_tls() || distrusted(error) {
            NotSent::new(Class::Settings, "tls")
        } else if error.is_client() {
            // The server offers no TLS or no way of signing in that we take.
            NotSent::new(Class::Settings, "refused by us")
        } else {
            NotSent::new(Class::Transport, "connection")
        };
    };
    let digits = status.to_string();
    let class = match (digits.as_str(), enhanced) {
        ("530" | "534" | "535" | "538", _) => Class::Settings,
        (_, Some(detail)) if detail.starts_with("5.1.") || detail.starts_with("5.2.") => Class::BadDestination,
        (_, Some(detail)) if detail.starts_with("5.6.") => Class::Content,
        (_, Some(detail)) if detail.starts_with("5.7.") => Class::Settings,
        ("550" | "551" | "552" | "553", _) => Class::BadDestination,
        (four, _) if four.starts_with('4') => Class::Throttled,
        _ => Class::Other,
    };
    NotSent::new(class, enhanced.map_or(digits.clone(), |detail| format!("{digits} {detail}")))
}

/// A certificate that is not trusted stays so; to the crate it is a connection that failed.
fn distrusted(error: &lettre::transport::smtp::Error) -> bool {
    let mut source = error.source();
    while let Some(cause) = source {
        let inside = cause.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        let tls = inside.and_then(|e| e.downcast_ref::<rustls::Error>()).or(cause.downcast_ref());
        if matches!(tls, Some(rustls::Error::InvalidCertificate(_))) {
            return true;
        }
        source = cause.source();
    }
    false
}

/// RFC 3834: no holiday message answers this.
#[derive(Clone, Copy)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }
    fn parse(_: &str) -> Result<Self, Box<dyn Error + Send + Sync>> {
        Ok(AutoSubmitted)
    }
    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".into())
    }
}

/// The same for Exchange.
#[derive(Clone, Copy)]
struct NoAnswers;

impl Header for NoAnswers {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("X-Auto-Response-Suppress")
    }
    fn parse(_: &str) -> Result<Self, Box<dyn Error + Send + Sync>> {
        Ok(NoAnswers)
    }
    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "All".into())
    }
}

#[cfg(test)]
mod tests;
