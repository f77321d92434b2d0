//! How people are found by what somebody begins to type: names, addresses and last digits as numbers, so that "begins with"
//! is a range, the same on every database.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Characters in one number: ten of six bits.
const IN_ONE: usize = 10;
/// Characters that count; what comes after them is not looked at.
const MOST: usize = 2 * IN_ONE;
/// Words of a name that can be begun with.
const WORDS: usize = 4;

/// What somebody can begin to type, as two numbers of ten characters each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Term {
    /// The first ten characters.
    pub head: i64,
    /// The next ten.
    pub tail: i64,
}

/// Terms from `from` up to but without `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The first one.
    pub from: Term,
    /// The first one beyond.
    pub to: Term,
}

/// What was typed into the search box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    /// All of it, one after the other: "ana ro" finds Ana Roe.
    pub phrase: Range,
    /// Each word by itself, the longest first; empty where there is but one.
    pub words: Vec<Range>,
}

/// Lower case, without accents, single spaces: "Ängström  Åsa" is "angstrom asa".
pub fn fold(text: &str) -> String {
    let plain: String = text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).map(bare).collect();
    plain.replace('ß', "ss").replace('æ', "ae").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Letters that no decomposition takes apart.
fn bare(c: char) -> char {
    match c {
        'ø' => 'o',
        'ł' => 'l',
        'đ' | 'ð' => 'd',
        'ı' => 'i',
        '\'' | '’' => '\'',
        c => c,
    }
}

/// Every way to begin typing this person: each word of the name with those after and before it, the address, and the last
/// digits of the number backwards, behind a mark that no name has.
pub fn terms(name: &str, email: &str, digits: &str) -> Vec<Term> {
    let name = fold(name);
    let words: Vec<&str> = name.split(' ').filter(|w| !w.is_empty()).collect();
    let turned = (0..words.len().min(WORDS)).map(|n| [&words[n..], &words[..n]].concat().join(" "));
    let mut all: Vec<Term> = turned.map(|text| term(&text)).collect();
    all.push(term(&fold(email)));
    if !digits.is_empty() {
        all.push(term(&backwards(digits)));
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// Reads what was typed; `None` if there is nothing to look for. Three or four digits are the last ones of a number.
pub fn typed(text: &str) -> Option<Typed> {
    let text = fold(text);
    let digits = text.chars().all(|c| c.is_ascii_digit()) && (2..=4).contains(&text.len());
    if digits {
        return Some(Typed { phrase: begins(&backwards(&text)), words: Vec::new() });
    }
    let mut words: Vec<&str> = text.split(' ').filter(|w| !w.is_empty()).take(WORDS).collect();
    if words.is_empty() {
        return None;
    }
    words.sort_by_key(|w| std::cmp::Reverse(w.chars().count()));
    let words = if words.len() > 1 { words.into_iter().map(begins).collect() } else { Vec::new() };
    Some(Typed { phrase: begins(&text), words })
}

fn backwards(digits: &str) -> String {
    std::iter::once('#').chain(digits.chars().rev()).collect()
}

fn term(text: &str) -> Term {
    let symbols = symbols(text);
    let half = |from: usize| (from..from + IN_ONE).fold(0, |n, at| n * 64 + symbols.get(at).copied().unwrap_or(0));
    Term { head: half(0), tail: half(IN_ONE) }
}

/// Everything that begins so.
fn begins(text: &str) -> Range {
    let from = term(text);
    let known = symbols(text).len();
    let step = |known: usize| 64i64.pow(u32::try_from(IN_ONE - known).unwrap_or(0));
    let to = match known {
        0..=IN_ONE => Term { head: from.head + step(known), tail: 0 },
        _ => Term { head: from.head, tail: from.tail + step(known.min(MOST) - IN_ONE) },
    };
    Range { from, to }
}

/// Numbers from 1 to 63 in the order of the alphabet; a character that is none of the usual ones takes four of them.
fn symbols(text: &str) -> Vec<i64> {
    let mut all = Vec::with_capacity(MOST + 3);
    for c in text.chars() {
        let place =
            |within: &str, first: i64| within.find(c).and_then(|at| i64::try_from(at).ok()).map(|at| first + at);
        let usual = place(" #@.-_'+&/,()", 1)
            .or_else(|| place("0123456789", 16))
            .or_else(|| place("abcdefghijklmnopqrstuvwxyz", 26));
        match usual {
            Some(symbol) => all.push(symbol),
            None => all.extend([63, part(c, 12), part(c, 6), part(c, 0)]),
        }
        if all.len() >= MOST {
            all.truncate(MOST);
            break;
        }
    }
    all
}

fn part(c: char, shift: u32) -> i64 {
    i64::from((u32::from(c) >> shift) & 63)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(typed_text: &str, name: &str, email: &str, digits: &str) -> bool {
        let Some(typed) = typed(typed_text) else { return false };
        let all = terms(name, email, digits);
        let within = |range: &Range| all.iter().any(|t| *t >= range.from && *t < range.to);
        within(&typed.phrase) || !typed.words.is_empty() && typed.words.iter().all(within)
    }

    #[test]
    fn people_are_found_by_the_beginnings_of_their_words() {
        let dana = |text: &str| finds(text, "Dana María Ortiz", "d.ortiz@acme.example", "0143");
        for text in
            ["d", "dan", "Dana", "DANA m", "ortiz", "ortiz da", "maria", "María o", "da or", "or da", "d.ortiz@ac"]
        {
            assert!(dana(text), "{text}");
        }
        for text in ["143", "0143", "43", " Dana  Maria Ortiz "] {
            assert!(dana(text), "{text}");
        }
        for text in ["", " ", "ana", "danaa", "da x", "acme", "014", "144", "ortizz"] {
            assert!(!dana(text), "{text}");
        }
    }

    #[test]
    fn other_scripts_and_long_names_are_found_as_well() {
        assert!(finds("王小", "王小明", "w@acme.example", "") && !finds("王大", "王小明", "w@acme.example", ""));
        assert!(finds("ангел", "Ангелина Петрова", "a@acme.example", ""));
        assert!(finds("angstrom", "Åsa Ångström", "a@acme.example", ""));
        assert!(finds("strauss", "Max Strauß", "a@acme.example", ""));
        let long = "Maximiliana Konstantinopolska Wolfeschlegelsteinhausen";
        assert!(finds("maximiliana konst", long, "m@acme.example", ""));
        assert!(finds("wolfeschlegelsteinhausen", long, "m@acme.example", ""));
        assert!(!finds("maximiliano", long, "m@acme.example", ""));
    }

    #[test]
    fn a_range_ends_where_the_next_beginning_starts() {
        let range = |text: &str| typed(text).map(|t| t.phrase).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(range("an").to, range("ao").from);
        assert_eq!(range("aaaaaaaaaaaan").to, range("aaaaaaaaaaaao").from);
        assert!(term("ann x") < term("anna"), "a word that ends comes before one that goes on");
    }
}
