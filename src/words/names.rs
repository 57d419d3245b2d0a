//! Names as people write them: levelled for comparison, and the nearest one to a slip.

use icu_casemap::CaseMapper;
use unicode_normalization::UnicodeNormalization;

use super::bytes;

/// Case-folded and composed text: equal for names that differ in letters' case or composition.
///
/// Unicode Standard, section 3.13, D145 (full case folding) with NFC.
pub fn fold(text: &str) -> String {
    if text.chars().all(is_simple) {
        return text.to_ascii_lowercase();
    }
    let composed: String = text.nfc().collect();
    CaseMapper::new().fold_string(&composed).nfc().collect()
}

/// Whether a sign has no other form than itself and, within ASCII, its small letter: ASCII, and the dashes, quotes and
/// dots that typography puts into most texts. None of these is composed with anything that is not outside of them.
fn is_simple(it: char) -> bool {
    it.is_ascii() || matches!(it, '\u{a0}' | '«' | '»' | '\u{2010}'..='\u{2027}')
}

/// A name levelled for comparison: folded, with quotes, dashes and spaces made plain.
pub fn level(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for it in fold(name).chars() {
        match it {
            '“' | '”' | '„' | '‟' | '«' | '»' => out.push('"'),
            '‘' | '’' | '‚' | '‛' | '‹' | '›' | 'ʼ' => out.push('\''),
            '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => out.push('-'),
            it if it.is_whitespace() => {
                if !out.ends_with(' ') && !out.is_empty() {
                    out.push(' ');
                }
            }
            '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' => {}
            it => out.push(it),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// The candidate that `name` is most likely a slip of; `None` if none is near.
/// Ties go to the one that comes first in `candidates`.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = fold(name);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let folded = fold(candidate);
        let distance = strsim::damerau_levenshtein(&name, &folded);
        let length = name.chars().count().max(folded.chars().count());
        // Four letters allow one slip, ten allow three; a word that begins alike allows more.
        let begins_alike = folded.len() >= 4 && (name.starts_with(&folded) || folded.starts_with(&name));
        let near = distance <= (length / 3).clamp(1, 4) || (begins_alike && name.len() >= 4);
        if near && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, it)| it)
}

/// How many letters apart two words are, a swap of neighbours counting as one; letters' case is
/// ignored.
pub fn letters_apart(one: &str, other: &str) -> usize {
    strsim::damerau_levenshtein(&fold(one), &fold(other))
}

/// Whether a character can stand in no title, feed or terminal: controls (XML 1.0, 2.2), and marks
/// that turn the direction of text (Unicode TR 36, 2.10.3).
pub fn is_unprintable(it: char) -> bool {
    (it.is_control() && !matches!(it, '\n' | '\t' | '\r'))
        || matches!(it, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}')
}

/// The characters of a text that can stand in no title, with their places. Letters and signs of ASCII, which is
/// most of most texts, are passed over by the byte.
pub fn unprintable(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let at =
                bytes::position(text.as_bytes(), from, |it| !((b' '..=b'~').contains(&it) | (it == b'\n')))?;
            let found = text[at..].chars().next()?;
            from = at + found.len_utf8();
            if is_unprintable(found) {
                return Some((at, found));
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_printed_is_found_among_what_can() {
        let text = "a\u{7}b\n“c”\t\u{7f}\u{202e}\u{85}é\u{ffff}";
        let slow: Vec<_> = text.char_indices().filter(|it| is_unprintable(it.1)).collect();
        assert_eq!(unprintable(text).collect::<Vec<_>>(), slow);
        assert_eq!(slow.len(), 5);
        assert_eq!(unprintable("").next(), None);
        let long = format!("{}\u{7}{}\u{85}", "plain ".repeat(40), "é plain\n".repeat(40));
        let slow: Vec<_> = long.char_indices().filter(|it| is_unprintable(it.1)).collect();
        assert_eq!(unprintable(&long).collect::<Vec<_>>(), slow);
    }

    #[test]
    fn what_is_simple_is_folded_as_everything_is() {
        let simple: String = ('\0'..='\u{2fff}').filter(|it| is_simple(*it)).collect();
        assert_eq!(simple.chars().count(), 128 + 3 + 24);
        let composed: String = simple.nfc().collect();
        assert_eq!(fold(&simple), CaseMapper::new().fold_string(&composed).nfc().collect::<String>());
        for it in ["Straße", "ÉTÉ", "A\u{300}", "ﬁne", "“A\u{300}”"] {
            let composed: String = it.nfc().collect();
            assert_eq!(fold(it), CaseMapper::new().fold_string(&composed).nfc().collect::<String>());
        }
    }

    #[test]
    fn quotes_dashes_and_case_are_levelled() {
        assert_eq!(level("  Berlin’s  new Ostpolitik "), "berlin's new ostpolitik");
        assert_eq!(level("2012–2020"), "2012-2020");
        assert_eq!(level("STRASSE"), level("Straße"));
    }

    #[test]
    fn the_nearest_name_is_near() {
        assert_eq!(nearest("hosaka2012", ["hosaka2021", "brown2018"]), Some("hosaka2021"));
        assert_eq!(nearest("autor", ["title", "authors"]), Some("authors"));
        assert_eq!(nearest("zzz", ["title", "authors"]), None);
    }
}
