//! What the server key does: codes are derived, phone numbers sealed, links and the audit trail signed. Nothing in the
//! database can be turned into a code, a number or a link without this key (T16).

mod sign;

pub use sign::PublicKey;

use crate::env::Env;
use crate::model::Purpose;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use std::fmt;
use subtle::ConstantTimeEq;

/// A bearer secret: 32 random bytes in base64url. The database only ever holds its digest.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// Takes what a cookie or a form sent; anything that cannot be a token is `None`.
    pub fn parse(text: &str) -> Option<Token> {
        let fine = text.len() == 43 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        fine.then(|| Token(text.to_owned()))
    }

    /// A new one (v5.0.0-7.2.3: at least 128 bits; these are 256).
    pub fn random(env: &Env) -> Token {
        Token(URL_SAFE_NO_PAD.encode(env.bytes::<32>()))
    }

    /// SHA-256 in hexadecimal: what the database holds.
    pub fn digest(&self) -> String {
        hex(&Sha256::digest(self.0.as_bytes()))
    }

    /// The secret, for a cookie.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[token]")
    }
}

/// What a code is derived from. Change one part and the code is another one (v5.0.0-6.6.2).
#[derive(Clone, Copy)]
pub struct CodeOf<'a> {
    /// The challenge.
    pub challenge: &'a str,
    /// What for.
    pub purpose: Purpose,
    /// Who.
    pub person: &'a str,
    /// Keyed digest of the number or address it goes to.
    pub destination: &'a str,
    /// Six or eight.
    pub digits: u32,
}

/// The keys derived from the server key.
#[derive(Clone)]
pub struct Vault {
    codes: [u8; 32],
    seal: [u8; 32],
    index: [u8; 32],
    links: [u8; 32],
    trail: ed25519_dalek::SigningKey,
}

impl Vault {
    /// Derives the keys (HKDF-SHA-256, one label each).
    pub fn new(server_key: &[u8; 32]) -> Vault {
        let hkdf = Hkdf::<Sha256>::new(None, server_key);
        let derive = |label: &str| {
            let mut key = [0; 32];
            // 32 bytes is far below HKDF's limit of 8160, the only way this can fail.
            let _ = hkdf.expand(label.as_bytes(), &mut key);
            key
        };
        Vault {
            codes: derive("rekey codes 1"),
            seal: derive("rekey seal 1"),
            index: derive("rekey index 1"),
            links: derive("rekey links 1"),
            trail: sign::key(&derive("rekey trail 1")),
        }
    }

    /// The code of a challenge: HMAC-SHA-256 truncated to decimal digits, leading zeros kept. Computed again whenever it
    /// is needed, and never stored.
    pub fn code(&self, of: CodeOf<'_>) -> String {
        let mac = keyed(&self.codes, &[of.challenge, of.purpose.word(), of.person, of.destination]);
        let mut head = [0; 8];
        head.copy_from_slice(&mac[..8]);
        // The bias of reducing 64 bits to eight digits is below 10^-11.
        let number = u64::from_be_bytes(head) % 10u64.pow(of.digits);
        format!("{number:0width$}", width = of.digits as usize)
    }

    /// Compares a typed code with the right one in constant time (v5.0.0-11.2.4).
    pub fn code_is(&self, of: CodeOf<'_>, typed: &str) -> bool {
        self.code(of).as_bytes().ct_eq(typed.as_bytes()).into()
    }

    /// A keyed digest for equality: the same text gives the same digest, and without the key neither can be found.
    pub fn index(&self, kind: &str, text: &str) -> String {
        hex(&keyed(&self.index, &[kind, text])[..20])
    }

    /// Seals text so that only this server reads it, and only as the same `kind` of thing.
    pub fn seal(&self, env: &Env, kind: &str, text: &str) -> String {
        seal_with(&self.seal, env, kind, text)
    }

    /// Opens what [`Vault::seal`] sealed; `None` if it was not sealed by this key as this kind.
    pub fn open(&self, kind: &str, sealed: &str) -> Option<String> {
        open_with(&self.seal, kind, sealed)
    }

    /// Seals text so that it takes this server *and* a secret that only a browser holds to read it.
    pub fn seal_for(&self, env: &Env, secrets: &[&str], kind: &str, text: &str) -> String {
        seal_with(&self.shared_key(secrets), env, kind, text)
    }

    /// Opens what [`Vault::seal_for`] sealed.
    pub fn open_for(&self, secrets: &[&str], kind: &str, sealed: &str) -> Option<String> {
        open_with(&self.shared_key(secrets), kind, sealed)
    }

    fn shared_key(&self, secrets: &[&str]) -> [u8; 32] {
        keyed(&self.seal, secrets)
    }

    /// The secret part of a link: derived from the row it belongs to, so no row needs to hold it (v5.0.0-11.5.1).
    pub fn link(&self, kind: &str, id: &str) -> String {
        format!("{id}.{}", URL_SAFE_NO_PAD.encode(keyed(&self.links, &[kind, id])))
    }

    /// Reads a link's secret part; the row's id if it is genuine.
    pub fn read_link(&self, kind: &str, secret: &str) -> Option<String> {
        let (id, _) = secret.split_once('.')?;
        let right: bool = self.link(kind, id).as_bytes().ct_eq(secret.as_bytes()).into();
        right.then(|| id.to_owned())
    }
}

/// The secret of the link that takes a factor change back ("This wasn't me"). A texted one says so: a phone can be lost.
pub fn undo_link(vault: &Vault, id: &str, by_phone: bool) -> String {
    vault.link(if by_phone { UNDO_BY_PHONE } else { UNDO }, id)
}

/// The change that such a link takes back, if the link is genuine, and whether it was texted.
pub fn read_undo_link(vault: &Vault, secret: &str) -> Option<(String, bool)> {
    let texted = || vault.read_link(UNDO_BY_PHONE, secret).map(|id| (id, true));
    vault.read_link(UNDO, secret).map(|id| (id, false)).or_else(texted)
}

/// The secret of a case's status link.
pub fn case_link(vault: &Vault, id: &str) -> String {
    vault.link(CASE, id)
}

/// The case of such a link, if the link is genuine.
pub fn read_case_link(vault: &Vault, secret: &str) -> Option<String> {
    vault.read_link(CASE, secret)
}

/// The secret of an invitation's link; `id` names the invitation and its latest message.
pub fn invitation_link(vault: &Vault, id: &str) -> String {
    vault.link(INVITATION, id)
}

/// The invitation and the message of such a link, if the link is genuine.
pub fn read_invitation_link(vault: &Vault, secret: &str) -> Option<String> {
    vault.read_link(INVITATION, secret)
}

const UNDO: &str = "undo";
const UNDO_BY_PHONE: &str = "undo by phone";
const CASE: &str = "case";
const INVITATION: &str = "invitation";

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        for nibble in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
        }
        text
    })
}

fn keyed(key: &[u8; 32], parts: &[&str]) -> [u8; 32] {
    // HMAC takes keys of any length, so this cannot fail; an empty digest would only ever refuse.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return [0; 32] };
    for part in parts {
        // Lengths keep ("ab", "c") and ("a", "bc") apart.
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part.as_bytes());
    }
    mac.finalize().into_bytes().into()
}

fn seal_with(key: &[u8; 32], env: &Env, kind: &str, text: &str) -> String {
    let nonce = env.bytes::<24>();
    let payload = Payload { msg: text.as_bytes(), aad: kind.as_bytes() };
    let sealed = XChaCha20Poly1305::new(&(*key).into()).encrypt(&XNonce::from(nonce), payload).unwrap_or_default();
    URL_SAFE_NO_PAD.encode([nonce.as_slice(), &sealed].concat())
}

fn open_with(key: &[u8; 32], kind: &str, sealed: &str) -> Option<String> {
    let bytes = URL_SAFE_NO_PAD.decode(sealed).ok()?;
    let (nonce, sealed) = bytes.split_at_checked(24)?;
    let nonce: [u8; 24] = nonce.try_into().ok()?;
    let payload = Payload { msg: sealed, aad: kind.as_bytes() };
    let plain = XChaCha20Poly1305::new(&(*key).into()).decrypt(&XNonce::from(nonce), payload).ok()?;
    String::from_utf8(plain).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::env::{TestClock, TestRandom};
    use crate::model::Timestamp;
    use std::sync::Arc;

    fn env() -> Env {
        Env { clock: Arc::new(TestClock::new(Timestamp(0))), random: Arc::new(TestRandom::new(1)) }
    }

    fn of<'a>(challenge: &'a str, purpose: Purpose, person: &'a str, destination: &'a str) -> CodeOf<'a> {
        CodeOf { challenge, purpose, person, destination, digits: 6 }
    }

    #[test]
    fn every_part_of_a_challenge_changes_its_code() {
        let vault = Vault::new(&[7; 32]);
        let base = vault.code(CodeOf { digits: 8, ..of("c", Purpose::SignIn, "p", "d") });
        for other in [
            of("c2", Purpose::SignIn, "p", "d"),
            of("c", Purpose::NewPhone, "p", "d"),
            of("c", Purpose::SignIn, "p2", "d"),
            of("c", Purpose::SignIn, "p", "d2"),
            of("cp", Purpose::SignIn, "", "d"),
        ] {
            assert_ne!(vault.code(CodeOf { digits: 8, ..other }), base);
        }
        assert_ne!(Vault::new(&[8; 32]).code(CodeOf { digits: 8, ..of("c", Purpose::SignIn, "p", "d") }), base);
    }

    #[test]
    fn codes_are_spread_evenly_and_keep_their_leading_zeros() {
        let vault = Vault::new(&[7; 32]);
        let mut counts = [[0f64; 10]; 6];
        let mut zeros = 0;
        for n in 0..10_000 {
            let code = vault.code(of(&n.to_string(), Purpose::SignIn, "p", "d"));
            assert_eq!(code.len(), 6);
            zeros += i32::from(code.starts_with('0'));
            for (position, digit) in code.bytes().enumerate() {
                counts[position][usize::from(digit - b'0')] += 1.0;
            }
        }
        assert!(zeros > 800, "codes with a leading zero: {zeros}");
        for (position, row) in counts.iter().enumerate() {
            let chi: f64 = row.iter().map(|n| (n - 1000.0).powi(2) / 1000.0).sum();
            assert!(chi < 33.7, "digit {position}: chi-square {chi} (nine degrees, p = 0.0001)");
        }
    }

    #[test]
    fn a_sealed_number_opens_only_with_its_key_and_as_its_kind() {
        let (vault, env) = (Vault::new(&[7; 32]), env());
        let sealed = vault.seal(&env, "phone", "+447700900982");
        assert_eq!(vault.open("phone", &sealed).as_deref(), Some("+447700900982"));
        assert_ne!(vault.seal(&env, "phone", "+447700900982"), sealed, "nonces differ");
        assert_eq!(vault.open("email", &sealed), None);
        assert_eq!(Vault::new(&[8; 32]).open("phone", &sealed), None);
        assert_eq!(vault.open("phone", &sealed[..20]), None);
        let shared = vault.seal_for(&env, &["session", "page"], "code", "X");
        assert_eq!(vault.open_for(&["session", "page"], "code", &shared).as_deref(), Some("X"));
        assert_eq!(vault.open_for(&["session", "other"], "code", &shared), None);
    }

    #[test]
    fn a_link_is_read_back_and_cannot_be_made_up() {
        let vault = Vault::new(&[7; 32]);
        let link = vault.link("undo", "id-1");
        assert_eq!(vault.read_link("undo", &link).as_deref(), Some("id-1"));
        assert_eq!(vault.read_link("other", &link), None);
        assert_eq!(vault.read_link("undo", "id-1."), None);
        assert_eq!(vault.read_link("undo", &link.replace("id-1", "id-2")), None);
        assert!(Token::parse(Token::random(&env()).expose()).is_some());
        assert!(Token::parse("short").is_none());
    }
}
