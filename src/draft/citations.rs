//! Citations as an author writes them: Pandoc's forms, with places.
//!
//! Pandoc User's Guide, "Citation syntax". What is added: a part whose first word is `contra`
//! speaks against what the sentence says; `cf.`, `see also` and `compare` give context.

use std::ops::Range;

use crate::words::Span;

/// A citation: one place in the text, one or more sources.
#[derive(Clone, Hash, Debug)]
pub struct Citation {
    /// In brackets, or as part of the sentence.
    pub form: CitationForm,
    /// Its sources.
    pub parts: Vec<CitePart>,
    /// Where it stands.
    pub at: Span,
}

/// How a citation stands in its sentence.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum CitationForm {
    /// `[@key]`.
    Bracketed,
    /// `@key says`.
    Narrative,
}

/// One source of a citation.
#[derive(Clone, Hash, Debug)]
pub struct CitePart {
    /// The key.
    pub key: String,
    /// Where the key stands, with its `@`.
    pub at: Span,
    /// Words before it.
    pub prefix: String,
    /// What follows the key, as written, with the comma that parts it: `, pp. 4-6, and more`.
    pub tail: String,
    /// `-@key`: the author stands in the sentence already.
    pub suppress_author: bool,
    /// Whether it speaks for, against or beside the sentence.
    pub stance: Stance,
}

impl CitePart {
    /// What follows the key without the comma that parts it: a page, and words after it.
    pub fn place(&self) -> &str {
        self.tail.trim().trim_start_matches(',').trim_start()
    }
}

/// What a source does for the sentence that cites it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Stance {
    /// It supports it.
    For,
    /// It speaks against it.
    Against,
    /// It gives context.
    Context,
}

/// The key at the start of a text that begins after `@`: how many bytes it has.
///
/// A key begins with a letter, digit or `_` and may hold single `:.#$%&-+?<>~/` between them; in
/// braces, anything.
pub fn key_length(text: &str) -> usize {
    if let Some(inside) = text.strip_prefix('{') {
        return inside.find('}').map_or(0, |it| it + 2);
    }
    let mut length = 0;
    let mut pending = 0;
    for it in text.chars() {
        if it.is_alphanumeric() || it == '_' {
            length += pending + it.len_utf8();
            pending = 0;
        } else if length > 0 && pending == 0 && ":.#$%&-+?<>~/".contains(it) {
            pending = it.len_utf8();
        } else {
            break;
        }
    }
    length
}

/// Whether the text inside brackets is a citation: some part has an `@` where a key can begin.
pub fn is_citation(inside: &str) -> bool {
    at_signs(inside).next().is_some()
}

/// Offsets of the `@` that begin a key: at the start, after a space, `;`, `-` or `(`.
fn at_signs(text: &str) -> impl Iterator<Item = usize> {
    text.match_indices('@').map(|(at, _)| at).filter(|&at| {
        let before = text[..at].chars().last();
        before.is_none_or(|it| it.is_whitespace() || ";-([".contains(it)) && key_length(&text[at + 1..]) > 0
    })
}

/// Takes apart what stands inside brackets. `at(range)` makes a span of a range of `inside`.
/// A part without a key is given back as the range that lacks one.
pub fn parts(inside: &str, at: &dyn Fn(Range<usize>) -> Span) -> Result<Vec<CitePart>, Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    for piece in inside.split(';') {
        let range = start..start + piece.len();
        start = range.end + 1;
        let Some(sign) = at_signs(piece).next() else {
            // `[@a; and more]`: words after the last source belong to it in Pandoc; here they are
            // most often a slip for a missing `@`.
            return Err(trimmed(inside, range));
        };
        parts.push(part(piece, range.start, sign, at));
    }
    Ok(parts)
}

/// One part; `sign` is the offset of its `@`, `base` that of the piece.
fn part(piece: &str, base: usize, sign: usize, at: &dyn Fn(Range<usize>) -> Span) -> CitePart {
    let length = key_length(&piece[sign + 1..]);
    let raw_key = &piece[sign + 1..sign + 1 + length];
    let key = raw_key.strip_prefix('{').and_then(|it| it.strip_suffix('}')).unwrap_or(raw_key);
    let before = &piece[..sign];
    let suppress_author = before.ends_with('-');
    let prefix = before.strip_suffix('-').unwrap_or(before).split_whitespace().collect::<Vec<_>>().join(" ");
    let after = &piece[sign + 1 + length..];
    let tail = tail(after);
    let (stance, prefix) = stance(&prefix);
    CitePart {
        key: key.to_owned(),
        at: at(base + sign..base + sign + 1 + length),
        prefix,
        tail,
        suppress_author,
        stance,
    }
}

/// What follows a key on one line, the space before it kept.
fn tail(after: &str) -> String {
    let words = after.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.is_empty() || !after.starts_with(char::is_whitespace) { words } else { format!(" {words}") }
}

/// What a prefix says of the source, and what of it is left to print.
fn stance(prefix: &str) -> (Stance, String) {
    let lower = prefix.to_lowercase();
    let first = lower.split_whitespace().next().unwrap_or_default().trim_end_matches([':', ',']);
    if first == "contra" {
        return (Stance::Against, prefix.to_owned());
    }
    let context = matches!(first, "cf." | "cf" | "compare") || lower.starts_with("see also");
    (if context { Stance::Context } else { Stance::For }, prefix.to_owned())
}

/// A range without the spaces at its ends.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + (part.len() - part.trim_start().len());
    start..(start + part.trim().len()).max(start)
}

/// A citation in the run of a sentence: the offset of its `@` and the key's length, from `from` on.
pub fn narrative(text: &str, from: usize) -> Option<(usize, usize)> {
    text[from..].match_indices('@').map(|(at, _)| from + at).find_map(|at| {
        let before = text[..at].chars().last();
        let begins = before.is_none_or(|it| it.is_whitespace() || "([{-–—/“‘\"'".contains(it));
        let length = key_length(&text[at + 1..]);
        (begins && length > 0).then_some((at, length))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::SourcePath;

    /// The parts of a citation, with spans into it.
    fn taken(inside: &str) -> Vec<CitePart> {
        let file = SourcePath::new("a.md").unwrap();
        parts(inside, &|it| Span { file: file.clone(), start: it.start as u32, end: it.end as u32 }).unwrap()
    }

    #[test]
    fn groups_prefixes_locators() {
        let it = taken("see @doe99, pp. 33-35; also -@smith04, ch. 1; contra @{a b}");
        assert_eq!(it.len(), 3);
        assert_eq!(
            (it[0].prefix.as_str(), it[0].key.as_str(), it[0].tail.as_str()),
            ("see", "doe99", ", pp. 33-35")
        );
        assert!(it[1].suppress_author && it[1].prefix == "also");
        assert_eq!((it[2].stance, it[2].key.as_str()), (Stance::Against, "a b"));
        assert_eq!(it[0].at.start, 4);
        assert_eq!(taken("see also @a")[0].stance, Stance::Context);
    }

    #[test]
    fn keys_end_before_punctuation() {
        assert_eq!(key_length("doe99, p. 3"), 5);
        assert_eq!(key_length("doe99."), 5);
        assert_eq!(key_length("a:b.c-d]"), 7);
        assert_eq!(key_length("a--b"), 1);
        assert!(!is_citation("x@y.org") && is_citation("see @a") && !is_citation("@"));
        assert_eq!(narrative("mail x@y.org, then @key.", 0), Some((19, 3)));
    }
}
