//! Quotation marks inside titles: paired, hidden from the engine, and set as the language sets them
//! where they come to stand; apostrophes told from them; capitals that are no one's to change.
//!
//! CSL 1.0.2, "Quotes": quotation marks within quotation marks are the inner ones. "Title Case
//! Conversion": words that hold capitals beyond their first letter are left as they are.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use hayagriva::citationberg::TermForm;
use hayagriva::citationberg::taxonomy::{OtherTerm, Term};

use super::locales;

/// A paired mark that opens. The engine's case rules pass these two over, as they must; a text that
/// holds them means quotation marks by them, so they are paired too.
pub(super) const OPEN: char = '‹';

/// A paired mark that closes.
pub(super) const CLOSE: char = '›';

/// An apostrophe, which must not be taken for the end of a quotation.
pub(super) const APOSTROPHE: char = '\u{f8f5}';

/// Stands inside a word that the engine takes for one that titles set small, and CSL does not.
pub(super) const BREAK: char = '\u{f8f6}';

/// Words that titles set small (CSL 1.0.2, "Title Case Conversion").
const SMALL: &[&str] = &[
    "a", "an", "and", "as", "at", "but", "by", "down", "for", "from", "in", "into", "nor", "of", "on",
    "onto", "or", "over", "so", "the", "till", "to", "up", "via", "with", "yet",
];

/// Words that the engine sets small too.
const NOT_SMALL: &[&str] = &[
    "above",
    "across",
    "against",
    "among",
    "around",
    "behind",
    "below",
    "beneath",
    "beside",
    "between",
    "during",
    "front",
    "inside",
    "near",
    "since",
    "toward",
    "under",
    "underneath",
    "until",
    "within",
];

/// Letters from here on are frozen: the letter plus this number (Unicode, plane 15, private use).
const FROZEN: u32 = 0xf0000;

/// The quotation marks of a language.
pub(super) struct Marks {
    /// Outer ones, then inner ones: what opens, what closes.
    pairs: [(String, String); 2],
}

impl Marks {
    /// Of a language; looked up once, since a locale has hundreds of terms.
    pub fn of(lang: &str) -> Arc<Marks> {
        static KNOWN: Mutex<BTreeMap<String, Arc<Marks>>> = Mutex::new(BTreeMap::new());
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(marks) = known.get(lang) {
            return marks.clone();
        }
        known.entry(lang.to_owned()).or_insert(Arc::new(Marks::read(lang))).clone()
    }

    /// Reads them from the locale of a language.
    fn read(lang: &str) -> Marks {
        let locale = locales::locale(lang);
        let term = |term: OtherTerm, usual: &str| {
            let found = locale.and_then(|it| it.term(Term::Other(term), TermForm::Long)?.single());
            found.unwrap_or(usual).to_owned()
        };
        Marks {
            pairs: [
                (term(OtherTerm::OpenQuote, "“"), term(OtherTerm::CloseQuote, "”")),
                (term(OtherTerm::OpenInnerQuote, "‘"), term(OtherTerm::CloseInnerQuote, "’")),
            ],
        }
    }

    /// Whether a character is one that a style sets to open or to close a quotation.
    pub fn step(&self, it: char) -> i32 {
        let is = |mark: &String| mark.trim().starts_with(it);
        if self.pairs.iter().any(|pair| is(&pair.0)) {
            1
        } else if self.pairs.iter().any(|pair| is(&pair.1)) {
            -1
        } else {
            0
        }
    }

    /// The mark that opens or closes at a depth.
    pub fn at(&self, depth: usize, opens: bool) -> &str {
        let pair = &self.pairs[depth % 2];
        if opens { &pair.0 } else { &pair.1 }
    }
}

/// A text with its quotation marks paired and hidden, and capitals frozen that a style must keep.
pub(super) fn hidden(text: &str) -> String {
    let has_quotes = text.contains(|it| kind(it).is_some());
    let mut paired = if has_quotes { pairs(text) } else { text.to_owned() };
    if has_capitals_inside(&paired) {
        let mut chars: Vec<char> = paired.chars().collect();
        freeze_words(&mut chars);
        paired = chars.into_iter().collect();
    }
    small_words(paired)
}

/// A text with its quotation marks paired and hidden.
fn pairs(text: &str) -> String {
    // French sets spaces inside its marks; other languages' marks are set without.
    let text = text.replace("« ", "«").replace("«\u{a0}", "«").replace("«\u{202f}", "«");
    let text = text.replace(" »", "»").replace("\u{a0}»", "»").replace("\u{202f}»", "»");
    let mut chars: Vec<char> = text.chars().collect();
    let mut open: Vec<(usize, bool)> = Vec::new();
    for at in 0..chars.len() {
        let Some(is_single) = kind(chars[at]) else { continue };
        let before = at.checked_sub(1).map(|it| chars[it]);
        let after = chars.get(at + 1).copied();
        let opens = before.is_none_or(|it| it.is_whitespace() || "([{-–—/<>".contains(it) || it == OPEN)
            && after.is_some_and(|it| !it.is_whitespace());
        // `o’clock`, `don't`: between two letters there is nothing to close.
        let inside = is_single
            && before.is_some_and(char::is_alphanumeric)
            && after.is_some_and(char::is_alphanumeric);
        match open.last() {
            Some(&(start, single)) if !opens && !inside && single == is_single => {
                open.pop();
                chars[start] = OPEN;
                chars[at] = CLOSE;
            }
            _ if opens => open.push((at, is_single)),
            _ if is_single => chars[at] = APOSTROPHE,
            _ => {}
        }
    }
    for (at, is_single) in open {
        // `’t Hooft` opens nothing that is closed.
        chars[at] = if is_single { APOSTROPHE } else { frozen(chars[at]) };
    }
    chars.into_iter().collect()
}

/// Whether a capital stands behind another character of its word.
fn has_capitals_inside(text: &str) -> bool {
    let mut before = ' ';
    text.chars().any(|it| {
        let is_inside = it.is_uppercase() && !before.is_whitespace();
        before = it;
        is_inside
    })
}

/// Whether a character is a quotation mark: a single one, or a double one.
fn kind(it: char) -> Option<bool> {
    match it {
        '\'' | '‘' | '’' | '‚' | '‹' | '›' => Some(true),
        '"' | '“' | '”' | '„' | '«' | '»' => Some(false),
        _ => None,
    }
}

/// Keeps small what titles set small also after a comma, and not small what they do not.
fn small_words(text: String) -> String {
    let is_meant = |after_comma: bool, letters: &str| {
        after_comma && SMALL.contains(&letters)
            || letters.len() > 3 && NOT_SMALL.iter().any(|it| it.eq_ignore_ascii_case(letters))
    };
    let words = || {
        let mut after_comma = false;
        text.split_inclusive(char::is_whitespace).map(move |piece| {
            let word = piece.trim_end();
            let letters = word.trim_matches(|it: char| !it.is_alphanumeric());
            let meant = is_meant(after_comma, letters);
            let was_after_comma = after_comma;
            after_comma = word.ends_with([',', ';']);
            (piece, letters, was_after_comma && SMALL.contains(&letters), meant)
        })
    };
    if words().all(|it| !it.3) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 8);
    for (piece, letters, is_small, is_meant) in words() {
        if is_small {
            out.extend(piece.chars().map(|it| if it.is_alphabetic() { frozen(it) } else { it }));
        } else if is_meant {
            let start = piece.find(letters).unwrap_or_default();
            out.push_str(&piece[..start + 3]);
            out.push(BREAK);
            out.push_str(&piece[start + 3..]);
        } else {
            out.push_str(piece);
        }
    }
    out
}

/// Freezes capitals inside words, such as in `L’Europe`, `McDonald` and `Russia/China`; not in words
/// of capitals only, which the engine keeps by itself.
fn freeze_words(chars: &mut [char]) {
    for word in chars.split_mut(|it| it.is_whitespace() || "-–—".contains(*it)) {
        let letters = || word.iter().filter(|it| it.is_alphabetic());
        let has_capital = letters().skip(1).any(|it| it.is_uppercase());
        let is_plain = word.iter().all(|it| it.is_ascii_uppercase());
        if !has_capital || is_plain {
            continue;
        }
        let first = word.iter().position(|it| it.is_alphabetic());
        for (at, it) in word.iter_mut().enumerate() {
            // The first letter stays: it is what lists sort by.
            if (it.is_uppercase() && Some(at) != first) || (it.is_lowercase() && Some(at) == first) {
                *it = frozen(*it);
            }
        }
    }
}

/// A character that no rule of case changes.
pub(super) fn frozen(it: char) -> char {
    char::from_u32(FROZEN + it as u32).filter(|frozen| (*frozen as u32) < FROZEN + 0xfffe).unwrap_or(it)
}

/// The character that was frozen.
pub(super) fn thawed(it: char) -> char {
    match it as u32 {
        code @ 0xf0000..0xffffe => char::from_u32(code - FROZEN).unwrap_or(it),
        _ => it,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text with what is hidden made visible: `<` `>` for pairs, `,` for apostrophes, frozen
    /// letters after a dot.
    fn seen(text: &str) -> String {
        hidden(text)
            .chars()
            .flat_map(|it| match it {
                OPEN => vec!['<'],
                CLOSE => vec!['>'],
                APOSTROPHE => vec![','],
                it if thawed(it) != it => vec!['.', thawed(it)],
                it => vec![it],
            })
            .collect()
    }

    #[test]
    fn pairs_apostrophes_and_capitals() {
        for (text, wanted) in [
            ("Japan's “Detachment” plan", "Japan,s <Detachment> plan"),
            ("the countries' “alliance”", "the countries, <alliance>"),
            ("'Alliance' and \"wedge\"", "<Alliance> and <wedge>"),
            ("„Wandel durch Annäherung“", "<Wandel durch Annäherung>"),
            ("A “long ‘short’ thing”", "A <long <short> thing>"),
            ("’t Hooft", ",t Hooft"),
            ("an \"open end", "an .\"open end"),
            ("Russia/China and L'Europe by McDonald", "Russia/.China and L,.Europe by Mc.Donald"),
            ("EU and NATO", "EU and NATO"),
            ("iPhone", ".i.Phone"),
            ("« Écarter la Russie »", "<Écarter la Russie>"),
        ] {
            assert_eq!(seen(text), wanted, "{text}");
        }
    }

    #[test]
    fn marks_follow_the_language() {
        assert_eq!((Marks::of("en-GB").at(0, true), Marks::of("en-US").at(0, true)), ("‘", "“"));
        assert_eq!(Marks::of("de").at(0, true), "„");
        assert_eq!(Marks::of("de").step('“'), -1);
    }
}
