use std::fmt;

/// An emergency recovery code: 24 Crockford base32 characters, 120 bits (63B §4.2.1.1 asks for at least 64).
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(String);

impl RecoveryCode {
    /// Characters in a code.
    pub const LENGTH: usize = 24;
    const ALPHABET: &'static [u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// Makes a code from 15 random bytes, five bits a character.
    pub fn from_bytes(random: [u8; 15]) -> RecoveryCode {
        let mut text = String::with_capacity(Self::LENGTH);
        for chunk in random.chunks(5) {
            let word = chunk.iter().fold(0u64, |acc, b| acc << 8 | u64::from(*b));
            for position in (0..8).rev() {
                text.push(char::from(Self::ALPHABET[(word >> (position * 5) & 31) as usize]));
            }
        }
        RecoveryCode(text)
    }

    /// Reads what a person typed, forgivingly: any case, spaces and dashes ignored, O for 0, I and L for 1.
    pub fn parse(typed: &str) -> Option<RecoveryCode> {
        let mut text = String::with_capacity(Self::LENGTH);
        for c in typed.chars().filter(|c| !c.is_whitespace() && !"-–—.".contains(*c)) {
            let c = match c.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                c => c,
            };
            if !c.is_ascii() || !Self::ALPHABET.contains(&(c as u8)) {
                return None;
            }
            text.push(c);
        }
        (text.len() == Self::LENGTH).then_some(RecoveryCode(text))
    }

    /// The code in groups of four, as it is shown and printed.
    pub fn grouped(&self) -> String {
        let groups: Vec<&str> = (0..6).map(|g| &self.0[g * 4..g * 4 + 4]).collect();
        groups.join("-")
    }

    /// The plain characters, for hashing.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[recovery code]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forgiving_reading_gives_the_same_code() {
        let code = RecoveryCode::from_bytes([0x08, 0x42, 0x10, 0x84, 0x21, 0, 1, 2, 3, 4, 250, 251, 252, 253, 254]);
        let shown = code.grouped();
        assert_eq!(shown.len(), 29);
        let typed = shown.to_lowercase().replace('1', "l").replace('0', "o").replace('-', " ");
        assert_eq!(RecoveryCode::parse(&typed), Some(code));
        assert_eq!(RecoveryCode::parse("U234-5678"), None);
        assert_eq!(RecoveryCode::parse(""), None);
    }

    #[test]
    fn every_bit_counts() {
        let zero = RecoveryCode::from_bytes([0; 15]);
        for bit in 0..120 {
            let mut bytes = [0u8; 15];
            bytes[bit / 8] = 1 << (bit % 8);
            assert_ne!(RecoveryCode::from_bytes(bytes), zero, "bit {bit}");
        }
    }
}
