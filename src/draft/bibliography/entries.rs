//! A file in BibLaTeX taken apart into entries, in one pass over its bytes and without looking into
//! what they say: a library holds thousands, and a brief cites a few.
//!
//! An entry that is not closed ends where a line begins the next one, so that it takes no others
//! with it.

use std::collections::BTreeMap;
use std::ops::Range;

/// Braces nested more deeply than this are no title's.
const DEPTH_MAX: usize = 60;

/// What a file holds.
#[derive(Default, Debug)]
pub(super) struct Scan {
    /// Entries, in order.
    pub entries: Vec<Entry>,
    /// Where the values of abbreviations stand, by name in small letters: `@string{name = …}`.
    pub strings: BTreeMap<String, Range<usize>>,
    /// Entries that have no key, and so cannot be cited.
    pub nameless: Vec<Range<usize>>,
}

/// Where an entry stands.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Its type, as written.
    pub kind: Range<usize>,
    /// Its key.
    pub key: Range<usize>,
    /// From the key's comma to the closing brace.
    pub body: Range<usize>,
    /// Why it cannot be read, as far as braces tell.
    pub fault: Option<Fault>,
}

/// What keeps an entry from being read, in words that end a sentence.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Fault {
    /// Where.
    pub at: Range<usize>,
    /// What.
    pub words: String,
}

/// Where a stretch in braces ends.
struct End {
    /// The closing brace, or where it should have stood.
    at: usize,
    /// Whether it is there.
    is_closed: bool,
    /// The first brace that is nested too deeply.
    deep: Option<usize>,
}

/// Takes a file apart.
pub(super) fn scan(text: &str) -> Scan {
    let mut scan = Scan::default();
    let mut at = 0;
    while let Some(sign) = next_sign(text, at) {
        let kind = word(text, sign + 1);
        let open = kind.end + spaces(&text[kind.end..]);
        if kind.is_empty() || !text[open..].starts_with(['{', '(']) {
            at = kind.end;
            continue;
        }
        let end = end_of(text, open);
        at = (end.at + usize::from(end.is_closed)).max(open + 1);
        let inside = open + 1..end.at;
        match text[kind.clone()].to_ascii_lowercase().as_str() {
            "comment" | "preamble" => {}
            "string" => {
                let name = word(text, inside.start + spaces(&text[inside.clone()]));
                if end.is_closed && end.deep.is_none() && !name.is_empty() {
                    // The one that stands first is kept, as with entries.
                    scan.strings.entry(text[name].to_lowercase()).or_insert(inside);
                }
            }
            _ => add_entry(text, sign, kind, inside, &end, &mut scan),
        }
    }
    scan
}

/// Notes an entry.
fn add_entry(text: &str, sign: usize, kind: Range<usize>, inside: Range<usize>, end: &End, scan: &mut Scan) {
    let start = inside.start + spaces(&text[inside.clone()]);
    let start = start.min(inside.end);
    let length = text[start..inside.end].find([',', '{', '}', '=', '"', '\n']);
    let key_end = length.map_or(inside.end, |it| start + it);
    let key = start..start + text[start..key_end].trim_end().len();
    let line_end = text[sign..].find('\n').map_or(text.len(), |it| sign + it);
    let next = text[key_end..inside.end].trim_start().chars().next();
    if key.is_empty() || !matches!(next, None | Some(',')) && text[key_end..].starts_with(['=', '{', '"']) {
        scan.nameless.push(sign..line_end);
        return;
    }
    let fault = match end.deep {
        Some(at) => {
            Some(Fault { at: at..at + 1, words: format!("braces are nested more than {DEPTH_MAX} deep") })
        }
        None if !end.is_closed => {
            Some(Fault { at: sign..line_end, words: "its braces are not closed".into() })
        }
        None => None,
    };
    scan.entries.push(Entry { kind, key, body: key_end..inside.end, fault });
}

/// The next `@` outside of a line of comment.
fn next_sign(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    let mut is_at_start = from == 0 || bytes.get(from - 1) == Some(&b'\n');
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'@' => return Some(at),
            b'%' if is_at_start => {
                at += text[at..].find('\n').unwrap_or(text.len() - at);
                continue;
            }
            b'\n' => is_at_start = true,
            b' ' | b'\t' => {}
            _ => is_at_start = false,
        }
        at += 1;
    }
    None
}

/// Where what is opened at an offset ends.
fn end_of(text: &str, open: usize) -> End {
    let is_round = text[open..].starts_with('(');
    let mut depth = 0;
    let mut deep = None;
    for (at, byte) in text.bytes().enumerate().skip(open + 1) {
        match byte {
            b'{' => {
                depth += 1;
                if depth > DEPTH_MAX && deep.is_none() {
                    deep = Some(at);
                }
            }
            b'}' if depth == 0 && !is_round => return End { at, is_closed: true, deep },
            b')' if depth == 0 && is_round => return End { at, is_closed: true, deep },
            b'}' => depth = depth.saturating_sub(1),
            b'\n' if begins_entry(&text[at + 1..]) => return End { at, is_closed: false, deep },
            _ => {}
        }
    }
    End { at: text.len(), is_closed: false, deep }
}

/// Whether a line begins an entry: a type, a brace, a key and a comma.
fn begins_entry(text: &str) -> bool {
    let indent = text.bytes().take_while(|it| matches!(it, b' ' | b'\t')).count();
    if !text[indent..].starts_with('@') {
        return false;
    }
    let kind = word(text, indent + 1);
    let Some(rest) = text[kind.end..].trim_start_matches([' ', '\t']).strip_prefix(['{', '(']) else {
        return false;
    };
    let special = ["string", "comment", "preamble"];
    if special.iter().any(|it| text[kind.clone()].eq_ignore_ascii_case(it)) {
        return true;
    }
    let key = rest.split([',', '{', '}', '=', '"', '\n']).next().unwrap_or_default();
    !kind.is_empty() && !key.trim().is_empty() && rest[key.len()..].starts_with(',')
}

/// The word at an offset: letters, digits, `-`, `_`, `:`, `+`, `.`.
pub(super) fn word(text: &str, at: usize) -> Range<usize> {
    let at = at.min(text.len());
    let length = text[at..].find(|it: char| !it.is_alphanumeric() && !"-_:+.".contains(it));
    at..length.map_or(text.len(), |it| at + it)
}

/// How many bytes of space a text begins with.
pub(super) fn spaces(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keys, and whether each can be read.
    fn keys(text: &str) -> Vec<(&str, bool)> {
        scan(text).entries.iter().map(|it| (&text[it.key.clone()], it.fault.is_none())).collect()
    }

    #[test]
    fn an_open_entry_loses_no_others() {
        let text = "% @book{no,}\n@book{a, title = {A}}\n@book{b, title = {Open\n\n@book{c, title = {C}}\n@string{x = {y}} @misc(d, title = {)})";
        assert_eq!(keys(text), [("a", true), ("b", false), ("c", true), ("d", true)]);
        assert_eq!(scan(text).strings.len(), 1);
        assert_eq!(keys("@comment{x, @book{y,}} a@b.org @ @{ @book{ k }"), [("k", true)]);
        assert_eq!(scan("@book{title = {A}} @book{, title = {B}} @book{}").nameless.len(), 3);
        assert_eq!(keys("@book{a, abstract = {see\n@Override{x} and more}}"), [("a", true)]);
    }

    #[test]
    fn what_is_deep_or_long_is_told_fast() {
        let began = std::time::Instant::now();
        let deep = format!("@book{{k, title={}x{}}}", "{".repeat(100_000), "}".repeat(100_000));
        assert_eq!(keys(&deep), [("k", false)]);
        for hostile in ["@", "@a{", "\n@a{b,", "{", "@a(", "%@\n", "\n @", "@string{"] {
            scan(&hostile.repeat(100_000 / hostile.len()));
        }
        assert!(began.elapsed().as_secs() < 2, "{:?}", began.elapsed());
    }
}
