//! What a text message can hold: alphabets, parts, and the line that binds a code to its website.

/// How a text travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// The default alphabet of 3GPP TS 23.038, seven bits a character.
    Gsm7,
    /// Sixteen bits a character, as soon as one character is outside that alphabet.
    Ucs2,
}

/// How `text` would be sent: its encoding, its length in that encoding's units (septets, of which characters like €
/// take two; or UTF-16 code units) and the number of parts, each of which is paid for. Empty text is one part.
pub fn segments(text: &str) -> (Encoding, usize, usize) {
    let septets: Option<Vec<usize>> = text.chars().map(septets).collect();
    let (encoding, widths, alone, joined) = match septets {
        Some(widths) => (Encoding::Gsm7, widths, 160, 153),
        None => (Encoding::Ucs2, text.chars().map(char::len_utf16).collect(), 70, 67),
    };
    let units = widths.iter().sum();
    if units <= alone {
        return (encoding, units, 1);
    }
    // A character of two units is not cut in half, which can cost a unit at the end of a part.
    let (mut parts, mut used) = (1, 0);
    for width in widths {
        used += width;
        if used > joined {
            parts += 1;
            used = width;
        }
    }
    (encoding, units, parts)
}

/// Septets of a character in the GSM default alphabet and its extension table; `None` outside both.
fn septets(c: char) -> Option<usize> {
    const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?\
        ¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
    const EXTENSION: &str = "\u{c}^{}\\[~]|€";
    match c {
        _ if BASIC.contains(c) => Some(1),
        _ if EXTENSION.contains(c) => Some(2),
        _ => None,
    }
}

/// `text` with typographic signs in their plain form: one curly quote in a brand's name would more than halve what a
/// part holds. Letters are left alone, because a name without its accents is misspelt.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '‘' | '’' | '‚' | '′' => plain.push('\''),
            '“' | '”' | '„' | '″' => plain.push('"'),
            '‐' | '‑' | '–' | '—' | '−' => plain.push('-'),
            '…' => plain.push_str("..."),
            '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => {}
            c if c.is_whitespace() && c != '\n' => plain.push(' '),
            c => plain.push(c),
        }
    }
    plain
}

/// `text` with the last line by which browsers and phones offer the code on `host` and nowhere else (WICG origin-bound
/// one-time codes). Nothing may follow it, not even a line feed.
pub(super) fn with_origin(text: &str, host: Option<&str>, code: &str) -> String {
    match host {
        Some(host) => format!("{text}\n\n@{host} #{code}"),
        None => text.to_owned(),
    }
}

/// The host to bind codes to, if `public_url` can be matched at all: https on the default port, since the line has no
/// room for scheme or port. International names must be in punycode. A wrong line would be worse than none, so
/// everything else is `None`; so is localhost, for which browsers assume http.
pub fn origin_bound_host(public_url: &str) -> Option<String> {
    let (scheme, rest) = public_url.trim().split_once("://")?;
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let host = match authority.split_once(':') {
        Some((host, "443" | "")) => host,
        Some(_) => return None,
        None => authority,
    };
    let host = host.to_ascii_lowercase();
    let name = |label: &str| {
        let fits = label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        fits && !label.is_empty() && !label.starts_with('-') && !label.ends_with('-')
    };
    let bindable = scheme.eq_ignore_ascii_case("https") && host.split('.').all(name);
    let local = host == "localhost" || host.ends_with(".localhost");
    (bindable && !local).then_some(host)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use serde_json::Value;

    fn rows(json: &str) -> Vec<Value> {
        serde_json::from_str(json).unwrap()
    }

    /// Reads a text as the WICG specification says a browser must: host, code, embedded host.
    pub fn bound(text: &str) -> Option<(&str, &str, Option<&str>)> {
        let line = text.rsplit('\n').next()?.strip_prefix('@')?;
        let (host, rest) = line.split_once(' ')?;
        let allowed = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-';
        if host.is_empty() || !host.chars().all(allowed) {
            return None;
        }
        let rest = rest.strip_prefix('#')?;
        let (code, rest) = rest.split_once(' ').unwrap_or((rest, ""));
        let embedded = rest.strip_prefix('@').and_then(|rest| rest.split(' ').next());
        (!code.is_empty()).then_some((host, code, embedded))
    }

    #[test]
    fn origin_bound_lines_are_read_as_browsers_read_them() {
        let rows = rows(include_str!("../../tests/data/otp_sms_vectors.json"));
        assert_eq!(rows.len(), 34);
        for row in rows {
            let text = row["text"].as_str().unwrap();
            let expected = match row["valid"].as_bool().unwrap() {
                true => Some((row["host"].as_str().unwrap(), row["code"].as_str().unwrap(), row["embedded"].as_str())),
                false => None,
            };
            assert_eq!(bound(text), expected, "{text:?}");
        }
    }

    #[test]
    fn parts_are_counted_as_twilio_counts_them() {
        let rows = rows(include_str!("../../tests/data/sms_segments_vectors.json"));
        assert_eq!(rows.len(), 43);
        for row in rows {
            let text = row["text"].as_str().unwrap();
            // The calculator's own "units" are characters; its bits tell the length in the encoding's units.
            let (encoding, bits) = match row["encoding"].as_str().unwrap() {
                "GSM-7" => (Encoding::Gsm7, 7),
                _ => (Encoding::Ucs2, 16),
            };
            let count = |field: &str| row[field].as_u64().unwrap() as usize;
            assert_eq!(segments(text), (encoding, count("message_bits") / bits, count("segments")), "{text:?}");
            let inside = row["non_gsm"].as_array().unwrap().is_empty();
            assert_eq!(inside, encoding == Encoding::Gsm7, "{text:?}");
        }
        assert_eq!(segments(""), (Encoding::Gsm7, 0, 1));
        // 306 septets, but the brace would straddle the border of two parts.
        assert_eq!(segments(&format!("{}{{{}", "a".repeat(152), "a".repeat(152))), (Encoding::Gsm7, 306, 3));
    }

    #[test]
    fn codes_are_bound_to_https_on_its_own_port_only() {
        for url in
            ["https://Console.Example.com", "HTTPS://console.example.com:443/x?y#z", "https://console.example.com/"]
        {
            assert_eq!(origin_bound_host(url).as_deref(), Some("console.example.com"), "{url}");
        }
        assert_eq!(origin_bound_host("https://xn--bcher-kva.example").as_deref(), Some("xn--bcher-kva.example"));
        let others = "http://console.example.com / https://console.example.com:8443 / http://localhost:3000 / \
        https://localhost / \
        https://a.localhost / https://user@console.example.com / https://bücher.example / https://[::1]/ / https:// / \
        console.example.com / https://a_b.example / https://a b.example / https://-a.example / https://a..b / \
        ftp://a.b / x";
        for url in others.split(" / ") {
            assert_eq!(origin_bound_host(url), None, "{url}");
        }
    }
}
