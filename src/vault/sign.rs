//! The key that signs the audit trail (Ed25519, RFC 8032). Whoever holds the public half can check an export offline, and
//! nobody without the server key can make one.

use super::Vault;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use std::fmt;

/// What a public key begins with in text.
const LABEL: &str = "ed25519:";

/// The public half of the key that signs the trail. Its text is `ed25519:` and 32 bytes in base64.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// Reads what [`fmt::Display`] wrote; the label may be left out.
    pub fn parse(text: &str) -> Option<PublicKey> {
        let text = text.trim();
        let bytes = STANDARD.decode(text.strip_prefix(LABEL).unwrap_or(text)).ok()?;
        VerifyingKey::from_bytes(&bytes.try_into().ok()?).ok().filter(|key| !key.is_weak()).map(PublicKey)
    }

    /// Whether `signature` (base64) was made over `message` by the other half of this key.
    pub fn made(&self, message: &[u8], signature: &str) -> bool {
        let bytes = STANDARD.decode(signature).ok().and_then(|bytes| Signature::from_slice(&bytes).ok());
        bytes.is_some_and(|signature| self.0.verify_strict(message, &signature).is_ok())
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{LABEL}{}", STANDARD.encode(self.0.as_bytes()))
    }
}

impl Vault {
    /// Signs a message of the trail; base64. The same message always has the same signature.
    pub fn sign(&self, message: &[u8]) -> String {
        STANDARD.encode(self.trail.sign(message).to_bytes())
    }

    /// The public half of the key of [`Vault::sign`].
    pub fn public_key(&self) -> PublicKey {
        PublicKey(self.trail.verifying_key())
    }
}

/// The signing key with these 32 bytes as its seed.
pub(super) fn key(seed: &[u8; 32]) -> SigningKey {
    SigningKey::from_bytes(seed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::hex;

    #[test]
    fn a_signature_is_the_one_of_the_standard() {
        // RFC 8032, 7.1, test 2: one byte.
        let seed = [
            0x4c, 0xcd, 0x08, 0x9b, 0x28, 0xff, 0x96, 0xda, 0x9d, 0xb6, 0xc3, 0x46, 0xec, 0x11, 0x4e, 0x0f, 0x5b, 0x8a,
            0x31, 0x9f, 0x35, 0xab, 0xa6, 0x24, 0xda, 0x8c, 0xf6, 0xed, 0x4f, 0xb8, 0xa6, 0xfb,
        ];
        let key = key(&seed);
        assert_eq!(
            hex(key.verifying_key().as_bytes()),
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
        );
        assert_eq!(
            hex(&key.sign(&[0x72]).to_bytes()),
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302\
             aeeb00d291612bb0c00"
        );
    }

    #[test]
    fn only_the_other_half_makes_a_signature_that_holds() {
        let (vault, other) = (Vault::new(&[7; 32]), Vault::new(&[8; 32]));
        let signature = vault.sign(b"row 7");
        let public = PublicKey::parse(&vault.public_key().to_string()).unwrap();
        assert!(public.made(b"row 7", &signature));
        assert!(!public.made(b"row 8", &signature) && !public.made(b"row 7", &signature[4..]));
        assert!(!public.made(b"row 7", "") && !public.made(b"row 7", &other.sign(b"row 7")));
        assert_ne!(public, other.public_key());
        let bare = vault.public_key().to_string().replace(LABEL, " ");
        assert_eq!(PublicKey::parse(&bare), Some(public));
        let zeros = STANDARD.encode([0; 32]);
        for wrong in ["", "ed25519:", "ed25519:AAAA", &zeros] {
            assert_eq!(PublicKey::parse(wrong), None, "{wrong}");
        }
    }
}
