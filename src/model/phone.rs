use serde::{Deserialize, Serialize};

/// What may be shown of a phone number. The number itself never leaves the server once it has been typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MaskedPhone {
    /// Calling code with its plus, "+44"; empty at sign-in, where the country would help an attacker join data.
    pub calling_code: String,
    /// Dots in place of the hidden digits, grouped as the number is.
    pub dots: String,
    /// The last digits: three in settings, two at sign-in.
    pub last: String,
}

impl MaskedPhone {
    /// "9 8 2": the last digits as a screen reader should say them.
    pub fn spoken(&self) -> String {
        self.last.chars().map(|c| c.to_string()).collect::<Vec<_>>().join(" ")
    }

    /// "+44 •••• •••982".
    pub fn text(&self) -> String {
        let prefix = if self.calling_code.is_empty() { String::new() } else { format!("{} ", self.calling_code) };
        format!("{prefix}{}{}", self.dots, self.last)
    }
}
