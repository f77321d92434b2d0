//! Codes of authenticator apps (RFC 6238: SHA-1, six digits, thirty seconds, which is what every app understands). The
//! library does the maths; what is accepted, and how often, is decided in `auth::code`.

use crate::env::Env;
use crate::model::Timestamp;
use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write;
use totp_rs::{Builder, Secret, Totp};

/// Seconds of a time step.
const STEP: i64 = 30;

/// A shared secret of 160 bits, as RFC 4226 §4 recommends.
pub struct AppSecret([u8; 20]);

impl AppSecret {
    /// A new one.
    pub fn random(env: &Env) -> AppSecret {
        AppSecret(env.bytes())
    }

    /// Reads [`AppSecret::text`].
    pub fn parse(text: &str) -> Option<AppSecret> {
        let secret = Secret::try_from_base32(text).ok()?;
        secret.as_bytes().try_into().ok().map(AppSecret)
    }

    /// Base32, as apps take it typed.
    pub fn text(&self) -> String {
        Secret::from(self.0.to_vec()).to_base32()
    }

    /// In groups of four, for reading.
    pub fn grouped(&self) -> String {
        let text = self.text();
        let groups: Vec<&str> = (0..text.len()).step_by(4).map(|at| &text[at..(at + 4).min(text.len())]).collect();
        groups.join(" ")
    }

    /// The time step that typed digits belong to: the present one, or the one before, which is the delay that RFC 6238
    /// §5.2 allows. Compared in constant time.
    pub fn step_of(&self, typed: &str, now: Timestamp) -> Option<i64> {
        let totp = self.totp()?;
        let second = now.0.div_euclid(1000);
        let step =
            |second: i64| totp.check(typed, u64::try_from(second).ok()?).and_then(|step| i64::try_from(step).ok());
        step(second).or_else(|| step(second - STEP))
    }

    /// The digits at a moment: what the person's app shows.
    pub fn code(&self, now: Timestamp) -> Option<String> {
        Some(self.totp()?.generate(u64::try_from(now.0.div_euclid(1000)).ok()?).to_string())
    }

    fn totp(&self) -> Option<Totp> {
        Builder::new().with_secret(Secret::from(self.0.to_vec())).with_skew(0).build().ok()
    }

    /// The QR code that apps read, as SVG: black on white in either theme, because cameras want it so.
    pub fn qr(&self, brand: &str, account: &str) -> String {
        let escape = |text: &str| {
            text.bytes().fold(String::new(), |mut all, b| {
                match b {
                    b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => all.push(char::from(b)),
                    b => _ = write!(all, "%{b:02X}"),
                }
                all
            })
        };
        let (brand, account) = (escape(brand), escape(account));
        let url = format!("otpauth://totp/{brand}:{account}?secret={}&issuer={brand}", self.text());
        let Ok(code) = QrCode::with_error_correction_level(url, EcLevel::M) else { return String::new() };
        // Four modules of quiet around it (ISO/IEC 18004).
        let (width, side) = (code.width(), code.width() + 8);
        let mut path = String::new();
        for (n, color) in code.into_colors().into_iter().enumerate() {
            if color == Color::Dark {
                _ = write!(path, "M{} {}h1v1h-1z", n % width + 4, n / width + 4);
            }
        }
        format!(
            "<svg viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\" aria-hidden=\"true\">\
             <rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/><path d=\"{path}\" fill=\"#000\"/></svg>"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of RFC 6238, appendix B.
    const RFC: AppSecret = AppSecret(*b"12345678901234567890");

    #[test]
    fn codes_are_those_of_the_rfc() {
        for (second, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (2_000_000_000, "279037")]
        {
            assert_eq!(RFC.code(Timestamp(second * 1000)).as_deref(), Some(code), "{second}");
        }
        assert_eq!(RFC.text(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(RFC.grouped(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        assert_eq!(AppSecret::parse(&RFC.text()).map(|s| s.0), Some(RFC.0));
    }

    #[test]
    fn a_code_counts_for_its_own_step_and_the_one_after() {
        let at = |second: i64| Timestamp(second * 1000);
        let code = RFC.code(at(600)).unwrap();
        assert_eq!(RFC.step_of(&code, at(600)), Some(20));
        assert_eq!(RFC.step_of(&code, at(629)), Some(20));
        assert_eq!(RFC.step_of(&code, at(659)), Some(20), "one step late");
        assert_eq!(RFC.step_of(&code, at(660)), None, "two steps late");
        assert_eq!(RFC.step_of(&code, at(599)), None, "before its time");
        assert_eq!(RFC.step_of("12345", at(600)), None);
        assert_eq!(RFC.step_of("+12345", at(600)), None);
    }

    #[test]
    fn the_qr_code_is_one_safe_drawing() {
        let svg = RFC.qr("Rekey", "ana+1\"<b>@acme.example");
        assert!(svg.starts_with("<svg viewBox=") && svg.ends_with("</svg>"));
        assert!(!svg.contains("ana") && !svg.contains("<b>") && !svg.contains("GEZD"), "only shapes");
    }
}
