use std::fmt;

/// A six-digit code from a text or a call, as typed.
pub type PhoneCode = OneTimeCode<6>;
/// An eight-digit code from a mail, as typed.
pub type EmailCode = OneTimeCode<8>;

/// A one-time code of `N` decimal digits. It is text: leading zeros count (v5.0.0-6.5.4).
#[derive(Clone, PartialEq, Eq)]
pub struct OneTimeCode<const N: usize>(String);

/// Why typed text is not a code. Only its shape is judged here, never whether it is the right one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeError {
    /// Nothing was typed.
    Empty,
    /// Not `wanted` digits; `entered` characters remain after spaces and dashes are dropped.
    Length {
        /// Characters that count.
        entered: u32,
        /// Digits a code has.
        wanted: u32,
    },
}

impl<const N: usize> OneTimeCode<N> {
    /// Reads what a person typed or pasted: spaces, dashes and dots between the digits are ignored (SC 3.3.8).
    pub fn parse(typed: &str) -> Result<Self, CodeError> {
        let kept: String =
            typed.chars().filter(|c| !c.is_whitespace() && !"-–—.\u{200b}\u{2011}".contains(*c)).collect();
        let digits = kept.chars().all(|c| c.is_ascii_digit());
        match kept.chars().count() {
            0 => Err(CodeError::Empty),
            n if n == N && digits => Ok(OneTimeCode(kept)),
            n => Err(CodeError::Length { entered: n as u32, wanted: N as u32 }),
        }
    }

    /// The digits, for comparing.
    pub fn digits(&self) -> &str {
        &self.0
    }
}

impl<const N: usize> fmt::Debug for OneTimeCode<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[code]")
    }
}

/// How many digits a code has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Digits {
    /// By text or call.
    Six,
    /// By mail.
    Eight,
}

impl Digits {
    /// The number itself.
    pub fn count(self) -> u32 {
        match self {
            Digits::Six => 6,
            Digits::Eight => 8,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pasted_variants_are_the_same_code() {
        for typed in ["482139", " 482 139 ", "482-139", "482139\n", "4 8 2 1 3 9", "482.139", "482\u{a0}139"] {
            assert_eq!(PhoneCode::parse(typed).map(|c| c.digits().to_owned()), Ok("482139".into()), "{typed:?}");
        }
        assert_eq!(PhoneCode::parse("000123").map(|c| c.digits().to_owned()), Ok("000123".into()));
    }

    #[test]
    fn a_wrong_shape_says_how_much_was_typed() {
        assert_eq!(PhoneCode::parse("  "), Err(CodeError::Empty));
        assert_eq!(PhoneCode::parse("12345"), Err(CodeError::Length { entered: 5, wanted: 6 }));
        assert_eq!(EmailCode::parse("123456"), Err(CodeError::Length { entered: 6, wanted: 8 }));
        assert!(PhoneCode::parse("12345a").is_err());
        assert!(PhoneCode::parse("１２３４５６").is_err(), "only ASCII digits are codes");
    }

    #[test]
    fn debug_never_shows_the_digits() {
        assert_eq!(format!("{:?}", PhoneCode::parse("482139")), "Ok([code])");
    }
}
