//! What libphonenumber says of a number, and the reserved numbers it does not know.

use super::Kind;
use crate::auth::countries;
use rlibphonenumber::{PHONE_NUMBER_UTIL as PLANS, PhoneNumber, PhoneNumberFormat, PhoneNumberType, Region};

/// The raw facts about a string that could be read as a number, valid or not.
pub(super) struct Facts {
    /// ITU-T E.164, without the extension.
    pub e164: String,
    /// Grouped, with the extension if there is one.
    pub international: String,
    /// Digits of the calling code.
    pub calling_code: i32,
    /// The number's own region; `None` when no region of the calling code knows it.
    pub region: Option<String>,
    /// `Unknown` unless valid.
    pub kind: Kind,
    /// Whether the numbering plan has such a number.
    pub valid: bool,
    /// Whether an extension was typed.
    pub extension: bool,
}

/// Reads `typed`, taking `country` (ISO region; anything else: none) for granted unless it begins with + or 00.
/// `None`: not a number, or one of no known calling code.
pub(super) fn read(country: &str, typed: &str, test_numbers: bool) -> Option<Facts> {
    let look = |text: &str| {
        let number = PLANS.parse(text, Region::from_code(country).ok()).ok()?;
        Some(facts(&number, test_numbers))
    };
    // 00 is what most of the world dials abroad, and people type it under countries that do not (the United States).
    // Only believed if it leads to a number that exists: elsewhere the same zeros may be part of another prefix.
    after_double_zero(typed)
        .and_then(|rest| look(&format!("+{rest}")))
        .filter(|facts| facts.valid)
        .or_else(|| look(typed))
}

/// `typed` without its two leading zeros, in any script's digits and whatever separators stand around them.
fn after_double_zero(typed: &str) -> Option<&str> {
    let mut zeros = 0;
    for (at, c) in typed.char_indices() {
        match PLANS.normalize_digits_only(c.encode_utf8(&mut [0; 4])).as_str() {
            "0" if zeros == 1 => return Some(&typed[at + c.len_utf8()..]),
            "0" => zeros = 1,
            "" if c != '+' && c != '＋' => {}
            _ => return None,
        }
    }
    None
}

fn facts(number: &PhoneNumber, test_numbers: bool) -> Facts {
    let e164 = number.format_as(PhoneNumberFormat::E164).into_owned();
    let reserved = reserved(&e164).filter(|_| test_numbers);
    Facts {
        international: number.format_as(PhoneNumberFormat::International).into_owned(),
        calling_code: number.country_code,
        region: match reserved {
            Some((region, _)) => Some(region.to_owned()),
            None => number.get_region_code().map(|region| region.to_string()),
        },
        kind: reserved.map_or_else(|| kind(number.get_type()), |(_, kind)| kind),
        valid: reserved.is_some() || number.is_valid(),
        extension: number.extension.as_ref().is_some_and(|digits| !digits.is_empty()),
        e164,
    }
}

/// Region and kind of a number reserved for examples or tests that libphonenumber calls invalid or misjudges. It knows
/// the others (+1 202-555-01xx, +44 20 7946 0xxx, +61 491 570 156) as ordinary numbers.
pub(super) fn reserved(e164: &str) -> Option<(&'static str, Kind)> {
    const RESERVED: [(&str, usize, &str, Kind); 4] = [
        // Ofcom, numbers for use in drama: 07700 900000 to 900999, and 01632 960000 to 960999, which is no real area.
        ("+447700900", 3, "GB", Kind::Mobile),
        ("+441632960", 3, "GB", Kind::FixedLine),
        // Arcep, numbers for audiovisual works: 06 39 98 00 00 to 99 99.
        ("+3363998", 4, "FR", Kind::Mobile),
        // Twilio's magic numbers. By the plan, +1 500 is for personal numbers.
        ("+1500555000", 1, "US", Kind::Mobile),
    ];
    let found = RESERVED.iter().find(|(prefix, free, ..)| {
        let rest = e164.strip_prefix(prefix);
        rest.is_some_and(|rest| rest.len() == *free)
    });
    found.map(|(_, _, region, kind)| (*region, *kind))
}

/// What the country select offers: ISO region, English name and calling code, sorted by name. Every region whose
/// numbering plan is known; the policy's allow list is checked when a number is given, not here.
pub fn countries() -> Vec<(String, String, u16)> {
    let entry = |(region, name): &(&str, &str)| {
        let code = PLANS.get_country_code_for_region(Region::from_code(region).ok()?)?;
        Some((region.to_string(), name.to_string(), u16::try_from(code).ok()?))
    };
    countries::NAMES.iter().filter_map(entry).collect()
}

/// The country a calling code speaks of: the one `chosen` if it has that code, else the code's main country.
pub(super) fn country_of(calling_code: i32, chosen: &str) -> &'static str {
    let chosen = Region::from_code(chosen).ok();
    let region = chosen
        .filter(|region| PLANS.get_country_code_for_region(*region) == Some(calling_code))
        .or_else(|| PLANS.get_region_for_country_code(calling_code));
    country_name(&region.map(|region| region.to_string()).unwrap_or_default())
}

/// The English name of a region libphonenumber named. A region newer than our list is not worth failing for.
pub(super) fn country_name(region: &str) -> &'static str {
    countries::name(region).unwrap_or("its country")
}

fn kind(found: PhoneNumberType) -> Kind {
    match found {
        PhoneNumberType::Mobile => Kind::Mobile,
        PhoneNumberType::FixedLine => Kind::FixedLine,
        PhoneNumberType::FixedLineOrMobile => Kind::FixedOrMobile,
        PhoneNumberType::VoIP => Kind::Voip,
        PhoneNumberType::PremiumRate => Kind::Premium,
        PhoneNumberType::SharedCost => Kind::SharedCost,
        PhoneNumberType::TollFree => Kind::TollFree,
        PhoneNumberType::UAN => Kind::Uan,
        PhoneNumberType::Pager => Kind::Pager,
        PhoneNumberType::VoiceMail => Kind::Voicemail,
        PhoneNumberType::PersonalNumber => Kind::Personal,
        PhoneNumberType::Unknown => Kind::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_select_offers_every_region_once_and_in_order() {
        let all = countries();
        assert_eq!(all.len(), 245);
        assert!(all.contains(&("GB".into(), "United Kingdom".into(), 44)));
        let plain = |c| match c {
            'Å' => 'A',
            'ã' => 'a',
            'é' => 'e',
            'ô' => 'o',
            'ü' => 'u',
            c if c.is_alphabetic() => c,
            _ => ' ',
        };
        assert!(all.is_sorted_by_key(|(_, name, _)| name.chars().map(plain).collect::<String>().to_lowercase()));
        let mut codes: Vec<_> = all.into_iter().map(|(code, ..)| code).collect();
        codes.sort();
        let mut known: Vec<_> = PLANS.get_supported_regions().map(|region| region.to_string()).collect();
        known.sort();
        assert_eq!(codes, known);
    }
}
