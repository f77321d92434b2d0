use super::*;
use serde_json::Value;

const ORACLE: &str = include_str!("../../tests/data/phone_oracle.jsonl");

#[test]
fn every_number_of_the_oracle_is_read_as_google_reads_it() {
    let mut rows = 0;
    let mut differences = Vec::new();
    for line in ORACLE.lines() {
        rows += 1;
        let row: Value = serde_json::from_str(line).unwrap();
        let input = row["input"].as_str().unwrap();
        // A switch for tests must not change what ordinary numbers are.
        for test_numbers in [false, true] {
            let found = match plan::read(row["region"].as_str().unwrap_or(""), input, test_numbers) {
                None => serde_json::json!({ "ok": false }),
                Some(facts) => serde_json::json!({
                    "ok": true, "e164": facts.e164, "intl": facts.international, "valid": facts.valid,
                    "type": oracle_word(facts.kind), "region": facts.region,
                }),
            };
            let mut expected = row["expect"].clone();
            // Not among our facts: the national form, and "possible", which is about length alone.
            expected.as_object_mut().unwrap().retain(|key, _| key != "nat" && key != "possible");
            if found != expected {
                differences.push(format!("{input}: {found} instead of {expected}"));
            }
        }
    }
    assert_eq!(rows, 1228);
    assert!(differences.is_empty(), "{differences:#?}");
}

fn oracle_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Mobile => "MOBILE",
        Kind::FixedLine => "FIXED_LINE",
        Kind::FixedOrMobile => "FIXED_LINE_OR_MOBILE",
        Kind::Voip => "VOIP",
        Kind::Premium => "PREMIUM_RATE",
        Kind::SharedCost => "SHARED_COST",
        Kind::TollFree => "TOLL_FREE",
        Kind::Uan => "UAN",
        Kind::Pager => "PAGER",
        Kind::Voicemail => "VOICEMAIL",
        Kind::Personal => "PERSONAL_NUMBER",
        Kind::Unknown => "UNKNOWN",
    }
}

#[test]
fn however_it_is_typed_it_is_the_same_number() {
    for typed in [
        "07911 123456",
        "(07911) 123-456",
        "+44 7911 123456",
        "+44 (0)7911 123456",
        "0044 7911 123456",
        "tel:+447911123456",
        "０７９１１ １２３４５６",
        "٠٧٩١١ ١٢٣٤٥٦",
        "\u{202a}+44 7911 123456\u{202c}",
    ] {
        assert_eq!(parse("GB", typed, false).unwrap().e164(), "+447911123456", "{typed}");
    }
    for country in ["US", "RU", "JP", "BR", "", "ZZ", "no country"] {
        for typed in ["+447911123456", "(00) 44 7911 123456", "００ 44 7911 123456"] {
            let number = parse(country, typed, false).unwrap();
            assert_eq!(number.e164(), "+447911123456", "{typed} under {country}");
        }
    }
    assert_eq!(parse("JP", "090ー1234ー5678", false).unwrap().e164(), "+819012345678");
}

#[test]
fn what_is_not_one_plain_number_is_refused() {
    assert_eq!(parse("GB", " \t", false), Err(Unusable::Empty));
    let lines = "abc / + / no / 🔐 / \u{0} / 07911 123456 x5 / 07911 123456 ext. 12 / 07911123456,,5# / \
        07911 123456; 12 / tel:+1-201-555-0123;ext=1234 / 07911 12345O / 1-800-FLOWERS / 07911123456 or 07911123457 / \
        +999 123456789 / +12345678901234567890";
    for typed in lines.split(" / ").chain([&*"9".repeat(5000)]) {
        assert_eq!(parse("GB", typed, true), Err(Unusable::NotANumber), "{typed}");
    }
    for (country, typed, named) in [
        ("GB", "999", "United Kingdom"),
        ("GB", "+33 6 39", "France"),
        ("CA", "12", "Canada"),
        ("CA", "+44 77001234567", "United Kingdom"),
        ("GB", "+883 5100123456", "International networks"),
    ] {
        assert_eq!(parse(country, typed, false), Err(Unusable::NotValidInCountry { country: named }), "{typed}");
    }
}

#[test]
fn example_numbers_count_only_while_the_simulator_delivers() {
    let simulated = Rules { allowed: regions(&["GB", "FR", "US"]), test_numbers: true, ..Rules::default() };
    let real = Rules { test_numbers: false, ..simulated.clone() };
    for (region, typed, e164, kind) in [
        ("GB", "07700 900982", "+447700900982", Kind::Mobile),
        ("GB", "+44 (0)7700 900000", "+447700900000", Kind::Mobile),
        ("US", "00 44 7700 900999", "+447700900999", Kind::Mobile),
        ("GB", "01632 960123", "+441632960123", Kind::FixedLine),
        ("FR", "06 39 98 12 34", "+33639981234", Kind::Mobile),
        ("US", "500 555 0006", "+15005550006", Kind::Mobile),
        ("GB", "+15005550009", "+15005550009", Kind::Mobile),
    ] {
        let number = parse(region, typed, true).unwrap();
        assert_eq!((number.e164(), number.kind()), (e164, kind), "{typed}");
        assert_eq!(accept(&simulated, &number, Way::Call), Ok(()), "{typed}");
        let country = number.country_name();
        assert_eq!(accept(&real, &number, Way::Call), Err(Unusable::NotValidInCountry { country }), "{typed}");
        // Libphonenumber's own opinion: the magic numbers are personal ones, the others do not exist.
        let kind = if e164.starts_with("+1500") { Some(Kind::Personal) } else { None };
        assert_eq!(parse(region, typed, false).ok().map(|number| number.kind()), kind, "{typed}");
    }
    for typed in ["07700 901000", "+44770090098", "+4477009009821", "+15005550016"] {
        let refused = parse("GB", typed, true).and_then(|number| accept(&simulated, &number, Way::Text));
        assert!(refused.is_err(), "{typed}");
    }
    // Known to libphonenumber as ordinary numbers, so they need no switch.
    assert_eq!(parse("US", "(202) 555-0143", false).unwrap().kind(), Kind::FixedOrMobile);
}

fn regions(codes: &[&str]) -> Vec<String> {
    codes.iter().map(|code| code.to_string()).collect()
}

#[test]
fn each_kind_of_line_has_its_own_refusal() {
    let rules = Rules { allowed: regions(&["GB", "US", "FR", "JP", "001"]), ..Rules::default() };
    for (typed, by_text, by_call) in [
        ("+447400123456", Ok(()), Ok(())),
        ("+14155552671", Ok(()), Ok(())),
        ("+442071838750", Err(Unusable::LandlineForText), Ok(())),
        ("+33912345678", Err(Unusable::Voip), Err(Unusable::Voip)),
        ("+19002345678", Err(Unusable::Premium), Err(Unusable::Premium)),
        ("+80812345678", Err(Unusable::SharedCost), Err(Unusable::SharedCost)),
        ("+18003569377", Err(Unusable::TollFree), Err(Unusable::TollFree)),
        ("+88812345678901", Err(Unusable::Uan), Err(Unusable::Uan)),
        ("+447012345678", Err(Unusable::Personal), Err(Unusable::Personal)),
    ] {
        let number = parse("", typed, false).unwrap();
        assert_eq!(
            (accept(&rules, &number, Way::Text), accept(&rules, &number, Way::Call)),
            (by_text, by_call),
            "{typed}"
        );
    }
    // Pagers and voicemail: whatever example the oracle has.
    for (word, refusal) in [("PAGER", Unusable::Pager), ("VOICEMAIL", Unusable::Voicemail)] {
        let line = ORACLE.lines().find(|line| line.contains(&format!("\"type\": \"{word}\""))).unwrap();
        let row: Value = serde_json::from_str(line).unwrap();
        let number = parse("", row["input"].as_str().unwrap(), false).unwrap();
        assert_eq!(accept(&rules, &number, Way::Call), Err(refusal));
    }
    let voip = Rules { voip_allowed: true, ..rules };
    assert_eq!(accept(&voip, &parse("FR", "09 12 34 56 78", false).unwrap(), Way::Text), Ok(()));
}

#[test]
fn the_allow_list_goes_by_the_numbers_own_region() {
    let guernsey = parse("GB", "07911 123456", false).unwrap();
    assert_eq!((guernsey.region(), guernsey.country_name()), ("GG", "Guernsey"));
    let britain = Rules { allowed: regions(&["GB"]), ..Rules::default() };
    let refused = Err(Unusable::CountryNotAllowed { country: "Guernsey" });
    assert_eq!(accept(&britain, &guernsey, Way::Text), refused);
    assert_eq!(accept(&Rules::default(), &guernsey, Way::Text), refused);
    let satellite = parse("GB", "+881 612 345 678", false).unwrap();
    let refused = Err(Unusable::CountryNotAllowed { country: "International networks" });
    assert_eq!(accept(&britain, &satellite, Way::Text), refused);
}

#[test]
fn the_platforms_own_numbers_follow_the_policy() {
    let ours = parse("US", "415 555 2671", false).unwrap();
    let theirs = parse("US", "212 555 2671", false).unwrap();
    for owned in ["+14155552671", "+1 (415) 555-2671", "+1415*", "1415 *"] {
        let rules = |owned_policy| Rules {
            allowed: regions(&["US"]),
            owned: vec![owned.into()],
            owned_policy,
            ..Rules::default()
        };
        let judge = |number, policy| accept(&rules(policy), number, Way::Text);
        assert_eq!(judge(&ours, OwnedPolicy::Refuse), Err(Unusable::Owned), "{owned}");
        assert_eq!(judge(&theirs, OwnedPolicy::Refuse), Ok(()), "{owned}");
        assert_eq!(judge(&ours, OwnedPolicy::Require), Ok(()), "{owned}");
        assert_eq!(judge(&theirs, OwnedPolicy::Require), Err(Unusable::NotOwned), "{owned}");
        assert_eq!(judge(&ours, OwnedPolicy::Allow), Ok(()), "{owned}");
    }
}

#[test]
fn a_stored_number_reads_back_as_itself() {
    for line in ORACLE.lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        let expected = &row["expect"];
        if expected["valid"] == true && !expected["intl"].as_str().unwrap().contains("ext.") {
            let number = parse("", expected["e164"].as_str().unwrap(), false).unwrap();
            assert_eq!(parse("", number.e164(), true), Ok(number));
        }
    }
}

#[test]
fn its_parts_and_what_a_log_may_see() {
    let number = parse("GB", "07700 900982", true).unwrap();
    assert_eq!(number.international(), "+44 7700 900982");
    assert_eq!((number.calling_code(), number.prefix()), ("+44", "+44770090"));
    assert_eq!((number.last(2), number.last(3), number.last(99)), ("82", "982", "447700900982"));
    assert_eq!(format!("{number:?}"), "Number(GB Mobile ..82)");
}
