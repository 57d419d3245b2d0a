//! The fields of one entry of BibLaTeX, with places; abbreviations filled in.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::ops::Range;

use super::entries::{Fault, Scan, spaces, word};
use crate::report::{Diagnostic, mistakes::bibliography as mistakes};
use crate::words::{Source, names};

/// A field as written.
#[derive(Debug)]
pub(super) struct Field {
    /// Its name, in small letters.
    pub name: String,
    /// What stands between its `#`s.
    pieces: Vec<Piece>,
}

/// A part of a value.
#[derive(Debug)]
struct Piece {
    /// Where its words stand, without braces or quotes.
    at: Range<usize>,
    /// Whether it names an abbreviation.
    is_name: bool,
}

/// A value whole, still in LaTeX.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Value {
    /// The words.
    pub raw: String,
    /// Where they stand; only the first part if there are several.
    pub at: Range<usize>,
    /// Whether an offset in `raw` is one in the file, counted from the start of `at`.
    pub is_exact: bool,
}

/// No value is longer than this once its abbreviations are filled in: each can hold two of another,
/// and so on.
const VALUE_MAX: usize = 1024 * 1024;

/// So many parts of values are filled in for one reference: abbreviations of nothing can hold two of
/// another, and so on, without growing.
const STEPS_MAX: usize = 10_000;

/// Abbreviations that name others are followed so far.
const STRINGS_DEEP: usize = 60;

/// The months as BibTeX abbreviates them; they need no `@string`.
pub(super) const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Reads the fields between a key and the closing brace.
pub(super) fn fields(text: &str, body: Range<usize>) -> Result<Vec<Field>, Fault> {
    let mut all = Vec::new();
    let mut at = body.start;
    let mut is_parted = true;
    loop {
        at = past_gaps(text, at, body.end, &mut is_parted);
        if at >= body.end {
            return Ok(all);
        }
        let name = word(&text[..body.end], at);
        let name_end = name.end.max(at + text[at..].chars().next().map_or(1, char::len_utf8)).min(body.end);
        if name.is_empty() {
            let words = format!("`{}` stands where a field should begin", &text[at..name_end]);
            return Err(Fault { at: at..name_end, words });
        }
        let shown = &text[name.clone()];
        if !is_parted {
            return Err(Fault { at: name.clone(), words: format!("a comma is missing before `{shown}`") });
        }
        let equals = name.end + spaces(&text[name.end..body.end]);
        if !text[equals..body.end].starts_with('=') {
            return Err(Fault {
                at: name.clone(),
                words: format!("a `=` and a value are missing after `{shown}`"),
            });
        }
        let (pieces, end) = value(text, equals + 1, body.end, &name)?;
        all.push(Field { name: shown.to_ascii_lowercase(), pieces });
        at = end;
        is_parted = false;
    }
}

/// The offset after spaces, commas and comments.
fn past_gaps(text: &str, from: usize, end: usize, is_parted: &mut bool) -> usize {
    let mut at = from;
    while at < end {
        match text.as_bytes()[at] {
            b',' => {
                *is_parted = true;
                at += 1;
            }
            b'%' => at += text[at..end].find('\n').unwrap_or(end - at),
            _ => match spaces(&text[at..end]) {
                0 => break,
                some => at += some,
            },
        }
    }
    at
}

/// The parts of a value, and where it ends.
fn value(text: &str, from: usize, end: usize, name: &Range<usize>) -> Result<(Vec<Piece>, usize), Fault> {
    let mut pieces = Vec::new();
    let mut at = from;
    loop {
        at += spaces(&text[at..end]);
        let start = at;
        match text[at..end].chars().next() {
            Some('{') => {
                at = close(text, at + 1, end, b'}').unwrap_or(end);
                pieces.push(Piece { at: start + 1..at, is_name: false });
                at = (at + 1).min(end);
            }
            Some('"') => {
                let Some(quote) = close(text, at + 1, end, b'"') else {
                    let line_end = text[start..end].find('\n').map_or(end, |it| start + it);
                    return Err(Fault {
                        at: start..line_end,
                        words: "a quote is opened and not closed".into(),
                    });
                };
                pieces.push(Piece { at: start + 1..quote, is_name: false });
                at = quote + 1;
            }
            _ => {
                let found = word(&text[..end], at);
                if found.is_empty() {
                    let shown = &text[name.clone()];
                    return Err(Fault {
                        at: name.clone(),
                        words: format!("`{shown}` has no value; put its words in braces"),
                    });
                }
                let is_name = !text[found.clone()].bytes().all(|it| it.is_ascii_digit());
                at = found.end;
                pieces.push(Piece { at: found, is_name });
            }
        }
        let next = at + spaces(&text[at..end]);
        if !text[next..end].starts_with('#') {
            return Ok((pieces, at));
        }
        at = next + 1;
    }
}

/// The offset of the brace or quote that closes a value.
fn close(text: &str, from: usize, end: usize, closer: u8) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate().take(end).skip(from) {
        match byte {
            it if it == closer && depth == 0 => return Some(at),
            b'{' => depth += 1,
            b'}' => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    None
}

/// Fills in abbreviations.
pub(super) struct Strings<'a> {
    /// The file.
    pub source: &'a Source,
    /// What it holds.
    pub scan: &'a Scan,
    /// How many parts of values were filled in so far.
    pub steps: Cell<usize>,
}

impl Strings<'_> {
    /// The fields of an entry with their values whole; the last of a name counts, as for biber.
    pub fn filled(
        &self,
        fields: Vec<Field>,
        key: &str,
        said: &mut Vec<Diagnostic>,
    ) -> BTreeMap<String, Value> {
        let mut all = BTreeMap::new();
        for field in fields {
            let mut raw = String::new();
            let is_good = field.pieces.iter().all(|it| self.add(it, &mut raw, &mut Vec::new(), key, said));
            let Some(first) = field.pieces.first().filter(|_| is_good) else { continue };
            let is_exact = field.pieces.len() == 1 && !first.is_name;
            all.insert(field.name, Value { raw, at: first.at.clone(), is_exact });
        }
        all
    }

    /// Adds a part of a value; `false` if it cannot be told, which is said.
    fn add(
        &self,
        piece: &Piece,
        out: &mut String,
        path: &mut Vec<String>,
        key: &str,
        said: &mut Vec<Diagnostic>,
    ) -> bool {
        let text = &self.source.text;
        let words = &text[piece.at.clone()];
        let place = || self.source.span(piece.at.clone());
        self.steps.set(self.steps.get() + 1);
        if self.steps.get() > STEPS_MAX {
            said.push(mistakes::form(place(), key, "its abbreviations hold too many others"));
            return false;
        }
        if !piece.is_name {
            out.push_str(words);
            let is_good = out.len() <= VALUE_MAX;
            if !is_good {
                said.push(mistakes::form(place(), key, "a value is longer than 1 MiB"));
            }
            return is_good;
        }
        let name = words.to_lowercase();
        let Some(body) = self.scan.strings.get(&name) else {
            if MONTHS.contains(&name.as_str()) {
                out.push_str(&name);
                return true;
            }
            let known = self.scan.strings.keys().map(String::as_str).chain(MONTHS);
            said.push(mistakes::string_unknown(place(), words, names::nearest(&name, known)));
            return false;
        };
        if path.contains(&name) {
            path.push(name);
            said.push(mistakes::circle(place(), "@string", &path.join("` → `")));
            return false;
        }
        if path.len() >= STRINGS_DEEP {
            said.push(mistakes::form(place(), key, "abbreviations name others more than 60 times over"));
            return false;
        }
        let field = match fields(text, body.clone()) {
            Ok(mut all) if !all.is_empty() => all.swap_remove(0),
            Ok(_) => return true,
            Err(fault) => {
                said.push(mistakes::form(self.source.span(fault.at), key, &fault.words));
                return false;
            }
        };
        path.push(name);
        let is_good = field.pieces.iter().all(|it| self.add(it, out, path, key, said));
        path.pop();
        is_good
    }
}
