use std::fmt;

/// A password as typed, not yet judged. Never logged, never echoed.
#[derive(Clone)]
pub struct Password(String);

/// Why a *new* password is refused; the person is told which (v5.0.0-6.2.1, 6.2.4, 6.2.9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordError {
    /// Fewer than [`Password::MIN`] characters.
    Short,
    /// More than [`Password::MAX`] characters.
    Long,
}

impl Password {
    /// Fewest characters of a new password (63B §3.1.1.2: 15 where it can be the only factor).
    pub const MIN: usize = 15;
    /// Most characters (v5.0.0-6.2.9 asks for at least 64).
    pub const MAX: usize = 256;
    /// Most bytes ever hashed: anything longer is refused before any work is done (T19).
    pub const MAX_BYTES: usize = 1024;

    /// Takes what was typed, unchanged: no trimming, no truncation, no change of case (v5.0.0-6.2.8).
    pub fn new(typed: impl Into<String>) -> Password {
        Password(typed.into())
    }

    /// Judges a new password by its length; one code point is one character. Blocklists are the server's matter.
    pub fn check_new(&self) -> Result<(), PasswordError> {
        match self.0.chars().count() {
            n if n < Self::MIN => Err(PasswordError::Short),
            n if n > Self::MAX || self.0.len() > Self::MAX_BYTES => Err(PasswordError::Long),
            _ => Ok(()),
        }
    }

    /// Nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The secret itself, for hashing.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[password]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_counts_code_points() {
        assert_eq!(Password::new("a".repeat(14)).check_new(), Err(PasswordError::Short));
        assert_eq!(Password::new("a".repeat(15)).check_new(), Ok(()));
        assert_eq!(Password::new("🔑".repeat(15)).check_new(), Ok(()));
        assert_eq!(Password::new("a".repeat(256)).check_new(), Ok(()));
        assert_eq!(Password::new("a".repeat(257)).check_new(), Err(PasswordError::Long));
        assert_eq!(format!("{:?}", Password::new("secret")), "[password]");
    }
}
