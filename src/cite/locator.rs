//! Where in a source: `pp. 4-6, and more` taken apart into a locator and the words after it.
//!
//! Pandoc User's Guide, "Citation syntax": a locator begins with one of the terms of CSL, in the
//! brief's language or in English; a number alone is a page; braces say where it ends.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use hayagriva::citationberg::taxonomy::{self, Term};
use hayagriva::citationberg::{Locale, TermForm};

use super::locales;

/// The locators of CSL 1.0.2.
const LABELS: &[&str] = &[
    "act",
    "appendix",
    "article-locator",
    "book",
    "canon",
    "chapter",
    "column",
    "elocation",
    "equation",
    "figure",
    "folio",
    "issue",
    "line",
    "note",
    "opus",
    "page",
    "paragraph",
    "part",
    "rule",
    "scene",
    "section",
    "sub-verbo",
    "supplement",
    "table",
    "timestamp",
    "title-locator",
    "verse",
    "volume",
];

/// Abbreviations that people write and the locales lack.
const MORE: &[(&str, &str)] = &[
    ("art.", "article-locator"),
    ("annex", "appendix"),
    ("ch.", "chapter"),
    ("chap.", "chapter"),
    ("chaps.", "chapter"),
    ("chs.", "chapter"),
    ("figs.", "figure"),
    ("fn.", "note"),
    ("no.", "issue"),
    ("nos.", "issue"),
    ("paras.", "paragraph"),
    ("pg.", "page"),
    ("pgs.", "page"),
    ("secs.", "section"),
    ("tab.", "table"),
];

/// Terms in small letters, each with its label.
type Terms = Vec<(String, &'static str)>;

/// A locator: which kind of place, and where.
pub type Locator = (&'static str, String);

/// Takes apart what follows a key: the locator, if there is one, and the words after it with the
/// punctuation that parts them from it.
pub fn locator(tail: &str, lang: &str) -> (Option<Locator>, String) {
    let rest = tail.trim_start_matches([',', ' ', '\n', '\u{a0}']);
    if let Some(inside) = rest.strip_prefix('{')
        && let Some(end) = inside.find('}')
    {
        let (label, place) = label(&inside[..end], lang).unwrap_or(("page", &inside[..end]));
        let found = Some((label, place.trim().to_owned())).filter(|it| !it.1.is_empty());
        return (found, inside[end + 1..].to_owned());
    }
    let (label, place) = label(rest, lang).map_or((None, rest), |(label, rest)| (Some(label), rest));
    let length = length(place, label.is_some());
    if length == 0 {
        return (None, tail.to_owned());
    }
    (Some((label.unwrap_or("page"), place[..length].to_owned())), place[length..].to_owned())
}

/// The term with which a text begins, and the text after it.
fn label<'a>(text: &'a str, lang: &str) -> Option<(&'static str, &'a str)> {
    let mut best: Option<(&'static str, usize)> = None;
    for (term, label) in known(lang).iter() {
        let length = term.len();
        let (Some(begins), Some(after)) = (text.get(..length), text.get(length..)) else { continue };
        // `p.3` and `§3` need no space; `page3` is no page.
        let ends =
            after.starts_with([' ', '\u{a0}']) || !term.ends_with(char::is_alphabetic) && !after.is_empty();
        let is_longer = best.is_none_or(|it| it.1 < length);
        if ends && is_longer && length > 0 && begins.to_lowercase() == *term {
            best = Some((label, length));
        }
    }
    best.map(|(label, length)| (label, text[length..].trim_start_matches([' ', '\u{a0}'])))
}

/// The terms of a language and of English in small letters, each with its label. To gather them takes
/// a fifth of a millisecond, which is too long for every citation.
fn known(lang: &str) -> Arc<Terms> {
    static KNOWN: Mutex<BTreeMap<String, Arc<Terms>>> = Mutex::new(BTreeMap::new());
    let mut all = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(found) = all.get(lang) {
        return found.clone();
    }
    let mut found = Vec::new();
    for locale in [locales::locale(lang), locales::locale("en-US")].into_iter().flatten() {
        for label in LABELS {
            terms(locale, label, &mut |term| found.push((term.to_lowercase(), *label)));
        }
    }
    found.extend(MORE.iter().map(|(term, label)| ((*term).to_owned(), *label)));
    let found = Arc::new(found);
    all.insert(lang.to_owned(), found.clone());
    found
}

/// The words of a locale for a locator; abbreviations also without their full stop.
fn terms(locale: &Locale, label: &str, take: &mut impl FnMut(&str)) {
    let Ok(locator) = label.parse::<taxonomy::Locator>() else { return };
    for form in [TermForm::Long, TermForm::Short, TermForm::Symbol] {
        let Some(term) = locale.term(Term::Locator(locator), form) else { continue };
        for word in [term.single(), term.multiple()].into_iter().flatten() {
            take(word);
            if form == TermForm::Short && !word.ends_with('.') {
                take(&format!("{word}."));
            }
        }
    }
}

/// How much of a text says where: words with a digit, after a term also Roman numbers and single
/// letters, and what joins them.
fn length(text: &str, has_label: bool) -> usize {
    let mut end = 0;
    let mut at = 0;
    loop {
        let rest = &text[at..];
        let word_length = rest.find([' ', ',', ';', '\n', '\u{a0}']).unwrap_or(rest.len());
        let word = rest[..word_length].trim_end_matches(['.', ':']);
        if !is_place(word, has_label) {
            return end;
        }
        end = at + word.len();
        let after = &text[end..];
        let joined = [", ", " & ", " and ", ",", " – ", " - "].iter().find(|it| after.starts_with(**it));
        match joined {
            Some(joint) => at = end + joint.len(),
            None => return end,
        }
    }
}

/// Whether a word can say where.
fn is_place(word: &str, has_label: bool) -> bool {
    if word.chars().any(|it| it.is_ascii_digit()) {
        return true;
    }
    let is_roman = |it: &str| {
        !it.is_empty()
            && (it.bytes().all(|it| b"ivxlcdm".contains(&it))
                || it.bytes().all(|it| b"IVXLCDM".contains(&it)))
    };
    let is_letter = word.len() == 1 && word.bytes().all(|it| it.is_ascii_uppercase());
    has_label && (word.split(['-', '–', '/']).all(is_roman) || is_letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a tail gives: label, place, words after it.
    fn taken(tail: &str, lang: &str) -> (String, String, String) {
        let (found, rest) = locator(tail, lang);
        let (label, place) = found.unwrap_or_default();
        (label.to_owned(), place, rest)
    }

    #[test]
    fn places_are_told_from_words() {
        for (tail, label, place, rest) in [
            (", pp. 33-35, 38-39 and passim", "page", "33-35, 38-39", " and passim"),
            (", p.4", "page", "4", ""),
            (", 33-35", "page", "33-35", ""),
            (", ch. 2", "chapter", "2", ""),
            (", chapter IV", "chapter", "IV", ""),
            (" § 12", "section", "12", ""),
            (", para. 7, with a note", "paragraph", "7", ", with a note"),
            (", pp. ix-xii", "page", "ix-xii", ""),
            (", art. 5", "article-locator", "5", ""),
            (", annex B", "appendix", "B", ""),
            (", p. A1, in the late edition", "page", "A1", ", in the late edition"),
            (", and more", "", "", ", and more"),
            ("", "", "", ""),
            (", page turning", "", "", ", page turning"),
            ("{pp. iv, vi-xi, (xv)-(xvii)} with words", "page", "iv, vi-xi, (xv)-(xvii)", " with words"),
            (", {}", "", "", ""),
        ] {
            assert_eq!(taken(tail, "en-GB"), (label.into(), place.into(), rest.into()), "{tail}");
        }
    }

    #[test]
    fn terms_of_the_language_count_beside_english() {
        assert_eq!(taken(", S. 12", "de").0, "page");
        assert_eq!(taken(", Kap. 3", "de").0, "chapter");
        assert_eq!(taken(", pp. 3-4", "de").0, "page");
        assert_eq!(taken(", lk 12", "et").0, "page");
    }
}
