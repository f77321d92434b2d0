/// Reads a month as people write one: "2026-11" as a month field sends it, "11/2026", "11.2026", "Nov 2026",
/// "2026 November". Answers it as "2026-11".
pub fn read_month(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let [one, two] = words[..] else { return None };
    let (year, month) = if one.len() == 4 && is_number(one) { (one, two) } else { (two, one) };
    let month = if is_number(month) { month.parse().ok()? } else { named(month)? };
    let fine = year.len() == 4 && is_number(year) && (1..=12).contains(&month);
    fine.then(|| format!("{year}-{month:02}"))
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_digit())
}

/// A month by its English name, or by the first three letters of it or more.
fn named(word: &str) -> Option<u8> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.to_lowercase();
    let at = NAMES.iter().position(|name| word.len() >= 3 && name.starts_with(&word))?;
    u8::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_read_however_it_is_written() {
        for text in ["2026-11", "11/2026", " 11.2026", "11 2026", "Nov 2026", "november, 2026", "2026 Nov.", "2026/11"]
        {
            assert_eq!(read_month(text).as_deref(), Some("2026-11"), "{text}");
        }
        assert_eq!(read_month("3/2024").as_deref(), Some("2024-03"));
        for text in ["", "2026", "13/2026", "0/2026", "no 2026", "2026-11-03", "11/26", "novembers 2026", "٣/2026"] {
            assert_eq!(read_month(text), None, "{text}");
        }
    }
}
